//! Names and nothing else: one, several, a part of a town.
//!
//! In: the clauses of a text. Out: names with what stands beside them. It must not know which places there are.

use super::super::Phrase;
use super::super::clause::What;
use super::super::cuts::{has_or, joined};
use super::super::lexicon::Role;
use super::super::names::Named;
use super::super::token::{Token, covered};
use super::{Said, lack};

impl Said<'_> {
    /// "Quartier Y, X", "quartier Y à X", "Y, quartier de X".
    pub(super) fn quarter(&self) -> Option<Phrase> {
        let (at, clause) = self.find(|what| what == What::Quarter)?;
        let words = clause.words;
        let is_of = |token: &Token| token.is(&["de", "d", "du", "of"]);
        let before = self.name_before(at);
        if words.first().is_some_and(is_of) {
            let town = self.named(Role::Of.skip(words));
            return Some(match before {
                Some(quarter) => Phrase::Quarter { quarter: self.named(quarter), town },
                // "Quartier de X" alone: a part of X, or one of that name.
                None => Phrase::Place(self.named(words)),
            });
        }
        let cut = (1..words.len()).find(|at| {
            words.get(*at).is_some_and(|token| is_of(token) || token.is(&["a", "in", "at", "dans"]))
        });
        if let Some((quarter, town)) = cut.and_then(|cut| words.split_at_checked(cut)) {
            let town = Role::Of.skip(town.get(1..)?);
            if self.is_name(town) {
                return Some(Phrase::Quarter { quarter: self.named(quarter), town: self.named(town) });
            }
        }
        let town = before.or_else(|| self.name_after(at));
        let quarter = self.named(words);
        Some(match town {
            Some(town) => Phrase::Quarter { quarter, town: self.named(town) },
            None => Phrase::Place(quarter),
        })
    }

    /// "X and Y", "X, Y et Z", "X ou Y"; "de X à Y".
    pub(super) fn several(&self) -> Option<Phrase> {
        let (_, last) = self.names.last()?;
        if let Some(phrase) = self.ends_in_words() {
            return Some(phrase);
        }
        let names = joined(last);
        if names.len() < 2 || !names.iter().all(|words| self.is_name(words)) {
            return None;
        }
        let before = self.names.iter().take(self.names.len() - 1).map(|(_, words)| *words);
        let all: Vec<&[Token]> = before.chain(names).collect();
        Some(self.all(&all, has_or(last)))
    }

    pub(super) fn all(&self, places: &[&[Token]], is_either: bool) -> Phrase {
        let places = places.iter().map(|words| self.named(Role::Of.skip(words))).collect();
        Phrase::Several { places, is_either }
    }

    /// A place by its name.
    pub(super) fn place(&self) -> Phrase {
        let mut all = self.names.iter().map(|(_, words)| *words).filter(|words| self.is_name(words));
        let Some(first) = all.next() else { return self.without_name() };
        if let Some(lack) = lack(first) {
            return Phrase::Lacking { lack, named: None };
        }
        let beside: Vec<&str> = all.map(|words| covered(self.text, words)).collect();
        let named = Named::read(covered(self.text, first)).beside(beside).beside(self.units.iter().copied());
        if named.is_by { Phrase::Near { anchor: named, named: None } } else { Phrase::Place(named) }
    }

    /// Units alone, or words that name nothing.
    pub(super) fn without_name(&self) -> Phrase {
        let mut units = self.units.iter().copied();
        match units.next() {
            Some(first) => Phrase::Place(Named::read(first).beside(units)),
            None => Phrase::Place(Named::read(self.text)),
        }
    }
}
