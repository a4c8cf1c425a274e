//! What is decided, taken back, and decided by two at once.

use super::*;
use crate::event::{LonLat, Status};
use crate::geocode::Geocoder;
use crate::service::EventChange;
use crate::service::articles::{ArticleFacts, keep_article};
use crate::service::{Lexicon, Options, Reader, Wishes, geocoder_for, import_list, open_or_create};
use crate::store::{Decision, GazetteerStore as _, GeoPackageStore};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::io::Cursor;
use std::sync::LazyLock;

static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| geocoder_for(None).unwrap());

const ENGLISH: &str = include_str!("../../../tests/fixtures/article/bamba.en.txt");
const FRENCH: &str = include_str!("../../../tests/fixtures/article/bamba.fr.txt");

/// Two rows of which nobody knows which Bamba, one of an unknown place, and one that is known.
const LIST: &str = "id,date,place,region,type\nE-1,2023-10-02,Bamba,,Clash\nE-2,2023-10-03,Bamba,,Attack\n\
    E-3,2023-10-04,Qzxwv,,Attack\nE-4,2023-10-01,Bourem,Gao,Attack\n";

fn store() -> GeoPackageStore {
    GeoPackageStore::in_memory().unwrap()
}

fn import(store: &dyn EventStore, name: &str, list: &str) {
    let options = Options { list: name.to_owned(), ..Options::default() };
    let list = Cursor::new(list.as_bytes().to_vec());
    import_list(store, &GEOCODER, list, options, Wishes::default()).unwrap();
}

fn keep(store: &dyn EventStore, text: &str, source: &str) -> Value {
    let reader = Reader::new(GEOCODER.clone(), Lexicon::embedded());
    let article = reader.read(text, Some(date(2023, 10, 2))).unwrap();
    let facts = ArticleFacts {
        source: Some(source.to_owned()),
        link: Some("https://example.org/bamba".into()),
        licence: Some("CC BY 4.0".into()),
        ..ArticleFacts::default()
    };
    keep_article(store, text, &article, &facts).unwrap()
}

fn wish(key: &str, verdict: Verdict) -> Wish {
    Wish { key: key.parse().unwrap(), version: None, verdict }
}

fn place(choice: PlaceChoice) -> Verdict {
    Verdict::Place { choice, same: false, learn: false }
}

fn confirm() -> Verdict {
    Verdict::Confirm(Box::default())
}

fn here() -> PlaceChoice {
    PlaceChoice::Point { point: LonLat::new(-1.25, 17.5).unwrap(), radius_m: None }
}

fn try_to(store: &dyn EventStore, key: &str, verdict: Verdict) -> Result<Decided, ReviewError> {
    decide(store, &GEOCODER, Some("Awa"), &wish(key, verdict))
}

fn queue(store: &dyn EventStore) -> Vec<ReviewItem> {
    review_queue(store, &ReviewKind::ALL, None, 1_000).unwrap().items
}

fn keys(store: &dyn EventStore) -> Vec<String> {
    let mut keys: Vec<String> = queue(store).into_iter().map(|item| item.key).collect();
    keys.sort();
    keys
}

/// All that a decision may touch: events as they are shown, what waits, local places, what was set.
fn state(store: &dyn EventStore) -> (Vec<Event>, Vec<String>, Vec<String>, u64) {
    let mut events = Vec::new();
    store.for_each(&mut |_, event| events.push(event)).unwrap();
    events.sort_by(|a, b| a.id.cmp(&b.id));
    let places = store.local_places().unwrap().into_iter().map(|place| place.facts.name).collect();
    (events, keys(store), places, store.edits(0, 1).unwrap().1)
}

fn event(store: &dyn EventStore, id: &str) -> Event {
    state(store).0.into_iter().find(|event| event.id.as_str() == id).unwrap()
}

/// Keys of the places in doubt whose list names this place.
fn in_doubt(store: &dyn EventStore, name: &str) -> Vec<String> {
    let is_it = |item: &ReviewItem| {
        let feature: Option<Value> =
            item.event.as_ref().map(|event| serde_json::from_str(event.get()).unwrap());
        feature.is_some_and(|feature| feature["properties"]["place_text"] == name)
    };
    queue(store).into_iter().filter(is_it).map(|item| item.key).collect()
}

