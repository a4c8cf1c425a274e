//! Any bytes, and bytes that were a good file once, in every form a list may have.
//!
//! `AZALAI_FUZZ_SECONDS=3600 cargo test --release --lib fuzz -- --ignored` goes on for as long; a failure prints the
//! seed that makes it again.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Good files to begin with.
const SEEDS: [&str; 8] = [
    "workbook.xlsx",
    "workbook-1904.xlsx",
    "points.geojson",
    "lines.geojsonl",
    "layer.gpkg",
    "ucdp-new.csv",
    "utf16le-bom.csv",
    "quoted-newlines.csv",
];

fn seed(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)).unwrap()
}

/// One thing done to a file: bytes changed, cut out, put twice, or put in.
#[derive(Debug, Clone)]
enum Harm {
    Set(prop::sample::Index, u8),
    Cut(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Insert(prop::sample::Index, Vec<u8>),
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Harm::Set(at, byte)),
        2 => (at(), 0..64_usize).prop_map(|(at, length)| Harm::Cut(at, length)),
        1 => (at(), 0..256_usize).prop_map(|(at, length)| Harm::Repeat(at, length)),
        1 => (at(), prop::collection::vec(any::<u8>(), 0..16)).prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        1 => (at(), "[\",;{}\\[\\]:\n\t<>&#]{1,6}")
            .prop_map(|(at, text)| Harm::Insert(at, text.into_bytes())),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        if bytes.is_empty() {
            break;
        }
        let size = bytes.len();
        match harm {
            Harm::Set(at, byte) => bytes[at.index(size)] = *byte,
            Harm::Cut(at, length) => {
                let start = at.index(size);
                bytes.drain(start..(start + length).min(size));
            }
            Harm::Repeat(at, length) => {
                let start = at.index(size);
                let part = bytes[start..(start + length).min(size)].to_vec();
                bytes.splice(start..start, part);
            }
            Harm::Insert(at, new) => {
                let start = at.index(size);
                bytes.splice(start..start, new.iter().copied());
            }
        }
    }
    bytes
}

/// A file of which the whole fits into a test's time, whatever it says of itself.
fn limits() -> Limits {
    Limits {
        max_rows: 2_000,
        max_unpacked_bytes: 4 << 20,
        max_shared_bytes: 1 << 20,
        max_record_bytes: 64 << 10,
        max_feature_bytes: 256 << 10,
        ..Limits::default()
    }
}

/// Reads it; that it ends, without a panic and with a verdict for every record, is what is tested.
fn end(bytes: &[u8]) {
    let options = Options { limits: limits(), ..options("fuzz") };
    let _ = load_from(Cursor::new(bytes), options);
}

fn a_harmed_file() -> impl Strategy<Value = Vec<u8>> {
    let name = prop::sample::select(SEEDS.to_vec());
    (name, prop::collection::vec(harm(), 1..8)).prop_map(|(name, harms)| harmed(seed(name), &harms))
}

/// A workbook with these parts in place of its own: harm behind the archive's own checks.
fn workbook(sheet: &str, shared: &str) -> Vec<u8> {
    use std::io::Write;
    let bytes = seed("workbook-1904.xlsx");
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut entry = old.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        new.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        let text = match name.as_str() {
            "xl/worksheets/sheet1.xml" => sheet,
            "xl/sharedStrings.xml" => shared,
            _ => &text,
        };
        new.write_all(text.as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

proptest! {
    #![proptest_config(Config::with_cases(96))]

    #[test]
    fn a_file_that_was_harmed_is_a_list_or_an_error(bytes in a_harmed_file()) {
        end(&bytes);
    }

    #[test]
    fn any_sheet_is_a_list_or_an_error(
        cells in prop::collection::vec(("[A-Z]{0,3}[0-9]{0,7}", "(s|n|b|e|str|inlineStr|d|x)", ".{0,12}"), 0..12),
        shared in prop::collection::vec("[^<&]{0,8}", 0..4),
    ) {
        let cells: Vec<String> = cells
            .iter()
            .map(|(at, kind, value)| {
                let value = value.replace(['<', '&'], "");
                format!("<row><c r=\"{at}\" t=\"{kind}\" s=\"1\"><v>{value}</v></c></row>")
            })
            .collect();
        let shared: Vec<String> = shared.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
        let header = "<row r=\"1\"><c t=\"str\"><v>date</v></c><c t=\"str\"><v>place</v></c></row>";
        let (cells, shared) = (cells.concat(), shared.concat());
        end(&workbook(&sheet(&format!("{header}{cells}")), &format!("<sst>{shared}</sst>")));
    }

    #[test]
    fn any_json_is_a_list_or_an_error(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"type\"", "\"Feature\"", "\"FeatureCollection\"", "\"features\"",
                "\"geometry\"", "\"properties\"", "\"coordinates\"", "\"Point\"", "null", "1e999", "-1.4", "\"place\"",
                "\"\\ud800\"", " ", "\n", "\u{1e}",
            ]),
            0..40,
        ),
    ) {
        end(parts.concat().as_bytes());
        end(format!("{{\"type\":\"FeatureCollection\",\"features\":[{}", parts.concat()).as_bytes());
    }
}

