//! What is kept of each import beside its events.
//!
//! In: a connection within a read transaction. Out: imports, and what became of their rows. It must not know who asks.

use super::integer;
use super::place::Place;
use super::problem::Doing as _;
use super::read::number;
use super::undo::blockers;
use crate::store::{ImportRecord, ImportedList, RowQuery, RowVerdict, StoreError};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::HashSet;

/// Whether the store is of version 3; an older one that is open for reading only lacks some columns.
pub(super) fn is_there(connection: &Connection, place: &Place) -> Result<bool, StoreError> {
    connection.table_exists(None, "built_on").doing(place, "look for the tables of imports")
}

/// All imports, oldest first.
pub(super) fn imports(connection: &Connection, place: &Place) -> Result<Vec<ImportRecord>, StoreError> {
    records(connection, place, None)
}

/// One import.
pub(super) fn import(
    connection: &Connection,
    place: &Place,
    import_id: i64,
) -> Result<Option<ImportRecord>, StoreError> {
    Ok(records(connection, place, Some(import_id))?.pop())
}

/// The lists of all imports, oldest first.
pub(super) fn lists(connection: &Connection, place: &Place) -> Result<Vec<ImportedList>, StoreError> {
    let newer = is_there(connection, place)?;
    let restricted = if newer { "restricted AND undone_at IS NULL" } else { "0" };
    let list = |row: &Row<'_>| {
        Ok(ImportedList { import_id: row.get(0)?, list: row.get(1)?, restricted: row.get(2)? })
    };
    connection
        .prepare(&format!("SELECT id, list, {restricted} FROM imports ORDER BY id"))
        .and_then(|mut statement| statement.query_map([], list)?.collect())
        .doing(place, "read the lists of imports")
}

