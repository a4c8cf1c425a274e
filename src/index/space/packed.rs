//! Points packed once into a tree that never changes.
//!
//! In: points. Out: those in a rectangle. It must not know which of them are still there.
//!
//! The points lie along Hilbert's curve; each run of them has a box, each run of boxes a box, and so on (as in Vladimir
//! Agafonkin's flatbush and in FlatGeobuf). There are no pointers: a million points take 42 MB and are sorted in a tenth of
//! a second, and whoever holds the tree shares it.

use super::Corners;
use rayon::prelude::*;
use std::ops::ControlFlow;

/// Points, or boxes, of a box.
const NODE: usize = 16;

/// A point of a feature, and what a search asks of it before it looks the feature up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf {
    pub(super) point: [f64; 2],
    pub(super) span: (i64, i64),
    pub(super) order: u64,
}

#[derive(Debug)]
pub(super) struct Packed {
    leaves: Vec<Leaf>,
    /// The boxes of the leaves, the boxes of these boxes, and so on to the last, which is one.
    boxes: Vec<Vec<Corners>>,
}

impl Leaf {
    pub(super) fn is_in(&self, [low, high]: &Corners) -> bool {
        (0..2).all(|axis| low[axis] <= self.point[axis] && self.point[axis] <= high[axis])
    }
}

/// The box around boxes or points.
pub(super) fn around<'a>(corners: impl Iterator<Item = &'a Corners>) -> Option<Corners> {
    corners.copied().reduce(|[low, high], [other_low, other_high]| {
        [
            [0, 1].map(|axis| low[axis].min(other_low[axis])),
            [0, 1].map(|axis| high[axis].max(other_high[axis])),
        ]
    })
}

pub(super) fn around_points<'a>(leaves: impl Iterator<Item = &'a Leaf>) -> Option<Corners> {
    let mut corners = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
    for leaf in leaves {
        for (axis, degrees) in leaf.point.into_iter().enumerate() {
            corners[0][axis] = corners[0][axis].min(degrees);
            corners[1][axis] = corners[1][axis].max(degrees);
        }
    }
    (corners[0][0] <= corners[1][0]).then_some(corners)
}

impl Packed {
    pub(super) fn new(leaves: &[Leaf]) -> Self {
        let corners = around_points(leaves.iter()).unwrap_or_default();
        let mut places: Vec<(u32, u32)> = leaves
            .par_iter()
            .zip(0..leaves.len() as u32)
            .map(|(leaf, at)| (along(leaf.point, &corners), at))
            .collect();
        places.par_sort_unstable();
        let leaves: Vec<Leaf> = places.par_iter().map(|(_, at)| leaves[*at as usize]).collect();
        drop(places);
        let mut boxes: Vec<Vec<Corners>> =
            vec![leaves.chunks(NODE).filter_map(|leaves| around_points(leaves.iter())).collect()];
        while let Some(last) = boxes.last().filter(|last| last.len() > 1) {
            let next = last.chunks(NODE).filter_map(|corners| around(corners.iter())).collect();
            boxes.push(next);
        }
        Self { leaves, boxes }
    }

    pub(super) fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// Visits the points in a rectangle, in no order, until the visitor has seen enough.
    pub(super) fn visit(
        &self,
        within: &Corners,
        visitor: &mut impl FnMut(&Leaf) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match self.boxes.len().checked_sub(1) {
            Some(top) => self.visit_boxes(top, 0, within, visitor),
            None => ControlFlow::Continue(()),
        }
    }

    /// The same below a box of a storey, the lowest of which is 0.
    fn visit_boxes(
        &self,
        storey: usize,
        first: usize,
        within: &Corners,
        visitor: &mut impl FnMut(&Leaf) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let boxes = self.boxes[storey].iter().enumerate().skip(first).take(NODE);
        for (at, _) in boxes.filter(|(_, corners)| touch(corners, within)) {
            if storey > 0 {
                self.visit_boxes(storey - 1, at * NODE, within, visitor)?;
                continue;
            }
            let leaves = &self.leaves[at * NODE..self.leaves.len().min((at + 1) * NODE)];
            for leaf in leaves.iter().filter(|leaf| leaf.is_in(within)) {
                visitor(leaf)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// Whether two rectangles share a point.
pub(super) fn touch([low, high]: &Corners, [other_low, other_high]: &Corners) -> bool {
    (0..2).all(|axis| low[axis] <= other_high[axis] && other_low[axis] <= high[axis])
}

/// How far along Hilbert's curve a point lies, on a grid of 65,536 by 65,536 within some corners (the way of Lam and
/// Shapiro, 1994).
fn along(point: [f64; 2], [low, high]: &Corners) -> u32 {
    let [mut x, mut y] = [0, 1].map(|axis| {
        let share = (point[axis] - low[axis]) / (high[axis] - low[axis]).max(f64::MIN_POSITIVE);
        (share * 65_535.0) as u32
    });
    let mut along = 0;
    let mut side = 1_u32 << 15;
    while side > 0 {
        let (right, up) = (u32::from(x & side > 0), u32::from(y & side > 0));
        along += side * side * ((3 * right) ^ up);
        if up == 0 {
            if right == 1 {
                x = 65_535 - x;
                y = 65_535 - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        side >>= 1;
    }
    along
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_on_the_curve_are_neighbours_on_the_ground() {
        // A grid of 8 by 8: the way along it goes from each place to one beside it.
        let corners = [[0.0; 2], [7.0; 2]];
        let mut places: Vec<(u32, [i32; 2])> =
            (0..64).map(|n| [n % 8, n / 8]).map(|at| (along(at.map(f64::from), &corners), at)).collect();
        places.sort_unstable();
        let steps = places.windows(2).map(|two| {
            let [(_, one), (_, other)] = [two[0], two[1]];
            (one[0] - other[0]).abs() + (one[1] - other[1]).abs()
        });
        assert!(steps.clone().all(|step| step == 1), "{:?}", steps.collect::<Vec<_>>());
    }
}
