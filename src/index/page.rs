//! Pages out of the rows that match.
//!
//! In: which rows match, chunk by chunk. Out: one page of them, and where the next begins. It must not know why they
//! match.

use super::chunk::{ALWAYS, Chunk};
use super::column::{Column, NO_TEXT, Texts};
use super::feature::{Page, Query};
use super::found::Features;
use super::mask::Mask;
use super::rows::Rows;
use super::sort::{Cursor, SortKey, SortProperty, SortValue};
use std::cmp::Ordering;
use std::sync::Arc;

/// The rows that match, by their chunks, ascending, none of them empty.
#[derive(Debug, Default)]
pub(super) struct Selection(pub(super) Vec<(usize, Mask)>);

impl Selection {
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|(_, mask)| mask.len()).sum()
    }
}

/// Collects a page while matches pass by in ascending order.
pub(super) struct PageBuilder {
    page: Page,
    after: Option<u64>,
    skip: usize,
    limit: usize,
    last: Option<u64>,
    pub(super) full: bool,
}

impl PageBuilder {
    pub(super) fn new(query: &Query, rows: &Rows) -> Self {
        Self {
            page: Page { features: Features::of(rows), matched: 0, next: None },
            after: query.after.as_ref().map(|after| after.order),
            skip: query.offset,
            limit: query.limit,
            last: None,
            full: query.limit == 0,
        }
    }

    /// The first position behind `after`.
    pub(super) fn start_in(&self, chunk: &Chunk) -> usize {
        match self.after {
            None => 0,
            Some(after) => match chunk.position(after) {
                Ok(position) => position + 1,
                Err(position) => position,
            },
        }
    }

    /// Whether the offset passes over so many matches as a whole.
    pub(super) fn skips(&mut self, matches: usize) -> bool {
        let skips = matches <= self.skip;
        if skips {
            self.skip -= matches;
        }
        skips
    }

    /// Takes a row of a chunk, by its number.
    pub(super) fn take(&mut self, number: usize, position: usize, chunk: &Chunk) {
        if self.full {
            return;
        }
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.page.features.len() == self.limit {
            // One more than the page holds: there is a next page.
            self.page.next = self.last.map(Cursor::unsorted);
            self.full = true;
        } else {
            self.page.features.push(number, position);
            self.last = Some(chunk.order(position));
        }
    }

    /// Takes what matches of some chunks, behind those before, until the page is full.
    pub(super) fn take_all(&mut self, rows: &Rows, selection: &Selection) {
        for (number, mask) in &selection.0 {
            if self.full {
                break;
            }
            let chunk = rows.chunk(*number);
            let behind = mask.without(&Mask::below(self.start_in(chunk)));
            if !self.skips(behind.len()) {
                behind.positions().for_each(|position| self.take(*number, position, chunk));
            }
        }
    }

    pub(super) fn finish(mut self, matched: usize) -> Page {
        self.page.matched = matched;
        self.page
    }
}

/// The page of the rows that match, in the order that the query asks for.
pub(super) fn page(rows: &Rows, selection: &Selection, query: &Query) -> Page {
    if !query.sort.is_empty() {
        return sorted(rows, selection, query);
    }
    let mut builder = PageBuilder::new(query, rows);
    builder.take_all(rows, selection);
    builder.finish(selection.len())
}

/// As [`page`], for pages that are sorted by something.
///
/// All matches are looked at, but never more than twice the wanted number of them is held.
fn sorted(rows: &Rows, selection: &Selection, query: &Query) -> Page {
    let wanted = query.offset.saturating_add(query.limit).saturating_add(1);
    let keys = Keys::new(rows, &query.sort);
    let by_place = |one: &Candidate, other: &Candidate| one.0.compare(&other.0, &query.sort);
    let mut candidates: Vec<Candidate> = Vec::new();
    // Nothing behind this place is on the page.
    let mut last: Option<Cursor> = None;
    let mut place = Cursor::unsorted(0);
    for (number, mask) in &selection.0 {
        let chunk = rows.chunk(*number);
        for position in mask.positions() {
            keys.read(chunk, position, &mut place);
            let is_before =
                query.after.as_ref().is_some_and(|after| place.compare(after, &query.sort).is_le());
            let is_behind = last.as_ref().is_some_and(|last| place.compare(last, &query.sort).is_gt());
            if is_before || is_behind {
                continue;
            }
            candidates.push((place.clone(), *number, position));
            if candidates.len() >= wanted.saturating_mul(2) {
                let (_, at, _) = candidates.select_nth_unstable_by(wanted - 1, by_place);
                last = Some(at.0.clone());
                candidates.truncate(wanted);
            }
        }
    }
    let until = query.offset.saturating_add(query.limit);
    let more = query.limit > 0 && candidates.len() > until;
    let on_page = between(&mut candidates, query.offset, until, by_place);
    let mut features = Features::of(rows);
    for (_, chunk, position) in on_page {
        features.push(*chunk, *position);
    }
    Page {
        features,
        matched: selection.len(),
        next: on_page.last().filter(|_| more).map(|(place, ..)| place.clone()),
    }
}

