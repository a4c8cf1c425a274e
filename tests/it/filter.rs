//! Filters, orders and parameters over HTTP, held to a scan of every feature.

mod conditions;

use crate::support::{Server, file, folder, import};
use conditions::{Condition, joined, plain, simple};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use tempfile::TempDir;

const ITEMS: &str = "/collections/events/items";

/// A small generator with a fixed seed: the same questions in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// The samples, and rows with figures, actors, sources and dates of all kinds, or without.
fn mixed() -> (TempDir, Server) {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let list = folder.path().join("mixed.csv");
    let mut random = Random(7);
    let mut text = String::from("id,date,type,place,latitude,longitude,actor1,actor2,source,deaths,notes\n");
    for row in 0..150 {
        let date = match random.below(5) {
            0 => String::new(),
            1 => format!("202{}", random.below(4)),
            2 => format!("202{}-0{}", random.below(4), 1 + random.below(9)),
            _ => format!("202{}-0{}-1{}", random.below(4), 1 + random.below(9), random.below(9)),
        };
        let kind = random.one_of(&["attack", "clash", "ambush", "kidnapping", "protest", ""]);
        let place = random.one_of(&["Gao", "Ménaka", "menaka", "Kidal", "Étang 50%", "a_b", "L'Est"]);
        // The first row lies where one of the conditions looks.
        let (lat, lon) = match row {
            0 => (14.5, -3.75),
            _ => (random.below(15) as f64 + 10.5, random.below(17) as f64 - 11.75),
        };
        let actor = random.one_of(&["JNIM", "FAMa", "EIGS", "Émirat", ""]);
        let other = random.one_of(&["Civils", "fama", "", ""]);
        let source = random.one_of(&["AFP", "MINUSMA", ""]);
        let deaths = random.one_of(&["", "0", "1", "5", "12"]);
        let notes = random.one_of(&["Près du marché", "convoi attaqué", ""]);
        let _ = writeln!(
            text,
            "M-{row},{date},{kind},{place},{lat},{lon},{actor},{other},{source},{deaths},{notes}"
        );
    }
    // One event of which two sources count the dead otherwise.
    for (source, deaths) in [("AFP", 3), ("MINUSMA", 7)] {
        let _ = writeln!(text, "D-1,2023-09-12,attack,Gao,16.27,-0.04,JNIM,,{source},{deaths},");
    }
    fs::write(&list, text).unwrap();
    import(&store, &list, &[]);
    let server = Server::start(&store);
    (folder, server)
}

fn ids(features: &[Value]) -> Vec<&str> {
    features.iter().map(|f| f["id"].as_str().expect("an id")).collect()
}

/// Escapes a value for a query string.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "%{byte:02X}");
        all
    })
}

#[test]
fn the_answer_to_any_filter_equals_a_scan_of_everything() {
    let (_folder, server) = mixed();
    let everything = server.all(&format!("{ITEMS}?limit=10000"));
    assert!(everything.len() > 150, "{}", everything.len());
    let simple = simple();
    let mut random = Random(20_231_001);
    let mut asked = simple.clone();
    asked.extend((0..120).map(|round| joined(&mut random, 1 + round % 3, &simple)));
    let mut some = 0;
    for Condition { text, json, of } in &asked {
        let expected: Vec<&Value> = everything.iter().filter(|feature| of(feature) == Some(true)).collect();
        some += usize::from(!expected.is_empty() && expected.len() < everything.len());
        for query in [
            format!("filter={}", escaped(text)),
            format!("filter-lang=cql2-json&filter={}", escaped(&json.to_string())),
        ] {
            let page = server.json(&format!("{ITEMS}?limit=10000&{query}"));
            assert_eq!(page["numberMatched"], expected.len(), "{text}");
            let found: Vec<&Value> = page["features"].as_array().unwrap().iter().collect();
            assert_eq!(found, expected, "{text}");
        }
    }
    assert!(some > asked.len() / 2, "most filters tell features apart: {some} of {}", asked.len());
    // No row is restricted, and TRUE is always true; every other condition tells features apart.
    let idle: Vec<&str> = simple
        .iter()
        .filter(|Condition { of, .. }| {
            let true_of = everything.iter().filter(|feature| of(feature) == Some(true)).count();
            true_of == 0 || true_of == everything.len()
        })
        .map(|condition| condition.text.as_str())
        .collect();
    assert_eq!(idle, ["restricted = false", "TRUE"]);
}

