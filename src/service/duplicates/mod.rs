//! Events of different lists that may be one event: proposed, decided, merged and taken apart.
//!
//! In: an import's transaction, or a person's decision. Out: pairs with both sides and why they may be one. It must not
//! decide: it proposes.

mod gap;
mod propose;
#[cfg(test)]
mod tests;

pub use gap::{FLOOR_KM, MAX_WINDOW_KM};
pub(super) use propose::{Lists, compare, propose};
pub use propose::{MAX_PAIRS_PER_EVENT, MAX_PAIRS_PER_IMPORT};

use super::{Service, decide_pair};
use crate::event::{Claim, Event, Kind, LonLat};
use crate::store::{Decision, EventStore, Pair, PairState, StoreError};
use gap::{Gap, Spot};
use serde::Serialize;

/// Two events that may be one, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairView {
    /// Its number in the store.
    pub id: i64,
    /// What a person decided.
    pub state: PairState,
    /// One event, as its list has it.
    pub first: Side,
    /// The other.
    pub second: Side,
    /// Kilometres between them; `None` when one is on no map.
    pub distance_km: Option<f64>,
    /// Kilometres that may lie between them.
    pub window_km: f64,
    /// Days between them, 0 when they overlap; `None` when one has no date.
    pub days_apart: Option<i32>,
    /// Days that may lie between them.
    pub window_days: i32,
    /// Why they may be one.
    pub why: String,
    /// The same in French.
    pub why_fr: String,
    /// When that was decided, RFC 3339, UTC.
    pub decided_at: Option<String>,
}

/// One event of a pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// Its id.
    pub event_id: String,
    /// Its title.
    pub title: String,
    /// What happened.
    pub kind: Kind,
    /// First day, ISO 8601.
    pub date_start: Option<String>,
    /// Last day, ISO 8601.
    pub date_end: Option<String>,
    /// The place as the list names it.
    pub place: String,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Uncertainty.
    pub radius_m: f64,
    /// Name of its list.
    pub list: String,
    /// First line of its row.
    pub line: u64,
    /// Who says so, as the list names them.
    pub source: Option<String>,
    /// Who took part.
    pub actors: Vec<String>,
    /// How many died, at least.
    pub deaths_low: Option<u32>,
    /// Deaths, where the sources agree on a number.
    pub deaths_best: Option<u32>,
    /// How many died, at most.
    pub deaths_high: Option<u32>,
    /// What is said of it.
    pub notes: Option<String>,
}

impl Service {
    /// Pairs of events that may be one, in one state or in any, and how many there are in all.
    pub fn pairs(
        &self,
        state: Option<PairState>,
        after: i64,
        limit: usize,
    ) -> Result<(Vec<PairView>, u64), StoreError> {
        pairs(&*self.store, state, after, limit)
    }

    /// Does what a person decided on a pair; when this returns, that is durable and served.
    pub fn decide_pair(&self, id: i64, decision: Decision) -> Result<PairView, StoreError> {
        let pair = decide_pair(&*self.store, id, decision)?;
        self.show_committed();
        Ok(pair)
    }
}

/// Pairs in one state, or in any, and how many there are in all.
pub fn pairs(
    store: &dyn EventStore,
    state: Option<PairState>,
    after: i64,
    limit: usize,
) -> Result<(Vec<PairView>, u64), StoreError> {
    let (pairs, count) = store.pairs(state, after, limit)?;
    Ok((pairs.iter().map(PairView::from).collect(), count))
}

impl From<&Pair> for PairView {
    fn from(pair: &Pair) -> Self {
        let Pair { id, state, first, second, decided_at } = pair;
        let gap = Spot::of(first).zip(Spot::of(second)).map(|(one, other)| Gap::between(&one, &other));
        let why = gap::why(first, second, gap.as_ref());
        let tenths = |km: f64| (km * 10.0).round() / 10.0;
        Self {
            id: *id,
            state: *state,
            first: first.into(),
            second: second.into(),
            distance_km: gap.and_then(|gap| gap.distance_km).map(tenths),
            window_km: gap.map_or(0.0, |gap| tenths(gap.window_km)),
            days_apart: gap.map(|gap| gap.days_apart),
            window_days: gap.map_or(0, |gap| gap.window_days),
            why: why.en,
            why_fr: why.fr,
            decided_at: decided_at.clone(),
        }
    }
}

impl From<&Event> for Side {
    fn from(event: &Event) -> Self {
        let days = event.when.as_ref().map(crate::event::DateSpan::days);
        let point = event.location.point;
        Self {
            event_id: event.id.to_string(),
            title: event.title(),
            kind: event.kind,
            date_start: days.map(|(first, _)| first.to_string()),
            date_end: days.map(|(_, last)| last.to_string()),
            place: event.place.name.clone(),
            lon: point.map(LonLat::lon),
            lat: point.map(LonLat::lat),
            radius_m: event.location.radius_m,
            list: event.origin.list.clone(),
            line: event.origin.line,
            source: told(&event.claims, |claim| &claim.source),
            actors: event.actors.clone(),
            deaths_low: event.deaths.low,
            deaths_best: event.deaths.best,
            deaths_high: event.deaths.high,
            notes: told(&event.claims, |claim| &claim.text),
        }
    }
}

fn told<'c>(claims: &'c [Claim], text: impl Fn(&'c Claim) -> &'c str) -> Option<String> {
    let texts: Vec<&str> = claims.iter().map(text).filter(|text| !text.is_empty()).collect();
    (!texts.is_empty()).then(|| texts.join(" | "))
}
