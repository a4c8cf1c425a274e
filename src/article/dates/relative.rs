//! Dates that count from the day of publication, or from the date told last.
//!
//! In: a text and that day. Out: days. It must not know dates in digits.

use super::super::figures::number;
use super::super::role::Role;
use super::super::text::Text;
use super::{Anchor, Days};
use crate::event::{DatePrecision, Reason};
use jiff::ToSpan;
use jiff::civil::Date;

/// The latest day with a weekday (1 is Monday) on or before another; strictly before if asked.
pub(super) fn latest(before: Date, weekday: i8, strictly: bool) -> Option<Date> {
    let back = (i32::from(before.weekday().to_monday_one_offset()) - i32::from(weekday)).rem_euclid(7);
    let back = if back == 0 && strictly { 7 } else { back };
    before.checked_sub(back.days()).ok()
}

/// A relative date at a word.
pub(super) fn relative(text: &Text<'_>, at: usize, anchor: &Anchor) -> Option<(usize, Days, Reason)> {
    if let Some((days, len)) = text.number::<i32>(at, Role::BesideDay) {
        let told = anchor.last.and_then(|last| last.checked_add(days.days()).ok());
        let why = Reason::new("counted from the date told before", "compté depuis la date dite avant");
        return Some((len, told.map(|day| (day, day, DatePrecision::Day)), why));
    }
    if let Some((len, days)) = counted_on(text, at) {
        let told = anchor.last.and_then(|last| last.checked_add(days.days()).ok());
        let why = Reason::new("counted from the date told before", "compté depuis la date dite avant");
        return Some((len, told.map(|day| (day, day, DatePrecision::Day)), why));
    }
    let roles =
        [Role::DayAgo, Role::NightAgo, Role::WeekAgo, Role::WeekendAgo, Role::MonthAgo, Role::YearAgo];
    let told = roles
        .into_iter()
        .filter_map(|role| Some((role, text.number::<i32>(at, role)?)))
        .max_by_key(|(_, (_, len))| *len);
    let (len, days) = if let Some((role, (back, len))) = told {
        // "overnight Saturday to Sunday" tells more than "overnight".
        let from = usize::from(text.word(at + len) == "from");
        let is_named = role == Role::NightAgo && text.number::<i8>(at + len + from, Role::Weekday).is_some();
        if is_named {
            return None;
        }
        (len, anchor.published.and_then(|published| ago(published, role, back)))
    } else {
        let (len, back) = counted(text, at)?;
        (len, anchor.published.and_then(|published| counted_ago(published, back)))
    };
    let why = match (anchor.published, days) {
        (None, _) => Reason::new(
            "counted from the day of publication, which is not known",
            "compté depuis le jour de publication, qui n’est pas connu",
        ),
        (Some(published), _) => Reason::new(
            format!("counted from the day of publication, {published}"),
            format!("compté depuis le jour de publication, {published}"),
        ),
    };
    Some((len, days, why))
}

fn ago(published: Date, role: Role, back: i32) -> Days {
    let before = |days: i32| published.checked_sub(days.days()).ok();
    let from_monday = i32::from(published.weekday().to_monday_zero_offset());
    Some(match role {
        Role::DayAgo => (before(back)?, before(back)?, DatePrecision::Day),
        Role::NightAgo => (before(back)?, before(back - 1)?, DatePrecision::Range),
        Role::WeekAgo => {
            let monday = before(from_monday + 7 * back)?;
            let sunday = monday.checked_add(6.days()).ok()?;
            (monday, sunday.min(published), DatePrecision::Range)
        }
        Role::WeekendAgo => {
            let saturday = latest(published, 6, false)?;
            let sunday = saturday.checked_add(1.day()).ok()?;
            (saturday, sunday.min(published), DatePrecision::Range)
        }
        Role::MonthAgo => {
            let month = published.first_of_month().checked_sub(back.months()).ok()?;
            (month, month.last_of_month().min(published), DatePrecision::Month)
        }
        _ => {
            let year = published.first_of_year().checked_sub(back.years()).ok()?;
            (year, year.last_of_year().min(published), DatePrecision::Year)
        }
    })
}

/// "il y a trois jours", "two weeks ago": words, and how many of what unit of days.
fn counted(text: &Text<'_>, at: usize) -> Option<(usize, (u64, i32))> {
    let lead = text.at(at, Role::AgoBefore).map_or(0, |hit| hit.at.len());
    let (count, len) = number(text, at + lead)?;
    let (unit, more) = text.number::<i32>(at + lead + len, Role::SpanUnit)?;
    let end = at + lead + len + more;
    let behind = text.at(end, Role::Ago).map_or(0, |hit| hit.at.len());
    (lead > 0 || behind > 0).then_some((end + behind - at, (count, unit)))
}

/// "Two days later", "trois jours après": words, and how many days on from the date told last.
fn counted_on(text: &Text<'_>, at: usize) -> Option<(usize, i64)> {
    let (count, len) = number(text, at)?;
    let (unit, more) = text.number::<i64>(at + len, Role::SpanUnit)?;
    let end = at + len + more;
    let later = match (text.word(end), text.word(end + 1)) {
        ("later", _) => 1,
        ("plus", "tard") => 2,
        _ => return None,
    };
    // A month later is no day.
    let days = i64::try_from(count).ok().filter(|count| *count < 60 && unit == 1)?;
    Some((len + more + later, days))
}

fn counted_ago(published: Date, (count, unit): (u64, i32)) -> Days {
    let count = i32::try_from(count).ok().filter(|count| *count < 1000)?;
    let middle = published.checked_sub((count * unit).days()).ok()?;
    if unit == 1 {
        return Some((middle, middle, DatePrecision::Day));
    }
    // "Three weeks ago" is half a week more or less.
    let about = (unit / 2).max(1);
    let end = middle.checked_add(about.days()).ok()?.min(published);
    Some((middle.checked_sub(about.days()).ok()?, end, DatePrecision::Range))
}
