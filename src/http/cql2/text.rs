//! CQL2 as text (OGC 21-065r2, annex B).
//!
//! In: a text. Out: its expression. It must not know what properties there are.
//!
//! By descent, one function for each level of precedence; brackets may hold conditions and values alike, so that which
//! of the two they are is told when it is known what they stand for. Depth is counted: no text overflows the stack.

use super::expression::{Bound, Expr, Op};
use super::lexer::Token;
use super::parser::Parser;
use super::time::Instant;
use super::{FilterError, geometry};

/// Words that are no names unless quoted.
const KEYWORDS: [&str; 9] = ["and", "or", "not", "like", "between", "in", "is", "null", "div"];

/// Reads a filter.
pub(super) fn parse(text: &str) -> Result<Expr, FilterError> {
    let mut parser = Parser::new(text)?;
    let expression = parser.disjunction()?;
    match parser.peek() {
        Token::End => Ok(expression),
        _ => Err(parser.unexpected("AND, OR or the end")),
    }
}

impl Parser {
    fn disjunction(&mut self) -> Result<Expr, FilterError> {
        let first = self.conjunction()?;
        let mut all = vec![first];
        while self.keyword("or") {
            all.push(self.conjunction()?);
        }
        Ok(joined(Op::Or, all))
    }

    fn conjunction(&mut self) -> Result<Expr, FilterError> {
        let first = self.negation()?;
        let mut all = vec![first];
        while self.keyword("and") {
            all.push(self.negation()?);
        }
        Ok(joined(Op::And, all))
    }

    fn negation(&mut self) -> Result<Expr, FilterError> {
        if self.keyword("not") {
            let negated = self.deeper(Self::negation)?;
            return Ok(not(negated));
        }
        self.predicate()
    }

    fn predicate(&mut self) -> Result<Expr, FilterError> {
        let left = self.sum()?;
        if let Token::Sign(sign) = *self.peek()
            && let Some(op) = Op::comparison(sign)
        {
            self.advance();
            let right = self.sum()?;
            return Ok(Expr::Call(op, vec![left, right]));
        }
        if self.keyword("is") {
            let negated = self.keyword("not");
            if !self.keyword("null") {
                return Err(self.unexpected("NULL"));
            }
            return Ok(not_if(negated, Expr::Call(Op::IsNull, vec![left])));
        }
        let negated = self.keyword("not");
        let predicate = if self.keyword("like") {
            Expr::Call(Op::Like, vec![left, self.sum()?])
        } else if self.keyword("between") {
            let low = self.sum()?;
            if !self.keyword("and") {
                return Err(self.unexpected("AND and the upper bound of BETWEEN"));
            }
            Expr::Call(Op::Between, vec![left, low, self.sum()?])
        } else if self.keyword("in") {
            self.expect("(")?;
            let items = self.deeper(|parser| parser.list(Self::sum))?;
            Expr::Call(Op::In, vec![left, Expr::List(items)])
        } else if negated {
            return Err(self.unexpected("LIKE, BETWEEN or IN"));
        } else {
            return Ok(left);
        };
        Ok(not_if(negated, predicate))
    }