#[test]
fn a_draft_waits_with_its_article_and_becomes_an_event_with_its_claims() {
    let store = store();
    let kept = keep(&store, ENGLISH, "Example News");
    assert_eq!(keep(&store, ENGLISH, "Example News"), kept, "kept once");
    let items = queue(&store);
    assert_eq!(items.len(), kept["drafts"].as_array().unwrap().len());
    let item = items.last().unwrap();
    let draft = item.draft.as_ref().unwrap();
    assert_eq!(draft["article"]["text"], ENGLISH);
    assert_eq!(
        (&draft["draft_id"], item.kind),
        (&json!(1), ReviewKind::Draft),
        "the best is the least doubtful"
    );
    assert_eq!(state(&store).0, [], "nobody confirmed it");
    let decided = try_to(&store, &item.key, confirm()).unwrap();
    let event = event(&store, decided.event_id.unwrap().as_str());
    assert_eq!(event.location.name.as_deref(), Some("Bamba"));
    assert_eq!(event.when.as_ref().unwrap().days(), (date(2023, 10, 1), date(2023, 10, 1)));
    assert!(event.claims.len() >= 3, "the article and both sides: {:?}", event.claims);
    assert_eq!(event.claims[0].source, "Example News");
    assert!(event.claims[0].text.contains("Bamba"), "{}", event.claims[0].text);
    assert_eq!(event.attributes["link"], "https://example.org/bamba");
    assert_eq!(event.origin.licence.as_deref(), Some("CC BY 4.0"));
    assert!(!event.location.rivals.is_empty() || event.location.p > 0.9);
    let refused = try_to(&store, &item.key, Verdict::Reject).unwrap_err();
    assert!(matches!(&refused, ReviewError::Closed { why, .. } if why.en.contains("by Awa")), "{refused}");
    let french = refused.in_french().unwrap();
    assert!(french.contains("«\u{a0}confirmé\u{a0}» a été décidé par Awa"), "{french}");
}

#[test]
fn what_else_may_tell_of_an_event_is_asked_once_its_place_is_known() {
    let store = store();
    import(&store, "list.csv", LIST);
    import(&store, "other.csv", "id,date,place,region,type\nX-1,2023-10-03,Bamba,Gao,Attack\n");
    let before = state(&store);
    assert!(before.1.iter().all(|key| !key.starts_with("duplicate")), "{:?}", before.1);
    let there = event_at(&store, "Bamba").location.point.unwrap();
    let is_attack =
        |key: &&String| event(&store, key.trim_start_matches("location-")).kind == crate::event::Kind::Attack;
    let key = in_doubt(&store, "Bamba").iter().find(is_attack).unwrap().clone();
    let choice = PlaceChoice::Point { point: there, radius_m: None };
    let decided = try_to(&store, &key, place(choice)).unwrap();
    assert_eq!(decided.proposed, Some(1));
    assert!(keys(&store).iter().any(|key| key.starts_with("duplicate")));
    let told = &decisions(&store, None, 1).unwrap().0[0];
    assert!(told.to["title"].as_str().is_some_and(|title| title.contains("Bamba")), "{told:?}");
    undo_decision(&store, decided.id, Some("Issa")).unwrap();
    assert_eq!(state(&store), before, "where it is again nobody knows what else tells of it");
    assert_eq!(decisions(&store, None, 1).unwrap().0[0].undone_by.as_deref(), Some("Issa"));
}

/// An event that is on the map, by the name of its place.
fn event_at(store: &dyn EventStore, name: &str) -> Event {
    let is_there = |event: &Event| event.location.status == Status::Located && event.place.name == name;
    state(store).0.into_iter().find(is_there).unwrap()
}

