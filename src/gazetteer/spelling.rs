//! How far apart two spellings of a name are, in letters' worth.
//!
//! In: two plain keys (K1). Out: 1 for a letter that was mistaken for any other, less for what ears, pens and keyboards
//! confuse. It must not know places, nor which of the two is right.
//!
//! Malian names have no one spelling: they are Bambara, Songhay, Fulfulde and Tamasheq names that French and English
//! ears wrote down, and that people type again from paper. The costs are by hand, after the rules by which the same
//! names differ between GeoNames, the official lists and reports; the fit of the score says what a letter is worth.

use std::sync::LazyLock;

/// Longer keys are sentences: they are compared by counted letters, if at all.
pub(super) const MOST_LETTERS: usize = 40;

/// A letter left out, or added.
const GAP: f32 = 0.9;
/// A vowel left out or added between consonants: Boulkessi, Boulikessi.
const VOWEL_GAP: f32 = 0.65;
/// The same at the end of a name, and of the letters that French leaves mute there.
const MUTE_GAP: f32 = 0.45;
/// A glide beside a vowel: Niono, Nyiono; and a nasal before a consonant: Ansogo, Ansongo.
const GLIDE_GAP: f32 = 0.5;
/// One of two same letters, an h, the u of "gu" and the o of "ou": spelling, not sound.
const SILENT_GAP: f32 = 0.25;
/// Two neighbouring letters exchanged.
const EXCHANGED: f32 = 0.6;
/// What a mistake in the first letter costs more: people rarely make it.
const FIRST: f32 = 0.4;
/// Any other letter.
const OTHER: f32 = 1.0;
/// A letter whose key lies beside that of the right one, on French or English keyboards.
const NEXT_KEY: f32 = 0.8;
/// One vowel for another.
const VOWEL: f32 = 0.5;
/// "Bamba 2" is no misspelt "Bamba 1".
const NUMBER: f32 = 8.0;

/// Letters that stand for one sound in two orthographies, or for sounds that are one to a foreign ear.
const CONFUSED: [(u8, u8, f32); 30] = [
    (b'c', b'k', 0.2),
    (b'k', b'q', 0.2),
    (b'c', b'q', 0.2),
    (b's', b'z', 0.2),
    (b'i', b'y', 0.2),
    (b'u', b'w', 0.25),
    (b'o', b'u', 0.35),
    (b'e', b'i', 0.35),
    (b'c', b's', 0.35),
    (b'g', b'j', 0.4),
    (b'a', b'e', 0.45),
    (b'a', b'o', 0.45),
    (b'j', b'y', 0.5),
    (b'b', b'p', 0.5),
    (b'd', b't', 0.5),
    (b'l', b'r', 0.5),
    (b'm', b'n', 0.5),
    (b'f', b'v', 0.5),
    (b'f', b'p', 0.5),
    (b'b', b'v', 0.5),
    (b'v', b'w', 0.5),
    (b'x', b's', 0.5),
    (b'z', b'j', 0.5),
    (b'g', b'k', 0.55),
    (b'd', b'r', 0.6),
    (b'l', b'n', 0.6),
    (b'g', b'r', 0.6),
    (b'h', b'k', 0.6),
    (b'g', b'h', 0.6),
    (b'i', b'j', 0.6),
];

/// Two letters that are written for one.
const TWO_FOR_ONE: [([u8; 2], u8, f32); 22] = [
    (*b"ou", b'w', 0.2),
    (*b"ph", b'f', 0.2),
    (*b"qu", b'k', 0.2),
    (*b"ai", b'e', 0.2),
    (*b"ay", b'e', 0.2),
    (*b"ae", b'e', 0.2),
    (*b"ei", b'e', 0.2),
    (*b"ey", b'e', 0.2),
    (*b"ch", b's', 0.25),
    (*b"oo", b'u', 0.25),
    (*b"gh", b'r', 0.3),
    (*b"au", b'o', 0.3),
    (*b"ee", b'i', 0.3),
    (*b"di", b'j', 0.3),
    (*b"dy", b'j', 0.3),
    (*b"dj", b'g', 0.4),
    (*b"ks", b'x', 0.3),
    (*b"gu", b'w', 0.4),
    (*b"ie", b'e', 0.3),
    (*b"ti", b'c', 0.5),
    (*b"ny", b'n', 0.4),
    (*b"gn", b'n', 0.4),
];

