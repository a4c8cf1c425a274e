//! Days, months and years as words and digits.
//!
//! In: a text and a position. Out: what is told there. It must not know when the text was published.

use super::super::role::Role;
use super::super::text::Text;
use crate::event::MONTHS;

/// A day as it is told; without a year, any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) number: i8,
    /// 0 where it is not told.
    pub(super) month: i8,
    pub(super) year: Option<i16>,
}

/// Years that texts tell of.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// "1", "1st", "1er".
pub(super) fn day_number(text: &Text<'_>, at: usize) -> Option<i8> {
    let word = text.word(at);
    if word == "premier" {
        return Some(1);
    }
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let ending = word.get(digits.len()..)?;
    let is_day = matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "e") && digits.len() <= 2;
    digits.parse().ok().filter(|day| is_day && (1..=31).contains(day))
}

/// A month by its name.
pub(super) fn month_word(text: &Text<'_>, at: usize) -> Option<i8> {
    text.number(at, Role::Month).map(|(month, _)| month)
}

/// A year in four digits, and how many words it has.
pub(super) fn year_at(text: &Text<'_>, at: usize) -> Option<(i16, usize)> {
    let word = text.words.get(at).filter(|word| word.is_digits && word.text.len() == 4)?;
    let plain = !word.gap.contains(['.', ';', '(', ':', '\n']) || word.gap.starts_with('.') && !word.opens;
    word.text.parse().ok().filter(|year| YEARS.contains(year) && plain).map(|year| (year, 1))
}

/// Whether a month stands first: "October 1".
pub(super) fn leads_month(text: &Text<'_>, at: usize) -> bool {
    month_word(text, at).is_some()
}

/// "1 October 2023", "1er octobre", "the 1st of October", "October 1, 2023", and how many words that is.
pub(super) fn day_and_month(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    if let Some(day) = day_number(text, at) {
        let of = usize::from(matches!(text.word(at + 1), "of" | "de" | "d"));
        let month_at = at + 1 + of;
        let month = month_word(text, month_at)?;
        if text.words.get(month_at).is_some_and(|word| word.gap.contains([';', ',', '(']) || word.opens) {
            return None;
        }
        let (year, more) = year_at(text, month_at + 1).map_or((None, 0), |(year, len)| (Some(year), len));
        return Some((Day { number: day, month, year }, 2 + of + more));
    }
    let month = month_word(text, at)?;
    let the = usize::from(text.word(at + 1) == "the");
    let day = day_number(text, at + 1 + the)?;
    let word = text.words.get(at + 1 + the)?;
    // "en octobre 12 soldats" is French: there the day comes first.
    if word.opens && !word.gap.starts_with('.') || !is_english_month(text.word(at)) {
        return None;
    }
    let (year, more) = year_at(text, at + 2 + the).map_or((None, 0), |(year, len)| (Some(year), len));
    Some((Day { number: day, month, year }, 2 + the + more))
}

/// Whether a folded word begins the English name of a month.
fn is_english_month(word: &str) -> bool {
    MONTHS.iter().any(|month| month.to_lowercase().starts_with(word))
}

/// `2023-10-01`.
pub(super) fn iso(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let (year, _) = year_at(text, at)?;
    let joined = |at: usize| {
        text.words.get(at).filter(|word| word.gap == "-" && word.is_digits && word.text.len() == 2)
    };
    let month: i8 = joined(at + 1)?.text.parse().ok()?;
    // "2023-10-01T08:00" is one word with its time.
    let day = text.words.get(at + 2).filter(|word| word.gap == "-")?.text.get(..2)?.parse().ok()?;
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then_some((Day { number: day, month, year: Some(year) }, 3))
}

/// `31/01`, behind a word that leads to a date or where an item or a sentence begins.
pub(super) fn numeric_without_year(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let word = text.words.get(at).filter(|word| word.is_digits && word.text.len() <= 2)?;
    let next =
        text.words.get(at + 1).filter(|next| next.is_digits && next.gap == "/" && next.text.len() == 2)?;
    let ends = text.words.get(at + 2).is_none_or(|behind| behind.gap != "/");
    let leads =
        matches!(text.word(at.wrapping_sub(1)), "le" | "du" | "au" | "on" | "of" | "the" | "from" | "to");
    let (day, month): (i8, i8) = (word.text.parse().ok()?, next.text.parse().ok()?);
    let begins = word.opens || word.gap.contains([';', '-', '–', '(']);
    let fits = (1..=31).contains(&day) && (1..=12).contains(&month);
    (ends && fits && (begins || leads)).then_some((Day { number: day, month, year: None }, 2))
}

/// `01/10/2023`, `1.10.23`, `10/25/2023`: days come first unless they cannot.
pub(super) fn numeric(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let first: i8 =
        text.words.get(at).filter(|word| word.is_digits && word.text.len() <= 2)?.text.parse().ok()?;
    let part = |at: usize| text.words.get(at).filter(|word| word.is_digits);
    let second = part(at + 1).filter(|word| matches!(word.gap, "/" | "." | "-") && word.text.len() <= 2)?;
    let year = part(at + 2).filter(|word| word.gap == second.gap && matches!(word.text.len(), 2 | 4))?;
    let second: i8 = second.text.parse().ok()?;
    let digits: i16 = year.text.parse().ok()?;
    let year = if year.text.len() == 2 { 2000 + digits } else { digits };
    let (day, month) = if second > 12 { (second, first) } else { (first, second) };
    let fits = (1..=31).contains(&day) && (1..=12).contains(&month) && YEARS.contains(&year);
    fits.then_some((Day { number: day, month, year: Some(year) }, 3))
}
