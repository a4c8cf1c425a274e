//! Features packed: what they have in common is written down once.
//!
//! In: bytes of features. Out: a tenth to a quarter as many bytes, and the features again. It must not know what they are,
//! only that commas and semicolons are good places to cut them.
//!
//! A packed feature is a list of phrases by their codes, and of bytes between them that are no phrase. Only what is frequent
//! is a phrase: the book stays so small that it lies in the processor's nearest cache, and unpacking copies from there what
//! would else come from far. A book of everything that occurs twice packs twice as well, and takes ten times as long to
//! unpack, for the sake of what it must fetch.

mod code;
mod learner;
mod packer;
#[cfg(test)]
mod tests;

pub(super) use learner::Learner;
pub(super) use packer::Packer;

use super::strings::Strings;
use code::{Token, next, put_code, put_literal, put_size};
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use memchr::{memchr2, memrchr};
use serde::{Deserialize, Serialize};
use std::hash::BuildHasher;

/// Bytes that are copied at once.
const SOME: usize = 32;
const MANY: usize = 128;
/// More than features have bytes, so that copying some more than there are needs no new memory.
pub(super) const SLACK: usize = MANY;

/// Phrases of features, by their codes. It only grows: a code never changes its meaning.
#[derive(Debug, Clone, Default)]
pub(super) struct Book {
    phrases: Strings,
    /// The code of each phrase, found by its bytes.
    codes: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// The code of a phrase that is two others, one behind the other.
    pairs: HashMap<(u32, u32), u32>,
}

/// A book as a picture keeps it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct BookForm {
    phrases: Strings,
    pairs: Vec<(u32, u32, u32)>,
}

/// Where the piece that begins somewhere ends: before the next comma or semicolon, which cuts one property from the next,
/// and one part of a sentence from the next.
fn end_of_piece(bytes: &[u8], from: usize) -> usize {
    let behind = from + 1;
    bytes.get(behind..).and_then(|rest| memchr2(b',', b';', rest)).map_or(bytes.len(), |at| behind + at)
}

/// All pieces, one after the other.
fn pieces(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let piece = bytes.get(from..end_of_piece(bytes, from)).filter(|piece| !piece.is_empty())?;
        from += piece.len();
        Some(piece)
    })
}

/// Appends the first so many bytes. Where there are enough behind them, as many as a processor moves at once are copied and
/// the rest is cut off again, which takes a fraction of a call for each.
#[inline]
fn append(out: &mut Vec<u8>, bytes: &[u8], length: usize) {
    let end = out.len() + length;
    if let Some(wide) = bytes.first_chunk::<SOME>().filter(|_| length <= SOME) {
        out.extend_from_slice(wide);
        out.truncate(end);
    } else if let Some(wide) = bytes.first_chunk::<MANY>().filter(|_| length <= MANY) {
        out.extend_from_slice(wide);
        out.truncate(end);
    } else {
        out.extend_from_slice(&bytes[..length]);
    }
}

/// Where the value in a piece begins, behind the property's name.
fn value_in(piece: &[u8]) -> Option<usize> {
    let colon = memrchr(b':', piece)?;
    (colon > 0 && piece[colon - 1] == b'"').then_some(colon + 1)
}

impl Book {
    fn hash(&self, phrase: &[u8]) -> u64 {
        self.hasher.hash_one(phrase)
    }

    fn code(&self, phrase: &[u8]) -> Option<u32> {
        self.codes.find(self.hash(phrase), |code| self.phrases.get(*code as usize) == phrase).copied()
    }

    /// The code of a phrase, which is written down if it is not there.
    fn add(&mut self, phrase: &[u8]) -> u32 {
        if let Some(known) = self.code(phrase) {
            return known;
        }
        let (code, hash) = (self.phrases.len() as u32, self.hash(phrase));
        self.phrases.push(phrase);
        let (phrases, hasher) = (&self.phrases, &self.hasher);
        self.codes.insert_unique(hash, code, |code| hasher.hash_one(phrases.get(*code as usize)));
        code
    }

