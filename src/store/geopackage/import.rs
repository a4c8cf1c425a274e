//! An import under way.
//!
//! In: what the importer decides, row by row. Out: one transaction, kept or rolled back as a whole. It must
//! not know how decisions are made.

use super::columns::{INSERT, Source, UPDATE};
use super::extent::Extent;
use super::integer;
use super::place::Place;
use super::problem::Doing as _;
use super::{gazetteer, header, read};
use crate::event::{Event, EventId, Fingerprint, Identity, LonLat};
use crate::store::{
    Attested, Committed, Found, ImportTransaction, LocalPlace, NewImport, Operation, PlaceFacts, StoreError,
};
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OptionalExtension as _, Params, ffi, params, params_from_iter};
use std::sync::MutexGuard;

/// The first condition is the one that the index `events_fingerprint` answers.
pub(super) const FIND_BY_CONTENT: &str = "SELECT fid, fingerprint, body FROM events
     WHERE substr(fingerprint, 1, 12) = substr(?1, 1, 12) AND fingerprint = ?1
     ORDER BY fid LIMIT 1";

pub(super) struct Import<'a> {
    writer: MutexGuard<'a, Connection>,
    place: &'a Place,
    id: i64,
    at: String,
    extent: Extent,
    changes: Option<(i64, i64)>,
    /// Whether it touched a local place.
    learned: bool,
}

/// Just enough of a stored event to change it.
struct Old {
    id: String,
    point: Option<LonLat>,
}

impl<'a> Import<'a> {
    pub(super) fn begin(
        writer: MutexGuard<'a, Connection>,
        place: &'a Place,
        import: &NewImport,
    ) -> Result<Self, StoreError> {
        let doing = "begin an import";
        // IMMEDIATE: who cannot write learns it now, and not at the first row.
        writer.execute_batch("BEGIN IMMEDIATE").doing(place, doing)?;
        let at = format!("{:.3}", jiff::Timestamp::now());
        // From here on an error drops `begun`, which rolls back.
        let mut begun =
            Self { writer, place, id: 0, at, extent: Extent::default(), changes: None, learned: false };
        begun.extent = Extent::load(&begun.writer, place)?;
        begun
            .writer
            .prepare_cached("INSERT INTO imports (at, list, source, licence, format) VALUES (?, ?, ?, ?, ?)")
            .and_then(|mut statement| {
                statement.execute(params![
                    begun.at,
                    import.list,
                    import.source,
                    import.licence,
                    import.format
                ])
            })
            .doing(place, doing)?;
        begun.id = begun.writer.last_insert_rowid();
        Ok(begun)
    }

    /// SQLite rolls back by itself when the disk is full or fails. A statement after that would be committed on
    /// its own, which must never be.
    fn writer(&self) -> Result<&Connection, StoreError> {
        if self.writer.is_autocommit() { Err(StoreError::RolledBack) } else { Ok(&self.writer) }
    }

