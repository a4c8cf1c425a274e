//! How many letters must be changed to make one name of another.
//!
//! In: two keys. Out: a count (optimal string alignment: a letter added, left out, changed, or exchanged with
//! its neighbour). It must not know names.

/// A text to compare many others with.
#[derive(Debug)]
pub(in crate::gazetteer) struct Pattern<'a> {
    text: &'a str,
    /// Per ASCII letter: in which places it stands, a bit each. Empty where the text does not fit.
    places: Vec<u64>,
}

/// Longer texts, and others than ASCII, go the slow way.
const PLACES: usize = 64;

impl<'a> Pattern<'a> {
    pub(in crate::gazetteer) fn new(text: &'a str) -> Self {
        let mut places = Vec::new();
        if text.is_ascii() && (1..=PLACES).contains(&text.len()) {
            places.resize(128, 0_u64);
            for (at, byte) in text.bytes().enumerate() {
                if let Some(bits) = places.get_mut(usize::from(byte)) {
                    *bits |= 1 << at;
                }
            }
        }
        Self { text, places }
    }

    /// The edits to another text.
    ///
    /// Hyyrö's bit-parallel form of the distance (2003, "A bit-vector algorithm for computing Levenshtein and
    /// Damerau edit distances", fig. 8): a column of the table is a machine word, some 30 ns a name; the table
    /// of `strsim`, which the tests hold it to, takes twenty times as long.
    pub(in crate::gazetteer) fn edits(&self, other: &str) -> usize {
        if self.places.is_empty() || !other.is_ascii() {
            return strsim::osa_distance(self.text, other);
        }
        let last = 1_u64 << (self.text.len() - 1);
        let mut edits = self.text.len();
        let (mut up, mut down) = (u64::MAX, 0_u64);
        let (mut diagonal, mut places_before) = (0_u64, 0_u64);
        for byte in other.bytes() {
            let places = self.places.get(usize::from(byte)).copied().unwrap_or_default();
            let exchanged = ((!diagonal & places) << 1) & places_before;
            diagonal = ((places & up).wrapping_add(up) ^ up) | places | down | exchanged;
            let right_up = down | !(diagonal | up);
            let right_down = diagonal & up;
            edits += usize::from(right_up & last != 0);
            edits -= usize::from(right_down & last != 0);
            let right_up = (right_up << 1) | 1;
            up = (right_down << 1) | !(diagonal | right_up);
            down = right_up & diagonal;
            places_before = places;
        }
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn edits_are_counted_as_by_the_table(one in "[a-dé]{0,9}", other in "[a-dé]{0,9}") {
            prop_assert_eq!(Pattern::new(&one).edits(&other), strsim::osa_distance(&one, &other));
        }

        #[test]
        fn long_names_are_counted_too(one in "[ab]{55,70}", other in "[ab]{55,70}") {
            prop_assert_eq!(Pattern::new(&one).edits(&other), strsim::osa_distance(&one, &other));
        }
    }
}
