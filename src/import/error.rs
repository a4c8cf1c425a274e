//! Why a list as a whole cannot be read, and what is wrong with one row of it.
//!
//! In: nothing. Out: [`ImportError`], [`Problem`]. It must not know how lists are read.

use super::binary::Told;
use super::detected::Detected;
use super::stated::MappingError;
use crate::event::Reason;
use serde::{Deserialize, Serialize};
use std::io;
use thiserror::Error;

/// Why a list cannot be read. A bad row is no such error: it is a [`Problem`] of its row.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file could not be read.
    #[error("the list cannot be read")]
    Io(#[from] io::Error),
    /// More bytes than [`Limits::max_bytes`](super::Limits::max_bytes).
    #[error("the list is larger than {limit} bytes, the most that is allowed: split it")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// The file holds no text, or text that is no list.
    #[error("this is no list but seems to be {}: {}", what.en, advice.en)]
    Binary {
        /// What it seems to be.
        what: Told,
        /// What to do about it.
        advice: Told,
    },
    /// No feature in a document of them.
    #[error("the list is empty: there is no feature in it")]
    NoFeatures,
    /// A sheet or layer that is not there.
    #[error("there is no sheet or layer '{sheet}'; there are {found}")]
    NoSheet {
        /// As the operator named it.
        sheet: String,
        /// All there are.
        found: String,
    },
    /// A workbook that cannot be read.
    #[error(
        "the workbook cannot be read; open it in a spreadsheet, save the sheet as CSV (UTF-8), and import that"
    )]
    Workbook {
        /// What its reader says.
        #[source]
        source: Box<calamine::XlsxError>,
    },
    /// An archive that cannot be unpacked.
    #[error(
        "the workbook cannot be unpacked: it is damaged or not whole; open it in a spreadsheet and save it anew, or as CSV (UTF-8)"
    )]
    Archive {
        /// What its reader says.
        #[source]
        source: zip::result::ZipError,
    },
    /// More entries than any workbook has.
    #[error("the workbook has more than {limit} parts: this is no list")]
    ArchiveEntries {
        /// The limit.
        limit: usize,
    },
    /// More than [`Limits::max_archive_ratio`](super::Limits::max_archive_ratio).
    #[error("the workbook unpacks to more than {limit} times its size: no list does, and it is not unpacked")]
    ArchiveRatio {
        /// The limit.
        limit: u64,
    },
    /// More than [`Limits::max_unpacked_bytes`](super::Limits::max_unpacked_bytes).
    #[error(
        "the list unpacks to more than {limit} bytes, the most that is allowed: save it as CSV, or split it"
    )]
    UnpacksTooLarge {
        /// The limit.
        limit: u64,
    },
    /// More than [`Limits::max_shared_bytes`](super::Limits::max_shared_bytes).
    #[error(
        "the texts of the workbook have more than {limit} bytes, the most that is allowed: save it as CSV"
    )]
    SharedTooLarge {
        /// The limit.
        limit: u64,
    },
    /// A feature larger than [`Limits::max_feature_bytes`](super::Limits::max_feature_bytes).
    #[error("feature {number} is longer than {limit} bytes, the most that is allowed")]
    FeatureTooLong {
        /// Its number, from 1 on.
        number: u64,
        /// The limit.
        limit: u64,
    },
    /// Features that are no JSON, or none to the end.
    #[error("the features cannot be read: something is wrong in line {}, column {}", source.line(), source.column())]
    Json {
        /// What is wrong, and where.
        #[source]
        source: serde_json::Error,
    },
    /// A GeoPackage that cannot be read.
    #[error("the GeoPackage cannot be read: open it, export the layer as GeoJSON or CSV and import that")]
    Database {
        /// What SQLite says.
        #[from]
        source: rusqlite::Error,
    },
    /// More than [`Limits::max_view_seconds`](super::Limits::max_view_seconds).
    #[error(
        "the layer '{layer}' is a view that takes more than {limit} s to compute, the most that is allowed: export it as \
         GeoJSON or CSV and import that"
    )]
    ViewTooSlow {
        /// Its name.
        layer: String,
        /// The limit.
        limit: u64,
    },
    /// Positions that are no longitudes and latitudes.
    #[error(
        "the layer '{layer}' is in the reference system {system}: save it in EPSG:4326 (WGS 84) and import that"
    )]
    Projected {
        /// Its name.
        layer: String,
        /// The code of its system.
        system: i64,
    },
    /// The operator named an encoding that nobody knows.
    #[error("'{label}' is not an encoding: use for instance utf-8, utf-16le or windows-1252")]
    UnknownEncoding {
        /// The label given.
        label: String,
    },
    /// There is nothing in it, or only blank lines.
    #[error("the list is empty: a first line with the names of the columns and a row per event are needed")]
    Empty,
    /// A GeoPackage without a table that may be read.
    #[error(
        "the GeoPackage has no table of points that can be read: none is listed in its gpkg_contents as features or \
         attributes and is a table or a view; export the layer as GeoJSON or CSV and import that"
    )]
    NoLayer,
    /// There is a header and nothing else.
    #[error("line {line} has the names of {columns} columns, and no row follows it")]
    HeaderOnly {
        /// Line of the header.
        line: u64,
        /// How many columns it names.
        columns: usize,
    },
    /// A stated mapping that cannot be followed.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// No column says where.
    #[error(
        "no column says where the events happened. Say which one does, such as --map \"place={example}\". \
         Columns found: {found}. Understood as a place: {understood}"
    )]
    NoPlace {
        /// The names of the columns, shortened when there are many.
        found: String,
        /// Names that would do.
        understood: String,
        /// A column that may be the one.
        example: String,
        /// The columns, for a person to say which one it is.
        detected: Option<Box<Detected>>,
    },
    /// A list of places without the column it is read for.
    #[error("no column {wanted}. Columns found: {found}. Understood too: {understood}")]
    NoColumn {
        /// What is missing, as in "is called name".
        wanted: &'static str,
        /// The names of the columns, shortened when there are many.
        found: String,
        /// Names that would do as well.
        understood: &'static str,
    },
    /// More cells than [`Limits::max_columns`](super::Limits::max_columns) in one record.
    #[error("line {line} has {count} columns, more than the {limit} that are allowed")]
    TooManyColumns {
        /// First line of the record.
        line: u64,
        /// How many it has.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// More rows than [`Limits::max_rows`](super::Limits::max_rows).
    #[error("the list has more than {limit} rows, the most that is allowed: split it")]
    TooManyRows {
        /// The limit.
        limit: u64,
    },
    /// A record larger than [`Limits::max_record_bytes`](super::Limits::max_record_bytes).
    #[error(
        "the row that begins on line {line} is longer than {limit} bytes: \
         is a quotation mark there opened and never closed, or is this no list?"
    )]
    RecordTooLong {
        /// First line of the record.
        line: u64,
        /// The limit.
        limit: u64,
    },
    /// The reader of records gave up.
    #[error("the list cannot be read from line {line} on")]
    Record {
        /// First line of the record.
        line: u64,
        /// What the reader says.
        #[source]
        source: csv::Error,
    },
}

