//! Ids that two lists give to two events: nothing is overwritten in silence, and what is told is told with both values.

use super::*;
use crate::event::Event;
use crate::service::geocoder_for;
use crate::store::GeoPackageStore;
use std::io::Cursor;
use std::sync::LazyLock;

/// Made once: it takes longer than the imports.
static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| geocoder_for(None).unwrap());

const HEADER: &str = "id,date,place,region,type,deaths\n";

fn import(store: &GeoPackageStore, list: &str, source: Option<&str>, rows: &str) -> Report {
    let options = Options { list: list.to_owned(), source: source.map(str::to_owned), ..Options::default() };
    let text = format!("{HEADER}{rows}").into_bytes();
    import_list(store, &GEOCODER, Cursor::new(text), options, Wishes::default()).unwrap()
}

/// Added, updated, unchanged, rows with a warning.
fn counts(report: &Report) -> [u64; 4] {
    let Counts { added, updated, unchanged, warnings, .. } = report.counts;
    [added, updated, unchanged, warnings]
}

fn events(store: &GeoPackageStore) -> Vec<Event> {
    let mut events = Vec::new();
    store.for_each(&mut |_, event| events.push(event)).unwrap();
    events
}

/// Day, place and list of every event.
fn kept(store: &GeoPackageStore) -> Vec<String> {
    let of = |event: Event| {
        let day = event.when.map(|when| when.first_day().to_string()).unwrap_or_default();
        format!("{day} {} {}", event.place.name, event.origin.list)
    };
    events(store).into_iter().map(of).collect()
}

const ONE: &str = "1,2023-10-01,Gao,Gao,attack,2\n2,2023-10-02,Bamba,Gao,attack,3\n";
const NEXT: &str = "1,2023-10-08,Kidal,Kidal,kidnapping,\n2,2023-10-09,Mopti,Mopti,attack,1\n";

#[test]
fn rows_that_are_numbered_anew_are_events_of_their_own() {
    for source in [None, Some("us")] {
        let store = GeoPackageStore::in_memory().unwrap();
        assert_eq!(counts(&import(&store, "in/week.csv", source, ONE)), [2, 0, 0, 0]);
        let report = import(&store, "out/week.csv", source, NEXT);
        assert_eq!(counts(&report), [2, 0, 0, 2], "{source:?}");
        let problem = &report.verdicts[0].problems[0];
        assert_eq!((problem.line, problem.column.as_str(), problem.value.as_str()), (2, "id", "1"));
        assert_eq!(
            (problem.reason.as_str(), problem.reason_fr.as_str()),
            (
                "in 'in/week.csv' another event has this id (date is '2023-10-01' and is here '2023-10-08', place is \
                 'Gao, Gao' and is here 'Kidal, Kidal', kind is 'attack' and is here 'abduction'): kept apart; if this row \
                 corrects that one, remove it",
                "dans «\u{a0}in/week.csv\u{a0}», un autre événement a cet identifiant (date est '2023-10-01' et est ici \
                 '2023-10-08', lieu est 'Gao, Gao' et est ici 'Kidal, Kidal', type est 'attack' et est ici 'abduction')\u{a0}: \
                 les deux sont gardés\u{202f}; si cette ligne corrige l’autre, supprimez-le"
            )
        );
        let all = kept(&store);
        assert_eq!(all.len(), 4);
        // Each finds its own again, as it was and corrected.
        let sequence = store.sequence().unwrap();
        for rows in [ONE, NEXT, ONE] {
            assert_eq!(counts(&import(&store, "week.csv", source, rows)), [0, 0, 2, 0]);
        }
        assert_eq!((kept(&store), store.sequence().unwrap()), (all, sequence));
        let mended = NEXT.replace("2023-10-09,Mopti,Mopti,attack,1", "2023-10-09,Mopti,Mopti,attack,4");
        assert_eq!(counts(&import(&store, "week.csv", source, &mended)), [0, 1, 1, 0]);
        assert_eq!(events(&store)[3].deaths.best, Some(4));
        let later = NEXT.replace("2023-10-08", "2023-10-07");
        let report = import(&store, "week.csv", source, &later);
        // The figure that was mended is as it was, and one date is another.
        assert_eq!(counts(&report), [0, 2, 0, 1]);
        assert!(kept(&store).contains(&"2023-10-07 Kidal week.csv".to_owned()), "{:?}", kept(&store));
        assert!(kept(&store).contains(&"2023-10-01 Gao in/week.csv".to_owned()), "{:?}", kept(&store));
        // A third week is a third event of each number.
        let third = "1,2023-10-15,Ansongo,Gao,clash,\n2,2023-10-16,Timbuktu,Tombouctou,kidnapping,\n";
        assert_eq!(counts(&import(&store, "week.csv", source, third)), [2, 0, 0, 2]);
        assert_eq!(counts(&import(&store, "week.csv", source, third)), [0, 0, 2, 0]);
    }
}

#[test]
fn among_rows_that_are_others_one_difference_is_enough_and_among_known_ones_it_is_a_correction() {
    // The second row of the other list has day and kind in common with the one that is known.
    let of_other = "1,2023-10-08,Kidal,Kidal,kidnapping,\n2,2023-10-02,Mopti,Mopti,attack,1\n";
    let store = GeoPackageStore::in_memory().unwrap();
    import(&store, "week.csv", None, ONE);
    assert_eq!(counts(&import(&store, "week.csv", None, of_other)), [2, 0, 0, 2]);
    for rows in [ONE, of_other] {
        assert_eq!(counts(&import(&store, "week.csv", None, rows)), [0, 0, 2, 0]);
    }
    let mended = of_other.replace("Mopti,Mopti", "Djenné,Mopti");
    assert_eq!(counts(&import(&store, "week.csv", None, &mended)), [0, 1, 1, 1]);
    let places: Vec<_> = events(&store).into_iter().map(|event| event.place.name).collect();
    assert_eq!(places, ["Gao", "Bamba", "Kidal", "Djenné"]);
}

