//! Events as bytes.
//!
//! In: events and other features as values. Out: GeoJSON and CSV. Pure functions: they must not know where
//! events come from, what is asked for, or where the bytes go.

pub mod geojson;
