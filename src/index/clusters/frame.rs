//! The part of the square that is cut into cells.
//!
//! In: a box, the bounds of the features, a zoom. Out: the cell of a point. It must not know features.

use crate::event::Bbox;
use crate::index::square::{Heights, x_of};

/// Cells of 16 pixels on the side of a tile of 256.
const CELLS_A_TILE: f64 = 16.0;

/// More cells than this are never needed: they cover a screen of 8,192 by 8,192 pixels.
const MAX_CELLS: f64 = 262_144.0;

/// Cells of a zoom within some bounds.
pub(super) struct Frame {
    heights: Heights,
    /// The zoom that the cells are made for.
    pub(super) zoom: u8,
    /// Cells on the side of the square.
    per_side: f64,
    /// What lies west of this, on a box across the antimeridian, is counted on in the next square.
    west: f64,
    first: [f64; 2],
    /// Columns and rows.
    pub(super) size: [usize; 2],
}

impl Frame {
    /// The cells that the points of a box, or of all features, may lie in; `None` when there is no feature. A zoom at
    /// which they would be too many is lowered.
    pub(super) fn new(bbox: Option<Bbox>, corners: Option<[[f64; 2]; 2]>, zoom: u8) -> Option<Self> {
        let [low, high] = corners?;
        let mut bounds = [low, high];
        if let Some(Bbox { west, south, east, north }) = bbox {
            bounds[0][1] = bounds[0][1].max(south);
            bounds[1][1] = bounds[1][1].min(north);
            if west <= east {
                bounds[0][0] = bounds[0][0].max(west);
                bounds[1][0] = bounds[1][0].min(east);
            } else {
                bounds[0][0] = west;
                bounds[1][0] = east + 360.0;
            }
        }
        let [low, high] = bounds;
        let heights = Heights::new();
        // From north-west to south-east, since heights grow southwards. Bounds that miss each other leave one cell.
        let from = [x_of(low[0]), heights.of(high[1])];
        let to = [x_of(high[0]), heights.of(low[1])];
        (0..=zoom).rev().find_map(|zoom| {
            let per_side = CELLS_A_TILE * f64::from(1_u32 << zoom);
            let first = from.map(|at| (at * per_side).floor());
            let last = to.map(|at| (at * per_side).floor());
            let size = [0, 1].map(|axis| (last[axis] - first[axis]).max(0.0) + 1.0);
            (zoom == 0 || size[0] * size[1] <= MAX_CELLS).then(|| Self {
                heights: Heights::new(),
                zoom,
                per_side,
                west: low[0],
                first,
                size: size.map(|cells| cells as usize),
            })
        })
    }

    /// A longitude, counted on where the frame crosses the antimeridian.
    pub(super) fn unwrapped(&self, lon: f64) -> f64 {
        if lon < self.west { lon + 360.0 } else { lon }
    }

    /// The place of a point among the cells: columns and rows from the north-western corner.
    pub(super) fn place(&self, lon: f64, lat: f64) -> [f64; 2] {
        // Not by `mul_add`: where the program may not count on a processor that has it, that is a call for each point.
        [x_of(lon) * self.per_side - self.first[0], self.heights.of(lat) * self.per_side - self.first[1]]
    }

    /// The number of the cell of a point.
    pub(super) fn cell(&self, lon: f64, lat: f64) -> usize {
        let [column, row] = self.place(lon, lat);
        // A point on the outermost edge belongs to the last cell.
        (row as usize).min(self.size[1] - 1) * self.size[0] + (column as usize).min(self.size[0] - 1)
    }
}
