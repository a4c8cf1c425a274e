//! A span of time that somebody asks for.

use super::DateSpan;
use jiff::Timestamp;
use jiff::civil::Date;
use std::str::FromStr;
use thiserror::Error;

/// A closed interval in milliseconds since 1970-01-01T00:00:00Z, open-ended on at most one side.
///
/// Its text is the `datetime` parameter of OGC API - Features (17-069r4, 7.15.4): a date or an RFC 3339
/// time, or two of them as `a/b`, either of which may be `..` or empty. A date is its whole day in UTC:
/// it begins an interval with its first millisecond and ends one with its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    start: Option<i64>,
    end: Option<i64>,
}

/// Why a text is not an interval.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IntervalError {
    /// Nothing at all.
    #[error("an interval is a date, a time, or two of them as start/end; this is empty")]
    Empty,
    /// One of its sides is neither a date nor a time.
    #[error("'{0}' is neither a date (2023-10-01) nor an RFC 3339 time (2023-10-01T18:30:00Z)")]
    Instant(String),
    /// More than one slash.
    #[error("an interval has one start and one end, this has {0} parts; a date is written 2023-10-01")]
    Parts(usize),
    /// Open on both sides, as in `../..`.
    #[error("an interval needs a start or an end")]
    Unbounded,
    /// It ends before it starts.
    #[error("the interval starts at '{start}', after its end '{end}'")]
    Reversed {
        /// The first side.
        start: String,
        /// The second side.
        end: String,
    },
}

impl Interval {
    /// An interval from its ends, both included, in milliseconds since 1970-01-01T00:00:00Z.
    pub fn new(start: Option<i64>, end: Option<i64>) -> Result<Self, IntervalError> {
        match (start, end) {
            (None, None) => Err(IntervalError::Unbounded),
            (Some(first), Some(last)) if first > last => {
                Err(IntervalError::Reversed { start: first.to_string(), end: last.to_string() })
            }
            _ => Ok(Self { start, end }),
        }
    }

    /// First millisecond; `None` when it has no beginning.
    pub fn start(self) -> Option<i64> {
        self.start
    }

    /// Last millisecond; `None` when it has no end.
    pub fn end(self) -> Option<i64> {
        self.end
    }

    /// Whether it shares at least one millisecond with a closed span (see [`DateSpan::millis`]).
    pub fn intersects(self, (first, last): (i64, i64)) -> bool {
        self.start.is_none_or(|start| last >= start) && self.end.is_none_or(|end| first <= end)
    }
}

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(IntervalError::Empty);
        }
        let Some((start, end)) = text.split_once('/') else {
            let (first, last) = instant(text)?;
            return Self::new(Some(first), Some(last));
        };
        if end.contains('/') {
            return Err(IntervalError::Parts(text.split('/').count()));
        }
        let first = side(start)?.map(|(first, _)| first);
        let last = side(end)?.map(|(_, last)| last);
        Self::new(first, last).map_err(|error| match error {
            // The words of the request say more than milliseconds.
            IntervalError::Reversed { .. } => {
                IntervalError::Reversed { start: start.to_owned(), end: end.to_owned() }
            }
            other => other,
        })
    }
}

/// One side of an interval: `None` when it is open.
fn side(text: &str) -> Result<Option<(i64, i64)>, IntervalError> {
    if matches!(text, "" | "..") { Ok(None) } else { instant(text).map(Some) }
}

/// First and last millisecond of a date or a time.
fn instant(text: &str) -> Result<(i64, i64), IntervalError> {
    // GDAL 3.6 asks for a day as `2023-10-01T`; it can mean nothing else.
    let day = text.strip_suffix('T').unwrap_or(text);
    let parsed = if has_pattern(day, "dddd-dd-dd") {
        day.parse::<Date>().ok().map(|day| DateSpan::day(day, text).millis())
    } else if is_rfc_3339(text) {
        text.parse::<Timestamp>().ok().map(|time| {
            // Digits beyond the millisecond are left aside, downwards before 1970 as well as after: spans
            // of events are counted in whole milliseconds, and an instant must not fall between two.
            let millisecond = time.as_nanosecond().div_euclid(1_000_000) as i64;
            (millisecond, millisecond)
        })
    } else {
        None
    };
    parsed.ok_or_else(|| IntervalError::Instant(text.chars().take(40).collect()))
}

/// The shape of an RFC 3339 `date-time`. jiff reads much more (basic format, hours alone, zone names),
/// which another server would refuse; a client must not come to rely on it here.
fn is_rfc_3339(text: &str) -> bool {
    let Some((time, rest)) = text.split_at_checked("yyyy-mm-ddThh:mm:ss".len()) else { return false };
    let offset = rest.strip_prefix('.').map_or(rest, |fraction| {
        let offset = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        // A point without digits leaves the point in place, which is no offset.
        if offset.len() == fraction.len() { rest } else { offset }
    });
    has_pattern(&time.to_ascii_uppercase(), "dddd-dd-ddTdd:dd:dd")
        && (matches!(offset, "Z" | "z") || has_pattern(offset, "+dd:dd") || has_pattern(offset, "-dd:dd"))
}

