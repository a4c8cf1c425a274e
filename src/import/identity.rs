//! What makes a row the same row when its list is read again.
//!
//! In: the row's id and its cells. Out: [`Identified`] and [`Fingerprint`]. It must not know what cells mean.
//!
//! The rule, in this order:
//! 1. UCDP's `id` is an id of `ucdp`, ACLED's `event_id_cnty` one of `acled`, whoever exported the list.
//! 2. An export of Azalai names the event itself.
//! 3. An id of fewer than five digits and nothing else is the number of a row, not an id of its source: it
//!    holds within lists of this name, and of the source that the operator stated, only.
//! 4. Any other id holds among the lists of the source that the operator stated, or among all lists of which
//!    none was stated: there, and with numbers of rows, [`Reach`] says that it is no more than likely to be the same event.
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

/// How far the id of a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Whatever list it stands in, it is that event: its source gave it, or the row has none and is what it says.
    Source,
    /// Among lists of which nobody stated the source: two of them may well have given it twice.
    Lists,
    /// It numbers the rows of a list, and next week's list of that name may begin at 1 again.
    Rows,
}

/// What makes a row the same row when its list is read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identified {
    pub(super) identity: Identity,
    /// The id as the source writes it.
    pub(super) source_id: Option<String>,
    pub(super) reach: Reach,
    /// What it was if its list was read before somebody stated the source.
    pub(super) unstated: Option<Identity>,
}

/// What makes a row with this id the same row when its list is read again.
pub(super) fn identity(format: Format, options: &Options, id: &str, fingerprint: &Fingerprint) -> Identified {
    let id = cell::without_point_zero(id);
    let source = options.stated_source();
    if cell::is_unknown(id) {
        let identity = match source {
            Some(source) => Identity::of_content_told_by(source, fingerprint),
            None => Identity::of_content(fingerprint),
        };
        return Identified { identity, source_id: None, reach: Reach::Source, unstated: None };
    }
    if let (Format::Azalai, Ok(event)) = (format, id.parse::<EventId>()) {
        let identity = Identity::of_event(&event);
        return Identified { identity, source_id: None, reach: Reach::Source, unstated: None };
    }
    let is_row_number = id.len() < ID_DIGITS && id.bytes().all(|b| b.is_ascii_digit());
    let unstated = if is_row_number { stem(&options.list) } else { Identity::UNSTATED };
    let (scope, reach) = match (format, source) {
        (Format::UcdpGed, _) => (Cow::Borrowed("ucdp"), Reach::Source),
        (Format::Acled, _) => ("acled".into(), Reach::Source),
        (Format::Azalai | Format::List, Some(source)) if is_row_number => {
            (format!("{source}: {unstated}").into(), Reach::Rows)
        }
        (Format::Azalai | Format::List, None) if is_row_number => (unstated.into(), Reach::Rows),
        (Format::Azalai | Format::List, Some(source)) => (source.into(), Reach::Source),
        (Format::Azalai | Format::List, None) => (unstated.into(), Reach::Lists),
    };
    let was_unstated = source.is_some() && matches!(format, Format::Azalai | Format::List);
    Identified {
        identity: Identity::of_source_id(&scope, id),
        source_id: Some(id.to_owned()),
        reach,
        unstated: was_unstated.then(|| Identity::of_source_id(unstated, id)),
    }
}

/// `lists/incidents-2023.csv` as `incidents-2023`: what makes two files editions of one list.
pub fn stem(list: &str) -> &str {
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
        let found = identity(format, &options, id, &fingerprint([("place", "Bamba")].into_iter()));
        (found.identity, found.source_id)
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
    fn it_is_said_how_far_an_id_holds_and_what_it_was_without_a_source() {
        let of = |format, source: Option<&str>, id| {
            let options =
                Options { list: "a.csv".into(), source: source.map(str::to_owned), ..Options::default() };
            let found = identity(format, &options, id, &fingerprint([("place", "Bamba")].into_iter()));
            (found.reach, found.unstated)
        };
        let unstated = |scope, id| Some(Identity::of_source_id(scope, id));
        assert_eq!(of(Format::List, None, "S-001"), (Reach::Lists, None));
        assert_eq!(of(Format::List, Some("us"), "S-001"), (Reach::Source, unstated("list", "S-001")));
        assert_eq!(of(Format::List, None, "12"), (Reach::Rows, None));
        assert_eq!(of(Format::List, Some("us"), "12"), (Reach::Rows, unstated("a", "12")));
        for (format, id) in [(Format::Acled, "MLI12"), (Format::UcdpGed, "12"), (Format::List, "")] {
            assert_eq!(of(format, Some("us"), id), (Reach::Source, None), "{id}");
        }
    }

    #[test]
    fn order_and_composition_do_not_change_a_fingerprint() {
        let one = fingerprint([("lieu", "Sévaré"), ("date", "2023")].into_iter());
        let two = fingerprint([("date", "2023"), ("lieu", "Se\u{301}vare\u{301}")].into_iter());
        assert_eq!(one, two);
        assert_ne!(one, fingerprint([("date", "2023"), ("lieu", "Sevare")].into_iter()));
    }
}
