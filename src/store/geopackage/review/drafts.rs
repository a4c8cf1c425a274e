//! Drafts: events that nobody has confirmed.
//!
//! In: a connection within a transaction. Out: drafts and what became of them. It must not know the queue.

use super::is_there;
use crate::event::{DateSpan, EventId, Fingerprint};
use crate::store::geopackage::columns::Source;
use crate::store::geopackage::dated::date;
use crate::store::geopackage::extent::Extent;
use crate::store::geopackage::place::Place;
use crate::store::geopackage::problem::Doing as _;
use crate::store::geopackage::{header, parts};
use crate::store::{DraftRecord, DraftState, NewDraft, StoreError};
use rusqlite::{Connection, Row, params};

const TABLE: &str = "drafts";

/// Keeps a draft of an article, under its number there.
pub(super) fn insert(
    db: &Connection,
    place: &Place,
    (article, number): (i64, i64),
    draft: &NewDraft,
) -> Result<(), StoreError> {
    let NewDraft { draft_json, event, p, why } = draft;
    // One that could not be an event is refused now and not when a person has confirmed it.
    drop(Source::new(event, &Fingerprint::of_cells([]))?);
    let body = parts::encoded(event)?;
    if !p.is_finite() {
        return Err(StoreError::NotFinite(event.id.clone()));
    }
    let days = event.when.as_ref().map(DateSpan::days);
    db.prepare_cached(
        "INSERT INTO drafts (geom, article, number, state, version, title, kind, date_start, date_end, place, p, why,
           draft, event)
         VALUES (?, ?, ?, 'open', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            event.location.point.map(header::encode),
            article,
            number,
            event.title(),
            event.kind.as_str(),
            days.map(|(first, _)| first.to_string()),
            days.map(|(_, last)| last.to_string()),
            event.location.name,
            p,
            why,
            draft_json,
            body
        ])
    })
    .doing(place, "keep a draft")?;
    Ok(())
}

/// A draft; `None` when there is none of that number.
pub(super) fn one(db: &Connection, place: &Place, id: i64) -> Result<Option<DraftRecord>, StoreError> {
    if !is_there(db, place)? {
        return Ok(None);
    }
    let doing = "read a draft";
    let mut statement = db
        .prepare_cached(
            "SELECT article, number, state, version, event_id, p, draft, event FROM drafts WHERE fid = ?1",
        )
        .doing(place, doing)?;
    let mut rows = statement.query([id]).doing(place, doing)?;
    rows.next().doing(place, doing)?.map(|row| draft(row, place, id)).transpose()
}

fn draft(row: &Row<'_>, place: &Place, id: i64) -> Result<DraftRecord, StoreError> {
    let doing = "read a draft";
    let (article, number, word, version) =
        (|| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get(3)?)))().doing(place, doing)?;
    let (event_id, p, draft_json, body) =
        (|| Ok((row.get(4)?, row.get(5)?, row.get(6)?, row.get::<_, String>(7)?)))().doing(place, doing)?;
    let state = state(place, id, word)?;
    let event = serde_json::from_str(&body).map_err(|_| place.unreadable("drafts.event", id, body))?;
    Ok(DraftRecord { id, article, number, state, version, event_id, p, draft_json, event })
}

fn state(place: &Place, id: i64, word: String) -> Result<DraftState, StoreError> {
    let known = DraftState::ALL.into_iter().find(|state| state.as_str() == word);
    known.ok_or_else(|| place.unreadable("drafts.state", id, word))
}

/// The drafts of an article in their order, what became of each, and the event that it became.
pub(super) fn states(
    db: &Connection,
    place: &Place,
    article: i64,
) -> Result<Vec<(i64, DraftState, Option<String>)>, StoreError> {
    let read = || {
        db.prepare_cached("SELECT fid, state, event_id FROM drafts WHERE article = ?1 ORDER BY number")?
            .query_map([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<Vec<(i64, String, Option<String>)>>>()
    };
    let rows = read().doing(place, "read the drafts of an article")?.into_iter();
    rows.map(|(id, word, event)| Ok((id, state(place, id, word)?, event))).collect()
}

/// Closes or opens a draft.
pub(super) fn settle(
    db: &Connection,
    place: &Place,
    id: i64,
    state: DraftState,
    event_id: Option<&EventId>,
) -> Result<(), StoreError> {
    db.execute(
        "UPDATE drafts SET state = ?2, event_id = ?3, version = version + 1 WHERE fid = ?1",
        params![id, state.as_str(), event_id.map(EventId::as_str)],
    )
    .doing(place, "settle a draft")?;
    date(db, place, &[TABLE])
}

/// Brings what `gpkg_contents` says of the drafts up to date.
pub(super) fn describe(db: &Connection, place: &Place) -> Result<(), StoreError> {
    Extent::renew(db, place, TABLE)?;
    date(db, place, &[TABLE])
}
