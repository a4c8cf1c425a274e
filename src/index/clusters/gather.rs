//! Counts by cell.
//!
//! In: chunks and which of their rows match. Out: a sum for every cell that has one, and sums of cells. It must not know
//! which cells become one cluster.

use super::frame::Frame;
use crate::event::Bbox;
use crate::index::chunk::{ALWAYS, Chunk};
use crate::index::column::Column;
use crate::index::mask::Mask;

/// A cell that nothing is in.
const EMPTY: u32 = u32::MAX;

/// What is known of the features of a cell, or of several.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    pub(super) count: u32,
    /// Chunk and row of one of them.
    pub(super) one: (u32, u32),
    /// Sums of longitudes and latitudes.
    total: [f64; 2],
    low: [f64; 2],
    high: [f64; 2],
    first: i64,
    last: i64,
}

/// Sums by cell.
pub(super) struct Gathered<'a> {
    pub(super) frame: &'a Frame,
    /// For every cell of the frame where its sum stands.
    places: Vec<u32>,
    /// The cells that have one, in the order in which they were met.
    cells: Vec<u32>,
    sums: Vec<Sum>,
    class_count: usize,
    /// For every sum, how many of its features have which class.
    classes: Vec<u32>,
}

impl Sum {
    const NONE: Self = Self {
        count: 0,
        one: (0, 0),
        total: [0.0; 2],
        low: [f64::INFINITY; 2],
        high: [f64::NEG_INFINITY; 2],
        first: i64::MAX,
        last: i64::MIN,
    };

    fn add(&mut self, point: [f64; 2], span: (i64, i64), one: (u32, u32)) {
        self.count += 1;
        self.one = one;
        for (axis, degrees) in point.into_iter().enumerate() {
            self.total[axis] += degrees;
            // Not `min`, which asks each time whether both are numbers.
            self.low[axis] = if degrees < self.low[axis] { degrees } else { self.low[axis] };
            self.high[axis] = if degrees > self.high[axis] { degrees } else { self.high[axis] };
        }
        if span != ALWAYS {
            self.first = self.first.min(span.0);
            self.last = self.last.max(span.1);
        }
    }

    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.one = other.one;
        for axis in 0..2 {
            self.total[axis] += other.total[axis];
            self.low[axis] = self.low[axis].min(other.low[axis]);
            self.high[axis] = self.high[axis].max(other.high[axis]);
        }
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    /// The middle of the points, where the frame counts longitudes on.
    fn middle(&self) -> [f64; 2] {
        // Rounding must not push the middle of equal points beside them.
        [0, 1].map(|axis| (self.total[axis] / f64::from(self.count)).clamp(self.low[axis], self.high[axis]))
    }

    /// The middle of the points.
    pub(super) fn point(&self) -> [f64; 2] {
        let [lon, lat] = self.middle();
        [wrapped(lon), lat]
    }

    /// The box around the points.
    pub(super) fn bbox(&self) -> Bbox {
        let ([west, south], [east, north]) = (self.low, self.high);
        Bbox { west: wrapped(west), south, east: wrapped(east), north }
    }

    /// First and last millisecond of what has a span.
    pub(super) fn span(&self) -> Option<(i64, i64)> {
        (self.first <= self.last).then_some((self.first, self.last))
    }
}

fn wrapped(lon: f64) -> f64 {
    if lon > 180.0 { lon - 360.0 } else { lon }
}

impl<'a> Gathered<'a> {
    pub(super) fn new(frame: &'a Frame, class_count: usize) -> Self {
        let places = vec![EMPTY; frame.size[0] * frame.size[1]];
        Self { frame, places, cells: Vec::new(), sums: Vec::new(), class_count, classes: Vec::new() }
    }

    /// Counts the rows of a mask that have a point.
    pub(super) fn add(&mut self, number: u32, chunk: &Chunk, mask: &Mask, classes: Option<usize>) {
        let codes = match classes.and_then(|attribute| chunk.column(attribute)) {
            Some(Column::Text(codes)) => codes.as_slice(),
            _ => &[],
        };
        let (points, spans) = (chunk.point_columns(), chunk.span_columns());
        mask.each(|position| {
            let (lon, lat) = (points[0][position], points[1][position]);
            if lon.is_nan() {
                return;
            }
            let lon = self.frame.unwrapped(lon);
            let place = self.place(self.frame.cell(lon, lat));
            let span = (spans[0][position], spans[1][position]);
            self.sums[place].add([lon, lat], span, (number, position as u32));
            let class = codes.get(position).map_or(usize::MAX, |code| *code as usize);
            if class < self.class_count {
                self.classes[place * self.class_count + class] += 1;
            }
        });
    }

    /// Where the sum of a cell stands.
    fn place(&mut self, cell: usize) -> usize {
        if self.places[cell] == EMPTY {
            self.places[cell] = self.sums.len() as u32;
            self.cells.push(cell as u32);
            self.sums.push(Sum::NONE);
            self.classes.resize(self.sums.len() * self.class_count, 0);
        }
        self.places[cell] as usize
    }

    /// What was gathered here and elsewhere in the same frame.
    pub(super) fn joined(mut self, other: &Self) -> Self {
        for (there, (cell, sum)) in other.cells.iter().zip(&other.sums).enumerate() {
            let here = self.place(*cell as usize);
            self.sums[here].join(sum);
            let theirs = &other.classes[there * self.class_count..][..self.class_count];
            let ours = &mut self.classes[here * self.class_count..][..self.class_count];
            ours.iter_mut().zip(theirs).for_each(|(ours, theirs)| *ours += theirs);
        }
        self
    }

    /// How many cells have something.
    pub(super) fn len(&self) -> usize {
        self.sums.len()
    }

    /// Where the sum of the cell in a column and a row stands, if it has one.
    pub(super) fn at(&self, column: usize, row: usize) -> Option<usize> {
        let place = self.places[row * self.frame.size[0] + column];
        (place != EMPTY).then_some(place as usize)
    }

    /// Column and row of the cell of a sum.
    pub(super) fn cell(&self, place: usize) -> [usize; 2] {
        let cell = self.cells[place] as usize;
        [cell % self.frame.size[0], cell / self.frame.size[0]]
    }

    pub(super) fn count(&self, place: usize) -> u32 {
        self.sums[place].count
    }

    /// The middle of the points of a sum, in cells.
    pub(super) fn middle(&self, place: usize) -> [f64; 2] {
        let [lon, lat] = self.sums[place].middle();
        self.frame.place(lon, lat)
    }

    /// What is known of the features of several cells.
    pub(super) fn sum(&self, places: &[usize]) -> Sum {
        let mut sum = Sum::NONE;
        for place in places {
            sum.join(&self.sums[*place]);
        }
        sum
    }

    /// How many of the features of several cells have which class.
    pub(super) fn classes(&self, places: &[usize]) -> Vec<usize> {
        let mut counts = vec![0; self.class_count];
        for place in places {
            let here = &self.classes[place * self.class_count..][..self.class_count];
            counts.iter_mut().zip(here).for_each(|(count, here)| *count += *here as usize);
        }
        counts
    }
}
