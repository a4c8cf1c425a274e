//! What is asked of a store.
//!
//! In: a connection within a read transaction. Out: events and their changes. It must not know who asks.

use super::integer;
use super::place::Place;
use super::problem::Doing as _;
use crate::event::{Event, EventId, Fingerprint, Identity};
use crate::store::{Change, LogLine, Operation, StoreError, Version, body};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

/// The bytes of a body. One that is no text at all (someone else wrote it) is bad JSON like any other.
pub(super) fn bytes(body: ValueRef<'_>) -> &[u8] {
    match body {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => b"",
    }
}

/// Parses the body of an event.
pub(super) fn parsed(fid: u64, body: &[u8], place: &Place) -> Result<Event, StoreError> {
    serde_json::from_slice(body).map_err(|source| StoreError::Body { store: place.name(), fid, source })
}

/// Parses the body of an event.
pub(super) fn event(fid: u64, body: ValueRef<'_>, place: &Place) -> Result<Event, StoreError> {
    parsed(fid, bytes(body), place)
}

/// A fid, line or sequence; none is negative.
pub(super) fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

pub(super) fn sequence(connection: &Connection, place: &Place) -> Result<u64, StoreError> {
    // Not max(sequence): the log may be trimmed, its numbers go on.
    connection
        .prepare_cached("SELECT max(seq) FROM sqlite_sequence WHERE name = 'change_log'")
        .and_then(|mut statement| statement.query_row([], |row| row.get::<_, Option<i64>>(0)))
        .map(|last| u64::try_from(last.unwrap_or(0)).unwrap_or(0))
        .doing(place, "read the sequence")
}

pub(super) fn changes_since(
    connection: &Connection,
    place: &Place,
    since: u64,
    limit: usize,
) -> Result<Vec<Change>, StoreError> {
    let doing = "read the change log";
    let mut statement = connection
        .prepare_cached(
            "SELECT c.sequence, c.operation, c.fid, c.event_id, e.body
             FROM change_log AS c LEFT JOIN events AS e ON e.fid = c.fid
             WHERE c.sequence > ?1 ORDER BY c.sequence LIMIT ?2",
        )
        .doing(place, doing)?;
    let mut rows = statement.query(params![integer(since), integer(limit)]).doing(place, doing)?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next().doing(place, doing)? {
        let (sequence, word, fid, id) =
            (|| Ok((number(row, 0)?, row.get::<_, String>(1)?, number(row, 2)?, row.get::<_, String>(3)?)))()
                .doing(place, doing)?;
        let (operation, event_id) = what(place, sequence, word, id)?;
        let event = match row.get_ref(4).doing(place, doing)? {
            ValueRef::Null => None,
            body => Some(event(fid, body, place)?),
        };
        changes.push(Change { sequence, operation, fid, event_id, event });
    }
    Ok(changes)
}

pub(super) fn log_since(
    connection: &Connection,
    place: &Place,
    since: u64,
    limit: usize,
) -> Result<Vec<LogLine>, StoreError> {
    let read = || {
        connection
            .prepare_cached(
                "SELECT sequence, at, operation, event_id FROM change_log
                 WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
            )?
            .query_map(params![integer(since), integer(limit)], |row| {
                Ok((number(row, 0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?
            .collect::<rusqlite::Result<Vec<(u64, String, String, String)>>>()
    };
    let lines = read().doing(place, "read the change log")?.into_iter();
    let line = |(sequence, at, word, id)| {
        let (operation, event_id) = what(place, sequence, word, id)?;
        Ok(LogLine { sequence, at, operation, event_id })
    };
    lines.map(line).collect()
}

/// What a line of the log says was done, and to which event.
fn what(place: &Place, sequence: u64, word: String, id: String) -> Result<(Operation, EventId), StoreError> {
    let operation = operation(place, sequence, word)?;
    let id = id.parse().map_err(|_| place.unreadable("change_log.event_id", sequence, id))?;
    Ok((operation, id))
}

/// What a line of the log says was done.
pub(super) fn operation(place: &Place, sequence: u64, word: String) -> Result<Operation, StoreError> {
    let known = Operation::ALL.into_iter().find(|operation| operation.as_str() == word);
    known.ok_or_else(|| place.unreadable("change_log.operation", sequence, word))
}

pub(super) fn history(connection: &Connection, place: &Place, fid: u64) -> Result<Vec<Version>, StoreError> {
    let doing = "read the history";
    let mut statement = connection
        .prepare_cached(
            "SELECT h.sequence, c.at, h.fingerprint, h.body
             FROM event_history AS h JOIN change_log AS c ON c.sequence = h.sequence
             WHERE h.fid = ?1 ORDER BY h.sequence",
        )
        .doing(place, doing)?;
    let mut rows = statement.query([integer(fid)]).doing(place, doing)?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next().doing(place, doing)? {
        let (sequence, until, fingerprint) =
            (|| Ok((number(row, 0)?, row.get(1)?, row.get::<_, String>(2)?)))().doing(place, doing)?;
        let event = event(fid, row.get_ref(3).doing(place, doing)?, place)?;
        versions.push(Version { sequence, until, fingerprint: Fingerprint::from(fingerprint), event });
    }
    Ok(versions)
}

/// A version of an event with all that its row needs.
pub(super) struct KeptVersion {
    pub(super) identity: Identity,
    pub(super) fingerprint: Fingerprint,
    pub(super) import_id: Option<i64>,
    pub(super) event: Event,
}

/// Keeps a version of an event that a change (fid, sequence) ended.
pub(super) fn keep_version(
    db: &Connection,
    place: &Place,
    (fid, sequence): (i64, i64),
    kept: &KeptVersion,
) -> Result<(), StoreError> {
    let KeptVersion { identity, fingerprint, import_id, event } = kept;
    let body = body::text(event)?;
    db.execute(
        "INSERT INTO event_history (fid, event_id, sequence, identity, fingerprint, import_id, body)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        params![fid, event.id.as_str(), sequence, identity.as_str(), fingerprint.as_str(), import_id, body],
    )
    .doing(place, "keep an old version")?;
    Ok(())
}

/// The version of an event that a change ended.
pub(super) fn kept_version(
    connection: &Connection,
    place: &Place,
    fid: i64,
    sequence: i64,
) -> Result<Option<KeptVersion>, StoreError> {
    let doing = "read an old version";
    let mut statement = connection
        .prepare_cached(
            "SELECT identity, fingerprint, import_id, body FROM event_history WHERE fid = ?1 AND sequence = ?2",
        )
        .doing(place, doing)?;
    let mut rows = statement.query([fid, sequence]).doing(place, doing)?;
    let Some(row) = rows.next().doing(place, doing)? else { return Ok(None) };
    let (identity, fingerprint, import_id) =
        (|| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?)))().doing(place, doing)?;
    let event = event(u64::try_from(fid).unwrap_or(0), row.get_ref(3).doing(place, doing)?, place)?;
    Ok(Some(KeptVersion { identity: identity.into(), fingerprint: fingerprint.into(), import_id, event }))
}
