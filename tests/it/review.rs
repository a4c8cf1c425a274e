//! The review over HTTP and in the terminal: what waits, what is decided, what is taken back.

use crate::support::{Server, azalai, failure, file, folder, stdout};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const LIST: &str = "id,date,place,region,type\nE-1,2023-10-02,Bamba,,Clash\nE-2,2023-10-03,Bamba,,Attack\n\
    E-3,2023-10-04,Qzxwv,,Attack\nE-4,2023-10-01,Bourem,Gao,Attack\n";

fn start() -> (TempDir, PathBuf, Server) {
    let folder = folder();
    let store = folder.path().join("azalai.gpkg");
    let server = Server::start(&store);
    let (status, report) = server.post_list("week.csv", LIST.as_bytes(), false);
    assert_eq!(status, 200, "{report}");
    (folder, store, server)
}

fn article(name: &str) -> String {
    fs::read_to_string(file("tests/fixtures/article").join(name)).unwrap()
}

fn keep(server: &Server, name: &str) -> Value {
    let body = json!({
        "text": article(name), "published": "2023-10-02", "keep": true, "source": name,
        "link": "https://example.org/a", "title": "Attack on Bamba", "licence": "CC BY 4.0",
    });
    let (status, kept) = server.send("POST", "/articles", Some(&body));
    assert_eq!(status, 200, "{kept}");
    kept
}

fn decide(server: &Server, decisions: &Value) -> Value {
    let (status, done) =
        server.send("POST", "/review", Some(&json!({ "by": "Awa", "decisions": decisions })));
    assert_eq!(status, 200, "{done}");
    done
}

/// What the public sees of events: every channel that could show a draft.
fn public(server: &Server) -> Vec<String> {
    [
        "/collections/events/items",
        "/collections/unlocated/items",
        "/collections/events/changes?since=0",
        "/collections/events/summary",
        "/collections/events/clusters?zoom=5",
        "/collections/regions/items",
        "/collections/events/items?f=csv",
        "/nearby?lon=-1.4&lat=17.03&date=2023-10-01&days=30",
    ]
    .into_iter()
    .map(|path| {
        let (status, _, body) = server.get(path);
        assert_eq!(status, 200, "{path}: {body}");
        match serde_json::from_str::<Value>(&body) {
            Ok(mut value) => {
                value.as_object_mut().unwrap().remove("timeStamp");
                value.to_string()
            }
            Err(_) => body,
        }
    })
    .collect()
}

#[test]
fn drafts_wait_unseen_and_a_confirmed_one_is_an_event_until_that_is_taken_back() {
    let (_folder, _, server) = start();
    let before = public(&server);
    let kept = keep(&server, "bamba.en.txt");
    let id = kept["id"].as_i64().unwrap();
    assert_eq!(keep(&server, "bamba.en.txt"), kept, "kept once");
    assert_eq!(public(&server), before, "drafts are in no public answer");
    let listed = server.json("/articles");
    assert_eq!((&listed["count"], &listed["articles"][0]["title"]), (&json!(1), &json!("Attack on Bamba")));
    let whole = server.json(&format!("/articles/{id}"));
    assert_eq!(
        (whole["text"].as_str().unwrap(), &whole["drafts"]),
        (article("bamba.en.txt").as_str(), &kept["drafts"])
    );
    let queue = server.json("/review?kind=draft");
    assert_eq!(queue["count"], kept["drafts"].as_array().unwrap().len());
    let item = queue["items"].as_array().unwrap().last().unwrap();
    assert_eq!(item["draft"]["article"]["text"], whole["text"]);
    // What the event would say is told, and taken back with corrections.
    let mut claims = item["draft"]["event_claims"].clone();
    assert_eq!(claims, whole["drafts"].as_array().unwrap().last().unwrap()["event_claims"]);
    let sources: Vec<&Value> = claims.as_array().unwrap().iter().map(|claim| &claim["source"]).collect();
    assert_eq!(sources, ["bamba.en.txt", "FAMa", "CSP"]);
    for column in ["deaths_low", "deaths_best", "deaths_high"] {
        claims[2][column] = json!(7);
    }
    let change = json!({ "kind_text": "Raid", "actors": ["FAMa", "JNIM"], "claims": claims });
    let done = decide(
        &server,
        &json!([{ "key": item["key"], "version": item["version"], "decision": "confirm", "change": change }]),
    );
    assert_eq!(done["refused"], json!([]), "{done}");
    let event = done["decided"][0]["event_id"].as_str().unwrap();
    let feature = server.json(&format!("/collections/events/items/{event}"));
    let said = &feature["properties"];
    assert_eq!((&said["kind_text"], &said["place"]), (&json!("Raid"), &json!("Bamba")));
    assert_eq!(
        (&said["licence"], &said["claims"][0]["source"]),
        (&json!("CC BY 4.0"), &json!("bamba.en.txt"))
    );
    assert_eq!(said["attributes"]["link"], "https://example.org/a");
    assert_eq!((&said["actors"], &said["claims"]), (&json!(["FAMa", "JNIM"]), &claims));
    assert_eq!(said["deaths_high"], 7);
    let (status, held) = server.send("DELETE", &format!("/articles/{id}"), None);
    assert_eq!(status, 409, "{held}");
    assert!(held["detail_fr"].as_str().unwrap().contains("ne peut pas être retiré"), "{held}");
    // Who decides on what was decided is told, and by whom it was.
    let done_again = decide(&server, &json!([{ "key": item["key"], "decision": "reject" }]));
    let refused = &done_again["refused"][0]["problem"];
    assert_eq!((&refused["status"], &done_again["decided"]), (&json!(409), &json!([])));
    assert!(refused["detail"].as_str().unwrap().contains("by Awa"), "{refused}");
    assert!(refused["detail_fr"].as_str().unwrap().contains("par Awa"), "{refused}");
    let decisions = server.json("/review/decisions");
    assert_eq!(
        (&decisions["count"], &decisions["decisions"][0]["to"]["event_id"]),
        (&json!(1), &json!(event))
    );
    let number = &done["decided"][0]["id"];
    let (status, counts) = server.send("DELETE", &format!("/review/decisions/{number}"), None);
    assert_eq!((status, &counts["counts"]["draft"]), (200, &queue["count"]), "{counts}");
    assert_eq!(server.get(&format!("/collections/events/items/{event}")).0, 404);
    let (status, undone) = server.send("DELETE", &format!("/review/decisions/{number}"), None);
    assert_eq!(status, 409);
    assert!(undone["detail_fr"].as_str().unwrap().contains("a déjà été annulée"), "{undone}");
    assert_eq!(server.send("DELETE", "/review/decisions/99", None).0, 404);
    assert_eq!(server.send("DELETE", &format!("/articles/{id}"), None).0, 204);
    assert_eq!(server.json("/review?kind=draft")["count"], 0);
    assert_eq!(server.get(&format!("/articles/{id}")).0, 404);
}

