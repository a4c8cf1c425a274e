//! Places as running text tells them.
//!
//! In: spans of a text. Out: for each name the phrase that tells the place ("12 km south of Bourem"), the units beside
//! it, and what it does in the text. It must not resolve them.

use super::answer::PlaceRole;
use super::role::Role;
use super::scan::{Span, What};
use super::text::Text;
use crate::gazetteer::{Gazetteer, Hint, Level, hint_of};
use std::ops::Range;

/// Words between "evacuated to" and the place: "évacués au centre de santé de Koro".
const AWAY_REACH: usize = 7;

/// A place of a text.
#[derive(Debug, Clone)]
pub(super) struct PlaceMention {
    /// The words of the whole phrase.
    pub(super) at: Range<usize>,
    /// The words of the name alone.
    pub(super) name: Range<usize>,
    /// What the geocoder is asked.
    pub(super) asked: String,
    pub(super) form: Form,
    /// Units that stand beside it and say where it lies: level and name.
    pub(super) units: Vec<(Level, String)>,
    pub(super) role: PlaceRole,
    /// How strongly the words before it lead to a place.
    pub(super) cue: Cue,
    /// Whether the gazetteer knows the name as written.
    pub(super) is_known: bool,
}

/// How a place is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// By its name.
    Name,
    /// As a unit.
    Unit(Level),
    /// So far from, or near, a name.
    Beside,
    /// Between two names.
    Between,
    /// In another country, by its code.
    Abroad(String),
}

/// Words before a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cue {
    /// None.
    Bare,
    /// "In", "at".
    Plain,
    /// "In the village of", "attack on".
    Strong,
}

/// The places of a text, in its order.
pub(super) fn places(
    text: &Text<'_>,
    spans: &[Span],
    gazetteer: &Gazetteer,
    in_background: &dyn Fn(usize) -> bool,
) -> Vec<PlaceMention> {
    let mut found: Vec<PlaceMention> = Vec::new();
    let mut taken = 0;
    for (number, span) in spans.iter().enumerate() {
        let is_known = match &span.what {
            What::Name(known) => *known,
            What::Abroad(hit) => {
                let role =
                    if in_background(span.at.start) { PlaceRole::Background } else { PlaceRole::Abroad };
                found.push(PlaceMention {
                    at: span.at.clone(),
                    name: span.at.clone(),
                    asked: text.slice(&span.at).to_owned(),
                    form: Form::Abroad(hit.entry.value.to_string()),
                    units: Vec::new(),
                    role,
                    cue: cue(text, span.at.start),
                    is_known: true,
                });
                continue;
            }
            _ => continue,
        };
        if span.at.start < taken {
            continue;
        }
        let mut place = phrase(text, spans, number, gazetteer, found.last());
        place.is_known = is_known;
        place.role = role(text, &place, in_background);
        taken = place.at.end;
        found.push(place);
    }
    super::within::attach(text, &mut found, gazetteer);
    found
}

/// The phrase round a name.
fn phrase(
    text: &Text<'_>,
    spans: &[Span],
    number: usize,
    gazetteer: &Gazetteer,
    last: Option<&PlaceMention>,
) -> PlaceMention {
    let name = spans.get(number).map_or(0..0, |span| span.at.clone());
    let mut place = PlaceMention {
        at: name.clone(),
        name: name.clone(),
        asked: text.slice(&name).to_owned(),
        form: Form::Name,
        units: Vec::new(),
        role: PlaceRole::Event,
        cue: cue(text, name.start),
        is_known: true,
    };
    let sentence = text.sentence_of(name.start);
    if let Some(begin) = offset(text, &name, &sentence) {
        place.at = begin..name.end;
        place.asked = text.slice(&place.at).replace('\n', " ");
        place.form = Form::Beside;
        place.cue = Cue::Plain;
        // "À 5 km de Gossi sur la route de Hombori": the way of the distance.
        let next = spans.get(number + 1).filter(|next| matches!(next.what, What::Name(_)));
        if let Some(next) =
            next.filter(|next| leads_on(text, name.end..next.at.start, next.at.end, &sentence))
        {
            place.at.end = next.at.end;
            place.asked = text.slice(&place.at).replace('\n', " ");
        }
        return place;
    }
    // "between Gossi and Hombori", "axe Ansongo-Ménaka", "the Gao-Bourem road".
    if let Some(next) = spans.get(number + 1).filter(|next| matches!(next.what, What::Name(_)))
        && is_pair(text, &name, &next.at, &sentence)
    {
        place.asked = format!("between {} and {}", text.slice(&name), text.slice(&next.at));
        place.at = name.start..next.at.end;
        place.form = Form::Between;
        place.cue = Cue::Plain;
        return place;
    }
    if let Some(level) = unit_level(text, &name, gazetteer, last) {
        let word = level.word();
        place.asked = format!("{} {word}", text.slice(&name));
        place.form = Form::Unit(level);
        if hint_of(text.word(name.end)).is_some()
            && text.words.get(name.end).is_some_and(|word| !word.is_apart())
        {
            place.at.end += 1;
        }
        return place;
    }
    if let Some(near) = near(text, name.start, &sentence) {
        place.at = near..name.end;
        place.asked = format!("near {}", text.slice(&name));
        place.form = Form::Beside;
        place.cue = Cue::Plain;
    }
    place
}

