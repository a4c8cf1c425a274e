//! Articles: `azalai article` on a text, on standard input and on a list, and `POST /articles`.

use crate::support::{Server, azalai, failure, file, folder, stdout};
use serde_json::{Value, json};
use std::fs;

fn read(path: &std::path::Path, more: &[&str]) -> Value {
    let folder = folder();
    let mut azalai = azalai();
    azalai
        .arg("article")
        .arg(path)
        .args(["--json", "--data"])
        .arg(folder.path().join("none.gpkg"))
        .args(more);
    serde_json::from_str(&stdout(&mut azalai)).unwrap()
}

#[test]
fn a_report_becomes_drafts_the_best_first() {
    let english = read(&file("tests/fixtures/article/bamba.en.txt"), &["--published", "2023-10-02"]);
    let french = read(&file("tests/fixtures/article/bamba.fr.txt"), &["--published", "2023-10-03"]);
    assert_eq!((&english["language"], &french["language"]), (&json!("en"), &json!("fr")));
    for article in [&english, &french] {
        let draft = &article["drafts"][0];
        assert_eq!(draft["location"]["name"], "Bamba");
        assert_eq!(draft["location"]["direction"], "north");
        assert!((draft["location"]["lat"].as_f64().unwrap() - 17.03).abs() < 0.02);
        assert!(!draft["location"]["rivals"].as_array().unwrap().is_empty(), "three are called Bamba");
        assert_eq!(
            (&draft["date"]["start"], &draft["date"]["end"]),
            (&json!("2023-10-01"), &json!("2023-10-01"))
        );
        assert_eq!(draft["kind"], "attack");
        let who: Vec<&Value> =
            draft["claims"].as_array().unwrap().iter().map(|claim| &claim["who"]).collect();
        assert_eq!(who, ["FAMa", "CSP"]);
    }
    assert_eq!(english["drafts"].as_array().unwrap().len(), 1);
    let mine = &french["drafts"][1];
    assert_eq!((&mine["kind"], &mine["date"]["start"]), (&json!("explosive"), &json!("2023-09-30")));
}

#[test]
fn every_text_of_a_list_is_read_and_no_row_is_lost() {
    let folder = folder();
    let (list, out) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    let text = "id,texte,published,place\n\
                1,\"Attaque à Bourem dimanche, cinq morts.\",2023-10-02,ici\n\
                2,,2023-10-02,\n\
                3,\"Djibo, au Burkina Faso, a été attaquée.\",,\n";
    fs::write(&list, text).unwrap();
    let counts: Value = serde_json::from_str(&stdout(
        azalai().args(["article", "--json", "--csv"]).arg(&list).arg("--out").arg(&out),
    ))
    .unwrap();
    assert_eq!((&counts["rows"], &counts["located"]), (&json!(3), &json!(1)), "{counts}");
    let mut reader = csv::Reader::from_path(&out).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| {
        rows[row].get(header.iter().position(|column| column == name).unwrap()).unwrap().to_owned()
    };
    assert_eq!((header.len(), rows.len()), (19, 3));
    assert_eq!((cell(0, "az_place"), cell(0, "az_kind")), ("Bourem".into(), "attack".into()));
    assert_eq!((cell(0, "az_date_start"), cell(0, "place")), ("2023-10-01".into(), "ici".into()));
    assert_eq!((cell(1, "az_status"), cell(1, "az_lon")), ("unlocated".into(), String::new()));
    assert_eq!((cell(2, "az_status"), cell(2, "az_lat")), ("unlocated".into(), String::new()));
    assert!(cell(2, "az_why").contains("another country"), "{}", cell(2, "az_why"));
}

