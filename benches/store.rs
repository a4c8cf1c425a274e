//! The store's share of promise 6 (import) and promise 10 (start): rows per second, every commit durable.
//!
//! `ROWS=1000000 cargo bench --bench store` measures at the size of the promise. Data is made, the same each time.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run must stop")]

use azalai::event::{
    Claim, DateSpan, Event, EventId, Figure, Fingerprint, Identity, Kind, Location, LonLat, Method, Origin,
    PlaceContext, Precision, Reason, Status, UnitPath,
};
use azalai::store::{EventStore, GeoPackageStore, NewImport, OpenMode, StoreError};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::ToSpan as _;
use jiff::civil::date;
use std::hint::black_box;
use tempfile::TempDir;

struct Row {
    identity: Identity,
    fingerprint: Fingerprint,
    event: Event,
}

/// A row as UCDP gives it: with coordinates, two actors, a headline of 120 characters.
fn row(number: u32) -> Row {
    let identity = Identity::of_source_id("bench", &number.to_string());
    let step = f64::from(number.wrapping_mul(2_654_435_761) % 16_000) / 1000.0;
    let event = Event {
        id: EventId::from(&identity),
        kind: Kind::Clash,
        kind_text: "State-based conflict".into(),
        when: date(2012, 1, 1)
            .checked_add(i64::from(number % 4000).days())
            .ok()
            .map(|day| DateSpan::day(day, "2012-01-17 00:00:00.000")),
        place: PlaceContext { name: "Ménaka town".into(), region: "Gao region".into(), ..PlaceContext::default() },
        location: Location {
            point: LonLat::new(-12.0 + step, 10.0 + step / 1.1).ok(),
            radius_m: 1500.0,
            precision: Some(Precision::azalai(1)),
            p: 1.0,
            method: Method::Given,
            name: Some("Ménaka".into()),
            units: UnitPath { region: Some("Gao".into()), ..UnitPath::default() },
            ..Location::nowhere(
                Status::Located,
                Reason::new("The list gives these coordinates.", "La liste donne ces coordonnées."),
            )
        },
        actors: vec!["Government of Mali".into(), "MNLA".into()],
        deaths: Figure::exact(number % 50),
        claims: vec![Claim {
            source: "Agence France Presse".into(),
            text: "Tuareg rebels attack the town; the army says that it repelled them and that dozens were killed."
                .into(),
            deaths: Figure::exact(number % 50),
            injured: Figure::UNKNOWN,
        }],
        origin: Origin {
            list: "bench.csv".into(),
            source: None,
            line: u64::from(number) + 2,
            source_id: Some(number.to_string()),
            licence: Some("CC BY 4.0".into()),
            restricted: false,
        },
        attributes: [("conflict_name".to_owned(), "Mali: Azawad".to_owned())].into(),
        parts: Vec::new(),
    };
    let text = number.to_string();
    Row { identity, fingerprint: Fingerprint::of_cells([("id", text.as_str())]), event }
}

fn import(store: &dyn EventStore, rows: u32) -> Result<u64, StoreError> {
    let mut import = store.begin_import(&NewImport::default())?;
    for row in (0..rows).map(row) {
        let verdict = match import.find(&row.identity, &row.fingerprint)? {
            Some(found) => ("unchanged", found.fid),
            None => ("added", import.add(&row.identity, &row.fingerprint, &row.event)?),
        };
        import.verdict(row.event.origin.line, verdict.0, Some(verdict.1), "[]")?;
    }
    Ok(import.commit("{}")?.sequence)
}

fn fresh() -> (TempDir, GeoPackageStore) {
    let folder = TempDir::new().expect("a temporary folder");
    let store = GeoPackageStore::open(&folder.path().join("bench.gpkg"), OpenMode::Create);
    (folder, store.expect("a new store"))
}

fn store(criterion: &mut Criterion) {
    let rows = std::env::var("ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(20_000_u32);
    let mut group = criterion.benchmark_group(format!("store, {rows} rows"));
    group.throughput(Throughput::Elements(u64::from(rows))).sample_size(10);
    group.bench_function("only make the rows", |bench| {
        bench.iter(|| (0..rows).for_each(|number| drop(black_box(row(number)))));
    });
    group.bench_function("import into a new file", |bench| {
        bench.iter_batched(
            fresh,
            |(folder, store)| (import(&store, rows), folder, store),
            BatchSize::PerIteration,
        );
    });
    let (_folder, store) = fresh();
    import(&store, rows).expect("an import");
    group.bench_function("import again, nothing changed", |bench| {
        bench.iter(|| import(&store, rows).expect("an import"));
    });
    group.bench_function("read all", |bench| {
        bench.iter(|| store.for_each(&mut |fid, event| drop(black_box((fid, event)))).expect("events"));
    });
    group.finish();
    criterion.bench_function("store, sequence", |bench| {
        bench.iter(|| store.sequence().expect("a sequence"));
    });
}

criterion_group!(benches, store);
criterion_main!(benches);
