//! The store's live picture in memory, built for serving.
//!
//! In: features with their shape, span and finished GeoJSON bytes. Out: exact counts and pages of those
//! bytes for a box and an interval. It must not know the store, HTTP, or what an event is.

mod area;
mod chunk;
mod collection;
mod feature;
mod live;
mod rows;
mod space;

pub use collection::{Change, Collection};
pub use feature::{Feature, Page, Query, Shape};
pub use live::Live;

#[cfg(test)]
mod tests;
