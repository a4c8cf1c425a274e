//! The clauses of a place text: "Tabankort | 12 km north of Bourem | on the Kidal road".
//!
//! In: tokens. Out: what each run of them does, and its words. It must not know what they say together.

use super::bearing::{self, Bearing, Spelling};
use super::lexicon::Role;
use super::number::{self, Far, Stated, Travel};
use super::token::{Gap, Token, parts};

/// What a clause does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum What {
    /// Names something.
    Name,
    /// "12 km north of X".
    Distance(Far, Option<Bearing>),
    /// "North of X".
    Direction(Bearing),
    /// "Northern X".
    Part,
    /// "The northern edge of X", "outskirts of X".
    Edge(Option<Bearing>),
    /// "Near X".
    Near,
    /// "Between X and Y", and whether half-way.
    Between(bool),
    /// "Route X-Y", "the road to X".
    Road,
    /// "Towards X".
    Towards,
    /// "Two hours by road from X".
    Travel(Travel),
    /// "PK 30".
    Post(Stated),
    /// "Commune de X".
    Unit,
    /// "Quartier X".
    Quarter,
    /// "Unknown place".
    Unknown,
}

impl What {
    /// The direction that it tells.
    pub(super) fn bearing(self) -> Option<Bearing> {
        match self {
            Self::Direction(bearing) => Some(bearing),
            Self::Edge(bearing) | Self::Distance(_, bearing) => bearing,
            _ => None,
        }
    }
}

/// A run of words that does something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clause<'t> {
    /// What it does.
    pub(super) what: What,
    /// The words it does it with: a name, or names; without the words that say what it does.
    pub(super) words: &'t [Token],
}

/// Cuts a text into clauses.
pub(super) fn clauses(tokens: &[Token]) -> Vec<Clause<'_>> {
    let mut clauses = Vec::new();
    for part in parts(tokens) {
        let mut rest = part;
        while !rest.is_empty() {
            let (what, inner) = opening(rest, rest.len() == part.len()).unwrap_or((What::Name, rest));
            let end = (0..inner.len()).find(|at| ends(what, inner, *at)).unwrap_or(inner.len());
            let (words, next) = inner.split_at(end);
            clauses.push(closed(what, words));
            // Every turn takes a word at least, or the text would never end.
            rest = if next.len() < rest.len() { next } else { rest.get(1..).unwrap_or_default() };
        }
    }
    clauses
}

/// Whether another clause begins at a word of this one.
fn ends(what: What, words: &[Token], at: usize) -> bool {
    let Some((next, _)) = words.get(at..).and_then(|rest| opening(rest, false)) else { return false };
    match what {
        What::Name => at > 0,
        What::Unit => at > 1,
        // "An unknown place in Mopti region" is told by the region alone.
        What::Unknown => true,
        // "North of the region of Gao" is told by the region.
        _ if matches!(next, What::Unit | What::Quarter) => {
            words.get(..at).is_some_and(|before| !Role::Filler.skip(before).is_empty())
        }
        _ => true,
    }
}

/// The clause that begins here, and what follows the words that open it.
fn opening(tokens: &[Token], at_start: bool) -> Option<(What, &[Token])> {
    unknown(tokens, at_start)
        .or_else(|| halfway(tokens))
        .or_else(|| distance(tokens))
        .or_else(|| number::travel(tokens).map(|(travel, rest)| (What::Travel(travel), Role::Of.skip(rest))))
        .or_else(|| number::post(tokens).map(|(km, rest)| (What::Post(km), rest)))
        .or_else(|| between(tokens))
        .or_else(|| road(tokens, at_start))
        .or_else(|| edge(tokens, at_start))
        .or_else(|| direction(tokens, at_start))
        .or_else(|| near(tokens, at_start))
        .or_else(|| Some((What::Towards, rest_after(Role::Towards, tokens)?)))
        .or_else(|| unit(tokens, at_start))
        .or_else(|| Some((What::Quarter, rest_after(Role::Quarter, tokens)?)))
}

/// What follows words of a role, if they are there and something does.
fn rest_after(role: Role, tokens: &[Token]) -> Option<&[Token]> {
    let rest = tokens.get(role.at_start(tokens)?.len..)?;
    (!rest.is_empty()).then_some(rest)
}

