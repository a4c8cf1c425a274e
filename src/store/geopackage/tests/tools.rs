//! The file as others read it: GDAL's and SQLite's own programs, while the store is open and an import under way.

use super::*;
use crate::store::samples::facts;
use crate::store::{GazetteerStore as _, StoredPack};
use serde_json::Value;
use std::process::Command;

/// What a program prints; `None`, and said so, when it is not installed.
fn run(program: &str, arguments: &[&str]) -> Option<String> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        eprintln!("skipped: {program} is not installed");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
    // GDAL tells faults of a GeoPackage as warnings.
    assert_eq!(said, "", "{program} {arguments:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}

fn with_an_import_open(test: impl FnOnce(&str)) {
    let (_folder, path, store) = fresh();
    import(&store, 0..3);
    store.add_local_place(&facts("Bouratam")).unwrap();
    let pack = StoredPack { name: "one".into(), details_json: "{}".into(), body: vec![0, 1] };
    store.put_pack(&pack).unwrap();
    let mut open = store.begin_import(&NewImport::default()).unwrap();
    let next = sample(3).changed(|event| event.location.point = None);
    open.add(&next.identity, &next.fingerprint, &next.event).unwrap();
    test(path.to_str().unwrap());
    open.commit("{}").unwrap();
    assert_eq!(count(&store), 4);
}

#[test]
fn gdal_lists_the_tables_and_reads_the_events() {
    with_an_import_open(|path| {
        let Some(layers) = run("ogrinfo", &["-ro", "-q", path]) else { return };
        for layer in
            ["events (Point)", "claims (None)", "imports (None)", "import_rows (None)", "change_log (None)"]
        {
            assert!(layers.contains(layer), "{layer} in {layers}");
        }
        for table in ["azalai (", "gazetteer_packs ("] {
            assert!(!layers.contains(table), "{layers}");
        }
        assert!(layers.contains("local_places (Point)"), "{layers}");
        let places = run("ogrinfo", &["-ro", path, "local_places"]).unwrap();
        for line in [
            "Feature Count: 1",
            "Extent: (-1.250000, 17.500000) - (-1.250000, 17.500000)",
            "POINT (-1.25 17.5)",
            "name (String) = Bouratam",
            "kind (String) = village",
            "source (String) = week-40.csv",
            "how (String) = confirmed",
            "seen (Integer64) = 0",
        ] {
            assert!(places.contains(line), "{line} in {places}");
        }
        let events = run("ogrinfo", &["-ro", "-so", path, "events"]).unwrap();
        for line in [
            "Geometry: Point",
            "Feature Count: 3",
            "Extent: (-1.400000, 17.030000) - (-1.398000, 17.030000)",
            "ID[\"EPSG\",4326]",
            "FID Column = fid",
            "Geometry Column = geom",
            "title: String",
            "date_start: Date",
            "p: Real",
            "deaths_low: Integer64",
        ] {
            assert!(events.contains(line), "{line} in {events}");
        }
        let claims = run("ogrinfo", &["-ro", path, "claims", "-where", "source = 'CSP statement'"]).unwrap();
        for line in ["Feature Count: 3", "deaths_low (Integer64) = 20", "deaths_best (Integer64) = (null)"] {
            assert!(claims.contains(line), "{line} in {claims}");
        }
    });
}

#[test]
fn gdal_turns_events_into_geojson() {
    with_an_import_open(|path| {
        let Some(text) = run("ogr2ogr", &["-f", "GeoJSON", "/vsistdout/", path, "events"]) else { return };
        let collection: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(collection["features"].as_array().unwrap().len(), 3);
        let first = &collection["features"][0];
        assert_eq!(first["geometry"], serde_json::json!({"type": "Point", "coordinates": [-1.4, 17.03]}));
        assert_eq!(first["properties"]["region"], "Gao");
    });
}

#[test]
fn sqlite_finds_the_file_sound_and_reads_the_state_before_the_import() {
    with_an_import_open(|path| {
        let Some(answer) =
            run("sqlite3", &["-readonly", path, "PRAGMA integrity_check; SELECT count(*) FROM events;"])
        else {
            return;
        };
        assert_eq!(answer, "ok\n3\n");
        let headers = "PRAGMA foreign_key_check; PRAGMA application_id; PRAGMA user_version; \
                       SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326);";
        assert_eq!(run("sqlite3", &["-readonly", path, headers]).unwrap(), "1196444487\n10300\n3\n");
    });
}
