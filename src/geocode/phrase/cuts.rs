//! The ways to cut a text in two names: at words, at hyphens, at spaces.
//!
//! In: words. Out: pairs of names. It must not know which of them are places.

use super::lexicon::Role;
use super::names::Named;
use super::token::{Gap, Token, covered};

/// More ways than this are no road's name.
const MAX_CUTS: usize = 6;

/// Every way to cut words in two, from the surest kind of cut that is there: words, then hyphens. Words part
/// more surely than hyphens, which are in names too.
pub(super) fn cuts(text: &str, words: &[Token]) -> Vec<(Named, Named)> {
    let joins = ["to", "a", "vers", "and", "et", "towards", "toward"];
    let at_words = at(words, |token| token.is(&joins));
    if !at_words.is_empty() {
        return named(text, words, &at_words, 1);
    }
    named(text, words, &at_hyphens(words), 0)
}

/// Cut at "and" alone: "between X and Y".
pub(super) fn and_cuts(text: &str, words: &[Token]) -> Vec<(Named, Named)> {
    named(text, words, &at(words, is_and), 1)
}

/// Cut between any two words: "trajet X Y".
pub(super) fn space_cuts(text: &str, words: &[Token]) -> Vec<(Named, Named)> {
    named(text, words, &at(words, |token| token.gap == Gap::Space), 0)
}

/// Cut at hyphens, dashes and slashes.
pub(in crate::geocode) fn hyphen_cuts(text: &str) -> Vec<(Named, Named)> {
    let words = super::token::tokens(text);
    named(text, &words, &at_hyphens(&words), 0)
}

/// The names that "and" or "or" join, each by itself; one when nothing joins.
pub(super) fn joined(words: &[Token]) -> Vec<&[Token]> {
    let is_join = |token: &Token| is_and(token) || is_or(token);
    words.split(is_join).filter(|part| !part.is_empty()).take(MAX_CUTS).collect()
}

/// Whether "or" joins names.
pub(super) fn has_or(words: &[Token]) -> bool {
    words.iter().any(is_or)
}

fn is_and(token: &Token) -> bool {
    joins(Role::And, token)
}

fn is_or(token: &Token) -> bool {
    joins(Role::Or, token)
}

/// A word that joins names; the "or" of "mine d'or" and the "et" of a name with hyphens join none.
fn joins(role: Role, token: &Token) -> bool {
    !matches!(token.gap, Gap::Joined | Gap::Hyphen) && role.at_start(std::slice::from_ref(token)).is_some()
}

/// Where words of a kind stand, both sides not empty.
fn at(words: &[Token], is_cut: impl Fn(&Token) -> bool) -> Vec<usize> {
    (1..words.len()).filter(|at| words.get(*at).is_some_and(&is_cut)).take(MAX_CUTS).collect()
}

/// Where hyphens and dashes stand; dashes with spaces and slashes alone, where there are any.
fn at_hyphens(words: &[Token]) -> Vec<usize> {
    let with = |wanted: &[Gap]| -> Vec<usize> {
        (1..words.len())
            .filter(|at| words.get(*at).is_some_and(|token| wanted.contains(&token.gap)))
            .take(MAX_CUTS)
            .collect()
    };
    let sure = with(&[Gap::Dash, Gap::Slash]);
    if sure.is_empty() { with(&[Gap::Hyphen]) } else { sure }
}

/// The pairs of names; `joint` words at the cut belong to neither.
fn named(text: &str, words: &[Token], at: &[usize], joint: usize) -> Vec<(Named, Named)> {
    at.iter()
        .filter_map(|at| Some((words.get(..*at)?, words.get(at + joint..)?)))
        .filter(|(left, right)| !left.is_empty() && !right.is_empty())
        .map(|(left, right)| (Named::read(covered(text, left)), Named::read(covered(text, right))))
        .collect()
}
