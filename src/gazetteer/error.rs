//! Why a gazetteer could not be read.

use crate::event::InvalidPoint;
use thiserror::Error;

/// Why a gazetteer could not be read. `table` is the path of the file inside `data/`.
#[derive(Debug, Error)]
pub enum GazetteerError {
    /// A row that is not CSV, or lacks a column.
    #[error("{table} cannot be read")]
    Table {
        /// Which file.
        table: &'static str,
        /// What the reader says, with line and column.
        #[source]
        source: csv::Error,
    },
    /// A value that the column does not allow.
    #[error("{table}: {column} of '{id}' cannot be '{value}'")]
    Value {
        /// Which file.
        table: &'static str,
        /// Id of the row.
        id: String,
        /// Which column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// Coordinates that are not on the globe.
    #[error("{table}: '{id}' has no valid position")]
    Point {
        /// Which file.
        table: &'static str,
        /// Id of the row.
        id: String,
        /// What is wrong with it.
        #[source]
        source: InvalidPoint,
    },
    /// A row that names another which is not there.
    #[error("{table}: '{id}' names '{missing}', which is not in the table of units")]
    Dangling {
        /// Which file.
        table: &'static str,
        /// Id of the row.
        id: String,
        /// The id or name that is missing.
        missing: String,
    },
    /// A file of shapes that is not GeoJSON.
    #[error("{table} is not GeoJSON")]
    Shape {
        /// Which file.
        table: &'static str,
        /// What the reader says; boxed, since it is far larger than the rest.
        #[source]
        source: Box<geojson::Error>,
    },
    /// A feature without what Azalai needs of it.
    #[error("{table}: feature {feature} has no {missing}")]
    Feature {
        /// Which file.
        table: &'static str,
        /// Its place in the file, from 0.
        feature: usize,
        /// What is missing.
        missing: &'static str,
    },
}
