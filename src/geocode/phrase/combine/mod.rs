//! What clauses say together: "Tabankort | 12 km north of Bourem | on the Kidal road" is one place.
//!
//! In: clauses. Out: a phrase. It must not know which places there are.

mod distance;
mod names;
mod way;

use super::clause::{Clause, What};
use super::cuts::{has_or, joined};
use super::lexicon::Role;
use super::names::Named;
use super::token::{Token, covered};
use super::{Lack, Phrase, Reach};
use crate::gazetteer::{Hint, Level, plain_key, sahel_key, strip};

/// More clauses than this are no place: the text is taken as a name.
const MAX_CLAUSES: usize = 12;

/// Reads clauses together.
pub(super) fn combine(text: &str, clauses: &[Clause<'_>]) -> Phrase {
    if clauses.len() > MAX_CLAUSES {
        return Phrase::Place(Named::read(text));
    }
    let said = Said::new(text, clauses);
    said.post()
        .or_else(|| said.distance())
        .or_else(|| said.travel())
        .or_else(|| said.round())
        .or_else(|| said.between())
        .or_else(|| said.quarter())
        .or_else(|| said.several())
        .unwrap_or_else(|| said.place())
}

/// The clauses of a text, sorted by what they do.
struct Said<'a> {
    text: &'a str,
    clauses: &'a [Clause<'a>],
    /// Names with their position among the clauses; without words that name nothing.
    names: Vec<(usize, &'a [Token])>,
    /// "Commune de X": what holds the place.
    units: Vec<&'a str>,
}

impl<'a> Said<'a> {
    fn new(text: &'a str, clauses: &'a [Clause<'a>]) -> Self {
        let mut units: Vec<(Level, &str)> = Vec::new();
        let mut names = Vec::new();
        for (at, clause) in clauses.iter().enumerate() {
            let words = trimmed(clause.words);
            let shown = covered(text, words);
            match (clause.what, level(shown)) {
                (What::Unit, level) => units.push((level.unwrap_or(Level::Region), shown)),
                (What::Name, Some(level)) => units.push((level, shown)),
                (What::Name, None) if Role::Filler.skip(words).is_empty() || Role::Country.is(words) => {}
                (What::Name, None) => names.push((at, words)),
                _ => {}
            }
        }
        // The smallest first: it is the place, where there is no other.
        units.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
        Self { text, clauses, names, units: units.into_iter().map(|(_, shown)| shown).collect() }
    }

    fn find(&self, wanted: impl Fn(What) -> bool) -> Option<(usize, &'a Clause<'a>)> {
        self.clauses.iter().enumerate().find(|(_, one)| wanted(one.what))
    }

    /// A name, with the units of the text beside it.
    fn named(&self, words: &[Token]) -> Named {
        Named::read(covered(self.text, Role::CountryAfter.trim_but_all(words)))
            .beside(self.units.iter().copied())
    }

    /// The name before a clause; its own kind apart: "village" is none.
    fn name_before(&self, at: usize) -> Option<&'a [Token]> {
        self.names
            .iter()
            .rev()
            .find(|(name, words)| *name < at && self.is_name(words))
            .map(|(_, words)| *words)
    }