/// Two letters that are written for two others.
const TWO_FOR_TWO: [([u8; 2], [u8; 2], f32); 6] = [
    (*b"gn", *b"ny", 0.25),
    (*b"gn", *b"ni", 0.3),
    (*b"ch", *b"sh", 0.2),
    (*b"ch", *b"ti", 0.4),
    (*b"gh", *b"kh", 0.4),
    (*b"dj", *b"di", 0.3),
];

/// Rows of keys, of French keyboards and of English ones.
const KEYBOARDS: [&[u8]; 6] =
    [b"azertyuiop", b"qsdfghjklm", b"wxcvbn", b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

const LETTERS: usize = 26;

/// What it costs to write one letter for another.
type Confusions = [[f32; LETTERS]; LETTERS];

/// The costs by letter, and which two letters are ever written for others: most are not, and need not be looked for.
struct Costs {
    confusions: Confusions,
    pairs: [[bool; LETTERS]; LETTERS],
}

static COSTS: LazyLock<Box<Costs>> =
    LazyLock::new(|| Box::new(Costs { confusions: confusions(), pairs: pairs() }));

fn pairs() -> [[bool; LETTERS]; LETTERS] {
    let mut table = [[false; LETTERS]; LETTERS];
    let for_two = TWO_FOR_TWO.iter().flat_map(|(one, other, _)| [*one, *other]);
    for [first, second] in TWO_FOR_ONE.iter().map(|(pair, ..)| *pair).chain(for_two) {
        if let Some(slot) = table.get_mut(place(first)).and_then(|row| row.get_mut(place(second))) {
            *slot = true;
        }
    }
    table
}

impl Costs {
    /// Whether two letters that end at a place may be written for others.
    fn is_pair(&self, letters: &[u8], end: usize) -> bool {
        let Some([first, second]) = end.checked_sub(1).and_then(|start| letters.get(start..=end)) else {
            return false;
        };
        self.pairs.get(place(*first)).and_then(|row| row.get(place(*second))).is_some_and(|is| *is)
    }
}

fn confusions() -> Confusions {
    let mut table = [[OTHER; LETTERS]; LETTERS];
    let mut set = |one: u8, other: u8, cost: f32| {
        for (one, other) in [(one, other), (other, one)] {
            let slot = table.get_mut(place(one)).and_then(|row| row.get_mut(place(other)));
            if let Some(slot) = slot {
                *slot = slot.min(cost);
            }
        }
    };
    for keys in KEYBOARDS {
        for (one, other) in keys.iter().zip(keys.iter().skip(1)) {
            set(*one, *other, NEXT_KEY);
        }
    }
    for one in VOWELS {
        for other in VOWELS {
            set(*one, *other, VOWEL);
        }
    }
    for (one, other, cost) in CONFUSED {
        set(one, other, cost);
    }
    for letter in b'a'..=b'z' {
        set(letter, letter, 0.0);
    }
    table
}

const VOWELS: &[u8; 5] = b"aeiou";

/// Where a letter stands in the alphabet; beyond it for digits.
fn place(letter: u8) -> usize {
    usize::from(letter.wrapping_sub(b'a'))
}

fn is_vowel(letter: u8) -> bool {
    VOWELS.contains(&letter)
}

/// A plain key, ready to be compared with many others.
#[derive(Debug, Clone)]
pub(super) struct Spelt<'a> {
    key: &'a str,
    /// What each letter costs when the other spelling lacks it; empty where the key is not compared letter by letter.
    gaps: Vec<f32>,
}

impl<'a> Spelt<'a> {
    pub(super) fn new(key: &'a str) -> Self {
        let letters = key.as_bytes();
        let is_comparable = letters.len() <= MOST_LETTERS && is_plain(letters);
        let gaps = if is_comparable { gaps(letters) } else { Vec::new() };
        Self { key, gaps }
    }

