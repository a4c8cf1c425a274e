//! How features are packed, one after the other.
//!
//! In: a book and features. Out: packed features, the same whichever features came before. It must not know how a book
//! comes about.
//!
//! Features of a list say nearly the same in the same order: what followed a phrase last time is mostly what follows it now.
//! Comparing bytes with that one phrase takes a fraction of finding it by its hash, and one comparison finds a phrase that
//! was put together from several.

use super::code::{put_code, put_literal, put_size};
use super::{Book, end_of_piece, value_in};
use memchr::memrchr2;

/// No phrase.
const NONE: u32 = u32::MAX;

/// Packs features.
#[derive(Debug)]
pub(in crate::index) struct Packer<'a> {
    book: &'a Book,
    /// Which phrase followed at last behind each: behind other bytes, and at once. First comes what begins a feature. Empty
    /// where nothing is remembered.
    followers: Vec<[u32; 2]>,
}

/// A feature that is being packed.
struct Packing<'a, 'b> {
    packer: &'b mut Packer<'a>,
    bytes: &'b [u8],
    /// Where the bytes begin that are no phrase.
    literal: usize,
    /// A phrase that may become a longer one with the next.
    waiting: Option<u32>,
    /// Whether it stands at once behind the one before.
    at_once: bool,
    /// The place of the phrase before among the followers.
    before: usize,
    packed: Vec<u8>,
}

impl<'a> Packer<'a> {
    /// For many features.
    pub(in crate::index) fn new(book: &'a Book) -> Self {
        Self { book, followers: vec![[NONE; 2]; book.phrases.len() + 1] }
    }

    /// For features that are too few to remember anything.
    pub(super) fn of_few(book: &'a Book) -> Self {
        Self { book, followers: Vec::new() }
    }

    /// Packs a feature.
    pub(in crate::index) fn pack(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(bytes.len() / 4 + 8);
        put_size(&mut packed, bytes.len());
        let mut packing =
            Packing { packer: self, bytes, literal: 0, waiting: None, at_once: true, before: 0, packed };
        let mut at = 0;
        while at < bytes.len() {
            at = packing.remembered(at).unwrap_or_else(|| packing.looked_up(at));
        }
        packing.finish()
    }
}

impl Packing<'_, '_> {
    /// Takes what followed last time, if it stands here again; where it goes on then.
    fn remembered(&mut self, at: usize) -> Option<usize> {
        let book = self.packer.book;
        let before = self.waiting.map_or(self.before, |code| code as usize + 1);
        let code = self.packer.followers.get(before)?[usize::from(self.literal == at)];
        let phrase = if code == NONE { None } else { Some(book.phrases.get(code as usize)) }?;
        let end = at + phrase.len();
        if !self.bytes.get(at..)?.starts_with(phrase) {
            return None;
        }
        let next = match self.bytes.get(end) {
            None | Some(b',' | b';') => end,
            // It ended before a value, which may be another one now: together they may be a phrase.
            Some(_) => {
                let piece = phrase.len() - memrchr2(b',', b';', phrase).unwrap_or(0);
                let next = end_of_piece(self.bytes, end);
                let whole = &self.bytes[end - piece..next];
                if value_in(whole) != Some(piece) || book.code(whole).is_some() {
                    return None;
                }
                next
            }
        };
        self.put_waiting();
        self.wait_for(code, at);
        self.literal = end;
        Some(next)
    }

    /// Finds the piece here among the phrases, or what stands before its value; where the next one is.
    fn looked_up(&mut self, at: usize) -> usize {
        let (book, end) = (self.packer.book, end_of_piece(self.bytes, at));
        let piece = &self.bytes[at..end];
        if let Some(code) = book.code(piece) {
            self.phrase(code, at, piece.len());
        } else if let Some(value) = value_in(piece)
            && let Some(code) = book.code(&piece[..value])
        {
            self.phrase(code, at, value);
        }
        end
    }

    /// Takes the phrase that stands somewhere.
    fn phrase(&mut self, code: u32, from: usize, len: usize) {
        let pairs = &self.packer.book.pairs;
        let both = self.waiting.filter(|_| from == self.literal).and_then(|one| pairs.get(&(one, code)));
        if let Some(both) = both {
            self.waiting = Some(*both);
        } else {
            self.put_waiting();
            self.wait_for(code, from);
        }
        self.literal = from + len;
    }

    /// Remembers a phrase until it is known what follows; the one before is written, and now the bytes between them.
    fn wait_for(&mut self, code: u32, from: usize) {
        self.at_once = from == self.literal;
        if !self.at_once {
            put_literal(&mut self.packed, &self.bytes[self.literal..from]);
        }
        self.waiting = Some(code);
    }

    fn put_waiting(&mut self) {
        if let Some(code) = self.waiting.take() {
            put_code(&mut self.packed, code);
            if let Some(followers) = self.packer.followers.get_mut(self.before) {
                followers[usize::from(self.at_once)] = code;
            }
            self.before = code as usize + 1;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.put_waiting();
        let left = &self.bytes[self.literal..];
        if !left.is_empty() {
            put_literal(&mut self.packed, left);
        }
        self.packed
    }
}
