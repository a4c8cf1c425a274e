//! A layer of a GeoPackage as records. The line is the number of the row, in the order of the table.
//!
//! In: a GeoPackage, of whomever. Out: the layer asked for, or the one whose columns are understood best. It must not
//! know what columns mean, nor that Azalai keeps its own store so.
//!
//! The file is copied before it is opened, since SQLite reads files by name. Whoever made it may mean harm: computed
//! columns and virtual tables are programs and are not read; a view is one too, and is broken off when it takes too long
//! ([`Limits::max_view_seconds`](super::super::Limits::max_view_seconds)). No value may be longer than a feature.

use super::geometry::{self, Shape};
use super::spool::{Said, Spool};
use super::{Unpacked, choose, chosen, number};
use crate::event::Reason;
use crate::import::binary::{TABLE_AS_CSV, told};
use crate::import::detected::Container;
use crate::import::error::ImportError;
use crate::import::mapping;
use crate::import::options::{Limits, Options};
use crate::import::purpose::Purpose;
use csv::StringRecord;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// WGS 84, and GeoPackage's own "undefined geographic".
const GEOGRAPHIC: [i64; 2] = [4326, 0];

/// A table that may be read.
struct Layer {
    name: String,
    /// The column of its geometries, and their reference system.
    geometry: Option<(String, i64)>,
    columns: Vec<String>,
    is_view: bool,
}

pub(super) fn unpack<R: Read + Seek>(
    reader: &mut R,
    options: &Options,
    purpose: Purpose,
    bytes: u64,
) -> Result<Unpacked, ImportError> {
    // A folder of its own: SQLite may put files beside.
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("list.gpkg");
    io::copy(reader, &mut File::create(&path)?)?;
    let database = open(&path, &options.limits)?;
    let layers = layers(&database)?;
    if layers.is_empty() {
        return Err(ImportError::NoLayer);
    }
    let names: Vec<String> = layers.iter().map(|layer| layer.name.clone()).collect();
    let name = choose(options.sheet.as_deref(), &names, || {
        let score = |layer: &Layer| {
            let columns = StringRecord::from(layer.columns.clone());
            mapping::understood(&columns)
                + usize::from(purpose.is_header(&columns))
                + usize::from(layer.geometry.is_some())
        };
        Ok(layers.iter().rev().max_by_key(|layer| score(layer)).map(|layer| layer.name.clone()))
    })?;
    let layer = layers.into_iter().find(|layer| layer.name == name).ok_or(ImportError::NoLayer)?;
    if let Some((_, system)) = layer.geometry.as_ref().filter(|(_, system)| !GEOGRAPHIC.contains(system)) {
        return Err(ImportError::Projected { layer: layer.name, system: *system });
    }
    let records = if layer.is_view {
        rows_of_view(&database, &layer, &options.limits)?
    } else {
        rows(&database, &layer, &options.limits)?
    };
    let mut notes = vec![Reason::new(
        "a line is the number of a row of the layer, the first is 1",
        "une ligne est le numéro d’un enregistrement de la couche, le premier est 1",
    )];
    if names.len() > 1 {
        notes.push(chosen("layer", "couche", &name, &names));
    }
    Ok(Unpacked {
        container: Container::Geopackage,
        sheet: Some(name),
        sheets: names,
        bytes,
        names_columns: true,
        notes,
        records,
    })
}

fn open(path: &Path, limits: &Limits) -> Result<Connection, ImportError> {
    let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let longest = i32::try_from(limits.max_feature_bytes).unwrap_or(i32::MAX);
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)?;
    database.pragma_update(None, "trusted_schema", false)?;
    Ok(database)
}

/// Layers that a file may list: the two tables that do may each have any number of rows for one name.
const MAX_LAYERS: u32 = 1_000;

/// Bytes of a row of a view at most. Of a table they are bounded as those of any value; what a view says is made up while
/// it is read, each value by itself.
const MAX_VIEW_ROW_BYTES: u64 = 64 << 20;
/// What a single value of a view may have all the same.
const MIN_VIEW_VALUE_BYTES: u64 = 64 << 10;

