//! Events written one by one, each with its line in the change log.
//!
//! In: a connection within a transaction, and an event to add, change, remove or bring back. Out: its row, its version in
//! the history, its line in the log, and what is derived from all of them. It must not know who decides.

use super::columns::{INSERT, NULL, Source, UPDATE};
use super::dated::{date, now};
use super::extent::Extent;
use super::place::Place;
use super::problem::Doing as _;
use super::{edits, header, integer, parts, read, windows};
use crate::event::{Event, EventId, Fingerprint, Identity, LonLat};
use crate::store::{Operation, StoreError};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Params, ffi, params, params_from_iter};
use std::collections::BTreeSet;

/// What one transaction writes of events.
pub(super) struct Ledger<'p> {
    pub(super) place: &'p Place,
    /// When, as every line says.
    pub(super) at: String,
    pub(super) extent: Extent,
    /// First and last line written.
    pub(super) changes: Option<(i64, i64)>,
    /// The import that writes; `None` when a person decides.
    pub(super) import_id: Option<i64>,
    /// Earlier imports whose events it changes.
    bases: BTreeSet<i64>,
    /// Whether the store has merged or edited events: mostly not, and then nobody looks for parts.
    pub(super) has_parts: bool,
}

/// Tables that say of any writing what it was.
const DECIDED: [&str; 6] =
    ["imports", "import_rows", "duplicates", "event_parts", "event_edits", "event_removed"];
/// Tables that tell of events that changed.
const WRITTEN: [&str; 4] = ["events", "claims", "change_log", "event_history"];

/// Just enough of a stored event to change it.
pub(super) struct Old {
    pub(super) id: String,
    pub(super) identity: String,
    pub(super) point: Option<LonLat>,
    pub(super) import_id: Option<i64>,
}

/// An event that is not in the table yet, or not any more.
pub(super) struct Returning<'e> {
    pub(super) fid: Option<i64>,
    pub(super) identity: &'e Identity,
    pub(super) import_id: Option<i64>,
}

impl<'p> Ledger<'p> {
    pub(super) fn new(place: &'p Place, import_id: Option<i64>) -> Self {
        let extent = Extent::default();
        Self { place, at: now(), extent, changes: None, import_id, bases: BTreeSet::new(), has_parts: false }
    }

    /// Reads what the state before says.
    pub(super) fn begin(&mut self, db: &Connection) -> Result<(), StoreError> {
        own_writes(db, self.place, true)?;
        self.extent = Extent::load(db, self.place)?;
        self.has_parts = parts::is_any(db, self.place)? || edits::is_any(db, self.place)?;
        Ok(())
    }

