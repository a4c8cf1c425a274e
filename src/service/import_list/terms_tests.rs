//! What a later import may change of an event: its terms, its source, and nothing where nothing differs.

use super::*;
use crate::encode::{csv, geojson};
use crate::event::{Event, Origin};
use crate::service::geocoder_for;
use crate::store::GeoPackageStore;
use jiff::Timestamp;
use std::io::Cursor;

const LIST: &str =
    "id,date,place,region,deaths,week\nS-001,2023-10-01,Gao,Gao,2,39\nS-002,2023-10-02,Kidal,Kidal,,40\n";
const ACLED: &str = "event_id_cnty,event_date,event_type,actor1,admin1,location,latitude,longitude,fatalities\n\
    MLI1,2023-10-01,Battles,CSP,Gao,Bamba,17.03,-1.40,2\n";

/// Imports a list with what the operator states of it: its source and its terms.
fn stated(store: &dyn EventStore, list: &str, text: &[u8], says: [Option<&str>; 2]) -> Report {
    let [source, licence] = says.map(|text| text.map(str::to_owned));
    let options = Options { list: list.to_owned(), source, licence, ..Options::default() };
    let geocoder = geocoder_for(Some(store)).unwrap();
    import_list(store, &geocoder, Cursor::new(text.to_vec()), options, Wishes::default()).unwrap()
}

fn events(store: &dyn EventStore) -> Vec<Event> {
    let mut events = Vec::new();
    store.for_each(&mut |_, event| events.push(event)).unwrap();
    events
}

fn counts(report: &Report) -> (u64, u64, u64) {
    (report.counts.added, report.counts.updated, report.counts.unchanged)
}