#[test]
fn two_articles_that_tell_of_one_attack_are_a_pair_and_the_confirmation_holds_until_that_is_taken_back() {
    let store = store();
    keep(&store, ENGLISH, "Example News");
    let french = keep(&store, FRENCH, "Exemple Infos")["drafts"][0]["draft_id"].as_i64().unwrap();
    let first = try_to(&store, "draft-1", confirm()).unwrap();
    assert_eq!(first.proposed, Some(0));
    let before = state(&store);
    let second = try_to(&store, &format!("draft-{french}"), confirm()).unwrap();
    assert_eq!(second.proposed, Some(1));
    assert_eq!(queue(&store).iter().filter(|item| item.pair.is_some()).count(), 1);
    let merged = try_to(&store, "duplicate-1", Verdict::Pair(Decision::Merge)).unwrap();
    let held = undo_decision(&store, second.id, None).unwrap_err();
    assert!(matches!(&held, ReviewError::BuiltOn { why, .. } if why.en.contains("pair 1")), "{held}");
    undo_decision(&store, merged.id, None).unwrap();
    undo_decision(&store, second.id, None).unwrap();
    assert_eq!(state(&store), before);
    let again = undo_decision(&store, second.id, None).unwrap_err();
    assert!(matches!(again, ReviewError::Undone { .. }), "{again}");
    // Confirmed once more it is the same event.
    let third = try_to(&store, &format!("draft-{french}"), confirm()).unwrap();
    assert_eq!((third.event_id, third.proposed), (second.event_id, Some(1)));
}

#[test]
fn a_confirmed_draft_takes_what_a_person_says_otherwise() {
    let store = store();
    keep(&store, ENGLISH, "Example News");
    let said = EventChange { kind_text: Some("Raid".into()), ..EventChange::default() };
    let change = DraftChange { candidate: None, event: said };
    let decided = try_to(&store, "draft-1", Verdict::Confirm(Box::new(change))).unwrap();
    let id = decided.event_id.unwrap();
    assert_eq!(event(&store, id.as_str()).kind_text, "Raid");
    let wrong = DraftChange { candidate: Some(99), event: EventChange::default() };
    keep(&store, FRENCH, "Exemple Infos");
    let key = keys(&store).into_iter().find(|key| key.starts_with("draft-") && key != "draft-1").unwrap();
    let before = state(&store);
    let refused = try_to(&store, &key, Verdict::Confirm(Box::new(wrong))).unwrap_err();
    assert!(matches!(refused, ReviewError::Field { field: "candidate", .. }), "{refused}");
    assert_eq!(state(&store), before);
    // What was set of it by hand afterwards holds the decision.
    let set = |text: &str| {
        store
            .edit(&id, &mut |shown| {
                let mut wanted = shown.clone();
                wanted.kind_text = text.to_owned();
                std::ops::ControlFlow::Continue(Some(wanted))
            })
            .unwrap();
    };
    set("Other");
    assert!(matches!(undo_decision(&store, decided.id, None), Err(ReviewError::BuiltOn { .. })));
    store.undo_edits(&id, &mut |_| true).unwrap();
    undo_decision(&store, decided.id, None).unwrap();
    assert!(keys(&store).contains(&"draft-1".to_owned()));
}

#[test]
fn a_place_is_chosen_for_all_that_say_the_same_and_given_back() {
    let store = store();
    import(&store, "week.csv", LIST);
    let before = state(&store);
    assert_eq!(before.1.len(), 3, "{:?}", before.1);
    let bamba = in_doubt(&store, "Bamba");
    assert_eq!(bamba.len(), 2);
    let same =
        |key: &String| queue(&store).into_iter().find(|item| item.key == *key).and_then(|item| item.same);
    assert_eq!(same(&bamba[0]), Some(1));
    let all = Verdict::Place { choice: PlaceChoice::Candidate(2), same: true, learn: true };
    let decided = try_to(&store, &bamba[0], all).unwrap();
    assert_eq!(decided.also, 1);
    assert!(decided.not_learned.is_some_and(|why| why.contains("knows 'Bamba' there")));
    let (events, waiting, ..) = state(&store);
    assert_eq!(waiting.len(), 1);
    let placed: Vec<&Event> = events.iter().filter(|event| event.place.name == "Bamba").collect();
    let expected = &before.0.iter().find(|event| event.place.name == "Bamba").unwrap().location.rivals[1];
    for event in placed {
        assert_eq!(event.location.place_id.as_deref(), Some(expected.id.as_str()));
        assert_eq!(event.location.point, Some(expected.point));
        assert_eq!((event.location.status, event.location.p), (Status::Located, 1.0));
        assert!(event.location.rivals.iter().all(|rival| rival.id != expected.id));
    }
    undo_decision(&store, decided.id, None).unwrap();
    assert_eq!(state(&store), before);
    // A list that comes again finds what it said itself, and what was set stays.
    let decided = try_to(&store, &bamba[0], place(PlaceChoice::Best)).unwrap();
    let chosen = state(&store);
    import(&store, "week.csv", LIST);
    assert_eq!(state(&store), chosen);
    let otherwise = store.undo_edits(&decided.event_id.unwrap(), &mut |_| true).unwrap();
    assert!(otherwise);
    assert!(matches!(undo_decision(&store, decided.id, None), Err(ReviewError::BuiltOn { .. })));
}