    /// Writes a line of the change log and returns its sequence.
    pub(super) fn log(
        &mut self,
        db: &Connection,
        operation: Operation,
        fid: i64,
        event_id: &str,
        (line, part): (Option<u64>, Option<i64>),
    ) -> Result<i64, StoreError> {
        db.prepare_cached(
            "INSERT INTO change_log (at, operation, fid, event_id, import_id, line, part)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .and_then(|mut statement| {
            let line = line.map(integer);
            statement.execute(params![self.at, operation.as_str(), fid, event_id, self.import_id, line, part])
        })
        .doing(self.place, "write the change log")?;
        let sequence = db.last_insert_rowid();
        self.changes = Some((self.changes.map_or(sequence, |(first, _)| first), sequence));
        Ok(sequence)
    }

    pub(super) fn old(&self, db: &Connection, fid: i64) -> Result<Option<Old>, StoreError> {
        db.prepare_cached("SELECT id, geom, identity, import_id FROM events WHERE fid = ?")
            .and_then(|mut statement| {
                statement
                    .query_row([fid], |row| {
                        let point = row.get_ref(1)?.as_blob_or_null()?.and_then(header::decode);
                        Ok(Old { id: row.get(0)?, point, identity: row.get(2)?, import_id: row.get(3)? })
                    })
                    .optional()
            })
            .doing(self.place, "read an event")
    }

    fn known(&self, db: &Connection, fid: u64) -> Result<Old, StoreError> {
        self.old(db, integer(fid))?.ok_or(StoreError::NoSuchEvent(fid))
    }

    /// Keeps the event as it stands as a version that the change `sequence` ended.
    fn keep_version(&self, db: &Connection, fid: u64, sequence: i64) -> Result<(), StoreError> {
        db.prepare_cached(
            "INSERT INTO event_history (fid, event_id, sequence, identity, fingerprint, import_id, body)
             SELECT fid, id, ?2, identity, fingerprint, import_id, body FROM events WHERE fid = ?1",
        )
        .and_then(|mut statement| statement.execute(params![integer(fid), sequence]))
        .doing(self.place, "keep an old version")?;
        Ok(())
    }

    /// This transaction changes what an earlier import wrote.
    pub(super) fn builds_on(&mut self, earlier: Option<i64>) {
        self.bases.extend(earlier.filter(|earlier| Some(*earlier) != self.import_id));
    }

    /// Adds an event and returns its fid.
    pub(super) fn insert(
        &mut self,
        db: &Connection,
        identity: &Identity,
        source: &Source<'_>,
    ) -> Result<u64, StoreError> {
        let event = source.event;
        own_id(identity, event)?;
        if self.has_parts
            && (parts::by_event_id(db, self.place, event.id.as_str())?.is_some()
                || edits::removed(db, self.place, &event.id)?.is_some())
        {
            return Err(StoreError::Duplicate(event.id.clone()));
        }
        let edit = if self.has_parts { edits::of(db, self.place, &event.id)? } else { None };
        let returning = Returning { fid: None, identity, import_id: self.import_id };
        let fid = self.put_source(db, &returning, source)?;
        // The row of an export has another line than the event's own.
        let line = Some(event.origin.line).filter(|_| identity.event_id().is_none());
        self.log(db, Operation::Added, fid, event.id.as_str(), (line, None))?;
        // It was here before, and a person set something of it.
        if let Some(edit) = edit {
            parts::begin(db, self.place, fid)?;
            if edit.removed {
                edits::set_aside(self, db, fid)?;
            } else {
                parts::rejoin(self, db, fid, None)?;
            }
        }
        Ok(u64::try_from(fid).unwrap_or(0))
    }

    /// Writes a row that is not there, without a line in the log, and returns its fid.
    pub(super) fn put(
        &mut self,
        db: &Connection,
        new: &Returning<'_>,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<i64, StoreError> {
        self.put_source(db, new, &Source::new(event, fingerprint)?)
    }

    fn put_source(
        &mut self,
        db: &Connection,
        new: &Returning<'_>,
        source: &Source<'_>,
    ) -> Result<i64, StoreError> {
        let event = source.event;
        let keys = [
            ValueRef::from(event.id.as_str()),
            ValueRef::from(new.identity.as_str()),
            number_or_null(new.fid),
            number_or_null(new.import_id),
        ];
        let inserted =
            db.prepare_cached(&INSERT).and_then(|mut statement| statement.execute(parameters(source, keys)));
        match inserted {
            Err(error) if is_taken(&error) => return Err(StoreError::Duplicate(event.id.clone())),
            other => other.doing(self.place, "add an event")?,
        };
        let fid = db.last_insert_rowid();
        if let Some(point) = source.point() {
            self.extent.grow(point);
        }
        windows::put(db, self.place, fid, event, new.identity, new.import_id)?;
        Ok(fid)
    }

    /// Replaces an event, keeping its identity and id; the old version goes to the history.
    pub(super) fn replace(
        &mut self,
        db: &Connection,
        fid: u64,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<(), StoreError> {
        if self.has_parts
            && (parts::replace(self, db, fid, fingerprint, event)?
                || edits::replace_removed(self, db, integer(fid), fingerprint, event)?)
        {
            return Ok(());
        }
        let old = self.known(db, fid)?;
        same_id(fid, &old.id, event)?;
        // Refused before anything is written.
        drop(Source::new(event, fingerprint)?);
        let sequence = self.log(db, Operation::Updated, integer(fid), &old.id, (None, None))?;
        self.keep_version(db, fid, sequence)?;
        self.builds_on(old.import_id);
        self.overwrite(db, integer(fid), &old, fingerprint, event, self.import_id)
    }

    /// Writes over a row that is there, without a line in the log.
    pub(super) fn overwrite(
        &mut self,
        db: &Connection,
        fid: i64,
        old: &Old,
        fingerprint: &Fingerprint,
        event: &Event,
        import_id: Option<i64>,
    ) -> Result<(), StoreError> {
        let source = Source::new(event, fingerprint)?;
        db.prepare_cached(&UPDATE)
            .and_then(|mut statement| {
                let keys = [number_or_null(import_id), ValueRef::Integer(fid)];
                statement.execute(parameters(&source, keys))
            })
            .doing(self.place, "update an event")?;
        if source.point() != old.point {
            old.point.into_iter().for_each(|point| self.extent.shrink(point));
            source.point().into_iter().for_each(|point| self.extent.grow(point));
        }
        let identity = Identity::from(old.identity.clone());
        windows::put(db, self.place, fid, event, &identity, import_id)
    }

    /// Removes an event; its last version goes to the history.
    pub(super) fn delete(&mut self, db: &Connection, fid: u64) -> Result<(), StoreError> {
        if self.has_parts && parts::one(db, self.place, integer(fid))?.is_some() {
            return Err(StoreError::Merged(fid));
        }
        let old = self.known(db, fid)?;
        let sequence = self.log(db, Operation::Removed, integer(fid), &old.id, (None, None))?;
        self.keep_version(db, fid, sequence)?;
        self.builds_on(old.import_id);
        self.drop_row(db, integer(fid), &old)
    }

    /// Removes an event as if it had never come.
    pub(super) fn take_back(&mut self, db: &Connection, fid: i64) -> Result<bool, StoreError> {
        if self.has_parts {
            edits::forget(db, self.place, fid)?;
        }
        let Some(old) = self.old(db, fid)? else { return Ok(false) };
        self.log(db, Operation::Removed, fid, &old.id, (None, None))?;
        self.drop_row(db, fid, &old)?;
        Ok(true)
    }

    /// Removes a row, without a line in the log.
    pub(super) fn drop_row(&mut self, db: &Connection, fid: i64, old: &Old) -> Result<(), StoreError> {
        for table in ["DELETE FROM events WHERE fid = ?", "DELETE FROM event_windows WHERE fid = ?"] {
            db.prepare_cached(table)
                .and_then(|mut statement| statement.execute([fid]))
                .doing(self.place, "remove an event")?;
        }
        old.point.into_iter().for_each(|point| self.extent.shrink(point));
        Ok(())
    }

    /// Brings back the version of an event that the change `sequence` ended.
    pub(super) fn restore(&mut self, db: &Connection, fid: i64, sequence: i64) -> Result<bool, StoreError> {
        let Some(kept) = read::kept_version(db, self.place, fid, sequence)? else { return Ok(false) };
        if self.has_parts
            && (parts::restore(self, db, fid, &kept)? || edits::restore_removed(db, self.place, fid, &kept)?)
        {
            return Ok(true);
        }
        let id = kept.event.id.as_str();
        if let Some(old) = self.old(db, fid)? {
            self.log(db, Operation::Updated, fid, id, (None, None))?;
            self.overwrite(db, fid, &old, &kept.fingerprint, &kept.event, kept.import_id)?;
        } else {
            let returning = Returning { fid: Some(fid), identity: &kept.identity, import_id: kept.import_id };
            self.put(db, &returning, &kept.fingerprint, &kept.event)?;
            self.log(db, Operation::Added, fid, id, (None, None))?;
        }
        Ok(true)
    }

    /// Ends the writing: what the tables say of themselves, and on which imports this one built.
    pub(super) fn finish(&mut self, db: &Connection) -> Result<(), StoreError> {
        if self.changes.is_some() {
            self.extent.save(db, self.place)?;
        }
        let bases = std::mem::take(&mut self.bases);
        for earlier in bases {
            db.execute(
                "INSERT OR IGNORE INTO built_on (earlier, later, pair) VALUES (?1, ?2, 0)",
                params![earlier, self.import_id],
            )
            .doing(self.place, "keep on which imports this one builds")?;
        }
        date(db, self.place, &DECIDED)?;
        if self.changes.is_some() {
            date(db, self.place, &WRITTEN)?;
        }
        own_writes(db, self.place, false)
    }
}

