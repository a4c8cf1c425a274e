//! Whether the places inside a polygon lie where its unit would put them in later editions.
//!
//! In: the curated places, with their units in every edition. Out: of the units that a polygon is taken to lie in, those
//! that no place inside contradicts. It must not know names.

use crate::event::LonLat;
use crate::gazetteer::boundary::{Bounds, contains};
use crate::gazetteer::division::{Division, Within};
use crate::gazetteer::{Edition, Locality, Unit};
use geo::MultiPolygon;

/// The curated places and their units in the order of [`Edition::ALL`].
#[derive(Debug)]
pub(super) struct Members(Vec<(LonLat, [Within; 3])>);

impl Members {
    pub(super) fn new(division: &Division, seed: &[Locality]) -> Self {
        let all = (0..).zip(seed).map(|(number, locality)| (locality.point, division.within(number)));
        Self(all.filter(|(_, [before, ..])| before.region.is_some()).collect())
    }

    /// The units of a polygon without those of other editions than its own that a place of that very unit is not in.
    ///
    /// The commune of Salam reached to the border; most of it became a region in 2016, and its shape of before says
    /// nothing of who has what since.
    pub(super) fn uncontradicted(
        &self,
        unit: &Unit,
        shape: &MultiPolygon,
        bounds: Bounds,
        within: [Within; 3],
    ) -> [Within; 3] {
        let own = Edition::ALL.map(|edition| unit.in_force_on(edition.some_day()));
        let inside = self.0.iter().filter(|(at, of_place)| {
            bounds.distance_m(*at) <= 0.0
                && within.iter().zip(of_place).zip(own).all(|((a, b), own)| !own || agree(*a, *b))
                && contains(shape, *at)
        });
        let mut kept = within;
        for (_, of_place) in inside {
            for ((kept, of_place), own) in kept.iter_mut().zip(of_place).zip(own) {
                if !own {
                    *kept = without_contradicted(*kept, *of_place);
                }
            }
        }
        kept
    }
}

fn differ(a: Option<u32>, b: Option<u32>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a != b)
}

/// Whether two places may lie in the same units, as far as both are known.
fn agree(a: Within, b: Within) -> bool {
    !differ(a.region, b.region) && !differ(a.cercle, b.cercle) && !differ(a.commune, b.commune)
}

/// The units that a place inside leaves: where its region is another, that of the cercle is not known either.
fn without_contradicted(of_shape: Within, of_place: Within) -> Within {
    let other_region = differ(of_shape.region, of_place.region);
    let other_cercle = other_region || differ(of_shape.cercle, of_place.cercle);
    Within {
        region: of_shape.region.filter(|_| !other_region),
        cercle: of_shape.cercle.filter(|_| !other_cercle),
        commune: of_shape.commune.filter(|_| !other_cercle),
    }
}
