//! How an event came to be as it is shown.
//!
//! In: a connection within a read transaction, and the name of an event. Out: its changes with what it was before each, and
//! what a person set of it. It must not know who asks.

use super::place::Place;
use super::problem::Doing as _;
use super::read::{self, number};
use super::{edits, integer};
use crate::event::EventId;
use crate::store::{Account, Step, StoreError};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, params};

/// The last changes of an event that is shown, oldest first.
pub(super) fn of(
    db: &Connection,
    place: &Place,
    id: &EventId,
    limit: usize,
) -> Result<Option<Account>, StoreError> {
    let doing = "read the history of an event";
    let fid: Option<i64> = db
        .prepare_cached("SELECT fid FROM events WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id.as_str()], |row| row.get(0)).optional())
        .doing(place, doing)?;
    let Some(fid) = fid else { return Ok(None) };
    // The log has no index by event: a person who asks for one event can wait for one pass, every import could not for
    // another index.
    let mut statement = db
        .prepare_cached(
            "SELECT c.sequence, c.at, c.operation, c.import_id, i.list, h.body
             FROM change_log AS c
             LEFT JOIN imports AS i ON i.id = c.import_id
             LEFT JOIN event_history AS h ON h.fid = c.fid AND h.sequence = c.sequence
             WHERE c.fid = ?1 ORDER BY c.sequence DESC LIMIT ?2",
        )
        .doing(place, doing)?;
    let mut rows = statement.query(params![fid, integer(limit)]).doing(place, doing)?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next().doing(place, doing)? {
        let (sequence, at, word): (u64, String, String) =
            (|| Ok((number(row, 0)?, row.get(1)?, row.get(2)?)))().doing(place, doing)?;
        let (import, list): (Option<i64>, Option<String>) =
            (|| Ok((row.get(3)?, row.get(4)?)))().doing(place, doing)?;
        let before = match row.get_ref(5).doing(place, doing)? {
            ValueRef::Null => None,
            body => Some(read::event(u64::try_from(fid).unwrap_or(0), body, place)?),
        };
        let operation = read::operation(place, sequence, word)?;
        steps.push(Step { sequence, at, operation, import: import.zip(list), before });
    }
    steps.reverse();
    let edit = edits::of(db, place, id)?.map(|edit| Ok((edited_at(db, place, id)?, edit))).transpose()?;
    Ok(Some(Account { steps, edit }))
}

fn edited_at(db: &Connection, place: &Place, id: &EventId) -> Result<String, StoreError> {
    db.query_row("SELECT at FROM event_edits WHERE event_id = ?1", [id.as_str()], |row| row.get(0))
        .doing(place, "read when an event was edited")
}
