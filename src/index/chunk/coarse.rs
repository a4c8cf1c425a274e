//! A chunk's places and times in a byte each: most rows are inside of a window, or outside, by a look at these alone.
//!
//! In: points and spans. Out: which rows are in a window, and which ones only a look at the row itself can tell. It must not
//! know rows.
//!
//! Each column is cut into 254 steps between its lowest and its highest value (as the VA-file of Weber, Schek and Blott does,
//! 1998). What is in a step between those of a window's edges is inside, whatever it is; what shares a step with an edge is
//! looked at. A pass over a window reads 4 bytes a feature instead of 32, and compares many at a time. Lists that come by
//! date or by region have whole chunks inside or outside, and are not even passed over.

use super::{ALWAYS, CHUNK_MAX, Window};
use crate::index::mask::Mask;

/// Steps of what lies between lowest and highest; 0 is below them, and 255 above.
const STEPS: f64 = 254.0;

/// The columns of a chunk, by steps.
#[derive(Debug, Clone)]
pub(super) struct Coarse {
    lons: Axis,
    lats: Axis,
    starts: Axis,
    ends: Axis,
    /// Whether all rows are points. Of others it knows nothing.
    pub(super) is_points: bool,
    /// Whether all rows have a span.
    is_dated: bool,
}

#[derive(Debug, Clone)]
struct Axis {
    low: f64,
    high: f64,
    factor: f64,
    steps: Box<[u8]>,
}

/// The steps that the edges of a window are in.
struct Edges {
    west: u8,
    south: u8,
    east: u8,
    north: u8,
    from: u8,
    to: u8,
}

impl Axis {
    /// Of values, in steps between those that count.
    fn new(values: impl Iterator<Item = f64> + Clone, counts: impl Fn(usize) -> bool) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for (_, value) in values.clone().enumerate().filter(|(row, _)| counts(*row)) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            (low, high) = (0.0, 0.0);
        }
        let factor = if low < high { STEPS / (high - low) } else { 0.0 };
        let mut axis = Self { low, high, factor, steps: Box::default() };
        axis.steps = values.map(|value| axis.step(value)).collect();
        axis
    }

    /// The step of a value. Of two values the higher one never has the lower step, which is all that hangs on it.
    fn step(&self, value: f64) -> u8 {
        if value < self.low {
            0
        } else if value > self.high {
            u8::MAX
        } else {
            1 + (((value - self.low) * self.factor) as u8).min(STEPS as u8 - 1)
        }
    }
}

impl Coarse {
    pub(super) fn new([lons, lats]: [&[f64]; 2], [starts, ends]: [&[i64]; 2]) -> Self {
        let is_known = |row: usize| (starts[row], ends[row]) != ALWAYS;
        let time = |times: &[i64]| Axis::new(times.iter().map(|time| *time as f64), is_known);
        Self {
            lons: Axis::new(lons.iter().copied(), |_| true),
            lats: Axis::new(lats.iter().copied(), |_| true),
            starts: time(starts),
            ends: time(ends),
            is_points: !lons.iter().any(|lon| lon.is_nan()),
            is_dated: (0..starts.len()).all(is_known),
        }
    }

    /// The rows whose points may lie in a rectangle, and whose spans in the time of a window, and those that do: of the
    /// others, which are too near to an edge, only a look at the row tells.
    pub(super) fn within(
        &self,
        [[west, south], [east, north]]: [[f64; 2]; 2],
        Window { time: (from, to), .. }: &Window,
    ) -> (Mask, Mask) {
        let edges = Edges {
            west: self.lons.step(west),
            south: self.lats.step(south),
            east: self.lons.step(east),
            north: self.lats.step(north),
            from: self.ends.step(*from as f64),
            to: self.starts.step(*to as f64),
        };
        let (low, high) = (0, u8::MAX);
        let is_elsewhere =
            edges.west == high || edges.south == high || edges.east == low || edges.north == low;
        if is_elsewhere || (self.is_dated && (edges.from == high || edges.to == low)) {
            return (Mask::NONE, Mask::NONE);
        }
        if edges.is_everything() {
            let all = Mask::below(self.lons.steps.len());
            return (all, all);
        }
        Mask::two_of(&self.compared(&edges))
    }

