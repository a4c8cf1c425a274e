//! What kind of event some words tell.
//!
//! In: triggers and the words round them. Out: one kind, and how sure it is. It must not know places or dates.

use super::role::Role;
use super::segments::{Segment, Trigger};
use super::text::Text;
use crate::event::Kind;
use std::ops::Range;

/// How much more a word of this kind says than "attack": an ambush with a mine is told by the mine.
fn weight(kind: Kind) -> f64 {
    match kind {
        Kind::Explosive | Kind::Abduction | Kind::Shelling => 1.7,
        Kind::Protest | Kind::Accident | Kind::Displacement => 1.4,
        Kind::Civilians => 1.3,
        Kind::Clash => 0.9,
        Kind::Control => 1.1,
        Kind::Crime => 0.8,
        Kind::Attack | Kind::Other => 1.0,
    }
}

/// The kind that segments tell, the words for it, and how sure it is. No victims are those who only
/// speak of it, and places that bear a name of soldiers: both are `elsewhere`.
pub(super) fn kind_of(
    text: &Text<'_>,
    segments: &[&Segment],
    elsewhere: &[Range<usize>],
) -> (Kind, String, f64) {
    let mut scores: Vec<(Kind, f64, &Trigger)> = Vec::new();
    let mut told = 0_i32;
    for segment in segments {
        for (number, trigger) in segment.triggers.iter().enumerate() {
            // What is told first is what it is about.
            let first = 0.9_f64.powf(number as f64);
            let own = if trigger.is_strong { 3.0 } else { 0.8 };
            let score = own * weight(trigger.kind) * first * 0.6_f64.powi(told);
            match scores.iter_mut().find(|(kind, ..)| *kind == trigger.kind) {
                Some((_, sum, _)) => *sum += 0.5 * score,
                None => scores.push((trigger.kind, score, trigger)),
            }
        }
        told += i32::from(!segment.triggers.is_empty());
    }
    let total: f64 = scores.iter().map(|(_, score, _)| score).sum();
    let best = scores.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let Some((kind, score, trigger)) = best else { return (Kind::Other, String::new(), 0.0) };
    let words = text.slice(&trigger.at).to_owned();
    let sure = (0.5 + 0.5 * score / total).min(if trigger.is_strong { 0.95 } else { 0.7 });
    (by_victims(text, segments, elsewhere, *kind, trigger), words, sure)
}

/// An attack whose victims are civilians, and in which no soldiers take part, is violence against civilians; people
/// killed among soldiers are an attack. Arson in which people were killed is told by the killing.
fn by_victims(
    text: &Text<'_>,
    segments: &[&Segment],
    elsewhere: &[Range<usize>],
    kind: Kind,
    trigger: &Trigger,
) -> Kind {
    let is_arson = kind == Kind::Crime && text.at(trigger.at.start, Role::Arson).is_some();
    let is_deadly =
        segments.iter().any(|one| one.toll.deaths.low.or(one.toll.deaths.best).is_some_and(|n| n > 0));
    if !(matches!(kind, Kind::Attack | Kind::Civilians) || (is_arson && is_deadly)) {
        return kind;
    }
    let told: Vec<&&Segment> =
        segments.iter().filter(|segment| !segment.triggers.is_empty()).take(3).collect();
    let state = |at: usize| {
        !elsewhere.iter().any(|words| words.contains(&at))
            && text
                .hits(at)
                .iter()
                .any(|hit| matches!(hit.entry.role, Role::Military | Role::State | Role::Un))
    };
    let has = |is: &dyn Fn(usize) -> bool| told.iter().any(|segment| segment.at.clone().any(is));
    let soldiers = has(&state);
    let civilians = has(&|at| text.at(at, Role::Civilian).is_some());
    match (kind, soldiers, civilians) {
        (Kind::Attack, false, true) if told.iter().any(|one| !one.toll.is_unknown() || hurts(text, one)) => {
            Kind::Civilians
        }
        (Kind::Crime, false, _) => Kind::Civilians,
        (Kind::Crime, true, _) => Kind::Attack,
        // "Five soldiers killed" without another word.
        (Kind::Civilians, true, _) if !trigger.is_strong => Kind::Attack,
        _ => kind,
    }
}

fn hurts(text: &Text<'_>, segment: &Segment) -> bool {
    segment.at.clone().any(|at| text.at(at, Role::Killing).is_some() || text.at(at, Role::Hurt).is_some())
}
