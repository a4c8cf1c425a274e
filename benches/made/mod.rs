//! What the benches of the index share: sizes, numbers that look random, and collections that are filled in portions.

use azalai::index::{Attribute, Collection, Feature, Loader};

/// Ten thousand, a hundred thousand, a million, and with `AZALAI_BENCH_LARGE=1` ten million.
pub(crate) fn sizes() -> impl Iterator<Item = u64> {
    let large = std::env::var_os("AZALAI_BENCH_LARGE").map(|_| 10_000_000);
    [10_000, 100_000, 1_000_000].into_iter().chain(large)
}

/// Features that are made before they are packed: ten million at once would need more memory than the collection.
const PORTION: u64 = 10_000;

/// A collection of so many features.
pub(crate) fn loaded(attributes: &'static [Attribute], size: u64, feature: fn(u64) -> Feature) -> Collection {
    let mut loader = Loader::new(attributes);
    for from in (0..size).step_by(PORTION as usize) {
        loader.extend((from..size.min(from + PORTION)).map(feature).collect());
    }
    loader.finish()
}

/// A fixed sequence of numbers that look random (Knuth's MMIX generator, upper bits).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Longitude and latitude of an event near one of 2,000 places in Mali's box, and which one. A few places have most
    /// events, as in life: the place's number falls off as a power of the roll. `off` says how far from it the event is.
    pub(crate) fn site(&mut self, off: impl Fn(&mut Self) -> f64) -> ([f64; 2], u64) {
        const PLACES: u64 = 2_000;
        let place = (self.roll().powi(3) * PLACES as f64) as u64;
        let mut site = Self(place);
        site.roll();
        let lon = -12.0 + 16.0 * site.roll() + off(self);
        let lat = 10.5 + 14.0 * site.roll() + off(self);
        ([lon, lat], place)
    }
}
