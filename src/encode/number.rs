//! Numbers in data: no more digits than they mean.

use crate::event::LonLat;
use serde::{Serialize, Serializer};

/// Digits of a coordinate: a millionth of a degree is 11 cm.
pub const COORDINATE_DIGITS: i32 = 6;

/// A number with so many decimals at most; `null` when it is not finite, which JSON cannot say.
#[derive(Debug, Clone, Copy)]
pub struct Rounded {
    number: f64,
    digits: i32,
}

impl Rounded {
    /// A number, and how many decimals of it mean anything.
    pub fn new(number: f64, digits: i32) -> Self {
        Self { number, digits }
    }

    /// The rounded number; minus zero is zero.
    pub fn value(self) -> f64 {
        let scale = 10_f64.powi(self.digits);
        (self.number * scale).round() / scale + 0.0
    }
}

/// The point that is written for one: whoever copies it from an answer into a question must find the feature again.
pub fn point_as_written(point: LonLat) -> LonLat {
    let [lon, lat] = point.to_array().map(|degrees| Rounded::new(degrees, COORDINATE_DIGITS).value());
    // The ends of both ranges are whole: rounding leads beyond none.
    LonLat::new(lon, lat).unwrap_or(point)
}

impl Serialize for Rounded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// Up to here every whole `f64` is a whole number without doubt.
        const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;
        let value = self.value();
        if !value.is_finite() {
            serializer.serialize_none()
        } else if value.fract() == 0.0 && value.abs() < WHOLE_MAX {
            // 1500, not 1500.0: shorter, and what a person would write.
            serializer.serialize_i64(value as i64)
        } else {
            serializer.serialize_f64(value)
        }
    }
}
