//! Places while their name is being typed, as an answer to a page.
//!
//! In: the letters so far. Out: what a list of choices shows and a map needs to go there. It must not know requests.

use crate::encode::{COORDINATE_DIGITS, Rounded};
use crate::event::LonLat;
use crate::gazetteer::{Gazetteer, Place, Suggestion};
use serde::Serialize;

/// Choices, when nobody says how many.
pub const DEFAULT_SUGGESTIONS: usize = 8;
/// Choices at most: nobody reads more while typing.
pub const MAX_SUGGESTIONS: usize = 50;
/// Letters of a name being typed at most; four times the longest name known to us.
pub const MAX_TYPED_CHARS: usize = 200;

/// A place that may be meant.
#[derive(Debug, Clone, Serialize)]
pub struct Suggested {
    /// Its id in the gazetteer.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name that agrees with what is typed: the name, or another one.
    pub matched: String,
    /// What kind of place it is, or the level of a unit.
    pub kind: &'static str,
    /// Degrees east.
    pub lon: Rounded,
    /// Degrees north.
    pub lat: Rounded,
    /// How far it reaches from there, in metres.
    pub radius_m: Rounded,
    /// The units it lies in, from small to large.
    pub units: String,
    /// Whether what was typed had to be corrected.
    pub misspelt: bool,
}

/// Places that letters may begin, the likeliest first.
pub(super) fn suggest(
    gazetteer: &Gazetteer,
    typed: &str,
    near: Option<LonLat>,
    count: usize,
) -> Vec<Suggested> {
    let suggestions = gazetteer.suggest(typed, near, count);
    suggestions.into_iter().map(|suggestion| suggested(gazetteer, suggestion)).collect()
}

fn suggested(gazetteer: &Gazetteer, suggestion: Suggestion) -> Suggested {
    let reach = match suggestion.place {
        Place::Locality(number) => gazetteer.locality(number).map(|one| one.kind.extent_m()),
        Place::Unit(number) => gazetteer.unit(number).and_then(|one| one.area).map(|area| area.radius_m),
    };
    Suggested {
        id: suggestion.id,
        name: suggestion.name,
        matched: suggestion.matched,
        kind: suggestion.kind,
        lon: Rounded::new(suggestion.lon, COORDINATE_DIGITS),
        lat: Rounded::new(suggestion.lat, COORDINATE_DIGITS),
        radius_m: Rounded::new(reach.unwrap_or_default(), 0),
        units: suggestion.units,
        misspelt: suggestion.misspelt,
    }
}
