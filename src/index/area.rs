//! Areas, tested exactly against a box.

use crate::event::Bbox;
use geo::{CoordsIter, Geometry, Intersects, Line, MultiPolygon, Point, Rect};

/// An area with its bounds.
#[derive(Debug)]
pub(super) struct Area {
    polygons: MultiPolygon,
    /// South-western and north-eastern corner of its bounds.
    corners: [[f64; 2]; 2],
}

impl Area {
    /// `None` when there is no coordinate, or one that is not finite: such an area is nowhere.
    pub(super) fn new(polygons: MultiPolygon) -> Option<Self> {
        let mut corners = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
        for coord in polygons.coords_iter() {
            for (axis, value) in [coord.x, coord.y].into_iter().enumerate() {
                if !value.is_finite() {
                    return None;
                }
                corners[0][axis] = corners[0][axis].min(value);
                corners[1][axis] = corners[1][axis].max(value);
            }
        }
        corners[0][0].is_finite().then_some(Self { polygons, corners })
    }

    pub(super) fn corners(&self) -> [[f64; 2]; 2] {
        self.corners
    }

    /// Whether the area shares a point with the box. A point or a line on its border counts.
    pub(super) fn meets(&self, bbox: &Bbox) -> bool {
        bbox.parts().into_iter().flatten().any(|part| self.meets_part(part))
    }

    /// Whether the area shares a point with a geometry that has these bounds.
    pub(super) fn meets_geometry(&self, geometry: &Geometry, bounds: &Rect) -> bool {
        let [low, high] = self.corners;
        let own = Rect::new((low[0], low[1]), (high[0], high[1]));
        own.intersects(bounds) && geometry.intersects(&self.polygons)
    }

    fn meets_part(&self, [low, high]: [[f64; 2]; 2]) -> bool {
        let [area_low, area_high] = self.corners;
        if (0..2).any(|axis| area_low[axis] > high[axis] || area_high[axis] < low[axis]) {
            return false;
        }
        if (0..2).all(|axis| low[axis] <= area_low[axis] && area_high[axis] <= high[axis]) {
            return true;
        }
        // A box without width or height is told to geo as what it is: its polygon would have no inside.
        let corners = (geo::coord! { x: low[0], y: low[1] }, geo::coord! { x: high[0], y: high[1] });
        let flat = [0, 1].map(|axis| low[axis] >= high[axis]);
        if flat == [true; 2] {
            Point::from(corners.0).intersects(&self.polygons)
        } else if flat.contains(&true) {
            Line::new(corners.0, corners.1).intersects(&self.polygons)
        } else {
            Rect::new(corners.0, corners.1).intersects(&self.polygons)
        }
    }
}
