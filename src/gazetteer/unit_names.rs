//! Units by their names.
//!
//! In: the units. Out: the units of a name without the word for its level, in all editions. It must not know positions.

use super::pack::PackPlace;
use super::unit::unit_key;
use super::{Level, Unit};
use hashbrown::HashMap;

/// Units by folded name.
#[derive(Debug)]
pub(super) struct UnitNames {
    /// Per unit: the keys of its names.
    keys: Vec<Vec<String>>,
    /// Per level, from large to small: the units of a key.
    numbers: [HashMap<String, Vec<u32>>; 3],
}

impl UnitNames {
    pub(super) fn new(units: &[Unit]) -> Self {
        let keys = |unit: &Unit| {
            std::iter::once(&unit.name).chain(&unit.aliases).map(|name| unit_key(name)).collect()
        };
        let keys: Vec<Vec<String>> = units.iter().map(keys).collect();
        let mut numbers: [HashMap<String, Vec<u32>>; 3] = Default::default();
        for (number, (unit, keys)) in (0..).zip(units.iter().zip(&keys)) {
            for key in keys {
                let of_key = numbers[place(unit.level)].entry_ref(key.as_str()).or_default();
                if of_key.last() != Some(&number) {
                    of_key.push(number);
                }
            }
        }
        Self { keys, numbers }
    }

    /// The keys of a unit's names.
    pub(super) fn keys(&self, number: u32) -> &[String] {
        self.keys.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// The units of a level and key, of any edition.
    pub(super) fn of_key(&self, level: Level, key: &str) -> &[u32] {
        self.numbers[place(level)].get(key).map_or(&[], Vec::as_slice)
    }

    /// All rows, of any edition, of the unit that a point of a pack is; `None` for communes, whose names occur
    /// too often, and for unknown names.
    pub(super) fn of_point(&self, point: &PackPlace, level: Level) -> Option<&[u32]> {
        if level == Level::Commune {
            return None;
        }
        std::iter::once(&point.name)
            .chain(&point.aliases)
            .map(|name| self.of_key(level, &unit_key(name)))
            .find(|numbers| !numbers.is_empty())
    }

    /// The region before 2016 of a name.
    pub(super) fn region(&self, name: &str) -> Option<u32> {
        self.of_key(Level::Region, &unit_key(name)).first().copied()
    }
}

fn place(level: Level) -> usize {
    match level {
        Level::Region => 0,
        Level::Cercle => 1,
        Level::Commune => 2,
    }
}