#[test]
fn the_queue_comes_in_pages_and_a_choice_holds_for_all_that_say_the_same() {
    let (_folder, _, server) = start();
    keep(&server, "bamba.fr.txt");
    let whole = server.json("/review");
    let keys = |page: &Value| -> Vec<String> {
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["key"].as_str().unwrap().to_owned())
            .collect()
    };
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = server.json(&format!("/review?limit=2{next}"));
        seen.extend(keys(&page));
        let Some(after) = page["next"].as_str() else { break };
        next = format!("&after={after}");
    }
    assert_eq!(seen, keys(&whole));
    let doubts: Vec<f64> =
        whole["items"].as_array().unwrap().iter().map(|item| item["doubt"].as_f64().unwrap()).collect();
    assert!(doubts.is_sorted_by(|one, next| one >= next), "{doubts:?}");
    let places = server.json("/review?kind=location");
    assert_eq!(places["count"], 3);
    let item = places["items"].as_array().unwrap().iter().find(|item| item["same"] == 1).unwrap();
    let properties = &item["event"]["properties"];
    assert_eq!((&properties["place_text"], &properties["status"]), (&json!("Bamba"), &json!("review")));
    let before = public(&server);
    let done = decide(
        &server,
        &json!([
            { "key": item["key"], "version": "0", "decision": "accept" },
            { "key": item["key"], "version": item["version"], "decision": "candidate", "candidate": 2, "same": true },
            { "key": "location-0123456789abc", "decision": "accept" },
        ]),
    );
    let statuses: Vec<&Value> =
        done["refused"].as_array().unwrap().iter().map(|refused| &refused["problem"]["status"]).collect();
    assert_eq!(statuses, [412, 404]);
    assert_eq!((&done["decided"][0]["also"], &done["counts"]["location"]), (&json!(1), &json!(1)));
    let chosen = server.json("/collections/events/items?method=hand");
    assert_eq!(chosen["numberMatched"], 2);
    assert_eq!(chosen["features"][0]["properties"]["place_id"], properties["rivals"][1]["id"]);
    let (status, _) = server.send("DELETE", &format!("/review/decisions/{}", done["decided"][0]["id"]), None);
    assert_eq!(status, 200);
    let after = public(&server);
    assert_eq!((&after[0], &after[1], &after[6]), (&before[0], &before[1], &before[6]));
}

