//! Dates as people and programs write them.
//!
//! In: the text of a cell, and whether days or months come first in its column. Out: a span of days with its
//! precision, nothing (unknown), or why it is no date. It must not know columns.

mod clock;
mod part;
mod token;

use crate::event::{DatePrecision, DateSpan, Reason, fold};
use clock::Clock;
use jiff::civil::Date;
use part::Part;
use token::Token;

use super::cell;

pub(super) use clock::{moment, time_of_day};
pub(super) use part::whole_month;

/// Which of two numbers is the day, in dates such as 05/10/2023.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The first, as in French and British lists.
    DayFirst,
    /// The second, as in American ones.
    MonthFirst,
    /// The column holds dates of both kinds: spreadsheets do that to lists that changed hands.
    Mixed,
}

impl Order {
    /// As people write it, in any language that has these letters.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::DayFirst => "dd/mm/yyyy",
            Self::MonthFirst => "mm/dd/yyyy",
            Self::Mixed => "dd/mm/yyyy or mm/dd/yyyy",
        }
    }

    /// What a text such as `Date (mm/dd/yyyy)` or `jj/mm/aaaa` says.
    pub(super) fn said(text: &str) -> Option<Self> {
        let key = fold(text);
        let says = |words: [&str; 2]| words.iter().any(|word| key.contains(word));
        match (says(["dd mm", "jj mm"]), says(["mm dd", "mm jj"])) {
            (true, true) => Some(Self::Mixed),
            (true, false) => Some(Self::DayFirst),
            (false, true) => Some(Self::MonthFirst),
            (false, false) => None,
        }
    }
}

/// What a date in numbers proves of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Only a day can be that high: 25/10/2023.
    DayFirst,
    /// 10/25/2023.
    MonthFirst,
    /// 05/10/2023.
    Either,
}

/// A date that was read, and what is doubtful about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) span: DateSpan,
    pub(super) doubt: Option<Reason>,
}

/// Longer texts are no dates.
const LONGEST_DATE: usize = 100;

/// Days of Excel since 1899-12-30 that are taken for dates when a cell holds only a number: 1954 to 2119.
const SERIALS: std::ops::RangeInclusive<f64> = 20_000.0..=80_000.0;

/// Reads the text of a cell.
pub(super) fn read(text: &str, order: Order) -> Result<Option<Reading>, Reason> {
    match iso(text) {
        Some(part) => span(&[part], None, text),
        None => read_words(text, order),
    }
}

/// `2023-10-01`, as most lists have it: what [`read_words`] reads it to, without taking it apart into words.
fn iso(text: &str) -> Option<Part> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let [year, month, day] = [number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?];
    Some(Part { year: Some(year), month: Some(month), day: Some(day), doubt: None })
}

/// Reads whatever a cell may hold.
fn read_words(text: &str, order: Order) -> Result<Option<Reading>, Reason> {
    if cell::is_unknown(text) {
        return Ok(None);
    }
    if text.len() > LONGEST_DATE {
        return Err(Reason::new("this is too long for a date", "c’est trop long pour une date"));
    }
    if let Some(span) = serial(text) {
        return Ok(Some(Reading { span, doubt: None }));
    }
    let (days, clock) = clock::split(cell::without_point_zero(text));
    let tokens = token::tokens(days).ok_or_else(|| not_a_date(text))?;
    let parts = match part::split_range(&tokens) {
        Some((left, right)) => {
            let (left, right) = part::pair(left, right, order).map_err(|why| why.tell(text))?;
            vec![left, right]
        }
        None => vec![part::part(&tokens, order).map_err(|why| why.tell(text))?],
    };
    let reading = span(&parts, clock, text)?;
    Ok(reading.map(|mut reading| {
        if reading.doubt.is_none()
            && matches!(reading.span.precision, DatePrecision::Day | DatePrecision::Time)
            && token::is_about(days)
        {
            reading.doubt = Some(Reason::new(
                "the list says about: read as this day, which may be some days off",
                "la liste dit «\u{a0}vers\u{a0}»\u{a0}: lu comme ce jour, à quelques jours près",
            ));
        }
        if reading.doubt.is_none()
            && matches!(reading.span.precision, DatePrecision::Month | DatePrecision::Year)
            && token::is_partly(days)
        {
            reading.doubt = Some(Reason::new(
                "the list says only a part of it: read as the whole",
                "la liste n’en dit qu’une partie\u{a0}: lu en entier",
            ));
        }
        reading
    }))
}

