//! Parts of a text that tell one thing each, and what is told beside the event.
//!
//! In: a text, its dates, spans and places. Out: segments with what they hold. It must not decide which events there
//! are.

use super::answer::PlaceRole;
use super::dates::DateMention;
use super::figures::{Toll, toll};
use super::places::{Form, PlaceMention};
use super::role::Role;
use super::scan::{Span, What, span_at};
use super::single::single;
use super::text::{Hit, Text};
use crate::event::{DatePrecision, Kind};
use std::ops::Range;

/// Words behind a reaction that only name what it is to.
const NAMES_ONLY: usize = 3;
/// So many sentences behind one of a match may be of it too.
const MOST_SENTENCES: usize = 5;

/// A word that tells what happened.
#[derive(Debug, Clone)]
pub(super) struct Trigger {
    pub(super) at: Range<usize>,
    pub(super) kind: Kind,
    pub(super) is_strong: bool,
}

/// A part of a text.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) at: Range<usize>,
    pub(super) triggers: Vec<Trigger>,
    /// Numbers of its places.
    pub(super) places: Range<usize>,
    /// Numbers of its dates.
    pub(super) dates: Range<usize>,
    /// Deaths and injured by its own words.
    pub(super) toll: Toll,
    /// Somebody without a number: "the village chief was shot dead".
    pub(super) single: Toll,
    /// Nothing in it tells an event.
    pub(super) is_background: bool,
    /// Begins with words that lead over to another event.
    pub(super) is_marked: bool,
    /// Begins an item of a list or a paragraph.
    pub(super) begins: bool,
}

/// The dates that begin within some words.
fn dates_in<'d>(dates: &'d [DateMention], words: &Range<usize>) -> &'d [DateMention] {
    let from = dates.partition_point(|date| date.at.start < words.start);
    let to = dates.partition_point(|date| date.at.start < words.end);
    dates.get(from..to).unwrap_or_default()
}

/// For each word, whether it tells of no event here: a match, a prize, who reacted to one.
pub(super) fn no_event(text: &Text<'_>) -> Vec<bool> {
    let mut beside = vec![false; text.words.len()];
    for hit in text.all_hits() {
        let sentence = text.sentence_of(hit.at.start);
        let range = match hit.entry.role {
            // What else there is in the sentence is the event that it is about.
            // "Paris condemned the assault" tells nothing else.
            Role::Reaction if sentence.end - hit.at.end <= NAMES_ONLY => sentence,
            Role::Reaction => sentence.start..hit.at.end,
            Role::NoEvent if !tells_violence(text, &sentence) || is_of_sports(text, &sentence) => {
                goes_on(text, sentence)
            }
            _ => continue,
        };
        if let Some(words) = beside.get_mut(range) {
            words.fill(true);
        }
    }
    beside
}

/// The sentences that go on with a match: behind one of it in its paragraph, and of nobody who fights.
fn goes_on(text: &Text<'_>, first: Range<usize>) -> Range<usize> {
    let number = text.words.get(first.start).map_or(0, |word| word.sentence);
    let behind = text.sentences.get(number + 1..).unwrap_or_default().iter().take(MOST_SENTENCES);
    let last = behind.take_while(|sentence| {
        let fights = |hit: &Hit| hit.entry.role.is_actor() || hit.entry.role == Role::Killing;
        text.words.get(sentence.start).is_some_and(|word| !word.begins)
            && !(*sentence).clone().any(|at| text.hits(at).iter().any(fights))
    });
    first.start..last.last().map_or(first.end, |sentence| sentence.end)
}

/// Two words of a match or more, and nobody counted dead: "killed off the match".
fn is_of_sports(text: &Text<'_>, sentence: &Range<usize>) -> bool {
    let words = sentence.clone().filter(|at| text.at(*at, Role::NoEvent).is_some()).count();
    words > 1 && toll(text, sentence.clone(), &|_| false).is_unknown()
}

