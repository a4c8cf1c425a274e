//! Killed in the middle of an import or of an undo, the store is as it was before, or as it is after.

use crate::support::{azalai, counts, file, folder, import, stdout};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

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

/// What a store holds: its events, and its imports with whether they stand.
fn state(store: &Path) -> (String, Vec<(u64, bool)>) {
    let list = stdout(azalai().args(["imports", "list", "--json", "--data"]).arg(store));
    let list: Value = serde_json::from_str(&list).unwrap();
    let imports = list["imports"].as_array().unwrap();
    let stands = |import: &Value| (import["id"].as_u64().unwrap(), import["undone_at"].is_null());
    (exported(store), imports.iter().map(stands).collect())
}

/// Runs a command on copies of a store and kills it at moments spread over the time that it takes; tells how often the
/// store was found as before and as after.
fn kill_while(store: &Path, command: &dyn Fn(&Path) -> Command, rounds: u32) -> [u32; 2] {
    let copy = |name: &str| {
        let copy = store.with_file_name(name);
        fs::copy(store, &copy).unwrap();
        copy
    };
    let before = state(store);
    let whole = copy("whole.gpkg");
    let started = Instant::now();
    stdout(&mut command(&whole));
    // Some are killed after the last byte, some before the first.
    let lasts = started.elapsed() * 11 / 10;
    let after = state(&whole);
    assert_ne!(before, after);
    let mut found = [0, 0];
    for round in 0..rounds {
        let met = copy(&format!("met-{round}.gpkg"));
        let mut child = command(&met).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(lasts * round / rounds);
        // SIGKILL: no handler runs, no buffer is flushed.
        let _ = child.kill();
        child.wait().unwrap();
        let now = state(&met);
        assert!(now == before || now == after, "round {round} of {rounds}: {:?}", now.1);
        found[usize::from(now == after)] += 1;
    }
    found
}

#[test]
fn fifty_times_killed_the_store_holds_the_state_before_or_after() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let list = folder.path().join("long.csv");
    long_list(&list, 1_500);
    let import_it = |store: &Path| {
        let mut command = azalai();
        command.args(["import", "--json", "--data"]).arg(store).arg(&list);
        command
    };
    let imported = kill_while(&store, &import_it, 17);
    import(&store, &list, &[]);
    let undo_it = |store: &Path| {
        let mut command = azalai();
        command.args(["imports", "undo", "2", "--json", "--data"]).arg(store);
        command
    };
    let undone = kill_while(&store, &undo_it, 16);
    // An empty store is filled in another way, without a log of what is written.
    let empty = folder.path().join("empty.gpkg");
    let nothing = folder.path().join("nothing.csv");
    fs::write(&nothing, "id,date,place\n1,2023-10-01,\n").unwrap();
    import(&empty, &nothing, &[]);
    let filled = kill_while(&empty, &import_it, 17);
    // All were met half-way: else nothing was tried.
    assert!(imported[0] > 0 && undone[0] > 0 && filled[0] > 0, "{imported:?} {undone:?} {filled:?}");
    // And the store still does both, whole.
    stdout(&mut undo_it(&store));
    assert_eq!(counts(&import(&store, &list, &[]))[1], 1_500);
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
        assert!(
            after == before,
            "round {round}: {} lines instead of {}",
            after.lines().count(),
            before.lines().count()
        );
    }
    assert!(killed > 0, "no import was met half-way");
    // And the store still takes the list, whole.
    assert_eq!(counts(&import(&store, &list, &[]))[0], 8_000);
}
