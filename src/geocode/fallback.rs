//! Where a place in doubt is at least: the smallest unit that all its likely candidates lie in.
//!
//! In: a ranking that decides nothing. Out: an area for the map, for review. It must not choose between places.

use super::decide::Question;
use super::radius::HELD_P;
use super::rank::Ranking;
use super::words::{self, french};
use crate::event::{Flag, Location, Precision, Reason};
use crate::gazetteer::{Edition, Level, Place};
use std::collections::HashMap;

/// A region says something only where the candidates themselves are in it; that a row names it is not enough.
const CANDIDATES_IN_REGION_P: f64 = 0.5;

impl Question<'_> {
    /// Shows the smallest unit that holds 90% of the probability; that of "none of these" lies where the row says.
    pub(super) fn fall_back(&self, location: &mut Location, ranking: &Ranking) {
        if location.point.is_some() {
            return;
        }
        let edition = self.context.day.map_or(Edition::Until2023, Edition::on);
        let mut held: HashMap<u32, f64> = HashMap::new();
        for one in &ranking.candidates {
            let around = match one.place {
                Place::Locality(number) => self.gazetteer.units_of(number, edition),
                Place::Unit(number) => self.gazetteer.units_above(number),
            };
            for unit in around.known() {
                *held.entry(unit).or_default() += one.p;
            }
        }
        let candidates_p: f64 = ranking.candidates.iter().map(|one| one.p).sum();
        // Nothing known at all: the row's units are all there is.
        let none_p = if ranking.candidates.is_empty() { 1.0 } else { ranking.none_p };
        for unit in self.named_by_the_row(edition) {
            *held.entry(unit).or_default() += none_p;
        }
        let smallest = held
            .into_iter()
            .filter(|(_, p)| *p >= HELD_P)
            .filter_map(|(number, p)| Some((self.gazetteer.unit(number)?.level, p, number)))
            .filter(|(level, ..)| *level > Level::Region || candidates_p >= CANDIDATES_IN_REGION_P)
            .max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(b.2.cmp(&a.2)));
        let Some((level, _, number)) = smallest else { return };
        let Some((unit, area)) = self.gazetteer.unit(number).and_then(|unit| Some((unit, unit.area?))) else {
            return;
        };
        location.point = Some(area.centre);
        location.radius_m = area.radius_m;
        location.precision = Some(Precision::azalai(if level == Level::Region { 4 } else { 3 }));
        location.units = self.gazetteer.path_of_unit(number, self.context.day);
        location.flags.push(Flag::Area);
        let shown = Reason::new(
            format!("somewhere in {}, shown as an area", words::unit(&unit.name, level)),
            format!("quelque part dans {}, représenté par une zone", french::unit(&unit.name, level)),
        );
        location.reword(|why| why.and(shown));
    }

    /// The units of an edition that the row names, with those above them.
    fn named_by_the_row(&self, edition: Edition) -> Vec<u32> {
        let mut named: Vec<u32> = Vec::new();
        for given in &self.context.given {
            let in_force = |number: &&u32| {
                self.gazetteer.unit(**number).is_some_and(|unit| unit.in_force_on(edition.some_day()))
            };
            // A name that two units of one edition have says of neither that it is meant.
            let mut units = given.units.iter().filter(in_force);
            if let (Some(unit), None) = (units.next(), units.next()) {
                named.extend(self.gazetteer.units_above(*unit).known());
            }
        }
        named.sort_unstable();
        named.dedup();
        named
    }
}
