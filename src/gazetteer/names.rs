//! The index of names: exact, folded, and nearly so.
//!
//! In: names and the places that bear them. Out: the places a written name may mean, by tiers. It must not
//! know regions or probabilities: which of them is meant is the geocoder's question.

use super::keys::{exact_key, plain_key, sahel_key, swapped_sahel_key};
use std::collections::HashMap;

/// A place that has names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Number of a locality in `Gazetteer::localities`.
    Locality(u32),
    /// Number of a unit in `Gazetteer::units`.
    Unit(u32),
}

/// How a written name agrees with a name of the gazetteer, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// The same but for case.
    Exact,
    /// The same but for accents, apostrophes, hyphens and spaces.
    Plain,
    /// The same after the Sahel fold.
    Sahel,
    /// So many letters must be changed, after the Sahel fold.
    Near(u8),
}

/// A place whose name agrees with the one written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<'a> {
    /// Which place.
    pub place: Place,
    /// How well the names agree.
    pub tier: Tier,
    /// The name that agrees, as the gazetteer writes it.
    pub name: &'a str,
    /// Whether that is another name than the one shown.
    pub is_alias: bool,
    /// Likeness of the two names without accents, 0..=1 (Jaro-Winkler).
    pub likeness: f64,
}

#[derive(Debug)]
struct Name {
    text: Box<str>,
    exact: Box<str>,
    plain: Box<str>,
    is_alias: bool,
    place: Place,
}

/// Names by their keys.
#[derive(Debug, Default)]
pub(super) struct Names {
    all: Vec<Name>,
    by_plain: HashMap<Box<str>, Vec<u32>>,
    by_sahel: HashMap<Box<str>, u32>,
    /// The Sahel keys, and the names under each.
    sahel: Vec<(Box<str>, Vec<u32>)>,
    /// Which Sahel keys have a pair of neighbouring letters.
    grams: HashMap<[char; 2], Vec<u32>>,
}

/// How many letters of a name may be wrong, by its length. Short names are too like each other: "Gao" and
/// "Gaa" are two places.
fn edits_allowed(letters: usize) -> u8 {
    match letters {
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    }
}

/// A wrong letter spoils two pairs, two letters exchanged spoil three.
const GRAMS_PER_EDIT: usize = 3;

impl Names {
    /// Adds a name of a place.
    pub(super) fn add(&mut self, text: &str, place: Place, is_alias: bool) {
        let plain = plain_key(text);
        if plain.is_empty() {
            return;
        }
        let number = self.all.len() as u32;
        let sahel = sahel_key(&plain);
        if let Some(swapped) = swapped_sahel_key(&plain)
            && swapped != sahel
        {
            self.file_under(&swapped, number);
        }
        self.file_under(&sahel, number);
        self.by_plain.entry(plain.as_str().into()).or_default().push(number);
        self.all.push(Name {
            text: text.into(),
            exact: exact_key(text).into(),
            plain: plain.into(),
            is_alias,
            place,
        });
    }

    fn file_under(&mut self, sahel: &str, name: u32) {
        let key = *self.by_sahel.entry(sahel.into()).or_insert_with(|| {
            let key = self.sahel.len() as u32;
            self.sahel.push((sahel.into(), Vec::new()));
            for gram in grams(sahel) {
                let keys = self.grams.entry(gram).or_default();
                // A pair that a name has twice ("Bamba") counts once.
                if keys.last() != Some(&key) {
                    keys.push(key);
                }
            }
            key
        });
        if let Some((_, names)) = self.sahel.get_mut(key as usize) {
            names.push(name);
        }
    }

