//! What every store must do with pairs of events that may be one.

use super::{Subject, add, import, list, picture};
use crate::event::{Event, EventId, Identity, Part};
use crate::store::samples::{Sample, sample};
use crate::store::{Decision, EventStore, PairState, StoreError};

/// An event as another source tells it.
fn told_by(list: &str, number: u32) -> Sample {
    let mut told = sample(number).changed(|event| {
        event.origin.list = list.to_owned();
        event.actors = vec![format!("actor of {list}")];
        event.claims.truncate(1);
        event.claims[0].source = list.to_owned();
        event.attributes.insert("note".into(), list.to_owned());
    });
    told.identity = Identity::of_source_id(list, &number.to_string());
    told.event.id = (&told.identity).into();
    told
}

/// Two lists that tell of one event, and the pair that the second proposes.
fn two(store: &dyn EventStore) -> ([Sample; 2], [u64; 2], i64) {
    let samples = [told_by("a.csv", 1), told_by("b.csv", 1)];
    let one = import(store, &samples[..1])[0];
    let mut second = store.begin_import(&list()).unwrap();
    let other = add(second.as_mut(), &samples[1]);
    assert!(second.propose(one, other, 0.5).unwrap());
    second.commit("{}").unwrap();
    (samples, [one, other], store.pairs(None, 0, 9).unwrap().0[0].id)
}

fn bodies(store: &dyn EventStore) -> Vec<(u64, Event)> {
    picture(store).1.into_iter().collect()
}

pub(crate) fn a_pair_is_proposed_once_and_not_again_after_a_decision(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let (samples, [one, other], pair) = two(&*store);
    let propose = |one, other| {
        let mut import = store.begin_import(&list()).unwrap();
        let is_new = import.propose(one, other, 0.5).unwrap();
        import.commit("{}").unwrap();
        is_new
    };
    assert!(!propose(other, one), "either way round");
    assert_eq!(store.pairs(Some(PairState::Proposed), 0, 9).unwrap().1, 1);
    let decided = store.decide(pair, Decision::Different).unwrap();
    assert_eq!((decided.state, decided.decided_at.is_some()), (PairState::Different, true));
    let mut sides = [decided.first, decided.second];
    sides.sort_by(|a, b| a.origin.list.cmp(&b.origin.list));
    assert_eq!(sides, samples.clone().map(|sample| sample.event));
    assert!(!propose(one, other));
    assert_eq!(store.pairs(Some(PairState::Proposed), 0, 9).unwrap(), (vec![], 0));
    // The decision is kept for the day on which the list comes back.
    store.undo_import(2).unwrap();
    assert_eq!(store.pairs(None, 0, 9).unwrap(), (vec![], 0));
    assert!(matches!(store.decide(pair, Decision::Same), Err(StoreError::PairGone(id)) if id == pair));
    let again = import(&*store, &samples[1..])[0];
    assert!(!propose(one, again));
    assert_eq!(store.decide(pair, Decision::Reopen).unwrap().decided_at, None);
    assert!(matches!(store.decide(99, Decision::Same), Err(StoreError::NoSuchPair(99))));
}

pub(crate) fn a_merged_event_says_what_both_say_and_can_be_taken_apart(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let ([first, second], [one, other], pair) = two(&*store);
    let before = bodies(&*store);
    let sequence = store.sequence().unwrap();
    assert_eq!(store.decide(pair, Decision::Merge).unwrap().state, PairState::Merged);
    let mut joined = Event::united(&[&first.event, &second.event], None).unwrap();
    let ids = |at: usize| [&first, &second][at].event.id.clone();
    joined.parts = vec![
        Part { event: first.event.clone(), merged_into: None, pair: None },
        Part {
            event: second.event.clone(),
            merged_into: Some(ids(0)),
            pair: Some((ids(0).min(ids(1)), ids(0).max(ids(1)))),
        },
    ];
    assert!(joined.has_sound_parts());
    assert_eq!(bodies(&*store), [(one, joined.clone())]);
    assert_eq!(joined.actors, ["actor of a.csv", "actor of b.csv"]);
    assert_eq!(joined.claims.len(), 2);
    for (name, value) in
        [("b.csv 1: date", "2023-10-01"), ("b.csv 1: place", "Bamba, Gao"), ("b.csv 1: note", "b.csv")]
    {
        assert_eq!(joined.attributes.get(name).map(String::as_str), Some(value), "{name}");
    }
    let changes = store.changes_since(sequence, 9).unwrap();
    assert_eq!(
        changes.iter().filter(|change| change.event.is_none()).map(|c| c.fid).collect::<Vec<_>>(),
        [other]
    );
    assert!(matches!(store.decide(pair, Decision::Different), Err(StoreError::PairMerged(id)) if id == pair));
    assert_eq!(store.decide(pair, Decision::Merge).unwrap().state, PairState::Merged, "twice is once");
    assert_eq!(store.decide(pair, Decision::Reopen).unwrap().state, PairState::Proposed);
    assert_eq!(bodies(&*store), before);
    assert_eq!(store.pairs(Some(PairState::Proposed), 0, 9).unwrap().1, 1);
}

