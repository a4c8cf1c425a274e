//! The index against a scan that anyone can check by reading.

mod dense;

use super::*;
use crate::event::{Bbox, Interval, LonLat};
use geo::{MultiPolygon, Rect, coord, polygon};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A feature in terms that the scan understands without geo.
#[derive(Debug, Clone)]
struct Plain {
    order: u64,
    place: PlainPlace,
    span: Option<(i64, i64)>,
}

#[derive(Debug, Clone)]
enum PlainPlace {
    Nowhere,
    Point(f64, f64),
    /// Rectangles: west, south, east, north.
    Area(Vec<[f64; 4]>),
}

impl Plain {
    fn feature(&self) -> Feature {
        let shape = match &self.place {
            PlainPlace::Nowhere => Shape::None,
            PlainPlace::Point(lon, lat) => Shape::Point(LonLat::new(*lon, *lat).unwrap()),
            PlainPlace::Area(boxes) => Shape::Area(MultiPolygon::new(
                boxes
                    .iter()
                    .map(|[w, s, e, n]| {
                        Rect::new(coord! { x: *w, y: *s }, coord! { x: *e, y: *n }).to_polygon()
                    })
                    .collect(),
            )),
        };
        Feature {
            order: self.order,
            id: id(self.order),
            shape,
            span: self.span,
            geojson: self.bytes(),
            ..nothing()
        }
    }

    /// Tells features apart, and versions of one feature.
    fn bytes(&self) -> Box<[u8]> {
        format!("{self:?}").into_bytes().into()
    }

    fn matches(&self, query: &Query) -> bool {
        let in_box = query.bbox.is_none_or(|b| {
            let lons = if b.west <= b.east {
                vec![(b.west, b.east)]
            } else {
                vec![(b.west, 180.0), (-180.0, b.east)]
            };
            let meets = |w: f64, s: f64, e: f64, n: f64| {
                s <= b.north && n >= b.south && lons.iter().any(|(west, east)| w <= *east && e >= *west)
            };
            match &self.place {
                PlainPlace::Nowhere => true,
                PlainPlace::Point(lon, lat) => meets(*lon, *lat, *lon, *lat),
                PlainPlace::Area(boxes) => boxes.iter().any(|[w, s, e, n]| meets(*w, *s, *e, *n)),
            }
        });
        let in_time = match (query.time, self.span) {
            (Some(time), Some((start, end))) => {
                time.start().is_none_or(|from| end >= from) && time.end().is_none_or(|to| start <= to)
            }
            _ => true,
        };
        in_box && in_time
    }
}

/// A feature of which nothing is said.
fn nothing() -> Feature {
    Feature {
        order: 0,
        id: String::new(),
        shape: Shape::None,
        span: None,
        values: Vec::new(),
        words: Box::default(),
        geojson: Box::default(),
    }
}

fn id(order: u64) -> String {
    format!("id-{order}")
}

/// The answer, the slow way.
fn scan(features: &BTreeMap<u64, Plain>, query: &Query) -> Page {
    let all: Vec<&Plain> = features.values().filter(|plain| plain.matches(query)).collect();
    let behind: Vec<&&Plain> = all
        .iter()
        .filter(|p| query.after.as_ref().is_none_or(|a| p.order > a.order))
        .skip(query.offset)
        .collect();
    let shown = &behind[..behind.len().min(query.limit)];
    let more = behind.len() > shown.len();
    Page {
        features: shown.iter().map(|p| Arc::from(p.bytes())).collect(),
        matched: all.len(),
        next: shown.last().filter(|_| more).map(|p| Cursor::unsorted(p.order)),
    }
}

/// Few values, so that edges touch, points coincide and boxes are degenerate; both ends of the world.
fn lon() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (-6..=6_i32).prop_map(f64::from),
        2 => (-12..=12_i32).prop_map(|n| f64::from(n) / 2.0),
        2 => prop::sample::select(vec![-180.0, -179.0, 179.0, 180.0, -0.0]),
        1 => -180.0..=180.0_f64,
    ]
}

fn lat() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (-6..=6_i32).prop_map(f64::from),
        1 => prop::sample::select(vec![-90.0, 90.0, -0.0]),
        1 => -90.0..=90.0_f64,
    ]
}

fn rectangle() -> impl Strategy<Value = [f64; 4]> {
    (lon(), lat(), lon(), lat())
        .prop_map(|(a, b, c, d)| [a.min(c), b.min(d), a.max(c), b.max(d)])
        .prop_filter("an area has one", |[w, s, e, n]| w < e && s < n)
}

