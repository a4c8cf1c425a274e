//! Units that stand by a name without a comma: "Boni Douentza", "Nampala Niono Ségou", "Gao Labbezanga".
//!
//! In: a name of several words. Out: the name, with the units and countries beside it. It must not take a name apart that is
//! known as it stands.

use super::abroad::is_country;
use super::context::Given;
use super::phrase::Named;
use super::{Geocoder, Place, Tier};
use crate::gazetteer::Hint;

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
