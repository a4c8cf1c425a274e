//! Stores that the release before wrote, and what other programs do to the tables of the gazetteer.

use super::*;
use crate::store::samples::facts;
use crate::store::{GazetteerStore as _, StoredGazetteer, StoredPack};
use rusqlite::Connection;

/// A store of version 1, as the release before left it: its tables, and an event in them.
fn version_1() -> (TempDir, PathBuf) {
    let (folder, path, store) = fresh();
    import(&store, 0..2);
    drop(store);
    let old = folder.path().join("old.gpkg");
    let connection = Connection::open(&old).unwrap();
    connection.execute_batch(include_str!("../schema.sql")).unwrap();
    connection.execute("ATTACH ?1 AS new", [path.to_str().unwrap()]).unwrap();
    for table in ["events", "imports", "change_log"] {
        // The columns that there were then.
        let columns: String = connection
            .query_row("SELECT group_concat(name, ', ') FROM pragma_table_info(?1, 'main')", [table], |row| {
                row.get(0)
            })
            .unwrap();
        let copy = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}");
        connection.execute(&copy, []).unwrap();
    }
    connection.execute_batch("DETACH new; PRAGMA journal_mode = WAL;").unwrap();
    drop(connection);
    fs::remove_file(&path).unwrap();
    (folder, old)
}

