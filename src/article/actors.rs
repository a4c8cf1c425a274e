//! Who takes part in what some segments tell.
//!
//! In: a reading. Out: actors by the names of the lexicon. It must not know who only speaks of it: that is given.

use super::assemble::Reading;
use super::role::Role;
use super::scan::{What, span_at};
use super::segments::Segment;
use super::text::Hit;
use std::ops::Range;

impl Reading<'_, '_> {
    /// Who takes part, by the names of the lexicon; "gunmen" only where nobody with a name fights.
    pub(super) fn actors_of(
        &self,
        segments: &[&Segment],
        speakers: &[Range<usize>],
        is_abroad: bool,
    ) -> Vec<String> {
        let mut named: Vec<&str> = Vec::new();
        let mut unnamed: Option<&str> = None;
        let mut has_opponent = false;
        for segment in segments {
            let from = self.spans.partition_point(|span| span.at.start < segment.at.start);
            for span in
                self.spans.get(from..).into_iter().flatten().take_while(|span| span.at.start < segment.at.end)
            {
                let What::Actor(hit) = &span.what else { continue };
                if self.beside.get(span.at.start).copied().unwrap_or_default()
                    || self.only_reports(hit.at.clone(), hit.entry.role)
                    || speakers.iter().any(|speaker| speaker.contains(&hit.at.start))
                {
                    continue;
                }
                let name: &str = &hit.entry.value;
                if hit.entry.role == Role::Unidentified {
                    unnamed = unnamed.or(Some(name));
                } else if !named.contains(&name) {
                    has_opponent |= matches!(hit.entry.role, Role::Armed | Role::Militia);
                    named.push(name);
                }
            }
        }
        if !is_abroad
            && let Some(army) = self.army_of(segments, speakers).filter(|army| !named.contains(army))
        {
            named.push(army);
        }
        if !has_opponent {
            named.extend(unnamed);
        }
        named.into_iter().map(str::to_owned).collect()
    }

    /// Whose soldiers are that nobody is named for: the country's own, unless another army stands in the same sentence.
    fn army_of(&self, segments: &[&Segment], speakers: &[Range<usize>]) -> Option<&str> {
        let told = segments.iter().filter(|segment| segment.tells());
        let words = told.flat_map(|segment| segment.at.clone());
        let mut troops = words.filter_map(|at| self.text.at(at, Role::Troops));
        let is_own = |hit: &&Hit| {
            let is_beside = self.beside.get(hit.at.start).copied().unwrap_or_default();
            let is_said = speakers.iter().any(|speaker| speaker.contains(&hit.at.start));
            let is_named = span_at(&self.spans, hit.at.start)
                .is_some_and(|span| matches!(span.what, What::Actor(_)) && span.at.start <= hit.at.start);
            let sentence = self.text.sentence_of(hit.at.start);
            let is_joined = matches!(self.text.word(hit.at.end - 1), "and" | "et");
            let from = self.spans.partition_point(|span| span.at.start < sentence.start);
            let of_sentence = self.spans.get(from..).into_iter().flatten();
            let is_other = of_sentence.take_while(|span| span.at.start < sentence.end).any(|span| {
                matches!(&span.what, What::Actor(hit) if matches!(hit.entry.role, Role::Foreign | Role::Un))
            });
            !is_beside && !is_said && !is_named && (is_joined || !is_other)
        };
        troops.find(is_own).map(|hit| &*hit.entry.value)
    }

    /// Whether the United Nations only tell of it.
    fn only_reports(&self, at: Range<usize>, role: Role) -> bool {
        let said = (at.end..at.end + 3).any(|at| self.text.at(at, Role::Speech).is_some());
        let according = self.text.before(at.start, Role::According).is_some();
        role == Role::Un && (said || according)
    }
}
