//! Features as files: each form holds what GeoJSON holds, and other programs read it.

use crate::support::{Answer, Server, counts, file, folder, import};
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader, GeometryType};
use quick_xml::Reader;
use quick_xml::events::Event;
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const ITEMS: &str = "/collections/events/items";

fn served() -> (TempDir, Server) {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let hostile = folder.path().join("hostile.csv");
    let list =
        "id,date,place,region,type,source,notes\nH-1,2023-10-01,Gao,Gao,=1+1,a & b,\"<x> \u{1} \"\"\"\n";
    fs::write(&hostile, list).unwrap();
    import(&store, &hostile, &[]);
    (folder, Server::start(&store))
}

fn get(server: &Server, path: &str) -> Answer {
    let answer = server.ask("GET", path, &[]);
    assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
    answer
}

/// Features by id.
fn by_id(features: Vec<Value>) -> BTreeMap<String, Value> {
    features.into_iter().map(|feature| (feature["id"].as_str().unwrap().to_owned(), feature)).collect()
}

/// A property as a table has it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Lists and objects are the same in whatever order their members stand.
fn parsed(cell: &str) -> Value {
    let nested = cell.starts_with(['[', '{']).then(|| serde_json::from_str(cell).expect("JSON"));
    nested.unwrap_or_else(|| cell.into())
}

fn table(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv).deserialize().collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_table_has_every_property_of_every_feature_in_its_order() {
    let (_folder, server) = served();
    let answer = get(&server, &format!("{ITEMS}?f=csv"));
    assert_eq!(answer.header("content-type"), "text/csv");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"events.csv\"");
    let features = server.all(ITEMS);
    let rows = table(&answer.body);
    assert_eq!(rows.len(), features.len());
    for (row, feature) in rows.iter().zip(&features) {
        assert_eq!(row["id"], feature["id"].as_str().unwrap());
        for (name, value) in feature["properties"].as_object().unwrap() {
            let expected = cell(value);
            // Only a formula has something before it.
            let guarded = if expected.starts_with('=') { format!("'{expected}") } else { expected };
            assert_eq!(parsed(&row[name]), parsed(&guarded), "{name}");
        }
        let degrees = |name: &str| row[name].parse::<f64>().unwrap();
        let at = serde_json::json!([degrees("longitude"), degrees("latitude")]);
        assert_eq!(at, feature["geometry"]["coordinates"]);
    }
    // A part of it, so many, or nothing: the columns stay.
    let part = table(&get(&server, &format!("{ITEMS}?f=csv&bbox=-1,15,2,17")).body);
    assert_eq!(
        part.len() as u64,
        server.json(&format!("{ITEMS}?bbox=-1,15,2,17"))["numberMatched"].as_u64().unwrap()
    );
    assert!(!part.is_empty() && part.len() < rows.len());
    assert_eq!(table(&get(&server, &format!("{ITEMS}?f=csv&limit=3")).body), rows[..3]);
    let none = get(&server, &format!("{ITEMS}?f=csv&bbox=100,15,102,17"));
    assert_eq!(none.text().lines().count(), 1);
    assert_eq!(none.text().lines().next(), answer.text().lines().next());
    let places = table(&get(&server, "/collections/places/items?f=csv").body);
    assert_eq!(
        places.len() as u64,
        server.json("/collections/places/items")["numberMatched"].as_u64().unwrap()
    );
}

#[test]
fn a_file_read_in_again_gives_the_same_events() {
    let (folder, server) = served();
    let expected = by_id(server.all(ITEMS));
    for form in ["csv", "gpkg"] {
        let list = folder.path().join(format!("events.{form}"));
        fs::write(&list, get(&server, &format!("{ITEMS}?f={form}")).body).unwrap();
        let store = folder.path().join(format!("again-{form}.gpkg"));
        let report = import(&store, &list, &[]);
        assert_eq!(counts(&report)[1] as usize, expected.len(), "{form}: {report}");
        let again = by_id(Server::start(&store).all(ITEMS));
        for (id, feature) in &expected {
            assert_eq!(
                again.get(id).map(|again| &again["geometry"]),
                Some(&feature["geometry"]),
                "{form} {id}"
            );
            let (was, is) = (&feature["properties"], &again[id]["properties"]);
            for (name, value) in was.as_object().unwrap() {
                // What is guarded in a table stays so; nothing else changes.
                let guarded = value.as_str().filter(|text| form == "csv" && text.starts_with('='));
                let expected = guarded.map_or_else(|| value.clone(), |text| format!("'{text}").into());
                assert_eq!(is[name], expected, "{form} {id} {name}");
            }
        }
    }
}

