//! GeoJSON: collections of polygons (units) or of points (places).
//!
//! In: the text of a collection. Out: its features, one by one, each with its line; what of them are polygons and
//! points. A feature that cannot be read is a problem of its own. It must not know what properties mean.

use super::lines::LineCounter;
use super::report::{Fault, Tally};
use super::{PackError, PackLimits};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use geojson::{Feature, GeometryValue, JsonObject, JsonValue, Position};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

/// A feature that could be read.
pub(super) struct Read {
    /// Its line in the file.
    pub(super) line: u64,
    /// Its number in the collection, from 1.
    pub(super) number: usize,
    pub(super) properties: JsonObject,
    pub(super) geometry: GeometryValue,
}

impl Read {
    /// How the report names a property of it.
    pub(super) fn column(&self, property: &str) -> String {
        column(self.number, property)
    }

    /// A property as text; numbers too, nothing else.
    pub(super) fn text(&self, property: &str) -> Option<String> {
        text(self.properties.get(property)?)
    }
}

/// A property's value as text.
pub(super) fn text(value: &JsonValue) -> Option<String> {
    match value {
        JsonValue::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        JsonValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn column(number: usize, property: &str) -> String {
    format!("feature {number}, {property}")
}

/// Whether a geometry is a polygon or several.
pub(super) fn is_area(geometry: &GeometryValue) -> bool {
    matches!(geometry, GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. })
}

/// Whether a geometry is a point or several.
pub(super) fn is_point(geometry: &GeometryValue) -> bool {
    matches!(geometry, GeometryValue::Point { .. } | GeometryValue::MultiPoint { .. })
}

/// The members of a collection that are read.
#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(rename = "type", default)]
    kind: JsonValue,
    #[serde(default)]
    crs: JsonValue,
    #[serde(borrow)]
    features: Option<Features<'a>>,
}

/// Features as they stand in the text.
struct Features<'a>(Vec<&'a RawValue>);

/// More would be no collection of units or places; and a list of ones must not fill the memory.
const MAX_FEATURES: usize = 1_000_000;

impl<'de: 'a, 'a> Deserialize<'de> for Features<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bounded;
        impl<'de> Visitor<'de> for Bounded {
            type Value = Vec<&'de RawValue>;

            fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
                words.write_str("a list of features")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut features: A) -> Result<Self::Value, A::Error> {
                let mut read = Vec::new();
                while let Some(feature) = features.next_element()? {
                    if read.len() == MAX_FEATURES {
                        return Err(A::Error::custom("more than a million features"));
                    }
                    read.push(feature);
                }
                Ok(read)
            }
        }
        deserializer.deserialize_seq(Bounded).map(Features)
    }
}

/// Reads every feature of a collection.
pub(super) fn features(
    file: &str,
    bytes: &[u8],
    limits: &PackLimits,
    tally: &mut Tally,
) -> Result<Vec<Read>, PackError> {
    // Each position opens a bracket; counted before anything is made of them.
    if bytes.split(|byte| *byte == b'[').count() > limits.max_positions {
        let what = "positions";
        return Err(PackError::TooMany { file: file.to_owned(), what, limit: limits.max_positions });
    }
    let json = |source| PackError::Json { file: file.to_owned(), source };
    let collection: Collection<'_> = serde_json::from_slice(bytes).map_err(json)?;
    let features = match (collection.kind.as_str(), collection.features) {
        (Some("FeatureCollection"), Some(Features(features))) => features,
        (found, _) => {
            let found = found.map_or_else(|| "missing".to_owned(), super::report::shortened);
            return Err(PackError::NotACollection { file: file.to_owned(), found });
        }
    };
    if let Some(crs) = projected(&collection.crs) {
        return Err(PackError::Projected { file: file.to_owned(), crs: super::report::shortened(crs) });
    }
    let start = bytes.as_ptr().addr();
    let mut lines = LineCounter::new(bytes);
    let mut read = Vec::with_capacity(features.len());
    for (number, raw) in (1..).zip(features) {
        tally.rows += 1;
        let line = lines.line_of(raw.get().as_ptr().addr().saturating_sub(start));
        match feature(raw, number) {
            Ok((properties, geometry)) => read.push(Read { line, number, properties, geometry }),
            Err(fault) => tally.reject(line, fault),
        }
    }
    Ok(read)
}

/// The reference system a collection names, if it is not longitude and latitude.
fn projected(crs: &JsonValue) -> Option<&str> {
    let name = crs.pointer("/properties/name")?.as_str()?;
    let is_degrees = ["CRS84", "4326", "WGS 84", "WGS84"].iter().any(|known| name.contains(known));
    (!is_degrees).then_some(name)
}

fn feature(raw: &RawValue, number: usize) -> Result<(JsonObject, GeometryValue), Fault> {
    if !raw.get().starts_with('{') {
        return Err(Fault::new(column(number, "feature"), raw.get(), "is no feature"));
    }
    let feature: Feature = serde_json::from_str(raw.get()).map_err(|error| {
        // Where in the feature says nothing to a person: it is told where the feature is.
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        Fault::new(column(number, "feature"), raw.get(), format!("is no feature: {said}"))
    })?;
    let geometry =
        feature.geometry.ok_or_else(|| Fault::new(column(number, "geometry"), "", "is missing"))?;
    Ok((feature.properties.unwrap_or_default(), geometry.value))
}

/// The shape of an area, or what is wrong with it.
pub(super) fn shape(read: &Read) -> Result<MultiPolygon, Fault> {
    let polygons = match &read.geometry {
        GeometryValue::Polygon { coordinates } => std::slice::from_ref(coordinates),
        GeometryValue::MultiPolygon { coordinates } => coordinates,
        other => {
            return Err(Fault::new(read.column("geometry"), other.type_name(), "is not a polygon"));
        }
    };
    let polygon = |rings: &Vec<Vec<Position>>| {
        let mut rings = rings.iter().map(|positions| ring(read, positions)).collect::<Result<Vec<_>, _>>()?;
        if rings.is_empty() {
            return Err(Fault::new(read.column("geometry"), "[]", "is a polygon without a ring"));
        }
        let exterior = rings.remove(0);
        Ok(Polygon::new(exterior, rings))
    };
    let polygons = polygons.iter().map(polygon).collect::<Result<Vec<_>, _>>()?;
    if polygons.is_empty() {
        return Err(Fault::new(read.column("geometry"), "[]", "is without polygons"));
    }
    Ok(MultiPolygon(polygons))
}

fn ring(read: &Read, positions: &[Position]) -> Result<LineString, Fault> {
    if positions.len() < 4 {
        let value = format!("{} positions", positions.len());
        return Err(Fault::new(read.column("geometry"), &value, "are too few for a ring"));
    }
    positions.iter().map(|one| position(read, one)).collect()
}

/// A position on the globe.
pub(super) fn position(read: &Read, position: &Position) -> Result<Coord, Fault> {
    let (x, y) = match position.as_slice() {
        [x, y, ..] => (*x, *y),
        other => return Err(Fault::new(read.column("geometry"), &format!("{other:?}"), "is no position")),
    };
    crate::event::LonLat::new(x, y).map_err(|error| {
        Fault::new(read.column("geometry"), &format!("[{x}, {y}]"), format!("is off the globe: {error}"))
    })?;
    Ok(Coord { x, y })
}
