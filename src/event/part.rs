//! The events that a merged event was made of.
//!
//! In: nothing. Out: [`Part`]. It must not know who merged them, nor how a store keeps them.

use super::{Event, EventId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One of the events that were merged into one, whole, as its own list has it.
///
/// The first part of a merged event is the one whose id it bears. Each other was merged into one before it, by a pair of
/// which one event is among those merged with the one, and the other among those merged with the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The event, which has no parts itself.
    pub event: Event,
    /// The part that it was merged into; `None` for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<EventId>,
    /// The two events that a person said are one; `None` for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<(EventId, EventId)>,
}

impl Event {
    /// Whether its parts, if it has any, are what merging leaves: then a store can merge and part them again.
    pub fn has_sound_parts(&self) -> bool {
        let Some(first) = self.parts.first() else { return true };
        let ids: BTreeSet<&EventId> = self.parts.iter().map(|part| &part.event.id).collect();
        if self.parts.len() < 2 || first.event.id != self.id {
            return false;
        }
        let mut before: BTreeSet<&EventId> = BTreeSet::new();
        for Part { event, merged_into, pair } in &self.parts {
            let merged = match (merged_into, pair) {
                (None, None) => before.is_empty(),
                (Some(into), Some((one, other))) => {
                    before.contains(into) && one != other && ids.contains(one) && ids.contains(other)
                }
                _ => false,
            };
            if !merged || !event.parts.is_empty() || !before.insert(&event.id) {
                return false;
            }
        }
        true
    }
}
