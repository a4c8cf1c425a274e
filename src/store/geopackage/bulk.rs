//! Events written into a store that has none.
//!
//! In: a connection within a transaction, and events that are known to be new. Out: what [`Ledger::insert`] would have
//! written of each, some dozens at a time. It must not know who decides.

use super::batch::{Batch, ROWS};
use super::columns::{self, NULL, Source};
use super::ledger::{Ledger, own_id};
use super::problem::Doing as _;
use super::{integer, windows};
use crate::event::Identity;
use crate::store::{Operation, StoreError};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// Events that wait to be written, with their lines in the change log and their windows.
#[derive(Debug)]
pub(super) struct Bulk {
    events: Batch,
    log: Batch,
    windows: Batch,
    /// Fid of the next event; `None` when the tables know it better.
    next: Option<i64>,
}

impl Bulk {
    pub(super) fn new() -> Self {
        Self {
            events: Batch::new("events", &columns::inserted().collect::<Vec<_>>()),
            log: Batch::new("change_log", &["at", "operation", "fid", "event_id", "import_id", "line"]),
            windows: Batch::new("event_windows", &windows::COLUMNS),
            next: None,
        }
    }

    /// Adds an event that is not there, and was never edited or merged, and returns its fid.
    pub(super) fn insert(
        &mut self,
        ledger: &mut Ledger<'_>,
        db: &Connection,
        identity: &Identity,
        source: &Source<'_>,
    ) -> Result<u64, StoreError> {
        own_id(identity, source.event)?;
        let fid = match self.next {
            Some(next) => next,
            None => next_fid(db).doing(ledger.place, "number an event")?,
        };
        self.next = Some(fid + 1);
        let event = source.event;
        let import = ledger.import_id.map_or(NULL, ValueRef::Integer);
        let id = ValueRef::from(event.id.as_str());
        let keys = [id, ValueRef::from(identity.as_str()), ValueRef::Integer(fid), import];
        self.events.push(source.values().chain(keys));
        let line = match identity.event_id() {
            None => ValueRef::Integer(integer(event.origin.line)),
            Some(_) => NULL,
        };
        let operation = ValueRef::from(Operation::Added.as_str());
        let at = ValueRef::from(ledger.at.as_str());
        self.log.push([at, operation, ValueRef::Integer(fid), id, import, line].into_iter());
        if let Some(values) = windows::values(fid, event, identity, import) {
            self.windows.push(values.into_iter());
        }
        if let Some(point) = source.point() {
            ledger.extent.grow(point);
        }
        if self.events.rows() == ROWS {
            self.write(ledger, db)?;
        }
        Ok(u64::try_from(fid).unwrap_or(0))
    }

    /// Writes what waits, since somebody wants to see it or is about to write by other ways.
    pub(super) fn give_way(&mut self, ledger: &mut Ledger<'_>, db: &Connection) -> Result<(), StoreError> {
        self.write(ledger, db)?;
        self.next = None;
        Ok(())
    }

    fn write(&mut self, ledger: &mut Ledger<'_>, db: &Connection) -> Result<(), StoreError> {
        let rows = integer(self.log.rows());
        if rows == 0 {
            return Ok(());
        }
        let doing = "add events";
        self.windows.write(db).doing(ledger.place, doing)?;
        self.events.write(db).doing(ledger.place, doing)?;
        self.log.write(db).doing(ledger.place, doing)?;
        let last = db.last_insert_rowid();
        ledger.changes = Some((ledger.changes.map_or(last + 1 - rows, |(first, _)| first), last));
        Ok(())
    }
}

/// The number that SQLite would give the next event.
fn next_fid(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row(
        "SELECT 1 + max(coalesce((SELECT max(fid) FROM events), 0),
                        coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'events'), 0))",
        [],
        |row| row.get(0),
    )
}
