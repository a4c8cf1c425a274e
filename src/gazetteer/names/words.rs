//! Names by their words: the same in another order, or some of them missing.
//!
//! In: names and a name as written. Out: which of them have its words. It must not know how words are misspelt
//! beyond the Sahel fold.

use super::super::generic::{hint_of, is_joining, qualifies};
use super::super::keys::{plain_key, roman, sahel_key};
use super::table::Keys;

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Without accents and signs.
    pub(super) plain: String,
    /// After the Sahel fold.
    pub(super) sahel: String,
    /// Whether it can stand for the name: no number, no particle, no single letter.
    pub(super) is_strong: bool,
}

/// The words of a name, without those that say its kind or join others. Of a name of more, the first few.
pub(super) fn words(text: &str) -> Vec<Word> {
    const MAX_WORDS: usize = 8;
    // An apostrophe belongs to its word: N'Tillit is one.
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | 'ʼ' | '`' | '´');
    text.split(|c| !is_letter(c))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MAX_WORDS)
        .enumerate()
        .filter_map(|(place, word)| {
            let plain = match roman(word).filter(|_| place > 0) {
                Some(number) => number.to_owned(),
                None => plain_key(word),
            };
            let is_name = !plain.is_empty() && hint_of(&plain).is_none() && !is_joining_between(&plain);
            is_name.then(|| Word { sahel: sahel_key(&plain), is_strong: is_strong(&plain), plain })
        })
        .collect()
}

/// The words of a name as written that one of the gazetteer lacks: of "Nioro du Rip" and "Nioro" the last. `None` when it
/// has them all; words that say what kind of place it is do not count.
pub fn words_beyond(written: &str, known: &str) -> Option<String> {
    let (all, own) = (words(written), words(known));
    let joined = sahel_key(&plain_key(known));
    let lacks = |word: &&Word| {
        let is_there = own.iter().any(|other| other.sahel == word.sahel);
        if word.plain.contains(|c: char| c.is_ascii_digit()) {
            return !is_there;
        }
        // "Tin Essako" and "Tinessako" have the same words.
        let tells = word.is_strong || is_particle(&word.plain);
        tells && !is_there && !qualifies(&word.plain) && !joined.contains(&word.sahel)
    };
    let beyond: Vec<&str> = all.iter().filter(lacks).map(|word| word.plain.as_str()).collect();
    (!beyond.is_empty()).then(|| beyond.join(" "))
}

/// Small words of a sentence; "in", "an" and the like are particles of names too, and stay.
fn is_joining_between(plain: &str) -> bool {
    is_joining(plain) && !matches!(plain, "in" | "a" | "la" | "en")
}

fn is_strong(plain: &str) -> bool {
    plain.chars().nth(1).is_some()
        && !plain.chars().any(|c| c.is_ascii_digit())
        && !is_particle(plain)
        && !matches!(plain, "el" | "al" | "la" | "en")
}

/// "The one of", before the name of a well or a camp: In-Gao is another place than Gao.
fn is_particle(plain: &str) -> bool {
    matches!(plain, "in" | "tin" | "ti" | "tan" | "an" | "ouan")
}

/// Names of several words by their words.
#[derive(Debug, Default)]
pub(super) struct WordIndex {
    /// Words, and the names that have each.
    words: Keys,
    /// Per word: whether it can stand for a name.
    strong: Vec<bool>,
    /// Per name: where its words begin in `of_names`.
    starts: Vec<u32>,
    of_names: Vec<u32>,
}

/// How a name has the words of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shared {
    /// The name.
    pub(super) name: u32,
    /// All of them and no other.
    pub(super) is_all: bool,
    /// Share of the letters of the longer of the two that both have, 0..=1.
    pub(super) share: f64,
}

/// A word that more names have than this says nothing alone ("Koura", new).
const MAX_NAMES_OF_WORD: usize = 300;

/// Letters of a word that may stand alone for a name that has it.
const LEAST_LETTERS: usize = 4;

