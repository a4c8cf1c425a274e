//! From a point to what lies around it.
//!
//! In: a point. Out: the nearest localities with distance and direction, and the units it lies in. It must not know
//! how that is said.

use super::{Edition, Gazetteer, Locality, LocalityKind, Near, division};
use crate::event::{LonLat, UnitPath};
use geo::{Bearing, Geodesic, Point};

/// What lies around a point.
#[derive(Debug, Clone)]
pub struct Around<'a> {
    /// Whether the point lies in Mali, or outside by no more than the outline is wrong.
    pub in_mali: bool,
    /// Localities, the nearest first.
    pub nearest: Vec<Beside<'a>>,
    /// The units it lies in, in the order of [`Edition::ALL`]; nameless where none is known.
    pub units: [UnitPath; 3],
}

/// A locality as seen with a point beside it.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The locality.
    pub locality: &'a Locality,
    /// Metres from the locality to the point, on the ellipsoid.
    pub distance_m: f64,
    /// From the locality to the point; `None` where they are one.
    pub direction: Option<Direction>,
}

/// A direction on the ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Direction {
    /// Clockwise from north, 0..360.
    pub degrees: f64,
}

/// The sixteen directions of the compass, clockwise from north, in English and French letters.
const COMPASS: [(&str, &str); 16] = [
    ("N", "N"),
    ("NNE", "NNE"),
    ("NE", "NE"),
    ("ENE", "ENE"),
    ("E", "E"),
    ("ESE", "ESE"),
    ("SE", "SE"),
    ("SSE", "SSE"),
    ("S", "S"),
    ("SSW", "SSO"),
    ("SW", "SO"),
    ("WSW", "OSO"),
    ("W", "O"),
    ("WNW", "ONO"),
    ("NW", "NO"),
    ("NNW", "NNO"),
];

/// Below this many metres a point is the place itself and in no direction from it: gazetteers are not surveyed.
const SAME_POINT_M: f64 = 1.0;

impl Direction {
    /// In English letters, as in "NNE" or "SW".
    pub fn letters(self) -> &'static str {
        self.compass().0
    }

    /// In French letters, as in "NNE" or "SO".
    pub fn letters_fr(self) -> &'static str {
        self.compass().1
    }

    fn compass(self) -> (&'static str, &'static str) {
        let sixteenth = (self.degrees.rem_euclid(360.0) / 22.5).round() as usize % COMPASS.len();
        COMPASS.get(sixteenth).copied().unwrap_or_default()
    }
}

impl Gazetteer {
    /// What lies around a point, with so many localities at most.
    pub fn around(&self, at: LonLat, count: usize) -> Around<'_> {
        let units = self.units_at(at);
        let path = |edition: Edition, number: usize| {
            division::path(&self.units, units.get(number).copied().unwrap_or_default(), edition)
        };
        let [first, second, third] = Edition::ALL;
        Around {
            in_mali: self.is_in_mali(at),
            nearest: self.nearest_inhabited(at, count).into_iter().map(|near| beside(near, at)).collect(),
            units: [path(first, 0), path(second, 1), path(third, 2)],
        }
    }

    /// The localities that a person would name a point by: places where people are, not hills and marshes.
    fn nearest_inhabited(&self, at: LonLat, count: usize) -> Vec<Near<'_>> {
        // The tree's order is the sphere's, as in `nearest`.
        const SPARE: usize = 4;
        let named = |number: &u32| self.locality(*number).is_some_and(|locality| names_a_spot(locality.kind));
        let taken = self.tree.nearest(at).filter(named).take(count.saturating_add(SPARE));
        let mut near = self.measured(at, taken);
        near.truncate(count);
        near
    }
}

fn names_a_spot(kind: LocalityKind) -> bool {
    use LocalityKind as Kind;
    !matches!(kind, Kind::Water | Kind::Relief | Kind::Tract | Kind::Site | Kind::Unit)
}

