//! The store's live picture in memory, built for serving.
//!
//! In: features with their shape, span, attributes and finished GeoJSON bytes. Out: exact counts and pages of those
//! bytes for a box, an interval and a filter. It must not know the store, HTTP, or what an event is.

mod area;
mod attribute;
mod chunk;
mod collection;
mod column;
mod feature;
mod filter;
mod live;
mod mask;
mod page;
mod rows;
mod sort;
mod space;

pub use attribute::{Attribute, AttributeType, Value};
pub use collection::{Change, Collection, Loader};
pub use feature::{Feature, Page, Query, Shape};
pub use filter::{Comparison, Filter, Folding, NumberTest, Property, TextTest, attribute_named};
pub use live::Live;
pub use sort::{Cursor, SortKey, SortProperty, SortValue};

#[cfg(test)]
mod tests;
