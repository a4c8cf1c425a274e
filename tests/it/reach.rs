//! Who may ask, where links lead, and what is said of copies.

use crate::support::{Server, azalai, file, folder, import};
use serde_json::{Value, json};
use std::path::Path;

const ITEMS: &str = "/collections/events/items";

fn serving(store: &Path, more: &[&str]) -> Server {
    let mut command = azalai();
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(store).args(more);
    Server::run(&mut command).0
}

#[test]
fn behind_another_server_links_lead_there_and_its_pages_write() {
    const PUBLIC: &str = "https://maps.example.org";
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let server = serving(&store, &["--public-url", "https://maps.example.org/"]);
    for host in [None, Some(("host", "maps.example.org"))] {
        let headers: Vec<(&str, &str)> = host.into_iter().collect();
        let page = server.ask("GET", &format!("{ITEMS}?limit=3"), &headers);
        assert_eq!(page.status, 200, "{}", page.text());
        let page: Value = serde_json::from_slice(&page.body).unwrap();
        for link in page["links"].as_array().unwrap() {
            assert!(link["href"].as_str().unwrap().starts_with("https://maps.example.org/coll"), "{link}");
        }
    }
    let tiles = server.json("/collections/events/tiles/WebMercatorQuad?f=tilejson");
    assert!(tiles["tiles"][0].as_str().unwrap().starts_with(PUBLIC), "{tiles}");
    // Its pages write, those of others do not.
    let post = |origin: &str| {
        let form = [("file", Some("b.csv"), &b"id,date,place\nB-1,2023-10-01,Gao\n"[..])];
        server.post_form("/imports", &form, &[("origin", origin), ("host", "maps.example.org")]).0
    };
    assert_eq!((post("https://evil.example"), post(PUBLIC)), (403, 200));
    server.ask("GET", ITEMS, &[("host", "evil.example")]).problem(403);
    let said =
        String::from_utf8(azalai().args(["serve", "--public-url", "https://a/b"]).output().unwrap().stderr);
    assert!(said.unwrap().contains("scheme, host and port alone"));
}

#[test]
fn a_page_of_another_site_cannot_make_the_service_work() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let server = serving(&store, &[]);
    let picture =
        [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")];
    server.ask("GET", &format!("{ITEMS}?f=gpkg"), &picture).problem(403);
    let link =
        [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
    assert_eq!(server.ask("GET", "/", &link).status, 200);

    // Where every page may read, an answer says so whoever asked for it.
    let open = serving(&store, &["--allow-origin", "*"]);
    assert_eq!(open.ask("GET", ITEMS, &picture).status, 200);
    assert_eq!(open.ask("GET", ITEMS, &[]).header("access-control-allow-origin"), "*");
}

#[test]
fn what_is_built_for_a_while_is_beside_the_store() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let mut command = azalai();
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&store);
    // As good as full.
    let server = Server::run(command.env("TMPDIR", folder.path().join("nowhere"))).0;
    for form in ["gpkg", "fgb"] {
        let answer = server.ask("GET", &format!("{ITEMS}?f={form}"), &[]);
        assert!(answer.status == 200 && answer.body.len() > 1_000, "{form}");
    }
    assert_eq!(server.post_list("b.csv", b"id,date,place\nB-1,2023-10-01,Gao\n", false).0, 200);
    let mut left: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.retain(|name| !name.starts_with("a.gpkg"));
    assert_eq!(left, Vec::<String>::new(), "and gone then");
}

#[test]
fn terms_of_lists_are_told_anew_where_no_event_changed() {
    const ACLED: &str =
        "event_id_cnty,event_date,event_type,actor1,admin1,location,latitude,longitude,fatalities\n";
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let server = serving(&store, &[]);
    for path in ["/collections", "/collections/events", "/collections/events?f=html"] {
        let list = folder.path().join(format!("{}.csv", path.len()));
        let before = server.ask("GET", path, &[]);
        let again = server.ask("GET", path, &[("if-none-match", before.header("etag"))]);
        assert_eq!(again.status, 304, "{path}");
        // Its one row is rejected; another process reads it.
        std::fs::write(&list, format!("{ACLED}MLI1,never,Battles,A,Gao,Gao,16.27,-0.04,1\n")).unwrap();
        assert_eq!(import(&store, &list, &[])["rejected"], 1);
        let after = server.ask("GET", path, &[("if-none-match", before.header("etag"))]);
        let name = list.file_name().unwrap().to_str().unwrap();
        assert!(after.status == 200 && after.text().contains(name), "{path}: {}", after.status);
    }
}

