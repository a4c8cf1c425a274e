//! Communes whose name is a number: those of Bamako.
//!
//! In: a text. Out: the word and its number, and what follows. It must not know which communes there are.

use super::super::Level;
use super::super::keys::roman;
use super::{Hint, first_word, hint_of, is_joining, trim};

/// Larger numbers are years, or roads.
const MOST: u32 = 20;

/// Whether a text is a small number, in Roman numerals or digits.
pub(in crate::gazetteer) fn is_number(text: &str) -> bool {
    let is_digits = text.parse::<u32>().is_ok_and(|number| (1..=MOST).contains(&number));
    is_digits || roman(text).is_some()
}

/// "Commune V du district de Bamako": "Commune V" and "district de Bamako". `None` where the word for a commune is not
/// followed by a number.
pub fn numbered(text: &str) -> Option<(&str, &str)> {
    let text = trim(text);
    let (word, after) = first_word(text)?;
    if hint_of(&word) != Some(Hint::Unit(Level::Commune)) {
        return None;
    }
    let after = trim(after);
    let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    let (number, mut rest) = after.split_at_checked(end)?;
    // "Commune I-n-Delimane" is none of a number.
    if !is_number(number) || rest.starts_with(['-', '\'', '’']) {
        return None;
    }
    let name = text.get(..text.len() - rest.len())?;
    rest = trim(rest);
    while let Some((word, after)) = first_word(rest).filter(|(word, _)| is_joining(word)) {
        let _ = word;
        rest = trim(after);
    }
    Some((name, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_commune_is_its_name() {
        for (text, name, rest) in [
            ("Commune V", "Commune V", ""),
            ("commune 5, Bamako", "commune 5", "Bamako"),
            ("Commune VI du district de Bamako", "Commune VI", "district de Bamako"),
            ("Commune III (Bamako)", "Commune III", "Bamako"),
        ] {
            assert_eq!(numbered(text), Some((name, rest)), "{text}");
        }
        for text in
            ["Commune de Gao", "Commune", "V", "Commune 2023", "Commune I-n-Delimane", "Commune Vitesse"]
        {
            assert_eq!(numbered(text), None, "{text}");
        }
    }
}
