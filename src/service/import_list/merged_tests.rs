//! A store with merged events goes out in each form and comes back as it was.

use super::*;
use crate::encode::{csv, geojson};
use crate::event::Event;
use crate::service::{geocoder_for, write_geopackage};
use crate::store::{Decision, GeoPackageStore, PairState};
use jiff::Timestamp;
use std::io::Cursor;

const RADIO: &str = "id,date,place,region,type,deaths,source,notes\n\
    R-1,2023-10-01,Bamba,Gao,attack,2,radio,heard in the morning\n\
    R-2,2023-10-05,Gao,Gao,attack,1,radio,alone\n";
const PRESS: &str = "id,date,place,region,type,deaths,source,notes,week\n\
    P-9,2023-10-01,Bamba,Gao,attack,3,press,the day after,39\n";
const MISSION: &str = "date,place,region,type,deaths,source,lat,lon\n\
    2023-10-01,Bamba,Gao,attack,4,mission,17.0336,-1.4038\n";

fn import(store: &dyn EventStore, list: &str, bytes: &[u8]) -> Report {
    let options = Options { list: list.to_owned(), ..Options::default() };
    let geocoder = geocoder_for(Some(store)).unwrap();
    import_list(store, &geocoder, Cursor::new(bytes.to_vec()), options, Wishes::default()).unwrap()
}

fn import_lists(store: &dyn EventStore) -> Vec<Report> {
    [("radio.csv", RADIO), ("press.csv", PRESS), ("mission.csv", MISSION)]
        .map(|(name, text)| import(store, name, text.as_bytes()))
        .into()
}

fn events(store: &dyn EventStore) -> Vec<Event> {
    let mut events = Vec::new();
    store.for_each(&mut |_, event| events.push(event)).unwrap();
    events.sort_by(|one, other| one.id.cmp(&other.id));
    events
}

/// Three lists that tell of one event, merged, and of another.
fn merged() -> GeoPackageStore {
    let store = GeoPackageStore::in_memory().unwrap();
    import_lists(&store);
    for pair in store.pairs(None, 0, 9).unwrap().0 {
        // The third pair is of two that are one by then.
        let _ = store.decide(pair.id, Decision::Merge);
    }
    assert_eq!(events(&store).len(), 2);
    store
}

/// As they are served: `GeoJSON` keeps no more digits than they mean.
fn shown(store: &dyn EventStore) -> Vec<String> {
    events(store).iter().map(|event| String::from_utf8(geojson::event(event)).unwrap()).collect()
}

/// The events in every form that can be imported.
fn exports(store: &dyn EventStore) -> [(&'static str, Vec<u8>); 3] {
    let events = events(store);
    let mut rows = csv::EventWriter::new(Vec::new(), csv::Cells::Guarded).unwrap();
    for event in &events {
        rows.event(event).unwrap();
    }
    let features: Vec<Vec<u8>> = events.iter().map(geojson::event).collect();
    let mut package = Vec::new();
    write_geopackage(store, &|_| true, &mut package).unwrap();
    [
        ("out.csv", rows.finish().unwrap()),
        ("out.geojson", geojson::document(&[], events.len(), Timestamp::UNIX_EPOCH, &features)),
        ("out.gpkg", package),
    ]
}

#[test]
fn merged_events_come_back_with_their_parts_and_their_lists_add_nothing() {
    let store = merged();
    let before = shown(&store);
    for (name, bytes) in exports(&store) {
        let restored = GeoPackageStore::in_memory().unwrap();
        let report = import(&restored, name, &bytes);
        assert_eq!((report.counts.rows, report.counts.added), (2, 2), "{name}");
        assert_eq!(report.counts.warnings, 0, "{name}: {:?}", report.verdicts);
        assert_eq!(shown(&restored), before, "{name}");
        for report in import_lists(&restored) {
            let Counts { rows, unchanged, .. } = report.counts;
            assert_eq!(unchanged, rows, "{name}, {}: {:?}", report.list, report.verdicts);
        }
        assert_eq!(shown(&restored), before, "{name}");
        let again = import(&restored, name, &bytes);
        assert_eq!((again.counts.unchanged, again.counts.warnings), (2, 0), "{name}: {:?}", again.verdicts);
        // Taken apart, all four rows are there.
        for pair in restored.pairs(Some(PairState::Merged), 0, 9).unwrap().0 {
            restored.decide(pair.id, Decision::Reopen).unwrap();
        }
        assert_eq!(events(&restored).len(), 4, "{name}");
        restored.undo_import(report.import_id.unwrap()).unwrap();
        assert!(events(&restored).is_empty(), "{name}");
    }
}

#[test]
fn what_is_here_is_not_merged_by_an_export_but_proposed() {
    let store = merged();
    for (name, bytes) in exports(&store) {
        let other = GeoPackageStore::in_memory().unwrap();
        import(&other, "press.csv", PRESS.as_bytes());
        let here = events(&other);
        let report = import(&other, name, &bytes);
        assert_eq!((report.counts.added, report.counts.rows), (2, 2), "{name}");
        let shown = events(&other);
        assert_eq!(shown.len(), 4, "{name}: nothing is lost and nothing hidden");
        assert!(shown.contains(&here[0]), "{name}: what was here is as it was");
        let proposed = other.pairs(Some(PairState::Proposed), 0, 9).unwrap().1;
        assert!(proposed >= 2, "{name}: {proposed}");
        let told = report.verdicts.iter().flat_map(|row| &row.problems);
        assert!(told.map(|problem| &problem.reason).any(|reason| reason.contains("proposed as")), "{name}");
    }
}

#[test]
fn a_cell_of_a_merged_event_is_not_edited_in_an_export() {
    let store = merged();
    let [(name, bytes), ..] = exports(&store);
    let text = String::from_utf8(bytes).unwrap();
    // The visible date, not that of the body.
    let edited = text.replacen(",2023-10-01,2023-10-01,day,", ",2023-10-02,2023-10-02,day,", 1);
    assert_ne!(text, edited);
    let restored = GeoPackageStore::in_memory().unwrap();
    let report = import(&restored, name, edited.as_bytes());
    assert_eq!(events(&restored), events(&store));
    let told: Vec<&str> =
        report.verdicts.iter().flat_map(|row| &row.problems).map(|problem| problem.reason.as_str()).collect();
    assert!(told.iter().all(|told| told.starts_with("several events were merged into this one")), "{told:?}");
    assert_eq!(told.len(), 2);
}
