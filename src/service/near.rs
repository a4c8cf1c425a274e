//! What happened around a place.
//!
//! In: events with their distances. Out: the same as features that say how far away, and how long before or after. It must not
//! know how they were found.

use crate::encode::geojson::with_added;
use crate::encode::{EncodeError, Rounded};
use crate::event::{DAY_MS, DateSpan};
use crate::index::Near;
use jiff::civil::Date;
use serde::Serialize;

/// Decimals of kilometres: ten metres, as near as the best coordinates are.
const KM_DIGITS: i32 = 2;

#[derive(Serialize)]
struct Properties {
    distance_km: Rounded,
    /// Days from the day asked about to the event: negative before it, 0 when the event covers it.
    days: Option<i64>,
}

/// The feature of an event with its distance in space and, from a day, in time.
pub(super) fn feature(near: &Near, from: Option<Date>) -> Result<Vec<u8>, EncodeError> {
    let properties = Properties {
        distance_km: Rounded::new(near.distance_m / 1000.0, KM_DIGITS),
        days: from.zip(near.span).map(|(day, span)| days_between(day, span)),
    };
    with_added(&near.geojson, "nearby", &properties)
}

fn days_between(day: Date, (first, last): (i64, i64)) -> i64 {
    let day = DateSpan::day(day, "").millis().0.div_euclid(DAY_MS);
    let (first, last) = (first.div_euclid(DAY_MS), last.div_euclid(DAY_MS));
    if first > day {
        first - day
    } else if last < day {
        last - day
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_counted_to_the_nearer_end_of_an_event() {
        let from = date(1970, 1, 11);
        for (span, days) in [
            ((0, DAY_MS - 1), -10),
            ((0, 10 * DAY_MS), 0),
            ((10 * DAY_MS, 10 * DAY_MS), 0),
            ((11 * DAY_MS, 90 * DAY_MS), 1),
            ((-DAY_MS, -1), -11),
        ] {
            assert_eq!(days_between(from, span), days, "{span:?}");
        }
    }
}
