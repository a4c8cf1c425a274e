//! Rejected rows as a list of their own, to be mended and imported again.
//!
//! In: rows. Out: CSV: the list's own columns, then `azalai_line` and `azalai_reason`. It must not know why a
//! row was rejected.
//!
//! Cells are written as they were read, and with the list's own delimiter, so that the program it came from
//! opens both alike. Nothing is guarded against formulas: it is the operator's own file that comes back, and
//! must be the same when it is imported again.

use super::header::OWN_COLUMNS;
use super::list::Shape;
use super::{Outcome, Row};
use csv::{StringRecord, Writer};
use std::io::{self, Write};

/// Writes rejected rows one by one.
pub struct Rejects<W: Write> {
    csv: Writer<W>,
    width: usize,
    count: u64,
}

impl<W: Write> Rejects<W> {
    /// Writes the header, and the row of HXL tags if the list has one.
    ///
    /// A byte order mark goes first: without it Excel takes UTF-8 for something else.
    pub fn new(mut out: W, shape: &Shape) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut csv = csv::WriterBuilder::new().delimiter(shape.delimiter).flexible(true).from_writer(out);
        let width = shape.width;
        let extra = (shape.header.len()..width).map(|at| format!("extra_{}", at + 1 - shape.header.len()));
        let names = shape.header.iter().map(str::to_owned).chain(extra);
        // The list may be rejected rows already: their old line and reason stay where they are, and say nothing.
        csv.write_record(names.chain(OWN_COLUMNS.map(str::to_owned)))?;
        if let Some(tags) = &shape.tags {
            csv.write_record(padded(tags, width).chain(["", ""]))?;
        }
        Ok(Self { csv, width, count: 0 })
    }

    /// Writes the row if it was rejected.
    pub fn write(&mut self, row: &Row) -> io::Result<()> {
        let Outcome::Rejected(problems) = &row.outcome else { return Ok(()) };
        let reasons: Vec<String> = problems
            .iter()
            .map(|problem| {
                if problem.column.is_empty() {
                    problem.reason.clone()
                } else {
                    format!("{}: {}", problem.column, problem.reason)
                }
            })
            .collect();
        let line = row.line.to_string();
        self.csv.write_record(padded(&row.record, self.width).chain([line.as_str(), &reasons.join("; ")]))?;
        self.count += 1;
        Ok(())
    }

    /// Writes what is still held back, and tells how many rows were rejected.
    pub fn finish(mut self) -> io::Result<u64> {
        self.csv.flush()?;
        Ok(self.count)
    }
}

/// Writes the rejected ones of some rows, with a header even if there are none.
pub fn write_rejects<'a>(
    out: impl Write,
    shape: &Shape,
    rows: impl IntoIterator<Item = &'a Row>,
) -> io::Result<u64> {
    let mut rejects = Rejects::new(out, shape)?;
    for row in rows {
        rejects.write(row)?;
    }
    rejects.finish()
}

fn padded(record: &StringRecord, width: usize) -> impl Iterator<Item = &str> {
    record.iter().chain(std::iter::repeat("")).take(width)
}
