//! How fast names are looked up and placed: one name each, by the work it needs.
//!
//! With the seed alone, and with the whole GeoNames dump of Mali laid over it: development data, which
//! `AZALAI_DEV_DATA` finds (`geonames-ML.tsv.gz`); without it the second half is skipped. The promises: an
//! exact look-up within 20 times that of a hash map, a misspelt name within 100 µs, a suggestion within 2 ms.

use azalai::event::{LonLat, PlaceContext};
use azalai::gazetteer::{Gazetteer, Names, PackPlace, PackWishes, Place, exact_key, plain_key, read_pack};
use azalai::geocode::Geocoder;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::collections::HashMap;
use std::fs::File;
use std::hint::black_box;
use std::path::{Path, PathBuf};

fn row(name: &str, region: &str, cercle: &str) -> PlaceContext {
    PlaceContext { name: name.into(), region: region.into(), cercle: cercle.into(), commune: String::new() }
}

fn seed(c: &mut Criterion) {
    c.bench_function("load the embedded gazetteer", |b| b.iter(|| black_box(Gazetteer::embedded().is_ok())));

    let Ok(gazetteer) = Gazetteer::embedded() else { return };
    look_ups(c, "seed", &gazetteer);
    rows(c, "seed", &Geocoder::new(gazetteer));
}

fn dump(c: &mut Criterion) {
    let path = development_data().join("geonames-ML.tsv.gz");
    let Ok(file) = File::open(&path) else {
        println!("SKIPPED: {} is not there (set AZALAI_DEV_DATA)", path.display());
        return;
    };
    let pack = match read_pack("geonames-ML.tsv.gz", file, &PackWishes::default()) {
        Ok(read) => read.pack,
        Err(error) => return println!("SKIPPED: {error}"),
    };
    let packs = [pack];
    let places = &packs[0].places;
    let count: usize = places.iter().map(|place| 1 + place.aliases.len()).sum();
    println!("{} places with {count} names", places.len());

    let mut group = c.benchmark_group("dump");
    group.sample_size(20);
    group.bench_function("index all names", |b| b.iter(|| index(places).len()));
    group.bench_function("index all names, then the first misspelt one", |b| {
        b.iter(|| index(places).find_near(black_box("Tomboutcou")).len());
    });
    group.bench_function("index all names, then the first in Arabic", |b| {
        b.iter(|| index(places).find(black_box("غورما غاروس")).len());
    });
    group.bench_function("load the gazetteer", |b| {
        let load = |packs| black_box(Gazetteer::layered(packs).is_ok());
        b.iter_batched(|| packs.to_vec(), load, BatchSize::LargeInput);
    });
    group.finish();

    hash_map(c, places);
    let Ok(gazetteer) = Gazetteer::layered(packs.to_vec()) else { return };
    look_ups(c, "dump", &gazetteer);
    misspelt(c, &gazetteer, places);
    suggestions(c, &gazetteer);
    rows(c, "dump", &Geocoder::new(gazetteer));
}

/// What promise 8 is measured against: a map from folded names to places, as anybody would write it.
fn hash_map(c: &mut Criterion, places: &[PackPlace]) {
    let mut map: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, place) in places.iter().enumerate() {
        for name in names(place) {
            map.entry(plain_key(name)).or_default().push(number);
        }
    }
    let mut group = c.benchmark_group("dump");
    let folded = plain_key("Hombori");
    group.bench_function("hash map, key folded before", |b| {
        b.iter(|| map.get(black_box(folded.as_str())).map(Vec::len));
    });
    group.bench_function("hash map, key folded each time", |b| {
        b.iter(|| map.get(&plain_key(black_box("Hombori"))).map(Vec::len));
    });
    group.bench_function("fold one name (K0, K1)", |b| {
        b.iter(|| (exact_key(black_box("Hombori")), plain_key(black_box("Hombori"))));
    });
}

