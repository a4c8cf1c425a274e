//! How far the truth may be from the point shown (point-radius method: Wieczorek and others 2004).
//!
//! In: places and what is said of them. Out: metres. It must not decide which place is meant.

use super::phrase::{Bearing, Stated};
use super::rank::{Ranked, Ranking};
use crate::event::LonLat;
use crate::gazetteer::{Locality, destination, distance_m};

/// Plausible candidates within this distance of each other may be shown as one wide circle, for review.
pub(super) const ONE_NEIGHBOURHOOD_M: f64 = 25_000.0;

/// The share of the probability that a circle holds.
pub(super) const HELD_P: f64 = 0.9;

/// "North of X" without a distance is within so many kilometres.
const CONE_KM: f64 = 10.0;

/// The radius of a place: its extent, and how exactly its coordinates are known.
pub(super) fn radius_m(locality: &Locality) -> f64 {
    /// Points in whole minutes of arc were read off maps: good to about a kilometre.
    const MINUTE_M: f64 = 1_300.0;
    let whole = |degrees: f64| {
        let minutes = degrees * 60.0;
        // Four decimals of a degree are 0.006 minutes.
        (minutes - minutes.round()).abs() < 0.006
    };
    let coordinate =
        if whole(locality.point.lon()) && whole(locality.point.lat()) { MINUTE_M } else { 100.0 };
    locality.kind.extent_m() + coordinate
}

/// The radius widened until the places inside hold 90% of what is not "none of these", as far as they are
/// near enough to be one answer.
pub(super) fn wide_enough(best: &Ranked, ranking: &Ranking, radius_m: f64) -> f64 {
    let total: f64 = ranking.candidates.iter().map(|one| one.p).sum();
    let mut near: Vec<(f64, f64)> = ranking
        .candidates
        .iter()
        .map(|one| (distance_m(best.point, one.point), one.p))
        .filter(|(distance, _)| *distance <= ONE_NEIGHBOURHOOD_M)
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut held, mut widened) = (0.0, radius_m);
    for (distance, p) in near {
        if held >= HELD_P * total {
            break;
        }
        held += p;
        widened = widened.max(distance + radius_m);
    }
    widened
}

/// The point and the radius of an offset (point-radius method: the farthest point that the words allow).
pub(super) fn shifted(
    from: LonLat,
    distance: Option<Stated>,
    bearing: Option<Bearing>,
    extent_m: f64,
) -> Option<(LonLat, f64)> {
    let Some(bearing) = bearing else {
        // A ring is drawn as the circle that holds it.
        let distance = distance?;
        return Some((from, (distance.km + distance.rounding_km) * 1_000.0 + extent_m));
    };
    // Without a distance: the middle of a cone, whose tip and far corners the circle must hold.
    let (middle_km, least_km, most_km) = match distance {
        Some(stated) => (stated.km, stated.km - stated.rounding_km, stated.km + stated.rounding_km),
        None => (CONE_KM / 2.0, 0.0, CONE_KM),
    };
    let point = destination(from, bearing.degrees, middle_km * 1_000.0)?;
    let away = |km: f64| {
        let turned = bearing.half_width.to_radians().cos();
        (km * km + middle_km * middle_km - 2.0 * km * middle_km * turned).max(0.0).sqrt()
    };
    let radius_km = away(least_km).max(away(most_km)).max(middle_km - least_km).max(most_km - middle_km);
    Some((point, radius_km * 1_000.0 + extent_m))
}
