//! What names and actors stand in a text, each word taken once.
//!
//! In: a text, its dates and the gazetteer. Out: spans, the longest reading of each. It must not resolve places.

use super::answer::Mask;
use super::dates::DateMention;
use super::role::Role;
use super::text::{Hit, Text};
use super::words::Word;
use crate::event::Reason;
use crate::gazetteer::{Gazetteer, Tier, hint_of, is_joining};
use std::ops::Range;

/// A name has no more words than this.
const MAX_NAME_WORDS: usize = 6;
/// Names that nobody bears as written are looked for only so often in one text: each takes longer than a known one.
const MAX_FUZZY: usize = 300;

/// Words and what they are.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) at: Range<usize>,
    pub(super) what: What,
}

/// What words are.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A name of the gazetteer; `false` where only the words before it say that it names a place.
    Name(bool),
    /// A place of another country, by its code.
    Abroad(Hit),
    Actor(Hit),
    Masked(Mask, Reason),
    /// The number of the date.
    Date,
}

/// The span that a word is in.
pub(super) fn span_at(spans: &[Span], word: usize) -> Option<&Span> {
    let next = spans.partition_point(|span| span.at.end <= word);
    spans.get(next).filter(|span| span.at.start <= word)
}

/// The spans of a text with this dateline, in its order. They do not overlap.
pub(super) fn scan(
    text: &Text<'_>,
    dates: &[DateMention],
    dateline: &Range<usize>,
    gazetteer: &Gazetteer,
) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut fuzzy_left = MAX_FUZZY;
    let mut next_date = dates.iter().peekable();
    let mut at = 0;
    while at < text.words.len() {
        if next_date.next_if(|date| date.at.start < at).is_some() {
            continue;
        }
        let mut best: Option<Span> = None;
        let mut offer = |at: Range<usize>, what: What| {
            if best.as_ref().is_none_or(|best| at.len() > best.at.len()) {
                best = Some(Span { at, what });
            }
        };
        if let Some(date) = next_date.peek().filter(|date| date.at.start == at) {
            offer(date.at.clone(), What::Date);
        }
        for hit in text.hits(at) {
            if let Some(what) = by_lexicon(text, hit).filter(|_| !is_village(text, hit, gazetteer)) {
                offer(hit.at.clone(), what);
            }
        }
        if let Some(at) = person(text, at) {
            offer(at, What::Masked(Mask::Person, Reason::new("a person", "une personne")));
        }
        if let Some(len) = name(text, at, gazetteer) {
            let what = if dateline.contains(&at) { dated() } else { What::Name(true) };
            offer(at..at + len, what);
        }
        if best.is_none()
            && let Some(len) = unknown_name(text, at, gazetteer, &mut fuzzy_left)
        {
            best = Some(Span { at: at..at + len, what: What::Name(false) });
        }
        match best {
            Some(mut span) => {
                if dateline.contains(&at) && matches!(span.what, What::Abroad(_)) {
                    span.what = dated();
                }
                at = span.at.end;
                spans.push(span);
            }
            None => at += 1,
        }
    }
    spans
}

fn dated() -> What {
    let why = Reason::new(
        "the dateline: where the report was written",
        "le lieu de rédaction en tête de la dépêche",
    );
    What::Masked(Mask::Media, why)
}

/// "In the village of Fama": a place, whoever bears the same name in capitals.
fn is_village(text: &Text<'_>, hit: &Hit, gazetteer: &Gazetteer) -> bool {
    let written = text.slice(&hit.at);
    let is_title = text.words.get(hit.at.start).is_some_and(|word| word.is_capital)
        && !written.chars().skip(1).any(char::is_uppercase);
    hit.at.len() == 1
        && is_title
        && text.before(hit.at.start, Role::Locative).is_some_and(|cue| &*cue.entry.value == "strong")
        && gazetteer.is_name(written)
}

