//! What only a GeoPackage promises: its files, its neighbours, its damage.

use super::*;
use crate::store::samples::sample;
use crate::store::suite::{Subject, store_suite};
use crate::store::{NewImport, StoreError};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

mod filling;
mod migration;
mod tools;

const SHORT: Duration = Duration::from_millis(30);

store_suite!(file, super::in_file, concurrent);
store_suite!(memory, super::in_memory);

fn in_file() -> Subject {
    let folder = TempDir::new().unwrap();
    let store =
        GeoPackageStore::open_waiting(&folder.path().join("a.gpkg"), OpenMode::Create, SHORT).unwrap();
    Subject { store: Box::new(store), _keep: Some(folder) }
}

fn in_memory() -> Subject {
    let store = GeoPackageStore { connections: Connections::in_memory(SHORT).unwrap() };
    Subject { store: Box::new(store), _keep: None }
}

fn fresh() -> (TempDir, PathBuf, GeoPackageStore) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a store, 100% #1?.gpkg");
    let store = open(&path, OpenMode::Create).unwrap();
    (folder, path, store)
}

fn open(path: &Path, mode: OpenMode) -> Result<GeoPackageStore, StoreError> {
    GeoPackageStore::open_waiting(path, mode, SHORT)
}

fn import(store: &GeoPackageStore, numbers: std::ops::Range<u32>) {
    let mut import = store.begin_import(&NewImport::default()).unwrap();
    for sample in numbers.map(sample) {
        import.add(&sample.identity, &sample.fingerprint, &sample.event).unwrap();
    }
    import.commit("{}").unwrap();
}

fn count(store: &GeoPackageStore) -> usize {
    let mut count = 0;
    store.for_each(&mut |_, _| count += 1).unwrap();
    count
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_store_opened_again_has_what_was_committed() {
    let (folder, path, store) = fresh();
    import(&store, 0..3);
    drop(store);
    assert_eq!(files(folder.path()).len(), 1, "one file is left, without -wal and -shm");
    for mode in [OpenMode::ReadOnly, OpenMode::ReadWrite, OpenMode::Create] {
        let store = open(&path, mode).unwrap();
        assert_eq!((count(&store), store.sequence().unwrap()), (3, 3), "{mode:?}");
    }
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn two_processes_share_a_store_and_one_writes_at_a_time() {
    let (_folder, path, first) = fresh();
    let second = open(&path, OpenMode::ReadWrite).unwrap();
    let reader = open(&path, OpenMode::ReadOnly).unwrap();
    let open_import = first.begin_import(&NewImport::default()).unwrap();
    let error = second.begin_import(&NewImport::default()).err().unwrap();
    assert!(matches!(error, StoreError::Busy), "{error}");
    assert!(first.is_busy().unwrap() && second.is_busy().unwrap());
    assert!(matches!(reader.is_busy(), Err(StoreError::ReadOnly)));
    drop(open_import);
    assert!(!second.is_busy().unwrap());
    import(&second, 0..2);
    assert_eq!((first.sequence().unwrap(), reader.sequence().unwrap()), (2, 2));
    assert_eq!((count(&first), count(&reader)), (2, 2));
}

#[test]
fn reading_makes_no_file_and_changes_none() {
    let (folder, path, store) = fresh();
    import(&store, 0..3);
    drop(store);
    let before = fs::read(&path).unwrap();
    let missing = folder.path().join("missing.gpkg");
    for mode in [OpenMode::ReadOnly, OpenMode::ReadWrite] {
        let error = open(&missing, mode).unwrap_err();
        assert!(matches!(&error, StoreError::NotFound { path } if *path == missing), "{error}");
        assert_eq!(error.to_string(), format!("there is no file {}", missing.display()));
    }
    let store = open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!(count(&store), 3);
    assert!(matches!(store.begin_import(&NewImport::default()).err(), Some(StoreError::ReadOnly)));
    drop(store);
    assert_eq!(files(folder.path()).len(), 1);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_is_no_store_is_refused_and_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("list.csv"), "date,place\n2023-10-01,Bamba\n".repeat(20)).unwrap();
    fs::write(at("short"), "SQLite format 3\0").unwrap();
    fs::create_dir(at("folder")).unwrap();
    let sqlite = |name, sql| rusqlite::Connection::open(at(name)).unwrap().execute_batch(sql).unwrap();
    sqlite("other.sqlite", "CREATE TABLE events (x); PRAGMA journal_mode = WAL;");
    sqlite("other.gpkg", "PRAGMA application_id = 0x47504B47; CREATE TABLE events (x);");
    let cases = [
        ("list.csv", "it is not a GeoPackage, nor any other SQLite file"),
        ("short", "it is not a GeoPackage, nor any other SQLite file"),
        ("folder", "it is a folder"),
        ("other.sqlite", "it is a SQLite file, but not a GeoPackage"),
        ("other.gpkg", "it is a GeoPackage, but not one of azalai's"),
    ];
    let names = files(folder.path());
    for (name, expected) in cases {
        let before = fs::read(at(name)).ok();
        for mode in [OpenMode::Create, OpenMode::ReadWrite, OpenMode::ReadOnly] {
            let error = open(&at(name), mode).unwrap_err();
            assert!(matches!(&error, StoreError::NotAStore { found, .. } if *found == expected), "{error}");
            assert!(error.to_string().contains(name), "{error}");
        }
        assert_eq!(fs::read(at(name)).ok(), before);
    }
    assert_eq!(files(folder.path()), names);
}

#[test]
fn an_empty_file_is_made_a_store_only_on_demand() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = open(file.path(), OpenMode::ReadWrite).unwrap_err();
    assert!(matches!(error, StoreError::NotAStore { found: "it is empty", .. }), "{error}");
    import(&open(file.path(), OpenMode::Create).unwrap(), 0..1);
    assert_eq!(count(&open(file.path(), OpenMode::ReadOnly).unwrap()), 1);
}

