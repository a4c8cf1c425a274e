//! Why a filter is refused.

use super::{MAX_BYTES, MAX_DEPTH, MAX_TERMS, MAX_VERTICES};
use crate::event::{BboxError, IntervalError, InvalidPoint};
use thiserror::Error;

/// Why a filter is refused.
#[derive(Debug, Error)]
pub(in crate::http) enum FilterError {
    #[error("a filter has {MAX_BYTES} bytes at most, this has {0}")]
    TooLong(usize),
    #[error("a filter is nested {MAX_DEPTH} levels deep at most")]
    TooDeep,
    #[error("a filter has {MAX_TERMS} conditions at most")]
    TooManyTerms,
    #[error("the geometries of a filter have {MAX_VERTICES} vertices at most")]
    TooManyVertices,
    #[error("at character {at}: {found} where {expected} is expected")]
    Syntax { at: usize, found: String, expected: &'static str },
    #[error("at character {at}: {what} is not closed")]
    Unclosed { at: usize, what: &'static str },
    #[error("not a filter in JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("not a filter in JSON: {found} where {expected} is expected")]
    Member { found: String, expected: &'static str },
    #[error("'{op}' takes {takes}, this has {given}")]
    Arguments { op: String, takes: &'static str, given: usize },
    #[error("there is no property '{name}'; {known}")]
    NoProperty { name: String, known: String },
    #[error("'{property}' is {kind}, and is not compared with {given}{hint}")]
    Mismatch { property: String, kind: &'static str, given: String, hint: &'static str },
    #[error("{0} is no condition, which is true or false")]
    NoCondition(String),
    #[error("{found} where {expected} is expected")]
    NoValue { found: String, expected: &'static str },
    #[error("{what} is not offered: {why}")]
    NotOffered { what: String, why: &'static str },
    #[error(transparent)]
    Time(#[from] IntervalError),
    #[error("'{text}' is no {kind}; write {example}")]
    Instant { text: String, kind: &'static str, example: &'static str },
    #[error(transparent)]
    Bbox(#[from] BboxError),
    #[error(transparent)]
    Position(#[from] InvalidPoint),
    #[error("{0}")]
    Shape(&'static str),
}
