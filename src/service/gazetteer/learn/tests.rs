//! What a trusted list teaches, and what it must not.

use crate::event::{Location, LonLat, PlaceContext};
use crate::gazetteer::distance_m;
use crate::service::{Learning, Options, Report, Wishes, geocoder_for, import_list};
use crate::store::{Attested, EventStore, GazetteerStore, GeoPackageStore, NewImport, PlaceFacts};
use std::fmt::Write as _;
use std::io::Cursor;

fn store() -> GeoPackageStore {
    GeoPackageStore::in_memory().unwrap()
}

/// Imports rows of place, region, latitude and longitude from a list that is trusted.
fn learn(store: &dyn EventStore, name: &str, rows: &str, dry_run: bool) -> Report {
    let mut list = String::from("date,place,region,latitude,longitude,id\n");
    for (number, row) in rows.lines().map(str::trim).filter(|row| !row.is_empty()).enumerate() {
        let _ = writeln!(list, "2023-10-01,{row},{name}-{number}x");
    }
    let options = Options { list: name.to_owned(), ..Options::default() };
    let wishes = Wishes { dry_run, learn: true, ..Wishes::default() };
    let geocoder = geocoder_for(Some(store)).unwrap();
    import_list(store, &geocoder, Cursor::new(list.into_bytes()), options, wishes).unwrap()
}

fn learning(report: &Report) -> &Learning {
    report.learning.as_ref().unwrap()
}

fn names(store: &dyn EventStore) -> Vec<String> {
    store.local_places().unwrap().into_iter().map(|place| place.facts.name).collect()
}

#[test]
fn an_unknown_name_with_exact_coordinates_becomes_a_place() {
    let store = store();
    let rows = "village de Zoumbatalla,Gao,17.4312,-1.2287
        Zoumbatalla,,17.4310,-1.2290
        Puits Kantakorem,Kidal,19.1122,0.4433";
    let report = learn(&store, "week-40.csv", rows, false);
    assert_eq!((report.counts.learned, learning(&report).conflicts.len()), (2, 0), "{report:?}");
    let places = store.local_places().unwrap();
    let told: Vec<_> =
        places.iter().map(|p| (p.facts.name.as_str(), p.facts.kind.as_str(), p.seen, p.how)).collect();
    assert_eq!(
        told,
        [("Zoumbatalla", "village", 2, Attested::List), ("Kantakorem", "well", 1, Attested::List)]
    );
    let first = &places[0].facts;
    assert_eq!((first.region.as_deref(), first.source.as_str()), (Some("Gao"), "week-40.csv"));
    assert_eq!((learning(&report).places[0].id.as_str(), learning(&report).places[0].line), ("local-1", 2));
    let answer = geocoder_for(Some(&store)).unwrap().geocode(
        &PlaceContext { name: "Zoumbatalla".into(), region: "Gao".into(), ..PlaceContext::default() },
        None,
    );
    assert_eq!(answer.candidates[0].id, "local-1");
    assert_eq!(answer.candidates[0].layer.as_deref(), Some("local"));
}

#[test]
fn a_dry_run_says_what_would_be_learned_and_learns_nothing() {
    let store = store();
    let report = learn(&store, "a.csv", "Zoumbatalla,Gao,17.4312,-1.2287", true);
    assert_eq!((report.counts.learned, names(&store).len()), (1, 0));
    assert_eq!(store.gazetteer_version().unwrap(), 0);
}

#[test]
fn what_is_no_exact_place_of_its_own_is_not_learned() {
    let rows = "12 km north of Gao,Gao,16.38,-0.0447
        Gao-Ansongo road,Gao,16.0012,0.2245
        Région de Ménaka,Ménaka,15.9182,2.4022
        Ansongo cercle,Gao,15.6623,0.5012
        village,Gao,17.4312,-1.2287
        le village,Gao,17.4312,-1.2287
        Zoumbatalla area,Gao,17.4312,-1.2287
        Zoumbatalla (Gao),Gao,17.4312,-1.2287
        Zoumbatalla/Kantakorem,Gao,17.4312,-1.2287
        Forêt de Zoumbatalla,Gao,17.4312,-1.2287
        Gao,Gao,16.2717,-0.0447
        Gaao,Gao,16.2717,-0.0447
        Labezenga,Gao,14.9612,0.6980
        Mali,,17.4312,-1.2287
        Zoumbatalla,Gao,-1.2287,17.4312
        Zoumbatalla,Gao,17.4,-1.2
        Niamey-Zoumba,,13.5137,2.1098
        ,Gao,17.4312,-1.2287
        12,Gao,17.4312,-1.2287";
    for row in rows.lines() {
        let store = store();
        learn(&store, "a.csv", row, false);
        assert_eq!(names(&store), Vec::<String>::new(), "{row}");
    }
}

