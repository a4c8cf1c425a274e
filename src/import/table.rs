//! A file as records with their lines.
//!
//! In: a file and what it is kept in. Out: records that are not blank, each with its true line. It must not know
//! what columns mean.

use super::encoding::Encoded;
use super::error::ImportError;
use super::source::{Mended, Source};
use super::unpacked::{SpoolReader, Unpacked};
use super::{Limits, cell};
use crate::event::Reason;
use csv::StringRecord;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

/// How much the csv reader asks for at a time.
const BUFFER_BYTES: usize = 64 * 1024;

/// What a list is kept in, as far as reading it needs to know.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// Delimited text.
    Text {
        encoded: Encoded,
        delimiter: u8,
        /// Lines with a quotation mark that is known not to be closed in its row.
        unclosed: Vec<u64>,
    },
    /// Something else, laid out as records.
    Unpacked(Arc<Unpacked>),
}

impl Form {
    /// What separates the cells, and what is to where rows of the list are written.
    pub(super) fn delimiter(&self) -> u8 {
        match self {
            Self::Text { delimiter, .. } => *delimiter,
            Self::Unpacked(_) => b',',
        }
    }

    /// What it is, when it is no text.
    pub(super) fn unpacked(&self) -> Option<&Unpacked> {
        match self {
            Self::Text { .. } => None,
            Self::Unpacked(unpacked) => Some(unpacked),
        }
    }
}

/// Reads records.
pub(super) struct Table<R> {
    records: Records<R>,
    limits: Limits,
}

enum Records<R> {
    Text(Box<csv::Reader<Source<R>>>),
    /// With so many cells in every record: sheets and features have no rows that end early.
    Laid(SpoolReader, usize),
}

/// A record as read.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) cells: StringRecord,
    /// The line of a quotation mark that the file never closes; everything after it is in this record.
    pub(super) open_quote: Option<u64>,
    /// What a person should know of it, as it was found.
    pub(super) remark: Option<Reason>,
    /// Why it cannot be read as a row; some of its cells may be missing.
    pub(super) fault: Option<Fault>,
}

/// Why a record cannot be read as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has so many cells, and fewer are allowed.
    TooManyColumns(usize),
    /// It is longer than allowed, and was cut.
    TooLong,
    /// A quotation mark opens on this line and is never closed, or only rows later; the record was ended with the line.
    Unclosed(u64),
    /// As whoever found it tells.
    Told(Reason),
}

impl Fault {
    /// For a person.
    pub(super) fn reason(&self, limits: &Limits) -> Reason {
        let (columns, bytes) = (limits.max_columns, limits.max_record_bytes);
        match self {
            Self::TooManyColumns(count) => Reason::new(
                format!("the row has {count} cells, more than the {columns} that are allowed"),
                format!("la ligne a {count} cellules, plus que les {columns} permises"),
            ),
            Self::TooLong => Reason::new(
                format!(
                    "the row is longer than {bytes} bytes: is a quotation mark there opened and never closed?"
                ),
                format!(
                    "la ligne dépasse {bytes} octets\u{a0}: un guillemet y est-il ouvert et jamais fermé\u{202f}?"
                ),
            ),
            Self::Unclosed(line) => Reason::new(
                format!(
                    "a quotation mark opens on line {line} and is never closed, or rows later: the list is read on from the \
                     next line"
                ),
                format!(
                    "un guillemet s’ouvre à la ligne {line} et n’est jamais fermé, ou des lignes plus loin\u{a0}: la \
                     lecture reprend à la ligne suivante"
                ),
            ),
            Self::Told(reason) => reason.clone(),
        }
    }
}

impl<R: Read + Seek> Table<R> {
    /// Begins at the first byte.
    pub(super) fn open(mut reader: R, form: &Form, limits: Limits) -> Result<Self, ImportError> {
        let records = match form {
            Form::Text { encoded, delimiter, unclosed } => {
                reader.seek(SeekFrom::Start(0))?;
                let source =
                    Source::new(reader, encoded.encoding, *delimiter, limits.max_record_bytes, unclosed);
                Records::Text(Box::new(
                    csv::ReaderBuilder::new()
                        .has_headers(false)
                        .flexible(true)
                        .delimiter(*delimiter)
                        .buffer_capacity(BUFFER_BYTES)
                        .from_reader(source),
                ))
            }
            Form::Unpacked(unpacked) => Records::Laid(unpacked.records.read()?, 0),
        };
        Ok(Self { records, limits })
    }

    /// Fills up records of what has no rows that end early, as sheets and features.
    pub(super) fn pad_to(&mut self, cells: usize) {
        if let Records::Laid(_, min_cells) = &mut self.records {
            *min_cells = cells;
        }
    }

    /// Reads the next record with anything in it; `false` at the end.
    pub(super) fn next(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        while self.next_or_blank(record)? {
            // A feature without anything is there all the same, unlike a blank line.
            let is_told = matches!(record.fault, Some(Fault::Told(_)));
            if is_told || !record.cells.iter().all(|text| cell::clean(text).is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads the next record, also one whose cells are all blank; a line without cells is none. `false` at the
    /// end.
    pub(super) fn next_or_blank(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        let more = match &mut self.records {
            Records::Text(csv) => next_of_text(csv, record)?,
            Records::Laid(reader, min_cells) => reader.next(record, *min_cells)?,
        };
        let count = record.cells.len();
        if more && count > self.limits.max_columns {
            record.fault = Some(Fault::TooManyColumns(count));
            record.cells.truncate(self.limits.max_columns);
        }
        Ok(more)
    }
}

fn next_of_text<R: Read>(csv: &mut csv::Reader<Source<R>>, record: &mut Record) -> Result<bool, ImportError> {
    let more = csv.read_record(&mut record.cells).map_err(|error| explain(csv, error))?;
    (record.remark, record.fault, record.open_quote) = (None, None, None);
    if more {
        // Asked before the record is passed: it is the first that was not.
        record.line = csv.get_ref().scan().record_line();
        let offset = csv.position().byte();
        record.fault = csv.get_mut().record_ended(offset).map(|mended| match mended {
            Mended::Cut => Fault::TooLong,
            Mended::Closed(line) => Fault::Unclosed(line),
        });
        // Only the end of the file ends a record within quotation marks.
        let scan = csv.get_ref().scan();
        record.open_quote = scan.open_quote().filter(|_| offset == scan.offset());
    }
    Ok(more)
}

fn explain<R: Read>(csv: &csv::Reader<Source<R>>, error: csv::Error) -> ImportError {
    let line = csv.get_ref().scan().record_line();
    if !error.is_io_error() {
        return ImportError::Record { line, source: error };
    }
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ImportError::Io(error),
        kind => ImportError::Io(std::io::Error::other(format!("{kind:?}"))),
    }
}
