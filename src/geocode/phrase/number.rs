//! Distances and times in digits and words: "12,5 km", "10 à 15 km", "une dizaine de kilomètres".
//!
//! In: tokens. Out: how far, and how exactly that is stated. It must not know from where.

use super::lexicon::{MAX_SKIPPED, Role};
use super::token::Token;

/// A distance as stated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::geocode) struct Stated {
    /// Kilometres.
    pub(in crate::geocode) km: f64,
    /// It may be off by so much because it was rounded, in kilometres.
    pub(in crate::geocode) rounding_km: f64,
}

/// How far, as far as the words say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Far {
    /// So far.
    Stated(Stated),
    /// "A few kilometres": no number.
    Few,
    /// "Dozens of kilometres": no number, and far.
    Many,
}

/// A time of travel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::geocode) struct Travel {
    /// Minutes.
    pub(in crate::geocode) minutes: f64,
    /// On foot, and not by any other means or by none that is said.
    pub(in crate::geocode) on_foot: bool,
}

/// A number and how exactly it is given.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Amount {
    value: f64,
    /// Half the step it was rounded to.
    rounding: f64,
}

/// No road is longer: a larger number is no kilometre post.
const MAX_POST_KM: f64 = 1_000.0;

/// "Une dizaine", "more than 10" may be off by this share on either side.
const LOOSE: f64 = 0.25;

/// A distance at the start, with its unit; returns what follows.
pub(super) fn distance(tokens: &[Token]) -> Option<(Far, &[Token])> {
    let (bound, tokens) = bound(tokens);
    let (role, words) = [(Far::Few, Role::Few), (Far::Many, Role::Many)]
        .into_iter()
        .find_map(|(far, role)| Some((far, role.at_start(tokens)?)))
        .unzip();
    if let (Some(far), Some(words)) = (role, words) {
        let rest = tokens.get(words.len..)?;
        let unit = Role::Unit.at_start(rest)?;
        return Some((far, rest.get(unit.len..)?));
    }
    let (first, mut rest) = amount(tokens)?;
    // "10 km à 15 km" has the unit twice.
    if let Some(unit) = Role::Unit.at_start(rest)
        && let Some(after) = rest.get(unit.len..).and_then(joining)
        && amount(after).is_some_and(|(_, tail)| Role::Unit.at_start(tail).is_some())
    {
        rest = rest.get(unit.len..)?;
    }
    let (amount, rest) = range(first, rest);
    let unit = Role::Unit.at_start(rest)?;
    let tail = rest.get(unit.len..)?;
    let in_km: f64 = unit.value.parse().ok()?;
    let amount = bound.apply(amount);
    let stated = Stated { km: amount.value * in_km, rounding_km: amount.rounding * in_km };
    // However far: whoever asks says that it is too far, rather than nothing.
    (stated.km > 0.0 && stated.km.is_finite()).then_some((Far::Stated(stated), tail))
}

/// A time of travel at the start, and what follows; only with the means of travel or an "of" behind it.
pub(super) fn travel(tokens: &[Token]) -> Option<(Travel, &[Token])> {
    let (_, tokens) = bound(tokens);
    let (first, rest) = amount(tokens)?;
    let (amount, rest) = range(first, rest);
    let unit = Role::TravelUnit.at_start(rest)?;
    let rest = rest.get(unit.len..)?;
    let on_foot = Role::Foot.at_start(rest);
    let means = on_foot.or_else(|| Role::Wheels.at_start(rest));
    let tail = rest.get(means.map_or(0, |means| means.len)..)?;
    let is_told = means.is_some() || tail.first().is_some_and(|next| next.is(&["de", "d", "from"]));
    let minutes = amount.value * unit.value.parse::<f64>().ok()?;
    is_told.then_some((Travel { minutes, on_foot: on_foot.is_some() }, tail))
}

/// A kilometre post at the start: "PK 30"; returns the kilometres and what follows.
pub(super) fn post(tokens: &[Token]) -> Option<(Stated, &[Token])> {
    let post = Role::Post.at_start(tokens)?;
    let (number, rest) = tokens.get(post.len..)?.split_first()?;
    let km = number.number().filter(|km| *km > 0.0 && *km <= MAX_POST_KM)?;
    Some((Stated { km, rounding_km: step(&number.word, km) / 2.0 }, rest))
}

/// What is said of a number before it.
#[derive(Debug, Clone, Copy)]
enum Bound {
    None,
    AtMost,
    AtLeast,
}

impl Bound {
    fn apply(self, amount: Amount) -> Amount {
        let Amount { value, .. } = amount;
        match self {
            Self::None => amount,
            // Anywhere from here to there.
            Self::AtMost => Amount { value: value / 2.0, rounding: value / 2.0 },
            Self::AtLeast => Amount { value: value * (1.0 + LOOSE / 2.0), rounding: value * LOOSE / 2.0 },
        }
    }
}