    /// An operation of several statements that failed half-way must not be committed as far as it came: the whole
    /// import is rolled back. Refusals, which write nothing, leave it as it is.
    fn whole<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(
            StoreError::Database { .. } | StoreError::Full { .. } | StoreError::WriteProtected { .. },
        ) = outcome
        {
            self.roll_back();
        }
        outcome
    }

    fn roll_back(&self) {
        if !self.writer.is_autocommit() {
            // If this fails the next import rolls back before it begins, and no reader ever sees any of it.
            let _ = self.writer.execute_batch("ROLLBACK");
        }
    }

    /// Writes a line of the change log and returns its sequence.
    fn log(&mut self, operation: Operation, fid: i64, event_id: &str) -> Result<i64, StoreError> {
        let writer = self.writer()?;
        writer
            .prepare_cached(
                "INSERT INTO change_log (at, operation, fid, event_id, import_id) VALUES (?, ?, ?, ?, ?)",
            )
            .and_then(|mut statement| {
                statement.execute(params![self.at, operation.as_str(), fid, event_id, self.id])
            })
            .doing(self.place, "write the change log")?;
        let sequence = writer.last_insert_rowid();
        self.changes = Some((self.changes.map_or(sequence, |(first, _)| first), sequence));
        Ok(sequence)
    }

    fn old(&self, fid: u64) -> Result<Old, StoreError> {
        self.writer()?
            .prepare_cached("SELECT id, geom FROM events WHERE fid = ?")
            .and_then(|mut statement| {
                statement
                    .query_row([integer(fid)], |row| {
                        let geom = row.get_ref(1)?.as_blob_or_null()?;
                        Ok(Old { id: row.get(0)?, point: geom.and_then(header::decode) })
                    })
                    .optional()
            })
            .doing(self.place, "read an event")?
            .ok_or(StoreError::NoSuchEvent(fid))
    }

    /// Keeps the event as it stands as a version that the change `sequence` ended.
    fn keep_version(&self, fid: u64, sequence: i64) -> Result<(), StoreError> {
        self.writer()?
            .prepare_cached(
                "INSERT INTO event_history (fid, event_id, sequence, identity, fingerprint, body)
                 SELECT fid, id, ?2, identity, fingerprint, body FROM events WHERE fid = ?1",
            )
            .and_then(|mut statement| statement.execute(params![integer(fid), sequence]))
            .doing(self.place, "keep an old version")?;
        Ok(())
    }

    fn find_by(&self, sql: &str, parameters: impl Params) -> Result<Option<Found>, StoreError> {
        let doing = "find an event";
        let mut statement = self.writer()?.prepare_cached(sql).doing(self.place, doing)?;
        let mut rows = statement.query(parameters).doing(self.place, doing)?;
        let Some(row) = rows.next().doing(self.place, doing)? else {
            return Ok(None);
        };
        let fid = read::number(row, 0).doing(self.place, doing)?;
        let fingerprint = Fingerprint::from(row.get::<_, String>(1).doing(self.place, doing)?);
        let event = read::event(fid, row.get_ref(2).doing(self.place, doing)?, self.place)?;
        Ok(Some(Found { fid, fingerprint, event }))
    }

    /// Statements for each table that this import wrote.
    fn finish(&self, report_json: &str) -> rusqlite::Result<()> {
        let (first, last) = self.changes.unzip();
        self.writer.execute(
            "UPDATE imports SET first_sequence = ?2, last_sequence = ?3, report = ?4 WHERE id = ?1",
            params![self.id, first, last, report_json],
        )?;
        let now = format!("{:.3}", jiff::Timestamp::now());
        self.writer.execute(
            "UPDATE gpkg_contents SET last_change = ?1
             WHERE table_name IN ('imports', 'import_rows')
                OR (?2 AND table_name IN ('events', 'claims', 'change_log', 'event_history'))",
            params![now, self.changes.is_some()],
        )?;
        Ok(())
    }

    fn insert(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<u64, StoreError> {
        let expected = EventId::from(identity);
        if event.id != expected {
            return Err(StoreError::OtherId { expected, given: event.id.clone() });
        }
        let source = Source::new(event, fingerprint)?;
        let keys = [event.id.as_str(), identity.as_str()].map(ToSqlOutput::from);
        let inserted = self
            .writer()?
            .prepare_cached(&INSERT)
            .and_then(|mut statement| statement.execute(params_from_iter(source.values().chain(keys))));
        match inserted {
            Err(error) if is_taken(&error) => return Err(StoreError::Duplicate(event.id.clone())),
            other => other.doing(self.place, "add an event")?,
        };
        let fid = self.writer.last_insert_rowid();
        if let Some(point) = source.point() {
            self.extent.grow(point);
        }
        self.log(Operation::Added, fid, event.id.as_str())?;
        Ok(u64::try_from(fid).unwrap_or(0))
    }

    fn replace(&mut self, fid: u64, fingerprint: &Fingerprint, event: &Event) -> Result<(), StoreError> {
        let old = self.old(fid)?;
        if old.id != event.id.as_str() {
            let expected = old.id.parse().map_err(|_| StoreError::NoSuchEvent(fid))?;
            return Err(StoreError::OtherId { expected, given: event.id.clone() });
        }
        let source = Source::new(event, fingerprint)?;
        let sequence = self.log(Operation::Updated, integer(fid), event.id.as_str())?;
        self.keep_version(fid, sequence)?;
        self.writer()?
            .prepare_cached(&UPDATE)
            .and_then(|mut statement| {
                let key = ToSqlOutput::from(integer(fid));
                statement.execute(params_from_iter(source.values().chain([key])))
            })
            .doing(self.place, "update an event")?;
        if source.point() != old.point {
            old.point.into_iter().for_each(|point| self.extent.shrink(point));
            source.point().into_iter().for_each(|point| self.extent.grow(point));
        }
        Ok(())
    }

    fn delete(&mut self, fid: u64) -> Result<(), StoreError> {
        let old = self.old(fid)?;
        let sequence = self.log(Operation::Removed, integer(fid), &old.id)?;
        self.keep_version(fid, sequence)?;
        self.writer()?
            .prepare_cached("DELETE FROM events WHERE fid = ?")
            .and_then(|mut statement| statement.execute([integer(fid)]))
            .doing(self.place, "remove an event")?;
        old.point.into_iter().for_each(|point| self.extent.shrink(point));
        Ok(())
    }
}

