//! The units that a row names, and whether a place lies in them.
//!
//! In: the region, cercle and commune columns. Out: units of any edition, and for a place inside or how far
//! outside. It must not know names of places.

use super::abroad::is_country;
use super::around::Around;
use crate::event::{LonLat, PlaceContext, UnitPath};
use crate::gazetteer::{Edition, Gazetteer, Level, Place, Within};
use jiff::civil::Date;
use std::sync::Arc;

/// What a row says of the units its place lies in.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// The units named, that some edition knows.
    pub(super) given: Vec<Given>,
    /// Those that none knows: level of the column, and the text.
    pub(super) unknown: Vec<(Level, String)>,
    /// Another country that stands in one of the columns, as written.
    pub(super) country: Option<String>,
    /// The day of the event.
    pub(super) day: Option<Date>,
    /// Where the row's list is about, where that is known.
    pub(super) around: Option<Arc<Around>>,
    /// Where the gazetteer is made to lack what it knows, to measure what is said of places that nobody knows.
    pub(super) lacks: Option<LonLat>,
}

/// A unit named in the row.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// Name to show, from the gazetteer.
    pub(super) name: String,
    /// Level of the units found, which may be another than the column's.
    pub(super) level: Level,
    /// The units of that name in all editions, or more than one if two have it.
    pub(super) units: Vec<u32>,
    /// Units of that name of another level than the column's: a list may put the region into the cercle column.
    others: Vec<u32>,
}

/// Where a place lies as seen from a unit that the row names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Position {
    /// In it, in some edition.
    Inside,
    /// In a unit of the same name, of another level than the column's.
    InNamesake,
    /// So many metres from the nearest place in it, as far as is known.
    Outside(f64),
}

impl Position {
    /// Whether the place lies in a unit of the name given.
    pub(super) fn is_inside(self) -> bool {
        !matches!(self, Self::Outside(_))
    }
}

/// A place that contains nothing of a unit, when even the distance is not known, is taken to be so far from it.
const FAR_M: f64 = 500_000.0;

impl Context {
    pub(super) fn read(gazetteer: &Gazetteer, place: &PlaceContext, day: Option<Date>) -> Self {
        let mut context = Self { day, ..Self::default() };
        for (level, text) in
            [(Level::Region, &place.region), (Level::Cercle, &place.cercle), (Level::Commune, &place.commune)]
        {
            // "Gao / Bourem" in one column is two units.
            let parts = text.chars().take(MAX_UNIT_CHARS).collect::<String>();
            for part in parts.split(['/', ',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
                // "Mali" in the region column says nothing that is wrong.
                if !is_mali(part) {
                    context.add(gazetteer, part, level);
                }
            }
        }
        // Beside a unit of Mali another country is a slip, or the border: said, and no more.
        if let Some(country) = context.country.take_if(|_| !context.given.is_empty()) {
            context.unknown.push((Level::Region, country));
        }
        // A list with a column for each level does not put the one into the other.
        let levels: Vec<Level> = context.given.iter().map(|given| given.level).collect();
        for (at, given) in context.given.iter_mut().enumerate() {
            let elsewhere =
                |level: Level| levels.iter().enumerate().any(|(other, of)| other != at && *of == level);
            given.others.retain(|unit| gazetteer.unit(*unit).is_none_or(|unit| !elsewhere(unit.level)));
        }
        context
    }

    /// The smallest unit that the row names, in which a place can be looked for among fewer.
    pub(super) fn smallest_given(&self) -> Option<&Given> {
        self.given.iter().max_by_key(|given| given.level)
    }

    fn add(&mut self, gazetteer: &Gazetteer, text: &str, level: Level) {
        match Given::read(gazetteer, text, Some(level)) {
            Some(given) => self.given.push(given),
            None if is_country(text) && self.given.is_empty() && self.country.is_none() => {
                self.country = Some(text.to_owned());
            }
            None => self.unknown.push((level, text.to_owned())),
        }
    }

    /// The edition by which alone a locality lies in a unit that the row names, where the one of the day puts it elsewhere:
    /// Taoudénit was in the region of Tombouctou until 2016.
    pub(super) fn of_another_edition(
        &self,
        gazetteer: &Gazetteer,
        given: &Given,
        place: Place,
    ) -> Option<Edition> {
        let Place::Locality(number) = place else { return None };
        let of_level = |edition: Edition| {
            let within = gazetteer.units_of(number, edition);
            match given.level {
                Level::Region => within.region,
                Level::Cercle => within.cercle,
                Level::Commune => within.commune,
            }
        };
        let is_named = |edition: Edition| of_level(edition).is_some_and(|unit| given.units.contains(&unit));
        let now = Edition::on(self.day?);
        if of_level(now).is_none() || is_named(now) {
            return None;
        }
        Edition::ALL.into_iter().rev().find(|edition| is_named(*edition))
    }

    /// The path of a locality, in the edition that the row speaks: the day's, unless the units named are known
    /// in an earlier or later one only ("Bourem cercle" in a list of 2024).
    pub(super) fn path(&self, gazetteer: &Gazetteer, locality: u32) -> UnitPath {
        let agrees = |edition: Edition| {
            let known: Vec<u32> = gazetteer.units_of(locality, edition).known().collect();
            self.given
                .iter()
                .filter(|given| given.inside(gazetteer, Place::Locality(locality)).is_some())
                .all(|given| given.units.iter().chain(&given.others).any(|unit| known.contains(unit)))
        };
        let usual = self.day.map_or(Edition::Until2023, Edition::on);
        if agrees(usual) {
            return gazetteer.path_on(locality, self.day);
        }
        match Edition::ALL.into_iter().rev().find(|edition| agrees(*edition)) {
            Some(edition) => gazetteer.path_in(locality, edition),
            None => gazetteer.path_on(locality, self.day),
        }
    }
}

/// A unit's name has at most so many letters; what follows is not looked at.
const MAX_UNIT_CHARS: usize = 120;

impl Given {
    /// `None` when no edition knows such a unit.
    pub(super) fn read(gazetteer: &Gazetteer, text: &str, level: Option<Level>) -> Option<Self> {
        let units = gazetteer.units_named(text, level);
        let first = gazetteer.unit(*units.first()?)?;
        let mut others = gazetteer.units_named(text, None);
        others.retain(|unit| !units.contains(unit));
        Some(Self { name: first.name.clone(), level: first.level, units, others })
    }

