//! How right the geocoder is, measured on rows of which the true place is known.
//!
//! In: labelled rows and a geocoder. Out: a table. It must not change what it measures.

mod corrupt;
mod labelled;
mod plain;
mod surveyed;
mod table;

pub(in crate::geocode) use corrupt::typo;
pub use corrupt::{Corruption, corrupted};
pub use labelled::{Labelled, LabelledError};
pub use table::{CurvePoint, Figures, Interval95, RegionError, Share};

use super::Geocoder;
use crate::event::{Method, PlaceContext, Status};
use crate::gazetteer::{Edition, distance_m, plain_key};
use serde::Serialize;

/// Which of a row's units the geocoder is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The name alone.
    Name,
    /// Name and region.
    Region,
    /// Name, region and cercle.
    Cercle,
    /// All that the row has.
    All,
}

impl Told {
    /// Those that make a difference for these rows.
    pub fn worth_asking(rows: &[Labelled]) -> Vec<Self> {
        let any = |unit: fn(&PlaceContext) -> &String| Labelled::any_unit(rows, unit);
        let there = [any(|place| &place.region), any(|place| &place.cercle), any(|place| &place.commune)];
        let more = [Self::Region, Self::Cercle, Self::All].into_iter().zip(there);
        let mut told = vec![Self::Name];
        told.extend(more.filter(|(_, there)| *there).map(|(told, _)| told));
        told
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "name only",
            Self::Region => "name + region",
            Self::Cercle => "name + region + cercle",
            Self::All => "name + region + cercle + commune",
        }
    }

    /// The place as so much of it is told.
    pub fn of(self, place: &PlaceContext) -> PlaceContext {
        let keep = |from: Self, text: &str| if self >= from { text.to_owned() } else { String::new() };
        PlaceContext {
            name: place.name.clone(),
            region: keep(Self::Region, &place.region),
            cercle: keep(Self::Cercle, &place.cercle),
            commune: keep(Self::All, &place.commune),
        }
    }
}

/// What came of one row.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::geocode) struct Outcome {
    /// Folded name: rows of one name are not independent.
    pub(super) name: String,
    /// The place as a whole: the name and the true point.
    pub(super) place: String,
    /// The region of the true point.
    pub(super) region: String,
    pub(super) status: Status,
    /// Told as somewhere between two places.
    pub(super) is_line: bool,
    pub(super) p: f64,
    /// From the point shown to the true one; `None` without a point.
    pub(super) away_m: Option<f64>,
    pub(super) radius_m: f64,
    /// From the nearest candidate to the true point.
    pub(super) nearest_candidate_m: Option<f64>,
    /// From the point of a plain look-up to the true one.
    pub(super) plain_away_m: Option<f64>,
}

impl Outcome {
    /// Whether the geocoder committed itself.
    pub(super) fn answered(&self) -> bool {
        matches!(self.status, Status::Located | Status::Area)
    }

    /// Whether it says how sure a place is, shown or proposed.
    pub(super) fn states_p(&self) -> bool {
        self.p > 0.0 && self.away_m.is_some()
    }

    /// Whether the circle shown holds the true point.
    pub(super) fn holds(&self) -> bool {
        self.away_m.is_some_and(|away| away <= self.radius_m)
    }

    /// Right in the sense of its p: the place within 10 km; of an area or a stretch of road, that it holds the point.
    pub(super) fn right(&self) -> bool {
        match self.status {
            Status::Area => self.holds(),
            Status::Located if self.is_line => self.holds(),
            Status::Located | Status::Review | Status::Unlocated => {
                self.away_m.is_some_and(|away| away <= 10_000.0)
            }
        }
    }
}

/// Measures labelled rows, with so much of them told, as the rows of one list.
pub fn evaluate(geocoder: &Geocoder, rows: &[Labelled], told: Told) -> Figures {
    Figures::of(&outcomes(geocoder, rows, told))
}

/// What comes of each row.
pub(super) fn outcomes(geocoder: &Geocoder, rows: &[Labelled], told: Told) -> Vec<Outcome> {
    let places: Vec<PlaceContext> = rows.iter().map(|row| told.of(&row.place)).collect();
    let geocoder = geocoder.for_list(places.iter().zip(rows).map(|(place, row)| (place, row.day)));
    rows.iter().zip(&places).map(|(row, place)| outcome(&geocoder, row, place)).collect()
}

fn outcome(geocoder: &Geocoder, row: &Labelled, place: &PlaceContext) -> Outcome {
    let answer = if row.is_lacking {
        geocoder.lacking(Some(row.truth)).geocode(place, row.day)
    } else {
        geocoder.geocode(place, row.day)
    };
    let location = &answer.location;
    let away = |at| distance_m(at, row.truth);
    let region = geocoder.gazetteer().path_at(row.truth, Edition::Before2016).region;
    let name = plain_key(&row.place.name);
    // Where a person must choose, the best candidate is what p speaks of.
    let shown = match location.status {
        Status::Review => answer.candidates.first().map(|one| one.point),
        _ => location.point,
    };
    Outcome {
        place: format!("{name} {:.2} {:.2}", row.truth.lon(), row.truth.lat()),
        name,
        region: region.unwrap_or_default(),
        status: location.status,
        is_line: location.method == Method::Between,
        p: location.p,
        away_m: shown.map(away),
        radius_m: location.radius_m,
        nearest_candidate_m: answer
            .candidates
            .iter()
            .map(|one| away(one.point))
            .chain(location.point.map(away))
            .min_by(f64::total_cmp),
        plain_away_m: plain::looked_up(geocoder.gazetteer(), place).filter(|_| !row.is_lacking).map(away),
    }
}
