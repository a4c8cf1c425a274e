//! The gazetteer as an operator changes it: packs, local places, what lists teach; with a service running meanwhile.

use crate::support::{Server, azalai, counts, dev_data, failure, folder, import, run, stdout};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `azalai gazetteer ... --data STORE`.
fn gazetteer(store: &Path, arguments: &[&str]) -> Command {
    let mut command = azalai();
    command.arg("gazetteer").args(arguments).arg("--data").arg(store);
    command
}

fn parsed(command: &mut Command) -> Value {
    serde_json::from_str(&stdout(command)).expect("JSON")
}

fn geocode(store: &Path, name: &str, region: &str) -> Value {
    parsed(azalai().args(["geocode", name, "--region", region, "--json", "--data"]).arg(store))
}

/// Names of the layers.
fn layers(store: &Path) -> Vec<String> {
    let layers = parsed(&mut gazetteer(store, &["list", "--json"]));
    let names = layers.as_array().expect("layers").iter();
    names.map(|layer| layer["name"].as_str().expect("a name").to_owned()).collect()
}

/// A table of places that no gazetteer has, with a broken line.
fn table(folder: &Path) -> PathBuf {
    let path = folder.join("survey.csv");
    let rows = "name,lon,lat,kind\nZoumbatalla,-1.2287,17.4312,village\nBroken,abc,17.5,village\n\
        Kantakorem,0.4433,19.1122,well\n";
    fs::write(&path, rows).unwrap();
    path
}

const ZOUMBATALLA: [&str; 8] =
    ["--name", "Zoumbatalla", "--lon", "-1.2287", "--lat", "17.4312", "--source", "A. Maïga"];

#[test]
fn a_pack_is_kept_over_restarts_and_gone_when_it_is_removed() {
    let folder = folder();
    let (store, file) = (folder.path().join("a.gpkg"), table(folder.path()));
    let before = geocode(&store, "Zoumbatalla", "Gao");
    let tried = parsed(gazetteer(&store, &["add", "--json", "--dry-run"]).arg(&file));
    assert_eq!((&tried["dry_run"], &tried["read"]["places"]), (&json!(true), &json!(2)));
    assert!(!store.exists(), "neither made a store");
    let added = parsed(gazetteer(&store, &["add", "--json", "--attribution", "the survey"]).arg(&file));
    assert_eq!((&added["name"], &added["replaced"]), (&json!("survey"), &json!(false)));
    let read = &added["read"];
    let told = ["rows", "places", "rejected", "problem_count"].map(|name| read[name].as_u64().unwrap());
    assert_eq!(told, [3, 2, 1, 1], "{added}");
    assert_eq!(read["problems"][0]["line"], 3);
    assert_eq!(added["merged"]["new"], 2, "{added}");
    assert_eq!(layers(&store), ["seed", "survey", "local"]);
    let listed = parsed(&mut gazetteer(&store, &["list", "--json"]));
    assert_eq!(listed[1]["sha256"], added["sha256"]);
    assert_eq!((&listed[1]["attribution"], &listed[1]["places"]), (&json!("the survey"), &json!(2)));
    let found = geocode(&store, "Zoumbatalla", "Gao");
    assert_eq!(found["candidates"][0]["layer"], "survey", "{found}");
    for _ in 0..2 {
        let server = Server::start(&store);
        let answer = server.json("/geocode?q=Zoumbatalla&region=Gao");
        assert_eq!(answer, found, "the service answers as the command does");
    }
    let again = parsed(gazetteer(&store, &["add", "--json"]).arg(&file));
    assert_eq!(again["replaced"], true);
    assert_eq!(layers(&store), ["seed", "survey", "local"], "once");
    let said = stdout(&mut gazetteer(&store, &["remove", "survey"]));
    assert!(said.contains("survey: removed"), "{said}");
    assert_eq!(geocode(&store, "Zoumbatalla", "Gao"), before);
}

