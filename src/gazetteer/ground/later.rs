//! What a unit before 2016 became.
//!
//! In: the units, and the curated places with their units in every edition. Out: for a unit, the units of the other
//! editions that its ground lies in, as far as they follow. It must not guess: where the places of a unit went
//! to several later ones, nothing follows.

use crate::gazetteer::division::{Division, Within};
use crate::gazetteer::{Edition, Level, Locality, Unit};
use std::collections::HashMap;

/// Which units of each edition the ground of a unit lies in.
#[derive(Debug)]
pub(super) struct Later {
    /// Per commune and cercle of the older editions: what all its curated places are in since 2023.
    since_2023: HashMap<u32, Within>,
    /// Per unit before 2016: those of its level that followed it.
    heirs: HashMap<u32, Vec<u32>>,
}

impl Later {
    pub(super) fn new(units: &[Unit], division: &Division, seed: &[Locality]) -> Self {
        let mut agreed: HashMap<u32, Within> = HashMap::new();
        for number in (0..).take(seed.len()) {
            let [before, until, since] = division.within(number);
            if since.region.is_none() {
                continue;
            }
            for unit in [before.commune, until.commune, before.cercle, until.cercle].into_iter().flatten() {
                agreed.entry(unit).and_modify(|within| *within = common(*within, since)).or_insert(since);
            }
        }
        let mut heirs: HashMap<u32, Vec<u32>> = HashMap::new();
        for (number, unit) in (0..).zip(units) {
            if !unit.in_force_on(Edition::Until2023.some_day()) {
                continue;
            }
            for old in unit.successor_of.iter().filter_map(|id| division.number(id)) {
                if units.get(old as usize).is_some_and(|old| old.level == unit.level) {
                    heirs.entry(old).or_default().push(number);
                }
            }
        }
        Self { since_2023: agreed, heirs }
    }

    /// The units of each edition that the ground of a unit lies in.
    pub(super) fn editions_of(&self, unit: u32, units: &[Unit], division: &Division) -> [Within; 3] {
        let chain = division.chain(units, unit);
        let in_force = |edition: Edition| {
            units.get(unit as usize).is_some_and(|unit| unit.in_force_on(edition.some_day()))
        };
        let [before, until] = if in_force(Edition::Before2016) {
            let heirs = self.heirs.get(&unit).into_iter().flatten();
            let until = if in_force(Edition::Until2023) {
                Some(chain)
            } else {
                // Several heirs divided the ground: what all of them lie in, it lay in.
                heirs.map(|heir| division.chain(units, *heir)).reduce(common)
            };
            [chain, until.unwrap_or_default()]
        } else if in_force(Edition::Until2023) {
            [Self::origin(unit, units, division), chain]
        } else {
            [Within::default(); 2]
        };
        let since = if in_force(Edition::Since2023) {
            chain
        } else {
            [before.commune, until.commune, before.cercle, until.cercle]
                .into_iter()
                .flatten()
                .filter_map(|unit| self.since_2023.get(&unit))
                .fold(Within::default(), |known, more| Within {
                    region: known.region.or(more.region),
                    cercle: known.cercle.or(more.cercle),
                    commune: None,
                })
        };
        [before, until, since]
    }

    /// The units before 2016 of one made then: its predecessor, which it lies in even where it is a part of it.
    fn origin(unit: u32, units: &[Unit], division: &Division) -> Within {
        let before = units
            .get(unit as usize)
            .into_iter()
            .flat_map(|unit| &unit.successor_of)
            .filter_map(|id| division.number(id))
            .find(|number| {
                units.get(*number as usize).is_some_and(|u| u.in_force_on(Edition::Before2016.some_day()))
            });
        let Some(before) = before else { return Within::default() };
        let mut within = division.chain(units, before);
        // A part of a cercle lies in that cercle; its commune is another.
        if units.get(unit as usize).is_some_and(|unit| unit.level == Level::Cercle) {
            within.commune = None;
        }
        within
    }
}

/// What two places have in common.
fn common(a: Within, b: Within) -> Within {
    let same = |a: Option<u32>, b: Option<u32>| a.filter(|_| a == b);
    Within { region: same(a.region, b.region), cercle: same(a.cercle, b.cercle), commune: None }
}
