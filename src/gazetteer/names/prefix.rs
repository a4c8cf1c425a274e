//! Names that begin as somebody types.
//!
//! In: the first letters of a name. Out: names that go on from there, also misspelt, or in their second word.
//! It must not know which of them is likelier.

use super::super::keys::{plain_key, plain_letters, sahel_key};
use super::table::Keys;
use super::{Names, Place};
use std::ops::Range;

/// How a name begins with what was typed, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::gazetteer) enum Opens {
    /// It is the whole name.
    Whole,
    /// It is the beginning.
    Start,
    /// It is the beginning of a later word.
    Word,
    /// It is the beginning after the Sahel fold.
    Folded,
    /// It is the beginning but for so many letters.
    Misspelt(u8),
}

/// A name that begins with what was typed.
#[derive(Debug, Clone, Copy)]
pub(in crate::gazetteer) struct Opening {
    /// Which place.
    pub(in crate::gazetteer) place: Place,
    /// Number of the name, for [`Names::name`].
    pub(in crate::gazetteer) name: u32,
    /// Whether that is another name than the one shown.
    pub(in crate::gazetteer) is_alias: bool,
    /// In which way.
    pub(in crate::gazetteer) opens: Opens,
}

/// Keys in the order of the alphabet.
#[derive(Debug)]
pub(super) struct Prefixes {
    /// Plain keys, and what follows where their later words begin.
    plain: Vec<Start>,
    /// Numbers of the Sahel keys.
    sahel: Vec<u32>,
}

/// A plain key from one of its words on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    key: u32,
    from: u32,
}

/// More letters than this decide nothing.
pub(super) const MAX_TYPED: usize = 40;

/// Letters from which on a typed name may have one wrong, and two.
const LETTERS_FOR_EDITS: [usize; 2] = [4, 8];

impl Names {
    /// A name as the gazetteer writes it.
    pub(in crate::gazetteer) fn name(&self, number: u32) -> &str {
        self.text(number)
    }

    /// Names that begin with what was typed; several times where they do so in several ways.
    pub(in crate::gazetteer) fn opening(&self, typed: &str) -> Vec<Opening> {
        let typed: String = typed.chars().take(MAX_TYPED).collect();
        let letters = plain_letters(&typed);
        let mut openings = Vec::new();
        if letters.is_empty() {
            return openings;
        }
        self.opening_plain(&letters, &mut openings);
        let plain = plain_key(&typed);
        if plain != letters {
            self.opening_plain(&plain, &mut openings);
        }
        let sahel = sahel_key(&letters);
        let prefixes = self.prefixes();
        for key in prefixes.sahel.get(prefixes.folded(&self.sahel, &sahel)).into_iter().flatten() {
            self.open(*key, Opens::Folded, &mut openings);
        }
        openings
    }

    /// Names that begin with what was typed but for a letter or two.
    pub(in crate::gazetteer) fn opening_misspelt(&self, typed: &str) -> Vec<Opening> {
        let typed: String = typed.chars().take(MAX_TYPED).collect();
        let sahel = sahel_key(&plain_letters(&typed));
        let letters = sahel.chars().count();
        let allowed = LETTERS_FOR_EDITS.iter().filter(|least| letters >= **least).count();
        let mut openings = Vec::new();
        if allowed == 0 {
            return openings;
        }
        let prefixes = self.prefixes();
        for (range, edits) in prefixes.misspelt(&self.sahel, &sahel, allowed as u8) {
            for key in prefixes.sahel.get(range).into_iter().flatten() {
                self.open(*key, Opens::Misspelt(edits), &mut openings);
            }
        }
        openings
    }

    fn opening_plain(&self, typed: &str, openings: &mut Vec<Opening>) {
        let prefixes = self.prefixes();
        for start in prefixes.plain.get(prefixes.starting(&self.plain, typed)).into_iter().flatten() {
            let opens = match start.from {
                0 if self.plain.text(start.key).len() == typed.len() => Opens::Whole,
                0 => Opens::Start,
                _ => Opens::Word,
            };
            self.open_plain(start.key, opens, openings);
        }
    }

    fn open(&self, sahel: u32, opens: Opens, openings: &mut Vec<Opening>) {
        for plain in self.sahel.under(sahel) {
            self.open_plain(plain, opens, openings);
        }
    }

    fn open_plain(&self, plain: u32, opens: Opens, openings: &mut Vec<Opening>) {
        openings.extend(self.names_under(plain).map(|(name, of)| Opening {
            place: of.place,
            name,
            is_alias: of.is_alias,
            opens,
        }));
    }
}

impl Prefixes {
    pub(super) fn new(names: &Names) -> Self {
        let keys = &names.plain;
        let mut plain: Vec<Start> = (0..keys.len() as u32).map(|key| Start { key, from: 0 }).collect();
        for (number, name) in (0..).zip(&names.all) {
            let (text, key) = (names.text(number), keys.text(name.plain));
            for (at, letter) in
                text.char_indices().filter(|(at, letter)| *at > 0 && !letter.is_alphanumeric())
            {
                let rest = text.get(at + letter.len_utf8()..).unwrap_or_default();
                if !rest.starts_with(char::is_alphanumeric) {
                    continue;
                }
                let rest = plain_key(rest);
                if !rest.is_empty() && rest.len() < key.len() && key.ends_with(&rest) {
                    plain.push(Start { key: name.plain, from: (key.len() - rest.len()) as u32 });
                }
            }
        }
        let mut plain = sorted(plain, |start| start.text(keys));
        plain.dedup();
        let sahel = sorted((0..names.sahel.len() as u32).collect(), |key| names.sahel.text(key));
        Self { plain, sahel }
    }

