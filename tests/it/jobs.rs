//! Imports that run while nobody waits: progress, cancelling, and readers served meanwhile.

use crate::events::Events;
use crate::support::{Server, folder};
use rusqlite::Connection;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// So many rows that they take a while: more than progress is told in between.
fn long_list(rows: usize) -> String {
    let mut list = "id,date,place,region,type,notes\n".to_owned();
    for n in 0..rows {
        let place = ["Bamba", "Gao", "Ansongo", "Kidal", "Labbezanga"][n % 5];
        writeln!(list, "J-{n},2023-{:02}-{:02},{place},,attack,row {n}", 1 + n % 12, 1 + n % 28).unwrap();
    }
    list
}

fn empty() -> (TempDir, Server) {
    let folder = folder();
    let server = Server::start(&folder.path().join("azalai.gpkg"));
    (folder, server)
}

/// Sends a list and does not wait for it.
fn begin(server: &Server, name: &str, list: &str, dry_run: bool) -> Value {
    let dry_run = if dry_run { &b"true"[..] } else { b"false" };
    let fields = [("file", Some(name), list.as_bytes()), ("dry_run", None, dry_run)];
    let (status, job) = server.post_form("/imports", &fields, &[("prefer", "wait=5, respond-async")]);
    assert_eq!(status, 202, "{job}");
    // A list of nothing may have failed by the time the answer is written.
    let is_open = ["queued", "running"].contains(&job["state"].as_str().expect("a state"));
    assert!(!is_open || (job["report"].is_null() && job["problem"].is_null()), "{job}");
    job
}

fn path(job: &Value) -> String {
    format!("/imports/jobs/{}", job["job"].as_str().expect("an id"))
}

fn ended(server: &Server, job: &Value) -> Value {
    loop {
        let now = server.json(&path(job));
        if now["state"] != "queued" && now["state"] != "running" {
            return now;
        }
    }
}

fn matched(server: &Server) -> u64 {
    ["events", "unlocated"]
        .map(|layer| {
            server.json(&format!("/collections/{layer}/items?limit=1"))["numberMatched"].as_u64().unwrap()
        })
        .iter()
        .sum()
}

#[test]
fn progress_is_told_as_it_happens_and_the_end_has_the_report() {
    let (_folder, server) = empty();
    let job = begin(&server, "long.csv", &long_list(4_000), false);
    assert_eq!((&job["list"], &job["dry_run"]), (&"long.csv".into(), &false.into()));
    let told: Vec<(String, Value)> = Events::of(&server, &path(&job)).collect();
    let (last, before) = told.split_last().expect("events");
    assert!(
        before.iter().any(|(name, job)| name == "progress" && job["rows_done"].as_u64() > Some(0)),
        "{before:?}"
    );
    assert!(before.iter().all(|(name, job)| name == "progress" && job["report"].is_null()));
    let done: Vec<u64> = told.iter().map(|(_, job)| job["rows_done"].as_u64().unwrap()).collect();
    assert!(done.is_sorted(), "{done:?}");
    assert_eq!((last.0.as_str(), &last.1["state"]), ("end", &"done".into()));
    assert_eq!(last.1["report"]["added"], 4_000, "{}", last.1["report"]["detected"]);
    assert_eq!(matched(&server), 4_000, "what is done is served");
    // Who comes late is told the end.
    let again: Vec<(String, Value)> = Events::of(&server, &path(&job)).collect();
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].1, server.json(&path(&job)));
}

#[test]
fn a_cancelled_job_leaves_nothing_behind_and_one_without_a_watcher_goes_on() {
    let (_folder, server) = empty();
    let list = long_list(20_000);
    let job = begin(&server, "long.csv", &list, false);
    let mut events = Events::of(&server, &path(&job));
    let running = events.find(|(_, job)| job["rows_done"].as_u64() > Some(0)).expect("progress");
    assert_eq!(running.1["state"], "running");
    assert_eq!(server.send("DELETE", &path(&job), None).0, 204);
    assert_eq!(events.last().expect("an end").1["state"], "cancelled");
    assert_eq!(matched(&server), 0);
    // The store is free and remembers no import: the same list, cut, is new to it. Its watcher goes away.
    let job = begin(&server, "short.csv", &list[..list.match_indices('\n').nth(600).unwrap().0], false);
    drop(Events::of(&server, &path(&job)));
    let end = ended(&server, &job);
    assert_eq!((&end["state"], &end["report"]["added"]), (&"done".into(), &600.into()), "{end}");
    assert_eq!(server.send("DELETE", "/imports/jobs/0123456789abcdef", None).0, 404);
    assert_eq!(server.problem("/imports/jobs/0123456789abcdef")["status"], 404);
}