#[test]
fn parameters_say_the_same_as_filters() {
    let (_folder, server) = mixed();
    for (parameters, filter) in [
        ("kind=attack", "kind = 'attack'"),
        ("kind=attack,clash", "kind IN ('attack','clash')"),
        ("kind=attack&kind=clash", "kind IN ('attack','clash')"),
        ("actor=JNIM,FAMa&kind=clash", "actor IN ('JNIM','FAMa') AND kind = 'clash'"),
        ("deaths_best=5", "deaths_best = 5"),
        ("deaths_best=0,5", "deaths_best IN (0, 5)"),
        ("deaths_best_min=1&deaths_best_max=5", "deaths_best BETWEEN 1 AND 5"),
        ("p_min=0.9", "p >= 0.9"),
        ("restricted=false", "restricted = false"),
        ("contested=true", "contested = true"),
        ("date_start=2023-09-12", "date_start = DATE('2023-09-12')"),
        ("region=Gao&bbox=-4,14,1,18", "region = 'Gao' AND S_INTERSECTS(geometry, BBOX(-4,14,1,18))"),
        ("source=AFP&filter=p%20%3E%200", "source = 'AFP' AND p > 0"),
        ("status=located", "status = 'located'"),
    ] {
        let asked = server.json(&format!("{ITEMS}?limit=10000&{parameters}"));
        let meant = server.json(&format!("{ITEMS}?limit=10000&filter={}", escaped(filter)));
        assert_eq!(asked["features"], meant["features"], "{parameters}");
        assert!(asked["numberMatched"].as_u64().unwrap() > 0, "{parameters}");
    }
    let everything = server.all(&format!("{ITEMS}?limit=10000"));
    let words = server.json(&format!("{ITEMS}?limit=10000&q={}", escaped("CONVOI attaq")));
    let expected =
        everything.iter().filter(|f| f["properties"]["claims"].to_string().contains("convoi attaqué"));
    assert_eq!(words["numberMatched"], expected.count(), "every word begins a word of the notes");
    assert_eq!(
        server.json(&format!("{ITEMS}?q=onvoi"))["numberMatched"],
        0,
        "within a word is not its beginning"
    );
}

#[test]
fn every_queryable_is_what_it_says() {
    let (_folder, server) = mixed();
    for collection in ["events", "unlocated", "places", "regions", "cercles", "communes"] {
        let path = format!("/collections/{collection}/queryables");
        let (status, kind, _) = server.get(&path);
        assert_eq!((status, kind.as_str()), (200, "application/schema+json"));
        let schema = server.json(&path);
        assert_eq!(schema["$id"], format!("{}{path}", server.root));
        assert_eq!(schema["type"], "object");
        let items = format!("/collections/{collection}/items");
        for (name, property) in schema["properties"].as_object().unwrap() {
            server.json(&format!("{items}?limit=1&filter={}", escaped(&format!("\"{name}\" IS NOT NULL"))));
            let value = match (property["type"].as_str(), property["format"].as_str()) {
                (None, Some("geometry-any")) => continue,
                (Some("string"), Some("date" | "date-time")) => "2023-10-01",
                (Some("string"), None) => property["enum"][0].as_str().unwrap_or("x"),
                (Some("number" | "integer"), None) => "1",
                (Some("boolean"), None) => "true",
                other => panic!("{name}: {other:?}"),
            };
            server.json(&format!("{items}?limit=1&{name}={value}"));
            server.json(&format!("{items}?limit=1&sortby=-{name}"));
        }
        let links = server.json(&format!("/collections/{collection}"))["links"].clone();
        let relation = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
        assert!(links.as_array().unwrap().iter().any(|link| link["rel"] == relation), "{links}");
        assert!(
            server.problem(&format!("{items}?sortby=geometry"))["detail"]
                .as_str()
                .unwrap()
                .contains("no order")
        );
    }
}

#[test]
fn what_cannot_be_asked_is_refused_by_name() {
    let (_folder, server) = mixed();
    for (query, parameter, words) in [
        ("filter=p%20%3E", "filter", "at character 4"),
        ("filter=", "filter", "at character 1"),
        ("filter=%7B%7D", "filter", "filter-lang=cql2-json"),
        ("filter=pp%3D1", "filter", "did you mean 'p'?"),
        ("filter=true&filter-lang=ecql", "filter-lang", "cql2-text, cql2-json"),
        ("filter=true&filter-crs=http://www.opengis.net/def/crs/EPSG/0/3857", "filter-crs", "CRS84"),
        ("kind=atack", "kind", "did you mean 'attack'?"),
        ("kin=attack", "kin", "did you mean 'kind'?"),
        ("deaths_best=many", "deaths_best", "no whole number"),
        ("deaths_best=1.5", "deaths_best", "no whole number"),
        ("p_min=NaN", "p_min", "must be a number"),
        ("restricted=yes", "restricted", "must be true or false"),
        ("date_start=October", "date_start", "neither a date"),
        ("sortby=-when", "sortby", "there is no property 'when'"),
        ("sortby=", "sortby", "there is no property ''"),
        ("sortby=p,p,p,p,p,p", "sortby", "5 properties at most"),
        ("properties=titel", "properties", "did you mean 'title'?"),
    ] {
        let problem = server.problem(&format!("{ITEMS}?{query}"));
        assert_eq!(
            (&problem["status"], &problem["parameter"]),
            (&400.into(), &parameter.into()),
            "{query}: {problem}"
        );
        assert!(problem["detail"].as_str().unwrap().contains(words), "{query}: {problem}");
    }
}

