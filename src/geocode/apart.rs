//! Which of several names is the place, and which are the units it lies in: "Kayes, Sadiola", "Cercle de Niono, Ségou", and
//! without a comma "Boni Douentza", "Nampala Niono Ségou", "Gao Labbezanga".
//!
//! In: names. Out: the name, with the units and countries beside it. It must not take a name apart that is known as it stands.

use super::abroad::is_country;
use super::context::{Given, is_mali};
use super::phrase::Named;
use super::{Geocoder, Place, Tier};
use crate::gazetteer::{Hint, LocalityKind, strip};

/// Names of more words are sentences.
const MOST_WORDS: usize = 6;

/// A way to read a name: the place, and what stands by it.
struct Reading {
    place: String,
    units: Vec<String>,
}

impl Geocoder {
    /// The name with the units by it told apart, where a place of what is left lies in them, or a country is named.
    pub(super) fn with_units_apart(&self, named: Named) -> Named {
        if let Some(turned) = self.smallest_first(&named) {
            return turned;
        }
        let ([name], false) = (named.names.as_slice(), says_unit(&named)) else { return named };
        let words: Vec<&str> = name.split_whitespace().collect();
        if !(2..=MOST_WORDS).contains(&words.len()) || self.is_place(name, &named, Tier::Sahel) {
            return named;
        }
        // The longest name first: "Bourem Inaly Tombouctou" is not Bourem.
        let cuts = || (1..words.len()).rev();
        let behind = cuts().filter_map(|at| self.reading(&words[..at], &words[at..], &named));
        let before = cuts().rev().filter_map(|at| self.reading(&words[at..], &words[..at], &named));
        let mut readings: Vec<Reading> = behind.chain(before).collect();
        let names_a_country = |one: &Reading| one.units.iter().any(|unit| is_country(unit));
        let fits = |one: &Reading| self.lies_in_all(one) || names_a_country(one);
        let Some(chosen) = readings.iter().position(fits) else { return named };
        let Reading { place, units } = readings.swap_remove(chosen);
        Named { names: vec![place], ..named }.beside(units.iter().map(String::as_str))
    }

    /// "Kayes, Sadiola", as sheets have it that go from the large to the small: the place that lies in all the others, or the
    /// unit that is said to be one and lies in the first. Not of the seats of two cercles, which may as well be two places.
    fn smallest_first(&self, named: &Named) -> Option<Named> {
        let ([name], false) = (named.names.as_slice(), says_unit(named) || named.beside.is_empty()) else {
            return None;
        };
        let is_place_name = |text: &&String| !is_country(text) && !is_mali(text);
        let parts: Vec<&str> = std::iter::once(name)
            .chain(named.beside.iter().filter(is_place_name))
            .map(String::as_str)
            .collect();
        let others = |at: usize| -> Vec<String> {
            parts
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(_, part)| (*part).to_owned())
                .collect()
        };
        let reading = |at: usize| Reading { place: strip(parts[at]).name.to_owned(), units: others(at) };
        if parts.len() < 2 || self.lies_in_all(&reading(0)) {
            return None;
        }
        let turned = |at: usize, place: Named| Some(place.beside(others(at).iter().map(String::as_str)));
        for at in (1..parts.len()).rev() {
            let one = reading(at);
            if let Some(Hint::Unit(level)) = strip(parts[at]).hint {
                if self.holds(name, parts[at]) {
                    return turned(
                        at,
                        Named { whole: named.whole.clone(), ..Named::unit(&one.place, level) },
                    );
                }
            } else if self.lies_in_all(&one) && (parts.len() > 2 || !self.is_seat(&one.place)) {
                return turned(at, Named { names: vec![one.place], beside: Vec::new(), ..named.clone() });
            }
        }
        None
    }

    /// Whether a unit lies in the one of a name.
    fn holds(&self, name: &str, unit: &str) -> bool {
        let given = |text: &str| Given::read(&self.gazetteer, text, None);
        given(name).zip(given(unit)).is_some_and(|(name, unit)| {
            unit.units.iter().any(|one| name.position(&self.gazetteer, Place::Unit(*one)).is_inside())
        })
    }

    /// Whether the seat of a region or a cercle is called so.
    fn is_seat(&self, name: &str) -> bool {
        use LocalityKind::{CercleSeat, RegionSeat};
        self.gazetteer.find(name).iter().any(|hit| {
            hit.tier <= Tier::Plain
                && matches!(self.gazetteer.kind_of(hit.place), Some(RegionSeat | CercleSeat))
        })
    }

    /// A way to read words, if the ones are a place and the others units.
    fn reading(&self, place: &[&str], units: &[&str], named: &Named) -> Option<Reading> {
        let place = place.join(" ");
        let units = self.units(units)?;
        // By its known name alone: half of a name is soon like another.
        self.is_place(&place, named, Tier::Plain).then_some(Reading { place, units })
    }

    /// Words as units and countries, each by its known name; the longest names first.
    fn units(&self, words: &[&str]) -> Option<Vec<String>> {
        if words.is_empty() {
            return Some(Vec::new());
        }
        (1..=words.len()).rev().find_map(|length| {
            let (first, rest) = words.split_at(length);
            let first = first.join(" ");
            let is_unit = || {
                let hits = self.gazetteer.find(&first);
                hits.iter().any(|hit| matches!(hit.place, Place::Unit(_)) && hit.tier <= Tier::Plain)
            };
            if !is_country(&first) && !is_unit() {
                return None;
            }
            let rest = self.units(rest)?;
            Some(std::iter::once(first).chain(rest).collect())
        })
    }

    fn is_place(&self, name: &str, named: &Named, worst: Tier) -> bool {
        let is_known = |hits: Vec<crate::gazetteer::Hit<'_>>| {
            hits.iter().any(|hit| matches!(hit.place, Place::Locality(_)) && hit.tier <= worst)
        };
        is_known(self.gazetteer.find(name))
            || (named.feature().is_some() && is_known(self.gazetteer.find_feature(name)))
    }

    /// Whether a place of the name lies in all the units.
    fn lies_in_all(&self, reading: &Reading) -> bool {
        let units: Option<Vec<Given>> =
            reading.units.iter().map(|unit| Given::read(&self.gazetteer, unit, None)).collect();
        let lies = |place: Place| {
            units.as_ref().is_some_and(|units| {
                units.iter().all(|unit| unit.position(&self.gazetteer, place).is_inside())
            })
        };
        self.gazetteer
            .find(&reading.place)
            .iter()
            .any(|hit| matches!(hit.place, Place::Locality(_)) && hit.tier <= Tier::Plain && lies(hit.place))
    }
}

fn says_unit(named: &Named) -> bool {
    matches!(named.hint, Some(Hint::Unit(_) | Hint::AnyUnit))
}
