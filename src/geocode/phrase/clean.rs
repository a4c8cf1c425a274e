//! What stands in a place text and is no place: doubts, notes, coordinates, the country.
//!
//! In: a cell of a list. Out: the text without them, and what they said. It must not read what is left.

use super::coordinates;
use super::lexicon::Role;
use super::token::{Token, covered, tokens};
use crate::event::LonLat;
use crate::gazetteer::{hint_of, is_joining};

/// A place text without what is no place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::geocode) struct Cleaned {
    /// What is left: a part of what was written, but for what was blanked inside.
    pub(in crate::geocode) text: String,
    /// The list itself doubts: "Gao (?)", "probably Gao".
    pub(in crate::geocode) is_doubted: bool,
    /// Coordinates with the letters of their hemispheres.
    pub(in crate::geocode) point: Option<LonLat>,
    /// Two numbers that look like coordinates, of which nobody says which is which.
    pub(in crate::geocode) has_loose_numbers: bool,
    /// The text says that nothing is named.
    pub(in crate::geocode) is_unnamed: bool,
}

/// Cleans a place text.
pub(in crate::geocode) fn clean(written: &str) -> Cleaned {
    let mut cleaned = Cleaned { is_doubted: is_doubted(written), ..Cleaned::default() };
    let mut text = without_notes(written);
    if let Some(found) = coordinates::find(&text, &tokens(&text)) {
        cleaned.point = found.point;
        cleaned.has_loose_numbers = found.point.is_none();
        blank(&mut text, found.start, found.end);
    }
    let all = tokens(&text);
    let mut rest = all.as_slice();
    cleaned.is_doubted |= Role::Doubt.at_start(rest).is_some() || Role::Doubt.at_end(rest).is_some();
    rest = Role::Doubt.trim(Role::Doubt.skip(rest));
    cleaned.is_unnamed = if rest.is_empty() { is_placeholder(written) } else { Role::Unknown.is(rest) };
    rest = without_country(rest);
    // Signs at the ends are kept where there is nothing else: a person sees what stands there.
    text = if rest.is_empty() { text.trim().to_owned() } else { closed(&text, rest).to_owned() };
    cleaned.text = text;
    cleaned
}

/// The words with the bracket that closes the last of them: "Sévaré (Mopti)".
fn closed<'a>(text: &'a str, rest: &[Token]) -> &'a str {
    let inner = covered(text, rest);
    let Some(last) = rest.last().filter(|_| inner.contains(['(', '['])) else { return inner };
    let tail = text.get(last.end..).unwrap_or_default();
    let bracket = tail.chars().next().filter(|next| matches!(next, ')' | ']'));
    let start = rest.first().map_or(0, |first| first.start);
    bracket.and_then(|bracket| text.get(start..last.end + bracket.len_utf8())).unwrap_or(inner)
}

/// "Gao, Mali", "Gao (Mali)", "Gao au Mali"; not "Mali" alone, nor "nord du Mali".
fn without_country(tokens: &[Token]) -> &[Token] {
    let Some(found) = Role::CountryAfter.at_end(tokens) else { return tokens };
    let Some((before, country)) = tokens.split_at_checked(tokens.len() - found.len) else { return tokens };
    let is_part = found.len == 1
        && country.first().is_some_and(|mali| mali.gap != super::token::Gap::Break)
        && !before.is_empty();
    // "Nord Mali", "central Mali", "Mali/Niger": the country is what is told of.
    if before.is_empty() || is_part { tokens } else { before }
}

/// A question mark that ends something: those inside words come from broken encodings.
fn is_doubted(written: &str) -> bool {
    let mut letters = written.chars().peekable();
    let (mut has_word, mut before) = (false, ' ');
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if matches!(letter, '?' | '？' | '؟')
            && has_word
            && !(before.is_alphanumeric() && next.is_alphanumeric())
        {
            return true;
        }
        has_word |= letter.is_alphanumeric();
        before = letter;
    }
    false
}

/// More notes than these are left where they are.
const MAX_NOTES: usize = 8;

/// Two lines of a cell are two things, as two that a semicolon parts; unless the first goes on: "village de", and below it
/// "Bamba".
fn without_breaks(written: &str) -> String {
    let mut text = written.replace(['\r', '\t', '\u{b}', '\u{c}'], " ");
    while let Some(at) = text.find('\n') {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let all = tokens(before);
        let goes_on = all.last().is_none_or(|last| is_joining(&last.word) || hint_of(&last.word).is_some());
        let parts = !goes_on && after.chars().any(char::is_alphanumeric);
        text.replace_range(at..=at, if parts { ";" } else { " " });
    }
    text
}

/// Without footnote marks and "[sic]", each blanked, so that positions stay.
fn without_notes(written: &str) -> String {
    let mut text = without_breaks(written);
    // The ordinal sign that some keyboards have in the place of the degree's is a letter.
    text = text.replace('º', "°");
    for letter in ['*', '†', '‡', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰', '?', '？']
    {
        // A question mark inside a word is a letter that an encoding lost: it parts no words.
        if letter == '?' || !text.contains(letter) {
            continue;
        }
        text = text.replace(letter, &" ".repeat(letter.len_utf8()));
    }
    for _ in 0..MAX_NOTES {
        let Some((start, end)) = note(&text) else { break };
        blank(&mut text, start, end);
    }
    text
}

/// A footnote in brackets: "[1]", "(2)", "[sic]", "[note a]".
fn note(text: &str) -> Option<(usize, usize)> {
    const LETTERS: usize = 8;
    text.match_indices(['[', '(']).find_map(|(start, _)| {
        let mut letters = text.get(start + 1..)?.char_indices().take(LETTERS);
        let end = start + 1 + letters.find(|(_, letter)| matches!(letter, ']' | ')'))?.0;
        let inner = text.get(start + 1..end)?.trim();
        let is_square = text.get(start..)?.starts_with('[');
        let is_note = inner.eq_ignore_ascii_case("sic")
            || (is_square && inner.len() <= 1)
            || (inner.len() <= 2 && !inner.is_empty() && inner.bytes().all(|digit| digit.is_ascii_digit()));
        is_note.then_some((start, end + 1))
    })
}

fn blank(text: &mut String, start: usize, end: usize) {
    text.replace_range(start..end, &" ".repeat(end - start));
}

/// Only signs that people put where they know nothing.
fn is_placeholder(written: &str) -> bool {
    written.chars().all(|letter| {
        matches!(letter, '-' | '–' | '—' | '_' | '.' | '?' | '/' | '*') || letter.is_whitespace()
    })
}
