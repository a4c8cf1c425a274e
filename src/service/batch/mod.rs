//! Many places at once: lists that go through with answers appended, and requests of many rows.
//!
//! In: a list or rows, and the geocoder. Out: the same rows in the same order, answered, and counts that add up. It
//! must not know files, requests or the store.

mod answers;
mod found;
mod names;
mod points;
mod sheet;
mod texts;

pub use found::{Found, GEOCODE_COLUMNS, Rival};
pub use names::{AnsweredList, StatusCounts, geocode_all, geocode_list};
pub use points::{REVERSE_COLUMNS, ReversedList, reverse_list};
pub use texts::{ARTICLE_COLUMNS, read_list};

use crate::import::ImportError;
use thiserror::Error;

/// Why a list did not go through.
#[derive(Debug, Error)]
pub enum BatchError {
    /// The file can not be read as a list.
    #[error(transparent)]
    List(#[from] ImportError),
    /// A row could not be written.
    #[error("cannot write the answered list")]
    Csv(#[source] csv::Error),
    /// What was written could not be brought to an end.
    #[error("cannot write the answered list")]
    Write(#[source] std::io::Error),
}

#[cfg(test)]
mod tests;
