//! What a place text says, before anything is looked up.
//!
//! In: the words of a list, in English or French. Out: a name, or a place told by other places. It must not
//! know which places there are.

mod bearing;
mod names;
mod relative;
mod token;

pub(super) use bearing::Bearing;
pub(super) use names::Named;

use crate::gazetteer::{Hint, strip};
use token::tokens;

/// What a place text says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Phrase {
    /// Nothing but signs.
    Nothing,
    /// A place by its name or names.
    Place(Named),
    /// So far from a place, in a direction; at least one of the two is there.
    Offset {
        /// Kilometres, and how exactly they are stated.
        distance: Option<Stated>,
        /// Which way, if it says.
        bearing: Option<Bearing>,
        /// From where.
        anchor: Named,
        /// A name of the place itself before all this: "Tabankort, 12 km north of Bourem".
        named: Option<Named>,
    },
    /// Somewhere round a place.
    Near(Named),
    /// A part of a unit: "northern Mali".
    Part(Named),
    /// Between two places, or on the road between them. A text such as "Gao-Gourma-Rharous" can be cut in
    /// several ways; each is told.
    Between(Vec<(Named, Named)>),
}

/// A distance as stated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stated {
    /// Kilometres.
    pub(super) km: f64,
    /// It may be off by so much because it was rounded, in kilometres.
    pub(super) rounding_km: f64,
}

/// Reads a place text.
pub(super) fn parse(text: &str) -> Phrase {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return Phrase::Nothing;
    }
    relative::distance(text, &tokens)
        .or_else(|| relative::between(text, &tokens))
        .or_else(|| relative::road(text, &tokens))
        .or_else(|| relative::near(text, &tokens))
        .or_else(|| relative::direction(text, &tokens))
        .unwrap_or_else(|| Phrase::Place(Named::read(text)))
}

/// Whether the text has a word that says what kind of unit it names: "Région de Gao" is in the gazetteer as
/// it stands, and still is a region and not the town.
pub(super) fn says_its_kind(text: &str) -> bool {
    matches!(strip(text).hint, Some(Hint::Unit(_) | Hint::AnyUnit))
}

#[cfg(test)]
mod tests;
