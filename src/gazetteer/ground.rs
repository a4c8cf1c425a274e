//! Which units a point lies in.
//!
//! In: a point. Out: its units in each of the three editions. It must not know names.

use super::{Gazetteer, SEED, Within};
use crate::event::LonLat;

/// A point shares its cercle and commune with a locality of the seed that is no farther away than this, in metres.
const SAME_UNITS_M: f64 = 15_000.0;

impl Gazetteer {
    /// The units that a point lies in, in the order of [`Edition::ALL`](super::Edition::ALL); none outside Mali.
    pub fn units_at(&self, at: LonLat) -> [Within; 3] {
        if !self.is_in_mali(at) {
            return [Within::default(); 3];
        }
        let near = self.within(at, SAME_UNITS_M);
        let near = near.iter().find(|near| &*near.locality.layer == SEED);
        let mut units = near.map_or([Within::default(); 3], |near| self.division.within(near.number));
        // A shape knows better than a neighbour; the region of 2016 is the old one but for Ménaka and Taoudénit,
        // of which no shape is known.
        let region = self.region_at(at).and_then(|region| self.unit_number(&region.unit));
        let [before, ..] = &mut units;
        if region.is_some() && before.region != region {
            *before = Within { region, ..Within::default() };
        }
        units
    }
}
