//! From a point to words: what lies around it.
//!
//! In: a point and the gazetteer. Out: the nearest places, how far and which way, and the units in each edition. It
//! must not know requests or lists.

use crate::encode::{COORDINATE_DIGITS, Rounded};
use crate::event::{LonLat, Reason, UnitPath};
use crate::gazetteer::{Around, Beside, Direction};
use crate::geocode::{Geocoder, beside};
use serde::Serialize;

/// Places around a point, when nobody says how many.
pub const DEFAULT_NEAREST: usize = 5;
/// Places around a point at most: more is a question for a box.
pub const MAX_NEAREST: usize = 50;

/// What lies around a point.
#[derive(Debug, Clone, Serialize)]
pub struct Reversed {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Whether the point lies in Mali.
    pub in_mali: bool,
    /// In a few words: "12 km NNE of Bourem".
    pub text: String,
    /// The same in French.
    pub text_fr: String,
    /// Places, the nearest first.
    pub nearest: Vec<NearPlace>,
    /// The units in each edition, the oldest first.
    pub units: [UnitPath; 3],
}

/// A place near a point.
#[derive(Debug, Clone, Serialize)]
pub struct NearPlace {
    /// Its id in the gazetteer.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What kind of place it is.
    pub kind: &'static str,
    /// Degrees east.
    pub lon: Rounded,
    /// Degrees north.
    pub lat: Rounded,
    /// Metres from it to the point.
    pub distance_m: Rounded,
    /// From it to the point, in English letters such as "NNE"; `None` where they are one.
    pub bearing: Option<&'static str>,
    /// The same in French letters.
    pub bearing_fr: Option<&'static str>,
    /// The same in degrees clockwise from north.
    pub bearing_degrees: Option<Rounded>,
    /// In a few words.
    pub text: String,
    /// The same in French.
    pub text_fr: String,
    /// The layer of the gazetteer that knows it.
    pub layer: String,
}

/// Tells what lies around a point.
pub fn reverse(geocoder: &Geocoder, at: LonLat, count: usize) -> Reversed {
    let around = geocoder.gazetteer().around(at, count);
    let told = told_where(&around);
    Reversed {
        lon: at.lon(),
        lat: at.lat(),
        in_mali: around.in_mali,
        text: told.en,
        text_fr: told.fr,
        nearest: around.nearest.iter().map(NearPlace::from).collect(),
        units: around.units,
    }
}

/// Where a point is, by the nearest place; outside Mali that is said first.
pub(super) fn told_where(around: &Around<'_>) -> Reason {
    let outside = (!around.in_mali).then(|| Reason::new("outside Mali", "hors du Mali"));
    Reason::all(outside.into_iter().chain(around.nearest.first().map(beside))).unwrap_or_default()
}

impl From<&Beside<'_>> for NearPlace {
    fn from(near: &Beside<'_>) -> Self {
        /// Decimals of an angle: at a hundred kilometres a tenth of a degree is 170 m.
        const ANGLE_DIGITS: i32 = 1;
        let (place, told) = (near.locality, beside(near));
        Self {
            id: place.id.clone(),
            name: place.name.clone(),
            kind: place.kind.code(),
            lon: Rounded::new(place.point.lon(), COORDINATE_DIGITS),
            lat: Rounded::new(place.point.lat(), COORDINATE_DIGITS),
            distance_m: Rounded::new(near.distance_m, 0),
            bearing: near.direction.map(Direction::letters),
            bearing_fr: near.direction.map(Direction::letters_fr),
            bearing_degrees: near.direction.map(|direction| Rounded::new(direction.degrees, ANGLE_DIGITS)),
            text: told.en,
            text_fr: told.fr,
            layer: place.layer.to_string(),
        }
    }
}
