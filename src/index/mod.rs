//! The store's live picture in memory, built for serving.
//!
//! In: features with their shape, span, attributes and finished GeoJSON bytes. Out: exact counts and pages of those
//! bytes for a box, an interval and a filter. It must not know the store, HTTP, or what an event is.

mod area;
mod attribute;
mod book;
mod chunk;
mod clusters;
mod collection;
mod column;
mod feature;
mod filter;
mod found;
mod ids;
mod lists;
mod live;
mod mask;
mod near;
mod page;
mod pass;
mod picture;
mod rows;
#[cfg(test)]
mod samples;
mod sites;
mod sort;
mod space;
mod square;
mod strings;
mod summary;
mod tile;

pub use attribute::{Attribute, AttributeType, Value};
pub use clusters::{Cluster, Clusters, MAX_ZOOM as MAX_CLUSTER_ZOOM};
pub use collection::{Change, Collection, Loader};
pub use feature::{Feature, Page, Query, Shape};
pub use filter::{Comparison, Filter, Folding, NumberTest, Property, TextTest, attribute_named};
pub use found::{AtHand, Features};
pub use live::Live;
pub use near::Near;
pub use picture::{Picture, PictureError};
pub use sites::Site;
pub use sort::{Cursor, SortKey, SortProperty, SortValue};
pub use summary::{Facet, Histogram, Step, Summary};
pub use tile::{MAX_TILE_ZOOM, TILE_EXTENT, TILE_MARGIN, TileAddress, TileColumn, TilePoints};

#[cfg(test)]
mod tests;
