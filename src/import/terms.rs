//! Under what terms a list may be passed on, when its format alone says so.
//!
//! In: a format and what the operator stated. Out: the terms, and whether they forbid passing rows on. It must not
//! know rows.

use super::format::Format;

/// What stands as the licence of a list in one of ACLED's layouts when the operator states none.
///
/// ACLED's terms of use (acleddata.com, "Terms of use & attribution policy") allow maps and figures made from its data,
/// and forbid republishing the data themselves.
pub const ACLED_TERMS: &str = "ACLED terms of use: raw data may not be passed on";

/// The list's terms: those stated, or else those of its format.
pub(super) fn licence(format: Format, stated: Option<String>) -> Option<String> {
    stated
        .filter(|terms| !terms.trim().is_empty())
        .or_else(|| (format == Format::Acled).then(|| ACLED_TERMS.to_owned()))
}

/// Whether terms forbid passing rows on. Who states terms of their own has an agreement, and answers for it.
pub(super) fn is_restricted(licence: Option<&str>) -> bool {
    licence == Some(ACLED_TERMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_acled_lists_without_stated_terms_are_restricted() {
        for (format, stated, restricted) in [
            (Format::Acled, None, true),
            (Format::Acled, Some(" "), true),
            (Format::Acled, Some("by agreement of 2 May"), false),
            (Format::UcdpGed, None, false),
            (Format::List, Some(ACLED_TERMS), true),
        ] {
            let licence = licence(format, stated.map(str::to_owned));
            assert_eq!(is_restricted(licence.as_deref()), restricted, "{format:?} {stated:?}");
        }
    }
}