#[test]
fn a_running_service_sees_what_another_process_adds_and_removes() {
    let folder = folder();
    let (store, file) = (folder.path().join("a.gpkg"), table(folder.path()));
    let server = Server::start(&store);
    // The health answer follows the store before it answers.
    let places = || server.json("/healthz")["places"].as_u64().unwrap();
    let before = (places(), server.json("/geocode?q=Zoumbatalla"));
    stdout(gazetteer(&store, &["add"]).arg(&file));
    assert_eq!(places(), before.0 + 2);
    assert_eq!(server.json("/geocode?q=Zoumbatalla")["candidates"][0]["layer"], "survey");
    let shown = server.all("/collections/places/items?bbox=-1.3,17.4,-1.2,17.5");
    assert_eq!(shown[0]["properties"]["name"], "Zoumbatalla");
    stdout(&mut gazetteer(&store, &["remove", "survey"]));
    assert_eq!((places(), server.json("/geocode?q=Zoumbatalla")), before);
    let mut add = gazetteer(&store, &["local", "add", "--json"]);
    let place = parsed(add.args(ZOUMBATALLA));
    assert_eq!(
        (&place["id"], &place["how"], &place["seen"]),
        (&json!("local-1"), &json!("confirmed"), &json!(0))
    );
    assert_eq!(places(), before.0 + 1);
    assert_eq!(server.json("/geocode?q=Zoumbatalla")["candidates"][0]["id"], "local-1");
    let mut edit = gazetteer(&store, &["local", "edit", "local-1", "--json"]);
    let edited =
        parsed(edit.args(["--lat", "17.5", "--kind", "village", "--region", "Gao", "--alias", "Zumbatala"]));
    assert_eq!((&edited["lat"], &edited["name"]), (&json!(17.5), &json!("Zoumbatalla")));
    places();
    let answer = server.json("/geocode?q=Zumbatala&region=Gao");
    assert_eq!(answer["candidates"][0]["point"], json!([-1.2287, 17.5]), "{answer}");
    stdout(&mut gazetteer(&store, &["local", "remove", "1"]));
    assert_eq!((places(), server.json("/geocode?q=Zoumbatalla")), before);
    let none = stdout(&mut gazetteer(&store, &["local", "list"]));
    assert_eq!(none, "no local places\n");
}

#[test]
fn what_cannot_be_added_or_removed_is_refused_with_the_reason_and_makes_no_store() {
    let folder = folder();
    let (store, file) = (folder.path().join("a.gpkg"), table(folder.path()));
    let refused = |arguments: &[&str], more: &[&str]| failure(gazetteer(&store, arguments).args(more));
    fs::write(folder.path().join("noise.csv"), "name,lon,lat\nBroken,abc,17.5\n").unwrap();
    let noise = folder.path().join("noise.csv");
    let said = refused(&["add"], &[noise.to_str().unwrap()]);
    assert!(said.contains("nothing in 'noise.csv'") && said.contains("line 2"), "{said}");
    assert!(refused(&["add"], &["missing.zip"]).contains("cannot open 'missing.zip'"));
    assert!(refused(&["add"], &[folder.path().to_str().unwrap()]).contains("is a folder"));
    let said = refused(&["add", "--name", "seed"], &[file.to_str().unwrap()]);
    assert!(said.contains("a pack cannot be named 'seed'"), "{said}");
    for (more, rule) in [
        (["--lon", "NaN", "--lat", "17"], "longitude NaN is not within -180 and 180"),
        (["--lon", "17.4312", "--lat", "-1.2287"], "lon and lat look exchanged"),
        (["--lon", "-1", "--lat", "95"], "latitude 95 is not within -90 and 90"),
    ] {
        let mut arguments = vec!["local", "add", "--name", "Zoumbatalla", "--source", "x"];
        arguments.extend(more);
        let said = refused(&arguments, &[]);
        assert!(said.contains(rule), "{said}");
    }
    assert!(refused(&["local", "add", "--name", "Zoumbatalla"], &[]).contains("lon is missing"));
    assert!(refused(&["remove", "survey"], &[]).contains("there is no file"));
    assert!(!store.exists(), "nothing was made");
    stdout(gazetteer(&store, &["add"]).arg(&file));
    let said = refused(&["remove", "surveys\u{1b}[2J"], &[]);
    assert!(said.contains("there is no pack 'surveys [2J'; there are: survey"), "{said}");
    assert!(refused(&["remove", "seed"], &[]).contains("part of the program"));
    assert!(refused(&["remove", "local"], &[]).contains("local remove ID"));
    for id in ["local-9", "9", "nine", "-1", "99999999999999999999"] {
        for arguments in [&["local", "remove", "--", id][..], &["local", "edit", "--name", "X y", "--", id]] {
            // What follows "--" is no flag, so the store is named by the environment.
            let output = run(azalai().arg("gazetteer").args(arguments).env("AZALAI_DATA", &store));
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains(&format!("there is no local place '{id}'")), "{said}");
        }
    }
    stdout(gazetteer(&store, &["local", "add"]).args(ZOUMBATALLA));
    let twin = failure(gazetteer(&store, &["local", "add"]).args(ZOUMBATALLA));
    assert!(twin.contains("'Zoumbatalla' is there already, 0 m away: change local-1 instead"), "{twin}");
    assert!(refused(&["local", "edit", "1"], &[]).contains("nothing to change"));
}