/// Writes what a person decided: from the state as it stands to the tables saying so.
pub(super) fn by_hand<T>(
    db: &Connection,
    place: &Place,
    write: impl FnOnce(&mut Ledger<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let mut ledger = Ledger::new(place, None);
    ledger.begin(db)?;
    let written = write(&mut ledger)?;
    ledger.finish(db)?;
    Ok(written)
}

/// Says from when to when what is written has its line in the change log. Rolled back, it is as if nothing had been said.
fn own_writes(db: &Connection, place: &Place, begin: bool) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE azalai_writes SET is_own = ?1")
        .and_then(|mut statement| statement.execute([begin]))
        .doing(place, "say who writes")?;
    Ok(())
}

/// Refuses an event of another id than the one that its identity gives.
pub(super) fn own_id(identity: &Identity, event: &Event) -> Result<(), StoreError> {
    let expected = EventId::from(identity);
    if event.id == expected { Ok(()) } else { Err(StoreError::OtherId { expected, given: event.id.clone() }) }
}

/// Refuses an event of another id than the one it is to replace.
pub(super) fn same_id(fid: u64, id: &str, event: &Event) -> Result<(), StoreError> {
    if id == event.id.as_str() {
        return Ok(());
    }
    let expected = id.parse().map_err(|_| StoreError::NoSuchEvent(fid))?;
    Err(StoreError::OtherId { expected, given: event.id.clone() })
}

fn number_or_null(number: Option<i64>) -> ValueRef<'static> {
    number.map_or(NULL, ValueRef::Integer)
}

/// The values of an event's columns, then those of its keys.
fn parameters<'v, const N: usize>(
    source: &'v Source<'_>,
    keys: [ValueRef<'v>; N],
) -> impl Params + use<'v, N> {
    params_from_iter(source.values().chain(keys).map(ToSqlOutput::Borrowed))
}

/// Whether a unique index refused a row.
fn is_taken(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(failure, _)
        if failure.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE)
}
