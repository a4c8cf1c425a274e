//! Filters in CQL2 (OGC 21-065r2), as text and as JSON.
//!
//! In: a filter as a client wrote it, and what the collection can be asked for. Out: the same as the index takes it, or
//! why not. It must not know HTTP, nor how a filter is decided.
//!
//! Not the crate `cql2` (0.6): its grammar tries twenty open brackets for ten seconds, a hundred thousand `NOT` end the
//! process, and it brings fifty crates along.

mod bind;
mod error;
mod expression;
mod geometry;
mod json;
mod lexer;
mod parser;
mod text;
mod time;
mod wkt;

#[cfg(test)]
mod tests;

pub(super) use error::FilterError;
pub(super) use time::{Instant, Moment, equal as equal_time};

use super::queryables::Queryable;
use crate::service::Filter;

/// Bytes of a filter: no address that is read holds more.
pub(super) const MAX_BYTES: usize = 16 * 1024;
/// Levels of brackets, `NOT`, functions and the like, one within another.
const MAX_DEPTH: usize = 50;
/// Comparisons and the like in one filter.
const MAX_TERMS: usize = 500;
/// Vertices of all geometries of a filter: more than a district's outline has.
const MAX_VERTICES: usize = 2_000;

/// The languages of filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// `cql2-text`.
    Text,
    /// `cql2-json`.
    Json,
}

impl Language {
    /// All of them.
    pub(super) const ALL: [Self; 2] = [Self::Text, Self::Json];

    /// The value of `filter-lang`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "cql2-text",
            Self::Json => "cql2-json",
        }
    }
}

/// Reads a filter on a collection that can be asked for these.
pub(super) fn filter(
    text: &str,
    language: Language,
    queryables: &[Queryable],
) -> Result<Filter, FilterError> {
    if text.len() > MAX_BYTES {
        return Err(FilterError::TooLong(text.len()));
    }
    let expression = match language {
        Language::Text => text::parse(text)?,
        Language::Json => json::parse(text)?,
    };
    bind::bind(&expression, queryables)
}
