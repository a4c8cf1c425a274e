//! Names told to lie in another country.
//!
//! In: what stands beside a name. Out: the country, and the answer where the gazetteer has no such place there. It must
//! not guess: whoever writes "Gao, Niger" may mean a village of Niger, or the river.

use super::Answer;
use super::decide::Question;
use super::phrase::Named;
use super::words::{self, french};
use crate::event::{Location, Reason, Status, fold};
use crate::gazetteer::Place;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Folded names of countries, and their codes.
static COUNTRIES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    include_str!("../../data/lexicon/countries.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .flat_map(|(code, names)| names.split('|').map(move |name| (name, code)))
        .collect()
});

/// The country beside a name, as written, and its code.
fn country_beside(named: &Named) -> Option<(&str, &'static str)> {
    named.beside.iter().find_map(|text| Some((text.as_str(), *COUNTRIES.get(fold(text).as_str())?)))
}

impl Question<'_> {
    /// The answer for a name beside which another country stands, unless the best place of that name lies there; `None`
    /// where no country is named.
    pub(super) fn abroad(&self, named: &Named) -> Option<Answer> {
        let (written, code) = country_beside(named)?;
        let ranking = self.rank(named);
        let lies_there = ranking.candidates.first().is_some_and(|best| match best.place {
            Place::Locality(number) => {
                self.gazetteer.locality(number).and_then(|one| one.country.as_deref()) == Some(code)
            }
            Place::Unit(_) => false,
        });
        if lies_there {
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
    use crate::event::PlaceContext;
    use crate::gazetteer::Gazetteer;
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
    fn every_name_is_folded_and_stands_once() {
        let names: Vec<&str> = COUNTRIES.keys().copied().collect();
        assert!(names.len() > 20);
        for name in names {
            assert_eq!(fold(name), name);
        }
    }
}
