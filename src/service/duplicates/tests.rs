//! What is proposed, and what a decision does.

use super::*;
use crate::service::{Options, Report, Wishes, geocoder_for, import_list};
use crate::store::GeoPackageStore;
use std::fmt::Write as _;
use std::io::Cursor;

fn import(store: &dyn EventStore, list: &str, source: Option<&str>, text: &str) -> Report {
    let source = source.map(str::to_owned);
    let options = Options { list: list.to_owned(), source, ..Options::default() };
    let geocoder = geocoder_for(Some(store)).unwrap();
    import_list(store, &geocoder, Cursor::new(text.as_bytes().to_vec()), options, Wishes::default()).unwrap()
}

fn store() -> GeoPackageStore {
    GeoPackageStore::in_memory().unwrap()
}

const HEADER: &str = "id,date,type,place,region,latitude,longitude,actors,deaths,notes\n";

/// A row near Bamba: its id, day in October 2023, kind, degrees north of 17.03, and deaths.
fn row(id: &str, day: u32, kind: &str, north: f64, deaths: &str) -> String {
    format!(
        "{id},2023-10-{day:02},{kind},Bamba,Gao,{:.5},-1.40000,Group {id},{deaths},said by {id}\n",
        17.03 + north
    )
}

fn list(rows: &[String]) -> String {
    format!("{HEADER}{}", rows.concat())
}

fn proposed(store: &dyn EventStore) -> Vec<[String; 2]> {
    let (pairs, count) = pairs(store, Some(PairState::Proposed), 0, 999).unwrap();
    assert_eq!(pairs.len() as u64, count);
    let mut told: Vec<[String; 2]> = pairs
        .into_iter()
        .map(|pair| {
            let mut ids = [pair.first, pair.second].map(|side| side.notes.unwrap_or_default());
            ids.sort();
            ids.map(|notes| notes.replace("said by ", ""))
        })
        .collect();
    told.sort();
    told
}

#[test]
fn two_lists_that_tell_of_one_event_are_a_pair() {
    let store = store();
    let first = import(&store, "a.csv", Some("a"), &list(&[row("A-one", 1, "Attack", 0.0, "2")]));
    assert_eq!(first.counts.duplicates, 0, "nothing to compare with");
    let rows = [
        row("B-same", 1, "Attack", 0.01, "5"),
        row("B-next", 2, "Attack", 0.0, "5"),
        row("B-late", 4, "Attack", 0.0, "5"),
        row("B-far", 1, "Attack", 1.5, "5"),
        row("B-kind", 1, "Kidnapping", 0.0, "5"),
    ];
    let second = import(&store, "b.csv", Some("b"), &list(&rows));
    assert_eq!(proposed(&store), [["A-one", "B-next"], ["A-one", "B-same"]]);
    assert_eq!((second.counts.duplicates, second.counts.duplicates_omitted), (2, 0));
    assert_eq!(second.counts.added, 5, "nothing is merged by itself");
    let pair = &pairs(&store, None, 0, 1).unwrap().0[0];
    assert_eq!(
        (pair.days_apart, pair.window_days, pair.distance_km),
        (Some(0), 1, Some(1.1)),
        "the nearest first"
    );
    assert!(
        pair.why.contains("1.1 km apart") && pair.why_fr.contains("1,1 km"),
        "{} {}",
        pair.why,
        pair.why_fr
    );
    // The same list again proposes nothing anew.
    assert_eq!(import(&store, "b.csv", Some("b"), &list(&rows)).counts.duplicates, 0);
}

#[test]
fn two_ids_of_one_source_are_two_events() {
    let store = store();
    let one = list(&[row("A-one", 1, "Attack", 0.0, "2")]);
    let other = list(&[row("A-two", 1, "Attack", 0.0, "2")]);
    import(&store, "week-1.csv", Some("a"), &one);
    assert_eq!(import(&store, "week-2.csv", Some("a"), &other).counts.duplicates, 0);
    // Of lists without a stated source nobody knows whether they have one.
    let store = store_of(&[("one.csv", &one), ("one.csv", &other)]);
    assert_eq!(proposed(&store), [[""; 2]; 0]);
    let store = store_of(&[("one.csv", &one), ("other.csv", &other)]);
    assert_eq!(proposed(&store), [["A-one", "A-two"]]);
}