    fn name_after(&self, at: usize) -> Option<&'a [Token]> {
        self.names.iter().find(|(name, words)| *name > at && self.is_name(words)).map(|(_, words)| *words)
    }

    fn is_name(&self, words: &[Token]) -> bool {
        !Named::read(covered(self.text, words)).names.is_empty()
    }

    /// The place that the clause's anchor is told beside: the first name before it.
    fn beside(&self, at: usize) -> Option<Named> {
        let first = self.names.iter().find(|(name, words)| *name < at && self.is_name(words));
        first.map(|(_, words)| self.named(words))
    }

    /// An anchor with the names behind its clause, which say where it lies: "12 km north of Bourem, Gao".
    fn anchor(&self, at: usize, words: &[Token]) -> Named {
        let own = words.last().map(|last| last.end);
        let behind = self
            .names
            .iter()
            .filter(|(name, words)| *name > at && words.last().map(|last| last.end) != own)
            .map(|(_, words)| covered(self.text, words));
        self.named(words).beside(behind)
    }

    /// "Near X", "north of X", "northern X", "sortie nord de X".
    fn round(&self) -> Option<Phrase> {
        let is_round = |what| matches!(what, What::Near | What::Direction(_) | What::Edge(_) | What::Part);
        let (at, clause) = self.find(is_round)?;
        let words = clause.words;
        let beside = self.beside(at);
        // "Bamba, nord du Mali", "Bamba, nord de la région de Gao": where the place lies, roughly.
        if Role::Country.is(words) {
            return match beside {
                Some(_) => Some(self.without(at)),
                None => Some(Phrase::Part(self.named(words))),
            };
        }
        if !self.is_name(words) {
            if let Some(unit) = self.units.first().filter(|_| beside.is_none()) {
                return Some(Phrase::Part(Named::read(unit)));
            }
            return beside.map(|_| self.without(at));
        }
        if let Some(lack) = lack(words) {
            return Some(match beside {
                Some(_) => self.without(at),
                // "Near the border, Ménaka region": somewhere in the region.
                None => match self.units.first() {
                    Some(unit) => Phrase::Part(Named::read(unit)),
                    None => Phrase::Lacking { lack, named: None },
                },
            });
        }
        let anchor = self.anchor(at, words);
        if matches!(clause.what, What::Near | What::Edge(_)) && joined(words).len() > 1 && beside.is_none() {
            return Some(self.all(&joined(words), has_or(words)));
        }
        // "Bamba, nord Gao": a name, and where it lies, roughly.
        if clause.what == What::Part
            && beside.is_some()
            && let Phrase::Place(named) = self.without(at)
        {
            return Some(Phrase::Place(named.beside([covered(self.text, words)])));
        }
        let ways = self.ways_from(&anchor);
        if !ways.is_empty() {
            return Some(Phrase::Along { distance: None, ways, named: beside });
        }
        Some(match clause.what {
            What::Direction(bearing) => {
                Phrase::Offset { reach: Reach::Unstated, bearing: Some(bearing), anchor, named: beside }
            }
            What::Edge(Some(bearing)) => {
                Phrase::Offset { reach: Reach::Edge, bearing: Some(bearing), anchor, named: beside }
            }
            What::Part if beside.is_none() => Phrase::Part(anchor),
            _ => Phrase::Near { anchor, named: beside },
        })
    }

    /// The phrase as it is without one clause.
    fn without(&self, at: usize) -> Phrase {
        let rest: Vec<Clause<'_>> =
            self.clauses.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, one)| *one).collect();
        combine(self.text, &rest)
    }
}

/// The level of a unit, if the words name one; that of a district is not known, and taken for a cercle's.
fn level(words: &str) -> Option<Level> {
    let stripped = strip(words);
    match stripped.hint? {
        Hint::Unit(level) if !stripped.name.is_empty() => Some(level),
        Hint::AnyUnit if !stripped.name.is_empty() => Some(Level::Cercle),
        _ => None,
    }
}

/// Without the small words that belong to what follows: "Tabankort, situé à".
fn trimmed(words: &[Token]) -> &[Token] {
    let trimmed = Role::About.trim(words);
    if trimmed.is_empty() { words } else { trimmed }
}

/// What a name lacks to be a place, if it is no place: a river, a border, a stretch of land.
fn lack(words: &[Token]) -> Option<Lack> {
    let words = Role::Of.skip(Role::Part.skip_one(words));
    let words = Role::Of.skip(words);
    if Role::Tract.is(words) {
        return Some(Lack::Limits);
    }
    let is_line = Role::Line.at_start(words).is_some() || Role::Line.at_end(words).is_some();
    is_line.then_some(Lack::Point)
}

/// Whether two names are one but for spelling.
fn is_same(one: &Named, other: &Named) -> bool {
    let keys = |named: &Named| -> Vec<String> {
        named.names.iter().map(|name| sahel_key(&plain_key(name))).filter(|key| !key.is_empty()).collect()
    };
    let others = keys(other);
    keys(one).iter().any(|key| others.contains(key))
}