fn as_csv(events: &[Event]) -> String {
    let mut writer = csv::EventWriter::new(Vec::new(), csv::Cells::Guarded).unwrap();
    for event in events {
        writer.event(event).unwrap();
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// The export without this column.
fn without(export: &str, column: &str) -> Vec<u8> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(export.as_bytes());
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut gone = None;
    for record in reader.records() {
        let record = record.unwrap();
        let at = *gone.get_or_insert_with(|| record.iter().position(|name| name == column).unwrap());
        writer
            .write_record(record.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, cell)| cell))
            .unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn whatever_terms_are_stated_rows_of_acled_stay_restricted() {
    let store = GeoPackageStore::in_memory().unwrap();
    let report = stated(&store, "acled.csv", ACLED.as_bytes(), [None, Some("by agreement")]);
    assert!(report.restricted);
    assert_eq!(report.licence.as_deref(), Some("by agreement"), "as the operator says");
    let origin = events(&store).remove(0).origin;
    assert_eq!((origin.restricted, origin.licence.as_deref()), (true, Some("by agreement")));
    // The terms of the format are a default, and no statement.
    let corrected = ACLED.replace("-1.40,2", "-1.40,3");
    let report = stated(&store, "acled.csv", corrected.as_bytes(), [None, None]);
    assert_eq!(counts(&report), (0, 1, 0));
    assert_eq!(events(&store).remove(0).origin.licence.as_deref(), Some("by agreement"));
}

#[test]
fn a_restricted_event_stays_so_when_it_is_updated_from_another_layout() {
    let store = GeoPackageStore::in_memory().unwrap();
    let terms = crate::import::ACLED_TERMS;
    stated(&store, "a.csv", LIST.as_bytes(), [None, Some(terms)]);
    let corrected = LIST.replace("Gao,2,", "Gao,3,");
    let report = stated(&store, "a.csv", corrected.as_bytes(), [None, Some("CC0")]);
    assert_eq!(counts(&report), (0, 2, 0));
    for event in events(&store) {
        assert_eq!((event.origin.restricted, event.origin.licence.as_deref()), (true, Some("CC0")));
    }
}

#[test]
fn an_export_without_its_body_still_says_terms_and_columns_of_the_list() {
    let store = GeoPackageStore::in_memory().unwrap();
    let acled = ACLED
        .replace("fatalities\n", "fatalities,tags\n")
        .replace(",2\n", ",2,\"crowd size=no \"\"report\"\"\"\n");
    stated(&store, "acled.csv", acled.as_bytes(), [None, Some("by agreement")]);
    let exported = events(&store);
    let export = as_csv(&exported);
    let damaged = export.replace("\"{\"\"id\"\":", "\"{\"\"i");
    assert_ne!(damaged, export);
    for export in [without(&export, "body"), damaged.into_bytes()] {
        let other = GeoPackageStore::in_memory().unwrap();
        stated(&other, "export.csv", &export, [None, None]);
        let read = events(&other).remove(0);
        let origin = &read.origin;
        assert_eq!((origin.restricted, origin.licence.as_deref()), (true, Some("by agreement")));
        assert_eq!(read.attributes["tags"], exported[0].attributes["tags"]);
        for gone in ["attributes", "licence", "restricted", "body"] {
            assert!(!read.attributes.contains_key(gone), "{gone}: {:?}", read.attributes);
        }
        // What is stated at import counts, but for the restriction.
        let other = GeoPackageStore::in_memory().unwrap();
        stated(&other, "export.csv", &export, [None, Some("mine")]);
        let origin = events(&other).remove(0).origin;
        assert_eq!((origin.restricted, origin.licence.as_deref()), (true, Some("mine")));
    }
}

#[test]
fn a_corrected_row_keeps_its_terms_and_terms_alone_can_be_changed() {
    let store = GeoPackageStore::in_memory().unwrap();
    stated(&store, "a.csv", LIST.as_bytes(), [None, Some("CC BY")]);
    let corrected = LIST.replace("Gao,2,", "Gao,3,");
    let report = stated(&store, "a.csv", corrected.as_bytes(), [None, None]);
    assert_eq!(counts(&report), (0, 1, 1));
    let licences =
        || events(&store).into_iter().map(|event| event.origin.licence.unwrap()).collect::<Vec<_>>();
    assert_eq!(licences(), ["CC BY", "CC BY"]);
    let report = stated(&store, "a.csv", corrected.as_bytes(), [None, Some("CC0")]);
    assert_eq!(counts(&report), (0, 2, 0));
    assert_eq!(licences(), ["CC0", "CC0"]);
    let report = stated(&store, "a.csv", corrected.as_bytes(), [None, Some("CC0")]);
    assert_eq!(counts(&report), (0, 0, 2));
    // Of an export too, whether its events are here or not.
    let export = as_csv(&events(&store));
    let report = stated(&store, "export.csv", export.as_bytes(), [None, Some("ODbL")]);
    assert_eq!((counts(&report), licences()), ((0, 2, 0), vec!["ODbL".into(), "ODbL".into()]));
    let other = GeoPackageStore::in_memory().unwrap();
    stated(&other, "export.csv", export.as_bytes(), [None, Some("PDDL")]);
    assert!(events(&other).iter().all(|event| event.origin.licence.as_deref() == Some("PDDL")));
}

#[test]
fn the_list_that_an_export_came_from_changes_nothing_where_it_was_restored() {
    let store = GeoPackageStore::in_memory().unwrap();
    stated(&store, "a.csv", LIST.as_bytes(), [Some("us"), Some("CC0")]);
    let exported = events(&store);
    let features: Vec<Vec<u8>> = exported.iter().map(geojson::event).collect();
    let document = geojson::document(&[], features.len(), Timestamp::UNIX_EPOCH, &features);
    for export in [as_csv(&exported).into_bytes(), document] {
        let restored = GeoPackageStore::in_memory().unwrap();
        stated(&restored, "export", &export, [None, None]);
        let (before, sequence) = (events(&restored), restored.sequence().unwrap());
        let report = stated(&restored, "a.csv", LIST.as_bytes(), [Some("us"), None]);
        assert_eq!(counts(&report), (0, 0, 2));
        // Rows move when others are added above them.
        let moved = LIST.replace("week\n", "week\n\n\n");
        let report = stated(&restored, "b.csv", moved.as_bytes(), [Some("us"), None]);
        assert_eq!((counts(&report), report.counts.warnings), ((0, 0, 2), 0));
        let report = stated(&restored, "export", &export, [None, None]);
        assert_eq!((counts(&report), report.counts.warnings), ((0, 0, 2), 0));
        assert_eq!(
            (events(&restored), restored.sequence().unwrap()),
            (before, sequence),
            "nothing is written"
        );
        let corrected = LIST.replace("Gao,2,", "Gao,3,");
        let report = stated(&restored, "a.csv", corrected.as_bytes(), [Some("us"), None]);
        assert_eq!(counts(&report), (0, 1, 1));
    }
}

#[test]
fn a_list_takes_the_source_that_is_stated_later_and_gives_it_back() {
    let numbered = LIST.replace("S-00", "");
    let without_ids = LIST.replace("id,date", "note,date").replace("S-00", "no. ");
    for list in [LIST, &numbered, &without_ids] {
        let store = GeoPackageStore::in_memory().unwrap();
        stated(&store, "q.csv", list.as_bytes(), [None, None]);
        let before = events(&store);
        let report = stated(&store, "q.csv", list.as_bytes(), [Some("us"), Some("CC0")]);
        assert_eq!((counts(&report), report.verdicts[0].problems.len()), ((0, 2, 0), 0), "{list}");
        let named = report.import_id.unwrap();
        for (event, before) in events(&store).iter().zip(&before) {
            let Origin { source, licence, .. } = &event.origin;
            assert_eq!((source.as_deref(), licence.as_deref()), (Some("us"), Some("CC0")));
            assert_eq!(event.id, before.id, "an event keeps its id");
        }
        assert_eq!(store.history(1).unwrap().len(), 1, "as it was before");
        // From now on it is known by that source and without one, and follows the list.
        for source in [Some("us"), None] {
            let report = stated(&store, "q.csv", list.as_bytes(), [source, None]);
            assert_eq!((counts(&report), report.verdicts[0].problems.len()), ((0, 0, 2), 0), "{list}");
        }
        if list.starts_with("id") {
            let corrected = list.replace("Gao,2,", "Gao,3,");
            let report = stated(&store, "q.csv", corrected.as_bytes(), [Some("us"), None]);
            assert_eq!(counts(&report), (0, 1, 1), "{list}");
            store.undo_import(report.import_id.unwrap()).unwrap();
        }
        store.undo_import(named).unwrap();
        assert_eq!(events(&store), before);
    }
}

#[test]
fn a_source_takes_no_event_that_is_not_said_to_be_its_own() {
    let store = GeoPackageStore::in_memory().unwrap();
    stated(&store, "q.csv", LIST.as_bytes(), [None, None]);
    // The same number, and another row: whose that is nobody says.
    let other = LIST.replace("Gao,2,", "Gao,3,");
    assert_eq!(counts(&stated(&store, "q.csv", other.as_bytes(), [Some("us"), None])), (1, 1, 0));
    let sources: Vec<_> = events(&store).into_iter().map(|event| event.origin.source).collect();
    assert_eq!(sources, [None, Some("us".to_owned()), Some("us".to_owned())]);
    // What one source has, another does not take.
    assert_eq!(counts(&stated(&store, "q.csv", LIST.as_bytes(), [Some("them"), None])), (0, 1, 1));
    let report = stated(&store, "r.csv", other.as_bytes(), [Some("them"), None]);
    let problem = &report.verdicts[1].problems[0];
    assert_eq!((problem.column.as_str(), problem.value.as_str()), ("id", "S-002"));
    assert!(problem.reason.starts_with("known from 'q.csv' under source 'us'"), "{}", problem.reason);
}

#[test]
fn the_stated_source_goes_with_each_event_beside_the_source_of_its_row() {
    let store = GeoPackageStore::in_memory().unwrap();
    let list = "id,date,place,region,source\nS-001,2023-10-01,Gao,Gao,Radio\n";
    stated(&store, "a.csv", list.as_bytes(), [Some(" OCHA "), None]);
    let exported = events(&store);
    assert_eq!(exported[0].claims[0].source, "Radio");
    let feature: serde_json::Value = serde_json::from_slice(&geojson::event(&exported[0])).unwrap();
    assert_eq!(feature["properties"]["list_source"], "OCHA");
    let export = as_csv(&exported);
    assert!(export.contains("a.csv,OCHA,2,S-001"), "{export}");
    for export in [export.clone().into_bytes(), without(&export, "body")] {
        let other = GeoPackageStore::in_memory().unwrap();
        stated(&other, "export.csv", &export, [None, None]);
        let read = events(&other).remove(0);
        assert_eq!((read.origin.source.as_deref(), read.claims[0].source.as_str()), (Some("OCHA"), "Radio"));
        assert!(!read.attributes.contains_key("list_source"));
    }
    // A corrected row keeps it; of ids that hold whoever made the list, it can be stated later.
    stated(&store, "acled.csv", ACLED.as_bytes(), [None, None]);
    let report = stated(&store, "acled.csv", ACLED.as_bytes(), [Some("ACLED"), None]);
    assert_eq!(counts(&report), (0, 1, 0));
    let corrected = ACLED.replace("-1.40,2", "-1.40,3");
    assert_eq!(counts(&stated(&store, "acled.csv", corrected.as_bytes(), [None, None])), (0, 1, 0));
    assert_eq!(events(&store)[1].origin.source.as_deref(), Some("ACLED"));
}

#[test]
fn what_two_named_sources_say_alike_without_an_id_stays_two_events_with_their_own_terms() {
    let store = GeoPackageStore::in_memory().unwrap();
    let list = b"date,place,region,type\n2023-10-01,Gao,Gao,attack\n";
    let of_one = [Some("NGO X"), Some("CC-BY")];
    let of_other = [Some("NGO Y"), Some("internal only")];
    assert_eq!(counts(&stated(&store, "a.csv", list, of_one)), (1, 0, 0));
    assert_eq!(counts(&stated(&store, "b.csv", list, of_other)), (1, 0, 0));
    // Each finds its own again, and a list of which nobody says the source finds one of them.
    for says in [of_one, of_other, [None, None]] {
        assert_eq!(counts(&stated(&store, "c.csv", list, says)), (0, 0, 1), "{says:?}");
    }
    let origins = events(&store).into_iter().map(|event| (event.origin.source, event.origin.licence));
    let said = |says: [Option<&str>; 2]| says.map(|text| text.map(str::to_owned)).into();
    assert_eq!(origins.collect::<Vec<_>>(), [said(of_one), said(of_other)]);
}

#[test]
fn an_event_of_several_rows_takes_the_source_that_is_stated_later_as_one() {
    let store = GeoPackageStore::in_memory().unwrap();
    let list = "event_id,date,place,region,type,deaths,actor\nG-7,2023-10-13,Gao,Gao,clash,5,FAMa\nG-7,2023-10-13,Gao,Gao,clash,5,JNIM\n";
    let import = |source| stated(&store, "actors.csv", list.as_bytes(), [source, None]).counts;
    let first = import(None);
    assert_eq!((first.added, first.merged), (1, 1));
    for source in ["ONG", "ONG"] {
        let again = import(Some(source));
        assert_eq!((again.added, again.merged), (0, 1), "{again:?}");
        let events = events(&store);
        assert_eq!(events.len(), 1, "{events:?}");
        assert_eq!(events[0].actors, ["FAMa", "JNIM"]);
        assert_eq!(events[0].origin.source.as_deref(), Some("ONG"));
    }
    assert_eq!(import(Some("ONG")).unchanged, 1);
}
