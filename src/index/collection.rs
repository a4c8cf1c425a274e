//! One collection of features: events, unlocated events, places or regions.

mod search;

use super::attribute::Attribute;
use super::book::{Learner, Packer};
use super::chunk::{ALWAYS, Place, Row};
use super::column::Cell;
use super::feature::Feature;
use super::ids::Ids;
use super::picture::Picture;
use super::rows::Rows;
use super::space::Space;
use crate::event::Bbox;
use rayon::prelude::*;
use std::fmt;
use std::mem;
use std::sync::Arc;

/// Of a batch so many features are read to learn what they have in common: one of a few thousand says enough.
const LEARN_FROM: usize = 2_000;

/// Smaller batches are packed as they are: nothing is learned from a few changes.
const LEARN_AT_LEAST: usize = 200;

/// There must be more by one of so many before there is something new to learn: reading a feature to learn takes longer
/// than packing it.
const LEARN_AGAIN_SHARE: usize = 4;

/// So many features at least are packed one after the other, each faster for what is remembered of those before.
const PACKED_AT_ONCE: usize = 128;

/// From this share of a collection on, a batch is cheaper with a tree built anew than with insertions.
const REBUILD_SHARE: usize = 4;

/// A set of features that answers by box, time and place in the order.
///
/// | work | cost, for n features of which m lie in the box |
/// |---|---|
/// | `search` by box | what lies along its sides, and as much of the order as fills the page; never more than O(log n + m) |
/// | `search` by box and time | O(log n + m), never more than a pass over the columns |
/// | `search` by time alone | one pass over two columns, 16 bytes per feature; chunks that lie in it are not looked into |
/// | `search` with a filter | one pass over the columns it names, or over those of what lies in the box |
/// | `search` in another order | the same, and O(m) for what matches |
/// | `search` without a condition that excludes anything | the page, with an offset skipped by chunks |
/// | `insert`, `remove` | O(log n), and a move of half a chunk when not at the end |
/// | `get`, `len`, `extent` | O(1) |
///
/// Paging by [`Page::next`] never skips nor repeats a feature that stays in the collection with what it is sorted by, whatever
/// is added, replaced or removed in between: a page begins behind a place in the order, not at a count.
///
/// A copy shares almost everything with what it is a copy of, and costs some ten microseconds for each million features.
#[derive(Clone)]
pub struct Collection {
    rows: Rows,
    space: Space,
    ids: Ids,
    /// How many features there were when it was last learnt what they have in common.
    learned: usize,
}

/// Takes features in before they can be searched, so that very many need not be held twice. Fastest in ascending order.
#[derive(Debug)]
pub struct Loader(Collection);

impl Loader {
    /// For features with these attributes.
    pub fn new(attributes: &'static [Attribute]) -> Self {
        Self(Collection::new(attributes))
    }

    /// Adds features, or puts each in the place of the one with its order.
    pub fn extend(&mut self, features: Vec<Feature>) {
        self.0.learn(features.iter());
        for (feature, packed) in self.0.packed(features) {
            self.0.take_row(feature.order);
            self.0.put(feature, packed);
        }
    }

    /// The collection; builds its tree.
    pub fn finish(self) -> Collection {
        let Self(mut collection) = self;
        collection.space = Space::bulk_load(&collection.rows);
        collection
    }
}

/// One change of a collection.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Adds a feature, or puts it in the place of the one with its order.
    Put(Feature),
    /// Takes the feature with this order away.
    Remove(u64),
}

impl Collection {
    /// An empty collection of features with these attributes.
    pub fn new(attributes: &'static [Attribute]) -> Self {
        Self { rows: Rows::new(attributes), space: Space::default(), ids: Ids::default(), learned: 0 }
    }

    /// A collection of many features at once; of those with the same order the last one counts.
    pub fn bulk_load(attributes: &'static [Attribute], mut features: Vec<Feature>) -> Self {
        // In ascending order every row goes to the end. The sort is stable, so the last one stays last.
        features.sort_by_key(|feature| feature.order);
        let mut loader = Loader::new(attributes);
        loader.extend(features);
        loader.finish()
    }

    /// A collection of rows that are there already.
    pub(super) fn of(rows: Rows) -> Self {
        let ids = || Ids::of(rows.len(), rows.chunks().iter().flat_map(|chunk| chunk.orders_and_ids()));
        let (space, ids) = rayon::join(|| Space::bulk_load(&rows), ids);
        let learned = rows.len();
        Self { rows, space, ids, learned }
    }

    /// The features as they are now, to be written down; cheap, and it stays as it is.
    pub fn picture(&self) -> Picture {
        Picture::of(self.rows.clone())
    }

    /// Adds a feature, or puts it in the place of the one with its order.
    pub fn insert(&mut self, feature: Feature) {
        let packed = self.rows.book().pack(&feature.geojson);
        self.insert_packed(feature, packed);
    }

