//! Where a list is about: the places that it names without doubt.
//!
//! In: rows of a list. Out: how near a candidate is to what else the list names. It must not decide.

use super::Geocoder;
use crate::event::{LonLat, Method, PlaceContext, Status};
use crate::gazetteer::rough_distance_m;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

/// A place so sure tells where the list is about.
const SURE_P: f64 = 0.95;
/// Fewer places than this tell nothing of a list.
const LEAST_PLACES: usize = 8;
/// More of them tell nothing new; the first are taken.
const MOST_PLACES: usize = 300;
/// So many different rows are looked at to find them.
const MOST_ROWS: usize = 5_000;
/// How far a place of the list reaches: at this distance about a third of it counts.
const REACH_M: f64 = 50_000.0;
/// Nearer than this it is the candidate itself, which must not speak for itself.
const ITSELF_M: f64 = 2_000.0;

/// The sure places of a list.
#[derive(Debug)]
pub(super) struct Around {
    points: Vec<LonLat>,
    /// How much is round the points that were asked for: the same places are candidates again and again, and each asks for
    /// some hundred distances.
    told: RwLock<HashMap<[u64; 2], f64>>,
}

/// Candidates are places of the gazetteer; if there are more of them than this, some are asked for again.
const MOST_TOLD: usize = 100_000;

impl Around {
    /// How much of the list is round a point: 0 when nothing is, towards 1 when several places are.
    pub(super) fn near(&self, at: LonLat) -> f64 {
        let key = [at.lon().to_bits(), at.lat().to_bits()];
        if let Some(told) = self.told.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return *told;
        }
        let near = self.measured(at);
        let mut told = self.told.write().unwrap_or_else(PoisonError::into_inner);
        if told.len() >= MOST_TOLD {
            told.clear();
        }
        told.insert(key, near);
        near
    }

    fn measured(&self, at: LonLat) -> f64 {
        let around: f64 = self
            .points
            .iter()
            .map(|point| rough_distance_m(*point, at))
            .filter(|away| *away > ITSELF_M)
            .map(|away| (-away / REACH_M).exp())
            .sum();
        around / (1.0 + around)
    }
}

impl Geocoder {
    /// The same for the rows of a list: a name that may mean several places means rather one among the others that
    /// the list names without doubt.
    ///
    /// Looks at the first 5,000 different rows; a list with fewer than eight sure places changes nothing.
    #[must_use]
    pub fn for_list<'a>(&self, rows: impl Iterator<Item = (&'a PlaceContext, Option<Date>)>) -> Self {
        let mut seen: HashSet<&PlaceContext> = HashSet::new();
        let mut known: HashSet<String> = HashSet::new();
        let mut points = Vec::new();
        for (place, day) in rows {
            if seen.len() >= MOST_ROWS || points.len() >= MOST_PLACES {
                break;
            }
            if !seen.insert(place) {
                continue;
            }
            let location = self.locate(place, day);
            let is_sure = location.status == Status::Located
                && location.p >= SURE_P
                && matches!(location.method, Method::Exact | Method::Folded);
            if let (true, Some(point), Some(id)) = (is_sure, location.point, location.place_id)
                && known.insert(id)
            {
                points.push(point);
            }
        }
        let around =
            (points.len() >= LEAST_PLACES).then(|| Arc::new(Around { points, told: RwLock::default() }));
        Self { around, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    fn place(name: &str) -> PlaceContext {
        PlaceContext { name: name.to_owned(), ..PlaceContext::default() }
    }

    #[test]
    fn a_name_of_many_places_means_one_among_the_others_of_its_list() {
        let alone = Geocoder::new(Gazetteer::embedded().unwrap());
        let p_of = |geocoder: &Geocoder, id: &str| -> f64 {
            let answer = geocoder.geocode(&place("Bamba"), None);
            answer.candidates.iter().find(|one| one.id == id).map_or(0.0, |one| one.p)
        };
        let north: Vec<PlaceContext> =
            ["Bourem", "Gao", "Kidal", "Ansongo", "Tessalit", "Almoustarat", "Aguelhok", "Gossi", "Ménaka"]
                .map(place)
                .to_vec();
        let listed = alone.for_list(north.iter().map(|place| (place, None)));
        assert!(p_of(&listed, "l-bamba-bourem") > p_of(&alone, "l-bamba-bourem") + 0.01);
        assert!(p_of(&listed, "l-bamba-bougouni") < p_of(&alone, "l-bamba-bougouni"));
        // Alone it would be a question; where the list decides, the reason says so.
        let mopti: Vec<PlaceContext> = [
            "Koro",
            "Bankass",
            "Douentza",
            "Bandiagara",
            "Mondoro",
            "Dinangourou",
            "Hombori",
            "Boni",
            "Madougou",
        ]
        .map(place)
        .to_vec();
        let listed_there = alone.for_list(mopti.iter().map(|place| (place, None)));
        let river: Vec<PlaceContext> = [
            "Bourem",
            "Téméra",
            "Taboye",
            "Gourma-Rharous",
            "Haribomo",
            "Almoustarat",
            "Tarkint",
            "Ber",
            "Bambara-Maoudé",
            "Gao",
        ]
        .map(place)
        .to_vec();
        let listed_by_it = alone.for_list(river.iter().map(|place| (place, None)));
        let locations =
            [&listed, &listed_there, &listed_by_it].map(|list| list.geocode(&place("Bamba"), None).location);
        assert!(locations.iter().any(|location| location.status == Status::Located), "{locations:?}");
        for location in &locations {
            let says_so = location.why.contains("chosen by the other places that the list names");
            assert_eq!(location.status == Status::Located, says_so, "{location:?}");
        }
        assert!(!alone.geocode(&place("Bamba"), None).location.why.contains("the list"));
        // Too few to say anything.
        let few = alone.for_list(north.iter().take(3).map(|place| (place, None)));
        assert!((p_of(&few, "l-bamba-bourem") - p_of(&alone, "l-bamba-bourem")).abs() < 1e-12);
    }
}