fn store_of(lists: &[(&str, &str)]) -> GeoPackageStore {
    let store = store();
    for (name, text) in lists {
        import(&store, name, None, text);
    }
    store
}

#[test]
fn a_corrected_row_without_an_id_is_proposed_with_what_it_was() {
    let header = "date,type,place,region,notes\n";
    let before =
        format!("{header}2023-10-01,Attack,Gao,Gao,two killed\n2023-10-01,Attack,Kidal,Kidal,other\n");
    let after = before.replace("two killed", "three killed");
    let store = store_of(&[("a.csv", &before)]);
    let report = import(&store, "a.csv", None, &after);
    assert_eq!((report.counts.added, report.counts.unchanged, report.counts.duplicates), (1, 1, 1));
    assert_eq!(proposed(&store), [["three killed", "two killed"]]);
}

#[test]
fn events_that_no_list_places_are_compared_by_name() {
    let header = "date,type,place,notes\n";
    let rows = |notes: &str| {
        format!("{header}2023-10-01,Attack,Xyzzyqwv,{notes} 1\n2023-10-01,Attack,Plughfoo,{notes} 2\n")
    };
    let store = store_of(&[("a.csv", &rows("a")), ("b.csv", &rows("b"))]);
    assert_eq!(proposed(&store), [["a 1", "b 1"], ["a 2", "b 2"]]);
    assert_eq!(pairs(&store, None, 0, 1).unwrap().0[0].distance_km, None);
}

#[test]
fn what_proposes_by_a_tree_is_what_comparing_all_would() {
    let mut random = fastrand::Rng::with_seed(7);
    for (many, few) in [(60, 9), (9, 60)] {
        let mut rows = |name: &str, count: u32| -> Vec<String> {
            (0..count)
                .map(|at| {
                    let (day, north) = (random.u32(1..28), f64::from(random.u32(0..400)) / 1000.0);
                    row(&format!("{name}-{at:03}"), day, "Attack", north, "1")
                })
                .collect()
        };
        let (one, other) = (rows("A", many), rows("B", few));
        let store = store();
        import(&store, "a.csv", Some("a"), &list(&one));
        let report = import(&store, "b.csv", Some("b"), &list(&other));
        let mut events = Vec::new();
        store.for_each(&mut |_, event| events.push(event)).unwrap();
        let expected = events
            .iter()
            .enumerate()
            .flat_map(|(at, one)| events[at + 1..].iter().map(move |other| (one, other)))
            .filter(|(one, other)| one.origin.list != other.origin.list)
            .filter(|(one, other)| {
                Gap::between(&Spot::of(one).unwrap(), &Spot::of(other).unwrap()).is_within()
            })
            .count() as u64;
        assert!(expected > 0);
        assert_eq!(report.counts.duplicates + report.counts.duplicates_omitted, expected);
    }
}

#[test]
fn a_person_reads_no_more_pairs_of_an_event_than_the_bound_and_is_told_of_the_rest() {
    let mut many = HEADER.to_owned();
    for at in 0..40 {
        let _ = write!(many, "{}", row(&format!("A-{at:02}"), 1, "Attack", 0.0, "1"));
    }
    let store = store();
    import(&store, "a.csv", Some("a"), &many);
    let report = import(&store, "b.csv", Some("b"), &list(&[row("B-one", 1, "Attack", 0.0, "1")]));
    assert_eq!(
        (report.counts.duplicates, report.counts.duplicates_omitted),
        (MAX_PAIRS_PER_EVENT as u64, 35)
    );
}

