//! Which feature has an id.
//!
//! In: ids and orders. Out: the order of the feature that took an id last. It must not know features: whoever asks says what
//! id an order has.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;
use std::sync::Arc;

/// Tables that a copy shares; one is copied when it changes, which for a million ids takes some microseconds.
const TABLES: usize = 256;

/// The orders of features by their ids. The ids themselves stay where the features are.
#[derive(Debug, Clone)]
pub(super) struct Ids {
    tables: Vec<Arc<HashTable<u64>>>,
    hasher: DefaultHashBuilder,
}

impl Default for Ids {
    fn default() -> Self {
        Self { tables: vec![Arc::default(); TABLES], hasher: DefaultHashBuilder::default() }
    }
}

impl Ids {
    /// Of features by ids and orders, none of them twice.
    pub(super) fn of<'a>(count: usize, ids: impl Iterator<Item = (u64, &'a str)>) -> Self {
        let hasher = DefaultHashBuilder::default();
        // By tables first, so that each is made as large as it must be.
        let new = || Vec::with_capacity(count / TABLES * 9 / 8);
        let mut by_table: Vec<Vec<(u64, u64)>> = std::iter::repeat_with(new).take(TABLES).collect();
        for (order, id) in ids {
            let hash = hasher.hash_one(id);
            by_table[table_of(hash)].push((hash, order));
        }
        let table = |orders: Vec<(u64, u64)>| {
            let mut table = HashTable::with_capacity(orders.len());
            for (hash, order) in orders {
                // There is room: none has to be hashed again.
                table.insert_unique(hash, order, |_| hash);
            }
            Arc::new(table)
        };
        Self { tables: by_table.into_iter().map(table).collect(), hasher }
    }

    /// The order of the feature with an id; `id_of` says which id an order has.
    pub(super) fn get<'a>(&self, id: &str, id_of: impl Fn(u64) -> Option<&'a str>) -> Option<u64> {
        let hash = self.hasher.hash_one(id);
        self.tables[table_of(hash)].find(hash, |order| id_of(*order) == Some(id)).copied()
    }

    /// Gives an id to a feature, whoever had it before.
    pub(super) fn give<'a>(&mut self, id: &str, order: u64, id_of: impl Fn(u64) -> Option<&'a str>) {
        let hash = self.hasher.hash_one(id);
        let table = Arc::make_mut(&mut self.tables[table_of(hash)]);
        if let Some(holder) = table.find_mut(hash, |other| id_of(*other) == Some(id)) {
            *holder = order;
        } else {
            let hasher = &self.hasher;
            // A feature that is there has an id.
            table.insert_unique(hash, order, |order| hasher.hash_one(id_of(*order).unwrap_or_default()));
        }
    }

    /// Takes the id of a feature back, unless another has it by now.
    pub(super) fn take(&mut self, id: &str, order: u64) {
        let hash = self.hasher.hash_one(id);
        let table = Arc::make_mut(&mut self.tables[table_of(hash)]);
        if let Ok(holder) = table.find_entry(hash, |other| *other == order) {
            holder.remove();
        }
    }
}

/// By bits that the table itself does not look at.
fn table_of(hash: u64) -> usize {
    (hash >> 40) as usize % TABLES
}
