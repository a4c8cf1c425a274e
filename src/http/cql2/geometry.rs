//! Geometries of filters, checked.
//!
//! In: shapes as text or JSON has them. Out: geometries in degrees, longitude first. It must not know which of the two
//! a shape was written in.

use super::FilterError;
use crate::event::{Bbox, LonLat};
use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon, Rect,
};
use serde::Deserialize;

/// Longitude and latitude; heights and measures behind them are left aside.
#[derive(Debug, Deserialize)]
pub(super) struct Position(pub(super) Vec<f64>);

/// A geometry as RFC 7946 writes it.
#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
pub(super) enum Shape {
    Point { coordinates: Position },
    LineString { coordinates: Vec<Position> },
    Polygon { coordinates: Vec<Vec<Position>> },
    MultiPoint { coordinates: Vec<Position> },
    MultiLineString { coordinates: Vec<Vec<Position>> },
    MultiPolygon { coordinates: Vec<Vec<Vec<Position>>> },
    GeometryCollection { geometries: Vec<Shape> },
}

impl Shape {
    /// The shape of a kind of well-known text that has no coordinates.
    pub(super) fn empty(kind: &str) -> Self {
        match kind {
            "LINESTRING" => Self::LineString { coordinates: Vec::new() },
            "POLYGON" => Self::Polygon { coordinates: Vec::new() },
            "MULTILINESTRING" => Self::MultiLineString { coordinates: Vec::new() },
            "MULTIPOLYGON" => Self::MultiPolygon { coordinates: Vec::new() },
            "GEOMETRYCOLLECTION" => Self::GeometryCollection { geometries: Vec::new() },
            // No point at all is a point without one.
            _ => Self::MultiPoint { coordinates: Vec::new() },
        }
    }
}

impl TryFrom<Shape> for Geometry {
    type Error = FilterError;

    fn try_from(shape: Shape) -> Result<Self, FilterError> {
        Ok(match shape {
            Shape::Point { coordinates } if coordinates.0.is_empty() => {
                Self::MultiPoint(MultiPoint::new(Vec::new()))
            }
            Shape::Point { coordinates } => Self::Point(coord(&coordinates)?.into()),
            Shape::LineString { coordinates } => Self::LineString(line(&coordinates)?),
            Shape::Polygon { coordinates } => Self::Polygon(polygon(&coordinates)?),
            Shape::MultiPoint { coordinates } => {
                let points = coordinates.iter().map(|position| Ok(Point(coord(position)?)));
                Self::MultiPoint(MultiPoint::new(points.collect::<Result<_, FilterError>>()?))
            }
            Shape::MultiLineString { coordinates } => {
                let lines = coordinates.iter().map(|positions| line(positions));
                Self::MultiLineString(MultiLineString::new(lines.collect::<Result<_, _>>()?))
            }
            Shape::MultiPolygon { coordinates } => {
                let polygons = coordinates.iter().map(|rings| polygon(rings));
                Self::MultiPolygon(MultiPolygon::new(polygons.collect::<Result<_, _>>()?))
            }
            Shape::GeometryCollection { geometries } => {
                let geometries = geometries.into_iter().map(Self::try_from);
                Self::GeometryCollection(GeometryCollection::from(geometries.collect::<Result<Vec<_>, _>>()?))
            }
        })
    }
}

/// A box of four numbers, or of six with heights, which are left aside.
pub(super) fn bbox(numbers: &[f64]) -> Result<Geometry, FilterError> {
    let bbox = match *numbers {
        [west, south, east, north] | [west, south, _, east, north, _] => Bbox::new(west, south, east, north)?,
        _ => return Err(crate::event::BboxError::Count(numbers.len()).into()),
    };
    let rect = |[[west, south], [east, north]]: [[f64; 2]; 2]| {
        Geometry::Rect(Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north }))
    };
    Ok(match bbox.parts() {
        [Some(whole), None] => rect(whole),
        parts => {
            let parts: Vec<Geometry> = parts.into_iter().flatten().map(rect).collect();
            Geometry::GeometryCollection(GeometryCollection::from(parts))
        }
    })
}

fn coord(position: &Position) -> Result<Coord, FilterError> {
    match *position.0 {
        [lon, lat] | [lon, lat, _] | [lon, lat, _, _] => {
            let point = LonLat::new(lon, lat)?;
            Ok(Coord { x: point.lon(), y: point.lat() })
        }
        _ => Err(FilterError::Shape("a position has two to four numbers, longitude first")),
    }
}

fn line(positions: &[Position]) -> Result<LineString, FilterError> {
    if positions.len() == 1 {
        return Err(FilterError::Shape("a line has two positions or more"));
    }
    Ok(LineString::new(positions.iter().map(coord).collect::<Result<_, _>>()?))
}

fn polygon(rings: &[Vec<Position>]) -> Result<Polygon, FilterError> {
    let mut rings = rings.iter().map(|ring| {
        let ring = line(ring)?;
        if ring.0.len() < 4 || ring.0.first() != ring.0.last() {
            return Err(FilterError::Shape(
                "a ring of a polygon has four positions or more, and ends where it begins",
            ));
        }
        Ok(ring)
    });
    let exterior = rings.next().transpose()?.unwrap_or_else(|| LineString::new(Vec::new()));
    Ok(Polygon::new(exterior, rings.collect::<Result<_, _>>()?))
}
