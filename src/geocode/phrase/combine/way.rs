//! Between two places: roads, their parts and their ends.
//!
//! In: the clauses of a text. Out: the two ends, cut in every way. It must not know which places there are.

use super::super::clause::{Clause, What};
use super::super::cuts::{and_cuts, cuts, joined, space_cuts};
use super::super::lexicon::Role;
use super::super::names::Named;
use super::super::token::Token;
use super::super::{Lack, Phrase, Span};
use super::{Said, is_same};

impl<'a> Said<'a> {
    /// "Between X and Y", "route X-Y", "from X to Y", "X towards Y".
    pub(super) fn between(&self) -> Option<Phrase> {
        let is_way = |what| matches!(what, What::Between(_) | What::Road | What::Towards);
        let all = || self.clauses.iter().enumerate().filter(|(_, one)| is_way(one.what));
        // "Road between X and Y" is two clauses, of which the second has the names.
        let (at, way) = all().find(|(_, one)| self.is_name(one.words)).or_else(|| all().next())?;
        let is_halfway = self.clauses.iter().any(|one| one.what == What::Between(true));
        let span = if is_halfway { Span::Halfway } else { Span::Any };
        let between = self.clauses.iter().any(|one| matches!(one.what, What::Between(_)));
        if let Some(phrase) = self.section(way) {
            return Some(phrase);
        }
        let before = self.name_before(at);
        let after: Vec<&[Token]> =
            self.names.iter().filter(|(name, _)| *name > at).map(|(_, words)| *words).collect();
        if !self.is_name(way.words) {
            // "RN 17" and a name.
            return match (before, after.first().copied()) {
                (Some(name), _) | (None, Some(name)) if way.what == What::Road && !between => {
                    Some(Phrase::Near { anchor: self.named(name), named: None })
                }
                _ => Some(Phrase::Lacking { lack: Lack::Start, named: None }),
            };
        }
        let first = if between { and_cuts(self.text, way.words) } else { Vec::new() };
        // "Between X, Y and Z", "between X, and Y".
        if between && first.is_empty() && !after.is_empty() {
            let words: Vec<&[Token]> =
                std::iter::once(way.words).chain(after.iter().flat_map(|words| joined(words))).collect();
            return Some(match words.as_slice() {
                [one, other] => self.ends(vec![(self.named(one), self.named(other))], span, None, None),
                _ => self.all(&words, false),
            });
        }
        let cuts = if first.is_empty() { cuts(self.text, way.words) } else { first };
        if cuts.is_empty() {
            return Some(self.one_end(at, way, before, between, span));
        }
        let whole = (!between).then(|| self.named(way.words));
        let named = before.map(|words| self.named(words));
        Some(self.ends(cuts, span, named, whole))
    }

    /// A road of which one end is named.
    pub(super) fn one_end(
        &self,
        at: usize,
        way: &Clause<'_>,
        before: Option<&[Token]>,
        between: bool,
        span: Span,
    ) -> Phrase {
        let end = self.named(way.words);
        if let Some(before) = before {
            let start = self.named(before);
            return if is_same(&start, &end) {
                Phrase::Near { anchor: end, named: None }
            } else {
                self.ends(vec![(start, end)], span, None, None)
            };
        }
        // "De Gao vers Bourem": the start stands in a clause of the same kind.
        let other = self.clauses.iter().enumerate().find(|(other, one)| {
            *other != at && matches!(one.what, What::Road | What::Towards) && self.is_name(one.words)
        });
        if let Some((_, other)) = other {
            return self.ends(vec![(end, self.named(other.words))], span, None, None);
        }
        // "On the road to Ménaka" may be hundreds of kilometres from it.
        let cuts = space_cuts(self.text, way.words);
        if between || span == Span::Halfway || cuts.is_empty() || way.what == What::Towards {
            return Phrase::Lacking { lack: Lack::OtherEnd, named: Some(end) };
        }
        self.ends(cuts, span, None, Some(end))
    }

    /// "The X section of the X-Y road": the half that is X's.
    pub(super) fn section(&self, road: &Clause<'a>) -> Option<Phrase> {
        let at = (0..road.words.len())
            .find(|at| road.words.get(*at..).is_some_and(|rest| Role::Section.at_start(rest).is_some()))?;
        let (start, rest) = road.words.split_at_checked(at)?;
        let rest = Role::Of.skip(Role::Section.skip_one(rest));
        if !self.is_name(start) || !self.is_name(rest) {
            return None;
        }
        let start = self.named(start);
        let ways: Vec<_> = cuts(self.text, rest)
            .into_iter()
            .filter_map(|(left, right)| {
                if is_same(&start, &left) { Some(right) } else { is_same(&start, &right).then_some(left) }
            })
            .map(|other| (start.clone(), other))
            .collect();
        (!ways.is_empty()).then(|| self.ends(ways, Span::FirstHalf, None, None))
    }

    pub(super) fn ends(
        &self,
        mut cuts: Vec<(Named, Named)>,
        span: Span,
        named: Option<Named>,
        whole: Option<Named>,
    ) -> Phrase {
        for (left, right) in &mut cuts {
            *left = std::mem::take(left).beside(self.units.iter().copied());
            *right = std::mem::take(right).beside(self.units.iter().copied());
        }
        Phrase::Between { cuts, span, named, whole }
    }

    /// "De X à Y", "from X to Y".
    pub(super) fn ends_in_words(&self) -> Option<Phrase> {
        let [(_, words)] = self.names.as_slice() else { return None };
        let (from, rest) = words.split_first()?;
        let to: &[&str] = match from.word.as_str() {
            "from" => &["to"],
            "de" | "d" | "du" | "depuis" => &["a", "au", "jusqu"],
            _ => return None,
        };
        let cuts: Vec<_> = (1..rest.len())
            .filter(|at| rest.get(*at).is_some_and(|token| token.is(to)))
            .filter_map(|at| rest.split_at_checked(at))
            .map(|(left, right)| (left, right.get(1..).unwrap_or_default()))
            .filter(|(left, right)| self.is_name(left) && self.is_name(right))
            .map(|(left, right)| (self.named(left), self.named(right)))
            .take(4)
            .collect();
        (!cuts.is_empty()).then(|| self.ends(cuts, Span::Any, None, None))
    }
}