fn place() -> impl Strategy<Value = PlainPlace> {
    prop_oneof![
        6 => (lon(), lat()).prop_map(|(lon, lat)| PlainPlace::Point(lon, lat)),
        1 => Just(PlainPlace::Nowhere),
        2 => vec(rectangle(), 1..3).prop_map(PlainPlace::Area),
    ]
}

fn span() -> impl Strategy<Value = Option<(i64, i64)>> {
    option::weighted(0.8, (-10..10_i64, 0..5_i64).prop_map(|(start, length)| (start, start + length)))
}

fn plain(orders: std::ops::Range<u64>) -> impl Strategy<Value = Plain> {
    (orders, place(), span()).prop_map(|(order, place, span)| Plain { order, place, span })
}

fn bbox() -> impl Strategy<Value = Bbox> {
    (lon(), lat(), lon(), lat(), 0..8_u8).prop_map(|(west, a, east, b, form)| {
        let (south, north) = (a.min(b), a.max(b));
        match form {
            0 => Bbox::new(west, south, west, south),
            1 => Bbox::new(west, south, west, north),
            2 => Bbox::new(west, south, east, south),
            _ => Bbox::new(west, south, east, north),
        }
        .unwrap()
    })
}

fn interval() -> impl Strategy<Value = Interval> {
    (option::of(-12..12_i64), option::of(0..6_i64)).prop_map(|(start, length)| {
        match (start, length) {
            (Some(start), length) => Interval::new(Some(start), length.map(|l| start + l)),
            (None, length) => Interval::new(None, Some(length.unwrap_or(0))),
        }
        .unwrap()
    })
}

fn query() -> impl Strategy<Value = Query> {
    let paging = (option::weighted(0.3, 0..600_u64), prop_oneof![3 => Just(0), 1 => 0..30_usize]);
    let limit = prop_oneof![0..20_usize, Just(10_000), Just(usize::MAX)];
    (option::weighted(0.8, bbox()), option::of(interval()), paging, limit).prop_map(
        |(bbox, time, (after, offset), limit)| Query {
            bbox,
            time,
            after: after.map(Cursor::unsorted),
            offset,
            limit,
            ..Query::default()
        },
    )
}

fn by_order(features: &[Plain]) -> BTreeMap<u64, Plain> {
    features.iter().map(|plain| (plain.order, plain.clone())).collect()
}

