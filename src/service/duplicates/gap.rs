//! How far two events are apart, and how far they may be and still be one.
//!
//! In: when and where two events were, and how sure that is. Out: days, kilometres, and both in words. It must not know
//! where events are kept.

use crate::event::{DatePrecision, Event, LonLat, Reason};
use crate::gazetteer::distance_m;
use jiff::civil::Date;

/// Two events may be so far apart however exactly both are placed: sources name the town or the suburb.
pub const FLOOR_KM: f64 = 3.0;
/// Beyond this a place says nothing: half of Mali would be near.
pub const MAX_WINDOW_KM: f64 = 150.0;
/// What happened at night is dated to the day before or the day after.
const DAY_SLACK: i32 = 1;

/// When and where an event was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    /// First and last day, since 1970-01-01.
    pub(super) days: (i32, i32),
    /// Days by which the date may be wrong.
    pub(super) slack_days: i32,
    pub(super) point: Option<LonLat>,
    pub(super) radius_m: f64,
}

/// How far two events are apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gap {
    /// Days between the two; 0 when they overlap.
    pub(super) days_apart: i32,
    /// So many may lie between them.
    pub(super) window_days: i32,
    /// Kilometres between the two; `None` when one is on no map.
    pub(super) distance_km: Option<f64>,
    /// So many may lie between them.
    pub(super) window_km: f64,
}

/// Days by which a date of some precision may be wrong. Ranges, months and years span their own doubt.
pub(super) fn slack_days(precision: DatePrecision) -> i32 {
    match precision {
        DatePrecision::Day => DAY_SLACK,
        DatePrecision::Time | DatePrecision::Range | DatePrecision::Month | DatePrecision::Year => 0,
    }
}

impl Spot {
    /// Of an event; `None` when it has no date.
    pub(super) fn of(event: &Event) -> Option<Self> {
        let when = event.when.as_ref()?;
        let (first, last) = when.days();
        let number = |day: Date| (day - Date::constant(1970, 1, 1)).get_days();
        Some(Self {
            days: (number(first), number(last)),
            slack_days: slack_days(when.precision),
            point: event.location.point,
            radius_m: event.location.radius_m,
        })
    }
}

impl Gap {
    pub(super) fn between(one: &Spot, other: &Spot) -> Self {
        let days_apart = (one.days.0 - other.days.1).max(other.days.0 - one.days.1).max(0);
        let distance_km = one.point.zip(other.point).map(|(one, other)| distance_m(one, other) / 1000.0);
        Self {
            days_apart,
            window_days: one.slack_days.max(other.slack_days),
            distance_km,
            window_km: ((one.radius_m + other.radius_m) / 1000.0 + FLOOR_KM).min(MAX_WINDOW_KM),
        }
    }

    /// How near the two are to each other, in thousandths: 1,000 on one day and spot, 0 where their doubt just lets them be
    /// one. It orders pairs, and is no probability.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1,000")]
    pub(super) fn thousandths(&self) -> u16 {
        let place = self.distance_km.map_or(0.5, |km| 1.0 - (km / self.window_km).min(1.0));
        let days = 1.0 - f64::from(self.days_apart) / f64::from(self.window_days + 1);
        (1000.0 * place * days.max(0.0)).round() as u16
    }

    /// Whether the two may be one event.
    pub(super) fn is_within(&self) -> bool {
        self.days_apart <= self.window_days
            && self.distance_km.is_none_or(|distance_km| distance_km <= self.window_km)
    }
}

/// Why two events may be one, in one sentence.
pub(super) fn why(one: &Event, other: &Event, gap: Option<&Gap>) -> Reason {
    let kind = if one.kind == other.kind {
        Reason::new(
            format!("both are \"{}\"", one.kind.label()),
            format!("même type (« {} »)", one.kind.label_fr()),
        )
    } else {
        Reason::new("their kinds now differ", "leurs types diffèrent désormais")
    };
    let Some(gap) = gap else {
        return kind.and(Reason::new("one has no date now", "l’un n’a plus de date"));
    };
    let days = match gap.days_apart {
        0 => Reason::new("their dates overlap", "leurs dates se recouvrent"),
        1 => Reason::new("they are a day apart", "un jour les sépare"),
        days => Reason::new(format!("they are {days} days apart"), format!("{days} jours les séparent")),
    };
    let place = match gap.distance_km {
        None => Reason::new(
            format!("both name \"{}\"", one.place.name),
            format!("tous deux nomment « {} »", one.place.name),
        ),
        Some(km) => Reason::new(
            format!("{km:.1} km apart, where {:.1} km are within doubt", gap.window_km),
            format!("à {km:.1} km l’un de l’autre, pour une incertitude de {:.1} km", gap.window_km)
                .replace('.', ","),
        ),
    };
    kind.and(days).and(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(days: (i32, i32), slack_days: i32, lat: f64, radius_m: f64) -> Spot {
        Spot { days, slack_days, point: LonLat::new(0.0, lat).ok(), radius_m }
    }

    #[test]
    fn the_window_widens_with_the_doubt_of_both() {
        let exact = spot((10, 10), 1, 17.0, 0.0);
        let within = |other: Spot| Gap::between(&exact, &other).is_within();
        assert!(within(spot((10, 10), 1, 17.02, 0.0)), "2.2 km");
        assert!(!within(spot((10, 10), 1, 17.04, 0.0)), "4.4 km, both exact");
        assert!(within(spot((10, 10), 1, 17.04, 2_000.0)), "4.4 km, one of 2 km");
        assert!(within(spot((11, 11), 1, 17.0, 0.0)), "the next day");
        assert!(!within(spot((12, 12), 1, 17.0, 0.0)), "two days");
        assert!(!within(spot((11, 11), 0, 18.9, 1e6)), "an area does not reach over half of Mali");
        assert!(within(spot((1, 31), 0, 17.0, 0.0)), "some day of that month");
        let moment = spot((10, 10), 0, 17.0, 0.0);
        assert!(!Gap::between(&moment, &spot((11, 11), 0, 17.0, 0.0)).is_within(), "both give the hour");
    }
}
