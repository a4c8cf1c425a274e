//! The index of names: exact, folded, and nearly so.
//!
//! In: names and the places that bear them. Out: the places a written name may mean, by tiers. It must not
//! know regions or probabilities: which of them is meant is the geocoder's question.

mod edits;
mod grams;
mod hit;
mod near;
mod prefix;
mod skeletons;
mod table;
#[cfg(test)]
mod tests;
mod trie;
mod words;

pub(super) use edits::Pattern;
pub use hit::{Hit, Place, Tier};
pub(super) use near::{is_one_name, same_digits};
pub(super) use prefix::{Opening, Opens};

use super::generic::spelt_out;
use super::keys::{bare_key, is_exact, is_other_script, plain_key, sahel_key, swapped_sahel_key};
use super::spelling::letters_apart;
use grams::Grams;
use hit::best_per_place;
use prefix::Prefixes;
use skeletons::Skeletons;
use std::sync::OnceLock;
use table::Keys;
use words::WordIndex;
pub use words::words_beyond;

#[derive(Debug)]
struct Name {
    /// Where its text ends in `Names::texts`; it begins where the one before ends.
    end: u32,
    /// Number of its plain key.
    plain: u32,
    is_alias: bool,
    place: Place,
}

/// Names by their keys.
///
/// Names are filed under plain keys, plain keys under Sahel keys, and those under bare keys, so that each key
/// is made once. What only misspelt names, other scripts and people who type need is made when first asked
/// for: with a whole country's names that one question takes some ten or twenty milliseconds longer.
#[derive(Debug, Default)]
pub struct Names {
    texts: String,
    all: Vec<Name>,
    /// K1, and the names under each.
    plain: Keys,
    /// K2, and the plain keys under each.
    sahel: Keys,
    /// K3 where it is not the Sahel key itself, and the Sahel keys under each.
    bare: Keys,
    skeletons: Skeletons,
    grams: OnceLock<Grams>,
    words: OnceLock<WordIndex>,
    prefixes: OnceLock<Prefixes>,
}

impl Names {
    /// Adds a name of a place. A name without letters or digits is left out.
    pub fn add(&mut self, text: &str, place: Place, is_alias: bool) {
        let plain = plain_key(text);
        if plain.is_empty() {
            return;
        }
        let name = self.all.len() as u32;
        let (number, is_new) = self.plain.file(&plain, name);
        if is_new {
            let sahel = sahel_key(&plain);
            if let Some(swapped) = swapped_sahel_key(&plain).filter(|swapped| *swapped != sahel) {
                self.file_sahel(&swapped, number);
            }
            self.file_sahel(&sahel, number);
            self.skeletons.add(&plain, number);
        }
        self.texts.push_str(text);
        self.all.push(Name { end: self.texts.len() as u32, plain: number, is_alias, place });
        self.grams.take();
        self.words.take();
        self.prefixes.take();
    }

    fn file_sahel(&mut self, sahel: &str, plain: u32) {
        let (number, is_new) = self.sahel.file(sahel, plain);
        let bare = bare_key(sahel);
        if is_new && bare.len() < sahel.len() {
            self.bare.file(bare, number);
        }
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a name has the plain key of one that is known.
    pub(in crate::gazetteer) fn has_plain(&self, written: &str) -> bool {
        self.plain.number(&plain_key(written)).is_some()
    }

    /// Places whose name is the one written, but for spelling that the folds take away: up to
    /// [`Tier::Skeleton`]. Each place once, by its best name; best tier first.
    pub fn find(&self, written: &str) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        self.gather(written, Tier::Exact, &mut hits);
        if let Some(full) = spelt_out(written) {
            self.gather(&full, Tier::Sahel, &mut hits);
        }
        best_per_place(hits)
    }

