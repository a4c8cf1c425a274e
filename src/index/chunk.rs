//! A few hundred features, column by column.

mod coarse;
mod form;

pub(super) use form::ChunkForm;

use super::area::Area;
use super::column::{Cell, Column};
use super::feature::Shape;
use super::mask::Mask;
use super::strings::Strings;
use crate::event::{Bbox, Interval};
use coarse::Coarse;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A chunk that grows beyond this is cut in two. Large enough that a pass over a column is one run
/// through memory, small enough that an insertion in the middle moves little.
pub(super) const CHUNK_MAX: usize = 512;

/// More bytes than this in a chunk cut it in two as well, so that places in them are numbers of 32 bits; no store takes a
/// feature that is as large.
const BYTES_MAX: usize = 1 << 30;

/// A feature as a chunk takes it, beside its columns.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) id: String,
    /// Packed by the book of the collection.
    pub(super) packed: Vec<u8>,
    /// Folded, with a space before each word.
    pub(super) words: String,
    pub(super) span: (i64, i64),
    pub(super) place: Place,
}

/// Where a feature is, checked.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Nowhere,
    Point([f64; 2]),
    Area(Arc<Area>),
}

/// Conditions on box and time, ready to be tested row by row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) bbox: Option<Bbox>,
    /// Closed, with the ends of `i64` for an open side.
    pub(super) time: (i64, i64),
}

/// South-western and north-eastern corner.
type Corners = [[f64; 2]; 2];
/// Around every point.
const EVERYWHERE: Corners = [[f64::NEG_INFINITY; 2], [f64::INFINITY; 2]];

/// The span of a feature without one: it meets every interval.
pub(super) const ALWAYS: (i64, i64) = (i64::MIN, i64::MAX);

/// Features in ascending order. The columns that a search reads lie apart from the rest.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    orders: Vec<u64>,
    starts: Vec<i64>,
    ends: Vec<i64>,
    /// Not a number for whatever is not a point.
    lons: Vec<f64>,
    lats: Vec<f64>,
    /// One for each attribute of the collection.
    columns: Vec<Column>,
    ids: Strings,
    words: Strings,
    packed: Strings,
    /// The rows that are areas, which need a second look, by their orders.
    areas: BTreeMap<u64, Arc<Area>>,
    /// Places and times by steps, as soon as somebody asks for a window.
    coarse: OnceLock<Coarse>,
}

impl From<Shape> for Place {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::None => Self::Nowhere,
            Shape::Point(point) => Self::Point(point.to_array()),
            Shape::Area(polygons) => {
                Area::new(polygons).map_or(Self::Nowhere, |area| Self::Area(Arc::new(area)))
            }
        }
    }
}

impl Window {
    pub(super) fn new(bbox: Option<Bbox>, time: Option<Interval>) -> Self {
        let time =
            time.map_or(ALWAYS, |time| (time.start().unwrap_or(i64::MIN), time.end().unwrap_or(i64::MAX)));
        Self { bbox, time }
    }

    #[expect(
        clippy::needless_bitwise_bool,
        reason = "two comparisons cost less than a branch guessed wrongly"
    )]
    pub(super) fn in_time(&self, (start, end): (i64, i64)) -> bool {
        (start <= self.time.1) & (end >= self.time.0)
    }
}

impl Chunk {
    /// Without rows, with these empty columns.
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self {
            orders: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            lons: Vec::new(),
            lats: Vec::new(),
            columns,
            ids: Strings::default(),
            words: Strings::default(),
            packed: Strings::default(),
            areas: BTreeMap::new(),
            coarse: OnceLock::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.orders.len()
    }

    pub(super) fn first(&self) -> Option<u64> {
        self.orders.first().copied()
    }

    pub(super) fn position(&self, order: u64) -> Result<usize, usize> {
        // Orders mostly follow each other without a gap: then the first look finds it.
        let guess = order.checked_sub(self.orders.first().copied().unwrap_or_default());
        let guess = guess.and_then(|guess| usize::try_from(guess).ok()).unwrap_or(usize::MAX);
        if self.orders.get(guess) == Some(&order) {
            return Ok(guess);
        }
        self.orders.binary_search(&order)
    }

