//! Whole files of GeoNames and geoBoundaries, where `AZALAI_DEV_DATA` has them.

use super::*;
use std::time::Instant;

fn development(file: &str) -> Option<Vec<u8>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dev");
    let path = std::env::var_os("AZALAI_DEV_DATA").map_or_else(beside, PathBuf::from).join(file);
    let read = std::fs::read(&path).ok();
    if read.is_none() {
        println!("SKIPPED: {} is missing (AZALAI_DEV_DATA names its folder)", path.display());
    }
    read
}

const DUMP: &str = "geonames-ML.tsv.gz";
const COMMUNES: &str = "boundaries/mli_adm3_with_parents.geojson.gz";

#[test]
fn every_row_of_the_dump_of_mali_is_accounted_for() {
    let Some(bytes) = development(DUMP) else { return };
    let ReadPack { pack, report } = read_bytes(DUMP, &bytes).unwrap();
    assert_adds_up(&report);
    assert_eq!((report.rows, report.rejected, report.problem_count), (24_312, 0, 0), "{:?}", report.problems);
    assert_eq!((pack.name.as_str(), pack.format), ("geonames-ml", PackFormat::Geonames));
    assert_eq!(report.by_kind["village"] + report.by_kind["commune_seat"], 15_296 + 2 + 9);
    let streams = ["H.STM", "H.STMI", "H.STMIX", "H.STMA", "H.STMX", "H.STMD", "H.CNL", "H.CHN"];
    let streams: u64 = streams.iter().map(|code| report.left_out[*code]).sum();
    assert_eq!(streams, report.left_out_count() - report.left_out["A.PCLI"] - report.left_out["R.RR"]);
    let one = |id: &str| pack.places.iter().find(|place| place.id == id).unwrap();
    let menaka = one("geonames:2453514");
    assert_eq!(menaka.region.as_deref(), Some("Ménaka"), "{menaka:?}");
    let ber = one("geonames:2460127");
    assert_eq!(ber.kind, LocalityKind::Water);
    assert!(pack.places.iter().all(|place| place.aliases.iter().all(|alias| !alias.contains("://"))));
}

#[test]
fn every_polygon_of_mali_is_read() {
    for (file, level, count, name) in [
        ("boundaries/mli_adm1.geojson", Level::Region, 9, "mli-adm1"),
        ("boundaries/mli_adm2.geojson", Level::Cercle, 50, "mli-adm2"),
        (COMMUNES, Level::Commune, 701, "mli-adm3-with-parents"),
    ] {
        let Some(bytes) = development(file) else { return };
        let file_name = file.rsplit('/').next().unwrap();
        let ReadPack { pack, report } = read_bytes(file_name, &bytes).unwrap();
        assert_adds_up(&report);
        assert_eq!((report.shapes, report.problem_count), (count, 0), "{:?}", report.problems);
        assert!(pack.shapes.iter().all(|shape| shape.level == level));
        assert_eq!(pack.name, name);
        // The regions and cercles were cut down to their names, and say no more whose they are.
        let says_whose = level == Level::Commune;
        assert_eq!(pack.attribution.contains("geoBoundaries"), says_whose, "{file_name}");
        if level == Level::Commune {
            let tomora = pack.shapes.iter().find(|shape| shape.name == "Tomora").unwrap();
            assert_eq!(tomora.parents, ["Kayes", "Bafoulabe"]);
        }
    }
}

/// Milliseconds that this thread was on a processor: other work on the machine does not count. Linux only.
fn busy_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e6
}

/// `cargo test --release -- --ignored --nocapture how_long_packs_take`
#[test]
#[ignore = "a measurement, for a release build"]
fn how_long_packs_take() {
    const LOADS: usize = 20;
    for file in [DUMP, COMMUNES] {
        let Some(bytes) = development(file) else { return };
        let ms = |since: Instant| since.elapsed().as_secs_f64() * 1_000.0;
        let started = Instant::now();
        let pack = read_bytes(file, &bytes).unwrap().pack;
        let parse_ms = ms(started);
        let started = Instant::now();
        let blob = pack.to_bytes().unwrap();
        let write_ms = ms(started);
        let (started, busy_before) = (Instant::now(), busy_ms());
        let loaded: Vec<Pack> = (0..LOADS).map(|_| Pack::from_bytes(&blob).unwrap()).collect();
        let (took_ms, busy_ms) = (ms(started), busy_ms() - busy_before);
        assert!(loaded.iter().all(|again| *again == pack));
        println!(
            "{file}: {} places, {} shapes; parse {parse_ms:.1} ms, to {} bytes {write_ms:.1} ms, back {:.1} ms, of them {:.1} ms on a processor (mean of {LOADS})",
            pack.places.len(),
            pack.shapes.len(),
            blob.len(),
            took_ms / LOADS as f64,
            busy_ms / LOADS as f64,
        );
    }
}
