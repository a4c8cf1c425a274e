//! Steps through the words of a filter in text.
//!
//! In: tokens. Out: what comes next, or that something else should. It must not know the grammar.

use super::lexer::{Token, tokens};
use super::{FilterError, MAX_DEPTH};

/// The tokens, the last of which is [`Token::End`], and where among them it is.
pub(super) struct Parser {
    tokens: Vec<(Token, usize)>,
    next: usize,
    depth: usize,
}

impl Parser {
    /// At the beginning of a text.
    pub(super) fn new(text: &str) -> Result<Self, FilterError> {
        Ok(Self { tokens: tokens(text)?, next: 0, depth: 0 })
    }

    pub(super) fn peek(&self) -> &Token {
        self.tokens.get(self.next).map_or(&Token::End, |(token, _)| token)
    }

    pub(super) fn peek_second(&self) -> &Token {
        self.tokens.get(self.next + 1).map_or(&Token::End, |(token, _)| token)
    }

    pub(super) fn advance(&mut self) {
        self.next += 1;
    }

    /// Takes back the last step.
    pub(super) fn back(&mut self) {
        self.next = self.next.saturating_sub(1);
    }

    pub(super) fn unexpected(&self, expected: &'static str) -> FilterError {
        let at = self.tokens.get(self.next).or(self.tokens.last()).map_or(1, |(_, at)| *at);
        FilterError::Syntax { at, found: self.peek().describe(), expected }
    }

    /// Passes over a sign if it comes next.
    pub(super) fn sign(&mut self, sign: &'static str) -> bool {
        let there = *self.peek() == Token::Sign(sign);
        self.next += usize::from(there);
        there
    }

    /// Passes over a sign that must come.
    pub(super) fn expect(&mut self, sign: &'static str) -> Result<(), FilterError> {
        if self.sign(sign) {
            return Ok(());
        }
        Err(self.unexpected(if sign == "(" { "'('" } else { "')'" }))
    }

    /// Passes over a keyword if it comes next.
    pub(super) fn keyword(&mut self, keyword: &str) -> bool {
        let there = self.peek().is_keyword(keyword);
        self.next += usize::from(there);
        there
    }

    /// Reads what lies one level deeper.
    pub(super) fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, FilterError>,
    ) -> Result<T, FilterError> {
        if self.depth == MAX_DEPTH {
            return Err(FilterError::TooDeep);
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// What commas separate up to a closing bracket, which is passed over too; one or more.
    pub(super) fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, FilterError>,
    ) -> Result<Vec<T>, FilterError> {
        let mut items = vec![read(self)?];
        while self.sign(",") {
            items.push(read(self)?);
        }
        if self.sign(")") { Ok(items) } else { Err(self.unexpected("',' or ')'")) }
    }

    /// A number with its sign, if one comes next.
    pub(super) fn number(&mut self) -> Option<f64> {
        let (number, tokens) = match (self.peek(), self.peek_second()) {
            (Token::Number(number), _) => (*number, 1),
            (Token::Sign("-"), Token::Number(number)) => (-number, 2),
            (Token::Sign("+"), Token::Number(number)) => (*number, 2),
            _ => return None,
        };
        self.next += tokens;
        Some(number)
    }
}
