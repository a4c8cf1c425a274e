//! One decision, as one transaction.
//!
//! In: a store, a geocoder, and what a person wants of an item as that person saw it. Out: what was written, recorded with what
//! taking it back needs. It must not know requests.

use super::place::{self, Chosen};
use super::undo::{Learned, Moved, Undo};
use super::words::in_french;
use super::{ReviewError, ReviewKey, pair_version};
use crate::encode::geojson;
use crate::event::{Event, EventId, Location, LonLat, Reason, Status};
use crate::geocode::Geocoder;
use crate::service::articles::{event_of, identity_of, print_of};
use crate::service::duplicates::{Lists, PairView, compare};
use crate::service::edit::{EventChange, version_of};
use crate::service::gazetteer::{id_of, taught};
use crate::store::{
    Decision, DecisionRecord, DraftState, EventStore, NewDecision, Pair, PairState, ReviewTransaction,
    StoreError,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::ops::ControlFlow;

/// Of so many events at most the place is set at once, since their lists say the same.
const MAX_ALIKE: usize = 5_000;
/// Who stands for a place that was learned from a decision whose person is not named.
const SOMEBODY: &str = "review";

/// What a person wants of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Which item.
    pub key: ReviewKey,
    /// The version that the person saw; `None` for whichever there is.
    pub version: Option<String>,
    /// What is to become of it.
    pub verdict: Verdict,
}

/// What is to become of an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The draft is an event, with these changes.
    Confirm(Box<DraftChange>),
    /// The draft is none.
    Reject,
    /// The event is there.
    Place {
        /// Where.
        choice: PlaceChoice,
        /// Also all others of whose places the lists say the same.
        same: bool,
        /// And the gazetteer is to know.
        learn: bool,
    },
    /// What two events are to each other.
    Pair(Decision),
}

/// What a person says of the event that a draft becomes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DraftChange {
    /// It was at this one of the draft's rivals, counted from 1.
    pub candidate: Option<usize>,
    /// Whatever else is otherwise.
    pub event: EventChange,
}

/// Where an event is, as a person says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlaceChoice {
    /// At the best candidate.
    Best,
    /// At this one, counted from 1.
    Candidate(usize),
    /// Here.
    Point {
        /// Where.
        point: LonLat,
        /// The true place is within so many metres.
        radius_m: Option<f64>,
    },
    /// Nobody knows.
    Nobody,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decided {
    /// On what.
    pub key: String,
    /// Number of the decision.
    pub id: i64,
    /// The event that a draft became, or whose place was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<EventId>,
    /// Of how many others the same was decided.
    pub also: u64,
    /// How many events the new one may be the same as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed: Option<u64>,
    /// The local place that was learned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learned: Option<String>,
    /// Why nothing was learned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_learned: Option<String>,
    /// The same in French.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_learned_fr: Option<String>,
}

/// What a decision did, before it is recorded.
struct Outcome {
    decided: Decided,
    word: String,
    from: Value,
    to: Value,
    undo: Undo,
}

/// Does what a person decided; when this returns, it is durable.
pub fn decide(
    store: &dyn EventStore,
    geocoder: &Geocoder,
    by: Option<&str>,
    wish: &Wish,
) -> Result<Decided, ReviewError> {
    // Before the transaction begins, since a store in memory cannot be read during one.
    let compares = matches!(wish.verdict, Verdict::Confirm(_) | Verdict::Place { .. });
    let lists = if compares { Lists::of(store)? } else { Lists::default() };
    let mut transaction = store.begin_review()?;
    let mut desk = Desk { transaction: &mut *transaction, geocoder, by, wish };
    let Outcome { mut decided, word, from, to, undo } = match (&wish.key, &wish.verdict) {
        (ReviewKey::Draft(id), Verdict::Confirm(change)) => desk.confirm(*id, change, &lists)?,
        (ReviewKey::Draft(id), Verdict::Reject) => desk.reject(*id)?,
        (ReviewKey::Location(id), Verdict::Place { choice, same, learn }) => {
            desk.place(id, choice, (*same, *learn), &lists)?
        }
        (ReviewKey::Duplicate(id), Verdict::Pair(decision)) => desk.pair(*id, *decision)?,
        (key, _) => {
            let rule = format!("is none for a {}", key.kind().as_str());
            return Err(ReviewError::Field { field: "decision", value: key.to_string(), rule });
        }
    };
    decided.id = transaction.record(&NewDecision {
        by: by.map(str::to_owned),
        item: wish.key.to_string(),
        kind: wish.key.kind(),
        decision: word,
        from_json: from.to_string(),
        to_json: to.to_string(),
        undo_json: undo.to_json(),
    })?;
    transaction.commit()?;
    Ok(decided)
}

