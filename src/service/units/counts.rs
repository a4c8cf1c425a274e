//! In which units events lie.
//!
//! In: points and ids of places, with how many events share them. Out: counts by unit. It must not know filters.

use super::UnitCounts;
use crate::encode::point_as_written;
use crate::event::LonLat;
use crate::gazetteer::{Gazetteer, Within};
use crate::index::Site;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// As many sites are remembered with their units: a few thousand in life, since events happen at places. Where every event
/// has a point of its own the others are looked up each time.
const MAX_KNOWN: usize = 200_000;

/// The units of the sites that were asked for before, of one gazetteer.
#[derive(Debug, Default)]
pub(in crate::service) struct Known(Mutex<Sites>);

#[derive(Debug, Default)]
struct Sites {
    /// The gazetteer that they are from, never looked into: another one at its address would need it to be gone, and it
    /// is held here.
    gazetteer: Option<Arc<Gazetteer>>,
    units: HashMap<Key, Vec<u32>>,
}

/// A point, by its bits, and the id of a place.
type Key = (Option<[u64; 2]>, Option<Arc<str>>);

/// Counts events by the units that their sites lie in.
pub(in crate::service) fn count(gazetteer: &Arc<Gazetteer>, known: &Known, sites: &[Site]) -> UnitCounts {
    let lookup = Places::new(gazetteer);
    let mut by_number: HashMap<u32, usize> = HashMap::new();
    let mut new: Vec<&Site> = Vec::new();
    {
        let mut known = known.lock();
        known.belong_to(gazetteer);
        for site in sites {
            match known.units.get(&key(site)) {
                Some(units) => add(&mut by_number, units, site.count),
                None => new.push(site),
            }
        }
    }
    // Without the lock: a first answer over a million points may take a while.
    let found: Vec<(&Site, Vec<u32>)> =
        new.into_par_iter().map(|site| (site, lookup.units_of(site))).collect();
    for (site, units) in &found {
        add(&mut by_number, units, site.count);
    }
    known.lock().learn(gazetteer, found);
    let id = |(number, count)| Some((gazetteer.unit(number)?.id.clone(), count));
    UnitCounts {
        matched: sites.iter().map(|site| site.count).sum(),
        by_unit: by_number.into_iter().filter_map(id).collect(),
    }
}

fn add(counts: &mut HashMap<u32, usize>, units: &[u32], count: usize) {
    for unit in units {
        *counts.entry(*unit).or_default() += count;
    }
}

fn key(site: &Site) -> Key {
    (site.point.map(|point| point.map(f64::to_bits)), site.text.clone())
}

impl Known {
    fn lock(&self) -> std::sync::MutexGuard<'_, Sites> {
        // What is remembered is whole at any moment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sites {
    fn belong_to(&mut self, gazetteer: &Arc<Gazetteer>) {
        if !self.gazetteer.as_ref().is_some_and(|ours| Arc::ptr_eq(ours, gazetteer)) {
            *self = Self { gazetteer: Some(Arc::clone(gazetteer)), units: HashMap::new() };
        }
    }

    fn learn(&mut self, gazetteer: &Arc<Gazetteer>, found: Vec<(&Site, Vec<u32>)>) {
        // Another request may have brought another gazetteer meanwhile.
        if self.gazetteer.as_ref().is_some_and(|ours| Arc::ptr_eq(ours, gazetteer)) {
            let room = MAX_KNOWN.saturating_sub(self.units.len());
            self.units.extend(found.into_iter().take(room).map(|(site, units)| (key(site), units)));
        }
    }
}

/// Places by their ids.
struct Places<'a> {
    gazetteer: &'a Gazetteer,
    localities: HashMap<&'a str, u32>,
}

impl<'a> Places<'a> {
    fn new(gazetteer: &'a Gazetteer) -> Self {
        let ids = gazetteer.localities().iter().map(|locality| locality.id.as_str());
        Self { gazetteer, localities: ids.zip(0..).collect() }
    }

    /// The units, of every division, that a site lies in, each once.
    ///
    /// An event that is known to be in a unit and no more (its place is the unit) lies in that unit and those above, and in
    /// no other: its point is only the middle. An event at a locality lies where the locality does, which the gazetteer
    /// knows better than by polygons. Any other lies where its point is.
    fn units_of(&self, site: &Site) -> Vec<u32> {
        let place = site.text.as_deref();
        if let Some(unit) = place.and_then(|id| self.gazetteer.unit_number(id)) {
            return self.gazetteer.units_above(unit).known().collect();
        }
        let Some(point) = site.point.and_then(|[lon, lat]| LonLat::new(lon, lat).ok()) else {
            return Vec::new();
        };
        let locality = place.and_then(|id| self.localities.get(id).copied());
        // Points of features have no more digits than are written.
        let is_there = |number: &u32| {
            self.gazetteer.locality(*number).is_some_and(|one| point_as_written(one.point) == point)
        };
        let editions = match locality.filter(is_there) {
            Some(number) => {
                crate::gazetteer::Edition::ALL.map(|edition| self.gazetteer.units_of(number, edition))
            }
            None => self.gazetteer.units_at(point),
        };
        let mut units: Vec<u32> = editions.into_iter().flat_map(Within::known).collect();
        units.sort_unstable();
        units.dedup();
        units
    }
}
