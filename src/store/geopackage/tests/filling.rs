//! A store that has no events yet, filled by one import.

use super::super::*;
use super::{count, fresh, import as import_some, open};
use crate::store::samples::{Sample, sample};
use crate::store::{NewImport, StoreError};
use rusqlite::types::Value;
use std::fs;
use std::path::PathBuf;

/// An import for which nobody else reads the store.
fn alone() -> NewImport {
    NewImport { is_alone: true, ..NewImport::default() }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

#[test]
fn a_killed_import_into_an_empty_store_leaves_it_empty() {
    let (folder, path, store) = fresh();
    store.connections.writer().unwrap().pragma_update(None, "cache_size", 10).unwrap();
    let mut killed = store.begin_import(&alone()).unwrap();
    for sample in (0..500).map(sample) {
        killed.add(&sample.identity, &sample.fingerprint, &sample.event).unwrap();
    }
    assert!(!beside(&path, "-wal").exists(), "nothing is written twice");
    assert!(fs::metadata(&path).unwrap().len() > 500_000, "uncommitted pages are in the file");
    let after = folder.path().join("after.gpkg");
    fs::copy(&path, &after).unwrap();
    fs::copy(beside(&path, "-journal"), beside(&after, "-journal")).unwrap();
    std::mem::forget(killed);
    assert!(matches!(
        Connections::open_immutable(after.clone(), DEFAULT_WAIT),
        Err(StoreError::PendingChanges { .. })
    ));
    let store = open(&after, OpenMode::ReadWrite).unwrap();
    assert_eq!((count(&store), store.sequence().unwrap(), store.imports().unwrap().len()), (0, 0, 0));
    assert!(fs::metadata(&after).unwrap().len() < 500_000);
    import_some(&store, 0..4);
    assert_eq!((count(&store), store.sequence().unwrap()), (4, 4));
}

#[test]
fn an_empty_store_is_filled_without_a_log_only_while_nobody_else_has_it_open() {
    let mode = |store: &GeoPackageStore| {
        let writer = store.connections.writer().unwrap();
        let read = |pragma: &str| writer.query_row(pragma, [], |row| row.get::<_, Value>(0)).unwrap();
        (read("PRAGMA journal_mode"), read("PRAGMA synchronous"))
    };
    let as_opened = (Value::from("wal".to_owned()), Value::from(2));
    for is_read in [false, true] {
        let (_folder, path, store) = fresh();
        let other = is_read.then(|| open(&path, OpenMode::ReadOnly).unwrap());
        for dropped in [true, false] {
            let mut import = store.begin_import(&alone()).unwrap();
            for sample in (0..3).map(sample) {
                import.add(&sample.identity, &sample.fingerprint, &sample.event).unwrap();
            }
            assert_eq!(beside(&path, "-wal").exists(), is_read);
            assert_eq!(other.as_ref().map(count), is_read.then_some(0));
            if dropped {
                drop(import);
            } else {
                import.commit("{}").unwrap();
            }
            assert_eq!(mode(&store), as_opened, "dropped {dropped}, read {is_read}");
        }
        assert_eq!(count(&store), 3);
        assert_eq!(other.as_ref().map(count), is_read.then_some(3));
        // A store that has events is written with its log.
        let import = store.begin_import(&alone()).unwrap();
        assert!(beside(&path, "-wal").exists());
        drop(import);
    }
}

#[test]
fn what_sees_the_writes_of_others_is_there_after_every_import() {
    let triggers = |path: &Path| {
        let db = rusqlite::Connection::open(path).unwrap();
        let mut statement = db
            .prepare(
                "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events' ORDER BY name",
            )
            .unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<Vec<String>>>().unwrap()
    };
    let (_folder, path, store) = fresh();
    let made = triggers(&path);
    assert_eq!(made.len(), 3);
    import_some(&store, 0..2);
    assert_eq!(triggers(&path), made);
    let mut dropped = store.begin_import(&NewImport::default()).unwrap();
    dropped.add(&sample(5).identity, &sample(5).fingerprint, &sample(5).event).unwrap();
    drop(dropped);
    assert_eq!(triggers(&path), made);
}

#[test]
fn events_written_together_are_those_written_one_by_one() {
    let filled = |together: bool| {
        let (folder, path, store) = fresh();
        let writer = store.connections.writer().unwrap();
        let held = Held::begin(writer, store.connections.place(), "test").unwrap();
        let mut import = Box::new(import::Import::begin(held, &NewImport::default()).unwrap());
        if !together {
            import.brought = None;
        }
        for number in 0..150 {
            let sample = sample(number).changed(|event| {
                event.when = event.when.take().filter(|_| number % 7 > 0);
                event.location.point = event.location.point.filter(|_| number % 5 > 0);
            });
            let Sample { identity, fingerprint, event } = sample;
            assert_eq!(import.find(&identity, &fingerprint).unwrap(), None);
            let fid = import.add(&identity, &fingerprint, &event).unwrap();
            import.verdict(event.origin.line, "added", Some(fid), "[]").unwrap();
            if number % 40 == 0 {
                let again = import.find(&identity, &fingerprint).unwrap().unwrap();
                assert_eq!((again.fid, &again.event), (fid, &event));
                let taken = import.add(&identity, &fingerprint, &event).unwrap_err();
                assert!(matches!(taken, StoreError::Duplicate(_)), "{taken}");
            }
        }
        import.commit("{}").unwrap();
        drop(store);
        let db = rusqlite::Connection::open(&path).unwrap();
        let rows = |sql: &str| {
            let mut statement = db.prepare(sql).unwrap();
            let columns = statement.column_count();
            let row = |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get(at)).collect();
            statement.query_map([], row).unwrap().collect::<rusqlite::Result<Vec<Vec<Value>>>>().unwrap()
        };
        let tables = [
            "SELECT * FROM events ORDER BY fid",
            "SELECT sequence, operation, fid, event_id, import_id, line, part FROM change_log ORDER BY sequence",
            "SELECT * FROM event_windows ORDER BY fid",
            "SELECT * FROM import_rows",
            "SELECT first_sequence, last_sequence FROM imports",
            "SELECT * FROM sqlite_sequence ORDER BY name",
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'events'",
            "PRAGMA integrity_check",
        ]
        .map(rows);
        drop(folder);
        tables
    };
    let [together, one_by_one] = [filled(true), filled(false)];
    assert_eq!(together[0].len(), 150);
    assert_eq!(together, one_by_one);
}
