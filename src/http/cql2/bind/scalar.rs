//! Conditions on texts, numbers, truths and instants.

use super::{Binder, exactly, mismatch, not_offered, two_properties, two_values};
use crate::http::cql2::FilterError;
use crate::http::cql2::expression::{Expr, Op};
use crate::http::cql2::time::{Instant, between, compare, equal};
use crate::http::queryables::{Queryable, Target};
use crate::service::{AttributeType, Comparison, Filter, Folding, NumberTest, TextTest};

/// A side of a comparison.
enum Operand<'a> {
    Property(&'a Queryable, Folding),
    Value(Value),
}

/// A value that something is compared with.
#[derive(Debug, Clone)]
enum Value {
    Text(String),
    Number(f64),
    Boolean(bool),
    Instant(Instant),
}

impl<'a> Binder<'a> {
    pub(super) fn comparison(
        &self,
        comparison: Comparison,
        left: &Expr,
        right: &Expr,
    ) -> Result<Filter, FilterError> {
        match (self.operand(left)?, self.operand(right)?) {
            (Operand::Property(queryable, folding), Operand::Value(value)) => {
                compared(queryable, folding, comparison, value)
            }
            (Operand::Value(value), Operand::Property(queryable, folding)) => {
                compared(queryable, folding, turned(comparison), value)
            }
            (Operand::Property(..), Operand::Property(..)) => Err(two_properties()),
            (Operand::Value(_), Operand::Value(_)) => Err(two_values()),
        }
    }

    pub(super) fn like(&self, property: &Expr, pattern: &Expr) -> Result<Filter, FilterError> {
        let (queryable, folding) = self.property(property)?;
        match self.value(pattern)? {
            Value::Text(pattern) => text(queryable, folding, TextTest::Like(pattern)),
            other => Err(FilterError::NoValue { found: other.describe(), expected: "a pattern as text" }),
        }
    }

    pub(super) fn between(&self, property: &Expr, low: &Expr, high: &Expr) -> Result<Filter, FilterError> {
        let (queryable, folding) = self.property(property)?;
        match (self.value(low)?, self.value(high)?) {
            (Value::Text(low), Value::Text(high)) => text(queryable, folding, TextTest::Between(low, high)),
            (Value::Number(low), Value::Number(high)) => number(queryable, NumberTest::Between(low, high)),
            (Value::Instant(low), Value::Instant(high)) => match queryable.target {
                Target::Time(moment) => Ok(between(moment, low, high)),
                _ => Err(mismatch(queryable, "a time".to_owned())),
            },
            (low, high) => Err(mismatch(queryable, format!("{} and {}", low.describe(), high.describe()))),
        }
    }

    pub(super) fn among(&mut self, property: &Expr, list: &Expr) -> Result<Filter, FilterError> {
        let (queryable, folding) = self.property(property)?;
        let Expr::List(items) = list else {
            return Err(FilterError::NoValue { found: list.describe(), expected: "a list of values" });
        };
        let (mut texts, mut numbers, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for item in items {
            match self.value(item)? {
                Value::Text(text) => texts.push(text),
                Value::Number(number) => numbers.push(number),
                other => {
                    self.term()?;
                    others.push(compared(queryable, folding, Comparison::Equal, other)?);
                }
            }
        }
        // Each kind of value by itself: a list of two kinds fits no property, which the first of them tells.
        if !texts.is_empty() {
            others.push(text(queryable, folding, TextTest::In(texts))?);
        }
        if !numbers.is_empty() {
            others.push(number(queryable, NumberTest::In(numbers))?);
        }
        match others.pop() {
            None => {
                Err(FilterError::NoValue { found: "an empty list".to_owned(), expected: "a list of values" })
            }
            Some(only) if others.is_empty() => Ok(only),
            Some(further) => {
                others.push(further);
                Ok(Filter::Or(others))
            }
        }
    }

    pub(super) fn is_null(&self, property: &Expr) -> Result<Filter, FilterError> {
        let (queryable, _) = self.property(property)?;
        Ok(Filter::IsNull(queryable.target.property()))
    }

    fn property(&self, expression: &Expr) -> Result<(&'a Queryable, Folding), FilterError> {
        match self.operand(expression)? {
            Operand::Property(queryable, folding) => Ok((queryable, folding)),
            Operand::Value(value) => {
                Err(FilterError::NoValue { found: value.describe(), expected: "a property" })
            }
        }
    }

    fn value(&self, expression: &Expr) -> Result<Value, FilterError> {
        match self.operand(expression)? {
            Operand::Value(value) => Ok(value),
            Operand::Property(..) => Err(two_properties()),
        }
    }

    fn operand(&self, expression: &Expr) -> Result<Operand<'a>, FilterError> {
        Ok(match expression {
            Expr::Property(name) => Operand::Property(self.queryable(name)?, Folding::default()),
            Expr::Text(text) => Operand::Value(Value::Text(text.clone())),
            Expr::Number(number) => Operand::Value(Value::Number(*number)),
            Expr::Boolean(truth) => Operand::Value(Value::Boolean(*truth)),
            Expr::Instant(instant) => Operand::Value(Value::Instant(*instant)),
            Expr::Call(op @ (Op::Casei | Op::Accenti), arguments) => {
                let [folded] = exactly(op, arguments, "one text")?;
                self.folded(op, folded)?
            }
            Expr::Call(op, _) => return Err(not_offered(op)),
            Expr::Interval(..) | Expr::Geometry(_) | Expr::List(_) => {
                return Err(FilterError::NoValue {
                    found: expression.describe(),
                    expected: "a property, a text, a number, a date or a time",
                });
            }
        })
    }