#[test]
fn a_place_that_nobody_knew_is_learned_and_forgotten_again() {
    let store = store();
    import(&store, "week.csv", LIST);
    let before = state(&store);
    let key = &in_doubt(&store, "Qzxwv")[0];
    let refused = try_to(&store, key, place(PlaceChoice::Best)).unwrap_err();
    assert!(refused.to_string().contains("no candidate"), "{refused}");
    let taught = Verdict::Place { choice: here(), same: false, learn: true };
    let decided = try_to(&store, key, taught).unwrap();
    assert_eq!(decided.learned.as_deref(), Some("local-1"));
    let places = store.local_places().unwrap();
    assert_eq!((places[0].facts.name.as_str(), places[0].facts.source.as_str()), ("Qzxwv", "Awa"));
    let known = geocoder_for(Some(&store)).unwrap();
    let asked = crate::event::PlaceContext { name: "Qzxwv".into(), ..Default::default() };
    assert_eq!(known.geocode(&asked, None).location.point, LonLat::new(-1.25, 17.5).ok());
    undo_decision(&store, decided.id, None).unwrap();
    assert_eq!(state(&store), before);
    // Nobody knows: it leaves the queue and stays off the map.
    let nobody = try_to(&store, key, place(PlaceChoice::Nobody)).unwrap();
    let event = event(&store, nobody.event_id.unwrap().as_str());
    assert_eq!((event.location.status, event.location.point), (Status::Unlocated, None));
    undo_decision(&store, nobody.id, None).unwrap();
    assert_eq!(state(&store), before);
    let (told, count) = decisions(&store, None, 9).unwrap();
    assert_eq!(
        (told.len(), count, told[0].decision.as_str(), told[0].by.as_deref()),
        (2, 2, "reject", Some("Awa"))
    );
    assert_eq!((&told[1].from["status"], &told[1].to["lat"]), (&json!("review"), &json!(17.5)));
}

#[test]
fn of_two_who_saw_the_same_one_decides_and_the_other_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("azalai.gpkg");
    let (one, other) = (open_or_create(&path).unwrap(), open_or_create(&path).unwrap());
    import(&*one, "week.csv", LIST);
    keep(&*one, ENGLISH, "Example News");
    for (key, verdicts) in [
        (in_doubt(&*one, "Bamba")[0].clone(), [place(PlaceChoice::Best), place(PlaceChoice::Candidate(2))]),
        ("draft-1".to_owned(), [confirm(), Verdict::Reject]),
    ] {
        let version = queue(&*one).into_iter().find(|item| item.key == key).map(|item| item.version);
        let [first, second] =
            verdicts.map(|verdict| Wish { version: version.clone(), ..wish(&key, verdict) });
        let outcomes = std::thread::scope(|scope| {
            let first = scope.spawn(|| decide(&*one, &GEOCODER, Some("one"), &first));
            let second = scope.spawn(|| decide(&*other, &GEOCODER, Some("other"), &second));
            [first.join().unwrap(), second.join().unwrap()]
        });
        let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 1), "{key}");
        let told = lost.into_iter().next().unwrap().unwrap_err();
        assert!(matches!(told, ReviewError::Closed { .. }), "{key}: {told}");
    }
    // What changed since it was read is not decided on.
    let key = in_doubt(&*one, "Bamba").pop().unwrap();
    let stale = Wish { version: Some("0".into()), ..wish(&key, place(PlaceChoice::Best)) };
    assert!(matches!(decide(&*other, &GEOCODER, None, &stale), Err(ReviewError::Changed(_))));
    let unknown = try_to(&*one, "location-0123456789abc", place(PlaceChoice::Best)).unwrap_err();
    assert!(matches!(unknown, ReviewError::Unknown(_)), "{unknown}");
    let other_kind = try_to(&*one, "draft-1", Verdict::Pair(Decision::Same)).unwrap_err();
    assert!(matches!(other_kind, ReviewError::Field { field: "decision", .. }));
}

