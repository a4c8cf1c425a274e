//! Dates as running text tells them.
//!
//! In: a text and the day it was published. Out: the days that words mean. It must not know events.

mod calendar;
mod relative;

use super::answer::DateFound;
use super::role::Role;
use super::text::Text;
use crate::event::{DatePrecision, Reason};
use calendar::{Day, day_and_month, iso, month_word, numeric, numeric_without_year, year_at};
use jiff::ToSpan;
use jiff::civil::Date;
use relative::{latest, relative};
use std::ops::Range;

/// A date in a text.
#[derive(Debug, Clone)]
pub(super) struct DateMention {
    pub(super) at: Range<usize>,
    /// The days; `None` where they cannot be told.
    pub(super) days: Option<(Date, Date, DatePrecision)>,
    /// Says when something was said, not when it happened.
    pub(super) is_statement: bool,
    pub(super) why: Reason,
}

impl DateMention {
    /// The date as it is written in answers.
    pub(super) fn found(&self, text: &Text<'_>) -> Option<DateFound> {
        let (start, end, precision) = self.days?;
        Some(DateFound { start, end, precision, text: text.slice(&self.at).to_owned() })
    }

    /// Whether it tells one day or a few.
    pub(super) fn is_exact(&self) -> bool {
        self.days.is_some_and(|(start, end, _)| (end - start).get_days() <= 4)
    }
}

/// What a date is counted from.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    published: Option<Date>,
    /// The date told last, for "the day before".
    last: Option<Date>,
    /// The year of the first full date, where nothing else tells one.
    year: Option<i16>,
}

/// The dates of a text, in its order. They do not overlap.
pub(super) fn dates(text: &Text<'_>, published: Option<Date>) -> Vec<DateMention> {
    let year = (0..text.words.len()).find_map(|at| full_year(text, at));
    let mut anchor = Anchor { published, last: None, year };
    let mut found: Vec<DateMention> = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let Some((len, days, why)) = read(text, at, &anchor).filter(|_| !is_named_after(text, at)) else {
            at += 1;
            continue;
        };
        if let Some((start, end, precision)) = days
            && matches!(precision, DatePrecision::Day | DatePrecision::Range)
        {
            anchor.last = Some(if precision == DatePrecision::Day { start } else { end });
        }
        let is_statement = is_statement(text, at);
        found.push(DateMention { at: at..at + len, days, is_statement, why });
        at += len.max(1);
    }
    found
}

/// The year of a date that has one.
fn full_year(text: &Text<'_>, at: usize) -> Option<i16> {
    let (day, _) = iso(text, at).or_else(|| numeric(text, at)).or_else(|| day_and_month(text, at))?;
    day.year
}

/// "Stade du 26 Mars": the name of something.
fn is_named_after(text: &Text<'_>, at: usize) -> bool {
    let of = matches!(text.word(at.wrapping_sub(1)), "du" | "of" | "de");
    of && text.at(at.wrapping_sub(2), Role::NamedAfter).is_some()
}

/// "said on Sunday", "a déclaré lundi", "in a statement on Monday".
fn is_statement(text: &Text<'_>, at: usize) -> bool {
    let begin = text.sentence_of(at).start.max(at.saturating_sub(5));
    let small = |from: usize| (from..at).all(|between| text.at(between, Role::BeforeSaidDay).is_some());
    (begin..at).any(|from| {
        let said = [Role::Speech, Role::Reaction]
            .into_iter()
            .any(|role| text.at(from, role).is_some_and(|hit| hit.at.end <= at && small(hit.at.end)));
        let as_of = text.word(from) == "as" && text.word(from + 1) == "of" && from + 2 == at;
        let written =
            matches!(text.word(from), "communique" | "statement" | "declaration") && small(from + 1);
        said || written || as_of
    })
}

type Days = Option<(Date, Date, DatePrecision)>;

/// A date at a word: how many words, the days, and why.
fn read(text: &Text<'_>, at: usize, anchor: &Anchor) -> Option<(usize, Days, Reason)> {
    if let Some(found) = relative(text, at, anchor) {
        return Some(found);
    }
    if let Some((day, len)) =
        iso(text, at).or_else(|| numeric(text, at)).or_else(|| numeric_without_year(text, at))
    {
        return Some(single(text, at, day, len, anchor));
    }
    // "dimanche 1er octobre", "Sunday, October 1": the day of the month tells more than the weekday.
    let lead = weekday_lead(text, at);
    if let Some(found) = span(text, at, lead, anchor) {
        return Some(found);
    }
    if let Some((day, len)) = day_and_month(text, at + lead) {
        return Some(single(text, at, day, lead + len, anchor));
    }
    if let Some(found) = weekdays(text, at, anchor) {
        return Some(found);
    }
    month(text, at, anchor).or_else(|| year(text, at))
}

