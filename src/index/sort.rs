//! Orders that pages come in.
//!
//! In: what to sort by. Out: features' places in that order, comparable, so that a page begins behind one of them
//! whatever was added or removed in between. It must not know how a place is written in an address.

use std::cmp::Ordering;
use std::sync::Arc;

/// What features can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortProperty {
    /// The order they were added in.
    Order,
    /// The first millisecond of their span.
    Start,
    /// The last millisecond of their span.
    End,
    /// Their id.
    Id,
    /// An attribute; of several texts the first one counts. Texts are ordered without regard to case and accents.
    Attribute(usize),
}

/// One key of an order. What is not known comes last, whatever the direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// By what.
    pub property: SortProperty,
    /// The greatest first.
    pub descending: bool,
}

/// A feature's value of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum SortValue {
    /// Not known.
    Null,
    /// A number; true is 1 and false is 0.
    Number(f64),
    /// A whole number: milliseconds, or the feature's order.
    Whole(i64),
    /// A text, folded.
    Text(Arc<str>),
}

/// A feature's place in an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// [`super::Feature::order`].
    pub order: u64,
    /// Its values of the keys, in their order; none where pages are not sorted.
    pub keys: Vec<SortValue>,
}

impl Cursor {
    /// A place in the order that features were added in.
    pub fn unsorted(order: u64) -> Self {
        Self { order, keys: Vec::new() }
    }

    /// Which of two places comes first.
    pub(super) fn compare(&self, other: &Self, sort: &[SortKey]) -> Ordering {
        let by_keys = sort.iter().zip(self.keys.iter().zip(&other.keys));
        by_keys
            .map(|(key, (mine, others))| mine.compare(others, key.descending))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| self.order.cmp(&other.order))
    }
}

impl SortValue {
    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let order = match (self, other) {
            (Self::Null, Self::Null) => return Ordering::Equal,
            (Self::Null, _) => return Ordering::Greater,
            (_, Self::Null) => return Ordering::Less,
            (Self::Number(mine), Self::Number(others)) => mine.total_cmp(others),
            (Self::Whole(mine), Self::Whole(others)) => mine.cmp(others),
            (Self::Text(mine), Self::Text(others)) => mine.cmp(others),
            // A cursor from elsewhere, of another type than the key: any order does, as long as it is one.
            (mine, others) => mine.rank().cmp(&others.rank()),
        };
        if descending { order.reverse() } else { order }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Null => 3,
            Self::Number(_) => 0,
            Self::Whole(_) => 1,
            Self::Text(_) => 2,
        }
    }
}
