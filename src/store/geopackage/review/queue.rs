//! What is open, the least sure first.
//!
//! In: a connection within a read transaction. Out: places in the queue and counts. It must not know what is decided.
//!
//! Each kind has an index in the order of the queue: a page reads so many rows of each, however long the queue is.

use super::is_there;
use crate::event::Event;
use crate::store::geopackage::duplicates::THERE;
use crate::store::geopackage::integer;
use crate::store::geopackage::place::Place;
use crate::store::geopackage::problem::Doing as _;
use crate::store::geopackage::read::{self, number};
use crate::store::{QueuePlace, ReviewCounts, ReviewKind, StoreError};
use rusqlite::{Connection, params};

/// Which places lists say in the very same words.
pub(super) const SAID: &str = "json_extract(body, '$.place')";

/// Table, number and condition of a kind.
fn rows_of(kind: ReviewKind) -> (&'static str, &'static str, String) {
    match kind {
        ReviewKind::Draft => ("drafts", "fid", "state = 'open'".to_owned()),
        ReviewKind::Location => ("events", "fid", "status = 'review'".to_owned()),
        ReviewKind::Duplicate => ("duplicates AS d", "id", format!("state = 'proposed' AND {THERE}")),
    }
}

/// What is open of some kinds behind a place in the queue.
pub(super) fn list(
    db: &Connection,
    place: &Place,
    kinds: &[ReviewKind],
    after: Option<&QueuePlace>,
    limit: usize,
) -> Result<Vec<QueuePlace>, StoreError> {
    if !is_there(db, place)? {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for kind in ReviewKind::ALL.into_iter().filter(|kind| kinds.contains(kind)) {
        let (table, id, open) = rows_of(kind);
        // Of what is as sure as the last one, kinds before its own have been told, and those behind it have not.
        let (p, last) = after.map_or((f64::MIN, i64::MIN), |after| match kind.cmp(&after.kind) {
            std::cmp::Ordering::Less => (after.p, i64::MAX),
            std::cmp::Ordering::Equal => (after.p, after.number),
            std::cmp::Ordering::Greater => (after.p, i64::MIN),
        });
        let read = || {
            db.prepare_cached(&format!(
                "SELECT p, {id} FROM {table} WHERE (p, {id}) > (?1, ?2) AND {open} ORDER BY p, {id} LIMIT ?3"
            ))?
            .query_map(params![p, last, integer(limit)], |row| {
                Ok(QueuePlace { p: row.get(0)?, kind, number: row.get(1)? })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        };
        all.extend(read().doing(place, "read what is to be reviewed")?);
    }
    all.sort_by(|a, b| a.p.total_cmp(&b.p).then(a.kind.cmp(&b.kind)).then(a.number.cmp(&b.number)));
    all.truncate(limit);
    Ok(all)
}

/// How much is open of each kind.
pub(super) fn counts(db: &Connection, place: &Place) -> Result<ReviewCounts, StoreError> {
    if !is_there(db, place)? {
        return Ok(ReviewCounts::default());
    }
    let count = |kind| {
        let (table, _, open) = rows_of(kind);
        db.prepare_cached(&format!("SELECT count(*) FROM {table} WHERE {open}"))
            .and_then(|mut statement| statement.query_row([], |row| number(row, 0)))
            .doing(place, "count what is to be reviewed")
    };
    Ok(ReviewCounts {
        draft: count(ReviewKind::Draft)?,
        location: count(ReviewKind::Location)?,
        duplicate: count(ReviewKind::Duplicate)?,
    })
}

/// An event whose place is to be chosen, and how many others say the same of their places.
pub(super) fn in_review(
    db: &Connection,
    place: &Place,
    fid: i64,
) -> Result<Option<(Event, u64)>, StoreError> {
    let doing = "read an event to be reviewed";
    let mut statement = db
        .prepare_cached("SELECT fid, body FROM events WHERE fid = ?1 AND status = 'review'")
        .doing(place, doing)?;
    let mut rows = statement.query([fid]).doing(place, doing)?;
    let Some(row) = rows.next().doing(place, doing)? else { return Ok(None) };
    let event = read::event(number(row, 0).doing(place, doing)?, row.get_ref(1).doing(place, doing)?, place)?;
    let alike: u64 = db
        .prepare_cached(&format!(
            "SELECT count(*) FROM events
             WHERE {SAID} = (SELECT {SAID} FROM events WHERE fid = ?1) AND status = 'review'"
        ))
        .and_then(|mut statement| statement.query_row([fid], |row| number(row, 0)))
        .doing(place, doing)?;
    Ok(Some((event, alike.saturating_sub(1))))
}
