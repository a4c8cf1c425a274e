//! A file as records with their lines.
//!
//! In: a file, its encoding and delimiter. Out: records that are not blank, each with its true line. It must
//! not know what columns mean.

use super::error::ImportError;
use super::source::{RecordTooLong, Source};
use super::{Limits, cell};
use csv::StringRecord;
use encoding_rs::Encoding;
use std::io::{Read, Seek, SeekFrom};

/// How much the csv reader asks for at a time.
const BUFFER_BYTES: usize = 64 * 1024;

/// Reads records.
pub(super) struct Table<R> {
    csv: csv::Reader<Source<R>>,
    limits: Limits,
}

/// A record as read.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) cells: StringRecord,
    /// The line of a quotation mark that the file never closes; everything after it is in this record.
    pub(super) open_quote: Option<u64>,
}

impl<R: Read + Seek> Table<R> {
    /// Begins at the first byte.
    pub(super) fn open(
        mut reader: R,
        encoding: &'static Encoding,
        delimiter: u8,
        limits: Limits,
    ) -> Result<Self, ImportError> {
        reader.seek(SeekFrom::Start(0))?;
        let source = Source::new(reader, encoding, delimiter, limits.max_record_bytes);
        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(BUFFER_BYTES)
            .from_reader(source);
        Ok(Self { csv, limits })
    }

    /// Reads the next record with anything in it; `false` at the end.
    pub(super) fn next(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        while self.next_or_blank(record)? {
            if !record.cells.iter().all(|text| cell::clean(text).is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads the next record, also one whose cells are all blank; a line without cells is none. `false` at the
    /// end.
    pub(super) fn next_or_blank(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        let more = self.csv.read_record(&mut record.cells).map_err(|error| self.explain(error))?;
        if !more {
            return Ok(false);
        }
        // Asked before the record is passed: it is the first that was not.
        record.line = self.csv.get_ref().scan().record_line();
        let offset = self.csv.position().byte();
        self.csv.get_mut().record_ended(offset);
        // Only the end of the file ends a record within quotation marks.
        let scan = self.csv.get_ref().scan();
        record.open_quote = scan.open_quote().filter(|_| offset == scan.offset());
        if record.cells.len() > self.limits.max_columns {
            let (line, count, limit) = (record.line, record.cells.len(), self.limits.max_columns);
            return Err(ImportError::TooManyColumns { line, count, limit });
        }
        Ok(true)
    }

    fn explain(&self, error: csv::Error) -> ImportError {
        let line = self.csv.get_ref().scan().record_line();
        if !error.is_io_error() {
            return ImportError::Record { line, source: error };
        }
        match error.into_kind() {
            csv::ErrorKind::Io(error) => match error.downcast::<RecordTooLong>() {
                Ok(long) => ImportError::RecordTooLong { line: long.line, limit: long.limit },
                Err(error) => ImportError::Io(error),
            },
            kind => ImportError::Io(std::io::Error::other(format!("{kind:?}"))),
        }
    }
}
