//! Locations already asked for, while one list is read: lists name the same places again and again.
//!
//! Shared by the threads that read the rows of a portion.

use crate::event::{Location, LonLat, PlaceContext, Precision};
use crate::geocode::{Geocoder, Resolved, Turns};
use hashbrown::{DefaultHashBuilder, HashTable};
use jiff::civil::Date;
use std::hash::{BuildHasher as _, Hash};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Locations kept; some ten megabytes. A list of more places than this begins anew, which costs it little.
const KEPT: usize = 8_192;

/// Asks the geocoder, once for each question.
pub(super) struct Memory<'g> {
    geocoder: &'g Geocoder,
    turns: Turns,
    named: Known<Named, Location>,
    resolved: Known<Named, Resolved>,
    given: Known<(Named, Given), Location>,
}

/// A place as a row names it, and the day or another that has the same answers.
type Named = (PlaceContext, Option<Date>);

/// Longitude and latitude by their bits, and the precision.
type Given = (u64, u64, Option<Precision>);

impl<'g> Memory<'g> {
    pub(super) fn new(geocoder: &'g Geocoder) -> Self {
        let turns = Turns::of(geocoder.gazetteer());
        let (named, resolved, given) = (Known::new(KEPT), Known::new(KEPT), Known::new(KEPT));
        Self { geocoder, turns, named, resolved, given }
    }

    /// Where a named place is.
    pub(super) fn named(&self, place: &PlaceContext, day: Option<Date>) -> Location {
        let day = self.day(day);
        self.named
            .get(&(place, day), || (place.clone(), day), || self.geocoder.locate(place, day))
            .as_ref()
            .clone()
    }

    /// A location at given coordinates.
    pub(super) fn given(
        &self,
        point: LonLat,
        precision: Option<Precision>,
        place: &PlaceContext,
        day: Option<Date>,
    ) -> Location {
        let day = self.day(day);
        let ask = || {
            let resolve = || self.geocoder.resolve(place, day);
            let row = self.resolved.get(&(place, day), || (place.clone(), day), resolve);
            self.geocoder.given_for(&row, point, precision)
        };
        if !self.given.is_of_use() {
            return ask();
        }
        let at = (point.lon().to_bits(), point.lat().to_bits(), precision);
        self.given.get(&((place, day), at), || ((place.clone(), day), at), ask).as_ref().clone()
    }

    /// The day, or another that has the same answers.
    fn day(&self, day: Option<Date>) -> Option<Date> {
        day.map(|day| self.turns.last_until(day))
    }
}

/// Answers by their questions, as many as are kept before it begins anew.
#[derive(Debug)]
pub(super) struct Known<Q, A> {
    /// Each with the hash of its question.
    answers: Mutex<HashTable<(u64, Q, Arc<A>)>>,
    hasher: DefaultHashBuilder,
    kept: usize,
    asked: AtomicU64,
    repeated: AtomicU64,
}

/// A question as whoever asks has it: no copy is made of one that is known.
pub(super) trait Same<Q>: Hash {
    /// Whether it is the question that is kept.
    fn same(&self, kept: &Q) -> bool;
}

impl Same<Named> for (&PlaceContext, Option<Date>) {
    fn same(&self, (place, day): &Named) -> bool {
        self.0 == place && self.1 == *day
    }
}

impl Same<(Named, Given)> for ((&PlaceContext, Option<Date>), Given) {
    fn same(&self, (named, given): &(Named, Given)) -> bool {
        self.0.same(named) && self.1 == *given
    }
}

impl Same<(String, String)> for (&str, &str) {
    fn same(&self, (first, second): &(String, String)) -> bool {
        self.0 == first && self.1 == second
    }
}

/// So many questions tell whether they repeat at all, and one in so many must.
const TRIED: u64 = 4_096;
const ONE_IN: u64 = 16;

impl<Q, A> Known<Q, A> {
    pub(super) fn new(kept: usize) -> Self {
        let (asked, repeated) = (AtomicU64::new(0), AtomicU64::new(0));
        let hasher = DefaultHashBuilder::default();
        Self { answers: Mutex::new(HashTable::new()), hasher, kept, asked, repeated }
    }

    /// Whether questions repeat: measured points hardly do, and keeping their answers then costs more than it spares.
    fn is_of_use(&self) -> bool {
        let [asked, repeated] = [&self.asked, &self.repeated].map(|count| count.load(Ordering::Relaxed));
        asked < TRIED || repeated * ONE_IN > asked
    }

    /// The answer that is kept, or else what asking gives; `own` is the question to be kept with it.
    pub(super) fn get<W: Same<Q>>(
        &self,
        question: &W,
        own: impl FnOnce() -> Q,
        ask: impl FnOnce() -> A,
    ) -> Arc<A> {
        // A thread that panicked held no half-written answer: they are put in whole.
        let lock = || self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = self.hasher.hash_one(question);
        self.asked.fetch_add(1, Ordering::Relaxed);
        if let Some((_, _, answer)) = lock().find(hash, |(_, kept, _)| question.same(kept)) {
            self.repeated.fetch_add(1, Ordering::Relaxed);
            return Arc::clone(answer);
        }
        // Asked without the lock: two threads may ask the same at once, and get the same.
        let answer = Arc::new(ask());
        let mut known = lock();
        if known.len() >= self.kept {
            known.clear();
        }
        if known.find(hash, |(_, kept, _)| question.same(kept)).is_none() {
            known.insert_unique(hash, (hash, own(), Arc::clone(&answer)), |(hash, _, _)| *hash);
        }
        answer
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
