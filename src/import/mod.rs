//! Lists of incidents as events, with a verdict for every row.
//!
//! In: a file of delimited text in whatever encoding, a workbook, `GeoJSON` or a GeoPackage, and a geocoder. Out: what was detected, then for every
//! row an [`Event`](crate::event::Event) or the reasons why there is none. It must not know stores or networks.
//!
//! A list is read three times: its bytes for the encoding, its records for what only the whole list can prove
//! ([`Detected`]), its rows one by one ([`Rows`]). None of them holds more than one record. What is no text is laid
//! out as records on disk first, and from there on read as a text is.

mod binary;
mod cell;
mod coordinate;
mod date;
mod detected;
mod dialect;
mod encoding;
mod error;
mod field;
mod format;
mod header;
mod identity;
mod list;
mod mapping;
mod number;
mod options;
mod places;
mod proof;
mod purpose;
mod refusal;
mod rejects;
mod row;
mod scan;
mod source;
mod stated;
mod survey;
mod swallowed;
mod table;
mod terms;
mod unpacked;

pub use binary::Told;
pub use detected::{Container, Detected, DetectedColumn};
pub use encoding::decoded;
pub use error::{ImportError, Problem};
pub use field::Field;
pub use format::Format;
pub use identity::{Reach, stem};
pub use list::{List, Outcome, Parsed, Row, Rows, Shape};
pub use options::{
    Limits, MAX_ARCHIVE_RATIO, MAX_BYTES, MAX_CELL_CHARS, MAX_COLUMNS, MAX_FEATURE_BYTES, MAX_RECORD_BYTES,
    MAX_ROWS, MAX_SHARED_BYTES, MAX_UNPACKED_BYTES, MAX_VIEW_SECONDS, Options,
};
pub use places::{PlaceList, PlaceRow, PlaceRows, column_key};
pub use rejects::{Rejects, write_rejects};
pub use row::Asked;
pub use stated::{MappingError, parse_mapping};
pub use terms::ACLED_TERMS;

#[cfg(test)]
mod tests;