fn schema_version(path: &Path) -> i64 {
    let connection = Connection::open(path).unwrap();
    connection.query_row("SELECT schema_version FROM azalai", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_store_of_the_release_before_is_read_as_it_lies() {
    let (_folder, path) = version_1();
    let before = fs::read(&path).unwrap();
    let store = open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!((count(&store), store.sequence().unwrap(), store.imports().unwrap().len()), (2, 2, 1));
    assert_eq!(store.gazetteer().unwrap(), StoredGazetteer::default());
    assert_eq!((store.gazetteer_version().unwrap(), store.packs().unwrap().len()), (0, 0));
    assert_eq!((store.local_places().unwrap().len(), store.local_place(1).unwrap()), (0, None));
    assert!(matches!(store.remove_pack("x"), Err(StoreError::ReadOnly)));
    drop(store);
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(schema_version(&path), 1);
}

#[test]
fn a_store_of_the_release_before_is_brought_up_to_date_when_it_is_written() {
    for mode in [OpenMode::ReadWrite, OpenMode::Create] {
        let (_folder, path) = version_1();
        let reader = open(&path, OpenMode::ReadOnly).unwrap();
        let store = open(&path, mode).unwrap();
        assert_eq!((count(&store), schema_version(&path)), (2, 7));
        store.add_local_place(&facts("Bouratam")).unwrap();
        import(&store, 2..3);
        assert_eq!(count(&store), 3);
        // Whoever was reading it meanwhile reads on, and sees the new tables.
        assert_eq!((count(&reader), reader.local_places().unwrap().len()), (3, 1));
        assert!(reader.gazetteer_version().unwrap() > 0);
    }
}

#[test]
fn what_is_only_tried_leaves_a_store_of_the_release_before_as_it_is() {
    let (folder, path) = version_1();
    let before = fs::read(&path).unwrap();
    let trial = GeoPackageStore::open_to_try(&path, &folder.path().join("copy.gpkg")).unwrap();
    assert_eq!((count(&trial), trial.sequence().unwrap()), (2, 2));
    import(&trial, 2..3);
    assert_eq!(count(&trial), 3);
    drop(trial);
    assert!(fs::read(&path).unwrap() == before, "not a byte of it is changed");
    // One of this version is tried as it is, for a copy of millions of events takes its time.
    drop(open(&path, OpenMode::ReadWrite).unwrap());
    let copy = folder.path().join("none.gpkg");
    assert_eq!(count(&GeoPackageStore::open_to_try(&path, &copy).unwrap()), 2);
    assert!(!copy.exists());
}

#[test]
fn packs_and_places_are_there_when_a_store_is_opened_again() {
    let (_folder, path, store) = fresh();
    let pack = StoredPack { name: "one".into(), details_json: "{}".into(), body: vec![7; 100_000] };
    store.put_pack(&pack).unwrap();
    store.add_local_place(&facts("Bouratam")).unwrap();
    let before = store.gazetteer().unwrap();
    drop(store);
    let store = open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!(store.gazetteer().unwrap(), before);
    assert_eq!(before.packs, [pack]);
}

#[test]
fn a_change_by_another_process_is_seen_by_its_number() {
    let (_folder, path, first) = fresh();
    let second = open(&path, OpenMode::ReadWrite).unwrap();
    let place = second.add_local_place(&facts("Bouratam")).unwrap();
    let version = first.gazetteer_version().unwrap();
    assert!(version > 0);
    // Any program may change the table, as QGIS does when somebody edits it there.
    let other = Connection::open(&path).unwrap();
    other.execute("UPDATE local_places SET name = 'Bouratame' WHERE fid = 1", []).unwrap();
    assert!(first.gazetteer_version().unwrap() > version);
    assert_eq!(first.local_place(place.fid).unwrap().unwrap().facts.name, "Bouratame");
    for (column, value) in [("geom", "x'4750'"), ("aliases", "'not json'"), ("how", "'dreamt'")] {
        other.execute(&format!("UPDATE local_places SET {column} = {value}"), []).unwrap();
        let error = first.local_places().unwrap_err();
        assert!(error.to_string().contains(&format!("local_places.{column} of row 1")), "{error}");
        assert!(first.edit_local_place(1, &facts("Bouratam")).is_ok(), "an edit mends it: {column}");
    }
    other.execute("UPDATE local_places SET geom = x'00'", []).unwrap();
    assert!(first.remove_local_place(1).unwrap(), "and it can be removed");
}

#[test]
fn the_extent_of_local_places_is_that_of_their_points() {
    let (_folder, path, store) = fresh();
    let extent = || -> [Option<f64>; 4] {
        let sql = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'local_places'";
        let row = |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]);
        Connection::open(&path).unwrap().query_row(sql, [], row).unwrap()
    };
    assert_eq!(extent(), [None; 4]);
    store.add_local_place(&facts("Bouratam")).unwrap();
    let mut other = facts("Tinfassit");
    other.point = crate::event::LonLat::new(2.0, 16.0).unwrap();
    let mut import = store.begin_import(&NewImport::default()).unwrap();
    import.learn(&other, 1).unwrap();
    import.commit("{}").unwrap();
    assert_eq!(extent(), [Some(-1.25), Some(16.0), Some(2.0), Some(17.5)]);
    store.remove_local_place(2).unwrap();
    assert_eq!(extent(), [Some(-1.25), Some(17.5), Some(-1.25), Some(17.5)]);
}

#[test]
fn what_a_store_of_versions_before_imported_is_compared_and_undone_as_if_it_were_new() {
    let windows = |path: &Path| -> Vec<String> {
        let connection = Connection::open(path).unwrap();
        let mut statement = connection
            .prepare("SELECT concat_ws('|', fid, kind, first_day, last_day, date_precision, lon, lat, radius_m, place, scope, import_id) FROM event_windows")
            .unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let (_new_folder, new_path, new) = fresh();
    import(&new, 0..2);
    for version in [1, 2] {
        let (_folder, path) = version_1();
        if version == 2 {
            let connection = Connection::open(&path).unwrap();
            connection.execute_batch(include_str!("../schema_2.sql")).unwrap();
            connection.execute("UPDATE azalai SET schema_version = 2", []).unwrap();
        }
        let store = open(&path, OpenMode::ReadWrite).unwrap();
        assert_eq!((schema_version(&path), windows(&path)), (7, windows(&new_path)), "version {version}");
        assert_eq!(store.undo_import(1).unwrap().removed, 2);
        assert_eq!((count(&store), windows(&path).len()), (0, 0));
    }
}
