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

/// Whether the cell is filled only for the look of it: `NA`, `-`, `n/a`, `null`.
pub(super) fn is_blank(text: &str) -> bool {
    // Folding is costly and real text is long; none of the words is.
    text.is_empty()
        || (text.len() <= 24
            && matches!(
                fold(text).as_str(),
                "" | "na" | "n a" | "nan" | "null" | "none" | "nd" | "n d" | "nr" | "n r" | "nsp" | "missing"
            )
            && !has_sign_of_its_own(text))
}

/// Folding keeps letters and digits alone; these signs mean something all the same.
fn has_sign_of_its_own(text: &str) -> bool {
    text.contains(['%', '+', '=', '@', '#'])
}

/// Whether the cell says that nothing is known: blank, or `unknown`, `inconnu`, `non précisé`.
pub(super) fn is_unknown(text: &str) -> bool {
    is_blank(text)
        || (text.len() <= 40
            && matches!(
                fold(text).as_str(),
                "unknown"
                    | "inconnu"
                    | "inconnue"
                    | "inconnus"
                    | "unspecified"
                    | "not specified"
                    | "not available"
                    | "not applicable"
                    | "not known"
                    | "non precise"
                    | "non precisee"
                    | "non renseigne"
                    | "non disponible"
                    | "non connu"
                    | "non communique"
                    | "indetermine"
                    | "a preciser"
                    | "tbc"
                    | "tbd"
                    | "pending"
            ))
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