/// Less than this of a name is not the name.
const LEAST_SHARE: f64 = 0.4;

impl WordIndex {
    /// An index of names, by their numbers.
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut index = Self::default();
        for (name, text) in (0..).zip(names) {
            index.starts.push(index.of_names.len() as u32);
            if !text.contains(|c: char| !c.is_alphanumeric()) {
                continue; // of one word: found by the word's own key
            }
            let start = index.of_names.len();
            for word in words(text) {
                let (number, new) = index.words.file(&word.sahel, name);
                if new {
                    index.strong.push(word.is_strong);
                }
                index.of_names.push(number);
            }
            if let Some(own) = index.of_names.get_mut(start..) {
                own.sort_unstable();
            }
        }
        index.starts.push(index.of_names.len() as u32);
        index
    }

    /// Names that have all the words that stand for the name written.
    pub(super) fn having(&self, written: &[Word]) -> Vec<Shared> {
        let mut numbers: Vec<Option<u32>> =
            written.iter().map(|word| self.words.number(&word.sahel)).collect();
        let mut strong = Vec::new();
        for (word, number) in written.iter().zip(&numbers).filter(|(word, _)| word.is_strong) {
            // A word that no name has: nothing has all of them.
            let Some(number) = *number else { return Vec::new() };
            strong.push((word, number));
        }
        let rarest = strong.iter().map(|(_, number)| *number).min_by_key(|number| self.count(*number));
        let Some(rarest) = rarest.filter(|number| self.count(*number) <= MAX_NAMES_OF_WORD) else {
            return Vec::new();
        };
        numbers.sort_unstable();
        numbers.dedup();
        let letters: usize = written.iter().map(|word| word.sahel.chars().count()).sum();
        let mut names: Vec<u32> = self.words.under(rarest).collect();
        names.dedup();
        let mut shared = Vec::new();
        for name in names {
            let own = self.words_of(name);
            if !strong.iter().all(|(_, number)| own.contains(number)) {
                continue;
            }
            let mut set = own.to_vec();
            set.dedup();
            let is_all = set.len() == numbers.len() && set.iter().zip(&numbers).all(|(a, b)| Some(*a) == *b);
            let own_letters: usize = own.iter().map(|word| self.words.text(*word).chars().count()).sum();
            let common: usize = numbers
                .iter()
                .flatten()
                .filter(|number| own.contains(number))
                .map(|number| self.words.text(*number).chars().count())
                .sum();
            let share = common as f64 / letters.max(own_letters).max(1) as f64;
            if is_all || (common >= LEAST_LETTERS && share >= LEAST_SHARE) {
                shared.push(Shared { name, is_all, share });
            }
        }
        shared
    }

    fn count(&self, word: u32) -> usize {
        self.words.under(word).take(MAX_NAMES_OF_WORD + 1).count()
    }

    fn words_of(&self, name: u32) -> &[u32] {
        let at = |name: usize| self.starts.get(name).copied().unwrap_or_default() as usize;
        self.of_names.get(at(name as usize)..at(name as usize + 1)).unwrap_or_default()
    }
}

/// Stretches of the words written that may be a name by themselves, as plain keys, with their share of the
/// letters: "Bamba Gao" holds "bamba" and "gao".
pub(super) fn stretches(written: &[Word]) -> Vec<(String, f64)> {
    const LEAST_OF_STRETCH: usize = 3;
    let letters: usize = written.iter().map(|word| word.plain.chars().count()).sum();
    let mut stretches = Vec::new();
    for start in 0..written.len() {
        for end in start + 1..=written.len() {
            let Some(part) = written.get(start..end).filter(|part| part.len() < written.len()) else {
                continue;
            };
            let plain: String = part.iter().map(|word| word.plain.as_str()).collect();
            let own = plain.chars().count();
            let share = own as f64 / letters.max(1) as f64;
            if own >= LEAST_OF_STRETCH && share >= LEAST_SHARE && part.iter().any(|word| word.is_strong) {
                stretches.push((plain, share));
            }
        }
    }
    stretches
}
