//! The words, numbers and marks of a date.

use crate::event::{fold, month_named};

/// One of them. Words that say nothing (`le`, `of`, `Sunday`, `er`) are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A number and how many digits it is written with.
    Number(u32, usize),
    /// A month by its name, 1 to 12.
    Month(u32),
    /// `to`, `au`: what follows is the end.
    To,
    /// `between`, `entre`: the next `and` means `to`.
    Between,
    /// `and`, `et`.
    And,
    /// A sign between numbers.
    Mark(Mark),
}

/// A sign between numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// `-` without spaces.
    Dash,
    /// `-` between spaces, or a long dash.
    LongDash,
    /// `/`
    Slash,
    /// `.` or `,`
    Point,
}

/// Words that add nothing to a date. `mi`, `early` and the like leave the whole month, which is the honest span.
const SILENT: &[&str] = &[
    "le",
    "la",
    "les",
    "l",
    "the",
    "of",
    "du",
    "de",
    "d",
    "on",
    "in",
    "en",
    "from",
    "er",
    "ere",
    "st",
    "nd",
    "rd",
    "th",
    "e",
    "date",
    "dates",
    "jusqu",
    "jusque",
    "vers",
    "environ",
    "circa",
    "about",
    "around",
    "env",
    "approximately",
    "autour",
    "nuit",
    "nuits",
    "night",
    "dans",
    "early",
    "mid",
    "late",
    "debut",
    "mi",
    "fin",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "lun",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
];

/// Among them those that say the day is not sure.
const ABOUT: &[&str] = &["vers", "environ", "env", "circa", "about", "around", "approximately", "autour"];

/// Whether a date begins by saying that it is not sure.
pub(super) fn is_about(text: &str) -> bool {
    let before = text.split(|letter: char| letter.is_ascii_digit()).next().unwrap_or_default();
    before.contains(['~', '≈']) || fold(before).split(' ').any(|word| ABOUT.contains(&word))
}

/// Among them those that say a part of a month or a year.
const PARTLY: &[&str] = &["early", "mid", "late", "debut", "mi", "fin"];

/// Whether a date says that only a part of its span is meant.
pub(super) fn is_partly(text: &str) -> bool {
    fold(text).split(' ').any(|word| PARTLY.contains(&word))
}

/// The month that a word names.
pub(in crate::import) fn month(word: &str) -> Option<u32> {
    month_named(&fold(word))
}

/// The tokens of a text; `None` when something in it belongs to no date.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let run = |of: fn(&char) -> bool| letters[at..].iter().take_while(|c| of(c)).count();
        if letter.is_ascii_digit() {
            let length = run(char::is_ascii_digit);
            let digits: String = letters[at..at + length].iter().collect();
            tokens.push(Token::Number(digits.parse().ok()?, length));
            at += length;
        } else if letter.is_alphabetic() {
            let length = run(|c| c.is_alphabetic());
            let word: String = letters[at..at + length].iter().collect();
            if let Some(token) = word_token(&word)? {
                tokens.push(token);
            }
            at += length;
        } else {
            let spaced = |index: Option<usize>| {
                index.and_then(|index| letters.get(index)).is_none_or(|c| c.is_whitespace())
            };
            match letter {
                '-' | '‐' | '‑' if spaced(at.checked_sub(1)) && spaced(Some(at + 1)) => {
                    tokens.push(Token::Mark(Mark::LongDash));
                }
                '-' | '‐' | '‑' => tokens.push(Token::Mark(Mark::Dash)),
                '–' | '—' | '→' => tokens.push(Token::Mark(Mark::LongDash)),
                '/' | '\\' => tokens.push(Token::Mark(Mark::Slash)),
                '.' | ',' => tokens.push(Token::Mark(Mark::Point)),
                '\'' | '’' | 'º' | '°' | '~' | '(' | ')' => {}
                other if other.is_whitespace() => {}
                _ => return None,
            }
            at += 1;
        }
    }
    Some(tokens)
}

/// `None` for a word that belongs to no date, `Some(None)` for one that adds nothing.
#[expect(clippy::option_option, reason = "three answers: no date, nothing to add, a token")]
fn word_token(word: &str) -> Option<Option<Token>> {
    if let Some(number) = month(word) {
        return Some(Some(Token::Month(number)));
    }
    let word = fold(word);
    match word.as_str() {
        "to" | "au" | "a" | "until" | "till" | "through" => Some(Some(Token::To)),
        "between" | "entre" => Some(Some(Token::Between)),
        "and" | "et" => Some(Some(Token::And)),
        "" | "sat" | "sun" => Some(None),
        silent if SILENT.contains(&silent) => Some(None),
        _ => None,
    }
}
