//! Where features are, and which of them lie in a box.
//!
//! In: points and areas by their orders. Out: the orders of those that share a point with a box. It must not know what
//! features say.
//!
//! Points lie in trees that never change, so that a copy shares them and a search needs no lock. What comes later is looked
//! through one by one until there is enough of it for a tree of its own; small trees become one, as in a log-structured
//! merge (O'Neil and others, 1996). What goes is noted beside the trees that had it.

mod cover;
mod packed;
#[cfg(test)]
mod tests;
mod tree;

pub(super) use cover::Cover;

use super::area::Area;
use super::chunk::Place;
use super::rows::Rows;
use crate::event::Bbox;
use packed::{Leaf, around, around_points, touch};
use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;
use tree::Tree;

/// South-western and north-eastern corner of something.
pub(super) type Corners = [[f64; 2]; 2];

/// So many points are looked through one by one: some microseconds.
const LOOSE_MAX: usize = 1_024;
/// A tree that is at most so many times as large as what would come behind it becomes one with it.
const GROWTH: usize = 4;

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
struct Zone {
    span: (i64, i64),
    area: Arc<Area>,
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
            space.trees.push(Tree::new(leaves));
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
        while let Some(last) = self.trees.pop_if(|last| last.size() <= GROWTH * leaves.len()) {
            leaves.extend(last.leaves());
        }
        self.trees.push(Tree::new(leaves));
    }

    /// Takes away what was inserted with this order and place.
    pub(super) fn remove(&mut self, order: u64, place: &Place) {
        match place {
            Place::Nowhere => self.nowhere = self.nowhere.saturating_sub(1),
            Place::Area(_) => drop(Arc::make_mut(&mut self.areas).remove(&order)),
            Place::Point(point) => {
                if let Some(at) = self.loose.iter().position(|leaf| leaf.order == order) {
                    Arc::make_mut(&mut self.loose).swap_remove(at);
                } else {
                    // It is in one of them.
                    let _ = self.trees.iter_mut().any(|tree| tree.forget(order, *point));
                }
            }
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

    /// What lies in a box; `None` when some features have no shape, which only the columns can tell apart.
    pub(super) fn cover(&self, bbox: &Bbox) -> Option<Cover<'_>> {
        if self.nowhere > 0 {
            return None;
        }
        let mut cover = Cover::default();
        let parts = bbox.parts();
        for (order, Zone { span, area }) in self.areas.iter() {
            let touches = parts.iter().flatten().any(|part| touch(&area.corners(), part));
            if touches && area.meets(bbox) {
                cover.add(*order, *span);
            }
        }
        // No point is in both parts: they share no meridian.
        for part in parts.iter().flatten() {
            for leaf in self.loose.iter().filter(|leaf| leaf.is_in(part)) {
                cover.add(leaf.order, leaf.span);
            }
            for tree in &self.trees {
                cover.add_runs(tree, part);
            }
        }
        Some(cover)
    }
}
