//! Keys under which a name is found again when it is written another way.
//!
//! In: a name as somebody wrote it. Out: comparable texts, from the strictest key (K0) to the loosest (K4).
//! It must not know places.

mod sahel;
mod skeleton;
#[cfg(test)]
mod tests;

pub use sahel::{bare_key, sahel_key, swapped_sahel_key};
pub(super) use skeleton::latin_key;
pub use skeleton::{is_other_script, skeleton_key, swapped_skeleton_key};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// K0: the name as it is, but for case, composition and runs of spaces.
pub fn exact_key(name: &str) -> String {
    if name.is_ascii() && is_spaced_plainly(name) {
        return name.to_ascii_lowercase();
    }
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        if word.is_ascii() {
            key.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            key.extend(word.nfc().flat_map(char::to_lowercase));
        }
    }
    if key.is_ascii() {
        return key;
    }
    // Lower-casing can undo the composition ("İ" becomes "i" with a dot above).
    key.nfc().collect()
}

/// Whether single spaces are all the white space there is, and none of it at the ends.
fn is_spaced_plainly(name: &str) -> bool {
    let mut before = b' ';
    for byte in name.bytes() {
        if byte.is_ascii_whitespace() && (byte != b' ' || before == b' ') || byte.is_ascii_control() {
            return false;
        }
        before = byte;
    }
    before != b' ' || name.is_empty()
}

/// Whether a name's K0 is that of another; the keys are not made where case is all that differs.
pub(super) fn is_exact(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other) || exact_key(name) == exact_key(other)
}

/// K1: without accents, apostrophes, hyphens, spaces and any other sign. A Roman numeral that ends a name of
/// several words is the number it stands for: "Farakoro II" is "farakoro2".
pub fn plain_key(name: &str) -> String {
    match roman_ending(name) {
        None => plain_letters(name),
        Some((name, number)) => {
            let mut key = plain_letters(name);
            key.push_str(number);
            key
        }
    }
}

/// [`plain_key`] with Roman numerals left as they are: of a name that somebody is still typing.
pub(super) fn plain_letters(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 1);
    if name.is_ascii() {
        for letter in name.bytes().filter(u8::is_ascii_alphanumeric) {
            key.push(char::from(letter.to_ascii_lowercase()));
        }
        return key;
    }
    for letter in name.nfkd().flat_map(char::to_lowercase).filter(|letter| is_letter(*letter)) {
        match letter {
            // Letters of Bambara and Songhay orthography that lists write with the plain ones.
            'ɛ' | 'ǝ' | 'ə' => key.push('e'),
            'ɔ' | 'ø' => key.push('o'),
            'ŋ' | 'ɲ' => key.push('n'),
            'ɓ' => key.push('b'),
            'ɗ' => key.push('d'),
            'ƙ' => key.push('k'),
            'ı' => key.push('i'),
            'œ' => key.push_str("oe"),
            'æ' => key.push_str("ae"),
            'ß' => key.push_str("ss"),
            '٠'..='٩' => key.extend(ascii_digit(letter, '٠')),
            '۰'..='۹' => key.extend(ascii_digit(letter, '۰')),
            other => key.push(other),
        }
    }
    key
}

fn ascii_digit(digit: char, zero: char) -> Option<char> {
    char::from_digit(digit as u32 - zero as u32, 10)
}

/// A letter or digit; not a modifier letter, of which apostrophes are made ("ʼ"), nor the Arabic tatweel.
fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric()
        && !is_combining_mark(letter)
        && !matches!(letter, '\u{2b0}'..='\u{2ff}' | '\u{640}')
}

/// Numbers that parts of a town or twin villages bear.
const ROMAN: [(&str, &str); 10] = [
    ("I", "1"),
    ("II", "2"),
    ("III", "3"),
    ("IV", "4"),
    ("V", "5"),
    ("VI", "6"),
    ("VII", "7"),
    ("VIII", "8"),
    ("IX", "9"),
    ("X", "10"),
];

/// The number a word is in Roman numerals, up to ten.
pub(super) fn roman(word: &str) -> Option<&'static str> {
    ROMAN.iter().find(|(numeral, _)| word.eq_ignore_ascii_case(numeral)).map(|(_, number)| *number)
}

/// A name and the Roman numeral that ends it as a word of its own.
fn roman_ending(name: &str) -> Option<(&str, &'static str)> {
    let trimmed = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    if !matches!(trimmed.bytes().next_back()?, b'i' | b'I' | b'v' | b'V' | b'x' | b'X') {
        return None;
    }
    let at = trimmed.rfind(|c: char| c.is_whitespace() || c == '-')?;
    let (rest, last) = trimmed.split_at(at);
    let number = roman(last.trim_start_matches(|c: char| c.is_whitespace() || c == '-'))?;
    rest.chars().any(is_letter).then_some((rest, number))
}
