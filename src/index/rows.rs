//! All features of a collection by ascending order, in chunks.

use super::attribute::Attribute;
use super::book::Book;
use super::chunk::{Chunk, Place, Row, Window};
use super::column::{Attributes, Cell};
use super::feature::{Page, Query};
use super::filter::Compiled;
use super::mask::Mask;
use super::page::{PageBuilder, Selection};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A pass over fewer chunks than this is done before another thread has woken.
const CHUNKS_A_THREAD: usize = 512;

/// So many chunks are looked into at once for a page, and twice as many when that was not enough, and so on.
const CHUNKS_A_LOOK: usize = 8;

/// An ordered map from `order` to [`Row`], as a list of [`Chunk`]s.
///
/// Against a `BTreeMap` it gives what an answer needs beside look-ups: columns that a filter passes over at
/// the speed of memory, and an offset that skips whole chunks. Look-up is two binary searches; insertion
/// at the end, which is where new numbers go, is amortised constant, elsewhere it moves half a chunk.
///
/// A copy shares the chunks, and each of the two makes a chunk its own when it changes it: a batch that is applied aside
/// copies what it touches.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    attributes: Attributes,
    /// Never empty ones.
    chunks: Vec<Arc<Chunk>>,
    /// The first order of each chunk, close together for the search.
    firsts: Vec<u64>,
    len: usize,
    /// What the rows' features are packed by.
    book: Arc<Book>,
}

impl Rows {
    pub(super) fn new(attributes: &'static [Attribute]) -> Self {
        Self::of(Attributes::new(attributes), Book::default(), Vec::new())
    }

    /// Of chunks in the order of their rows, none of them empty.
    pub(super) fn of(attributes: Attributes, book: Book, chunks: Vec<Chunk>) -> Self {
        let firsts = chunks.iter().filter_map(Chunk::first).collect();
        let len = chunks.iter().map(Chunk::len).sum();
        let chunks = chunks.into_iter().map(Arc::new).collect();
        Self { attributes, chunks, firsts, len, book: Arc::new(book) }
    }

    /// What features are packed by.
    pub(super) fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// The same, to be taught more; what was packed by it before can still be read.
    pub(super) fn book_mut(&mut self) -> &mut Book {
        Arc::make_mut(&mut self.book)
    }

