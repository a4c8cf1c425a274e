//! Tiles against a look at every point.

use super::*;
use crate::index::samples::{KIND, P, asked, load, plains, point};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::PI;

/// A point on the grid of all tiles of a zoom, by the formula.
fn units(zoom: u8, [lon, lat]: [f64; 2]) -> [f64; 2] {
    let side = 4096.0 * f64::from(1_u32 << zoom);
    let lat = lat.clamp(-LAT_MAX, LAT_MAX).to_radians();
    let y = (1.0 - (PI / 4.0 + lat / 2.0).tan().ln() / PI) / 2.0;
    [(lon + 180.0) / 360.0 * side, y * side].map(|unit| unit.clamp(0.0, side - 1.0))
}

fn tile_of(zoom: u8, at: [f64; 2]) -> TileAddress {
    let [x, y] = units(zoom, at);
    TileAddress::new(zoom, x as u32 / 4096, y as u32 / 4096).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_tile_has_every_point_that_it_should_and_none_twice(
        plains in plains(200), asked in asked(), zoom in 0..=MAX_TILE_ZOOM, middle in point(),
    ) {
        // Near zooms see few points: some of them look where one is.
        let middle = plains.first().map_or(middle, |plain| if zoom > 8 { plain.point } else { middle });
        let tile = tile_of(zoom, middle);
        let points = load(&plains).tile(&asked.query(), tile, &[KIND, P]);
        prop_assert!(points.orders.windows(2).all(|two| two[0] < two[1]), "none twice");
        let found: BTreeMap<u64, usize> = points.orders.iter().copied().zip(0..).collect();
        let side = 4096.0 * f64::from(1_u32 << zoom);
        for plain in &plains {
            let [x, y] = units(zoom, plain.point);
            let (x, y) = (x - f64::from(tile.column) * 4096.0, y - f64::from(tile.row) * 4096.0);
            // As near to the tile as the world's turns allow.
            let x = [x, x - side, x + side]
                .into_iter()
                .min_by(|a, b| (a - 2048.0).abs().total_cmp(&(b - 2048.0).abs()))
                .unwrap();
            let within = |slack: f64| [x, y].iter().all(|at| (-128.0 - slack..4224.0 + slack).contains(at));
            match found.get(&plain.order) {
                Some(at) => {
                    prop_assert!(asked.meets(plain) && within(1e-3), "{:?} at {x}, {y} should not be there", plain);
                    let [found_x, found_y] = points.places[*at].map(f64::from);
                    prop_assert!((found_x - x.floor()).abs() <= 1.0 && (found_y - y.floor()).abs() <= 1.0);
                    prop_assert_eq!(points.ids().nth(*at), Some(&*plain.id()));
                    prop_assert_eq!(points.starts[*at], plain.span.map(|span| span.0));
                    let (TileColumn::Texts(codes, texts), TileColumn::Numbers(p)) =
                        (&points.columns[0], &points.columns[1]) else { panic!("a text and a number") };
                    prop_assert_eq!(texts.get(codes[*at] as usize).map(|text| &**text), plain.kind);
                    prop_assert!((p[*at] - plain.p).abs() < 1e-12);
                }
                None => prop_assert!(!asked.meets(plain) || !within(-1e-3), "{:?} at {x}, {y} is missing", plain),
            }
        }
    }

    #[test]
    fn every_point_is_between_the_edges_of_one_tile(plains in plains(80), zoom in 0..=5_u8) {
        let collection = load(&plains);
        let mut seen = BTreeSet::new();
        let mut count = 0;
        for column in 0..1 << zoom {
            for row in 0..1 << zoom {
                let tile = TileAddress::new(zoom, column, row).unwrap();
                let points = collection.tile(&Query::default(), tile, &[]);
                for (order, place) in points.orders.iter().zip(&points.places) {
                    if place.iter().all(|at| (0..4096).contains(at)) {
                        seen.insert(*order);
                        count += 1;
                    }
                }
            }
        }
        prop_assert_eq!((seen.len(), count), (plains.len(), plains.len()));
    }
}

#[test]
fn the_margin_goes_on_beyond_the_antimeridian() {
    use crate::index::samples::Plain;
    let plain =
        |order, lon: f64| Plain { order, point: [lon, 10.0], span: None, kind: None, actors: vec![], p: 1.0 };
    let collection = load(&[plain(0, 179.99), plain(1, -179.99)]);
    let x_in = |column| {
        let points = collection.tile(&Query::default(), TileAddress::new(4, column, 7).unwrap(), &[]);
        points.places.iter().map(|place| place[0]).collect::<Vec<_>>()
    };
    // A degree is 182 units at zoom 4.
    assert_eq!(x_in(0), [-2, 1]);
    assert_eq!(x_in(15), [4094, 4097]);
    assert_eq!(x_in(7), [0; 0]);
}

#[test]
fn there_are_no_tiles_beside_the_square() {
    assert!(TileAddress::new(0, 0, 0).is_some() && TileAddress::new(22, 4_194_303, 4_194_303).is_some());
    for (zoom, column, row) in [(0, 1, 0), (0, 0, 1), (3, 8, 0), (23, 0, 0), (32, 0, 0), (255, 0, 0)] {
        assert_eq!(TileAddress::new(zoom, column, row), None);
    }
}
