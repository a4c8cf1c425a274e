//! Small files, one per quirk, and what is promised for any file at all.

mod files;
mod fixtures;
mod french;
mod fuzz;
mod heads;
mod order;
mod properties;
mod quotes;

use super::*;
use crate::event::{Event, Fingerprint, Identity};
use crate::gazetteer::Gazetteer;
use crate::geocode::Geocoder;
use std::io::{Cursor, Read, Seek};
use std::sync::LazyLock;

static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| Geocoder::new(Gazetteer::embedded().unwrap()));

fn options(list: &str) -> Options {
    Options { list: list.to_owned(), ..Options::default() }
}

/// A list read to its end.
struct Loaded {
    detected: Detected,
    shape: Shape,
    rows: Vec<Row>,
}

impl Loaded {
    fn parsed(&self) -> Vec<&Parsed> {
        self.rows
            .iter()
            .filter_map(|row| match &row.outcome {
                Outcome::Parsed(parsed) => Some(parsed.as_ref()),
                Outcome::Rejected(_) => None,
            })
            .collect()
    }

    fn events(&self) -> Vec<&Event> {
        self.parsed().into_iter().map(|parsed| &parsed.event).collect()
    }

    /// `line column=value: reason` of every warning, and the same of every rejection after a `!`.
    fn problems(&self) -> Vec<String> {
        let tell = |mark: &str, problem: &Problem| {
            format!("{mark}{} {}={}: {}", problem.line, problem.column, problem.value, problem.reason)
        };
        self.rows
            .iter()
            .flat_map(|row| {
                let rejected: &[Problem] = match &row.outcome {
                    Outcome::Rejected(problems) => problems,
                    Outcome::Parsed(_) => &[],
                };
                let warnings = row.warnings.iter().map(|problem| tell("", problem));
                warnings.chain(rejected.iter().map(|problem| tell("!", problem))).collect::<Vec<_>>()
            })
            .collect()
    }

    fn fields(&self) -> String {
        let field = |column: &DetectedColumn| {
            column
                .field
                .map_or("-".to_owned(), |field| serde_json::to_string(&field).unwrap().replace('"', ""))
        };
        self.detected.columns.iter().map(field).collect::<Vec<_>>().join(" ")
    }
}

fn load_from(reader: impl Read + Seek, options: Options) -> Result<Loaded, ImportError> {
    let list = List::open(reader, options)?;
    let (detected, shape) = (list.detected().clone(), list.shape());
    let rows = list.rows(&GEOCODER).collect::<Result<Vec<_>, _>>()?.concat();
    assert_eq!(detected.rows, rows.len() as u64, "every record is a row with a verdict");
    Ok(Loaded { detected, shape, rows })
}

fn load(bytes: &[u8]) -> Result<Loaded, ImportError> {
    load_from(Cursor::new(bytes), options("list.csv"))
}
