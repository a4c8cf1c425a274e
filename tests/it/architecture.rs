//! Who may import whom: data flows one way, and the code is held to it.

use crate::support::file;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Module -> what it may use besides itself and `event`.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("event", &[]),
    ("gazetteer", &[]),
    ("geocode", &["gazetteer"]),
    ("article", &["geocode", "gazetteer"]),
    ("import", &["geocode", "gazetteer"]),
    ("store", &[]),
    ("index", &["gazetteer"]),
    ("encode", &[]),
    ("service", &["gazetteer", "geocode", "article", "import", "store", "index", "encode"]),
    ("config", &[]),
    ("http", &["service", "encode", "config"]),
    ("cli", &["service", "encode", "config", "http"]),
    ("main", &["cli"]),
    ("lib", &[]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let root = file("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    assert!(found.len() > 30, "the sources were found");
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The modules of this crate that a text names: `crate::x`, also in `use crate::{x, y::z}`.
fn used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list[..list.find("};").unwrap_or(list.len())].split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name = name.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            used.insert(name.to_owned());
        }
    }
    used
}

#[test]
fn every_module_uses_only_what_lies_before_it() {
    let mut wrong = Vec::new();
    for (name, text) in all_sources() {
        let module = name.split(['/', '.']).next().unwrap();
        let (_, may_use) = MAY_USE
            .iter()
            .find(|(known, _)| *known == module)
            .unwrap_or_else(|| panic!("{module} has no rule"));
        for other in used(&text) {
            let known = MAY_USE.iter().any(|(known, _)| *known == other);
            if known && other != module && other != "event" && !may_use.contains(&other.as_str()) {
                wrong.push(format!("{name} uses {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_rule_sees_what_it_forbids() {
    assert_eq!(used("use crate::{store::X,\n index};").into_iter().collect::<Vec<_>>(), ["index", "store"]);
    assert_eq!(used("let x = crate::http::y();").into_iter().collect::<Vec<_>>(), ["http"]);
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let long: Vec<String> = all_sources()
        .into_iter()
        .filter(|(_, text)| text.lines().count() > 500)
        .map(|(name, text)| format!("{name}: {}", text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_module_opens_with_what_it_is() {
    for (name, text) in all_sources() {
        assert!(text.starts_with("//! "), "{name} has no head");
    }
}
