//! One cell, made fit to be read.
//!
//! In: the text of a cell. Out: the text that was meant, and whether it means that nothing is known. It must
//! not know columns.

use crate::event::fold;
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// Letters that text shows when UTF-8 was read as Windows-1252: the first bytes of é, à, ’, – and the like.
const MOJIBAKE_LEADS: [char; 5] = ['Ã', 'Â', 'â', 'Å', 'Ä'];

/// Quotation marks that some exports wrap whole values in, as part of the value.
const WRAPPERS: [(char, char); 5] = [('"', '"'), ('\'', '\''), ('“', '”'), ('«', '»'), ('‘', '’')];

/// Without the spaces, byte order marks and zero-width characters around it, and without one pair of
/// literal quotation marks around the whole.
pub(super) fn clean(text: &str) -> &str {
    // Nearly all cells: a letter or digit at either end.
    if let [first, .., last] = text.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return text;
    }
    let trimmed = trim(text);
    for (open, close) in WRAPPERS {
        let inner = trimmed.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        // A mark inside belongs to one of the ends: `"Free" and "fair"` is not wrapped.
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            return trim(inner);
        }
    }
    trimmed
}

/// Trims spaces of every width and marks that nobody sees.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\0'))
}

/// `SÃ©varé` as `Sévaré`: UTF-8 that was once read as Windows-1252. `None` for every other text.
pub(super) fn mend_mojibake(text: &str) -> Option<String> {
    if !text.contains(MOJIBAKE_LEADS) {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    if unmappable {
        return None;
    }
    // Text that was never mojibake is practically never valid UTF-8 as well: "Ã" alone is not.
    String::from_utf8(bytes.into_owned()).ok().filter(|mended| mended != text)
}

/// Line breaks within a line of a list, told to the person by one space.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.split(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

/// Words that say that a cell is empty, folded.
const BLANK: [&str; 12] =
    ["", "na", "n a", "nan", "null", "none", "nd", "n d", "nr", "n r", "nsp", "missing"];

/// What a spreadsheet shows where a formula failed, in English and French.
const FAILED: [&str; 14] = [
    "#N/A", "#N/D", "#REF!", "#VALUE!", "#VALEUR!", "#DIV/0!", "#NAME?", "#NOM?", "#NULL!", "#NUL!", "#NUM!",
    "#NOMBRE!", "#DATA!", "#SPILL!",
];

/// Words that say that nothing is known, folded.
const UNKNOWN: [&str; 22] = [
    "unknown",
    "inconnu",
    "inconnue",
    "inconnus",
    "unspecified",
    "not specified",
    "not available",
    "not applicable",
    "not known",
    "non precise",
    "non precisee",
    "non renseigne",
    "non disponible",
    "non connu",
    "non communique",
    "indetermine",
    "indeterminee",
    "a preciser",
    "a confirmer",
    "tbc",
    "tbd",
    "pending",
];

/// The longest of them has 15 letters; with accents and signs around it hardly more bytes than this.
const LONGEST: usize = 40;

/// Whether the cell is filled only for the look of it: `NA`, `-`, `n/a`, `null`.
pub(super) fn is_blank(text: &str) -> bool {
    text.is_empty()
        || (text.starts_with('#') && FAILED.contains(&text))
        || (may_be_word_of(text, &["n", "mi"]) && BLANK.contains(&fold(text).as_str()))
}

/// Whether the cell says that nothing is known: blank, or `unknown`, `inconnu`, `non précisé`.
pub(super) fn is_unknown(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    if text.starts_with('#') {
        return is_blank(text);
    }
    let may_be = may_be_word_of(text, &["n", "mi", "un", "in", "a ", "à", "tb", "pe"]);
    may_be && {
        let folded = fold(text);
        BLANK.contains(&folded.as_str()) || UNKNOWN.contains(&folded.as_str())
    }
}

/// Whether a text may fold to one of some words, which begin so and have no digits. Folding is costly and asked of every
/// cell; this spares it nearly all of them.
fn may_be_word_of(text: &str, openings: &[&str]) -> bool {
    if text.len() > LONGEST || text.contains(|c: char| c.is_numeric() || "%+=@#".contains(c)) {
        return false;
    }
    let mut letters = text.chars().skip_while(|letter| !letter.is_alphabetic()).flat_map(char::to_lowercase);
    let Some(first) = letters.next() else { return true };
    let second = letters.next();
    openings.iter().any(|opening| {
        let mut wanted = opening.chars();
        wanted.next() == Some(first)
            && wanted.next().is_none_or(|wanted| {
                // A sign or an accent may stand between, and fall away.
                second.is_none_or(|second| second == wanted || !second.is_ascii_alphanumeric())
            })
    })
}

/// Without the apostrophe that an export of Azalai puts before a text which a spreadsheet would take for a formula:
/// exactly the texts that have one more lose one.
pub(super) fn unguarded(text: &str) -> &str {
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let is_number = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite);
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) && !is_number(rest) => rest,
        _ => text,
    }
}

/// `300380.0` as `300380`: whole numbers that passed through a table of floating-point numbers.
pub(super) fn without_point_zero(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros))
            if !whole.is_empty()
                && whole.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit())
                && !zeros.is_empty()
                && zeros.bytes().all(|b| b == b'0') =>
        {
            whole
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_is_what_says_nothing() {
        for text in ["", "NA", "n/a", "N.A.", "-", "--", "?", ".", "NaN", "null", "None", "(missing)"] {
            assert!(is_blank(text), "{text}");
        }
        for text in ["0", "Nara", "+", "%", "Inconnu", "Mali", "غاو", "2023"] {
            assert!(!is_blank(text), "{text}");
        }
    }

    #[test]
    fn every_word_for_unknown_is_one() {
        for word in BLANK.iter().chain(&UNKNOWN) {
            assert!(is_unknown(word), "{word}");
            assert!(is_unknown(&word.to_uppercase()), "{word}");
        }
        for text in ["Non précisé", "À préciser", "(inconnu)", "N/D"] {
            assert!(is_unknown(text), "{text}");
        }
        assert!(!is_unknown("Inconnue la source"));
    }

    #[test]
    fn one_pair_of_marks_around_the_whole_is_taken_off() {
        for (text, clean_text) in [
            (" 'Bamba' ", "Bamba"),
            ("\u{feff}\u{a0}Gao", "Gao"),
            ("« Gao »", "Gao"),
            ("\"Free\" and \"fair\"", "\"Free\" and \"fair\""),
            ("Aguel'hoc", "Aguel'hoc"),
            ("'", "'"),
            ("''", ""),
        ] {
            assert_eq!(clean(text), clean_text, "{text}");
        }
    }

    #[test]
    fn only_mojibake_is_mended() {
        for (text, mended) in [
            ("SÃ©varÃ©", Some("Sévaré")),
            ("lâ€™armÃ©e", Some("l’armée")),
            ("Château", None),
            ("Ã", None),
            ("Sévaré", None),
        ] {
            assert_eq!(mend_mojibake(text).as_deref(), mended, "{text}");
        }
    }
}