/// "An unknown place in X", where it is no name.
fn unknown(tokens: &[Token], at_start: bool) -> Option<(What, &[Token])> {
    /// Shorter ones ("N/A") are looked for only where they are all there is.
    const LETTERS: usize = 6;
    let found = Role::Unknown.at_start(tokens).filter(|_| at_start)?;
    let (words, rest) = tokens.split_at_checked(found.len)?;
    let is_word = words.iter().any(|token| token.word.len() >= LETTERS);
    let goes_on =
        rest.first().is_none_or(|next| next.is(&["in", "of", "de", "du", "d", "dans", "near", "pres"]));
    (is_word && goes_on).then_some((What::Unknown, rest))
}

fn distance(tokens: &[Token]) -> Option<(What, &[Token])> {
    let (far, tail) = number::distance(tokens)?;
    let (bearing, tail) = match bearing::read(Role::ToThe.skip(tail), Spelling::Letters) {
        Some((bearing, rest)) => (Some(bearing), rest),
        None => (None, tail),
    };
    Some((What::Distance(far, bearing), Role::Of.skip(tail)))
}

/// Before distances: the "mi" of "à mi-chemin" is a mile too.
fn halfway(tokens: &[Token]) -> Option<(What, &[Token])> {
    let after = rest_after(Role::Halfway, tokens)?;
    let ends = rest_after(Role::Between, after).unwrap_or_else(|| Role::Of.skip(after));
    Some((What::Between(true), ends))
}

fn between(tokens: &[Token]) -> Option<(What, &[Token])> {
    Some((What::Between(false), rest_after(Role::Between, tokens)?))
}

/// "Route X-Y", "on the X-Y road", "RN 17", "on the way to X".
fn road(tokens: &[Token], at_start: bool) -> Option<(What, &[Token])> {
    /// The word for the road is looked for so many words away: names are not longer.
    const LOOK_AHEAD: usize = 8;
    if let Some(rest) = rest_after(Role::RoadTo, tokens) {
        return Some((What::Towards, rest));
    }
    let found = Role::OnThe.at_start(tokens);
    let on_the = found.map_or(0, |found| found.len);
    // In English the word for the road stands behind its ends.
    let is_english = found.is_some_and(|found| found.value == "behind");
    let after = tokens.get(on_the..)?;
    if let Some(found) = Role::Road.at_start(after) {
        let rest = after.get(found.len..)?;
        // "RN 17".
        let number = rest.first().filter(|next| next.number().is_some() && next.word.len() <= 3);
        let rest = rest.get(usize::from(number.is_some())..)?;
        let inner = Role::Joins.skip(Role::UnitBefore.skip_one(rest));
        let goes_on = inner.len() < rest.len() || number.is_some() || found.value == "before";
        // "The Gao road" has its word behind.
        if at_start || on_the > 0 || (goes_on && !rest.is_empty()) {
            return Some((What::Road, inner));
        }
    }
    let ahead = || after.iter().take(LOOK_AHEAD).take_while(|token| token.gap != Gap::Break).enumerate();
    let has_road =
        || ahead().any(|(at, _)| after.get(at..).is_some_and(|rest| Role::Road.at_start(rest).is_some()));
    (is_english && has_road()).then_some((What::Road, after))
}

/// "Sortie nord de X", "northern outskirts of X".
fn edge(tokens: &[Token], at_start: bool) -> Option<(What, &[Token])> {
    let inner = Role::ToEdge.skip(tokens);
    let (before, rest) = match bearing::read(inner, Spelling::Adjectives) {
        Some((bearing, rest)) => (Some(bearing), rest),
        None => (None, inner),
    };
    let rest = rest.get(Role::Edge.at_start(rest)?.len..)?;
    let (bearing, rest) = match bearing::read(rest, Spelling::Adjectives).filter(|_| before.is_none()) {
        Some((bearing, rest)) => (Some(bearing), rest),
        None => (before, rest),
    };
    let name = Role::Of.skip(rest);
    let is_told = name.len() < rest.len() || (at_start && bearing.is_some());
    (is_told && !name.is_empty()).then_some((What::Edge(bearing), name))
}