/// "du samedi 30 septembre": words of a weekday before a day of a month.
fn weekday_lead(text: &Text<'_>, at: usize) -> usize {
    let Some((_, len)) = text.number::<i8>(at, Role::Weekday) else { return 0 };
    let the = usize::from(matches!(text.word(at + len), "le" | "the"));
    if day_and_month(text, at + len + the).is_some() || calendar::day_number(text, at + len + the).is_some() {
        len + the
    } else {
        0
    }
}

fn single(text: &Text<'_>, at: usize, day: Day, len: usize, anchor: &Anchor) -> (usize, Days, Reason) {
    let date = anchor.resolve(day);
    let words = text.slice(&(at..at + len));
    let why = match date {
        None => Reason::new(
            "a day of a month, and nothing tells the year",
            "un jour d’un mois, et rien ne dit l’année",
        ),
        Some(_) if day.year.is_some() => {
            Reason::new(format!("a date: {words}"), format!("une date\u{a0}: {words}"))
        }
        Some(date) => Reason::new(
            format!("a day of a month, the latest such before publication: {date}"),
            format!("un jour d’un mois, le dernier avant la publication\u{a0}: {date}"),
        ),
    };
    (len, date.map(|date| (date, date, DatePrecision::Day)), why)
}

/// "du 1er au 3 octobre", "October 1-3", "nuit du 30 septembre au 1er octobre".
fn span(text: &Text<'_>, at: usize, lead: usize, anchor: &Anchor) -> Option<(usize, Days, Reason)> {
    let joins = |at: usize| -> Option<usize> {
        let dashed = text.words.get(at).is_some_and(|word| matches!(word.gap.trim(), "-" | "–" | "—"));
        let word = match text.word(at) {
            "to" | "au" | "and" | "et" | "a" | "until" | "through" => 1,
            _ if dashed => 0,
            _ => return None,
        };
        let mut at = at + word;
        at += usize::from(matches!(text.word(at), "le" | "the" | "of"));
        Some(at + weekday_lead(text, at))
    };
    let begin = at + lead;
    // A day and a month on either side, or a day alone on the left.
    let (first, len) = match day_and_month(text, begin) {
        Some((day, len)) => (day, len),
        None => (Day { number: calendar::day_number(text, begin)?, month: 0, year: None }, 1),
    };
    let second_at = joins(begin + len)?;
    let (second, end) = match day_and_month(text, second_at) {
        Some((day, more)) => (day, second_at + more),
        // "October 1-3, 2023"
        None if first.month > 0 && calendar::leads_month(text, begin) => {
            let day = calendar::day_number(text, second_at)?;
            let (year, more) =
                year_at(text, second_at + 1).map_or((first.year, 0), |(year, len)| (Some(year), len));
            (Day { number: day, month: first.month, year }, second_at + 1 + more)
        }
        None => return None,
    };
    let month = if first.month == 0 { second.month } else { first.month };
    let last = anchor.resolve(second)?;
    let year = first.year.or_else(|| {
        let same = i16::from(month > second.month);
        Some(last.year() - same)
    });
    let start = anchor.resolve(Day { number: first.number, month, year })?;
    if start > last || (last - start).get_days() > 366 {
        return None;
    }
    let why = Reason::new(format!("from {start} to {last}"), format!("du {start} au {last}"));
    Some((end - at, Some((start, last, DatePrecision::Range)), why))
}

