//! What somebody who types a name may mean.
//!
//! In: the first letters, and where the map is. Out: places to choose from, likeliest first. It must not
//! decide: that is the geocoder's work, with a whole name and its row.

#[cfg(test)]
mod tests;

use super::generic::strip;
use super::names::{Opening, Opens};
use super::{Gazetteer, Hint, Level, Locality, LocalityKind, Place, Unit, rough_distance_m};
use crate::event::{LonLat, UnitPath};
use serde::Serialize;
use std::collections::HashMap;

/// A place that somebody who types may mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// Which place, for further questions to the gazetteer.
    #[serde(skip)]
    pub place: Place,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name that begins with what was typed: the name, or another one.
    pub matched: String,
    /// What it is: the code of a kind of locality, or the level of a unit.
    pub kind: &'static str,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// The units it lies in, small to large, in the newest edition that is known: "Bourem, Gao".
    pub units: String,
    /// Whether what was typed had to be corrected.
    pub misspelt: bool,
}

/// Distance from the map's middle at which a place loses as much as another word for it would cost.
const NEAR_M: f64 = 50_000.0;

impl Gazetteer {
    /// At most `count` places whose name begins with what was typed, likeliest first: by kind, inhabitants and
    /// distance to `near`, where the map is. Where too few begin so, those that nearly do follow.
    ///
    /// Each place is there once; a unit beside the place of its name, in its newest edition.
    pub fn suggest(&self, typed: &str, near: Option<LonLat>, count: usize) -> Vec<Suggestion> {
        let mut choice = Choice { gazetteer: self, near, unit: None, scored: Vec::new() };
        choice.take(self.names.opening(typed), 0.0);
        let mut chosen = choice.best(count);
        if chosen.len() < count {
            // "cercle de Bour": only where no name begins so.
            let stripped = strip(typed);
            let name = if stripped.name.is_empty() { typed } else { stripped.name };
            if stripped.hint.is_some() && stripped.name.len() < typed.trim().len() {
                choice.unit = match stripped.hint {
                    Some(Hint::Unit(level)) => Some(level),
                    _ => None,
                };
                choice.take(self.names.opening(name), STRIPPED);
                chosen = choice.best(count);
            }
            if chosen.len() < count {
                choice.take(self.names.opening_misspelt(name), STRIPPED);
                chosen = choice.best(count);
            }
        }
        chosen.into_iter().filter_map(|scored| self.suggestion(&scored)).collect()
    }

    fn suggestion(&self, scored: &Scored) -> Option<Suggestion> {
        let matched = self.names.name(scored.opening.name).to_owned();
        let misspelt = matches!(scored.opening.opens, Opens::Misspelt(_));
        let place = scored.opening.place;
        let (id, name, kind, point, units) = match place {
            Place::Locality(number) => {
                let locality = self.locality(number)?;
                let units = self.units_text(number, locality);
                (&locality.id, &locality.name, locality.kind.code(), locality.point, units)
            }
            Place::Unit(number) => {
                let unit = self.unit(number)?;
                let path = self.path_of_unit(number, unit.valid_from);
                (&unit.id, &unit.name, unit.level.word(), point_of(unit)?, listed(above(path, unit.level)))
            }
        };
        let (id, name) = (id.clone(), name.clone());
        Some(Suggestion {
            place,
            id,
            name,
            matched,
            kind,
            lon: point.lon(),
            lat: point.lat(),
            units,
            misspelt,
        })
    }

    /// The units of a locality; where no table names them, the region whose shape holds it, or its country.
    fn units_text(&self, number: u32, locality: &Locality) -> String {
        let units = listed(self.path_on(number, None));
        if !units.is_empty() {
            return units;
        }
        let region = self.region_at(locality.point).map(|region| region.name.clone());
        region.or_else(|| locality.country.clone()).unwrap_or_default()
    }
}

/// The units above one of a level.
fn above(path: UnitPath, level: Level) -> UnitPath {
    UnitPath {
        region: path.region.filter(|_| level > Level::Region),
        cercle: path.cercle.filter(|_| level > Level::Cercle),
        commune: None,
        edition: path.edition,
    }
}

/// Units from small to large; those of one name once.
fn listed(path: UnitPath) -> String {
    let mut names: Vec<String> = [path.commune, path.cercle, path.region].into_iter().flatten().collect();
    names.dedup();
    names.join(", ")
}

fn point_of(unit: &Unit) -> Option<LonLat> {
    unit.area.map(|area| area.centre).or(unit.point)
}

/// A generic word that was taken off may have been the beginning of a name.
const STRIPPED: f64 = -0.5;

/// A name that was found, and how likely it is meant.
#[derive(Debug, Clone, Copy)]
struct Scored {
    opening: Opening,
    score: f64,
}