/// Where one decision is made.
struct Desk<'a> {
    transaction: &'a mut dyn ReviewTransaction,
    geocoder: &'a Geocoder,
    by: Option<&'a str>,
    wish: &'a Wish,
}

impl Desk<'_> {
    fn confirm(&mut self, id: i64, change: &DraftChange, lists: &Lists) -> Result<Outcome, ReviewError> {
        let draft = self.open_draft(id)?;
        let article = self.transaction.article(draft.article)?.ok_or_else(|| self.unknown())?;
        let mut event = event_of(&draft, &article);
        if let Some(number) = change.candidate {
            let candidate = place::candidate(&event, number)?.clone();
            event.location = place::at(self.geocoder, &event, &candidate);
        }
        change.event.apply(&mut event, self.geocoder)?;
        let identity = identity_of(&article.digest, draft.number);
        self.transaction.add(&identity, &print_of(&article.digest, draft.number), &event)?;
        let proposed = compare(self.transaction, &event.origin.list, lists)?.pairs;
        self.transaction.settle_draft(id, DraftState::Confirmed, Some(&event.id))?;
        let shown =
            self.transaction.event(&event.id)?.ok_or_else(|| StoreError::NoEvent(event.id.clone()))?;
        let mut decided = self.decided();
        (decided.event_id, decided.proposed) = (Some(event.id.clone()), Some(proposed));
        let state = |state: DraftState| json!({ "state": state });
        let (from, mut to) = (state(DraftState::Open), state(DraftState::Confirmed));
        to["event_id"] = json!(shown.id);
        to["title"] = shown.title().into();
        let undo = Undo::Confirmed { draft: id, event: Box::new(shown) };
        Ok(Outcome { decided, word: "confirm".to_owned(), from, to, undo })
    }

    fn reject(&mut self, id: i64) -> Result<Outcome, ReviewError> {
        let draft = self.open_draft(id)?;
        self.transaction.settle_draft(id, DraftState::Rejected, None)?;
        let state = |state: DraftState| json!({ "state": state });
        let (from, mut to) = (state(DraftState::Open), state(DraftState::Rejected));
        to["title"] = draft.event.title().into();
        let (decided, undo) = (self.decided(), Undo::Rejected { draft: id });
        Ok(Outcome { decided, word: "reject".to_owned(), from, to, undo })
    }

    /// A draft that waits, as the person saw it.
    fn open_draft(&mut self, id: i64) -> Result<crate::store::DraftRecord, ReviewError> {
        let draft = self.transaction.draft(id)?.ok_or_else(|| self.unknown())?;
        if draft.state != DraftState::Open {
            return Err(self.closed(&Reason::new(draft.state.as_str(), draft.state.in_french()))?);
        }
        self.seen(|| draft.version.to_string())?;
        Ok(draft)
    }

    fn place(
        &mut self,
        id: &EventId,
        choice: &PlaceChoice,
        (same, learn): (bool, bool),
        lists: &Lists,
    ) -> Result<Outcome, ReviewError> {
        let event = self.transaction.event(id)?.ok_or_else(|| self.unknown())?;
        if event.location.status != Status::Review {
            return Err(
                self.closed(&Reason::new("its place is not in doubt", "son lieu n’est pas en doute"))?
            );
        }
        self.seen(|| version_of(&geojson::event(&event)))?;
        let chosen = Chosen::of(&event, choice)?;
        let mut ids = vec![id.clone()];
        if same {
            ids.extend(self.transaction.said_alike(&event, MAX_ALIKE)?);
        }
        let mut events = Vec::with_capacity(ids.len());
        for id in ids {
            events.extend(self.set(id, &chosen)?);
        }
        // Where they are now, others may tell of them: the order in which people decide makes no difference.
        let proposed = match choice {
            PlaceChoice::Nobody => None,
            _ => Some(compare(self.transaction, &event.origin.list, lists)?.pairs),
        };
        let mut decided = self.decided();
        decided.proposed = proposed;
        decided.also = events.len().saturating_sub(1) as u64;
        decided.event_id = Some(id.clone());
        let shown = self.transaction.event(id)?.ok_or_else(|| self.unknown())?;
        let point = shown.location.point.filter(|_| shown.location.status != Status::Unlocated);
        let learned = match point.filter(|_| learn) {
            None => None,
            Some(point) => match self.learn(&event, point)? {
                Ok(learned) => {
                    decided.learned = Some(id_of(learned.fid));
                    Some(learned)
                }
                Err(why) => {
                    (decided.not_learned, decided.not_learned_fr) = (Some(why.en), Some(why.fr));
                    None
                }
            },
        };
        let (from, mut to) = (told(&event.location), told(&shown.location));
        to["also"] = decided.also.into();
        to["title"] = event.title().into();
        let word = match choice {
            PlaceChoice::Best => "accept",
            PlaceChoice::Candidate(_) => "candidate",
            PlaceChoice::Point { .. } => "place",
            PlaceChoice::Nobody => "reject",
        };
        Ok(Outcome { decided, word: word.to_owned(), from, to, undo: Undo::Placed { events, learned } })
    }

    /// Sets the place of one event; `None` when that is another one already.
    fn set(&mut self, id: EventId, chosen: &Chosen) -> Result<Option<Moved>, ReviewError> {
        let Some(event) = self.transaction.event(&id)? else { return Ok(None) };
        let location = chosen.location(self.geocoder, &event);
        let before = self.transaction.edit_of(&id)?.and_then(|edit| edit.location);
        let is_other = self.transaction.edit(&id, &mut |shown| {
            let mut wanted = shown.clone();
            wanted.location.clone_from(&location);
            ControlFlow::Continue(Some(wanted))
        })?;
        let after = self.transaction.edit_of(&id)?.and_then(|edit| edit.location);
        Ok(is_other.then_some(Moved { id, before, after }))
    }

    fn learn(&mut self, event: &Event, point: LonLat) -> Result<Result<Learned, Reason>, ReviewError> {
        let known = self.transaction.local_places()?;
        let by = self.by.unwrap_or(SOMEBODY);
        match taught(self.geocoder, event, point, by, known) {
            Err(why) => Ok(Err(why)),
            Ok(facts) => {
                let place = self.transaction.learn(&facts)?;
                Ok(Ok(Learned { fid: place.fid, facts: place.facts }))
            }
        }
    }

    fn pair(&mut self, id: i64, decision: Decision) -> Result<Outcome, ReviewError> {
        let pair = self.transaction.pair(id)?.ok_or_else(|| self.unknown())?;
        if pair.state != PairState::Proposed {
            return Err(self.closed(&Reason::new(pair.state.as_str(), pair.state.in_french()))?);
        }
        self.seen(|| pair_version(&PairView::from(&pair)))?;
        let after = self.transaction.decide_pair(id, decision)?;
        let state = |state: PairState| json!({ "state": state });
        let undo = Undo::Paired { pair: id, was: pair.state, is: after.state };
        let (from, mut to) = (state(pair.state), state(after.state));
        to["title"] = both(&pair).into();
        Ok(Outcome { decided: self.decided(), word: decision.as_str().to_owned(), from, to, undo })
    }

    fn decided(&self) -> Decided {
        Decided {
            key: self.wish.key.to_string(),
            id: 0,
            event_id: None,
            also: 0,
            proposed: None,
            learned: None,
            not_learned: None,
            not_learned_fr: None,
        }
    }

    fn unknown(&self) -> ReviewError {
        ReviewError::Unknown(self.wish.key.clone())
    }

    /// Of two who saw the same only one decides.
    fn seen(&self, version: impl FnOnce() -> String) -> Result<(), ReviewError> {
        match &self.wish.version {
            Some(seen) if *seen != version() => Err(ReviewError::Changed(self.wish.key.clone())),
            _ => Ok(()),
        }
    }

    /// Says who was faster, if somebody was.
    fn closed(&mut self, state: &Reason) -> Result<ReviewError, ReviewError> {
        let key = self.wish.key.clone();
        let why = match self.transaction.last_decision(&key.to_string())? {
            None => state.clone(),
            Some(DecisionRecord { by, decision, at, id, .. }) => {
                let name = |word: &str| by.as_ref().map(|by| format!(" {word} {by}")).unwrap_or_default();
                Reason::new(
                    format!("'{decision}' was decided{} at {at}, decision {id}", name("by")),
                    format!(
                        "«\u{a0}{}\u{a0}» a été décidé{} ({at}), décision {id}",
                        in_french(&decision),
                        name("par")
                    ),
                )
            }
        };
        Ok(ReviewError::Closed { key, why })
    }
}

/// What both events of a pair are called.
pub(super) fn both(pair: &Pair) -> String {
    format!("{} / {}", pair.first.title(), pair.second.title())
}

/// A location in few words, for people.
fn told(location: &Location) -> Value {
    json!({
        "status": location.status,
        "place": location.name,
        "lon": location.point.map(LonLat::lon),
        "lat": location.point.map(LonLat::lat),
        "p": location.p,
    })
}
