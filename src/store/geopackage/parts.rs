//! Events that were merged into one, kept whole.
//!
//! In: a connection within a transaction, and which events are one. Out: the event that shows them all, and again each
//! of them. It must not know why they are one. Parts form trees: the root is the event that is shown.

use super::ledger::{Ledger, Returning, same_id};
use super::place::Place;
use super::problem::Doing as _;
use super::read::{self, KeptVersion};
use super::{columns, duplicates, edits, integer};
use crate::event::{self, Event, Fingerprint, Identity};
use crate::store::{Operation, StoreError};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::{HashMap, HashSet};

pub(super) use crate::store::body::text as encoded;

/// An event as its own list has it.
pub(super) struct Part {
    pub(super) fid: i64,
    pub(super) kept: KeptVersion,
    /// The part that it was merged into, and by which pair.
    merged: Option<(i64, i64)>,
}

const COLUMNS: &str = "fid, identity, fingerprint, import_id, body, merged_into, pair";

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
    let merged: (Option<i64>, Option<i64>) = (|| Ok((row.get(5)?, row.get(6)?)))().doing(place, doing)?;
    Ok(Part { fid, kept, merged: merged.0.zip(merged.1) })
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

/// The events that show several parts.
pub(super) fn roots(db: &Connection, place: &Place) -> Result<HashSet<u64>, StoreError> {
    let read = || {
        db.prepare_cached("SELECT fid FROM event_parts WHERE merged_into IS NULL")?
            .query_map([], |row| read::number(row, 0))?
            .collect::<rusqlite::Result<HashSet<u64>>>()
    };
    read().doing(place, "look for parts")
}

/// The parts of an event, in its own words. A store of an earlier version does not have them in the event itself.
pub(super) fn told(db: &Connection, place: &Place, fid: u64) -> Result<Vec<event::Part>, StoreError> {
    let parts = tree(db, place, integer(fid))?;
    // An event that was only edited is its own part, and shows nothing else.
    if parts.len() < 2 {
        return Ok(Vec::new());
    }
    let tell = |part: &Part| told_part(db, place, part, edits::applied(db, place, &part.kept.event)?, &parts);
    parts.iter().map(tell).collect()
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

/// The event that shows some parts, each with what was set of it, with the parts themselves: whoever has it can take it apart.
fn joined(db: &Connection, place: &Place, parts: &[Part]) -> Result<Option<Event>, StoreError> {
    let mut told: Vec<Event> = parts.iter().map(|part| part.kept.event.clone()).collect();
    let mut placed = None;
    for (at, event) in told.iter_mut().enumerate() {
        let Some(edit) = edits::of(db, place, &event.id)? else { continue };
        edit.apply(event);
        // What is set of a merged event stands with its first part: that comes before what was set of another earlier.
        placed = placed.or_else(|| edit.sets_place().then_some(at));
    }
    let Some(mut event) = Event::united(&told.iter().collect::<Vec<_>>(), placed) else { return Ok(None) };
    if parts.len() > 1 {
        let tell = |(part, event)| told_part(db, place, part, event, parts);
        event.parts = parts.iter().zip(told).map(tell).collect::<Result<_, _>>()?;
    }
    Ok(Some(event))
}

/// A part in the words of its event: what is a number here is an id there.
fn told_part(
    db: &Connection,
    place: &Place,
    part: &Part,
    event: Event,
    all: &[Part],
) -> Result<event::Part, StoreError> {
    let into = part.merged.and_then(|(into, pair)| Some((all.iter().find(|one| one.fid == into)?, pair)));
    let Some((into, pair)) = into else {
        return Ok(event::Part { event, merged_into: None, pair: None });
    };
    let doing = "read the pair of a merged event";
    let ids: Option<(String, String)> = db
        .prepare_cached("SELECT first, second FROM duplicates WHERE id = ?1")
        .and_then(|mut statement| {
            statement.query_row([pair], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
        .doing(place, doing)?;
    let into = into.kept.event.id.clone();
    let known = ids.and_then(|(one, other)| Some((one.parse().ok()?, other.parse().ok()?)));
    // A decision that is gone was one on these two.
    let pair =
        known.unwrap_or_else(|| (into.clone().min(event.id.clone()), into.clone().max(event.id.clone())));
    Ok(event::Part { event, merged_into: Some(into), pair: Some(pair) })
}

/// Adds a merged event as an export carries it: its parts, merged again by the same pairs. Of those that a person told
/// apart here each stays an event of its own. Returns the fid of the first.
pub(super) fn bring(ledger: &mut Ledger<'_>, db: &Connection, event: &Event) -> Result<u64, StoreError> {
    let mut fids = HashMap::new();
    for part in &event.parts {
        let id = &part.event.id;
        // As in every export the event is named by its id: the list it came from goes on knowing it.
        let print = Fingerprint::of_cells([("id", id.as_str())]);
        let source = columns::Source::new(&part.event, &print)?;
        let fid = ledger.insert(db, &Identity::of_event(id), &source)?;
        fids.insert(id, integer(fid));
    }
    // The last first: what a part was merged into was still an event of its own.
    for part in event.parts.iter().rev() {
        let merged = part.merged_into.as_ref().zip(part.pair.as_ref());
        let Some((into, (one, other))) = merged else { continue };
        let fids = fids.get(&part.event.id).zip(fids.get(into));
        let Some((part, into)) = fids else { continue };
        let roots = [root(db, ledger.place, *part)?, root(db, ledger.place, *into)?];
        if let Some(pair) = duplicates::bring(db, ledger, [one.as_str(), other.as_str()], roots)? {
            merge(ledger, db, pair, roots)?;
            ledger.has_parts = true;
        }
    }
    let first = fids.get(&event.id).copied().unwrap_or_default();
    Ok(u64::try_from(first).unwrap_or(0))
}

/// Takes apart what an import brought merged, so that it can be taken back.
pub(super) fn unbring(ledger: &mut Ledger<'_>, db: &Connection, import_id: i64) -> Result<(), StoreError> {
    let doing = "take apart what an import brought merged";
    let pairs = || {
        // A person's own merges hold the import, which then is not undone at all.
        db.prepare(
            "SELECT pair FROM event_parts AS p JOIN duplicates AS d ON d.id = p.pair
             WHERE p.import_id = ?1 AND d.import_id = ?1 ORDER BY p.fid",
        )?
        .query_map([import_id], |row| row.get::<_, i64>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()
    };
    for pair in pairs().doing(ledger.place, doing)? {
        split(ledger, db, pair)?;
        db.execute("DELETE FROM duplicates WHERE id = ?1", [pair]).doing(ledger.place, doing)?;
    }
    Ok(())
}

/// Forgets the part of an event that is again just what its list says.
fn forget(db: &Connection, place: &Place, parts: &[Part]) -> Result<(), StoreError> {
    let [Part { fid, kept, .. }] = parts else { return Ok(()) };
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
                "INSERT OR IGNORE INTO built_on (earlier, later, pair)
                 SELECT ?1, 0, ?2 WHERE ?1 IS NOT NULL AND ?1 IS NOT ?3",
                params![part.kept.import_id, pair, ledger.import_id],
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