    /// For each row whether it may be in a window, the lowest bit, and whether it is for sure, the next.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "comparisons of many bytes at a time cost less than a branch for each"
    )]
    fn compared(&self, Edges { west, south, east, north, from, to }: &Edges) -> [u8; CHUNK_MAX] {
        let mut bytes = [0; CHUNK_MAX];
        let places = self.lons.steps.iter().zip(&*self.lats.steps);
        let times = self.starts.steps.iter().zip(&*self.ends.steps);
        for (byte, ((lon, lat), (start, end))) in bytes.iter_mut().zip(places.zip(times)) {
            let possible = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north);
            let possible = possible & (start <= to) & (end >= from);
            let sure = (lon > west) & (lon < east) & (lat > south) & (lat < north);
            let sure = sure & (start < to) & (end > from);
            *byte = u8::from(possible) | u8::from(sure) << 1;
        }
        bytes
    }
}

impl Edges {
    /// Whether they lie around all that there is.
    fn is_everything(&self) -> bool {
        let (low, high) = (0, u8::MAX);
        [self.west, self.south, self.from].iter().all(|edge| *edge == low)
            && [self.east, self.north, self.to].iter().all(|edge| *edge == high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// Few values, so that edges and rows meet, and some that are far off.
    fn degrees() -> impl Strategy<Value = f64> {
        prop_oneof![6 => (-3..=3_i32).prop_map(f64::from), 2 => -4.0..4.0_f64, 1 => Just(-0.0), 1 => Just(180.0)]
    }

    fn time() -> impl Strategy<Value = i64> {
        prop_oneof![6 => -5..5_i64, 1 => any::<i64>(), 1 => Just(i64::MIN), 1 => Just(i64::MAX)]
    }

    fn span() -> impl Strategy<Value = (i64, i64)> {
        prop_oneof![5 => (time(), time()).prop_map(|(a, b)| (a.min(b), a.max(b))), 1 => Just(ALWAYS)]
    }

    proptest! {
        #[test]
        fn a_window_holds_the_rows_that_a_look_at_each_finds(
            rows in vec((degrees(), degrees(), span()), 1..CHUNK_MAX),
            windows in vec((degrees(), degrees(), degrees(), degrees(), span()), 1..20),
        ) {
            let lons: Vec<f64> = rows.iter().map(|row| row.0).collect();
            let lats: Vec<f64> = rows.iter().map(|row| row.1).collect();
            let (starts, ends): (Vec<i64>, Vec<i64>) = rows.iter().map(|row| row.2).unzip();
            let coarse = Coarse::new([&lons, &lats], [&starts, &ends]);
            for (a, b, c, d, time) in windows {
                let (low, high) = ([a.min(c), b.min(d)], [a.max(c), b.max(d)]);
                let window = Window { bbox: None, time };
                let is_in = |row: usize| {
                    let (lon, lat, span) = rows[row];
                    (low[0]..=high[0]).contains(&lon) && (low[1]..=high[1]).contains(&lat) && window.in_time(span)
                };
                let expected: Vec<usize> = (0..rows.len()).filter(|row| is_in(*row)).collect();
                let (possible, sure) = coarse.within([low, high], &window);
                prop_assert!(sure.positions().all(is_in));
                let found: Vec<usize> = possible.positions().filter(|row| is_in(*row)).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn few_rows_of_many_are_looked_at() {
        let lons: Vec<f64> = (0..CHUNK_MAX).map(|row| row as f64 * 0.37 % 16.0 - 12.0).collect();
        let lats: Vec<f64> = (0..CHUNK_MAX).map(|row| row as f64 * 0.73 % 14.0 + 10.0).collect();
        let times: Vec<i64> =
            (0_i64..).take(CHUNK_MAX).map(|row| (row * 7_919 % 4_000) * 86_400_000).collect();
        let coarse = Coarse::new([&lons, &lats], [&times, &times]);
        let window = Window { bbox: None, time: (1_000 * 86_400_000, 3_000 * 86_400_000) };
        let (possible, sure) = coarse.within([[-9.0, 12.0], [1.0, 20.0]], &window);
        let looked_at = possible.without(&sure).len();
        assert!(sure.len() > 50 && looked_at < 20, "{looked_at} of {}", possible.len());
    }
}
