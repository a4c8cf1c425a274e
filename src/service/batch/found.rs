//! What was found for a row: the fields of an answer, as CSV cells and as JSON.
//!
//! In: a location. Out: its fields, with no more digits than they mean. It must not know lists or requests.

use crate::encode::csv::guarded;
use crate::encode::geojson::{METRE_DIGITS, P_DIGITS};
use crate::encode::{COORDINATE_DIGITS, Rounded};
use crate::event::{Candidate, Flag, Location, LonLat, Method, PrecisionScheme, Status};
use serde::Serialize;

/// Rivals that an answer lists.
const MAX_RIVALS: usize = 5;
/// Decimals of a distance in kilometres.
const KM_DIGITS: i32 = 1;

/// What was found for one row.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// What a map may do with it.
    pub status: Status,
    /// Degrees east; `None` when it is on no map.
    pub lon: Option<Rounded>,
    /// Degrees north.
    pub lat: Option<Rounded>,
    /// Probability that the place is right.
    pub p: Rounded,
    /// Code of precision, on the scale of the scheme.
    pub precision: Option<u8>,
    /// Whose code that is.
    pub precision_scheme: Option<PrecisionScheme>,
    /// The true place is within so many metres; `None` without a point.
    pub radius_m: Option<Rounded>,
    /// Name of the place found.
    pub place: Option<String>,
    /// Its id in the gazetteer.
    pub place_id: Option<String>,
    /// What kind of place it is.
    pub kind: Option<String>,
    /// First-level unit.
    pub region: Option<String>,
    /// Second-level unit.
    pub cercle: Option<String>,
    /// Third-level unit.
    pub commune: Option<String>,
    /// The edition that the units belong to, as a span of days.
    pub edition: Option<String>,
    /// How it was found.
    pub method: Method,
    /// Which layer of the gazetteer knows it.
    pub layer: Option<String>,
    /// What a person should know before trusting it.
    pub flags: Vec<Flag>,
    /// Why, in one sentence.
    pub why: String,
    /// The same in French.
    pub why_fr: String,
    /// Other places it may be, best first; of a row in review every candidate, at most five.
    pub rivals: Vec<Rival>,
}

/// Another place that a name may mean.
#[derive(Debug, Clone, Serialize)]
pub struct Rival {
    /// Its name.
    pub name: String,
    /// Degrees east.
    pub lon: Rounded,
    /// Degrees north.
    pub lat: Rounded,
    /// Probability that this is the place meant.
    pub p: Rounded,
    /// First-level unit.
    pub region: Option<String>,
    /// Second-level unit.
    pub cercle: Option<String>,
    /// Kilometres from the place chosen; `None` when none was.
    pub km: Option<Rounded>,
}

/// The columns that a list of places gets, in their order.
pub const GEOCODE_COLUMNS: [&str; 12] = [
    "az_status",
    "az_lon",
    "az_lat",
    "az_p",
    "az_precision",
    "az_radius_m",
    "az_place",
    "az_kind",
    "az_region",
    "az_cercle",
    "az_why",
    "az_rivals",
];

/// Which of them says why.
pub(super) const WHY: usize = 10;

impl From<Location> for Found {
    fn from(location: Location) -> Self {
        let coordinate = |degrees: fn(LonLat) -> f64| {
            location.point.map(|point| Rounded::new(degrees(point), COORDINATE_DIGITS))
        };
        Self {
            status: location.status,
            lon: coordinate(LonLat::lon),
            lat: coordinate(LonLat::lat),
            p: Rounded::new(location.p, P_DIGITS),
            precision: location.precision.map(|precision| precision.code),
            precision_scheme: location.precision.map(|precision| precision.scheme),
            radius_m: location.point.map(|_| Rounded::new(location.radius_m, METRE_DIGITS)),
            place: location.name,
            place_id: location.place_id,
            kind: location.place_kind,
            region: location.units.region,
            cercle: location.units.cercle,
            commune: location.units.commune,
            edition: location.units.edition,
            method: location.method,
            layer: location.layer,
            flags: location.flags,
            why: location.why,
            why_fr: location.why_fr,
            rivals: location.rivals.into_iter().take(MAX_RIVALS).map(Rival::from).collect(),
        }
    }
}

impl From<Candidate> for Rival {
    fn from(one: Candidate) -> Self {
        Self {
            name: one.name,
            lon: Rounded::new(one.point.lon(), COORDINATE_DIGITS),
            lat: Rounded::new(one.point.lat(), COORDINATE_DIGITS),
            p: Rounded::new(one.p, P_DIGITS),
            region: one.units.region,
            cercle: one.units.cercle,
            km: one.distance_km.map(|km| Rounded::new(km, KM_DIGITS)),
        }
    }
}

impl Found {
    /// The cells of [`GEOCODE_COLUMNS`].
    ///
    /// Names come from packs and reasons quote the list, so that texts a spreadsheet would take for a formula are
    /// guarded as in an export.
    pub(super) fn cells(self) -> [String; GEOCODE_COLUMNS.len()] {
        let number = |number: Option<Rounded>| number.map_or_else(String::new, |n| n.value().to_string());
        let text = |text: Option<String>| guarded(text.unwrap_or_default().into()).into_owned();
        // Texts and finite numbers always encode.
        let rivals = serde_json::to_string(&self.rivals).unwrap_or_default();
        [
            self.status.as_str().to_owned(),
            number(self.lon),
            number(self.lat),
            number(Some(self.p).filter(|_| self.status != Status::Unlocated)),
            self.precision.map_or_else(String::new, |code| code.to_string()),
            number(self.radius_m),
            text(self.place),
            text(self.kind),
            text(self.region),
            text(self.cercle),
            text(Some(self.why)),
            rivals,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Reason;

    #[test]
    fn there_is_a_cell_for_every_column_and_the_words_are_those_of_json() {
        for status in [Status::Located, Status::Area, Status::Review, Status::Unlocated] {
            let location = Location::nowhere(status, Reason::new("because", "parce que"));
            let cells = Found::from(location).cells();
            assert_eq!(cells.len(), GEOCODE_COLUMNS.len());
            assert_eq!(GEOCODE_COLUMNS[WHY], "az_why");
            assert_eq!(cells[WHY], "because");
            assert_eq!(serde_json::to_value(status).unwrap(), cells[0]);
            assert_eq!(cells[11], "[]");
        }
    }

    #[test]
    fn a_name_that_is_a_formula_is_guarded_and_a_number_is_not() {
        let mut location = Location::nowhere(Status::Located, Reason::default());
        location.name = Some("=HYPERLINK(1)".to_owned());
        location.point = Some(LonLat::new(-1.4, 17.0).unwrap());
        let cells = Found::from(location).cells();
        assert_eq!((cells[6].as_str(), cells[1].as_str()), ("'=HYPERLINK(1)", "-1.4"));
    }
}