#[test]
fn names_that_mean_something_to_sqlite_are_names_of_files() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file:x?mode=memory");
    import(&open(&path, OpenMode::Create).unwrap(), 0..1);
    assert!(path.is_file());
    assert_eq!(count(&open(&path, OpenMode::ReadOnly).unwrap()), 1);
}

#[test]
fn a_store_of_a_later_version_is_refused() {
    let (_folder, path, store) = fresh();
    drop(store);
    let later = rusqlite::Connection::open(&path).unwrap();
    later.execute("UPDATE azalai SET schema_version = 99", []).unwrap();
    drop(later);
    for mode in [OpenMode::Create, OpenMode::ReadWrite, OpenMode::ReadOnly] {
        let error = open(&path, mode).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 99, known: 7, .. }), "{error}");
    }
}

#[test]
fn a_killed_import_leaves_the_store_as_it_was() {
    let (folder, path, store) = fresh();
    import(&store, 0..2);
    // A cache of ten pages: what follows is written to the -wal file long before the commit.
    store.connections.writer().unwrap().pragma_update(None, "cache_size", 10).unwrap();
    let mut killed = store.begin_import(&NewImport::default()).unwrap();
    for sample in (2..500).map(sample) {
        killed.add(&sample.identity, &sample.fingerprint, &sample.event).unwrap();
    }
    let wal = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    assert!(fs::metadata(wal(&path)).unwrap().len() > 100_000, "uncommitted pages are on the disk");
    // What a dead process leaves: the files as they are, its locks gone.
    let after = folder.path().join("after.gpkg");
    fs::copy(&path, &after).unwrap();
    fs::copy(wal(&path), wal(&after)).unwrap();
    std::mem::forget(killed);
    let store = open(&after, OpenMode::ReadWrite).unwrap();
    assert_eq!((count(&store), store.sequence().unwrap(), store.imports().unwrap().len()), (2, 2, 1));
    import(&store, 2..4);
    assert_eq!((count(&store), store.sequence().unwrap()), (4, 4));
}

#[test]
fn committed_changes_are_in_the_files_before_anything_is_closed() {
    let (folder, path, store) = fresh();
    import(&store, 0..2);
    let copy = folder.path().join("copy.gpkg");
    fs::copy(&path, &copy).unwrap();
    fs::copy(format!("{}-wal", path.display()), format!("{}-wal", copy.display())).unwrap();
    assert_eq!(count(&open(&copy, OpenMode::ReadOnly).unwrap()), 2);
    let writer = store.connections.writer().unwrap();
    let synchronous: i64 = writer.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap();
    assert_eq!(synchronous, 2, "FULL");
}

#[test]
fn a_damaged_event_is_an_error_that_names_it() {
    let (_folder, path, store) = fresh();
    import(&store, 0..3);
    for damage in ["'{\"id\":'", "'null'", "x'ff'", "7"] {
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute_batch(&format!("UPDATE events SET body = {damage} WHERE fid = 2"))
            .unwrap();
        let error = store.for_each(&mut |_, _| ()).unwrap_err();
        assert!(matches!(error, StoreError::Body { fid: 2, .. }), "{damage}: {error}");
        assert!(error.to_string().contains("fid 2 in"), "{error}");
        assert!(matches!(store.changes_since(1, 1), Err(StoreError::Body { fid: 2, .. })));
        let mut import = store.begin_import(&NewImport::default()).unwrap();
        let found = import.find(&sample(1).identity, &sample(1).fingerprint);
        assert!(matches!(found, Err(StoreError::Body { fid: 2, .. })));
    }
}

#[test]
fn a_full_disk_rolls_the_whole_import_back() {
    let (_folder, _path, store) = fresh();
    import(&store, 0..2);
    let limit = |pages: i64| {
        let writer = store.connections.writer().unwrap();
        writer.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    };
    limit(1); // SQLite takes the present size
    let mut import_ = store.begin_import(&NewImport::default()).unwrap();
    let mut samples = (2..500).map(sample);
    let error = samples
        .find_map(|sample| import_.add(&sample.identity, &sample.fingerprint, &sample.event).err())
        .unwrap();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    let next = sample(600);
    let after = import_.add(&next.identity, &next.fingerprint, &next.event).unwrap_err();
    assert!(matches!(after, StoreError::RolledBack), "{after}");
    assert!(matches!(import_.commit("{}"), Err(StoreError::RolledBack)));
    assert_eq!((count(&store), store.sequence().unwrap()), (2, 2));
    limit(1_000_000);
    import(&store, 2..4);
    assert_eq!(count(&store), 4);
}

