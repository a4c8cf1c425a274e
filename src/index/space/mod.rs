//! Where features are, and which of them lie in a box.
//!
//! In: points and areas by their orders. Out: the orders of those that share a point with a box. It must not know what
//! features say.
//!
//! Points lie in trees that never change, so that a copy shares them and a search needs no lock. What comes later is looked
//! through one by one until there is enough of it for a tree of its own; small trees become one, as in a log-structured
//! merge (O'Neil and others, 1996). What goes is noted beside the trees that had it.

mod packed;
#[cfg(test)]
mod tests;

use super::area::Area;
use super::chunk::{Place, Window};
use super::rows::Rows;
use crate::event::Bbox;
use hashbrown::HashSet;
use packed::{Leaf, Packed, around, around_points, touch};
use std::collections::BTreeMap;
use std::mem;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

/// South-western and north-eastern corner of something.
pub(super) type Corners = [[f64; 2]; 2];

/// So many points are looked through one by one: some microseconds.
const LOOSE_MAX: usize = 1_024;
/// A tree that is at most so many times as large as what would come behind it becomes one with it.
const GROWTH: usize = 4;
/// A tree is made anew when one of so many of its points is gone.
const GONE_SHARE: usize = 16;

/// Where everything is. A copy costs a few microseconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Space {
    /// The largest first.
    trees: Vec<Tree>,
    /// Points that came later.
    loose: Arc<Vec<Leaf>>,
    /// Areas are few: their bounds are looked through one by one.
    areas: Arc<BTreeMap<u64, Zone>>,
    /// How many features have no shape: they match every box, and only the columns can tell which they are.
    nowhere: usize,
}

#[derive(Debug, Clone)]
struct Tree {
    packed: Arc<Packed>,
    /// The orders of those of its points that are not there any more, and of some that never were.
    gone: Arc<HashSet<u64>>,
    /// Around those that are there.
    corners: OnceLock<Option<Corners>>,
}

#[derive(Debug, Clone)]
struct Zone {
    span: (i64, i64),
    area: Arc<Area>,
}

impl Tree {
    fn new(leaves: &[Leaf]) -> Self {
        Self { packed: Arc::new(Packed::new(leaves)), gone: Arc::default(), corners: OnceLock::new() }
    }

    fn leaves(&self) -> impl Iterator<Item = &Leaf> {
        self.packed.leaves().iter().filter(|leaf| !self.is_gone(leaf))
    }

    fn is_gone(&self, leaf: &Leaf) -> bool {
        !self.gone.is_empty() && self.gone.contains(&leaf.order)
    }

    fn corners(&self) -> Option<Corners> {
        *self.corners.get_or_init(|| around_points(self.leaves()))
    }

    /// Notes that a point is gone.
    fn forget(&mut self, order: u64, point: [f64; 2]) {
        Arc::make_mut(&mut self.gone).insert(order);
        let is_at_the_edge = self.corners.get().is_some_and(|corners| {
            corners.is_some_and(|[low, high]| {
                (0..2).any(|axis| point[axis] <= low[axis] || point[axis] >= high[axis])
            })
        });
        if is_at_the_edge {
            self.corners = OnceLock::new();
        }
        if self.gone.len() > LOOSE_MAX.max(self.packed.leaves().len() / GONE_SHARE) {
            let left: Vec<Leaf> = self.leaves().copied().collect();
            *self = Self::new(&left);
        }
    }
}

impl Space {
    /// Of all rows at once.
    pub(super) fn bulk_load(rows: &Rows) -> Self {
        let (mut leaves, mut space) = (Vec::with_capacity(rows.len()), Self::default());
        let mut areas = BTreeMap::new();
        for chunk in rows.chunks() {
            for position in 0..chunk.len() {
                let (order, span) = (chunk.order(position), chunk.span(position));
                match chunk.place(position) {
                    Place::Nowhere => space.nowhere += 1,
                    Place::Point(point) => leaves.push(Leaf { point, span, order }),
                    Place::Area(area) => drop(areas.insert(order, Zone { span, area })),
                }
            }
        }
        if !leaves.is_empty() {
            space.trees.push(Tree::new(&leaves));
        }
        space.areas = Arc::new(areas);
        space
    }