fn loaded(features: &[Plain]) -> Collection {
    Collection::bulk_load(&[], features.iter().map(Plain::feature).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_search_equals_a_scan(features in vec(plain(0..600), 0..120), queries in vec(query(), 1..12)) {
        let collection = loaded(&features);
        let expected = by_order(&features);
        for query in queries {
            let page = scan(&expected, &query);
            prop_assert_eq!(&collection.search(&query), &page, "{:?}", query);
            // Both ways to the answer, whatever the size would choose.
            prop_assert_eq!(&collection.search_looking_at(&query, 0), &page, "columns: {:?}", query);
            prop_assert_eq!(&collection.search_looking_at(&query, usize::MAX), &page, "tree: {:?}", query);
            prop_assert_eq!(&collection.search_looking_at(&query, 20), &page, "half-way: {:?}", query);
        }
    }

    #[test]
    fn changes_one_by_one_or_in_batches_equal_a_fresh_load(
        first in vec(plain(0..80), 0..60),
        changes in vec(prop_oneof![2 => plain(0..80).prop_map(Ok), 1 => (0..80_u64).prop_map(Err)], 0..80),
        queries in vec(query(), 1..6),
    ) {
        let mut expected = by_order(&first);
        let mut single = loaded(&first);
        let live = Live::new(loaded(&first));
        for change in &changes {
            match change {
                Ok(plain) => {
                    expected.insert(plain.order, plain.clone());
                    single.insert(plain.feature());
                }
                Err(order) => prop_assert_eq!(single.remove(*order), expected.remove(order).is_some()),
            }
        }
        live.apply(changes.iter().map(|change| match change {
            Ok(plain) => Change::Put(plain.feature()),
            Err(order) => Change::Remove(*order),
        }).collect());
        let fresh = loaded(&expected.values().cloned().collect::<Vec<_>>());
        prop_assert_eq!(single.len(), expected.len());
        prop_assert_eq!(live.len(), expected.len());
        prop_assert_eq!(single.extent(), fresh.extent());
        prop_assert_eq!(live.extent(), fresh.extent());
        let spans = || expected.values().filter_map(|plain| plain.span);
        let time_extent = spans().map(|s| s.0).min().zip(spans().map(|s| s.1).max());
        prop_assert_eq!(single.time_extent(), time_extent);
        prop_assert_eq!(live.time_extent(), time_extent);
        for order in 0..80 {
            let bytes = expected.get(&order).map(|plain| Arc::from(plain.bytes()));
            prop_assert_eq!(single.get(&id(order)), bytes.clone());
            prop_assert_eq!(live.get(&id(order)), bytes);
        }
        for query in queries {
            let page = scan(&expected, &query);
            prop_assert_eq!(&single.search(&query), &page);
            prop_assert_eq!(&single.search_looking_at(&query, 0), &page);
            prop_assert_eq!(&live.search(&query), &page);
        }
    }

    #[test]
    fn paging_skips_and_repeats_nothing_while_features_come_and_go(
        features in vec(plain(0..5_000), 0..150),
        arrivals in vec(vec(plain(0..5_000), 0..4), 0..150),
        query in query(),
        limit in 1..40_usize,
    ) {
        let mut collection = loaded(&features);
        let there = by_order(&features);
        let mut arrivals = arrivals.into_iter();
        let mut query = Query { after: None, offset: 0, limit, ..query };
        let mut seen: Vec<Arc<[u8]>> = Vec::new();
        loop {
            let page = collection.search(&query);
            prop_assert!(page.features.len() <= limit);
            seen.extend(page.features.iter());
            let Some(next) = page.next else { break };
            prop_assert!(query.after.is_none_or(|after| after.order < next.order), "paging goes on");
            query.after = Some(next);
            for plain in arrivals.next().into_iter().flatten() {
                if !there.contains_key(&plain.order) {
                    collection.insert(plain.feature());
                }
            }
        }
        let distinct: std::collections::HashSet<_> = seen.iter().collect();
        prop_assert_eq!(distinct.len(), seen.len(), "nothing twice");
        for plain in there.values().filter(|plain| plain.matches(&query)) {
            prop_assert!(distinct.contains(&Arc::from(plain.bytes())), "{:?} was skipped", plain);
        }
    }
}

/// Orders that are put at the end, at the front and in between, over several chunks.
#[test]
fn thousands_of_features_stay_in_order_whatever_order_they_come_in() {
    let count = 5_000_u64;
    let plain = |order: u64| Plain {
        order,
        place: PlainPlace::Point(0.0, 0.0),
        span: Some((order.cast_signed(), order.cast_signed())),
    };
    let orders: [Vec<u64>; 3] =
        [(0..count).collect(), (0..count).rev().collect(), (0..count).map(|n| n * 2_477 % count).collect()];
    for orders in orders {
        let mut collection = Collection::new(&[]);
        for order in &orders {
            collection.insert(plain(*order).feature());
        }
        let expected: BTreeMap<u64, Plain> = (0..count).map(|order| (order, plain(order))).collect();
        for (after, offset) in [(None, 0), (Some(511), 0), (Some(1_000), 2_300), (None, 4_990), (None, 9_000)]
        {
            for time in [None, Some(Interval::new(Some(700), Some(4_000)).unwrap())] {
                let query = Query {
                    time,
                    after: after.map(Cursor::unsorted),
                    offset,
                    limit: 700,
                    ..Query::default()
                };
                assert_eq!(collection.search(&query), scan(&expected, &query));
            }
        }
        for order in (0..count).filter(|order| order % 7 != 0) {
            assert!(collection.remove(order));
        }
        let left: Vec<Arc<[u8]>> =
            collection.search(&Query { limit: usize::MAX, ..Query::default() }).features.iter().collect();
        let expected: Vec<Arc<[u8]>> =
            (0..count).step_by(7).map(|order| Arc::from(plain(order).bytes())).collect();
        assert_eq!(left, expected);
    }
}

#[test]
fn an_area_is_met_by_its_form_and_not_by_its_bounds() {
    // A triangle with a hole, and far away a second part.
    let area = MultiPolygon::new(vec![
        polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 10.0, y: 0.0), (x: 0.0, y: 10.0)],
            interiors: [[(x: 1.0, y: 1.0), (x: 4.0, y: 1.0), (x: 1.0, y: 4.0)]],
        ),
        polygon![(x: 20.0, y: 20.0), (x: 21.0, y: 20.0), (x: 21.0, y: 21.0)],
    ]);
    let feature = |shape| Feature { order: 1, id: "a".into(), shape, span: None, ..nothing() };
    let collection = Collection::bulk_load(&[], vec![feature(Shape::Area(area))]);
    for (text, expected) in [
        ("2,2,3,3", true),             // over the slanting side of the hole
        ("1.1,1.1,2,2", false),        // inside the hole
        ("1.5,1.5,1.5,1.5", false),    // a point inside the hole
        ("1,2,1,2", true),             // a point on the hole's border
        ("0,0,0,0", true),             // a corner
        ("-1,-1,0,0", true),           // touches the corner
        ("6,6,9,9", false),            // within the bounds, beyond the slanting side
        ("5,5,5,5", true),             // a point on the slanting side
        ("5.1,5,5.1,5", false),        // just beside it
        ("6,-1,6,20", true),           // a line through it
        ("6,5,6,9", false),            // a line beside it
        ("-1,-1,30,30", true),         // around everything
        ("20.4,20.1,20.6,20.3", true), // inside the second part
        ("12,12,18,18", false),        // between the parts
        ("170,0,-170,10", false),      // on the other side of the world
        ("170,0,0.5,1", true),         // across the antimeridian as far as the area
        ("0,0.5,-170,0.6", true),      // and from the other side
    ] {
        let query = Query { bbox: Some(text.parse().unwrap()), ..Query::default() };
        for most in [0, usize::MAX] {
            assert_eq!(collection.search_looking_at(&query, most).matched == 1, expected, "{text}");
        }
    }
    for nowhere in [
        MultiPolygon::new(vec![]),
        MultiPolygon::new(vec![polygon![(x: f64::NAN, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0)]]),
    ] {
        let collection = Collection::bulk_load(&[], vec![feature(Shape::Area(nowhere))]);
        assert_eq!(collection.extent(), None);
        assert_eq!(collection.search(&Query { bbox: "8,8,9,9".parse().ok(), ..Query::default() }).matched, 1);
    }
}

