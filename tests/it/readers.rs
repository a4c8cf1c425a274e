//! Other programs read the store while the service runs.

use crate::support::{Server, azalai, file, folder, import, run, stdout};
use std::process::Command;

/// Whether a tool is there; said aloud when not.
fn installed(tool: &str) -> bool {
    let there = Command::new(tool).arg("--version").output().is_ok();
    if !there {
        println!("not tested: {tool} is not installed");
    }
    there
}

#[test]
fn ogrinfo_and_sqlite3_read_the_store_while_the_service_runs() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let server = Server::start(&store);
    let (status, _) =
        server.post_list("late.csv", b"id,date,place,region\nL-1,2023-10-05,Kidal,Kidal\n", false);
    assert_eq!(status, 200);
    if installed("ogrinfo") {
        let said = stdout(Command::new("ogrinfo").args(["-ro", "-so"]).arg(&store).arg("events"));
        assert!(said.contains("Feature Count: 25"), "{said}");
        assert!(said.contains("Geometry: Point"), "{said}");
        let bamba = stdout(
            Command::new("ogrinfo")
                .args(["-ro", "-q", "-where", "place = 'Bamba'"])
                .arg(&store)
                .arg("events"),
        );
        assert!(bamba.contains("POINT (-1.4"), "{bamba}");
    }
    if installed("sqlite3") {
        let count = stdout(Command::new("sqlite3").arg(&store).arg("select count(*) from events"));
        assert_eq!(count.trim(), "25");
        let check = stdout(
            Command::new("sqlite3").arg(&store).arg("pragma integrity_check; pragma foreign_key_check"),
        );
        assert_eq!(check.trim(), "ok");
    }
}

#[test]
fn gdal_reads_the_export_as_the_store() {
    if !installed("ogrinfo") {
        return;
    }
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let exported = folder.path().join("events.geojson");
    stdout(
        azalai().args(["export", "--bbox", "-4,15,2,19", "--data"]).arg(&store).arg("--out").arg(&exported),
    );
    let said = stdout(Command::new("ogrinfo").args(["-ro", "-so", "-al"]).arg(&exported));
    let by_gdal = stdout(
        Command::new("ogrinfo")
            .args(["-ro", "-so", "-spat", "-4", "15", "2", "19"])
            .arg(&store)
            .arg("events"),
    );
    let count = |text: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix("Feature Count: ").map(str::to_owned))
            .expect("a count")
    };
    assert_eq!(count(&said), count(&by_gdal));
}

#[test]
fn an_import_by_another_process_appears_in_a_running_service() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let server = Server::start(&store);
    assert_eq!(server.json("/collections/events/items")["numberMatched"], 0);
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    // The health answer follows the store before it answers.
    server.json("/healthz");
    let shown = server.json("/collections/events/items")["numberMatched"].as_u64().unwrap();
    let waiting = server.json("/collections/unlocated/items")["numberMatched"].as_u64().unwrap();
    assert_eq!(shown + waiting, 24);
}

#[test]
fn an_open_address_is_refused_before_a_store_is_made() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let output = run(azalai().args(["serve", "--listen", "0.0.0.0:0", "--data"]).arg(&store));
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("refusing to listen"));
    assert!(!store.exists());
}
