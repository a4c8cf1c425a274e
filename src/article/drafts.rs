//! From segments to draft events.
//!
//! In: what a text holds. Out: groups of segments that tell one event each, with the place and date of each. It must
//! not look anything up.

use super::answer::PlaceRole;
use super::dates::DateMention;
use super::places::{Cue, Form, PlaceMention};
use super::segments::Segment;
use crate::event::{DatePrecision, Kind, LonLat};
use crate::gazetteer::rough_distance_m;
use crate::geocode::Answer;
use std::sync::Arc;

/// Drafts of one text at most: a page of incidents, not a year of them.
pub(super) const MAX_DRAFTS: usize = 100;
/// Places nearer than this are one place of one event.
const SAME_EVENT_M: f64 = 12_000.0;

/// Segments that tell one event.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Numbers of the segments.
    pub(super) segments: Vec<usize>,
    /// Number of the place that the event is at.
    place: Option<usize>,
    date: Option<usize>,
    /// The kind that its first word tells.
    kind: Option<Kind>,
    has_trigger: bool,
}

/// Whether kinds may be parts of one fight, which goes on for days.
fn is_of_one_fight(one: Kind, other: Kind) -> bool {
    let is_fight = |kind| matches!(kind, Kind::Attack | Kind::Clash | Kind::Shelling | Kind::Control);
    one == other || (is_fight(one) && is_fight(other))
}

/// What groups are made from.
pub(super) struct Stock<'s> {
    pub(super) segments: &'s [Segment],
    pub(super) places: &'s [PlaceMention],
    pub(super) answers: &'s [Option<Arc<Answer>>],
    pub(super) dates: &'s [DateMention],
}

/// A place chosen for an event: its number, and how sure the choice is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Choice {
    pub(super) place: usize,
    pub(super) p: f64,
}

