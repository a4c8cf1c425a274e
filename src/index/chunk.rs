//! A few hundred features, column by column.

mod form;

pub(super) use form::ChunkForm;

use super::area::Area;
use super::column::{Cell, Column};
use super::feature::Shape;
use super::mask::Mask;
use crate::event::{Bbox, Interval};
use std::sync::Arc;

/// A chunk that grows beyond this is cut in two. Large enough that a pass over a column is one run
/// through memory, small enough that an insertion in the middle moves little.
pub(super) const CHUNK_MAX: usize = 512;

/// What a feature is kept as, beside its columns.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) id: Arc<str>,
    pub(super) geojson: Arc<[u8]>,
    /// Folded, with a space before each word.
    pub(super) words: Box<str>,
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
    rows: Vec<Row>,
    /// How many rows are areas, which need a second look.
    areas: usize,
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
            rows: Vec::new(),
            areas: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.orders.len()
    }

    pub(super) fn first(&self) -> Option<u64> {
        self.orders.first().copied()
    }

    pub(super) fn position(&self, order: u64) -> Result<usize, usize> {
        self.orders.binary_search(&order)
    }

    pub(super) fn order(&self, position: usize) -> u64 {
        self.orders[position]
    }

    pub(super) fn row(&self, position: usize) -> &Row {
        &self.rows[position]
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (u64, &Row)> {
        self.orders.iter().copied().zip(&self.rows)
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
            Place::Nowhere | Place::Area(_) => [f64::NAN; 2],
        };
        self.areas += usize::from(matches!(row.place, Place::Area(_)));
        self.orders.insert(position, order);
        self.starts.insert(position, row.span.0);
        self.ends.insert(position, row.span.1);
        self.lons.insert(position, lon);
        self.lats.insert(position, lat);
        self.rows.insert(position, row);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.insert(position, cell);
        }
    }

    pub(super) fn remove(&mut self, position: usize) -> Row {
        self.orders.remove(position);
        self.starts.remove(position);
        self.ends.remove(position);
        self.lons.remove(position);
        self.lats.remove(position);
        self.columns.iter_mut().for_each(|column| column.remove(position));
        let row = self.rows.remove(position);
        self.areas -= usize::from(matches!(row.place, Place::Area(_)));
        row
    }

    /// Cuts off the upper half.
    pub(super) fn split(&mut self) -> Self {
        let middle = self.len() / 2;
        let rows = self.rows.split_off(middle);
        let areas = rows.iter().filter(|row| matches!(row.place, Place::Area(_))).count();
        self.areas -= areas;
        Self {
            orders: self.orders.split_off(middle),
            starts: self.starts.split_off(middle),
            ends: self.ends.split_off(middle),
            lons: self.lons.split_off(middle),
            lats: self.lats.split_off(middle),
            columns: self.columns.iter_mut().map(|column| column.split_off(middle)).collect(),
            rows,
            areas,
        }
    }

    /// First start and last end of the rows that have a span.
    pub(super) fn time_extent(&self) -> Option<(i64, i64)> {
        let known = || self.times().filter(|time| *time != ALWAYS);
        Some((known().map(|(start, _)| start).min()?, known().map(|(_, end)| end).max()?))
    }

    /// The rows that lie in a window.
    pub(super) fn within(&self, window: &Window) -> Mask {
        let in_time = self.times().map(|time| window.in_time(time));
        let Some(bbox) = window.bbox else { return Mask::of(in_time) };
        let points = || self.lons.iter().copied().zip(self.lats.iter().copied());
        let mut mask =
            match bbox.parts() {
                [Some(part), None] => {
                    Mask::of(in_time.zip(points()).map(|(time, point)| time & may_hold(part, point)))
                }
                parts => Mask::of(in_time.zip(points()).map(|(time, point)| {
                    time & parts.into_iter().flatten().any(|part| may_hold(part, point))
                })),
            };
        if self.areas > 0 {
            for row in mask.positions() {
                if let Place::Area(area) = &self.rows[row].place
                    && !area.meets(&bbox)
                {
                    mask.remove(row);
                }
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
fn may_hold([low, high]: [[f64; 2]; 2], (lon, lat): (f64, f64)) -> bool {
    !((lon < low[0]) | (lon > high[0]) | (lat < low[1]) | (lat > high[1]))
}
