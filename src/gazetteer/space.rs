//! Distances, circles, and the R-tree of places.
//!
//! In: points. Out: what is near them, in metres on the ellipsoid. It must not know names.

use crate::event::LonLat;
use geo::{Destination, Distance, Geodesic, Haversine, InterpolatePoint, Point};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use serde::Serialize;

/// Radius of the sphere on which candidates are first chosen, in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// How much the sphere and the ellipsoid may differ: candidates are taken from a wider search by this factor.
const SPHERE_SLACK: f64 = 1.01;

/// A circle on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Circle {
    /// Its centre.
    pub centre: LonLat,
    /// Its radius in metres.
    pub radius_m: f64,
}

/// Metres between two points on the ellipsoid.
pub fn distance_m(a: LonLat, b: LonLat) -> f64 {
    Geodesic.distance(point(a), point(b))
}

/// Metres between two points on a sphere: within 0.6% of [`distance_m`] and ten times faster.
pub fn rough_distance_m(a: LonLat, b: LonLat) -> f64 {
    Haversine.distance(point(a), point(b))
}

/// The point so many metres away in a direction (degrees clockwise from north), along the geodesic.
///
/// `None` when the numbers lead off the globe.
pub fn destination(from: LonLat, bearing: f64, distance_m: f64) -> Option<LonLat> {
    from_point(Geodesic.destination(point(from), bearing, distance_m))
}

/// The point half-way along the geodesic.
pub fn midpoint(a: LonLat, b: LonLat) -> Option<LonLat> {
    from_point(Geodesic.point_at_ratio_between(point(a), point(b), 0.5))
}

fn point(at: LonLat) -> Point {
    Point::new(at.lon(), at.lat())
}

fn from_point(at: Point) -> Option<LonLat> {
    LonLat::new(at.x(), at.y()).ok()
}

/// A point of the index: a direction from the middle of the earth, so that neither the poles nor the
/// antimeridian is special and the nearest in the tree is the nearest on the ground.
type Entry = GeomWithData<[f64; 3], u32>;

/// Places by position.
#[derive(Debug, Clone)]
pub(super) struct PlaceTree {
    tree: RTree<Entry>,
    /// The same from south to north, by the height of their directions over the equator.
    by_height: Vec<Entry>,
}

impl PlaceTree {
    /// Indexes points under their number in the list.
    pub(super) fn new(points: impl Iterator<Item = LonLat>) -> Self {
        let entries: Vec<Entry> =
            points.zip(0..).map(|(at, number)| Entry::new(direction(at), number)).collect();
        let mut by_height = entries.clone();
        by_height.sort_by(|one, other| height(one).total_cmp(&height(other)));
        Self { tree: RTree::bulk_load(entries), by_height }
    }

    /// Numbers of the points by growing distance from `at`.
    pub(super) fn nearest(&self, at: LonLat) -> impl Iterator<Item = u32> + '_ {
        self.tree.nearest_neighbor_iter(direction(at)).map(|entry| entry.data)
    }

    /// Number of the nearest point, if it is within a radius; of several the first.
    ///
    /// Asked for every row with coordinates, and a tenth of what it costs to ask the tree: points are looked at from the
    /// same latitude outwards, until the difference in height alone is more than the way to the nearest.
    pub(super) fn nearest_within(&self, at: LonLat, radius_m: f64) -> Option<u32> {
        let here = direction(at);
        let angle = (radius_m / EARTH_RADIUS_M).clamp(0.0, std::f64::consts::PI);
        // The chord of the arc, on the sphere: a tolerance of kilometres needs no ellipsoid.
        let mut least = ((2.0 * (angle / 2.0).sin()).powi(2), None);
        let middle = self.by_height.partition_point(|entry| height(entry) < here[2]);
        let (south, north) = self.by_height.split_at(middle);
        let mut look_at = |entry: &Entry| {
            let [x, y, z] = [0, 1, 2].map(|axis| (entry.geom()[axis] - here[axis]).powi(2));
            let (squared, number) = (x + y + z, entry.data);
            if squared < least.0 || squared <= least.0 && least.1.is_none_or(|nearest| number < nearest) {
                least = (squared, Some(number));
            }
            z <= least.0
        };
        let _ = south.iter().rev().all(&mut look_at);
        let _ = north.iter().all(&mut look_at);
        least.1
    }

    /// Numbers of all points within a radius and a little more, in no order.
    pub(super) fn about(&self, at: LonLat, radius_m: f64) -> impl Iterator<Item = u32> + '_ {
        let angle = (radius_m * SPHERE_SLACK / EARTH_RADIUS_M).clamp(0.0, std::f64::consts::PI);
        let chord = 2.0 * (angle / 2.0).sin();
        self.tree.locate_within_distance(direction(at), chord * chord).map(|entry| entry.data)
    }
}

