//! What people set of events, over what lists say.
//!
//! In: a connection within a transaction, and how an event is to be. Out: the event so, with what was set kept beside what
//! its list has. It must not know who decides.
//!
//! An edited event has its list's version among the parts (see `parts`), as a merged one has; a removed one has it in a
//! table of its own. So a list read again is compared with what it said itself, and an import is undone to the letter,
//! whatever people set in between.

use super::ledger::{self, Ledger};
use super::place::Place;
use super::problem::Doing as _;
use super::read::{self, KeptVersion, number};
use super::{columns, parts};
use crate::event::{Edit, Event, EventId, Fingerprint};
use crate::store::{Operation, StoreError};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::ops::ControlFlow;

/// Whether anything was ever set: mostly not, and then nobody looks.
pub(super) fn is_any(db: &Connection, place: &Place) -> Result<bool, StoreError> {
    db.query_row("SELECT EXISTS (SELECT 1 FROM event_edits)", [], |row| row.get(0))
        .doing(place, "look for edits")
}

/// What was set of an event.
pub(super) fn of(db: &Connection, place: &Place, id: &EventId) -> Result<Option<Edit>, StoreError> {
    let text: Option<(u64, String)> = db
        .prepare_cached("SELECT id, edit FROM event_edits WHERE event_id = ?1")
        .and_then(|mut statement| {
            statement.query_row([id.as_str()], |row| Ok((number(row, 0)?, row.get(1)?))).optional()
        })
        .doing(place, "read what was set of an event")?;
    text.map(|(row, text)| parsed(place, row, text)).transpose()
}

/// What was set, from its row.
pub(super) fn parsed(place: &Place, row: u64, text: String) -> Result<Edit, StoreError> {
    serde_json::from_str(&text).map_err(|_| place.unreadable("event_edits.edit", row, text))
}

/// An event with what was set of it.
pub(super) fn applied(db: &Connection, place: &Place, event: &Event) -> Result<Event, StoreError> {
    let mut event = event.clone();
    if let Some(edit) = of(db, place, &event.id)? {
        edit.apply(&mut event);
    }
    Ok(event)
}

/// Makes an event what `change` makes of it, or removes it where that gives none; says whether it is another then.
pub(super) fn change(
    db: &Connection,
    place: &Place,
    id: &EventId,
    change: &mut dyn FnMut(&Event) -> ControlFlow<(), Option<Event>>,
) -> Result<bool, StoreError> {
    let Some(row) = shown(db, place, id)? else { return Err(StoreError::NoEvent(id.clone())) };
    let (fid, old) = (row.fid, row.kept);
    let shown = &old.event;
    let wanted = match change(shown) {
        ControlFlow::Break(()) => return Ok(false),
        ControlFlow::Continue(Some(wanted)) if wanted == *shown => return Ok(false),
        ControlFlow::Continue(wanted) => wanted,
    };
    let parts = parts::tree(db, place, fid)?;
    let is_merged = parts.len() > 1;
    let listed = parts.first().map_or(shown, |part| &part.kept.event);
    let edit = match &wanted {
        None if is_merged => return Err(StoreError::Merged(u64::try_from(fid).unwrap_or(0))),
        None => Edit::removal(),
        // Of a merged event these are said by several lists: whose they would be is not known.
        Some(wanted)
            if is_merged
                && (wanted.actors != shown.actors
                    || wanted.claims != shown.claims
                    || wanted.attributes != shown.attributes) =>
        {
            return Err(StoreError::Merged(u64::try_from(fid).unwrap_or(0)));
        }
        Some(wanted) => of(db, place, id)?.unwrap_or_default().revised(listed, shown, wanted),
    };
    // Refused before anything is written.
    drop(wanted.as_ref().map(|wanted| columns::Source::new(wanted, &old.fingerprint)).transpose()?);
    ledger::by_hand(db, place, |ledger| {
        keep(db, ledger, id, &edit)?;
        parts::begin(db, place, fid)?;
        let sequence = if wanted.is_some() {
            parts::rejoin(ledger, db, fid, None)?
        } else {
            set_aside(ledger, db, fid)?
        };
        read::keep_version(db, place, (fid, sequence), &old)
    })?;
    Ok(true)
}

/// The event that is shown under an id, with all that its row needs.
pub(super) fn shown(db: &Connection, place: &Place, id: &EventId) -> Result<Option<parts::Part>, StoreError> {
    parts::find(db, place, &format!("SELECT {COLUMNS} FROM events WHERE id = ?1"), id.as_str())
}

/// An event as it is shown, with all that its row needs.
pub(super) fn kept(db: &Connection, place: &Place, fid: i64) -> Result<KeptVersion, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM events WHERE fid = ?1");
    let part = parts::find(db, place, &sql, fid)?;
    part.map(|part| part.kept).ok_or_else(|| StoreError::NoSuchEvent(u64::try_from(fid).unwrap_or(0)))
}

