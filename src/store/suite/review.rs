//! What every store must do with what waits for a person's word.

use super::{Subject, add, import, list, picture};
use crate::event::{Edit, Status};
use crate::store::samples::{Sample, any_sample, facts, sample};
use crate::store::{
    Decision, DraftState, EventStore, NewArticle, NewDecision, NewDraft, PairState, QueuePlace, ReviewCounts,
    ReviewKind, StoreError,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::HashSet;

/// An article that tells of some events, each so sure.
fn article(digest: &str, told: &[(Sample, f64)]) -> NewArticle {
    let draft = |(sample, p): &(Sample, f64)| NewDraft {
        draft_json: format!("{{\"kind\":\"{}\"}}", sample.event.kind),
        event: sample.event.clone(),
        p: *p,
        why: "told".into(),
    };
    NewArticle {
        digest: digest.into(),
        published: Some(jiff::civil::date(2023, 10, 2)),
        source: None,
        link: None,
        title: Some("Attack on Bamba".into()),
        licence: None,
        language: "en".into(),
        text: format!("text of {digest}"),
        reading_json: "{}".into(),
        drafts: told.iter().map(draft).collect(),
    }
}

/// An event whose place is in doubt.
fn doubtful(number: u32, p: f64) -> Sample {
    sample(number).changed(|event| {
        event.location.status = Status::Review;
        event.location.p = p;
    })
}

fn counts(store: &dyn EventStore) -> [u64; 3] {
    let ReviewCounts { draft, location, duplicate } = store.review_counts().unwrap();
    [draft, location, duplicate]
}

fn all(store: &dyn EventStore) -> Vec<QueuePlace> {
    store.queue(&ReviewKind::ALL, None, 1_000).unwrap()
}

fn decision(item: &str) -> NewDecision {
    NewDecision {
        by: Some("Awa".into()),
        item: item.into(),
        kind: ReviewKind::Draft,
        decision: "confirm".into(),
        from_json: "{}".into(),
        to_json: "{}".into(),
        undo_json: "{\"a\":1}".into(),
    }
}

pub(crate) fn an_article_is_kept_once_and_is_no_event(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let told = [(sample(1), 0.9), (doubtful(2, 0.2), 0.1)];
    let id = store.keep_article(&article("a", &told)).unwrap();
    let mut again = article("a", &told);
    again.source = Some("AFP".into());
    again.title = Some("Another title".into());
    assert_eq!(store.keep_article(&again).unwrap(), id);
    let (articles, count) = store.articles(0, 9).unwrap();
    assert_eq!((articles.len(), count, articles[0].drafts.open), (1, 1, 2));
    let known = (articles[0].source.as_deref(), articles[0].title.as_deref());
    assert_eq!(known, (Some("AFP"), Some("Attack on Bamba")), "what was not known is filled in");
    let kept = store.article(id).unwrap().unwrap();
    assert_eq!((kept.text.as_str(), kept.drafts.len()), ("text of a", 2));
    assert_eq!(store.draft(kept.drafts[1].0).unwrap().unwrap().event, told[1].0.event);
    assert_eq!((counts(&*store), picture(&*store)), ([2, 0, 0], (0, [].into())), "drafts are no events");
    assert!(store.forget_article(id).unwrap());
    assert!(!store.forget_article(id).unwrap());
    assert_eq!((counts(&*store), store.articles(0, 9).unwrap()), ([0; 3], (vec![], 0)));
}

pub(crate) fn any_article_reads_back(fresh: impl Fn() -> Subject) {
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    let told = (
        any_sample(),
        "\\PC{0,60}|'; DROP TABLE drafts; --|a\0b",
        proptest::option::of("\\PC{0,30}"),
        0.0..=1.0_f64,
    );
    TestRunner::new(config)
        .run(&told, |(told, text, link, p)| {
            let store = fresh();
            let new =
                NewArticle { text: text.clone(), link: link.clone(), ..article("a", &[(told.clone(), p)]) };
            let id = store.keep_article(&new).unwrap();
            let kept = store.article(id).unwrap().unwrap();
            prop_assert_eq!((kept.text, kept.record.link), (text, link));
            let draft = store.draft(kept.drafts[0].0).unwrap().unwrap();
            prop_assert_eq!((draft.event, draft.p, draft.state), (told.event, p, DraftState::Open));
            Ok(())
        })
        .unwrap();
}

pub(crate) fn the_least_sure_waits_first_and_pages_neither_skip_nor_repeat(fresh: impl Fn() -> Subject) {
    let config = ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() };
    // Few different numbers, so that many are alike.
    let sure = || proptest::collection::vec((0..4_u8).prop_map(|p| f64::from(p) / 4.0), 0..6);
    TestRunner::new(config)
        .run(&(sure(), sure(), sure(), 1..5_usize), |(drafts, places, pairs, limit)| {
            let store = fresh();
            let told: Vec<(Sample, f64)> = (0..).zip(&drafts).map(|(n, p)| (sample(100 + n), *p)).collect();
            store.keep_article(&article("a", &told)).unwrap();
            let samples: Vec<Sample> = (0..).zip(&places).map(|(n, p)| doubtful(n, *p)).collect();
            import(&*store, &samples);
            let ends: Vec<Sample> =
                (0..=u32::try_from(pairs.len()).unwrap()).map(|n| sample(200 + n)).collect();
            let fids = import(&*store, &ends);
            let mut proposing = store.begin_import(&list()).unwrap();
            for (p, two) in pairs.iter().zip(fids.windows(2)) {
                proposing.propose(two[0], two[1], *p).unwrap();
            }
            proposing.commit("{}").unwrap();
            let expected = all(&*store);
            prop_assert_eq!(expected.len(), drafts.len() + places.len() + pairs.len());
            prop_assert!(expected.iter().zip(expected.iter().skip(1)).all(|(one, next)| one < next));
            prop_assert_eq!(counts(&*store).iter().sum::<u64>(), expected.len() as u64);
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = store.queue(&ReviewKind::ALL, after.as_ref(), limit).unwrap();
                let Some(last) = page.last() else { break };
                after = Some(*last);
                seen.extend(page.iter().copied());
                prop_assert!(seen.len() <= expected.len(), "nothing comes twice");
                // Somebody decides on what was just read: what comes next is what would have come.
                if let Some(draft) = page.iter().find(|place| place.kind == ReviewKind::Draft) {
                    let mut review = store.begin_review().unwrap();
                    review.settle_draft(draft.number, DraftState::Rejected, None).unwrap();
                    review.commit().unwrap();
                }
            }
            prop_assert_eq!(seen, expected.clone());
            for kind in ReviewKind::ALL {
                let only = store.queue(&[kind], None, 1_000).unwrap();
                prop_assert!(only.iter().all(|place| place.kind == kind));
                prop_assert_eq!(only.len() as u64, store.review_counts().unwrap().of(kind));
            }
            Ok(())
        })
        .unwrap();
}