    /// Adds the hits of a name; as of a tier no better than `best`.
    fn gather<'a>(&'a self, written: &str, best: Tier, hits: &mut Vec<Hit<'a>>) {
        let plain = plain_key(written);
        if plain.is_empty() {
            return;
        }
        let own = self.plain.number(&plain);
        for (number, name) in own.into_iter().flat_map(|own| self.names_under(own)) {
            let text = self.text(number);
            let tier = if is_exact(text, written) { Tier::Exact } else { Tier::Plain };
            hits.push(Hit {
                place: name.place,
                tier: tier.max(best),
                name: text,
                is_alias: name.is_alias,
                likeness: 1.0,
                edits: 0,
                apart: 0.0,
                same_first: true,
            });
        }
        let is_known = !hits.is_empty();
        let sahel = sahel_key(&plain);
        let asked = Asked { plain: &plain, sahel: &sahel, pattern: None };
        let swapped = swapped_sahel_key(&plain).filter(|swapped| *swapped != sahel);
        for key in std::iter::once(sahel.as_str()).chain(swapped.as_deref()) {
            for plain in self.sahel.at(key).filter(|plain| Some(*plain) != own) {
                self.push(plain, key, Tier::Sahel.max(best), asked, hits);
            }
        }
        let bare = bare_key(&sahel);
        let without = (bare.len() < sahel.len()).then(|| self.sahel.number(bare)).flatten();
        for key in self.bare.at(bare).chain(without) {
            let other = self.sahel.text(key);
            for plain in self.sahel.under(key).filter(|_| other != sahel) {
                self.push(plain, other, Tier::Bare, asked, hits);
            }
        }
        // A name that is known in its own letters has its other spellings on record too, as a rule.
        if !is_known || is_other_script(&plain) {
            for (plain, likeness) in self.skeletons.like(&plain, &self.plain) {
                for (number, name) in self.names_under(plain) {
                    hits.push(Hit {
                        place: name.place,
                        tier: Tier::Skeleton,
                        name: self.text(number),
                        is_alias: name.is_alias,
                        likeness,
                        edits: 0,
                        apart: 0.0,
                        // Of two scripts that would have to be told by sound: the skeletons agree.
                        same_first: true,
                    });
                }
            }
        }
    }

    /// Adds the names under a plain key.
    fn push<'a>(&'a self, plain: u32, sahel: &str, tier: Tier, asked: Asked<'_>, hits: &mut Vec<Hit<'a>>) {
        let other = self.plain.text(plain);
        let (likeness, same_first) = asked.likeness(other, sahel);
        let (edits, apart) = match tier {
            Tier::Sahel | Tier::Near(_) => (asked.letters_off(other), letters_apart(asked.plain, other)),
            _ => (0, 0.0),
        };
        self.push_all(plain, tier, Agreement { likeness, same_first, edits, apart }, hits);
    }

    /// Adds every name under a plain key, with what holds for all of them.
    fn push_all<'a>(
        &'a self,
        plain: u32,
        tier: Tier,
        Agreement { likeness, same_first, edits, apart }: Agreement,
        hits: &mut Vec<Hit<'a>>,
    ) {
        for (number, name) in self.names_under(plain) {
            hits.push(Hit {
                place: name.place,
                tier,
                name: self.text(number),
                is_alias: name.is_alias,
                likeness,
                edits,
                apart: f64::from(apart),
                same_first,
            });
        }
    }

    fn names_under(&self, plain: u32) -> impl Iterator<Item = (u32, &Name)> {
        self.plain.under(plain).filter_map(|number| Some((number, self.all.get(number as usize)?)))
    }

    /// A name as it was added.
    fn text(&self, number: u32) -> &str {
        let end = |number: usize| self.all.get(number).map(|name| name.end as usize);
        let start = (number as usize).checked_sub(1).and_then(end).unwrap_or_default();
        end(number as usize).and_then(|end| self.texts.get(start..end)).unwrap_or_default()
    }

    fn grams(&self) -> &Grams {
        self.grams.get_or_init(|| Grams::new(&self.sahel))
    }

    fn words(&self) -> &WordIndex {
        self.words.get_or_init(|| WordIndex::new((0..self.all.len() as u32).map(|number| self.text(number))))
    }

    fn prefixes(&self) -> &Prefixes {
        self.prefixes.get_or_init(|| Prefixes::new(self))
    }
}

/// How like the one written a name is.
#[derive(Debug, Clone, Copy)]
struct Agreement {
    likeness: f64,
    same_first: bool,
    /// See [`Hit::edits`].
    edits: u8,
    /// See [`Hit::apart`].
    apart: f32,
}

/// The keys of a written name that likeness is taken from.
#[derive(Debug, Clone, Copy)]
struct Asked<'a> {
    plain: &'a str,
    sahel: &'a str,
    /// The plain key to count letters by, where many names are compared with it.
    pattern: Option<&'a Pattern<'a>>,
}

impl Asked<'_> {
    /// Letters that must be changed to make one plain key of the other.
    fn letters_off(self, plain: &str) -> u8 {
        let edits = match self.pattern {
            Some(pattern) => pattern.edits(plain),
            None => strsim::osa_distance(self.plain, plain),
        };
        u8::try_from(edits).unwrap_or(u8::MAX)
    }

    /// How like a name is, and whether the first letter agrees.
    fn likeness(self, plain: &str, sahel: &str) -> (f64, bool) {
        let same_first = self.plain.chars().next() == plain.chars().next();
        if self.sahel == sahel {
            return (SAME_FOLD, same_first);
        }
        let likeness = strsim::jaro_winkler(self.plain, plain).max(strsim::jaro_winkler(self.sahel, sahel));
        (likeness, same_first)
    }
}

/// Likeness of two names that are the same after the Sahel fold only.
const SAME_FOLD: f64 = 0.98;
