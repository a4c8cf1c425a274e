//! Places told by other places: distances, directions, roads, surroundings.

use super::bearing;
use super::names::Named;
use super::token::{Token, after, before, covered};
use super::{Phrase, Stated};

const KILOMETRES: &[&str] = &["km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"];
const METRES: &[&str] = &["m", "metre", "metres", "meter", "meters"];
const MILES: &[&str] = &["mile", "miles", "mi"];

/// No place is told by a place farther away; a larger number is something else.
const MAX_DISTANCE_KM: f64 = 1_000.0;

/// Words that may stand before a distance.
const ABOUT: &[&str] = &[
    "a",
    "at",
    "about",
    "environ",
    "some",
    "around",
    "approximately",
    "approx",
    "roughly",
    "situe",
    "situee",
    "located",
    "quelque",
    "quelques",
    "plus",
    "less",
    "moins",
    "than",
    "d",
    "de",
    "nearly",
    "pres",
    "village",
];
/// Words between a distance and a direction.
const TO_THE: &[&str] =
    &["au", "a", "l", "to", "the", "vers", "le", "la", "in", "en", "direction", "away", "due"];
/// Words between a direction and the place.
const OF: &[&str] = &["de", "d", "du", "des", "of", "from", "la", "le", "l", "the", "off", "depuis"];

/// "12 km north of X", "à 15 km au sud d'X", "X 50km W", "10 km de X".
pub(super) fn distance(text: &str, tokens: &[Token]) -> Option<Phrase> {
    let at = tokens.windows(2).position(|pair| matches!(pair, [n, unit] if stated(n, unit).is_some()))?;
    let (head, tail) = tokens.split_at_checked(at)?;
    let [number, unit, tail @ ..] = tail else { return None };
    let distance = stated(number, unit)?;
    let head = before(head, ABOUT);
    let towards = after(tail, TO_THE);
    let (bearing, tail) = match bearing::read(towards, true) {
        Some((bearing, rest)) => (Some(bearing), rest),
        None => (None, tail),
    };
    let tail = without_road(after(tail, OF));
    let (anchor, named) = if tail.is_empty() { (head, None) } else { (tail, Some(head)) };
    if anchor.is_empty() {
        return None;
    }
    Some(Phrase::Offset {
        distance: Some(distance),
        bearing,
        anchor: Named::read(covered(text, anchor)),
        named: named.filter(|head| !head.is_empty()).map(|head| Named::read(covered(text, head))),
    })
}

/// A number and its unit.
fn stated(number: &Token, unit: &Token) -> Option<Stated> {
    if !number.word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value: f64 = number.word.parse().ok()?;
    let decimals = number.word.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let km = if unit.is(KILOMETRES) {
        1.0
    } else if unit.is(METRES) {
        0.001
    } else if unit.is(MILES) {
        1.609_344
    } else {
        return None;
    };
    // A stated 15 is 14.5 to 15.5; a stated 100 or 120 was rounded to tens.
    let step = match value {
        _ if decimals > 0 => 0.1_f64.powf(decimals as f64),
        v if v >= 1_000.0 && v % 100.0 == 0.0 => 100.0,
        v if v >= 100.0 && v % 10.0 == 0.0 => 10.0,
        _ => 1.0,
    };
    let stated = Stated { km: value * km, rounding_km: step / 2.0 * km };
    (stated.km > 0.0 && stated.km <= MAX_DISTANCE_KM).then_some(stated)
}

/// Without "on the X-Y road", "sur la route de X" at the end: the place is told well enough before it.
fn without_road(tokens: &[Token]) -> &[Token] {
    let road = tokens.iter().enumerate().position(|(at, token)| {
        at > 0 && token.is(&["sur", "on", "along"]) && tokens.iter().skip(at).any(|later| later.is(ROAD))
    });
    road.and_then(|at| tokens.get(..at)).unwrap_or(tokens)
}

const ROAD: &[&str] =
    &["route", "axe", "axis", "road", "highway", "piste", "troncon", "rn", "nationale", "corridor"];
const AND: &[&str] = &["and", "et"];
const SOMEWHERE: &[&str] = &[
    "somewhere",
    "midway",
    "halfway",
    "half",
    "way",
    "mi",
    "chemin",
    "a",
    "quelque",
    "part",
    "in",
    "on",
    "sur",
    "the",
    "la",
    "le",
    "l",
    "area",
    "zone",
    "dans",
    "situe",
    "situee",
    "located",
    "localite",
    "village",
    "river",
    "fleuve",
];

/// "between X and Y", "entre X et Y", "route entre X et Y".
pub(super) fn between(text: &str, tokens: &[Token]) -> Option<Phrase> {
    let tokens = after(tokens, SOMEWHERE);
    let tokens = after(after(tokens, ROAD), SOMEWHERE);
    let (first, rest) = tokens.split_first()?;
    if !first.is(&["between", "entre", "betwen"]) {
        return None;
    }
    let cuts = cuts(text, rest, |token| token.is(AND));
    (!cuts.is_empty()).then_some(Phrase::Between(cuts))
}