struct Choice<'a> {
    gazetteer: &'a Gazetteer,
    near: Option<LonLat>,
    /// The level of unit that was typed.
    unit: Option<Level>,
    scored: Vec<Scored>,
}

impl Choice<'_> {
    fn take(&mut self, openings: Vec<Opening>, extra: f64) {
        // Names come by key, so that one place's come apart: what a place is worth is looked up once.
        let mut worth: HashMap<Place, Option<f64>> = HashMap::new();
        for opening in openings {
            let of_place = *worth.entry(opening.place).or_insert_with(|| self.worth(opening.place));
            let Some(of_place) = of_place else { continue };
            let alias = if opening.is_alias { ALIAS } else { 0.0 };
            let score = of_place + agreement(opening.opens) + alias + extra;
            self.scored.push(Scored { opening, score });
        }
    }

    /// The best of all, each place once, a unit of several editions once.
    fn best(&mut self, count: usize) -> Vec<Scored> {
        let is_misspelt = |one: &Scored| matches!(one.opening.opens, Opens::Misspelt(_));
        // What begins so goes before what nearly does, whatever it is.
        self.scored.sort_by(|a, b| {
            is_misspelt(a)
                .cmp(&is_misspelt(b))
                .then(b.score.total_cmp(&a.score))
                .then_with(|| {
                    self.gazetteer.names.name(a.opening.name).cmp(self.gazetteer.names.name(b.opening.name))
                })
                .then(a.opening.place.cmp(&b.opening.place))
        });
        let mut best: Vec<Scored> = Vec::new();
        for scored in &self.scored {
            if best.len() == count {
                break;
            }
            if !best.iter().any(|other| self.is_same(scored.opening.place, other.opening.place)) {
                best.push(*scored);
            }
        }
        best
    }

    /// Whether two are one place, or one unit in two editions.
    fn is_same(&self, one: Place, other: Place) -> bool {
        match (one, other) {
            (Place::Unit(a), Place::Unit(b)) => {
                let unit = |number| self.gazetteer.unit(number).map(|unit| (unit.level, unit.name.as_str()));
                a == b || unit(a) == unit(b)
            }
            _ => one == other,
        }
    }

    /// What speaks for a place whatever its name; `None` for a unit that is nowhere.
    fn worth(&self, place: Place) -> Option<f64> {
        let (worth, point) = match place {
            Place::Locality(number) => {
                let locality = self.gazetteer.locality(number)?;
                (kind(locality.kind) + inhabitants(locality.population), locality.point)
            }
            Place::Unit(number) => {
                let unit = self.gazetteer.unit(number)?;
                let asked = if self.unit == Some(unit.level) { UNIT_ASKED } else { 0.0 };
                // Of two editions the newer.
                let in_force = if unit.valid_to.is_none() { 0.2 } else { 0.0 };
                (level(unit.level) + asked + in_force, point_of(unit)?)
            }
        };
        let away = self.near.map_or(0.0, |near| (1.0 + rough_distance_m(near, point) / NEAR_M).ln());
        Some(worth - away)
    }
}

/// Another name than the one shown is typed less often.
const ALIAS: f64 = -0.3;

/// "region of" before the name leaves little doubt.
const UNIT_ASKED: f64 = 4.0;

/// How much the way in which a name begins says, on the scale of [`kind`].
fn agreement(opens: Opens) -> f64 {
    match opens {
        Opens::Whole => 2.0,
        Opens::Start => 0.0,
        Opens::Word => -1.0,
        Opens::Folded => -0.7,
        Opens::Misspelt(edits) => -1.5 * f64::from(edits),
    }
}

/// Large places are looked for more often than small ones: by eye, a step for each size of place that a
/// list of incidents names twice as often.
fn kind(kind: LocalityKind) -> f64 {
    match kind {
        LocalityKind::RegionSeat => 3.0,
        LocalityKind::CercleSeat | LocalityKind::Town => 2.0,
        LocalityKind::CommuneSeat => 1.2,
        LocalityKind::BorderPost => 0.8,
        LocalityKind::Village => 0.5,
        LocalityKind::Camp | LocalityKind::Mine | LocalityKind::Neighbourhood | LocalityKind::Other => 0.0,
        LocalityKind::Well | LocalityKind::Site => -0.3,
        LocalityKind::Water | LocalityKind::Relief | LocalityKind::Tract | LocalityKind::Unit => -1.0,
    }
}

fn level(level: Level) -> f64 {
    match level {
        Level::Region => 1.5,
        Level::Cercle => 0.5,
        Level::Commune => -0.5,
    }
}

/// A city of a million is worth about one kind more.
fn inhabitants(population: Option<u32>) -> f64 {
    population.map_or(0.0, |people| f64::from(people.max(1)).ln() / 14.0)
}
