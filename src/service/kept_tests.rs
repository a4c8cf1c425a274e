//! What is told of what was kept and cannot be shown.

use super::*;
use crate::event::EventId;
use crate::index::Query;
use rusqlite::Connection;
use std::io::Cursor;
use std::path::PathBuf;
use std::thread;

fn served() -> (TempDir, PathBuf, Service) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.gpkg");
    let service = Service::start(open_or_create(&path).unwrap(), DEFAULT_ACCEPT_P).unwrap();
    (folder, path, service)
}

fn import(service: &Service, rows: &str) -> Result<Report, ImportListError> {
    let list = Cursor::new(format!("id,date,place\n{rows}").into_bytes());
    service.import(list, Options { list: "a.csv".to_owned(), ..Options::default() }, Wishes::default())
}

/// Writes into the log what this program cannot read, as a newer one may.
fn write_what_cannot_be_shown(path: &Path, service: &Service) {
    let line = "INSERT INTO change_log (at, operation, fid, event_id) VALUES ('2023-10-01T00:00:00Z', 'forgotten', 1, 'x')";
    Connection::open(path).unwrap().execute_batch(line).unwrap();
    service.follow().unwrap_err();
}

fn said(place: &str) -> EventChange {
    EventChange {
        place: Some(place.to_owned()),
        kind_text: Some("Attack".to_owned()),
        ..EventChange::default()
    }
}

#[test]
fn what_was_kept_is_never_told_as_if_it_were_not() {
    let (_folder, path, service) = served();
    import(&service, "A-1,2023-10-01,Gao\nA-2,2023-10-02,Bourem\n").unwrap();
    let page = service.search(Layer::Events, &Query { limit: 2, ..Query::default() });
    let ids: Vec<EventId> = page
        .features
        .iter()
        .map(|feature| {
            let feature: serde_json::Value = serde_json::from_slice(&feature).unwrap();
            feature["id"].as_str().unwrap().parse().unwrap()
        })
        .collect();
    write_what_cannot_be_shown(&path, &service);

    assert_eq!(import(&service, "A-3,2023-10-03,Kidal\n").unwrap().counts.added, 1);
    let added = service.add_event(&said("Gao")).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&added.feature).unwrap();
    assert_eq!((added.layer, &told["properties"]["place_text"]), (Layer::Events, &"Gao".into()));

    let edited = service.edit_event(&ids[0], &Seen::Any, &said("Bourem")).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&edited.feature).unwrap();
    assert_eq!(told["properties"]["place_text"], "Bourem", "as it was written, not as it is shown still");
    let undone = service.undo_edits(&ids[0], |_| true).unwrap().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&undone.feature).unwrap();
    assert_eq!(told["properties"]["place_text"], "Gao");
    service.remove_event(&ids[1], &Seen::Any).unwrap();
    assert_eq!(service.undo_import(2).unwrap().removed, 1);
    let place = a_place();
    let place = service.add_local_place(&place).unwrap();
    service.remove_local_place(&place.place.id).unwrap();

    // All of it is there as soon as the log can be read again.
    let mend = "DELETE FROM change_log WHERE operation = 'forgotten'";
    Connection::open(&path).unwrap().execute_batch(mend).unwrap();
    service.follow().unwrap();
    let shown = service.event_feature(added.id.as_str()).unwrap();
    assert_eq!(shown, (added.layer, added.feature), "what was told is what is shown");
    assert_eq!(service.event_feature(ids[1].as_str()), None);
}

fn a_place() -> PlaceChange {
    PlaceChange {
        name: Some("Zoumbatalla".to_owned()),
        lon: Some(-1.2287),
        lat: Some(17.4312),
        source: Some("a test".to_owned()),
        ..PlaceChange::default()
    }
}

#[test]
fn the_version_is_another_only_when_all_that_hangs_on_the_gazetteer_is() {
    let (_folder, _, service) = served();
    let place = a_place();
    add_place(&*service.store, service.geocoder().gazetteer(), &place).unwrap();
    let (before, geocoder) = (service.version(), service.geocoder());
    let is_other = service.shown.follow(&*service.store, |next| {
        service.layers.show_gazetteer(next.gazetteer())?;
        assert!(Arc::ptr_eq(service.geocoder().gazetteer(), geocoder.gazetteer()));
        assert_eq!(service.version(), before, "counts are still made by the geocoder of before");
        Ok(())
    });
    assert!(is_other.unwrap());
    assert_eq!(service.version(), before, "whoever follows says so");
    let next =
        add_place(&*service.store, service.geocoder().gazetteer(), &PlaceChange { lat: Some(16.2), ..place });
    next.unwrap();
    service.follow().unwrap();
    assert_ne!(service.version(), before);
}

#[test]
fn two_who_change_a_local_place_at_once_both_have_their_word() {
    let (_folder, _, service) = served();
    let place = a_place();
    let id = service.add_local_place(&place).unwrap().place.id;
    for round in 0..5 {
        let (lat, region) = (17.0 + f64::from(round) / 100.0, format!("Region {round}"));
        let moved = PlaceChange { lat: Some(lat), ..PlaceChange::default() };
        let said = PlaceChange { region: Some(region.clone()), ..PlaceChange::default() };
        thread::scope(|scope| {
            for change in [&moved, &said] {
                scope.spawn(|| service.edit_local_place(&id, change).unwrap());
            }
        });
        let now = service.local_place(&id).unwrap();
        assert_eq!((now.lat, now.region), (lat, Some(region)), "round {round}");
    }
    let twin = PlaceChange { name: Some("Zoumbatallat".to_owned()), lat: Some(16.2), ..place };
    let added: Vec<bool> = thread::scope(|scope| {
        let adding: Vec<_> = (0..4).map(|_| scope.spawn(|| service.add_local_place(&twin).is_ok())).collect();
        adding.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(added.iter().filter(|is_added| **is_added).count(), 1, "there is one of it");
}

#[test]
fn a_file_that_nobody_waits_for_is_not_finished() {
    let (_folder, _, service) = served();
    let written = |is_awaited: &dyn Fn() -> bool| {
        let query = Query { limit: usize::MAX, ..Query::default() };
        let form = crate::encode::features::FeatureForm::GeoPackage;
        let wish = FileWish { layer: Layer::Places, query: &query, events: None, form, is_awaited };
        let mut bytes = Vec::new();
        service.export(&wish, &mut bytes).map(|()| bytes.len()).map_err(|_| bytes.len())
    };
    let asked = std::cell::Cell::new(0);
    let for_a_while = || asked.replace(asked.get() + 1) < 1;
    assert_eq!(written(&for_a_while), Err(0), "of a form that sends nothing before its end");
    assert_eq!(asked.get(), 2, "in time");
    assert!(written(&|| true).is_ok_and(|bytes| bytes > 0));
}

#[test]
fn a_file_is_of_one_moment() {
    let (_folder, _, service) = served();
    import(&service, "A-1,2023-10-01,Gao\nA-2,2023-10-02,Gao\nA-3,2023-10-03,Gao\n").unwrap();
    let query = Query { limit: usize::MAX, ..Query::default() };
    let form = crate::encode::features::FeatureForm::Csv;
    let mut out = Vec::new();
    let during = || {
        import(&service, "A-2,2023-10-02,Kidal\nA-3,2023-10-03,Kidal\nA-4,2023-10-04,Kidal\n").unwrap();
        true
    };
    let wish = FileWish { layer: Layer::Events, query: &query, events: None, form, is_awaited: &during };
    service.export(&wish, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!((text.matches("Kidal").count(), text.lines().count()), (0, 4), "{text}");
}
