//! Regions, cercles and communes, and how many events lie in them.
//!
//! In: the gazetteer, and where events are. Out: units as features, and counts by unit. It must not know HTTP.

mod counts;
mod features;

pub(super) use counts::{Known, count};
pub(super) use features::{UNIT_ATTRIBUTES, units};

#[cfg(test)]
mod tests;

use std::collections::HashMap;

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
}
