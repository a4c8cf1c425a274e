//! One collection of features: events, unlocated events, places or regions.

use super::attribute::Attribute;
use super::chunk::{ALWAYS, Row, Window};
use super::column::Cell;
use super::feature::{Feature, Page, Query};
use super::filter::Compiled;
use super::page::{self, Selection};
use super::picture::Picture;
use super::rows::Rows;
use super::space::Space;
use crate::event::Bbox;
use hashbrown::HashMap;
use std::fmt;
use std::sync::Arc;

/// Looking at a feature in the tree, and later sorting it, costs about as much as passing over so many in
/// the columns. Beyond this share of the collection the columns win. Only speed hangs on the number;
/// `benches/index.rs` shows both sides of it.
const SCAN_ADVANTAGE: usize = 16;

/// Up to so many features a search asks the tree whatever the share.
const TREE_ALWAYS: usize = 2_000;

/// From this share of a collection on, a batch is cheaper with a tree built anew than with insertions.
const REBUILD_SHARE: usize = 4;

/// A set of features that answers by box, time and place in the order.
///
/// | work | cost, for n features of which m lie in the box |
/// |---|---|
/// | `search` by box, with or without time | O(log n + m), never more than a pass over the columns |
/// | `search` by time alone | one pass over two columns, 16 bytes per feature |
/// | `search` with a filter | one pass over the columns it names, or over those of what lies in the box |
/// | `search` in another order | the same, and O(m) for what matches |
/// | `search` without a condition that excludes anything | the page, with an offset skipped by chunks |
/// | `insert`, `remove` | O(log n), and a move of half a chunk when not at the end |
/// | `get`, `len`, `extent` | O(1) |
///
/// Paging by [`Page::next`] never skips nor repeats a feature that stays in the collection, whatever is
/// added, replaced or removed in between: a page begins behind an order, not at a count.
#[derive(Clone)]
pub struct Collection {
    rows: Rows,
    space: Space,
    ids: HashMap<Arc<str>, u64>,
}

/// Takes features in before they can be searched, so that very many need not be held twice. Fastest in ascending order.
#[derive(Debug)]
pub struct Loader(Collection);

impl Loader {
    /// For features with these attributes.
    pub fn new(attributes: &'static [Attribute]) -> Self {
        Self(Collection::new(attributes))
    }

    /// Adds a feature, or puts it in the place of the one with its order.
    pub fn push(&mut self, feature: Feature) {
        self.0.take_row(feature.order);
        self.0.put(feature);
    }

    /// The collection; builds its tree.
    pub fn finish(self) -> Collection {
        let Self(mut collection) = self;
        collection.space = Space::bulk_load(collection.rows.iter());
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
        Self { rows: Rows::new(attributes), space: Space::bulk_load(std::iter::empty()), ids: HashMap::new() }
    }

    /// A collection of many features at once; of those with the same order the last one counts.
    pub fn bulk_load(attributes: &'static [Attribute], mut features: Vec<Feature>) -> Self {
        // In ascending order every row goes to the end. The sort is stable, so the last one stays last.
        features.sort_by_key(|feature| feature.order);
        let mut loader = Loader::new(attributes);
        for feature in features {
            loader.push(feature);
        }
        loader.finish()
    }

    /// A collection of rows that are there already.
    pub(super) fn of(rows: Rows) -> Self {
        let ids = || {
            let mut ids = HashMap::with_capacity(rows.len());
            ids.extend(rows.iter().map(|(order, row)| (Arc::clone(&row.id), order)));
            ids
        };
        let (space, ids) = rayon::join(|| Space::bulk_load(rows.iter()), ids);
        Self { rows, space, ids }
    }

    /// The features as they are now, to be written down; cheap, and it stays as it is.
    pub fn picture(&self) -> Picture {
        Picture::of(self.rows.clone())
    }

    /// Adds a feature, or puts it in the place of the one with its order.
    pub fn insert(&mut self, feature: Feature) {
        let order = feature.order;
        self.remove(order);
        self.put(feature);
        if let Some(row) = self.rows.get(order) {
            self.space.insert(order, row);
        }
    }