    pub(super) fn order(&self, position: usize) -> u64 {
        self.orders[position]
    }

    pub(super) fn id(&self, position: usize) -> &str {
        // Only texts are put in.
        str::from_utf8(self.ids.get(position)).unwrap_or_default()
    }

    /// Folded, with a space before each word.
    pub(super) fn words(&self, position: usize) -> &[u8] {
        self.words.get(position)
    }

    /// A feature as the book of the collection packs it.
    pub(super) fn packed(&self, position: usize) -> &[u8] {
        self.packed.get(position)
    }

    /// All features as the book of the collection packs them.
    pub(super) fn all_packed(&self) -> impl Iterator<Item = &[u8]> {
        self.packed.iter()
    }

    /// Where a feature is.
    pub(super) fn place(&self, position: usize) -> Place {
        if !self.lons[position].is_nan() {
            return Place::Point([self.lons[position], self.lats[position]]);
        }
        self.areas.get(&self.orders[position]).map_or(Place::Nowhere, |area| Place::Area(Arc::clone(area)))
    }

    /// Whether one more feature, which is put behind all others, belongs to a chunk of its own.
    pub(super) fn is_full(&self) -> bool {
        self.len() >= CHUNK_MAX || self.bytes() > BYTES_MAX
    }

    /// Whether it has grown so much that it is cut in two.
    pub(super) fn is_overfull(&self) -> bool {
        self.len() > CHUNK_MAX || (self.bytes() > BYTES_MAX && self.len() > 1)
    }

    fn bytes(&self) -> usize {
        self.packed.size() + self.words.size()
    }

    /// Every order with its id.
    pub(super) fn orders_and_ids(&self) -> impl Iterator<Item = (u64, &str)> {
        (0..self.len()).map(|position| (self.orders[position], self.id(position)))
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// First and last millisecond of a row.
    pub(super) fn span(&self, position: usize) -> (i64, i64) {
        (self.starts[position], self.ends[position])
    }

    /// The values of an attribute; `None` when there is no such attribute.
    pub(super) fn column(&self, attribute: usize) -> Option<&Column> {
        self.columns.get(attribute)
    }

    pub(super) fn insert(&mut self, position: usize, order: u64, row: Row, cells: Vec<Cell>) {
        let [lon, lat] = match row.place {
            Place::Point(point) => point,
            Place::Nowhere => [f64::NAN; 2],
            Place::Area(area) => {
                self.areas.insert(order, area);
                [f64::NAN; 2]
            }
        };
        self.coarse = OnceLock::new();
        self.orders.insert(position, order);
        self.starts.insert(position, row.span.0);
        self.ends.insert(position, row.span.1);
        self.lons.insert(position, lon);
        self.lats.insert(position, lat);
        self.ids.insert(position, row.id.as_bytes());
        self.words.insert(position, row.words.as_bytes());
        self.packed.insert(position, &row.packed);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.insert(position, cell);
        }
    }

    /// Takes a row away; its id and where it was.
    pub(super) fn remove(&mut self, position: usize) -> (String, Place) {
        self.coarse = OnceLock::new();
        let gone = (self.id(position).to_owned(), self.place(position));
        self.areas.remove(&self.orders.remove(position));
        self.starts.remove(position);
        self.ends.remove(position);
        self.lons.remove(position);
        self.lats.remove(position);
        self.ids.remove(position);
        self.words.remove(position);
        self.packed.remove(position);
        self.columns.iter_mut().for_each(|column| column.remove(position));
        gone
    }

    /// Cuts off the upper half.
    pub(super) fn split(&mut self) -> Self {
        let middle = self.len() / 2;
        let orders = self.orders.split_off(middle);
        self.coarse = OnceLock::new();
        Self {
            coarse: OnceLock::new(),
            areas: orders.first().map(|first| self.areas.split_off(first)).unwrap_or_default(),
            orders,
            starts: self.starts.split_off(middle),
            ends: self.ends.split_off(middle),
            lons: self.lons.split_off(middle),
            lats: self.lats.split_off(middle),
            columns: self.columns.iter_mut().map(|column| column.split_off(middle)).collect(),
            ids: self.ids.split_off(middle),
            words: self.words.split_off(middle),
            packed: self.packed.split_off(middle),
        }
    }

