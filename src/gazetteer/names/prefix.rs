//! Names that begin as somebody types.
//!
//! In: the first letters of a name. Out: names that go on from there, also misspelt, or in their second word.
//! It must not know which of them is likelier.

use super::super::keys::{plain_key, plain_letters, sahel_key};
use super::table::Keys;
use super::trie::misspelt;
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
    /// Per start: where its names begin in `names`; those of neighbours lie together, as they are asked for.
    of_start: Vec<u32>,
    names: Vec<Named>,
    /// Numbers of the Sahel keys.
    sahel: Vec<u32>,
}

/// A name, as far as a list of openings needs it.
#[derive(Debug, Clone, Copy)]
struct Named {
    place: Place,
    name: u32,
    is_alias: bool,
}

/// A plain key from one of its words on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    key: u32,
    from: u32,
}

/// Fewer letters than this are not folded: they begin enough names as they are.
const LETTERS_FOR_FOLD: usize = 3;

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
        if letters.len() < LETTERS_FOR_FOLD && !openings.is_empty() {
            return openings;
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
        for (range, edits) in misspelt(&prefixes.sahel, &self.sahel, &sahel, allowed as u8) {
            for key in prefixes.sahel.get(range).into_iter().flatten() {
                self.open(*key, Opens::Misspelt(edits), &mut openings);
            }
        }
        openings
    }

    fn opening_plain(&self, typed: &str, openings: &mut Vec<Opening>) {
        let prefixes = self.prefixes();
        let range = prefixes.starting(&self.plain, typed);
        let ends = prefixes.of_start.get(range.start + 1..).unwrap_or_default();
        let mut from = prefixes.of_start.get(range.start).copied().unwrap_or_default();
        for (start, end) in prefixes.plain.get(range).unwrap_or_default().iter().zip(ends) {
            let opens = match start.from {
                0 if self.plain.text(start.key).len() == typed.len() => Opens::Whole,
                0 => Opens::Start,
                _ => Opens::Word,
            };
            let listed = prefixes.names.get(from as usize..*end as usize).unwrap_or_default();
            openings.extend(listed.iter().map(|Named { place, name, is_alias }| Opening {
                place: *place,
                name: *name,
                is_alias: *is_alias,
                opens,
            }));
            from = *end;
        }
    }

    fn open(&self, sahel: u32, opens: Opens, openings: &mut Vec<Opening>) {
        for (name, of) in self.sahel.under(sahel).flat_map(|plain| self.names_under(plain)) {
            openings.push(Opening { place: of.place, name, is_alias: of.is_alias, opens });
        }
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
        let mut of_start = Vec::with_capacity(plain.len() + 1);
        let mut listed = Vec::with_capacity(names.all.len());
        for start in &plain {
            of_start.push(listed.len() as u32);
            listed.extend(names.names_under(start.key).map(|(name, of)| Named {
                place: of.place,
                name,
                is_alias: of.is_alias,
            }));
        }
        of_start.push(listed.len() as u32);
        let sahel = sorted((0..names.sahel.len() as u32).collect(), |key| names.sahel.text(key));
        Self { plain, of_start, names: listed, sahel }
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
}

impl Start {
    fn text(self, keys: &Keys) -> &str {
        keys.text(self.key).get(self.from as usize..).unwrap_or_default()
    }
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
