//! The words of decisions.
//!
//! In: a word with all that came with it. Out: what is to become of an item, or what does not go together. It must not know
//! whether that can be done.

use super::{DraftChange, PlaceChoice, Verdict};
use crate::event::LonLat;
use crate::store::{Decision, ReviewKind};
use thiserror::Error;

/// What came with the word of a decision. What the word has no use for is refused, never passed over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Given {
    /// What is otherwise than in the draft.
    pub change: Option<DraftChange>,
    /// Which candidate, from 1.
    pub candidate: Option<usize>,
    /// Where.
    pub point: Option<LonLat>,
    /// The true place is within so many metres of the point.
    pub radius_m: Option<f64>,
    /// Also all others of whose places the lists say the same.
    pub same: bool,
    /// And the gazetteer is to know.
    pub learn: bool,
}

/// The word of a decision in French; as it is, where a later version wrote it.
pub(super) fn in_french(word: &str) -> &str {
    match word {
        "confirm" => "confirmé",
        "reject" => "rejeté",
        "accept" => "accepté",
        "candidate" => "autre lieu choisi",
        "place" => "placé à la main",
        "same" => "même événement",
        "different" => "événements différents",
        "merge" => "réunis",
        "reopen" => "rouvert",
        other => other,
    }
}

/// A word and what came with it do not go together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {rule}")]
pub struct Misfit {
    /// Which field.
    pub field: &'static str,
    /// What it must be.
    pub rule: String,
}

impl Misfit {
    fn new(field: &'static str, rule: impl Into<String>) -> Self {
        Self { field, rule: rule.into() }
    }
}

impl Given {
    /// What was given, by name.
    fn fields(&self) -> impl Iterator<Item = &'static str> + use<> {
        [
            ("change", self.change.is_some()),
            ("candidate", self.candidate.is_some()),
            ("lon", self.point.is_some()),
            ("radius_m", self.radius_m.is_some()),
            ("same", self.same),
            ("learn", self.learn),
        ]
        .into_iter()
        .filter_map(|(name, is_given)| is_given.then_some(name))
    }
}

impl Verdict {
    /// What a word means for an item of a kind.
    ///
    /// # Errors
    ///
    /// A [`Misfit`] when the kind has no such word, the word needs what is missing, or has no use for what is there.
    pub fn from_words(kind: ReviewKind, word: &str, given: Given) -> Result<Self, Misfit> {
        let fields = given.fields();
        let Given { change, candidate, point, radius_m, same, learn } = given;
        let place = |choice| Self::Place { choice, same, learn };
        let (verdict, uses) = match (kind, word) {
            (ReviewKind::Draft, "confirm") => {
                (Self::Confirm(Box::new(change.unwrap_or_default())), &["change"][..])
            }
            (ReviewKind::Draft, "reject") => (Self::Reject, &[][..]),
            (ReviewKind::Draft, _) => return Err(Misfit::new("decision", "must be confirm or reject")),
            (ReviewKind::Location, "accept") => (place(PlaceChoice::Best), &["same", "learn"][..]),
            (ReviewKind::Location, "reject") => (place(PlaceChoice::Nobody), &["same"][..]),
            (ReviewKind::Location, "candidate") => {
                let number = candidate.ok_or_else(|| Misfit::new("candidate", "is needed"))?;
                (place(PlaceChoice::Candidate(number)), &["candidate", "same", "learn"][..])
            }
            (ReviewKind::Location, "place") => {
                let point = point.ok_or_else(|| Misfit::new("lon", "is needed, and lat"))?;
                let uses = &["lon", "radius_m", "same", "learn"][..];
                (place(PlaceChoice::Point { point, radius_m }), uses)
            }
            (ReviewKind::Location, _) => {
                return Err(Misfit::new("decision", "must be accept, candidate, place or reject"));
            }
            (ReviewKind::Duplicate, _) => match word.parse() {
                // A pair is opened again by taking its decision back, as everything that was decided here.
                Ok(Decision::Reopen) | Err(_) => {
                    return Err(Misfit::new("decision", "must be same, different or merge"));
                }
                Ok(decision) => (Self::Pair(decision), &[][..]),
            },
        };
        match fields.into_iter().find(|name| !uses.contains(name)) {
            None => Ok(verdict),
            Some(field) => Err(Misfit::new(field, format!("is nothing for '{word}' of a {}", kind.as_str()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Given {
        Given {
            change: Some(DraftChange::default()),
            candidate: Some(2),
            point: LonLat::new(-1.4, 17.0).ok(),
            radius_m: Some(500.0),
            same: true,
            learn: true,
        }
    }

    /// Each field of [`all`] by its name, alone.
    fn only(name: &str) -> Given {
        let (all, none) = (all(), Given::default());
        match name {
            "change" => Given { change: all.change, ..none },
            "candidate" => Given { candidate: all.candidate, ..none },
            "lon" => Given { point: all.point, ..none },
            "radius_m" => Given { radius_m: all.radius_m, ..none },
            "same" => Given { same: true, ..none },
            "learn" => Given { learn: true, ..none },
            other => unreachable!("{other} is no field"),
        }
    }

    #[test]
    fn nothing_that_a_word_has_no_use_for_is_passed_over() {
        let words = [
            (ReviewKind::Draft, "confirm", &["change"][..], None),
            (ReviewKind::Draft, "reject", &[], None),
            (ReviewKind::Location, "accept", &["same", "learn"], None),
            (ReviewKind::Location, "reject", &["same"], None),
            (ReviewKind::Location, "candidate", &["candidate", "same", "learn"], Some("candidate")),
            (ReviewKind::Location, "place", &["lon", "radius_m", "same", "learn"], Some("lon")),
            (ReviewKind::Duplicate, "same", &[], None),
            (ReviewKind::Duplicate, "different", &[], None),
            (ReviewKind::Duplicate, "merge", &[], None),
        ];
        for (kind, word, uses, needs) in words {
            for name in all().fields() {
                let read = Verdict::from_words(kind, word, only(name)).map_err(|misfit| misfit.field);
                match needs.filter(|needed| *needed != name) {
                    Some(needed) => assert_eq!(read, Err(needed), "{word} with {name}"),
                    None if uses.contains(&name) => assert!(read.is_ok(), "{word} with {name}"),
                    None => assert_eq!(read, Err(name), "{word} with {name}"),
                }
            }
            let is_whole = Verdict::from_words(kind, word, Given::default()).is_ok();
            assert_eq!(is_whole, needs.is_none(), "{word} alone");
        }
    }

    #[test]
    fn every_kind_has_its_own_words() {
        for kind in ReviewKind::ALL {
            for word in ["", "reopen", "Confirm", "undo"] {
                let misfit = Verdict::from_words(kind, word, Given::default()).unwrap_err();
                assert_eq!(misfit.field, "decision", "{word}");
            }
        }
        assert!(Verdict::from_words(ReviewKind::Draft, "merge", Given::default()).is_err());
        assert!(Verdict::from_words(ReviewKind::Duplicate, "confirm", Given::default()).is_err());
    }
}
