//! Locations already asked for, while one list is read: lists name the same places again and again.

use crate::event::{Location, LonLat, PlaceContext, Precision};
use crate::geocode::{Geocoder, Turns};
use jiff::civil::Date;
use std::cell::RefCell;
use std::collections::HashMap;

/// Locations kept; some ten megabytes. A list of more places than this begins anew, which costs it little.
const KEPT: usize = 8_192;

/// Asks the geocoder, once for each question.
pub(super) struct Memory<'g> {
    geocoder: &'g Geocoder,
    turns: Turns,
    known: RefCell<HashMap<Question, Location>>,
}

/// What the answer depends on.
#[derive(PartialEq, Eq, Hash)]
struct Question {
    place: PlaceContext,
    /// The day, or another that has the same answers.
    day: Option<Date>,
    /// Longitude and latitude by their bits, and the precision, where the list gives them.
    given: Option<(u64, u64, Option<Precision>)>,
}

impl<'g> Memory<'g> {
    pub(super) fn new(geocoder: &'g Geocoder) -> Self {
        let turns = Turns::of(geocoder.gazetteer());
        Self { geocoder, turns, known: RefCell::new(HashMap::new()) }
    }

    /// Where a named place is.
    pub(super) fn named(&self, place: &PlaceContext, day: Option<Date>) -> Location {
        self.remember(place, day, None, || self.geocoder.geocode(place, day).location)
    }

    /// A location at given coordinates.
    pub(super) fn given(
        &self,
        point: LonLat,
        precision: Option<Precision>,
        place: &PlaceContext,
        day: Option<Date>,
    ) -> Location {
        let given = (point.lon().to_bits(), point.lat().to_bits(), precision);
        self.remember(place, day, Some(given), || self.geocoder.given(point, precision, place, day))
    }

    fn remember(
        &self,
        place: &PlaceContext,
        day: Option<Date>,
        given: Option<(u64, u64, Option<Precision>)>,
        ask: impl FnOnce() -> Location,
    ) -> Location {
        let day = day.map(|day| self.turns.last_until(day));
        let question = Question { place: place.clone(), day, given };
        let mut known = self.known.borrow_mut();
        if let Some(location) = known.get(&question) {
            return location.clone();
        }
        if known.len() >= KEPT {
            known.clear();
        }
        let location = ask();
        known.insert(question, location.clone());
        location
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn what_is_remembered_is_what_would_be_answered() {
        let geocoder = Geocoder::new(Gazetteer::embedded().unwrap());
        let memory = Memory::new(&geocoder);
        let day = |text: &str| text.parse::<Date>().ok();
        for _ in 0..2 {
            for name in ["Bamba", "Gao", "nowhere at all"] {
                for region in ["Gao", "Mopti", ""] {
                    let place =
                        PlaceContext { name: name.into(), region: region.into(), ..PlaceContext::default() };
                    for day in
                        [None, day("2012-04-01"), day("2016-01-18"), day("2023-03-13"), day("2024-01-01")]
                    {
                        assert_eq!(memory.named(&place, day), geocoder.geocode(&place, day).location);
                        let point = LonLat::new(-1.4, 17.03).unwrap();
                        let given = geocoder.given(point, None, &place, day);
                        assert_eq!(memory.given(point, None, &place, day), given);
                    }
                }
            }
        }
    }
}
