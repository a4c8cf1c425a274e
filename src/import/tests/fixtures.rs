//! One small file per quirk; `tests/fixtures/README.md` says why each exists.

use super::*;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import")
}

pub(super) fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(super) fn load_fixture(name: &str) -> Result<Loaded, ImportError> {
    load_from(std::fs::File::open(folder().join(name)).unwrap(), options(name))
}

/// What a person would be shown, without where the geocoder puts it.
fn told(name: &str) -> String {
    let loaded = match load_fixture(name) {
        Ok(loaded) => loaded,
        Err(error) => return format!("error: {error}\n"),
    };
    let detected = &loaded.detected;
    let mut told = String::new();
    writeln!(
        told,
        "{:?}, {}, {}, header on line {}, {} rows, {}",
        detected.format,
        detected.encoding,
        detected.delimiter.map_or_else(|| format!("{:?}", detected.container), |c| format!("{c:?}")),
        detected.header_line,
        detected.rows,
        if detected.day_first { "day first" } else { "month first" },
    )
    .unwrap();
    writeln!(told, "because: {}", detected.day_first_why).unwrap();
    writeln!(told, "fields: {}", loaded.fields()).unwrap();
    for note in &detected.notes {
        writeln!(told, "note: {note}").unwrap();
    }
    for event in loaded.events() {
        writeln!(told, "{}", one(event)).unwrap();
    }
    for problem in loaded.problems() {
        writeln!(told, "{problem}").unwrap();
    }
    told
}

fn one(event: &Event) -> String {
    let when = event.when.as_ref().map_or("no date".to_owned(), |when| {
        let (start, end) = (when.start(), when.end());
        format!("{start} to {end} {:?} {:?}", when.precision, when.text)
    });
    let place = &event.place;
    let units = [&place.commune, &place.cercle, &place.region];
    let units: Vec<&str> = units.into_iter().filter(|unit| !unit.is_empty()).map(String::as_str).collect();
    let claims: Vec<String> = event
        .claims
        .iter()
        .map(|claim| {
            let part = |part: Option<u32>| part.map_or("?".to_owned(), |count| count.to_string());
            let figure =
                |f: &crate::event::Figure| format!("{}/{}/{}", part(f.low), part(f.best), part(f.high));
            let (deaths, injured) = (figure(&claim.deaths), figure(&claim.injured));
            format!("{:?} says {:?}, dead {deaths}, hurt {injured}", claim.source, claim.text)
        })
        .collect();
    format!(
        "{} [{}] {:?} | {when} | {:?} in {:?} | {:?} | {} | {:?}",
        event.origin.line,
        event.origin.source_id.as_deref().unwrap_or("no id"),
        (event.kind, &event.kind_text),
        place.name,
        units,
        event.actors,
        claims.join("; "),
        event.attributes,
    )
}

#[test]
fn each_fixture_is_read_as_expected() {
    insta::with_settings!({
        snapshot_path => folder().join("expected"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        for name in names() {
            insta::assert_snapshot!(name.replace('.', "-"), told(&name));
        }
    });
}

#[test]
fn each_fixture_has_its_reason_and_nothing_is_expected_of_files_that_are_gone() {
    let readme = std::fs::read_to_string(folder().join("../README.md")).unwrap();
    let names = names();
    for name in &names {
        assert!(readme.contains(&format!("`{name}`")), "{name} is not in tests/fixtures/README.md");
    }
    for entry in std::fs::read_dir(folder().join("expected")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let stem = file.trim_end_matches(".new").trim_end_matches(".snap");
        assert!(names.iter().any(|name| name.replace('.', "-") == stem), "{file} belongs to no fixture");
    }
}

#[test]
fn one_list_in_every_encoding_and_delimiter_has_the_same_fingerprints() {
    let prints = |name: &str| -> Vec<Fingerprint> {
        load_fixture(name).unwrap().parsed().iter().map(|parsed| parsed.fingerprint.clone()).collect()
    };
    let expected = prints("semicolon-utf8.csv");
    assert_eq!(expected.len(), 2);
    for name in [
        "bom-crlf.csv",
        "windows-1252.csv",
        "utf16le-bom.csv",
        "utf16be-no-bom.csv",
        "tabs.tsv",
        "pipes.txt",
        "old-mac.csv",
        "excel-sep-line.csv",
        "title-above-header.csv",
    ] {
        assert_eq!(prints(name), expected, "{name}");
    }
    assert_eq!(prints("rejects-again.csv"), prints("rejects-original.csv"));
}

#[test]
fn ids_hold_where_they_were_given() {
    let loaded = load_fixture("ids.csv").unwrap();
    let scopes: Vec<Identity> = loaded.parsed().iter().map(|parsed| parsed.identity.clone()).collect();
    assert_eq!(
        scopes,
        [
            Identity::of_source_id("list", "S-001"),
            Identity::of_source_id("ids", "7"),
            Identity::of_source_id("list", "12345"),
            Identity::of_content(&loaded.parsed()[3].fingerprint),
        ]
    );
    let ucdp = load_fixture("ucdp-new.csv").unwrap();
    assert_eq!(ucdp.parsed()[0].identity, Identity::of_source_id("ucdp", "900001"));
    let acled = load_fixture("acled-2023.csv").unwrap();
    assert_eq!(acled.parsed()[0].identity, Identity::of_source_id("acled", "MLI000001"));
}

#[test]
fn the_precision_that_acled_states_is_kept_as_acleds() {
    use crate::event::{PrecisionScheme, Status};
    let loaded = load_fixture("acled-per-actor.csv").unwrap();
    let precision = |at: usize| loaded.events()[at].location.precision.unwrap();
    let codes = [0, 3, 4].map(precision).map(|precision| (precision.code, precision.scheme));
    assert_eq!(codes, [1, 2, 3].map(|code| (code, PrecisionScheme::Acled)));
    assert_eq!(loaded.events()[4].location.status, Status::Area, "a region is no dot");
    assert_eq!(loaded.parsed()[0].identity, loaded.parsed()[2].identity, "one event on three rows");
}

#[test]
fn the_samples_are_read() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    let load =
        |name: &str| load_from(std::fs::File::open(samples.join(name)).unwrap(), options(name)).unwrap();
    let english = load("incidents-2023.csv");
    assert_eq!((english.rows.len(), english.parsed().len()), (25, 24));
    assert_eq!(
        english.problems(),
        [
            "!25 date=2023-13-45: there is no month 13",
            "26 deaths=several: \"several\" is not a number: left unknown",
        ]
    );
    let french = load("liste-hebdomadaire.csv");
    assert_eq!((french.rows.len(), french.parsed().len()), (8, 8));
    assert_eq!(french.fields(), "date place cercle region kind actor deaths injured source notes");
    assert_eq!(french.problems(), [""; 0]);
}
