//! Packs: places and shapes of units that an operator adds to the gazetteer.
//!
//! In: a file of a source (GeoNames, GNS, geoBoundaries, a table). Out: the same places and shapes in one form,
//! with what could not be read. It must not know the places that are there already: merging comes after.

mod archive;
mod blob;
mod cells;
mod designation;
mod error;
mod fields;
mod form;
mod geojson;
mod geonames;
mod gns;
mod ids;
mod kinds;
mod levels;
mod lines;
mod names;
mod points;
mod read;
mod report;
mod table;
mod text;
mod units;

pub use blob::BlobError;
pub use error::PackError;
pub use read::{PackLimits, PackWishes, ReadPack, read_pack};
pub use report::{MAX_PROBLEMS, PackProblem, PackReport};

use super::{Edition, Level, LocalityKind};
use crate::event::LonLat;
use geo::MultiPolygon;
use serde::{Deserialize, Serialize};

/// Name of the layer that is in the binary.
pub const SEED: &str = "seed";
/// Name of the layer of places learned from people and trusted lists.
pub const LOCAL: &str = "local";

/// Places and shapes of one source.
///
/// The order of fields here and below is the order of the bytes in the store: see [`Pack::from_bytes`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// Its name among the layers, a slug such as `geonames-ml`; a pack of the same name replaces it.
    pub name: String,
    /// What kind of file it was read from.
    pub format: PackFormat,
    /// Whom to thank, as in "GeoNames (geonames.org), CC BY 4.0".
    pub attribution: String,
    /// Points.
    pub places: Vec<PackPlace>,
    /// Polygons of administrative units.
    pub shapes: Vec<PackShape>,
}

/// Kinds of files that packs are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackFormat {
    /// A country dump of GeoNames: 19 columns, tabs, no header.
    Geonames,
    /// A file of NGA's server of names: tabs, header.
    Gns,
    /// A table with a header that names at least a name and coordinates.
    Table,
    /// GeoJSON polygons of units.
    Units,
    /// GeoJSON points of places.
    Points,
    /// Places confirmed here, or learned from trusted lists.
    Local,
}

/// A place as a source has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackPlace {
    /// Its id in the source, unique in the pack (`geonames:2456789`).
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its other names, in any script, each once, without the name itself.
    pub aliases: Vec<String>,
    /// What kind of place it is.
    pub kind: LocalityKind,
    /// Of a [`LocalityKind::Unit`]: how high it stands, where the source says.
    pub level: Option<Level>,
    /// Where it is.
    pub point: LonLat,
    /// Inhabitants, where the source says so and more than none.
    pub population: Option<u32>,
    /// ISO 3166 code of the country it lies in, upper case; `None` where the source does not say.
    pub country: Option<String>,
    /// First-level unit by the source's own codes or columns, as a name.
    pub region: Option<String>,
    /// Second-level unit, in the same way.
    pub cercle: Option<String>,
    /// Third-level unit, in the same way.
    pub commune: Option<String>,
    /// Who says so, where that is not the pack as a whole: the list or person of a local place.
    pub source: Option<String>,
}

/// The polygon of an administrative unit as a source has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackShape {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// How high it stands; found from the file when it does not say.
    pub level: Level,
    /// Names of the units above it, from large to small, as far as the source says.
    pub parents: Vec<String>,
    /// The edition it belongs to; `None` = whichever edition's list of units its file agrees with best.
    pub edition: Option<Edition>,
    /// Its shape, degrees.
    #[serde(with = "blob::shape")]
    pub shape: MultiPolygon,
}

#[cfg(test)]
mod tests;
