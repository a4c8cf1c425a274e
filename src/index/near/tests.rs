//! What is near, against a look at every point.

use super::*;
use crate::index::samples::{asked, load, plains, point};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn everything_within_the_distance_is_found_the_nearest_first(
        plains in plains(200), asked in asked(), at in point(), exponent in 0.0..7.4_f64, limit in 0..40_usize,
    ) {
        let (at, radius_m) = (LonLat::new(at[0], at[1]).unwrap(), 10_f64.powf(exponent));
        let query = Query { limit, ..asked.query() };
        let (found, matched) = load(&plains).near(&query, at, radius_m);
        let mut expected: Vec<(f64, u64)> = plains
            .iter()
            .filter(|plain| asked.meets(plain))
            .map(|plain| (distance_m(at, LonLat::new(plain.point[0], plain.point[1]).unwrap()), plain.order))
            .filter(|(distance, _)| *distance <= radius_m)
            .collect();
        expected.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        prop_assert_eq!(matched, expected.len());
        expected.truncate(limit);
        let found: Vec<(f64, String)> =
            found.iter().map(|near| (near.distance_m, String::from_utf8_lossy(&near.geojson).into())).collect();
        let expected: Vec<(f64, String)> =
            expected.into_iter().map(|(distance_m, order)| (distance_m, format!("id-{order}"))).collect();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn a_circle_may_reach_over_the_antimeridian_and_over_a_pole() {
    let meets = |at: (f64, f64), lon: f64, lat: f64| {
        let bbox = box_around(LonLat::new(at.0, at.1).unwrap(), 300_000.0).unwrap();
        bbox.contains(LonLat::new(lon, lat).unwrap())
    };
    assert!(meets((179.0, 0.0), -179.5, 0.0) && !meets((179.0, 0.0), -170.0, 0.0));
    assert!(meets((0.0, 89.0), 180.0, 88.9) && meets((0.0, -90.0), 77.0, -89.0));
}