#[test]
fn hostile_names_do_not_reach_the_terminal() {
    let folder = folder();
    let (store, file) = (folder.path().join("a.gpkg"), folder.path().join("x.csv"));
    fs::write(&file, "name,lon,lat\nZoum\u{202e}batalla,-1.2287,17.4312\n\u{1b}[31mred,abc,1\n").unwrap();
    let mut said = stdout(gazetteer(&store, &["add", "--attribution", "\u{1b}[2J\u{202e}"]).arg(&file));
    said += &stdout(&mut gazetteer(&store, &["list"]));
    let mut place = ZOUMBATALLA;
    place[1] = "Zoum\u{202e}batalla";
    said += &stdout(gazetteer(&store, &["local", "add"]).args(place));
    said += &stdout(&mut gazetteer(&store, &["local", "list"]));
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
}

#[test]
fn a_list_that_is_trusted_teaches_and_what_it_taught_can_be_taken_back() {
    let folder = folder();
    let (store, list) = (folder.path().join("a.gpkg"), folder.path().join("week-40.csv"));
    let rows = "id,date,place,region,latitude,longitude\n\
        S-1,2023-10-01,Zoumbatalla,Gao,17.4312,-1.2287\n\
        S-2,2023-10-02,Zoumbatalla,Gao,17.4312,-1.2287\n\
        S-3,2023-10-02,Kantakorem,Kidal,19.1122,0.4433\n\
        S-4,2023-10-02,Kantakorem,Kidal,18.1122,0.4433\n";
    fs::write(&list, rows).unwrap();
    let before = geocode(&store, "Zoumbatalla", "Gao");
    let plain = import(&store, &list, &["--dry-run"]);
    assert_eq!((counts(&plain)[1], &plain["learned"], &plain["learning"]), (4, &json!(0), &Value::Null));
    let tried = import(&store, &list, &["--dry-run", "--learn"]);
    assert_eq!((&tried["learned"], store.exists()), (&json!(1), false));
    let report = import(&store, &list, &["--learn"]);
    assert_eq!((counts(&report)[1], &report["learned"]), (4, &json!(1)));
    assert_eq!(report["learning"]["places"][0]["rows"], 2);
    assert_eq!(report["learning"]["conflicts"][0]["name"], "Kantakorem");
    let places = parsed(&mut gazetteer(&store, &["local", "list", "--json"]));
    assert_eq!((&places[0]["source"], &places[0]["how"]), (&json!("week-40.csv"), &json!("list")));
    assert_eq!(geocode(&store, "Zoumbatalla", "Gao")["candidates"][0]["layer"], "local");
    let said = stdout(azalai().args(["import", "--learn", "--data"]).arg(&store).arg(&list));
    assert!(said.contains("0 places learned, 0 seen again, 1 names not learned"), "{said}");
    assert!(said.contains("not learned  place   Kantakorem"), "{said}");
    stdout(&mut gazetteer(&store, &["local", "remove", "local-1"]));
    assert_eq!(geocode(&store, "Zoumbatalla", "Gao"), before);
    // The same over HTTP, where the service answers with what it learned at once.
    let server = Server::start(&store);
    let fields =
        |learn: &'static [u8]| [("file", Some("week-41.csv"), rows.as_bytes()), ("learn", None, learn)];
    let (status, report) = server.post_form("/imports", &fields(b"true"), &[]);
    assert_eq!((status, &report["learned"]), (200, &json!(1)), "{report}");
    assert_eq!(server.json("/geocode?q=Zoumbatalla&region=Gao")["candidates"][0]["layer"], "local");
    let (status, problem) = server.post_form("/imports", &fields(b"maybe"), &[]);
    assert_eq!((status, &problem["parameter"]), (400, &json!("learn")), "{problem}");
}