/// "ce dimanche", "last Sunday", "samedi à dimanche".
fn weekdays(text: &Text<'_>, at: usize, anchor: &Anchor) -> Option<(usize, Days, Reason)> {
    let lead = [Role::This, Role::Past, Role::Future]
        .into_iter()
        .find_map(|role| Some((role, text.at(at, role)?.at.len())));
    let before = lead.map_or(0, |(_, len)| len);
    let (weekday, len) = text.number::<i8>(at + before, Role::Weekday)?;
    // "mon", "sat": short forms are words of their own, unless a number follows; that was read before.
    if text.word(at + before).len() <= 4 && !text.words.get(at + before).is_some_and(|word| word.is_capital) {
        return None;
    }
    if matches!(text.word(at + before), "mon" | "sat" | "sun" | "fri" | "wed" | "tue" | "tues" | "thu") {
        return None;
    }
    let mut len = before + len;
    let behind = [Role::Past, Role::Future]
        .into_iter()
        .find_map(|role| Some((role, text.at(at + len, role)?.at.len())));
    let is_past = [lead, behind].into_iter().flatten().any(|(role, _)| role == Role::Past);
    let is_future = [lead, behind].into_iter().flatten().any(|(role, _)| role == Role::Future);
    len += behind.map_or(0, |(_, more)| more);
    if is_future {
        let why = Reason::new("a day to come", "un jour à venir");
        return Some((len, None, why));
    }
    let Some(published) = anchor.published else {
        let why = Reason::new(
            "a weekday, and the day of publication is not known",
            "un jour de la semaine, et le jour de publication n’est pas connu",
        );
        return Some((len, None, why));
    };
    let day = latest(published, weekday, is_past)?;
    let joined = matches!(text.word(at + len), "a" | "to" | "et" | "and" | "au")
        || text.words.get(at + len).is_some_and(|word| matches!(word.gap, "-" | "–"));
    let skip = usize::from(matches!(text.word(at + len), "a" | "to" | "et" | "and" | "au"));
    if joined && let Some((next, more)) = text.number::<i8>(at + len + skip, Role::Weekday) {
        let last = latest(published, next, false)?;
        let ahead = (i32::from(next) - i32::from(weekday)).rem_euclid(7);
        let start = last.checked_sub(ahead.days()).ok()?;
        let why = Reason::new(
            format!("two days, the latest such before publication: {start} to {last}"),
            format!("deux jours, les derniers avant la publication\u{a0}: du {start} au {last}"),
        );
        return Some((len + skip + more, Some((start, last, DatePrecision::Range)), why));
    }
    let why = if is_past {
        Reason::new(
            format!("the latest such day before publication: {day}"),
            format!("le dernier de ces jours avant la publication\u{a0}: {day}"),
        )
    } else {
        Reason::new(
            format!("the latest such day on or before publication: {day}"),
            format!("le dernier de ces jours, au plus tard celui de la publication\u{a0}: {day}"),
        )
    };
    Some((len, Some((day, day, DatePrecision::Day)), why))
}

/// "in September 2023", "début octobre", "mi-septembre".
fn month(text: &Text<'_>, at: usize, anchor: &Anchor) -> Option<(usize, Days, Reason)> {
    let third = [Role::Early, Role::Mid, Role::Late]
        .into_iter()
        .find_map(|role| Some((role, text.at(at, role)?.at.len())));
    let before = third.map_or(0, |(_, len)| len);
    let month = month_word(text, at + before)?;
    let said = third.is_some()
        || matches!(
            text.word(at.wrapping_sub(1)),
            "in" | "en" | "since" | "depuis" | "of" | "de" | "during" | "d"
        );
    let (year, more) = year_at(text, at + before + 1).map_or((None, 0), |(year, len)| (Some(year), len));
    // "May", "mars", "Mar": words of other meanings without a sign that they are months.
    if text.word(at + before).len() <= 4 && !said && year.is_none() {
        return None;
    }
    // "Le bilan est de sept morts".
    let is_seven = text.words.get(at + before).is_some_and(|word| word.text == "sept");
    if is_seven && year.is_none() {
        return None;
    }
    let whole = Day { number: 1, month, year };
    let why = Reason::new("a month", "un mois");
    let Some(first) = anchor.resolve(whole) else { return Some((before + 1 + more, None, why)) };
    let last = first.last_of_month();
    let days = match third {
        Some((Role::Early, _)) => (first, first.checked_add(9.days()).ok()?, DatePrecision::Range),
        Some((Role::Mid, _)) => {
            (first.checked_add(10.days()).ok()?, first.checked_add(19.days()).ok()?, DatePrecision::Range)
        }
        Some(_) => (first.checked_add(20.days()).ok()?, last, DatePrecision::Range),
        None => (first, last, DatePrecision::Month),
    };
    Some((before + 1 + more, Some(days), why))
}

/// "in 2015".
fn year(text: &Text<'_>, at: usize) -> Option<(usize, Days, Reason)> {
    let (year, len) = year_at(text, at)?;
    let said = matches!(
        text.word(at.wrapping_sub(1)),
        "in" | "en" | "since" | "depuis" | "of" | "de" | "from" | "annee"
    );
    let first = Date::new(year, 1, 1).ok().filter(|_| said)?;
    let days = (first, first.last_of_year(), DatePrecision::Year);
    Some((len, Some(days), Reason::new("a year", "une année")))
}

impl Anchor {
    /// The day, in the latest year in which it is not after publication where none is given.
    fn resolve(&self, day: Day) -> Option<Date> {
        if let Some(year) = day.year {
            return Date::new(year, day.month, day.number).ok();
        }
        let Some(published) = self.published else {
            return Date::new(self.year?, day.month, day.number).ok();
        };
        // A day that a report of the evening dates tomorrow is still this year's.
        let latest = published.checked_add(1.day()).ok()?;
        (0..=4)
            .filter_map(|back| Date::new(published.year().checked_sub(back)?, day.month, day.number).ok())
            .find(|date| *date <= latest)
    }
}