    /// How far apart the two are, if it is no more than so much.
    ///
    /// An alignment as in the optimal string alignment distance, with these costs, and with two letters for one or
    /// two others. The same in both directions, 0 only for the same key; a way over a third spelling may be
    /// shorter, as with every alignment in which no letter is changed twice.
    pub(super) fn apart(&self, other: &str, most: f32) -> Option<f32> {
        let (one, two) = (self.key.as_bytes(), other.as_bytes());
        if self.key == other {
            return Some(0.0);
        }
        if self.gaps.is_empty() || two.len() > MOST_LETTERS || two.is_empty() || !is_plain(two) {
            let counted = strsim::osa_distance(self.key, other) as f32;
            return (counted <= most).then_some(counted);
        }
        let costs = &**COSTS;
        // Both keys are no longer than the rows, so that every place below is in them.
        let mut two_gaps = [0.0_f32; MOST_LETTERS];
        let mut two_pairs = [false; MOST_LETTERS];
        for (at, (gap, is_pair)) in two_gaps.iter_mut().zip(&mut two_pairs).enumerate().take(two.len()) {
            *gap = gap_at(two, at);
            *is_pair = costs.is_pair(two, at);
        }
        let mut rows = [[0.0_f32; MOST_LETTERS + 1]; 3];
        for (at, gap) in two_gaps.iter().enumerate().take(two.len()) {
            rows[0][at + 1] = rows[0][at] + gap;
        }
        let mut least_before = 0.0;
        for i in 1..=one.len() {
            let (now, before, two_before) = (i % 3, (i + 2) % 3, (i + 1) % 3);
            let (a, gap, is_pair) = (one[i - 1], self.gaps[i - 1], costs.is_pair(one, i - 1));
            rows[now][0] = rows[before][0] + gap;
            let mut least = rows[now][0];
            for j in 1..=two.len() {
                let b = two[j - 1];
                let first = if i == 1 && j == 1 && a != b { FIRST } else { 0.0 };
                let mut cost = (rows[before][j - 1] + written_for(&costs.confusions, a, b) + first)
                    .min(rows[before][j] + gap)
                    .min(rows[now][j - 1] + two_gaps[j - 1]);
                if is_pair {
                    cost = cost.min(rows[two_before][j - 1] + two_for_one([one[i - 2], a], b));
                }
                if two_pairs[j - 1] {
                    let pair = [two[j - 2], b];
                    cost = cost.min(rows[before][j - 2] + two_for_one(pair, a));
                    if is_pair {
                        let way = rows[two_before][j - 2] + two_for_two([one[i - 2], a], pair);
                        cost = cost.min(way);
                    }
                }
                if i > 1 && j > 1 && a == two[j - 2] && b == one[i - 2] && a != b {
                    cost = cost.min(rows[two_before][j - 2] + EXCHANGED);
                }
                rows[now][j] = cost;
                least = least.min(cost);
            }
            // Every way goes through one of two neighbouring rows.
            if least.min(least_before) > most {
                return None;
            }
            least_before = least;
        }
        let apart = rows[one.len() % 3][two.len()];
        (apart <= most).then_some(apart)
    }
}

/// How far apart two plain keys are.
pub(super) fn letters_apart(one: &str, other: &str) -> f32 {
    Spelt::new(one).apart(other, f32::INFINITY).unwrap_or(f32::INFINITY)
}

fn is_plain(letters: &[u8]) -> bool {
    letters.iter().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
}

fn gaps(letters: &[u8]) -> Vec<f32> {
    (0..letters.len()).map(|at| gap_at(letters, at)).collect()
}

/// What a letter costs when the other spelling lacks it.
fn gap_at(letters: &[u8], at: usize) -> f32 {
    let Some(&letter) = letters.get(at) else { return GAP };
    let before = at.checked_sub(1).and_then(|before| letters.get(before)).copied();
    let after = letters.get(at + 1).copied();
    let beside_vowel = || [before, after].into_iter().flatten().any(is_vowel);
    let cost = match (before, letter, after) {
        (_, b'0'..=b'9', _) => return NUMBER,
        (Some(before), letter, _) if before == letter => SILENT_GAP,
        (_, b'h', _)
        | (Some(b'g' | b'q' | b'o'), b'u', _)
        | (_, b'o', Some(b'u'))
        | (_, b'd' | b't', Some(b'j')) => SILENT_GAP,
        (_, b'n' | b'm', Some(after)) if !is_vowel(after) => GLIDE_GAP,
        (_, b'e' | b's' | b't' | b'a' | b'i' | b'o' | b'u', None) => MUTE_GAP,
        (_, b'y' | b'w' | b'i' | b'u', _) if beside_vowel() => GLIDE_GAP,
        (_, letter, _) if is_vowel(letter) => VOWEL_GAP,
        _ => GAP,
    };
    if at == 0 { cost + FIRST } else { cost }
}