/// For each word, whether it is told beside the event.
pub(super) fn background(text: &Text<'_>, dates: &[DateMention]) -> Vec<bool> {
    let mut beside = no_event(text);
    let latest = dates.iter().filter_map(|date| date.days).map(|(start, ..)| start).max();
    // "Since dawn", "depuis lundi": what goes on.
    let goes_on = |at: Range<usize>| {
        let mut recent = dates_in(dates, &(at.start..at.end + 1)).iter().filter(|date| date.is_exact());
        recent.any(|date| {
            date.days.zip(latest).is_some_and(|((start, ..), last)| (last - start).get_days() <= 14)
        })
    };
    let mut mark = |range: Range<usize>| {
        if let Some(words) = beside.get_mut(range) {
            words.fill(true);
        }
    };
    for hit in text.all_hits() {
        let sentence = text.sentence_of(hit.at.start);
        match hit.entry.role {
            Role::BackgroundRange if !goes_on(hit.at.clone()) => {
                let end = (hit.at.end..sentence.end)
                    .find(|at| text.words.get(*at).is_some_and(|word| word.gap.contains([',', ';', ')'])))
                    .unwrap_or(sentence.end);
                mark(hit.at.start..end);
            }
            Role::Background => {
                let is_told =
                    dates_in(dates, &sentence).iter().any(|date| date.is_exact() && !date.is_statement);
                let first = sentence.clone().find(|at| text.at(*at, Role::Strong).is_some());
                if !is_told && first.is_none_or(|first| hit.at.start < first) {
                    mark(sentence.clone());
                } else if !is_told {
                    mark(hit.at.start..sentence.end);
                }
            }
            _ => {}
        }
    }
    for date in dates {
        let old = matches!(date.days, Some((_, _, DatePrecision::Year)));
        let sentence = text.sentence_of(date.at.start);
        let exact = dates_in(dates, &sentence).iter().any(DateMention::is_exact);
        if old && !exact {
            mark(sentence);
        }
    }
    beside
}

/// Whether a sentence about a match or a prize tells of people hurt, or of an armed group, all the same.
fn tells_violence(text: &Text<'_>, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|at| {
        text.hits(at).iter().any(|hit| {
            matches!(
                hit.entry.role,
                Role::Killing | Role::Hurt | Role::Armed | Role::Militia | Role::Unidentified
            ) || (hit.entry.role == Role::Strong && &*hit.entry.value == "explosive")
        })
    })
}

/// "No attack", "sans combat"; or the sentence says that it is a rumour or an exercise.
fn is_denied(text: &Text<'_>, at: usize) -> bool {
    let not_a = text.word(at.wrapping_sub(1)) == "a" && text.word(at.wrapping_sub(2)) == "not";
    matches!(text.word(at.wrapping_sub(1)), "no" | "aucun" | "aucune" | "sans" | "without")
        || not_a
        || text.has(text.sentence_of(at), Role::Denial)
        || is_taken_back(text, at)
}

/// "Denied reports that its camp had been attacked"; not "denied involvement in the attack".
fn is_taken_back(text: &Text<'_>, at: usize) -> bool {
    let denied = (text.sentence_of(at).start..at)
        .find_map(|word| text.at(word, Role::Speech).filter(|hit| &*hit.entry.value == "denied"));
    denied.is_some_and(|hit| !text.has(hit.at.end..(hit.at.end + 4).min(at), Role::Involvement))
}

fn kind_is(hit: &Hit, kind: Kind) -> bool {
    hit.entry.value.parse() == Ok(kind)
}