fn beside(near: Near<'_>, at: LonLat) -> Beside<'_> {
    let point = |at: LonLat| Point::new(at.lon(), at.lat());
    let direction = (near.distance_m >= SAME_POINT_M).then(|| {
        let degrees = Geodesic.bearing(point(near.locality.point), point(at)).rem_euclid(360.0);
        Direction { degrees }
    });
    Beside { locality: near.locality, distance_m: near.distance_m, direction }
}

#[cfg(test)]
mod tests {
    use super::super::{destination, distance_m};
    use super::*;
    use proptest::prelude::*;
    use std::sync::{Arc, LazyLock};

    fn gazetteer() -> &'static Gazetteer {
        static EMBEDDED: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| Gazetteer::embedded().unwrap());
        &EMBEDDED
    }

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn named<'a>(gazetteer: &'a Gazetteer, id: &str) -> &'a Locality {
        gazetteer.locality_by_id(id).unwrap()
    }

    #[test]
    fn a_point_beside_a_place_has_its_distance_and_direction() {
        let gazetteer = gazetteer();
        let bourem = named(gazetteer, "l-bourem");
        let point = destination(bourem.point, 22.5, 12_000.0).unwrap();
        let around = gazetteer.around(point, 40);
        let beside = around.nearest.iter().find(|one| one.locality.id == bourem.id).unwrap();
        assert!((beside.distance_m - 12_000.0).abs() < 1.0);
        assert_eq!(beside.direction.unwrap().letters(), "NNE");
        assert!(around.in_mali);
        assert_eq!(around.units.each_ref().map(|units| units.region.as_deref()), [Some("Gao"); 3]);
        assert_eq!(around.units[0].edition.as_deref(), Some("../2016-01-19"));
    }

    #[test]
    fn a_point_on_a_place_is_in_no_direction_from_it() {
        let gazetteer = gazetteer();
        let bourem = named(gazetteer, "l-bourem");
        let [nearest] = gazetteer.around(bourem.point, 1).nearest[..] else { panic!("one place") };
        assert_eq!(
            (nearest.locality.id.as_str(), nearest.distance_m, nearest.direction),
            ("l-bourem", 0.0, None)
        );
    }

    #[test]
    fn ends_of_the_world_have_neighbours_and_no_units() {
        let gazetteer = gazetteer();
        for point in [at(0.0, 90.0), at(0.0, -90.0), at(180.0, 0.0), at(-180.0, 0.0), at(0.0, 0.0)] {
            let around = gazetteer.around(point, 3);
            assert_eq!(around.nearest.len(), 3, "{point:?}");
            assert!(!around.in_mali, "{point:?}");
            let nameless = |units: &UnitPath| units.to_text().is_empty();
            assert!(around.units.iter().all(nameless), "{point:?}");
        }
        let [east, west] = [180.0, -180.0].map(|lon| gazetteer.around(at(lon, 10.0), 3));
        let ids = |around: &Around<'_>| {
            around.nearest.iter().map(|one| one.locality.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&east), ids(&west), "the antimeridian is one line");
        assert_eq!(gazetteer.around(at(0.0, 90.0), 1).nearest[0].direction.unwrap().letters(), "N");
    }

    #[test]
    fn letters_turn_with_the_degrees() {
        for (degrees, en, fr) in
            [(0.0, "N", "N"), (11.2, "N", "N"), (11.3, "NNE", "NNE"), (225.0, "SW", "SO"), (359.9, "N", "N")]
        {
            let direction = Direction { degrees };
            assert_eq!((direction.letters(), direction.letters_fr()), (en, fr), "{degrees}");
        }
    }

    proptest! {
        #[test]
        fn the_nearest_is_the_nearest_and_the_way_leads_to_the_point(
            lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64,
        ) {
            let gazetteer = gazetteer();
            let point = at(lon, lat);
            let nearest = gazetteer.around(point, 1).nearest[0];
            let least = gazetteer
                .localities()
                .iter()
                .filter(|locality| names_a_spot(locality.kind))
                .map(|locality| distance_m(point, locality.point))
                .fold(f64::INFINITY, f64::min);
            prop_assert!((nearest.distance_m - least).abs() < 1e-6);
            if let Some(direction) = nearest.direction {
                let end = destination(nearest.locality.point, direction.degrees, nearest.distance_m).unwrap();
                prop_assert!(distance_m(end, point) < 1.0, "{} m off", distance_m(end, point));
            }
        }
    }
}
