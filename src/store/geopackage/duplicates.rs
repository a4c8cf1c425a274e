//! Pairs of events that may be one, and what a person decided.
//!
//! In: a connection within a transaction. Out: pairs with both of their events, each as its own list has it. It must not
//! know why a pair was proposed.

use super::ledger::{self, Ledger};
use super::place::Place;
use super::problem::Doing as _;
use super::read::number;
use super::{integer, parts, read, records};
use crate::event::{Event, Identity};
use crate::store::{Decision, Pair, PairState, StoreError};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// Keeps a pair of events for a person to decide; says whether it is new.
pub(super) fn propose(
    db: &Connection,
    place: &Place,
    import_id: Option<i64>,
    fids: [u64; 2],
    p: f64,
) -> Result<bool, StoreError> {
    let doing = "propose a pair of duplicates";
    let fids = fids.map(integer);
    let id = |fid: i64| {
        db.prepare_cached("SELECT id FROM events WHERE fid = ?")
            .and_then(|mut statement| statement.query_row([fid], |row| row.get::<_, String>(0)).optional())
            .doing(place, doing)
    };
    let (Some(one), Some(other)) = (id(fids[0])?, id(fids[1])?) else { return Ok(false) };
    if are_known_apart(db, place, fids)? {
        return Ok(false);
    }
    let inserted = db
        .prepare_cached(
            "INSERT INTO duplicates (first, second, state, import_id, p) VALUES (?1, ?2, 'proposed', ?3, ?4)
             ON CONFLICT (first, second) DO UPDATE
               SET state = 'proposed', import_id = excluded.import_id, p = excluded.p, decided_at = NULL
               WHERE state = 'outdated'",
        )
        .and_then(|mut statement| {
            statement.execute(params![one.as_str().min(&other), one.as_str().max(&other), import_id, p])
        })
        .doing(place, doing)?;
    Ok(inserted > 0)
}

/// Keeps that two events are merged, as an export says, which two others show; `None` when a person here told them, or
/// parts of them, apart.
pub(super) fn bring(
    db: &Connection,
    ledger: &Ledger<'_>,
    [one, other]: [&str; 2],
    roots: [i64; 2],
) -> Result<Option<i64>, StoreError> {
    let [ones, others] = roots.map(|root| {
        let parts = parts::tree(db, ledger.place, root)?;
        named(db, ledger.place, &parts, root)
    });
    if told_apart(db, ledger.place, &ones?, &others?, None)?.is_some() {
        return Ok(None);
    }
    db.prepare_cached(
        "INSERT INTO duplicates (first, second, state, import_id, decided_at) VALUES (?1, ?2, 'merged', ?3, ?4)
         ON CONFLICT (first, second) DO UPDATE
           SET state = 'merged', import_id = excluded.import_id, decided_at = excluded.decided_at
         RETURNING id",
    )
    .and_then(|mut statement| {
        let key = params![one.min(other), one.max(other), ledger.import_id, ledger.at];
        statement.query_row(key, |row| row.get(0)).map(Some)
    })
    .doing(ledger.place, "keep a merged pair")
}

/// Whether merged events have parts that one source numbers, or that a person told apart.
fn are_known_apart(db: &Connection, place: &Place, [one, other]: [i64; 2]) -> Result<bool, StoreError> {
    let (ones, others) = (parts::tree(db, place, one)?, parts::tree(db, place, other)?);
    if ones.is_empty() && others.is_empty() {
        return Ok(false);
    }
    let (ones, others) = (named(db, place, &ones, one)?, named(db, place, &others, other)?);
    let is_of_one_source =
        ones.iter().any(|one| one.source.is_some() && others.iter().any(|other| other.source == one.source));
    Ok(is_of_one_source || told_apart(db, place, &ones, &others, None)?.is_some())
}

/// An event, or a part of one, by its id, and whose number it has.
struct Named {
    id: String,
    source: Option<String>,
}

impl Named {
    fn new(id: String, identity: &Identity, list: &str) -> Self {
        Self { id, source: identity.scope().map(|scope| Identity::source_of(scope, list).into_owned()) }
    }
}

