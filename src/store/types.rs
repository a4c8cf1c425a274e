//! What goes into a store beside events, and what comes out.

use crate::event::{Edit, Event, EventId, Fingerprint};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// An event found in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its number in this store.
    pub fid: u64,
    /// The fingerprint of the row it came from.
    pub fingerprint: Fingerprint,
    /// The event as it stands.
    pub event: Event,
}

/// What people set of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// Its number in this store.
    pub number: i64,
    /// The event.
    pub event_id: EventId,
    /// When it was set last, RFC 3339, UTC.
    pub at: String,
    /// What was set.
    pub edit: Edit,
    /// The event as its list has it; `None` when that import was undone.
    pub listed: Option<Event>,
}

/// One line of the change log.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its number in the log.
    pub sequence: u64,
    /// What was done.
    pub operation: Operation,
    /// To which event of this store.
    pub fid: u64,
    /// The name of that event.
    pub event_id: EventId,
    /// The event as it stands now, which later changes may have made; `None` when it was removed since.
    pub event: Option<Event>,
}

/// One line of the change log as it was written, without the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Its number in the log.
    pub sequence: u64,
    /// When the change was made, RFC 3339, UTC.
    pub at: String,
    /// What was done.
    pub operation: Operation,
    /// The name of the event.
    pub event_id: EventId,
}

/// What the events of a store were after a change: two that are equal were the same events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The form of the tables, and what others wrote without the change log: another one after each such write. It is that
    /// of the moment, whatever the change.
    pub others: Vec<u8>,
    /// Of the change and those before it.
    pub log: [u8; 32],
}

/// What a change does to an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// It is new.
    Added,
    /// Its content changed.
    Updated,
    /// It is gone.
    Removed,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 3] = [Self::Added, Self::Updated, Self::Removed];

    /// The word in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated => "updated",
            Self::Removed => "removed",
        }
    }
}

/// A version of an event that is no longer the current one.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Sequence of the change that ended it.
    pub sequence: u64,
    /// When it ended, RFC 3339, UTC.
    pub until: String,
    /// The fingerprint of the row it came from.
    pub fingerprint: Fingerprint,
    /// The event as it was.
    pub event: Event,
}

/// One change of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its number in the change log.
    pub sequence: u64,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// What was done.
    pub operation: Operation,
    /// The number and the list of the import that did it; `None` when a person did.
    pub import: Option<(i64, String)>,
    /// What was kept of the event before: as it was shown or, of one that a person had set something of, as its list had it.
    /// `None` when nothing was kept, as of a new event or a merge.
    pub before: Option<Event>,
}

/// How an event came to be as it is shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Account {
    /// Its changes, oldest first.
    pub steps: Vec<Step>,
    /// What a person set of it and when that was last, RFC 3339, UTC.
    pub edit: Option<(String, Edit)>,
}

/// An import that begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewImport {
    /// Name of the list, usually its file name.
    pub list: String,
    /// Who made the list, as the operator stated it.
    pub source: Option<String>,
    /// Under what terms it may be passed on, as the operator stated it.
    pub licence: Option<String>,
    /// What kind of list it was read as.
    pub format: String,
    /// Whether its terms forbid passing its rows on.
    pub restricted: bool,
    /// What a file of its rejected rows needs to know of its form, a JSON object.
    pub shape_json: Option<String>,
    /// Whether nobody minds to wait who wants to read meanwhile. An empty store is then filled much faster.
    pub is_alone: bool,
}

/// An import that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportRecord {
    /// Its number in this store.
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
    /// First and last sequence of its changes; `None` when it changed nothing.
    pub changes: Option<RangeInclusive<u64>>,
    /// Its report, a JSON object.
    pub report_json: String,
    /// Whether its terms forbid passing its rows on.
    pub restricted: bool,
    /// When it was undone, RFC 3339, UTC.
    pub undone_at: Option<String>,
    /// Later imports that changed its events: to be undone first, the last of them first.
    pub blocked_by: Vec<i64>,
    /// Merged pairs that hold its events: to be reopened first.
    pub blocked_by_pairs: Vec<i64>,
    /// What a file of its rejected rows needs to know of its form, a JSON object.
    #[serde(skip)]
    pub shape_json: Option<String>,
}

/// Which rows of an import are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowQuery<'a> {
    /// The import.
    pub import_id: i64,
    /// Only rows with this verdict.
    pub verdict: Option<&'a str>,
    /// Only rows after this line.
    pub after: u64,
    /// So many at most.
    pub limit: usize,
}

/// The receipt of an undone import: it is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// The import.
    pub import_id: i64,
    /// Events that it had added and that are gone.
    pub removed: u64,
    /// Those of them of which a later import, which stands, had a row that said the same.
    pub also_listed: u64,
    /// Events that are as they were before it.
    pub restored: u64,
    /// Local places that it had taught and that are gone.
    pub places_removed: u64,
}

/// The list of an import, for who needs no more of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedList {
    /// The import's number in this store.
    pub import_id: i64,
    /// Name of the list.
    pub list: String,
    /// Whether the terms of what it brought, and was not undone, forbid passing it on.
    pub restricted: bool,
}

/// What became of one row of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowVerdict {
    /// First line of the row in its list.
    pub line: u64,
    /// The verdict.
    pub verdict: String,
    /// The row's event, which may have been removed since.
    pub fid: Option<u64>,
    /// The event that shows it now; `None` when there is none.
    pub event_id: Option<EventId>,
    /// What is wrong with it, a JSON array.
    pub problems_json: String,
    /// The cells of a rejected row, a JSON array of texts, as far as they were kept.
    #[serde(skip)]
    pub cells_json: Option<String>,
}

/// The receipt of an import: it is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// The import's number in this store.
    pub import_id: i64,
    /// Sequence of the last change in the log.
    pub sequence: u64,
}