#[test]
fn a_person_confirms_changes_and_removes_places_over_http() {
    let folder = folder();
    let server = Server::start(&folder.path().join("a.gpkg"));
    let before = server.json("/geocode?q=Zoumbatalla");
    let layers = server.json("/gazetteer/layers");
    assert_eq!(
        (&layers["layers"][0]["name"], &layers["layers"][1]["name"]),
        (&json!("seed"), &json!("local"))
    );
    let new = json!({"name": "Zoumbatalla", "lon": -1.2287, "lat": 17.4312, "kind": "village",
        "aliases": ["Zumbatala"], "region": "Gao", "cercle": "Atlantis", "source": "A. Maïga, by telephone"});
    let (status, saved) = server.send("POST", "/gazetteer/places", Some(&new));
    assert_eq!(
        (status, &saved["id"], &saved["cercle"]),
        (201, &json!("local-1"), &json!("Atlantis")),
        "{saved}"
    );
    assert!(saved["notes"][0].as_str().unwrap().contains("'Atlantis'"), "{saved}");
    assert_eq!(server.json("/gazetteer/places/local-1")["name"], "Zoumbatalla");
    assert_eq!(server.json("/geocode?q=Zumbatala")["candidates"][0]["id"], "local-1", "found at once");
    assert_eq!(server.send("POST", "/gazetteer/places", Some(&new)).0, 409, "once");
    let change = json!({"cercle": null, "lat": 17.5});
    let (status, edited) = server.send("PATCH", "/gazetteer/places/local-1", Some(&change));
    assert_eq!((status, &edited["cercle"], &edited["lat"]), (200, &Value::Null, &json!(17.5)), "{edited}");
    assert_eq!((&edited["region"], &edited["notes"]), (&json!("Gao"), &json!([])));
    assert_eq!(server.json("/gazetteer/places")["places"][0]["lat"], 17.5);
    for (method, path, body, status, named) in [
        ("POST", "/gazetteer/places", json!({"name": "X y", "lat": 17, "source": "x"}), 400, "lon"),
        (
            "POST",
            "/gazetteer/places",
            json!({"name": "X y", "lon": 17, "lat": -1, "source": "x"}),
            400,
            "lon",
        ),
        ("POST", "/gazetteer/places", json!({"name": 5}), 400, "name"),
        ("POST", "/gazetteer/places", json!({"longitude": 5}), 400, "longitude"),
        ("POST", "/gazetteer/places", json!({"lon": "5"}), 400, "lon"),
        ("POST", "/gazetteer/places", json!({"aliases": ["a", 5]}), 400, "aliases"),
        ("POST", "/gazetteer/places", json!(["name"]), 400, ""),
        ("PATCH", "/gazetteer/places/local-1", json!({"kind": "hamlet"}), 400, "kind"),
        ("PATCH", "/gazetteer/places/local-1", json!({}), 400, ""),
        ("PATCH", "/gazetteer/places/local-9", json!({"kind": "well"}), 404, ""),
        ("DELETE", "/gazetteer/places/seed", Value::Null, 404, ""),
        ("PUT", "/gazetteer/places/local-1", json!({}), 405, ""),
        ("DELETE", "/gazetteer/layers", Value::Null, 405, ""),
    ] {
        let (got, problem) = server.send(method, path, Some(&body));
        assert_eq!((got, &problem["status"]), (status, &json!(status)), "{method} {path} {body}: {problem}");
        assert_eq!(problem["parameter"].as_str().unwrap_or_default(), named, "{problem}");
    }
    let kind = server.send_text("POST", "/gazetteer/places", "text/plain", "{}");
    assert_eq!(kind.0, 415, "{kind:?}");
    let huge = format!("{{\"name\":\"{}\"}}", "a".repeat(100_000));
    assert_eq!(server.send_text("POST", "/gazetteer/places", "application/json", &huge).0, 413);
    assert_eq!(server.send_text("POST", "/gazetteer/places", "application/json", "{\"lon\":1e999}").0, 400);
    assert_eq!(server.send("DELETE", "/gazetteer/places/local-1", None).0, 204);
    assert_eq!(server.json("/geocode?q=Zoumbatalla"), before);
    assert_eq!(server.send("DELETE", "/gazetteer/places/local-1", None).0, 404);
}

