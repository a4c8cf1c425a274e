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

/// All chunks, in the order of their rows, none of them empty.
pub(super) type Chunks = Vec<Arc<Chunk>>;

/// An ordered map from `order` to [`Row`], as a list of [`Chunk`]s.
///
/// Against a `BTreeMap` it gives what an answer needs beside look-ups: columns that a filter passes over at
/// the speed of memory, and an offset that skips whole chunks. Look-up is two binary searches; insertion
/// at the end, which is where new numbers go, is amortised constant, elsewhere it moves half a chunk.
///
/// A copy shares the list of chunks and the chunks, and each of the two makes its own what it changes: a batch that is applied
/// aside copies what it touches.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    attributes: Attributes,
    chunks: Arc<Chunks>,
    /// What a look-up asks of each chunk, close together.
    marks: Vec<Mark>,
    len: usize,
    /// What the rows' features are packed by.
    book: Arc<Book>,
}

/// Where a row is without a look into its chunk, which lies far away.
#[derive(Debug, Clone, Copy)]
struct Mark {
    first: u64,
    /// How many rows there are, if their orders follow each other without a gap; or else 0.
    gapless: u64,
}

impl Mark {
    /// Of a chunk that is not empty.
    fn of(chunk: &Chunk) -> Self {
        let first = chunk.first().unwrap_or_default();
        let rows = chunk.len() as u64;
        let is_gapless = rows > 0 && chunk.order(chunk.len() - 1) == first + (rows - 1);
        Self { first, gapless: if is_gapless { rows } else { 0 } }
    }
}

impl Rows {
    pub(super) fn new(attributes: &'static [Attribute]) -> Self {
        Self::of(Attributes::new(attributes), Book::default(), Vec::new())
    }

    /// Of chunks in the order of their rows, none of them empty.
    pub(super) fn of(attributes: Attributes, book: Book, chunks: Vec<Chunk>) -> Self {
        let marks = chunks.iter().map(Mark::of).collect();
        let len = chunks.iter().map(Chunk::len).sum();
        let chunks = Arc::new(chunks.into_iter().map(Arc::new).collect());
        Self { attributes, chunks, marks, len, book: Arc::new(book) }
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

    /// The same, for those who hold them longer.
    pub(super) fn shared_chunks(&self) -> &Arc<Chunks> {
        &self.chunks
    }

    /// A chunk, to be changed.
    fn chunk_mut(&mut self, number: usize) -> &mut Chunk {
        Arc::make_mut(&mut Arc::make_mut(&mut self.chunks)[number])
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Number of the chunk of an order, and its position there.
    pub(super) fn find(&self, order: u64) -> Option<(usize, usize)> {
        let chunk = self.chunk_of(order)?;
        let Mark { first, gapless } = self.marks[chunk];
        let position = if order - first < gapless {
            (order - first) as usize
        } else {
            self.chunks[chunk].position(order).ok()?
        };
        Some((chunk, position))
    }

    /// Chunk and position of an order.
    pub(super) fn get(&self, order: u64) -> Option<(&Chunk, usize)> {
        self.find(order).map(|(chunk, position)| (&*self.chunks[chunk], position))
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
            self.chunk_mut(at).shrink();
            // Growing numbers fill chunk after chunk; cutting them in two would leave each half empty.
            let next = self.chunk_with(order, row, cells);
            self.marks.push(Mark::of(&next));
            Arc::make_mut(&mut self.chunks).push(next);
            return;
        }
        let chunk = self.chunk_mut(at);
        chunk.insert(position, order, row, cells);
        let upper = chunk.is_overfull().then(|| chunk.split());
        let mark = Mark::of(chunk);
        self.marks[at] = mark;
        if let Some(upper) = upper {
            self.marks.insert(at + 1, Mark::of(&upper));
            Arc::make_mut(&mut self.chunks).insert(at + 1, Arc::new(upper));
        }
    }

    /// Takes a row away; its id and where it was.
    pub(super) fn remove(&mut self, order: u64) -> Option<(String, Place)> {
        let at = self.chunk_of(order)?;
        let position = self.chunks[at].position(order).ok()?;
        let chunk = self.chunk_mut(at);
        let gone = chunk.remove(position);
        let mark = (chunk.len() > 0).then(|| Mark::of(chunk));
        self.len -= 1;
        if let Some(mark) = mark {
            self.marks[at] = mark;
        } else {
            Arc::make_mut(&mut self.chunks).remove(at);
            self.marks.remove(at);
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
        let mut builder = PageBuilder::new(query, self);
        let from = query.after.as_ref().and_then(|after| self.chunk_of(after.order)).unwrap_or_default();
        for (number, chunk) in self.chunks.iter().enumerate().skip(from) {
            let start = builder.start_in(chunk);
            if builder.skips(chunk.len() - start) {
                continue;
            }
            for position in start..chunk.len() {
                builder.take(number, position, chunk);
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
        let mut builder = PageBuilder::new(query, self);
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
            let Some((number, position)) = self.find(order) else { continue };
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
        self.marks.partition_point(|mark| mark.first <= order).checked_sub(1)
    }

    fn insert_in_front(&mut self, order: u64, row: Row, cells: Vec<Cell>) {
        if self.chunks.first().is_some_and(|chunk| !chunk.is_full()) {
            let chunk = self.chunk_mut(0);
            chunk.insert(0, order, row, cells);
            let mark = Mark::of(chunk);
            self.marks[0] = mark;
        } else {
            let chunk = self.chunk_with(order, row, cells);
            self.marks.insert(0, Mark::of(&chunk));
            Arc::make_mut(&mut self.chunks).insert(0, chunk);
        }
    }

    fn chunk_with(&self, order: u64, row: Row, cells: Vec<Cell>) -> Arc<Chunk> {
        let mut chunk = Chunk::new(self.attributes.columns());
        chunk.insert(0, order, row, cells);
        Arc::new(chunk)
    }
}