impl ImportTransaction for Import<'_> {
    fn find(&mut self, identity: &Identity, fingerprint: &Fingerprint) -> Result<Option<Found>, StoreError> {
        let id = EventId::from(identity);
        // By id and not by identity alone: id has the index. An export names an event by its id and nothing
        // else, so what came from one is the event whatever identity its list gives, and the reverse.
        let known = self.find_by(
            "SELECT fid, fingerprint, body FROM events
             WHERE id = ?1 AND (identity = ?2 OR identity = ?3 OR ?2 = ?3)",
            [id.as_str(), identity.as_str(), Identity::of_event(&id).as_str()],
        )?;
        if known.is_some() {
            return Ok(known);
        }
        self.find_by(FIND_BY_CONTENT, [fingerprint.as_str()])
    }

    fn add(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<u64, StoreError> {
        let outcome = self.insert(identity, fingerprint, event);
        self.whole(outcome)
    }

    fn update(&mut self, fid: u64, fingerprint: &Fingerprint, event: &Event) -> Result<(), StoreError> {
        let outcome = self.replace(fid, fingerprint, event);
        self.whole(outcome)
    }

    fn remove(&mut self, fid: u64) -> Result<(), StoreError> {
        let outcome = self.delete(fid);
        self.whole(outcome)
    }

    fn verdict(
        &mut self,
        line: u64,
        verdict: &str,
        event: Option<u64>,
        problems_json: &str,
    ) -> Result<(), StoreError> {
        let problems = Some(problems_json).filter(|json| !matches!(*json, "" | "[]"));
        let outcome = self
            .writer()?
            .prepare_cached(
                "INSERT INTO import_rows (import_id, line, verdict, fid, problems) VALUES (?, ?, ?, ?, ?)",
            )
            .and_then(|mut statement| {
                statement.execute(params![self.id, integer(line), verdict, event.map(integer), problems])
            })
            .doing(self.place, "keep the verdict of a row");
        self.whole(outcome).map(|_| ())
    }

    fn local_places(&mut self) -> Result<Vec<LocalPlace>, StoreError> {
        gazetteer::places(self.writer()?, self.place)
    }

    fn learn(&mut self, facts: &PlaceFacts, rows: u64) -> Result<u64, StoreError> {
        self.learned = true;
        let outcome = gazetteer::insert(self.writer()?, self.place, facts, Attested::List, rows);
        self.whole(outcome)
    }

    fn seen_again(&mut self, place: u64, rows: u64) -> Result<(), StoreError> {
        self.learned = true;
        let outcome = gazetteer::seen_again(self.writer()?, self.place, place, rows);
        self.whole(outcome)
    }

    fn commit(self: Box<Self>, report_json: &str) -> Result<Committed, StoreError> {
        let doing = "commit an import";
        if self.changes.is_some() {
            self.extent.save(self.writer()?, self.place)?;
        }
        if self.learned {
            gazetteer::describe_places(self.writer()?, self.place)?;
        }
        self.finish(report_json).doing(self.place, doing)?;
        let sequence = read::sequence(self.writer()?, self.place)?;
        self.writer.execute_batch("COMMIT").doing(self.place, doing)?;
        Ok(Committed { import_id: self.id, sequence })
    }
}

/// Whether a unique index refused a row.
fn is_taken(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(failure, _)
        if failure.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE)
}

impl Drop for Import<'_> {
    fn drop(&mut self) {
        self.roll_back();
    }
}
