//! A list of places, read row by row to be answered row by row.
//!
//! In: a file. Out: its header, then for every row its cells as they are and what it asks. It must not know what is
//! answered, and it leaves no row out: what is wrong with one is told with it.

use super::cell;
use super::error::{ImportError, Problem};
use super::header;
use super::list::first_asked;
use super::options::{Limits, Options};
use super::purpose::Purpose;
use super::row::{Asked, asked};
use super::survey::{self, Plan};
use super::table::{Record, Table};
use csv::StringRecord;
use std::io::{Read, Seek};

/// A list of places that was opened and read through once.
pub struct PlaceList<R> {
    reader: R,
    options: Options,
    plan: Plan,
}

/// One row of a list of places.
#[derive(Debug, Clone)]
pub struct PlaceRow {
    /// First line of the row in the file.
    pub line: u64,
    /// The cells as read.
    pub cells: StringRecord,
    /// What it asks, or what makes it unfit to.
    pub asked: Result<Asked, Problem>,
    /// What a person should know.
    pub warnings: Vec<Problem>,
}

impl<R: Read + Seek> PlaceList<R> {
    /// Opens a list with a column of names: one called `name`, or any that a list of events may have for its place.
    pub fn of_names(reader: R, options: Options) -> Result<Self, ImportError> {
        Self::open(reader, options, Purpose::Names)
    }

    /// Opens a list with columns of coordinates.
    pub fn of_points(reader: R, options: Options) -> Result<Self, ImportError> {
        Self::open(reader, options, Purpose::Points)
    }

    /// Opens a list with a column of texts, which is the name that its rows ask for; and where it has one, a column of
    /// days of publication.
    pub fn of_texts(reader: R, options: Options) -> Result<Self, ImportError> {
        Self::open(reader, options, Purpose::Texts)
    }

    fn open(mut reader: R, options: Options, purpose: Purpose) -> Result<Self, ImportError> {
        let plan = survey::survey(&mut reader, &options, purpose)?;
        Ok(Self { reader, options, plan })
    }

    /// What separates the cells.
    pub fn delimiter(&self) -> u8 {
        self.plan.form.delimiter()
    }

    /// The names of the columns, as they are.
    pub fn header(&self) -> &StringRecord {
        &self.plan.header
    }

    /// The row of HXL tags under the header, if there is one.
    pub fn tags(&self) -> Option<&StringRecord> {
        self.plan.tags.as_ref()
    }

    /// How many lines with a title stand above the header.
    pub fn titles(&self) -> usize {
        self.plan.titles
    }

    /// What the first rows ask of the geocoder, to tell it where the list is about before a row is answered.
    pub fn first_asked(&mut self) -> Result<Vec<Asked>, ImportError> {
        first_asked(&mut self.reader, &self.plan, &self.options.limits)
    }

    /// Reads the rows from the first on. They are streamed: memory does not grow with the list.
    ///
    /// May be called again, by who must know all rows before the first can be answered.
    pub fn rows(&mut self) -> Result<PlaceRows<'_, R>, ImportError> {
        let mut table = Table::open(&mut self.reader, &self.plan.form, self.options.limits)?;
        table.pad_to(self.plan.header.len());
        Ok(PlaceRows { table: Some(table), plan: &self.plan, limits: self.options.limits })
    }
}

/// The rows of a list of places, in its order. An error is the last thing it gives.
pub struct PlaceRows<'l, R> {
    /// `None` after the end.
    table: Option<Table<&'l mut R>>,
    plan: &'l Plan,
    limits: Limits,
}

impl<R: Read + Seek> Iterator for PlaceRows<'_, R> {
    type Item = Result<PlaceRow, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut table = self.table.take()?;
        let mut record = Record::default();
        loop {
            match table.next_or_blank(&mut record) {
                Ok(false) => return None,
                Ok(true) if record.line <= self.plan.rows_after_line || self.is_blank_line(&record) => {}
                Ok(true) => break,
                Err(error) => return Some(Err(error)),
            }
        }
        self.table = Some(table);
        let (asked, warnings) = asked(&record, self.plan, &self.limits);
        Some(Ok(PlaceRow { line: record.line, cells: record.cells, asked, warnings }))
    }
}

impl<R> PlaceRows<'_, R> {
    /// Spaces alone on a line are no row, unless the list has but one column: there a blank cell looks like that.
    fn is_blank_line(&self, record: &Record) -> bool {
        let is_blank = |text| cell::clean(text).is_empty();
        record.cells.len() == 1 && self.plan.header.len() > 1 && record.cells.iter().all(is_blank)
    }
}

/// The name of a column as written, on one line and without what nobody sees.
pub fn column_key(name: &str) -> String {
    crate::event::fold(&header::written(name))
}