/// What stands between two numbers once all are in order. Only that is sorted, not what lies before or behind it.
fn between<T>(all: &mut [T], from: usize, until: usize, by: impl Fn(&T, &T) -> Ordering) -> &[T] {
    let (from, until) = (from.min(all.len()), until.min(all.len()));
    if until < all.len() {
        all.select_nth_unstable_by(until, &by);
    }
    let before_the_end = &mut all[..until];
    if from > 0 && from < until {
        before_the_end.select_nth_unstable_by(from, &by);
    }
    let between = &mut before_the_end[from.min(until)..];
    between.sort_unstable_by(&by);
    between
}

/// A place in the order, and the row that has it: number of its chunk and position there.
type Candidate = (Cursor, usize, usize);

/// The keys of an order, with the texts they need.
struct Keys(Vec<(SortProperty, Option<Texts>)>);

impl Keys {
    fn new(rows: &Rows, sort: &[SortKey]) -> Self {
        let texts = |property| match property {
            SortProperty::Attribute(attribute) => rows.attributes().texts(attribute),
            _ => None,
        };
        Self(sort.iter().map(|key| (key.property, texts(key.property))).collect())
    }

    /// Writes a row's place into `place`.
    fn read(&self, chunk: &Chunk, position: usize, place: &mut Cursor) {
        place.order = chunk.order(position);
        place.keys.clear();
        let span = chunk.span(position);
        let known = |time: i64| if span == ALWAYS { SortValue::Null } else { SortValue::Whole(time) };
        place.keys.extend(self.0.iter().map(|(property, texts)| match property {
            SortProperty::Order => SortValue::Whole(place.order.cast_signed()),
            SortProperty::Start => known(span.0),
            SortProperty::End => known(span.1),
            SortProperty::Id => SortValue::Text(chunk.id(position).into()),
            SortProperty::Attribute(attribute) => {
                attribute_value(chunk.column(*attribute), position, texts.as_ref())
            }
        }));
    }
}

/// As much of a text as an order looks at: a place in it goes into addresses, which have an end.
const MAX_SORTED_LETTERS: usize = 200;

fn beginning(text: &Arc<str>) -> Arc<str> {
    match text.char_indices().nth(MAX_SORTED_LETTERS).filter(|_| text.len() > MAX_SORTED_LETTERS) {
        Some((end, _)) => text[..end].into(),
        None => Arc::clone(text),
    }
}

fn attribute_value(column: Option<&Column>, position: usize, texts: Option<&Texts>) -> SortValue {
    let text = |code| {
        let entry = texts.and_then(|texts| texts.get(code));
        entry.map_or(SortValue::Null, |entry| SortValue::Text(beginning(&entry.folded)))
    };
    match column {
        Some(Column::Text(codes)) => text(codes[position]),
        Some(Column::Texts(lists)) => text(lists.get(position).first().copied().unwrap_or(NO_TEXT)),
        Some(Column::Number(numbers)) if !numbers[position].is_nan() => SortValue::Number(numbers[position]),
        Some(Column::Boolean(truths)) if truths[position] < 2 => SortValue::Number(truths[position].into()),
        _ => SortValue::Null,
    }
}

/// The page of a query whose matches are known by their orders, in any order and without repeats.
pub(super) fn assemble(rows: &Rows, mut orders: Vec<u64>, query: &Query) -> Page {
    let matched = orders.len();
    let after = query.after.as_ref().map(|after| after.order);
    orders.retain(|order| Some(*order) > after);
    let until = query.offset.saturating_add(query.limit);
    let more = query.limit > 0 && orders.len() > until;
    if orders.len() > until {
        // Only the page is sorted, not everything behind it.
        if until > 0 {
            orders.select_nth_unstable(until - 1);
        }
        orders.truncate(until);
    }
    orders.sort_unstable();
    let next = if more { orders.last().map(|order| Cursor::unsorted(*order)) } else { None };
    let mut features = Features::of(rows);
    for (chunk, position) in
        orders.get(query.offset..).unwrap_or_default().iter().filter_map(|order| rows.find(*order))
    {
        features.push(chunk, position);
    }
    Page { features, matched, next }
}
