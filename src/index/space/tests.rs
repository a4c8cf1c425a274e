//! Trees, what comes later and what goes, against a look at every point.

use super::*;
use crate::event::Interval;
use crate::index::chunk::ALWAYS;
use crate::index::chunk::Window;
use proptest::prelude::*;

/// Places on a coarse grid, so that many are the same, and both ends of the world.
fn point(number: u64) -> [f64; 2] {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    [(mixed % 361) as f64 - 180.0, (mixed / 361 % 61) as f64 - 30.0]
}

fn span(number: u64) -> (i64, i64) {
    if number.is_multiple_of(5) { ALWAYS } else { (number.cast_signed() % 40, number.cast_signed() % 40 + 3) }
}

/// What was put where, by orders.
#[derive(Default)]
struct Plain(BTreeMap<u64, u64>);

impl Plain {
    fn put(&mut self, space: &mut Space, order: u64, number: u64) {
        self.take(space, order);
        space.insert(order, &Place::Point(point(number)), span(number));
        self.0.insert(order, number);
    }

    fn take(&mut self, space: &mut Space, order: u64) {
        if let Some(number) = self.0.remove(&order) {
            space.remove(order, &Place::Point(point(number)));
        }
    }

    fn within(&self, bbox: &Bbox, window: &Window) -> Vec<u64> {
        let is_in = |number: u64| {
            let [lon, lat] = point(number);
            let in_lon = if bbox.west <= bbox.east {
                bbox.west <= lon && lon <= bbox.east
            } else {
                lon >= bbox.west || lon <= bbox.east
            };
            in_lon && bbox.south <= lat && lat <= bbox.north && window.in_time(span(number))
        };
        self.0.iter().filter(|(_, number)| is_in(**number)).map(|(order, _)| *order).collect()
    }

    fn corners(&self) -> Option<Corners> {
        let axis = |axis: usize| self.0.values().map(move |number| point(*number)[axis]);
        let low = |of: usize| axis(of).reduce(f64::min);
        let high = |of: usize| axis(of).reduce(f64::max);
        Some([[low(0)?, low(1)?], [high(0)?, high(1)?]])
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn thousands_come_move_and_go_and_each_box_has_what_is_in_it(
        seed in any::<u64>(),
        first in 0..6_000_u64,
        steps in 1..9_000_u64,
        keep in 1..6_u64,
        boxes in proptest::collection::vec((-200..=160_i32, 0..=180_i32, -30..=30_i32, 0..=40_i32, 0..40_i64), 4),
    ) {
        let (mut plain, mut space) = (Plain::default(), Space::default());
        for order in 0..first {
            plain.put(&mut space, order, order ^ seed);
        }
        let before = space.clone();
        let held = plain.0.clone();
        for step in 0..steps {
            let order = (step.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(seed) >> 33) % 7_000;
            if step % keep == 0 { plain.take(&mut space, order) } else { plain.put(&mut space, order, step ^ seed) }
        }
        for (space, plain) in [(&space, &plain), (&before, &Plain(held))] {
            prop_assert_eq!(space.corners(), plain.corners());
            for (west, wide, south, high, day) in &boxes {
                let wrapped = |lon: i32| f64::from((lon + 180).rem_euclid(361) - 180);
                let (south, north) = (f64::from(*south), f64::from(south + high));
                let bbox = Bbox::new(wrapped(*west), south, wrapped(west + wide), north).unwrap();
                for time in [None, Interval::new(Some(*day), Some(day + 2)).ok()] {
                    let window = Window::new(Some(bbox), time);
                    let cover = space.cover(&bbox).unwrap();
                    let mut found = cover.orders(&window);
                    found.sort_unstable();
                    let expected = plain.within(&bbox, &window);
                    prop_assert_eq!(&found, &expected, "{:?}", bbox);
                    let all = plain.within(&bbox, &Window::new(Some(bbox), None)).len();
                    prop_assert_eq!(cover.len(), all, "{:?}", bbox);
                }
            }
        }
    }
}
