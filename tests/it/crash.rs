//! Killed in the middle of an import, the store is as it was before.

use crate::support::{azalai, counts, file, folder, import, stdout};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// A list long enough that an import of it can be met half-way.
fn long_list(path: &Path, rows: usize) {
    let mut text = String::from("id,date,place,region,type,notes\n");
    let places = ["Bamba,Gao", "Gao,Gao", "Kidal,Kidal", "Bourem,Gao", "Ansongo,Gao", "Tessalit,Kidal"];
    for row in 0..rows {
        let _ = writeln!(
            text,
            "LONG-{row},2023-{:02}-{:02},{},Attack,row number {row}",
            row % 12 + 1,
            row % 28 + 1,
            places[row % places.len()]
        );
    }
    fs::write(path, text).unwrap();
}

fn exported(store: &Path) -> String {
    stdout(azalai().args(["export", "--format", "csv", "--data"]).arg(store))
}

#[test]
fn a_killed_import_leaves_the_store_as_it_was() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let before = exported(&store);
    let list = folder.path().join("long.csv");
    long_list(&list, 8_000);
    let mut killed = 0;
    for round in 0..8 {
        let started = SystemTime::now();
        let mut child = azalai()
            .args(["import", "--json", "--data"])
            .arg(&store)
            .arg(&list)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Not before the import writes: wait until the write-ahead log changes, then a little more.
        let log = folder.path().join("a.gpkg-wal");
        let written = || fs::metadata(&log).and_then(|log| log.modified()).is_ok_and(|at| at > started);
        while !written() && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(1));
        }
        sleep(Duration::from_millis(round * 5));
        // SIGKILL: no handler runs, no buffer is flushed.
        let _ = child.kill();
        child.wait().unwrap();
        let after = exported(&store);
        if after.lines().count() > 8_000 {
            // The machine was slow to kill: the import had been acknowledged, and is there whole.
            break;
        }
        killed += 1;
        assert!(after == before, "round {round}: {} lines instead of {}", after.lines().count(), before.lines().count());
    }
    assert!(killed > 0, "no import was met half-way");
    // And the store still takes the list, whole.
    assert_eq!(counts(&import(&store, &list, &[]))[0], 8_000);
}
