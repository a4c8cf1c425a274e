//! `GeoJSON` (RFC 7946) of events and of anything else with an id, a shape and properties.
//!
//! In: events; ids, shapes and properties; features already encoded. Out: bytes of features and of whole
//! documents. It must not know HTTP: links come in as texts.

mod document;
mod event;
mod geometry;
mod selection;

pub use document::{DocumentWriter, Link, document, document_of, with_added, with_links};
pub use event::{MERGED_FROM, METRE_DIGITS, P_DIGITS, event};
pub use geometry::Geometry;
pub use selection::{property_names, with_properties};

use super::EncodeError;
use serde::Serialize;

#[derive(Serialize)]
#[serde(tag = "type", rename = "Feature")]
struct Feature<'a, P> {
    id: &'a str,
    geometry: &'a Geometry<'a>,
    properties: &'a P,
}

/// One feature; its properties are whatever serialises to a JSON object.
pub fn feature<P: Serialize>(
    id: &str,
    geometry: &Geometry<'_>,
    properties: &P,
) -> Result<Vec<u8>, EncodeError> {
    serde_json::to_vec(&Feature { id, geometry, properties })
        .map_err(|source| EncodeError::Properties { id: id.to_owned(), source })
}