/// Keeps what was set, or forgets it when that is nothing.
pub(super) fn keep(
    db: &Connection,
    ledger: &Ledger<'_>,
    id: &EventId,
    edit: &Edit,
) -> Result<(), StoreError> {
    let doing = "keep what was set of an event";
    if edit.is_empty() {
        db.execute("DELETE FROM event_edits WHERE event_id = ?1", [id.as_str()])
            .doing(ledger.place, doing)?;
        return Ok(());
    }
    let text = serde_json::to_string(edit).map_err(|source| StoreError::Encode { id: id.clone(), source })?;
    db.execute(
        "INSERT INTO event_edits (event_id, at, edit) VALUES (?1, ?2, ?3)
         ON CONFLICT (event_id) DO UPDATE SET at = excluded.at, edit = excluded.edit",
        params![id.as_str(), ledger.at, text],
    )
    .doing(ledger.place, doing)?;
    Ok(())
}

/// Takes an event that has its list's version as a part out of sight; returns the sequence of that change.
pub(super) fn set_aside(ledger: &mut Ledger<'_>, db: &Connection, fid: i64) -> Result<i64, StoreError> {
    let doing = "remove an event";
    let old = ledger.old(db, fid)?.ok_or_else(|| StoreError::NoSuchEvent(u64::try_from(fid).unwrap_or(0)))?;
    for sql in [
        "INSERT INTO event_removed SELECT fid, event_id, identity, fingerprint, import_id, body
         FROM event_parts WHERE fid = ?1",
        "DELETE FROM event_parts WHERE fid = ?1",
    ] {
        db.execute(sql, [fid]).doing(ledger.place, doing)?;
    }
    let sequence = ledger.log(db, Operation::Removed, fid, &old.id, (None, None))?;
    ledger.drop_row(db, fid, &old)?;
    Ok(sequence)
}

const COLUMNS: &str = "fid, identity, fingerprint, import_id, body, NULL, NULL";

/// A removed event as its list has it.
pub(super) fn removed(
    db: &Connection,
    place: &Place,
    id: &EventId,
) -> Result<Option<parts::Part>, StoreError> {
    let by_id = format!("SELECT {COLUMNS} FROM event_removed WHERE event_id = ?1");
    parts::find(db, place, &by_id, id.as_str())
}

/// The same by what its list says.
pub(super) fn removed_by_content(
    db: &Connection,
    place: &Place,
    fingerprint: &Fingerprint,
) -> Result<Option<parts::Part>, StoreError> {
    let by_content =
        format!("SELECT {COLUMNS} FROM event_removed WHERE fingerprint = ?1 ORDER BY fid LIMIT 1");
    parts::find(db, place, &by_content, fingerprint.as_str())
}

/// What is written of a removed event: its list goes on changing it, out of sight. Says whether there is such an event.
pub(super) fn replace_removed(
    ledger: &mut Ledger<'_>,
    db: &Connection,
    fid: i64,
    fingerprint: &Fingerprint,
    event: &Event,
) -> Result<bool, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM event_removed WHERE fid = ?1");
    let Some(old) = parts::find(db, ledger.place, &sql, fid)? else { return Ok(false) };
    let sequence = ledger.log(db, Operation::Updated, fid, event.id.as_str(), (None, None))?;
    read::keep_version(db, ledger.place, (fid, sequence), &old.kept)?;
    ledger.builds_on(old.kept.import_id);
    write_removed(db, ledger.place, fid, fingerprint, event, ledger.import_id)
}

/// Brings back an earlier version of a removed event, which stays removed. Says whether there is such an event.
pub(super) fn restore_removed(
    db: &Connection,
    place: &Place,
    fid: i64,
    kept: &KeptVersion,
) -> Result<bool, StoreError> {
    write_removed(db, place, fid, &kept.fingerprint, &kept.event, kept.import_id)
}

fn write_removed(
    db: &Connection,
    place: &Place,
    fid: i64,
    fingerprint: &Fingerprint,
    event: &Event,
    import_id: Option<i64>,
) -> Result<bool, StoreError> {
    let written = db
        .execute(
            "UPDATE event_removed SET fingerprint = ?2, import_id = ?3, body = ?4 WHERE fid = ?1",
            params![fid, fingerprint.as_str(), import_id, parts::encoded(event)?],
        )
        .doing(place, "change a removed event")?;
    Ok(written > 0)
}

/// Forgets what its list had of an event that goes with its import. What was set of it is kept for the day when it
/// comes again.
pub(super) fn forget(db: &Connection, place: &Place, fid: i64) -> Result<(), StoreError> {
    for sql in ["DELETE FROM event_parts WHERE fid = ?1", "DELETE FROM event_removed WHERE fid = ?1"] {
        db.execute(sql, [fid]).doing(place, "forget an edited event")?;
    }
    Ok(())
}
