//! Words that say what kind of place a name is, and are no part of it.
//!
//! In: a place as a list writes it ("Niono cercle", "CSCOM DE BAMBA"). Out: the name and the kind. It must
//! not know which places there are.

mod hints;
mod numbered;
#[cfg(test)]
mod tests;

pub use hints::{hint_of, is_joining};
pub(super) use numbered::is_number;
pub use numbered::numbered;

use super::{Level, LocalityKind};
use crate::event::fold;
pub(super) use hints::qualifies;
use hints::{hint_of_head, hint_of_initial, hint_of_tail};

/// What a generic word says of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hint {
    /// An administrative unit of a level.
    Unit(Level),
    /// A unit, of which level is not said ("district", "circonscription").
    AnyUnit,
    /// A town or city.
    Town,
    /// A village or hamlet.
    Village,
    /// A camp.
    Camp,
    /// A well, waterhole or pond.
    Well,
    /// A part of a town.
    Neighbourhood,
    /// A mine or a place where gold is washed.
    Mine,
    /// A border post.
    BorderPost,
    /// A place of any kind ("locality"), also by something that stands in it ("health centre").
    Place,
    /// Somewhere round it ("area", "zone").
    Around,
    /// A feature of nature or of a road network that may bear a town's name and lie elsewhere.
    Feature(Feature),
}

/// What is no settlement, and may bear the name of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// A lake or a river.
    Water,
    /// A pond or a marsh.
    Pond,
    /// A valley or a wadi.
    Valley,
    /// A mountain or a hill.
    Height,
    /// Dunes, a plateau, a plain, a cliff, an island.
    Land,
    /// A forest.
    Wood,
    /// A bridge, a border.
    Structure,
}

impl Feature {
    /// Whether a place of a kind is such a feature.
    pub fn is(self, kind: LocalityKind) -> bool {
        use LocalityKind as K;
        match self {
            Self::Water => kind == K::Water,
            Self::Pond => matches!(kind, K::Water | K::Well),
            Self::Valley => matches!(kind, K::Water | K::Tract),
            Self::Height => kind == K::Relief,
            Self::Land => matches!(kind, K::Relief | K::Tract),
            Self::Wood => kind == K::Tract,
            Self::Structure => kind == K::Site,
        }
    }

    /// How far such a feature reaches from the point that a gazetteer has for it, in metres: by eye on the map, of those
    /// that are known by name. An estimate for the point-radius method, not a measurement.
    pub fn extent_m(self) -> f64 {
        match self {
            Self::Pond => 5_000.0,
            Self::Water => 10_000.0,
            Self::Height | Self::Wood => 15_000.0,
            Self::Land => 25_000.0,
            Self::Valley => 50_000.0,
            Self::Structure => 500.0,
        }
    }

    /// Whether it is a line, or has no limits that anybody drew.
    pub fn is_linear_or_fuzzy(self) -> bool {
        matches!(self, Self::Valley | Self::Land)
    }
}

/// The name of a feature less the word that says what it is: "Lac Débo" is Débo, a water.
pub fn feature_name(text: &str) -> Option<(&str, Feature)> {
    let stripped = strip(text);
    Some((stripped.name, stripped.feature()?))
}

/// A name and what its generic words say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stripped<'a> {
    /// The name without generic words; empty when there was nothing else.
    pub name: &'a str,
    /// What they say; of several the outermost at the end, as in "Bamba camp area".
    pub hint: Option<Hint>,
}

impl Stripped<'_> {
    /// Whether the words say that it is a unit.
    pub fn says_unit(&self) -> bool {
        matches!(self.hint, Some(Hint::Unit(_) | Hint::AnyUnit))
    }

    /// The feature that a name is said to be, where there is a name.
    pub fn feature(&self) -> Option<Feature> {
        match self.hint {
            Some(Hint::Feature(feature)) if !self.name.is_empty() => Some(feature),
            _ => None,
        }
    }
}

/// Takes generic words from both ends of a name, with the small words that join them to it, the words that
/// tell more of them ("camp militaire de la garde"), and a code that ends it ("Bamba ML070201").
///
/// The caller asks the gazetteer for the whole text first: "Camp" or "La" may be part of a true name.
pub fn strip(text: &str) -> Stripped<'_> {
    strip_behind(text, false)
}

/// The same of what stands behind a generic word that was taken already: "MINUSMA de Ber" of "camp MINUSMA de Ber".
pub fn strip_behind(text: &str, after_hint: bool) -> Stripped<'_> {
    let mut name = without_code(text);
    let mut hint = None;
    while let Some((rest, found)) = strip_last(name, hint.is_some()) {
        name = rest;
        hint = hint.or(found);
    }
    let mut after_hint = after_hint;
    while let Some((rest, found)) = strip_first(name, after_hint) {
        name = rest;
        after_hint |= found.is_some();
        // "Cercle de Bourem" says as much as "Bourem cercle"; the outermost word wins in both.
        hint = hint.or(found);
    }
    Stripped { name: trim(name), hint }
}

