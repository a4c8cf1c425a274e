//! Which units a place lies in, in each of the three editions.
//!
//! In: the two tables. Out: paths of units for a locality or a unit, places of a unit. It must not know
//! spellings: the tables name each other exactly.

use super::locality::{self, Locality};
use super::space::{Circle, circle_round};
use super::spacing::Spacing;
use super::{Edition, GazetteerError, Level, Unit, hull_of};
use crate::event::{LonLat, UnitPath};
use std::collections::HashMap;
use std::sync::Arc;

/// The units of one edition that a place lies in, as numbers in the table of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Within {
    /// First level.
    pub region: Option<u32>,
    /// Second level.
    pub cercle: Option<u32>,
    /// Third level.
    pub commune: Option<u32>,
}

impl Within {
    /// Those that are known, from large to small.
    pub fn known(self) -> impl Iterator<Item = u32> {
        [self.region, self.cercle, self.commune].into_iter().flatten()
    }

    /// The smallest that is known.
    pub fn smallest(self) -> Option<u32> {
        self.commune.or(self.cercle).or(self.region)
    }
}

/// Places and units, joined.
#[derive(Debug)]
pub(super) struct Division {
    /// Per locality, in the order of [`Edition::ALL`].
    within: Vec<[Within; 3]>,
    /// Per unit: the localities in it.
    places: Vec<Vec<u32>>,
    by_id: HashMap<String, u32>,
}

impl Division {
    pub(super) fn new(units: &[Unit], localities: &[Locality]) -> Result<Self, GazetteerError> {
        let by_id: HashMap<String, u32> = units.iter().map(|unit| unit.id.clone()).zip(0..).collect();
        let mut division = Self { within: Vec::new(), places: vec![Vec::new(); units.len()], by_id };
        let finder = Finder::new(units);
        for locality in localities {
            let within = division.resolve(units, &finder, locality)?;
            division.push(within);
        }
        Ok(division)
    }

    /// Adds the next locality, with its units in the order of [`Edition::ALL`].
    pub(super) fn push(&mut self, within: [Within; 3]) {
        let number = self.within.len() as u32;
        let mut all: Vec<u32> = within.iter().flat_map(|one| one.known()).collect();
        all.sort_unstable();
        all.dedup();
        for unit in all {
            if let Some(places) = self.places.get_mut(unit as usize) {
                places.push(number);
            }
        }
        self.within.push(within);
    }

    /// The units of one locality: the columns name those since 2016, older ones follow from the units'
    /// predecessors.
    fn resolve(
        &self,
        units: &[Unit],
        finder: &Finder<'_>,
        locality: &Locality,
    ) -> Result<[Within; 3], GazetteerError> {
        let find = |edition, level, name: &Option<Arc<str>>, parent: Option<u32>| {
            let Some(name) = name else { return Ok(None) };
            let parent = parent.and_then(|number| units.get(number as usize)).map(|unit| unit.id.as_str());
            finder.find(edition, level, name, parent).map(Some).ok_or_else(|| GazetteerError::Dangling {
                table: locality::TABLE,
                id: locality.id.clone(),
                missing: name.as_ref().to_owned(),
            })
        };
        let edition = Edition::Until2023;
        let region = find(edition, Level::Region, &locality.region, None)?;
        let cercle = find(edition, Level::Cercle, &locality.cercle, region)?;
        let commune = find(edition, Level::Commune, &locality.commune, cercle)?;
        let until_2023 = Within { region, cercle, commune };

        let edition = Edition::Since2023;
        let region = find(edition, Level::Region, &locality.region_2023, None)?;
        let cercle = find(edition, Level::Cercle, &locality.cercle_2023, region)?;
        let since_2023 = Within { region, cercle, commune: None };
        Ok([self.before_2016(units, until_2023), until_2023, since_2023])
    }

    /// The units before 2016 of a place whose units of 2016 are known: its commune was the same, and went
    /// whole from one cercle and region to another.
    fn before_2016(&self, units: &[Unit], later: Within) -> Within {
        let day = Edition::Before2016.some_day();
        let earlier = |number: Option<u32>| {
            let number = number?;
            let unit = units.get(number as usize)?;
            if unit.in_force_on(day) {
                return Some(number);
            }
            unit.successor_of.first().and_then(|id| self.number(id)).filter(|before| {
                units.get(*before as usize).is_some_and(|u| u.level == unit.level && u.in_force_on(day))
            })
        };
        let parent = |number: Option<u32>| self.parent(units, number?);
        let commune = earlier(later.commune);
        let cercle = parent(commune).or_else(|| earlier(later.cercle));
        let region = parent(cercle).or_else(|| earlier(later.region));
        Within { region, cercle, commune }
    }