/// "On the road to", "sur la route de", "vers": nothing else stands between a distance and where its way leads.
fn leads_on(text: &Text<'_>, between: Range<usize>, end: usize, sentence: &Range<usize>) -> bool {
    let leads = between.clone().any(|at| text.at(at, Role::Road).is_some());
    let small = |at: usize| {
        text.at(at, Role::Road).is_some()
            || text.at(at, Role::BetweenDistance).is_some()
            || matches!(text.word(at), "sur" | "on")
    };
    let apart = (between.start..=between.end)
        .any(|at| text.words.get(at).is_some_and(|word| word.gap.contains([';', ':', '(', '.'])));
    between.len() <= 6 && end <= sentence.end && leads && !apart && between.clone().all(small)
}

/// "near X", "dans les environs de X": where that begins.
fn near(text: &Text<'_>, name: usize, sentence: &Range<usize>) -> Option<usize> {
    let of = usize::from(matches!(text.word(name.wrapping_sub(1)), "de" | "d" | "du" | "of"));
    let hit = text.before(name - of.min(name), Role::Near).filter(|hit| hit.at.start >= sentence.start)?;
    let word = text.word(hit.at.start);
    let is_plain = hit.at.len() == 1
        && matches!(word, "niveau" | "zone" | "secteur" | "hauteur" | "portes" | "contours");
    // "at the level of", "outside": the place itself.
    let needs_of = hit.entry.value.is_empty();
    (!is_plain && (!needs_of || of == 1)).then_some(hit.at.start)
}

/// "12 km south of X", "au nord de X": where that begins.
fn offset(text: &Text<'_>, name: &Range<usize>, sentence: &Range<usize>) -> Option<usize> {
    let mut begin = name.start;
    let mut direction = None;
    while begin > sentence.start && name.start - begin < 8 {
        if is_length(text, begin - 1) {
            return distance(text, begin - 1, sentence);
        }
        let is_way = text.at(begin - 1, Role::Direction);
        if (is_way.is_none() && text.at(begin - 1, Role::BetweenDistance).is_none())
            || text.words.get(begin).is_some_and(|next| next.gap.contains([',', ';', '(', ')']))
        {
            break;
        }
        begin -= 1;
        if is_way.is_some_and(|hit| &*hit.entry.value != "short") {
            direction = Some(begin);
        }
    }
    // Without a distance: "north of X", not "northern X", and with the word that leads to the name.
    let begin = direction?;
    let to = text.word(name.start - 1);
    let adjective = text.at(begin, Role::Direction).is_some_and(|hit| &*hit.entry.value == "adjective");
    (matches!(to, "de" | "d" | "of" | "du") && !adjective).then_some(begin)
}

/// Where the number before a unit of length begins.
fn distance(text: &Text<'_>, unit: usize, sentence: &Range<usize>) -> Option<usize> {
    (unit.saturating_sub(5).max(sentence.start)..unit).find(|at| {
        super::figures::number(text, *at).is_some_and(|(_, len)| {
            at + len == unit
                || (at + len..unit).all(|at| text.words.get(at).is_some_and(|word| word.is_digits))
        }) || text.at(*at, Role::Some).or(text.at(*at, Role::Few)).is_some_and(|hit| hit.at.end == unit)
    })
}

fn is_length(text: &Text<'_>, at: usize) -> bool {
    text.at(at, Role::Unit).is_some()
}

/// Whether two names are the ends of a way.
fn is_pair(text: &Text<'_>, first: &Range<usize>, second: &Range<usize>, sentence: &Range<usize>) -> bool {
    let between = first.end..second.start;
    if between.len() > 2 || second.end > sentence.end {
        return false;
    }
    let dashed = between.is_empty()
        && text.words.get(second.start).is_some_and(|word| matches!(word.gap.trim(), "-" | "–" | "—" | "/"));
    let joined = between.len() == 1 && matches!(text.word(between.start), "and" | "et" | "a" | "to");
    let lead = text.before(first.start, Role::Between).is_some();
    let road_before = (1..=4)
        .filter_map(|back| first.start.checked_sub(back))
        .any(|at| at >= sentence.start && text.at(at, Role::Road).is_some());
    let road_behind = text.at(second.end, Role::Road).is_some();
    dashed || (joined && (lead || road_before || road_behind))
}