#[test]
fn a_damaged_pack_is_named_and_a_running_service_goes_on_without_it() {
    let folder = folder();
    let (store, file) = (folder.path().join("a.gpkg"), table(folder.path()));
    stdout(gazetteer(&store, &["add"]).arg(&file));
    let server = Server::start(&store);
    let before = server.json("/geocode?q=Zoumbatalla");
    let other = rusqlite::Connection::open(&store).unwrap();
    other.execute("UPDATE gazetteer_packs SET body = substr(body, 1, 40)", []).unwrap();
    server.json("/healthz");
    assert_eq!(server.json("/geocode?q=Zoumbatalla"), before, "as it was");
    let said = failure(azalai().args(["geocode", "Gao", "--data"]).arg(&store));
    assert!(said.contains("the gazetteer's pack 'survey' cannot be used"), "{said}");
    assert!(said.contains("azalai gazetteer remove survey"), "{said}");
    stdout(&mut gazetteer(&store, &["remove", "survey"]));
    assert_eq!(geocode(&store, "Gao", "Gao")["location"]["status"], "located");
}

#[test]
fn the_country_file_of_geonames_becomes_a_layer() {
    let Some(dump) = dev_data("geonames-ML.tsv.gz") else { return };
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let added = parsed(gazetteer(&store, &["add", "--json"]).arg(&dump));
    assert_eq!(added["name"], "geonames-ml");
    let read = &added["read"];
    let count = |name: &str| read[name].as_u64().unwrap();
    let left_out: u64 = read["left_out"].as_object().unwrap().values().map(|v| v.as_u64().unwrap()).sum();
    assert_eq!(
        count("rows"),
        count("places") + count("shapes") + count("joined") + count("rejected") + left_out
    );
    assert!(count("places") > 15_000, "{read}");
    let merged = &added["merged"];
    let became = ["new", "same", "units"].map(|name| merged[name].as_u64().unwrap());
    assert_eq!(became.iter().sum::<u64>(), count("places"), "{merged}");
    assert!(became[1] > 100, "the seed's places are among them: {merged}");
    assert_eq!(layers(&store), ["seed", "geonames-ml", "local"]);
    let server = Server::start(&store);
    assert!(server.json("/healthz")["places"].as_u64().unwrap() > 15_000);
}

#[test]
fn another_kind_of_file_does_not_take_the_place_of_a_pack_unasked() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let table = table(folder.path());
    let points = folder.path().join("survey.geojson");
    let point = json!({"type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": {"name": "Tinqalot"},
        "geometry": {"type": "Point", "coordinates": [0.5, 19.2]},
    }]});
    fs::write(&points, point.to_string()).unwrap();
    run(gazetteer(&store, &["add"]).arg(&table));
    let told = failure(gazetteer(&store, &["add"]).arg(&points));
    assert!(told.contains("'survey' already, 2 places and 0 shapes read from 'survey.csv'"), "{told}");
    assert!(told.contains("--name"), "{told}");
    assert_eq!(geocode(&store, "Zoumbatalla", "Gao")["location"]["status"], "located", "nothing is lost");
    // Said to be meant, it is done, and told what goes.
    let told = stdout(gazetteer(&store, &["add", "--name", "survey"]).arg(&points));
    assert!(told.contains("2 places and 0 shapes read from 'survey.csv', goes"), "{told}");
    assert_eq!(layers(&store), ["seed", "survey", "local"]);
}