#[test]
fn what_is_wrong_with_a_decision_is_told_by_its_name_and_nothing_is_done() {
    let (_folder, _, server) = start();
    keep(&server, "bamba.en.txt");
    let before = server.json("/review");
    let location = server.json("/review?kind=location")["items"][0]["key"].clone();
    for (decision, field) in [
        (json!({}), "decisions[0].key"),
        (json!("confirm"), "decisions[0]"),
        (json!({ "key": "draft-x", "decision": "confirm" }), "decisions[0].key"),
        (json!({ "key": "draft-1" }), "decisions[0].decision"),
        (json!({ "key": "draft-1", "decision": "merge" }), "decisions[0].decision"),
        (json!({ "key": "draft-1", "decision": "confirm", "same": true }), "decisions[0].same"),
        (json!({ "key": "draft-1", "decision": "confirm", "chnge": {} }), "decisions[0].chnge"),
        (json!({ "key": "draft-1", "decision": "confirm", "change": { "title": "x" } }), "title"),
        (json!({ "key": "draft-1", "decision": "confirm", "change": { "kind": "war" } }), "kind"),
        (json!({ "key": "draft-1", "decision": "confirm", "change": { "lon": 1 } }), "decisions[0].lat"),
        (json!({ "key": location, "decision": "candidate" }), "decisions[0].candidate"),
        (json!({ "key": location, "decision": "candidate", "candidate": 0 }), "decisions[0].candidate"),
        (json!({ "key": location, "decision": "place", "lon": 500, "lat": 1 }), "decisions[0].lon"),
        (json!({ "key": location, "decision": "place" }), "decisions[0].lon"),
        (json!({ "key": "duplicate-1", "decision": "reopen" }), "decisions[0].decision"),
    ] {
        let body = json!({ "decisions": [decision] });
        let (status, problem) = server.send("POST", "/review", Some(&body));
        assert_eq!((status, problem["parameter"].as_str().unwrap()), (400, field), "{body} {problem}");
    }
    for (path, status) in [
        ("/review?kind=draft,place", 400),
        ("/review?after=zz", 400),
        ("/review?limit=0", 400),
        ("/review?kid=draft", 400),
        ("/articles/x", 404),
        ("/articles/99", 404),
        ("/review/decisions?after=-1", 400),
        ("/review/decisions/1", 405),
    ] {
        assert_eq!(server.problem(path)["status"], status, "{path}");
    }
    let hostile = json!({ "text": "Gunmen attacked Bamba on Sunday'; DROP TABLE drafts; --\u{0}\u{202e}<script>", "keep": true });
    assert_eq!(server.send("POST", "/articles", Some(&hostile)).0, 200);
    for (field, value) in [
        ("text", json!(" \n")),
        ("link", json!("javascript:alert(1)")),
        ("keep", json!("yes")),
        ("title", json!("a\nb")),
    ] {
        let mut body = json!({ "text": "Attack on Bamba", "keep": true });
        body[field] = value;
        let (status, problem) = server.send("POST", "/articles", Some(&body));
        assert_eq!((status, &problem["parameter"]), (400, &json!(field)), "{problem}");
    }
    let items = before["items"].as_array().unwrap().len();
    assert_eq!(server.json("/review")["items"].as_array().unwrap().len(), items + 1);
}

#[test]
fn the_terminal_keeps_lists_decides_and_takes_back() {
    let folder = folder();
    let store = folder.path().join("azalai.gpkg");
    let list = folder.path().join("week.csv");
    fs::write(&list, LIST).unwrap();
    stdout(azalai().arg("import").arg("--data").arg(&store).arg(&list));
    let run = |words: &[&str]| stdout(azalai().args(words).arg("--data").arg(&store));
    let text = file("tests/fixtures/article/bamba.en.txt").display().to_string();
    let kept = run(&["article", &text, "--published", "2023-10-02", "--keep", "--source", "Example News"]);
    assert!(kept.contains("kept as article 1"), "{kept}");
    let listed = run(&["review", "list"]);
    assert!(listed.contains("draft-1") && listed.contains("location-") && listed.contains("+1"), "{listed}");
    let told = run(&["review", "decide", "draft-1", "confirm", "--by", "Awa"]);
    assert!(told.starts_with("decision 1 on draft-1: event "), "{told}");
    let before: Value =
        serde_json::from_str(&run(&["review", "list", "--kind", "location", "--json"])).unwrap();
    let bamba = before["items"].as_array().unwrap().iter().find(|item| item["same"] == 1).unwrap();
    let key = bamba["key"].as_str().unwrap();
    let told = run(&["review", "decide", key, "candidate", "--candidate", "1", "--same", "--learn"]);
    assert!(told.contains("and 1 others that say the same") && told.contains("nothing learned"), "{told}");
    let decisions = run(&["review", "decisions"]);
    assert!(decisions.contains("Awa") && decisions.ends_with("2 of 2 decisions\n"), "{decisions}");
    run(&["review", "undo", "2"]);
    let after: Value =
        serde_json::from_str(&run(&["review", "list", "--kind", "location", "--json"])).unwrap();
    assert_eq!(after, before);
    let twice = failure(azalai().args(["review", "undo", "2"]).arg("--data").arg(&store));
    assert!(twice.contains("taken back already"), "{twice}");
    let wrong = failure(azalai().args(["review", "decide", "draft-1", "merge"]).arg("--data").arg(&store));
    assert!(wrong.contains("confirm or reject"), "{wrong}");
}
