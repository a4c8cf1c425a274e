//! Names told to lie in another country.
//!
//! In: what stands beside a name. Out: the country, and the answer where the gazetteer has no such place there. It must
//! not guess: whoever writes "Gao, Niger" may mean a village of Niger, or the river.

use super::Answer;
use super::decide::Question;
use super::phrase::Named;
use super::rank::{Nothing, Ranked, posterior};
use super::words::{self, french};
use crate::event::{Flag, Location, Reason, Status, fold};
use crate::gazetteer::{Locality, Place};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A country as the lexicon has it.
struct Country {
    code: &'static str,
    /// To show, English and French.
    shown: [&'static str; 2],
    /// Folded, as texts write it.
    names: &'static str,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    include_str!("../../data/lexicon/countries.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            let [code, en, fr, names] = [cells.next()?, cells.next()?, cells.next()?, cells.next()?];
            Some(Country { code, shown: [en, fr], names })
        })
        .collect()
});

/// Codes by folded names.
static BY_NAME: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    COUNTRIES.iter().flat_map(|one| one.names.split('|').map(|name| (name, one.code))).collect()
});

/// Whether a text names another country.
pub(super) fn is_country(text: &str) -> bool {
    BY_NAME.contains_key(fold(text).as_str())
}

/// The country beside a name, as written, and its code.
fn country_beside(named: &Named) -> Option<(&str, &'static str)> {
    named.beside.iter().find_map(|text| Some((text.as_str(), *BY_NAME.get(fold(text).as_str())?)))
}

impl Question<'_> {
    /// Says of a place that it lies in another country.
    pub(super) fn mark_abroad(&self, location: &mut Location, number: u32) {
        let Some(code) = self.gazetteer.locality(number).and_then(Locality::abroad) else { return };
        let known = COUNTRIES.iter().find(|one| one.code == code);
        let [en, fr] = known.map_or([code, code], |one| one.shown);
        location.flags.push(Flag::OutsideMali);
        let outside = Reason::new(format!("outside Mali ({en})"), format!("hors du Mali ({fr})"));
        location.reword(|why| why.and(outside));
    }

    /// The answer for a name beside which another country stands, unless the best place of that name lies there; `None`
    /// where no country is named.
    pub(super) fn abroad(&self, named: &Named) -> Option<Answer> {
        let (written, code) = country_beside(named)?;
        let ranking = self.rank(named);
        let lies_there = |one: &Ranked| match one.place {
            Place::Locality(number) => {
                self.gazetteer.locality(number).and_then(Locality::abroad) == Some(code)
            }
            Place::Unit(_) => false,
        };
        // The country is told: what lies elsewhere is not meant, however many villages of Mali are called so.
        let there: Vec<Ranked> = ranking.candidates.iter().filter(|one| lies_there(one)).cloned().collect();
        if !there.is_empty() {
            let ranking = posterior(self.model, there, Nothing::read(self.context));
            return Some(self.decide(named, &ranking));
        }
        let (name, country) = (words::cut(&named.names.join("/")), words::cut(written));
        let why = Reason::new(
            format!("'{country}' is another country, and the gazetteer has no '{name}' there"),
            format!(
                "{} est un autre pays, et le répertoire n’y connaît pas {}",
                french::quoted(&country),
                french::quoted(&name)
            ),
        );
        let rivals = self.candidates(named, &ranking, None);
        let location = Location { rivals, ..Location::nowhere(Status::Review, why) };
        Some(self.answer(named, &ranking, location))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{LonLat, PlaceContext};
    use crate::gazetteer::{Gazetteer, distance_m};
    use crate::geocode::Geocoder;

    #[test]
    fn a_place_told_to_be_abroad_is_not_its_malian_namesake() {
        let geocoder = Geocoder::new(Gazetteer::embedded().unwrap());
        let ask = |name: &str| {
            let place = PlaceContext { name: name.to_owned(), ..PlaceContext::default() };
            geocoder.geocode(&place, None).location
        };
        for abroad in ["Gao, Niger", "Gao (Burkina Faso)", "Bamba, République du Niger", "Koro, Ivory Coast"]
        {
            let location = ask(abroad);
            assert_eq!(
                (location.status, location.point),
                (Status::Review, None),
                "{abroad}: {}",
                location.why
            );
            assert!(location.why.contains("is another country"), "{abroad}: {}", location.why);
            assert!(!location.rivals.is_empty(), "{abroad}: the namesake stays a question");
        }
        for here in ["Gao, Mali", "Gao", "Bourem, Gao"] {
            assert_eq!(ask(here).status, Status::Located, "{here}");
        }
    }

    #[test]
    fn a_town_abroad_is_shown_where_it_lies_and_said_to_be_abroad() {
        let geocoder = Geocoder::new(Gazetteer::embedded().unwrap());
        for (written, lon, lat, country) in [
            ("Niamey", 2.11, 13.51, "Niger"),
            ("NIAMEY, NIGER", 2.11, 13.51, "Niger"),
            ("Tillabéri", 1.45, 14.21, "Niger"),
            ("Ouahigouya", -2.42, 13.58, "Burkina Faso"),
            ("Djibo (Burkina Faso)", -1.63, 14.10, "Burkina Faso"),
            ("Bassikounou", -5.95, 15.87, "Mauritania"),
            ("I-n-Guezzam", 5.77, 19.57, "Algeria"),
        ] {
            let place = PlaceContext { name: written.to_owned(), ..PlaceContext::default() };
            let location = geocoder.geocode(&place, None).location;
            assert_eq!(location.status, Status::Located, "{written}: {}", location.why);
            let away = distance_m(location.point.unwrap(), LonLat::new(lon, lat).unwrap());
            assert!(away < 5_000.0, "{written}: {away} m off");
            assert!(location.flags.contains(&Flag::OutsideMali), "{written}");
            assert!(location.why.ends_with(&format!("outside Mali ({country})")), "{}", location.why);
        }
        // Where the row says a region of Mali, a town abroad is a contradiction.
        let place = PlaceContext::typed("Djibo", "Gao", "", "").unwrap_or_default();
        assert_ne!(geocoder.geocode(&place, None).location.status, Status::Located);
    }

    #[test]
    fn every_name_is_folded_and_stands_once() {
        let names: Vec<&str> = COUNTRIES.iter().flat_map(|one| one.names.split('|')).collect();
        assert_eq!(names.len(), BY_NAME.len());
        assert!(names.len() > 20);
        for name in names {
            assert_eq!(fold(name), name);
        }
    }
}
