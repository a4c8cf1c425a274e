//! What is exported comes back: as CSV, as `GeoJSON` and as a GeoPackage, into an empty store.

use crate::encode::{csv, geojson};
use crate::event::{Event, Location};
use crate::gazetteer::Gazetteer;
use crate::geocode::Geocoder;
use crate::import::{Container, List, Options, Outcome, Row};
use crate::store::samples::{any_sample, sample};
use crate::store::{EventStore, GeoPackageStore, NewImport, OpenMode};
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::sync::LazyLock;

static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| Geocoder::new(Gazetteer::embedded().unwrap()));

/// Reads an export as a list, and what it is kept in.
fn import(reader: impl Read + Seek) -> (Container, Vec<Row>) {
    let options = Options { list: "export".into(), ..Options::default() };
    let list = List::open(reader, options).unwrap();
    let container = list.detected().container;
    (container, list.rows(&GEOCODER).flat_map(Result::unwrap).collect())
}

fn events(rows: &[Row]) -> Vec<Event> {
    let event = |row: &Row| match &row.outcome {
        Outcome::Parsed(parsed) => {
            assert_eq!(parsed.identity.event_id().as_ref(), Some(&parsed.event.id));
            parsed.event.clone()
        }
        Outcome::Rejected(problems) => panic!("{problems:?}"),
    };
    rows.iter().map(event).collect()
}

fn told(rows: &[Row]) -> Vec<String> {
    let problems = rows.iter().flat_map(|row| &row.warnings);
    problems
        .map(|problem| format!("{} {}={}: {}", problem.line, problem.column, problem.value, problem.reason))
        .collect()
}

fn as_csv(events: &[Event], cells: csv::Cells) -> Vec<u8> {
    let mut writer = csv::EventWriter::new(Vec::new(), cells).unwrap();
    for event in events {
        writer.event(event).unwrap();
    }
    writer.finish().unwrap()
}

fn as_geojson(events: &[Event]) -> Vec<u8> {
    let features: Vec<Vec<u8>> = events.iter().map(geojson::event).collect();
    geojson::document(&[], events.len(), Timestamp::UNIX_EPOCH, &features)
}

/// Events as imports make them: no NUL in them, and none twice.
fn some_events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(any_sample(), 1..5).prop_map(|samples| {
        let mut seen = BTreeSet::new();
        let plain = |event: &Event| -> Event {
            let text = serde_json::to_string(event).unwrap().replace("\\u0000", "");
            serde_json::from_str(&text).unwrap()
        };
        samples
            .iter()
            .filter(|sample| seen.insert(sample.event.id.clone()))
            .map(|sample| plain(&sample.event))
            .collect()
    })
}

/// What `GeoJSON` does not tell apart: a text that is empty, and none.
fn without_empty_texts(mut event: Event) -> Event {
    let drop_empty = |text: &mut Option<String>| *text = text.take().filter(|text| !text.is_empty());
    let Location { place_id, name, place_kind, units, rivals, layer, .. } = &mut event.location;
    for text in [place_id, name, place_kind, layer, &mut units.region, &mut units.cercle, &mut units.commune]
    {
        drop_empty(text);
    }
    drop_empty(&mut units.edition);
    for rival in rivals {
        drop_empty(&mut rival.units.region);
        drop_empty(&mut rival.units.cercle);
    }
    drop_empty(&mut event.origin.source);
    drop_empty(&mut event.origin.source_id);
    drop_empty(&mut event.origin.licence);
    event
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_export_as_csv_comes_back_as_it_was(events in some_events(), raw in any::<bool>()) {
        let exported = as_csv(&events, if raw { csv::Cells::Raw } else { csv::Cells::Guarded });
        let (container, rows) = import(Cursor::new(&exported));
        prop_assert_eq!(container, Container::Text);
        prop_assert_eq!(told(&rows), Vec::<String>::new());
        prop_assert_eq!(self::events(&rows), events);
    }

    #[test]
    fn an_export_as_geojson_comes_back_and_is_exported_alike(events in some_events()) {
        let events: Vec<Event> = events.into_iter().map(without_empty_texts).collect();
        let exported = as_geojson(&events);
        let (container, rows) = import(Cursor::new(&exported));
        prop_assert_eq!(container, Container::Geojson);
        prop_assert_eq!(told(&rows), Vec::<String>::new());
        let again = as_geojson(&self::events(&rows));
        prop_assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(exported).unwrap());
    }
}

