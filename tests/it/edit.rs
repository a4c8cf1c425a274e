//! Events written by hand over HTTP.

use crate::support::{Server, azalai, folder, stdout};
use serde_json::{Value, json};
use std::path::PathBuf;
use tempfile::TempDir;
use ureq::Agent;

const ITEMS: &str = "/collections/events/items";
const PATCH: &str = "application/merge-patch+json";

fn start() -> (TempDir, PathBuf, Server) {
    let folder = folder();
    let store = folder.path().join("azalai.gpkg");
    let server = Server::start(&store);
    (folder, store, server)
}

const LIST: &str = "id,date,place,region,type,actor1\n\
    E-1,2023-10-01,Bourem,Gao,Attack,CSP\nE-2,2023-10-02,Bamba,,Clash,JNIM\n";

fn post(server: &Server, list: &str) -> Value {
    let (status, report) = server.post_list("week.csv", list.as_bytes(), false);
    assert_eq!(status, 200, "{report}");
    report
}

/// What came back of a request: status, tag, address, body.
struct Answer {
    status: u16,
    tag: String,
    at: String,
    body: Value,
}

fn send(server: &Server, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", server.root));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let mut answer = agent.run(request.body(text).unwrap()).unwrap();
    let header = |name: &str| {
        answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let (tag, at) = (header("etag"), header("content-location"));
    let text = answer.body_mut().read_to_string().unwrap();
    let status = answer.status().as_u16();
    Answer { status, tag, at, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}

fn get(server: &Server, path: &str) -> Answer {
    send(server, "GET", path, &[], &Value::Null)
}

fn patch(server: &Server, path: &str, tag: &str, body: &Value) -> Answer {
    send(server, "PATCH", path, &[("content-type", PATCH), ("if-match", tag)], body)
}

/// The address of the event of a row.
fn of_row(server: &Server, collection: &str, place: &str) -> String {
    let all = server.all(&format!("/collections/{collection}/items"));
    let found = all.iter().find(|event| event["properties"]["place_text"] == place).expect("the event");
    format!("/collections/{collection}/items/{}", found["id"].as_str().unwrap())
}

#[test]
fn an_event_that_a_person_tells_of_is_placed_served_and_told() {
    let (_folder, _, server) = start();
    let feature = json!({"type": "Feature", "geometry": null, "properties": {
        "kind_text": "Attack on a convoy", "date_start": "2023-10-01", "place_text": "Bourem", "region_text": "Gao",
        "actors": ["CSP", " CSP "], "claims": [{"source": "radio", "text": "two dead", "deaths_best": 2}]}});
    let kind = [("content-type", "application/geo+json")];
    let mut told = feature.clone();
    told.as_object_mut().unwrap().remove("geometry");
    let added = send(&server, "POST", ITEMS, &kind, &told);
    assert_eq!(added.status, 201, "{}", added.body);
    let event = &added.body["properties"];
    assert_eq!(
        (&event["kind"], &event["status"], &event["place"]),
        (&json!("attack"), &json!("located"), &json!("Bourem"))
    );
    assert_eq!((&event["actors"], &event["deaths_best"]), (&json!(["CSP"]), &json!(2)));
    assert_eq!((&event["list"], &event["date_end"]), (&json!("by hand"), &json!("2023-10-01")));
    let found = get(&server, &added.at);
    assert_eq!((found.tag, &found.body["properties"]), (added.tag, event));
    let changes = server.json("/collections/events/changes");
    assert_eq!(changes["changes"][0]["id"], added.body["id"]);
    // The same where the geometry is null, as GeoJSON without one has it.
    let null = send(&server, "POST", ITEMS, &kind, &feature);
    assert_eq!((null.status, &null.body["geometry"]), (201, &added.body["geometry"]), "{}", null.body);
    // Off the map by the person's own word, and in the other collection then.
    let off = send(&server, "POST", "/collections/unlocated/items", &kind, &feature);
    assert_eq!(
        (off.status, off.at.starts_with("/collections/unlocated/items/")),
        (201, true),
        "{}",
        off.body
    );
    assert_eq!(server.json("/imports")["imports"], json!([]));
    for (body, parameter) in [
        (json!({"properties": {"kind": "party"}}), json!("kind")),
        (json!({"properties": {"knd": "attack"}}), json!("knd")),
        (json!({"properties": {"p": 1}}), json!("p")),
        (json!({"properties": {"date_start": "yesterday"}}), json!("date_start")),
        (json!({"properties": {"date_start": "2023-10-02", "date_end": "2023-10-01"}}), json!("date_end")),
        (json!({"properties": {"date_end": "2023-10-01", "date_start": null}}), json!("date_end")),
        (json!({"properties": {"radius_m": 5}}), json!("radius_m")),
        (json!({"properties": {"actors": [1]}}), json!("actors")),
        (json!({"properties": {"claims": [{"who": "x"}]}}), json!("claims")),
        (json!({"properties": {"attributes": {"a": 1}}}), json!("attributes")),
        (json!({"properties": {"place_text": "x".repeat(20_001)}}), json!("place_text")),
        (json!({"geometry": {"type": "Point", "coordinates": [200, 0]}}), json!("geometry")),
        (json!({"geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}}), json!("geometry")),
        (json!({"propertys": {}}), json!("propertys")),
        (json!({"type": "Event"}), json!("type")),
        (json!({"properties": {}}), Value::Null),
        (json!([]), Value::Null),
    ] {
        let refused = send(&server, "POST", ITEMS, &kind, &body);
        assert_eq!(
            (refused.status, &refused.body["parameter"]),
            (400, &parameter),
            "{body}: {}",
            refused.body
        );
    }
    assert_eq!(send(&server, "POST", ITEMS, &[("content-type", "text/plain")], &feature).status, 415);
    assert_eq!(send(&server, "POST", "/collections/places/items", &kind, &feature).status, 405);
    let long = json!({"properties": {"attributes": {"a": "x".repeat(300_000)}}});
    assert_eq!(send(&server, "POST", ITEMS, &kind, &long).status, 413);
    assert_eq!(server.json(ITEMS)["numberMatched"], 2);
}

#[test]
fn of_two_who_saw_the_same_version_one_wins_and_nobody_writes_without_having_seen_any() {
    let (_folder, _, server) = start();
    post(&server, LIST);
    let at = of_row(&server, "events", "Bourem");
    let seen = get(&server, &at).tag;
    let change = json!({"properties": {"kind": "shelling"}});
    for method in ["PUT", "PATCH", "DELETE"] {
        let refused = send(&server, method, &at, &[("content-type", PATCH)], &change);
        assert_eq!((refused.status, &refused.body["status"]), (428, &json!(428)), "{method}");
    }
    let winners: u16 = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..8)
            .map(|n| {
                let (server, at, seen) = (&server, &at, &seen);
                scope.spawn(move || {
                    patch(server, at, seen, &json!({"properties": {"kind_text": format!("by {n}")}})).status
                })
            })
            .collect();
        let statuses: Vec<u16> = tries.into_iter().map(|one| one.join().unwrap()).collect();
        assert!(statuses.iter().all(|status| matches!(status, 200 | 412)), "{statuses:?}");
        statuses.iter().filter(|status| **status == 200).count().try_into().unwrap()
    });
    assert_eq!(winners, 1);
    assert_eq!(patch(&server, &at, &seen, &change).status, 412);
    assert_eq!(patch(&server, &at, &format!("W/{}", get(&server, &at).tag), &change).status, 412, "weak");
    assert_eq!(patch(&server, &at, "nonsense", &change).status, 412);
    let both = format!("\"0000000000000000\", {}", get(&server, &at).tag);
    assert_eq!(patch(&server, &at, &both, &change).status, 200);
    let now = get(&server, &at);
    assert_eq!(now.body["properties"]["kind"], "shelling");
    assert!(now.body["properties"]["kind_text"].as_str().unwrap().starts_with("by "));
    // The same again changes nothing, and the version with it.
    let sequence = server.json("/healthz")["sequence"].clone();
    assert_eq!(patch(&server, &at, "*", &change).tag, now.tag);
    assert_eq!(server.json("/healthz")["sequence"], sequence);
    assert_eq!(patch(&server, &format!("{ITEMS}/0000000000000"), "*", &change).status, 404);
    assert_eq!(patch(&server, &at.replace("events", "unlocated"), "*", &change).status, 404);
}

#[test]
fn a_place_set_by_hand_wins_over_the_list_and_the_report_says_so() {
    let (_folder, _, server) = start();
    post(&server, LIST);
    let at = of_row(&server, "unlocated", "Bamba");
    let seen = get(&server, &at);
    assert_eq!(seen.body["geometry"], Value::Null);
    let point =
        json!({"geometry": {"type": "Point", "coordinates": [-1.4, 17.04]}, "properties": {"radius_m": 800}});
    let placed = patch(&server, &at, &seen.tag, &point);
    assert_eq!((placed.status, placed.at.as_str()), (200, at.replace("unlocated", "events").as_str()));
    let event = &placed.body["properties"];
    assert_eq!(
        (&event["method"], &event["status"], &event["p"], &event["radius_m"], &event["why_fr"]),
        (&json!("hand"), &json!("located"), &json!(1), &json!(800), &json!("placé à la main"))
    );
    assert_eq!(get(&server, &at).status, 404, "it has moved");
    // The list comes again: the same, and then with other words for the place and another actor.
    assert_eq!(post(&server, LIST)["unchanged"], 2);
    let report = post(&server, &LIST.replace("Bamba,,Clash,JNIM", "Bamba (Gao),Gao,Clash,EIGS"));
    assert_eq!((&report["updated"], &report["needs_review"]), (&json!(1), &json!(0)), "{report}");
    let told = report["verdicts"].as_array().unwrap().iter().find(|row| row["verdict"] == "updated").unwrap();
    assert_eq!(told["problems"][0]["reason"], "set by hand and left so: place; the rest follows the list");
    assert_eq!(told["lon"], -1.4, "the report shows what the map shows");
    let now = get(&server, &placed.at).body;
    assert_eq!(now["geometry"]["coordinates"], json!([-1.4, 17.04]));
    assert_eq!(
        (&now["properties"]["actors"], &now["properties"]["method"]),
        (&json!(["EIGS"]), &json!("hand"))
    );
    // Taken back, the list says again what it said; what was set by hand still is.
    assert_eq!(server.send("DELETE", "/imports/3", None).0, 200);
    let back = get(&server, &placed.at).body;
    assert_eq!((&back["properties"]["actors"], &back["geometry"]), (&json!(["JNIM"]), &now["geometry"]));
    assert_eq!(server.send("DELETE", "/imports/1", None).0, 200);
    assert_eq!(server.json(ITEMS)["numberMatched"], 0);
}

#[test]
fn a_removed_event_stays_removed_when_its_list_comes_again() {
    let (_folder, _, server) = start();
    post(&server, LIST);
    let at = of_row(&server, "events", "Bourem");
    let seen = get(&server, &at).tag;
    assert_eq!(send(&server, "DELETE", &at, &[("if-match", "\"other\"")], &Value::Null).status, 412);
    assert_eq!(send(&server, "DELETE", &at, &[("if-match", &seen)], &Value::Null).status, 204);
    assert_eq!(get(&server, &at).status, 404);
    assert_eq!(send(&server, "DELETE", &at, &[("if-match", &seen)], &Value::Null).status, 404);
    let report = post(&server, &LIST.replace("Attack", "Shelling"));
    let told = report["verdicts"].as_array().unwrap().iter().find(|row| row["line"] == 2).unwrap();
    assert_eq!(told["problems"][0]["reason"], "a person removed this event: it stays removed");
    assert_eq!(get(&server, &at).status, 404);
    assert_eq!(server.json(ITEMS)["numberMatched"], 0);
    let changes = server.json("/collections/events/changes?since=2");
    assert_eq!(
        (&changes["changes"][0]["operation"], &changes["changes"][0]["collection"]),
        (&json!("removed"), &Value::Null)
    );
}

#[test]
fn a_whole_feature_is_put_back_changed_and_what_follows_from_it_is_not_written() {
    let (_folder, _, server) = start();
    post(&server, LIST);
    let at = of_row(&server, "events", "Bourem");
    let seen = get(&server, &at);
    let kind = "application/geo+json";
    let put = |tag: &str, body: &Value| {
        send(&server, "PUT", &at, &[("content-type", kind), ("if-match", tag)], body)
    };
    assert_eq!(put(&seen.tag, &seen.body).tag, seen.tag, "as it is");
    let mut whole = seen.body.clone();
    whole["properties"]["kind_text"] = json!("Complex attack");
    whole["properties"]["actors"] = json!(["JNIM", "EIGS"]);
    whole["properties"].as_object_mut().unwrap().remove("date_start");
    whole["properties"].as_object_mut().unwrap().remove("date_end");
    let written = put(&seen.tag, &whole);
    assert_eq!(written.status, 200, "{}", written.body);
    let event = &written.body["properties"];
    assert_eq!((&event["kind_text"], &event["date_start"]), (&json!("Complex attack"), &Value::Null));
    assert_eq!(
        (&event["actors"], &event["place"]),
        (&json!(["JNIM", "EIGS"]), &seen.body["properties"]["place"])
    );
    // Each property of a feature is known here, as one that is written or as one that is not.
    for (name, value) in event.as_object().unwrap() {
        let answer = patch(&server, &at, "*", &json!({"properties": {name: value}}));
        let detail = answer.body["detail"].as_str().unwrap_or_default();
        assert!(answer.status == 200 || detail.contains("not written by hand"), "{name}: {}", answer.body);
    }
    let written = get(&server, &at);
    let mut other = written.body.clone();
    other["properties"]["p"] = json!(0.5);
    assert_eq!(put(&written.tag, &other).body["parameter"], "p");
    other = written.body.clone();
    other["id"] = json!("0000000000000");
    assert_eq!(put(&written.tag, &other).body["parameter"], "id");
    let another = patch(&server, &at, &written.tag, &json!({"id": "0000000000000", "properties": {}}));
    assert_eq!((another.status, &another.body["parameter"]), (400, &json!("id")), "{}", another.body);
    assert_eq!(patch(&server, &at, &written.tag, &json!({"id": written.body["id"]})).status, 200);
    assert_eq!(put(&seen.tag, &whole).status, 412);
}

#[test]
fn the_history_of_an_event_says_who_changed_what() {
    let (_folder, _, server) = start();
    post(&server, LIST);
    let path = of_row(&server, "events", "Bourem");
    let history = |server: &Server| get(server, &format!("{path}/history")).body;
    let added = history(&server);
    assert_eq!(added["changes"].as_array().unwrap().len(), 1, "{added}");
    assert_eq!(added["changes"][0]["operation"], "added");
    assert_eq!(added["changes"][0]["list"], "week.csv");
    assert_eq!((&added["set"], &added["changes"][0]["before"]), (&Value::Null, &Value::Null));
    let listed = get(&server, &path);
    let here =
        json!({"geometry": {"type": "Point", "coordinates": [-0.2, 17.1]}, "properties": {"kind": "clash"}});
    let placed = patch(&server, &path, &listed.tag, &here);
    assert_eq!(placed.status, 200, "{}", placed.body);
    post(&server, &LIST.replace("CSP", "FAMa"));
    let told = history(&server);
    let changes = told["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 3, "{told}");
    assert_eq!(changes[0]["list"], "week.csv", "the newest first");
    assert_eq!(
        (&changes[1]["import"], &changes[1]["before"]["properties"]["kind"]),
        (&Value::Null, &json!("attack"))
    );
    assert_eq!(told["set"]["fields"], json!(["kind", "place"]));
    let id = path.rsplit('/').next().unwrap();
    let back = send(&server, "DELETE", &format!("/edits/{id}"), &[("if-match", "*")], &Value::Null);
    assert_eq!(back.status, 200, "{}", back.body);
    assert_eq!(back.body["geometry"], listed.body["geometry"]);
    assert_eq!(back.body["properties"]["actors"], json!(["FAMa"]), "as the list has it now");
    assert_eq!(history(&server)["set"], Value::Null);
    for path in ["/collections/events/items/no-such/history", "/collections/regions/items/no-such/history"] {
        assert_eq!(get(&server, path).status, 404, "{path}");
    }
}

#[test]
fn what_was_set_is_listed_and_taken_back_by_whoever_saw_it() {
    let (_folder, store, server) = start();
    post(&server, LIST);
    let (path, gone) = (of_row(&server, "events", "Bourem"), of_row(&server, "unlocated", "Bamba"));
    let [id, other] = [&path, &gone].map(|path| path.rsplit('/').next().unwrap());
    let listed = get(&server, &path);
    let edit = format!("/edits/{id}");
    let nothing = get(&server, &edit);
    assert_eq!((nothing.status, nothing.body["detail"].as_str().unwrap().contains(id)), (404, true));
    let change = json!({ "geometry": { "type": "Point", "coordinates": [-1.0, 16.0] } });
    assert_eq!(patch(&server, &path, "*", &change).status, 200);
    assert_eq!(send(&server, "DELETE", &gone, &[("if-match", "*")], &Value::Null).status, 204);

    let all = get(&server, "/edits").body;
    assert_eq!(all["count"], 2);
    assert_eq!(all["edits"][0]["fields"], json!(["place"]));
    assert_eq!(all["edits"][0]["fields_fr"], json!(["lieu"]));
    assert_eq!(all["edits"][0]["listed"]["geometry"], listed.body["geometry"]);
    assert_eq!((&all["edits"][1]["event_id"], &all["edits"][1]["removed"]), (&json!(other), &json!(true)));
    assert_eq!(get(&server, "/edits?limit=1&after=1").body["edits"], json!([all["edits"][1]]));
    let out = stdout(azalai().args(["edits", "list", "--data"]).arg(&store));
    assert!(out.contains("removed") && out.contains("2 of 2 events"), "{out}");

    let seen = get(&server, &edit);
    assert_eq!(seen.body, all["edits"][0]);
    assert_eq!(send(&server, "DELETE", &edit, &[], &Value::Null).status, 428);
    assert_eq!(patch(&server, &path, "*", &json!({ "properties": { "kind_text": "raid" } })).status, 200);
    assert_eq!(send(&server, "DELETE", &edit, &[("if-match", &seen.tag)], &Value::Null).status, 412);
    let seen = get(&server, &edit);
    let back = send(&server, "DELETE", &edit, &[("if-match", &seen.tag)], &Value::Null);
    assert_eq!((back.status, &back.body["geometry"], back.tag), (200, &listed.body["geometry"], listed.tag));
    assert_eq!(back.body["properties"], listed.body["properties"]);
    assert_eq!(send(&server, "DELETE", &edit, &[("if-match", "*")], &Value::Null).status, 404);
    let back = send(&server, "DELETE", &format!("/edits/{other}"), &[("if-match", "*")], &Value::Null);
    assert_eq!((back.status, back.at), (200, gone));
    assert_eq!(get(&server, "/edits").body, json!({ "edits": [], "count": 0 }));
}
