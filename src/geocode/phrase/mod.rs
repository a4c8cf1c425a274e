//! What a place text says, before anything is looked up.
//!
//! In: the words of a list, in English or French. Out: a name, or a place told by other places. It must not
//! know which places there are.

mod bearing;
mod clause;
mod clean;
mod combine;
mod coordinates;
mod cuts;
mod lexicon;
mod names;
mod number;
mod token;

pub(super) use bearing::Bearing;
pub(super) use clean::{Cleaned, clean};
pub(super) use cuts::hyphen_cuts;
pub(super) use names::Named;
pub(super) use number::{Stated, Travel};

use crate::gazetteer::strip;

/// What a place text says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Phrase {
    /// Nothing but signs.
    Nothing,
    /// A place by its name or names.
    Place(Named),
    /// So far from a place, in a direction; at least one of the two is there, or it is the edge of a town.
    Offset {
        /// How far.
        reach: Reach,
        /// Which way, if it says.
        bearing: Option<Bearing>,
        /// From where.
        anchor: Named,
        /// A name of the place itself beside all this: "Tabankort, 12 km north of Bourem".
        named: Option<Named>,
    },
    /// So far from a place towards another, or somewhere on the first kilometres of that way: "30 km from Gao
    /// on the Ansongo road". Each way to read the two is told.
    Along {
        /// How far, if it says.
        distance: Option<Stated>,
        /// From where, towards what.
        ways: Vec<(Named, Named)>,
        /// A name of the place itself.
        named: Option<Named>,
    },
    /// Somewhere round a place.
    Near {
        /// Round what.
        anchor: Named,
        /// A name of the place itself: "Y near X".
        named: Option<Named>,
    },
    /// A part of a unit: "northern Mali".
    Part(Named),
    /// Between two places, or on the road between them. A text such as "Gao-Gourma-Rharous" can be cut in
    /// several ways; each is told.
    Between {
        /// The two ends, cut in every way.
        cuts: Vec<(Named, Named)>,
        /// Where between them.
        span: Span,
        /// A name of the place itself.
        named: Option<Named>,
        /// All of it, if it may be one place: "route de Gourma Rharous".
        whole: Option<Named>,
    },
    /// "X and Y", "X or Y".
    Several {
        /// The places.
        places: Vec<Named>,
        /// One of them, as the list does not know which.
        is_either: bool,
    },
    /// A part of a town: "quartier Y, X".
    Quarter {
        /// The part.
        quarter: Named,
        /// The town.
        town: Named,
    },
    /// The words do not suffice, whatever the places are.
    Lacking {
        /// What they lack.
        lack: Lack,
        /// The place they do name.
        named: Option<Named>,
    },
}

/// How far from a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Reach {
    /// So far.
    Stated(Stated),
    /// Not said; only the direction is.
    Unstated,
    /// At its edge: "the northern outskirts".
    Edge,
}

/// Where between two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// Anywhere.
    Any,
    /// Half-way.
    Halfway,
    /// On the half nearer to the first: "the X section of the X-Y road".
    FirstHalf,
}

/// What a text lacks to tell a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Lack {
    /// "PK 30", "12 km": from where.
    Start,
    /// "PK 30, route de Gao": from which end.
    WhichEnd,
    /// "Dozens of kilometres from X": a number.
    Number,
    /// "Two hours from X": a distance.
    Distance(Travel),
    /// "North of the river": a point to be told by.
    Point,
    /// "The Gourma": drawn limits.
    Limits,
    /// "Between X": the other end.
    OtherEnd,
}

/// Reads a place text that was cleaned.
pub(super) fn parse(text: &str) -> Phrase {
    let tokens = token::tokens(text);
    if tokens.is_empty() {
        return Phrase::Nothing;
    }
    // Most rows are one word, and one word is no phrase.
    if tokens.len() == 1 && tokens.iter().all(|only| only.roles == lexicon::Roles::default()) {
        return Phrase::Place(Named::read(text));
    }
    combine::combine(text, &clause::clauses(&tokens))
}

/// Whether the text has a word that says what kind of unit it names: "Région de Gao" is in the gazetteer as
/// it stands, and still is a region and not the town.
pub(super) fn says_its_kind(text: &str) -> bool {
    strip(text).says_unit()
}

#[cfg(test)]
mod tests;
