//! Features of any collection in the forms that other programs read: CSV, KML, GeoPackage, FlatGeobuf.
//!
//! In: features encoded as `GeoJSON`, one by one. Out: a file of them, written as they come where the form allows it.
//! It must not know which features, or where the bytes go.

mod column;
mod csv;
mod feature;
mod fgb;
mod gpkg;
mod kml;
mod shape;

pub use column::{Column, ColumnKind, columns};
pub use feature::Feature;
pub use shape::Shape;

use super::EncodeError;
use std::io::Write;

/// A form that features are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeatureForm {
    /// A table; longitude and latitude of points are columns, and lists and objects are JSON. Cells that a spreadsheet
    /// would take for formulas are guarded.
    Csv,
    /// Placemarks with all properties, for Google Earth.
    Kml,
    /// A table of an OGC GeoPackage 1.3. Built in a temporary file.
    GeoPackage,
    /// FlatGeobuf with its spatial index. Built in a temporary file.
    FlatGeobuf,
}

/// Writes features, one by one.
pub trait FeatureWriter {
    /// Writes one.
    fn feature(&mut self, feature: &Feature<'_>) -> Result<(), EncodeError>;

    /// Writes what comes last; nothing more after that.
    fn finish(self: Box<Self>) -> Result<(), EncodeError>;
}

/// Begins a file of features. `name` and `title` are those of the collection; `columns` are its properties, and what
/// is in none of them is left out.
pub fn feature_writer<'w, W: Write + 'w>(
    form: FeatureForm,
    out: W,
    name: &'w str,
    title: &'w str,
    columns: &'w [Column],
) -> Result<Box<dyn FeatureWriter + 'w>, EncodeError> {
    Ok(match form {
        FeatureForm::Csv => Box::new(csv::Writer::new(out, columns)?),
        FeatureForm::Kml => Box::new(kml::Writer::new(out, title, columns)?),
        FeatureForm::GeoPackage => Box::new(gpkg::Writer::new(out, name, title, columns)?),
        FeatureForm::FlatGeobuf => Box::new(fgb::Writer::new(out, name, title, columns)?),
    })
}