#[test]
fn an_id_belongs_to_the_feature_that_took_it_last() {
    let feature = |order: u64, id: &str| Feature {
        order,
        id: id.into(),
        geojson: order.to_string().into_bytes().into(),
        ..nothing()
    };
    let mut collection = Collection::bulk_load(&[], vec![feature(1, "a"), feature(2, "b")]);
    collection.insert(feature(3, "a"));
    collection.remove(1);
    assert_eq!(collection.get("a").as_deref(), Some(&b"3"[..]));
    collection.insert(feature(3, "c"));
    assert_eq!(collection.get("a"), None);
    assert_eq!(collection.get("c").as_deref(), Some(&b"3"[..]));
    let repeated = Collection::bulk_load(&[], vec![feature(9, "old"), feature(1, "a"), feature(9, "new")]);
    assert_eq!((repeated.len(), repeated.get("old")), (2, None));
    assert!(repeated.get("new").is_some());
}

#[test]
fn readers_see_a_large_batch_as_a_whole() {
    const BATCH: usize = 2_000;
    let feature = |order: u64| Feature {
        order,
        id: id(order),
        // Every second one in the box that is asked for.
        shape: Shape::Point(LonLat::new((order % 2) as f64, 0.0).unwrap()),
        ..nothing()
    };
    let live = Live::default();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let query = Query { bbox: "1,0,2,2".parse().ok(), ..Query::default() };
            let mut seen = 0;
            while seen < 5 * BATCH {
                seen = live.len();
                assert_eq!(seen % BATCH, 0);
                assert_eq!(live.search(&query).matched % (BATCH / 2), 0);
            }
        });
        for batch in 0..5 {
            let orders = batch * BATCH..(batch + 1) * BATCH;
            live.apply(orders.map(|order| Change::Put(feature(order as u64))).collect());
        }
        reader.join().unwrap();
    });
    live.apply(vec![Change::Remove(7), Change::Remove(7), Change::Put(feature(1_000_000))]);
    assert_eq!(live.len(), 5 * BATCH);
    live.replace(Collection::bulk_load(&[], vec![feature(1)]));
    assert_eq!((live.len(), live.is_empty()), (1, false));
}

#[test]
fn a_panic_while_the_lock_is_held_does_not_end_the_service() {
    let live = Arc::new(Live::default());
    let other = Arc::clone(&live);
    let panicked = std::thread::spawn(move || other.panic_in_write()).join();
    assert!(panicked.is_err());
    live.apply(vec![Change::Remove(1)]);
    assert_eq!(live.search(&Query::default()).matched, 0);
}

#[test]
fn a_change_waits_for_no_reader_and_a_reader_sees_none() {
    let feature = |order: u64| Feature { order, id: id(order), ..nothing() };
    let live = Live::new(Collection::bulk_load(&[], vec![feature(1)]));
    // Were a lock held while a question is answered, this would never end.
    let seen = live.ask(|collection| {
        let page = collection.search(&Query::default());
        live.apply(vec![Change::Remove(1), Change::Put(feature(2)), Change::Put(feature(3))]);
        let again = collection.search(&Query::default());
        (page == again, collection.get("id-1").is_some(), collection.len(), live.len())
    });
    assert_eq!(seen, (true, true, 1, 2));
}
