//! Pairs decided on by their numbers, outside the queue.
//!
//! In: a pair and a decision. Out: the pair as it stands then, and the decision kept like any other. It must not compare events.

use super::decide::both;
use super::undo::Undo;
use super::{PairView, ReviewKey};
use crate::store::{Decision, EventStore, NewDecision, PairState, ReviewKind, StoreError};
use serde_json::json;

/// Does what a person decided on a pair, also on one that was decided before; when this returns, it is durable. To reopen a
/// pair takes back what was decided on it.
pub fn decide_pair(store: &dyn EventStore, id: i64, decision: Decision) -> Result<PairView, StoreError> {
    let mut transaction = store.begin_review()?;
    let was = transaction.pair(id)?.map(|pair| pair.state);
    let pair = transaction.decide_pair(id, decision)?;
    let item = ReviewKey::Duplicate(id).to_string();
    if pair.state == PairState::Proposed {
        while let Some(last) = transaction.last_decision(&item)? {
            transaction.undone(last.id, None)?;
        }
    } else if let Some(was) = was.filter(|was| *was != pair.state) {
        transaction.record(&NewDecision {
            by: None,
            item,
            kind: ReviewKind::Duplicate,
            decision: decision.as_str().to_owned(),
            from_json: json!({ "state": was }).to_string(),
            to_json: json!({ "state": pair.state, "title": both(&pair) }).to_string(),
            undo_json: Undo::Paired { pair: id, was, is: pair.state }.to_json(),
        })?;
    }
    transaction.commit()?;
    Ok((&pair).into())
}
