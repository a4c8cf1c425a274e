//! Text made comparable.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, everything that is neither letter nor digit turned to one space:
/// `"Type d'incident"` and `"TYPE D’INCIDENT"` become `"type d incident"`.
///
/// Idempotent. For headers, kinds and words; names of places have keys of their own in the gazetteer.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        // Most texts: nothing to take apart.
        for letter in text.bytes() {
            if letter.is_ascii_alphanumeric() {
                folded.push(letter.to_ascii_lowercase().into());
            } else if !folded.ends_with(' ') && !folded.is_empty() {
                folded.push(' ');
            }
        }
        folded.truncate(folded.trim_end().len());
        return folded;
    }
    for letter in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if letter.is_alphanumeric() {
            // Lower-casing may bring marks of its own (Turkish dotted I), hence the second look.
            folded.extend(letter.to_lowercase().filter(|c| c.is_alphanumeric()));
        } else if !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}
