//! How far a commune reaches that no polygon draws: as far as its neighbours leave room.
//!
//! In: the points of the communes. Out: for a point, the radius of a commune there. It must not know localities.

use super::space::{PlaceTree, rough_distance_m};
use super::{Level, Unit};
use crate::event::LonLat;

/// So many neighbours say how dense communes lie.
const NEIGHBOURS: usize = 5;

/// The radius, as a share of the mean distance to these, that holds nine in ten villages of a commune. Measured with 688
/// villages of GeoNames and the communes of geoBoundaries that they lie in: 90%, on each of two halves; fifteen kilometres
/// for all held 68%.
const SHARE: f64 = 0.78;

/// Communes of a town lie closer than anybody's circle is good for.
const LEAST_M: f64 = 6_000.0;
/// A wider circle says nothing of a commune.
const MOST_M: f64 = 120_000.0;

/// Points nearer than this are one commune in two editions.
const SAME_M: f64 = 1_000.0;

/// The points of all communes.
pub(super) struct Spacing {
    points: Vec<LonLat>,
    tree: PlaceTree,
}

impl Spacing {
    pub(super) fn new(units: &[Unit]) -> Self {
        let communes = units.iter().filter(|unit| unit.level == Level::Commune);
        let mut points: Vec<LonLat> = communes.filter_map(|unit| unit.point).collect();
        let degrees = |at: &LonLat| (at.lon(), at.lat());
        points.sort_by(|a, b| degrees(a).partial_cmp(&degrees(b)).unwrap_or(std::cmp::Ordering::Equal));
        points.dedup();
        let tree = PlaceTree::new(points.iter().copied());
        Self { points, tree }
    }

    /// The radius of a commune round a point.
    pub(super) fn radius_m(&self, centre: LonLat) -> f64 {
        let away: Vec<f64> = self
            .tree
            .nearest(centre)
            .filter_map(|number| self.points.get(number as usize))
            .map(|point| rough_distance_m(centre, *point))
            // The commune itself stands in its middle, or near it.
            .skip(1)
            .filter(|away| *away > SAME_M)
            .take(NEIGHBOURS)
            .collect();
        if away.is_empty() {
            return MOST_M;
        }
        (SHARE * away.iter().sum::<f64>() / away.len() as f64).clamp(LEAST_M, MOST_M)
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::{Gazetteer, Level, distance_m};

    #[test]
    fn a_commune_in_the_desert_reaches_farther_than_one_of_a_town() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let area = |name: &str| {
            let unit = gazetteer.units_named(name, Some(Level::Commune))[0];
            gazetteer.unit(unit).unwrap().area.unwrap()
        };
        // Its polygon reaches 50 km from its middle.
        let tessit = area("Tessit").radius_m;
        assert!((30_000.0..80_000.0).contains(&tessit), "{tessit}");
        // Where communes lie 20 km from each other, none reaches 30 km.
        let kalabancoro = area("Kalabancoro").radius_m;
        assert!((6_000.0..30_000.0).contains(&kalabancoro), "{kalabancoro}");
        assert!(tessit > 2.0 * kalabancoro);
    }

    #[test]
    fn few_communes_reach_beyond_their_fifth_neighbour() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let communes: Vec<_> = gazetteer
            .units()
            .iter()
            .filter(|unit| unit.level == Level::Commune && unit.valid_from.is_none())
            .filter_map(|unit| Some((unit.point?, unit.area?)))
            .collect();
        let wide = communes.iter().filter(|(_, area)| {
            let mut away: Vec<f64> =
                communes.iter().map(|(other, _)| distance_m(area.centre, *other)).collect();
            away.sort_by(f64::total_cmp);
            area.radius_m > away[5]
        });
        // Those whose known places lie far apart.
        assert!(wide.count() * 20 < communes.len());
    }
}