    pub(super) fn insert(&mut self, order: u64, place: &Place, span: (i64, i64)) {
        match place {
            Place::Nowhere => self.nowhere += 1,
            Place::Area(area) => {
                Arc::make_mut(&mut self.areas).insert(order, Zone { span, area: Arc::clone(area) });
            }
            Place::Point(point) => {
                let loose = Arc::make_mut(&mut self.loose);
                loose.push(Leaf { point: *point, span, order });
                if loose.len() > LOOSE_MAX {
                    let leaves = mem::take(loose);
                    self.pack(leaves);
                }
            }
        }
    }

    /// Makes a tree of points, and of the trees that are not much larger.
    fn pack(&mut self, mut leaves: Vec<Leaf>) {
        while let Some(last) = self.trees.pop_if(|last| last.packed.leaves().len() <= GROWTH * leaves.len()) {
            leaves.extend(last.leaves());
        }
        self.trees.push(Tree::new(&leaves));
    }

    /// Takes away what was inserted with this order and place.
    pub(super) fn remove(&mut self, order: u64, place: &Place) {
        match place {
            Place::Nowhere => self.nowhere = self.nowhere.saturating_sub(1),
            Place::Area(_) => drop(Arc::make_mut(&mut self.areas).remove(&order)),
            Place::Point(point) => match self.loose.iter().position(|leaf| leaf.order == order) {
                Some(at) => drop(Arc::make_mut(&mut self.loose).swap_remove(at)),
                None => self.trees.iter_mut().for_each(|tree| tree.forget(order, *point)),
            },
        }
    }

    /// South-western and north-eastern corner of all that is somewhere.
    pub(super) fn corners(&self) -> Option<Corners> {
        let trees = self.trees.iter().filter_map(Tree::corners);
        let areas = self.areas.values().map(|zone| zone.area.corners());
        let all: Vec<Corners> = trees.chain(around_points(self.loose.iter())).chain(areas).collect();
        around(all.iter())
    }

    /// Whether every feature matches the box.
    pub(super) fn lies_within(&self, bbox: &Bbox) -> bool {
        self.corners().is_none_or(|[low, high]| {
            bbox.parts().iter().flatten().any(|[part_low, part_high]| {
                (0..2).all(|axis| part_low[axis] <= low[axis] && high[axis] <= part_high[axis])
            })
        })
    }

    /// The orders of all features that match, in no order; `None` when more than `most` had to be looked at, or when some
    /// have no shape.
    pub(super) fn find(&self, bbox: &Bbox, window: &Window, most: usize) -> Option<Vec<u64>> {
        if self.nowhere > 0 || self.areas.len() > most {
            return None;
        }
        let (mut left, mut found) = (most - self.areas.len(), Vec::new());
        let parts = bbox.parts();
        for (order, Zone { span, area }) in self.areas.iter() {
            let touches = parts.iter().flatten().any(|part| touch(&area.corners(), part));
            if window.in_time(*span) && touches && area.meets(bbox) {
                found.push(*order);
            }
        }
        // No point is in both parts: they share no meridian.
        for part in parts.iter().flatten() {
            let mut take = |leaf: &Leaf| {
                let Some(less) = left.checked_sub(1) else { return ControlFlow::Break(()) };
                left = less;
                if window.in_time(leaf.span) {
                    found.push(leaf.order);
                }
                ControlFlow::Continue(())
            };
            let loose = self.loose.iter().filter(|leaf| leaf.is_in(part));
            let mut outcome = loose.into_iter().try_for_each(&mut take);
            for tree in &self.trees {
                outcome = match outcome {
                    ControlFlow::Continue(()) => tree.packed.visit(part, &mut |leaf| {
                        if tree.is_gone(leaf) { ControlFlow::Continue(()) } else { take(leaf) }
                    }),
                    broken @ ControlFlow::Break(()) => broken,
                };
            }
            if outcome.is_break() {
                return None;
            }
        }
        Some(found)
    }
}