    /// All chunks, in the order of their rows.
    pub(super) fn chunks(&self) -> &[Arc<Chunk>] {
        &self.chunks
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Chunk and position of an order.
    pub(super) fn get(&self, order: u64) -> Option<(&Arc<Chunk>, usize)> {
        let chunk = &self.chunks[self.chunk_of(order)?];
        Some((chunk, chunk.position(order).ok()?))
    }

    /// The bytes of a feature.
    pub(super) fn unpacked(&self, chunk: &Chunk, position: usize) -> Arc<[u8]> {
        let mut bytes = Vec::new();
        self.book.unpack(chunk.packed(position), &mut bytes);
        bytes.into()
    }

    /// The id of the row of an order.
    pub(super) fn id(&self, order: u64) -> Option<&str> {
        self.get(order).map(|(chunk, position)| chunk.id(position))
    }

    /// The order must not be there yet: a replaced row is removed first.
    pub(super) fn insert(&mut self, order: u64, row: Row, cells: Vec<Cell>) {
        self.len += 1;
        let Some(at) = self.chunk_of(order) else {
            self.insert_in_front(order, row, cells);
            return;
        };
        let is_last = at + 1 == self.chunks.len();
        let chunk = &self.chunks[at];
        let position = chunk.position(order).unwrap_or_else(|position| position);
        if is_last && position == chunk.len() && chunk.is_full() {
            // No more comes into this one.
            Arc::make_mut(&mut self.chunks[at]).shrink();
            // Growing numbers fill chunk after chunk; cutting them in two would leave each half empty.
            let next = self.chunk_with(order, row, cells);
            self.chunks.push(next);
            self.firsts.push(order);
            return;
        }
        let chunk = Arc::make_mut(&mut self.chunks[at]);
        chunk.insert(position, order, row, cells);
        if chunk.is_overfull() {
            let upper = chunk.split();
            self.firsts.insert(at + 1, upper.first().unwrap_or(order));
            self.chunks.insert(at + 1, Arc::new(upper));
        }
    }

    /// Takes a row away; its id and where it was.
    pub(super) fn remove(&mut self, order: u64) -> Option<(String, Place)> {
        let at = self.chunk_of(order)?;
        let position = self.chunks[at].position(order).ok()?;
        let chunk = Arc::make_mut(&mut self.chunks[at]);
        let gone = chunk.remove(position);
        self.len -= 1;
        if let Some(first) = chunk.first() {
            self.firsts[at] = first;
        } else {
            self.chunks.remove(at);
            self.firsts.remove(at);
        }
        Some(gone)
    }

    /// First start and last end of the rows that have a span. One pass over two columns.
    pub(super) fn time_extent(&self) -> Option<(i64, i64)> {
        self.chunks
            .iter()
            .filter_map(|chunk| chunk.time_extent())
            .reduce(|(start, end), (other_start, other_end)| (start.min(other_start), end.max(other_end)))
    }

    /// The page of a query that excludes nothing: whole chunks are skipped unseen.
    pub(super) fn page(&self, query: &Query) -> Page {
        let mut builder = PageBuilder::new(query, self.book());
        let from = query.after.as_ref().and_then(|after| self.chunk_of(after.order)).unwrap_or_default();
        for chunk in &self.chunks[from..] {
            let start = builder.start_in(chunk);
            if builder.skips(chunk.len() - start) {
                continue;
            }
            for position in start..chunk.len() {
                builder.take(chunk, position);
            }
            if builder.full {
                break;
            }
        }
        builder.finish(self.len)
    }

    /// The page of the rows of a window, of which it is known how many there are: nothing is looked at behind the page.
    /// `None` when the page is not full after so many chunks.
    pub(super) fn page_within(
        &self,
        window: &Window,
        query: &Query,
        matched: usize,
        most: usize,
    ) -> Option<Page> {
        let mut builder = PageBuilder::new(query, self.book());
        let mut at = query.after.as_ref().and_then(|after| self.chunk_of(after.order)).unwrap_or_default();
        let (last, mut step) = (at.saturating_add(most), CHUNKS_A_LOOK);
        while !builder.full && at < self.chunks.len() {
            let end = (at + step).min(self.chunks.len()).min(last);
            if end <= at {
                return None;
            }
            builder.take_all(self, &self.select_of(at..end, window, None));
            (at, step) = (end, step * 2);
        }
        Some(builder.finish(matched))
    }

    /// The rows of a window that a filter is true of, by a pass over the columns of all rows.
    pub(super) fn select(&self, window: &Window, filter: Option<&Compiled>) -> Selection {
        self.select_of(0..self.chunks.len(), window, filter)
    }

    fn select_of(&self, chunks: Range<usize>, window: &Window, filter: Option<&Compiled>) -> Selection {
        let mask = |number: usize| {
            let chunk = &self.chunks[number];
            let condition = |rows: &Mask| filter.map_or(*rows, |filter| filter.matching(chunk, rows));
            let mask = chunk.within(window, condition);
            (!mask.is_empty()).then_some((number, mask))
        };
        // Few are looked at before another thread has woken.
        if chunks.len() <= CHUNKS_A_THREAD {
            return Selection(chunks.filter_map(mask).collect());
        }
        Selection(chunks.into_par_iter().with_min_len(CHUNKS_A_THREAD).filter_map(mask).collect())
    }

    /// Those of some rows, by their orders, that a filter is true of.
    pub(super) fn select_among(&self, mut orders: Vec<u64>, filter: Option<&Compiled>) -> Selection {
        orders.sort_unstable();
        let mut masks: Vec<(usize, Mask)> = Vec::new();
        for order in orders {
            let Some(number) = self.chunk_of(order) else { continue };
            let Ok(position) = self.chunks[number].position(order) else { continue };
            match masks.last_mut() {
                Some((last, mask)) if *last == number => mask.insert(position),
                _ => {
                    let mut mask = Mask::NONE;
                    mask.insert(position);
                    masks.push((number, mask));
                }
            }
        }
        if let Some(filter) = filter {
            for (number, mask) in &mut masks {
                *mask = filter.matching(&self.chunks[*number], mask);
            }
            masks.retain(|(_, mask)| !mask.is_empty());
        }
        Selection(masks)
    }

    pub(super) fn chunk(&self, number: usize) -> &Arc<Chunk> {
        &self.chunks[number]
    }

    pub(super) fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// The only chunk that may hold the order.
    fn chunk_of(&self, order: u64) -> Option<usize> {
        self.firsts.partition_point(|first| *first <= order).checked_sub(1)
    }

    fn insert_in_front(&mut self, order: u64, row: Row, cells: Vec<Cell>) {
        match self.chunks.first_mut() {
            Some(chunk) if !chunk.is_full() => {
                Arc::make_mut(chunk).insert(0, order, row, cells);
                self.firsts[0] = order;
            }
            _ => {
                let chunk = self.chunk_with(order, row, cells);
                self.chunks.insert(0, chunk);
                self.firsts.insert(0, order);
            }
        }
    }

    fn chunk_with(&self, order: u64, row: Row, cells: Vec<Cell>) -> Arc<Chunk> {
        let mut chunk = Chunk::new(self.attributes.columns());
        chunk.insert(0, order, row, cells);
        Arc::new(chunk)
    }
}