pub(crate) fn places_that_lists_say_alike_are_known_to_be_so(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let mut samples: Vec<Sample> = (1..6).map(|n| doubtful(n, 0.3)).collect();
    samples[2] = samples[2].changed(|event| event.place.region = "Mopti".into());
    samples[3] = samples[3].changed(|event| event.location.status = Status::Located);
    let fids = import(&*store, &samples);
    let at = |n: usize| i64::try_from(fids[n]).unwrap();
    let (event, alike) = store.in_review(at(0)).unwrap().unwrap();
    assert_eq!((event, alike), (samples[0].event.clone(), 2));
    assert_eq!(store.in_review(at(2)).unwrap().unwrap().1, 0, "another region");
    assert_eq!(store.in_review(at(3)).unwrap(), None, "not in doubt");
    let mut review = store.begin_review().unwrap();
    let ids = review.said_alike(&samples[0].event, 9).unwrap();
    assert_eq!(ids, [samples[1].event.id.clone(), samples[4].event.id.clone()]);
    assert_eq!(review.said_alike(&samples[0].event, 1).unwrap().len(), 1);
}

pub(crate) fn a_decision_is_kept_whole_or_not_at_all(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let told = sample(1);
    let other = sample(2);
    let fid = import(&*store, std::slice::from_ref(&other))[0];
    let id = store.keep_article(&article("a", &[(told.clone(), 0.5)])).unwrap();
    let draft = store.article(id).unwrap().unwrap().drafts[0].0;
    let before = (picture(&*store), counts(&*store), store.decisions(None, 9).unwrap());
    let confirm = |keep: bool| {
        let mut review = store.begin_review().unwrap();
        assert!(
            matches!(store.begin_import(&list()).map(drop), Err(StoreError::Busy)),
            "one writes at a time"
        );
        let added = review.add(&told.identity, &told.fingerprint, &told.event).unwrap();
        assert_eq!(review.window_counts().unwrap(), (1, 1));
        assert!(review.propose(added, fid, 0.4).unwrap());
        review.settle_draft(draft, DraftState::Confirmed, Some(&told.event.id)).unwrap();
        review.learn(&facts("Bouratam")).unwrap();
        let number = review.record(&decision("draft-1")).unwrap();
        if keep {
            review.commit().unwrap();
        }
        number
    };
    confirm(false);
    assert_eq!((picture(&*store), counts(&*store), store.decisions(None, 9).unwrap()), before);
    assert_eq!(store.local_places().unwrap(), []);
    let number = confirm(true);
    assert_eq!(counts(&*store), [0, 0, 1]);
    assert_eq!(picture(&*store).1.len(), 2);
    assert_eq!(store.pairs(Some(PairState::Proposed), 0, 9).unwrap().1, 1);
    let (decisions, count) = store.decisions(None, 9).unwrap();
    assert_eq!((decisions.len(), count, decisions[0].by.as_deref()), (1, 1, Some("Awa")));
    assert!(matches!(store.forget_article(id), Err(StoreError::Confirmed { events: 1, .. })));
    // And back.
    let mut review = store.begin_review().unwrap();
    assert_eq!(review.decision(number).unwrap().unwrap().1, "{\"a\":1}");
    assert_eq!(review.last_decision("draft-1").unwrap().unwrap().id, number);
    assert!(review.take_back(&told.event.id).unwrap());
    review.settle_draft(draft, DraftState::Open, None).unwrap();
    review.undone(number, Some("Awa")).unwrap();
    assert_eq!(review.last_decision("draft-1").unwrap(), None);
    review.commit().unwrap();
    assert_eq!(counts(&*store), before.1);
    assert_eq!(picture(&*store).1, before.0.1);
    assert_eq!(store.draft(draft).unwrap().unwrap().version, 3, "another one after each decision");
    let undone = store.decisions(None, 9).unwrap().0.remove(0);
    assert!(undone.undone_at.is_some() && undone.undone_by.as_deref() == Some("Awa"));
    assert_eq!(store.decisions(Some(number), 9).unwrap().0, [], "those before it");
}

