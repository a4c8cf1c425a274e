//! The tables of a store: made, checked, brought up to date.
//!
//! In: a connection. Out: a connection whose tables are of the version known here, or an error. It must not
//! know events.

use super::place::Place;
use super::problem::Doing as _;
use crate::store::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// `GPKG`, in a SQLite file's header.
pub(super) const APPLICATION_ID: i32 = 0x4750_4B47;

/// The table that makes a GeoPackage one of Azalai's.
pub(super) const VERSION_TABLE: &str = "azalai";

/// The table that says what other programs wrote.
pub(super) const WRITES_TABLE: &str = "azalai_writes";

const SCHEMA: &str = include_str!("schema.sql");

/// SQL that leads from version n (counted from 1) to the next.
const MIGRATIONS: &[&str] = &[
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
];

/// The oldest version that can be read as it lies. A store of version 1 lacks the tables of the gazetteer, one of
/// version 2 those of duplicates, one of version 3 those of edits, one of version 5 those of reviews; they are then read
/// as empty. One of version 4 has no marks. The events are where they are now.
const READABLE_FROM: i64 = 1;

/// Makes the tables if there are none. Two processes may do so at once: the second finds them made.
pub(super) fn create(connection: &mut Connection, place: &Place) -> Result<(), StoreError> {
    let doing = "create the tables";
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).doing(place, doing)?;
    let objects: i64 = transaction
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .doing(place, doing)?;
    if objects == 0 {
        transaction.execute_batch(SCHEMA).doing(place, doing)?;
        step_up(&transaction, place, MIGRATIONS)?;
    }
    transaction.commit().doing(place, doing)
}

/// Checks the version and, if the store may be written, brings an older one up to date. One that may only be read
/// stays as it is, if it can be read so.
pub(super) fn check(connection: &mut Connection, place: &Place, write: bool) -> Result<(), StoreError> {
    migrate(connection, place, write, MIGRATIONS)
}

/// Whether the tables are of the version known here.
pub(super) fn is_current(connection: &Connection, place: &Place) -> Result<bool, StoreError> {
    Ok(version(connection, place)? == super::integer(MIGRATIONS.len()) + 1)
}

fn migrate(
    connection: &mut Connection,
    place: &Place,
    write: bool,
    migrations: &[&str],
) -> Result<(), StoreError> {
    let known = super::integer(migrations.len()) + 1;
    let found = version(connection, place)?;
    if found > known {
        return Err(StoreError::Newer { path: place.path(), found, known });
    }
    if found == known || (!write && found >= READABLE_FROM) {
        return Ok(());
    }
    if !write {
        return Err(StoreError::Older { path: place.path(), found, known });
    }
    let doing = "bring the tables up to date";
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).doing(place, doing)?;
    step_up(&transaction, place, migrations)?;
    transaction.commit().doing(place, doing)
}

/// Runs the steps that a store lacks.
fn step_up(transaction: &Connection, place: &Place, migrations: &[&str]) -> Result<(), StoreError> {
    let doing = "bring the tables up to date";
    // Read now: another process may have done it while this one waited for the lock.
    let found = version(transaction, place)?;
    for sql in migrations.iter().skip(usize::try_from(found - 1).unwrap_or(0)) {
        transaction.execute_batch(sql).doing(place, doing)?;
    }
    transaction
        .execute(
            "UPDATE azalai SET schema_version = max(schema_version, ?1)",
            [super::integer(migrations.len()) + 1],
        )
        .doing(place, doing)?;
    Ok(())
}

pub(super) fn version(connection: &Connection, place: &Place) -> Result<i64, StoreError> {
    connection
        .query_row("SELECT schema_version FROM azalai", [], |row| row.get(0))
        .doing(place, "read the schema version")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A store of version 1.
    fn first() -> (Connection, Place) {
        let place = Place::memory();
        let connection = place.connect(true).unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        (connection, place)
    }

    /// All that a schema is made of, in the words of SQLite, and what the standard's tables hold.
    fn described(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare(
                "SELECT concat_ws(' ', type, name, sql) FROM sqlite_schema
                 UNION ALL SELECT concat_ws(' ', table_name, data_type, identifier) FROM gpkg_contents
                 UNION ALL SELECT concat_ws(' ', table_name, column_name) FROM gpkg_geometry_columns
                 UNION ALL SELECT concat_ws(' ', 'version', schema_version) FROM azalai ORDER BY 1",
            )
            .unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn a_new_store_and_an_old_one_brought_up_to_date_are_the_same() {
        let place = Place::memory();
        let mut new = place.connect(true).unwrap();
        create(&mut new, &place).unwrap();
        let (mut old, place) = first();
        assert_ne!(described(&new), described(&old));
        check(&mut old, &place, true).unwrap();
        assert_eq!(described(&new), described(&old));
    }

    #[test]
    fn an_older_store_is_brought_up_to_date_once() {
        let (mut connection, place) = first();
        let steps = ["CREATE TABLE second (x)", "CREATE TABLE third (x)"];
        migrate(&mut connection, &place, true, &steps[..1]).unwrap();
        assert_eq!(version(&connection, &place).unwrap(), 2);
        // A step that ran twice would fail: the table is there.
        migrate(&mut connection, &place, true, &steps).unwrap();
        migrate(&mut connection, &place, true, &steps).unwrap();
        assert_eq!(version(&connection, &place).unwrap(), 3);
        assert!(connection.table_exists(None, "third").unwrap());
    }

    #[test]
    fn a_failed_step_leaves_the_store_as_it_was() {
        let (mut connection, place) = first();
        migrate(&mut connection, &place, true, &["CREATE TABLE second (x)", "nonsense"]).unwrap_err();
        assert_eq!(version(&connection, &place).unwrap(), 1);
        assert!(!connection.table_exists(None, "second").unwrap());
    }

    #[test]
    fn an_older_store_opened_for_reading_is_left_alone_and_refused_if_too_old() {
        let (mut connection, place) = first();
        migrate(&mut connection, &place, false, &["CREATE TABLE second (x)"]).unwrap();
        assert_eq!(version(&connection, &place).unwrap(), 1);
        connection.execute("UPDATE azalai SET schema_version = 0", []).unwrap();
        let error = migrate(&mut connection, &place, false, &["CREATE TABLE second (x)"]).unwrap_err();
        assert!(matches!(error, StoreError::Older { found: 0, known: 2, .. }), "{error}");
        assert!(!connection.table_exists(None, "second").unwrap());
    }
}
