//! Distances that the terms of the score are measured by.
//!
//! In: where a place lies as seen from what a row names. Out: the value of a term, 0..=1. What a term is worth is in
//! the table of weights.

use super::context::Position;
use crate::gazetteer::Level;

/// Rivals nearer than this are the same answer: whichever is right, the event is there.
pub(super) const SAME_PLACE_M: f64 = 10_000.0;

/// A place farther outside the unit that a row names contradicts it: no limit is drawn so wrongly.
pub(super) const FAR_OUTSIDE_M: f64 = 30_000.0;

/// Below this value of `unit_beside` a place contradicts the unit in brackets or after a comma: it is as far outside
/// as [`FAR_OUTSIDE_M`], of a region; of a commune some ten kilometres.
pub(super) const FAR_BESIDE: f64 = -0.5;

/// The share of being inside that a unit of that name of another level than the column's counts.
const NAMESAKE: f64 = 0.5;

/// A place so far outside a unit counts as inside by about a third: limits are drawn some kilometres off.
const SNAP_M: f64 = 4_000.0;

/// Distance from a unit at which about two thirds of being outside count: limits are quoted loosely.
fn outside_decay_m(level: Level) -> f64 {
    match level {
        Level::Region => 40_000.0,
        Level::Cercle => 25_000.0,
        Level::Commune => 15_000.0,
    }
}

/// How far a place is in the unit that a row names.
pub(super) fn inside(position: Position) -> f64 {
    match position {
        Position::Inside => 1.0,
        Position::InNamesake => NAMESAKE,
        Position::Outside(metres) => (-metres / SNAP_M).exp(),
    }
}

/// How far it is outside.
pub(super) fn outside(level: Level, position: Position) -> f64 {
    match position {
        Position::Inside | Position::InNamesake => 0.0,
        Position::Outside(metres) => 1.0 - (-metres / outside_decay_m(level)).exp(),
    }
}

/// Two ends of a road are rarely far apart: log-odds lost when they are so many metres from each other.
pub(super) fn between(metres: f64) -> f64 {
    -2.0 * (1.0 + metres / 50_000.0).ln()
}
