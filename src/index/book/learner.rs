//! What is worth being a phrase.
//!
//! In: features, one after the other. Out: a book with what they repeat. It must not know how features are packed.

use super::{Book, code, pieces, value_in};

/// Places to remember what was seen. What comes later to the same place takes it: what is frequent comes again soon.
const PLACES: usize = 1 << 17;
/// How often a piece must have been seen among some thousand features: once in some hundred.
const PIECE_SEEN: u32 = 8;
/// How often two phrases must have followed each other.
const PAIR_SEEN: u32 = 32;
/// Shorter pieces are as short as their codes.
const MIN_PIECE: usize = 4;
/// Longer ones are copied at once already.
const MAX_PHRASE: usize = 512;
/// A book stays so small that it lies in the processor's nearest cache, and that a copy of it costs next to nothing.
const MAX_BYTES: usize = 96 << 10;

/// Writes a book while it reads.
pub(in crate::index) struct Learner<'a> {
    book: &'a mut Book,
    seen: Vec<(u32, u32)>,
}

impl<'a> Learner<'a> {
    pub(in crate::index) fn new(book: &'a mut Book) -> Self {
        Self { book, seen: vec![(0, 0); PLACES] }
    }

    /// Reads a feature.
    pub(in crate::index) fn read(&mut self, bytes: &[u8]) {
        let mut before = None;
        for piece in pieces(bytes) {
            if let Some(code) = self.phrase(piece) {
                before = Some(self.behind(before, code));
                continue;
            }
            if let Some(code) = value_in(piece).and_then(|value| self.phrase(&piece[..value])) {
                self.behind(before, code);
            }
            before = None;
        }
    }

    /// The code of a piece, if it is a phrase, or becomes one now.
    fn phrase(&mut self, piece: &[u8]) -> Option<u32> {
        let known = self.book.code(piece);
        if known.is_some() || !(MIN_PIECE..=MAX_PHRASE).contains(&piece.len()) {
            return known;
        }
        let hash = self.book.hash(piece);
        (self.is_frequent(hash, PIECE_SEEN) && self.has_room(piece.len())).then(|| self.book.add(piece))
    }

    /// The code of what stands before with what follows, if both are a phrase together; else of what follows.
    fn behind(&mut self, before: Option<u32>, code: u32) -> u32 {
        let Some(before) = before else { return code };
        if let Some(both) = self.book.pairs.get(&(before, code)) {
            return *both;
        }
        let [one, other] = [before, code].map(|code| self.book.phrases.get(code as usize));
        let (length, both) = (one.len() + other.len(), [one, other].concat());
        let hash = self.book.hash(&both);
        if length <= MAX_PHRASE && self.is_frequent(hash, PAIR_SEEN) && self.has_room(length) {
            let both = self.book.add(&both);
            self.book.pairs.insert((before, code), both);
        }
        code
    }

    /// Whether something was seen so often.
    fn is_frequent(&mut self, hash: u64, often: u32) -> bool {
        let place = &mut self.seen[(hash >> 20) as usize % PLACES];
        let sign = (hash >> 40) as u32;
        *place = if place.0 == sign { (sign, place.1 + 1) } else { (sign, 1) };
        place.1 >= often
    }

    fn has_room(&self, length: usize) -> bool {
        self.book.phrases.size() + length <= MAX_BYTES && self.book.phrases.len() < code::CODES as usize
    }
}
