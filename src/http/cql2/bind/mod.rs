//! A filter's names and values held against what a collection can be asked for.
//!
//! In: an expression, and the queryables. Out: a filter of the index, or what does not fit. It must not know how filters
//! are written.

mod scalar;
mod temporal;

use super::expression::{DISJOINT, Expr, INTERSECTS, Op};
use super::{FilterError, MAX_TERMS, MAX_VERTICES};
use crate::http::queryables::{Queryable, Target, find};
use crate::service::Filter;
use geo::{CoordsIter, Geometry};

/// Reads an expression as a condition.
pub(super) fn bind(expression: &Expr, queryables: &[Queryable]) -> Result<Filter, FilterError> {
    Binder { queryables, terms: 0, vertices: 0 }.condition(expression)
}

struct Binder<'a> {
    queryables: &'a [Queryable],
    terms: usize,
    vertices: usize,
}

impl<'a> Binder<'a> {
    /// As deep as the expression, which its reader has limited.
    fn condition(&mut self, expression: &Expr) -> Result<Filter, FilterError> {
        let (op, arguments) = match expression {
            Expr::Boolean(truth) => return Ok(Filter::Constant(Some(*truth))),
            Expr::Call(op, arguments) => (op, arguments.as_slice()),
            other => return Err(FilterError::NoCondition(other.describe())),
        };
        match op {
            Op::And => Ok(Filter::And(self.conditions(op, arguments)?)),
            Op::Or => Ok(Filter::Or(self.conditions(op, arguments)?)),
            Op::Not => {
                let [negated] = exactly(op, arguments, "one condition")?;
                Ok(Filter::Not(Box::new(self.condition(negated)?)))
            }
            Op::Compare(comparison) => {
                let [left, right] = exactly(op, arguments, "two values")?;
                self.term()?;
                self.comparison(*comparison, left, right)
            }
            Op::Like => {
                let [property, pattern] = exactly(op, arguments, "a property and a pattern")?;
                self.term()?;
                self.like(property, pattern)
            }
            Op::Between => {
                let [property, low, high] = exactly(op, arguments, "a property and two values")?;
                self.term()?;
                self.between(property, low, high)
            }
            Op::In => {
                let [property, list] = exactly(op, arguments, "a property and a list")?;
                self.term()?;
                self.among(property, list)
            }
            Op::IsNull => {
                let [property] = exactly(op, arguments, "one property")?;
                self.term()?;
                self.is_null(property)
            }
            Op::Spatial(name) => {
                let [one, other] = exactly(op, arguments, "two geometries")?;
                self.term()?;
                self.spatial(name, one, other)
            }
            Op::Temporal(relation) => {
                let [one, other] = exactly(op, arguments, "two times")?;
                self.term()?;
                self.temporal(*relation, one, other)
            }
            Op::Casei | Op::Accenti => Err(FilterError::NoCondition(expression.describe())),
            Op::Array(_) | Op::Arithmetic(_) | Op::Function(_) => Err(not_offered(op)),
        }
    }

    fn conditions(&mut self, op: &Op, arguments: &[Expr]) -> Result<Vec<Filter>, FilterError> {
        if arguments.len() < 2 {
            return Err(wrong_number(op, arguments, "two conditions or more"));
        }
        arguments.iter().map(|argument| self.condition(argument)).collect()
    }

    fn spatial(&mut self, name: &'static str, one: &Expr, other: &Expr) -> Result<Filter, FilterError> {
        if !matches!(name, INTERSECTS | DISJOINT) {
            return Err(FilterError::NotOffered {
                what: format!("'{name}'"),
                why: "where events are is told by s_intersects and s_disjoint",
            });
        }
        // Both are the same from either side.
        let geometry = match (one, other) {
            (Expr::Property(name), Expr::Geometry(geometry))
            | (Expr::Geometry(geometry), Expr::Property(name)) => {
                let queryable = self.queryable(name)?;
                if !matches!(queryable.target, Target::Geometry) {
                    return Err(mismatch(queryable, "a geometry".to_owned()));
                }
                self.geometry(geometry)?
            }
            (Expr::Property(_), Expr::Property(_)) => return Err(two_properties()),
            (Expr::Geometry(_), Expr::Geometry(_)) => return Err(two_values()),
            (Expr::Call(op, _), _) | (_, Expr::Call(op, _)) => return Err(not_offered(op)),
            (Expr::Property(_) | Expr::Geometry(_), wrong) | (wrong, _) => {
                return Err(FilterError::NoValue { found: wrong.describe(), expected: "a geometry" });
            }
        };
        let meets = Filter::Space(Box::new(geometry));
        Ok(if name == INTERSECTS { meets } else { Filter::Not(Box::new(meets)) })
    }

    fn geometry(&mut self, geometry: &Geometry) -> Result<Geometry, FilterError> {
        self.vertices += geometry.coords_count();
        if self.vertices > MAX_VERTICES { Err(FilterError::TooManyVertices) } else { Ok(geometry.clone()) }
    }

    fn queryable(&self, name: &str) -> Result<&'a Queryable, FilterError> {
        find(self.queryables, name).map_err(|known| FilterError::NoProperty { name: name.to_owned(), known })
    }

    /// Counts one condition more.
    fn term(&mut self) -> Result<(), FilterError> {
        self.terms += 1;
        if self.terms > MAX_TERMS { Err(FilterError::TooManyTerms) } else { Ok(()) }
    }
}

fn exactly<'e, const N: usize>(
    op: &Op,
    arguments: &'e [Expr],
    takes: &'static str,
) -> Result<&'e [Expr; N], FilterError> {
    arguments.try_into().map_err(|_| wrong_number(op, arguments, takes))
}

fn wrong_number(op: &Op, arguments: &[Expr], takes: &'static str) -> FilterError {
    FilterError::Arguments { op: op.name().to_owned(), takes, given: arguments.len() }
}

fn mismatch(queryable: &Queryable, given: String) -> FilterError {
    let hint = match queryable.target {
        Target::Time(_) => "; write DATE('2023-10-01') or TIMESTAMP('2023-10-01T18:30:00Z')",
        Target::Geometry => "; write S_INTERSECTS(geometry, BBOX(west, south, east, north))",
        Target::Id | Target::Attribute { .. } => "",
    };
    FilterError::Mismatch { property: queryable.name.to_owned(), kind: queryable.target.kind(), given, hint }
}

fn two_properties() -> FilterError {
    FilterError::NotOffered {
        what: "comparing two properties".to_owned(),
        why: "a property is compared with a value",
    }
}

fn two_values() -> FilterError {
    FilterError::NotOffered {
        what: "comparing two values".to_owned(),
        why: "one side of a comparison is a property",
    }
}

/// Why an operator is none that can stand here.
fn not_offered(op: &Op) -> FilterError {
    let why = match op {
        Op::Arithmetic(_) => "values are compared as they are, without arithmetic",
        Op::Array(_) => "of several values one is enough: write = or IN",
        Op::Function(_) => "there are no functions but those of the standard",
        _ => "a value stands here, not a condition",
    };
    FilterError::NotOffered { what: format!("'{}'", op.name()), why }
}
