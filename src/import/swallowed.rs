//! Whether a cell holds rows of its own list, because a quotation mark before them was opened by mistake.
//!
//! In: a record. Out: where that quotation mark is and how far it reaches. It must not know how a list is read again.

use super::field::Field;
use super::format::Format;
use super::mapping::Mapping;
use super::table::Record;
use super::{cell, date};

/// Columns below which a line in a cell that looks like a row may well be a sentence.
const ROWLIKE_COLUMNS: usize = 4;

/// The line of a quotation mark that swallowed rows.
pub(super) fn quote_line(record: &Record, mapping: &Mapping, delimiter: u8) -> Option<u64> {
    match record.open_quote {
        Some(line) => to_the_end(record, mapping.columns.len(), delimiter).then_some(line),
        None => lines(record, mapping, delimiter).map(|(first, _)| first),
    }
}

/// Whether what stands behind a quotation mark that is never closed looks like rows: most of its lines have as many
/// cells as the header. Else it may as well be a note that was cut off, and reading it as rows would make events of
/// sentences.
fn to_the_end(record: &Record, columns: usize, delimiter: u8) -> bool {
    let last = record.cells.iter().next_back().unwrap_or_default();
    let lines: Vec<&str> = last.lines().skip(1).filter(|line| !line.trim().is_empty()).collect();
    let is_row = |line: &&&str| count(line, delimiter) == columns;
    columns > 1 && !lines.is_empty() && lines.iter().filter(is_row).count() * 2 > lines.len()
}

/// The first and the last line of a cell most of whose further lines are rows of the list: as many cells as the header
/// or nearly, with a date where the header has it. A single such line is taken for a row only beside a quotation mark
/// within the text: that which closed the cell opened another, as `"x` before it and `"x"` in it do.
pub(super) fn lines(record: &Record, mapping: &Mapping, delimiter: u8) -> Option<(u64, u64)> {
    let all = record.cells.as_slice();
    // Our own export quotes well, whatever its notes hold.
    let may_be = mapping.columns.len() >= ROWLIKE_COLUMNS && mapping.format != Format::Azalai;
    if !may_be || record.fault.is_some() || record.open_quote.is_some() || !all.contains(['\n', '\r']) {
        return None;
    }
    let mut first = record.line;
    for (at, text) in record.cells.iter().enumerate() {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let breaks = text.matches('\n').count() as u64;
        let behind = record.cells.len() - at - 1;
        if breaks > 0 && holds_rows(&text, behind, mapping, delimiter) {
            return Some((first, first + breaks));
        }
        first += breaks;
    }
    None
}

fn holds_rows(text: &str, behind: usize, mapping: &Mapping, delimiter: u8) -> bool {
    let lines: Vec<&str> = text.split('\n').skip(1).collect();
    let is_row = |(at, line): &(usize, &&str)| {
        // The row with whose quotation mark the cell ends goes on in the cells behind it.
        let behind = if at + 1 == lines.len() { behind } else { 0 };
        looks_like_row(line, behind, mapping, delimiter)
    };
    let rows = lines.iter().enumerate().filter(is_row).count();
    let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
    rows * 2 > filled && (rows > 1 || text.contains('"'))
}

fn looks_like_row(line: &str, behind: usize, mapping: &Mapping, delimiter: u8) -> bool {
    let (columns, own) = (mapping.columns.len(), count(line, delimiter));
    let Some(day) = mapping.first(Field::Date) else { return own == columns };
    // Any line of the first cell makes a row of the cells behind it: that it is one is for the line to say.
    let date = line.split(char::from(delimiter)).nth(day).filter(|_| own > 1);
    (own + behind).abs_diff(columns) <= 1
        && date.is_some_and(|text| {
            date::read(cell::clean(text), date::Order::Mixed).is_ok_and(|date| date.is_some())
        })
}

fn count(line: &str, delimiter: u8) -> usize {
    line.bytes().filter(|byte| *byte == delimiter).count() + 1
}
