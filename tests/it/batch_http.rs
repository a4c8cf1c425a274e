//! `POST /geocode`, `/reverse` and `/suggest` over real HTTP.

use crate::support::{Server, folder};
use serde_json::{Value, json};

fn with_server(test: impl FnOnce(&Server)) {
    let folder = folder();
    let server = Server::start(&folder.path().join("a.gpkg"));
    test(&server);
}

fn post(server: &Server, body: &Value) -> (u16, Value) {
    server.send("POST", "/geocode", Some(body))
}

#[test]
fn many_places_are_answered_in_their_order_with_counts_that_add_up() {
    with_server(|server| {
        let places = json!([
            { "name": "Bamba", "region": "Gao" },
            { "name": "Bamba" },
            { "name": "Région de Gao", "date": null },
            {},
            { "name": "Bamba", "lon": -1.4, "lat": 17.03, "date": "2024-01-01" },
        ]);
        let (status, answer) = post(server, &json!({ "places": places }));
        assert_eq!(status, 200, "{answer}");
        let statuses: Vec<&Value> =
            answer["results"].as_array().unwrap().iter().map(|one| &one["status"]).collect();
        assert_eq!(statuses, ["located", "review", "area", "unlocated", "located"]);
        assert_eq!(answer["counts"], json!({ "located": 2, "area": 1, "review": 1, "unlocated": 1 }));
        let first = &answer["results"][0];
        assert!((first["lon"].as_f64().unwrap() + 1.40).abs() < 0.02);
        for field in
            ["p", "precision", "radius_m", "place", "kind", "region", "cercle", "why", "why_fr", "rivals"]
        {
            assert!(!first[field].is_null(), "{field}");
        }
        assert_eq!(answer["results"][1]["rivals"].as_array().unwrap().len(), 3);
        assert_eq!(answer["results"][1]["lon"], Value::Null);
        assert_eq!(answer["results"][4]["method"], "given");
        assert_eq!(answer["results"][4]["cercle"], "Bamba", "the units of the day");
        assert_eq!(post(server, &places), (200, answer), "the array alone will do");
        assert_eq!(post(server, &json!([])).1["results"], json!([]));
    });
}

#[test]
fn a_place_that_breaks_a_rule_is_named_by_index_field_and_value() {
    with_server(|server| {
        for (place, field, value) in [
            (json!({ "name": 5 }), "places[1].name", "5"),
            (json!({ "name": "Gao", "lat": "17" }), "places[1].lat", "\"17\""),
            (json!({ "lon": 181, "lat": 17 }), "places[1].lon", "181"),
            (json!({ "lon": 1, "lat": -91.5 }), "places[1].lat", "-91.5"),
            (json!({ "lon": 1 }), "places[1].lat", ""),
            (json!({ "lat": 1, "lon": null }), "places[1].lon", "null"),
            (json!({ "date": "2023-02-30" }), "places[1].date", "\"2023-02-30\""),
            (json!({ "regoin": "Gao" }), "places[1].regoin", "\"Gao\""),
            (json!("Gao"), "places[1]", "\"Gao\""),
        ] {
            let (status, problem) = post(server, &json!([{ "name": "Gao" }, place]));
            assert_eq!(
                (status, &problem["parameter"], &problem["value"]),
                (400, &field.into(), &value.into()),
                "{problem}"
            );
        }
        let (_, problem) = post(server, &json!([{ "regoin": "Gao" }]));
        assert!(problem["detail"].as_str().unwrap().contains("'places[0].region'"), "{problem}");
        for wrong in [json!({}), json!({ "places": {} }), json!("Gao"), json!(null)] {
            assert_eq!(post(server, &wrong).1["parameter"], "places", "{wrong}");
        }
        assert_eq!(post(server, &json!({ "places": [], "limit": 5 })).1["parameter"], "limit");
    });
}

