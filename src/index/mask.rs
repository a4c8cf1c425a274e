//! Which rows of a chunk.

use super::chunk::CHUNK_MAX;

const WORDS: usize = CHUNK_MAX / 64;

/// A set of positions in a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mask([u64; WORDS]);

/// What is true of which rows, and what is false; of the others it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Truth {
    pub(super) yes: Mask,
    pub(super) no: Mask,
}

impl Mask {
    pub(super) const NONE: Self = Self([0; WORDS]);

    /// The positions below a number.
    pub(super) fn below(end: usize) -> Self {
        let mut mask = Self::NONE;
        for (word, bits) in mask.0.iter_mut().enumerate() {
            let here = end.saturating_sub(word * 64).min(64);
            *bits = if here == 64 { u64::MAX } else { (1 << here) - 1 };
        }
        mask
    }

    /// The positions of what is true, of at most [`CHUNK_MAX`] truths.
    ///
    /// First a byte each, which the compiler does for many at a time, and then their bits.
    pub(super) fn of(truths: impl Iterator<Item = bool>) -> Self {
        let mut bytes = [0_u8; CHUNK_MAX];
        for (byte, truth) in bytes.iter_mut().zip(truths) {
            *byte = u8::from(truth);
        }
        Self::two_of(&bytes).0
    }

    /// The positions of the bytes whose lowest bit is set, and of those whose next one is, eight bytes at once: the product
    /// moves the lowest bit of each to a place of its own in the highest byte.
    pub(super) fn two_of(bytes: &[u8; CHUNK_MAX]) -> (Self, Self) {
        const LOWEST: u64 = 0x0101_0101_0101_0101;
        const GATHER: u64 = 0x0102_0408_1020_4080;
        let (mut one, mut other) = (Self::NONE, Self::NONE);
        let gathered = |bits: u64| (bits & LOWEST).wrapping_mul(GATHER) >> 56;
        for (position, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
            let (bits, place) = (u64::from_le_bytes(*eight), position % 8 * 8);
            one.0[position / 8] |= gathered(bits) << place;
            other.0[position / 8] |= gathered(bits >> 1) << place;
        }
        (one, other)
    }

    pub(super) fn insert(&mut self, position: usize) {
        self.0[position / 64] |= 1 << (position % 64);
    }

    pub(super) fn remove(&mut self, position: usize) {
        self.0[position / 64] &= !(1 << (position % 64));
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        self.zip(other, |mine, others| mine & others)
    }

    pub(super) fn or(&self, other: &Self) -> Self {
        self.zip(other, |mine, others| mine | others)
    }

    pub(super) fn without(&self, other: &Self) -> Self {
        self.zip(other, |mine, others| mine & !others)
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0 == [0; WORDS]
    }

    /// The positions, ascending.
    pub(super) fn positions(&self) -> impl Iterator<Item = usize> + use<> {
        self.0.into_iter().enumerate().flat_map(|(word, bits)| Bits(bits).map(move |bit| word * 64 + bit))
    }

    /// Does something with each position, ascending: many passes over a column go faster so than by an iterator.
    pub(super) fn each(&self, mut look: impl FnMut(usize)) {
        for (word, bits) in self.0.iter().enumerate() {
            let look = |bit: usize| look(word * 64 + bit);
            // A whole word needs no search for its bits.
            if *bits == u64::MAX { (0..64).for_each(look) } else { Bits(*bits).for_each(look) }
        }
    }

    fn zip(&self, other: &Self, join: impl Fn(u64, u64) -> u64) -> Self {
        let mut joined = *self;
        for (mine, others) in joined.0.iter_mut().zip(other.0) {
            *mine = join(*mine, others);
        }
        joined
    }
}

impl Truth {
    /// The same for all of these rows.
    pub(super) fn constant(among: &Mask, value: Option<bool>) -> Self {
        match value {
            Some(true) => Self { yes: *among, no: Mask::NONE },
            Some(false) => Self { yes: Mask::NONE, no: *among },
            None => Self { yes: Mask::NONE, no: Mask::NONE },
        }
    }

    /// What a test says of each of these rows; the others are not looked at.
    pub(super) fn of(among: &Mask, mut test: impl FnMut(usize) -> Option<bool>) -> Self {
        let mut truth = Self { yes: Mask::NONE, no: Mask::NONE };
        let words = among.0.iter().zip(truth.yes.0.iter_mut().zip(truth.no.0.iter_mut()));
        for (word, (wanted, (yes, no))) in words.enumerate() {
            let mut look = |bit: usize| {
                let said = test(word * 64 + bit);
                *yes |= u64::from(said == Some(true)) << bit;
                *no |= u64::from(said == Some(false)) << bit;
            };
            // A whole word needs no search for its bits.
            if *wanted == u64::MAX { (0..64).for_each(&mut look) } else { Bits(*wanted).for_each(look) }
        }
        truth
    }

    pub(super) fn not(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }
}

/// The places of the bits that are set, ascending.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}
