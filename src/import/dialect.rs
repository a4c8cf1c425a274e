//! Which character separates the cells.
//!
//! In: the beginning of the text. Out: the delimiter. It must not know encodings or the rest of the file.

use super::mapping;
use super::table::Record;
use csv::StringRecord;

/// What separates cells in the lists people send, the likelier first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much text to look at.
pub(super) const SAMPLE_BYTES: usize = 64 * 1024;

/// The delimiter under which the text looks most like a list: by far the most telling is a row of column
/// names that are understood, and then that every row has as many cells.
pub(super) fn detect(sample: &str, is_whole: bool) -> u8 {
    if let Some(stated) = stated(sample) {
        return stated;
    }
    let mut best = (Score::default(), b',');
    for delimiter in DELIMITERS {
        let score = Score::of(sample, is_whole, delimiter);
        if score.beats(&best.0) {
            best = (score, delimiter);
        }
    }
    best.1
}

/// Excel's own first line, `sep=;`.
fn stated(sample: &str) -> Option<u8> {
    let line = sample.lines().next()?.trim().trim_matches('"');
    match line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?.as_bytes() {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// Whether a record is that first line.
pub(super) fn is_statement(record: &Record) -> bool {
    record.cells.get(0).is_some_and(|cell| cell.trim().eq_ignore_ascii_case("sep="))
}

#[derive(Debug, Default)]
struct Score {
    understood: usize,
    /// Share of the records that have the most usual number of cells, times that number less one.
    evenness: f64,
}

impl Score {
    fn of(sample: &str, is_whole: bool, delimiter: u8) -> Self {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(sample.as_bytes());
        let mut records: Vec<StringRecord> = reader.records().map_while(Result::ok).collect();
        if !is_whole && records.len() > 1 {
            // The sample may end within it.
            records.pop();
        }
        let mut widths: Vec<usize> = records.iter().map(StringRecord::len).collect();
        widths.sort_unstable();
        let (mut usual, mut most) = (1, 0);
        for group in widths.chunk_by(PartialEq::eq) {
            if group.len() >= most {
                (usual, most) = (group[0], group.len());
            }
        }
        Self {
            understood: records
                .iter()
                .take(mapping::HEADER_WITHIN)
                .map(mapping::understood)
                .max()
                .unwrap_or(0),
            evenness: most as f64 / widths.len().max(1) as f64 * (usual as f64 - 1.0),
        }
    }

    fn beats(&self, other: &Self) -> bool {
        if self.understood == other.understood {
            self.evenness > other.evenness
        } else {
            self.understood > other.understood
        }
    }
}
