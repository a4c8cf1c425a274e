//! Lists whose rows repeat an event, read again: corrected, and in whatever order.

use super::tests::says;
use super::*;
use crate::event::Event;
use crate::service::geocoder_for;
use crate::store::{GeoPackageStore, RowQuery};
use proptest::prelude::*;
use proptest::sample::Index;
use std::io::Cursor;
use std::sync::LazyLock;

const HEADER: &str = "id,date,type,place,region,actor1,deaths,notes,week\n";

/// Made once: it takes longer than the imports.
static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| geocoder_for(None).unwrap());

/// A row of event `S-00n`, told by an actor.
fn row(event: usize, kind: &str, actor: &str, deaths: &str, notes: &str, week: &str) -> String {
    format!("S-00{event},2023-10-01,{kind},Gao,Gao,{actor},{deaths},{notes},{week}\n")
}

fn listed<'r>(rows: impl IntoIterator<Item = &'r String>) -> String {
    rows.into_iter().fold(HEADER.to_owned(), |text, row| text + row)
}

/// What an import counts: added, updated, unchanged, merged, rejected.
fn told(store: &GeoPackageStore, text: &str) -> [u64; 5] {
    let options = Options { list: "a.csv".to_owned(), ..Options::default() };
    let report =
        import_list(store, &GEOCODER, Cursor::new(text.as_bytes().to_vec()), options, Wishes::default())
            .unwrap();
    let Counts { rows, added, updated, unchanged, merged, rejected, .. } = report.counts;
    let counts = [added, updated, unchanged, merged, rejected];
    assert_eq!(rows, counts.iter().sum::<u64>());
    // Row by row it is the same: in the report, and in the store.
    let of_rows = |verdict| report.verdicts.iter().filter(|row| row.verdict == verdict).count() as u64;
    assert_eq!(Verdict::ALL.map(of_rows), counts);
    let import_id = report.import_id.unwrap();
    let query = RowQuery { import_id, verdict: None, after: 0, limit: 1_000 };
    let kept: Vec<String> = store.verdicts(&query).unwrap().into_iter().map(|row| row.verdict).collect();
    assert_eq!(kept, report.verdicts.iter().map(|row| row.verdict.as_str()).collect::<Vec<_>>());
    counts
}

fn events(store: &GeoPackageStore) -> Vec<Event> {
    let mut events = Vec::new();
    store.for_each(&mut |_, event| events.push(event)).unwrap();
    events
}

#[test]
fn a_corrected_list_in_another_order_takes_nothing_old_along() {
    let rows = [
        row(1, "Attack", "CSP", "2", "two dead", "40"),
        row(1, "Attack", "FAMa", "9", "nine dead", "40"),
        row(2, "Attack", "JNIM", "", "one row", ""),
    ];
    let mended = row(1, "Attack", "FAMa", "3", "three dead", "41");
    let store = GeoPackageStore::in_memory().unwrap();
    assert_eq!(told(&store, &listed(&rows)), [2, 0, 0, 1, 0]);
    // The row that stayed comes first; in the order of the first list it would come second.
    let corrected = listed([&rows[0], &mended, &rows[2]]);
    let reordered = listed([&rows[2], &mended, &rows[0]]);
    let turned = GeoPackageStore::in_memory().unwrap();
    told(&turned, &listed([&rows[1], &rows[0], &rows[2]]));
    for (store, list) in [(&store, &reordered), (&turned, &corrected)] {
        assert_eq!(told(store, list), [0, 1, 1, 1, 0]);
        let event = events(store).swap_remove(0);
        let mut claims: Vec<_> = event.claims.iter().map(says).collect();
        claims.sort_unstable();
        assert_eq!(claims, ["three dead: 3", "two dead: 2"]);
        assert_eq!((event.deaths.low, event.deaths.high), (Some(2), Some(3)));
        assert_eq!(event.attributes["week"].split(" | ").count(), 2);
        // What changed it is one version, and the list as it is now changes nothing.
        assert_eq!(store.history(1).unwrap().len(), 2, "joined once, corrected once");
        let before = (events(store), store.sequence().unwrap());
        assert_eq!(told(store, list), [0, 0, 2, 1, 0]);
        assert_eq!((events(store), store.sequence().unwrap()), before);
    }
    store.undo_import(3).unwrap();
    store.undo_import(2).unwrap();
    let mut claims: Vec<_> = events(&store)[0].claims.iter().map(says).collect();
    claims.sort_unstable();
    assert_eq!(claims, ["nine dead: 9", "two dead: 2"], "undone, it is as it was");
}