pub(crate) fn each_list_finds_its_own_part_of_a_merged_event(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let ([first, second], [one, other], pair) = two(&*store);
    store.decide(pair, Decision::Merge).unwrap();
    let changed = second.changed(|event| event.actors.push("Wagner".into()));
    let mut import = store.begin_import(&list()).unwrap();
    for (sample, fid) in [(&first, one), (&second, other)] {
        let found = import.find(&sample.identity, &sample.fingerprint).unwrap().unwrap();
        assert_eq!((found.fid, &found.fingerprint, &found.event), (fid, &sample.fingerprint, &sample.event));
        let other_identity = sample_identity(sample);
        let by_content = import.find(&other_identity, &sample.fingerprint).unwrap().unwrap();
        assert_eq!(by_content.event, sample.event, "by content as well");
        assert!(matches!(import.remove(fid), Err(StoreError::Merged(_))));
    }
    let taken = import.add(&second.identity, &second.fingerprint, &second.event).unwrap_err();
    assert!(matches!(taken, StoreError::Duplicate(_)), "{taken}");
    import.update(other, &changed.fingerprint, &changed.event).unwrap();
    let id = import.commit("{}").unwrap().import_id;
    assert_eq!(bodies(&*store)[0].1.actors, ["actor of a.csv", "actor of b.csv", "Wagner"]);
    // Undone while merged, and again once taken apart.
    store.undo_import(id).unwrap();
    assert_eq!(bodies(&*store)[0].1.actors, ["actor of a.csv", "actor of b.csv"]);
    let mut import = store.begin_import(&list()).unwrap();
    import.update(other, &changed.fingerprint, &changed.event).unwrap();
    let id = import.commit("{}").unwrap().import_id;
    store.decide(pair, Decision::Reopen).unwrap();
    assert_eq!(bodies(&*store), [(one, first.event.clone()), (other, changed.event)]);
    store.undo_import(id).unwrap();
    assert_eq!(bodies(&*store), [(one, first.event), (other, second.event)]);
}

/// Another identity than the sample has.
fn sample_identity(sample: &Sample) -> Identity {
    Identity::of_source_id("elsewhere", sample.event.id.as_str())
}

pub(crate) fn merges_of_merges_come_apart_in_any_order(fresh: impl Fn() -> Subject) {
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
        let store = fresh();
        let samples = ["a", "b", "c", "d"].map(|list| told_by(list, 1));
        let mut fids = Vec::new();
        for sample in &samples {
            fids.extend(import(&*store, std::slice::from_ref(sample)));
        }
        let before = bodies(&*store);
        let mut import = store.begin_import(&list()).unwrap();
        for [one, other] in [[0, 1], [2, 3], [1, 3]] {
            assert!(import.propose(fids[one], fids[other], 0.5).unwrap());
        }
        import.commit("{}").unwrap();
        let pairs: Vec<i64> = store.pairs(None, 0, 9).unwrap().0.iter().map(|pair| pair.id).collect();
        for pair in &pairs {
            store.decide(*pair, Decision::Merge).unwrap();
        }
        let joined = bodies(&*store);
        assert_eq!((joined.len(), joined[0].0, joined[0].1.actors.len()), (1, fids[0], 4));
        for (at, which) in order.into_iter().enumerate() {
            store.decide(pairs[which], Decision::Reopen).unwrap();
            assert_eq!(bodies(&*store).len(), at + 2, "{order:?}");
        }
        assert_eq!(bodies(&*store), before, "{order:?}");
    }
}

