//! How fast names are looked up and placed: one name each, by the work it needs.

use azalai::event::PlaceContext;
use azalai::gazetteer::Gazetteer;
use azalai::geocode::Geocoder;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn row(name: &str, region: &str, cercle: &str) -> PlaceContext {
    PlaceContext { name: name.into(), region: region.into(), cercle: cercle.into(), commune: String::new() }
}

fn geocode(c: &mut Criterion) {
    c.bench_function("load the embedded gazetteer", |b| b.iter(|| black_box(Gazetteer::embedded().is_ok())));

    let Ok(gazetteer) = Gazetteer::embedded() else { return };
    c.bench_function("look-up, exact", |b| b.iter(|| gazetteer.find(black_box("Hombori")).len()));
    c.bench_function("look-up, folded", |b| b.iter(|| gazetteer.find(black_box("Labézanga")).len()));
    c.bench_function("look-up, fuzzy", |b| b.iter(|| gazetteer.find_near(black_box("Tomboutcou")).len()));

    let geocoder = Geocoder::new(gazetteer);
    for (what, row) in [
        ("row, exact", row("Hombori", "", "")),
        ("row, folded", row("Labézanga", "Gao", "Ansongo")),
        ("row, fuzzy", row("Ansogo", "Gao", "")),
        ("row, unknown", row("Xyzabadou-Koura", "Gao", "")),
        ("row, contextual", row("Bamba", "Gao", "Bourem")),
        ("row, relative", row("à 12 km au nord de Bourem", "Gao", "")),
        ("row, between", row("between Gourma-Rharous and Bamba", "", "")),
    ] {
        c.bench_function(what, |b| b.iter(|| geocoder.geocode(black_box(&row), None).location.p));
    }
}

criterion_group!(benches, geocode);
criterion_main!(benches);