#[test]
fn an_id_of_another_list_that_is_plainly_another_event_is_kept_apart() {
    let store = GeoPackageStore::in_memory().unwrap();
    let of_one = "S-1,2023-10-01,Gao,Gao,attack,2\n";
    let of_other = "S-1,2023-11-05,Kidal,Kidal,attack,1\n";
    import(&store, "a.csv", None, of_one);
    let report = import(&store, "b.csv", None, of_other);
    assert_eq!(counts(&report), [1, 0, 0, 1]);
    let undo = report.import_id.unwrap();
    assert_eq!(kept(&store), ["2023-10-01 Gao a.csv", "2023-11-05 Kidal b.csv"]);
    assert_eq!(counts(&import(&store, "b.csv", None, of_other)), [0, 0, 1, 0]);
    assert_eq!(counts(&import(&store, "a.csv", None, of_one)), [0, 0, 1, 0]);
    store.undo_import(undo).unwrap();
    assert_eq!(kept(&store), ["2023-10-01 Gao a.csv"]);
}

#[test]
fn what_an_edition_of_a_list_corrects_of_date_place_or_kind_is_told_with_both_values() {
    let row = "S-1,2023-10-01,Gao,Gao,attack,2\n";
    for (list, changed, expected) in [
        ("b.csv", "S-1,2023-10-04,Gao,Gao,attack,2\n", "date was '2023-10-01' and is now '2023-10-04'"),
        ("a.csv", "S-1,2023-10-01,Kidal,Kidal,attack,2\n", "place was 'Gao, Gao' and is now 'Kidal, Kidal'"),
        ("b.csv", "S-1,2023-10-01,Gao,Gao,protest,2\n", "kind was 'attack' and is now 'protest'"),
        // An id of the list's own is what it was in its next edition.
        (
            "later/a.csv",
            "S-1,2023-10-04,Kidal,Kidal,attack,2\n",
            "date was '2023-10-01' and is now '2023-10-04', place was 'Gao, Gao' and is now 'Kidal, Kidal'",
        ),
    ] {
        let store = GeoPackageStore::in_memory().unwrap();
        import(&store, "a.csv", None, row);
        let report = import(&store, list, None, changed);
        assert_eq!(counts(&report), [0, 1, 0, 1], "{changed}");
        let problem = &report.verdicts[0].problems[0];
        let advice = "if this is another list with ids of its own, name its source when importing it";
        assert_eq!(problem.reason, format!("since 'a.csv' {expected}: {advice}"));
        assert!(problem.reason_fr.starts_with("depuis «\u{a0}a.csv\u{a0}», "), "{}", problem.reason_fr);
        assert_eq!((problem.column.as_str(), problem.value.as_str()), ("id", "S-1"));
    }
}

#[test]
fn what_says_the_same_more_exactly_or_otherwise_is_no_clash() {
    for (row, later) in [
        ("S-1,2023-10,Gao,Gao,attack,2\n", "S-1,2023-10-04,Gao,Gao,attack,2\n"),
        ("S-1,2023-10-01,Bamba,,attack,2\n", "S-1,2023-10-01,BAMBA,Gao,attack,2\n"),
        ("S-1,2023-10-01,Gao,Gao,,2\n", "S-1,2023-10-01,Gao,Gao,attack,2\n"),
        ("S-1,,Gao,Gao,attack,2\n", "S-1,2023-10-01,Gao,Gao,attack,2\n"),
        ("S-1,2023-10-01,Gao,Gao,attack,2\n", "S-1,2023-10-01,Gao,Gao,attack,7\n"),
    ] {
        let store = GeoPackageStore::in_memory().unwrap();
        import(&store, "a.csv", None, row);
        assert_eq!(counts(&import(&store, "b.csv", None, later)), [0, 1, 0, 0], "{later}");
    }
    // The id of a stated source is that source's own: it corrects what it said.
    let store = GeoPackageStore::in_memory().unwrap();
    import(&store, "a.csv", Some("us"), "S-1,2023-10-01,Gao,Gao,attack,2\n");
    let report = import(&store, "b.csv", Some("us"), "S-1,2023-10-04,Gao,Gao,attack,2\n");
    assert_eq!((counts(&report), report.verdicts[0].problems.len()), ([0, 1, 0, 0], 0));
}

#[test]
fn a_list_with_a_row_more_at_its_top_is_proposed_to_be_what_it_was_before() {
    let days =
        ["2023-10-01,Gao,Gao,attack,2", "2023-10-09,Kidal,Kidal,clash,", "2023-10-20,Mopti,Mopti,attack,1"];
    let numbered = |rows: &[&str]| {
        (1..).zip(rows).fold(String::new(), |text, (number, row)| format!("{text}{number},{row}\n"))
    };
    let store = GeoPackageStore::in_memory().unwrap();
    import(&store, "week.csv", None, &numbered(&days));
    let shifted = [&["2023-11-02,Bamba,Gao,kidnapping,"], &days[..]].concat();
    let report = import(&store, "week.csv", None, &numbered(&shifted));
    assert_eq!(
        (counts(&report), report.counts.duplicates),
        ([4, 0, 0, 3], 2),
        "the last has a number of its own"
    );
    let report = import(&store, "week.csv", None, &numbered(&shifted));
    assert_eq!((counts(&report), report.counts.duplicates), ([0, 0, 4, 0], 0));
}
