//! A box in longitude and latitude.

use super::LonLat;
use std::str::FromStr;
use thiserror::Error;

/// A bounding box in degrees, WGS 84, edges included.
///
/// `west > east` is a box across the antimeridian. A box without width or height is a line or a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bbox {
    /// Western edge, -180..=180.
    pub west: f64,
    /// Southern edge, -90..=90, never above `north`.
    pub south: f64,
    /// Eastern edge, -180..=180.
    pub east: f64,
    /// Northern edge, -90..=90.
    pub north: f64,
}

/// Why a text is not a bounding box.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum BboxError {
    /// Not 4 (or, with heights, 6) numbers.
    #[error("a box has 4 numbers (west,south,east,north) or 6 with heights, this has {0}")]
    Count(usize),
    /// One of them is not a finite number.
    #[error("'{0}' is not a finite number")]
    Number(String),
    /// A longitude outside -180..=180.
    #[error("longitude {0} is not within -180 and 180")]
    Longitude(f64),
    /// A latitude outside -90..=90.
    #[error("latitude {0} is not within -90 and 90")]
    Latitude(f64),
    /// South above north.
    #[error("south {south} is above north {north}")]
    Reversed {
        /// The second number.
        south: f64,
        /// The fourth number (the fifth of six).
        north: f64,
    },
}

impl Bbox {
    /// Checks the ranges.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, BboxError> {
        for lon in [west, east] {
            if !(-180.0..=180.0).contains(&lon) {
                return Err(BboxError::Longitude(lon));
            }
        }
        for lat in [south, north] {
            if !(-90.0..=90.0).contains(&lat) {
                return Err(BboxError::Latitude(lat));
            }
        }
        if south > north {
            return Err(BboxError::Reversed { south, north });
        }
        Ok(Self { west, south, east, north })
    }

    /// Whether the point lies in the box or on its edge.
    pub fn contains(&self, point: LonLat) -> bool {
        self.parts().iter().flatten().any(|[low, high]| {
            (low[0]..=high[0]).contains(&point.lon()) && (low[1]..=high[1]).contains(&point.lat())
        })
    }

    /// The box as one or, across the antimeridian, two rectangles of `[lowest corner, highest corner]`.
    pub fn parts(&self) -> [Option<[[f64; 2]; 2]>; 2] {
        let part = |west: f64, east: f64| Some([[west, self.south], [east, self.north]]);
        if self.west <= self.east {
            [part(self.west, self.east), None]
        } else {
            [part(self.west, 180.0), part(-180.0, self.east)]
        }
    }
}

impl FromStr for Bbox {
    type Err = BboxError;

    /// Reads `west,south,east,north`, or six numbers with heights, which are checked and left aside:
    /// events lie on the ground.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text
            .split(',')
            .map(|part| {
                part.trim()
                    .parse::<f64>()
                    .ok()
                    .filter(|number| number.is_finite())
                    .ok_or_else(|| BboxError::Number(part.trim().to_owned()))
            })
            .collect::<Result<Vec<_>, _>>();
        // The count is told first: "1,2,3,4," is a box of five, not a bad number.
        match text.split(',').count() {
            4 => {
                let n = numbers?;
                Self::new(n[0], n[1], n[2], n[3])
            }
            6 => {
                let n = numbers?;
                Self::new(n[0], n[1], n[3], n[4])
            }
            count => Err(BboxError::Count(count)),
        }
    }
}