/// Takes a generic word, or one that tells more of it, from the end.
fn strip_last(text: &str, before_hint: bool) -> Option<(&str, Option<Hint>)> {
    let (rest, word) = last_word(text)?;
    // A hyphen is part of a name ("Diré-Ville"), an apostrophe too.
    if rest.ends_with(['-', '\'']) {
        return None;
    }
    let at_end = || hint_of_tail(&word).filter(|_| !trim(rest).is_empty());
    if let Some(hint) = hint_of(&word).or_else(at_end) {
        return Some((rest, Some(hint)));
    }
    // "Gao IDP site" and "Gao camp militaire"; but "Garde" alone is a name.
    let belongs = qualifies(&word) && !trim(rest).is_empty() && (before_hint || ends_in_hint(rest));
    belongs.then_some((rest, None))
}

fn ends_in_hint(text: &str) -> bool {
    let mut text = text;
    while let Some((rest, word)) = last_word(text) {
        if hint_of(&word).is_some() {
            return true;
        }
        if !qualifies(&word) && !is_joining(&word) {
            return false;
        }
        text = rest;
    }
    false
}

/// Takes a generic or small word, or one that tells more of the generic word before it, from the beginning.
fn strip_first(text: &str, after_hint: bool) -> Option<(&str, Option<Hint>)> {
    let (word, rest) = first_word(text)?;
    let next = rest.chars().next();
    if is_joining(&word) {
        // "d'Hombori" but not "D-Bamba"; alone it is nothing to strip.
        let elided = matches!(next, Some('\'' | '’' | 'ʼ'));
        let spaced = next.is_some_and(char::is_whitespace) && word != "d" && word != "l";
        return (elided || spaced).then_some((rest, None));
    }
    let at_head = || hint_of_head(&word).filter(|_| !trim(rest).is_empty());
    let initial = || hint_of_initial(&word).filter(|_| next == Some('.'));
    let hint = hint_of(&word).or_else(at_head).or_else(initial);
    if hint.is_some() {
        return (next != Some('-')).then_some((rest, hint));
    }
    let belongs = qualifies(&word) && (after_hint || begins_with_hint(rest));
    belongs.then_some((rest, None))
}

fn begins_with_hint(text: &str) -> bool {
    let mut text = text;
    while let Some((word, rest)) = first_word(text) {
        if hint_of(&word).is_some() {
            return true;
        }
        if !qualifies(&word) {
            return false;
        }
        text = rest;
    }
    false
}

/// The first word, folded, and the rest.
fn first_word(text: &str) -> Option<(String, &str)> {
    let text = trim(text);
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let (word, rest) = (text.get(..end)?, text.get(end..)?);
    (!word.is_empty()).then(|| (fold(word), rest))
}

/// The last word, folded, and what stands before it.
fn last_word(text: &str) -> Option<(&str, String)> {
    let text = trim(text);
    let at = text.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + char_length(text, at));
    let (rest, word) = (text.get(..at)?, text.get(at..)?);
    (!word.is_empty()).then(|| (rest, fold(word)))
}

/// A name without the code of a list that ends it: four digits or more, or a P-code.
fn without_code(text: &str) -> &str {
    let Some((rest, word)) = last_word(text) else { return text };
    let digits = word.strip_prefix("ml").unwrap_or(&word);
    let least = if digits.len() < word.len() { 2 } else { 4 };
    let is_code = digits.len() >= least && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_code && !trim(rest).is_empty() { rest } else { text }
}

/// Abbreviations of words that are part of names, and stand for nothing else there.
const ABBREVIATIONS: [(&str, &str); 4] =
    [("st", "Saint"), ("ste", "Sainte"), ("bgou", "bougou"), ("bgo", "bougou")];

/// A name with its abbreviations spelt out; `None` where it has none.
pub(super) fn spelt_out(text: &str) -> Option<String> {
    // Asked for every name that is looked up, and hardly ever so: the two letters are looked for first.
    let opens = |pair: &[u8]| matches!(pair, [b's' | b'S', b't' | b'T'] | [b'b' | b'B', b'g' | b'G']);
    if !text.as_bytes().windows(2).any(opens) {
        return None;
    }
    let full = |word: &str| ABBREVIATIONS.iter().find(|(short, _)| word.eq_ignore_ascii_case(short));
    let words = || text.split_inclusive(|c: char| !c.is_alphanumeric());
    let bare = |word: &str| word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    words().any(|word| word.get(..bare(word)).and_then(full).is_some()).then(|| {
        words()
            .flat_map(|word| {
                let (letters, sign) = word.split_at(bare(word));
                [full(letters).map_or(letters, |(_, full)| *full), sign]
            })
            .collect()
    })
}

fn char_length(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8)
}

/// Without spaces and signs at both ends.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}