/// Whether a text is the pattern, where `d` stands for a digit.
fn has_pattern(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, expected)| match expected {
            b'd' => byte.is_ascii_digit(),
            _ => byte == expected,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: i64 = 86_400_000;

    fn ends(text: &str) -> (Option<i64>, Option<i64>) {
        let interval: Interval = text.parse().unwrap();
        (interval.start(), interval.end())
    }

    #[test]
    fn a_date_is_its_whole_day_on_either_side() {
        assert_eq!(ends("1970-01-02"), (Some(DAY), Some(2 * DAY - 1)));
        assert_eq!(ends("1970-01-02/1970-01-03"), (Some(DAY), Some(3 * DAY - 1)));
        assert_eq!(ends("1970-01-02/1970-01-02"), (Some(DAY), Some(2 * DAY - 1)));
        assert_eq!(ends("1970-01-02T/.."), (Some(DAY), None));
    }

    #[test]
    fn a_time_is_one_millisecond_wherever_it_is_told() {
        assert_eq!(ends("1970-01-01T00:00:01Z"), (Some(1000), Some(1000)));
        assert_eq!(ends("1970-01-01T01:00:01.5+01:00"), (Some(1500), Some(1500)));
        assert_eq!(ends("1969-12-31t23:00:00.0009-01:00"), (Some(0), Some(0)));
        assert_eq!(ends("1969-12-31T23:59:59.9999z"), (Some(-1), Some(-1)));
        assert_eq!(ends("1970-01-01T12:00:00Z/1970-01-01"), (Some(DAY / 2), Some(DAY - 1)));
    }

    #[test]
    fn a_side_may_be_open() {
        for text in ["../1970-01-01", "/1970-01-01"] {
            assert_eq!(ends(text), (None, Some(DAY - 1)), "{text}");
        }
        for text in ["1970-01-02/..", "1970-01-02/"] {
            assert_eq!(ends(text), (Some(DAY), None), "{text}");
        }
    }

    #[test]
    fn what_is_no_interval_says_why() {
        let no_instant = |text: &str| IntervalError::Instant(text.into());
        for (text, error) in [
            ("", IntervalError::Empty),
            ("/", IntervalError::Unbounded),
            ("../..", IntervalError::Unbounded),
            ("../", IntervalError::Unbounded),
            ("/..", IntervalError::Unbounded),
            ("..", no_instant("..")),
            ("2023", no_instant("2023")),
            ("2023-10", no_instant("2023-10")),
            ("2023-13-01", no_instant("2023-13-01")),
            ("2023-02-29", no_instant("2023-02-29")),
            ("20231001", no_instant("20231001")),
            ("+002023-10-01", no_instant("+002023-10-01")),
            (" 2023-10-01", no_instant(" 2023-10-01")),
            ("2023-10-01T12:00:00", no_instant("2023-10-01T12:00:00")),
            ("2023-10-01T12:00Z", no_instant("2023-10-01T12:00Z")),
            ("2023-10-01 12:00:00Z", no_instant("2023-10-01 12:00:00Z")),
            ("2023-10-01T12:00:00.Z", no_instant("2023-10-01T12:00:00.Z")),
            ("2023-10-01T25:00:00Z", no_instant("2023-10-01T25:00:00Z")),
            ("2023-10-01T12:00:00+0100", no_instant("2023-10-01T12:00:00+0100")),
            ("2023-10-01T12:00:00Z[UTC]", no_instant("2023-10-01T12:00:00Z[UTC]")),
            ("hier/2023-10-01", no_instant("hier")),
            ("2023-10-01/demain", no_instant("demain")),
            ("a/b/c", IntervalError::Parts(3)),
            (
                "2023-10-02/2023-10-01",
                IntervalError::Reversed { start: "2023-10-02".into(), end: "2023-10-01".into() },
            ),
        ] {
            assert_eq!(text.parse::<Interval>(), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_interval_or_an_error(text in "\\PC{0,30}|[0-9TZ:./+-]{0,50}") {
            let _ = text.parse::<Interval>();
        }

        #[test]
        fn an_interval_meets_what_shares_a_moment(
            a in -50..50_i64, length in 0..20_i64, first in -50..50_i64, span in 0..20_i64,
        ) {
            let shares = (first..=first + span).any(|t| (a..=a + length).contains(&t));
            prop_assert_eq!(Interval::new(Some(a), Some(a + length)).unwrap().intersects((first, first + span)), shares);
            prop_assert_eq!(Interval::new(Some(a), None).unwrap().intersects((first, first + span)), first + span >= a);
            prop_assert_eq!(Interval::new(None, Some(a)).unwrap().intersects((first, first + span)), first <= a);
        }
    }
}
