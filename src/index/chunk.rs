//! A few hundred features, column by column.

use super::area::Area;
use super::feature::{Feature, Shape};
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
pub(super) struct Filter {
    pub(super) bbox: Option<Bbox>,
    /// Closed, with the ends of `i64` for an open side.
    pub(super) time: (i64, i64),
}

/// The span of a feature without one: it meets every interval.
pub(super) const ALWAYS: (i64, i64) = (i64::MIN, i64::MAX);

/// Features in ascending order. The columns that a search reads lie apart from the rest.
#[derive(Debug, Clone, Default)]
pub(super) struct Chunk {
    orders: Vec<u64>,
    starts: Vec<i64>,
    ends: Vec<i64>,
    /// Not a number for whatever is not a point.
    lons: Vec<f64>,
    lats: Vec<f64>,
    rows: Vec<Row>,
    /// How many rows are areas, which need a second look.
    areas: usize,
}

impl From<Feature> for Row {
    fn from(feature: Feature) -> Self {
        Self {
            id: feature.id.into(),
            geojson: feature.geojson.into(),
            // A span that ends before it starts would be in no interval; nothing may be lost that way.
            span: feature.span.map_or(ALWAYS, |(a, b)| (a.min(b), a.max(b))),
            place: match feature.shape {
                Shape::None => Place::Nowhere,
                Shape::Point(point) => Place::Point(point.to_array()),
                Shape::Area(polygons) => {
                    Area::new(polygons).map_or(Place::Nowhere, |area| Place::Area(Arc::new(area)))
                }
            },
        }
    }
}

impl Filter {
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
    pub(super) fn len(&self) -> usize {
        self.orders.len()
    }

    pub(super) fn first(&self) -> Option<u64> {
        self.orders.first().copied()
    }

    pub(super) fn last(&self) -> Option<u64> {
        self.orders.last().copied()
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

    pub(super) fn insert(&mut self, position: usize, order: u64, row: Row) {
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
    }

    pub(super) fn remove(&mut self, position: usize) -> Row {
        self.orders.remove(position);
        self.starts.remove(position);
        self.ends.remove(position);
        self.lons.remove(position);
        self.lats.remove(position);
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
            rows,
            areas,
        }
    }

    /// First start and last end of the rows that have a span.
    pub(super) fn time_extent(&self) -> Option<(i64, i64)> {
        let known = || self.times().filter(|time| *time != ALWAYS);
        Some((known().map(|(start, _)| start).min()?, known().map(|(_, end)| end).max()?))
    }

    /// How many rows match.
    pub(super) fn count(&self, filter: &Filter) -> usize {
        if self.areas > 0 && filter.bbox.is_some() {
            let mut found = Vec::new();
            self.matching(filter, &mut found);
            return found.len();
        }
        match &filter.bbox {
            None => self.times().map(|time| usize::from(filter.in_time(time))).sum(),
            Some(bbox) => {
                let parts = Parts::new(bbox);
                let rows = self.times().zip(self.points());
                rows.map(|(time, point)| usize::from(filter.in_time(time) & parts.may_hold(point))).sum()
            }
        }
    }

    /// Writes the positions of the matching rows into `found`, ascending.
    pub(super) fn matching(&self, filter: &Filter, found: &mut Vec<u32>) {
        found.clear();
        found.resize(self.len(), 0);
        let mut count = 0;
        // Every position is written and only a match moves on: no branch for the processor to guess.
        let mut look = |position: usize, matches: bool| {
            found[count] = position as u32;
            count += usize::from(matches);
        };
        let times = self.times().map(|time| filter.in_time(time));
        match &filter.bbox {
            None => times.enumerate().for_each(|(position, matches)| look(position, matches)),
            Some(bbox) => {
                let parts = Parts::new(bbox);
                for (position, (matches, point)) in times.zip(self.points()).enumerate() {
                    look(position, matches & parts.may_hold(point));
                }
            }
        }
        found.truncate(count);
        if let Some(bbox) = filter.bbox.filter(|_| self.areas > 0) {
            found.retain(|position| match &self.rows[*position as usize].place {
                Place::Area(area) => area.meets(&bbox),
                Place::Nowhere | Place::Point(_) => true,
            });
        }
    }

    fn times(&self) -> impl Iterator<Item = (i64, i64)> {
        self.starts.iter().copied().zip(self.ends.iter().copied())
    }

    fn points(&self) -> impl Iterator<Item = (f64, f64)> {
        self.lons.iter().copied().zip(self.lats.iter().copied())
    }
}

/// A box as two rectangles, for a test without branches.
struct Parts([[[f64; 2]; 2]; 2]);

impl Parts {
    fn new(bbox: &Bbox) -> Self {
        let [first, second] = bbox.parts();
        let whole = [[bbox.west, bbox.south], [bbox.east, bbox.north]];
        let first = first.unwrap_or(whole);
        // Without a second part the first is simply looked at twice.
        Self([first, second.unwrap_or(first)])
    }

    /// Whether a point lies in the box. "Not outside" instead of "inside": what is not a point is not a number,
    /// and that is outside of nothing.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "eight comparisons cost less than a branch guessed wrongly"
    )]
    fn may_hold(&self, (lon, lat): (f64, f64)) -> bool {
        let outside =
            |[low, high]: [[f64; 2]; 2]| (lon < low[0]) | (lon > high[0]) | (lat < low[1]) | (lat > high[1]);
        !(outside(self.0[0]) & outside(self.0[1]))
    }
}