    /// Gives back the memory that there is for more rows.
    pub(super) fn shrink(&mut self) {
        self.orders.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.lons.shrink_to_fit();
        self.lats.shrink_to_fit();
        self.columns.iter_mut().for_each(Column::shrink);
        [&mut self.ids, &mut self.words, &mut self.packed].into_iter().for_each(Strings::shrink);
    }

    /// First start and last end of the rows that have a span.
    pub(super) fn time_extent(&self) -> Option<(i64, i64)> {
        let known = || self.times().filter(|time| *time != ALWAYS);
        Some((known().map(|(start, _)| start).min()?, known().map(|(_, end)| end).max()?))
    }

    /// The rows that lie in a window, of those that a condition holds for: it is asked about rows that may, and a row that
    /// is too near to an edge is looked at last.
    pub(super) fn within(&self, window: &Window, condition: impl Fn(&Mask) -> Mask) -> Mask {
        // What excludes nothing is not looked at.
        let all = Mask::below(self.len());
        if window.bbox.is_none() && window.time == ALWAYS {
            return condition(&all);
        }
        let coarse = self.coarse.get_or_init(|| Coarse::new(self.point_columns(), self.span_columns()));
        if !coarse.is_points {
            return condition(&self.looked_through(window));
        }
        let parts = window.bbox.map_or([Some(EVERYWHERE), None], |bbox| bbox.parts());
        let mut found = Mask::NONE;
        for part in parts.into_iter().flatten() {
            let (possible, sure) = coarse.within(part, window);
            if possible.is_empty() {
                continue;
            }
            let met = condition(&possible);
            found = found.or(&met.and(&sure));
            met.without(&sure).each(|row| {
                if may_hold(part, (self.lons[row], self.lats[row])) && window.in_time(self.span(row)) {
                    found.insert(row);
                }
            });
        }
        found
    }

    /// The rows that lie in a window, by a look at each.
    fn looked_through(&self, window: &Window) -> Mask {
        let all = Mask::below(self.len());
        let in_time =
            if window.time == ALWAYS { all } else { Mask::of(self.times().map(|time| window.in_time(time))) };
        let Some(bbox) = window.bbox else { return in_time };
        let points = || self.lons.iter().copied().zip(self.lats.iter().copied());
        let in_box = Mask::of(
            points().map(|point| bbox.parts().into_iter().flatten().any(|part| may_hold(part, point))),
        );
        let mut mask = in_time.and(&in_box);
        for (order, area) in &self.areas {
            if let Ok(row) = self.position(*order)
                && !area.meets(&bbox)
            {
                mask.remove(row);
            }
        }
        mask
    }

    /// The columns of longitudes and latitudes; not a number for whatever is not a point.
    pub(super) fn point_columns(&self) -> [&[f64]; 2] {
        [&self.lons, &self.lats]
    }

    /// The columns of first and last milliseconds.
    pub(super) fn span_columns(&self) -> [&[i64]; 2] {
        [&self.starts, &self.ends]
    }

    /// First and last millisecond of each row.
    pub(super) fn times(&self) -> impl Iterator<Item = (i64, i64)> {
        self.starts.iter().copied().zip(self.ends.iter().copied())
    }
}

/// Whether a point lies in a rectangle, south-western corner first. "Not outside" instead of "inside": what is not a
/// point is not a number, and that is outside of nothing.
#[expect(clippy::needless_bitwise_bool, reason = "four comparisons cost less than a branch guessed wrongly")]
fn may_hold([low, high]: Corners, (lon, lat): (f64, f64)) -> bool {
    !((lon < low[0]) | (lon > high[0]) | (lat < low[1]) | (lat > high[1]))
}
