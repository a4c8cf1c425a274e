//! What holds for answers whatever is asked: copies that are still good, compression, other origins, problems.

use crate::support::{Server, azalai, file, folder, import};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use tempfile::TempDir;

const ITEMS: &str = "/collections/events/items";

fn store() -> (TempDir, PathBuf) {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    (folder, store)
}

fn served() -> (TempDir, Server) {
    let (folder, store) = store();
    (folder, Server::start(&store))
}

#[test]
fn what_a_client_has_is_not_sent_again_until_something_changes() {
    let (_folder, server) = served();
    let tagged = |path: &str, tag: &str| server.ask("GET", path, &[("if-none-match", tag)]);
    for path in ["/", "/conformance", "/openapi.json", "/collections", "/collections/events", ITEMS] {
        let first = server.ask("GET", path, &[]);
        let tag = first.header("etag").to_owned();
        assert!(first.status == 200 && tag.starts_with("W/\""), "{path}: {tag}");
        assert_eq!(first.header("cache-control"), "no-cache", "{path}");
        assert!(first.header("vary").contains("accept"), "{path}");
        let again = tagged(path, &format!("\"other\", {tag}"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        for name in ["etag", "cache-control"] {
            assert_eq!(again.header(name), first.header(name), "{path} {name}");
        }
        assert!(again.header("vary").contains("accept"), "{path}");
        assert_eq!(tagged(path, "*").status, 304, "{path}");
        assert_eq!(tagged(path, "W/\"other\"").status, 200, "{path}");
    }
    let tag = |path: &str, more: &[(&str, &str)]| server.ask("GET", path, more).header("etag").to_owned();
    let here = tag(ITEMS, &[]);
    for (other, more) in [
        (format!("{ITEMS}?limit=3"), [("accept", "*/*")]),
        (ITEMS.to_owned(), [("accept", "application/json")]),
        (ITEMS.to_owned(), [("accept-language", "fr")]),
    ] {
        assert_ne!(tag(&other, &more), here, "{other} {more:?}");
    }
    // A refusal is no answer to keep, and a tag of before does not hide it.
    let refused = tagged(&format!("{ITEMS}?limit=0"), &here);
    assert_eq!((refused.status, refused.header("etag")), (400, ""));
    server.post_list("more.csv", b"id,date,place,region\nM-1,2023-10-01,Gao,Gao\n", false);
    let changed = tagged(ITEMS, &here);
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), here);
    assert!(changed.text().contains("more.csv"));
    // A place that a person adds changes the gazetteer, and so what is served of it.
    let places = tag("/collections/places/items", &[]);
    let place =
        serde_json::json!({"name": "Zoumbatalla", "lon": -1.2287, "lat": 17.4312, "source": "a test"});
    assert_eq!(server.send("POST", "/gazetteer/places", Some(&place)).0, 201);
    assert_eq!(tagged("/collections/places/items", &places).status, 200);
}

#[test]
fn a_restarted_service_takes_no_tag_of_the_one_before() {
    let (_folder, store) = store();
    let before = Server::start(&store).ask("GET", ITEMS, &[]).header("etag").to_owned();
    let after = Server::start(&store).ask("GET", ITEMS, &[("if-none-match", &before)]);
    assert_eq!(after.status, 200, "{before} {}", after.header("etag"));
}

