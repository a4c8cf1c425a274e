//! A list that was opened and surveyed, and its rows.
//!
//! In: a file. Out: what was detected, then one [`Row`] after the other. It must not know stores.

use super::detected::Detected;
use super::error::{ImportError, Problem};
use super::options::Options;
use super::purpose::Purpose;
use super::row::RowReader;
use super::survey::{self, Plan};
use super::table::{Record, Table};
use super::terms;
use crate::event::{Event, Fingerprint, Identity};
use crate::geocode::Geocoder;
use csv::StringRecord;
use std::io::{Read, Seek};

/// A list that was opened and read through once. Its rows have not been read yet.
pub struct List<R> {
    reader: R,
    options: Options,
    plan: Plan,
    detected: Detected,
}

/// What a file of rejected rows must know of the list they come from.
#[derive(Debug, Clone)]
pub struct Shape {
    pub(super) delimiter: u8,
    pub(super) header: StringRecord,
    pub(super) tags: Option<StringRecord>,
    pub(super) width: usize,
}

/// One row: what it says, or why it is rejected.
#[derive(Debug, Clone)]
pub struct Row {
    /// First line of the row in the file.
    pub line: u64,
    /// The cells as read.
    pub record: StringRecord,
    /// What a person should know; it changes no verdict.
    pub warnings: Vec<Problem>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a row.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It says what happened and where.
    Parsed(Box<Parsed>),
    /// It can not be used, for these reasons.
    Rejected(Vec<Problem>),
}

/// What a row says.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// What makes it the same event when the list is read again.
    pub identity: Identity,
    /// What makes it an unchanged one.
    pub fingerprint: Fingerprint,
    /// The event.
    pub event: Event,
}

impl<R: Read + Seek> List<R> {
    /// Reads the list through once: its encoding, delimiter, header and number of rows, and whether its dates
    /// write the day or the month first.
    pub fn open(mut reader: R, mut options: Options) -> Result<Self, ImportError> {
        let plan = survey::survey(&mut reader, &options, Purpose::Events)?;
        options.licence = terms::licence(plan.mapping.format, options.licence);
        let detected = Detected::of(&plan);
        Ok(Self { reader, options, plan, detected })
    }

    /// What was found out.
    pub fn detected(&self) -> &Detected {
        &self.detected
    }

    /// Under what terms the list may be passed on: as the operator stated, or else those of its format.
    pub fn licence(&self) -> Option<&str> {
        self.options.licence.as_deref()
    }

    /// Whether these terms forbid passing the rows on.
    pub fn is_restricted(&self) -> bool {
        terms::is_restricted(self.licence())
    }

    /// What [`Rejects`](super::Rejects) needs.
    pub fn shape(&self) -> Shape {
        Shape {
            delimiter: self.plan.form.delimiter(),
            header: self.plan.header.clone(),
            tags: self.plan.tags.clone(),
            width: self.plan.width,
        }
    }

    /// Reads the rows, each placed by the geocoder. They are streamed: memory does not grow with the list.
    pub fn rows(self, geocoder: &Geocoder) -> Rows<'_, R> {
        let Self { reader, options, plan, .. } = self;
        let mut table = Table::open(reader, &plan.form, options.limits);
        if let Ok(table) = &mut table {
            table.pad_to(plan.header.len());
        }
        let header_ends = plan.rows_after_line;
        Rows { table: Some(table), header_ends, reader: RowReader::new(plan, options, geocoder) }
    }
}

/// The rows of a list, in its order. An error is the last thing it gives: the file cannot be read further.
pub struct Rows<'g, R> {
    /// `None` after the end.
    table: Option<Result<Table<R>, ImportError>>,
    /// Rows are the records after this line.
    header_ends: u64,
    reader: RowReader<'g>,
}

impl<R: Read + Seek> Iterator for Rows<'_, R> {
    type Item = Result<Row, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut table = match self.table.take()? {
            Ok(table) => table,
            Err(error) => return Some(Err(error)),
        };
        let mut record = Record::default();
        loop {
            match table.next(&mut record) {
                Ok(false) => return None,
                Ok(true) if record.line <= self.header_ends => {}
                Ok(true) => {
                    self.table = Some(Ok(table));
                    return Some(Ok(self.reader.read(record)));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
