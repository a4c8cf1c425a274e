//! The time of the day behind a date.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

/// A time of the day, and how far ahead of UTC it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) struct Clock {
    time: Time,
    offset_min: i64,
}

impl Clock {
    /// Midnight to the second is how spreadsheets and databases write a day, in whatever zone.
    pub(super) fn is_midnight(self) -> bool {
        self.time == Time::midnight()
    }

    /// The moment on that day, in UTC.
    pub(super) fn on(self, day: Date) -> Option<DateTime> {
        day.to_datetime(self.time).checked_sub(SignedDuration::from_mins(self.offset_min)).ok()
    }

    pub(super) fn from_seconds(seconds: i32) -> Option<Self> {
        let part = |of: i32| i8::try_from(of).ok();
        let time = Time::new(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, 0).ok()?;
        Some(Self { time, offset_min: 0 })
    }
}

/// Reads a cell that holds only a time of the day.
pub(in crate::import) fn time_of_day(text: &str) -> Option<Clock> {
    match split(text) {
        ("", clock) => clock,
        _ => None,
    }
}

/// The moment that a whole day and a time make.
pub(in crate::import) fn moment(day: Date, clock: Clock) -> Option<DateTime> {
    clock.on(day)
}

/// The text of the date, and the time behind it if one is there that can be read.
pub(super) fn split(text: &str) -> (&str, Option<Clock>) {
    let starts = text.char_indices().filter(|(at, letter)| {
        let before = text[..*at].chars().next_back();
        letter.is_ascii_digit() && before.is_none_or(|c| c.is_whitespace() || matches!(c, 'T' | 't' | ','))
    });
    for (start, _) in starts {
        if let Some(clock) = read(&text[start..]) {
            let days = text[..start].trim_end();
            let days = days.strip_suffix(['T', 't', ',']).unwrap_or(days).trim_end();
            // "à 14h30", "at 14:30"; a word of its own only.
            let days = ["à", "at", "vers", "a"]
                .iter()
                .find_map(|word| days.strip_suffix(word).filter(|rest| rest.ends_with(' ')))
                .unwrap_or(days);
            return (days.trim_end(), Some(clock));
        }
    }
    (text, None)
}

/// `14:30`, `14:30:05.123Z`, `2:30 PM`, `14h30`, `14h`, `14:30+01:00`.
fn read(text: &str) -> Option<Clock> {
    let (hour, rest) = number(text)?;
    let after_hour = rest.strip_prefix(':').or_else(|| rest.strip_prefix(['h', 'H']))?;
    let by_colon = rest.starts_with(':');
    let (minute, rest) = match number(after_hour) {
        Some(read) => read,
        None if !by_colon => (0, after_hour),
        None => return None,
    };
    let (second, rest) = match rest.strip_prefix(':').and_then(number) {
        Some(read) => read,
        None => (0, rest),
    };
    let fraction = rest.strip_prefix(['.', ',']).unwrap_or(rest);
    let rest = if fraction.len() < rest.len() {
        fraction.trim_start_matches(|c: char| c.is_ascii_digit())
    } else {
        rest
    };
    let rest = rest.trim().to_ascii_lowercase();
    let (hour, rest) = match rest.get(..2) {
        Some("pm") if hour < 12 => (hour + 12, &rest[2..]),
        Some("am") if hour == 12 => (0, &rest[2..]),
        Some("am" | "pm") => (hour, &rest[2..]),
        _ => (hour, rest.as_str()),
    };
    // A leap second is the second before it, to a map.
    let second = second.min(59);
    Some(Clock { time: Time::new(hour, minute, second, 0).ok()?, offset_min: offset_min(rest.trim())? })
}

/// One or two digits.
fn number(text: &str) -> Option<(i8, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2)
        .contains(&length)
        .then(|| text.split_at(length))
        .and_then(|(n, rest)| Some((n.parse().ok()?, rest)))
}

fn offset_min(text: &str) -> Option<i64> {
    if matches!(text, "" | "z" | "utc" | "gmt" | "tu" | "min" | "mn") {
        return Some(0);
    }
    let text = text.trim_start_matches("utc").trim_start_matches("gmt");
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i64>().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}
