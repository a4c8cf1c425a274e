//! How an event came to be as it is shown.
//!
//! In: the name of an event. Out: its changes with what it was before each, and what a person set. It must not know requests.

use super::{Layer, Service};
use crate::encode::geojson;
use crate::event::EventId;
use crate::store::{Operation, Step, StoreError};
use serde::Serialize;
use serde_json::value::RawValue;

/// The most changes that are told of one event: more than any list makes in years.
pub const MAX_STEPS: usize = 200;

/// How an event came to be as it is shown.
#[derive(Debug, Serialize)]
pub struct History {
    /// The event.
    pub id: EventId,
    /// The collection that has it.
    pub collection: &'static str,
    /// Its last changes, the newest first.
    pub changes: Vec<HistoryStep>,
    /// What a person set of it, which wins over its list; `None` when nothing is set.
    pub set: Option<SetByHand>,
}

/// One change of an event.
#[derive(Debug, Serialize)]
pub struct HistoryStep {
    /// Its number in the change log.
    pub sequence: u64,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// What was done.
    pub operation: Operation,
    /// The import that did it; `None` when a person did.
    pub import: Option<i64>,
    /// The list of that import.
    pub list: Option<String>,
    /// The event before, as a `GeoJSON` feature; `None` when nothing was kept of it.
    pub before: Option<Box<RawValue>>,
}

/// What a person set of an event.
#[derive(Debug, Serialize)]
pub struct SetByHand {
    /// When that was last, RFC 3339, UTC.
    pub at: String,
    /// What: `kind`, `date`, `place`, `actors`, `claims`, `attributes`.
    pub fields: Vec<&'static str>,
}

impl Service {
    /// The last changes of an event that is shown; `None` when there is no such event. Reads the disk.
    pub fn history(&self, layer: Layer, id: &EventId) -> Result<Option<History>, StoreError> {
        if self.layers.get(layer).get(id.as_str()).is_none() {
            return Ok(None);
        }
        let Some(account) = self.store.account(id, MAX_STEPS)? else { return Ok(None) };
        Ok(Some(History {
            id: id.clone(),
            collection: layer.id(),
            changes: account.steps.into_iter().rev().map(told).collect(),
            set: account.edit.map(|(at, edit)| SetByHand {
                at,
                fields: edit.fields().into_iter().map(|(english, _)| english).collect(),
            }),
        }))
    }
}

fn told(step: Step) -> HistoryStep {
    let Step { sequence, at, operation, import, before } = step;
    let (import, list) = import.unzip();
    // What is kept was an event, and an event can be written: only a fault of ours leaves it out.
    let before = before.and_then(|event| {
        let feature = String::from_utf8(geojson::event(&event)).ok()?;
        RawValue::from_string(feature).ok()
    });
    HistoryStep { sequence, at, operation, import, list, before }
}
