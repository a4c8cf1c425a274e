//! What it costs to count events and to draw them, at growing sizes. `cargo bench --bench overview`.
//!
//! Answers promises 4 and 5 of the performance plan: the dense tile of zoom 6 and the clusters of the whole country.
//! `AZALAI_BENCH_LARGE=1` adds ten million features.

mod made;

use azalai::event::{Kind, LonLat};
use azalai::index::{
    Attribute, AttributeType, Collection, Feature, Filter, Folding, Query, Shape, Step, TextTest,
    TileAddress, Value,
};
use azalai::service::encode_tile;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use made::{Dice, loaded, sizes};
use std::hint::black_box;
use std::time::Duration;

const DAY_MS: i64 = 86_400_000;
const FIRST_DAY: i64 = 15_340;

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("kind", AttributeType::Text, "What happened"),
    Attribute::new("p", AttributeType::Number, "Probability"),
    Attribute::new("precision", AttributeType::Integer, "How exactly the place is known"),
    Attribute::new("actor", AttributeType::Texts, "Who took part"),
    Attribute::new("region", AttributeType::Text, "Region"),
    Attribute::new("place_id", AttributeType::Text, "Place"),
];
const KIND: usize = 0;
const P: usize = 1;
const PRECISION: usize = 2;
const ACTOR: usize = 3;
const REGION: usize = 4;
const PLACE: usize = 5;

/// An event near one of 2,000 places.
fn feature(order: u64) -> Feature {
    let mut dice = Dice::new(order.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    dice.roll();
    // Every third has coordinates of its own, the others are at their place.
    let ([lon, lat], place) =
        dice.site(|dice| if order.is_multiple_of(3) { 0.2 * (dice.roll() - 0.5) } else { 0.0 });
    let day = FIRST_DAY + (dice.roll() * 4_500.0) as i64;
    let kind = Kind::ALL[(dice.roll() * 12.0) as usize].as_str();
    let actors = [(dice.roll() * 200.0) as u64, (dice.roll() * 20.0) as u64];
    Feature {
        order,
        id: format!("{:013x}", order.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 12),
        shape: LonLat::new(lon, lat).map_or(Shape::None, Shape::Point),
        span: Some((day * DAY_MS, (day + 1) * DAY_MS - 1)),
        values: vec![
            kind.into(),
            Value::Number((dice.roll() * 1e4).round() / 1e4),
            Value::Number(1.0 + (dice.roll() * 5.0).floor()),
            actors.map(|actor| format!("Actor {actor}")).into_iter().collect(),
            format!("Region {}", place % 9).as_str().into(),
            format!("l-place-{place}").as_str().into(),
        ],
        words: Box::default(),
        geojson: Box::default(),
    }
}

fn overview(criterion: &mut Criterion) {
    for size in sizes() {
        let collection = loaded(ATTRIBUTES, size, feature);
        let whole = Query { bbox: "-13,10,5,26".parse().ok(), ..Query::default() };
        // Eleven of twelve kinds.
        let kinds = Kind::ALL[1..].iter().map(|kind| kind.as_str().to_owned()).collect();
        let filter = Filter::Text { attribute: KIND, test: TextTest::In(kinds), folding: Folding::default() };
        let filtered = Query { filter: Some(filter), ..whole.clone() };
        let year = Query { time: "2020-01-01/2020-12-31".parse().ok(), ..filtered.clone() };
        let mut group = criterion.benchmark_group("clusters");
        group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(20);
        for (name, query) in
            [("the country", &whole), ("filtered", &filtered), ("filtered and a year", &year)]
        {
            group.bench_with_input(BenchmarkId::new(name, size), query, |bencher, query| {
                bencher.iter(|| collection.clusters(black_box(query), 6, Some(KIND)));
            });
        }
        group.finish();
        let mut group = criterion.benchmark_group("summary");
        group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(20);
        for (name, query) in [("the country", &whole), ("filtered and a year", &year)] {
            group.bench_with_input(BenchmarkId::new(name, size), query, |bencher, query| {
                bencher.iter(|| collection.summary(black_box(query), Step::Month, &[KIND, ACTOR, REGION]));
            });
        }
        group.bench_function(BenchmarkId::new("sites", size), |bencher| {
            bencher.iter(|| collection.sites(black_box(&whole), PLACE));
        });
        group.finish();
        tile(criterion, &collection, size);
    }
}

/// The tile of zoom 6 that has most.
fn tile(criterion: &mut Criterion, collection: &Collection, size: u64) {
    let query = Query::default();
    let attributes = [KIND, P, PRECISION];
    let tiles = (29..34).flat_map(|column| (26..32).filter_map(move |row| TileAddress::new(6, column, row)));
    let points = |tile: &TileAddress| collection.tile(&query, *tile, &attributes);
    let Some(dense) = tiles.max_by_key(|tile| points(tile).len()) else { return };
    let found = points(&dense);
    println!("{size} features, {dense:?} has {} in {} bytes", found.len(), encode_tile(&found).len());
    let mut group = criterion.benchmark_group("tile");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(20);
    group.bench_function(BenchmarkId::new("points", size), |bencher| {
        bencher.iter_with_large_drop(|| points(black_box(&dense)));
    });
    group.bench_function(BenchmarkId::new("encode", size), |bencher| {
        bencher.iter_with_large_drop(|| encode_tile(black_box(&found)));
    });
    group.bench_function(BenchmarkId::new("points and encode", size), |bencher| {
        bencher.iter_with_large_drop(|| encode_tile(&points(black_box(&dense))));
    });
    group.finish();
}

criterion_group!(benches, overview);
criterion_main!(benches);
