//! Proposed pairs that an import put in doubt by changing one of their events.
//!
//! In: a connection within a transaction, and whether two events may still be one. Out: pairs set aside, and brought back
//! when the import is undone. It must not know when two events are alike.

use super::duplicates::side;
use super::place::Place;
use super::problem::Doing as _;
use crate::event::Event;
use crate::store::StoreError;
use rusqlite::Connection;

/// Sets the proposed pairs aside that an import changed and that do not fit any more; says how many.
///
/// They are kept, out of sight, with the time of that import: they may be proposed again, or it may be undone.
pub(super) fn set_aside(
    db: &Connection,
    place: &Place,
    import_id: i64,
    fit: &mut dyn FnMut(&Event, &Event) -> bool,
) -> Result<u64, StoreError> {
    let doing = "look for pairs that do not fit any more";
    let changed: Vec<(i64, String, String)> = db
        .prepare_cached(
            "SELECT id, first, second FROM duplicates AS d WHERE state = 'proposed' AND EXISTS (
               SELECT 1 FROM events WHERE id IN (d.first, d.second) AND import_id = ?1
               UNION ALL
               SELECT 1 FROM event_parts WHERE event_id IN (d.first, d.second) AND import_id = ?1)",
        )
        .and_then(|mut statement| {
            statement.query_map([import_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
        })
        .doing(place, doing)?;
    let mut count = 0;
    for (pair, first, second) in changed {
        if let (Some((_, first)), Some((_, second))) = (side(db, place, &first)?, side(db, place, &second)?)
            && !fit(&first, &second)
        {
            db.prepare_cached(
                "UPDATE duplicates SET state = 'outdated', decided_at = (SELECT at FROM imports WHERE id = ?2)
                 WHERE id = ?1",
            )
            .and_then(|mut statement| statement.execute([pair, import_id]))
            .doing(place, doing)?;
            count += 1;
        }
    }
    Ok(count)
}

/// Proposes again what an import set aside.
pub(super) fn bring_back(db: &Connection, place: &Place, import_id: i64) -> Result<(), StoreError> {
    db.execute(
        "UPDATE duplicates SET state = 'proposed', decided_at = NULL
         WHERE state = 'outdated' AND decided_at = (SELECT at FROM imports WHERE id = ?1)",
        [import_id],
    )
    .doing(place, "propose pairs again")?;
    Ok(())
}
