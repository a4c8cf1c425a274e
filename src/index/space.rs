//! The R-tree, and the features that are nowhere.

use super::area::Area;
use super::chunk::{Place, Row, Window};
use crate::event::Bbox;
use rstar::{AABB, Envelope, ParentNode, RStarInsertionStrategy, RTree, RTreeObject, RTreeParams};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

/// What a search needs of a feature, so that it never leaves the tree: looking a thousand rows up by order
/// takes ten times as long as finding them.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) order: u64,
    pub(super) geojson: Arc<[u8]>,
    span: (i64, i64),
}

#[derive(Debug, Clone)]
struct Leaf {
    bounds: AABB<[f64; 2]>,
    hit: Hit,
    /// Its exact form, unless its bounds are it.
    area: Option<Arc<Area>>,
}

/// Nodes a little wider than rstar's own 6. With 16 a search costs the same, but an insertion about three times as
/// much: choosing where to put a point compares every child with every other.
#[derive(Debug, Clone, Copy)]
struct Nodes;

impl RTreeParams for Nodes {
    const MIN_SIZE: usize = 4;
    const MAX_SIZE: usize = 8;
    const REINSERTION_COUNT: usize = 2;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

/// Where everything is.
#[derive(Clone)]
pub(super) struct Space {
    tree: RTree<Leaf, Nodes>,
    /// The features without a shape, which match every box.
    nowhere: BTreeMap<u64, Hit>,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.bounds
    }
}

impl PartialEq for Leaf {
    /// A feature is its order; the rest only tells the tree where to look.
    fn eq(&self, other: &Self) -> bool {
        self.hit.order == other.hit.order
    }
}

impl Hit {
    fn new(order: u64, row: &Row) -> Self {
        Self { order, geojson: Arc::clone(&row.geojson), span: row.span }
    }
}

impl Leaf {
    /// `None` for a feature that is nowhere.
    fn new(order: u64, row: &Row) -> Option<Self> {
        let (bounds, area) = match &row.place {
            Place::Nowhere => return None,
            Place::Point(point) => (AABB::from_point(*point), None),
            Place::Area(area) => {
                let [low, high] = area.corners();
                (AABB::from_corners(low, high), Some(Arc::clone(area)))
            }
        };
        Some(Self { bounds, hit: Hit::new(order, row), area })
    }
}

impl Space {
    /// Builds the tree in one go, which is faster than insertion and packs it tighter.
    pub(super) fn bulk_load<'a>(rows: impl Iterator<Item = (u64, &'a Row)>) -> Self {
        let mut nowhere = BTreeMap::new();
        let leaves = rows
            .filter_map(|(order, row)| {
                let leaf = Leaf::new(order, row);
                if leaf.is_none() {
                    nowhere.insert(order, Hit::new(order, row));
                }
                leaf
            })
            .collect();
        Self { tree: RTree::bulk_load_with_params(leaves), nowhere }
    }

    pub(super) fn insert(&mut self, order: u64, row: &Row) {
        match Leaf::new(order, row) {
            Some(leaf) => self.tree.insert(leaf),
            None => {
                self.nowhere.insert(order, Hit::new(order, row));
            }
        }
    }

    pub(super) fn remove(&mut self, order: u64, row: &Row) {
        match Leaf::new(order, row) {
            Some(leaf) => {
                self.tree.remove(&leaf);
            }
            None => {
                self.nowhere.remove(&order);
            }
        }
    }

    /// South-western and north-eastern corner of all that is somewhere.
    pub(super) fn corners(&self) -> Option<[[f64; 2]; 2]> {
        let bounds = self.root()?.envelope();
        Some([bounds.lower(), bounds.upper()])
    }

    /// Whether every feature matches the box, which the root alone can say.
    pub(super) fn lies_within(&self, bbox: &Bbox) -> bool {
        self.root().is_none_or(|root| {
            bbox.parts()
                .iter()
                .flatten()
                .any(|[low, high]| AABB::from_corners(*low, *high).contains_envelope(&root.envelope()))
        })
    }

    /// All features that match, in no order; `None` when more than `most` had to be looked at.
    pub(super) fn find(&self, bbox: &Bbox, window: &Window, most: usize) -> Option<Vec<&Hit>> {
        let mut left = most.checked_sub(self.nowhere.len())?;
        let mut found: Vec<&Hit> = self.nowhere.values().filter(|hit| window.in_time(hit.span)).collect();
        let [first, second] = bbox.parts().map(|part| part.map(|[low, high]| AABB::from_corners(low, high)));
        for (part, seen) in [(first, None), (second, first)] {
            let Some(part) = part.filter(|_| self.root().is_some()) else { continue };
            let outcome = self.tree.locate_in_envelope_intersecting_int(part, |leaf| {
                if left == 0 {
                    return ControlFlow::Break(());
                }
                left -= 1;
                // What the first part has met already is not counted again in the second.
                let matches = window.in_time(leaf.hit.span)
                    && !seen.is_some_and(|seen| seen.intersects(&leaf.bounds))
                    && leaf.area.as_ref().is_none_or(|area| area.meets(bbox));
                if matches {
                    found.push(&leaf.hit);
                }
                ControlFlow::Continue(())
            });
            if outcome.is_break() {
                return None;
            }
        }
        Some(found)
    }

    /// The root; `None` for an empty tree, whose bounds are inside out.
    fn root(&self) -> Option<&ParentNode<Leaf>> {
        (self.tree.size() > 0).then(|| self.tree.root())
    }
}