#[test]
fn a_users_words_are_known_and_a_broken_table_is_told() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("text.txt"), "Hier, le Front du Fleuve a attaqué Bourem.").unwrap();
    fs::write(path("words.csv"), "role,value,words\narmed,FDF,front du fleuve\n").unwrap();
    fs::write(path("broken.csv"), "role,value,words\nactor,FDF,front du fleuve\n").unwrap();
    let with = |table: &str| path(table).display().to_string();
    let article = read(&path("text.txt"), &["--lexicon", &with("words.csv")]);
    assert_eq!(article["drafts"][0]["actors"], json!(["FDF"]));
    assert_eq!(article["drafts"][0]["date"], Value::Null, "nobody said when it was published");
    let told =
        failure(azalai().arg("article").arg(path("text.txt")).args(["--lexicon", &with("broken.csv")]));
    assert!(told.contains("line 2 of the lexicon") && told.contains("'actor' is no role"), "{told}");
}

#[test]
fn the_service_reads_texts_and_says_what_is_wrong_with_a_request() {
    let folder = folder();
    let server = Server::start(&folder.path().join("a.gpkg"));
    let post = |body: &Value| server.send("POST", "/articles", Some(body));
    let text = fs::read_to_string(file("tests/fixtures/article/bamba.fr.txt")).unwrap();
    let (status, article) = post(&json!({ "text": text, "published": "2023-10-02" }));
    assert_eq!((status, &article["drafts"][0]["location"]["name"]), (200, &json!("Bamba")));
    for mention in article["mentions"].as_array().unwrap() {
        let at = |name: &str| mention[name].as_u64().unwrap() as usize;
        let slice: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
        assert_eq!(mention["text"], slice.as_str());
    }
    for (body, field) in [
        (json!({}), "text"),
        (json!({ "text": 5 }), "text"),
        (json!({ "text": "a", "published": "yesterday" }), "published"),
        (json!({ "text": "a", "publishd": "2023-10-02" }), "publishd"),
    ] {
        let (status, problem) = post(&body);
        assert_eq!(status, 400, "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains(field), "{problem}");
    }
    assert_eq!(post(&json!({ "text": "a".repeat((1 << 20) + 1) })).0, 413);
    assert_eq!(server.json("/articles")["count"], 0);
    assert!(
        server.json("/collections/events/items")["features"].as_array().unwrap().is_empty(),
        "nothing is kept"
    );
}

#[test]
fn a_text_without_an_event_is_kept_and_told_plainly_and_nothing_waits() {
    let folder = folder();
    let server = Server::start(&folder.path().join("a.gpkg"));
    let text = "Il fera 41 degrés à Gao dimanche, et un vent de sable est attendu à Tombouctou.";
    let (status, kept) = server.send("POST", "/articles", Some(&json!({ "text": text, "keep": true })));
    assert_eq!((status, &kept["drafts"]), (200, &json!([])));
    assert_eq!(kept["notes"], json!(["no event was found in this text"]));
    assert_eq!(kept["notes_fr"], json!(["aucun événement n’a été trouvé dans ce texte"]));
    assert_eq!(server.json("/review")["items"], json!([]));
    let whole = server.json(&format!("/articles/{}", kept["id"]));
    assert_eq!((&whole["text"], &whole["drafts"]), (&json!(text), &json!([])));
    assert!(whole["mentions"].as_array().unwrap().iter().any(|one| one["text"] == "Gao"), "{whole}");
    let none = json!({ "open": 0, "confirmed": 0, "rejected": 0 });
    assert_eq!(server.json("/articles")["articles"][0]["drafts"], none);
}

#[test]
fn of_a_list_a_text_without_an_event_says_so_and_keeps_the_names_of_its_places() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("in.csv"), "text\nIl fera 41 degrés à Gao dimanche.\n").unwrap();
    stdout(azalai().args(["article", "--csv"]).arg(path("in.csv")).arg("--out").arg(path("out.csv")));
    let answered = fs::read_to_string(path("out.csv")).unwrap();
    let row = answered.lines().nth(1).unwrap();
    assert!(row.contains(",unlocated,") && row.ends_with(",Gao,no event was found in this text"), "{row}");
}