/// What a date in numbers proves of its column; `None` when it is none.
pub(super) fn evidence(text: &str) -> Option<Evidence> {
    if text.len() > LONGEST_DATE || !text.contains(['/', '-', '.', ' ']) || iso(text).is_some() {
        return None;
    }
    let tokens = token::tokens(clock::split(text).0)?;
    let mut numbers = tokens.iter().filter(|token| !matches!(token, Token::Mark(_)));
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (
            Some(Token::Number(first, 1..=2)),
            Some(Token::Number(second, 1..=2)),
            Some(Token::Number(..)),
            None,
        ) => match (first, second) {
            (13..=31, 1..=12) => Some(Evidence::DayFirst),
            (1..=12, 13..=31) => Some(Evidence::MonthFirst),
            (1..=12, 1..=12) if first != second => Some(Evidence::Either),
            _ => None,
        },
        _ => None,
    }
}

/// Year, month and day from cells of their own. A missing or unknown smaller part widens the span.
pub(super) fn from_parts(year: &str, month: &str, day: &str) -> Result<Option<Reading>, Reason> {
    if cell::is_unknown(year) {
        return Ok(None);
    }
    let number = |text: &str, en: &str, fr: &str| -> Result<Option<u32>, Reason> {
        let text = cell::without_point_zero(text);
        if cell::is_unknown(text) {
            return Ok(None);
        }
        let refuse = |_| Reason::new(format!("this is no {en}"), format!("ce n’est pas {fr}"));
        text.parse().map(Some).map_err(refuse)
    };
    let month_number = match token::month(month) {
        Some(named) => Some(named),
        None => number(month, "month", "un mois")?,
    };
    let (year_number, day_number) = (number(year, "year", "une année")?, number(day, "day", "un jour")?);
    let part = Part { year: year_number, month: month_number, day: day_number, doubt: None };
    let text = [day, month, year]
        .into_iter()
        .map(cell::without_point_zero)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    span(&[part], None, &text)
}

/// The days from a first to a last, as two columns give them.
pub(super) fn from_to(first: &DateSpan, last: &DateSpan) -> Option<DateSpan> {
    let (start, end) = (first.days().0, last.days().1);
    if start == end {
        return Some(first.clone());
    }
    let text = format!("{}/{}", first.text, last.text);
    DateSpan::new(start, end, DatePrecision::Range, &text)
}

fn not_a_date(text: &str) -> Reason {
    let text = cell::one_line(text);
    Reason::new(
        format!("\"{text}\" is not a date that can be read: write it as 2023-10-01"),
        format!("«\u{a0}{text}\u{a0}» n’est pas une date lisible\u{a0}: écrivez-la 2023-10-01"),
    )
}

fn span(parts: &[Part], clock: Option<Clock>, text: &str) -> Result<Option<Reading>, Reason> {
    let mut spans = Vec::with_capacity(2);
    for part in parts {
        match part.days().map_err(|why| why.tell(text))? {
            Some(span) => spans.push(span),
            None => return Ok(None),
        }
    }
    let doubt = parts.iter().find_map(|part| part.doubt.clone());
    let span = match (spans.as_slice(), clock) {
        ([(day, _, DatePrecision::Day)], Some(clock)) if !clock.is_midnight() => {
            let outside =
                || Reason::new("the time is outside the calendar", "l’heure est hors du calendrier");
            let at = clock.on(*day).ok_or_else(outside)?;
            Some(DateSpan::moment(at, text))
        }
        ([(start, end, precision)], _) => DateSpan::new(*start, *end, *precision, text),
        ([(start, _, _), (_, end, _)], _) => DateSpan::new(*start, *end, DatePrecision::Range, text),
        _ => None,
    };
    match span {
        Some(span) => Ok(Some(Reading { span, doubt })),
        None => Err(Reason::new("the span ends before it begins", "la période finit avant de commencer")),
    }
}

/// The number of a day as spreadsheets keep it; its fraction is the time of the day.
fn serial(text: &str) -> Option<DateSpan> {
    if !(5..=18).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let days: f64 = text.parse().ok().filter(|days| SERIALS.contains(days))?;
    let day = Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days as i64)).ok()?;
    let seconds = (days.fract() * 86_400.0).round() as i32;
    match Clock::from_seconds(seconds) {
        Some(clock) if !clock.is_midnight() => Some(DateSpan::moment(clock.on(day)?, text)),
        _ => Some(DateSpan::day(day, text)),
    }
}

#[cfg(test)]
mod tests;