#[test]
fn a_parameter_that_is_said_twice_otherwise_is_refused_by_name_everywhere() {
    let folder = folder();
    let server = serving(&folder.path().join("a.gpkg"), &[]);
    for (path, name) in [
        ("/?f=json&f=html", "f"),
        ("/collections?f=json&f=html", "f"),
        ("/collections/events/items?bbox=-4,15,2,19&bbox=-4,15,2,18", "bbox"),
        ("/collections/events/items?filter=p%3E0.5&q=gao&filter=p%3E0.6", "filter"),
        ("/collections/events/items?f=csv&datetime=2023-10-01&datetime=2023-10-02", "datetime"),
        ("/collections/regions/items?at=2023-10-01&at=2024-10-01", "at"),
        ("/collections/events/clusters?zoom=3&zoom=4", "zoom"),
        ("/geocode?q=Gao&q=Bamba", "q"),
        ("/review?kind=location&kind=pair", "kind"),
        ("/collections/events/items?p_min=0.1&p_min=0.2", "p_min"),
    ] {
        let problem = server.problem(path);
        assert_eq!((&problem["status"], &problem["parameter"]), (&json!(400), &json!(name)), "{path}");
        assert!(problem["detail"].as_str().unwrap().contains("is said twice, first as '"), "{problem}");
    }
    // Said twice alike it is said; a page of so many features as the OGC test suite asks for beside the link's own limit.
    for path in [
        "/collections/events/items?bbox=-4,15,2,19&limit=3&bbox=-4%2C15%2C2%2C19&limit=10000",
        "/collections/events/items?kind=attack&kind=clash",
        "/collections/regions/items?kind=attack&kind=clash&name=Gao&name=Kidal",
        "/?f=json&f=json",
    ] {
        assert_eq!(server.get(path).0, 200, "{path}");
    }
    // A place to go on from has what is to be left out behind it.
    assert_eq!(server.problem("/collections/events/items?cursor=AAAA&offset=3")["parameter"], "offset");
    let folder = crate::support::folder();
    let store = folder.path().join("b.gpkg");
    let list = folder.path().join("b.csv");
    std::fs::write(&list, "id,date,place\nB-1,2023-10-01,Bamba\n").unwrap();
    import(&store, &list, &[]);
    let server = serving(&store, &[]);
    let counted = |kind: &str| server.json(&format!("/review?kind={kind}"))["count"].clone();
    assert_eq!((counted("location"), counted("location,location")), (json!(1), json!(1)));
}

#[test]
fn a_next_page_can_always_be_asked_for() {
    let folder = folder();
    let server = serving(&folder.path().join("a.gpkg"), &[]);
    for number in 0..4 {
        let event = json!({ "properties": { "kind_text": format!("{}{number}", "word ".repeat(3_000)) } });
        assert_eq!(server.send("POST", "/collections/unlocated/items", Some(&event)).0, 201);
    }
    let all = server.all("/collections/unlocated/items?sortby=title,-title&limit=1");
    let mut ids: Vec<&Value> = all.iter().map(|event| &event["id"]).collect();
    ids.sort_by_key(ToString::to_string);
    ids.dedup();
    assert_eq!((all.len(), ids.len()), (4, 4), "each once");
    // What leaves no room for a place in the order is refused, not answered by a link that leads nowhere.
    let long = format!("filter=kind='other'%20OR%20title='{}'", "x".repeat(16_100));
    let whole = server.ask("GET", &format!("/collections/unlocated/items?{long}"), &[]);
    assert_eq!((whole.status, whole.header("link")), (200, ""), "the document has the links");
    assert_eq!(server.json(&format!("/collections/unlocated/items?{long}"))["numberReturned"], 4);
    assert_eq!(
        server.problem(&format!("/collections/unlocated/items?{long}&sortby=title&limit=1"))["status"],
        414
    );
}
