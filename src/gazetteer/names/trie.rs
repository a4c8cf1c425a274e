//! Keys that begin with a misspelt text.
//!
//! In: keys in the order of the alphabet. Out: stretches of them, with the edits that their beginning takes. It
//! must not know names.

use super::prefix::MAX_TYPED;
use super::table::Keys;
use std::ops::Range;

/// Stretches of Sahel keys that begin with a text but for 1 to `allowed` edits.
///
/// The sorted keys are walked as the trie they are, with a row of the edit table per letter; a branch ends
/// where no cell of its row is small enough.
pub(super) fn misspelt(sorted: &[u32], keys: &Keys, typed: &str, allowed: u8) -> Vec<(Range<usize>, u8)> {
    let typed = typed.as_bytes().get(..MAX_TYPED.min(typed.len())).unwrap_or_default();
    let mut found = Vec::new();
    let mut branches = vec![Branch::root(sorted.len(), typed.len())];
    while let Some(branch) = branches.pop() {
        let at = |rank: usize| sorted.get(rank).and_then(|key| keys.text(*key).as_bytes().get(branch.depth));
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
