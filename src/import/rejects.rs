//! Rejected rows as a list of their own, to be mended and imported again.
//!
//! In: rows. Out: CSV: the list's own columns, then `azalai_line`, `azalai_reason` and, where it matters which of day and
//! month comes first, `azalai_dates`. It must not know why a row was rejected.
//!
//! What proved the order of day and month stands mostly in rows that were not rejected, so that it goes with each row.
//! Dates written anew as 2023-10-01 would not do: the row would no longer be the one of its list, and programs that
//! open the file write them again in their own way.
//!
//! Cells are written as they were read, and with the list's own delimiter, so that the program it came from
//! opens both alike. Nothing is guarded against formulas: it is the operator's own file that comes back, and
//! must be the same when it is imported again.

use super::date::Order;
use super::header::{ORDER_COLUMN, OWN_COLUMNS};
use super::list::Shape;
use super::{Outcome, Problem, Row};
use csv::{StringRecord, Writer};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// Writes rejected rows one by one.
pub struct Rejects<W: Write> {
    csv: Writer<W>,
    width: usize,
    order: Option<Order>,
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
        let own = OWN_COLUMNS.iter().filter(|name| **name != ORDER_COLUMN || shape.order.is_some());
        let own: Vec<String> = own.map(|name| (*name).to_owned()).collect();
        let untagged = vec![""; own.len()];
        csv.write_record(names.chain(own))?;
        if let Some(tags) = &shape.tags {
            csv.write_record(padded(tags.iter(), width).chain(untagged))?;
        }
        Ok(Self { csv, width, order: shape.order, count: 0 })
    }

    /// Writes the row if it was rejected.
    pub fn write(&mut self, row: &Row) -> io::Result<()> {
        let Outcome::Rejected(problems) = &row.outcome else { return Ok(()) };
        self.write_cells(row.line, row.record.iter(), problems)
    }

    /// Writes a rejected row that was kept, by its cells.
    pub fn write_cells<'a>(
        &mut self,
        line: u64,
        cells: impl Iterator<Item = &'a str>,
        problems: &[Problem],
    ) -> io::Result<()> {
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
        let mut record: StringRecord = padded(cells, self.width).collect();
        record.push_field(&line.to_string());
        record.push_field(&reasons.join("; "));
        if let Some(order) = self.order {
            record.push_field(order.as_str());
        }
        self.csv.write_record(&record)?;
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

fn padded<'a>(cells: impl Iterator<Item = &'a str>, width: usize) -> impl Iterator<Item = &'a str> {
    cells.chain(std::iter::repeat("")).take(width)
}

/// A [`Shape`] as a store keeps it.
#[derive(Serialize, Deserialize)]
struct KeptShape<T> {
    delimiter: u8,
    header: T,
    tags: Option<T>,
    width: usize,
    /// Nothing in imports of older versions.
    #[serde(default)]
    order: Option<String>,
}

impl Shape {
    /// The shape as JSON, so that a file of rejected rows can be made long after the list was read.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let texts = |record: &'_ StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        serde_json::to_string(&KeptShape {
            delimiter: self.delimiter,
            header: texts(&self.header),
            tags: self.tags.as_ref().map(texts),
            width: self.width,
            order: self.order.map(|order| order.as_str().to_owned()),
        })
    }

    /// Reads back what [`Shape::to_json`] gave.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        let KeptShape { delimiter, header, tags, width, order } =
            serde_json::from_str::<KeptShape<Vec<String>>>(json)?;
        let order = order.as_deref().and_then(Order::said);
        Ok(Self { delimiter, header: header.into(), tags: tags.map(StringRecord::from), width, order })
    }
}
