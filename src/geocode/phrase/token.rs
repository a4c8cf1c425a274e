//! The words of a place text, folded, with where they stand in it.

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
}

impl Token {
    pub(super) fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.word.as_str())
    }
}

/// Cuts a text into words and numbers: "50km" is two, "12,5" is one.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, first)) = letters.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let is_number = first.is_ascii_digit();
        let mut end = start + first.len_utf8();
        while let Some(&(at, letter)) = letters.peek() {
            let goes_on = if is_number {
                letter.is_ascii_digit() || (matches!(letter, '.' | ',') && digit_follows(text, at))
            } else {
                letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter)
            };
            if !goes_on {
                break;
            }
            end = at + letter.len_utf8();
            letters.next();
        }
        let piece = text.get(start..end).unwrap_or_default();
        let word = if is_number { piece.replace(',', ".") } else { fold(piece) };
        if !word.is_empty() {
            tokens.push(Token { word, start, end });
        }
    }
    tokens
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

/// Without such words at the start.
pub(super) fn after<'a>(mut tokens: &'a [Token], words: &[&str]) -> &'a [Token] {
    while let Some((first, rest)) = tokens.split_first()
        && first.is(words)
    {
        tokens = rest;
    }
    tokens
}

/// Without such words at the end.
pub(super) fn before<'a>(mut tokens: &'a [Token], words: &[&str]) -> &'a [Token] {
    while let Some((last, rest)) = tokens.split_last()
        && last.is(words)
    {
        tokens = rest;
    }
    tokens
}