/// The words that tell what happened, the longest of those that overlap.
pub(super) fn triggers(text: &Text<'_>, spans: &[Span], beside: &[bool]) -> Vec<Trigger> {
    let mut found: Vec<Trigger> = Vec::new();
    let mut hits: Vec<&Hit> =
        text.all_hits().iter().filter(|hit| matches!(hit.entry.role, Role::Strong | Role::Weak)).collect();
    hits.sort_by_key(|hit| (hit.at.start, std::cmp::Reverse(hit.at.end), hit.entry.role == Role::Weak));
    let mut next = 0;
    for hit in hits {
        while spans.get(next).is_some_and(|span| span.at.end <= hit.at.start) {
            next += 1;
        }
        let is_name = spans.get(next).is_some_and(|span| {
            span.at.start < hit.at.end && hit.at.end <= span.at.end && !matches!(span.what, What::Date)
        });
        // "Se sont emparés de Kidal": a place, not arms.
        let takes_place = kind_is(hit, Kind::Control)
            && (hit.at.end..hit.at.end + 2)
                .any(|at| span_at(spans, at).is_some_and(|span| matches!(span.what, What::Name(_))));
        let is_beside = beside.get(hit.at.start).copied().unwrap_or_default();
        let is_meant = text.before(hit.at.end, Role::Intent).is_some();
        let overlaps = found.last().is_some_and(|last| last.at.end > hit.at.start);
        let Ok(kind) = hit.entry.value.parse::<Kind>() else { continue };
        if is_name || is_beside || is_meant || overlaps || is_denied(text, hit.at.start) {
            continue;
        }
        found.push(Trigger {
            at: hit.at.clone(),
            kind,
            is_strong: hit.entry.role == Role::Strong || takes_place,
        });
    }
    found
}

/// What segments are made from.
pub(super) struct Parts<'p, 't> {
    pub(super) text: &'p Text<'t>,
    pub(super) dates: &'p [DateMention],
    pub(super) places: &'p [PlaceMention],
    pub(super) triggers: &'p [Trigger],
    pub(super) beside: &'p [bool],
}

impl Parts<'_, '_> {
    /// The segments of the text, in its order.
    pub(super) fn segments(&self) -> Vec<Segment> {
        let mut cuts: Vec<Range<usize>> = Vec::new();
        for sentence in &self.text.sentences {
            let mut from = sentence.start;
            for cut in self.cuts(sentence) {
                cuts.push(from..cut);
                from = cut;
            }
            cuts.push(from..sentence.end);
        }
        let (mut place, mut date, mut trigger) = (0, 0, 0);
        cuts.into_iter().map(|at| self.segment(at, &mut place, &mut date, &mut trigger)).collect()
    }

    fn segment(&self, at: Range<usize>, place: &mut usize, date: &mut usize, trigger: &mut usize) -> Segment {
        let places = advance(place, self.places, |one| one.at.start, at.end);
        let dates = advance(date, self.dates, |one| one.at.start, at.end);
        let triggers = advance(trigger, self.triggers, |one| one.at.start, at.end);
        let beside = self.beside.get(at.clone()).unwrap_or_default();
        let told = beside.iter().filter(|beside| !**beside).count();
        let dates_at = self.dates.get(dates.clone()).unwrap_or_default();
        let in_date = |word: usize| dates_at.iter().any(|date| date.at.contains(&word));
        let in_beside = |word: usize| self.beside.get(word).copied().unwrap_or_default();
        let first = self.text.words.get(at.start);
        let marker = (at.start..(at.start + 4).min(at.end)).find_map(|word| self.text.at(word, Role::Marker));
        let skip = |word: usize| in_date(word) || in_beside(word);
        Segment {
            single: single(self.text, at.clone(), &skip),
            toll: toll(self.text, at.clone(), &skip),
            triggers: self.triggers.get(triggers).unwrap_or_default().to_vec(),
            is_background: told * 4 < at.len(),
            is_marked: marker.is_some_and(|hit| &*hit.entry.value == "strong"),
            begins: first.is_some_and(|word| word.begins || word.gap.contains(';')),
            at,
            places,
            dates,
        }
    }

