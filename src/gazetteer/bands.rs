//! A shape cut into bands of latitude, for who asks of very many points.
//!
//! In: a shape. Out: whether a point lies in it, by the few edges at its latitude and with the very answers that geo
//! gives by all of them. It must not know what the shape is of.

use crate::event::LonLat;
use geo::kernels::{Kernel, RobustKernel};
use geo::{BoundingRect, Coord, MultiPolygon, Orientation};

/// A band has about so many edges.
const EDGES_PER_BAND: usize = 8;
const MAX_BANDS: usize = 512;

/// The edges of a shape by latitude.
#[derive(Debug, Clone, Default)]
pub(super) struct Bands {
    south: f64,
    bands_per_degree: f64,
    /// In each the edges that reach into it, ring after ring.
    bands: Vec<Vec<Edge>>,
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    start: Coord,
    end: Coord,
    /// Of which polygon, and of which of its rings: the first is the outer one.
    ring: (u32, u32),
}

/// Where a point is as seen from a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    Inside,
    OnEdge,
    Outside,
}

impl Bands {
    pub(super) fn of(shape: &MultiPolygon) -> Self {
        let Some(bounds) = shape.bounding_rect() else { return Self::default() };
        let edges: Vec<Edge> = (0..)
            .zip(shape)
            .flat_map(|(polygon, of)| {
                let rings = (0..).zip(std::iter::once(of.exterior()).chain(of.interiors()));
                rings.flat_map(move |(ring, line)| {
                    line.lines().map(move |line| Edge {
                        start: line.start,
                        end: line.end,
                        ring: (polygon, ring),
                    })
                })
            })
            .collect();
        let count = (edges.len() / EDGES_PER_BAND).clamp(1, MAX_BANDS);
        let height = bounds.height().max(f64::MIN_POSITIVE);
        let mut bands = Self {
            south: bounds.min().y,
            bands_per_degree: count as f64 / height,
            bands: vec![Vec::new(); count],
        };
        for edge in edges {
            let [from, to] = [edge.start.y.min(edge.end.y), edge.start.y.max(edge.end.y)];
            let (Some(from), Some(to)) = (bands.band(from), bands.band(to)) else { continue };
            for band in bands.bands.iter_mut().take(to + 1).skip(from) {
                band.push(edge);
            }
        }
        bands
    }

    /// The band of a latitude; the northern limit is in the last. `None` outside.
    fn band(&self, lat: f64) -> Option<usize> {
        let up = (lat - self.south) * self.bands_per_degree;
        let last = self.bands.len().checked_sub(1)?;
        // The quotient may be rounded up at the northern limit, and there alone; rounding grows with the latitude.
        (0.0..=last as f64 + 1.5).contains(&up).then(|| (up as usize).min(last))
    }

    /// Whether the point lies inside, and not on an edge.
    pub(super) fn contain(&self, at: LonLat) -> bool {
        let at = Coord { x: at.lon(), y: at.lat() };
        let Some(band) = self.band(at.y).and_then(|band| self.bands.get(band)) else { return false };
        // The polygon whose outer ring holds the point, as long as no hole of it does.
        let mut held_by = None;
        for ring in band.chunk_by(|one, next| one.ring == next.ring) {
            let Some((polygon, number)) = ring.first().map(|edge| edge.ring) else { continue };
            if held_by.is_some_and(|holder| holder != polygon) {
                return true;
            }
            match (number, position(ring, at)) {
                (0, Position::Inside) => held_by = Some(polygon),
                (0, _) | (_, Position::Outside) => {}
                (_, _) => held_by = None,
            }
        }
        held_by.is_some()
    }
}

/// By the winding number, as geo counts it: an edge up counts with its beginning, one down with its end.
fn position(ring: &[Edge], at: Coord) -> Position {
    let mut winding = 0;
    for Edge { start, end, .. } in ring {
        let is_up = start.y <= at.y;
        if if is_up { end.y < at.y } else { end.y > at.y } {
            continue;
        }
        match RobustKernel::orient2d(*start, *end, at) {
            Orientation::CounterClockwise if is_up && end.y != at.y => winding += 1,
            Orientation::Clockwise if !is_up => winding -= 1,
            Orientation::Collinear if (start.x.min(end.x)..=start.x.max(end.x)).contains(&at.x) => {
                return Position::OnEdge;
            }
            _ => {}
        }
    }
    if winding == 0 { Position::Outside } else { Position::Inside }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Contains, LineString, Point, Polygon};
    use proptest::prelude::*;

    fn ring(corners: Vec<(f64, f64)>) -> LineString {
        let mut ring = LineString::from(corners);
        ring.close();
        ring
    }

    /// Corners on a coarse grid, so that points on edges, corners and latitudes of corners are common.
    fn corners() -> impl Strategy<Value = Vec<(f64, f64)>> {
        prop::collection::vec((0..24_i32, 0..24_i32), 3..40)
            .prop_map(|all| all.into_iter().map(|(x, y)| (f64::from(x) / 4.0, f64::from(y) / 4.0)).collect())
    }

    proptest! {
        #[test]
        fn the_answers_are_those_of_geo(
            shapes in prop::collection::vec((corners(), prop::collection::vec(corners(), 0..2)), 0..3),
            points in prop::collection::vec((-2..52_i32, -2..52_i32), 1..80),
        ) {
            let polygons = shapes.into_iter().map(|(outer, holes)| {
                Polygon::new(ring(outer), holes.into_iter().map(ring).collect())
            });
            let shape = MultiPolygon::new(polygons.collect());
            let bands = Bands::of(&shape);
            for (x, y) in points {
                let (x, y) = (f64::from(x) / 8.0, f64::from(y) / 8.0);
                let at = LonLat::new(x, y).unwrap();
                prop_assert_eq!(bands.contain(at), shape.contains(&Point::new(x, y)), "{} {}", x, y);
            }
        }
    }
}