/// "Au nord de X"; and at the start of a part "northern X", "nord X".
fn direction(tokens: &[Token], at_start: bool) -> Option<(What, &[Token])> {
    let inner = Role::ToEdge.skip(tokens);
    if let Some((bearing, rest)) = bearing::read(inner, Spelling::Words) {
        let of = rest.first().is_some_and(|next| next.is(&["of", "from", "de", "d", "du", "des"]));
        if of && rest.len() > 1 {
            return Some((What::Direction(bearing), rest.get(1..)?));
        }
    }
    if !at_start {
        return None;
    }
    let part = Role::Part.at_start(inner).filter(|_| inner.len() > 1);
    let rest = match (bearing::read(inner, Spelling::Adjectives), inner.split_first()) {
        (Some((_, rest)), _) => rest,
        (None, Some((first, rest))) if first.is(&["central", "centre"]) => rest,
        (None, _) => inner.get(part?.len..)?,
    };
    let rest = Role::Of.skip(Role::Side.skip_one(rest));
    // "La partie nord de X".
    let rest = bearing::read(rest, Spelling::Adjectives).map_or(rest, |(_, rest)| Role::Of.skip(rest));
    (!rest.is_empty()).then_some((What::Part, rest))
}

/// "Near X", "environs de X".
fn near(tokens: &[Token], at_start: bool) -> Option<(What, &[Token])> {
    let found = Role::Near.at_start(tokens)?;
    let rest = tokens.get(found.len..)?;
    let of = rest.first().is_some_and(|next| next.is(&["de", "d", "du", "des", "of", "to", "from"]));
    let is_told = of || found.value == "bare" || at_start;
    let rest = if of { rest.get(1..)? } else { rest };
    (is_told && !rest.is_empty()).then_some((What::Near, rest))
}

/// "Dans la commune de X", "in the X region" behind a name.
fn unit(tokens: &[Token], at_start: bool) -> Option<(What, &[Token])> {
    /// Words of a unit's name that stand before "region".
    const WORDS: usize = 4;
    let before = Role::UnitBefore.at_start(tokens).map_or(0, |found| found.len);
    let inner = tokens.get(before..)?;
    if let Some(word) = Role::UnitWord.at_start(inner) {
        let next = inner.get(word.len)?;
        let named = next.is(&["de", "d", "du", "des", "of"]) || before > 0;
        return (named && !at_start).then_some((What::Unit, inner));
    }
    let ends_with_unit =
        || inner.len() <= WORDS && Role::UnitWord.at_end(inner).is_some_and(|found| found.len < inner.len());
    (before > 0 && !at_start && ends_with_unit()).then_some((What::Unit, inner))
}

/// What its last words make of a clause: "X-Y road", "X area".
fn closed(what: What, words: &[Token]) -> Clause<'_> {
    let is_anchor = matches!(what, What::Distance(..) | What::Direction(_) | What::Edge(_) | What::Near);
    let words = if is_anchor { Role::NearEnding.trim_but_all(words) } else { words };
    let without = |len: usize| words.get(..words.len() - len).unwrap_or_default();
    match what {
        What::Name => {
            let trimmed = Role::About.trim(words);
            if let Some(found) = Role::Road.at_end(trimmed).filter(|found| found.len < trimmed.len()) {
                return Clause {
                    what: What::Road,
                    words: trimmed.get(..trimmed.len() - found.len).unwrap_or_default(),
                };
            }
            if let Some(found) = Role::NearEnding.at_end(words).filter(|found| found.len < words.len()) {
                return Clause { what: What::Near, words: without(found.len) };
            }
            if let Some(found) = Role::QuarterEnding.at_end(words).filter(|found| found.len < words.len()) {
                return Clause { what: What::Quarter, words: without(found.len) };
            }
            let is_part = words.len() > 1
                && words.last().is_some_and(|last| last.gap == Gap::Space && is_bearing(last));
            if is_part { Clause { what: What::Part, words: without(1) } } else { Clause { what, words } }
        }
        What::Road => Clause { what, words: Role::Joins.skip(Role::Road.trim(words)) },
        What::Distance(far, None) => {
            let (bearing, words) = trailing(words);
            Clause { what: What::Distance(far, bearing), words }
        }
        _ => Clause { what, words },
    }
}

fn is_bearing(token: &Token) -> bool {
    bearing::read(std::slice::from_ref(token), Spelling::Words).is_some()
}

/// A direction behind the name: "15 km de Gao au nord".
fn trailing(words: &[Token]) -> (Option<Bearing>, &[Token]) {
    const WORDS: usize = 3;
    let from = words.len().saturating_sub(WORDS).max(1);
    for at in from..words.len() {
        let read = words.get(at..).and_then(|rest| bearing::read(rest, Spelling::Words));
        if let Some((bearing, [])) = read {
            let before = words.get(..at).unwrap_or_default();
            return (Some(bearing), Role::ToThe.trim(before));
        }
    }
    (None, words)
}
