//! Short lists of codes, one behind the other.
//!
//! In: lists. Out: the same by their positions. It must not know what the codes mean.

use serde::{Deserialize, Serialize};

/// A list of lists of codes in two pieces of memory.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Lists {
    /// Where each ends among the codes, which is where the next begins.
    ends: Vec<u32>,
    codes: Vec<u32>,
}

impl Lists {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, position: usize) -> &[u32] {
        &self.codes[self.start(position)..self.ends[position] as usize]
    }

    pub(super) fn insert(&mut self, position: usize, list: &[u32]) {
        let start = self.start(position);
        self.codes.splice(start..start, list.iter().copied());
        self.ends.insert(position, start as u32);
        for end in &mut self.ends[position..] {
            *end += list.len() as u32;
        }
    }

    pub(super) fn remove(&mut self, position: usize) {
        let (start, end) = (self.start(position), self.ends.remove(position));
        self.codes.drain(start..end as usize);
        for other in &mut self.ends[position..] {
            *other -= end - start as u32;
        }
    }

    pub(super) fn split_off(&mut self, at: usize) -> Self {
        let start = self.start(at);
        let mut ends = self.ends.split_off(at);
        for end in &mut ends {
            *end -= start as u32;
        }
        Self { ends, codes: self.codes.split_off(start) }
    }

    /// The codes of all lists.
    pub(super) fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The same lists of other codes.
    pub(super) fn mapped(&self, code: impl FnMut(&u32) -> u32) -> Self {
        Self { ends: self.ends.clone(), codes: self.codes.iter().map(code).collect() }
    }

    /// Whether these are so many lists, as they can only be after having been written.
    pub(super) fn fits(&self, len: usize) -> bool {
        self.len() == len
            && self.ends.is_sorted()
            && self.ends.last().copied().unwrap_or_default() as usize == self.codes.len()
    }

    /// Gives back the memory that there is for more.
    pub(super) fn shrink(&mut self) {
        self.ends.shrink_to_fit();
        self.codes.shrink_to_fit();
    }

    fn start(&self, position: usize) -> usize {
        position.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }
}
