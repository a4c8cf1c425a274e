//! Names that are nearly the one written: misspelt, or with words exchanged, doubled or missing.
//!
//! In: a name as written. Out: places, by tiers below those of the folds. It must not return what the folds
//! find.

use super::super::keys::{plain_key, sahel_key};
use super::edits::Pattern;
use super::grams::MAX_LETTERS;
use super::words::{Word, stretches, words};
use super::{Agreement, Asked, Hit, Names, Tier, best_per_place};

/// How many letters of a name may be wrong, by its length without signs. Short names are too like each other:
/// "Gao" and "Gaa" are two places.
///
/// Of a name of which the folds leave hardly any letters ("xxxxxxxx") none: it would be like any other.
pub(super) fn edits_allowed(letters: usize, folded: usize) -> u8 {
    const LEAST_FOLDED: usize = 3;
    match letters {
        _ if folded < LEAST_FOLDED => 0,
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    }
}

/// From this length on, a name that nothing comes near may have [`LOOSE_EDITS`] letters wrong.
const LONG_NAME_LETTERS: usize = 10;
const LOOSE_EDITS: u8 = 3;

/// More places than this that only share words with the name are no help to anybody.
const MAX_BY_WORDS: usize = 50;

impl Names {
    /// Places whose name is nearly the one written, without those that [`Names::find`] has. Each place once,
    /// best first.
    ///
    /// Every name within the edits that the length allows is found, unless its digits differ: "Bamba 2" is
    /// no misspelt "Bamba 1". A text of several names ("Mopti/Sévaré") has none of them as a part: whoever
    /// asks takes it apart, and knows what stands between them.
    pub fn find_near(&self, written: &str) -> Vec<Hit<'_>> {
        let plain = plain_key(written);
        let letters = plain.chars().count();
        if letters == 0 || letters > 2 * MAX_LETTERS {
            return Vec::new();
        }
        let sahel = sahel_key(&plain);
        let pattern = Pattern::new(&plain);
        let asked = Asked { plain: &plain, sahel: &sahel, pattern: Some(&pattern) };
        let mut hits = Vec::new();
        let folded = sahel.chars().count();
        let allowed = edits_allowed(letters, folded);
        let is_one = is_one_name(written);
        if allowed > 0 && folded <= MAX_LETTERS {
            self.push_within(self.grams().like(&sahel, usize::from(allowed)), allowed, asked, &mut hits);
            if hits.is_empty() && letters >= LONG_NAME_LETTERS && is_one {
                let like = self.grams().half_like(&sahel, usize::from(LOOSE_EDITS));
                self.push_within(like, LOOSE_EDITS, asked, &mut hits);
            }
        }
        if is_one {
            self.push_by_words(&words(written), asked, &mut hits);
        }
        best_per_place(hits)
    }

    /// Adds the names under those of some Sahel keys that are within so many edits.
    fn push_within<'a>(&'a self, keys: Vec<u32>, allowed: u8, asked: Asked<'_>, hits: &mut Vec<Hit<'a>>) {
        let pattern = Pattern::new(asked.sahel);
        for key in keys {
            let other = self.sahel.text(key);
            let edits = pattern.edits(other);
            if edits == 0 || edits > usize::from(allowed) || !same_digits(asked.sahel, other) {
                continue;
            }
            for plain in self.sahel.under(key) {
                self.push(plain, other, Tier::Near(edits as u8), asked, hits);
            }
        }
    }

    /// Adds the names that share words with the one written.
    fn push_by_words<'a>(&'a self, written: &[Word], asked: Asked<'_>, hits: &mut Vec<Hit<'a>>) {
        let mut by_words = Vec::new();
        let mut once = written.to_vec();
        let mut seen: Vec<String> = Vec::new();
        once.retain(|word| {
            let new = !seen.contains(&word.sahel);
            seen.push(word.sahel.clone());
            new
        });
        if once.len() < written.len() {
            let plain: String = once.iter().map(|word| word.plain.as_str()).collect();
            self.push_called(&plain, Tier::Words, 1.0, asked, &mut by_words);
        }
        for (plain, share) in stretches(&once) {
            self.push_called(&plain, Tier::Part, share, asked, &mut by_words);
        }
        for shared in self.words().having(&once) {
            let Some(name) = self.all.get(shared.name as usize) else { continue };
            let tier = if shared.is_all { Tier::Words } else { Tier::Part };
            self.push_as(name.plain, tier, shared.share, asked, &mut by_words);
        }
        let mut by_words = best_per_place(by_words);
        by_words.truncate(MAX_BY_WORDS);
        hits.append(&mut by_words);
    }

    /// Adds the names that are a text after the Sahel fold.
    fn push_called<'a>(
        &'a self,
        plain: &str,
        tier: Tier,
        likeness: f64,
        asked: Asked<'_>,
        hits: &mut Vec<Hit<'a>>,
    ) {
        for plain in self.sahel.at(&sahel_key(plain)) {
            self.push_as(plain, tier, likeness, asked, hits);
        }
    }

    /// Adds the names under a plain key, unless the folds find them.
    fn push_as<'a>(
        &'a self,
        plain: u32,
        tier: Tier,
        likeness: f64,
        asked: Asked<'_>,
        hits: &mut Vec<Hit<'a>>,
    ) {
        let key = self.plain.text(plain);
        if sahel_key(key) == asked.sahel {
            return;
        }
        let same_first = asked.plain.chars().next() == key.chars().next();
        self.push_all(plain, tier, Agreement { likeness, same_first, edits: 0, apart: 0.0 }, hits);
    }
}

/// Whether no sign in a text sets names apart; "1/2" is a number.
pub(in crate::gazetteer) fn is_one_name(text: &str) -> bool {
    let is_number =
        |part: Option<&str>| part.is_some_and(|part| part.ends_with(|c: char| c.is_ascii_digit()));
    !text.contains([',', ';', '|', '\\', '(', ')', '[', ']'])
        && !text.contains(" - ")
        && !text.contains(" – ")
        && text.match_indices('/').all(|(at, _)| is_number(text.get(..at)))
}

/// Whether two keys have the same digits in the same order.
pub(in crate::gazetteer) fn same_digits(one: &str, other: &str) -> bool {
    let digits = |key| str::bytes(key).filter(u8::is_ascii_digit);
    digits(one).eq(digits(other))
}
