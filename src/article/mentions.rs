//! What the words of a text were taken for, as an answer lists it.
//!
//! In: a reading. Out: mentions in the order of the text, none over another. It must not decide anything.

use super::answer::{Mask, Mention, PlaceFound, PlaceRole, TakenFor};
use super::assemble::Reading;
use super::places::Form;
use super::scan::What;
use super::segments::Segment;
use super::{MAX_MENTIONS, role::Role};
use crate::event::Reason;
use std::ops::Range;

/// The mentions of a text; `groups` are the segments of each draft.
pub(super) fn mentions(
    reading: &Reading<'_, '_>,
    groups: &[Vec<&Segment>],
    notes: &mut Vec<Reason>,
) -> Vec<Mention> {
    let mut found: Vec<(Range<usize>, Mention)> = Vec::new();
    for (number, place) in reading.places.iter().enumerate() {
        found.push((place.at.clone(), place_mention(reading, number)));
    }
    let mut add = |at: &Range<usize>, mention: Mention| found.push((at.clone(), mention));
    for date in &reading.dates {
        let mut mention = blank(TakenFor::Date).because(date.why.clone());
        mention.date = date.found(reading.text);
        add(&date.at, mention);
    }
    for span in &reading.spans {
        match &span.what {
            What::Masked(mask, why) => {
                let mut mention = blank(TakenFor::Masked).because(why.clone());
                mention.masked = Some(*mask);
                add(&span.at, mention);
            }
            What::Actor(hit) => {
                let mut mention = blank(TakenFor::Actor).because(actor_why(
                    &hit.entry.value,
                    hit.entry.role,
                    hit.entry.from,
                    hit.entry.to,
                ));
                mention.actor = Some(hit.entry.value.to_string());
                add(&span.at, mention);
            }
            _ => {}
        }
    }
    for trigger in &reading.triggers {
        let kind = trigger.kind;
        let why = Reason::new(
            format!("words of the kind {}", kind.as_str()),
            format!("mots du type {}", kind.as_str()),
        );
        let mut mention = blank(TakenFor::Kind).because(why);
        mention.kind = Some(kind);
        add(&trigger.at, mention);
    }
    for claim in &reading.claims {
        let who = &claim.claim.who;
        let why = if claim.is_named {
            Reason::new(format!("{who} claims something"), format!("{who} affirme quelque chose"))
        } else {
            Reason::new(
                format!("an unnamed source ({who}) tells it"),
                format!("une source sans nom ({who}) le dit"),
            )
        };
        add(&claim.verb, blank(TakenFor::Claim).because(why));
    }
    found.sort_by_key(|(at, mention)| (at.start, std::cmp::Reverse(at.end), mention.taken_for));
    placed(reading, found, groups, notes)
}

fn blank(taken_for: TakenFor) -> Mention {
    Mention {
        text: String::new(),
        start: 0,
        end: 0,
        taken_for,
        masked: None::<Mask>,
        why: String::new(),
        why_fr: String::new(),
        role: None,
        place: None,
        date: None,
        actor: None,
        kind: None,
        draft: None,
    }
}

/// Puts positions in characters on mentions, and leaves out those that lie over one before.
fn placed(
    reading: &Reading<'_, '_>,
    found: Vec<(Range<usize>, Mention)>,
    groups: &[Vec<&Segment>],
    notes: &mut Vec<Reason>,
) -> Vec<Mention> {
    let text = reading.text;
    let mut ranges: Vec<(Range<usize>, usize)> = groups
        .iter()
        .enumerate()
        .flat_map(|(draft, segments)| segments.iter().map(move |segment| (segment.at.clone(), draft)))
        .collect();
    ranges.sort_by_key(|(at, _)| at.start);
    let (mut chars, mut bytes, mut end) = (0, 0, 0);
    let mut mentions = Vec::new();
    for (at, mut mention) in found {
        if at.start < end || at.is_empty() {
            continue;
        }
        if mentions.len() >= MAX_MENTIONS {
            notes.push(Reason::new(
                format!("more than {MAX_MENTIONS} mentions: those behind are not listed"),
                format!("plus de {MAX_MENTIONS} mentions\u{a0}: les suivantes ne sont pas listées"),
            ));
            break;
        }
        end = at.end;
        let span = text.bytes(&at);
        chars += text.written.get(bytes..span.start).map_or(0, |between| between.chars().count());
        mention.start = chars;
        let written = text.written.get(span.clone()).unwrap_or_default();
        chars += written.chars().count();
        bytes = span.end;
        mention.end = chars;
        written.clone_into(&mut mention.text);
        let is_beside = reading.beside.get(at.start).copied().unwrap_or_default();
        let range = ranges.partition_point(|(range, _)| range.start <= at.start);
        mention.draft = range
            .checked_sub(1)
            .and_then(|last| ranges.get(last))
            .filter(|(range, _)| {
                range.contains(&at.start) && !is_beside && mention.taken_for != TakenFor::Masked
            })
            .map(|(_, draft)| *draft);
        mentions.push(mention);
    }
    mentions
}

fn place_mention(reading: &Reading<'_, '_>, number: usize) -> Mention {
    let mut mention = blank(TakenFor::Place);
    mention.role = reading.places.get(number).map(|place| place.role);
    let answer = reading.answers.get(number).and_then(Option::as_ref);
    mention.place = answer.map(|answer| {
        let found = &answer.location;
        PlaceFound {
            name: found.name.clone(),
            place_id: found.place_id.clone(),
            point: found.point,
            p: found.p,
            status: found.status,
        }
    });
    let form = reading.places.get(number).map(|place| &place.form);
    let does = match (mention.role, form) {
        (_, Some(Form::Abroad(code))) => {
            let why = Reason::new(
                format!("a place in another country ({code})"),
                format!("un lieu dans un autre pays ({code})"),
            );
            return mention.because(why);
        }
        (Some(PlaceRole::Context), _) => {
            Reason::new("says where another place lies", "dit où se trouve un autre lieu")
        }
        (Some(PlaceRole::Way), _) => {
            Reason::new("somebody comes from there or goes there", "on en vient ou on y va")
        }
        (Some(PlaceRole::Speaks), _) => Reason::new("somebody speaks there", "on y parle"),
        (Some(PlaceRole::Background), _) => {
            Reason::new("told beside the event", "dit en marge de l’événement")
        }
        _ => Reason::new(
            "a place where something may have happened",
            "un lieu où les faits ont pu se produire",
        ),
    };
    let found = answer.map(|answer| Reason::new(&answer.location.why, &answer.location.why_fr));
    mention.because(found.map_or(does.clone(), |found| does.and(found)))
}

fn actor_why(name: &str, role: Role, from: Option<i16>, to: Option<i16>) -> Reason {
    if role == Role::Unidentified {
        return Reason::new("armed people without a name", "des gens armés sans nom");
    }
    let year = |year: Option<i16>| year.map_or_else(String::new, |year| year.to_string());
    match (from, to) {
        (None, None) => Reason::new(format!("{name} in the lexicon"), format!("{name} dans le lexique")),
        _ => Reason::new(
            format!("{name} in the lexicon ({}-{})", year(from), year(to)),
            format!("{name} dans le lexique ({}-{})", year(from), year(to)),
        ),
    }
}
