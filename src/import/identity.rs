//! What makes a row the same row when its list is read again.
//!
//! In: the row's id and its cells. Out: [`Identity`] and [`Fingerprint`]. It must not know what cells mean.
//!
//! The rule, in this order:
//! 1. UCDP's `id` is an id of `ucdp`, ACLED's `event_id_cnty` one of `acled`, whoever exported the list.
//! 2. An export of Azalai names the event itself.
//! 3. An id of fewer than five digits and nothing else is the number of a row, not an id of its source: it
//!    holds within lists of this name, and of the source that the operator stated, only.
//! 4. Any other id holds among the lists of the source that the operator stated, or among all lists of which
//!    none was stated.
//! 5. A row without an id is what it says: the hash of its content, within the source that the operator stated. Two
//!    sources that say the same are two that say so.
//!
//! The hash is over (folded name of the column, value) of all cells that are filled, sorted, without the
//! nameless column of row numbers. A moved column, another encoding, a byte order mark, another delimiter or
//! another way of quoting leave it as it is.

use super::Options;
use super::cell;
use super::format::Format;
use crate::event::{EventId, Fingerprint, Identity};
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Digits from which on a number is taken for an id.
const ID_DIGITS: usize = 5;

/// The row's identity and its id as the source writes it.
pub(super) fn identity(
    format: Format,
    options: &Options,
    id: &str,
    fingerprint: &Fingerprint,
) -> (Identity, Option<String>) {
    let id = cell::without_point_zero(id);
    if cell::is_unknown(id) {
        let identity = match options.stated_source() {
            Some(source) => Identity::of_content_told_by(source, fingerprint),
            None => Identity::of_content(fingerprint),
        };
        return (identity, None);
    }
    if let (Format::Azalai, Ok(event)) = (format, id.parse::<EventId>()) {
        return (Identity::of_event(&event), None);
    }
    let is_row_number = id.len() < ID_DIGITS && id.bytes().all(|b| b.is_ascii_digit());
    let scope = match (format, options.stated_source()) {
        (Format::UcdpGed, _) => Cow::Borrowed("ucdp"),
        (Format::Acled, _) => "acled".into(),
        (Format::Azalai | Format::List, Some(source)) if is_row_number => {
            format!("{source}: {}", stem(&options.list)).into()
        }
        (Format::Azalai | Format::List, None) if is_row_number => stem(&options.list).into(),
        (Format::Azalai | Format::List, source) => source.unwrap_or(Identity::UNSTATED).into(),
    };
    (Identity::of_source_id(&scope, id), Some(id.to_owned()))
}

/// `lists/incidents-2023.csv` as `incidents-2023`.
fn stem(list: &str) -> &str {
    let name = list.rsplit(['/', '\\']).next().unwrap_or(list);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// The hash of `(folded name, value)` of the filled cells.
pub(super) fn fingerprint<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> Fingerprint {
    let mut cells: Vec<(&str, Cow<'_, str>)> = cells.map(|(key, value)| (key, composed(value))).collect();
    cells.sort_unstable();
    Fingerprint::of_cells(cells.iter().map(|(key, value)| (*key, value.as_ref())))
}

/// The fingerprint of a row that the operator had read otherwise than guessed: who corrects the reading of a list
/// and imports it again wants its events changed, though not a cell of it did.
pub(super) fn read_as(content: Fingerprint, stated: &str) -> Fingerprint {
    if stated.is_empty() {
        return content;
    }
    Fingerprint::of_cells([("content", content.as_str()), ("read as", stated)])
}

/// é as one letter: exports of macOS write e and an accent, and a legacy encoding cannot.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope_of(format: Format, list: &str, source: Option<&str>, id: &str) -> (Identity, Option<String>) {
        let options = Options { list: list.into(), source: source.map(str::to_owned), ..Options::default() };
        identity(format, &options, id, &fingerprint([("place", "Bamba")].into_iter()))
    }

    #[test]
    fn an_id_holds_where_it_was_given() {
        let id = |scope, id| (Identity::of_source_id(scope, id), Some(id.to_owned()));
        assert_eq!(scope_of(Format::UcdpGed, "a.csv", None, "209980.0"), id("ucdp", "209980"));
        assert_eq!(scope_of(Format::Acled, "a.csv", Some("us"), "MLI12"), id("acled", "MLI12"));
        assert_eq!(scope_of(Format::List, "a.csv", Some("us"), "S-001"), id("us", "S-001"));
        assert_eq!(scope_of(Format::List, "a.csv", None, "S-001"), id("list", "S-001"));
        assert_eq!(scope_of(Format::List, "in/week.40.csv", None, "12"), id("week.40", "12"));
        // Two partners number the rows of lists of one name.
        assert_eq!(scope_of(Format::List, "in/week.40.csv", Some("us"), "12"), id("us: week.40", "12"));
        assert_eq!(scope_of(Format::List, "a.csv", None, "12345"), id("list", "12345"));
        let event = EventId::from(&Identity::of_source_id("list", "S-001"));
        assert_eq!(
            scope_of(Format::Azalai, "e.csv", None, event.as_str()),
            (Identity::of_event(&event), None)
        );
        let content = Identity::of_content(&fingerprint([("place", "Bamba")].into_iter()));
        assert_eq!(scope_of(Format::Acled, "a.csv", None, ""), (content.clone(), None));
        let told_by = |source| scope_of(Format::List, "a.csv", Some(source), "").0;
        assert_eq!(told_by(" us "), told_by("us"));
        assert!(told_by("us") != content && told_by("us") != told_by("them"));
    }

    #[test]
    fn order_and_composition_do_not_change_a_fingerprint() {
        let one = fingerprint([("lieu", "Sévaré"), ("date", "2023")].into_iter());
        let two = fingerprint([("date", "2023"), ("lieu", "Se\u{301}vare\u{301}")].into_iter());
        assert_eq!(one, two);
        assert_ne!(one, fingerprint([("date", "2023"), ("lieu", "Sevare")].into_iter()));
    }
}