impl ImportError {
    /// What was found out before it failed, where a person can mend it by saying more.
    pub fn detected(&self) -> Option<&Detected> {
        if let Self::NoPlace { detected, .. } = self { detected.as_deref() } else { None }
    }

    /// Whether the list is too large in some way, rather than wrong.
    pub fn is_limit(&self) -> bool {
        matches!(
            self,
            Self::TooLarge { .. }
                | Self::TooManyRows { .. }
                | Self::TooManyColumns { .. }
                | Self::RecordTooLong { .. }
                | Self::ArchiveEntries { .. }
                | Self::ArchiveRatio { .. }
                | Self::UnpacksTooLarge { .. }
                | Self::SharedTooLarge { .. }
                | Self::FeatureTooLong { .. }
                | Self::ViewTooSlow { .. }
        )
    }
}

/// How much of a value a problem quotes, in characters.
const QUOTED_CHARS: usize = 200;

/// One thing that is wrong with one row, for the person who will mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// First line of the row in the file (1 is the first line of the file).
    pub line: u64,
    /// The column; empty when it is about the row as a whole.
    pub column: String,
    /// The value, cut after 200 characters.
    pub value: String,
    /// What is wrong with it, and what was done.
    pub reason: String,
    /// The same in French; empty in imports of older versions.
    #[serde(default)]
    pub reason_fr: String,
}

impl Problem {
    pub(super) fn new(line: u64, column: &str, value: &str, reason: Reason) -> Self {
        let mut quoted: String = value.chars().take(QUOTED_CHARS).collect();
        if quoted.len() < value.len() {
            quoted.push('…');
        }
        Self { line, column: column.to_owned(), value: quoted, reason: reason.en, reason_fr: reason.fr }
    }

    /// What is wrong, in both languages.
    pub(super) fn why(&self) -> Reason {
        Reason::new(self.reason.as_str(), self.reason_fr.as_str())
    }
}