fn written_for(confusions: &Confusions, one: u8, other: u8) -> f32 {
    let known = confusions.get(place(one)).and_then(|row| row.get(place(other)));
    known.copied().unwrap_or(if one == other { 0.0 } else { NUMBER })
}

fn two_for_one(pair: [u8; 2], one: u8) -> f32 {
    let known = TWO_FOR_ONE.iter().find(|(two, single, _)| *two == pair && *single == one);
    known.map_or(f32::INFINITY, |(.., cost)| *cost)
}

fn two_for_two(one: [u8; 2], other: [u8; 2]) -> f32 {
    let is = |a: &[u8; 2], b: &[u8; 2]| (*a == one && *b == other) || (*a == other && *b == one);
    let known = TWO_FOR_TWO.iter().find(|(a, b, _)| is(a, b));
    known.map_or(f32::INFINITY, |(.., cost)| *cost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_one_sound_is_less_than_a_letter_apart() {
        for (one, other) in [
            ("goundam", "gundam"),
            ("labbezanga", "labezanga"),
            ("boulkessi", "boulekessi"),
            ("ansogo", "ansongo"),
            ("djenne", "jenne"),
            ("kidal", "qidal"),
            ("ouatagouna", "watagouna"),
            ("menaka", "menakat"),
            ("gharous", "rharous"),
            ("segou", "segu"),
            ("niono", "nyono"),
            ("farabougou", "farabugu"),
            ("koutiala", "kutyala"),
            ("tenenkou", "teninkou"),
        ] {
            let apart = letters_apart(one, other);
            assert!(apart > 0.0 && apart < 1.0, "{one} {other} {apart}");
        }
    }

    #[test]
    fn another_letter_or_number_is_another_name() {
        for (one, other, least) in
            [("gao", "gam", 0.9), ("kati", "bafo", 2.0), ("kala1", "kala2", 7.0), ("kala", "kala2", 7.0)]
        {
            let apart = letters_apart(one, other);
            assert!(apart >= least, "{one} {other} {apart}");
        }
        // The first letter weighs more than one within.
        assert!(letters_apart("mopti", "xopti") > letters_apart("mopti", "moxti"));
        assert!(letters_apart("bourem", "bourmm") > letters_apart("bourem", "bouerm"));
    }

    proptest! {
        #[test]
        fn apart_is_symmetric_and_nothing_only_for_the_same(one in "[a-z0-9]{1,12}", other in "[a-z0-9]{1,12}") {
            let apart = letters_apart(&one, &other);
            prop_assert!((apart - letters_apart(&other, &one)).abs() < 1e-4);
            prop_assert_eq!(apart == 0.0, one == other);
        }

        #[test]
        fn a_bound_hides_only_what_is_beyond_it(one in "[abgouj]{1,9}", other in "[abgouj]{1,9}", most in 0.0..4.0f32) {
            let apart = letters_apart(&one, &other);
            prop_assert_eq!(Spelt::new(&one).apart(&other, most), (apart <= most).then_some(apart));
        }

        #[test]
        fn no_edit_costs_more_than_a_letter_and_the_first(one in "[a-z]{1,9}", other in "[a-z]{1,9}") {
            let counted = strsim::osa_distance(&one, &other) as f32;
            prop_assert!(letters_apart(&one, &other) <= counted + 2.0 * FIRST + 1e-4);
        }

        #[test]
        fn any_text_is_compared(one in "\\PC{0,50}", other in "\\PC{0,50}") {
            prop_assert!(letters_apart(&one, &other) >= 0.0);
        }
    }
}
