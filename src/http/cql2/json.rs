//! CQL2 as JSON (OGC 21-065r2, annex C).
//!
//! In: a JSON text. Out: its expression. It must not know what properties there are.

use super::expression::{Bound, Expr, Op};
use super::geometry::{Shape, bbox};
use super::time::Instant;
use super::{FilterError, MAX_DEPTH};
use crate::http::error::echo;
use serde_json::{Map, Value};

/// Reads a filter.
pub(super) fn parse(text: &str) -> Result<Expr, FilterError> {
    // The reader gives up at 128 levels; a level of a filter is two or three of them.
    expression(serde_json::from_str(text)?, MAX_DEPTH)
}

fn expression(value: Value, depth: usize) -> Result<Expr, FilterError> {
    let depth = depth.checked_sub(1).ok_or(FilterError::TooDeep)?;
    Ok(match value {
        Value::Bool(truth) => Expr::Boolean(truth),
        Value::Number(number) => match number.as_f64().filter(|number| number.is_finite()) {
            Some(number) => Expr::Number(number),
            None => return Err(member(&number.into(), "a finite number")),
        },
        Value::String(text) => Expr::Text(text),
        Value::Array(items) => Expr::List(expressions(items, depth)?),
        Value::Object(object) => return object_expression(object, depth),
        Value::Null => return Err(member(&Value::Null, "an expression")),
    })
}

fn expressions(items: Vec<Value>, depth: usize) -> Result<Vec<Expr>, FilterError> {
    items.into_iter().map(|item| expression(item, depth)).collect()
}

/// An object is told by the member that it must have.
fn object_expression(mut object: Map<String, Value>, depth: usize) -> Result<Expr, FilterError> {
    if let Some(op) = object.remove("op") {
        let Value::String(name) = op else { return Err(member(&op, "the name of an operator")) };
        return match object.remove("args") {
            Some(Value::Array(arguments)) => {
                Ok(Expr::Call(Op::of_json(&name), expressions(arguments, depth)?))
            }
            other => Err(member(&other.unwrap_or_default(), "a list of 'args'")),
        };
    }
    if let Some(name) = object.remove("property") {
        let Value::String(name) = name else { return Err(member(&name, "the name of a property")) };
        return Ok(Expr::Property(name));
    }
    if let Some(date) = object.remove("date") {
        return Ok(Expr::Instant(Instant::date(&time(date)?)?));
    }
    if let Some(timestamp) = object.remove("timestamp") {
        return Ok(Expr::Instant(Instant::timestamp(&time(timestamp)?)?));
    }
    if let Some(interval) = object.remove("interval") {
        return match interval {
            Value::Array(bounds) => match <[Value; 2]>::try_from(bounds) {
                Ok([start, end]) => Ok(Expr::Interval(
                    Bound::new(expression(start, depth)?)?,
                    Bound::new(expression(end, depth)?)?,
                )),
                Err(bounds) => Err(member(&Value::Array(bounds), "an interval of two bounds")),
            },
            other => Err(member(&other, "an interval of two bounds")),
        };
    }
    if let Some(numbers) = object.remove("bbox") {
        let numbers: Vec<f64> = serde_json::from_value(numbers)?;
        return Ok(Expr::Geometry(bbox(&numbers)?));
    }
    if object.contains_key("type") {
        let shape: Shape = serde_json::from_value(Value::Object(object))?;
        return Ok(Expr::Geometry(shape.try_into()?));
    }
    let expected = "an object with 'op', 'property', 'date', 'timestamp', 'interval', 'bbox' or 'type'";
    Err(member(&Value::Object(object), expected))
}

fn time(value: Value) -> Result<String, FilterError> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(member(&other, "a date or time as text")),
    }
}

fn member(found: &Value, expected: &'static str) -> FilterError {
    FilterError::Member { found: echo(&found.to_string()), expected }
}
