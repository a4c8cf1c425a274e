//! What happened, in one word and in the list's own.

use super::RowReader;
use super::cells::Cells;
use super::memory::Known;
use crate::event::Kind;
use crate::import::cell;
use crate::import::field::Field;
use crate::import::format::Format;

/// Pairs of words kept; a list has some dozens, unless the column holds sentences.
const KEPT: usize = 1_024;

/// Kinds already recognised, by a broad word ("violence against civilians") and a closer one ("attack"), while one list is
/// read: recognising compares with the whole lexicon.
pub(super) type Kinds = Known<(String, String), Kind>;

pub(super) fn kinds() -> Kinds {
    Known::new(KEPT)
}

/// The closer word decides, but for words as broad as "attack": under "violence against civilians" that is
/// what it is.
fn recognise(broad: &str, close: &str) -> Kind {
    match (Kind::recognise(close), Kind::recognise(broad)) {
        (Kind::Other, broad) => broad,
        (Kind::Attack, broad) if broad != Kind::Other => broad,
        (close, _) => close,
    }
}

impl RowReader<'_> {
    /// The kind, and the list's own words for it.
    pub(super) fn kind(&self, cells: &mut Cells<'_>) -> (Kind, String) {
        if self.plan.mapping.format == Format::UcdpGed {
            let code =
                cells.field(Field::ViolenceType).map_or("", |(_, text)| cell::without_point_zero(text));
            // Codebook: 1 state-based conflict, 2 non-state conflict, 3 one-sided violence.
            let kind = match code {
                "1" | "2" => Kind::Clash,
                "3" => Kind::Civilians,
                _ => Kind::Other,
            };
            return (kind, String::new());
        }
        let text = |field| cells.field(field).map_or("", |(_, text)| text).to_owned();
        let (broad, close) = (text(Field::Kind), text(Field::SubKind));
        let asked = (broad.as_str(), close.as_str());
        let kind = *self.kinds.get(&asked, || (broad.clone(), close.clone()), || recognise(&broad, &close));
        let words = if close.is_empty() { (Field::Kind, broad) } else { (Field::SubKind, close) };
        cells.hold(words.0);
        (kind, words.1)
    }
}
