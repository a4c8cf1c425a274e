//! A table of keys, and what is filed under each.
//!
//! In: keys and numbers. Out: the numbers under a key. It must not know what the numbers stand for.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Keys, each once and numbered in the order they came, with a list of numbers under each.
///
/// All texts lie in one string and all lists in one vector: forty thousand names are a handful of allocations.
#[derive(Debug, Default)]
pub(super) struct Keys {
    texts: String,
    /// Where each key ends in `texts`; it begins where the one before ends.
    ends: Vec<u32>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Per key: its first link and its last.
    lists: Vec<[u32; 2]>,
    links: Vec<Link>,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    value: u32,
    next: u32,
}

/// No link.
const END: u32 = u32::MAX;

impl Keys {
    /// How many keys there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The key with a number; empty when there is none.
    pub(super) fn text(&self, key: u32) -> &str {
        text(&self.texts, &self.ends, key)
    }

    /// The number of a key.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(key);
        self.numbers.find(hash, |number| self.text(*number) == key).copied()
    }

    /// Files a value under a key. Tells the key's number, and whether it is new.
    pub(super) fn file(&mut self, key: &str, value: u32) -> (u32, bool) {
        let (number, new) = self.enter(key);
        let link = self.links.len() as u32;
        self.links.push(Link { value, next: END });
        if let Some([first, last]) = self.lists.get_mut(number as usize) {
            match self.links.get_mut(*last as usize) {
                Some(before) => before.next = link,
                None => *first = link,
            }
            *last = link;
        }
        (number, new)
    }

    fn enter(&mut self, key: &str) -> (u32, bool) {
        let hash = self.hasher.hash_one(key);
        let Self { texts, ends, numbers, hasher, lists, .. } = self;
        if let Some(number) = numbers.find(hash, |number| text(texts, ends, *number) == key) {
            return (*number, false);
        }
        let number = ends.len() as u32;
        texts.push_str(key);
        ends.push(texts.len() as u32);
        lists.push([END, END]);
        numbers.insert_unique(hash, number, |number| hasher.hash_one(text(texts, ends, *number)));
        (number, true)
    }

    /// What is filed under a key, in the order it was filed.
    pub(super) fn under(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.lists.get(key as usize).map_or(END, |[first, _]| *first);
        std::iter::from_fn(move || {
            let link = self.links.get(next as usize)?;
            next = link.next;
            Some(link.value)
        })
    }

    /// What is filed under a key given as text.
    pub(super) fn at(&self, key: &str) -> impl Iterator<Item = u32> + '_ {
        self.number(key).into_iter().flat_map(|number| self.under(number))
    }
}

fn text<'a>(texts: &'a str, ends: &[u32], key: u32) -> &'a str {
    let key = key as usize;
    let Some(end) = ends.get(key) else { return "" };
    let start = key.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    texts.get(start as usize..*end as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_table_of_keys_holds_what_a_map_holds(filed in prop::collection::vec(("[a-cé]{0,3}", 0..9_u32), 0..80)) {
            let mut keys = Keys::default();
            let mut map: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            for (key, value) in filed {
                let (number, new) = keys.file(&key, value);
                prop_assert_eq!(keys.text(number), key.as_str());
                prop_assert_eq!(new, !map.contains_key(&key));
                map.entry(key).or_default().push(value);
            }
            prop_assert_eq!(keys.len(), map.len());
            for (key, values) in map {
                prop_assert_eq!(keys.at(&key).collect::<Vec<_>>(), values);
            }
            prop_assert_eq!(keys.number("nowhere"), None);
        }
    }
}
