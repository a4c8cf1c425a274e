//! Imports that were kept: listed, row by row, undone.
//!
//! In: a store. Out: each import with its counts and what holds it, its rows, its rejected rows as a file. It must not
//! know how lists are read.

use super::Service;
use super::report::Counts;
use crate::event::EventId;
use crate::import::{Problem, Rejects, Shape};
use crate::store::{EventStore, ImportRecord, RowQuery, RowVerdict, StoreError, Undone};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};
use thiserror::Error;

/// An import that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportView {
    /// Its number in the store.
    pub id: i64,
    /// When it began, RFC 3339, UTC.
    pub at: String,
    /// Name of the list.
    pub list: String,
    /// Who made the list.
    pub source: Option<String>,
    /// Under what terms it may be passed on.
    pub licence: Option<String>,
    /// What kind of list it was read as.
    pub format: String,
    /// Whether its terms forbid passing its rows on.
    pub restricted: bool,
    /// Counts of its rows.
    #[serde(flatten)]
    pub counts: Counts,
    /// When it was undone, RFC 3339, UTC.
    pub undone_at: Option<String>,
    /// Whether it can be undone as things stand.
    pub can_undo: bool,
    /// Later imports that changed its events: to be undone first, the last of them first.
    pub blocked_by: Vec<i64>,
    /// Merged pairs of duplicates that hold its events: to be reopened first.
    pub blocked_by_pairs: Vec<i64>,
}

/// What became of one row of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportRow {
    /// First line of the row in its list.
    pub line: u64,
    /// The verdict.
    pub verdict: String,
    /// The event that shows it now.
    pub event_id: Option<EventId>,
    /// Reasons of a rejection, and warnings.
    pub problems: Vec<Problem>,
}

/// Why what was kept of an import cannot be told.
#[derive(Debug, Error)]
pub enum RecordError {
    /// The store failed, or there is no such import.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was kept is not what this program writes.
    #[error("what was kept of import {import_id} cannot be read")]
    Kept {
        /// The import.
        import_id: i64,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The import is of before rejected rows were kept.
    #[error("the rejected rows of import {0} were not kept: it was made by an earlier azalai")]
    NotKept(i64),
    /// The file could not be written.
    #[error("cannot write the rejected rows")]
    Write(#[from] io::Error),
}

impl From<ImportRecord> for ImportView {
    fn from(record: ImportRecord) -> Self {
        let counts = serde_json::from_str(&record.report_json).unwrap_or_default();
        let is_held = !record.blocked_by.is_empty() || !record.blocked_by_pairs.is_empty();
        Self {
            can_undo: record.undone_at.is_none() && !is_held,
            id: record.id,
            at: record.at,
            list: record.list,
            source: record.source,
            licence: record.licence,
            format: record.format,
            restricted: record.restricted,
            counts,
            undone_at: record.undone_at,
            blocked_by: record.blocked_by,
            blocked_by_pairs: record.blocked_by_pairs,
        }
    }
}

impl Service {
    /// All imports, the newest first.
    pub fn imports(&self) -> Result<Vec<ImportView>, StoreError> {
        imports(&*self.store)
    }

    /// Names of the lists whose terms forbid passing their rows on, each once.
    pub fn restricted_lists(&self) -> Result<Vec<String>, StoreError> {
        let imported = self.store.imported_lists()?.into_iter();
        let lists: BTreeSet<String> =
            imported.filter(|imported| imported.restricted).map(|imported| imported.list).collect();
        Ok(lists.into_iter().collect())
    }

    /// One import.
    pub fn import_of(&self, id: i64) -> Result<ImportView, StoreError> {
        import_of(&*self.store, id)
    }

    /// Rows of an import, in the order of lines.
    pub fn import_rows(&self, query: &RowQuery<'_>) -> Result<Vec<ImportRow>, RecordError> {
        import_rows(&*self.store, query)
    }

    /// The rejected rows of an import as CSV, ready to mend.
    pub fn import_rejects(&self, id: i64) -> Result<Vec<u8>, RecordError> {
        let mut csv = Vec::new();
        write_import_rejects(&*self.store, id, &mut csv)?;
        Ok(csv)
    }

    /// Takes an import back; when this returns, that is durable and served.
    pub fn undo_import(&self, id: i64) -> Result<Undone, StoreError> {
        let undone = self.store.undo_import(id)?;
        self.show_committed();
        Ok(undone)
    }
}

/// All imports, the newest first.
pub fn imports(store: &dyn EventStore) -> Result<Vec<ImportView>, StoreError> {
    Ok(store.imports()?.into_iter().rev().map(ImportView::from).collect())
}

/// One import.
pub fn import_of(store: &dyn EventStore, id: i64) -> Result<ImportView, StoreError> {
    record(store, id).map(ImportView::from)
}

fn record(store: &dyn EventStore, id: i64) -> Result<ImportRecord, StoreError> {
    store.import(id)?.ok_or(StoreError::NoSuchImport(id))
}

/// Rows of an import, in the order of lines.
pub fn import_rows(store: &dyn EventStore, query: &RowQuery<'_>) -> Result<Vec<ImportRow>, RecordError> {
    record(store, query.import_id)?;
    let row = |row: RowVerdict| {
        let problems = problems(query.import_id, &row)?;
        Ok(ImportRow { line: row.line, verdict: row.verdict, event_id: row.event_id, problems })
    };
    store.verdicts(query)?.into_iter().map(row).collect()
}

/// How many rejected rows are read at a time.
const REJECTS_AT_A_TIME: usize = 500;

/// Writes the rejected rows of an import as CSV, ready to mend; returns how many there are.
///
/// Of very many the last have no cells, but their line and reason.
pub fn write_import_rejects(store: &dyn EventStore, id: i64, out: impl Write) -> Result<u64, RecordError> {
    let kept = |source| RecordError::Kept { import_id: id, source };
    let shape = record(store, id)?.shape_json.ok_or(RecordError::NotKept(id))?;
    let mut rejects = Rejects::new(out, &Shape::from_json(&shape).map_err(kept)?)?;
    let mut query = RowQuery { import_id: id, verdict: Some("rejected"), after: 0, limit: REJECTS_AT_A_TIME };
    loop {
        let rows = store.verdicts(&query)?;
        let Some(last) = rows.last() else { break };
        query.after = last.line;
        for row in &rows {
            let problems = problems(id, row)?;
            let cells: Vec<String> =
                row.cells_json.as_deref().map_or(Ok(Vec::new()), serde_json::from_str).map_err(kept)?;
            rejects.write_cells(row.line, cells.iter().map(String::as_str), &problems)?;
        }
    }
    Ok(rejects.finish()?)
}

fn problems(import_id: i64, row: &RowVerdict) -> Result<Vec<Problem>, RecordError> {
    serde_json::from_str(&row.problems_json).map_err(|source| RecordError::Kept { import_id, source })
}
