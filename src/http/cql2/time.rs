//! Times of filters, and how they lie to the span of a feature.
//!
//! In: dates, times, intervals. Out: bounds of a span's first and last millisecond. It must not know properties.
//!
//! A date is compared as a date: an event at noon is neither before nor after its own day, and begins on the day that
//! begins at midnight. So each time is the span of milliseconds that it cannot be told apart from.

use super::FilterError;
use super::expression::Relation;
use crate::event::{Interval, IntervalError};
use crate::service::{Comparison, Filter};

/// A date or a time: the milliseconds that are it, first and last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct Instant(i64, i64);

/// An interval, both of whose ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Times {
    start: Instant,
    end: Instant,
}

/// What a test is about: the whole span, or the moment that it begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Moment {
    Span,
    Start,
    End,
}

/// Closed bounds of one end of a span; none are within bounds that are the wrong way round.
type Bounds = (i64, i64);

const ANY: Bounds = (i64::MIN, i64::MAX);
const NEVER: Bounds = (i64::MAX, i64::MIN);

impl Instant {
    /// A date or a time.
    pub(in crate::http) fn new(text: &str) -> Result<Self, FilterError> {
        let interval: Interval = text.parse()?;
        match (interval.start(), interval.end()) {
            (Some(first), Some(last)) if !text.contains('/') => Ok(Self(first, last)),
            _ => Err(IntervalError::Instant(text.chars().take(40).collect()).into()),
        }
    }

    /// A date.
    pub(super) fn date(text: &str) -> Result<Self, FilterError> {
        Self::new(text).ok().filter(|_| !has_time(text)).ok_or_else(|| FilterError::Instant {
            text: text.chars().take(40).collect(),
            kind: "date",
            example: "DATE('2023-10-01')",
        })
    }

    /// A time.
    pub(super) fn timestamp(text: &str) -> Result<Self, FilterError> {
        Self::new(text).ok().filter(|_| has_time(text)).ok_or_else(|| FilterError::Instant {
            text: text.chars().take(40).collect(),
            kind: "time",
            example: "TIMESTAMP('2023-10-01T18:30:00Z')",
        })
    }

    fn before(self) -> Bounds {
        self.0.checked_sub(1).map_or(NEVER, |last| (i64::MIN, last))
    }

    fn not_after(self) -> Bounds {
        (i64::MIN, self.1)
    }

    fn at(self) -> Bounds {
        (self.0, self.1)
    }

    fn not_before(self) -> Bounds {
        (self.0, i64::MAX)
    }

    fn after(self) -> Bounds {
        self.1.checked_add(1).map_or(NEVER, |first| (first, i64::MAX))
    }
}

fn has_time(text: &str) -> bool {
    text.contains(['T', 't'])
}

impl From<Instant> for Times {
    fn from(instant: Instant) -> Self {
        Self { start: instant, end: instant }
    }
}

impl Times {
    /// An interval that may be open at either end.
    pub(super) fn new(start: Option<Instant>, end: Option<Instant>) -> Result<Self, FilterError> {
        let start = start.unwrap_or(Instant(i64::MIN, i64::MIN));
        let end = end.unwrap_or(Instant(i64::MAX, i64::MAX));
        if start.0 > end.1 {
            return Err(FilterError::Shape("an interval ends before it starts"));
        }
        Ok(Self { start, end })
    }
}

impl Moment {
    /// The condition that both ends of the span lie within bounds.
    fn within(self, start: Bounds, end: Bounds) -> Filter {
        // Where only one moment is asked about, it is both the start and the end.
        let both = (start.0.max(end.0), start.1.min(end.1));
        match self {
            Self::Span => Filter::Time { start, end },
            Self::Start => Filter::Time { start: both, end: ANY },
            Self::End => Filter::Time { start: ANY, end: both },
        }
    }
}

/// The condition that a moment of the span lies so to other times.
pub(super) fn relation(moment: Moment, relation: Relation, times: Times) -> Filter {
    let Times { start, end } = times;
    let within = |first, last| moment.within(first, last);
    match relation {
        Relation::After => within(end.after(), ANY),
        Relation::Before => within(ANY, start.before()),
        Relation::Contains => within(start.before(), end.after()),
        Relation::Disjoint => Filter::Or(vec![within(ANY, start.before()), within(end.after(), ANY)]),
        Relation::During => within(start.after(), end.before()),
        Relation::Equals => within(start.at(), end.at()),
        Relation::FinishedBy => within(start.before(), end.at()),
        Relation::Finishes => within(start.after(), end.at()),
        Relation::Intersects => within(end.not_after(), start.not_before()),
        Relation::Meets => within(ANY, start.at()),
        Relation::MetBy => within(end.at(), ANY),
        Relation::OverlappedBy => within(both(start.after(), end.before()), end.after()),
        Relation::Overlaps => within(start.before(), both(start.after(), end.before())),
        Relation::StartedBy => within(start.at(), end.after()),
        Relation::Starts => within(start.at(), end.before()),
    }
}

fn both(one: Bounds, other: Bounds) -> Bounds {
    (one.0.max(other.0), one.1.min(other.1))
}

/// The same as seen from the other side.
pub(super) fn converse(relation: Relation) -> Relation {
    match relation {
        Relation::After => Relation::Before,
        Relation::Before => Relation::After,
        Relation::Contains => Relation::During,
        Relation::During => Relation::Contains,
        Relation::FinishedBy => Relation::Finishes,
        Relation::Finishes => Relation::FinishedBy,
        Relation::Meets => Relation::MetBy,
        Relation::MetBy => Relation::Meets,
        Relation::OverlappedBy => Relation::Overlaps,
        Relation::Overlaps => Relation::OverlappedBy,
        Relation::StartedBy => Relation::Starts,
        Relation::Starts => Relation::StartedBy,
        same @ (Relation::Disjoint | Relation::Equals | Relation::Intersects) => same,
    }
}

/// Whether times that are no intervals can lie so to each other.
pub(super) fn is_of_instants(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::After | Relation::Before | Relation::Disjoint | Relation::Equals | Relation::Intersects
    )
}

/// The condition that a moment compares so with an instant. A span is less than what it ends before, and greater than
/// what it starts after.
pub(super) fn compare(moment: Moment, comparison: Comparison, instant: Instant) -> Filter {
    match comparison {
        Comparison::Equal => equal(moment, instant),
        Comparison::NotEqual => Filter::Not(Box::new(equal(moment, instant))),
        Comparison::Less => moment.within(ANY, instant.before()),
        Comparison::LessOrEqual => moment.within(ANY, instant.not_after()),
        Comparison::Greater => moment.within(instant.after(), ANY),
        Comparison::GreaterOrEqual => moment.within(instant.not_before(), ANY),
    }
}

/// The condition that a moment is an instant.
pub(in crate::http) fn equal(moment: Moment, instant: Instant) -> Filter {
    moment.within(instant.at(), instant.at())
}

/// The condition that a moment lies between two instants, both included.
pub(super) fn between(moment: Moment, low: Instant, high: Instant) -> Filter {
    moment.within(low.not_before(), high.not_after())
}