/// The level of a unit that a name is told to be.
fn unit_level(
    text: &Text<'_>,
    name: &Range<usize>,
    gazetteer: &Gazetteer,
    last: Option<&PlaceMention>,
) -> Option<Level> {
    let level = |word: &str| match hint_of(word)? {
        Hint::Unit(level) => Some(level),
        Hint::AnyUnit => Some(Level::Cercle),
        _ => None,
    };
    let before = (1..=3)
        .filter_map(|back| Some((back, level(text.word(name.start.checked_sub(back)?))?)))
        .find(|(back, _)| {
            (1..*back).all(|small| {
                matches!(text.word(name.start - small), "de" | "d" | "of" | "du" | "la" | "the" | "l")
            })
        });
    if let Some((_, level)) = before {
        return Some(level);
    }
    let behind = text.words.get(name.end).filter(|word| !word.is_apart() && word.is_joined());
    if let Some(level) = behind.and_then(|word| level(&word.folded)) {
        return Some(level);
    }
    // "régions de Gao, Mopti et Ménaka", "Gao and Ménaka regions".
    let is_joined = |from: usize, to: usize| {
        to >= from && to - from <= 1 && (from..to).all(|at| matches!(text.word(at), "et" | "and" | "de"))
    };
    let of_last = last.and_then(|last| match last.form {
        Form::Unit(level) if is_joined(last.at.end, name.start) => Some(level),
        _ => None,
    });
    if let Some(level) =
        of_last.filter(|level| !gazetteer.units_named(text.slice(name), Some(*level)).is_empty())
    {
        let plural = last.is_some_and(|last| {
            (1..=3).any(|back| {
                matches!(text.word(last.name.start.wrapping_sub(back)), "regions" | "cercles" | "communes")
            })
        });
        return plural.then_some(level);
    }
    let next = name.end + 2;
    let plural = matches!(text.word(name.end), "et" | "and")
        && matches!(text.word(next), "regions" | "cercles" | "communes");
    plural.then(|| level(text.word(next))).flatten()
}

/// How strongly the words before lead to a place.
fn cue(text: &Text<'_>, name: usize) -> Cue {
    let hit = text.before(name, Role::Locative);
    match hit {
        Some(hit) if &*hit.entry.value == "strong" => Cue::Strong,
        Some(_) => Cue::Plain,
        None if text.at(name.wrapping_sub(1), Role::CampWord).is_some() => Cue::Plain,
        None => Cue::Bare,
    }
}

/// What a place does, by the words before it.
fn role(text: &Text<'_>, place: &PlaceMention, in_background: &dyn Fn(usize) -> bool) -> PlaceRole {
    let start = place.at.start;
    if in_background(start) {
        return PlaceRole::Background;
    }
    let sentence = text.sentence_of(start);
    // "Residents of Gao said"; not "took a tax from the residents of Gao".
    let is_said = |near: Range<usize>| {
        near.into_iter().any(|at| text.at(at, Role::Speech).or(text.at(at, Role::According)).is_some())
    };
    if let Some(who) = text.before(place.name.start, Role::Speaks)
        && (&*who.entry.value != "people"
            || is_said(
                who.at.start.saturating_sub(6).max(sentence.start)..(place.at.end + 6).min(sentence.end),
            ))
    {
        return PlaceRole::Speaks;
    }
    let from = start.saturating_sub(AWAY_REACH).max(sentence.start);
    let triggers = |at: usize| [Role::Strong, Role::Weak].into_iter().find_map(|role| text.at(at, role));
    for at in (from..start).rev() {
        if text.words.get(at + 1).is_some_and(|word| word.gap.contains([';', ':', '.'])) {
            break;
        }
        let away = text.at(at, Role::Away).filter(|hit| hit.at.end <= start);
        if let Some(away) = away {
            // "withdrew from", "entered": a change of control is there.
            let is_event = (away.at.start.saturating_sub(3)..away.at.end)
                .filter_map(triggers)
                .any(|hit| hit.at.end >= away.at.start && hit.at.start <= away.at.end);
            let event_between = (away.at.end..start).any(|at| text.at(at, Role::Strong).is_some());
            if !is_event && !event_between {
                return PlaceRole::Way;
            }
        }
        if triggers(at).is_some() {
            break;
        }
    }
    let from_or_to = matches!(text.word(start.wrapping_sub(1)), "from" | "to")
        && place.form == Form::Name
        && !(start.saturating_sub(4)..start).filter_map(triggers).any(|hit| hit.at.end + 1 >= start);
    if from_or_to { PlaceRole::Way } else { PlaceRole::Event }
}
