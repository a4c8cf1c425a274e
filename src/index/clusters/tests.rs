//! Clusters against a count by hand.

use super::*;
use crate::index::samples::{Asked, KIND, Plain, asked, load, plains};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// To within what is lost where longitudes are counted on across the antimeridian, which has two of them.
fn holds(bbox: &Bbox, [lon, lat]: [f64; 2]) -> bool {
    const SLACK: f64 = 1e-9;
    let in_lon = [lon, lon - 360.0, lon + 360.0].into_iter().any(|lon| {
        let (behind_west, before_east) = (bbox.west <= lon + SLACK, lon - SLACK <= bbox.east);
        let on_globe = lon.abs() <= 180.0;
        if bbox.west <= bbox.east {
            behind_west && before_east
        } else {
            on_globe && (behind_west || before_east)
        }
    });
    in_lon && bbox.south <= lat + SLACK && lat - SLACK <= bbox.north
}

fn close(one: f64, other: f64) -> bool {
    [0.0, 360.0].iter().any(|turn| ((one - other).abs() - turn).abs() < 1e-9)
}

fn kinds_of<'a>(plains: impl Iterator<Item = &'a Plain>) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    plains.filter_map(|plain| plain.kind).for_each(|kind| *kinds.entry(kind.to_owned()).or_default() += 1);
    kinds
}

