//! What each reason is worth: the terms of the score, in log-odds, each readable by a person.
//!
//! In: nothing. Out: numbers. Set by hand and measured on the place strings of UCDP (`tests/ucdp.rs`); fitting
//! them from labelled rows is the next step, and this table is where the result will go.

use crate::gazetteer::{LocalityKind, Tier};

/// Probability at which a place is shown without asking.
pub(super) const ACCEPT_P: f64 = 0.7;

/// Rivals nearer than this are the same answer: whichever is right, the event is there.
pub(super) const SAME_PLACE_M: f64 = 10_000.0;

/// "None of these": a place that the gazetteer does not have. What every candidate must beat.
pub(super) const NONE: f64 = 2.0;

/// The same, when the row's own words name a kind of thing that no locality is (a forest, a river).
pub(super) const NONE_FOR_FEATURE: f64 = 6.0;

/// How well the names agree.
pub(super) fn tier(tier: Tier, likeness: f64) -> f64 {
    match tier {
        Tier::Exact => 5.0,
        Tier::Plain => 4.0,
        Tier::Sahel => 3.6,
        Tier::Bare => 3.0,
        Tier::Skeleton => 2.6 + 5.0 * (likeness - 0.9),
        Tier::Words => 2.6,
        // By share of the letters: a part of a name alone never decides.
        Tier::Part => -1.5 + 2.0 * likeness,
        // One letter of a long name is little, of a short one much; likeness tells them apart.
        Tier::Near(edits) => 3.2 - 1.3 * f64::from(edits) + 10.0 * (likeness - 0.95),
    }
}

/// Another name than the one shown: rarer, and sometimes wrong.
pub(super) const ALIAS: f64 = -0.4;

/// The second of two names ("X, Y" where Y is no unit).
pub(super) const BESIDE: f64 = -1.0;

/// The other of two names ("X/Y") is a place near by, or the unit this one lies in.
pub(super) const SUPPORTED: f64 = 1.5;

/// Lists name large places more often than small ones.
pub(super) fn kind(kind: LocalityKind) -> f64 {
    match kind {
        LocalityKind::RegionSeat => 1.2,
        LocalityKind::CercleSeat | LocalityKind::Town => 0.6,
        LocalityKind::CommuneSeat => 0.3,
        LocalityKind::Village | LocalityKind::BorderPost => 0.0,
        LocalityKind::Camp | LocalityKind::Mine | LocalityKind::Neighbourhood | LocalityKind::Other => -0.3,
        LocalityKind::Well | LocalityKind::Site => -0.5,
        LocalityKind::Water | LocalityKind::Relief | LocalityKind::Tract | LocalityKind::Unit => -1.5,
    }
}

/// The list's generic word agrees with the kind of the place ("Ber well"), or does not.
pub(super) const KIND_AGREES: f64 = 0.8;
/// See [`KIND_AGREES`].
pub(super) const KIND_DIFFERS: f64 = -0.6;
/// Nobody calls the capital of a region a village: another place of that name is meant.
pub(super) const VILLAGE_NOT_CAPITAL: f64 = -4.0;

/// In the region, cercle, commune that the row names.
pub(super) const INSIDE: [f64; 3] = [2.0, 2.5, 3.0];

/// The share of [`INSIDE`] for a unit of that name of another level than the column's.
pub(super) const NAMESAKE: f64 = 0.5;

/// Outside it, however far; nearer than [`OUTSIDE_DECAY_M`] much less.
pub(super) const OUTSIDE: [f64; 3] = [-4.0, -3.0, -1.5];

/// Distance from the unit's nearest place at which about two thirds of [`OUTSIDE`] count: limits are drawn
/// and quoted loosely.
pub(super) const OUTSIDE_DECAY_M: [f64; 3] = [40_000.0, 25_000.0, 15_000.0];

/// A unit that was in force on the day.
pub(super) const IN_FORCE: f64 = 1.0;

/// A unit larger than another of the same name is meant more often.
pub(super) const LEVEL: [f64; 3] = [1.5, 0.8, 0.0];

/// Two ends of a road are rarely far apart: log-odds lost when they are so many metres from each other.
pub(super) fn between(metres: f64) -> f64 {
    -2.0 * (1.0 + metres / 50_000.0).ln()
}