fn look_ups(c: &mut Criterion, group: &str, gazetteer: &Gazetteer) {
    let mut group = c.benchmark_group(group);
    for (what, name) in [
        ("look-up, exact", "Hombori"),
        ("look-up, exact, many of that name", "Bamba"),
        ("look-up, folded", "Labézanga"),
        ("look-up, without its particle", "Delimane"),
        ("look-up, in Arabic", "تنبكتو"),
        ("look-up, unknown", "Xyzabadou-Koura"),
    ] {
        group.bench_function(what, |b| b.iter(|| gazetteer.find(black_box(name)).len()));
    }
    for (what, name) in [
        ("look-up, fuzzy, short", "Ansogo"),
        ("look-up, fuzzy", "Tomboutcou"),
        ("look-up, fuzzy, common letters", "Kouroubakoura"),
        ("look-up, fuzzy, words missing", "Rharous Gao"),
        ("look-up, fuzzy, unknown", "Xyzabadou-Koura"),
    ] {
        group.bench_function(what, |b| b.iter(|| gazetteer.find_near(black_box(name)).len()));
    }
    group.bench_function("look-up, of nature", |b| {
        b.iter(|| gazetteer.find_feature(black_box("Faguibine")).len());
    });
}

/// The mean over many names, each with one letter wrong.
fn misspelt(c: &mut Criterion, gazetteer: &Gazetteer, places: &[PackPlace]) {
    let wrong: Vec<String> = places.iter().step_by(25).map(|place| wrong_letter(&place.name)).collect();
    let known: Vec<&str> = places.iter().step_by(25).map(|place| place.name.as_str()).collect();
    println!("the next two: {} names in each iteration", wrong.len());
    let mut group = c.benchmark_group("dump");
    group.sample_size(20);
    group.bench_function("many look-ups, exact", |b| {
        b.iter(|| known.iter().map(|name| gazetteer.find(name).len()).sum::<usize>());
    });
    group.bench_function("many look-ups, fuzzy", |b| {
        b.iter(|| wrong.iter().map(|name| gazetteer.find_near(name).len()).sum::<usize>());
    });
}

fn wrong_letter(name: &str) -> String {
    let middle = name.chars().count() / 2;
    name.chars().enumerate().map(|(at, letter)| if at == middle { 'x' } else { letter }).collect()
}

fn suggestions(c: &mut Criterion, gazetteer: &Gazetteer) {
    let near = LonLat::new(-1.4, 17.0).ok();
    let mut group = c.benchmark_group("dump");
    for typed in ["b", "t", "bam", "tumbu", "Gourma-R", "Tomubouc", "xyzab", "cercle de bou"] {
        group.bench_function(format!("suggest '{typed}'"), |b| {
            b.iter(|| gazetteer.suggest(black_box(typed), near, 10).len());
        });
    }
}

fn rows(c: &mut Criterion, group: &str, geocoder: &Geocoder) {
    let mut group = c.benchmark_group(group);
    for (what, row) in [
        ("row, exact", row("Hombori", "", "")),
        ("row, folded", row("Labézanga", "Gao", "Ansongo")),
        ("row, fuzzy", row("Ansogo", "Gao", "")),
        ("row, misspelt, among the names of its region", row("LABESANGUA", "Gao", "")),
        ("row, misspelt, among the names of its cercle", row("LABESANGUA", "Gao", "Ansongo")),
        ("row, a lake by the word for it", row("Lake Faguibine", "Tombouctou", "")),
        ("row, several names in one", row("Gao Kidal Bourem", "", "")),
        ("row, unknown", row("Xyzabadou-Koura", "Gao", "")),
        ("row, contextual", row("Bamba", "Gao", "Bourem")),
        ("row, relative", row("à 12 km au nord de Bourem", "Gao", "")),
        ("row, between", row("between Gourma-Rharous and Bamba", "", "")),
    ] {
        group.bench_function(what, |b| b.iter(|| geocoder.geocode(black_box(&row), None).location.p));
    }
}

fn index(places: &[PackPlace]) -> Names {
    let mut index = Names::default();
    for (number, place) in (0..).zip(places) {
        for (rank, name) in names(place).enumerate() {
            index.add(name, Place::Locality(number), rank > 0);
        }
    }
    index
}

fn names(place: &PackPlace) -> impl Iterator<Item = &str> {
    std::iter::once(place.name.as_str()).chain(place.aliases.iter().map(String::as_str))
}

fn development_data() -> PathBuf {
    std::env::var_os("AZALAI_DEV_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dev"), PathBuf::from)
}

criterion_group!(benches, seed, dump);
criterion_main!(benches);
