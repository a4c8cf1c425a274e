//! The HTTP interface, held to the API's description and to brute force.

use crate::support::{Server, counts, file, folder, import};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use tempfile::TempDir;

fn demo() -> (TempDir, Server) {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    for list in ["incidents-2023.csv", "liste-hebdomadaire.csv"] {
        import(&store, &file("data/samples").join(list), &[]);
    }
    let server = Server::start(&store);
    (folder, server)
}

fn ids(features: &[Value]) -> Vec<String> {
    features.iter().map(|f| f["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn the_north_with_bamba_among_it_comes_by_its_box() {
    let (_folder, server) = demo();
    let north = server.json("/collections/events/items?bbox=-4,15,2,19");
    assert_eq!(north["type"], "FeatureCollection");
    let features = north["features"].as_array().unwrap();
    assert_eq!(north["numberReturned"], features.len());
    assert_eq!(north["numberMatched"], features.len());
    assert!(north["timeStamp"].as_str().unwrap().ends_with('Z'));
    let bamba = features.iter().filter(|f| f["properties"]["place"] == "Bamba").count();
    assert!(bamba >= 3, "{bamba}");
    for feature in features {
        let at = &feature["geometry"]["coordinates"];
        assert!(
            (-4.0..=2.0).contains(&at[0].as_f64().unwrap())
                && (15.0..=19.0).contains(&at[1].as_f64().unwrap())
        );
        assert!(!feature["properties"]["why"].as_str().unwrap().is_empty());
        assert!(!feature["properties"]["why_fr"].as_str().unwrap().is_empty());
    }
}

#[test]
fn the_root_is_a_map_for_people_and_a_landing_page_for_machines() {
    let (_folder, server) = demo();
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let (status, kind, body) = server.get_as("/", browser);
    assert_eq!((status, kind.as_str()), (200, "text/html; charset=utf-8"));
    assert!(body.contains("<html"), "{body}");
    for path in ["/", "/?f=json"] {
        let (_, kind, body) = server.get_as(path, "*/*");
        assert_eq!(kind, "application/json");
        let page: Value = serde_json::from_str(&body).unwrap();
        let rels: Vec<&str> =
            page["links"].as_array().unwrap().iter().map(|l| l["rel"].as_str().unwrap()).collect();
        for rel in ["self", "alternate", "service-desc", "conformance", "data"] {
            assert!(rels.contains(&rel), "{rel}");
        }
        for link in page["links"].as_array().unwrap() {
            assert_eq!(server.get(link["href"].as_str().unwrap()).0, 200, "{link}");
        }
    }
    assert_eq!(server.get_as("/?f=html", "*/*").1, "text/html; charset=utf-8");
}

#[test]
fn every_collection_describes_itself_and_gives_items() {
    let (_folder, server) = demo();
    let collections = server.json("/collections");
    let listed: Vec<&str> =
        collections["collections"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
    assert_eq!(listed, ["events", "unlocated", "places", "regions", "cercles", "communes"]);
    for id in listed {
        let one = server.json(&format!("/collections/{id}"));
        assert_eq!(one["id"], id);
        let items = server.json(&format!("/collections/{id}/items?limit=3"));
        let feature = &items["features"][0];
        let alone = server.json(&format!("/collections/{id}/items/{}", feature["id"].as_str().unwrap()));
        assert_eq!(alone["properties"], feature["properties"], "{id}");
        assert_eq!(alone["geometry"], feature["geometry"], "{id}");
        assert!(alone["links"].as_array().unwrap().iter().any(|l| l["rel"] == "self"), "{id}");
    }
    let bambas = server.all("/collections/places/items?limit=10000");
    let bambas: Vec<&Value> = bambas.iter().filter(|p| p["properties"]["name"] == "Bamba").collect();
    let parents: BTreeSet<&str> =
        bambas.iter().map(|b| b["properties"]["cercle"].as_str().unwrap()).collect();
    assert_eq!(parents.into_iter().collect::<Vec<_>>(), ["Bougouni", "Bourem", "Koro"]);
    assert_eq!(server.json("/collections/regions/items")["numberMatched"], 33, "of every division");
}

#[test]
fn what_breaks_a_rule_is_refused_by_name() {
    let (_folder, server) = demo();
    let items = "/collections/events/items";
    for (query, parameter) in [
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,2,3,4,5", "bbox"),
        ("bbox=1,2,3,4,5,6,7", "bbox"),
        ("bbox=NaN,2,3,4", "bbox"),
        ("bbox=1,2,inf,4", "bbox"),
        ("bbox=1,2,3,91", "bbox"),
        ("bbox=1,5,3,4", "bbox"),
        ("bbox=", "bbox"),
        ("datetime=../..", "datetime"),
        ("datetime=2023-10-02/2023-10-01", "datetime"),
        ("datetime=yesterday", "datetime"),
        ("datetime=", "datetime"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=", "limit"),
        ("offset=-1", "offset"),
        ("cursor=nonsense", "cursor"),
        ("f=xml", "f"),
        ("bboxx=1,2,3,4", "bboxx"),
        ("datetmie=2023", "datetmie"),
        ("x=%FF%00", "x"),
    ] {
        let problem = server.problem(&format!("{items}?{query}"));
        assert_eq!(
            (&problem["status"], &problem["parameter"]),
            (&400.into(), &parameter.into()),
            "{query}: {problem}"
        );
    }
    let hint = server.problem(&format!("{items}?bboxx=1"));
    assert!(hint["detail"].as_str().unwrap().contains("'bbox'"), "{hint}");
    for path in [
        "/collections/nothing",
        "/collections/nothing/items",
        "/nothing",
        "/collections/events/items/nothing",
    ] {
        assert_eq!(server.problem(path)["status"], 404, "{path}");
    }
    assert_eq!(
        server.json(&format!("{items}?limit=99999999999999999999"))["numberReturned"],
        server.json(items)["numberMatched"]
    );
}

#[test]
fn other_methods_bodies_and_hosts_are_refused_as_problems() {
    let (_folder, server) = demo();
    let (status, problem) = server.post_form("/collections", &[], &[]);
    assert_eq!((status, &problem["status"]), (405, &405.into()));
    assert_eq!(server.problem("/duplicates/1")["status"], 405);
    let (status, _) = server.post_form("/imports", &[("dry_run", None, b"true")], &[]);
    assert_eq!(status, 400, "no file");
    let list = &b"date,place\n2023-10-01,Gao\n"[..];
    let (status, problem) =
        server.post_form("/imports", &[("file", Some("a.csv"), list), ("dryrun", None, b"true")], &[]);
    assert_eq!((status, &problem["parameter"]), (400, &"dryrun".into()));
    for (name, values) in
        [("source", ["us", "them"]), ("dates", ["day-first", "month-first"]), ("dry_run", ["1", "0"])]
    {
        let [one, other] = values.map(|value| (name, None, value.as_bytes()));
        let (status, problem) =
            server.post_form("/imports", &[("file", Some("a.csv"), list), one, other], &[]);
        assert_eq!((status, &problem["parameter"]), (400, &name.into()));
        assert_eq!(problem["detail"], format!("{name}: must be given once"));
    }
    let (status, problem) =
        server.post_form("/imports", &[("file", Some("a.csv"), list)], &[("content-type", "text/csv")]);
    assert_eq!((status, &problem["status"]), (415, &415.into()));
    let (status, problem) =
        server.post_form("/imports", &[("file", Some("a.csv"), list)], &[("origin", "http://evil.example")]);
    assert_eq!((status, &problem["status"]), (403, &403.into()));
    let (status, problem) = server.post_list("empty.csv", b"", false);
    assert_eq!((status, &problem["status"]), (422, &422.into()), "{problem}");
    assert_eq!(server.json("/collections/events/items")["numberMatched"], demo_count());
}

/// Events of the two samples that have a place on the map.
fn demo_count() -> u64 {
    let (_folder, server) = demo();
    32 - server.json("/collections/unlocated/items")["numberMatched"].as_u64().unwrap()
}

#[test]
fn a_list_sent_over_http_gets_the_report_of_the_terminal() {
    let folder = folder();
    let (here, there) = (folder.path().join("here.gpkg"), folder.path().join("there.gpkg"));
    let list = file("data/samples/incidents-2023.csv");
    let bytes = fs::read(&list).unwrap();
    let server = Server::start(&there);
    let (_, tried) = server.post_list("incidents-2023.csv", &bytes, true);
    assert_eq!(counts(&tried), [25, 24, 0, 0, 0, 1]);
    assert_eq!(server.json("/collections/events/items")["numberMatched"], 0, "a dry run writes nothing");
    let (status, sent) = server.post_list("incidents-2023.csv", &bytes, false);
    assert_eq!((status, sent), (200, import(&here, &list, &[])));
    assert!(
        server.json("/collections/events/items")["numberMatched"].as_u64().unwrap() > 20,
        "served at once"
    );
    let (_, again) = server.post_list("incidents-2023.csv", &bytes, false);
    assert_eq!(counts(&again), [25, 0, 0, 24, 0, 1]);
}

#[test]
fn geocode_answers_with_candidates_and_reason() {
    let (_folder, server) = demo();
    let answer = server.json("/geocode?q=Bamba&region=Gao");
    assert_eq!(answer["location"]["status"], "located");
    let point = &answer["location"]["point"];
    assert!(
        (point[0].as_f64().unwrap() + 1.40).abs() < 0.02 && (point[1].as_f64().unwrap() - 17.03).abs() < 0.02
    );
    assert_eq!(server.json("/geocode?q=Bamba")["location"]["status"], "review");
    assert_eq!(server.problem("/geocode")["parameter"], "q");
    assert_eq!(server.problem("/geocode?q=Gao&date=soon")["parameter"], "date");
    assert_eq!(server.problem("/geocode?query=Gao")["parameter"], "query");
}

/// A small generator with a fixed seed: the same boxes in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.below(1_000_001) as f64 / 1e6
    }
}

/// Events all over the globe with given coordinates, months and years, and some without a date.
fn world(rows: usize, random: &mut Random) -> String {
    let mut text = String::from("id,date,place,latitude,longitude\n");
    for row in 0..rows {
        let (year, month, day) = (2020 + random.below(4), 1 + random.below(12), 1 + random.below(28));
        let date = match random.below(6) {
            0 => String::new(),
            1 => year.to_string(),
            2 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        let (lat, lon) = (random.between(-90.0, 90.0), random.between(-180.0, 180.0));
        let _ = writeln!(text, "WORLD-{row},{date},somewhere {row},{lat:.3},{lon:.3}");
    }
    text
}

/// Whether a feature's days meet a closed span of days; written apart from the code under test, on ISO texts.
fn meets(feature: &Value, from: &str, to: &str) -> bool {
    match (feature["properties"]["date_start"].as_str(), feature["properties"]["date_end"].as_str()) {
        (Some(start), Some(end)) => start <= to && end >= from,
        _ => true,
    }
}

#[test]
fn the_answer_to_any_box_and_time_equals_a_scan_of_everything() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let list = folder.path().join("world.csv");
    let mut random = Random(20_231_001);
    fs::write(&list, world(700, &mut random)).unwrap();
    assert_eq!(counts(&import(&store, &list, &[])), [700, 700, 0, 0, 0, 0]);
    let server = Server::start(&store);
    let everything = server.all("/collections/events/items?limit=97");
    assert_eq!(
        ids(&everything).into_iter().collect::<BTreeSet<_>>().len(),
        700,
        "nothing twice, nothing skipped"
    );
    let mut across = 0;
    for _ in 0..300 {
        let (west, east) = (random.between(-180.0, 180.0), random.between(-180.0, 180.0));
        let (one, other) = (random.between(-90.0, 90.0), random.between(-90.0, 90.0));
        let (south, north) = (one.min(other), one.max(other));
        let mut days = [0, 1].map(|_| {
            format!("{}-{:02}-{:02}", 2020 + random.below(4), 1 + random.below(12), 1 + random.below(28))
        });
        days.sort();
        let [from, to] = days;
        let (datetime, from, to) = match random.below(5) {
            0 => (String::new(), String::new(), "9999".to_owned()),
            1 => (format!("&datetime={from}/.."), from, "9999".to_owned()),
            2 => (format!("&datetime=../{to}"), String::new(), to),
            3 => (format!("&datetime={from}"), from.clone(), from),
            _ => (format!("&datetime={from}/{to}"), from, to),
        };
        across += usize::from(west > east);
        let query =
            format!("/collections/events/items?limit=10000&bbox={west},{south},{east},{north}{datetime}");
        let expected: Vec<Value> = everything
            .iter()
            .filter(|feature| {
                let at = &feature["geometry"]["coordinates"];
                let (lon, lat) = (at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
                let in_lon =
                    if west <= east { west <= lon && lon <= east } else { lon >= west || lon <= east };
                in_lon && south <= lat && lat <= north && meets(feature, &from, &to)
            })
            .cloned()
            .collect();
        let page = server.json(&query);
        assert_eq!(page["numberMatched"], expected.len(), "{query}");
        assert_eq!(page["features"].as_array().unwrap(), &expected, "{query}");
    }
    assert!(across > 50, "some boxes crossed the antimeridian");
}

#[test]
fn pages_neither_skip_nor_repeat_while_another_client_writes() {
    let (_folder, server) = demo();
    let before: BTreeSet<String> = ids(&server.all("/collections/events/items")).into_iter().collect();
    let mut seen = Vec::new();
    let mut next = Some("/collections/events/items?limit=4&bbox=-13,9,6,26".to_owned());
    let mut week = 0;
    while let Some(path) = next {
        let page = server.json(&path);
        seen.extend(ids(page["features"].as_array().unwrap()));
        next = page["links"].as_array().unwrap().iter().find(|l| l["rel"] == "next").map(|l| {
            let href = l["href"].as_str().unwrap();
            assert!(href.contains("bbox=-13,9,6,26") && href.contains("limit=4"), "{href}");
            href.to_owned()
        });
        week += 1;
        if week < 4 {
            let row = format!("id,date,place,region\nW-{week},2023-10-0{week},Gao,Gao\n");
            server.post_list("more.csv", row.as_bytes(), false);
        }
    }
    let once: BTreeSet<String> = seen.iter().cloned().collect();
    assert_eq!(once.len(), seen.len(), "nothing twice");
    assert!(before.is_subset(&once), "nothing skipped");
}

#[test]
fn the_openapi_document_and_the_routes_are_the_same() {
    let (_folder, server) = demo();
    let (_, kind, body) = server.get("/openapi.json");
    assert_eq!(kind, "application/vnd.oai.openapi+json;version=3.0");
    let document: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let place = json!({"name": "Zoumbatalla", "lon": -1.2287, "lat": 17.4312, "source": "a test"});
    assert_eq!(server.send("POST", "/gazetteer/places", Some(&place)).0, 201);
    let some_id = ids(&server.all("/collections/events/items"))[0].clone();
    let list = ("file", Some("a.csv"), &b"date,place,type\n2023-10-01,Gao,attack\n"[..]);
    let dry_run = ("dry_run", None, &b"true"[..]);
    let job = server.post_form("/imports", &[list, dry_run], &[("prefer", "respond-async")]).1;
    let described: BTreeSet<&String> = document["paths"].as_object().unwrap().keys().collect();
    for path in &described {
        let concrete = path
            .replace("{collectionId}", "events")
            .replace("{featureId}", &some_id)
            .replace("{placeId}", "local-1")
            .replace("{importId}", "1")
            .replace("{pairId}", "1")
            .replace("{eventId}", &some_id)
            .replace("{articleId}", "1")
            .replace("{decisionId}", "1")
            .replace("{tileMatrixSetId}", "WebMercatorQuad")
            .replace("{tileMatrix}/{tileRow}/{tileCol}", "0/0/0")
            .replace("{jobId}", job["job"].as_str().unwrap())
            .replace("{path}", "basemap/rivers.geojson");
        let (status, ..) = server.get(&concrete);
        let expected = match path.as_str() {
            "/duplicates/{pairId}" | "/review/decisions/{decisionId}" => 405,
            // Nothing was set of it, and no text is kept.
            "/edits/{eventId}" | "/articles/{articleId}" => 404,
            "/geocode" | "/reverse" | "/suggest" | "/nearby" => 400,
            _ => 200,
        };
        assert_eq!(status, expected, "{path}");
        // What it says of parameters is what the route knows: a described one is never called unknown.
        for parameter in document["paths"][*path]["get"]["parameters"].as_array().into_iter().flatten() {
            let name = match parameter["$ref"].as_str() {
                Some(at) => document.pointer(at.trim_start_matches('#')).expect("a parameter"),
                None => parameter,
            };
            if name["in"] == "query" {
                // Some are of another collection: places have inhabitants, events have none.
                let known = ["events", "places", "regions"].into_iter().any(|collection| {
                    let path = concrete.replace("/events/", &format!("/{collection}/"));
                    let (_, _, body) = server.get(&format!("{path}?{}=json", name["name"].as_str().unwrap()));
                    !body.contains("unknown parameter")
                });
                assert!(known, "{path} {name}");
            }
        }
        let reads_none = ["/", "/assets/{path}", "/duplicates/{pairId}", "/review/decisions/{decisionId}"];
        if !reads_none.contains(&path.as_str()) {
            let (status, _, body) = server.get(&format!("{concrete}?no_such_parameter=1"));
            assert_eq!(status, 400, "{path}: {body}");
        }
    }
    // And every route of the code is described.
    let routes = fs::read_to_string(file("src/http/routes/mod.rs")).unwrap();
    let (routes, _) = routes.split_once("#[cfg(test)]").unwrap_or((&routes, ""));
    let in_code: BTreeSet<String> = routes
        .split('"')
        .filter(|text| text.starts_with('/') && !text.contains(char::is_whitespace))
        .map(|path| {
            path.replace("{collection}", "{collectionId}")
                .replace("{id}", "{featureId}")
                .replace("{place}", "{placeId}")
                .replace("{import}", "{importId}")
                .replace("{pair}", "{pairId}")
                .replace("{event}", "{eventId}")
                .replace("{article}", "{articleId}")
                .replace("{decision}", "{decisionId}")
                .replace("{job}", "{jobId}")
                .replace("{path:.*}", "{path}")
        })
        .collect();
    assert_eq!(in_code.iter().collect::<BTreeSet<_>>(), described);
    let bbox = &document["components"]["parameters"]["bbox"]["schema"];
    assert_eq!((&bbox["minItems"], &bbox["maxItems"]), (&4.into(), &6.into()));
}

#[test]
fn the_map_and_its_basemap_are_in_the_binary() {
    let (_folder, server) = demo();
    for name in ["countries", "mali", "regions", "rivers", "lakes", "towns"] {
        let (status, kind, body) = server.get(&format!("/assets/basemap/{name}.geojson"));
        assert_eq!((status, kind.as_str()), (200, "application/geo+json"), "{name}");
        assert!(body.contains("FeatureCollection"), "{name}");
    }
    assert_eq!(server.problem("/assets/../Cargo.toml")["status"], 404);
    assert_eq!(server.problem("/assets/basemap/%2e%2e/localities.geojson")["status"], 404);
}

#[test]
fn a_strict_import_tells_which_rows_fail() {
    let folder = folder();
    let server = Server::start(&folder.path().join("a.gpkg"));
    let list = &b"date,place\n2023-10-01,Gao\n2023-13-45,Gao\n"[..];
    let fields = [("strict", None, &b"true"[..]), ("file", Some("a.csv"), list)];
    let (status, problem) = server.post_form("/imports", &fields, &[]);
    assert_eq!((status, &problem["rejected"][0]["line"]), (422, &3.into()), "{problem}");
    assert_eq!(problem["rejected"][0]["value"], "2023-13-45");
    assert!(problem["detail"].as_str().unwrap().contains("line 3, date '2023-13-45'"), "{problem}");
    assert_eq!(server.json("/collections/events/items")["numberMatched"], 0);
}