#[test]
fn a_folder_that_cannot_be_written_is_read_as_it_lies() {
    let (_folder, path, store) = fresh();
    import(&store, 0..2);
    let error = Connections::open_immutable(path.clone(), SHORT).unwrap_err();
    assert!(matches!(error, StoreError::PendingChanges { .. }), "{error}");
    drop(store);
    let store = GeoPackageStore { connections: Connections::open_immutable(path, SHORT).unwrap() };
    assert_eq!((count(&store), store.sequence().unwrap()), (2, 2));
}

#[test]
fn the_stated_extent_is_that_of_the_points() {
    let (_folder, path, store) = fresh();
    let extent = || -> [Option<f64>; 4] {
        rusqlite::Connection::open(&path)
            .unwrap()
            .query_row(
                "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'events'",
                [],
                |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?]),
            )
            .unwrap()
    };
    let at = |number: u32, lon: f64, lat: f64| {
        sample(number).changed(|event| event.location.point = crate::event::LonLat::new(lon, lat).ok())
    };
    assert_eq!(extent(), [None; 4]);
    let mut import = store.begin_import(&NewImport::default()).unwrap();
    for sample in [at(1, -4.0, 15.0), at(2, 2.0, 19.0), at(3, 0.0, 17.0)] {
        import.add(&sample.identity, &sample.fingerprint, &sample.event).unwrap();
    }
    import.commit("{}").unwrap();
    assert_eq!(extent(), [Some(-4.0), Some(15.0), Some(2.0), Some(19.0)]);
    let mut import = store.begin_import(&NewImport::default()).unwrap();
    let moved = at(2, 1.0, 18.0);
    import.update(2, &moved.fingerprint, &moved.event).unwrap();
    import.commit("{}").unwrap();
    assert_eq!(extent(), [Some(-4.0), Some(15.0), Some(1.0), Some(18.0)], "it shrinks");
    let mut import = store.begin_import(&NewImport::default()).unwrap();
    (1..=3).for_each(|fid| import.remove(fid).unwrap());
    import.commit("{}").unwrap();
    assert_eq!(extent(), [None; 4]);
}

#[test]
fn columns_for_people_say_what_the_event_says() {
    let (_folder, path, store) = fresh();
    import(&store, 7..8);
    let text = |column: &str| -> String {
        rusqlite::Connection::open(&path)
            .unwrap()
            .query_row(&format!("SELECT CAST({column} AS TEXT) FROM events"), [], |row| row.get(0))
            .unwrap()
    };
    for (column, value) in [
        ("id", sample(7).event.id.as_str()),
        ("title", "Attack on military position, Bamba"),
        ("kind", "attack"),
        ("status", "located"),
        ("date_start", "2023-10-01"),
        ("date_end", "2023-10-01"),
        ("date_precision", "day"),
        ("region", "Gao"),
        ("cercle", "Bourem"),
        ("commune", "Bamba"),
        ("p", "0.98"),
        ("precision", "1"),
        ("precision_scheme", "azalai"),
        ("radius_m", "1500.0"),
        ("actors", "CSP; Malian Armed Forces (FAMa)"),
        ("deaths_low", "20"),
        ("deaths_high", "80"),
        ("sources", "CSP statement; FAMa"),
        ("list", "test.csv"),
        ("line", "9"),
        ("source_id", "7"),
        ("licence", "CC BY 4.0"),
    ] {
        assert_eq!(text(column), value, "{column}");
    }
}

#[test]
fn looking_for_a_row_plans_nothing_again_and_uses_the_index() {
    let (_folder, _path, store) = fresh();
    import(&store, 0..50);
    let mut again = store.begin_import(&NewImport::default()).unwrap();
    for absent in (100..150).map(sample) {
        assert!(again.find(&absent.identity, &absent.fingerprint).unwrap().is_none());
    }
    drop(again);
    let writer = store.connections.writer().unwrap();
    let statement = writer.prepare_cached(import::FIND_BY_CONTENT).unwrap();
    assert!(statement.get_status(rusqlite::StatementStatus::Run) >= 50, "it is the statement that ran");
    // Once may be: other statements of the first import changed what the planner knows.
    assert!(statement.get_status(rusqlite::StatementStatus::RePrepare) <= 1);
    let plan: String = writer
        .query_row(&format!("EXPLAIN QUERY PLAN {}", import::FIND_BY_CONTENT), ["x"], |row| row.get(3))
        .unwrap();
    assert_eq!(plan, "SEARCH events USING INDEX events_fingerprint (<expr>=?)");
}
