//! Names as sources write them, made fit to be searched.
//!
//! In: names and lists of names of a source. Out: names without invisible marks, and without what is no name
//! (links, codes of airports). It must not know sources.

use super::super::strip;
use crate::event::fold;
use std::collections::HashSet;

/// The longest name that is taken for one.
pub(super) const MAX_NAME_CHARS: usize = 200;

/// The most other names of one place.
const MAX_ALIASES: usize = 300;

/// A name without invisible marks and with single spaces.
pub(super) fn cleaned(name: &str) -> String {
    let mut clean = String::with_capacity(name.len());
    for letter in name.chars().filter(|c| !is_invisible(*c)) {
        if letter.is_whitespace() || letter.is_control() {
            if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else {
            clean.push(letter);
        }
    }
    if clean.ends_with(' ') {
        clean.pop();
    }
    clean
}

/// Marks of direction, joiners that Latin and Arabic names do without, byte order marks.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
}

/// The other names of a place: each once, without the name itself.
pub(super) fn aliases<'a>(name: &str, given: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::from([name.to_owned()]);
    let mut kept = Vec::new();
    for alias in given {
        let alias = cleaned(alias);
        if kept.len() < MAX_ALIASES && is_name(&alias) && seen.insert(alias.clone()) {
            kept.push(alias);
        }
    }
    kept
}

/// Whether a text among alternate names is a name, in a script that names of the Sahel are written in.
fn is_name(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().next().is_some()
        && letters().all(is_of_a_script_used_here)
        && text.chars().count() <= MAX_NAME_CHARS
        && !is_link(text)
        && !is_airport(text)
        && !is_wikidata(text)
}

fn is_link(text: &str) -> bool {
    text.contains("://") || text.contains(".wikipedia.org") || text.starts_with("www.")
}

/// IATA and ICAO codes ("GAQ", "GAGO"): no name is three or four capitals in these sources.
fn is_airport(text: &str) -> bool {
    matches!(text.len(), 3 | 4) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_wikidata(text: &str) -> bool {
    text.strip_prefix('Q')
        .is_some_and(|number| number.len() > 1 && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Latin (with the letters of African languages), Arabic, Tifinagh, N'Ko and Adlam.
fn is_of_a_script_used_here(letter: char) -> bool {
    matches!(letter,
        '\u{0041}'..='\u{02af}' | '\u{1d00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}'
        | '\u{02b0}'..='\u{036f}'
        | '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' | '\u{08a0}'..='\u{08ff}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{2d30}'..='\u{2d7f}' | '\u{07c0}'..='\u{07ff}' | '\u{1e900}'..='\u{1e95f}')
}

/// Whether two spellings differ by more than accents, case and signs.
pub(super) fn differ(one: &str, other: &str) -> bool {
    fold(one) != fold(other)
}

/// The name of a unit without the word for what it is: "Gao" of "Gao Region". Where nothing but a number would
/// be left ("Commune 3"), the whole.
pub(super) fn unit_name(name: &str) -> String {
    let bare = strip(name).name;
    if bare.chars().any(char::is_alphabetic) { bare.to_owned() } else { name.to_owned() }
}
