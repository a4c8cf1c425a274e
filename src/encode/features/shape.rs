//! The shapes that features of this service have, and how GeoPackages write them.

use serde::Deserialize;

/// A ring; longitude and latitude of each corner.
type Ring = Vec<[f64; 2]>;

/// A point, or areas.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub enum Shape {
    /// Longitude and latitude.
    Point([f64; 2]),
    /// Rings, the outer one first.
    Polygon(Vec<Ring>),
    /// Several of them.
    MultiPolygon(Vec<Vec<Ring>>),
}

impl Shape {
    /// West, south, east, north.
    pub(super) fn bounds(&self) -> [f64; 4] {
        let empty = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let widen = |[w, s, e, n]: [f64; 4], [x, y]: &[f64; 2]| [w.min(*x), s.min(*y), e.max(*x), n.max(*y)];
        match self {
            Self::Point(at) => widen(empty, at),
            Self::Polygon(rings) => rings.iter().flatten().fold(empty, widen),
            Self::MultiPolygon(areas) => areas.iter().flatten().flatten().fold(empty, widen),
        }
    }

    /// Well-known binary (OGC 06-103r4), little-endian. An area is a multipolygon, so that a table holds one type.
    pub(super) fn wkb(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Point([x, y]) => {
                head(bytes, 1);
                bytes.extend_from_slice(&x.to_le_bytes());
                bytes.extend_from_slice(&y.to_le_bytes());
            }
            Self::Polygon(rings) => {
                head(bytes, 6);
                count(bytes, 1);
                polygon(bytes, rings);
            }
            Self::MultiPolygon(areas) => {
                head(bytes, 6);
                count(bytes, areas.len());
                for rings in areas {
                    polygon(bytes, rings);
                }
            }
        }
    }
}

fn head(bytes: &mut Vec<u8>, kind: u32) {
    bytes.push(1);
    bytes.extend_from_slice(&kind.to_le_bytes());
}

fn count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend_from_slice(&(count as u32).to_le_bytes());
}

fn polygon(bytes: &mut Vec<u8>, rings: &[Ring]) {
    head(bytes, 3);
    count(bytes, rings.len());
    for ring in rings {
        count(bytes, ring.len());
        for degrees in ring.iter().flatten() {
            bytes.extend_from_slice(&degrees.to_le_bytes());
        }
    }
}
