//! What the events of a store were after a change, in few bytes.
//!
//! In: a connection within a read transaction, and a sequence. Out: a mark that another store, another past or a write
//! behind the change log's back would not have. It must not know what it is compared with.

use super::integer;
use super::place::Place;
use super::problem::Doing as _;
use super::schema::{self, WRITES_TABLE};
use crate::store::{Mark, StoreError};
use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest, Sha256};

/// How many lines of the log are looked at: pasts that part have other times and events from there on.
const LINES: u64 = 100;

/// The mark of a store after a change; `None` when the log does not have that change, or the tables are of a version that
/// does not see what others write.
pub(super) fn at(db: &Connection, place: &Place, sequence: u64) -> Result<Option<Mark>, StoreError> {
    let doing = "mark the events";
    if !db.table_exists(None, WRITES_TABLE).doing(place, doing)? {
        return Ok(None);
    }
    let version = schema::version(db, place)?;
    let others: Vec<u8> = db
        .query_row("SELECT others FROM azalai_writes", [], |row| row.get(0))
        .optional()
        .doing(place, doing)?
        .unwrap_or_default();
    let mut log = Sha256::new();
    let mut last = None;
    let mut statement = db
        .prepare_cached(
            "SELECT sequence, concat_ws('|', sequence, at, operation, fid, event_id, import_id, line, part) || char(10)
             FROM change_log WHERE sequence <= ?1 ORDER BY sequence DESC LIMIT ?2",
        )
        .doing(place, doing)?;
    let mut rows = statement.query([integer(sequence), integer(LINES)]).doing(place, doing)?;
    while let Some(row) = rows.next().doing(place, doing)? {
        last = last.or(Some(row.get::<_, i64>(0).doing(place, doing)?));
        log.update(row.get::<_, String>(1).doing(place, doing)?);
    }
    // Without its own line, lines after it may be missing too.
    let is_there = last.unwrap_or(0) == integer(sequence);
    Ok(is_there
        .then(|| Mark { others: [&version.to_le_bytes(), &*others].concat(), log: log.finalize().into() }))
}