/// So many events, and one more that two lists tell of and that is merged; the lists too.
fn many_and_a_merged_one(folder: &Path, count: usize) -> (Server, [PathBuf; 2]) {
    const HEADER: &str = "id,date,place,region,type,deaths,source\n";
    let lists = ["radio.csv", "press.csv"].map(|name| folder.join(name));
    let mut radio = HEADER.to_owned();
    for number in 0..count {
        writeln!(radio, "R-{number:05},2023-10-01,Gao,Gao,attack,,radio").unwrap();
    }
    fs::write(&lists[0], radio + "R-X,2020-01-01,Bourem,Gao,attack,2,radio\n").unwrap();
    fs::write(&lists[1], format!("{HEADER}P-X,2020-01-01,Bourem,Gao,attack,3,press\n")).unwrap();
    let store = folder.join("many.gpkg");
    for list in &lists {
        import(&store, list, &[]);
    }
    let server = Server::start(&store);
    let pair = server.json("/duplicates?state=proposed")["duplicates"][0]["id"].clone();
    let decision = serde_json::json!({ "decision": "merge" });
    assert_eq!(server.send("POST", &format!("/duplicates/{pair}"), Some(&decision)).0, 200);
    (server, lists)
}

#[test]
fn a_page_ends_and_a_file_does_not() {
    let folder = folder();
    let (server, _) = many_and_a_merged_one(folder.path(), 10_000);
    for limit in ["", "&limit=50000"] {
        let rows = table(&get(&server, &format!("{ITEMS}?f=csv{limit}")).body);
        assert_eq!(rows.len(), 10_001, "nothing is cut off without a word");
    }
    let page: Value = serde_json::from_slice(&get(&server, &format!("{ITEMS}?limit=50000")).body).unwrap();
    assert_eq!(page["numberReturned"], 10_000);
    assert!(page["links"].as_array().unwrap().iter().any(|link| link["rel"] == "next"));
    assert!(
        get(&server, &format!("{ITEMS}?f=html&limit=5000")).text().contains("<strong>1,000</strong> of ")
    );
}

#[test]
fn a_file_has_what_few_events_have() {
    let folder = folder();
    let (server, lists) = many_and_a_merged_one(folder.path(), 1_001);
    let merged = server.json(&format!("{ITEMS}?place_text=Bourem"))["features"][0].clone();
    assert_eq!(merged["properties"]["merged_from"].as_array().map(Vec::len), Some(2), "{merged}");
    // A page whose first feature is not merged can be asked for it too.
    let chosen = server.json(&format!("{ITEMS}?properties=merged_from&limit=3"));
    assert_eq!(chosen["features"][0]["properties"], serde_json::json!({}));
    for form in ["csv", "gpkg"] {
        let list = folder.path().join(format!("all.{form}"));
        fs::write(&list, get(&server, &format!("{ITEMS}?f={form}")).body).unwrap();
        let store = folder.path().join(format!("again-{form}.gpkg"));
        assert_eq!(counts(&import(&store, &list, &[]))[1], 1_002, "{form}");
        for list in &lists {
            assert_eq!(
                counts(&import(&store, list, &[]))[1],
                0,
                "{form}: the lists of its parts add nothing"
            );
        }
        let again = Server::start(&store).json(&format!("{ITEMS}?place_text=Bourem"))["features"][0].clone();
        assert_eq!(again["properties"]["merged_from"], merged["properties"]["merged_from"], "{form}");
    }
    assert!(get(&server, &format!("{ITEMS}?f=kml")).text().contains("<Data name=\"merged_from\">"));
    let fgb = get(&server, &format!("{ITEMS}?f=fgb")).body;
    let mut features = FgbReader::open(Cursor::new(&fgb)).unwrap().select_all().unwrap();
    let mut parts = Vec::new();
    while let Some(feature) = features.next().unwrap() {
        parts.extend(feature.properties().unwrap().get("merged_from").cloned());
    }
    let told: Vec<Value> = parts.iter().map(|parts| serde_json::from_str(parts).unwrap()).collect();
    assert_eq!(told, [merged["properties"]["merged_from"].clone()]);
}

