//! Shapes.

use crate::encode::number::{COORDINATE_DIGITS, Rounded};
use crate::event::LonLat;
use geo::{Coord, LineString, MultiPolygon, Orient, Polygon, orient::Direction};
use serde::ser::{SerializeStruct, Serializer};
use serde::{Serialize, ser::SerializeSeq};

/// The geometry of a feature, in degrees; written with 6 decimals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Geometry<'a> {
    /// No place: written as `null`.
    None,
    /// One point.
    Point(LonLat),
    /// An area. Its rings are turned as RFC 7946 wants them, outer ones counter-clockwise. A single polygon
    /// is written as one, and an area without any as `null`.
    Area(&'a MultiPolygon),
}

impl From<Option<LonLat>> for Geometry<'_> {
    fn from(point: Option<LonLat>) -> Self {
        point.map_or(Self::None, Self::Point)
    }
}

impl Serialize for Geometry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Point(point) => typed(serializer, "Point", &position(point.lon(), point.lat())),
            Self::Area(area) => {
                let turned = area.orient(Direction::Default);
                match turned.0.as_slice() {
                    [] => serializer.serialize_none(),
                    [polygon] => typed(serializer, "Polygon", &Rings(polygon)),
                    polygons => {
                        let polygons: Vec<_> = polygons.iter().map(Rings).collect();
                        typed(serializer, "MultiPolygon", &polygons)
                    }
                }
            }
        }
    }
}

fn typed<S: Serializer, C: Serialize>(
    serializer: S,
    name: &'static str,
    coordinates: &C,
) -> Result<S::Ok, S::Error> {
    let mut geometry = serializer.serialize_struct("Geometry", 2)?;
    geometry.serialize_field("type", name)?;
    geometry.serialize_field("coordinates", coordinates)?;
    geometry.end()
}

fn position(lon: f64, lat: f64) -> [Rounded; 2] {
    [Rounded::new(lon, COORDINATE_DIGITS), Rounded::new(lat, COORDINATE_DIGITS)]
}

struct Rings<'a>(&'a Polygon);

impl Serialize for Rings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rings = serializer.serialize_seq(Some(1 + self.0.interiors().len()))?;
        for ring in std::iter::once(self.0.exterior()).chain(self.0.interiors()) {
            rings.serialize_element(&Ring(ring))?;
        }
        rings.end()
    }
}

struct Ring<'a>(&'a LineString);

impl Serialize for Ring<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.coords().map(|Coord { x, y }| position(*x, *y)))
    }
}
