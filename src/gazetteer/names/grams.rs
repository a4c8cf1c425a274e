//! Keys that share enough pairs of letters with one asked for to be worth comparing.
//!
//! In: keys. Out: numbers of those that may be within some edits of another. It must not know how edits are
//! counted beyond what one of them can do to pairs.

use super::table::Keys;

/// Keys by pairs of neighbouring letters.
///
/// Keys are ranked by length, so that those of about the right length are one stretch of every list.
#[derive(Debug)]
pub(super) struct Grams {
    /// Rank to number of the key.
    ranked: Vec<u32>,
    /// The first rank of each length, and one past the last.
    of_length: Vec<u32>,
    /// Where the list of each pair begins in `lists`.
    starts: Vec<u32>,
    /// Ranks of the keys that have a pair, growing.
    lists: Vec<u32>,
    /// Per rank: which letters the key has, a bit each.
    letters: Vec<u32>,
}

/// Letters of the longest key that is looked at; longer ones are sentences.
pub(super) const MAX_LETTERS: usize = 64;

/// A wrong letter spoils two pairs, two letters exchanged spoil three.
const PAIRS_PER_EDIT: usize = 3;

/// Kinds of letters that pairs are made of: the edge of a name, 36 letters and digits, and the rest thrown
/// together. Two that fall together only make a pair more common.
const KINDS: usize = 64;

impl Grams {
    pub(super) fn new(keys: &Keys) -> Self {
        let lengths: Vec<usize> =
            (0..keys.len() as u32).map(|number| keys.text(number).chars().count()).collect();
        let mut ranked: Vec<u32> =
            (0..).zip(&lengths).filter(|(_, l)| **l <= MAX_LETTERS).map(|(n, _)| n).collect();
        ranked.sort_by_key(|number| lengths.get(*number as usize).copied());
        let length = |number: &u32| lengths.get(*number as usize).copied().unwrap_or_default();
        let of_length = (0..=MAX_LETTERS + 1)
            .map(|wanted| ranked.partition_point(|number| length(number) < wanted) as u32)
            .collect();

        // Counted first, then filled: two passes over the keys, and no list that grows.
        let mut starts = vec![0_u32; KINDS * KINDS + 1];
        let mut pairs = Vec::new();
        for number in &ranked {
            pairs_of(keys.text(*number), &mut pairs);
            for pair in &pairs {
                if let Some(count) = starts.get_mut(usize::from(*pair) + 1) {
                    *count += 1;
                }
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let letters = ranked.iter().map(|number| letters_of(keys.text(*number))).collect();
        let mut lists = vec![0_u32; sum as usize];
        let mut next = starts.clone();
        for (rank, number) in (0..).zip(&ranked) {
            pairs_of(keys.text(*number), &mut pairs);
            for pair in &pairs {
                let Some(next) = next.get_mut(usize::from(*pair)) else { continue };
                if let Some(place) = lists.get_mut(*next as usize) {
                    *place = rank;
                }
                *next += 1;
            }
        }
        Self { ranked, of_length, starts, lists, letters }
    }

    /// Numbers of all keys that may be within so many edits of a text, and of some that are not.
    pub(super) fn like(&self, text: &str, edits: usize) -> Vec<u32> {
        let mut pairs = Vec::new();
        pairs_of(text, &mut pairs);
        let needed = pairs.len().saturating_sub(PAIRS_PER_EDIT * edits);
        self.sharing(text, &pairs, [edits, edits], needed)
    }

    /// Numbers of the keys of about the same length that have half of the pairs: what three edits leave of a
    /// long name, as a rule. A word more or less is no spelling.
    pub(super) fn half_like(&self, text: &str, edits: usize) -> Vec<u32> {
        const LETTERS_MORE_OR_LESS: usize = 2;
        let mut pairs = Vec::new();
        pairs_of(text, &mut pairs);
        self.sharing(text, &pairs, [edits, LETTERS_MORE_OR_LESS], pairs.len().div_ceil(2))
    }

    fn sharing(&self, text: &str, pairs: &[u16], [edits, longer]: [usize; 2], needed: usize) -> Vec<u32> {
        let letters = text.chars().count();
        let rank =
            |length: usize| self.of_length.get(length.min(MAX_LETTERS + 1)).copied().unwrap_or_default();
        let (low, high) = (rank(letters.saturating_sub(longer)), rank(letters + longer + 1));
        // A letter changed for another takes one away and brings one; most keys that share pairs fail here.
        let own = letters_of(text);
        let number = |rank: u32| {
            let other = self.letters.get(rank as usize)?;
            let differ = (own ^ other).count_ones() as usize;
            (differ <= 2 * edits).then(|| self.ranked.get(rank as usize).copied()).flatten()
        };
        if needed == 0 {
            // The edits may leave no pair at all: then every key of the right length must be looked at.
            return (low..high).filter_map(number).collect();
        }
        let mut shared = vec![0_u8; (high - low) as usize];
        let mut like = Vec::new();
        for pair in pairs {
            let list = self.list(*pair);
            let from = list.partition_point(|rank| *rank < low);
            for rank in list.iter().skip(from).take_while(|rank| **rank < high) {
                let Some(count) = shared.get_mut((rank - low) as usize) else { continue };
                // A key has at most as many pairs as letters, and one more.
                *count += 1;
                if usize::from(*count) == needed {
                    like.extend(number(*rank));
                }
            }
        }
        like
    }

    fn list(&self, pair: u16) -> &[u32] {
        let at = |pair: usize| self.starts.get(pair).copied().unwrap_or_default() as usize;
        self.lists.get(at(usize::from(pair))..at(usize::from(pair) + 1)).unwrap_or_default()
    }
}

/// The pairs of neighbouring letters of a key, each once, with a mark at both ends.
fn pairs_of(key: &str, pairs: &mut Vec<u16>) {
    const EDGE: u16 = 0;
    pairs.clear();
    let mut before = EDGE;
    for kind in key.chars().map(kind).chain([EDGE]) {
        pairs.push(before * KINDS as u16 + kind);
        before = kind;
    }
    pairs.sort_unstable();
    pairs.dedup();
}

/// Which letters a key has. Those beyond a to z share the six bits that are left.
fn letters_of(key: &str) -> u32 {
    key.chars()
        .map(kind)
        .fold(0, |letters, kind| letters | 1 << if kind <= 26 { kind - 1 } else { 26 + kind % 6 })
}

fn kind(letter: char) -> u16 {
    match letter {
        'a'..='z' => letter as u16 - 'a' as u16 + 1,
        '0'..='9' => letter as u16 - '0' as u16 + 27,
        other => (other as u32 % (KINDS as u32 - 37)) as u16 + 37,
    }
}
