//! The pages for people: complete, in two languages, without script, and whatever a list says stays text.

use crate::support::{Answer, Server, file, folder, import};
use serde_json::Value;
use std::collections::{BTreeSet, VecDeque};
use std::fs;
use tempfile::TempDir;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn served() -> (TempDir, Server) {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let hostile = folder.path().join("hostile.csv");
    let list = "id,date,place,region,type,source,notes\nH-1,2023-10-01,\"Gao<b>\",Gao,<script>alert(1)</script>,\
                \"\"\" onload=x\",</main><img src=x>\n";
    fs::write(&hostile, list).unwrap();
    import(&store, &hostile, &[]);
    (folder, Server::start(&store))
}

fn page(server: &Server, path: &str, language: &str) -> Answer {
    let path = path.strip_prefix(&server.root).unwrap_or(path);
    server.ask("GET", path, &[("accept", BROWSER), ("accept-language", language)])
}

/// Every address that a page links to.
fn links(html: &str) -> Vec<String> {
    let hrefs = html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.map(|href| href.replace("&amp;", "&")).collect()
}

#[test]
fn every_link_of_every_page_leads_somewhere_and_no_page_has_script() {
    let (_folder, server) = served();
    let mut seen = BTreeSet::new();
    let mut next: VecDeque<String> = ["/collections", "/conformance", "/docs"].map(str::to_owned).into();
    let mut pages = 0;
    while let Some(path) = next.pop_front() {
        let answer = page(&server, &path, "en");
        assert_eq!(answer.status, 200, "{path}");
        if !answer.header("content-type").starts_with("text/html") || path == "/" {
            continue;
        }
        pages += 1;
        let html = answer.text();
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{path}");
        for never in ["<script", "<style", " style=", " onload=", "<img src=x", "javascript:"] {
            assert!(!html.contains(never), "{path} has {never}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        for href in links(html) {
            let internal = href.strip_prefix(&server.root).unwrap_or(&href);
            let target = internal.split('#').next().unwrap().to_owned();
            if internal.starts_with('/') && !target.starts_with("/assets/") && seen.insert(target.clone()) {
                // All pages of a kind are made alike.
                let kin = seen
                    .iter()
                    .filter(|other| other.split("/items/").next() == target.split("/items/").next());
                if !target.contains("/items/") || kin.count() < 8 {
                    next.push_back(target);
                }
            }
        }
    }
    assert!(pages > 20, "{pages} pages of {}", seen.len());
    assert!(seen.iter().any(|path| path.contains("cursor=")), "pages are turned");
}

#[test]
fn what_a_list_says_is_told_as_text() {
    let (_folder, server) = served();
    let html = page(&server, "/collections/events/items?limit=100", "en");
    assert!(html.text().contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{}", html.text());
    let features = server.all("/collections/events/items");
    let hostile =
        features.iter().find(|feature| feature["properties"]["list"] == "hostile.csv").expect("placed");
    let html = page(&server, &format!("/collections/events/items/{}", hostile["id"].as_str().unwrap()), "en");
    assert!(html.text().contains("&lt;/main&gt;&lt;img src=x&gt;"), "the claim is quoted");
    assert!(!html.text().contains("<img src=x>"));
}

#[test]
fn pages_speak_the_reader_s_language() {
    let (_folder, server) = served();
    let french = page(&server, "/collections", "fr-FR,fr;q=0.9,en;q=0.5");
    assert!(french.text().contains("<html lang=\"fr\">") && french.text().contains("Événements"));
    assert_eq!(french.header("content-language"), "fr");
    assert!(french.header("vary").contains("accept-language"), "{}", french.header("vary"));
    let event = server.all("/collections/events/items")[0].clone();
    let path = format!("/collections/events/items/{}", event["id"].as_str().unwrap());
    let (english, french) = (page(&server, &path, "en"), page(&server, &path, "fr"));
    let p = &event["properties"];
    let said = |answer: &Answer, text: &Value| {
        // Without its first letter, which begins a sentence there.
        let text = text.as_str().unwrap().replace('&', "&amp;").replace('"', "&quot;");
        answer.text().contains(text.get(text.chars().next().unwrap().len_utf8()..).unwrap())
    };
    assert!(said(&english, &p["why"]) && !said(&english, &p["why_fr"]));
    assert!(said(&french, &p["why_fr"]) && !said(&french, &p["why"]));
}

#[test]
fn a_page_of_events_tells_each_of_them_and_goes_on() {
    let (_folder, server) = served();
    let data = server.json("/collections/events/items?limit=5&bbox=-5,14,2,18");
    let html = page(&server, "/collections/events/items?limit=5&bbox=-5,14,2,18", "en");
    for feature in data["features"].as_array().unwrap() {
        let own = format!("href=\"/collections/events/items/{}\"", feature["id"].as_str().unwrap());
        // In the table and on the map.
        assert_eq!(html.text().matches(&own).count(), 2, "{own}");
    }
    let matched = data["numberMatched"].as_u64().unwrap();
    assert!(html.text().contains(&format!("</strong> of {matched} entries")), "{matched}");
    let next = links(html.text()).into_iter().find(|href| href.contains("cursor=")).expect("a next page");
    assert!(next.contains("bbox=-5,14,2,18") && next.contains("limit=5"), "{next}");
    assert!(html.text().contains("bbox = <bdi>-5,14,2,18</bdi>"), "the condition is told");
}

#[test]
fn the_page_of_an_event_has_a_map_and_that_of_one_in_doubt_its_candidates() {
    let (_folder, server) = served();
    let features = server.all("/collections/events/items");
    let bamba = features.iter().find(|feature| feature["properties"]["place"] == "Bamba").expect("Bamba");
    let html = page(&server, &format!("/collections/events/items/{}", bamba["id"].as_str().unwrap()), "en");
    for part in [
        "class=\"small-map\"",
        "class=\"mali\"",
        "river niger",
        "class=\"scale\"",
        "Why here",
        "Open on the map",
    ] {
        assert!(html.text().contains(part), "{part}");
    }
    let doubtful = server.all("/collections/unlocated/items");
    let one = doubtful.iter().find(|feature| feature["properties"]["rivals"][0].is_object());
    if let Some(one) = one {
        let html =
            page(&server, &format!("/collections/unlocated/items/{}", one["id"].as_str().unwrap()), "en");
        assert!(html.text().contains("It could be") && html.text().contains("Why not on the map"));
    }
    let none = page(&server, "/collections/unlocated/items?bbox=-90,10,-80,20&datetime=1999-01-01", "en");
    assert_eq!(none.status, 200);
}

#[test]
fn the_description_of_the_api_tells_every_operation_and_its_links_lead_within_it() {
    let (_folder, server) = served();
    let html = page(&server, "/docs", "en");
    let text = html.text();
    let document = server.json("/openapi.json");
    let mut operations = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        assert!(text.contains(&format!("<code>{path}</code>")), "{path}");
        for summary in methods.as_object().unwrap().values().filter_map(|told| told["summary"].as_str()) {
            operations += 1;
            let plain = summary.split('`').next().unwrap().replace('&', "&amp;").replace('"', "&quot;");
            assert!(text.contains(&plain), "{summary}");
        }
    }
    assert_eq!(text.matches("<article class=\"operation\"").count(), operations);
    for anchor in links(text).iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(text.contains(&format!("id=\"{anchor}\"")), "#{anchor}");
    }
    server.ask("GET", "/docs?f=json", &[]).problem(400);
}

#[test]
fn what_goes_wrong_is_a_page_for_people_and_a_document_for_programs() {
    let (_folder, server) = served();
    for (path, status) in [
        ("/no/such/page", 404),
        ("/collections/nowhere", 404),
        ("/collections/events/items?limit=none", 400),
        ("/collections/events/items/nothing", 404),
    ] {
        let answer = page(&server, path, "fr");
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        assert!(answer.text().starts_with("<!DOCTYPE html><html lang=\"fr\">"), "{path}: {}", answer.text());
        let document = server.ask("GET", path, &[("accept", "application/json")]);
        assert_eq!(document.status, status, "{path}");
        assert_eq!(document.header("content-type"), "application/problem+json", "{path}");
        let document: Value = serde_json::from_str(document.text()).unwrap();
        let detail = document["detail"].as_str().unwrap();
        assert!(!detail.is_empty());
        if status == 400 {
            assert!(answer.text().contains("limit"), "{}", answer.text());
        }
    }
}