fn layers(database: &Connection) -> Result<Vec<Layer>, ImportError> {
    // Virtual tables have no root page.
    let mut plain = database
        .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name = ?1")?;
    for table in ["gpkg_contents", "gpkg_geometry_columns"] {
        if !plain.exists([table])? {
            return Err(ImportError::Binary {
                what: told(
                    "a SQLite database that is no GeoPackage",
                    "une base SQLite qui n’est pas un GeoPackage",
                ),
                advice: TABLE_AS_CSV,
            });
        }
    }
    let mut listed = database.prepare(
        "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents AS c \
         LEFT JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name \
         WHERE c.data_type IN ('features', 'attributes') ORDER BY c.rowid LIMIT ?1",
    )?;
    let listed = listed.query_map([MAX_LAYERS + 1], |row| {
        let geometry = row.get::<_, Option<String>>(1)?.zip(row.get::<_, Option<i64>>(2)?);
        Ok((row.get::<_, String>(0)?, geometry))
    })?;
    let mut views = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = ?1")?;
    let mut columns = database.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
    let mut layers = Vec::new();
    for (count, listed) in (0..).zip(listed) {
        if count == MAX_LAYERS {
            return Err(ImportError::Binary {
                what: told(
                    "a GeoPackage that lists more than 1,000 layers",
                    "un GeoPackage qui annonce plus de 1\u{202f}000 couches",
                ),
                advice: TABLE_AS_CSV,
            });
        }
        let (name, geometry) = listed?;
        let is_view = !plain.exists([&name])?;
        if is_view && !views.exists([&name])? {
            continue;
        }
        let named = columns.query_map([&name], |row| row.get(0))?.collect::<Result<Vec<String>, _>>();
        let columns = match named {
            // A view of what is no longer there does not keep the other layers from being read.
            Err(_) if is_view => continue,
            other => other?,
        };
        let is_geometry = |column: &String| geometry.as_ref().is_some_and(|(other, _)| other == column);
        let columns = columns.into_iter().filter(|column| !is_geometry(column)).collect();
        layers.push(Layer { name, geometry, columns, is_view });
    }
    Ok(layers)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Reads a view for so long and no longer.
fn rows_of_view(
    database: &Connection,
    layer: &Layer,
    limits: &Limits,
) -> Result<super::Spooled, ImportError> {
    let (handle, within) = (database.get_interrupt_handle(), Duration::from_secs(limits.max_view_seconds));
    let (done, wait) = mpsc::channel::<()>();
    let read = thread::scope(|scope| {
        scope.spawn(move || {
            if wait.recv_timeout(within) == Err(RecvTimeoutError::Timeout) {
                handle.interrupt();
            }
        });
        let read = rows(database, layer, limits);
        drop(done);
        read
    });
    match read {
        Err(ImportError::Database { source })
            if source.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) =>
        {
            Err(ImportError::ViewTooSlow { layer: layer.name.clone(), limit: limits.max_view_seconds })
        }
        other => other,
    }
}

fn rows(database: &Connection, layer: &Layer, limits: &Limits) -> Result<super::Spooled, ImportError> {
    let mut names: Vec<String> = Vec::new();
    if layer.geometry.is_some() {
        names.extend(["longitude", "latitude"].map(str::to_owned));
    }
    let first = names.len();
    names.extend(layer.columns.iter().cloned());
    let shape_at = names.len() as u32;
    if layer.geometry.is_some() {
        names.push("geometry".to_owned());
    }
    if names.len() > limits.max_columns {
        return Err(ImportError::TooManyColumns { line: 0, count: names.len(), limit: limits.max_columns });
    }
    if layer.is_view {
        let each = (MAX_VIEW_ROW_BYTES / names.len().max(1) as u64).max(MIN_VIEW_VALUE_BYTES);
        let longest = i32::try_from(each.min(limits.max_feature_bytes)).unwrap_or(i32::MAX);
        database.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)?;
    }
    let geometry = layer.geometry.as_ref().map(|(column, _)| column);
    let columns: Vec<String> = layer.columns.iter().chain(geometry).map(|name| quoted(name)).collect();
    let mut select =
        database.prepare(&format!("SELECT {} FROM {}", columns.join(", "), quoted(&layer.name)))?;
    let mut spool = Spool::new(limits.max_unpacked_bytes)?;
    let mut found = select.query([])?;
    let mut count = 0;
    while let Some(row) = found.next()? {
        count += 1;
        if count > limits.max_rows {
            return Err(ImportError::TooManyRows { limit: limits.max_rows });
        }
        let mut cells: Vec<(u32, String)> = Vec::new();
        let mut said = Said::default();
        if geometry.is_some()
            && let ValueRef::Blob(blob) = row.get_ref(layer.columns.len())?
        {
            match geometry::from_geopackage(blob) {
                Shape::None => {}
                Shape::Point(lon, lat, _) => cells.extend([(0, lon.to_string()), (1, lat.to_string())]),
                Shape::Other(kind) => {
                    said.remark = geometry::remark(&kind);
                    cells.push((shape_at, hexadecimal(blob)));
                }
            }
        }
        for at in 0..layer.columns.len() {
            let text = match row.get_ref(at)? {
                ValueRef::Null => continue,
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(float) => number::text(float),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Blob(blob) => hexadecimal(blob),
            };
            cells.push(((first + at) as u32, text));
        }
        cells.sort_unstable_by_key(|(column, _)| *column);
        spool.push(count, &cells, &said)?;
    }
    spool.finish(Some(names))
}

fn hexadecimal(blob: &[u8]) -> String {
    blob.iter().fold(String::with_capacity(2 * blob.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
