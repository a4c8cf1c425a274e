//! The change log over HTTP, in pages and live.

use crate::events::Events;
use crate::support::{Server, folder, import};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;
use tempfile::TempDir;

const PATH: &str = "/collections/events/changes";

fn empty() -> (TempDir, PathBuf, Server) {
    let folder = folder();
    let store = folder.path().join("azalai.gpkg");
    let server = Server::start(&store);
    (folder, store, server)
}

fn list(ids: std::ops::Range<usize>, kind: &str) -> String {
    let rows = ids.map(|n| format!("C-{n},2023-10-{:02},Bourem,Gao,{kind}\n", 1 + n % 28));
    std::iter::once("id,date,place,region,type\n".to_owned()).chain(rows).collect()
}

fn post(server: &Server, list: &str) {
    let (status, report) = server.post_list("changes.csv", list.as_bytes(), false);
    assert_eq!(status, 200, "{report}");
}

fn sequences(page: &Value) -> Vec<u64> {
    page["changes"].as_array().unwrap().iter().map(|change| change["sequence"].as_u64().unwrap()).collect()
}

#[test]
fn pages_of_changes_tell_each_change_once_and_where_the_event_is() {
    let (_folder, _, server) = empty();
    assert_eq!(server.json(PATH)["changes"], json!([]));
    post(&server, &list(0..5, "attack"));
    post(&server, &list(3..7, "clash"));
    let (mut at, mut seen) = (format!("{PATH}?limit=4"), Vec::new());
    loop {
        let page = server.json(&at);
        assert_eq!(page["numberReturned"], page["changes"].as_array().unwrap().len());
        seen.extend(page["changes"].as_array().unwrap().clone());
        let next = page["links"].as_array().unwrap().iter().find(|link| link["rel"] == "next").cloned();
        let Some(next) = next else { break };
        next["href"].as_str().unwrap().clone_into(&mut at);
    }
    let told: Vec<_> = seen.iter().map(|change| (&change["sequence"], &change["operation"])).collect();
    let expected: Vec<Value> = (1..=9).map(Value::from).collect();
    assert_eq!(told.iter().map(|(sequence, _)| (*sequence).clone()).collect::<Vec<_>>(), expected);
    let words = ["added"; 5].into_iter().chain(["updated"; 2]).chain(["added"; 2]);
    assert_eq!(
        told.iter().map(|(_, word)| word.as_str().unwrap()).collect::<Vec<_>>(),
        words.collect::<Vec<_>>()
    );
    for change in &seen {
        assert_eq!(change["collection"], "events");
        let at = format!("/collections/events/items/{}", change["id"].as_str().unwrap());
        assert_eq!(server.json(&at)["id"], change["id"]);
    }
    assert_eq!(server.json(&format!("{PATH}?since=9"))["sequence"], 9);
}

#[test]
fn what_is_no_change_of_this_store_is_refused_by_name() {
    let (_folder, _, server) = empty();
    for (query, parameter) in [
        ("since=1", "since"),
        ("since=-1", "since"),
        ("since=99999999999999999999999", "since"),
        ("since=", "since"),
        ("limit=0", "limit"),
        ("sinse=1", "sinse"),
        ("f=csv", "f"),
    ] {
        let problem = server.problem(&format!("{PATH}?{query}"));
        assert_eq!((&problem["status"], &problem["parameter"]), (&json!(400), &json!(parameter)), "{query}");
    }
    assert_eq!(server.problem("/collections/unlocated/changes")["status"], 404);
    assert_eq!(server.send("POST", PATH, None).0, 405);
}

