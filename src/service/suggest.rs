//! Places while their name is being typed, as an answer to a page.
//!
//! In: the letters so far. Out: what a list of choices shows and a map needs to go there. It must not know requests.

use crate::encode::{COORDINATE_DIGITS, Rounded};
use crate::event::{LonLat, UnitPath};
use crate::gazetteer::{Gazetteer, Place, Suggestion};
use serde::Serialize;

/// Choices, when nobody says how many.
pub const DEFAULT_SUGGESTIONS: usize = 8;
/// Choices at most: nobody reads more while typing.
pub const MAX_SUGGESTIONS: usize = 50;
/// Letters of a name being typed at most; the longest name known to us has 51.
pub const MAX_TYPED_CHARS: usize = 200;

/// A place that may be meant.
#[derive(Debug, Clone, Serialize)]
pub struct Suggested {
    /// Its id in the gazetteer.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name that agrees with what is typed, where that is another.
    pub matched: Option<String>,
    /// What kind of place it is.
    pub kind: &'static str,
    /// Degrees east.
    pub lon: Rounded,
    /// Degrees north.
    pub lat: Rounded,
    /// How far it reaches from there, in metres.
    pub radius_m: Rounded,
    /// First-level unit.
    pub region: Option<String>,
    /// Second-level unit.
    pub cercle: Option<String>,
    /// Third-level unit.
    pub commune: Option<String>,
    /// The edition that the units belong to, as a span of days.
    pub edition: Option<String>,
}

/// Places that letters may begin, the likeliest first.
pub(super) fn suggest(
    gazetteer: &Gazetteer,
    typed: &str,
    near: Option<LonLat>,
    count: usize,
) -> Vec<Suggested> {
    let suggestions = gazetteer.suggest(typed, near, count);
    suggestions.iter().filter_map(|suggestion| suggested(gazetteer, suggestion)).collect()
}

/// `None` for a unit of which no point is known.
fn suggested(gazetteer: &Gazetteer, suggestion: &Suggestion<'_>) -> Option<Suggested> {
    let of = |id: &str, name: &str, kind, point: LonLat, radius_m, units: UnitPath| Suggested {
        id: id.to_owned(),
        name: name.to_owned(),
        matched: Some(suggestion.name).filter(|matched| *matched != name).map(str::to_owned),
        kind,
        lon: Rounded::new(point.lon(), COORDINATE_DIGITS),
        lat: Rounded::new(point.lat(), COORDINATE_DIGITS),
        radius_m: Rounded::new(radius_m, 0),
        region: units.region,
        cercle: units.cercle,
        commune: units.commune,
        edition: units.edition,
    };
    Some(match suggestion.place {
        Place::Locality(number) => {
            let one = gazetteer.locality(number)?;
            let units = gazetteer.path_on(number, None);
            of(&one.id, &one.name, one.kind.code(), one.point, one.kind.extent_m(), units)
        }
        Place::Unit(number) => {
            let one = gazetteer.unit(number)?;
            let (centre, radius_m) =
                one.area.map(|area| (area.centre, area.radius_m)).or(one.point.map(|point| (point, 0.0)))?;
            let units = gazetteer.path_of_unit(number, None);
            of(&one.id, &one.name, one.level.word(), centre, radius_m, units)
        }
    })
}