fn records(
    connection: &Connection,
    place: &Place,
    import_id: Option<i64>,
) -> Result<Vec<ImportRecord>, StoreError> {
    let is_there = is_there(connection, place)?;
    let newer = if is_there { "restricted, undone_at, shape" } else { "0, NULL, NULL" };
    let read = || {
        connection
            .prepare(&format!(
                "SELECT id, at, list, source, licence, format, first_sequence, last_sequence, report, {newer}
                 FROM imports WHERE ?1 IS NULL OR id = ?1 ORDER BY id"
            ))?
            .query_map([import_id], |row| {
                let changes = match (row.get::<_, Option<i64>>(6)?, row.get::<_, Option<i64>>(7)?) {
                    (Some(_), Some(_)) => Some(number(row, 6)?..=number(row, 7)?),
                    _ => None,
                };
                Ok(ImportRecord {
                    id: row.get(0)?,
                    at: row.get(1)?,
                    list: row.get(2)?,
                    source: row.get(3)?,
                    licence: row.get(4)?,
                    format: row.get(5)?,
                    changes,
                    report_json: row.get(8)?,
                    restricted: row.get(9)?,
                    undone_at: row.get(10)?,
                    shape_json: row.get(11)?,
                    blocked_by: Vec::new(),
                    blocked_by_pairs: Vec::new(),
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
    };
    let mut records = read().doing(place, "read the imports")?;
    for record in records.iter_mut().filter(|_| is_there) {
        (record.blocked_by, record.blocked_by_pairs) = blockers(connection, place, record.id)?;
    }
    Ok(records)
}

/// Rows with a verdict of their own, and those of which the log tells that they were plainly added.
pub(super) fn verdicts(
    connection: &Connection,
    place: &Place,
    query: &RowQuery<'_>,
) -> Result<Vec<RowVerdict>, StoreError> {
    let doing = "read the rows of an import";
    let is_there = is_there(connection, place)?;
    let limit = query.limit;
    let mut rows = told(connection, query, is_there).doing(place, doing)?;
    if is_there && query.verdict.is_none_or(|verdict| verdict == ADDED) {
        let mut added = added(connection, query).doing(place, doing)?;
        // A row that was added and has problems is in both.
        if query.verdict.is_none() || !rows.is_empty() {
            let lines: HashSet<u64> = rows.iter().map(|row| row.line).collect();
            added.retain(|row| !lines.contains(&row.line));
        }
        rows.append(&mut added);
        rows.sort_by_key(|row| row.line);
        rows.truncate(limit);
    }
    Ok(rows)
}

/// The verdict of which no row is kept when there is nothing else to tell.
pub(super) const ADDED: &str = "added";

/// The events that other imports joined several rows of a list to.
pub(super) fn joined(
    connection: &Connection,
    place: &Place,
    but_import: i64,
) -> Result<HashSet<u64>, StoreError> {
    let read = || {
        connection
            .prepare("SELECT fid FROM import_rows WHERE verdict = 'merged' AND fid IS NOT NULL AND import_id <> ?1")?
            .query_map([but_import], |row| number(row, 0))?
            .collect::<rusqlite::Result<HashSet<u64>>>()
    };
    read().doing(place, "read which rows were joined")
}

fn told(connection: &Connection, query: &RowQuery<'_>, newer: bool) -> rusqlite::Result<Vec<RowVerdict>> {
    let cells = if newer { "r.cells" } else { "NULL" };
    connection
        .prepare_cached(&format!(
            "SELECT r.line, r.fid, {}, r.verdict, r.problems, {cells} FROM import_rows AS r
             WHERE r.import_id = ?1 AND r.line > ?2 AND (?4 IS NULL OR r.verdict = ?4)
             ORDER BY r.line, r.id LIMIT ?3",
            shown("r", newer)
        ))?
        .query_map(
            params![query.import_id, integer(query.after), integer(query.limit), query.verdict],
            |row| {
                Ok(RowVerdict {
                    verdict: row.get(3)?,
                    problems_json: row.get::<_, Option<String>>(4)?.unwrap_or_else(|| "[]".to_owned()),
                    cells_json: row.get(5)?,
                    ..plain(row)?
                })
            },
        )?
        .collect()
}

/// Rows that the log tells of, in the order of lines, which is that of the log.
fn added(connection: &Connection, query: &RowQuery<'_>) -> rusqlite::Result<Vec<RowVerdict>> {
    let changes = connection
        .query_row(
            "SELECT first_sequence, last_sequence FROM imports WHERE id = ?1 AND first_sequence IS NOT NULL",
            [query.import_id],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
        )
        .optional()?;
    let Some((first, last)) = changes else { return Ok(Vec::new()) };
    let first = after_line(connection, first, last, integer(query.after))?;
    connection
        .prepare_cached(&format!(
            "SELECT c.line, c.fid, {} FROM change_log AS c
             WHERE c.sequence BETWEEN ?1 AND ?2 AND c.line > ?3 ORDER BY c.sequence LIMIT ?4",
            shown("c", true)
        ))?
        .query_map(params![first, last, integer(query.after), integer(query.limit)], plain)?
        .collect()
}

/// The first change of an import whose row comes after a line: page after page must not read the log from its start.
fn after_line(connection: &Connection, first: i64, last: i64, line: i64) -> rusqlite::Result<i64> {
    let (mut low, mut high) = (first, last);
    while high - low > 512 {
        let middle = low + (high - low) / 2;
        // The next change with a line, since updates have none.
        let found = connection
            .prepare_cached(
                "SELECT line FROM change_log WHERE sequence BETWEEN ?1 AND ?2 AND line IS NOT NULL
                 ORDER BY sequence LIMIT 1",
            )?
            .query_row([middle, high], |row| row.get::<_, i64>(0))
            .optional()?;
        if found.is_some_and(|found| found <= line) { low = middle } else { high = middle }
    }
    Ok(low)
}

/// The id of a row's event: as it is shown, since it may be merged into another.
fn shown(row: &str, newer: bool) -> String {
    if !newer {
        return format!("(SELECT id FROM events WHERE fid = {row}.fid)");
    }
    format!(
        "coalesce((SELECT id FROM events WHERE fid = {row}.fid),
           (WITH RECURSIVE up (at) AS (
              VALUES ({row}.fid) UNION
              SELECT p.merged_into FROM event_parts AS p JOIN up ON p.fid = up.at WHERE p.merged_into IS NOT NULL
            ) SELECT e.id FROM up JOIN events AS e ON e.fid = up.at LIMIT 1))"
    )
}

fn plain(row: &Row<'_>) -> rusqlite::Result<RowVerdict> {
    let event_id = row.get::<_, Option<String>>(2)?.and_then(|id| id.parse().ok());
    Ok(RowVerdict {
        line: number(row, 0)?,
        verdict: ADDED.to_owned(),
        fid: row.get::<_, Option<i64>>(1)?.and_then(|fid| u64::try_from(fid).ok()),
        event_id,
        problems_json: "[]".to_owned(),
        cells_json: None,
    })
}