/// The names of an event's parts, or its own when it has none.
fn named(db: &Connection, place: &Place, parts: &[parts::Part], fid: i64) -> Result<Vec<Named>, StoreError> {
    if !parts.is_empty() {
        return Ok(parts
            .iter()
            .map(|part| {
                let event = &part.kept.event;
                Named::new(event.id.to_string(), &part.kept.identity, &event.origin.list)
            })
            .collect());
    }
    db.prepare_cached("SELECT id, identity, list FROM events WHERE fid = ?")
        .and_then(|mut statement| {
            let own = |row: &Row<'_>| {
                let identity = Identity::from(row.get::<_, String>(1)?);
                Ok(Named::new(row.get(0)?, &identity, &row.get::<_, String>(2)?))
            };
            statement.query_row([fid], own).map(|own| vec![own])
        })
        .doing(place, "read the id of an event")
}

/// The pair, another than `but`, by which a person told one of some events from one of some others.
fn told_apart(
    db: &Connection,
    place: &Place,
    ones: &[Named],
    others: &[Named],
    but: Option<i64>,
) -> Result<Option<i64>, StoreError> {
    for Named { id: one, .. } in ones {
        for Named { id: other, .. } in others {
            let told = db
                .prepare_cached(
                    "SELECT id FROM duplicates
                     WHERE first = ?1 AND second = ?2 AND state = 'different' AND id IS NOT ?3",
                )
                .and_then(|mut statement| {
                    let key = params![one.min(other), one.max(other), but];
                    statement.query_row(key, |row| row.get(0)).optional()
                })
                .doing(place, "read the decisions on parts of events")?;
            if told.is_some() {
                return Ok(told);
            }
        }
    }
    Ok(None)
}

/// Pairs of which both events are there, and may be one.
pub(super) const THERE: &str = "
    d.state <> 'outdated' AND EXISTS (SELECT 1 FROM events WHERE id = d.first UNION ALL SELECT 1 FROM event_parts WHERE event_id = d.first)
    AND EXISTS (SELECT 1 FROM events WHERE id = d.second UNION ALL SELECT 1 FROM event_parts WHERE event_id = d.second)";

/// Pairs in a state, or in any, after a number; and how many there are in all.
pub(super) fn list(
    db: &Connection,
    place: &Place,
    state: Option<PairState>,
    after: i64,
    limit: usize,
) -> Result<(Vec<Pair>, u64), StoreError> {
    let doing = "read the pairs of duplicates";
    if !records::is_there(db, place)? {
        return Ok((Vec::new(), 0));
    }
    let state = state.map(PairState::as_str);
    let count = db
        .query_row(
            &format!("SELECT count(*) FROM duplicates AS d WHERE (?1 IS NULL OR d.state = ?1) AND {THERE}"),
            [state],
            |row| number(row, 0),
        )
        .doing(place, doing)?;
    let mut statement = db
        .prepare(&format!(
            "SELECT d.id, d.state, d.first, d.second, d.decided_at FROM duplicates AS d
             WHERE d.id > ?2 AND (?1 IS NULL OR d.state = ?1) AND {THERE} ORDER BY d.id LIMIT ?3"
        ))
        .doing(place, doing)?;
    let mut rows = statement.query(params![state, after, integer(limit)]).doing(place, doing)?;
    let mut pairs = Vec::new();
    while let Some(row) = rows.next().doing(place, doing)? {
        pairs.extend(pair(db, place, row)?);
    }
    Ok((pairs, count))
}

/// One pair; `None` when there is none of that number, or one of its events is gone.
pub(super) fn one(db: &Connection, place: &Place, id: i64) -> Result<Option<Pair>, StoreError> {
    let doing = "read a pair of duplicates";
    if !records::is_there(db, place)? {
        return Ok(None);
    }
    let mut statement = db
        .prepare_cached("SELECT id, state, first, second, decided_at FROM duplicates WHERE id = ? AND state <> 'outdated'")
        .doing(place, doing)?;
    let mut rows = statement.query([id]).doing(place, doing)?;
    rows.next().doing(place, doing)?.map_or(Ok(None), |row| pair(db, place, row))
}