#[test]
fn merging_loses_nothing_and_each_list_goes_on_changing_its_own_part() {
    let store = store();
    let (a, b) =
        (list(&[row("A-one", 1, "Attack", 0.0, "2")]), list(&[row("B-one", 1, "Attack", 0.01, "5")]));
    import(&store, "a.csv", Some("a"), &a);
    let second = import(&store, "b.csv", Some("b"), &b).import_id.unwrap();
    let pair = pairs(&store, None, 0, 1).unwrap().0[0].id;
    let events = || {
        let mut events = Vec::new();
        store.for_each(&mut |_, event| events.push(event)).unwrap();
        events
    };
    let before = events();
    decide_pair(&store, pair, Decision::Merge).unwrap();
    let merged = events();
    assert_eq!(merged.len(), 1);
    assert_eq!(
        (merged[0].deaths.low, merged[0].deaths.best, merged[0].deaths.high),
        (Some(2), None, Some(5))
    );
    let verdicts = |report: &Report| (report.counts.unchanged, report.counts.updated, report.counts.added);
    assert_eq!(verdicts(&import(&store, "a.csv", Some("a"), &a)), (1, 0, 0));
    assert_eq!(verdicts(&import(&store, "b.csv", Some("b"), &b)), (1, 0, 0));
    assert_eq!(events(), merged);
    let changed = import(&store, "b.csv", Some("b"), &b.replace(",5,", ",9,"));
    assert_eq!((verdicts(&changed), changed.counts.duplicates), ((0, 1, 0), 0));
    assert_eq!(events()[0].deaths.high, Some(9));
    assert!(matches!(store.undo_import(second), Err(StoreError::BuiltOn { .. })));
    store.undo_import(changed.import_id.unwrap()).unwrap();
    assert_eq!(events(), merged);
    decide_pair(&store, pair, Decision::Reopen).unwrap();
    assert_eq!(events(), before);
}

#[test]
fn an_event_of_restricted_terms_restricts_what_it_is_merged_into() {
    let store = store();
    import(&store, "a.csv", Some("a"), &list(&[row("A-one", 1, "Attack", 0.0, "2")]));
    let acled = "event_id_cnty,event_date,event_type,actor1,admin1,location,latitude,longitude,fatalities\n\
        MLI1,2023-10-01,Attack,CSP,Gao,Bamba,17.03,-1.40,2\n";
    import(&store, "acled.csv", None, acled);
    let (found, _) = pairs(&store, None, 0, 9).unwrap();
    assert_eq!(found.len(), 1);
    decide_pair(&store, found[0].id, Decision::Merge).unwrap();
    store
        .for_each(&mut |_, event| {
            assert!(event.origin.restricted);
            assert_eq!(event.origin.licence.as_deref(), Some(crate::import::ACLED_TERMS));
        })
        .unwrap();
}

#[test]
fn a_changed_event_is_compared_anew() {
    let store = store();
    let a = |day| list(&[row("A-one", day, "Attack", 0.0, "2")]);
    import(&store, "a.csv", Some("a"), &a(1));
    let b = [row("B-near", 1, "Attack", 0.01, "5"), row("B-late", 5, "Attack", 0.0, "5")];
    import(&store, "b.csv", Some("b"), &list(&b));
    let near = || [["A-one".to_owned(), "B-near".to_owned()]];
    assert_eq!(proposed(&store), near());
    let pair = || pairs(&store, None, 0, 9).unwrap().0.remove(0);
    let before = pair();
    // It fits still, and what is said of it is of the event as it is now.
    let moved =
        import(&store, "b.csv", Some("b"), &list(&[row("B-near", 1, "Attack", 0.02, "5"), b[1].clone()]));
    assert_eq!((moved.counts.updated, moved.counts.duplicates), (1, 0));
    assert_eq!(proposed(&store), near());
    let after = pair();
    assert_eq!((before.id, before.distance_km, after.distance_km), (after.id, Some(1.1), Some(2.2)));
    assert_ne!(before.why, after.why);
    // Now it fits another one, and that alone.
    let late = import(&store, "a.csv", Some("a"), &a(5));
    assert_eq!((late.counts.updated, late.counts.duplicates), (1, 1));
    assert_eq!(proposed(&store), [["A-one", "B-late"]]);
    let gone = store.decide(before.id, Decision::Same);
    assert!(matches!(gone, Err(StoreError::NoSuchPair(id)) if id == before.id));
    assert_eq!(store.pair(before.id).unwrap(), None);
    // Undone, all is as it was.
    store.undo_import(late.import_id.unwrap()).unwrap();
    assert_eq!(proposed(&store), near());
    assert_eq!(pair(), after);
    // Changed there and back, it is proposed again; and what a person decided stays.
    import(&store, "a.csv", Some("a"), &a(5));
    assert_eq!(import(&store, "a.csv", Some("a"), &a(1)).counts.duplicates, 1);
    assert_eq!(proposed(&store), near());
    store.decide(before.id, Decision::Different).unwrap();
    import(&store, "a.csv", Some("a"), &a(5));
    assert_eq!(proposed(&store), [["A-one", "B-late"]]);
    assert_eq!(store.pair(before.id).unwrap().unwrap().state, PairState::Different);
}