    /// Whether one of its units, or one of that name of another level, is among those of a point.
    pub(super) fn holds(&self, within: &[Within; 3]) -> bool {
        within
            .iter()
            .flat_map(|within| within.known())
            .any(|unit| self.units.contains(&unit) || self.others.contains(&unit))
    }

    /// Where a place lies.
    pub(super) fn position(&self, gazetteer: &Gazetteer, place: Place) -> Position {
        self.inside(gazetteer, place).unwrap_or_else(|| {
            match point_of(gazetteer, place).map_or(FAR_M, |at| self.distance_m(gazetteer, at)) {
                // By the polygon of a unit that the place's own columns do not name.
                0.0 if matches!(place, Place::Locality(_)) => Position::Inside,
                metres => Position::Outside(metres),
            }
        })
    }

    /// The position of a place inside; `None` outside.
    fn inside(&self, gazetteer: &Gazetteer, place: Place) -> Option<Position> {
        let around: Vec<u32> = match place {
            Place::Locality(number) => {
                Edition::ALL.iter().flat_map(|edition| gazetteer.units_of(number, *edition).known()).collect()
            }
            Place::Unit(number) => family(gazetteer, number),
        };
        if around.iter().any(|unit| self.units.contains(unit)) {
            return Some(Position::Inside);
        }
        // A row that names a region and, of its cercles, one says nothing against the region as a whole.
        if let Place::Unit(number) = place
            && self.units.iter().any(|unit| family(gazetteer, *unit).contains(&number))
        {
            return Some(Position::Inside);
        }
        around.iter().any(|unit| self.others.contains(unit)).then_some(Position::InNamesake)
    }

    /// Metres to the unit: by its polygon, else to the nearest place in it, on a plane that touches the earth at the point: only short
    /// distances matter, and a region has a hundred places.
    pub(super) fn distance_m(&self, gazetteer: &Gazetteer, at: LonLat) -> f64 {
        const DEGREE_M: f64 = 111_195.0;
        let by_polygon =
            self.units.iter().filter_map(|unit| gazetteer.distance_to_unit_m(*unit, at)).reduce(f64::min);
        if let Some(metres) = by_polygon {
            return metres;
        }
        let shrink = at.lat().to_radians().cos();
        let squared =
            |other: LonLat| ((other.lon() - at.lon()) * shrink).powi(2) + (other.lat() - at.lat()).powi(2);
        let nearest = self
            .units
            .iter()
            .flat_map(|unit| gazetteer.localities_in(*unit))
            .filter_map(|number| gazetteer.locality(*number))
            .map(|locality| squared(locality.point))
            .fold(f64::INFINITY, f64::min);
        (nearest.sqrt() * DEGREE_M).min(FAR_M)
    }
}

/// The unit, those above it, and those they were carved from, up to the oldest.
fn family(gazetteer: &Gazetteer, unit: u32) -> Vec<u32> {
    let mut family = vec![unit];
    let mut next = 0;
    while let Some(&number) = family.get(next) {
        next += 1;
        let above: Within = gazetteer.units_above(number);
        let before = gazetteer.unit(number).map(|unit| unit.successor_of.as_slice()).unwrap_or_default();
        let before = before.iter().filter_map(|id| gazetteer.unit_number(id));
        for one in above.known().chain(before) {
            if !family.contains(&one) {
                family.push(one);
            }
        }
    }
    family
}

/// Where a place is; of a unit the middle of its circle, or its seat.
pub(super) fn point_of(gazetteer: &Gazetteer, place: Place) -> Option<LonLat> {
    match place {
        Place::Locality(number) => gazetteer.locality(number).map(|locality| locality.point),
        Place::Unit(number) => {
            gazetteer.unit(number).and_then(|unit| unit.area.map(|area| area.centre).or(unit.point))
        }
    }
}

/// Whether the words name the country.
pub(super) fn is_mali(text: &str) -> bool {
    matches!(
        crate::event::fold(text).as_str(),
        "mali" | "republic of mali" | "republique du mali" | "le mali" | "du mali" | "ml" | "mli"
    )
}
