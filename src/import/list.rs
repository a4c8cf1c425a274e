//! A list that was opened and surveyed, and its rows.
//!
//! In: a file. Out: what was detected, then one [`Row`] after the other. It must not know stores.

use super::date::Order;
use super::detected::Detected;
use super::error::{ImportError, Problem};
use super::identity::Reach;
use super::options::{Limits, Options};
use super::purpose::Purpose;
use super::row::{Asked, RowReader, asked};
use super::survey::{self, Plan};
use super::table::{Record, Table};
use super::terms;
use crate::event::{Event, Fingerprint, Identity};
use crate::geocode::Geocoder;
use csv::StringRecord;
use rayon::prelude::*;
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
    /// How its dates are written, where they would be others if days and months were read the other way round.
    pub(super) order: Option<Order>,
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
    /// How far that holds.
    pub reach: Reach,
    /// What made it the same event before somebody stated the list's source.
    pub unstated: Option<Identity>,
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

    /// Whether its rows may not be passed on.
    pub fn is_restricted(&self) -> bool {
        terms::is_restricted(self.plan.mapping.format, self.licence())
    }

    /// Whether it is a file of [`Rejects`](super::Rejects) that comes back: rows that another list has told.
    pub fn is_mended(&self) -> bool {
        self.plan.header.iter().any(super::header::is_reason)
    }

    /// What [`Rejects`](super::Rejects) needs.
    pub fn shape(&self) -> Shape {
        Shape {
            delimiter: self.plan.form.delimiter(),
            header: self.plan.header.clone(),
            tags: self.plan.tags.clone(),
            width: self.plan.width,
            order: self.plan.order_to_tell(),
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

    /// What the first rows ask of the geocoder, to tell it where the list is about before a row is placed.
    pub fn first_asked(&mut self) -> Result<Vec<Asked>, ImportError> {
        first_asked(&mut self.reader, &self.plan, &self.options.limits)
    }
}

/// What the first rows of a list ask of the geocoder.
pub(super) fn first_asked<R: Read + Seek>(
    reader: &mut R,
    plan: &Plan,
    limits: &Limits,
) -> Result<Vec<Asked>, ImportError> {
    let mut table = Table::open(reader, &plan.form, *limits)?;
    table.pad_to(plan.header.len());
    let mut questions = Vec::new();
    let mut record = Record::default();
    let mut rows = 0;
    while rows < LOOKED_AT && table.next(&mut record)? {
        if record.line > plan.rows_after_line {
            rows += 1;
            let asked = asked(&record, plan, limits).0.ok();
            questions.extend(asked.filter(|asked| asked.place.name.len() <= LONGEST_NAME));
        }
    }
    Ok(questions)
}

/// So many rows tell where a list is about.
const LOOKED_AT: usize = 5_000;
/// Longer texts are no names, and are not kept.
const LONGEST_NAME: usize = 300;
/// Rows are read in portions of so many, on all cores.
const PORTION_ROWS: usize = 1_024;
/// A portion ends after the row with which it has so many bytes.
const PORTION_BYTES: usize = 4 << 20;

/// The rows of a list, in its order and in portions. An error is the last thing it gives: the file cannot be read
/// further.
pub struct Rows<'g, R> {
    /// `None` after the end.
    table: Option<Result<Table<R>, ImportError>>,
    /// Rows are the records after this line.
    header_ends: u64,
    reader: RowReader<'g>,
}

impl<R: Read + Seek> Iterator for Rows<'_, R> {
    type Item = Result<Vec<Row>, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_as(&|row| row)
    }
}

impl<R: Read + Seek> Rows<'_, R> {
    /// The rows as what is made of each, on the core that read it.
    pub fn each<T: Send>(
        mut self,
        make: impl Fn(Row) -> T + Sync,
    ) -> impl Iterator<Item = Result<Vec<T>, ImportError>> {
        std::iter::from_fn(move || self.next_as(&make))
    }

    /// The next portion. Each record is read by itself, and so on all cores; in their order.
    fn next_as<T: Send>(&mut self, make: &(impl Fn(Row) -> T + Sync)) -> Option<Result<Vec<T>, ImportError>> {
        let records = self.records()?;
        let reader = &self.reader;
        Some(records.map(|records| records.into_par_iter().map(|record| make(reader.read(record))).collect()))
    }

    fn records(&mut self) -> Option<Result<Vec<Record>, ImportError>> {
        let mut table = match self.table.take()? {
            Ok(table) => table,
            Err(error) => return Some(Err(error)),
        };
        let mut records: Vec<Record> = Vec::new();
        let mut bytes = 0;
        while records.len() < PORTION_ROWS && bytes < PORTION_BYTES {
            // As long as the one before, or a little longer.
            let size =
                records.last().map_or((0, 0), |last| (last.cells.as_slice().len() * 5 / 4, last.cells.len()));
            let cells = StringRecord::with_capacity(size.0, size.1);
            let mut record = Record { cells, ..Record::default() };
            match table.next(&mut record) {
                Ok(true) if record.line <= self.header_ends => {}
                Ok(true) => {
                    bytes += record.cells.as_slice().len();
                    records.push(record);
                }
                Ok(false) if records.is_empty() => return None,
                Ok(false) => return Some(Ok(records)),
                // What came before the error is not held back by it.
                Err(error) if records.is_empty() => return Some(Err(error)),
                Err(error) => {
                    self.table = Some(Err(error));
                    return Some(Ok(records));
                }
            }
        }
        self.table = Some(Ok(table));
        Some(Ok(records))
    }
}