/// What must hold of clusters whatever the way to them.
fn check(plains: &[Plain], asked: &Asked, zoom: u8) -> Result<(), TestCaseError> {
    let collection = load(plains);
    let answer = collection.clusters(&asked.query(), zoom, Some(KIND));
    let met: Vec<&Plain> = plains.iter().filter(|plain| asked.meets(plain)).collect();
    prop_assert_eq!(answer.matched, met.len());
    prop_assert_eq!(answer.matched, collection.search(&asked.query()).matched);
    prop_assert_eq!(answer.clusters.iter().map(|cluster| cluster.count).sum::<usize>(), met.len());
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for cluster in &answer.clusters {
        for (kind, count) in &cluster.classes {
            *kinds.entry(kind.to_string()).or_default() += count;
        }
        let inside: Vec<&&Plain> = met.iter().filter(|plain| holds(&cluster.bbox, plain.point)).collect();
        prop_assert!(inside.len() >= cluster.count, "its events lie in its box");
        prop_assert!(holds(&cluster.bbox, cluster.point));
        // No smaller box holds them.
        let on_edge = |axis: usize, edge: f64| inside.iter().any(|plain| close(plain.point[axis], edge));
        let Bbox { west, south, east, north } = cluster.bbox;
        prop_assert!(on_edge(1, south) && on_edge(1, north) && on_edge(0, west) && on_edge(0, east));
        let within =
            |time: i64| inside.iter().filter_map(|plain| plain.span).any(|(a, b)| a == time || b == time);
        prop_assert!(cluster.span.is_none_or(|(first, last)| within(first) && within(last)));
        prop_assert_eq!(cluster.id.is_some(), cluster.count == 1);
        if let Some(id) = &cluster.id {
            let one = met.iter().find(|plain| plain.id() == **id).expect("an event that meets the query");
            let Bbox { west, south, east, north } = cluster.bbox;
            prop_assert!([west, east, cluster.point[0]].iter().all(|lon| close(*lon, one.point[0])));
            prop_assert!([south, north, cluster.point[1]].iter().all(|lat| close(*lat, one.point[1])));
            prop_assert_eq!(cluster.span, one.span);
        }
    }
    for plain in &met {
        prop_assert!(answer.clusters.iter().any(|cluster| holds(&cluster.bbox, plain.point)), "{:?}", plain);
    }
    prop_assert_eq!(kinds, kinds_of(met.into_iter()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn counts_add_up_and_boxes_hold_what_they_count(
        plains in plains(200), asked in asked(), zoom in 0..=MAX_ZOOM,
    ) {
        check(&plains, &asked, zoom)?;
    }

    #[test]
    fn far_zoomed_in_every_point_is_its_own_cluster(plains in plains(60), at in 0..60_usize) {
        let Some(middle) = plains.get(at).map(|plain| plain.point) else { return Ok(()) };
        // A view of a few hundred metres around a point. What lies there lies either on one point or far apart.
        let around = |axis: usize, most: f64| {
            [(middle[axis] - 0.002).max(-most), (middle[axis] + 0.002).min(most)]
        };
        let ([west, east], [south, north]) = (around(0, 180.0), around(1, 90.0));
        let asked = Asked { bbox: Bbox::new(west, south, east, north).ok(), time: None, kinds: None, actor: None };
        let answer = load(&plains).clusters(&asked.query(), MAX_ZOOM, None);
        prop_assert!(answer.zoom >= 18);
        let mut expected: BTreeMap<String, usize> = BTreeMap::new();
        for plain in plains.iter().filter(|plain| asked.meets(plain)) {
            *expected.entry(format!("{:?}", plain.point)).or_default() += 1;
        }
        if middle[1].abs() <= 85.0 {
            let found: BTreeMap<String, usize> =
                answer.clusters.iter().map(|one| (format!("{:?}", one.point), one.count)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}

#[test]
fn near_points_are_one_cluster_and_far_ones_are_not() {
    let plain = |order, lon: f64| Plain {
        order,
        point: [lon, 15.0],
        span: None,
        kind: Some("attack"),
        actors: vec![],
        p: 1.0,
    };
    // 256 pixels are 360 degrees at zoom 0: at zoom 8 a degree is 182 pixels.
    let plains = [plain(0, 0.0), plain(1, 0.0), plain(2, 0.3), plain(3, 0.36)];
    let everything = Query::default();
    let counts = |zoom| {
        let answer = load(&plains).clusters(&everything, zoom, None);
        answer.clusters.iter().map(|cluster| cluster.count).collect::<Vec<_>>()
    };
    assert_eq!(counts(6), [4], "66 pixels become 16");
    assert_eq!(counts(8), [3, 1], "54 pixels from the fullest cell, and 65");
    assert_eq!(counts(12), [2, 1, 1]);
}

#[test]
fn a_view_across_the_antimeridian_is_one_view() {
    let plain =
        |order, lon: f64| Plain { order, point: [lon, 0.0], span: None, kind: None, actors: vec![], p: 1.0 };
    let plains = [plain(0, 179.9), plain(1, -179.9), plain(2, 0.0)];
    let query = Query { bbox: "170,-5,-170,5".parse().ok(), ..Query::default() };
    let answer = load(&plains).clusters(&query, 5, None);
    assert_eq!(answer.clusters.len(), 1);
    let one = &answer.clusters[0];
    assert_eq!((one.count, one.bbox), (2, "179.9,0,-179.9,0".parse().unwrap()));
    assert!((one.point[0].abs() - 180.0).abs() < 1e-9, "{:?}", one.point);
}

#[test]
fn many_threads_count_what_one_would() {
    let plains: Vec<Plain> = (0..60_000_u64)
        .map(|order| Plain {
            order,
            point: [-12.0 + (order % 1_601) as f64 / 100.0, 10.0 + (order % 1_499) as f64 / 100.0],
            span: Some((order.cast_signed(), order.cast_signed() + 5)),
            kind: Some(["attack", "clash", "crime"][order as usize % 3]),
            actors: vec![],
            p: 1.0,
        })
        .collect();
    let answer = load(&plains).clusters(&Query::default(), 6, Some(KIND));
    assert!((5..2_000).contains(&answer.clusters.len()), "{}", answer.clusters.len());
    assert_eq!(answer.clusters.iter().map(|cluster| cluster.count).sum::<usize>(), plains.len());
    let of_kind = |kind: &str| -> usize {
        let classes = answer.clusters.iter().flat_map(|cluster| &cluster.classes);
        classes.filter(|(text, _)| **text == *kind).map(|(_, count)| count).sum()
    };
    assert_eq!(["attack", "clash", "crime"].map(of_kind), [20_000; 3]);
    let first = answer.clusters.iter().filter_map(|cluster| cluster.span).map(|span| span.0).min();
    assert_eq!(first, Some(0));
}