#[test]
fn what_is_no_json_too_large_or_of_another_kind_is_refused() {
    with_server(|server| {
        let (status, problem) = server.send_text("POST", "/geocode", "application/json", "[{\"lon\": NaN}]");
        assert_eq!(status, 400);
        assert!(problem["detail"].as_str().unwrap().contains("line 1"), "{problem}");
        for kind in ["text/csv", "text/plain", "application/x-www-form-urlencoded"] {
            assert_eq!(server.send_text("POST", "/geocode", kind, "[]").0, 415, "{kind}");
        }
        assert_eq!(server.send_text("POST", "/geocode", "application/json; charset=utf-8", "[]").0, 200);
        let many: Vec<Value> = (0..10_001).map(|_| json!({ "name": "Gao" })).collect();
        assert_eq!(post(server, &json!(many)).0, 413);
        let (status, answer) = post(server, &json!(many[1..]));
        assert_eq!((status, &answer["counts"]["located"]), (200, &10_000.into()));
        let long = " ".repeat(9 << 20);
        assert_eq!(server.send_text("POST", "/geocode", "application/json", &long).0, 413);
        assert_eq!(server.send_text("POST", "/geocode", "application/json", &"[".repeat(100_000)).0, 400);
        let (status, answer) = post(server, &json!([{ "name": "a".repeat(10_000) }]));
        assert_eq!((status, &answer["results"][0]["status"]), (200, &"review".into()));
    });
}

#[test]
fn a_point_is_told_in_words_and_units() {
    with_server(|server| {
        let told = server.json("/reverse?lon=-0.30&lat=17.05&limit=2");
        assert_eq!(told["text"], "12 km NNE of Bourem");
        assert_eq!(told["text_fr"], "12\u{a0}km au NNE de Bourem");
        let nearest = told["nearest"].as_array().unwrap();
        assert_eq!(
            (nearest.len(), &nearest[0]["name"], &nearest[0]["bearing"]),
            (2, &"Bourem".into(), &"NNE".into())
        );
        assert!(nearest[0]["distance_m"].as_f64() < nearest[1]["distance_m"].as_f64());
        assert_eq!(told["units"].as_array().unwrap().len(), 3);
        assert_eq!(told["units"][0]["edition"], "../2016-01-19");
        assert_eq!(told["in_mali"], true);
        for (query, west) in [("lon=0&lat=90", false), ("lon=180&lat=0", false), ("lon=-180&lat=-90", false)]
        {
            assert_eq!(server.json(&format!("/reverse?{query}"))["in_mali"], west, "{query}");
        }
        for (query, parameter) in [
            ("", "lon"),
            ("lon=1", "lat"),
            ("lat=1", "lon"),
            ("lon=NaN&lat=1", "lon"),
            ("lon=1&lat=inf", "lat"),
            ("lon=181&lat=1", "lon"),
            ("lon=1&lat=-91", "lat"),
            ("lon=&lat=1", "lon"),
            ("lon=1&lat=1&limit=0", "limit"),
        ] {
            assert_eq!(server.problem(&format!("/reverse?{query}"))["parameter"], parameter, "{query}");
        }
    });
}

#[test]
fn places_are_suggested_while_their_name_is_typed() {
    with_server(|server| {
        let names = |path: &str| -> Vec<Value> {
            server.json(path)["suggestions"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["name"].clone())
                .collect()
        };
        assert!(names("/suggest?q=tombouc").contains(&"Tombouctou".into()));
        assert!(names("/suggest?q=m%C3%A9na").contains(&"Ménaka".into()));
        assert!(names("/suggest?q=mena").contains(&"Ménaka".into()), "accents need not be typed");
        assert_eq!(names("/suggest?q=ba&limit=3").len(), 3);
        assert!(names("/suggest?q=").is_empty() && names("/suggest?q=%F0%9F%90%AA").is_empty());
        let near = server.json("/suggest?q=bamba&lon=-1.4&lat=17&limit=1");
        assert_eq!(near["suggestions"][0]["id"], "l-bamba-bourem", "the one near the map's middle");
        for field in ["matched", "lon", "lat", "radius_m", "kind", "units"] {
            assert!(!near["suggestions"][0][field].is_null(), "{field}");
        }
        for (query, parameter) in [
            ("", "q"),
            ("q=a&lon=1", "lat"),
            ("q=a&lat=x&lon=1", "lat"),
            ("q=a&limit=0", "limit"),
            ("query=a", "query"),
        ] {
            assert_eq!(server.problem(&format!("/suggest?{query}"))["parameter"], parameter, "{query}");
        }
        assert_eq!(server.problem(&format!("/suggest?q={}", "a".repeat(201)))["parameter"], "q");
    });
}