#[test]
fn properties_chooses_what_is_sent() {
    let (_folder, server) = mixed();
    let whole = server.json(&format!("{ITEMS}?limit=5"));
    let some = server.json(&format!("{ITEMS}?limit=5&properties=title,claims"));
    for (whole, some) in
        whole["features"].as_array().unwrap().iter().zip(some["features"].as_array().unwrap())
    {
        let expected =
            json!({ "title": whole["properties"]["title"], "claims": whole["properties"]["claims"] });
        assert_eq!(some["properties"], expected);
        assert_eq!((&some["id"], &some["geometry"]), (&whole["id"], &whole["geometry"]));
    }
    let none = server.json(&format!("{ITEMS}?limit=1&properties="));
    assert_eq!(none["features"][0]["properties"], json!({}));
    let next = some["links"].as_array().unwrap().iter().find(|link| link["rel"] == "next").unwrap();
    assert!(next["href"].as_str().unwrap().contains("properties=title,claims"), "{next}");
}

/// A feature's place in an order, as texts that compare: what is not known last; signs, case and accents count for
/// nothing.
fn key(feature: &Value, name: &str) -> (bool, String, i64) {
    let value = &feature["properties"][name];
    let text = value.as_str().map(plain).unwrap_or_default();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    let number = value.as_f64().map_or(0, |number| (number * 10_000.0) as i64);
    (value.is_null(), text, number)
}

#[test]
fn pages_come_in_the_order_asked_for() {
    let (_folder, server) = mixed();
    let everything = server.all(&format!("{ITEMS}?limit=10000"));
    for sortby in ["-deaths_best,kind", "region,-p", "kind,-date_start", "-title", "date_end"] {
        let mut expected = everything.clone();
        // Of equal ones the order stays, as a stable sort has it.
        expected.sort_by(|one, other| {
            sortby
                .split(',')
                .map(|part| {
                    let name = part.trim_start_matches('-');
                    let (one, other) = (key(one, name), key(other, name));
                    let by_value = (&one.1, one.2).cmp(&(&other.1, other.2));
                    let by_value = if part.starts_with('-') { by_value.reverse() } else { by_value };
                    one.0.cmp(&other.0).then(by_value)
                })
                .find(|order| order.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        let paged = server.all(&format!("{ITEMS}?limit=23&sortby={sortby}"));
        assert_eq!(ids(&paged), ids(&expected), "{sortby}");
        let skipped = server.json(&format!("{ITEMS}?limit=10&offset=31&sortby={sortby}"));
        assert_eq!(ids(skipped["features"].as_array().unwrap()), ids(&expected)[31..41], "{sortby}");
    }
}

#[test]
fn a_cursor_is_bound_to_its_order() {
    let (_folder, server) = mixed();
    let next = |query: &str| {
        let page = server.json(&format!("{ITEMS}?limit=3{query}"));
        let links = page["links"].as_array().unwrap().clone();
        let href =
            links.iter().find(|link| link["rel"] == "next").unwrap()["href"].as_str().unwrap().to_owned();
        href.split(['?', '&']).find_map(|pair| pair.strip_prefix("cursor=")).unwrap().to_owned()
    };
    let (plain, sorted) = (next(""), next("&sortby=-p"));
    for (query, words) in [
        (format!("cursor={plain}&sortby=-p"), "without sortby"),
        (format!("cursor={sorted}"), "sortby=-p"),
        (format!("cursor={sorted}&sortby=p"), "sortby=-p"),
    ] {
        let problem = server.problem(&format!("{ITEMS}?{query}"));
        assert_eq!(problem["parameter"], "cursor");
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
    // The limit is free, and so is the sign that says nothing.
    assert_eq!(server.json(&format!("{ITEMS}?cursor={sorted}&sortby=-p&limit=9"))["numberReturned"], 9);
}

#[test]
fn sorted_pages_neither_skip_nor_repeat_while_others_write() {
    let (_folder, server) = mixed();
    for (query, place) in
        [("sortby=-date_start,kind", "Gao"), ("sortby=deaths_best&kind=attack", "Kidal"), ("", "Bourem")]
    {
        let path = format!("{ITEMS}?limit=7&{query}");
        let before: BTreeSet<String> =
            server.all(&path).iter().map(|f| f["id"].as_str().unwrap().to_owned()).collect();
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for week in 0..30 {
                    // New rows all over the order, and a row of before that moves within it.
                    let day = 1 + week % 28;
                    let rows = format!(
                        "id,date,type,place,deaths\nW-{place}-{week},2022-01-{day:02},attack,{place},{week}\n\
                         W-{place},2021-02-{day:02},attack,{place},{day}\n"
                    );
                    let (status, report) = server.post_list("writer.csv", rows.as_bytes(), false);
                    assert_eq!(status, 200, "{report}");
                }
            });
            let mut rounds = 0;
            while !writer.is_finished() || rounds == 0 {
                let all = server.all(&path);
                let seen: Vec<&str> = ids(&all).into_iter().filter(|id| before.contains(*id)).collect();
                let once: BTreeSet<&str> = seen.iter().copied().collect();
                assert_eq!(once.len(), seen.len(), "nothing twice: {query}");
                assert_eq!(once.len(), before.len(), "nothing skipped: {query}");
                rounds += 1;
            }
            writer.join().unwrap();
        });
    }
}
