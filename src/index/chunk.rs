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

    pub(super) fn in_time(&self, (start, end): (i64, i64)) -> bool {
        start <= self.time.1 && end >= self.time.0
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
        let known = || self.starts.iter().zip(&self.ends).filter(|(start, end)| (**start, **end) != ALWAYS);
        Some((known().map(|(start, _)| *start).min()?, known().map(|(_, end)| *end).max()?))
    }

    /// Writes the positions of the matching rows into `found`, ascending.
    pub(super) fn matching(&self, filter: &Filter, found: &mut Vec<u32>) {
        found.clear();
        found.resize(self.len(), 0);
        let mut count = 0;
        // Every position is written and only a match moves on: no branch for the processor to guess.
        let (first, last) = filter.time;
        let times = self.starts.iter().zip(&self.ends);
        for (position, (start, end)) in times.enumerate() {
            found[count] = position as u32;
            count += usize::from(*start <= last && *end >= first);
        }
        found.truncate(count);
        if let Some(bbox) = &filter.bbox {
            self.keep_in_box(bbox, found);
        }
    }

    fn keep_in_box(&self, bbox: &Bbox, found: &mut Vec<u32>) {
        let [first, second] = bbox.parts();
        let Some([low, high]) = first else { return };
        // Without a second part the first is simply looked at twice.
        let [other_low, other_high] = second.unwrap_or([low, high]);
        found.retain(|position| {
            let (lon, lat) = (self.lons[*position as usize], self.lats[*position as usize]);
            // "Not outside" instead of "inside": what is not a number is outside of nothing.
            let outside = |low: [f64; 2], high: [f64; 2]| {
                lon < low[0] || lon > high[0] || lat < low[1] || lat > high[1]
            };
            !outside(low, high) || !outside(other_low, other_high)
        });
        if self.areas > 0 {
            found.retain(|position| match &self.rows[*position as usize].place {
                Place::Area(area) => area.meets(bbox),
                Place::Nowhere | Place::Point(_) => true,
            });
        }
    }
}
