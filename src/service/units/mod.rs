//! Regions, cercles and communes, and how many events lie in them.
//!
//! In: the gazetteer, and where events are. Out: units as features, and counts by unit. It must not know HTTP.

mod counts;
mod features;

pub(super) use counts::{Known, count};
pub(super) use features::{UNIT_ATTRIBUTES, units};

#[cfg(test)]
mod tests;

use crate::encode::EncodeError;
use crate::encode::geojson::with_added;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// What is added to a unit.
#[derive(Serialize)]
struct Counted {
    /// Events in it.
    events: usize,
}

/// What is read of a feature.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

/// How many events lie in which unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitCounts {
    /// How many events were looked at.
    pub matched: usize,
    /// Events in each unit, by its id; a unit without any is left out. Units of different divisions overlap, and so do their
    /// counts.
    pub by_unit: HashMap<String, usize>,
}

impl UnitCounts {
    /// How many events lie in a unit.
    pub fn of(&self, unit: &str) -> usize {
        self.by_unit.get(unit).copied().unwrap_or_default()
    }

    /// An encoded unit with how many events lie in it.
    pub fn on(&self, unit: &[u8]) -> Result<Vec<u8>, EncodeError> {
        // A feature without an id would have no events.
        let events = serde_json::from_slice::<Named<'_>>(unit).map_or(0, |named| self.of(&named.id));
        with_added(unit, "unit", &Counted { events })
    }
}
