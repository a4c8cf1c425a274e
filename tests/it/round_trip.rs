//! What is exported is imported again, whole, by the real binary.

use crate::support::{azalai, counts, file, folder, import, run, stdout};
use std::fs;
use std::path::Path;

fn exported(store: &Path, format: &str) -> Vec<u8> {
    let output = run(azalai().args(["export", "--format", format, "--data"]).arg(store));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The features of an export, without the time it was made.
fn features(store: &Path) -> serde_json::Value {
    let document: serde_json::Value = serde_json::from_slice(&exported(store, "geojson")).unwrap();
    document["features"].clone()
}

#[test]
fn an_export_of_every_form_gives_the_same_events_in_an_empty_store() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &["--licence", "CC BY 4.0"]);
    import(&store, &file("data/samples/liste-hebdomadaire.csv"), &[]);
    let before = features(&store);
    let events = before.as_array().unwrap().len() as u64;
    assert!(events > 25);
    for format in ["csv", "geojson", "gpkg"] {
        let export = folder.path().join(format!("export.{format}"));
        fs::write(&export, exported(&store, format)).unwrap();
        let again = folder.path().join(format!("{format}.gpkg"));
        let report = import(&again, &export, &[]);
        assert_eq!(counts(&report), [events, events, 0, 0, 0, 0], "{format}: {report}");
        assert_eq!(features(&again), before, "{format}");
        assert_eq!(counts(&import(&again, &export, &[]))[3], events, "{format} twice adds nothing");
    }
}

#[test]
fn an_exported_geopackage_is_a_store_of_the_events_asked_for() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let part = folder.path().join("part.gpkg");
    let asked = ["--datetime", "2023-10-01"];
    stdout(
        azalai()
            .args(["export", "--format", "gpkg", "--data"])
            .arg(&store)
            .arg("--out")
            .arg(&part)
            .args(asked),
    );
    let wanted = run(azalai().args(["export", "--data"]).arg(&store).args(asked)).stdout;
    let wanted: serde_json::Value = serde_json::from_slice(&wanted).unwrap();
    assert_eq!(features(&part), wanted["features"]);
    assert!(stdout(azalai().args(["imports", "list", "--data"]).arg(&part)).contains("export"));
}