    /// Packs a feature; for many there is [`Packer`].
    pub(super) fn pack(&self, bytes: &[u8]) -> Vec<u8> {
        Packer::of_few(self).pack(bytes)
    }

    /// Adds a packed feature, unpacked, to what there is. What is no packed feature gives less, and never panics.
    pub(super) fn unpack(&self, packed: &[u8], out: &mut Vec<u8>) {
        let mut rest = packed;
        if let Some(Token::Size(size)) = next(&mut rest, true) {
            out.reserve(size + SLACK);
        }
        while let Some(token) = next(&mut rest, false) {
            match token {
                Token::Phrase(code) if (code as usize) < self.phrases.len() => {
                    let (bytes, length) = self.phrases.get_and_behind(code as usize);
                    append(out, bytes, length);
                }
                Token::Literal(bytes, length) => append(out, bytes, length),
                Token::Phrase(_) | Token::Size(_) => {}
            }
        }
    }

    /// How large a packed feature is unpacked.
    pub(super) fn size(packed: &[u8]) -> usize {
        match next(&mut &*packed, true) {
            Some(Token::Size(size)) => size,
            _ => 0,
        }
    }

    /// The book with nothing but the phrases of some packed features, and the new code of each of them.
    pub(super) fn of_used<'a>(&self, packed: impl Iterator<Item = &'a [u8]>) -> (BookForm, Vec<u32>) {
        let mut codes = vec![u32::MAX; self.phrases.len()];
        for mut rest in packed {
            next(&mut rest, true);
            while let Some(token) = next(&mut rest, false) {
                if let Token::Phrase(code) = token
                    && let Some(used) = codes.get_mut(code as usize)
                {
                    *used = 0;
                }
            }
        }
        let mut form = BookForm::default();
        for (old, new) in codes.iter_mut().enumerate().filter(|(_, new)| **new == 0) {
            *new = form.phrases.len() as u32;
            form.phrases.push(self.phrases.get(old));
        }
        let new = |old: u32| codes.get(old as usize).copied().filter(|new| *new != u32::MAX);
        let pair = |((one, other), both): (&(u32, u32), &u32)| Some((new(*one)?, new(*other)?, new(*both)?));
        form.pairs = self.pairs.iter().filter_map(pair).collect();
        form.pairs.sort_unstable();
        (form, codes)
    }

    /// A packed feature with other codes, by the old ones.
    pub(super) fn recoded(packed: &[u8], codes: &[u32]) -> Vec<u8> {
        let (mut rest, mut recoded) = (packed, Vec::with_capacity(packed.len()));
        if let Some(Token::Size(size)) = next(&mut rest, true) {
            put_size(&mut recoded, size);
        }
        while let Some(token) = next(&mut rest, false) {
            match token {
                Token::Phrase(code) => {
                    if let Some(code) = codes.get(code as usize) {
                        put_code(&mut recoded, *code);
                    }
                }
                Token::Literal(bytes, length) => put_literal(&mut recoded, &bytes[..length]),
                Token::Size(_) => {}
            }
        }
        recoded
    }

    /// The book of a form; `None` when it is the form of none.
    pub(super) fn of(form: BookForm) -> Option<Self> {
        let mut book = Self::default();
        if !form.phrases.fits(form.phrases.len()) {
            return None;
        }
        for phrase in form.phrases.iter() {
            book.add(phrase);
        }
        let count = form.phrases.len();
        let is_known = |code: u32| (code as usize) < count;
        let knows_all = form.pairs.iter().all(|(a, b, both)| [*a, *b, *both].into_iter().all(is_known));
        book.pairs = form.pairs.into_iter().map(|(one, other, both)| ((one, other), both)).collect();
        (book.phrases.len() == count && knows_all).then_some(book)
    }
}
