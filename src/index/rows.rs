//! All features of a collection by ascending order, in chunks.

use super::chunk::{CHUNK_MAX, Chunk, Filter, Row};
use super::feature::{Page, Query};
use super::space::Hit;
use std::sync::Arc;

/// An ordered map from `order` to [`Row`], as a list of [`Chunk`]s.
///
/// Against a `BTreeMap` it gives what an answer needs beside look-ups: columns that a filter passes over at
/// the speed of memory, and an offset that skips whole chunks. Look-up is two binary searches; insertion
/// at the end, which is where new numbers go, is amortised constant, elsewhere it moves half a chunk.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// Never empty ones.
    chunks: Vec<Chunk>,
    /// The first order of each chunk, close together for the search.
    firsts: Vec<u64>,
    len: usize,
}

/// Collects a page while matches pass by in ascending order.
struct PageBuilder {
    page: Page,
    after: Option<u64>,
    skip: usize,
    limit: usize,
    last: Option<u64>,
    full: bool,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, order: u64) -> Option<&Row> {
        let chunk = &self.chunks[self.chunk_of(order)?];
        chunk.position(order).ok().map(|position| chunk.row(position))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &Row)> {
        self.chunks.iter().flat_map(Chunk::rows)
    }

    /// The order must not be there yet: a replaced row is removed first.
    pub(super) fn insert(&mut self, order: u64, row: Row) {
        self.len += 1;
        let Some(at) = self.chunk_of(order) else {
            self.insert_in_front(order, row);
            return;
        };
        let is_last = at + 1 == self.chunks.len();
        let chunk = &mut self.chunks[at];
        let position = chunk.position(order).unwrap_or_else(|position| position);
        if is_last && position == chunk.len() && chunk.len() >= CHUNK_MAX {
            // Growing numbers fill chunk after chunk; cutting them in two would leave each half empty.
            let mut next = Chunk::default();
            next.insert(0, order, row);
            self.chunks.push(next);
            self.firsts.push(order);
            return;
        }
        chunk.insert(position, order, row);
        if chunk.len() > CHUNK_MAX {
            let upper = chunk.split();
            self.firsts.insert(at + 1, upper.first().unwrap_or(order));
            self.chunks.insert(at + 1, upper);
        }
    }

    pub(super) fn remove(&mut self, order: u64) -> Option<Row> {
        let at = self.chunk_of(order)?;
        let chunk = &mut self.chunks[at];
        let row = chunk.position(order).ok().map(|position| chunk.remove(position))?;
        self.len -= 1;
        if let Some(first) = chunk.first() {
            self.firsts[at] = first;
        } else {
            self.chunks.remove(at);
            self.firsts.remove(at);
        }
        Some(row)
    }

    /// First start and last end of the rows that have a span. One pass over two columns.
    pub(super) fn time_extent(&self) -> Option<(i64, i64)> {
        self.chunks
            .iter()
            .filter_map(Chunk::time_extent)
            .reduce(|(start, end), (other_start, other_end)| (start.min(other_start), end.max(other_end)))
    }

    /// The page of a query that excludes nothing: whole chunks are skipped unseen.
    pub(super) fn page(&self, query: &Query) -> Page {
        let mut builder = PageBuilder::new(query);
        let from = query.after.and_then(|after| self.chunk_of(after)).unwrap_or_default();
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

    /// The page of a filtered query, by a pass over the columns of all rows.
    pub(super) fn scan(&self, filter: &Filter, query: &Query) -> Page {
        let mut builder = PageBuilder::new(query);
        let mut found = Vec::with_capacity(CHUNK_MAX);
        let mut matched = 0;
        for chunk in &self.chunks {
            if builder.full || chunk.last() <= query.after {
                matched += chunk.count(filter);
                continue;
            }
            chunk.matching(filter, &mut found);
            matched += found.len();
            let start = builder.start_in(chunk) as u32;
            let from = found.partition_point(|position| *position < start);
            if !builder.skips(found.len() - from) {
                for position in &found[from..] {
                    builder.take(chunk, *position as usize);
                }
            }
        }
        builder.finish(matched)
    }

    /// The only chunk that may hold the order.
    fn chunk_of(&self, order: u64) -> Option<usize> {
        self.firsts.partition_point(|first| *first <= order).checked_sub(1)
    }

    fn insert_in_front(&mut self, order: u64, row: Row) {
        match self.chunks.first_mut() {
            Some(chunk) if chunk.len() < CHUNK_MAX => {
                chunk.insert(0, order, row);
                self.firsts[0] = order;
            }
            _ => {
                let mut chunk = Chunk::default();
                chunk.insert(0, order, row);
                self.chunks.insert(0, chunk);
                self.firsts.insert(0, order);
            }
        }
    }
}

impl PageBuilder {
    fn new(query: &Query) -> Self {
        Self {
            page: Page { features: Vec::new(), matched: 0, next: None },
            after: query.after,
            skip: query.offset,
            limit: query.limit,
            last: None,
            full: query.limit == 0,
        }
    }

    /// The first position behind `after`.
    fn start_in(&self, chunk: &Chunk) -> usize {
        match self.after {
            None => 0,
            Some(after) => match chunk.position(after) {
                Ok(position) => position + 1,
                Err(position) => position,
            },
        }
    }

    /// Whether the offset passes over so many matches as a whole.
    fn skips(&mut self, matches: usize) -> bool {
        let skips = matches <= self.skip;
        if skips {
            self.skip -= matches;
        }
        skips
    }

    fn take(&mut self, chunk: &Chunk, position: usize) {
        if self.full {
            return;
        }
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.page.features.len() == self.limit {
            // One more than the page holds: there is a next page.
            self.page.next = self.last;
            self.full = true;
        } else {
            self.page.features.push(chunk.row(position).geojson.clone());
            self.last = Some(chunk.order(position));
        }
    }

    fn finish(mut self, matched: usize) -> Page {
        self.page.matched = matched;
        self.page
    }
}

/// The page of a query whose matches are known, in any order and without repeats.
pub(super) fn assemble(mut hits: Vec<&Hit>, query: &Query) -> Page {
    let matched = hits.len();
    hits.retain(|hit| Some(hit.order) > query.after);
    let until = query.offset.saturating_add(query.limit);
    let more = query.limit > 0 && hits.len() > until;
    if hits.len() > until {
        // Only the page is sorted, not everything behind it.
        hits.select_nth_unstable_by_key(until, |hit| hit.order);
        hits.truncate(until);
    }
    hits.sort_unstable_by_key(|hit| hit.order);
    let shown = hits.get(query.offset..).unwrap_or_default();
    Page {
        features: shown.iter().map(|hit| Arc::clone(&hit.geojson)).collect(),
        matched,
        next: shown.last().map(|hit| hit.order).filter(|_| more),
    }
}
