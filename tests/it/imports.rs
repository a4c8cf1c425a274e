//! What was imported, and taking it back: in the terminal and over HTTP.

use crate::support::{Server, azalai, counts, failure, folder, import, stdout};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const HEADER: &str = "id,date,type,place,region,notes\n";

fn list(folder: &Path, name: &str, rows: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::write(&path, format!("{HEADER}{rows}")).unwrap();
    path
}

fn told(store: &Path, arguments: &[&str]) -> Value {
    let mut command = azalai();
    command.args(arguments).arg("--json").arg("--data").arg(store);
    serde_json::from_str(&stdout(&mut command)).unwrap()
}

#[test]
fn an_import_is_listed_shown_and_undone_in_the_terminal() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let first = list(
        folder.path(),
        "a.csv",
        "S-001,2023-10-01,Attack,Gao,Gao,one\nS-002,not a day,Attack,Gao,Gao,two\n",
    );
    let second = list(folder.path(), "b.csv", "S-001,2023-10-01,Attack,Gao,Gao,one changed\n");
    assert_eq!(counts(&import(&store, &first, &["--source", "us"])), [2, 1, 0, 0, 0, 1]);
    assert_eq!(counts(&import(&store, &second, &["--source", "us"])), [1, 0, 1, 0, 0, 0]);
    let imports = told(&store, &["imports", "list"])["imports"].clone();
    assert_eq!([&imports[0]["id"], &imports[1]["id"]], [2, 1]);
    assert_eq!([&imports[1]["can_undo"], &imports[0]["can_undo"]], [false, true]);
    assert_eq!(imports[1]["blocked_by"], json!([2]));
    let table = stdout(azalai().args(["imports", "list", "--data"]).arg(&store));
    assert!(table.contains("after 2") && table.contains("possible"), "{table}");
    let shown = told(&store, &["imports", "show", "1"]);
    let verdicts: Vec<_> =
        shown["rows"].as_array().unwrap().iter().map(|row| row["verdict"].as_str()).collect();
    assert_eq!(verdicts, [Some("added"), Some("rejected")]);
    // The rejected rows, mended, are a list like any other.
    let mended = folder.path().join("mended.csv");
    stdout(azalai().args(["imports", "rejects", "1", "--data"]).arg(&store).arg("--out").arg(&mended));
    let text = fs::read_to_string(&mended).unwrap();
    assert!(
        text.starts_with(
            "\u{feff}id,date,type,place,region,notes,azalai_line,azalai_reason\nS-002,not a day,"
        ),
        "{text}"
    );
    fs::write(&mended, text.replace("not a day", "2023-10-02")).unwrap();
    assert_eq!(counts(&import(&store, &mended, &["--source", "us"])), [1, 1, 0, 0, 0, 0]);
    let refused = failure(azalai().args(["imports", "undo", "1", "--data"]).arg(&store));
    assert!(refused.contains("undo first what changed its events since"), "{refused}");
    assert_eq!(told(&store, &["imports", "undo", "2"])["restored"], 1);
    let undone = told(&store, &["imports", "undo", "1"]);
    assert_eq!((&undone["removed"], &undone["restored"]), (&json!(1), &json!(0)));
    let again = failure(azalai().args(["imports", "undo", "1", "--data"]).arg(&store));
    assert!(again.contains("undone already"), "{again}");
    assert_eq!(counts(&import(&store, &first, &["--source", "us"])), [2, 1, 0, 0, 0, 1], "it imports anew");
}

#[test]
fn imports_and_pairs_over_http() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let server = Server::start(&store);
    let send = |name: &str, source: &str, rows: &str| {
        let text = format!("{HEADER}{rows}");
        let fields = [("file", Some(name), text.as_bytes()), ("source", None, source.as_bytes())];
        let (status, report) = server.post_form("/imports", &fields, &[]);
        assert_eq!(status, 200, "{report}");
        report
    };
    send("a.csv", "a", "A-001,2023-10-01,Attack,Gao,Gao,one\nA-002,never,Attack,Gao,Gao,two\n");
    let report = send("b.csv", "b", "B-001,2023-10-01,Attack,Gao,Gao,other\n");
    assert_eq!(report["duplicates"], 1);
    let rows = server.json("/imports/1/rows?limit=1");
    assert_eq!(rows["rows"][0]["verdict"], "added");
    let next = server.json(rows["next"]["href"].as_str().unwrap());
    assert_eq!((&next["rows"][0]["verdict"], &next["next"]), (&json!("rejected"), &Value::Null));
    assert_eq!(server.json("/imports/1/rows?verdict=rejected")["rows"].as_array().unwrap().len(), 1);
    assert_eq!(server.problem("/imports/1/rows?verdict=nonsense")["parameter"], "verdict");
    let (status, kind, csv) = server.get("/imports/1/rejects");
    assert_eq!((status, kind.as_str()), (200, "text/csv; charset=utf-8"));
    assert!(csv.contains("A-002,never,"), "{csv}");
    assert_eq!(server.problem("/imports/99")["status"], 404);
    assert_eq!(server.problem("/imports/x")["status"], 404);

    let pairs = server.json("/duplicates?state=proposed");
    assert_eq!((&pairs["count"], &pairs["duplicates"][0]["distance_km"]), (&json!(1), &json!(0.0)));
    let id = &pairs["duplicates"][0]["id"];
    let decide = |decision: &str| {
        server.send("POST", &format!("/duplicates/{id}"), Some(&json!({"decision": decision})))
    };
    assert_eq!(decide("merge").1["state"], "merged");
    assert_eq!(server.all("/collections/events/items").len(), 1, "served at once");
    assert_eq!(decide("different").0, 409);
    assert_eq!(decide("nonsense").0, 400);
    let (status, problem) = server.send("DELETE", "/imports/1", None);
    assert_eq!(status, 409, "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("merged pair"), "{problem}");
    assert_eq!(server.json("/imports")["imports"][1]["blocked_by_pairs"], json!([id]));
    assert_eq!(decide("reopen").1["state"], "proposed");
    assert_eq!(server.all("/collections/events/items").len(), 2);
    let (status, undone) = server.send("DELETE", "/imports/1", None);
    assert_eq!((status, &undone["removed"], &undone["blocked_by"]), (200, &json!(1), &json!([])));
    assert_eq!(server.all("/collections/events/items").len(), 1, "what was undone is not served");
    assert_eq!(server.send("DELETE", "/imports/1", None).0, 409);
    assert_eq!(server.send("DELETE", "/imports/99", None).0, 404);
    assert_eq!(server.send("POST", "/duplicates/99", Some(&json!({"decision": "same"}))).0, 404);
    assert_eq!(server.json("/duplicates")["count"], 0);
    assert!(server.json("/imports/1")["undone_at"].is_string());
}
