//! Points packed once into a tree that never changes.
//!
//! In: points. Out: those in a rectangle, as runs of those that lie one behind the other. It must not know which of them
//! are still there.
//!
//! The points lie along Hilbert's curve; each run of them has a box, each run of boxes a box, and so on (as in Vladimir
//! Agafonkin's flatbush and in FlatGeobuf). There are no pointers: a million points take 42 MB and are sorted in a tenth of
//! a second, and whoever holds the tree shares it.

use super::Corners;
use rayon::prelude::*;
use std::ops::Range;

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
    /// Along the curve; of those in the same place of it the lowest order first.
    leaves: Vec<Leaf>,
    /// Around all of them: the curve lies in it.
    corners: Corners,
    /// The boxes of the leaves, the boxes of these boxes, and so on to the last, which is one.
    boxes: Vec<Vec<Corners>>,
}

impl Leaf {
    pub(super) fn is_in(&self, within: &Corners) -> bool {
        is_in(self.point, within)
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
    pub(super) fn new(mut leaves: Vec<Leaf>) -> Self {
        let corners = around_points(leaves.iter()).unwrap_or_default();
        if !leaves.is_sorted_by_key(|leaf| leaf.order) {
            leaves.par_sort_unstable_by_key(|leaf| leaf.order);
        }
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
        Self { leaves, corners, boxes }
    }

    pub(super) fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// Where a point stands, by its order.
    pub(super) fn position(&self, order: u64, point: [f64; 2]) -> Option<usize> {
        if !is_in(point, &self.corners) {
            return None;
        }
        let place = |leaf: &Leaf| (along(leaf.point, &self.corners), leaf.order);
        let sought = (along(point, &self.corners), order);
        let at = self.leaves.partition_point(|leaf| place(leaf) < sought);
        self.leaves.get(at).is_some_and(|leaf| leaf.order == order).then_some(at)
    }

    /// The points in a rectangle, by where they stand. A box that lies in the rectangle is taken as a whole: what is in it is
    /// not looked at.
    pub(super) fn runs(&self, within: &Corners) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        if let Some(top) = self.boxes.len().checked_sub(1) {
            self.add_runs(top, 0, within, &mut runs);
        }
        runs
    }

    /// The same below a box of a storey, the lowest of which is 0.
    fn add_runs(&self, storey: usize, first: usize, within: &Corners, runs: &mut Vec<Range<usize>>) {
        let boxes = self.boxes[storey].iter().enumerate().skip(first).take(NODE);
        for (at, corners) in boxes.filter(|(_, corners)| touch(corners, within)) {
            let leaves = NODE.pow(storey as u32 + 1);
            let run = at * leaves..self.leaves.len().min((at + 1) * leaves);
            if corners.iter().all(|corner| is_in(*corner, within)) {
                add_run(runs, run);
            } else if storey > 0 {
                self.add_runs(storey - 1, at * NODE, within, runs);
            } else {
                for at in run.filter(|at| self.leaves[*at].is_in(within)) {
                    add_run(runs, at..at + 1);
                }
            }
        }
    }
}

fn add_run(runs: &mut Vec<Range<usize>>, run: Range<usize>) {
    match runs.last_mut() {
        Some(last) if last.end == run.start => last.end = run.end,
        _ => runs.push(run),
    }
}

fn is_in(point: [f64; 2], [low, high]: &Corners) -> bool {
    (0..2).all(|axis| low[axis] <= point[axis] && point[axis] <= high[axis])
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
