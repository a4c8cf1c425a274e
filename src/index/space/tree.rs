//! A tree of points, and which of them are gone.
//!
//! In: points, and those that go. Out: those that are there in a rectangle. It must not know other trees.

use super::Corners;
use super::packed::{Leaf, Packed, around_points};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// So many points may be gone before a tree is made anew,
const GONE_MAX: usize = 1_024;
/// and of a large one every so manieth.
const GONE_SHARE: usize = 16;

/// A copy costs next to nothing.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    packed: Arc<Packed>,
    /// Where those of its points stand that are not there any more, ascending.
    gone: Arc<Vec<u32>>,
    /// Around those that are there.
    corners: OnceLock<Option<Corners>>,
}

impl Tree {
    pub(super) fn new(leaves: Vec<Leaf>) -> Self {
        Self { packed: Arc::new(Packed::new(leaves)), gone: Arc::default(), corners: OnceLock::new() }
    }

    /// How many points it was made of.
    pub(super) fn size(&self) -> usize {
        self.packed.leaves().len()
    }

    /// The points that are there.
    pub(super) fn leaves(&self) -> impl Iterator<Item = &Leaf> {
        self.leaves_of(0..self.size())
    }

    /// Those of a run that are there.
    pub(super) fn leaves_of(&self, run: Range<usize>) -> impl Iterator<Item = &Leaf> {
        let mut gone = self.gone_of(&run).iter().peekable();
        let leaves = self.packed.leaves().get(run.clone()).unwrap_or_default();
        run.zip(leaves)
            .filter(move |(at, _)| gone.next_if(|gone| **gone as usize == *at).is_none())
            .map(|(_, leaf)| leaf)
    }

    /// The points in a rectangle, by where they stand, with those that are gone.
    pub(super) fn runs(&self, within: &Corners) -> Vec<Range<usize>> {
        self.packed.runs(within)
    }

    /// How many of a run are there.
    pub(super) fn count(&self, run: &Range<usize>) -> usize {
        run.len() - self.gone_of(run).len()
    }

    fn gone_of(&self, run: &Range<usize>) -> &[u32] {
        let behind = |end: usize| self.gone.partition_point(|gone| (*gone as usize) < end);
        let (from, to) = if self.gone.is_empty() { (0, 0) } else { (behind(run.start), behind(run.end)) };
        &self.gone[from..to]
    }

    /// Around the points that are there.
    pub(super) fn corners(&self) -> Option<Corners> {
        *self.corners.get_or_init(|| around_points(self.leaves()))
    }

    /// Notes that a point is gone; whether it was here.
    pub(super) fn forget(&mut self, order: u64, point: [f64; 2]) -> bool {
        let Some(at) = self.packed.position(order, point) else { return false };
        let Err(place) = self.gone.binary_search(&(at as u32)) else { return false };
        Arc::make_mut(&mut self.gone).insert(place, at as u32);
        let is_at_the_edge = self.corners.get().is_some_and(|corners| {
            corners.is_some_and(|[low, high]| {
                (0..2).any(|axis| point[axis] <= low[axis] || point[axis] >= high[axis])
            })
        });
        if is_at_the_edge {
            self.corners = OnceLock::new();
        }
        if self.gone.len() > GONE_MAX.max(self.size() / GONE_SHARE) {
            *self = Self::new(self.leaves().copied().collect());
        }
        true
    }
}
