//! What was read of a file, and what was not: every row is accounted for.
//!
//! In: what the readers say of each row. Out: one report. It must not know formats.

use super::{PackFormat, PackPlace, PackShape};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many problems a report lists; the others are counted.
pub const MAX_PROBLEMS: usize = 100;

/// How much of a bad value a problem shows.
const VALUE_CHARS: usize = 80;

/// What was read of a file.
///
/// `rows = places + shapes + joined + left out + rejected`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackReport {
    /// The file that was read; inside an archive, the entry.
    pub file: String,
    /// What it is.
    pub format: PackFormat,
    /// Whom to thank.
    pub attribution: String,
    /// Rows or features, without header and blank lines.
    pub rows: u64,
    /// Places read.
    pub places: u64,
    /// The same by kind.
    pub by_kind: BTreeMap<&'static str, u64>,
    /// Shapes of units read.
    pub shapes: u64,
    /// The same by level.
    pub by_level: BTreeMap<&'static str, u64>,
    /// Rows that gave a place a further name.
    pub joined: u64,
    /// Rows left out since people do not name such things as places, by class and code (`H.STM`).
    pub left_out: BTreeMap<String, u64>,
    /// Rows that could not be read.
    pub rejected: u64,
    /// What is wrong with rows: the first [`MAX_PROBLEMS`].
    pub problems: Vec<PackProblem>,
    /// How many problems there are.
    pub problem_count: u64,
    /// How the file was read, where that is not plain.
    pub notes: Vec<String>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackProblem {
    /// First line of the row in the file, from 1.
    pub line: u64,
    /// Which column; for GeoJSON the number of the feature and the property.
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
    /// Whether the whole row was rejected for it.
    pub rejected: bool,
}

/// The report while the file is being read.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) rows: u64,
    pub(super) joined: u64,
    rejected: u64,
    left_out: BTreeMap<String, u64>,
    problems: Vec<PackProblem>,
    problem_count: u64,
    pub(super) notes: Vec<String>,
}

/// What is wrong with a value: column, value, reason.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) column: String,
    pub(super) value: String,
    pub(super) reason: String,
}

impl Fault {
    pub(super) fn new(column: impl Into<String>, value: &str, reason: impl Into<String>) -> Self {
        Self { column: column.into(), value: shortened(value), reason: reason.into() }
    }
}

impl Tally {
    /// A row that cannot be read.
    pub(super) fn reject(&mut self, line: u64, fault: Fault) {
        self.rejected += 1;
        self.keep(line, fault, true);
    }

    /// A value that cannot be read, in a row that can.
    pub(super) fn remark(&mut self, line: u64, fault: Fault) {
        self.keep(line, fault, false);
    }

    fn keep(&mut self, line: u64, Fault { column, value, reason }: Fault, rejected: bool) {
        self.problem_count += 1;
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(PackProblem { line, column, value, reason, rejected });
        }
    }

    /// A row that is read and not kept.
    pub(super) fn leave_out(&mut self, class: &str, code: &str) {
        let named = |part: &str| if part.is_empty() { "-".to_owned() } else { shortened(part) };
        *self.left_out.entry(format!("{}.{}", named(class), named(code))).or_default() += 1;
    }

    /// The first problem, in words.
    pub(super) fn first_problem(&self) -> Option<String> {
        self.problems.first().map(|p| format!("line {}, {}: '{}' {}", p.line, p.column, p.value, p.reason))
    }

    /// The report of what was read.
    pub(super) fn report(
        self,
        file: String,
        format: PackFormat,
        attribution: String,
        places: &[PackPlace],
        shapes: &[PackShape],
    ) -> PackReport {
        let mut problems = self.problems;
        problems.sort_by_key(|problem| problem.line);
        PackReport {
            file,
            format,
            attribution,
            rows: self.rows,
            places: places.len() as u64,
            by_kind: counted(places.iter().map(|place| place.kind.code())),
            shapes: shapes.len() as u64,
            by_level: counted(shapes.iter().map(|shape| shape.level.word())),
            joined: self.joined,
            left_out: self.left_out,
            rejected: self.rejected,
            problems,
            problem_count: self.problem_count,
            notes: self.notes,
        }
    }
}

impl PackReport {
    /// How many rows were left out.
    pub fn left_out_count(&self) -> u64 {
        self.left_out.values().sum()
    }
}

fn counted(words: impl Iterator<Item = &'static str>) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// A value short enough to be shown in a line, and without what would break the line.
pub(super) fn shortened(value: &str) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    if value.chars().count() <= VALUE_CHARS {
        return value.chars().map(clean).collect();
    }
    value.chars().take(VALUE_CHARS - 1).map(clean).chain(['…']).collect()
}