#[test]
fn head_says_what_get_says_without_the_body() {
    let (_folder, server) = served();
    let paths = ["/", "/collections", ITEMS, "/assets/app.js", "/healthz", "/nothing", "/imports"];
    for path in paths {
        let (get, head) = (server.ask("GET", path, &[]), server.ask("HEAD", path, &[]));
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        for name in ["content-type", "content-length", "etag", "vary"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

#[test]
fn an_answer_is_compressed_as_the_client_takes_it() {
    let (_folder, server) = served();
    let plain = server.ask("GET", "/collections", &[]);
    assert_eq!(plain.header("content-encoding"), "");
    // Another client's copy of it may be a compressed one, as of every answer that could have been.
    for path in
        ["/collections", ITEMS, "/nothing", "/assets/app.js", "/healthz", "/collections/events/items?f=csv"]
    {
        let varies = server.ask("GET", path, &[]).header("vary").matches("accept-encoding").count();
        assert_eq!(varies, 1, "{path}");
    }
    let coded = |path: &str, accepted: &str| server.ask("GET", path, &[("accept-encoding", accepted)]);
    let zipped = coded("/collections", "gzip, deflate, br");
    assert_eq!(zipped.header("content-encoding"), "gzip");
    assert!(zipped.header("vary").contains("accept-encoding"));
    let mut unzipped = Vec::new();
    GzDecoder::new(&zipped.body[..]).read_to_end(&mut unzipped).unwrap();
    assert_eq!(unzipped, plain.body);
    // As browsers ask: the best of all, not the first.
    let best = coded("/collections", "gzip, deflate, br, zstd");
    assert_eq!((best.header("content-encoding"), &best.body[..4]), ("zstd", &[0x28, 0xb5, 0x2f, 0xfd][..]));
    let none = coded("/collections", "identity;q=0, compress");
    none.problem(406);
    assert!(none.header("vary").contains("accept-encoding"));
    // Files lie compressed in the binary.
    for path in ["/assets/app.js", "/assets/pages.css", "/assets/basemap/rivers.geojson"] {
        let plain = server.ask("GET", path, &[]);
        let zipped = coded(path, "gzip");
        assert_eq!(zipped.header("content-encoding"), "gzip", "{path}");
        let mut unzipped = Vec::new();
        GzDecoder::new(&zipped.body[..]).read_to_end(&mut unzipped).unwrap();
        assert_eq!(unzipped, plain.body, "{path}");
        let brotli = coded(path, "gzip, deflate, br, zstd");
        assert_eq!(brotli.header("content-encoding"), "br", "{path}");
        assert!(brotli.body.len() < zipped.body.len(), "{path}");
        assert!(brotli.header("vary").contains("accept-encoding"), "{path}");
    }
}

#[test]
fn whatever_is_wrong_is_told_as_a_problem() {
    let (_folder, server) = served();
    let get = |path: &str, headers: &[(&str, &str)]| server.ask("GET", path, headers);
    get(&format!("{ITEMS}?bbox={}", "1,".repeat(9_000)), &[]).problem(414);
    get(ITEMS, &[("x-long", &"y".repeat(40_000))]).problem(431);
    let refused = get("/collections", &[("accept", "image/png")]);
    refused.problem(406);
    // A reader would have been told by a page, in a language of theirs.
    assert!(refused.header("vary").starts_with("accept, accept-language"), "{}", refused.header("vary"));
    get(ITEMS, &[("accept", "image/png, text/html;q=0")]).problem(406);
    get("/collections/%ff/items", &[]).problem(404);
    let refused = server.ask("DELETE", "/collections", &[]);
    refused.problem(405);
    assert_eq!(refused.header("allow"), "GET, HEAD");
    server.ask("OPTIONS", ITEMS, &[]).problem(405);
    let text = |kind: &str, body: &str| {
        let (status, problem) = server.send_text("POST", "/geocode", kind, body);
        assert_eq!(problem["status"], status, "{problem}");
        status
    };
    assert_eq!(text("text/plain", "[]"), 415);
    assert_eq!(text("application/json", "["), 400);
}

/// What is below the router answers without a body, and actix has no place where it could be given one: README says so.
#[test]
fn what_cannot_be_read_as_http_gets_a_bare_answer_and_the_service_goes_on() {
    let (_folder, server) = served();
    let host = server.root.strip_prefix("http://").unwrap();
    let told = |request: &str| {
        let mut stream = std::net::TcpStream::connect(host).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, "", "{head}");
        head[9..12].to_owned()
    };
    let fields = |count: usize| "x-field: y\r\n".repeat(count);
    assert_eq!(told("what is this\r\n\r\n"), "400");
    assert_eq!(told("GET / HTTP/1.1\r\n\r\n"), "400", "without a host");
    let two = "content-length: 2\r\ncontent-length: 3\r\n";
    assert_eq!(told(&format!("POST /imports HTTP/1.1\r\nhost: {host}\r\n{two}\r\nab")), "400");
    assert_eq!(told(&format!("GET / HTTP/1.1\r\nhost: {host}\r\n{}\r\n", fields(100))), "431");
    assert_eq!(told(&format!("GET /{} HTTP/1.1\r\nhost: {host}\r\n\r\n", "x".repeat(70_000))), "400");
    assert_eq!(server.get("/healthz").0, 200);
}

#[test]
fn what_was_answered_is_counted_for_those_who_watch() {
    let (_folder, store) = store();
    let server = Server::start(&store);
    let events = server.json(ITEMS)["numberMatched"].clone();
    server.get("/collections/nothing/items");
    server.get("/no-such-path-one");
    server.get("/no-such-path-two");
    let (status, kind, text) = server.get("/metrics");
    assert_eq!((status, kind.as_str()), (200, "application/openmetrics-text; version=1.0.0; charset=utf-8"));
    let of = |line: &str| {
        let found = text.lines().find_map(|told| told.strip_prefix(line)?.strip_prefix(' '));
        found.unwrap_or_else(|| panic!("{line} is not in\n{text}")).to_owned()
    };
    let items = "route=\"/collections/{collection}/items\"";
    assert_eq!(of(&format!("azalai_http_answers_total{{method=\"GET\",{items},status=\"200\"}}")), "1");
    assert_eq!(of(&format!("azalai_http_answers_total{{method=\"GET\",{items},status=\"404\"}}")), "1");
    assert_eq!(of(&format!("azalai_http_answer_seconds_count{{{items}}}")), "2");
    // Addresses that do not exist are one series, whoever makes them up.
    assert_eq!(of("azalai_http_answers_total{method=\"GET\",route=\"none\",status=\"404\"}"), "2");
    assert_eq!(of("azalai_events"), events.to_string());
    assert_eq!(of("azalai_http_requests_running"), "1", "this one");
    assert!(text.ends_with("# EOF\n"), "{text}");
    assert_eq!(server.json("/readyz")["status"], "ready");
}

#[test]
fn a_page_of_another_origin_reads_only_where_the_operator_lets_it() {
    let (_folder, store) = store();
    let maps = [("origin", "https://maps.example")];
    let server = Server::start(&store);
    let refused = server.ask("GET", ITEMS, &maps);
    refused.problem(403);
    assert_eq!(refused.header("access-control-allow-origin"), "");
    assert_eq!(refused.header("cross-origin-resource-policy"), "same-origin");

    let open = |origins: &[&str]| {
        let mut command = azalai();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&store);
        for origin in origins {
            command.args(["--allow-origin", origin]);
        }
        Server::run(&mut command).0
    };
    let server = open(&["https://other.example", "https://maps.example"]);
    let read = server.ask("GET", ITEMS, &maps);
    assert_eq!(read.status, 200);
    assert_eq!(read.header("access-control-allow-origin"), "https://maps.example");
    assert_eq!(read.header("access-control-allow-credentials"), "");
    assert_eq!(read.header("cross-origin-resource-policy"), "cross-origin");
    assert!(read.header("vary").contains("origin"), "{}", read.header("vary"));
    assert!(read.header("access-control-expose-headers").contains("ETag"));
    // A problem can be read as well.
    let problem = server.ask("GET", "/nothing", &maps);
    assert_eq!(
        (problem.status, problem.header("access-control-allow-origin")),
        (404, "https://maps.example")
    );
    let asked = server.ask(
        "OPTIONS",
        ITEMS,
        &[
            maps[0],
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", "if-none-match"),
        ],
    );
    assert_eq!(asked.status, 204);
    assert_eq!(asked.header("access-control-allow-methods"), "GET, HEAD");
    assert!(asked.header("access-control-allow-headers").contains("If-None-Match"));
    server.ask("DELETE", "/imports/1", &maps).problem(403);
    server.ask("GET", ITEMS, &[("origin", "https://evil.example")]).problem(403);
    // Nobody else's picture or script either, where only some may read.
    assert_eq!(server.ask("GET", ITEMS, &[]).header("cross-origin-resource-policy"), "same-origin");

    let server = open(&["*"]);
    let read = server.ask("GET", ITEMS, &[("origin", "null")]);
    assert_eq!((read.status, read.header("access-control-allow-origin")), (200, "*"));
    assert!(!read.header("vary").contains("origin"));
    server.ask("DELETE", "/imports/1", &maps).problem(403);
    assert_eq!(server.json("/imports")["imports"].as_array().map(Vec::len), Some(1), "nothing was undone");
}

#[test]
fn an_origin_that_is_none_is_refused_at_the_start() {
    let said = azalai().args(["serve", "--listen", "127.0.0.1:0", "--allow-origin", "https://a/b"]).output();
    let said = String::from_utf8(said.unwrap().stderr).unwrap();
    assert!(said.contains("scheme, host and port alone"), "{said}");
}

#[test]
fn a_link_header_says_what_the_document_says() {
    let (_folder, server) = served();
    let page = server.ask("GET", &format!("{ITEMS}?limit=5"), &[]);
    let document: Value = serde_json::from_slice(&page.body).unwrap();
    for link in document["links"].as_array().unwrap() {
        let (href, rel) = (link["href"].as_str().unwrap(), link["rel"].as_str().unwrap());
        let said = format!("<{href}>; rel=\"{rel}\"");
        assert!(page.header("link").contains(&said), "{said} in {}", page.header("link"));
    }
}
