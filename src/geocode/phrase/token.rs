//! The words of a place text, folded, with where they stand in it.

use super::lexicon::{Roles, roles};
use crate::event::fold;

/// A word or a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// Folded; a number with a decimal point.
    pub(super) word: String,
    /// First byte in the text.
    pub(super) start: usize,
    /// The byte after the last.
    pub(super) end: usize,
    /// What stands between it and the one before.
    pub(super) gap: Gap,
    /// What the lexicon knows it by.
    pub(super) roles: Roles,
}

/// What stands between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Space, or a sign that says nothing.
    Space,
    /// An apostrophe, or nothing: "N'Tillit", "50km".
    Joined,
    /// A hyphen without space: "Gourma-Rharous".
    Hyphen,
    /// "/".
    Slash,
    /// A dash: " - ", "–", "→".
    Dash,
    /// A comma, semicolon or bracket: another part begins.
    Break,
}

impl Token {
    pub(super) fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.word.as_str())
    }

    /// A number in digits.
    pub(super) fn number(&self) -> Option<f64> {
        self.word.starts_with(|c: char| c.is_ascii_digit()).then(|| self.word.parse().ok()).flatten()
    }
}

/// What lists write together with a number behind it: "PK30", "RN17", "N17°02'".
const NUMBERED: &[&str] = &["pk", "rn", "rr", "km", "n", "s", "e", "w", "o"];

/// Cuts a text into words and numbers: "50km" is two, "12,5" is one.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, first)) = letters.next() {
        if matches!(first, '&' | '+') {
            push(text, &mut tokens, "and".to_owned(), start, start + first.len_utf8());
            continue;
        }
        if !first.is_alphanumeric() {
            continue;
        }
        let is_number = first.is_ascii_digit();
        let mut end = start + first.len_utf8();
        while let Some(&(at, letter)) = letters.peek() {
            let goes_on = if is_number {
                letter.is_ascii_digit() || (matches!(letter, '.' | ',') && digit_follows(text, at))
            } else {
                let split = letter.is_ascii_digit() && is_numbered(text.get(start..at).unwrap_or_default());
                !split && (letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter))
            };
            if !goes_on {
                break;
            }
            end = at + letter.len_utf8();
            letters.next();
        }
        let piece = text.get(start..end).unwrap_or_default();
        let word = match piece {
            "½" => "0.5".to_owned(),
            number if is_number => number.replace(',', "."),
            word => fold(word),
        };
        if !word.is_empty() {
            push(text, &mut tokens, word, start, end);
        }
    }
    tokens
}

fn push(text: &str, tokens: &mut Vec<Token>, word: String, start: usize, end: usize) {
    let gap = match tokens.last() {
        Some(last) => gap(text.get(last.end..start).unwrap_or_default()),
        None => Gap::Break,
    };
    let roles = roles(&word);
    tokens.push(Token { word, start, end, gap, roles });
}

fn gap(between: &str) -> Gap {
    if between.contains(['(', ')', '[', ']', '{', '}', ',', ';']) {
        Gap::Break
    } else if between.contains(['/', '\\', '|']) {
        Gap::Slash
    } else if between.contains(['–', '—', '→', '↔', '>'])
        || (between.contains('-') && between.contains(char::is_whitespace))
    {
        Gap::Dash
    } else if between.contains(['-', '‐', '‑']) {
        Gap::Hyphen
    } else if between.contains(['\'', '’', 'ʼ']) || between.is_empty() {
        Gap::Joined
    } else {
        Gap::Space
    }
}

fn is_numbered(start: &str) -> bool {
    NUMBERED.iter().any(|known| known.eq_ignore_ascii_case(start))
}

fn digit_follows(text: &str, at: usize) -> bool {
    text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// The part of the text that the tokens cover.
pub(super) fn covered<'a>(text: &'a str, tokens: &[Token]) -> &'a str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => text.get(first.start..last.end).unwrap_or_default(),
        _ => "",
    }
}

/// Cut where another part begins: at commas, semicolons, brackets.
pub(super) fn parts(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.chunk_by(|_, next| next.gap != Gap::Break)
}
