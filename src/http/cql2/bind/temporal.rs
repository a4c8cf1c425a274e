//! Conditions on how times lie to each other.

use super::{Binder, mismatch, not_offered, two_properties, two_values};
use crate::http::cql2::FilterError;
use crate::http::cql2::expression::{Bound, Expr, Relation};
use crate::http::cql2::time::{Moment, Times, converse, is_of_instants, relation};
use crate::http::queryables::Target;
use crate::service::Filter;

/// A side of a temporal function, and whether it is an interval.
enum Side {
    Moment(Moment),
    Times(Times, bool),
}

impl Binder<'_> {
    pub(super) fn temporal(&self, name: Relation, one: &Expr, other: &Expr) -> Result<Filter, FilterError> {
        let (moment, name_of_it, times, is_interval) = match (self.side(one)?, self.side(other)?) {
            (Side::Moment(moment), Side::Times(times, is_interval)) => (moment, name, times, is_interval),
            (Side::Times(times, is_interval), Side::Moment(moment)) => {
                (moment, converse(name), times, is_interval)
            }
            (Side::Moment(_), Side::Moment(_)) => return Err(two_properties()),
            (Side::Times(..), Side::Times(..)) => return Err(two_values()),
        };
        let between_intervals = is_interval && moment == Moment::Span;
        if !is_of_instants(name) && !between_intervals {
            return Err(FilterError::NotOffered {
                what: "this function of an instant".to_owned(),
                why: "it tells how two intervals lie to each other; instants are compared with t_after, t_before, \
                      t_disjoint, t_equals or t_intersects",
            });
        }
        Ok(relation(moment, name_of_it, times))
    }

    fn side(&self, expression: &Expr) -> Result<Side, FilterError> {
        match expression {
            Expr::Instant(instant) => Ok(Side::Times((*instant).into(), false)),
            Expr::Property(name) => self.moment(name).map(Side::Moment),
            Expr::Interval(Bound::Property(start), Bound::Property(end)) => {
                match (self.moment(start)?, self.moment(end)?) {
                    (Moment::Start, Moment::End) => Ok(Side::Moment(Moment::Span)),
                    _ => Err(FilterError::NotOffered {
                        what: "an interval of these properties".to_owned(),
                        why: "an event's interval is from its start to its end",
                    }),
                }
            }
            Expr::Interval(start, end) => Ok(Side::Times(Times::new(bound(start)?, bound(end)?)?, true)),
            Expr::Call(op, _) => Err(not_offered(op)),
            other => Err(FilterError::NoValue {
                found: other.describe(),
                expected: "a property, a date, a time or an interval",
            }),
        }
    }

    fn moment(&self, name: &str) -> Result<Moment, FilterError> {
        let queryable = self.queryable(name)?;
        match queryable.target {
            Target::Time(moment) => Ok(moment),
            _ => Err(mismatch(queryable, "a time".to_owned())),
        }
    }
}

fn bound(bound: &Bound) -> Result<Option<crate::http::cql2::Instant>, FilterError> {
    match bound {
        Bound::Open => Ok(None),
        Bound::Instant(instant) => Ok(Some(*instant)),
        Bound::Property(_) => Err(FilterError::NotOffered {
            what: "an interval of a property and a value".to_owned(),
            why: "its bounds are two properties or two values",
        }),
    }
}
