//! A list of places that goes through with columns appended.
//!
//! In: a list and what is appended to a row. Out: the same rows in the same order with more cells, and a tally. It
//! must not know what is asked or answered.
//!
//! Cells of the list are written as they were read, also where a spreadsheet would take them for a formula: it is the
//! operator's own file that comes back. Rows are read in portions, so that memory does not grow with the list.

use super::BatchError;
use super::answers::Answers;
use crate::event::Reason;
use crate::import::{Asked, PlaceList, PlaceRow, PlaceRows, Problem, column_key};
use csv::{StringRecord, Writer, WriterBuilder};
use std::io::{Read, Seek, Write};
use std::sync::Arc;

/// Rows of a portion, and bytes of their cells: enough work for all cores between two points where they wait.
const PORTION_ROWS: usize = 4_096;
const PORTION_BYTES: usize = 4 << 20;

/// A question is remembered when its texts are no longer than this: that of a longer one is hardly asked twice.
const REMEMBERED_BYTES: usize = 1_000;

/// What is appended to every row.
pub(super) struct Task<'t> {
    /// Names of the columns.
    pub(super) columns: &'t [&'static str],
    /// Which of them takes what is to be said of the row.
    pub(super) remarks: usize,
    /// The cells for a question.
    pub(super) answer: &'t (dyn Fn(&Asked) -> Tail + Sync),
    /// The cells for a row that asks nothing, with the reason.
    pub(super) unfit: &'t dyn Fn(Reason) -> Tail,
}

/// The cells of one answer, and under which kind of answers it counts.
#[derive(Debug, Clone)]
pub(super) struct Tail {
    pub(super) kind: usize,
    pub(super) cells: Vec<String>,
}

/// What went through.
#[derive(Debug)]
pub(super) struct Tally<const KINDS: usize> {
    pub(super) rows: u64,
    /// Rows that could not be read; they count under a kind as well.
    pub(super) unfit: u64,
    pub(super) kinds: [u64; KINDS],
    /// Columns of the list that had the names of ours and gave way.
    pub(super) replaced: Vec<String>,
}

/// Answers every row of a list.
pub(super) fn answer_rows<R: Read + Seek, W: Write, const KINDS: usize>(
    list: &mut PlaceList<R>,
    out: W,
    task: &Task<'_>,
    prepare: impl Fn(&mut Asked),
) -> Result<Tally<KINDS>, BatchError> {
    let is_own = |name: &str| {
        let key = column_key(name);
        task.columns.iter().any(|own| column_key(own) == key)
    };
    let (replaced, kept): (Vec<_>, Vec<_>) =
        list.header().iter().enumerate().partition(|(_, name)| is_own(name));
    let replaced: Vec<String> = replaced.into_iter().map(|(_, name)| name.to_owned()).collect();
    let kept: Vec<usize> = kept.into_iter().map(|(at, _)| at).collect();
    let csv = WriterBuilder::new().delimiter(list.delimiter()).from_writer(out);
    let mut sheet = Sheet { csv, kept };
    sheet.write(list.header(), task.columns.iter().copied())?;
    if let Some(tags) = list.tags() {
        sheet.write(tags, task.columns.iter().map(|_| ""))?;
    }
    let mut tally = Tally { rows: 0, unfit: 0, kinds: [0; KINDS], replaced };
    let mut answers = Answers::new();
    let mut rows = list.rows()?;
    loop {
        let portion = read_portion(&mut rows, &prepare)?;
        if portion.is_empty() {
            break;
        }
        let questions: Vec<Option<&Asked>> = portion.iter().map(|row| row.asked.as_ref().ok()).collect();
        let answered = answers.of(&questions, is_short, task.answer);
        for (row, answer) in portion.iter().zip(answered) {
            tally.rows += 1;
            let tail = answer.unwrap_or_else(|| {
                tally.unfit += 1;
                Arc::new((task.unfit)(row.asked.as_ref().err().map_or_else(Reason::default, told)))
            });
            if let Some(count) = tally.kinds.get_mut(tail.kind) {
                *count += 1;
            }
            sheet.write_answered(row, &tail, task.remarks)?;
        }
    }
    sheet.csv.flush().map_err(BatchError::Write)?;
    Ok(tally)
}

/// The next rows.
fn read_portion<R: Read + Seek>(
    rows: &mut PlaceRows<'_, R>,
    prepare: impl Fn(&mut Asked),
) -> Result<Vec<PlaceRow>, BatchError> {
    let mut portion = Vec::new();
    let mut bytes = 0;
    while portion.len() < PORTION_ROWS && bytes < PORTION_BYTES {
        let Some(row) = rows.next() else { break };
        let mut row = row?;
        bytes += row.cells.as_slice().len();
        if let Ok(asked) = &mut row.asked {
            prepare(asked);
        }
        portion.push(row);
    }
    Ok(portion)
}

fn is_short(asked: &Asked) -> bool {
    let place = &asked.place;
    let texts = [&place.name, &place.region, &place.cercle, &place.commune];
    texts.iter().map(|text| text.len()).sum::<usize>() <= REMEMBERED_BYTES
}

/// "line 7, column lon, value 'abc': ...".
fn told(problem: &Problem) -> Reason {
    let Problem { line, column, value, reason, reason_fr } = problem;
    let mut told = Reason::new(format!("line {line}"), format!("ligne {line}"));
    if !column.is_empty() {
        told.en.extend([", column ", column]);
        told.fr.extend([", colonne ", column]);
    }
    if !value.is_empty() {
        told.en.extend([", value '", value, "'"]);
        told.fr.extend([", valeur «\u{a0}", value, "\u{a0}»"]);
    }
    told.so(reason, reason_fr)
}

/// The list as it is written.
struct Sheet<W: Write> {
    csv: Writer<W>,
    /// The columns of the list that go through.
    kept: Vec<usize>,
}

impl<W: Write> Sheet<W> {
    /// Writes a row's own cells, as many as the header has, and then others.
    fn write<'c>(
        &mut self,
        own: &StringRecord,
        others: impl Iterator<Item = &'c str>,
    ) -> Result<(), BatchError> {
        for at in &self.kept {
            self.csv.write_field(own.get(*at).unwrap_or_default()).map_err(BatchError::Csv)?;
        }
        for other in others {
            self.csv.write_field(other).map_err(BatchError::Csv)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(BatchError::Csv)
    }

    fn write_answered(&mut self, row: &PlaceRow, tail: &Tail, remarks: usize) -> Result<(), BatchError> {
        if row.warnings.is_empty() {
            return self.write(&row.cells, tail.cells.iter().map(String::as_str));
        }
        let mut cells = tail.cells.clone();
        if let Some(cell) = cells.get_mut(remarks) {
            for warning in &row.warnings {
                cell.extend(["; ", &told(warning).en]);
            }
        }
        self.write(&row.cells, cells.iter().map(String::as_str))
    }
}