#[test]
fn a_row_that_is_new_changes_its_event_wherever_it_stands() {
    let rows = [row(1, "Attack", "CSP", "2", "two", ""), row(1, "Attack", "FAMa", "2", "taken", "")];
    let new = row(1, "Attack", "JNIM", "4", "four", "");
    for at in 0..=rows.len() {
        let store = GeoPackageStore::in_memory().unwrap();
        told(&store, &listed(&rows));
        let mut more = rows.to_vec();
        more.insert(at, new.clone());
        assert_eq!(told(&store, &listed(&more)), [0, 1, 0, 2, 0], "{at}");
        let event = events(&store).remove(0);
        assert_eq!((event.actors.len(), event.claims.len()), (3, 3));
        assert_eq!(store.history(1).unwrap().len(), 2);
        assert_eq!(told(&store, &listed(&more)), [0, 0, 1, 2, 0], "{at}");
    }
}

#[test]
fn of_an_event_that_is_told_in_one_row_the_words_may_be_mended_and_what_others_said_stays() {
    let rows = [row(1, "Attack", "CSP", "2", "two", ""), row(1, "Attack", "FAMa", "2", "taken", "")];
    let store = GeoPackageStore::in_memory().unwrap();
    told(&store, &listed(&rows));
    assert_eq!(told(&store, &listed(&rows[1..])), [0, 0, 1, 0, 0]);
    let mended = row(1, "attack", "FAMa", "2", "taken", "");
    assert_eq!(told(&store, &listed([&mended])), [0, 1, 0, 0, 0]);
    let event = events(&store).remove(0);
    assert_eq!((event.kind_text.as_str(), event.actors.len(), event.claims.len()), ("attack", 2, 2));
}

proptest! {
    // Each case imports four lists.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_rows_of_a_list_in_any_order_change_nothing(
        rows in prop::collection::vec((0..4_usize, 0..3_usize, 0..4_usize, 0..4_usize, 0..4_usize, 0..4_usize), 1..14),
        turns in prop::collection::vec(any::<Index>(), 14),
    ) {
        let rows: Vec<String> = rows
            .into_iter()
            .map(|(event, kind, actor, deaths, notes, week)| {
                row(
                    event,
                    ["Attack", "attack", "Attaque"][kind],
                    ["", "CSP", "FAMa", "CSP"][actor],
                    ["", "2", "9", "2 to 4"][deaths],
                    ["", "taken", "repelled", "taken | held"][notes],
                    ["", "40", "40 | 41", "41"][week],
                )
            })
            .collect();
        let mut turned = rows.clone();
        for at in (1..turned.len()).rev() {
            turned.swap(at, turns[at].index(at + 1));
        }
        let store = GeoPackageStore::in_memory().unwrap();
        let first = told(&store, &listed(&rows));
        prop_assert_eq!(first[0] + first[3], rows.len() as u64);
        let before = events(&store);
        for list in [&turned, &rows, &turned] {
            prop_assert_eq!(told(&store, &listed(list)), [0, 0, first[0], first[3], 0]);
            prop_assert_eq!(&events(&store), &before);
        }
    }
}

