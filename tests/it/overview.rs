//! Events counted and drawn: clusters, summaries, tiles, what is near.

use crate::support::{Server, azalai, file, folder, import};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// The two sample lists, served.
fn demo() -> (TempDir, Server) {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    for list in ["incidents-2023.csv", "liste-hebdomadaire.csv"] {
        let list = file("data/samples").join(list);
        assert!(
            azalai().arg("import").arg("--data").arg(&store).arg(list).output().unwrap().status.success()
        );
    }
    let server = Server::start(&store);
    (folder, server)
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("a number: {value}"))
}

/// Counts of something that each of some events has.
fn counted<'a>(events: &'a [Value], of: impl Fn(&'a Value) -> Vec<&'a str>) -> BTreeMap<&'a str, u64> {
    let mut counts = BTreeMap::new();
    events.iter().flat_map(of).for_each(|text| *counts.entry(text).or_default() += 1);
    counts
}

const CONDITIONS: [&str; 5] = [
    "",
    "bbox=-4,15,2,19",
    "datetime=2023-09-01/2023-10-15",
    "bbox=-3,14,1,18&datetime=2023-10-01/..",
    "p_min=0.9&filter=S_INTERSECTS(geometry,BBOX(-5,12,2,20))",
];

#[test]
fn clusters_add_up_to_the_events_that_items_finds() {
    let (_folder, server) = demo();
    for conditions in CONDITIONS {
        let events = server.all(&format!("/collections/events/items?limit=1000&{conditions}"));
        for zoom in [0, 5, 8, 22] {
            let clusters = server.json(&format!("/collections/events/clusters?zoom={zoom}&{conditions}"));
            assert_eq!(clusters["numberMatched"], events.len(), "{conditions}");
            let features = clusters["features"].as_array().unwrap();
            assert_eq!(clusters["numberReturned"], features.len());
            assert_eq!(
                features.iter().map(|one| number(&one["properties"]["count"])).sum::<u64>(),
                events.len() as u64
            );
            for cluster in features {
                let of_kinds: u64 =
                    cluster["properties"]["kinds"].as_object().unwrap().values().map(number).sum();
                assert_eq!(number(&cluster["properties"]["count"]), of_kinds, "every event has a kind");
                let Some(id) = cluster["id"].as_str() else { continue };
                let event = events.iter().find(|event| event["id"] == id).expect("one of the events");
                assert_eq!(cluster["geometry"], event["geometry"]);
                for name in ["date_start", "date_end"] {
                    let (told, known) = (&cluster["properties"][name], &event["properties"][name]);
                    assert_eq!(told.as_str(), known.as_str().map(|day| &day[..10]), "{name}");
                }
            }
        }
    }
    assert_eq!(server.problem("/collections/events/clusters?zoom=-1")["parameter"], "zoom");
    assert_eq!(server.json("/collections/events/clusters?zoom=0")["features"].as_array().unwrap().len(), 1);
}

#[test]
fn a_box_of_coordinates_as_they_are_shown_holds_the_events_that_show_them() {
    let folder = folder();
    let list = folder.path().join("exact.csv");
    fs::write(
        &list,
        "id,date,type,latitude,longitude\n\
         1,2023-10-01,Attack,16.2711114,-0.0444446\n\
         2,2023-10-01,Attack,16.2711116,-0.0444444\n",
    )
    .unwrap();
    let store = folder.path().join("a.gpkg");
    import(&store, &list, &[]);
    let server = Server::start(&store);
    let join = |numbers: &Value| {
        numbers.as_array().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    };
    let matched =
        |bbox: &str| number(&server.json(&format!("/collections/events/items?bbox={bbox}"))["numberMatched"]);
    for event in server.all("/collections/events/items") {
        let at = join(&event["geometry"]["coordinates"]);
        assert_eq!(matched(&format!("{at},{at}")), 1, "{at}");
    }
    let clusters = server.json("/collections/events/clusters?zoom=3");
    let cluster = &clusters["features"][0];
    assert_eq!(number(&cluster["properties"]["count"]), 2);
    assert_eq!(matched(&join(&cluster["bbox"])), 2, "{cluster}");
}

