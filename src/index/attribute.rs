//! What features can be asked for beside box and time.
//!
//! In: nothing. Out: the names and types of attributes, and a feature's values of them. It must not know how they are
//! kept.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What kind of values an attribute has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeType {
    /// One text.
    Text,
    /// Several texts: a test holds for the feature when it holds for one of them.
    Texts,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
}

/// Something that the features of a collection may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// Its name in filters.
    pub name: &'static str,
    /// What kind of values it has.
    pub kind: AttributeType,
    /// What it is, for people.
    pub title: &'static str,
}

impl Attribute {
    /// An attribute.
    pub const fn new(name: &'static str, kind: AttributeType, title: &'static str) -> Self {
        Self { name, kind, title }
    }
}

/// A feature's value of an attribute. One of another type than the attribute's counts as [`Value::Null`].
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Not known.
    #[default]
    Null,
    /// A text.
    Text(Arc<str>),
    /// Several texts, of which one that comes again counts once; none of them is the same as not known.
    Texts(Vec<Arc<str>>),
    /// A number, also a whole one; not a number counts as not known.
    Number(f64),
    /// True or false.
    Boolean(bool),
}

impl From<&str> for Value {
    /// An empty text is not known.
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Null } else { Self::Text(text.into()) }
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Null, Self::from)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<u32>> for Value {
    fn from(number: Option<u32>) -> Self {
        number.map_or(Self::Null, |number| Self::Number(number.into()))
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Boolean(truth)
    }
}

impl<T: Into<Arc<str>>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        Self::Texts(texts.into_iter().map(Into::into).collect())
    }
}
