//! What people set of events, told and taken back.
//!
//! In: a connection within a transaction. Out: what was set, with the event as its list has it; or the event so again. It
//! must not know who asks, nor why.

use super::ledger::{self, Ledger, Returning};
use super::place::Place;
use super::problem::Doing as _;
use super::read::{self, number};
use super::{edits, integer, parts};
use crate::event::{Edit, EventId};
use crate::store::{Edited, Operation, StoreError};
use rusqlite::{Connection, Row, ToSql, params};

const COLUMNS: &str = "SELECT id, event_id, at, edit FROM event_edits";

/// What people set, after the number `after`, at most `limit` of them; and how many there are in all.
pub(super) fn list(
    db: &Connection,
    place: &Place,
    after: i64,
    limit: usize,
) -> Result<(Vec<Edited>, u64), StoreError> {
    if !is_there(db, place)? {
        return Ok((Vec::new(), 0));
    }
    let rows = read(db, place, "WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, integer(limit)])?;
    let count = db
        .query_row("SELECT count(*) FROM event_edits", [], |row| number(row, 0))
        .doing(place, "count what was set of events")?;
    Ok((rows, count))
}

/// What people set of one event.
pub(super) fn one(db: &Connection, place: &Place, id: &EventId) -> Result<Option<Edited>, StoreError> {
    if !is_there(db, place)? {
        return Ok(None);
    }
    Ok(read(db, place, "WHERE event_id = ?1", params![id.as_str()])?.pop())
}

/// Whether the store is of version 4; in an older one that is open for reading only nothing was set.
fn is_there(db: &Connection, place: &Place) -> Result<bool, StoreError> {
    db.table_exists(None, "event_edits").doing(place, "look for the table of edits")
}

fn read(
    db: &Connection,
    place: &Place,
    which: &str,
    values: &[&dyn ToSql],
) -> Result<Vec<Edited>, StoreError> {
    let doing = "read what was set of events";
    let mut statement = db.prepare_cached(&format!("{COLUMNS} {which}")).doing(place, doing)?;
    let mut rows = statement.query(values).doing(place, doing)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().doing(place, doing)? {
        all.push(edited(db, place, row)?);
    }
    Ok(all)
}

fn edited(db: &Connection, place: &Place, row: &Row<'_>) -> Result<Edited, StoreError> {
    let columns = || Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?));
    let (number, id, at, edit): (i64, _, _, _) = columns().doing(place, "read what was set of an event")?;
    let row = u64::try_from(number).unwrap_or(0);
    let edit = edits::parsed(place, row, edit)?;
    let event_id: EventId = id.parse().map_err(|_| place.unreadable("event_edits.event_id", row, id))?;
    let part = match parts::by_event_id(db, place, event_id.as_str())? {
        Some(part) => Some(part),
        None => edits::removed(db, place, &event_id)?,
    };
    Ok(Edited { number, event_id, at, edit, listed: part.map(|part| part.kept.event) })
}

/// Shows an event as its list has it, if whoever asks agrees; says whether anything was taken back.
pub(super) fn undo(
    db: &Connection,
    place: &Place,
    id: &EventId,
    agree: &mut dyn FnMut(&Edited) -> bool,
) -> Result<bool, StoreError> {
    let Some(edited) = one(db, place, id)? else { return Ok(false) };
    if !agree(&edited) {
        return Ok(false);
    }
    put(db, place, id, &Edit::default())?;
    Ok(true)
}

/// Sets of an event just this, whatever was set before; says whether its list has it.
pub(super) fn put(db: &Connection, place: &Place, id: &EventId, edit: &Edit) -> Result<bool, StoreError> {
    let is_part = ledger::by_hand(db, place, |ledger| {
        if parts::by_event_id(db, place, id.as_str())?.is_none() {
            make_part(ledger, db, id, edit)?;
        }
        edits::keep(db, ledger, id, edit)?;
        let Some(part) = parts::by_event_id(db, place, id.as_str())? else { return Ok(false) };
        let root = parts::root(db, place, part.fid)?;
        let old = edits::kept(db, place, root)?;
        let changed = Some(part.fid).filter(|fid| *fid != root);
        let sequence = parts::rejoin(ledger, db, root, changed)?;
        read::keep_version(db, place, (root, sequence), &old)?;
        Ok(true)
    })?;
    Ok(is_part || edits::shown(db, place, id)?.is_some())
}

/// Keeps an event as its list has it among the parts; a removed one comes back for that, unless it is to stay away.
fn make_part(ledger: &mut Ledger<'_>, db: &Connection, id: &EventId, edit: &Edit) -> Result<(), StoreError> {
    let place = ledger.place;
    if let Some(shown) = edits::shown(db, place, id)? {
        return parts::begin(db, place, shown.fid);
    }
    let Some(part) = edits::removed(db, place, id)?.filter(|_| !edit.removed) else { return Ok(()) };
    let kept = &part.kept;
    let returning = Returning { fid: Some(part.fid), identity: &kept.identity, import_id: kept.import_id };
    edits::forget(db, place, part.fid)?;
    ledger.put(db, &returning, &kept.fingerprint, &kept.event)?;
    ledger.log(db, Operation::Added, part.fid, id.as_str(), (None, None))?;
    if edit.is_empty() { Ok(()) } else { parts::begin(db, place, part.fid) }
}