    /// Plain keys, or their words, that begin with a text.
    fn starting(&self, keys: &Keys, typed: &str) -> Range<usize> {
        let low = self.plain.partition_point(|start| start.text(keys) < typed);
        let rest = self.plain.get(low..).unwrap_or_default();
        low..low + rest.partition_point(|start| start.text(keys).starts_with(typed))
    }

    /// Sahel keys that begin with a text.
    fn folded(&self, keys: &Keys, typed: &str) -> Range<usize> {
        let low = self.sahel.partition_point(|key| keys.text(*key) < typed);
        let rest = self.sahel.get(low..).unwrap_or_default();
        low..low + rest.partition_point(|key| keys.text(*key).starts_with(typed))
    }

    /// Stretches of Sahel keys that begin with a text but for 1 to `allowed` edits.
    ///
    /// The sorted keys are walked as the trie they are, with a row of the edit table per letter; a branch ends
    /// where no cell of its row is small enough.
    fn misspelt(&self, keys: &Keys, typed: &str, allowed: u8) -> Vec<(Range<usize>, u8)> {
        let typed = typed.as_bytes().get(..MAX_TYPED.min(typed.len())).unwrap_or_default();
        let mut found = Vec::new();
        let mut branches = vec![Branch::root(self.sahel.len(), typed.len())];
        while let Some(branch) = branches.pop() {
            let at = |rank: usize| {
                self.sahel.get(rank).and_then(|key| keys.text(*key).as_bytes().get(branch.depth))
            };
            let mut low = branch.keys.start;
            // Keys that end here come first.
            while low < branch.keys.end && at(low).is_none() {
                low += 1;
            }
            while low < branch.keys.end {
                let Some(&letter) = at(low) else { break };
                let same = |rank: usize| at(rank) == Some(&letter);
                let high = end_of(low, branch.keys.end, same);
                let next = branch.step(low..high, letter, typed);
                let edits = next.row.get(typed.len()).copied().unwrap_or(u8::MAX);
                if (1..=allowed).contains(&edits) {
                    found.push((low..high, edits));
                }
                if edits > 0
                    && next.row.iter().take(typed.len() + 1).any(|cell| *cell <= allowed && *cell < edits)
                {
                    branches.push(next);
                }
                low = high;
            }
        }
        found
    }
}

impl Start {
    fn text(self, keys: &Keys) -> &str {
        keys.text(self.key).get(self.from as usize..).unwrap_or_default()
    }
}

/// A node of the trie: the keys below it, and how far the typed text agrees.
#[derive(Debug)]
struct Branch {
    keys: Range<usize>,
    /// Letters of the keys that have been read; the last of them.
    depth: usize,
    letter: u8,
    /// Edits from each beginning of the typed text to what has been read, and to what had been one letter before.
    row: [u8; MAX_TYPED + 1],
    before: [u8; MAX_TYPED + 1],
}

impl Branch {
    fn root(keys: usize, typed: usize) -> Self {
        let mut row = [u8::MAX; MAX_TYPED + 1];
        for (edits, cell) in (0..).zip(row.iter_mut().take(typed + 1)) {
            *cell = edits;
        }
        Self { keys: 0..keys, depth: 0, letter: 0, row, before: [u8::MAX; MAX_TYPED + 1] }
    }

    /// The node one letter on (optimal string alignment, a row per letter).
    fn step(&self, keys: Range<usize>, letter: u8, typed: &[u8]) -> Self {
        let cell = |row: &[u8], at: usize| row.get(at).copied().unwrap_or(u8::MAX);
        let mut row = [u8::MAX; MAX_TYPED + 1];
        let mut left = cell(&self.row, 0).saturating_add(1);
        let mut typed_before = None;
        for (at, place) in row.iter_mut().enumerate().take(typed.len() + 1) {
            let mut least = left;
            if let Some(&here) = at.checked_sub(1).and_then(|at| typed.get(at)) {
                let changed = cell(&self.row, at - 1).saturating_add(u8::from(here != letter));
                least = changed.min(cell(&self.row, at).saturating_add(1)).min(left.saturating_add(1));
                if typed_before == Some(letter) && here == self.letter && self.depth > 0 {
                    least = least.min(cell(&self.before, at - 2).saturating_add(1));
                }
                typed_before = Some(here);
            }
            *place = least;
            left = least;
        }
        Self { keys, depth: self.depth + 1, letter, row, before: self.row }
    }
}

/// The end of the stretch of ranks from `low` on that have something in common.
fn end_of(low: usize, high: usize, same: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low.midpoint(high);
        if same(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// In the order of their texts. The first eight bytes decide most comparisons without a look at the text.
fn sorted<'a, T: Copy + Ord>(all: Vec<T>, text: impl Fn(T) -> &'a str) -> Vec<T> {
    let head = |text: &str| {
        text.bytes().chain(std::iter::repeat(0)).take(8).fold(0_u64, |head, byte| head << 8 | u64::from(byte))
    };
    let mut all: Vec<(u64, T)> = all.into_iter().map(|one| (head(text(one)), one)).collect();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a.1).cmp(text(b.1))).then(a.1.cmp(&b.1)));
    all.into_iter().map(|(_, one)| one).collect()
}