#[test]
fn rows_that_a_sheet_has_out_of_order_are_rows() {
    let row = |at: &str, text: &str| format!("<row><c r=\"{at}\" t=\"str\"><v>{text}</v></c></row>");
    let header =
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>date</v></c><c r=\"B1\" t=\"str\"><v>place</v></c></row>";
    let rows = [row("B3", "Gao"), row("B1", "Bamba")].concat();
    let loaded = load(&workbook(&sheet(&format!("{header}{rows}")), "<sst/>")).unwrap();
    assert_eq!(loaded.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn a_workbook_that_unpacks_to_more_than_it_may_is_refused() {
    let blank = " ".repeat(40 << 20);
    let bytes = workbook(&sheet(&blank), "<sst/>");
    assert!(bytes.len() < 1 << 20);
    let error = |limits| {
        let options = Options { limits, ..options("bomb.xlsx") };
        load_from(Cursor::new(&bytes), options).err().unwrap()
    };
    assert!(matches!(error(Limits::default()), ImportError::ArchiveRatio { limit: MAX_ARCHIVE_RATIO }));
    let small = Limits { max_unpacked_bytes: 1 << 20, ..Limits::default() };
    assert!(matches!(error(small), ImportError::UnpacksTooLarge { .. }));
    // White space may stand before any markup, as much as one likes.
    for before in ["", "\n", &" ".repeat(100 << 10)] {
        let held = workbook(&sheet(""), &format!("{before}<sst>{}</sst>", " ".repeat(2 << 20)));
        let options = Options { limits: limits(), ..options("held.xlsx") };
        let error = load_from(Cursor::new(held), options).err().unwrap();
        assert!(matches!(error, ImportError::SharedTooLarge { .. }) && error.is_limit(), "{error}");
    }
}

#[test]
fn a_feature_longer_than_it_may_be_is_refused() {
    let long = format!("{{\"type\":\"Feature\",\"properties\":{{\"place\":\"{}\"}}}}", "a".repeat(300 << 10));
    let options = Options { limits: limits(), ..options("long.geojson") };
    let error = load_from(Cursor::new(long), options).err().unwrap();
    assert!(matches!(error, ImportError::FeatureTooLong { number: 1, .. }) && error.is_limit(), "{error}");
}

#[test]
#[ignore = "goes on for AZALAI_FUZZ_SECONDS"]
fn harmed_files_for_as_long_as_wanted() {
    let seconds = std::env::var("AZALAI_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut cases = 0_u64;
    while Instant::now() < until {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&(cases ^ u64::from(std::process::id()) << 32).to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &key);
        let mut runner = TestRunner::new_with_rng(
            Config { cases: 64, failure_persistence: None, ..Config::default() },
            rng,
        );
        let run = runner.run(&a_harmed_file(), |bytes| {
            end(&bytes);
            Ok(())
        });
        assert!(
            run.is_ok(),
            "seed {key:?}: {}",
            run.err().map(|error| error.to_string()).unwrap_or_default()
        );
        cases += 64;
    }
    println!("{cases} files read");
}
