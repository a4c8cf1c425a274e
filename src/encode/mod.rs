//! Events as bytes.
//!
//! In: events and other features as values. Out: GeoJSON, CSV, KML, GeoPackage, FlatGeobuf and vector tiles. Pure functions,
//! but for the temporary files of forms that cannot be written as they come: they must not know where events come from, what
//! is asked for, or where the bytes go.

pub mod csv;
pub mod features;
pub mod geojson;
mod members;
pub mod mvt;
mod number;

pub use number::{COORDINATE_DIGITS, Rounded, point_as_written};

use crate::event::{DatePrecision, DateSpan};
use jiff::civil::DateTime;
use thiserror::Error;

/// Why something could not be encoded.
#[derive(Debug, Error)]
pub enum EncodeError {
    /// The bytes could not be written.
    #[error("could not write the features")]
    Write(#[from] std::io::Error),
    /// A CSV record could not be written.
    #[error("could not write a record")]
    Record(#[from] ::csv::Error),
    /// A feature that is not what was encoded here.
    #[error("could not read a feature again")]
    Feature(#[source] serde_json::Error),
    /// The library of a form failed.
    #[error("could not write the features in this form")]
    Form(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Properties that are no JSON object, such as a map whose keys are no texts.
    #[error("could not encode the properties of '{id}'")]
    Properties {
        /// The feature's id.
        id: String,
        /// What speaks against them.
        #[source]
        source: serde_json::Error,
    },
}

/// First and last day or moment as ISO 8601 texts: `2023-10-01`, or `2023-10-01T18:30:00Z` where the source
/// gives a time.
fn date_texts(span: &DateSpan) -> [String; 2] {
    let text = |at: DateTime| match span.precision {
        DatePrecision::Time => format!("{at}Z"),
        _ => at.date().to_string(),
    };
    [text(span.start()), text(span.end())]
}

/// A text that was given; an empty one was not.
fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
