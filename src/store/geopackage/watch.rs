//! The triggers that see what other programs write into the events.
//!
//! In: a connection within a transaction. Out: the same without them, or with them again. It must not know what is written
//! meanwhile.
//!
//! They ask at every row who writes, and SQLite keeps a copy of each page that a statement with triggers changes: that is much
//! of what a row of a list costs. Whoever holds the write lock may do without: nobody else can write, and a transaction that is
//! rolled back, by whatever death, has never dropped them.

use super::place::Place;
use super::problem::Doing as _;
use crate::store::StoreError;
use rusqlite::Connection;

const TRIGGERS: &str = "type = 'trigger' AND tbl_name = 'events'
    AND name IN ('events_added_by_others', 'events_changed_by_others', 'events_removed_by_others')";

/// Drops the triggers, and returns what makes them again.
pub(super) fn stop(db: &Connection, place: &Place) -> Result<Vec<String>, StoreError> {
    let stop = || {
        let triggers = db
            .prepare(&format!("SELECT name, sql FROM sqlite_schema WHERE {TRIGGERS} ORDER BY rowid"))?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(String, String)>>>()?;
        for (name, _) in &triggers {
            db.execute_batch(&format!("DROP TRIGGER {name}"))?;
        }
        Ok(triggers.into_iter().map(|(_, sql)| sql).collect())
    };
    stop().doing(place, "begin an import")
}

/// Makes the triggers again.
pub(super) fn go_on(db: &Connection, place: &Place, triggers: &[String]) -> Result<(), StoreError> {
    triggers.iter().try_for_each(|sql| db.execute_batch(sql)).doing(place, "commit an import")
}
