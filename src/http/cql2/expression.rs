//! A filter as it is written, whichever of the two ways.
//!
//! In: nothing. Out: the one form that text and JSON are read into. It must not know what properties there are.

use super::FilterError;
use super::time::Instant;
use crate::service::Comparison;
use geo::Geometry;

/// An expression: a condition or a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    Property(String),
    Text(String),
    Number(f64),
    Boolean(bool),
    Instant(Instant),
    Interval(Bound, Bound),
    Geometry(Geometry),
    List(Vec<Expr>),
    Call(Op, Vec<Expr>),
}

/// One end of an interval.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bound {
    Open,
    Instant(Instant),
    Property(String),
}

/// What is done with arguments.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Op {
    And,
    Or,
    Not,
    Compare(Comparison),
    Like,
    Between,
    In,
    IsNull,
    Casei,
    Accenti,
    /// Spatial functions, by their names in JSON.
    Spatial(&'static str),
    /// Temporal functions.
    Temporal(Relation),
    /// Array functions, by their names in JSON.
    Array(&'static str),
    /// Signs of arithmetic.
    Arithmetic(&'static str),
    /// Anything else.
    Function(String),
}

/// How two times lie to each other (OGC 21-065r2, tables 6 and 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    After,
    Before,
    Contains,
    Disjoint,
    During,
    Equals,
    FinishedBy,
    Finishes,
    Intersects,
    Meets,
    MetBy,
    OverlappedBy,
    Overlaps,
    StartedBy,
    Starts,
}

/// The names of temporal functions in JSON.
const RELATIONS: [(&str, Relation); 15] = [
    ("t_after", Relation::After),
    ("t_before", Relation::Before),
    ("t_contains", Relation::Contains),
    ("t_disjoint", Relation::Disjoint),
    ("t_during", Relation::During),
    ("t_equals", Relation::Equals),
    ("t_finishedBy", Relation::FinishedBy),
    ("t_finishes", Relation::Finishes),
    ("t_intersects", Relation::Intersects),
    ("t_meets", Relation::Meets),
    ("t_metBy", Relation::MetBy),
    ("t_overlappedBy", Relation::OverlappedBy),
    ("t_overlaps", Relation::Overlaps),
    ("t_startedBy", Relation::StartedBy),
    ("t_starts", Relation::Starts),
];

pub(super) const INTERSECTS: &str = "s_intersects";
pub(super) const DISJOINT: &str = "s_disjoint";

const SPATIAL: [&str; 8] =
    [INTERSECTS, "s_equals", DISJOINT, "s_touches", "s_within", "s_overlaps", "s_crosses", "s_contains"];

const ARRAY: [&str; 4] = ["a_equals", "a_contains", "a_containedBy", "a_overlaps"];

const ARITHMETIC: [&str; 7] = ["+", "-", "*", "/", "%", "div", "^"];

const COMPARISONS: [(&str, Comparison); 6] = [
    ("=", Comparison::Equal),
    ("<>", Comparison::NotEqual),
    ("<", Comparison::Less),
    ("<=", Comparison::LessOrEqual),
    (">", Comparison::Greater),
    (">=", Comparison::GreaterOrEqual),
];

impl Op {
    /// What an `op` of JSON means.
    pub(super) fn of_json(name: &str) -> Self {
        match name {
            "and" => Self::And,
            "or" => Self::Or,
            "not" => Self::Not,
            "like" => Self::Like,
            "between" => Self::Between,
            "in" => Self::In,
            "isNull" => Self::IsNull,
            sign => Self::comparison(sign)
                .or_else(|| Self::arithmetic(sign))
                .unwrap_or_else(|| Self::standard(|known| known == name, name)),
        }
    }

    /// What a function of text means; upper and lower case make no difference to those of the standard.
    pub(super) fn of_text(name: &str) -> Self {
        Self::standard(|known| known.eq_ignore_ascii_case(name), name)
    }

    /// A sign between two values.
    pub(super) fn comparison(sign: &str) -> Option<Self> {
        COMPARISONS.iter().find(|(known, _)| *known == sign).map(|(_, op)| Self::Compare(*op))
    }

    /// A sign of arithmetic.
    pub(super) fn arithmetic(sign: &str) -> Option<Self> {
        ARITHMETIC.iter().find(|known| **known == sign).map(|known| Self::Arithmetic(known))
    }

    fn standard(is: impl Fn(&str) -> bool, name: &str) -> Self {
        let among = |names: &[&'static str]| names.iter().copied().find(|known| is(known));
        if is("casei") {
            Self::Casei
        } else if is("accenti") {
            Self::Accenti
        } else if let Some((_, relation)) = RELATIONS.iter().find(|(known, _)| is(known)) {
            Self::Temporal(*relation)
        } else if let Some(known) = among(&SPATIAL) {
            Self::Spatial(known)
        } else if let Some(known) = among(&ARRAY) {
            Self::Array(known)
        } else {
            Self::Function(name.to_owned())
        }
    }

    /// Its name in JSON, for messages.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::And => "and",
            Self::Or => "or",
            Self::Not => "not",
            Self::Like => "like",
            Self::Between => "between",
            Self::In => "in",
            Self::IsNull => "isNull",
            Self::Casei => "casei",
            Self::Accenti => "accenti",
            Self::Spatial(name) | Self::Array(name) | Self::Arithmetic(name) => name,
            Self::Function(name) => name,
            Self::Compare(comparison) => {
                COMPARISONS.iter().find(|(_, known)| known == comparison).map_or("", |(name, _)| name)
            }
            Self::Temporal(relation) => {
                RELATIONS.iter().find(|(_, known)| known == relation).map_or("", |(name, _)| name)
            }
        }
    }
}

impl Expr {
    /// What it is, for messages.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Property(name) => format!("the property '{name}'"),
            Self::Text(text) => format!("the text '{text}'"),
            Self::Number(number) => format!("the number {number}"),
            Self::Boolean(truth) => format!("'{truth}'"),
            Self::Instant(_) => "a time".to_owned(),
            Self::Interval(..) => "an interval".to_owned(),
            Self::Geometry(_) => "a geometry".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Call(op, _) => format!("'{}'", op.name()),
        }
    }
}

impl Bound {
    /// One of the two arguments of an interval.
    pub(super) fn new(argument: Expr) -> Result<Self, FilterError> {
        match argument {
            Expr::Text(text) if text == ".." => Ok(Self::Open),
            Expr::Text(text) => Instant::new(&text).map(Self::Instant),
            Expr::Instant(instant) => Ok(Self::Instant(instant)),
            Expr::Property(name) => Ok(Self::Property(name)),
            other => Err(FilterError::NoValue {
                found: other.describe(),
                expected: "a date, a time, '..' or a property in an interval",
            }),
        }
    }
}