pub(crate) fn what_a_person_told_apart_is_never_one_event(fresh: impl Fn() -> Subject) {
    // Events 0 to 2; pairs by their sides, and the one that is `different`. Around it the others merge, or it is last.
    for (different, merges) in [([1, 2], [[0, 1], [0, 2]]), ([0, 2], [[1, 2], [0, 1]])] {
        let store = fresh();
        let mut fids = Vec::new();
        for list in ["a", "b", "c"] {
            fids.extend(import(&*store, &[told_by(list, 1)]));
        }
        let before = bodies(&*store);
        let pair = |[one, other]: [usize; 2]| {
            let mut import = store.begin_import(&list()).unwrap();
            assert!(import.propose(fids[one], fids[other], 0.5).unwrap());
            import.commit("{}").unwrap();
            store.pairs(None, 0, 9).unwrap().0.last().unwrap().id
        };
        let (apart, first, last) = (pair(different), pair(merges[0]), pair(merges[1]));
        store.decide(apart, Decision::Different).unwrap();
        store.decide(first, Decision::Merge).unwrap();
        let error = store.decide(last, Decision::Merge).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "pair {last} would join events that pair {apart} says are different: reopen pair {apart} first"
            )
        );
        assert_eq!(bodies(&*store).len(), 2, "nothing was joined");
        // The other way round: what is one by other pairs is not told apart.
        store.decide(apart, Decision::Reopen).unwrap();
        store.decide(last, Decision::Merge).unwrap();
        let error = store.decide(apart, Decision::Different).unwrap_err();
        assert!(matches!(error, StoreError::PairIsOne(id) if id == apart), "{error}");
        store.decide(last, Decision::Reopen).unwrap();
        store.decide(apart, Decision::Different).unwrap();
        store.decide(first, Decision::Reopen).unwrap();
        assert_eq!(bodies(&*store), before);
        // Who decides on the very pair changes their mind.
        assert_eq!(store.decide(apart, Decision::Merge).unwrap().state, PairState::Merged);
    }
}

pub(crate) fn a_merged_event_holds_its_imports(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let (_, _, pair) = two(&*store);
    store.decide(pair, Decision::Merge).unwrap();
    for id in [1, 2] {
        let error = store.undo_import(id).unwrap_err();
        assert!(matches!(&error, StoreError::BuiltOn { pairs, .. } if *pairs == [pair]), "{error}");
        assert_eq!(
            error.to_string(),
            format!(
                "import {id} cannot be undone yet: reopen first what holds its events: merged pair {pair}"
            )
        );
    }
    let held: Vec<_> = store.imports().unwrap().into_iter().map(|record| record.blocked_by_pairs).collect();
    assert_eq!(held, [[pair], [pair]]);
    store.decide(pair, Decision::Reopen).unwrap();
    store.undo_import(1).unwrap();
    store.undo_import(2).unwrap();
    assert_eq!(bodies(&*store), []);
    assert_eq!(store.pairs(None, 0, 9).unwrap(), (vec![], 0), "a proposal goes with its event");
}

/// Three lists that tell of one event, the third merged into the second and that into the first.
fn three_merged(store: &dyn EventStore) -> ([Sample; 3], Event) {
    let samples = [told_by("a.csv", 1), told_by("b.csv", 1), told_by("c.csv", 1)];
    let fids: Vec<u64> =
        samples.iter().map(|sample| import(store, std::slice::from_ref(sample))[0]).collect();
    let mut proposing = store.begin_import(&list()).unwrap();
    assert!(
        proposing.propose(fids[1], fids[2], 0.5).unwrap()
            && proposing.propose(fids[0], fids[2], 0.5).unwrap()
    );
    proposing.commit("{}").unwrap();
    for pair in store.pairs(None, 0, 9).unwrap().0 {
        store.decide(pair.id, Decision::Merge).unwrap();
    }
    let [(_, event)] = bodies(store).try_into().unwrap();
    (samples, event)
}

