//! What an import has brought into a store that was empty.
//!
//! In: the ids and the fingerprints of events, as they are added. Out: whether one of them may be there, without a look into a
//! table; and the events that wait to be written. It must not know rows.

use super::bulk::Bulk;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher as _;

pub(super) struct Brought {
    hasher: DefaultHashBuilder,
    /// Numbers made of the texts: what is not among them need not be looked for.
    numbers: HashTable<u64>,
    pub(super) bulk: Bulk,
}

impl Brought {
    pub(super) fn new() -> Self {
        Self { hasher: DefaultHashBuilder::default(), numbers: HashTable::new(), bulk: Bulk::new() }
    }

    pub(super) fn take(&mut self, text: &str) {
        let number = self.hasher.hash_one(text);
        self.numbers.entry(number, |one| *one == number, |one| *one).or_insert(number);
    }

    pub(super) fn may_have(&self, text: &str) -> bool {
        let number = self.hasher.hash_one(text);
        self.numbers.find(number, |one| *one == number).is_some()
    }
}
