//! When something was written, as tables keep it and as `gpkg_contents` says it of them.
//!
//! In: a connection within a transaction. Out: the time, kept. It must not know what was written.

use super::place::Place;
use super::problem::Doing as _;
use crate::store::StoreError;
use rusqlite::Connection;

/// The time now, RFC 3339, UTC, to the millisecond: what `strftime('%Y-%m-%dT%H:%M:%fZ')` gives too.
pub(super) fn now() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}

/// Says of tables that they were changed now, as every GeoPackage does.
pub(super) fn date(db: &Connection, place: &Place, tables: &[&str]) -> Result<(), StoreError> {
    let now = now();
    let mut statement = db
        .prepare_cached("UPDATE gpkg_contents SET last_change = ?2 WHERE table_name = ?1")
        .doing(place, "date a table")?;
    for table in tables {
        statement.execute([*table, &now]).doing(place, "date a table")?;
    }
    Ok(())
}