/// "route X-Y", "axe X - Y", "on the X-Y road", "road from X to Y". With one place only, somewhere near it.
pub(super) fn road(text: &str, tokens: &[Token]) -> Option<Phrase> {
    const JOINING: &[&str] =
        &["on", "the", "sur", "la", "le", "l", "along", "from", "de", "d", "du", "of", "a", "au"];
    let start = after(tokens, JOINING);
    let inner = if start.first().is_some_and(|token| token.is(ROAD)) {
        after(after(start, ROAD), JOINING)
    } else if tokens.last().is_some_and(|token| token.is(ROAD)) {
        after(before(tokens, ROAD), JOINING)
    } else {
        return None;
    };
    if inner.is_empty() {
        return None;
    }
    // Words part more surely than hyphens, which are in names too.
    let mut cuts = cuts(text, inner, |token| token.is(&["to", "a", "vers", "and", "et", "towards"]));
    if cuts.is_empty() {
        cuts = hyphen_cuts(covered(text, inner));
    }
    Some(if cuts.is_empty() {
        Phrase::Near(Named::read(covered(text, inner)))
    } else {
        Phrase::Between(cuts)
    })
}

/// Every way to cut the words in two at a word of a kind, both sides not empty.
fn cuts(text: &str, tokens: &[Token], is_cut: impl Fn(&Token) -> bool) -> Vec<(Named, Named)> {
    (1..tokens.len().saturating_sub(1))
        .filter(|at| tokens.get(*at).is_some_and(&is_cut))
        .filter_map(|at| Some((tokens.get(..at)?, tokens.get(at + 1..)?)))
        .map(|(left, right)| (Named::read(covered(text, left)), Named::read(covered(text, right))))
        .take(MAX_CUTS)
        .collect()
}

/// More hyphens than this are no road's name.
const MAX_CUTS: usize = 6;

fn hyphen_cuts(text: &str) -> Vec<(Named, Named)> {
    text.char_indices()
        .filter(|(_, letter)| matches!(letter, '-' | '–' | '—' | '/' | '→'))
        .filter_map(|(at, letter)| Some((text.get(..at)?, text.get(at + letter.len_utf8()..)?)))
        .filter(|(left, right)| has_letters(left) && has_letters(right))
        .map(|(left, right)| (Named::read(left), Named::read(right)))
        .take(MAX_CUTS)
        .collect()
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Openings that mean "somewhere round", longest first where one begins another.
const NEAR: &[&[&str]] = &[
    &["in", "the", "vicinity", "of"],
    &["in", "the", "outskirts", "of"],
    &["on", "the", "outskirts", "of"],
    &["in", "the", "surroundings", "of"],
    &["in", "the", "area", "of"],
    &["a", "la", "peripherie", "de"],
    &["dans", "les", "environs"],
    &["dans", "la", "zone"],
    &["dans", "le", "secteur"],
    &["aux", "environs"],
    &["aux", "alentours"],
    &["aux", "abords"],
    &["a", "proximite"],
    &["non", "loin"],
    &["not", "far", "from"],
    &["close", "to"],
    &["vicinity", "of"],
    &["outskirts", "of"],
    &["environs"],
    &["alentours"],
    &["abords"],
    &["peripherie"],
    &["pres"],
    &["proche"],
    &["autour"],
    &["near"],
    &["nearby"],
    &["around"],
    &["outside"],
];

/// Endings that mean the same.
const NEAR_ENDINGS: &[&[&str]] = &[
    &["and", "surroundings"],
    &["and", "surrounding", "area"],
    &["et", "environs"],
    &["et", "ses", "environs"],
    &["et", "alentours"],
    &["area"],
    &["zone"],
    &["outskirts"],
    &["surroundings"],
];

/// "near X", "environs de X", "X area".
pub(super) fn near(text: &str, tokens: &[Token]) -> Option<Phrase> {
    let starts = |words: &&&[&str]| {
        tokens.len() > words.len() && words.iter().zip(tokens).all(|(word, token)| token.word == *word)
    };
    if let Some(opening) = NEAR.iter().find(starts) {
        let rest = after(tokens.get(opening.len()..)?, OF_NAME);
        return (!rest.is_empty()).then(|| Phrase::Near(Named::read(covered(text, rest))));
    }
    let ends = |words: &&&[&str]| {
        tokens.len() > words.len()
            && words.iter().rev().zip(tokens.iter().rev()).all(|(word, token)| token.word == *word)
    };
    let ending = NEAR_ENDINGS.iter().find(ends)?;
    let rest = tokens.get(..tokens.len() - ending.len())?;
    Some(Phrase::Near(Named::read(covered(text, rest))))
}

/// Small words before a name that are not the start of one.
const OF_NAME: &[&str] = &["de", "d", "du", "des", "of", "the"];

/// "north of X", "au nord de X", and "northern X", "X nord" of a unit.
pub(super) fn direction(text: &str, tokens: &[Token]) -> Option<Phrase> {
    const PARTS: &[&str] =
        &["northern", "southern", "eastern", "western", "central", "centre", "nord", "sud", "est", "ouest"];
    let start = after(tokens, &["au", "a", "l", "to", "the", "just", "in", "dans", "le", "vers"]);
    if let Some((bearing, rest)) = bearing::read(start, false) {
        let anchor = after(rest, OF_NAME);
        if anchor.len() < rest.len() && !anchor.is_empty() {
            let anchor = Named::read(covered(text, anchor));
            return Some(Phrase::Offset { distance: None, bearing: Some(bearing), anchor, named: None });
        }
    }
    let rest = match (start, start.split_last()) {
        ([first, rest @ ..], _) if first.is(PARTS) => after(rest, OF_NAME),
        (_, Some((last, rest))) if last.is(PARTS) => rest,
        _ => return None,
    };
    (!rest.is_empty()).then(|| Phrase::Part(Named::read(covered(text, rest))))
}
