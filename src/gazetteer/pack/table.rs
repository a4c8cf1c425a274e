//! Tables of places: a header that names at least a name and coordinates, with any usual separator.
//!
//! In: the text of a table. Out: its places. It must not know encodings.

use super::fields::{Columns, Field};
use super::ids::Ids;
use super::lines::LineCounter;
use super::report::{Fault, Tally, shortened};
use super::{PackError, PackPlace};
use csv::{ByteRecord, Reader, ReaderBuilder};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records may stand above the header, such as a title.
const HEADER_WITHIN: usize = 10;
/// How much text is looked at for it.
const HEAD_BYTES: usize = 64 * 1024;

/// How a table is to be read.
pub(super) struct Header {
    delimiter: u8,
    /// How many records are not rows: the header and what stands above it.
    skipped: usize,
    /// How many cells it has.
    width: usize,
    columns: Columns,
}

/// Finds the header: the record that names most columns, under the separator with which it does.
pub(super) fn header(file: &str, text: &[u8]) -> Result<Header, PackError> {
    let head = text.get(..HEAD_BYTES).unwrap_or(text);
    let mut best: Option<Header> = None;
    for delimiter in DELIMITERS {
        for (number, record) in Records::new(head, delimiter, usize::MAX).take(HEADER_WITHIN).enumerate() {
            let Record::Whole(_, record) = record else { continue };
            let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
            let columns = Columns::of(cells.iter().map(AsRef::as_ref));
            if best.as_ref().is_none_or(|best| columns.understood() > best.columns.understood()) {
                best = Some(Header { delimiter, skipped: number + 1, width: record.len(), columns });
            }
        }
    }
    let found = |field| best.as_ref().is_some_and(|best| best.columns.at(field).is_some());
    let needed = [(Field::Name, "name"), (Field::Lon, "longitude"), (Field::Lat, "latitude")];
    let missing = needed.into_iter().find(|(field, _)| !found(*field));
    match (best, missing) {
        (Some(header), None) => Ok(header),
        (_, missing) => {
            let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
            Err(PackError::NoColumn {
                file: file.to_owned(),
                missing: missing.map_or("name", |(_, word)| word),
                header: format!("'{}'", shortened(String::from_utf8_lossy(line).trim())),
            })
        }
    }
}

/// The records of a table, each with the byte at which it begins.
struct Records<'a> {
    text: &'a [u8],
    delimiter: u8,
    /// Cells of a row.
    width: usize,
    /// Where the reader began: later than the text, once a quotation mark was found open.
    base: usize,
    reader: Reader<&'a [u8]>,
}

/// A record, or the line of one whose quotation mark is opened and swallows the rows below it.
enum Record {
    Whole(usize, ByteRecord),
    Open(usize),
}

impl<'a> Records<'a> {
    fn new(text: &'a [u8], delimiter: u8, width: usize) -> Self {
        Self { text, delimiter, width, base: 0, reader: reader(text, delimiter) }
    }

    /// Whether a cell has a line with as many separators as a row.
    fn swallows_rows(&self, record: &ByteRecord) -> bool {
        let is_row = |line: &[u8]| line.split(|byte| *byte == self.delimiter).count() >= self.width;
        record.iter().any(|cell| cell.split(|byte| *byte == b'\n').skip(1).any(is_row))
    }

    /// Goes on with the line behind the one at a byte.
    fn resume_behind(&mut self, start: usize) {
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        self.base = start + line;
        self.reader = reader(self.text.get(self.base..).unwrap_or_default(), self.delimiter);
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let mut record = ByteRecord::new();
        // Bytes in memory do not fail, and flexible records of bytes are never wrong.
        if !self.reader.read_byte_record(&mut record).ok()? {
            return None;
        }
        let start = self.base + record.position().map_or(0, |position| position.byte() as usize);
        // The reader counts the ends of blank lines to what follows them.
        let rest = self.text.get(start..).unwrap_or_default();
        let start = start + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if !self.swallows_rows(&record) {
            return Some(Record::Whole(start, record));
        }
        self.resume_behind(start);
        Some(Record::Open(start))
    }
}

fn reader(text: &[u8], delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

/// Reads a table.
pub(super) fn read(
    text: &[u8],
    header: &Header,
    max_line_bytes: usize,
    ids: &mut Ids,
    tally: &mut Tally,
) -> Vec<PackPlace> {
    let mut places = Vec::new();
    let mut lines = LineCounter::new(text);
    for record in Records::new(text, header.delimiter, header.width).skip(header.skipped) {
        let (start, record) = match record {
            Record::Whole(start, record) => (start, record),
            Record::Open(start) => {
                tally.rows += 1;
                tally.reject(lines.line_of(start), open_quotation(text, start));
                continue;
            }
        };
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        tally.rows += 1;
        let line = lines.line_of(start);
        match place(&record, header, max_line_bytes, ids) {
            Ok((place, remarks)) => {
                places.push(place);
                for remark in remarks {
                    tally.remark(line, remark);
                }
            }
            Err(fault) => tally.reject(line, fault),
        }
    }
    places
}

fn open_quotation(text: &[u8], start: usize) -> Fault {
    let line =
        text.get(start..).and_then(|rest| rest.split(|byte| *byte == b'\n').next()).unwrap_or_default();
    let shown = String::from_utf8_lossy(line.get(..200).unwrap_or(line)).into_owned();
    Fault::new(
        "line",
        shown.trim_end(),
        "opens a quotation mark that is not closed: the rows below it are read as rows",
    )
}

fn place(
    record: &ByteRecord,
    header: &Header,
    max_line_bytes: usize,
    ids: &mut Ids,
) -> Result<(PackPlace, Vec<Fault>), Fault> {
    let bytes = record.as_slice();
    if bytes.len() > max_line_bytes {
        let start = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes));
        let reason = format!("is longer than {max_line_bytes} bytes: a quotation mark may be left open");
        return Err(Fault::new("line", &start, reason));
    }
    let cells: Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
    let broken = |what| Fault::new("line", &String::from_utf8_lossy(bytes), what);
    let cells = cells.map_err(|_| broken("is not valid UTF-8"))?;
    if bytes.contains(&0) {
        return Err(broken("has a NUL"));
    }
    let point = header.columns.point(&cells)?;
    header.columns.place(&cells, point, ids)
}
