//! A way from a place that was named before: "the camp, which lies north of the village".
//!
//! In: some words. Out: a direction, and a distance where one is told. It must not know which place is meant.

use super::role::Role;
use super::text::Text;
use std::ops::Range;

/// A way from a place named elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// The words up to the place: "3 km north of".
    pub(super) words: String,
    /// The direction in English.
    pub(super) name: &'static str,
    /// Whether a distance is told.
    pub(super) has_distance: bool,
}

/// The directions as the lexicon has them.
const WAYS: [&str; 8] =
    ["north", "south", "east", "west", "north-east", "north-west", "south-east", "south-west"];
/// Words between the direction and the word for the place.
const REACH: usize = 4;

/// The way that some words tell from "the village".
pub(super) fn way(text: &Text<'_>, range: &Range<usize>) -> Option<Way> {
    range.clone().find_map(|at| {
        let (name, len) = direction(text, at)?;
        let behind = at + len;
        let anchor =
            (behind..(behind + REACH).min(range.end)).find(|at| text.at(*at, Role::Anaphor).is_some())?;
        let small = (behind..anchor)
            .all(|at| matches!(text.word(at), "of" | "the" | "de" | "du" | "la" | "l" | "this"));
        // "north of the town of Bamba" names the place itself.
        let next = text.at(anchor, Role::Anaphor).map_or(anchor + 1, |hit| hit.at.end);
        let names = matches!(text.word(next), "of" | "de" | "d")
            || text.words.get(next).is_some_and(|word| word.is_capital && !word.is_apart() && !word.opens);
        if !small || names {
            return None;
        }
        let unit =
            (at.saturating_sub(4).max(range.start)..at).rev().find(|at| text.at(*at, Role::Unit).is_some());
        let begin = unit
            .and_then(|unit| unit.checked_sub(1))
            .filter(|number| super::figures::number(text, *number).is_some() && *number >= range.start);
        let from = begin.unwrap_or(at);
        Some(Way {
            words: format!("{} of", text.slice(&(from..behind)).replace('\n', " ")),
            name,
            has_distance: begin.is_some(),
        })
    })
}

fn direction(text: &Text<'_>, at: usize) -> Option<(&'static str, usize)> {
    let named = |at: usize| {
        let value = &*text.at(at, Role::Direction)?.entry.value;
        WAYS.into_iter().find(|way| *way == value)
    };
    let first = named(at)?;
    let joined = text.words.get(at + 1).is_some_and(|word| word.gap == "-");
    let both = named(at + 1)
        .filter(|_| joined)
        .and_then(|second| WAYS.into_iter().find(|way| way.split_once('-') == Some((first, second))));
    Some(both.map_or((first, 1), |way| (way, 2)))
}