fn height(entry: &Entry) -> f64 {
    entry.geom()[2]
}

fn direction(at: LonLat) -> [f64; 3] {
    let (lon, lat) = (at.lon().to_radians(), at.lat().to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Steps towards the farthest point that bring the circle's radius within 1% of the least possible.
const CIRCLE_STEPS: u32 = 100;

/// A circle round all points, its radius at most about 1% larger than the least (Bădoiu and Clarkson 2003:
/// walk towards the farthest point in ever smaller steps). `None` without points.
///
/// Meant for areas up to a country's size, far from the poles and the antimeridian.
pub(super) fn circle_round(points: &[LonLat]) -> Option<Circle> {
    let first = *points.first()?;
    let (mut lon, mut lat) = (first.lon(), first.lat());
    let shrink = lat.to_radians().cos();
    for step in 1..=CIRCLE_STEPS {
        let squared = |at: LonLat| ((at.lon() - lon) * shrink).powi(2) + (at.lat() - lat).powi(2);
        let farther = |most: (f64, LonLat), at: &LonLat| {
            let away = squared(*at);
            if away >= most.0 { (away, *at) } else { most }
        };
        let (_, farthest) = points.iter().fold((0.0, first), farther);
        lon += (farthest.lon() - lon) / f64::from(step + 1);
        lat += (farthest.lat() - lat) / f64::from(step + 1);
    }
    Some(circle_from(LonLat::new(lon, lat).ok()?, points))
}

/// The circle from a centre that holds all points.
pub(super) fn circle_from(centre: LonLat, points: &[LonLat]) -> Circle {
    let radius_m = points.iter().map(|at| rough_distance_m(centre, *at)).fold(0.0, f64::max);
    Circle { centre, radius_m }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn twelve_kilometres_north_is_twelve_kilometres_north() {
        let bourem = at(-0.35, 16.95);
        let north = destination(bourem, 0.0, 12_000.0).unwrap();
        assert!((north.lon() - bourem.lon()).abs() < 1e-9);
        assert!((distance_m(bourem, north) - 12_000.0).abs() < 0.01);
        assert!(north.lat() > bourem.lat());
    }

    #[test]
    fn a_circle_holds_its_points_and_is_not_much_too_large() {
        let corners = [at(0.0, 15.0), at(2.0, 15.0), at(1.0, 15.1)];
        let circle = circle_round(&corners).unwrap();
        let half = rough_distance_m(corners[0], corners[1]) / 2.0;
        assert!(circle.radius_m >= half - 1.0);
        assert!(circle.radius_m < half * 1.02, "{} for {half}", circle.radius_m);
        assert_eq!(circle_round(&[]), None);
    }

    proptest! {
        #[test]
        fn the_tree_finds_what_a_scan_finds(
            points in prop::collection::vec((-180.0..180.0f64, -89.0..89.0f64), 1..60),
            lon in -180.0..180.0f64, lat in -89.0..89.0f64, radius_m in 1.0..5_000_000.0f64,
        ) {
            let points: Vec<LonLat> = points.into_iter().map(|(lon, lat)| at(lon, lat)).collect();
            let here = at(lon, lat);
            let tree = PlaceTree::new(points.iter().copied());
            let mut found: Vec<u32> = tree
                .about(here, radius_m)
                .filter(|number| distance_m(here, points[*number as usize]) <= radius_m)
                .collect();
            found.sort_unstable();
            let scan: Vec<u32> = (0..points.len() as u32)
                .filter(|number| distance_m(here, points[*number as usize]) <= radius_m)
                .collect();
            prop_assert_eq!(found, scan);
            let nearest = tree.nearest(here).next().unwrap();
            let least = points.iter().map(|p| rough_distance_m(here, *p)).fold(f64::INFINITY, f64::min);
            prop_assert!((rough_distance_m(here, points[nearest as usize]) - least).abs() < 1.0);
            match tree.nearest_within(here, radius_m) {
                Some(within) => {
                    prop_assert!((rough_distance_m(here, points[within as usize]) - least).abs() < 1.0);
                    prop_assert!(least < radius_m + 1.0);
                }
                None => prop_assert!(least > radius_m - 1.0),
            }
        }
    }
}