fn pair(db: &Connection, place: &Place, row: &Row<'_>) -> Result<Option<Pair>, StoreError> {
    let (id, word, first, second, decided_at) = (|| {
        let (id, word, decided_at) = (row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get(4)?);
        Ok((id, word, row.get::<_, String>(2)?, row.get::<_, String>(3)?, decided_at))
    })()
    .doing(place, "read a pair of duplicates")?;
    let state = PairState::ALL
        .into_iter()
        .find(|state| state.as_str() == word)
        .ok_or_else(|| place.unreadable("duplicates.state", id, word))?;
    let (Some((_, first)), Some((_, second))) = (side(db, place, &first)?, side(db, place, &second)?) else {
        return Ok(None);
    };
    Ok(Some(Pair { id, state, first, second, decided_at }))
}

/// The event of an id with its fid, as its own list has it.
pub(super) fn side(db: &Connection, place: &Place, id: &str) -> Result<Option<(i64, Event)>, StoreError> {
    if let Some(part) = parts::by_event_id(db, place, id)? {
        return Ok(Some((part.fid, part.kept.event)));
    }
    let doing = "read an event of a pair";
    let mut statement = db.prepare_cached("SELECT fid, body FROM events WHERE id = ?").doing(place, doing)?;
    let mut rows = statement.query([id]).doing(place, doing)?;
    let Some(row) = rows.next().doing(place, doing)? else { return Ok(None) };
    let fid = number(row, 0).doing(place, doing)?;
    let event = read::event(fid, row.get_ref(1).doing(place, doing)?, place)?;
    Ok(Some((integer(fid), event)))
}

/// The two events that show the sides of a pair, or an error when they are one by other pairs.
fn are_two(db: &Connection, place: &Place, pair: i64, fids: [i64; 2]) -> Result<[i64; 2], StoreError> {
    let roots = [parts::root(db, place, fids[0])?, parts::root(db, place, fids[1])?];
    if roots[0] == roots[1] { Err(StoreError::PairIsOne(pair)) } else { Ok(roots) }
}

/// Does what a person decided, and returns the pair as it stands then.
pub(super) fn decide(
    db: &Connection,
    place: &Place,
    id: i64,
    decision: Decision,
) -> Result<Pair, StoreError> {
    let doing = "decide on a pair of duplicates";
    let ids: Option<(String, String, String)> = db
        .query_row(
            "SELECT first, second, state FROM duplicates WHERE id = ? AND state <> 'outdated'",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
        .doing(place, doing)?;
    let Some((first, second, state)) = ids else { return Err(StoreError::NoSuchPair(id)) };
    let (Some((one, _)), Some((other, _))) = (side(db, place, &first)?, side(db, place, &second)?) else {
        return Err(StoreError::PairGone(id));
    };
    let is_merged = state == PairState::Merged.as_str();
    ledger::by_hand(db, place, |ledger| {
        let state = match decision {
            Decision::Same | Decision::Different if is_merged => return Err(StoreError::PairMerged(id)),
            Decision::Same => PairState::Same,
            Decision::Different => {
                are_two(db, place, id, [one, other])?;
                PairState::Different
            }
            Decision::Merge => {
                if !is_merged {
                    let roots = are_two(db, place, id, [one, other])?;
                    let [ones, others] = roots.map(|root| {
                        parts::tree(db, place, root).and_then(|parts| named(db, place, &parts, root))
                    });
                    if let Some(different) = told_apart(db, place, &ones?, &others?, Some(id))? {
                        return Err(StoreError::PairApart { pair: id, different });
                    }
                    parts::merge(ledger, db, id, roots)?;
                }
                PairState::Merged
            }
            Decision::Reopen => {
                if is_merged {
                    parts::split(ledger, db, id)?;
                }
                PairState::Proposed
            }
        };
        let decided_at = (state != PairState::Proposed).then_some(&ledger.at);
        db.execute(
            "UPDATE duplicates SET state = ?2, decided_at = ?3 WHERE id = ?1",
            params![id, state.as_str(), decided_at],
        )
        .doing(place, doing)
    })?;
    self::one(db, place, id)?.ok_or(StoreError::PairGone(id))
}
