//! Many short runs of bytes in one piece of memory.
//!
//! In: bytes. Out: the same by their positions. It must not know what they say.
//!
//! Against a box for each it saves the pointer, the length and what an allocator adds, and a chunk is read from a picture,
//! or copied to be changed, in a few moves.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A list of byte strings. Looking one up is O(1); changing one moves what is behind it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Strings {
    /// Where each ends in the bytes, which is where the next begins.
    ends: Vec<u32>,
    bytes: Bytes,
}

/// Bytes that are copied at once: serde takes a vector for a list of numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(|bytes| Self(bytes.to_vec()))
    }
}

impl Strings {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of all.
    pub(super) fn size(&self) -> usize {
        self.bytes.0.len()
    }

    pub(super) fn get(&self, position: usize) -> &[u8] {
        self.bytes.0.get(self.start(position)..self.ends[position] as usize).unwrap_or_default()
    }

    /// One with all that lies behind it, and its length.
    pub(super) fn get_and_behind(&self, position: usize) -> (&[u8], usize) {
        let start = self.start(position);
        (self.bytes.0.get(start..).unwrap_or_default(), self.ends[position] as usize - start)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|position| self.get(position))
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.0.extend_from_slice(bytes);
        self.ends.push(self.bytes.0.len() as u32);
    }

    pub(super) fn insert(&mut self, position: usize, bytes: &[u8]) {
        if position == self.len() {
            self.push(bytes);
            return;
        }
        let start = self.start(position);
        self.bytes.0.splice(start..start, bytes.iter().copied());
        self.ends.insert(position, start as u32);
        for end in &mut self.ends[position..] {
            *end += bytes.len() as u32;
        }
    }

    pub(super) fn remove(&mut self, position: usize) -> Vec<u8> {
        let (start, end) = (self.start(position), self.ends.remove(position));
        for other in &mut self.ends[position..] {
            *other -= end - start as u32;
        }
        self.bytes.0.drain(start..end as usize).collect()
    }

    pub(super) fn split_off(&mut self, at: usize) -> Self {
        let start = self.start(at);
        let mut ends = self.ends.split_off(at);
        for end in &mut ends {
            *end -= start as u32;
        }
        Self { ends, bytes: Bytes(self.bytes.0.split_off(start)) }
    }

    /// Whether these are so many strings, as they can only be after having been written.
    pub(super) fn fits(&self, len: usize) -> bool {
        self.len() == len
            && self.ends.is_sorted()
            && self.ends.last().copied().unwrap_or_default() as usize == self.size()
    }

    /// Gives back the memory that there is for more.
    pub(super) fn shrink(&mut self) {
        self.ends.shrink_to_fit();
        self.bytes.0.shrink_to_fit();
    }

    fn start(&self, position: usize) -> usize {
        position.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strings_are_a_list_of_vectors(
            steps in vec((0..4_u8, any::<prop::sample::Index>(), vec(any::<u8>(), 0..9)), 0..40),
        ) {
            let (mut strings, mut plain) = (Strings::default(), Vec::<Vec<u8>>::new());
            for (step, at, bytes) in steps {
                match step {
                    0 | 1 => {
                        let at = at.index(plain.len() + 1);
                        strings.insert(at, &bytes);
                        plain.insert(at, bytes);
                    }
                    2 if !plain.is_empty() => {
                        let at = at.index(plain.len());
                        prop_assert_eq!(strings.remove(at), plain.remove(at));
                    }
                    _ => {
                        let at = at.index(plain.len() + 1);
                        let (rest, plain_rest) = (strings.split_off(at), plain.split_off(at));
                        prop_assert!(rest.iter().eq(plain_rest.iter().map(Vec::as_slice)));
                        rest.iter().for_each(|bytes| strings.push(bytes));
                        plain.extend(plain_rest);
                    }
                }
                prop_assert!(strings.iter().eq(plain.iter().map(Vec::as_slice)));
                prop_assert!(strings.fits(plain.len()) && !strings.fits(plain.len() + 1));
            }
        }
    }
}