    pub(super) fn number(&self, unit_id: &str) -> Option<u32> {
        self.by_id.get(unit_id).copied()
    }

    pub(super) fn parent(&self, units: &[Unit], number: u32) -> Option<u32> {
        units.get(number as usize)?.parent_id.as_deref().and_then(|id| self.number(id))
    }

    pub(super) fn within(&self, locality: u32) -> [Within; 3] {
        self.within.get(locality as usize).copied().unwrap_or_default()
    }

    pub(super) fn places(&self, unit: u32) -> &[u32] {
        self.places.get(unit as usize).map_or(&[], Vec::as_slice)
    }

    /// The unit and those above it.
    pub(super) fn chain(&self, units: &[Unit], unit: u32) -> Within {
        let mut within = Within::default();
        let mut next = Some(unit);
        while let Some(number) = next {
            let Some(level) = units.get(number as usize).map(|unit| unit.level) else { break };
            let place = match level {
                Level::Region => &mut within.region,
                Level::Cercle => &mut within.cercle,
                Level::Commune => &mut within.commune,
            };
            // A table in which a unit were its own ancestor must not hang us.
            if place.replace(number).is_some() {
                break;
            }
            next = self.parent(units, number);
        }
        within
    }
}

/// Names of units, as the path of an answer.
pub(super) fn path(units: &[Unit], within: Within, edition: Edition) -> UnitPath {
    let name = |number: Option<u32>| number.and_then(|n| units.get(n as usize)).map(|u| u.name.clone());
    UnitPath {
        region: name(within.region),
        cercle: name(within.cercle),
        commune: name(within.commune),
        edition: Some(edition.span().to_owned()),
    }
}

/// Least radius of a unit that is known by its places only, in metres: where one or two places are known the
/// unit reaches far beyond them. Half the width of the median unit of the level; of a commune as far as its
/// neighbours leave room.
fn least_radius_m(level: Level, centre: LonLat, spacing: &Spacing) -> f64 {
    match level {
        Level::Region => 120_000.0,
        Level::Cercle => 40_000.0,
        Level::Commune => spacing.radius_m(centre),
    }
}

/// How far a unit reaches beyond the outermost of its places.
const BEYOND_ITS_PLACES: f64 = 1.15;

/// A circle round a unit known by its places and its seat.
pub(super) fn area(
    unit: &Unit,
    places: &[u32],
    localities: &[Locality],
    spacing: &Spacing,
) -> Option<Circle> {
    let at = |number: &u32| localities.get(*number as usize).map(|locality| locality.point);
    let points: Vec<LonLat> = places.iter().filter_map(at).chain(unit.point).collect();
    let circle = circle_round(&hull_of(points.into_iter()))?;
    let radius_m =
        (circle.radius_m * BEYOND_ITS_PLACES).max(least_radius_m(unit.level, circle.centre, spacing));
    Some(Circle { radius_m, ..circle })
}

/// Units by edition, level and name.
struct Finder<'a> {
    by_name: HashMap<(Level, &'a str), Vec<(u32, &'a Unit)>>,
}

impl<'a> Finder<'a> {
    fn new(units: &'a [Unit]) -> Self {
        let mut by_name: HashMap<_, Vec<_>> = HashMap::new();
        for (number, unit) in (0..).zip(units) {
            by_name.entry((unit.level, unit.name.as_str())).or_default().push((number, unit));
        }
        Self { by_name }
    }

    fn find(&self, edition: Edition, level: Level, name: &str, parent: Option<&str>) -> Option<u32> {
        self.by_name
            .get(&(level, name))?
            .iter()
            .filter(|(_, unit)| unit.in_force_on(edition.some_day()))
            .map(|(number, unit)| (*number, parent.is_none_or(|id| unit.parent_id.as_deref() == Some(id))))
            .filter(|(_, of_parent)| *of_parent || level == Level::Commune)
            // Which communes the cercles of Taoudénit took is not known: there the table leaves a commune under
            // its old cercle, and the place lies in both. A wrong parent is better than none.
            .max_by_key(|(_, of_parent)| *of_parent)
            .map(|(number, _)| number)
    }
}
