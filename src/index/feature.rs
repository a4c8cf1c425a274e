//! What goes into a collection, what is asked of it, and what comes out.

use super::attribute::Value;
use super::filter::Filter;
use super::found::Features;
use super::sort::{Cursor, SortKey};
use crate::event::{Bbox, Interval, LonLat};
use geo::MultiPolygon;

/// One feature as a collection takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its place in the order of paging, unique in the collection: the store's number, which only grows.
    pub order: u64,
    /// Its name in addresses, unique in the collection.
    pub id: String,
    /// Where it is.
    pub shape: Shape,
    /// First and last millisecond since 1970-01-01T00:00:00Z, both included; `None` when that is unknown.
    pub span: Option<(i64, i64)>,
    /// Its values of the collection's attributes, in their order; those left out at the end are not known.
    pub values: Vec<Value>,
    /// The text that words are looked for in, folded ([`crate::event::fold`]).
    pub words: Box<str>,
    /// The whole feature, ready to be sent.
    pub geojson: Box<[u8]>,
}

/// Where a feature is, in degrees, longitude first.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Nowhere. Such a feature matches *every* box, as OGC API - Features (17-069r4, 7.15.3 D) has it:
    /// what has no geometry is not narrowed by a box. Keep them in a collection of their own.
    None,
    /// At one point.
    Point(LonLat),
    /// An area that does not cross the antimeridian (RFC 7946 cuts those in two). One without
    /// coordinates, or with one that is not finite, counts as [`Shape::None`].
    Area(MultiPolygon),
}

/// What to look for: all conditions must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Only features that share a point with this box, edges included, and those without a shape.
    pub bbox: Option<Bbox>,
    /// Only features whose span shares a millisecond with this interval, and those without a span.
    pub time: Option<Interval>,
    /// Only features that this holds for.
    pub filter: Option<Filter>,
    /// In which order, the first key first; of equal ones, and without keys, by [`Feature::order`].
    pub sort: Vec<SortKey>,
    /// Only features behind this place in that order: the `next` of the page before.
    pub after: Option<Cursor>,
    /// Leave out so many of them from the front.
    pub offset: usize,
    /// Return at most so many; 0 only counts.
    pub limit: usize,
}

/// One page of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The features, in the order asked for. Shared with the collection, not copied.
    pub features: Features,
    /// How many features meet the conditions in all, whatever the page holds. Exact.
    pub matched: usize,
    /// What to put into [`Query::after`] for the following page; `None` on the last one.
    pub next: Option<Cursor>,
}

impl Default for Query {
    /// The first 100 of all features.
    fn default() -> Self {
        Self { bbox: None, time: None, filter: None, sort: Vec::new(), after: None, offset: 0, limit: 100 }
    }
}
