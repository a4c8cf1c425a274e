//! Which way a search takes: through the tree, along the order, or over the columns.
//!
//! In: a query. Out: its page, or the rows that meet it. All ways lead to the same answer; only speed hangs on the choice,
//! and `benches/index.rs` shows each of them.

use super::Collection;
use crate::event::Bbox;
use crate::index::chunk::Window;
use crate::index::feature::{Page, Query};
use crate::index::filter::Compiled;
use crate::index::page::{self, Selection};

/// Looking at a feature in the tree, and later sorting it, costs about as much as passing over so many in the columns.
/// Beyond this share of the collection the columns win.
const SCAN_ADVANTAGE: usize = 64;

/// Up to so many features a search asks the tree whatever the share.
const TREE_ALWAYS: usize = 2_000;

/// Looking for a box's features in a chunk costs about as much as fetching so many of them from the tree.
const FETCHED_A_CHUNK: usize = 16;

impl Collection {
    /// The page of features that meet the query, and how many there are in all.
    pub fn search(&self, query: &Query) -> Page {
        self.search_looking_at(query, self.most())
    }

    /// The rows that meet the query's conditions, for those who count instead of listing.
    pub(in crate::index) fn select(&self, query: &Query) -> Selection {
        self.select_looking_at(query, self.most())
    }

    /// How many features are looked at in the tree before the columns win.
    fn most(&self) -> usize {
        TREE_ALWAYS.max(self.len() / SCAN_ADVANTAGE)
    }

    /// As [`Collection::search`], leaving the tree for the columns beyond so many features.
    pub(in crate::index) fn search_looking_at(&self, query: &Query, most: usize) -> Page {
        if query.filter.is_some() || !query.sort.is_empty() {
            return page::page(&self.rows, &self.select_looking_at(query, most), query);
        }
        match self.narrowing(query) {
            None if query.time.is_none() => self.rows.page(query),
            None => page::page(&self.rows, &self.rows.select(&Window::new(None, query.time), None), query),
            Some(bbox) => self.page_in(&bbox, query, most),
        }
    }

    /// The box of a query, unless everything lies in it: the whole country at low zoom costs one look.
    fn narrowing(&self, query: &Query) -> Option<Bbox> {
        query.bbox.filter(|bbox| !self.space.lies_within(bbox))
    }

    /// The page of what is in a box.
    fn page_in(&self, bbox: &Bbox, query: &Query, most: usize) -> Page {
        let window = Window::new(Some(*bbox), query.time);
        let cover = self.space.cover(bbox);
        if let Some(cover) = cover.as_ref().filter(|_| query.time.is_none()) {
            // How many there are is known: where they are dense, the page is full after a few chunks.
            let matched = cover.len();
            let chunks = if matched > most { usize::MAX } else { self.worth_looking_at(matched, query) };
            if let Some(page) = self.rows.page_within(&window, query, matched, chunks) {
                return page;
            }
        }
        match cover.filter(|cover| cover.len() <= most) {
            Some(cover) => page::assemble(&self.rows, cover.orders(&window), query),
            None => page::page(&self.rows, &self.rows.select(&window, None), query),
        }
    }

    /// How many chunks may be looked into for the page before it is cheaper to fetch all that match from the tree; 0 when
    /// the page will hardly be full by then.
    fn worth_looking_at(&self, matched: usize, query: &Query) -> usize {
        let wanted = query.offset.saturating_add(query.limit).saturating_add(1).min(matched);
        let chunks = self.rows.chunks().len();
        // As if they were spread evenly.
        let likely = (chunks * wanted).checked_div(matched).unwrap_or_default() + 1;
        let worth = matched / FETCHED_A_CHUNK;
        if 2 * likely <= worth { worth } else { 0 }
    }

    /// The rows that meet the query's conditions, whatever its page is.
    fn select_looking_at(&self, query: &Query, most: usize) -> Selection {
        let bbox = self.narrowing(query);
        let window = Window::new(bbox, query.time);
        let filter = query.filter.as_ref().map(|filter| Compiled::new(filter, self.rows.attributes()));
        let bounds = bbox.or_else(|| filter.as_ref()?.bounds());
        let cover = bounds.and_then(|bounds| self.space.cover(&bounds)).filter(|cover| cover.len() <= most);
        match cover {
            Some(cover) => self.rows.select_among(cover.orders(&window), filter.as_ref()),
            None => self.rows.select(&window, filter.as_ref()),
        }
    }
}