    fn insert_packed(&mut self, feature: Feature, packed: Vec<u8>) {
        let order = feature.order;
        self.remove(order);
        let (place, span) = self.put(feature, packed);
        self.space.insert(order, &place, span);
    }

    /// Takes the feature with this order away; whether there was one.
    pub fn remove(&mut self, order: u64) -> bool {
        let removed = self.take_row(order);
        if let Some(place) = &removed {
            self.space.remove(order, place);
        }
        removed.is_some()
    }

    /// Applies changes in their order; a large batch builds the tree anew.
    pub fn apply(&mut self, changes: Vec<Change>) {
        let rebuild = changes.len() > self.len() / REBUILD_SHARE;
        self.learn(changes.iter().filter_map(|change| match change {
            Change::Put(feature) => Some(feature),
            Change::Remove(_) => None,
        }));
        for change in changes {
            match change {
                Change::Put(feature) if rebuild => {
                    let packed = self.rows.book().pack(&feature.geojson);
                    self.take_row(feature.order);
                    self.put(feature, packed);
                }
                Change::Remove(order) if rebuild => {
                    self.take_row(order);
                }
                Change::Put(feature) => self.insert(feature),
                Change::Remove(order) => {
                    self.remove(order);
                }
            }
        }
        if rebuild {
            self.space = Space::bulk_load(&self.rows);
        }
    }

    /// All rows.
    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// South-western and north-eastern corner of all shapes.
    pub(super) fn corners(&self) -> Option<[[f64; 2]; 2]> {
        self.space.corners()
    }

    /// The bytes of the feature with this id.
    pub fn get(&self, id: &str) -> Option<Arc<[u8]>> {
        let order = self.ids.get(id, |order| self.rows.id(order))?;
        let (chunk, position) = self.rows.get(order)?;
        Some(self.rows.unpacked(chunk, position))
    }

    /// What features can be asked for.
    pub fn attributes(&self) -> &'static [Attribute] {
        self.rows.attributes().list()
    }

    /// How many features there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The smallest box around all shapes that does not cross the antimeridian; `None` when there are none.
    pub fn extent(&self) -> Option<Bbox> {
        let [[west, south], [east, north]] = self.space.corners()?;
        Bbox::new(west.max(-180.0), south.max(-90.0), east.min(180.0), north.min(90.0)).ok()
    }

    /// First and last millisecond of all spans; `None` when none is known. One pass over two columns.
    pub fn time_extent(&self) -> Option<(i64, i64)> {
        self.rows.time_extent()
    }

    /// Learns from some of many features what they have in common.
    fn learn<'a>(&mut self, features: impl Iterator<Item = &'a Feature> + Clone) {
        let count = features.clone().count();
        if count < LEARN_AT_LEAST || self.len() < self.learned + self.learned / LEARN_AGAIN_SHARE {
            return;
        }
        self.learned = self.len() + count;
        let mut learner = Learner::new(self.rows.book_mut());
        for feature in features.step_by(count.div_ceil(LEARN_FROM)) {
            learner.read(&feature.geojson);
        }
    }

    /// Features with their packed bytes, on all cores.
    fn packed(&self, features: Vec<Feature>) -> Vec<(Feature, Vec<u8>)> {
        let pack = |packer: &mut Packer<'_>, mut feature: Feature| {
            let packed = packer.pack(&mem::take(&mut feature.geojson));
            (feature, packed)
        };
        let packer = || Packer::new(self.rows.book());
        features.into_par_iter().with_min_len(PACKED_AT_ONCE).map_init(packer, pack).collect()
    }

    /// Puts a feature among the rows; the order must not be there.
    fn put(&mut self, feature: Feature, packed: Vec<u8>) -> (Place, (i64, i64)) {
        let cells: Vec<Cell> = self.rows.attributes().cells(feature.values);
        // A span that ends before it starts would be in no interval; nothing may be lost that way.
        let span = feature.span.map_or(ALWAYS, |(a, b)| (a.min(b), a.max(b)));
        let place = Place::from(feature.shape);
        let row = Row {
            id: feature.id.clone(),
            packed,
            words: format!(" {}", feature.words),
            span,
            place: place.clone(),
        };
        self.rows.insert(feature.order, row, cells);
        self.ids.give(&feature.id, feature.order, |order| self.rows.id(order));
        (place, span)
    }

    /// Takes a row away; where it was.
    fn take_row(&mut self, order: u64) -> Option<Place> {
        let (id, place) = self.rows.remove(order)?;
        // Should another feature have taken the id in the meantime, it keeps it.
        self.ids.take(&id, order);
        Some(place)
    }
}

impl Default for Collection {
    /// Empty, and without attributes.
    fn default() -> Self {
        Self::new(&[])
    }
}

impl fmt::Debug for Collection {
    /// Says its size; a million features are nothing to print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collection").field("len", &self.len()).field("extent", &self.extent()).finish()
    }
}
