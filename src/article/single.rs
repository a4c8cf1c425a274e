//! Somebody killed or hurt whom no number counts: "the village chief was shot dead", "son chauffeur a été blessé".
//!
//! In: a text. Out: one dead or hurt where its words say so. It must not know numbers.

use super::figures::{Toll, part};
use super::role::Role;
use super::text::Text;
use crate::event::Figure;
use std::ops::Range;

/// Words between somebody and the verb: "the village chief of Dogofry, in Niono cercle, was shot dead".
const REACH: usize = 12;

/// Who is told to be dead or hurt, as one person.
pub(super) fn single(text: &Text<'_>, range: Range<usize>, skip: &dyn Fn(usize) -> bool) -> Toll {
    let mut toll = part(text, range.clone(), skip);
    for verb in range.clone().filter(|at| !skip(*at)) {
        let Some(from) = passive(text, verb) else { continue };
        let begin = from.saturating_sub(REACH).max(range.start);
        // The nearest person before it, with nothing told of others in between.
        let is_person = (begin..from).rev().find_map(|at| {
            let is = |role: Role| text.at(at, role).is_some();
            if is(Role::Killing) || is(Role::Hurt) || super::figures::number(text, at).is_some() {
                return Some(false);
            }
            (is(Role::Civilian) || is(Role::Troops) || is(Role::SourceNoun) || is(Role::Title))
                .then_some(true)
        });
        if is_person != Some(true) {
            continue;
        }
        if text.at(verb, Role::Hurt).is_some() && toll.injured.is_unknown() {
            toll.injured = Figure::exact(1);
        } else if text.at(verb, Role::Dead).is_some() && toll.deaths.is_unknown() {
            toll.deaths = Figure::exact(1);
        }
    }
    toll
}

/// Where the verb begins of whose subject is one person, and which a word ends: "was killed", "a été tué".
fn passive(text: &Text<'_>, verb: usize) -> Option<usize> {
    let before = |back: usize| text.word(verb.wrapping_sub(back));
    // "Was later killed", "a été mortellement blessé".
    let adverb = usize::from(before(1).ends_with("ly") || before(1).ends_with("ment"));
    match (before(1 + adverb), before(2 + adverb), before(3 + adverb)) {
        ("ete", "a", "n" | "personne") => None,
        ("ete", "a", _) | ("been", "has" | "had", _) => Some(verb - 2 - adverb),
        ("was", _, _) => Some(verb - 1 - adverb),
        _ => None,
    }
}
