//! What people decided.
//!
//! In: a connection within a transaction. Out: decisions, kept, told, taken back. It must not know what they mean.

use super::is_there;
use crate::store::geopackage::dated::{date, now};
use crate::store::geopackage::integer;
use crate::store::geopackage::place::Place;
use crate::store::geopackage::problem::Doing as _;
use crate::store::geopackage::read::number;
use crate::store::{DecisionRecord, NewDecision, ReviewKind, StoreError};
use rusqlite::{Connection, Row, ToSql, params};

const COLUMNS: &str =
    "SELECT id, at, person, item, kind, decision, was, became, undone_at, undone_by, undo FROM decisions";

/// Keeps a decision and returns its number.
pub(super) fn record(db: &Connection, place: &Place, decision: &NewDecision) -> Result<i64, StoreError> {
    let NewDecision { by, item, kind, decision, from_json, to_json, undo_json } = decision;
    db.prepare_cached(
        "INSERT INTO decisions (at, person, item, kind, decision, was, became, undo) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .and_then(|mut statement| {
        statement.execute(params![now(), by, item, kind.as_str(), decision, from_json, to_json, undo_json])
    })
    .doing(place, "keep a decision")?;
    let id = db.last_insert_rowid();
    date(db, place, &["decisions"])?;
    Ok(id)
}

/// Decisions before a number, the newest first, and how many there are.
pub(super) fn list(
    db: &Connection,
    place: &Place,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<DecisionRecord>, u64), StoreError> {
    if !is_there(db, place)? {
        return Ok((Vec::new(), 0));
    }
    let count = db
        .query_row("SELECT count(*) FROM decisions", [], |row| number(row, 0))
        .doing(place, "count the decisions")?;
    let before = before.unwrap_or(i64::MAX);
    let all = read(db, place, "WHERE id < ?1 ORDER BY id DESC LIMIT ?2", params![before, integer(limit)])?;
    Ok((all.into_iter().map(|(record, _)| record).collect(), count))
}

/// One decision, with what taking it back needs.
pub(super) fn one(
    db: &Connection,
    place: &Place,
    id: i64,
) -> Result<Option<(DecisionRecord, String)>, StoreError> {
    Ok(read(db, place, "WHERE id = ?1", params![id])?.pop())
}

/// The last decision on an item that stands.
pub(super) fn last(db: &Connection, place: &Place, item: &str) -> Result<Option<DecisionRecord>, StoreError> {
    let which = "WHERE item = ?1 AND undone_at IS NULL ORDER BY id DESC LIMIT 1";
    Ok(read(db, place, which, params![item])?.pop().map(|(record, _)| record))
}

/// Keeps that a decision was taken back.
pub(super) fn undone(db: &Connection, place: &Place, id: i64, by: Option<&str>) -> Result<(), StoreError> {
    db.execute("UPDATE decisions SET undone_at = ?2, undone_by = ?3 WHERE id = ?1", params![id, now(), by])
        .doing(place, "take a decision back")?;
    date(db, place, &["decisions"])
}

fn read(
    db: &Connection,
    place: &Place,
    which: &str,
    values: &[&dyn ToSql],
) -> Result<Vec<(DecisionRecord, String)>, StoreError> {
    let doing = "read the decisions";
    let mut statement = db.prepare_cached(&format!("{COLUMNS} {which}")).doing(place, doing)?;
    let mut rows = statement.query(values).doing(place, doing)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().doing(place, doing)? {
        all.push(decision(row, place)?);
    }
    Ok(all)
}

fn decision(row: &Row<'_>, place: &Place) -> Result<(DecisionRecord, String), StoreError> {
    let id: i64 = row.get(0).doing(place, "read a decision")?;
    let word: String = row.get(4).doing(place, "read a decision")?;
    let kind: ReviewKind = word.parse().map_err(|_| place.unreadable("decisions.kind", id, word))?;
    let columns = || {
        let record = DecisionRecord {
            id,
            at: row.get(1)?,
            by: row.get(2)?,
            item: row.get(3)?,
            kind,
            decision: row.get(5)?,
            from_json: row.get(6)?,
            to_json: row.get(7)?,
            undone_at: row.get(8)?,
            undone_by: row.get(9)?,
        };
        Ok((record, row.get(10)?))
    };
    columns().doing(place, "read a decision")
}
