//! Tables of places: a header that names at least a name and coordinates, with any usual separator.
//!
//! In: the text of a table. Out: its places. It must not know encodings.

use super::fields::{Columns, Field};
use super::ids::Ids;
use super::lines::LineCounter;
use super::report::{Fault, Tally, shortened};
use super::{PackError, PackPlace};
use csv::{ByteRecord, ReaderBuilder};

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
    columns: Columns,
}

/// Finds the header: the record that names most columns, under the separator with which it does.
pub(super) fn header(file: &str, text: &[u8]) -> Result<Header, PackError> {
    let head = text.get(..HEAD_BYTES).unwrap_or(text);
    let mut best: Option<Header> = None;
    for delimiter in DELIMITERS {
        for (number, record) in records(head, delimiter).take(HEADER_WITHIN).enumerate() {
            let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
            let columns = Columns::of(cells.iter().map(AsRef::as_ref));
            if best.as_ref().is_none_or(|best| columns.understood() > best.columns.understood()) {
                best = Some(Header { delimiter, skipped: number + 1, columns });
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

fn records(text: &[u8], delimiter: u8) -> impl Iterator<Item = ByteRecord> {
    let reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
    // Bytes in memory do not fail, and flexible records of bytes are never wrong.
    reader.into_byte_records().map_while(Result::ok)
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
    for record in records(text, header.delimiter).skip(header.skipped) {
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        tally.rows += 1;
        let line = lines.line_of(record.position().map_or(0, |position| position.byte() as usize));
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
