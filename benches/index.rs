//! What the index and the encoder cost, at growing sizes. `cargo bench --bench index`.
//!
//! Answers promises 2, 9 and 11 of the performance plan: the same question takes the same time whatever the
//! size, a change is cheap, and bytes are encoded once. `AZALAI_BENCH_LARGE=1` adds ten million features to searching and
//! encoding.

mod made;

use azalai::encode::geojson;
use azalai::event::{
    Bbox, Claim, DateSpan, Event, EventId, Figure, Identity, Interval, Kind, Location, LonLat, Method,
    Origin, PlaceContext, Precision, Reason, Status, UnitPath,
};
use azalai::index::{Collection, Cursor, Feature, Query, Shape};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::ToSpan;
use jiff::civil::date;
use made::{Dice, loaded, sizes};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// An event near one of 2,000 places.
fn event(number: u64) -> Event {
    let mut dice = Dice::new(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    dice.roll();
    let ([lon, lat], place) = dice.site(|dice| 0.2 * (dice.roll() - 0.5));
    let day = date(2012, 1, 1) + ((dice.roll() * 4_500.0) as i64).days();
    Event {
        id: EventId::from(&Identity::of_source_id("bench", &number.to_string())),
        kind: Kind::ALL[(dice.roll() * 12.0) as usize],
        kind_text: "Attack on military position".into(),
        when: Some(DateSpan::day(day, &day.to_string())),
        place: PlaceContext {
            name: format!("Place {place}"),
            region: "Gao".into(),
            ..PlaceContext::default()
        },
        location: Location {
            status: Status::Located,
            point: LonLat::new(lon, lat).ok(),
            radius_m: 1500.0,
            precision: Some(Precision::azalai(1)),
            p: dice.roll(),
            method: Method::Exact,
            place_id: Some(format!("l-place-{place}")),
            name: Some(format!("Place {place}")),
            place_kind: Some("village".into()),
            units: UnitPath {
                region: Some("Gao".into()),
                cercle: Some("Bourem".into()),
                ..UnitPath::default()
            },
            layer: Some("seed".into()),
            ..Location::nowhere(
                Status::Located,
                Reason::new(
                    "the only place of this name in the region that the list names",
                    "le seul lieu de ce nom dans la région que nomme la liste",
                ),
            )
        },
        actors: vec!["CSP".into(), "Malian Armed Forces (FAMa)".into()],
        deaths: Figure::range(2, 4),
        claims: vec![Claim {
            source: "public reports".into(),
            text: "Fighting around the camp; both sides blame the other".into(),
            deaths: Figure::range(2, 4),
            injured: Figure::UNKNOWN,
        }],
        origin: Origin {
            list: "bench.csv".into(),
            source: None,
            line: number,
            source_id: Some(number.to_string()),
            licence: None,
            restricted: false,
        },
        attributes: BTreeMap::new(),
        parts: Vec::new(),
    }
}

fn feature(order: u64) -> Feature {
    let event = event(order);
    Feature {
        order,
        id: event.id.to_string(),
        shape: event.location.point.map_or(Shape::None, Shape::Point),
        span: event.when.as_ref().map(DateSpan::millis),
        values: Vec::new(),
        words: Box::default(),
        geojson: geojson::event(&event).into(),
    }
}

fn features(count: u64) -> Vec<Feature> {
    (0..count).map(feature).collect()
}

/// A box that holds about 1,000 features: grown and shrunk around the middle of the map until it does.
fn box_of_1000(collection: &Collection) -> (Bbox, usize) {
    let (mut small, mut large) = (0.0, 8.0);
    let mut best = (f64::INFINITY, Bbox { west: 0.0, south: 0.0, east: 0.0, north: 0.0 }, 0);
    for _ in 0..40 {
        let half = f64::midpoint(small, large);
        let bbox = Bbox { west: -4.0 - half, south: 17.0 - half, east: -4.0 + half, north: 17.0 + half };
        let matched = collection.search(&Query { bbox: Some(bbox), limit: 0, ..Query::default() }).matched;
        let miss = (matched as f64 - 1000.0).abs();
        if miss < best.0 {
            best = (miss, bbox, matched);
        }
        if matched > 1000 { large = half } else { small = half }
    }
    (best.1, best.2)
}

fn search(criterion: &mut Criterion) {
    for size in sizes() {
        let collection = loaded(&[], size, feature);
        let (bbox, matched) = box_of_1000(&collection);
        println!("{size} features, the box holds {matched}: {bbox:?}");
        let time: Option<Interval> = "2020-01-01/2020-12-31".parse().ok();
        let whole: Option<Bbox> = "-13,10,5,26".parse().ok();
        let half: Option<Bbox> = "-13,10,-2,26".parse().ok();
        let tenth: Option<Bbox> = "-5,14,2,19".parse().ok();
        let page = Query { limit: 1_000, ..Query::default() };
        let mut group = criterion.benchmark_group("search");
        group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(30);
        for (name, query) in [
            ("box of 1000", Query { bbox: Some(bbox), ..page.clone() }),
            ("box of 1000 and a year", Query { bbox: Some(bbox), time, ..page.clone() }),
            ("a tenth of the country", Query { bbox: tenth, ..page.clone() }),
            ("half of the country", Query { bbox: half, ..page.clone() }),
            ("half of the country and a year", Query { bbox: half, time, ..page.clone() }),
            ("half of the country, counted", Query { bbox: half, limit: 0, ..page.clone() }),
            (
                "half of the country, the last page",
                Query { bbox: half, after: Some(Cursor::unsorted(size - 2_000)), ..page.clone() },
            ),
            ("the country", Query { bbox: whole, ..page.clone() }),
            ("a year", Query { time, ..page.clone() }),
        ] {
            group.bench_with_input(BenchmarkId::new(name, size), &query, |bencher, query| {
                bencher.iter(|| collection.search(black_box(query)));
            });
        }
        group.finish();
        let query = Query { bbox: Some(bbox), ..page.clone() };
        let mut group = criterion.benchmark_group("encode");
        group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(30);
        group.bench_with_input(
            BenchmarkId::new("box of 1000 as a document", size),
            &query,
            |bencher, query| {
                bencher.iter(|| {
                    let page = collection.search(black_box(query));
                    let (features, now) = (page.features.at_hand(), jiff::Timestamp::UNIX_EPOCH);
                    let sizes = (page.features.len(), features.size());
                    geojson::document_of(&[], page.matched, now, sizes, |number, out| {
                        features.write(number, out);
                    })
                });
            },
        );
        group.finish();
    }
}

/// Inserts so many features one by one, and takes them away again off the clock.
fn time_inserts(collection: &mut Collection, first: u64, count: u64) -> Duration {
    let mut elapsed = Duration::ZERO;
    for start in (0..count).step_by(1_000) {
        let orders = first + start..first + count.min(start + 1_000);
        let features: Vec<Feature> = orders.clone().map(feature).collect();
        let clock = Instant::now();
        for feature in features {
            collection.insert(feature);
        }
        elapsed += clock.elapsed();
        for order in orders {
            collection.remove(order);
        }
    }
    elapsed
}

fn change(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("change");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(10);
    for size in sizes().take(3) {
        let mut collection = Collection::bulk_load(&[], features(size));
        group.bench_function(BenchmarkId::new("copy aside", size), |bencher| {
            bencher.iter_with_large_drop(|| collection.clone());
        });
        group.bench_function(BenchmarkId::new("insert one", size), |bencher| {
            bencher.iter_custom(|count| time_inserts(&mut collection, size, count));
        });
        let mut order = 0;
        group.bench_function(BenchmarkId::new("replace one", size), |bencher| {
            bencher.iter_batched(
                || {
                    order = (order + 7_919) % size;
                    feature(order)
                },
                |feature| collection.insert(feature),
                BatchSize::SmallInput,
            );
        });
        drop(collection);
        group.bench_function(BenchmarkId::new("bulk load", size), |bencher| {
            bencher.iter_batched(
                || features(size),
                |features| Collection::bulk_load(&[], features),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn encode(criterion: &mut Criterion) {
    let event = event(42);
    let mut group = criterion.benchmark_group("encode");
    group.throughput(Throughput::Bytes(geojson::event(&event).len() as u64));
    group.bench_function("event", |bencher| bencher.iter(|| geojson::event(black_box(&event))));
    group.finish();
}

criterion_group!(benches, encode, search, change);
criterion_main!(benches);