impl Stock<'_> {
    /// The groups of the text, in its order; and whether more were told than are kept.
    pub(super) fn groups(&self) -> (Vec<Group>, bool) {
        let mut groups: Vec<Group> = Vec::new();
        for (number, segment) in self.segments.iter().enumerate() {
            if segment.is_background {
                continue;
            }
            let place = self.own_place(segment);
            let date = self.own_date(segment);
            let tells = segment.tells();
            let is_new = match groups.last() {
                None => true,
                Some(last) => tells && self.is_another(last, segment, place, date),
            };
            if is_new && groups.len() >= MAX_DRAFTS {
                return (groups, true);
            }
            if is_new {
                groups.push(Group::default());
            }
            let Some(group) = groups.last_mut() else { continue };
            group.segments.push(number);
            if tells || !group.has_trigger {
                group.place = group.place.or(place);
                group.date = group.date.or(date);
            }
            if tells && group.kind.is_none() {
                group.kind = segment.strongest();
            }
            group.has_trigger |= tells;
        }
        // What tells nothing belongs to what comes behind it, as a title and a greeting do.
        if groups.len() > 1 && groups.iter().any(|group| group.has_trigger) {
            groups.retain(|group| group.has_trigger);
        }
        (groups, false)
    }

    /// Whether a segment tells another event than the group before it.
    fn is_another(&self, last: &Group, segment: &Segment, place: Option<usize>, date: Option<usize>) -> bool {
        if !last.has_trigger {
            return false;
        }
        let other_place = last.place.zip(place).is_some_and(|(one, other)| !self.is_same(one, other));
        let apart = last.date.zip(date).map_or(0, |(one, other)| self.days_apart(one, other));
        // A day more or less of one event is a night; at two places it is two events.
        let (other_day, other_date) = (apart > 0, apart > 1);
        let is_led = segment.is_marked || segment.begins;
        let strong = segment.triggers.iter().any(|one| one.is_strong) || !segment.toll.is_unknown();
        let is_told_there =
            place.and_then(|place| self.places.get(place)).is_some_and(|place| place.cue > Cue::Bare);
        let own_kind = segment.strongest();
        let is_other_kind = last.kind.zip(own_kind).is_some_and(|(one, other)| !is_of_one_fight(one, other));
        (other_place && strong && (is_told_there || is_led || other_day))
            || (segment.is_marked
                && strong
                && last.place.is_some()
                && (place.is_some() || date.is_some())
                && !last.place.zip(place).is_some_and(|(one, other)| self.is_same(one, other)))
            || (segment.is_marked && strong && other_day)
            || (other_day && is_other_kind)
            || (segment.begins && strong && other_date)
    }

    /// Whether two mentions are of one place, or one is so near the other that it tells where that is.
    fn is_same(&self, one: usize, other: usize) -> bool {
        let (Some(first), Some(second)) = (self.places.get(one), self.places.get(other)) else {
            return false;
        };
        if first.asked == second.asked {
            return true;
        }
        match (self.point(one), self.point(other)) {
            (Some(a), Some(b)) => rough_distance_m(a, b) < SAME_EVENT_M,
            _ => false,
        }
    }

    fn point(&self, place: usize) -> Option<LonLat> {
        self.answers.get(place)?.as_ref()?.location.point
    }

    fn days_apart(&self, one: usize, other: usize) -> i32 {
        let days = |number: usize| self.dates.get(number).and_then(|date| date.days);
        match (days(one), days(other)) {
            (Some((a, b, _)), Some((c, d, _))) => (c - b).get_days().max((a - d).get_days()),
            _ => 0,
        }
    }

    /// The place that a segment alone puts its event at: a locality or a phrase, no unit.
    fn own_place(&self, segment: &Segment) -> Option<usize> {
        let first = segment.triggers.first().map_or(segment.at.start, |trigger| trigger.at.start);
        segment
            .places
            .clone()
            .filter(|number| {
                self.places.get(*number).is_some_and(|place| {
                    matches!(place.role, PlaceRole::Event | PlaceRole::Abroad)
                        && !matches!(place.form, Form::Unit(_))
                })
            })
            .max_by(|a, b| self.score(*a, first).total_cmp(&self.score(*b, first)).then(b.cmp(a)))
    }

    /// The day or days that a segment alone tells.
    fn own_date(&self, segment: &Segment) -> Option<usize> {
        segment
            .dates
            .clone()
            .find(|number| self.dates.get(*number).is_some_and(|date| !date.is_statement && date.is_exact()))
    }

    /// How much speaks for a place as that of an event whose first word is at a position.
    fn score(&self, number: usize, trigger: usize) -> f64 {
        let Some(place) = self.places.get(number) else { return f64::NEG_INFINITY };
        let cue = match place.cue {
            Cue::Strong => 2.5,
            Cue::Plain => 1.5,
            Cue::Bare => 0.5,
        };
        let form = match place.form {
            Form::Name => 1.0,
            Form::Beside | Form::Between => 1.2,
            Form::Unit(_) => -2.5,
            Form::Abroad(_) => -1.0,
        };
        let role = match place.role {
            PlaceRole::Event | PlaceRole::Abroad => 0.0,
            PlaceRole::Context => -2.0,
            PlaceRole::Way | PlaceRole::Speaks => -4.0,
            PlaceRole::Background => -6.0,
        };
        let found = self.answers.get(number).and_then(Option::as_ref).is_some_and(|answer| {
            answer.location.point.is_some() || (place.is_known && !answer.candidates.is_empty())
        });
        let away = place.at.start.abs_diff(trigger) as f64;
        let near = 2.0 / (1.0 + away / 8.0);
        // A place that is only known by the words before it may be no place.
        let known = if found {
            0.0
        } else if place.is_known {
            -1.0
        } else {
            -3.0
        };
        cue + form + role + near + known
    }

    /// The place of a group.
    pub(super) fn choose(&self, group: &Group) -> Option<Choice> {
        let mut scored: Vec<(usize, f64)> = Vec::new();
        let mut told = 0.0;
        for number in &group.segments {
            let Some(segment) = self.segments.get(*number) else { continue };
            let trigger = segment.triggers.first().map_or(segment.at.start, |trigger| trigger.at.start);
            let tells = segment.tells();
            for place in segment.places.clone() {
                let later = if tells { told * 0.8 } else { told * 0.8 + 1.0 };
                scored.push((place, self.score(place, trigger) - later));
            }
            told += f64::from(u8::from(tells));
        }
        // A tie goes to the first.
        let best = scored.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let rivals: f64 = scored
            .iter()
            .filter(|(place, _)| {
                *place != best.0 && !self.is_same(*place, best.0) && !self.only_tells_where(*place)
            })
            .map(|(_, score)| (score - best.1).exp())
            .sum();
        let role = match self.places.get(best.0).map(|place| place.role) {
            Some(PlaceRole::Event | PlaceRole::Abroad | PlaceRole::Context) => 0.97,
            Some(PlaceRole::Background) => 0.3,
            _ => 0.5,
        };
        Some(Choice { place: best.0, p: role / (1.0 + 0.7 * rivals) })
    }

    /// Whether a mention is of a unit, or of a name beside another: it does not compete.
    fn only_tells_where(&self, place: usize) -> bool {
        self.places
            .get(place)
            .is_some_and(|place| matches!(place.form, Form::Unit(_)) || place.role == PlaceRole::Context)
    }

    /// The date of a group: that beside its first word for what happened; else one told before; and how sure it is.
    pub(super) fn date(&self, group: &Group) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        let mut later = 0.0;
        for number in &group.segments {
            let Some(segment) = self.segments.get(*number) else { continue };
            let trigger = segment.triggers.first().map_or(segment.at.start, |trigger| trigger.at.start);
            for date in segment.dates.clone() {
                let Some(mention) = self.dates.get(date) else { continue };
                let precision = match mention.days {
                    None => -3.0,
                    Some((_, _, DatePrecision::Day | DatePrecision::Time)) => 2.0,
                    Some((_, _, DatePrecision::Range)) => 1.8,
                    Some((_, _, DatePrecision::Month)) => 0.0,
                    Some((_, _, DatePrecision::Year)) => -2.0,
                };
                let away = mention.at.start.abs_diff(trigger) as f64;
                let said = if mention.is_statement { -2.5 } else { 0.0 };
                // The heading of a list gives the days of all its items.
                let heads = if segment.tells() || !group.has_trigger { 0.0 } else { -0.5 };
                let score = precision + said + heads + 1.0 / (1.0 + away / 10.0) - later;
                if best.is_none_or(|(_, most)| score > most) {
                    best = Some((date, score));
                }
            }
            later += if segment.tells() { 0.7 } else { 0.4 };
        }
        best.map(|(date, score)| {
            (
                date,
                if score > 1.5 {
                    0.9
                } else if score > -0.5 {
                    0.6
                } else {
                    0.3
                },
            )
        })
    }
}
