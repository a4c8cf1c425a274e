//! Texts that a spreadsheet would calculate.

use std::borrow::Cow;

/// The text, with an apostrophe before it when a spreadsheet would take it for a formula.
///
/// A text that begins with an apostrophe already and would be dangerous without it gets another, so that taking
/// one away always gives back what was there.
pub fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) && !is_number(&text) {
        let mut guarded = String::with_capacity(text.len() + 1);
        guarded.push('\'');
        guarded.push_str(&text);
        guarded.into()
    } else {
        text
    }
}

/// Begins as a formula does. The wide forms are what Japanese and Chinese keyboards write, and Excel takes them
/// for the narrow ones; a line break may be dropped on the way in and lay bare what follows it.
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A plain number: a sign before one is a sign.
pub(super) fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}