/// What an entry of the lexicon makes of its words.
fn by_lexicon(text: &Text<'_>, hit: &Hit) -> Option<What> {
    let role = hit.entry.role;
    let is_capital = text.words.get(hit.at.start).is_some_and(|word| word.is_capital);
    // "pam", "gat", "is": short names are names only when they are written so.
    let is_short = hit.at.len() == 1 && text.word(hit.at.start).len() <= 4;
    if role.is_actor() {
        // "La plateforme des ONG": a movement whose name is a word too has a capital.
        let last = hit.at.end - 1;
        let is_word = role == Role::Armed && text.at(last, Role::Common).is_some();
        let is_name = !is_word || text.words.get(last).is_some_and(|word| word.is_capital);
        return (is_name && (is_capital || !is_short || text.is_lower)).then(|| What::Actor(hit.clone()));
    }
    let mask = match role {
        Role::Abroad => return is_capital.then(|| What::Abroad(hit.clone())),
        Role::Treaty => Mask::Treaty,
        Role::People => Mask::People,
        Role::Media if is_capital => Mask::Media,
        Role::Body if is_capital || !is_short => Mask::Body,
        _ => return None,
    };
    let why = match mask {
        Mask::Treaty => Reason::new(
            "a treaty; the place in its name is not where something happened",
            "un accord\u{a0}; le lieu de son nom n’est pas celui des faits",
        ),
        Mask::People => Reason::new("a people or citizens of a country", "un peuple ou des citoyens"),
        Mask::Media => Reason::new("media", "un média"),
        _ => Reason::new("an organisation", "une organisation"),
    };
    Some(What::Masked(mask, why))
}

/// Small words within names of persons.
const PARTICLES: [&str; 9] = ["ag", "ould", "walet", "wallet", "al", "el", "ben", "bin", "dit"];

/// A run of capitalised words: where it ends.
fn run(text: &Text<'_>, from: usize) -> usize {
    let belongs = |at: usize, word: &Word<'_>| {
        let inside = at == from || (word.is_joined() && !word.opens);
        inside && (word.is_capital || PARTICLES.contains(&word.folded.as_str()) && at > from)
    };
    let end = (from..(from + MAX_NAME_WORDS).min(text.words.len()))
        .take_while(|at| text.words.get(*at).is_some_and(|word| belongs(*at, word)))
        .last()
        .map_or(from, |last| last + 1);
    // A particle alone ends no name.
    if end > from && PARTICLES.contains(&text.word(end - 1)) { end - 1 } else { end }
}

/// A person, with title.
fn person(text: &Text<'_>, at: usize) -> Option<Range<usize>> {
    if let Some(title) = text.at(at, Role::Title) {
        let end = run(text, title.at.end);
        let spaced = text.words.get(title.at.end).is_some_and(|word| matches!(word.gap, " " | ". " | "\n"));
        return (end > title.at.end && spaced).then_some(at..end);
    }
    let word = text.words.get(at).filter(|word| word.is_capital)?;
    let end = run(text, at);
    let marked = (at + 1..end).any(|at| matches!(text.word(at), "ag" | "ould" | "walet" | "wallet"));
    let given = text.at(at, Role::Given).is_some() && end > at + 1;
    let surname = end > at + 1 && end <= at + 4 && !word.opens && text.at(end - 1, Role::Surname).is_some();
    (marked || given || surname).then_some(at..end)
}

/// The longest name of the gazetteer at a word: how many words it has.
fn name(text: &Text<'_>, at: usize, gazetteer: &Gazetteer) -> Option<usize> {
    // The country is no place within itself.
    let first =
        text.words.get(at).filter(|word| (word.is_capital || text.is_lower) && word.folded != "mali")?;
    let mut longest = 1;
    while longest < MAX_NAME_WORDS
        && text.words.get(at + longest).is_some_and(|word| {
            let goes_on = word.is_capital
                || word.is_digits
                || word.folded.len() <= 3
                || (text.is_lower && word.gap == "-");
            word.is_joined() && !word.opens && goes_on
        })
    {
        longest += 1;
    }
    for len in (2..=longest).rev() {
        let last = text.words.get(at + len - 1)?;
        let number = last.is_digits && last.text.len() <= 2 && len == 2;
        let is_part = last.is_capital || number || (text.is_lower && last.gap == "-");
        let is_led = first.is_capital || leads_here(text, at);
        if is_part && is_led && gazetteer.is_name(text.slice(&(at..at + len))) {
            return Some(len);
        }
    }
    if !gazetteer.is_name(first.text) {
        return None;
    }
    // A name that is a word too, or that is very short, needs words before it that lead to a place.
    let is_word = first.folded.len() <= 3 || text.at(at, Role::Common).is_some();
    let is_acronym =
        first.text.len() <= 6 && first.text.chars().all(char::is_uppercase) && first.text.len() > 1;
    let shouts = is_acronym && !in_capitals(text, at);
    // Where nothing has a capital, what the lexicon knows is no name.
    if !first.is_capital && (is_word || !text.hits(at).is_empty()) {
        return None;
    }
    let needs = is_word || shouts || !first.is_capital;
    (!needs || leads_here(text, at) || names_a_unit(text, at)).then_some(1)
}