proptest! {
    // Each case makes a store on disk.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_store_comes_back_as_it_was(samples in prop::collection::vec(any_sample(), 1..5)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gpkg");
        let mut events: Vec<Event> = Vec::new();
        {
            let store = GeoPackageStore::open(&path, OpenMode::Create).unwrap();
            let new = NewImport { list: "a".into(), format: "list".into(), ..NewImport::default() };
            let mut import = store.begin_import(&new).unwrap();
            for sample in samples {
                if events.iter().all(|event| event.id != sample.event.id) {
                    import.add(&sample.identity, &sample.fingerprint, &sample.event).unwrap();
                    events.push(sample.event);
                }
            }
            import.commit("{}").unwrap();
        }
        let (container, rows) = import(File::open(&path).unwrap());
        prop_assert_eq!(container, Container::Geopackage);
        prop_assert_eq!(told(&rows), Vec::<String>::new());
        prop_assert_eq!(self::events(&rows), events);
    }
}

/// An export of one event with cells replaced, by the names of their columns.
fn edited(event: &Event, edits: &[(&str, &str)]) -> Vec<u8> {
    let exported = as_csv(std::slice::from_ref(event), csv::Cells::Guarded);
    let mut reader = ::csv::Reader::from_reader(exported.as_slice());
    let header = reader.headers().unwrap().clone();
    let record = reader.records().next().unwrap().unwrap();
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    let cell = |(name, text): (&str, &str)| -> String {
        edits.iter().find(|(column, _)| *column == name).map_or(text, |(_, text)| *text).to_owned()
    };
    writer.write_record(header.iter().zip(&record).map(cell)).unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn a_cell_that_was_edited_counts_and_is_told() {
    let event = sample(1).event;
    let edits = [
        ("place", "Gao"),
        ("date_start", "05/10/2023"),
        ("date_end", "05/10/2023"),
        ("type", "Ambush"),
        ("deaths_best", "7"),
        ("notes", "new words"),
        ("licence", ""),
        ("attributes", r#"{"note":"example","more":"x"}"#),
    ];
    let (_, rows) = import(Cursor::new(edited(&event, &edits)));
    let read = &events(&rows)[0];
    assert_eq!(read.location.name.as_deref(), Some("Gao"));
    assert_eq!(read.when.as_ref().unwrap().first_day().to_string(), "2023-10-05");
    assert_eq!((read.kind_text.as_str(), read.deaths.best, &read.origin.licence), ("Ambush", Some(7), &None));
    assert_eq!(read.attributes["more"], "x");
    assert_eq!(
        (&read.claims, &read.actors),
        (&event.claims, &event.actors),
        "what was not edited is as it was"
    );
    let told = told(&rows);
    assert!(told.contains(&"2 place=Gao: changed since the export: the cell counts".to_owned()), "{told:?}");
    assert!(told.iter().any(|told| told.starts_with("2 notes=new words: several sources tell")), "{told:?}");
    assert_eq!(told.len(), edits.len() - 1, "the end says what the beginning says: {told:?}");
}

#[test]
fn what_a_spreadsheet_does_to_an_export_is_no_edit() {
    let event = sample(1).event;
    let saved = [
        ("date_start", "01/10/2023"),
        ("date_end", "2023-10-01 00:00:00"),
        ("lon", "-1,399"),
        ("deaths_low", "20.0"),
        ("radius_m", "1500.0"),
    ];
    let (_, rows) = import(Cursor::new(edited(&event, &saved)));
    assert_eq!(told(&rows), Vec::<String>::new());
    assert_eq!(events(&rows), [event]);
}

#[test]
fn a_body_that_was_cut_or_belongs_to_another_event_leaves_the_cells() {
    let event = sample(1).event;
    let (_, rows) = import(Cursor::new(edited(&event, &[("body", "{\"id\":")])));
    assert!(told(&rows)[0].contains("no longer what was exported"), "{:?}", told(&rows));
    assert_eq!(events(&rows)[0].place.name, "Bamba");
    let other = sample(2).event.id.to_string();
    let (_, rows) = import(Cursor::new(edited(&event, &[("id", &other)])));
    assert!(told(&rows)[0].contains("tells of another event"), "{:?}", told(&rows));
    assert_eq!(events(&rows)[0].id.to_string(), other);
}

#[test]
fn a_point_moved_in_a_map_is_where_the_event_is() {
    let event = sample(1).event;
    let (_, rows) = import(Cursor::new(edited(&event, &[("lon", "-0.05"), ("lat", "16.27")])));
    let read = &events(&rows)[0];
    let point = read.location.point.unwrap();
    assert_eq!((point.lon(), point.lat()), (-0.05, 16.27));
    assert_eq!(read.claims, event.claims);
}
