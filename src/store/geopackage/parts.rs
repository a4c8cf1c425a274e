//! Events that were merged into one, kept whole.
//!
//! In: a connection within a transaction, and which events are one. Out: the event that shows them all, and again each
//! of them. It must not know why they are one. Parts form trees: the root is the event that is shown.

use super::ledger::{Ledger, Returning, same_id};
use super::place::Place;
use super::problem::Doing as _;
use super::read::{self, KeptVersion};
use super::{columns, edits, integer};
use crate::event::{Event, Fingerprint};
use crate::store::{Operation, StoreError};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// An event as its own list has it.
pub(super) struct Part {
    pub(super) fid: i64,
    pub(super) kept: KeptVersion,
}

const COLUMNS: &str = "fid, identity, fingerprint, import_id, body";

pub(super) fn is_any(db: &Connection, place: &Place) -> Result<bool, StoreError> {
    db.query_row("SELECT EXISTS (SELECT 1 FROM event_parts)", [], |row| row.get(0))
        .doing(place, "look for parts")
}

pub(super) fn one(db: &Connection, place: &Place, fid: i64) -> Result<Option<Part>, StoreError> {
    find(db, place, &format!("SELECT {COLUMNS} FROM event_parts WHERE fid = ?1"), fid)
}

pub(super) fn by_event_id(db: &Connection, place: &Place, id: &str) -> Result<Option<Part>, StoreError> {
    find(db, place, &format!("SELECT {COLUMNS} FROM event_parts WHERE event_id = ?1"), id)
}

pub(super) fn by_content(db: &Connection, place: &Place, print: &str) -> Result<Option<Part>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM event_parts WHERE fingerprint = ?1 ORDER BY fid LIMIT 1");
    find(db, place, &sql, print)
}

pub(super) fn find(
    db: &Connection,
    place: &Place,
    sql: &str,
    key: impl rusqlite::ToSql,
) -> Result<Option<Part>, StoreError> {
    let doing = "read a part of an event";
    let mut statement = db.prepare_cached(sql).doing(place, doing)?;
    let mut rows = statement.query([key]).doing(place, doing)?;
    rows.next().doing(place, doing)?.map(|row| part(row, place)).transpose()
}

fn part(row: &Row<'_>, place: &Place) -> Result<Part, StoreError> {
    let doing = "read a part of an event";
    let fid: i64 = row.get(0).doing(place, doing)?;
    let (identity, fingerprint, import_id) =
        (|| Ok((row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get(3)?)))().doing(place, doing)?;
    let event = read::event(u64::try_from(fid).unwrap_or(0), row.get_ref(4).doing(place, doing)?, place)?;
    let kept = KeptVersion { identity: identity.into(), fingerprint: fingerprint.into(), import_id, event };
    Ok(Part { fid, kept })
}

/// The event that shows a part; the part itself when it is none.
pub(super) fn root(db: &Connection, place: &Place, fid: i64) -> Result<i64, StoreError> {
    db.prepare_cached(
        "WITH RECURSIVE up (fid) AS (
           VALUES (?1) UNION
           SELECT p.merged_into FROM event_parts AS p JOIN up ON p.fid = up.fid WHERE p.merged_into IS NOT NULL
         )
         SELECT up.fid FROM up LEFT JOIN event_parts AS p ON p.fid = up.fid WHERE p.merged_into IS NULL",
    )
    .and_then(|mut statement| statement.query_row([fid], |row| row.get(0)).optional())
    .map(|root| root.unwrap_or(fid))
    .doing(place, "find the event of a part")
}

/// A part and those merged into it, itself first.
pub(super) fn tree(db: &Connection, place: &Place, fid: i64) -> Result<Vec<Part>, StoreError> {
    let doing = "read the parts of an event";
    let mut statement = db
        .prepare_cached(&format!(
            "WITH RECURSIVE down (at) AS (
               VALUES (?1) UNION SELECT p.fid FROM event_parts AS p JOIN down ON p.merged_into = down.at
             )
             SELECT {COLUMNS} FROM event_parts JOIN down ON fid = at ORDER BY fid <> ?1, fid"
        ))
        .doing(place, doing)?;
    let mut rows = statement.query([fid]).doing(place, doing)?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next().doing(place, doing)? {
        parts.push(part(row, place)?);
    }
    Ok(parts)
}

/// Replaces a part and joins its event anew; says whether there is such a part.
pub(super) fn replace(
    ledger: &mut Ledger<'_>,
    db: &Connection,
    fid: u64,
    fingerprint: &Fingerprint,
    event: &Event,
) -> Result<bool, StoreError> {
    let Some(old) = one(db, ledger.place, integer(fid))? else { return Ok(false) };
    same_id(fid, old.kept.event.id.as_str(), event)?;
    drop(columns::Source::new(event, fingerprint)?);
    let sequence = write(ledger, db, old.fid, fingerprint, event, ledger.import_id)?;
    read::keep_version(db, ledger.place, (old.fid, sequence), &old.kept)?;
    ledger.builds_on(old.kept.import_id);
    Ok(true)
}

/// Brings an earlier version of a part back and joins its event anew; says whether there is such a part.
pub(super) fn restore(
    ledger: &mut Ledger<'_>,
    db: &Connection,
    fid: i64,
    kept: &KeptVersion,
) -> Result<bool, StoreError> {
    if one(db, ledger.place, fid)?.is_none() {
        return Ok(false);
    }
    write(ledger, db, fid, &kept.fingerprint, &kept.event, kept.import_id)?;
    Ok(true)
}

