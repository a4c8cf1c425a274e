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

/// Whether rows may not be passed on: those of ACLED, whatever the operator says of them, and those said to be under
/// its terms. An agreement of the operator's own does not reach whoever is handed an export.
pub(super) fn is_restricted(format: Format, licence: Option<&str>) -> bool {
    format == Format::Acled || licence == Some(ACLED_TERMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_acled_are_restricted_whatever_is_stated() {
        for (format, stated, restricted) in [
            (Format::Acled, None, true),
            (Format::Acled, Some(" "), true),
            (Format::Acled, Some("by agreement of 2 May"), true),
            (Format::UcdpGed, None, false),
            (Format::List, Some(ACLED_TERMS), true),
        ] {
            let licence = licence(format, stated.map(str::to_owned));
            assert_eq!(is_restricted(format, licence.as_deref()), restricted, "{format:?} {stated:?}");
        }
    }
}