#[test]
fn readers_are_answered_while_a_list_comes_in() {
    let (_folder, server) = empty();
    assert_eq!(server.post_list("before.csv", b"date,place,type\n2023-10-01,Gao,attack\n", false).0, 200);
    let job = begin(&server, "long.csv", &long_list(20_000), false);
    let mut answered = 0;
    loop {
        let before = server.json(&path(&job))["state"].clone();
        let matched = matched(&server);
        let after = server.json(&path(&job))["state"].clone();
        if before == "running" && after == "running" {
            assert_eq!(matched, 1, "half of an import is never served");
            answered += 1;
            if answered == 3 {
                break;
            }
        }
        assert!(after == "queued" || after == "running", "the list is too short for this test");
    }
    assert_eq!(server.send("DELETE", &path(&job), None).0, 204);
}

#[test]
fn a_job_says_what_is_wrong_with_a_list_as_a_waiting_client_is_told() {
    let (_folder, server) = empty();
    let job = begin(&server, "empty.csv", "", true);
    let end = ended(&server, &job);
    let (status, problem) = server.post_list("empty.csv", b"", true);
    assert_eq!((&end["state"], &end["problem"]), (&"failed".into(), &problem), "{status}");
    assert_eq!(status, 422);
}

#[test]
fn a_job_waits_while_another_process_imports_and_can_be_cancelled_meanwhile() {
    let folder = folder();
    let store = folder.path().join("azalai.gpkg");
    let server = Server::start(&store);
    let other = Connection::open(&store).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let list = long_list(3);
    let [cancelled, waiting] =
        ["cancelled.csv", "waiting.csv"].map(|name| begin(&server, name, &list, false));
    let started = Instant::now();
    // Longer than a store waits before it says that it is busy.
    while started.elapsed() < Duration::from_secs(6) {
        for job in [&cancelled, &waiting] {
            let now = server.json(&path(job));
            assert_eq!((&now["state"], &now["rows_done"]), (&"queued".into(), &0.into()), "{now}");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(server.send("DELETE", &path(&cancelled), None).0, 204);
    assert_eq!(server.json(&path(&cancelled))["state"], "cancelled");
    other.execute_batch("ROLLBACK").unwrap();
    let end = ended(&server, &waiting);
    assert_eq!((&end["state"], &end["report"]["added"]), (&"done".into(), &3.into()), "{end}");
    assert_eq!(matched(&server), 3, "of one list");
}

#[test]
fn a_client_that_hangs_up_while_it_waits_imports_nothing() {
    let folder = folder();
    let store = folder.path().join("azalai.gpkg");
    let server = Server::start(&store);
    let host = server.root.trim_start_matches("http://");
    let form = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"long.csv\"\r\n\r\n{}\r\n--x--\r\n",
        long_list(20_000)
    );
    let mut client = TcpStream::connect(host).expect("a connection");
    write!(
        client,
        "POST /imports HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data; boundary=x\r\n\
         Content-Length: {}\r\n\r\n{form}",
        form.len()
    )
    .expect("a request");
    let looks = Connection::open(&store).unwrap();
    looks.busy_timeout(Duration::ZERO).unwrap();
    // Until the import has the store.
    while looks.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok() {
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(client);
    // The next one has its turn, and is the only one.
    let job = begin(&server, "short.csv", &long_list(3), false);
    assert_eq!(ended(&server, &job)["state"], "done");
    let imports = server.json("/imports");
    let lists: Vec<_> = imports["imports"].as_array().unwrap().iter().map(|import| &import["list"]).collect();
    assert_eq!(lists, ["short.csv"]);
}

#[test]
fn to_cancel_what_has_ended_is_refused_and_says_what_to_do_instead() {
    let (_folder, server) = empty();
    let (list, mut told) = (long_list(3), Vec::new());
    for (text, dry_run) in [(list.as_str(), false), (&list, true), ("", false)] {
        let job = begin(&server, "a.csv", text, dry_run);
        ended(&server, &job);
        let (status, problem) = server.send("DELETE", &path(&job), None);
        assert_eq!((status, &problem["status"]), (409, &409.into()), "{problem}");
        told.push(problem["detail"].as_str().unwrap().to_owned());
    }
    let says = |at: usize, part: &str| assert!(told[at].contains(part), "{told:?}");
    says(0, "DELETE /imports/1");
    says(1, "dry run");
    says(2, "failed");
    assert_eq!(server.send("DELETE", "/imports/1", None).0, 200, "and that does it");
}

#[cfg(unix)]
#[test]
fn a_service_asked_to_stop_rolls_running_imports_back_and_tells_their_watchers() {
    let folder = folder();
    let store = folder.path().join("azalai.gpkg");
    let mut server = Server::start(&store);
    let job = begin(&server, "long.csv", &long_list(20_000), false);
    let mut events = Events::of(&server, &path(&job));
    assert!(events.any(|(_, job)| job["rows_done"].as_u64() > Some(0)));
    assert!(server.terminate().success());
    assert_eq!(events.last().expect("an end").1["state"], "cancelled");
    assert_eq!(matched(&Server::start(&store)), 0);
}