#[test]
fn a_file_of_units_counts_the_events_that_its_page_counts() {
    let (_folder, server) = served();
    let address = "/collections/regions/items?at=2023-01-01&kind=attack,clash&datetime=2023-10-01/..";
    let page = server.json(&format!("{address}&limit=1000"));
    let expected: BTreeMap<String, u64> = by_id(page["features"].as_array().unwrap().clone())
        .into_iter()
        .map(|(id, unit)| (id, unit["properties"]["events"].as_u64().unwrap()))
        .collect();
    assert!(expected.values().any(|count| *count > 0));
    let rows = table(&get(&server, &format!("{address}&f=csv")).body);
    let told: BTreeMap<String, u64> =
        rows.iter().map(|row| (row["id"].clone(), row["events"].parse().unwrap())).collect();
    assert_eq!(told, expected);
    let all = server.json("/collections/regions/items?at=2023-01-01&limit=1000");
    assert_ne!(all["features"], page["features"], "the conditions matter");
}

#[test]
fn placemarks_tell_what_the_features_tell() {
    let (_folder, server) = served();
    let answer = get(&server, &format!("{ITEMS}?f=kml"));
    assert_eq!(answer.header("content-type"), "application/vnd.google-earth.kml+xml");
    let mut reader = Reader::from_str(answer.text());
    let (mut path, mut places, mut names, mut texts) = (Vec::new(), 0, Vec::new(), String::new());
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) => {
                path.push(tag.name().as_ref().to_owned());
                texts.clear();
            }
            Event::End(_) => {
                let closed = path.pop().unwrap();
                if closed == "name" && path.last().is_some_and(|parent| parent == "Placemark") {
                    names.push(std::mem::take(&mut texts));
                }
                places += usize::from(closed == "Point");
                texts.clear();
            }
            Event::Text(text) => texts.push_str(&text),
            Event::GeneralRef(name) => texts.extend(["&", &name, ";"]),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty(), "everything is closed");
    let features = server.all(ITEMS);
    assert_eq!((places, names.len()), (features.len(), features.len()));
    let first = features[0]["properties"]["title"].as_str().unwrap();
    assert_eq!(names[0], first.replace('&', "&amp;").replace('\'', "&apos;"));
    assert!(answer.text().contains("&lt;x&gt;") && answer.text().contains("a &amp; b"), "text stays text");
    let regions = get(&server, "/collections/regions/items?f=kml");
    let expected = server.all("/collections/regions/items");
    assert_eq!(regions.text().matches("<Placemark>").count(), expected.len());
    assert!(regions.text().contains("<outerBoundaryIs>"));
}