    /// What `CASEI` and `ACCENTI` make of a property or a text.
    fn folded(&self, op: &Op, expression: &Expr) -> Result<Operand<'a>, FilterError> {
        let also = if *op == Op::Casei {
            Folding { case: true, accents: false }
        } else {
            Folding { case: false, accents: true }
        };
        match self.operand(expression)? {
            Operand::Property(queryable, folding) if queryable.target.is_text() => Ok(Operand::Property(
                queryable,
                Folding { case: folding.case || also.case, accents: folding.accents || also.accents },
            )),
            Operand::Value(Value::Text(text)) => {
                Ok(Operand::Value(Value::Text(also.apply(&text).into_owned())))
            }
            Operand::Property(queryable, _) => Err(mismatch(queryable, "a text".to_owned())),
            Operand::Value(value) => {
                Err(FilterError::NoValue { found: value.describe(), expected: "a text" })
            }
        }
    }
}

impl Value {
    fn describe(&self) -> String {
        match self {
            Self::Text(text) => format!("the text '{text}'"),
            Self::Number(number) => format!("the number {number}"),
            Self::Boolean(truth) => format!("'{truth}'"),
            Self::Instant(_) => "a time".to_owned(),
        }
    }
}

fn compared(
    queryable: &Queryable,
    folding: Folding,
    comparison: Comparison,
    value: Value,
) -> Result<Filter, FilterError> {
    match (value, queryable.target) {
        (Value::Text(value), _) => text(queryable, folding, TextTest::Compare(comparison, value)),
        (Value::Number(value), _) => number(queryable, NumberTest::Compare(comparison, value)),
        (Value::Instant(instant), Target::Time(moment)) if comparison == Comparison::Equal => {
            Ok(equal(moment, instant))
        }
        (Value::Instant(instant), Target::Time(moment)) => Ok(compare(moment, comparison, instant)),
        (Value::Boolean(truth), Target::Attribute { at, kind: AttributeType::Boolean }) => {
            let is = Filter::Boolean { attribute: at, value: truth };
            match comparison {
                Comparison::Equal => Ok(is),
                Comparison::NotEqual => Ok(Filter::Not(Box::new(is))),
                _ => Err(FilterError::NotOffered {
                    what: "an order of true and false".to_owned(),
                    why: "write = or <>",
                }),
            }
        }
        (value, _) => Err(mismatch(queryable, value.describe())),
    }
}

fn text(queryable: &Queryable, folding: Folding, test: TextTest) -> Result<Filter, FilterError> {
    match queryable.target {
        Target::Id => Ok(Filter::Id { test, folding }),
        Target::Attribute { at, kind: AttributeType::Text | AttributeType::Texts } => {
            Ok(Filter::Text { attribute: at, test, folding })
        }
        _ => Err(mismatch(queryable, "a text".to_owned())),
    }
}

fn number(queryable: &Queryable, test: NumberTest) -> Result<Filter, FilterError> {
    match queryable.target {
        Target::Attribute { at, kind: AttributeType::Number | AttributeType::Integer } => {
            Ok(Filter::Number { attribute: at, test })
        }
        _ => Err(mismatch(queryable, "a number".to_owned())),
    }
}

/// The comparison as seen from the other side.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same @ (Comparison::Equal | Comparison::NotEqual) => same,
    }
}