/// Writes a part and its event; returns the sequence of that change.
fn write(
    ledger: &mut Ledger<'_>,
    db: &Connection,
    fid: i64,
    fingerprint: &Fingerprint,
    event: &Event,
    import_id: Option<i64>,
) -> Result<i64, StoreError> {
    db.execute(
        "UPDATE event_parts SET fingerprint = ?2, import_id = ?3, body = ?4 WHERE fid = ?1",
        params![fid, fingerprint.as_str(), import_id, encoded(event)?],
    )
    .doing(ledger.place, "change a part of an event")?;
    let root = root(db, ledger.place, fid)?;
    rejoin(ledger, db, root, Some(fid).filter(|fid| *fid != root))
}

/// Makes an event the first of its own parts, if it is not yet.
pub(super) fn begin(db: &Connection, place: &Place, fid: i64) -> Result<(), StoreError> {
    db.execute(
        "INSERT OR IGNORE INTO event_parts (fid, event_id, identity, fingerprint, import_id, body)
         SELECT fid, id, identity, fingerprint, import_id, body FROM events WHERE fid = ?1",
        [fid],
    )
    .doing(place, "keep an event as its list has it")?;
    Ok(())
}

/// Writes the event of a root from its parts, which it no longer needs when there is but one and nothing was set of it.
pub(super) fn rejoin(
    ledger: &mut Ledger<'_>,
    db: &Connection,
    root: i64,
    changed: Option<i64>,
) -> Result<i64, StoreError> {
    let no_event = || StoreError::NoSuchEvent(u64::try_from(root).unwrap_or(0));
    let old = ledger.old(db, root)?.ok_or_else(no_event)?;
    let parts = tree(db, ledger.place, root)?;
    let first = parts.first().ok_or_else(no_event)?;
    let event = joined(db, ledger.place, &parts)?.ok_or_else(no_event)?;
    let sequence = ledger.log(db, Operation::Updated, root, &old.id, (None, changed))?;
    ledger.overwrite(db, root, &old, &first.kept.fingerprint, &event, first.kept.import_id)?;
    forget(db, ledger.place, &parts)?;
    Ok(sequence)
}

/// What the parts say together, each with what was set of it.
fn joined(db: &Connection, place: &Place, parts: &[Part]) -> Result<Option<Event>, StoreError> {
    let Some((first, others)) = parts.split_first() else { return Ok(None) };
    let mut event = edits::applied(db, place, &first.kept.event)?;
    for other in others {
        event.unite(&edits::applied(db, place, &other.kept.event)?);
    }
    Ok(Some(event))
}

/// Forgets the part of an event that is again just what its list says.
fn forget(db: &Connection, place: &Place, parts: &[Part]) -> Result<(), StoreError> {
    let [Part { fid, kept }] = parts else { return Ok(()) };
    if edits::of(db, place, &kept.event.id)?.is_some() {
        return Ok(());
    }
    db.execute("DELETE FROM event_parts WHERE fid = ?1", [fid]).doing(place, "forget a part")?;
    Ok(())
}

/// Merges two events that are shown into the older of them.
pub(super) fn merge(
    ledger: &mut Ledger<'_>,
    db: &Connection,
    pair: i64,
    roots: [i64; 2],
) -> Result<(), StoreError> {
    let doing = "merge two events";
    let [kept, other] = [roots[0].min(roots[1]), roots[0].max(roots[1])];
    for fid in [kept, other] {
        begin(db, ledger.place, fid)?;
        for part in tree(db, ledger.place, fid)? {
            db.execute(
                "INSERT OR IGNORE INTO built_on (earlier, later, pair) SELECT ?1, 0, ?2 WHERE ?1 IS NOT NULL",
                params![part.kept.import_id, pair],
            )
            .doing(ledger.place, doing)?;
        }
    }
    db.execute(
        "UPDATE event_parts SET merged_into = ?2, pair = ?3 WHERE fid = ?1",
        params![other, kept, pair],
    )
    .doing(ledger.place, doing)?;
    let gone = ledger.old(db, other)?.ok_or(StoreError::NoSuchEvent(u64::try_from(other).unwrap_or(0)))?;
    ledger.log(db, Operation::Removed, other, &gone.id, (None, None))?;
    ledger.drop_row(db, other, &gone)?;
    rejoin(ledger, db, kept, None)?;
    Ok(())
}

/// Takes apart what a pair merged; says whether it merged anything.
pub(super) fn split(ledger: &mut Ledger<'_>, db: &Connection, pair: i64) -> Result<bool, StoreError> {
    let doing = "take a merged event apart";
    let sql = format!("SELECT {COLUMNS} FROM event_parts WHERE pair = ?1");
    let Some(part) = find(db, ledger.place, &sql, pair)? else { return Ok(false) };
    let root = root(db, ledger.place, part.fid)?;
    db.execute("UPDATE event_parts SET merged_into = NULL, pair = NULL WHERE fid = ?1", [part.fid])
        .doing(ledger.place, doing)?;
    let parts = tree(db, ledger.place, part.fid)?;
    if let Some(event) = joined(db, ledger.place, &parts)? {
        let KeptVersion { identity, fingerprint, import_id, .. } = &part.kept;
        let returning = Returning { fid: Some(part.fid), identity, import_id: *import_id };
        ledger.put(db, &returning, fingerprint, &event)?;
        ledger.log(db, Operation::Added, part.fid, event.id.as_str(), (None, None))?;
    }
    forget(db, ledger.place, &parts)?;
    rejoin(ledger, db, root, None)?;
    db.execute("DELETE FROM built_on WHERE pair = ?1", [pair]).doing(ledger.place, doing)?;
    Ok(true)
}

pub(super) fn encoded(event: &Event) -> Result<String, StoreError> {
    serde_json::to_string(event).map_err(|source| StoreError::Encode { id: event.id.clone(), source })
}
