//! What somebody who types a name may mean.
//!
//! In: the first letters, and where the map is. Out: places to choose from, likeliest first. It must not
//! decide: that is the geocoder's work, with a whole name and its row.

#[cfg(test)]
mod tests;
mod worth;

use super::generic::{feature_name, strip};
use super::names::{Opening, Opens};
use super::{Feature, Gazetteer, Hint, Level, Locality, Place, Unit};
use crate::event::{LonLat, UnitPath};
use serde::Serialize;
use std::cmp::Ordering;
use worth::{ALIAS, FEATURE_ASKED, STRIPPED, UNIT_ASKED, agreement, away, inhabitants, kind, level};

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

impl Gazetteer {
    /// At most `count` places whose name begins with what was typed, likeliest first: by kind, inhabitants and
    /// distance to `near`, where the map is. Where too few begin so, those that nearly do follow.
    ///
    /// Each place is there once; a unit beside the place of its name, in its newest edition.
    pub fn suggest(&self, typed: &str, near: Option<LonLat>, count: usize) -> Vec<Suggestion> {
        let mut choice = Choice::new(self, near);
        choice.feature = feature_name(typed).map(|(_, feature)| feature);
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
        region.or_else(|| locality.country.as_deref().map(str::to_owned)).unwrap_or_default()
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

/// A place that was found, by its best name, and how likely it is meant.
#[derive(Debug, Clone, Copy)]
struct Scored {
    opening: Opening,
    /// What speaks for the place whatever its name.
    worth: f64,
    score: f64,
}

struct Choice<'a> {
    gazetteer: &'a Gazetteer,
    near: Option<LonLat>,
    /// The level of unit that was typed.
    unit: Option<Level>,
    /// The lake, mountain or forest that was typed.
    feature: Option<Feature>,
    scored: Vec<Scored>,
    /// Per place, localities before units: its number in `scored`, from one on.
    of_place: Vec<u32>,
}

impl<'a> Choice<'a> {
    fn new(gazetteer: &'a Gazetteer, near: Option<LonLat>) -> Self {
        let places = gazetteer.localities.len() + gazetteer.units.len();
        Self { gazetteer, near, unit: None, feature: None, scored: Vec::new(), of_place: vec![0; places] }
    }

    fn take(&mut self, openings: Vec<Opening>, extra: f64) {
        for opening in openings {
            let place = match opening.place {
                Place::Locality(number) => number as usize,
                Place::Unit(number) => self.gazetteer.localities.len() + number as usize,
            };
            let number = self.of_place.get(place).copied().unwrap_or_default();
            let known = number.checked_sub(1).and_then(|number| self.scored.get(number as usize)).copied();
            let Some(worth) = known.map(|known| known.worth).or_else(|| self.worth(opening.place)) else {
                continue;
            };
            let alias = if opening.is_alias { ALIAS } else { 0.0 };
            let score = worth + agreement(opening.opens) + alias + extra;
            let scored = Scored { opening, worth, score };
            match known {
                None => {
                    self.scored.push(scored);
                    if let Some(number) = self.of_place.get_mut(place) {
                        *number = self.scored.len() as u32;
                    }
                }
                Some(known) if self.order(&scored, &known).is_lt() => {
                    if let Some(before) = self.scored.get_mut(number as usize - 1) {
                        *before = scored;
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// Which of two goes first. What begins so goes before what nearly does, whatever it is.
    fn order(&self, a: &Scored, b: &Scored) -> Ordering {
        let is_misspelt = |one: &Scored| matches!(one.opening.opens, Opens::Misspelt(_));
        let name = |one: &Scored| self.gazetteer.names.name(one.opening.name);
        is_misspelt(a)
            .cmp(&is_misspelt(b))
            .then(b.score.total_cmp(&a.score))
            .then_with(|| name(a).cmp(name(b)))
            .then(a.opening.place.cmp(&b.opening.place))
    }

    /// The best of all, a unit of several editions once.
    fn best(&self, count: usize) -> Vec<Scored> {
        // Sorting thousands to show ten would take longer than finding them. No unit has more editions.
        const EDITIONS: usize = 4;
        let mut scored = self.scored.clone();
        let enough = count.saturating_mul(EDITIONS);
        if enough < scored.len() {
            scored.select_nth_unstable_by(enough, |a, b| self.order(a, b));
            scored.truncate(enough);
        }
        scored.sort_unstable_by(|a, b| self.order(a, b));
        let mut best: Vec<Scored> = Vec::new();
        for scored in scored {
            if best.len() == count {
                break;
            }
            if !best.iter().any(|other| self.is_same_unit(scored.opening.place, other.opening.place)) {
                best.push(scored);
            }
        }
        best
    }

    /// Whether two are one unit in two editions.
    fn is_same_unit(&self, one: Place, other: Place) -> bool {
        let (Place::Unit(one), Place::Unit(other)) = (one, other) else { return false };
        let unit = |number| self.gazetteer.unit(number).map(|unit| (unit.level, unit.name.as_str()));
        unit(one) == unit(other)
    }

    /// What speaks for a place whatever its name; `None` for a unit that is nowhere.
    fn worth(&self, place: Place) -> Option<f64> {
        let (worth, point) = match place {
            Place::Locality(number) => {
                let locality = self.gazetteer.locality(number)?;
                let is_asked = self.feature.is_some_and(|feature| feature.is(locality.kind));
                let asked = if is_asked { FEATURE_ASKED } else { 0.0 };
                (kind(locality.kind) + asked + inhabitants(locality.population), locality.point)
            }
            Place::Unit(number) => {
                let unit = self.gazetteer.unit(number)?;
                let asked = if self.unit == Some(unit.level) { UNIT_ASKED } else { 0.0 };
                // Of two editions the newer.
                let in_force = if unit.valid_to.is_none() { 0.2 } else { 0.0 };
                (level(unit.level) + asked + in_force, point_of(unit)?)
            }
        };
        Some(worth - self.near.map_or(0.0, |near| away(near, point)))
    }
}
