//! Files as they come, and files that are meant to do harm.

use super::*;
use std::io::Cursor;
use std::path::{Path, PathBuf};

mod archives;
mod blobs;
mod development;
mod fixtures;
mod properties;
mod recognised;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gazetteer")
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

fn read_bytes(name: &str, bytes: &[u8]) -> Result<ReadPack, PackError> {
    read_pack(name, Cursor::new(bytes), &PackWishes::default())
}

fn read_fixture(name: &str) -> ReadPack {
    read_bytes(name, &fixture(name)).unwrap()
}

/// Every row is a place, a shape, a further name, left out, or rejected.
fn assert_adds_up(report: &PackReport) {
    let accounted = report.places + report.shapes + report.joined + report.left_out_count() + report.rejected;
    assert_eq!(report.rows, accounted, "{report:#?}");
    assert_eq!(report.by_kind.values().sum::<u64>(), report.places);
    assert_eq!(report.by_level.values().sum::<u64>(), report.shapes);
    assert_eq!(report.problems.len() as u64, report.problem_count.min(MAX_PROBLEMS as u64));
}