#[test]
fn a_pair_decided_by_its_number_is_kept_like_any_other_decision() {
    let store = store();
    keep(&store, ENGLISH, "Example News");
    let french = keep(&store, FRENCH, "Exemple Infos")["drafts"][0]["draft_id"].as_i64().unwrap();
    try_to(&store, "draft-1", confirm()).unwrap();
    try_to(&store, &format!("draft-{french}"), confirm()).unwrap();
    let before = state(&store);
    let standing = || -> Vec<(i64, String)> {
        let told = decisions(&store, None, 9).unwrap().0.into_iter();
        let on_pair = told.filter(|told| told.kind == ReviewKind::Duplicate && told.undone_at.is_none());
        on_pair.map(|told| (told.id, told.decision)).collect()
    };
    decide_pair(&store, 1, Decision::Same).unwrap();
    decide_pair(&store, 1, Decision::Same).unwrap();
    decide_pair(&store, 1, Decision::Different).unwrap();
    let [(last, different), (first, same)] = &standing()[..] else { panic!("{:?}", standing()) };
    assert_eq!((different.as_str(), same.as_str()), ("different", "same"));
    assert!(matches!(undo_decision(&store, *first, None), Err(ReviewError::BuiltOn { .. })));
    undo_decision(&store, *last, None).unwrap();
    assert_eq!(store.pair(1).unwrap().unwrap().state, PairState::Same, "what it was before");
    decide_pair(&store, 1, Decision::Different).unwrap();
    decide_pair(&store, 1, Decision::Reopen).unwrap();
    assert_eq!((standing(), state(&store)), (vec![], before));
}

/// Decisions in any order, and taken back in any order that nothing speaks against: what is left is as it was.
#[test]
fn any_decisions_taken_back_in_any_order_leave_what_was() {
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    let steps = proptest::collection::vec((any::<prop::sample::Index>(), 0..6_u8), 1..9);
    let order = proptest::collection::vec(any::<prop::sample::Index>(), 40);
    TestRunner::new(config)
        .run(&(steps, order), |(steps, order)| {
            let store = store();
            import(&store, "week.csv", LIST);
            keep(&store, ENGLISH, "Example News");
            keep(&store, FRENCH, "Exemple Infos");
            let before = state(&store);
            let mut standing: Vec<i64> = Vec::new();
            for (at, how) in steps {
                let keys = keys(&store);
                if keys.is_empty() {
                    break;
                }
                let key = at.get(&keys);
                let verdict = match (key.parse::<ReviewKey>().unwrap().kind(), how) {
                    (ReviewKind::Draft, 0..=3) => confirm(),
                    (ReviewKind::Draft, _) => Verdict::Reject,
                    (ReviewKind::Location, 0) => place(PlaceChoice::Best),
                    (ReviewKind::Location, 1) => place(PlaceChoice::Nobody),
                    (ReviewKind::Location, how) => {
                        Verdict::Place { choice: here(), same: how % 2 == 0, learn: how > 3 }
                    }
                    (ReviewKind::Duplicate, 0) => Verdict::Pair(Decision::Same),
                    (ReviewKind::Duplicate, 1) => Verdict::Pair(Decision::Different),
                    (ReviewKind::Duplicate, _) => Verdict::Pair(Decision::Merge),
                };
                match try_to(&store, key, verdict) {
                    Ok(decided) => standing.push(decided.id),
                    Err(ReviewError::Field { field: "candidate", .. }) => {}
                    Err(error) => prop_assert!(false, "{key}: {error}"),
                }
            }
            let mut order = order.into_iter();
            while !standing.is_empty() {
                // Whatever was held is free once what held it is taken back, at the latest in the reverse order.
                let at = order.next().map_or(standing.len() - 1, |at| at.index(standing.len()));
                match undo_decision(&store, standing[at], None) {
                    Ok(()) => drop(standing.remove(at)),
                    Err(ReviewError::BuiltOn { .. }) => {
                        prop_assert!(at + 1 < standing.len(), "the last is free");
                    }
                    Err(error) => prop_assert!(false, "{error}"),
                }
            }
            prop_assert_eq!(state(&store), before);
            Ok(())
        })
        .unwrap();
}