    /// Where a sentence tells another event at another place: "attacked a camp in X and ambushed a convoy near Y".
    fn cuts(&self, sentence: &Range<usize>) -> Vec<usize> {
        let in_sentence = |at: usize| sentence.contains(&at);
        let first = self.triggers.partition_point(|one| one.at.start < sentence.start);
        let triggers: Vec<&Trigger> = self
            .triggers
            .get(first..)
            .into_iter()
            .flatten()
            .take_while(|one| in_sentence(one.at.start))
            .collect();
        let first = self.places.partition_point(|one| one.at.start < sentence.start);
        let places: Vec<&PlaceMention> = self
            .places
            .get(first..)
            .into_iter()
            .flatten()
            .take_while(|one| in_sentence(one.at.start))
            .filter(|one| {
                one.role == PlaceRole::Event && matches!(one.form, Form::Name | Form::Beside | Form::Between)
            })
            .collect();
        let mut cuts = self.items(sentence, &triggers);
        let mut from = sentence.start;
        for pair in triggers.windows(2) {
            let [one, two] = pair else { continue };
            let last_before =
                places.iter().rfind(|place| place.at.start >= from && place.at.end <= two.at.start);
            let next_behind = places.iter().find(|place| place.at.start >= two.at.end);
            let (Some(before), Some(behind)) = (last_before, next_behind) else { continue };
            if before.asked == behind.asked {
                continue;
            }
            let begin = before.at.end.max(one.at.end);
            let parts = |at: &usize| {
                let joins =
                    matches!(self.text.word(*at), "and" | "et") || self.text.at(*at, Role::Split).is_some();
                let semicolon = self.text.words.get(*at).is_some_and(|word| word.gap.contains(';'));
                // A weak word alone ("killing two") goes on with the same event.
                semicolon || (joins && (two.is_strong || self.text.at(*at, Role::Split).is_some()))
            };
            if let Some(cut) = (begin..=two.at.start).rev().find(parts).filter(|cut| *cut > from) {
                cuts.push(cut);
                from = cut;
            }
        }
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// Where semicolons part incidents: each with a word for what happened, and a place or a date.
    fn items(&self, sentence: &Range<usize>, triggers: &[&Trigger]) -> Vec<usize> {
        let is_cut = |at: &usize| self.text.words.get(*at).is_some_and(|word| word.gap.contains(';'));
        let mut ends: Vec<usize> = (sentence.start + 1..sentence.end).filter(is_cut).collect();
        ends.push(sentence.end);
        let mut from = sentence.start;
        let mut cuts = Vec::new();
        for end in ends.windows(2) {
            let [cut, end] = end else { continue };
            let tells = |part: &Range<usize>| triggers.iter().any(|one| part.contains(&one.at.start));
            let (before, behind) = (from..*cut, *cut..*end);
            let place = self.places.partition_point(|place| place.at.start < behind.start);
            let is_somewhere = self.places.get(place).is_some_and(|place| place.at.start < behind.end)
                || !dates_in(self.dates, &behind).is_empty();
            if tells(&before) && tells(&behind) && is_somewhere {
                cuts.push(*cut);
                from = *cut;
            }
        }
        cuts
    }
}

/// The numbers of those that begin before a word, from where it was left off.
fn advance<T>(next: &mut usize, all: &[T], start: impl Fn(&T) -> usize, end: usize) -> Range<usize> {
    let from = *next;
    while all.get(*next).is_some_and(|one| start(one) < end) {
        *next += 1;
    }
    from..*next
}

impl Segment {
    /// The kind of the first word that says by itself what happened.
    pub(super) fn strongest(&self) -> Option<Kind> {
        self.triggers.iter().find(|one| one.is_strong).map(|one| one.kind)
    }

    /// Whether it tells that something happened.
    pub(super) fn tells(&self) -> bool {
        !self.is_background
            && (self.triggers.iter().any(|one| one.is_strong)
                || (!self.triggers.is_empty()
                    && (!self.toll.is_unknown() || !self.places.is_empty() || !self.dates.is_empty())))
    }

    /// Whether it tells that something happened, or at least that somebody died or was hurt.
    pub(super) fn tells_something(&self) -> bool {
        let struck = |toll: &Toll| {
            toll.neutralised > 0
                || [toll.deaths, toll.injured]
                    .iter()
                    .any(|figure| figure.high.or(figure.best).or(figure.low) > Some(0))
        };
        self.tells() || (!self.is_background && (struck(&self.toll) || struck(&self.single)))
    }
}
