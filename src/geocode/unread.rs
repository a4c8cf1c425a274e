//! What stands beside a name and nobody can read; and lists of places in one text.
//!
//! In: a name with what stands beside it. Out: what of that is not known, told with a lower probability; or that several
//! places are named. It must not drop anything in silence.

use super::abroad::is_country;
use super::context::{Given, is_mali, point_of};
use super::decide::Question;
use super::phrase::Named;
use super::rank::{NEIGHBOURS_M, Ranked, Ranking};
use super::words::{self, french};
use crate::event::{Location, Reason, Status};
use crate::gazetteer::{Hit, Place, Tier, rough_distance_m, strip};

/// What is left of a probability when a part of the text says what nobody knows: less than a place needs to be shown, since
/// "Ansongo, Tin-Zoubaghen" may be a village anywhere round Ansongo.
const UNREAD: f64 = 0.7;

impl Question<'_> {
    /// Says what of the text beside the name was not read.
    pub(super) fn remark_unread(&self, named: &Named, location: &mut Location) {
        let unread: Vec<String> =
            named.beside.iter().filter(|text| !self.is_read(text)).map(|text| words::cut(text)).collect();
        let Some(first) = unread.first() else { return };
        location.p *= UNREAD;
        let is_shown = matches!(location.status, Status::Located | Status::Area);
        if is_shown && location.p < self.accept_p {
            location.status = Status::Review;
        }
        let unknown = Reason::new(
            format!("'{first}', which stands beside it, is not known here"),
            format!("{}, qui figure à côté, n’est pas connu ici", french::quoted(first)),
        );
        location.reword(|why| why.and(unknown));
    }

    /// Whether what stands beside a name is a unit, a country, a place, or a word for what kind of place it is.
    fn is_read(&self, text: &str) -> bool {
        let name = strip(text).name;
        let is_known =
            |name: &str| self.gazetteer.find(name).first().is_some_and(|hit| hit.tier <= Tier::Sahel);
        !name.chars().any(char::is_alphabetic)
            || is_mali(text)
            || is_country(text)
            || is_known(text)
            || is_known(name)
            || Given::read(self.gazetteer, text, None).is_some()
    }

    /// The places of "A; B" and "A, B, C", where each is one and the first lies in none of the others.
    pub(super) fn listed_places(&self, named: &Named, ranking: &Ranking) -> Option<Vec<Named>> {
        let [name] = named.names.as_slice() else { return None };
        let first = ranking.candidates.first();
        let is_elsewhere =
            |best: &Ranked| best.contradicts_beside() || self.is_far_from_all(best, &named.beside);
        if named.beside.is_empty() || !(self.written.contains(';') || first.is_some_and(is_elsewhere)) {
            return None;
        }
        let parts: Vec<Named> =
            std::iter::once(name).chain(&named.beside).map(|part| Named::whole(part)).collect();
        let is_place = |one: &Named| {
            let found = self.rank(one);
            let best = found.candidates.first();
            best.is_some_and(|best| best.tier <= Tier::Sahel && matches!(best.place, Place::Locality(_)))
        };
        parts.iter().all(is_place).then_some(parts)
    }

    /// Whether a place lies in none of the units that stand beside it, nor near a place of such a name: "San, Sy".
    fn is_far_from_all(&self, best: &Ranked, beside: &[String]) -> bool {
        let is_near = |hit: &Hit<'_>| {
            hit.tier <= Tier::Sahel
                && point_of(self.gazetteer, hit.place)
                    .is_some_and(|at| rough_distance_m(at, best.point) <= NEIGHBOURS_M)
        };
        beside.iter().all(|text| {
            !Given::read(self.gazetteer, text, None)
                .is_some_and(|unit| unit.position(self.gazetteer, best.place).is_inside())
                && !self.gazetteer.find(text).iter().any(is_near)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::event::{Location, PlaceContext, Status};
    use crate::gazetteer::Gazetteer;
    use crate::geocode::Geocoder;

    fn ask(name: &str) -> Location {
        let geocoder = Geocoder::new(Gazetteer::embedded().unwrap());
        let place = PlaceContext { name: name.to_owned(), ..PlaceContext::default() };
        geocoder.geocode(&place, None).location
    }

    #[test]
    fn what_stands_beside_a_name_is_never_dropped_in_silence() {
        for country in ["Nara, Japan", "San, Yemen", "Gao, Inde"] {
            let location = ask(country);
            assert_eq!(location.status, Status::Review, "{country}: {}", location.why);
            assert!(location.why.contains("is another country"), "{country}: {}", location.why);
        }
        let (plain, tail) = (ask("Hombori"), ask("Hombori, Xyzzyland"));
        assert!(tail.p < plain.p, "{} {}", tail.p, plain.p);
        assert!(tail.why.contains("'Xyzzyland', which stands beside it, is not known here"), "{}", tail.why);
        for known in ["Hombori (village)", "Bourem, Gao", "Gao, Mali", "Sévaré (Mopti)"] {
            let location = ask(known);
            assert_eq!(location.status, Status::Located, "{known}: {}", location.why);
            assert!(!location.why.contains("not known here"), "{known}: {}", location.why);
        }
    }

    #[test]
    fn a_list_of_places_is_not_one_place() {
        for (list, many) in [
            ("Hombori; Gossi", "two places"),
            ("Bandiagara, Bankass, Koro", "3 places"),
            ("Gao; Kidal", "two"),
        ] {
            let location = ask(list);
            assert_eq!((location.status, location.point), (Status::Review, None), "{list}: {}", location.why);
            assert!(location.why.starts_with(many), "{list}: {}", location.why);
        }
    }
}