    /// Places whose name is the one written, but for spelling that the folds take away. Each place once, by
    /// its best name.
    pub(super) fn find(&self, written: &str) -> Vec<Hit<'_>> {
        let (exact, plain) = (exact_key(written), plain_key(written));
        let mut hits = Vec::new();
        if plain.is_empty() {
            return hits;
        }
        for name in self.named(self.by_plain.get(plain.as_str())) {
            let tier = if *name.exact == *exact { Tier::Exact } else { Tier::Plain };
            hits.push(hit(name, tier, &plain));
        }
        let sahel = sahel_key(&plain);
        for key in std::iter::once(sahel).chain(swapped_sahel_key(&plain)) {
            let names = self.by_sahel.get(key.as_str()).and_then(|key| self.sahel.get(*key as usize));
            for name in self.named(names.map(|(_, names)| names)) {
                if *name.plain != *plain {
                    hits.push(hit(name, Tier::Sahel, &plain));
                }
            }
        }
        best_per_place(hits)
    }

    /// Places whose name is the one written but for one or two letters. Each place once, best first.
    pub(super) fn find_near(&self, written: &str) -> Vec<Hit<'_>> {
        let plain = plain_key(written);
        let allowed = edits_allowed(plain.chars().count());
        if allowed == 0 {
            return Vec::new();
        }
        let sahel = sahel_key(&plain);
        let mut hits = Vec::new();
        for key in self.keys_like(&sahel, allowed) {
            let Some((other, names)) = self.sahel.get(key as usize) else { continue };
            let edits = strsim::osa_distance(&sahel, other);
            if edits == 0 || edits > usize::from(allowed) {
                continue;
            }
            for name in self.named(Some(names)) {
                hits.push(hit(name, Tier::Near(edits as u8), &plain));
            }
        }
        best_per_place(hits)
    }

    /// Sahel keys that share enough pairs of letters to be within the edits allowed.
    fn keys_like(&self, sahel: &str, allowed: u8) -> Vec<u32> {
        let mut wanted: Vec<_> = grams(sahel).collect();
        let length = wanted.len();
        wanted.sort_unstable();
        wanted.dedup();
        let needed = wanted.len().saturating_sub(GRAMS_PER_EDIT * usize::from(allowed)).max(1);
        let mut shared = vec![0_u8; self.sahel.len()];
        let mut like = Vec::new();
        for gram in wanted {
            for &key in self.grams.get(&gram).into_iter().flatten() {
                let Some(count) = shared.get_mut(key as usize) else { continue };
                *count = count.saturating_add(1);
                if usize::from(*count) == needed {
                    like.push(key);
                }
            }
        }
        like.retain(|key| {
            self.sahel.get(*key as usize).is_some_and(|(other, _)| {
                // Pairs are one more than letters, in both.
                (other.chars().count() + 1).abs_diff(length) <= usize::from(allowed)
            })
        });
        like
    }

    fn named<'a>(&'a self, numbers: Option<&'a Vec<u32>>) -> impl Iterator<Item = &'a Name> {
        numbers.into_iter().flatten().filter_map(|number| self.all.get(*number as usize))
    }
}

fn hit<'a>(name: &'a Name, tier: Tier, plain: &str) -> Hit<'a> {
    let likeness = if *name.plain == *plain { 1.0 } else { strsim::jaro_winkler(&name.plain, plain) };
    Hit { place: name.place, tier, name: &name.text, is_alias: name.is_alias, likeness }
}

/// One hit per place: the best tier, then the name shown, then the likest.
fn best_per_place(mut hits: Vec<Hit<'_>>) -> Vec<Hit<'_>> {
    hits.sort_by(|a, b| {
        a.place
            .cmp(&b.place)
            .then(a.tier.cmp(&b.tier))
            .then(a.is_alias.cmp(&b.is_alias))
            .then(b.likeness.total_cmp(&a.likeness))
    });
    hits.dedup_by_key(|hit| hit.place);
    hits.sort_by(|a, b| a.tier.cmp(&b.tier).then(b.likeness.total_cmp(&a.likeness)));
    hits
}

/// Pairs of neighbouring letters, with a mark at both ends.
fn grams(key: &str) -> impl Iterator<Item = [char; 2]> + '_ {
    const EDGE: char = ' ';
    let first = std::iter::once(EDGE).chain(key.chars());
    let second = key.chars().chain(std::iter::once(EDGE));
    first.zip(second).map(|(a, b)| [a, b])
}
