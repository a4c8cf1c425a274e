//! Features as a table of a GeoPackage 1.3 (OGC 12-128r17), in a temporary file until it is whole.

use super::feature::text;
use super::{Column, ColumnKind, Feature, FeatureWriter, Shape};
use crate::encode::EncodeError;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::io::{self, Write};
use tempfile::NamedTempFile;

/// What every GeoPackage has, and the pragmas that make a file which nobody reads yet quick to write.
const TABLES: &str = include_str!("gpkg.sql");
/// Names that a table of features has already.
const TAKEN: [&str; 3] = ["fid", "geom", "id"];
/// EPSG's number of WGS 84.
const SRS: i32 = 4326;
/// `GP`, version 0, a box before the shape, little-endian.
const HEADER: [u8; 4] = [b'G', b'P', 0, 0b11];

/// Writes a GeoPackage.
pub(super) struct Writer<'w, W> {
    out: W,
    file: NamedTempFile,
    connection: Connection,
    insert: String,
    table: String,
    columns: &'w [Column],
    bounds: Option<[f64; 4]>,
    kind: Option<&'static str>,
    /// Whether a column of days has to hold a time as well.
    has_times: bool,
}

impl<'w, W: Write> Writer<'w, W> {
    pub(super) fn new(out: W, table: &str, title: &str, columns: &'w [Column]) -> Result<Self, EncodeError> {
        let file = tempfile::Builder::new().suffix(".gpkg").tempfile()?;
        let connection = Connection::open(file.path()).map_err(failed)?;
        connection.execute_batch(TABLES).map_err(failed)?;
        // Its name was for SQLite, which has it open by now: should the process die, nothing is left behind.
        #[cfg(unix)]
        std::fs::remove_file(file.path())?;
        let (mut defined, mut named) = (String::new(), String::new());
        for column in columns {
            let name = quoted(column);
            defined.extend([", ", &name, " ", sql(column.kind)]);
            named.extend([", ", &name]);
        }
        let table_name = format!("\"{}\"", table.replace('"', "\"\""));
        connection
            .execute_batch(&format!(
                "CREATE TABLE {table_name} (fid INTEGER PRIMARY KEY NOT NULL, geom GEOMETRY, id TEXT NOT NULL{defined});"
            ))
            .map_err(failed)?;
        connection
            .execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
                 VALUES (?1, 'features', ?1, ?2, ?3)",
                (table, title, SRS),
            )
            .map_err(failed)?;
        let marks = ", ?".repeat(columns.len());
        let insert = format!("INSERT INTO {table_name} (geom, id{named}) VALUES (?, ?{marks})");
        connection.execute_batch("BEGIN").map_err(failed)?;
        Ok(Self {
            out,
            file,
            connection,
            insert,
            table: table.to_owned(),
            columns,
            bounds: None,
            kind: None,
            has_times: false,
        })
    }

    /// The shape with its header, and what it adds to what is known of the table.
    fn blob(&mut self, shape: &Shape) -> Vec<u8> {
        let [w, s, e, n] = shape.bounds();
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(&HEADER);
        bytes.extend_from_slice(&SRS.to_le_bytes());
        for degrees in [w, e, s, n] {
            bytes.extend_from_slice(&degrees.to_le_bytes());
        }
        shape.wkb(&mut bytes);
        let [bw, bs, be, bn] = self.bounds.unwrap_or([w, s, e, n]);
        self.bounds = Some([bw.min(w), bs.min(s), be.max(e), bn.max(n)]);
        let kind = if matches!(shape, Shape::Point(_)) { "POINT" } else { "MULTIPOLYGON" };
        self.kind = Some(self.kind.filter(|known| *known == kind).unwrap_or(match self.kind {
            None => kind,
            Some(_) => "GEOMETRY",
        }));
        bytes
    }

    fn value(column: &Column, json: &str) -> Value {
        let words = || Value::Text(text(json).into_owned());
        match column.kind {
            _ if json == "null" => Value::Null,
            // A GeoPackage has days as texts in a column of days.
            ColumnKind::Text | ColumnKind::Day => words(),
            ColumnKind::Integer => json.parse().map_or_else(|_| words(), Value::Integer),
            ColumnKind::Number => json.parse().map_or_else(|_| words(), Value::Real),
            ColumnKind::Boolean => {
                json.parse::<bool>().map_or_else(|_| words(), |yes| Value::Integer(yes.into()))
            }
        }
    }
}

impl<W: Write> FeatureWriter for Writer<'_, W> {
    fn feature(&mut self, feature: &Feature<'_>) -> Result<(), EncodeError> {
        let geom = feature.shape.as_ref().map_or(Value::Null, |shape| Value::Blob(self.blob(shape)));
        let mut days = self.columns.iter().enumerate().filter(|(_, column)| column.kind == ColumnKind::Day);
        self.has_times |= days.any(|(place, column)| feature.property(&column.name, place).contains('T'));
        let own = [geom, Value::Text(feature.id.clone().into_owned())];
        let told = self.columns.iter().enumerate();
        let told = told.map(|(place, column)| Self::value(column, feature.property(&column.name, place)));
        let mut insert = self.connection.prepare_cached(&self.insert).map_err(failed)?;
        insert.execute(params_from_iter(own.into_iter().chain(told))).map_err(failed)?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), EncodeError> {
        let Self { mut out, mut file, connection, table, columns, bounds, kind, has_times, .. } = *self;
        if let Some([w, s, e, n]) = bounds {
            let sql = "UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3, max_y = ?4";
            connection.execute(sql, (w, s, e, n)).map_err(failed)?;
        }
        if has_times {
            tell_texts(&connection, &table, columns).map_err(failed)?;
        }
        let sql = "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)";
        connection.execute(sql, (table, kind.unwrap_or("GEOMETRY"), SRS)).map_err(failed)?;
        connection.execute_batch("COMMIT").map_err(failed)?;
        connection.close().map_err(|(_, error)| failed(error))?;
        io::copy(file.as_file_mut(), &mut out)?;
        out.flush()?;
        Ok(())
    }
}

/// Calls columns of days columns of texts, since a DATE is a day and nothing more (OGC 12-128r17, table 1). What the rows hold is
/// the same, so that only the word changes (`sqlite.org/lang_altertable.html`, "Making Other Kinds Of Table Schema Changes").
fn tell_texts(connection: &Connection, table: &str, columns: &[Column]) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA writable_schema = ON")?;
    for column in columns.iter().filter(|column| column.kind == ColumnKind::Day) {
        let name = quoted(column);
        let (day, text) =
            (format!(", {name} {}", sql(column.kind)), format!(", {name} {}", sql(ColumnKind::Text)));
        connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, ?2, ?3) WHERE type = 'table' AND name = ?1",
            (table, day, text),
        )?;
    }
    connection.execute_batch("PRAGMA writable_schema = OFF")
}

fn sql(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "TEXT",
        ColumnKind::Integer => "INTEGER",
        ColumnKind::Number => "DOUBLE",
        ColumnKind::Boolean => "BOOLEAN",
        ColumnKind::Day => "DATE",
    }
}

/// A column's name in SQL; one that is taken gets a line behind it.
fn quoted(column: &Column) -> String {
    let name = column.name.replace('"', "\"\"");
    let taken = TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(&name));
    format!("\"{name}{}\"", if taken { "_" } else { "" })
}

fn failed(error: rusqlite::Error) -> EncodeError {
    EncodeError::Form(Box::new(error))
}
