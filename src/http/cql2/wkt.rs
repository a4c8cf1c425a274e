//! Geometries in text, as well-known text (OGC 06-103r4, 7.2).
//!
//! In: tokens. Out: shapes, unchecked. It must not know degrees.

use super::FilterError;
use super::geometry::{Position, Shape};
use super::lexer::Token;
use super::parser::Parser;

const KINDS: [&str; 7] =
    ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"];

impl Parser {
    /// A shape, if one comes next: its name, perhaps `Z`, `M` or `ZM`, and a bracket or `EMPTY`. Its name alone may also
    /// name a property.
    pub(super) fn shape(&mut self) -> Result<Option<Shape>, FilterError> {
        let Token::Word(word) = self.peek() else { return Ok(None) };
        let Some(kind) = KINDS.into_iter().find(|kind| word.eq_ignore_ascii_case(kind)) else {
            return Ok(None);
        };
        self.advance();
        let more = ["z", "m", "zm"].iter().any(|dimension| self.keyword(dimension));
        if self.keyword("empty") {
            return Ok(Some(Shape::empty(kind)));
        }
        if !self.sign("(") {
            if more {
                return Err(self.unexpected("'(' or EMPTY"));
            }
            self.back();
            return Ok(None);
        }
        self.deeper(|parser| parser.coordinates(kind)).map(Some)
    }

    /// Behind the first bracket of a shape.
    fn coordinates(&mut self, kind: &'static str) -> Result<Shape, FilterError> {
        Ok(match kind {
            "POINT" => {
                let coordinates = self.position()?;
                self.expect(")")?;
                Shape::Point { coordinates }
            }
            "LINESTRING" => Shape::LineString { coordinates: self.list(Self::position)? },
            "POLYGON" => Shape::Polygon { coordinates: self.list(Self::line)? },
            // Each point may have brackets of its own.
            "MULTIPOINT" => Shape::MultiPoint { coordinates: self.list(Self::bracketed_position)? },
            "MULTILINESTRING" => Shape::MultiLineString { coordinates: self.list(Self::line)? },
            "MULTIPOLYGON" => Shape::MultiPolygon {
                coordinates: self.list(|parser| {
                    parser.expect("(")?;
                    parser.list(Self::line)
                })?,
            },
            _ => Shape::GeometryCollection {
                geometries: self
                    .list(|parser| parser.shape()?.ok_or_else(|| parser.unexpected("a geometry")))?,
            },
        })
    }

    fn line(&mut self) -> Result<Vec<Position>, FilterError> {
        self.expect("(")?;
        self.list(Self::position)
    }

    fn bracketed_position(&mut self) -> Result<Position, FilterError> {
        if !self.sign("(") {
            return self.position();
        }
        let position = self.position()?;
        self.expect(")")?;
        Ok(position)
    }

    fn position(&mut self) -> Result<Position, FilterError> {
        let mut numbers = Vec::with_capacity(2);
        while let Some(number) = self.number() {
            numbers.push(number);
        }
        if (2..=4).contains(&numbers.len()) {
            Ok(Position(numbers))
        } else {
            Err(self.unexpected("a position of two to four numbers"))
        }
    }
}