/// Whether a word for a unit or place stands beside a name: "cercle de San", "San region".
fn names_a_unit(text: &Text<'_>, at: usize) -> bool {
    let before = (1..=2).filter_map(|back| at.checked_sub(back)).any(|before| is_generic(text.word(before)));
    let small = (1..=2).all(|back| {
        at.checked_sub(back).is_some_and(|before| {
            is_generic(text.word(before)) || matches!(text.word(before), "de" | "d" | "of" | "du")
        })
    });
    (before && small) || is_generic(text.word(at + 1))
}

fn is_generic(word: &str) -> bool {
    hint_of(word).is_some()
}

/// Whether the words before one lead to a place.
fn leads_here(text: &Text<'_>, at: usize) -> bool {
    let opens = text.words.get(at).is_none_or(|word| word.opens);
    !opens
        && text.words.get(at).is_some_and(|word| !word.gap.contains(['(', ',', ';', ':']))
        && (text.before(at, Role::Locative).is_some() || text.before(at, Role::Near).is_some())
}

/// Whether the sentence is written in capitals throughout.
fn in_capitals(text: &Text<'_>, at: usize) -> bool {
    let sentence = text.sentence_of(at);
    let near = at.saturating_sub(6).max(sentence.start)..(at + 6).min(sentence.end);
    let mut letters =
        near.filter_map(|at| text.words.get(at)).filter(|word| !word.is_digits && word.text.len() > 2);
    letters.clone().count() > 3 && letters.all(|word| !word.text.chars().any(char::is_lowercase))
}

/// Capitalised words that no one bears as written, behind words that lead to a place.
fn unknown_name(text: &Text<'_>, at: usize, gazetteer: &Gazetteer, left: &mut usize) -> Option<usize> {
    let word = text.words.get(at).filter(|word| word.is_capital && !word.opens)?;
    let known = text
        .hits(at)
        .iter()
        .any(|hit| !matches!(hit.entry.role, Role::Given | Role::Surname | Role::Locative | Role::ClauseEnd));
    let apart = word.gap.contains(['(', ',', ';', ':', '"', '«', '“']);
    if *left == 0
        || known
        || apart
        || word.text.len() < 3
        || is_generic(&word.folded)
        || is_joining(&word.folded)
    {
        return None;
    }
    let cue = text.before(at, Role::Locative)?;
    let is_strong = &*cue.entry.value == "strong";
    let ranges_here = matches!(text.word(at - 1), "in" | "at" | "near" | "a" | "of" | "de" | "d" | "dans");
    if !is_strong && !ranges_here {
        return None;
    }
    *left -= 1;
    let end = run(text, at);
    let (name, len) = (text.slice(&(at..end)), end - at);
    let is_like = gazetteer.find(name).first().is_some_and(|hit| hit.tier <= Tier::Bare);
    let is_acronym = name.chars().all(|letter| letter.is_uppercase() || !letter.is_alphabetic());
    let of = matches!(text.word(at - 1), "of" | "de" | "d") && !is_strong;
    // "in the village of X" names a place whatever the gazetteer knows.
    (len > 0 && !is_acronym && (is_like && !of || is_strong)).then_some(len)
}

/// "Bamako, 12 October 2021", "Tombouctou (Mali), 1er avril 2013": nothing but a name and a day. "Gossi, 12 October", in a
/// list of incidents, is where one was.
fn is_place_and_day(text: &Text<'_>, words: Range<usize>) -> bool {
    let is_part = |at: usize| {
        let Some(word) = text.words.get(at) else { return false };
        let begins_day = word.text.starts_with(|letter: char| letter.is_ascii_digit());
        word.is_capital
            || begins_day
            || matches!(word.folded.as_str(), "le" | "the")
            || text.at(at, Role::Month).is_some()
    };
    words.len() <= 8
        && (text.word(words.start) == "bamako" || words.clone().any(|at| text.word(at) == "mali"))
        && words.clone().any(|at| text.at(at, Role::Month).is_some())
        && words.clone().all(is_part)
}

/// Words of a dateline: "BAMAKO, 2 octobre (AFP) –".
pub(super) fn dateline(text: &Text<'_>) -> Range<usize> {
    for begin in
        (0..text.words.len()).filter(|at| text.words.get(*at).is_some_and(|word| word.begins)).take(3)
    {
        let end = (begin + 1..(begin + 14).min(text.words.len())).find(|at| {
            text.words.get(*at).is_some_and(|word| {
                word.gap.contains(['—', '–'])
                    || word.gap.contains(" - ")
                    || word.gap.contains("):")
                    || word.gap.contains("--")
            })
        });
        let Some(end) = end else { continue };
        if text.has(begin..end, Role::Media) || is_place_and_day(text, begin..end) {
            return begin..end;
        }
    }
    0..0
}