/// Imports a text under a name; what it counts, and what was told of each row.
fn imported(
    store: &GeoPackageStore,
    list: &str,
    source: Option<&str>,
    text: &str,
) -> ([u64; 5], Vec<String>, String) {
    let options = Options { list: list.to_owned(), source: source.map(str::to_owned), ..Options::default() };
    let mut rejects = Vec::new();
    let wishes = Wishes { rejects: Some(&mut rejects), ..Wishes::default() };
    let report =
        import_list(store, &GEOCODER, Cursor::new(text.as_bytes().to_vec()), options, wishes).unwrap();
    let Counts { added, updated, unchanged, merged, rejected, .. } = report.counts;
    let reasons =
        report.verdicts.iter().flat_map(|row| row.problems.iter().map(|problem| problem.reason.clone()));
    ([added, updated, unchanged, merged, rejected], reasons.collect(), String::from_utf8(rejects).unwrap())
}

#[test]
fn a_rejected_row_that_is_mended_joins_what_the_others_of_its_list_told() {
    for source in [None, Some("us")] {
        let store = GeoPackageStore::in_memory().unwrap();
        let list = "event_id,date,place,region,type,actor,deaths,notes\nE-1,2023-01-01,Gao,Gao,Attack,JNIM,3,radio\n\
                    E-1,2023-01-01,Gao,Gao,Attack,FAMa,5,army\nE-1,2023-13-01,Gao,Gao,Attack,CSP,9,witness\n";
        let (counts, _, rejects) = imported(&store, "l.csv", source, list);
        assert_eq!(counts, [1, 0, 0, 1, 1]);
        let mended = rejects.replace("2023-13-01", "2023-01-01");
        let (counts, told, _) = imported(&store, "mended.csv", source, &mended);
        assert_eq!(counts, [0, 0, 0, 1, 0], "{told:?}");
        assert!(
            told.iter().any(|reason| reason.starts_with("joined to the event of list 'l.csv'")),
            "{told:?}"
        );
        let all = || {
            let [event] = events(&store).try_into().unwrap_or_else(|all| panic!("{all:?}"));
            (event.actors.join(", "), event.claims.len(), event.deaths.low, event.deaths.high)
        };
        let whole = ("JNIM, FAMa, CSP".to_owned(), 3, Some(3), Some(9));
        assert_eq!(all(), whole);
        // Once more it is known.
        assert_eq!(imported(&store, "mended.csv", source, &mended).0, [0, 0, 1, 0, 0]);
        assert_eq!(all(), whole);
        // One that still contradicts its event stays out.
        let wrong = mended.replace("Gao,Gao", "Kidal,Kidal");
        let (counts, told, _) = imported(&store, "wrong.csv", Some("us"), &wrong);
        if source.is_some() {
            assert_eq!(counts, [0, 0, 0, 0, 1], "{told:?}");
            assert!(told[0].contains("has the same id and another place"), "{told:?}");
            assert_eq!(all(), whole);
        }
    }
}

#[test]
fn what_a_later_list_tells_no_more_is_said() {
    let store = GeoPackageStore::in_memory().unwrap();
    let header = "event_id,date,place,region,type,actor,deaths\n";
    let row = |actor: &str, deaths: u32| format!("E-1,2023-01-01,Gao,Gao,Attack,{actor},{deaths}\n");
    let first = format!("{header}{}{}", row("JNIM", 3), row("FAMa", 5));
    imported(&store, "w1.csv", Some("us"), &first);
    let (counts, told, _) = imported(&store, "w2.csv", Some("us"), &format!("{header}{}", row("ISSP", 3)));
    assert_eq!(counts, [0, 1, 0, 0, 0]);
    let expected =
        "told by 'w1.csv' and not by this list, and now only in the event's history: JNIM, FAMa, 1 claim";
    assert!(told.iter().any(|reason| reason == expected), "{told:?}");
    assert_eq!(events(&store)[0].actors, ["ISSP"]);
}
