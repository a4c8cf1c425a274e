//! When an event happened, and how precisely that is known.

use jiff::Span;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The months in English, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The months in French, January first.
pub const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Names of the months and their short forms, from `data/lexicon/months.csv`.
static MONTH_WORDS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let rows = include_str!("../../data/lexicon/months.csv").lines();
    rows.filter_map(|row| {
        let mut cells = row.split(',').skip(1);
        Some((cells.next()?.parse().ok()?, cells.next()?))
    })
    .flat_map(|(number, words): (u32, &str)| words.split('|').map(move |word| (word, number)))
    .collect()
});

/// The month, from 1, that a folded word names in English or French, in full or short.
pub fn month_named(word: &str) -> Option<u32> {
    MONTH_WORDS.get(word).copied()
}

/// A closed span of days, or of hours where a source gives them, in Africa/Bamako (which is UTC).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateSpan {
    start: DateTime,
    end: DateTime,
    /// How precisely the source dates the event.
    pub precision: DatePrecision,
    /// The words it was read from.
    pub text: String,
}

/// How precisely a source dates an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    /// An hour or minute is given.
    Time,
    /// A whole day.
    Day,
    /// A stated span of days.
    Range,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl DatePrecision {
    /// Every precision.
    pub const ALL: [Self; 5] = [Self::Time, Self::Day, Self::Range, Self::Month, Self::Year];
}

impl DateSpan {
    /// Whole days from `start` to `end`, both included; `None` when `end` is before `start`.
    pub fn new(start: Date, end: Date, precision: DatePrecision, text: &str) -> Option<Self> {
        (start <= end).then(|| Self {
            start: start.at(0, 0, 0, 0),
            end: end.at(23, 59, 59, 999_000_000),
            precision,
            text: text.to_owned(),
        })
    }

    /// One whole day.
    pub fn day(day: Date, text: &str) -> Self {
        Self {
            start: day.at(0, 0, 0, 0),
            end: day.at(23, 59, 59, 999_000_000),
            precision: DatePrecision::Day,
            text: text.to_owned(),
        }
    }

    /// One moment, UTC.
    pub fn moment(at: DateTime, text: &str) -> Self {
        Self { start: at, end: at, precision: DatePrecision::Time, text: text.to_owned() }
    }

    /// First and last day, both included.
    pub fn days(&self) -> (Date, Date) {
        (self.start.date(), self.end.date())
    }

    /// First and last day as ISO 8601 writes them, or the one: `2023-10-01/2023-10-03`, `2023-10-01`.
    pub fn iso_days(&self) -> String {
        let (first, last) = self.days();
        if first == last { first.to_string() } else { format!("{first}/{last}") }
    }

    /// First day.
    pub fn first_day(&self) -> Date {
        self.start.date()
    }

    /// First and last millisecond since 1970-01-01T00:00:00Z, both included.
    pub fn millis(&self) -> (i64, i64) {
        (millis(self.start), millis(self.end))
    }

    /// First moment, UTC.
    pub fn start(&self) -> DateTime {
        self.start
    }

    /// Last moment, UTC.
    pub fn end(&self) -> DateTime {
        self.end
    }
}

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The date of a day counted from 1970-01-01, which is 0; `None` beyond the calendar's ends.
pub fn date_of_day(day: i64) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(day).ok()?).ok()
}

/// Milliseconds since 1970-01-01T00:00:00 of a civil time read as UTC.
fn millis(at: DateTime) -> i64 {
    // Days and time of day by hand: the time zone machinery can fail at the calendar's ends, this can not.
    let days = i64::from((at.date() - EPOCH).get_days());
    let time = at.time();
    let seconds = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    days * DAY_MS + seconds * 1000 + i64::from(time.millisecond())
}
