//! Why a file cannot be read as a pack at all. A row that cannot be read is no such error but a problem in
//! the report.

use super::super::Level;
use std::io;
use thiserror::Error;

/// Why a file cannot be read as a pack. `file` is its name; inside an archive, the name of the entry.
#[derive(Debug, Error)]
pub enum PackError {
    /// The file could not be read, or an archive in it is damaged.
    #[error("'{file}' cannot be read")]
    Io {
        /// Which file.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// An archive that is none, or uses what nobody should need.
    #[error("'{file}' cannot be read as a ZIP archive")]
    Zip {
        /// Which file.
        file: String,
        /// Why.
        #[source]
        source: zip::result::ZipError,
    },
    /// More bytes than [`PackLimits`](super::PackLimits) allow, as it is or unpacked.
    #[error("'{file}' holds more than {limit} bytes, the most that is read: give the file of one country")]
    TooLarge {
        /// Which file.
        file: String,
        /// The limit.
        limit: u64,
    },
    /// More of something than [`PackLimits`](super::PackLimits) allow.
    #[error("'{file}' holds more than {limit} {what}, the most that is read")]
    TooMany {
        /// Which file.
        file: String,
        /// Of what.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// An archive with nothing in it that could be a pack.
    #[error("'{file}' holds no list of places and no GeoJSON, but {held}")]
    NothingInside {
        /// Which file.
        file: String,
        /// What it holds instead.
        held: String,
    },
    /// An archive with more than one file that could be a pack.
    #[error("'{file}' holds more than one list ({names}): unpack it and add the one that is meant")]
    Several {
        /// Which file.
        file: String,
        /// The names of the files.
        names: String,
    },
    /// A file of another kind, recognised.
    #[error("'{file}' is {what}: {advice}")]
    Foreign {
        /// Which file.
        file: String,
        /// What it is.
        what: &'static str,
        /// What to do about it.
        advice: &'static str,
    },
    /// A table whose first row does not name what is needed.
    #[error("'{file}' has no column for the {missing}: its first row is {header}")]
    NoColumn {
        /// Which file.
        file: String,
        /// What is missing.
        missing: &'static str,
        /// The first row, shortened.
        header: String,
    },
    /// JSON that breaks off or is none.
    #[error("'{file}' is not valid JSON")]
    Json {
        /// Which file.
        file: String,
        /// What the reader says, with line and column.
        #[source]
        source: serde_json::Error,
    },
    /// JSON that is no collection of features.
    #[error("'{file}' is JSON but not a GeoJSON collection of features: its type is {found}")]
    NotACollection {
        /// Which file.
        file: String,
        /// Its `type`.
        found: String,
    },
    /// GeoJSON in other coordinates than degrees.
    #[error(
        "'{file}' has coordinates in '{crs}': GeoJSON has longitude and latitude (WGS 84); \
         with GDAL: ogr2ogr -t_srs EPSG:4326 out.geojson {file}"
    )]
    Projected {
        /// Which file.
        file: String,
        /// The reference system it names.
        crs: String,
    },
    /// Polygons of units that do not say how high they stand.
    #[error(
        "'{file}' does not say whether its {count} polygons are regions, cercles or communes: \
         say so with --level region|cercle|commune"
    )]
    NoLevel {
        /// Which file.
        file: String,
        /// How many polygons it has.
        count: usize,
    },
    /// Units of a level that Azalai does not know.
    #[error("'{file}' has units of level {level}: only {}, {} and {} are known", Level::Region.word(), Level::Cercle.word(), Level::Commune.word())]
    OtherLevel {
        /// Which file.
        file: String,
        /// The level as the file has it.
        level: String,
    },
    /// No row could be read.
    #[error("nothing in '{file}' could be read as a place or a unit{first}")]
    Nothing {
        /// Which file.
        file: String,
        /// The first problem, if there is one.
        first: String,
    },
    /// A name for a pack that is taken, or none.
    #[error("a pack cannot be named '{name}': {reason}")]
    Name {
        /// The name.
        name: String,
        /// Why not.
        reason: &'static str,
    },
}
