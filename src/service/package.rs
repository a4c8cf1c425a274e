//! Events of a store as a GeoPackage of their own.
//!
//! In: a store and which of its events. Out: the bytes of a store that holds just these, for QGIS, GDAL and
//! `azalai import`. It must not know where the bytes go.

use super::report::Counts;
use crate::event::{Event, Fingerprint, Identity};
use crate::store::{EventStore, GeoPackageStore, NewImport, OpenMode, StoreError};
use std::fs::File;
use std::io::{self, Write};

/// Writes the events wanted as a GeoPackage. Neither the history of the store nor its other events are in it.
pub fn write_geopackage(
    store: &dyn EventStore,
    wanted: &dyn Fn(&Event) -> bool,
    out: &mut dyn Write,
) -> Result<(), StoreError> {
    let failed = |source| StoreError::Io { path: tempfile::env::temp_dir(), source };
    let folder = tempfile::tempdir().map_err(failed)?;
    let path = folder.path().join("export.gpkg");
    copy(store, wanted, &GeoPackageStore::open(&path, OpenMode::Create)?)?;
    // The copy is closed by now, and its write-ahead log in the file.
    let mut file = File::open(&path).map_err(failed)?;
    io::copy(&mut file, out).map_err(failed)?;
    Ok(())
}

fn copy(
    store: &dyn EventStore,
    wanted: &dyn Fn(&Event) -> bool,
    to: &GeoPackageStore,
) -> Result<(), StoreError> {
    let new = NewImport { list: "export".to_owned(), format: "azalai".to_owned(), ..NewImport::default() };
    let mut import = to.begin_import(&new)?;
    let mut counts = Counts::default();
    let mut copied = Ok(());
    store.for_each(&mut |_, event| {
        if copied.is_ok() && wanted(&event) {
            counts.rows += 1;
            counts.added += 1;
            // As in every export the event is named by its id: the list it came from goes on knowing it.
            let named = [("id", event.id.as_str())];
            let added = if event.parts.is_empty() {
                import.add(&Identity::of_event(&event.id), &Fingerprint::of_cells(named), &event)
            } else {
                import.add_merged(&event)
            };
            copied = added.map(|_| ());
        }
    })?;
    copied?;
    let report = serde_json::to_string(&counts).unwrap_or_else(|_| "{}".to_owned());
    import.commit(&report).map(|_| ())
}