    /// Takes the feature with this order away; whether there was one.
    pub fn remove(&mut self, order: u64) -> bool {
        let removed = self.take_row(order);
        if let Some(row) = &removed {
            self.space.remove(order, row);
        }
        removed.is_some()
    }

    /// Applies changes in their order; a large batch builds the tree anew.
    pub fn apply(&mut self, changes: Vec<Change>) {
        let rebuild = changes.len() > self.len() / REBUILD_SHARE;
        for change in changes {
            match change {
                Change::Put(feature) if rebuild => {
                    self.take_row(feature.order);
                    self.put(feature);
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
            self.space = Space::bulk_load(self.rows.iter());
        }
    }

    /// The page of features that meet the query, and how many there are in all.
    pub fn search(&self, query: &Query) -> Page {
        self.search_looking_at(query, TREE_ALWAYS.max(self.len() / SCAN_ADVANTAGE))
    }

    /// As [`Collection::search`], giving up on the tree after so many features.
    pub(super) fn search_looking_at(&self, query: &Query, most: usize) -> Page {
        // A box around everything excludes nothing: the whole country at low zoom costs one look.
        let bbox = query.bbox.filter(|bbox| !self.space.lies_within(bbox));
        if query.filter.is_some() || !query.sort.is_empty() {
            return page::page(&self.rows, &self.select_looking_at(query, most), query);
        }
        let window = Window::new(bbox, query.time);
        match bbox {
            None if query.time.is_none() => self.rows.page(query),
            None => page::page(&self.rows, &self.rows.select(&window, None), query),
            Some(bbox) => match self.space.find(&bbox, &window, most) {
                // The tree holds the bytes: the rows need not be looked up.
                Some(hits) => page::assemble(hits, query),
                None => page::page(&self.rows, &self.rows.select(&window, None), query),
            },
        }
    }

    /// The rows that meet the query's conditions, for those who count instead of listing.
    pub(super) fn select(&self, query: &Query) -> Selection {
        self.select_looking_at(query, TREE_ALWAYS.max(self.len() / SCAN_ADVANTAGE))
    }

    /// All rows.
    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// South-western and north-eastern corner of all shapes.
    pub(super) fn corners(&self) -> Option<[[f64; 2]; 2]> {
        self.space.corners()
    }

    /// The rows that meet the query's conditions, whatever its page is.
    fn select_looking_at(&self, query: &Query, most: usize) -> Selection {
        let bbox = query.bbox.filter(|bbox| !self.space.lies_within(bbox));
        let window = Window::new(bbox, query.time);
        let filter = query.filter.as_ref().map(|filter| Compiled::new(filter, self.rows.attributes()));
        let bounds = bbox.or_else(|| filter.as_ref()?.bounds());
        match bounds.and_then(|bounds| self.space.find(&bounds, &window, most)) {
            Some(hits) => self.rows.select_among(hits.iter().map(|hit| hit.order).collect(), filter.as_ref()),
            None => self.rows.select(&window, filter.as_ref()),
        }
    }

    /// The bytes of the feature with this id.
    pub fn get(&self, id: &str) -> Option<Arc<[u8]>> {
        let order = self.ids.get(id)?;
        self.rows.get(*order).map(|row| Arc::clone(&row.geojson))
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

    /// Puts a feature among the rows; the order must not be there.
    fn put(&mut self, feature: Feature) {
        let cells: Vec<Cell> = self.rows.attributes().cells(feature.values);
        let id: Arc<str> = feature.id.into();
        let row = Row {
            id: Arc::clone(&id),
            geojson: feature.geojson.into(),
            words: format!(" {}", feature.words).into(),
            // A span that ends before it starts would be in no interval; nothing may be lost that way.
            span: feature.span.map_or(ALWAYS, |(a, b)| (a.min(b), a.max(b))),
            place: feature.shape.into(),
        };
        self.ids.insert(id, feature.order);
        self.rows.insert(feature.order, row, cells);
    }

    fn take_row(&mut self, order: u64) -> Option<Row> {
        let row = self.rows.remove(order)?;
        // Should another feature have taken the id in the meantime, it keeps it.
        if self.ids.get(&row.id) == Some(&order) {
            self.ids.remove(&row.id);
        }
        Some(row)
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