pub(crate) fn a_merged_event_comes_to_another_store_with_its_parts_and_goes_with_its_import(
    fresh: impl Fn() -> Subject,
) {
    let (from, to) = (fresh(), fresh());
    let (samples, event) = three_merged(&*from);
    assert!(event.has_sound_parts() && event.parts.len() == 3);
    let before = import(&*to, &[sample(7)]);
    let mut restoring = to.begin_import(&list()).unwrap();
    let fid = restoring.add_merged(&event).unwrap();
    let found = restoring.find(&samples[2].identity, &samples[2].fingerprint).unwrap().unwrap();
    assert_eq!(found.event, samples[2].event, "each list finds its own part");
    assert!(matches!(restoring.add_merged(&event), Err(StoreError::Duplicate(_))));
    let id = restoring.commit("{}").unwrap().import_id;
    assert_eq!(bodies(&*to)[1], (fid, event.clone()));
    assert!(super::rows_of(&*to, id, 0, 9).unwrap().is_empty(), "no row but those that were told");
    // The same pairs, which come apart as they do there.
    let pairs = |store: &dyn EventStore| {
        let of = |pair: crate::store::Pair| (pair.state, pair.first.id, pair.second.id);
        store.pairs(None, 0, 9).unwrap().0.into_iter().map(of).collect::<Vec<_>>()
    };
    let by_ids = |mut pairs: Vec<(PairState, EventId, EventId)>| {
        pairs.sort_by_key(|(_, first, second)| (first.clone(), second.clone()));
        pairs
    };
    assert_eq!(by_ids(pairs(&*to)), by_ids(pairs(&*from)));
    for part in [1, 2] {
        let (one, other) = event.parts[part].pair.clone().unwrap();
        let decide = |store: &dyn EventStore, decision| {
            let all = store.pairs(None, 0, 9).unwrap().0;
            let pair =
                all.iter().find(|pair| (&pair.first.id, &pair.second.id) == (&one, &other)).unwrap().id;
            store.decide(pair, decision).unwrap();
        };
        let shown = |store: &dyn EventStore| -> Vec<Event> {
            let mut shown: Vec<Event> = bodies(store).into_iter().map(|(_, event)| event).collect();
            shown.retain(|shown| event.parts.iter().any(|part| part.event.id == shown.id));
            shown
        };
        decide(&*to, Decision::Reopen);
        decide(&*from, Decision::Reopen);
        assert_eq!(shown(&*to), shown(&*from));
        assert_eq!(shown(&*to).len(), 2);
        decide(&*to, Decision::Merge);
        decide(&*from, Decision::Merge);
    }
    // What a person merged anew holds the import; apart again, it goes as a whole.
    assert!(matches!(to.undo_import(id), Err(StoreError::BuiltOn { .. })));
    for pair in to.pairs(Some(PairState::Merged), 0, 9).unwrap().0 {
        to.decide(pair.id, Decision::Reopen).unwrap();
    }
    assert_eq!(to.undo_import(id).unwrap().removed, 3);
    assert_eq!(bodies(&*to), [(before[0], sample(7).event)]);
    // And as it came.
    let mut restoring = to.begin_import(&list()).unwrap();
    restoring.add_merged(&event).unwrap();
    let id = restoring.commit("{}").unwrap().import_id;
    assert_eq!(to.undo_import(id).unwrap().removed, 3);
    assert_eq!(bodies(&*to), [(before[0], sample(7).event)]);
    assert_eq!(to.pairs(None, 0, 9).unwrap(), (vec![], 0));
}

pub(crate) fn what_was_told_apart_here_is_not_merged_because_an_export_says_so(fresh: impl Fn() -> Subject) {
    let (from, to) = (fresh(), fresh());
    let (_, [_, _], pair) = two(&*from);
    from.decide(pair, Decision::Merge).unwrap();
    let event = bodies(&*from).remove(0).1;
    let (_, _, apart) = two(&*to);
    to.decide(apart, Decision::Different).unwrap();
    for id in [2, 1] {
        to.undo_import(id).unwrap();
    }
    let mut restoring = to.begin_import(&list()).unwrap();
    restoring.add_merged(&event).unwrap();
    restoring.commit("{}").unwrap();
    let shown: Vec<Event> = bodies(&*to).into_iter().map(|(_, event)| event).collect();
    assert_eq!(shown, event.parts.iter().map(|part| part.event.clone()).collect::<Vec<_>>());
    // Parts that do not make one event are refused.
    let mut broken = event.clone();
    broken.parts[1].merged_into = Some(sample(9).event.id);
    let other = fresh();
    let mut import = other.begin_import(&list()).unwrap();
    assert!(matches!(import.add_merged(&broken), Err(StoreError::Parts(_))));
}