fn bound(tokens: &[Token]) -> (Bound, &[Token]) {
    let mut tokens = tokens;
    for _ in 0..MAX_SKIPPED {
        for (bound, role) in [(Bound::AtMost, Role::AtMost), (Bound::AtLeast, Role::AtLeast)] {
            if let Some(rest) = role.at_start(tokens).and_then(|found| tokens.get(found.len..)) {
                return (bound, rest);
            }
        }
        // "A few", "une dizaine de" begin like the small words before a number.
        let counts = [Role::Few, Role::Many, Role::Some, Role::Number];
        if counts.iter().any(|role| role.at_start(tokens).is_some()) {
            return (Bound::None, tokens);
        }
        match Role::About.at_start(tokens).and_then(|found| tokens.get(found.len..)) {
            // "A kilometre": the article counts.
            Some(rest) if Role::Unit.at_start(rest).is_some() => return (Bound::None, tokens),
            Some(rest) => tokens = rest,
            None => break,
        }
    }
    (Bound::None, tokens)
}

/// The second number of "10 à 15", "10-15", "entre 10 et 15", if there is one.
fn range(first: Amount, rest: &[Token]) -> (Amount, &[Token]) {
    let second = joining(rest).or(Some(rest)).and_then(amount);
    match second {
        Some((second, tail)) if second.value > first.value => {
            let (low, high) = (first.value - first.rounding, second.value + second.rounding);
            (Amount { value: f64::midpoint(first.value, second.value), rounding: (high - low) / 2.0 }, tail)
        }
        _ => (first, rest),
    }
}

/// What follows the word between two numbers.
fn joining(tokens: &[Token]) -> Option<&[Token]> {
    let (first, rest) = tokens.split_first()?;
    first.is(&["a", "to", "et", "and", "ou", "or"]).then_some(rest)
}

/// A number in digits or words.
fn amount(tokens: &[Token]) -> Option<(Amount, &[Token])> {
    let tokens = if Role::Between.at_start(tokens).is_some() { tokens.get(1..)? } else { tokens };
    if let Some(some) = Role::Some.at_start(tokens) {
        let value: f64 = some.value.parse().ok()?;
        return Some((Amount { value, rounding: value * LOOSE }, tokens.get(some.len..)?));
    }
    let (first, rest) = tokens.split_first()?;
    if let Some(value) = first.number() {
        // "1 200 m".
        if let Some((thousands, after)) = rest.split_first()
            && first.word.len() <= 3
            && thousands.word.len() == 3
            && thousands.word.bytes().all(|digit| digit.is_ascii_digit())
            && value.fract() == 0.0
        {
            let value = value * 1_000.0 + thousands.number()?;
            return Some((Amount { value, rounding: step("", value) / 2.0 }, after));
        }
        return Some((Amount { value, rounding: step(&first.word, value) / 2.0 }, rest));
    }
    // "A kilometre", "half a kilometre".
    if first.is(&["a"]) && Role::Unit.at_start(rest).is_some() {
        return Some((Amount { value: 1.0, rounding: 0.5 }, rest));
    }
    in_words(tokens)
}

/// "Vingt-cinq", "one hundred and twenty".
fn in_words(tokens: &[Token]) -> Option<(Amount, &[Token])> {
    const MAX_WORDS: usize = 5;
    let (mut value, mut rest, mut any) = (0.0_f64, tokens, false);
    for _ in 0..MAX_WORDS {
        let after_and = rest.split_first().filter(|(and, _)| any && and.is(&["et", "and"])).map(|(_, r)| r);
        let here = after_and.filter(|rest| Role::Number.at_start(rest).is_some()).unwrap_or(rest);
        let Some(found) = Role::Number.at_start(here) else { break };
        let word: f64 = found.value.parse().ok()?;
        value = if word >= 100.0 { value.max(1.0) * word } else { value + word };
        rest = here.get(found.len..)?;
        any = true;
    }
    // "A half", of a number in halves.
    let rounding = if value.fract() == 0.0 { step("", value) / 2.0 } else { 0.25 };
    any.then_some((Amount { value, rounding }, rest))
}

/// What a number was rounded to: a stated 15 is 14.5 to 15.5; a stated 100 or 120 was rounded to tens.
fn step(word: &str, value: f64) -> f64 {
    let decimals = word.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match value {
        _ if decimals > 0 => 0.1_f64.powf(decimals as f64),
        v if v >= 1_000.0 && v % 100.0 == 0.0 => 100.0,
        v if v >= 100.0 && v % 10.0 == 0.0 => 10.0,
        _ => 1.0,
    }
}
