//! Records in a temporary file, to be read as often as needed and one at a time.
//!
//! In: records with the cells that are filled. Out: the same records, whole. It must not know where they come from.
//!
//! A record is its line, its cells as (column, text), a remark and a fault in two languages, each length before what it
//! is of.

use crate::event::Reason;
use crate::import::error::ImportError;
use crate::import::table::{Fault, Record};
use csv::StringRecord;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use tempfile::NamedTempFile;

/// Writes records.
pub(super) struct Spool {
    out: BufWriter<NamedTempFile>,
    bytes: u64,
    max_bytes: u64,
    /// Cells of the widest record.
    width: usize,
}

/// Records that were written.
#[derive(Debug)]
pub(in crate::import) struct Spooled {
    file: NamedTempFile,
    header: Option<Vec<String>>,
    width: usize,
}

/// Reads them from the first on.
pub(in crate::import) struct SpoolReader {
    input: BufReader<File>,
    header: Option<StringRecord>,
    width: usize,
}

/// What there is to say of a record beside its cells.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// What a person should know.
    pub(super) remark: Reason,
    /// Why it cannot be read as a row.
    pub(super) fault: Reason,
}

impl Spool {
    pub(super) fn new(max_bytes: u64) -> Result<Self, ImportError> {
        let out = BufWriter::new(NamedTempFile::new()?);
        Ok(Self { out, bytes: 0, max_bytes, width: 0 })
    }

    /// Writes a record of which these cells are filled.
    pub(super) fn push<T: AsRef<str>>(
        &mut self,
        line: u64,
        cells: &[(u32, T)],
        said: &Said,
    ) -> Result<(), ImportError> {
        self.write(&line.to_le_bytes())?;
        self.write(&(cells.len() as u32).to_le_bytes())?;
        for (column, text) in cells {
            self.width = self.width.max(*column as usize + 1);
            self.write(&column.to_le_bytes())?;
            self.write_text(text.as_ref())?;
        }
        [&said.remark, &said.fault].into_iter().try_for_each(|Reason { en, fr }| {
            self.write_text(en)?;
            self.write_text(fr)
        })
    }

    fn write_text(&mut self, text: &str) -> Result<(), ImportError> {
        self.write(&(text.len() as u32).to_le_bytes())?;
        self.write(text.as_bytes())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.max_bytes {
            return Err(ImportError::UnpacksTooLarge { limit: self.max_bytes });
        }
        Ok(self.out.write_all(bytes)?)
    }

    /// Ends writing. With the names of the columns, if no record says them.
    pub(super) fn finish(self, header: Option<Vec<String>>) -> Result<Spooled, ImportError> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let width = header.as_ref().map_or(self.width, Vec::len);
        Ok(Spooled { file, header, width })
    }
}

impl Spooled {
    /// Begins at the first record. Each reader has a place of its own in the file.
    pub(in crate::import) fn read(&self) -> Result<SpoolReader, ImportError> {
        let header = self.header.as_ref().map(|names| StringRecord::from(names.clone()));
        Ok(SpoolReader { input: BufReader::new(self.file.reopen()?), header, width: self.width })
    }
}

impl SpoolReader {
    /// Reads the next record, with so many cells at least; `false` at the end.
    pub(in crate::import) fn next(
        &mut self,
        record: &mut Record,
        min_cells: usize,
    ) -> Result<bool, ImportError> {
        if let Some(header) = self.header.take() {
            *record = Record { cells: header, ..Record::default() };
            return Ok(true);
        }
        let Some(line) = self.line()? else { return Ok(false) };
        let count = self.number()?;
        record.line = line;
        record.cells.clear();
        for _ in 0..count {
            let column = self.number()? as usize;
            let text = self.text()?;
            while record.cells.len() < column.min(self.width) {
                record.cells.push_field("");
            }
            record.cells.push_field(&text);
        }
        while record.cells.len() < min_cells {
            record.cells.push_field("");
        }
        record.open_quote = None;
        record.remark = self.reason()?;
        record.fault = self.reason()?.map(Fault::Told);
        Ok(true)
    }

    fn reason(&mut self) -> io::Result<Option<Reason>> {
        let reason = Reason::new(self.text()?, self.text()?);
        Ok((!reason.en.is_empty()).then_some(reason))
    }

    fn line(&mut self) -> io::Result<Option<u64>> {
        let mut bytes = [0; 8];
        match self.input.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(u64::from_le_bytes(bytes))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn number(&mut self) -> io::Result<u32> {
        let mut bytes = [0; 4];
        self.input.read_exact(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn text(&mut self) -> io::Result<String> {
        let mut bytes = vec![0; self.number()? as usize];
        self.input.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}