    fn sum(&mut self) -> Result<Expr, FilterError> {
        let mut left = self.product()?;
        while let Some(op) = self.arithmetic(&["+", "-"]) {
            left = Expr::Call(op, vec![left, self.product()?]);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, FilterError> {
        let mut left = self.power()?;
        while let Some(op) = self.arithmetic(&["*", "/", "%", "div"]) {
            left = Expr::Call(op, vec![left, self.power()?]);
        }
        Ok(left)
    }

    fn power(&mut self) -> Result<Expr, FilterError> {
        let base = self.signed()?;
        match self.arithmetic(&["^"]) {
            Some(op) => Ok(Expr::Call(op, vec![base, self.deeper(Self::power)?])),
            None => Ok(base),
        }
    }

    fn arithmetic(&mut self, signs: &[&str]) -> Option<Op> {
        let op = match self.peek() {
            Token::Sign(sign) if signs.contains(sign) => Op::arithmetic(sign)?,
            word if signs.contains(&"div") && word.is_keyword("div") => Op::arithmetic("div")?,
            _ => return None,
        };
        self.advance();
        Some(op)
    }

    /// A value, perhaps with a sign before it.
    fn signed(&mut self) -> Result<Expr, FilterError> {
        if let Some(number) = self.number() {
            return Ok(Expr::Number(number));
        }
        if self.sign("-") {
            let negated = self.deeper(Self::signed)?;
            return Ok(Expr::Call(Op::Arithmetic("*"), vec![Expr::Number(-1.0), negated]));
        }
        self.value()
    }

    fn value(&mut self) -> Result<Expr, FilterError> {
        let value = match self.peek() {
            Token::Text(text) => Expr::Text(text.clone()),
            Token::Name(name) if *self.peek_second() == Token::Sign("(") => {
                let op = Op::Function(name.clone());
                self.advance();
                self.advance();
                return self.call(op);
            }
            Token::Name(name) => Expr::Property(name.clone()),
            Token::Sign("(") => {
                self.advance();
                return self.bracketed();
            }
            Token::Word(word) if word.eq_ignore_ascii_case("true") => Expr::Boolean(true),
            Token::Word(word) if word.eq_ignore_ascii_case("false") => Expr::Boolean(false),
            Token::Word(word) if !KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword)) => {
                let word = word.clone();
                return self.word(word);
            }
            _ => return Err(self.unexpected("a property or a value")),
        };
        self.advance();
        Ok(value)
    }

    /// Behind an opening bracket: one expression, or a list of them.
    fn bracketed(&mut self) -> Result<Expr, FilterError> {
        if self.sign(")") {
            return Ok(Expr::List(Vec::new()));
        }
        let mut items = self.deeper(|parser| parser.list(Self::disjunction))?;
        Ok(match items.pop() {
            Some(only) if items.is_empty() => only,
            Some(last) => {
                items.push(last);
                Expr::List(items)
            }
            None => Expr::List(items),
        })
    }

    /// A property, a geometry, or a function with its arguments.
    fn word(&mut self, word: String) -> Result<Expr, FilterError> {
        if let Some(shape) = self.shape()? {
            return Ok(Expr::Geometry(shape.try_into()?));
        }
        self.advance();
        if !self.sign("(") {
            return Ok(Expr::Property(word));
        }
        match word.to_ascii_lowercase().as_str() {
            "date" => Ok(Expr::Instant(Instant::date(&self.quoted_time()?)?)),
            "timestamp" => Ok(Expr::Instant(Instant::timestamp(&self.quoted_time()?)?)),
            "interval" => {
                let mut bounds = self.deeper(|parser| parser.list(Self::disjunction))?;
                match (bounds.pop(), bounds.pop(), bounds.len()) {
                    (Some(end), Some(start), 0) => Ok(Expr::Interval(Bound::new(start)?, Bound::new(end)?)),
                    _ => Err(self.unexpected("an interval of two bounds")),
                }
            }
            "bbox" => {
                let numbers = self
                    .list(|parser| parser.number().ok_or_else(|| parser.unexpected("a number of a box")))?;
                Ok(Expr::Geometry(geometry::bbox(&numbers)?))
            }
            _ => self.call(Op::of_text(&word)),
        }
    }

    fn quoted_time(&mut self) -> Result<String, FilterError> {
        let Token::Text(text) = self.peek() else { return Err(self.unexpected("a date or time as text")) };
        let text = text.clone();
        self.advance();
        self.expect(")")?;
        Ok(text)
    }

    /// The arguments of a function, behind its bracket.
    fn call(&mut self, op: Op) -> Result<Expr, FilterError> {
        if self.sign(")") {
            return Ok(Expr::Call(op, Vec::new()));
        }
        let arguments = self.deeper(|parser| parser.list(Self::disjunction))?;
        Ok(Expr::Call(op, arguments))
    }
}

/// One alone stays as it is.
fn joined(op: Op, mut all: Vec<Expr>) -> Expr {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            Expr::Call(op, all)
        }
        None => Expr::Call(op, all),
    }
}

fn not(expression: Expr) -> Expr {
    Expr::Call(Op::Not, vec![expression])
}

fn not_if(negated: bool, expression: Expr) -> Expr {
    if negated { not(expression) } else { expression }
}