#[test]
fn followers_hear_of_a_commit_at_once_and_of_those_by_other_processes() {
    let (folder, store, server) = empty();
    post(&server, &list(0..2, "attack"));
    let mut events = Events::of(&server, PATH);
    assert_eq!(events.next(), Some(("ready".into(), json!({"sequence": 2}))));
    post(&server, &list(2..5, "attack"));
    let answered = Instant::now();
    let (name, page) = events.next().unwrap();
    println!("told {} ms after the import was answered", answered.elapsed().as_millis());
    assert_eq!((name.as_str(), sequences(&page)), ("changes", vec![3, 4, 5]));
    assert_eq!(events.last_id.as_deref(), Some("5"));
    // What is told is there to be fetched.
    let id = page["changes"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(server.json(&format!("/collections/events/items/{id}"))["properties"]["kind"], "attack");
    let week = folder.path().join("changes.csv");
    fs::write(&week, list(4..6, "clash")).unwrap();
    import(&store, &week, &[]);
    let (_, page) = events.next().unwrap();
    let told: Vec<_> = page["changes"].as_array().unwrap().iter().map(|c| c["operation"].clone()).collect();
    assert_eq!((sequences(&page), told), (vec![6, 7], vec![json!("updated"), json!("added")]));
    assert_eq!(server.send("DELETE", "/imports/3", None).0, 200);
    let (_, page) = events.next().unwrap();
    let gone = page["changes"].as_array().unwrap().iter().find(|c| c["operation"] == "removed").unwrap();
    assert_eq!(gone["collection"], Value::Null);
}

#[test]
fn a_stream_is_resumed_where_it_broke_off_and_nothing_is_lost_or_told_twice() {
    let (_folder, _, server) = empty();
    post(&server, &list(0..4, "attack"));
    let mut first = Events::of(&server, &format!("{PATH}?since=1"));
    assert_eq!(first.next().unwrap().1, json!({"sequence": 1}));
    let mut seen = sequences(&first.next().unwrap().1);
    let last = first.last_id.clone().unwrap();
    drop(first);
    post(&server, &list(4..2_304, "attack"));
    // The address still says where it began; the header beats it.
    let resumed = format!("Last-Event-ID: {last}\r\n");
    let mut again = Events::with(&server, &format!("{PATH}?since=1"), &resumed);
    assert_eq!(again.next().unwrap().1["sequence"].to_string(), last);
    while seen.last() != Some(&2_304) {
        seen.extend(sequences(&again.next().unwrap().1));
    }
    assert_eq!(seen, (2..=2_304).collect::<Vec<u64>>());
    drop(again);
    let mut elsewhere = Events::with(&server, PATH, "Last-Event-ID: 9999\r\n");
    assert_eq!(elsewhere.next(), Some(("reset".into(), json!({"sequence": 2_304}))), "another store's");
}

#[test]
fn many_followers_hear_every_change_while_several_write() {
    let (_folder, _, server) = empty();
    let heard = std::thread::scope(|scope| {
        let followers: Vec<_> = (0..16)
            .map(|_| {
                let mut events = Events::of(&server, PATH);
                assert_eq!(events.next().unwrap().0, "ready");
                scope.spawn(move || {
                    let mut heard = Vec::new();
                    while heard.len() < 60 {
                        heard.extend(sequences(&events.next().unwrap().1));
                    }
                    heard
                })
            })
            .collect();
        for writer in 0..3 {
            let server = &server;
            scope.spawn(move || {
                for part in 0..4 {
                    let first = writer * 1000 + part * 5;
                    post(server, &list(first..first + 5, "attack"));
                }
            });
        }
        followers.into_iter().map(|follower| follower.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(heard, vec![(1..=60).collect::<Vec<u64>>(); 16]);
    let ids: BTreeSet<String> = server.json(&format!("{PATH}?limit=100"))["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["id"].to_string())
        .collect();
    assert_eq!(ids.len(), 60);
}

#[test]
fn a_stream_ends_with_the_service() {
    let (_folder, _, mut server) = empty();
    let mut events = Events::of(&server, PATH);
    assert_eq!(events.next().unwrap().0, "ready");
    let asked = Instant::now();
    assert!(server.terminate().success());
    assert_eq!(events.next(), None);
    println!("ended {} ms after it was asked to", asked.elapsed().as_millis());
}
