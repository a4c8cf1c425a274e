//! A position on the globe.

use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};
use thiserror::Error;

/// A position in degrees, WGS 84, longitude first.
///
/// Longitude is within -180..=180, latitude within -90..=90, and both are finite. Serialised as
/// `[lon, lat]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

/// Why two numbers are not a position.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum InvalidPoint {
    /// Longitude is not a number within -180..=180.
    #[error("longitude {0} is not within -180 and 180")]
    Longitude(f64),
    /// Latitude is not a number within -90..=90.
    #[error("latitude {0} is not within -90 and 90")]
    Latitude(f64),
}

impl InvalidPoint {
    /// Which of the two is wrong: `lon` or `lat`.
    pub fn axis(self) -> &'static str {
        match self {
            Self::Longitude(_) => "lon",
            Self::Latitude(_) => "lat",
        }
    }
}

impl LonLat {
    /// Checks the ranges.
    pub fn new(lon: f64, lat: f64) -> Result<Self, InvalidPoint> {
        if !(-180.0..=180.0).contains(&lon) {
            return Err(InvalidPoint::Longitude(lon));
        }
        if !(-90.0..=90.0).contains(&lat) {
            return Err(InvalidPoint::Latitude(lat));
        }
        Ok(Self { lon, lat })
    }

    /// Degrees east, -180..=180.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Degrees north, -90..=90.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// How far in metres the truth may be from a point of which both numbers are whole degrees, or tenths: half the
    /// diagonal of that grid at the equator. `None` for one that is finer.
    pub fn rounding_m(self) -> Option<f64> {
        let is_on = |parts: f64| {
            [self.lon, self.lat]
                .iter()
                .all(|degrees| (degrees * parts - (degrees * parts).round()).abs() < 1e-9)
        };
        [(1.0, 78_700.0), (10.0, 7_900.0)]
            .into_iter()
            .find_map(|(parts, metres)| is_on(parts).then_some(metres))
    }

    /// `[lon, lat]`, as GeoJSON and the R-tree want it.
    pub fn to_array(self) -> [f64; 2] {
        [self.lon, self.lat]
    }
}

// Both numbers are finite, so that every position equals itself.
impl Eq for LonLat {}

impl Hash for LonLat {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Minus zero equals zero and must not hash otherwise.
        [self.lon, self.lat].map(|degrees| (degrees + 0.0).to_bits()).hash(state);
    }
}

impl TryFrom<[f64; 2]> for LonLat {
    type Error = InvalidPoint;

    fn try_from([lon, lat]: [f64; 2]) -> Result<Self, Self::Error> {
        Self::new(lon, lat)
    }
}

impl From<LonLat> for [f64; 2] {
    fn from(point: LonLat) -> Self {
        point.to_array()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_round_degrees_have_a_rounding() {
        let rounding = |lon, lat| LonLat::new(lon, lat).unwrap().rounding_m();
        assert_eq!(rounding(-4.0, 17.0), Some(78_700.0));
        assert_eq!(rounding(0.0, 0.0), Some(78_700.0));
        // One whole number may be chance, and so may a tenth beside a hundredth.
        for (lon, lat) in [(-4.1, 17.0), (-4.0, 17.5), (-4.1, 17.5), (0.3, 15.7)] {
            assert_eq!(rounding(lon, lat), Some(7_900.0), "{lon} {lat}");
        }
        for (lon, lat) in [(-4.01, 17.0), (-4.0, 17.25), (-4.1, 17.005), (-4.000_01, 17.0)] {
            assert_eq!(rounding(lon, lat), None, "{lon} {lat}");
        }
    }
}
