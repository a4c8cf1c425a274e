//! Decisions taken back.
//!
//! In: the number of a decision. Out: what was before it, or what has to be taken back first. It must not know requests.

use super::ReviewError;
use crate::event::{Event, EventId, Location, Reason};
use crate::store::{Decision, DraftState, EventStore, PairState, PlaceFacts, ReviewTransaction, StoreError};
use serde::{Deserialize, Serialize};

/// What taking a decision back needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Undo {
    /// A draft became this event.
    Confirmed { draft: i64, event: Box<Event> },
    /// A draft is none.
    Rejected { draft: i64 },
    /// The places of events were set, and one was learned.
    Placed { events: Vec<Moved>, learned: Option<Learned> },
    /// A pair was decided on.
    Paired { pair: i64, was: PairState, is: PairState },
}

/// An event whose place was set: what a person had set of it before, and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Moved {
    pub(super) id: EventId,
    pub(super) before: Option<Location>,
    pub(super) after: Option<Location>,
}

/// A local place that was learned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Learned {
    pub(super) fid: u64,
    pub(super) facts: PlaceFacts,
}

impl Undo {
    pub(super) fn to_json(&self) -> String {
        // Numbers in it are finite: the store refuses others before.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Takes a decision back; when this returns, that is durable.
pub fn undo_decision(store: &dyn EventStore, id: i64, by: Option<&str>) -> Result<(), ReviewError> {
    let mut transaction = store.begin_review()?;
    let (record, json) = transaction.decision(id)?.ok_or(ReviewError::NoDecision(id))?;
    if let Some(at) = record.undone_at {
        return Err(ReviewError::Undone { id, at });
    }
    let undo: Undo = serde_json::from_str(&json).map_err(|_| StoreError::Value {
        store: "the store".to_owned(),
        column: "decisions.undo",
        row: u64::try_from(id).unwrap_or(0),
        value: json.chars().take(100).collect(),
    })?;
    match take_back(&mut *transaction, undo)? {
        Some(why) => return Err(ReviewError::BuiltOn { id, why }),
        None => transaction.undone(id, by)?,
    }
    transaction.commit()?;
    Ok(())
}

/// Writes what was before; or says what speaks against it.
fn take_back(transaction: &mut dyn ReviewTransaction, undo: Undo) -> Result<Option<Reason>, StoreError> {
    match undo {
        Undo::Confirmed { draft, event } => unconfirm(transaction, draft, &event),
        Undo::Rejected { draft } => match transaction.draft(draft)? {
            Some(kept) if kept.state == DraftState::Rejected => {
                transaction.settle_draft(draft, DraftState::Open, None)?;
                Ok(None)
            }
            Some(kept) => Ok(Some(Reason::new(
                format!("draft {draft} is {} now", kept.state.as_str()),
                format!("l’ébauche {draft} est maintenant {}", kept.state.in_french()),
            ))),
            None => Ok(Some(Reason::new(
                format!("draft {draft} is gone with its article"),
                format!("l’ébauche {draft} n’existe plus, ni son article"),
            ))),
        },
        Undo::Placed { events, learned } => {
            for moved in events {
                if let Some(why) = replace(transaction, moved)? {
                    return Ok(Some(why));
                }
            }
            learned.map_or(Ok(None), |learned| forget(transaction, &learned))
        }
        Undo::Paired { pair, was, is } => unpair(transaction, pair, was, is),
    }
}

fn unconfirm(
    transaction: &mut dyn ReviewTransaction,
    draft: i64,
    event: &Event,
) -> Result<Option<Reason>, StoreError> {
    let event_id = &event.id;
    let is_this = |kept: &crate::store::DraftRecord| kept.event_id.as_deref() == Some(event_id.as_str());
    if !transaction.draft(draft)?.as_ref().is_some_and(is_this) {
        return Ok(Some(Reason::new(
            format!("draft {draft} is not event {event_id} any more"),
            format!("l’ébauche {draft} n’est plus l’événement {event_id}"),
        )));
    }
    let pairs = transaction.decided_pairs(event_id)?;
    if !pairs.is_empty() {
        let pairs = pairs.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        return Ok(Some(Reason::new(
            format!(
                "it was decided since what else tells of event {event_id}: take that back first, pair {pairs}"
            ),
            format!(
                "on a décidé depuis ce qui raconte aussi l’événement {event_id}\u{a0}: annulez cela d’abord, paire {pairs}"
            ),
        )));
    }
    let is_same = transaction.event(event_id)?.as_ref() == Some(event);
    if !is_same || transaction.edit_of(event_id)?.is_some() {
        return Ok(Some(Reason::new(
            format!("event {event_id} was changed or removed by hand since: take that back first (edits)"),
            format!(
                "l’événement {event_id} a été changé ou retiré à la main depuis\u{a0}: annulez cela d’abord"
            ),
        )));
    }
    transaction.take_back(event_id)?;
    transaction.settle_draft(draft, DraftState::Open, None)?;
    Ok(None)
}

fn replace(transaction: &mut dyn ReviewTransaction, moved: Moved) -> Result<Option<Reason>, StoreError> {
    let Moved { id, before, after } = moved;
    let mut edit = transaction.edit_of(&id)?.unwrap_or_default();
    if edit.location != after {
        return Ok(Some(Reason::new(
            format!("the place of event {id} was set otherwise since"),
            format!("le lieu de l’événement {id} a été fixé autrement depuis"),
        )));
    }
    edit.location = before;
    // Where it was put it may have been one with others; where it is again nobody has compared it.
    transaction.withdraw_pairs(&id)?;
    // Of an event whose import was undone what was set is kept for the day when it comes again: this as well.
    transaction.put_edit(&id, &edit)?;
    Ok(None)
}

fn forget(transaction: &mut dyn ReviewTransaction, learned: &Learned) -> Result<Option<Reason>, StoreError> {
    let known = transaction.local_places()?.into_iter().find(|place| place.fid == learned.fid);
    match known {
        // Somebody removed it.
        None => Ok(None),
        Some(place) if place.facts == learned.facts && place.seen == 0 => {
            transaction.forget_place(learned.fid)?;
            Ok(None)
        }
        Some(place) => {
            let name = place.facts.name;
            Ok(Some(Reason::new(
                format!(
                    "the place '{name}' that it taught was changed since, or lists have it there too: remove it first"
                ),
                format!(
                    "le lieu «\u{a0}{name}\u{a0}» appris alors a été changé depuis, ou des listes l’y situent aussi\u{a0}: \
                     retirez-le d’abord"
                ),
            )))
        }
    }
}

fn unpair(
    transaction: &mut dyn ReviewTransaction,
    pair: i64,
    was: PairState,
    is: PairState,
) -> Result<Option<Reason>, StoreError> {
    match transaction.pair(pair)? {
        None => {
            return Ok(Some(Reason::new(
                format!("an event of pair {pair} is not there any more"),
                format!("un événement de la paire {pair} n’existe plus"),
            )));
        }
        Some(now) if now.state != is => {
            return Ok(Some(Reason::new(
                format!("pair {pair} was decided otherwise since: {}", now.state.as_str()),
                format!("on a décidé autrement de la paire {pair} depuis\u{a0}: {}", now.state.in_french()),
            )));
        }
        Some(_) => {}
    }
    transaction.decide_pair(pair, Decision::Reopen)?;
    let again = match was {
        PairState::Proposed => return Ok(None),
        PairState::Same => Decision::Same,
        PairState::Different => Decision::Different,
        PairState::Merged => Decision::Merge,
    };
    transaction.decide_pair(pair, again)?;
    Ok(None)
}