#[test]
fn a_summary_counts_what_items_lists() {
    let (_folder, server) = demo();
    for conditions in CONDITIONS {
        let events = server.all(&format!("/collections/events/items?limit=1000&{conditions}"));
        let summary = server.json(&format!("/collections/events/summary?by=day&top=1000&{conditions}"));
        assert_eq!(summary["numberMatched"], events.len());
        for name in ["kind", "region"] {
            let expected = counted(&events, |event| event["properties"][name].as_str().into_iter().collect());
            assert_eq!(values(&summary[name]), expected, "{name} {conditions}");
        }
        let texts = |list: &Value| list.as_array().unwrap().clone();
        let actors = counted(&events, |event| {
            event["properties"]["actors"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
        });
        assert_eq!(values(&summary["actor"]), actors);
        // The histogram is of all events, whatever the time asked for.
        let whenever: Vec<&str> = conditions.split('&').filter(|one| !one.starts_with("datetime")).collect();
        let whenever = server.all(&format!("/collections/events/items?limit=1000&{}", whenever.join("&")));
        let days = counted(&whenever, |event| {
            event["properties"]["date_start"].as_str().map(|d| &d[..10]).into_iter().collect()
        });
        let columns = texts(&summary["histogram"]["columns"]);
        let found: BTreeMap<&str, u64> =
            columns.iter().map(|one| (one["start"].as_str().unwrap(), number(&one["count"]))).collect();
        assert_eq!(found, days, "{conditions}");
        assert_eq!(summary["histogram"]["numberMatched"], whenever.len());
    }
    let by_year = server.json("/collections/events/summary?by=year&top=1");
    assert_eq!(by_year["kind"]["values"].as_array().unwrap().len(), 1);
    assert!(number(&by_year["kind"]["more"]) > 0);
    assert_eq!(server.problem("/collections/events/summary?by=decade")["parameter"], "by");
}

fn values(facet: &Value) -> BTreeMap<&str, u64> {
    let values = facet["values"].as_array().unwrap().iter();
    values.map(|one| (one["value"].as_str().unwrap(), number(&one["count"]))).collect()
}

#[test]
fn gdal_finds_every_event_in_the_tiles() {
    let (folder, server) = demo();
    let events = server.all("/collections/events/items?limit=1000");
    let tileset = server.json("/collections/events/tiles/WebMercatorQuad");
    let links = tileset["links"].as_array().unwrap();
    let item = links.iter().find(|link| link["rel"] == "item").expect("where tiles are");
    assert_eq!(item["templated"], true);
    let tilejson = server.json("/collections/events/tiles/WebMercatorQuad?f=tilejson");
    assert_eq!(tilejson["tilejson"], "3.0.0");
    let of_zoom_0 =
        tilejson["tiles"][0].as_str().unwrap().replace("{z}", "0").replace("{y}", "0").replace("{x}", "0");
    let (status, kind, tile) = server.get_bytes(&of_zoom_0);
    assert_eq!((status, kind.as_str()), (200, "application/vnd.mapbox-vector-tile"));
    let template = item["href"].as_str().unwrap();
    let same = ["{tileMatrix}", "{tileRow}", "{tileCol}"]
        .iter()
        .fold(template.to_owned(), |to, name| to.replace(name, "0"));
    assert_eq!(server.get_bytes(&same).2, tile);
    let path = folder.path().join("0.pbf");
    fs::write(&path, &tile).unwrap();
    let Ok(output) = Command::new("ogrinfo").args(["-ro", "-al"]).arg(&path).output() else {
        println!("SKIPPED: ogrinfo is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains(&format!("Feature Count: {}", events.len())), "{said}");
    for event in &events {
        let id = event["id"].as_str().unwrap();
        assert!(said.contains(&format!("id (String) = {id}\n")), "{id} in {said}");
        if let Some(day) = event["properties"]["date_start"].as_str() {
            assert!(said.contains(&format!("day (String) = {}\n", &day[..10])), "{day}");
        }
    }
    let narrowed = server.get_bytes("/collections/events/tiles/WebMercatorQuad/0/0/0?bbox=-180,-90,-170,-80");
    assert_eq!((narrowed.0, narrowed.2.len()), (204, 0), "nothing happened there");
}

#[test]
fn there_are_no_tiles_but_those_of_the_set() {
    let (_folder, server) = demo();
    let set = "/collections/events/tiles/WebMercatorQuad";
    for path in
        ["1/0/2", "0/1/0", "23/0/0", "-1/0/0", "a/0/0", "+1/0/0", "1/0/0.5", "99999999999999999999/0/0"]
    {
        assert_eq!(server.problem(&format!("{set}/{path}"))["status"], 404, "{path}");
    }
    assert_eq!(server.problem("/collections/events/tiles/Nothing")["status"], 404);
    assert_eq!(server.problem("/tileMatrixSets/Nothing")["status"], 404);
    assert_eq!(server.problem(&format!("{set}/0/0/0?bbox=1"))["parameter"], "bbox");
    let sets = server.json("/tileMatrixSets");
    let set = server.json(sets["tileMatrixSets"][0]["links"][0]["href"].as_str().unwrap());
    assert_eq!(set["id"], "WebMercatorQuad");
    let tilesets = server.json("/collections/events/tiles");
    for link in tilesets["tilesets"][0]["links"].as_array().unwrap() {
        assert_eq!(server.get(link["href"].as_str().unwrap()).0, 200, "{link}");
    }
}

#[test]
fn what_a_tileset_is_asked_for_goes_on_to_its_tiles() {
    let (_folder, server) = demo();
    let tilejson = server.json("/collections/events/tiles/WebMercatorQuad?f=tilejson&datetime=2023-10-01/..");
    let tiles = tilejson["tiles"][0].as_str().unwrap();
    assert!(tiles.ends_with("/WebMercatorQuad/{z}/{y}/{x}?datetime=2023-10-01/.."), "{tiles}");
}

#[test]
fn what_lasts_is_nearby_if_it_meets_both_times_that_are_asked_for() {
    let folder = folder();
    let server = Server::start(&folder.path().join("a.gpkg"));
    let month = serde_json::json!({ "properties": {
        "place_text": "Gao", "date_start": "2023-10-01", "date_end": "2023-10-31", "kind": "attack" } });
    assert_eq!(server.send("POST", "/collections/events/items", Some(&month)).0, 201);
    let near = |times: &str| {
        server.json(&format!("/nearby?lon=-0.04&lat=16.27&km=50&{times}"))["numberMatched"].as_u64().unwrap()
    };
    assert_eq!(near("datetime=2023-10-01/2023-10-05&date=2023-10-28&days=3"), 1);
    assert_eq!(near("datetime=2023-10-01/2023-10-05&date=2023-10-28&days=3&kind=attack"), 1);
    assert_eq!(near("datetime=2023-10-01/2023-10-05&date=2023-11-28&days=3"), 0);
    assert_eq!(near("datetime=2023-09-01/2023-09-05&date=2023-10-28&days=3"), 0);
}

#[test]
fn what_happened_nearby_comes_with_how_far_and_how_long_ago() {
    let (_folder, server) = demo();
    let events = server.all("/collections/events/items?limit=1000");
    let one = &events[0];
    let [lon, lat] = [0, 1].map(|axis| one["geometry"]["coordinates"][axis].as_f64().unwrap());
    let day = one["properties"]["date_start"].as_str().map_or("2023-10-01", |day| &day[..10]);
    let near = server.json(&format!("/nearby?lon={lon}&lat={lat}&km=500&limit=1000"));
    let found = near["features"].as_array().unwrap();
    assert_eq!(near["numberMatched"], found.len());
    let distances: Vec<f64> =
        found.iter().map(|f| f["properties"]["distance_km"].as_f64().unwrap()).collect();
    assert!(
        distances.is_sorted() && distances[0] < 0.01 && *distances.last().unwrap() <= 500.0,
        "{distances:?}"
    );
    // A sphere is near enough to tell who is missing.
    let expected = events.iter().filter(|event| {
        let [x, y] = [0, 1].map(|axis| event["geometry"]["coordinates"][axis].as_f64().unwrap().to_radians());
        let (dx, dy) = (x - lon.to_radians(), y - lat.to_radians());
        let h = (dy / 2.0).sin().powi(2) + y.cos() * lat.to_radians().cos() * (dx / 2.0).sin().powi(2);
        2.0 * 6371.0 * h.sqrt().asin() < 495.0
    });
    assert!(found.len() >= expected.count() && found.len() < events.len());
    let around = server.json(&format!("/nearby?lon={lon}&lat={lat}&km=500&days=7&date={day}"));
    for event in around["features"].as_array().unwrap() {
        assert!(event["properties"]["days"].as_i64().is_none_or(|days| days.abs() <= 7), "{event}");
    }
    assert!(number(&around["numberMatched"]) < number(&near["numberMatched"]));
    for (query, parameter) in [
        ("", "lon"),
        ("lon=1", "lat"),
        ("lon=1&lat=15&km=0", "km"),
        ("lon=1&lat=15&km=501", "km"),
        ("lon=1&lat=15&km=NaN", "km"),
        ("lon=1&lat=15&days=-1", "days"),
        ("lon=1&lat=15&date=soon", "date"),
        ("lon=1&lat=95", "lat"),
    ] {
        assert_eq!(server.problem(&format!("/nearby?{query}"))["parameter"], parameter, "{query}");
    }
    let none = server.json(&format!("/nearby?lon={lon}&lat={lat}&days=7&date={day}&datetime=1990-01-01"));
    assert_eq!(none["numberMatched"], 0, "nothing lies in both spans of time");
}

#[test]
fn units_have_the_events_that_lie_in_them() {
    let (_folder, server) = demo();
    let all = number(&server.json("/collections/events/items?limit=1")["numberMatched"]);
    for (day, count) in [("2012-01-01", 9), ("2018-06-01", 11), ("2024-01-01", 20)] {
        let regions = server.json(&format!("/collections/regions/items?at={day}"));
        assert_eq!(regions["numberMatched"], count, "{day}");
        let sum: u64 = regions["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| number(&one["properties"]["events"]))
            .sum();
        assert!(sum <= all && sum * 2 > all, "{day}: {sum} of {all}");
    }
    let of = |path: &str| -> BTreeMap<String, u64> {
        let units = server.all(path);
        units
            .iter()
            .map(|one| (one["id"].as_str().unwrap().to_owned(), number(&one["properties"]["events"])))
            .collect()
    };
    let bourem = of("/collections/cercles/items?at=2018-06-01&name=Bourem");
    assert_eq!(bourem.keys().collect::<Vec<_>>(), ["c-bourem-2016"]);
    let everything = of("/collections/regions/items?limit=10000");
    let attacks = of("/collections/regions/items?limit=10000&kind=attack");
    let kinds = server.json("/collections/events/summary")["kind"]["values"].as_array().unwrap().clone();
    for (id, count) in &everything {
        let mut of_kinds = 0;
        for kind in &kinds {
            let path = format!(
                "/collections/regions/items?limit=10000&id={id}&kind={}",
                kind["value"].as_str().unwrap()
            );
            of_kinds += of(&path)[id];
        }
        assert_eq!(of_kinds, *count, "{id}: every event has one kind");
        assert!(attacks[id] <= *count);
        let alone = server.json(&format!("/collections/regions/items/{id}"));
        assert_eq!(alone["properties"]["events"], *count);
    }
    assert!(everything.values().any(|count| *count > 0));
    let none = of("/collections/communes/items?limit=10000&datetime=1990-01-01");
    assert!(none.values().all(|count| *count == 0), "nothing happened then");
    assert_eq!(server.problem("/collections/regions/items?at=soon")["parameter"], "at");
    assert_eq!(server.problem("/collections/places/items?at=2024-01-01")["parameter"], "at");
}