#[test]
fn a_geopackage_is_one_to_other_programs() {
    let (folder, server) = served();
    for (collection, geometry) in [("events", "POINT"), ("regions", "GEOMETRY"), ("unlocated", "GEOMETRY")] {
        let path = folder.path().join(format!("{collection}.gpkg"));
        fs::write(&path, get(&server, &format!("/collections/{collection}/items?f=gpkg")).body).unwrap();
        let expected = server.all(&format!("/collections/{collection}/items"));
        let connection = Connection::open(&path).unwrap();
        let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(one("PRAGMA integrity_check"), "ok");
        assert_eq!(one("SELECT geometry_type_name FROM gpkg_geometry_columns"), geometry);
        assert_eq!(one(&format!("SELECT count(*) || '' FROM {collection}")), expected.len().to_string());
        let ids: Vec<String> = connection
            .prepare(&format!("SELECT id FROM {collection} ORDER BY fid"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(ids, expected.iter().map(|feature| feature["id"].as_str().unwrap()).collect::<Vec<_>>());
        read_by_gdal(&path, collection, expected.len());
    }
    let connection = Connection::open(folder.path().join("events.gpkg")).unwrap();
    let types =
        "SELECT group_concat(DISTINCT typeof(p)) || '/' || group_concat(DISTINCT typeof(line)) FROM events";
    assert_eq!(connection.query_row(types, [], |row| row.get::<_, String>(0)).unwrap(), "real/integer");
    let days =
        "SELECT group_concat(type) FROM pragma_table_info('events') WHERE name IN ('date_start', 'date_end')";
    assert_eq!(connection.query_row(days, [], |row| row.get::<_, String>(0)).unwrap(), "DATE,DATE");
}

#[test]
fn a_time_of_day_is_no_date_to_other_programs() {
    let folder = folder();
    let (store, list) = (folder.path().join("a.gpkg"), folder.path().join("times.csv"));
    fs::write(&list, "id,date,place\nT-1,2023-10-01,Gao\nT-2,2023-10-02T18:30:00Z,Gao\n").unwrap();
    import(&store, &list, &[]);
    let path = folder.path().join("events.gpkg");
    fs::write(&path, get(&Server::start(&store), &format!("{ITEMS}?f=gpkg")).body).unwrap();
    let connection = Connection::open(&path).unwrap();
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let types =
        "SELECT group_concat(type) FROM pragma_table_info('events') WHERE name IN ('date_start', 'date_end')";
    assert_eq!(one(types), "TEXT,TEXT");
    assert_eq!(one("SELECT group_concat(date_start) FROM events"), "2023-10-01,2023-10-02T18:30:00Z");
    assert_eq!(one("PRAGMA integrity_check"), "ok");
    read_by_gdal(&path, "events", 2);
}

#[test]
fn a_flatgeobuf_holds_every_feature_with_its_columns_and_finds_by_box() {
    let (folder, server) = served();
    let answer = get(&server, &format!("{ITEMS}?f=fgb"));
    assert_eq!(answer.header("content-type"), "application/flatgeobuf");
    let expected = by_id(server.all(ITEMS));
    let mut found = BTreeMap::new();
    let mut features = FgbReader::open(Cursor::new(&answer.body)).unwrap().select_all().unwrap();
    while let Some(feature) = features.next().unwrap() {
        let properties = feature.properties().unwrap();
        found.insert(properties["id"].clone(), properties);
    }
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (id, feature) in &expected {
        for (name, value) in feature["properties"].as_object().unwrap() {
            let told = found[id].get(name).cloned().unwrap_or_default();
            match value.as_f64() {
                Some(number) => assert_eq!(told.parse::<f64>().ok(), Some(number), "{id} {name}"),
                None => assert_eq!(parsed(&told), parsed(&cell(value)), "{id} {name}"),
            }
        }
    }
    let boxed = server.json(&format!("{ITEMS}?bbox=-1,15,2,17"))["numberMatched"].as_u64().unwrap();
    let reader = FgbReader::open(Cursor::new(&answer.body)).unwrap();
    let mut features = reader.select_bbox(-1.0, 15.0, 2.0, 17.0).unwrap();
    let mut inside = 0;
    while features.next().unwrap().is_some() {
        inside += 1;
    }
    assert_eq!(inside, boxed);
    let path = folder.path().join("events.fgb");
    fs::write(&path, &answer.body).unwrap();
    if let Some(said) = read_by_gdal(&path, "events", expected.len()) {
        assert!(said.contains("date_start: DateTime"), "{said}");
        assert!(said.contains("Geometry: Point"), "{said}");
    }
}

#[test]
fn a_flatgeobuf_says_what_shapes_it_holds_whatever_comes_first() {
    let (folder, server) = served();
    // Of communes some are drawn and some are points; a box may hold those of one kind only.
    let drawn = |unit: &Value| unit["geometry"]["type"] != "Point";
    let mut said_of = BTreeMap::new();
    for address in [
        "regions/items?at=2024-01-01",
        "regions/items?",
        "cercles/items?",
        "communes/items?",
        "places/items?bbox=-1,16,0,17",
    ] {
        let all = server.all(&format!("/collections/{address}"));
        let layer = address.split('/').next().unwrap();
        let kinds: BTreeSet<bool> =
            all.iter().filter(|unit| !unit["geometry"].is_null()).map(drawn).collect();
        let (kind, geometry) = match (kinds.contains(&false), kinds.contains(&true)) {
            (true, false) => (GeometryType::Point, "Point"),
            (false, true) => (GeometryType::MultiPolygon, "Multi Polygon"),
            _ => (GeometryType::Unknown, "Unknown (any)"),
        };
        let sep = if address.ends_with('?') { "" } else { "&" };
        let body = get(&server, &format!("/collections/{address}{sep}f=fgb")).body;
        assert_eq!(FgbReader::open(Cursor::new(&body)).unwrap().header().geometry_type(), kind, "{address}");
        // Each has the shape and the properties that it has.
        let mut features = FgbReader::open(Cursor::new(&body)).unwrap().select_all().unwrap();
        let mut ids = BTreeSet::new();
        while let Some(feature) = features.next().unwrap() {
            let id = feature.properties().unwrap()["id"].clone();
            let unit = all.iter().find(|unit| unit["id"] == *id).unwrap();
            let shape = feature.geometry().unwrap();
            let of = if kind == GeometryType::Unknown { shape.type_() } else { kind };
            assert_eq!(of != GeometryType::Point, drawn(unit), "{id}");
            assert!(ids.insert(id));
        }
        assert_eq!(ids.len(), all.iter().filter(|unit| !unit["geometry"].is_null()).count(), "{address}");
        let path = folder.path().join(format!("{layer}.fgb"));
        fs::write(&path, &body).unwrap();
        if let Some(said) = read_by_gdal(&path, layer, ids.len()) {
            assert!(said.contains(&format!("Geometry: {geometry}")), "{address}: {said}");
        }
        said_of.insert(geometry, address);
    }
    assert!(said_of.len() >= 2, "{said_of:?}");
}

#[test]
fn a_form_is_chosen_by_header_too_and_head_makes_no_file() {
    let (_folder, server) = served();
    let csv = server.ask("GET", ITEMS, &[("accept", "text/csv")]);
    assert!(csv.text().starts_with("id,longitude,latitude,title,kind"), "{}", csv.text());
    let head = server.ask("HEAD", &format!("{ITEMS}?f=gpkg"), &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-type"), "application/geopackage+sqlite3");
    let again = server.ask("GET", &format!("{ITEMS}?f=gpkg"), &[("if-none-match", head.header("etag"))]);
    assert_eq!(again.status, 304);
    let one = server.all(ITEMS)[0]["id"].as_str().unwrap().to_owned();
    server.ask("GET", &format!("{ITEMS}/{one}?f=kml"), &[]).problem(400);
    server.ask("GET", &format!("{ITEMS}?f=csv&bbox=1"), &[]).problem(400);
    let refused = server.ask("GET", &format!("{ITEMS}?f=csv&properties=title"), &[]).problem(400);
    assert_eq!(refused["parameter"], "properties", "not left aside without a word");
}

/// GDAL reads it, where it is installed.
/// What GDAL says of a file; `None` where it is not there.
fn read_by_gdal(path: &Path, layer: &str, count: usize) -> Option<String> {
    let Ok(said) = Command::new("ogrinfo").args(["-ro", "-so", "-al"]).arg(path).output() else {
        println!("not tested: ogrinfo is not there");
        return None;
    };
    let (said, complaint) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(said.contains(&format!("Layer name: {layer}")), "{said}{complaint}");
    assert!(said.contains(&format!("Feature Count: {count}")), "{said}{complaint}");
    assert!(complaint.is_empty(), "{complaint}");
    Some(said.into_owned())
}