#[test]
fn a_list_that_contradicts_itself_teaches_nothing_of_that_name() {
    let store = store();
    let rows = "Zoumbatalla,Gao,17.4312,-1.2287
        Kantakorem,Kidal,19.1122,0.4433
        Zoumbatalla,Gao,16.9312,-1.2287";
    let report = learn(&store, "a.csv", rows, false);
    assert_eq!((names(&store), report.counts.learned), (vec!["Kantakorem".to_owned()], 1));
    let conflict = &learning(&report).conflicts[0];
    assert_eq!((conflict.name.as_str(), conflict.line, conflict.other_line), ("Zoumbatalla", 2, 4));
    assert!((conflict.distance_km - 55.3).abs() < 0.5, "{}", conflict.distance_km);
}

#[test]
fn the_same_place_again_is_counted_and_has_no_twin() {
    let store = store();
    learn(&store, "one.csv", "Zoumbatalla,Gao,17.4312,-1.2287", false);
    let report =
        learn(&store, "two.csv", "Zoumbatalla,Gao,17.4400,-1.2287\nZoumbatalla,,17.4401,-1.2288", false);
    assert_eq!((report.counts.learned, learning(&report).seen_again), (0, 1));
    let places = store.local_places().unwrap();
    assert_eq!((places.len(), places[0].seen), (1, 3));
    assert_eq!(places[0].facts.source, "one.csv");
    // The same list again says nothing new.
    learn(&store, "two.csv", "Zoumbatalla,Gao,17.4400,-1.2287\nZoumbatalla,,17.4401,-1.2288", false);
    assert_eq!(store.local_places().unwrap()[0].seen, 3);
    // Some kilometres away it is the same place, and less sure than the one known.
    learn(&store, "three.csv", "Zoumbatalla,Gao,17.4900,-1.2287", false);
    assert_eq!((store.local_places().unwrap().len(), store.local_places().unwrap()[0].seen), (1, 3));
    // Far away it is a namesake, or a slip that a person has to look at; never both, and never the place known.
    let far = learn(&store, "four.csv", "Zoumbatalla,,14.5012,-3.9021", false);
    assert_eq!(far.counts.learned + far.counts.needs_review, 1);
    assert_eq!(store.local_places().unwrap()[0].seen, 3);
}

#[test]
fn a_list_imported_before_can_teach_when_it_is_trusted_later() {
    let store = store();
    let geocoder = geocoder_for(None).unwrap();
    let list = "id,date,place,latitude,longitude\nS-1,2023-10-01,Zoumbatalla,17.4312,-1.2287\n";
    let import = |learn| {
        let options = Options { list: "a.csv".to_owned(), ..Options::default() };
        let wishes = Wishes { learn, ..Wishes::default() };
        import_list(&store, &geocoder, Cursor::new(list.as_bytes()), options, wishes).unwrap()
    };
    let report = import(false);
    assert_eq!((report.counts.learned, report.learning, names(&store).len()), (0, None, 0));
    let report = import(true);
    assert_eq!((report.counts.unchanged, report.counts.learned), (1, 1));
    assert_eq!(store.local_places().unwrap()[0].seen, 1);
}

#[test]
fn a_strict_import_that_fails_teaches_nothing() {
    let store = store();
    let geocoder = geocoder_for(None).unwrap();
    let list = "date,place,latitude,longitude\n2023-10-01,Zoumbatalla,17.4312,-1.2287\n2023-13-45,Gao,,\n";
    let options = Options { list: "a.csv".to_owned(), ..Options::default() };
    let wishes = Wishes { learn: true, strict: true, ..Wishes::default() };
    import_list(&store, &geocoder, Cursor::new(list.as_bytes()), options, wishes).unwrap_err();
    assert_eq!(names(&store), Vec::<String>::new());
}

#[test]
fn a_namesake_of_a_town_does_not_displace_it() {
    let store = store();
    let gao = PlaceContext { name: "Gao".into(), ..PlaceContext::default() };
    let before = geocoder_for(Some(&store)).unwrap().geocode(&gao, None).location;
    let facts = PlaceFacts {
        name: "Gao".into(),
        aliases: Vec::new(),
        kind: "other".into(),
        point: LonLat::new(-2.8, 15.9).unwrap(),
        region: None,
        cercle: None,
        commune: None,
        source: "a.csv".into(),
    };
    let mut import = store.begin_import(&NewImport::default()).unwrap();
    import.learn(&facts, 1).unwrap();
    import.commit("{}").unwrap();
    let answer = geocoder_for(Some(&store)).unwrap().geocode(&gao, None);
    assert!(distance_m(facts.point, before.point.unwrap()) > 290_000.0);
    let learned = answer.candidates.iter().find(|one| one.id == "local-1").unwrap();
    assert_eq!(learned.layer.as_deref(), Some("local"), "it is known, and said to be learned");
    assert_eq!(answer.candidates[0].layer.as_deref(), Some("seed"), "the town comes first");
    let told = |location: &Location| (location.status, location.place_id.clone(), location.point);
    assert_eq!(told(&answer.location), told(&before), "{:?}", answer.location);
    store.remove_local_place(1).unwrap();
    assert_eq!(geocoder_for(Some(&store)).unwrap().geocode(&gao, None).location, before);
}
