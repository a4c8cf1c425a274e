//! What speaks for a suggestion, on one scale.
//!
//! In: nothing but kinds, counts and distances. Out: numbers to add. Set by eye on what lists of incidents name; no
//! probability is made of them. It must not know the gazetteer.

use super::super::names::Opens;
use super::super::{Level, LocalityKind};
use crate::event::LonLat;

/// What a place loses by its distance from the map's middle.
pub(super) fn away(near: LonLat, point: LonLat) -> f64 {
    (1.0 + about_m(near, point) / NEAR_M).ln()
}

/// A generic word that was taken off may have been the beginning of a name.
pub(super) const STRIPPED: f64 = -0.5;

/// Distance from the map's middle at which a place loses as much as another word for it would cost.
const NEAR_M: f64 = 50_000.0;

/// Metres between two points as on a plane that touches the earth at the first: for thousands of places at
/// once, of which only the near ones matter.
fn about_m(from: LonLat, to: LonLat) -> f64 {
    const DEGREE_M: f64 = 111_195.0;
    let east = (to.lon() - from.lon()) * from.lat().to_radians().cos();
    east.hypot(to.lat() - from.lat()) * DEGREE_M
}

/// Another name than the one shown is typed less often.
pub(super) const ALIAS: f64 = -0.3;

/// "region of" before the name leaves little doubt.
pub(super) const UNIT_ASKED: f64 = 4.0;

/// So does "lake" before it.
pub(super) const FEATURE_ASKED: f64 = 4.0;

/// How much the way in which a name begins says, on the scale of [`kind`].
pub(super) fn agreement(opens: Opens) -> f64 {
    match opens {
        Opens::Whole => 2.0,
        Opens::Start => 0.0,
        Opens::Word => -1.0,
        Opens::Folded => -0.7,
        Opens::Misspelt(edits) => -1.5 * f64::from(edits),
    }
}

/// Large places are looked for more often than small ones: by eye, a step for each size of place that a
/// list of incidents names twice as often.
pub(super) fn kind(kind: LocalityKind) -> f64 {
    match kind {
        LocalityKind::RegionSeat => 3.0,
        LocalityKind::CercleSeat | LocalityKind::Town => 2.0,
        LocalityKind::CommuneSeat => 1.2,
        LocalityKind::BorderPost => 0.8,
        LocalityKind::Village => 0.5,
        LocalityKind::Camp | LocalityKind::Mine | LocalityKind::Neighbourhood | LocalityKind::Other => 0.0,
        LocalityKind::Well | LocalityKind::Site => -0.3,
        LocalityKind::Water | LocalityKind::Relief | LocalityKind::Tract | LocalityKind::Unit => -1.0,
    }
}

pub(super) fn level(level: Level) -> f64 {
    match level {
        Level::Region => 1.5,
        Level::Cercle => 0.5,
        Level::Commune => -0.5,
    }
}

/// A city of a million is worth about one kind more.
pub(super) fn inhabitants(population: Option<u32>) -> f64 {
    population.map_or(0.0, |people| f64::from(people.max(1)).ln() / 14.0)
}
