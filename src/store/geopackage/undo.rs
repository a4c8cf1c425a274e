//! An import taken back.
//!
//! In: a connection within a transaction, and the number of an import. Out: the events, places and pairs as they were
//! without it, or what has to be undone first. It must not know who asks.

use super::gazetteer;
use super::ledger::Ledger;
use super::outdated;
use super::parts;
use super::place::Place;
use super::problem::Doing as _;
use crate::store::{Operation, StoreError, Undone};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashSet;

/// Takes an import back. Whatever fails, the caller's transaction is dropped.
pub(super) fn undo(db: &Connection, place: &Place, import_id: i64) -> Result<Undone, StoreError> {
    let doing = "undo an import";
    let known = db
        .query_row(
            "SELECT undone_at, first_sequence, last_sequence FROM imports WHERE id = ?1",
            [import_id],
            |row| Ok((row.get::<_, Option<String>>(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
        .doing(place, doing)?;
    let range: (Option<i64>, Option<i64>) = match known {
        None => return Err(StoreError::NoSuchImport(import_id)),
        Some((Some(at), ..)) => return Err(StoreError::AlreadyUndone { import_id, at }),
        Some((None, first, last)) => (first, last),
    };
    let (imports, pairs) = blockers(db, place, import_id)?;
    if !imports.is_empty() || !pairs.is_empty() {
        return Err(StoreError::BuiltOn { import_id, imports, pairs });
    }
    let mut ledger = Ledger::new(place, Some(import_id));
    ledger.begin(db)?;
    if ledger.has_parts {
        parts::unbring(&mut ledger, db, import_id)?;
    }
    let listed = also_listed(db, place, import_id)?;
    let (mut removed, mut also_listed, mut restored) = (0, 0, 0);
    if let (Some(first), Some(last)) = range {
        // What it added goes first: it may stand under an id that comes back.
        let (added, others): (Vec<_>, Vec<_>) =
            touched(db, place, first, last)?.into_iter().partition(|(_, _, added)| *added);
        for (fid, ..) in added {
            let is_removed = ledger.take_back(db, fid)?;
            removed += u64::from(is_removed);
            also_listed += u64::from(is_removed && listed.contains(&fid));
        }
        for (fid, sequence, _) in others {
            restored += u64::from(ledger.restore(db, fid, sequence)?);
        }
        db.execute("DELETE FROM event_history WHERE sequence BETWEEN ?1 AND ?2", [first, last])
            .doing(place, doing)?;
    }
    let places_removed = forget_places(db, place, import_id)?;
    for sql in [
        // A pair whose event is gone comes again with it; what a person decided on is kept for that day.
        "DELETE FROM duplicates WHERE state IN ('proposed', 'outdated') AND (import_id = ?1
           OR NOT EXISTS (SELECT 1 FROM events WHERE id = first UNION ALL SELECT 1 FROM event_parts WHERE event_id = first
             UNION ALL SELECT 1 FROM event_removed WHERE event_id = first)
           OR NOT EXISTS (SELECT 1 FROM events WHERE id = second UNION ALL SELECT 1 FROM event_parts WHERE event_id = second
             UNION ALL SELECT 1 FROM event_removed WHERE event_id = second))",
        "DELETE FROM built_on WHERE later = ?1",
    ] {
        db.execute(sql, [import_id]).doing(place, doing)?;
    }
    outdated::bring_back(db, place, import_id)?;
    db.execute("UPDATE imports SET undone_at = ?2 WHERE id = ?1", params![import_id, ledger.at])
        .doing(place, doing)?;
    ledger.finish(db)?;
    Ok(Undone { import_id, removed, also_listed, restored, places_removed })
}

/// Which of the events as an import left them stand, unchanged, in later lists too.
fn also_listed(db: &Connection, place: &Place, import_id: i64) -> Result<HashSet<i64>, StoreError> {
    let read = || {
        db.prepare_cached(
            "SELECT DISTINCT r.fid FROM import_rows AS r
             JOIN imports AS i ON i.id = r.import_id AND i.undone_at IS NULL
             JOIN events AS e ON e.fid = r.fid AND e.import_id = ?1
             WHERE r.import_id > ?1",
        )?
        .query_map([import_id], |row| row.get(0))?
        .collect::<rusqlite::Result<HashSet<i64>>>()
    };
    read().doing(place, "read which events later lists have too")
}

/// Which imports and which merged pairs hold what an import wrote, directly or through others.
pub(super) fn blockers(
    db: &Connection,
    place: &Place,
    import_id: i64,
) -> Result<(Vec<i64>, Vec<i64>), StoreError> {
    let read = || {
        db.prepare_cached(
            "WITH RECURSIVE held (later, pair) AS (
               SELECT later, pair FROM built_on WHERE earlier = ?1
               UNION
               SELECT b.later, b.pair FROM built_on AS b JOIN held ON b.earlier = held.later
             )
             SELECT later, pair FROM held ORDER BY later, pair",
        )?
        .query_map([import_id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(i64, i64)>>>()
    };
    let held = read().doing(place, "read what builds on an import")?;
    let imports = held.iter().map(|(later, _)| *later).filter(|later| *later > 0).collect();
    Ok((imports, held.iter().map(|(_, pair)| *pair).filter(|pair| *pair > 0).collect()))
}

/// The events, or parts of events, that some changes touched: each with its first change, and whether that added it.
fn touched(
    db: &Connection,
    place: &Place,
    first: i64,
    last: i64,
) -> Result<Vec<(i64, i64, bool)>, StoreError> {
    let read = || {
        db.prepare(
            "SELECT coalesce(part, fid) AS row, min(sequence), operation FROM change_log
             WHERE sequence BETWEEN ?1 AND ?2 GROUP BY row ORDER BY row",
        )?
        .query_map([first, last], |row| {
            let is_added = row.get_ref(2)?.as_str()? == Operation::Added.as_str();
            Ok((row.get(0)?, row.get(1)?, is_added))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()
    };
    read().doing(place, "read the changes of an import")
}

/// Takes back what an import taught: the rows that it counted, and the places that no other rows stand for.
fn forget_places(db: &Connection, place: &Place, import_id: i64) -> Result<u64, StoreError> {
    let doing = "forget the places of an import";
    let taught: i64 = db
        .query_row("SELECT count(*) FROM import_places WHERE import_id = ?1", [import_id], |row| row.get(0))
        .doing(place, doing)?;
    if taught == 0 {
        return Ok(0);
    }
    db.execute(
        "UPDATE local_places SET seen = max(0, seen - taught.rows)
         FROM import_places AS taught WHERE taught.import_id = ?1 AND taught.place = fid",
        [import_id],
    )
    .doing(place, doing)?;
    // A place that a person confirmed since stays.
    let removed = db
        .execute(
            "DELETE FROM local_places WHERE how = 'list' AND seen = 0
             AND fid IN (SELECT place FROM import_places WHERE import_id = ?1)",
            [import_id],
        )
        .doing(place, doing)?;
    db.execute("DELETE FROM import_places WHERE import_id = ?1", [import_id]).doing(place, doing)?;
    gazetteer::describe_places(db, place)?;
    Ok(removed as u64)
}