pub(crate) fn what_was_set_is_set_again_to_the_letter(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let samples = [doubtful(1, 0.3), sample(2)];
    import(&*store, &samples);
    let id = &samples[0].event.id;
    let set = |edit: &Edit| {
        let mut review = store.begin_review().unwrap();
        let is_there = review.put_edit(id, edit).unwrap();
        review.commit().unwrap();
        is_there
    };
    let shown = || picture(&*store).1.into_values().next().unwrap();
    let location = crate::event::Location { status: Status::Located, ..samples[0].event.location.clone() };
    let placed = Edit { location: Some(location), ..Edit::default() };
    let named = Edit { kind_text: Some("set".into()), ..placed.clone() };
    for edit in [&placed, &named, &Edit::removal(), &placed, &Edit::default(), &Edit::removal(), &named] {
        if edit.removed {
            store.edit(id, &mut |_| std::ops::ControlFlow::Continue(None)).unwrap();
            assert_eq!(picture(&*store).1.len(), 1);
            continue;
        }
        assert!(set(edit));
        let mut expected = samples[0].event.clone();
        edit.apply(&mut expected);
        assert_eq!(shown(), expected);
        assert_eq!(store.edits(0, 9).unwrap().1, u64::from(!edit.is_empty()));
        assert_eq!(counts(&*store)[1], u64::from(edit.location.is_none()));
    }
    assert!(set(&Edit::default()));
    assert_eq!(shown(), samples[0].event);
    store.undo_import(1).unwrap();
    assert!(!set(&placed), "the event is gone");
    let mut second = store.begin_import(&list()).unwrap();
    add(second.as_mut(), &samples[0]);
    second.commit("{}").unwrap();
    assert_eq!(shown().location.status, Status::Located, "and is so when it comes again");
    let numbers: HashSet<i64> = all(&*store).iter().map(|place| place.number).collect();
    assert!(numbers.is_empty());
}

pub(crate) fn a_pair_is_decided_within_a_review(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let samples = [sample(1), sample(2)];
    let fids = import(&*store, &samples);
    let mut proposing = store.begin_import(&list()).unwrap();
    proposing.propose(fids[0], fids[1], 0.7).unwrap();
    proposing.commit("{}").unwrap();
    let place = all(&*store)[0];
    assert_eq!((place.kind, place.p), (ReviewKind::Duplicate, 0.7));
    let before = picture(&*store).1;
    let decide = |decision| {
        let mut review = store.begin_review().unwrap();
        let pair = review.decide_pair(place.number, decision).unwrap();
        assert_eq!(review.pair(place.number).unwrap().unwrap().state, pair.state);
        let decided = review.decided_pairs(&samples[0].event.id).unwrap();
        review.commit().unwrap();
        decided
    };
    assert_eq!(decide(Decision::Merge), [place.number]);
    assert_eq!((counts(&*store), picture(&*store).1.len()), ([0; 3], 1));
    assert_eq!(decide(Decision::Reopen), [] as [i64; 0]);
    assert_eq!((counts(&*store), picture(&*store).1), ([0, 0, 1], before));
}
