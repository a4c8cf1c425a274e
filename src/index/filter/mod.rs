//! Conditions on features, and how they are decided.
//!
//! In: a filter as a client means it. Out: which rows of a chunk it holds for. It must not know the language that it
//! was written in.

mod compiled;
mod like;
mod matcher;

pub(super) use compiled::Compiled;

use super::attribute::Attribute;
use geo::Geometry;

/// A condition on features, in three values as SQL and CQL2 (OGC 21-065r2, 8.1) have them: a test of what is not known
/// is neither true nor false, and only what is true matches.
///
/// Attributes are named by their place among those of the collection. A test of another type than the attribute's, or of
/// an attribute that is not there, is never true nor false; only [`Filter::IsNull`] is true of what is not there.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// The same for every feature.
    Constant(Option<bool>),
    /// All hold.
    And(Vec<Filter>),
    /// One holds.
    Or(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// A test of the feature's id.
    Id {
        /// What must hold.
        test: TextTest,
        /// What makes no difference.
        folding: Folding,
    },
    /// A test of a text, or of one of several.
    Text {
        /// Which attribute.
        attribute: usize,
        /// What must hold.
        test: TextTest,
        /// What makes no difference.
        folding: Folding,
    },
    /// A test of a number.
    Number {
        /// Which attribute.
        attribute: usize,
        /// What must hold.
        test: NumberTest,
    },
    /// True or false.
    Boolean {
        /// Which attribute.
        attribute: usize,
        /// What it must be.
        value: bool,
    },
    /// It is not known.
    IsNull(Property),
    /// First and last millisecond of the span lie within closed bounds. Each relation between times is one or several
    /// of these. Unknown for a feature without a span.
    Time {
        /// Bounds of the first millisecond.
        start: (i64, i64),
        /// Bounds of the last millisecond.
        end: (i64, i64),
    },
    /// It shares a point with a geometry in degrees, longitude first. Unknown for a feature without a shape.
    Space(Box<Geometry>),
    /// Each of these words, folded ([`crate::event::fold`]), begins a word of the feature's text.
    Words(Vec<String>),
}

/// Something of a feature that may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Property {
    /// Its id, which is always known.
    Id,
    /// Its span.
    Time,
    /// Its shape.
    Geometry,
    /// An attribute.
    Attribute(usize),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Not the same.
    NotEqual,
    /// Before.
    Less,
    /// Before or the same.
    LessOrEqual,
    /// Behind.
    Greater,
    /// Behind or the same.
    GreaterOrEqual,
}

/// A test of a text. Texts are ordered by their code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextTest {
    /// Against one text.
    Compare(Comparison, String),
    /// Between two, both included.
    Between(String, String),
    /// One of several.
    In(Vec<String>),
    /// Like a pattern: `%` for any letters, `_` for one, `\` before a sign that stands for itself.
    Like(String),
}

/// What makes no difference between texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Folding {
    /// Upper and lower case.
    pub case: bool,
    /// Accents and other marks.
    pub accents: bool,
}

/// A test of a number.
#[derive(Debug, Clone, PartialEq)]
pub enum NumberTest {
    /// Against one number.
    Compare(Comparison, f64),
    /// Between two, both included.
    Between(f64, f64),
    /// One of several.
    In(Vec<f64>),
}

impl Filter {
    /// Holds where this and another hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match self {
            Self::And(mut filters) => {
                filters.push(other);
                Self::And(filters)
            }
            first => Self::And(vec![first, other]),
        }
    }
}

impl Comparison {
    /// Whether it holds for values in this order to each other.
    pub(super) fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// The place of an attribute among those of a collection.
pub fn attribute_named(attributes: &[Attribute], name: &str) -> Option<usize> {
    attributes.iter().position(|attribute| attribute.name == name)
}

#[cfg(test)]
mod tests;
