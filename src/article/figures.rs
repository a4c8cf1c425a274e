//! How many people, in running text.
//!
//! In: a text. Out: numbers with their bounds, and what they count. It must not know events. Figures follow the rules
//! of `event::Figure`: "at least 5" is a low, "about 5" a best, unknown is not zero.

use super::role::Role;
use super::text::Text;
use crate::event::Figure;
use std::ops::Range;

/// More people than this are no count of one event.
const MOST_PEOPLE: u64 = 100_000;
/// Between a number and the word that says what became of them stand no more words than this.
const REACH: usize = 9;

/// Deaths and injured that some words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Toll {
    pub(super) deaths: Figure,
    pub(super) injured: Figure,
    /// Out of the fight, at most: dead, hurt or caught.
    pub(super) neutralised: u32,
}

/// A number in words or digits.
#[derive(Debug, Clone)]
struct Quantity {
    at: Range<usize>,
    figure: Figure,
    counts: Option<Fate>,
}

impl Quantity {
    /// "A herder and his son": two.
    fn with_kin(&mut self, text: &Text<'_>, end: usize) {
        let is = |at: usize, role: Role| text.at(at, role).is_some();
        let and = (self.at.end..(self.at.end + 4).min(end)).find(|at| matches!(text.word(*at), "and" | "et"));
        if let Some(and) = and
            && self.figure == Figure::exact(1)
            && and + 2 < end
            && is(and + 1, Role::Whose)
            && is(and + 2, Role::Kin)
        {
            self.figure = Figure::exact(2);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Dead,
    Hurt,
    /// Out of the fight: dead, hurt or caught.
    Neutralised,
}

impl Toll {
    pub(super) fn is_unknown(&self) -> bool {
        self.deaths.is_unknown() && self.injured.is_unknown() && self.neutralised == 0
    }

    /// Deaths, where all that were neutralised may be dead too, and none need be.
    pub(super) fn deaths_at_most(&self) -> Figure {
        if self.deaths.is_unknown() && self.neutralised > 0 {
            return Figure { high: Some(self.neutralised), ..Figure::UNKNOWN };
        }
        let Figure { high, .. } = self.deaths;
        let more = |high: u32| high.saturating_add(self.neutralised);
        Figure { high: high.map(more), ..self.deaths }
    }

    /// What all of them tell: a range where they differ.
    pub(super) fn across(all: &[Self]) -> Self {
        let mut known = all.iter().filter(|one| !one.is_unknown());
        let Some(first) = known.next() else { return Self::default() };
        // "About 20", said twice, stays "about".
        if known.all(|one| one == first) {
            return *first;
        }
        // Of another side's "neutralised" nobody knows whether they are the same people: it is a bound.
        let bounds: Vec<Figure> = all.iter().map(Self::deaths_at_most).collect();
        Self {
            neutralised: 0,
            deaths: Figure::across(&bounds),
            injured: Figure::across(all.iter().map(|one| &one.injured)),
        }
    }
}

/// A whole number at a word: its value and how many words it has.
pub(super) fn number(text: &Text<'_>, at: usize) -> Option<(u64, usize)> {
    let word = text.words.get(at)?;
    if word.is_digits {
        let mut value: u64 = word.text.parse().ok().filter(|_| word.text.len() <= 6)?;
        let mut len = 1;
        // "1 200", "1,200", "1.200": groups of three.
        while let Some(next) = text.words.get(at + len) {
            let groups = word.text.len() <= 3
                && next.is_digits
                && next.text.len() == 3
                && matches!(next.gap, " " | "," | "." | "\u{a0}" | "\u{202f}");
            if !groups || value > MOST_PEOPLE {
                break;
            }
            value = value * 1000 + next.text.parse::<u64>().ok()?;
            len += 1;
        }
        return Some((value, len));
    }
    let (first, mut len) = text.number::<f64>(at, Role::Number)?;
    let mut value = whole(first)?;
    // "vingt et un", "twenty-five", "deux cents", "cent vingt".
    for _ in 0..4 {
        let and = usize::from(value >= 20 && matches!(text.word(at + len), "et" | "and"));
        if text.words.get(at + len).is_none_or(|next| !next.is_joined()) {
            break;
        }
        let Some((next, more)) = text.number::<f64>(at + len + and, Role::Number) else { break };
        let Some(next) = whole(next) else { break };
        value = if next == 100 && value < 10 && and == 0 {
            value * 100
        } else if (value >= 100 && next < 100) || (value >= 20 && value % 10 == 0 && next < 10 && next > 0) {
            value + next
        } else {
            break;
        };
        len += and + more;
    }
    Some((value, len))
}

fn whole(value: f64) -> Option<u64> {
    (value >= 1.0 && value.fract() == 0.0).then_some(value as u64)
}

fn people(value: u64) -> Option<u32> {
    u32::try_from(value).ok().filter(|_| value <= MOST_PEOPLE)
}

/// A quantity of people that begins at a word.
fn quantity(text: &Text<'_>, at: usize) -> Option<Quantity> {
    let none = Figure::UNKNOWN;
    let found = |len: usize, figure| Some(Quantity { at: at..at + len, figure, counts: None });
    if let Some(hit) = text.at(at, Role::Many) {
        let low = match text.slice(&hit.at).to_lowercase() {
            words if words.contains("cent") || words.contains("hundred") => 200,
            words if words.contains("diz") || words.contains("doz") || words.contains("tens") => 20,
            _ => return None,
        };
        return found(hit.at.len(), Figure { low: Some(low), ..none });
    }
    if let Some((value, len)) = text.number::<f64>(at, Role::Some) {
        let best = whole(value).and_then(people);
        // "about a hundred" is one number, "a dozen" about one.
        return found(len, Figure { best, ..none });
    }
    if let Some(hit) = text.at(at, Role::Few) {
        return found(hit.at.len(), Figure { low: Some(2), ..none });
    }
    let bound = [Role::AtLeast, Role::AtMost, Role::Between, Role::About]
        .into_iter()
        .filter_map(|role| Some((role, text.at(at, role)?.at.len())))
        .find(|(_, len)| number(text, at + len).is_some() || text.at(at + len, Role::Some).is_some());
    let Some((role, before)) = bound else {
        // "No one was hurt".
        let negated = matches!(text.word(at.wrapping_sub(1)), "no" | "aucun" | "aucune");
        let Some((value, len)) = number(text, at).filter(|_| !negated) else {
            // "A soldier was killed".
            let is_one = matches!(text.word(at), "a" | "an") && is_somebody(text, at + 1, 2);
            return is_one.then(|| Quantity { at: at..at + 1, figure: Figure::exact(1), counts: None });
        };
        let value = people(value)?;
        if let Some((to, more)) = range_end(text, at + len) {
            return found(len + more, Figure::range(value.min(to), value.max(to)));
        }
        return found(len, Figure::exact(value));
    };
    if matches!(text.word(at), "a" | "d" | "de") && role == Role::About {
        return None;
    }
    let (value, len) = match text.number::<f64>(at + before, Role::Some) {
        Some((value, len)) => (whole(value)?, len),
        None => number(text, at + before)?,
    };
    let value = people(value)?;
    let whole_len = before + len;
    let more_than = text.slice(&(at..at + before)).to_lowercase();
    let figure = match role {
        Role::AtLeast if more_than.contains("least") || more_than.contains("moins") => {
            Figure { low: Some(value), ..none }
        }
        Role::AtLeast => Figure { low: Some(value.saturating_add(1)), ..none },
        Role::AtMost if more_than.contains("less") || more_than.contains("moins") => {
            Figure { high: Some(value.saturating_sub(1)), ..none }
        }
        Role::AtMost => Figure { high: Some(value), ..none },
        Role::About => Figure { best: Some(value), ..none },
        _ => {
            let (to, more) = range_end(text, at + whole_len).or_else(|| {
                let joins = matches!(text.word(at + whole_len), "and" | "et" | "a");
                let (to, more) = joins.then(|| number(text, at + whole_len + 1)).flatten()?;
                Some((people(to)?, more + 1))
            })?;
            return found(whole_len + more, Figure::range(value.min(to), value.max(to)));
        }
    };
    found(whole_len, figure)
}

/// "to 10", "à 10", "-10" behind a number.
fn range_end(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let dashed = text.words.get(at).is_some_and(|word| matches!(word.gap, "-" | "–" | " - " | " – "));
    let (skip, ends) = match text.word(at) {
        "to" | "a" | "ou" | "or" => (1, true),
        _ => (0, dashed),
    };
    let (to, len) = ends.then(|| number(text, at + skip)).flatten()?;
    Some((people(to)?, len + skip))
}

/// Whether somebody is named within some words, who is no convoy and no camp.
fn is_somebody(text: &Text<'_>, at: usize, reach: usize) -> bool {
    (at..at + reach).any(|at| {
        text.hits(at).iter().any(|hit| {
            matches!(hit.entry.role, Role::Civilian | Role::Troops | Role::People)
                || hit.entry.role.is_actor()
        })
    })
}

/// Whether people are named within some words.
fn counted(text: &Text<'_>, at: usize, reach: usize) -> bool {
    (at..at + reach).any(|at| {
        text.hits(at).iter().any(|hit| {
            matches!(hit.entry.role, Role::Civilian | Role::Military | Role::People)
                || hit.entry.role.is_actor()
        })
    })
}

/// The toll that some words tell.
pub(super) fn toll(text: &Text<'_>, range: Range<usize>, skip: &dyn Fn(usize) -> bool) -> Toll {
    let mut found: Vec<Quantity> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match quantity(text, at).filter(|one| one.at.end <= range.end && !skip(at)) {
            Some(one) => {
                at = one.at.end;
                found.push(one);
            }
            None => at += 1,
        }
    }
    for number in 0..found.len() {
        // "Seven people, including two women, were killed": the part stands between the whole and its verb.
        let next = found.get(number + 1..).into_iter().flatten().find(|next| !is_part(text, &next.at));
        let after = next.map_or(range.end, |next| next.at.start);
        let before =
            number.checked_sub(1).and_then(|last| found.get(last)).map_or(range.start, |one| one.at.end);
        if let Some(one) = found.get_mut(number) {
            one.counts = fate(text, &one.at, before, after);
        }
    }
    join(text, &mut found, range.end);
    for one in &mut found {
        one.with_kin(text, range.end);
    }
    let sum = |fate: Fate| {
        let of: Vec<&Figure> =
            found.iter().filter(|one| one.counts == Some(fate)).map(|one| &one.figure).collect();
        add(&of)
    };
    let out = sum(Fate::Neutralised);
    let neutralised = out.high.or(out.best).or(out.low).unwrap_or_default();
    let mut toll = Toll { deaths: sum(Fate::Dead), injured: sum(Fate::Hurt), neutralised };
    if toll.deaths.is_unknown() && text.has(range, Role::NoneHurt) {
        toll.deaths = Figure::exact(0);
    }
    toll
}

/// "Three of them were killed", of people whom no number counts.
pub(super) fn part(text: &Text<'_>, range: Range<usize>, skip: &dyn Fn(usize) -> bool) -> Toll {
    let told = range
        .clone()
        .filter(|at| !skip(*at))
        .filter_map(|at| quantity(text, at))
        .find(|one| is_part(text, &one.at) && one.at.end <= range.end);
    let Some(one) = told else { return Toll::default() };
    match fate_of(text, &one.at, range.start, range.end) {
        Some(Fate::Dead) => Toll { deaths: one.figure, ..Toll::default() },
        Some(Fate::Hurt) => Toll { injured: one.figure, ..Toll::default() },
        _ => Toll::default(),
    }
}

/// What became of the people counted, who are no part of others: by the verb before, else by the words behind.
fn fate(text: &Text<'_>, at: &Range<usize>, before: usize, after: usize) -> Option<Fate> {
    if is_part(text, at) { None } else { fate_of(text, at, before, after) }
}

fn fate_of(text: &Text<'_>, at: &Range<usize>, before: usize, after: usize) -> Option<Fate> {
    // "Two others wounded", whatever became of those before.
    let others = usize::from(matches!(text.word(at.end), "autres" | "autre" | "others" | "other" | "more"));
    if at.end + others < after && text.at(at.end + others, Role::Hurt).is_some() {
        return Some(Fate::Hurt);
    }
    let is_added = matches!(text.word(at.start.wrapping_sub(1)), "que" | "as")
        && matches!(text.word(at.start.wrapping_sub(2)), "ainsi" | "well");
    let reach = if is_added { 7 } else { 3 };
    let from = at.start.saturating_sub(reach).max(before);
    for start in (from.saturating_sub(3).max(before)..at.start).rev() {
        let near = |hit: &super::text::Hit| hit.at.end <= at.start && hit.at.end >= from;
        let hurts = text.at(start, Role::Hurting).is_some_and(near);
        let kills = text.at(start, Role::Killing).is_some_and(near);
        // "Lost six men", not "lost six vehicles".
        let loses = text.at(start, Role::Losing).is_some_and(near) && counted(text, at.end, 2);
        if hurts || kills || loses {
            // "12 killed, 5 wounded": the verb before belongs to the number before.
            let belongs = (!is_active(text, start)
                && (number_before(text, start, before) || (before > 0 && is_passive(text, before, start))))
                || text.words.get(at.start).is_some_and(|word| word.gap.contains([',', ';', '.']));
            // "Shot down a plane": one is no count unless people are named.
            let is_article = at.len() == 1
                && matches!(text.word(at.start), "un" | "une" | "a" | "an")
                && !counted(text, at.end, 2);
            if (!belongs || is_added) && !is_article {
                return Some(if hurts { Fate::Hurt } else { dead_by(text, start) });
            }
        }
    }
    let end = after.min(at.end + REACH);
    for next in at.end..end {
        if text.at(next, Role::Hurt).is_some() {
            return Some(Fate::Hurt);
        }
        if text.at(next, Role::Dead).is_some() {
            let only = counted(text, at.end, 3) || next <= at.end + 2 || is_passive(text, at.end, next);
            return only.then(|| dead_by(text, next));
        }
        let word = text.words.get(next)?;
        if next > at.end && (word.gap.contains([';', ':']) || word.opens) {
            return None;
        }
    }
    None
}

/// What a word for the dead says: "neutralised" leaves it open.
fn dead_by(text: &Text<'_>, at: usize) -> Fate {
    if text.at(at, Role::Neutralised).is_some() { Fate::Neutralised } else { Fate::Dead }
}

/// "Including two women", "six of them": part of a number that was told.
fn is_part(text: &Text<'_>, at: &Range<usize>) -> bool {
    let of_them = matches!(
        (text.word(at.end), text.word(at.end + 1)),
        ("of", "them" | "whom") | ("d", "entre") | ("parmi", "eux" | "elles")
    );
    of_them || matches!(text.word(at.start.wrapping_sub(1)), "dont" | "including" | "notamment" | "include")
}

/// "Killing", "ont tué": who was killed stands behind, never before.
fn is_active(text: &Text<'_>, at: usize) -> bool {
    let word = text.word(at);
    word.ends_with("ing") || word.ends_with("ant") || matches!(word, "ont" | "a" | "avoir" | "kill" | "kills")
}

/// "One trader was killed": nothing but the counted stands between a number and its verb.
fn is_passive(text: &Text<'_>, from: usize, verb: usize) -> bool {
    matches!(text.word(verb.wrapping_sub(1)), "ete" | "was" | "were" | "been" | "est" | "sont" | "ont")
        && (from..verb).all(|at| {
            !matches!(text.word(at), "et" | "and" | "when" | "lorsque")
                && text.words.get(at).is_some_and(|word| !word.is_apart())
        })
}

/// Whether a number stands close before a word, so that "killed" ends "12 people were killed".
fn number_before(text: &Text<'_>, at: usize, before: usize) -> bool {
    before > 0
        && at >= before
        && at - before <= REACH
        && (before.saturating_sub(1)..before).any(|last| number(text, last).is_some())
        && (before..at)
            .all(|between| text.words.get(between).is_some_and(|word| !word.opens && !word.gap.contains(';')))
        && counted_or_close(text, before, at)
}

fn counted_or_close(text: &Text<'_>, before: usize, at: usize) -> bool {
    at <= before + 1 || counted(text, before, at - before)
}

/// "five soldiers and two civilians were killed": what one of them counts, both count.
fn join(text: &Text<'_>, found: &mut [Quantity], end: usize) {
    for first in (0..found.len().saturating_sub(1)).rev() {
        let (Some(one), Some(next)) = (found.get(first), found.get(first + 1)) else { continue };
        let between = one.at.end..next.at.start;
        let joined = between.len() <= 7
            && between.clone().any(|at| matches!(text.word(at), "and" | "et"))
            && ![Role::Dead, Role::Hurt, Role::Killing, Role::Hurting]
                .into_iter()
                .any(|role| text.has(between.clone(), role))
            && counted(text, one.at.end, 3)
            && counted(text, next.at.end, 3.min(end.saturating_sub(next.at.end)));
        let counts = one.counts.or(next.counts);
        if joined && (one.counts.is_none() || next.counts.is_none()) {
            for at in [first, first + 1] {
                if let Some(one) = found.get_mut(at) {
                    one.counts = counts;
                }
            }
        }
    }
}

/// The sum of figures that count different people.
fn add(figures: &[&Figure]) -> Figure {
    let [first, rest @ ..] = figures else { return Figure::UNKNOWN };
    rest.iter().fold(**first, |sum, next| {
        let plus = |a: Option<u32>, b: Option<u32>| Some(a?.saturating_add(b?));
        Figure {
            low: plus(sum.low.or(sum.best), next.low.or(next.best)),
            best: plus(sum.best, next.best),
            high: plus(sum.high, next.high),
        }
    })
}
