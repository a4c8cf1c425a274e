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
    let cardinal = |at: usize| {
        Some(match text.word(at) {
            "north" | "nord" => "north",
            "south" | "sud" => "south",
            "east" | "est" => "east",
            "west" | "ouest" => "west",
            _ => return None,
        })
    };
    let first = match text.word(at) {
        "northeast" => return Some(("north-east", 1)),
        "northwest" => return Some(("north-west", 1)),
        "southeast" => return Some(("south-east", 1)),
        "southwest" => return Some(("south-west", 1)),
        _ => cardinal(at)?,
    };
    let joined = text.words.get(at + 1).is_some_and(|word| word.gap == "-");
    Some(match (first, cardinal(at + 1).filter(|_| joined)) {
        ("north", Some("east")) => ("north-east", 2),
        ("north", Some("west")) => ("north-west", 2),
        ("south", Some("east")) => ("south-east", 2),
        ("south", Some("west")) => ("south-west", 2),
        (one, _) => (one, 1),
    })
}
