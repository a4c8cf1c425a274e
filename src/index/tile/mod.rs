//! The points of a vector tile.
//!
//! In: a query and a tile of the square. Out: the points in it and in its margin, on its own grid, column by column. It must
//! not know how a tile is encoded.

#[cfg(test)]
mod tests;

use super::chunk::{ALWAYS, Chunk};
use super::collection::Collection;
use super::column::{Column, NO_TEXT};
use super::feature::Query;
use super::mask::Mask;
use super::pass::pass;
#[cfg(test)]
use super::square::LAT_MAX;
use super::square::{Heights, lat_of, lon_of, x_of};
use super::strings::Strings;
use crate::event::{Bbox, LonLat};
use std::sync::Arc;

/// The highest zoom of tiles.
pub const MAX_TILE_ZOOM: u8 = 22;

/// Units of the grid from edge to edge of a tile.
pub const TILE_EXTENT: u32 = 4_096;

/// How far beyond its edges a tile still has points, in units of the grid: a symbol that reaches over the edge is drawn whole
/// (8 pixels of a tile of 256).
pub const TILE_MARGIN: u32 = 128;

/// A tile of the square (`WebMercatorQuad` of OGC 17-083r4): columns from the west, rows from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TileAddress {
    zoom: u8,
    column: u32,
    row: u32,
}

/// The points of a tile, column by column, by ascending order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TilePoints {
    /// The features' places in the order of the collection.
    pub orders: Vec<u64>,
    /// Their ids: [`TilePoints::ids`].
    ids: Strings,
    /// Where they are on the tile's grid: x to the east, y to the south, outside of 0..4096 in the margin.
    pub places: Vec<[i32; 2]>,
    /// Their first milliseconds; `None` for those without a span.
    pub starts: Vec<Option<i64>>,
    /// Their values of the attributes asked for.
    pub columns: Vec<TileColumn>,
}

/// The values of one attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum TileColumn {
    /// Numbers of texts, and the texts by their numbers; one that is beyond them is not known.
    Texts(Vec<u32>, Vec<Arc<str>>),
    /// Numbers; what is not known is not a number.
    Numbers(Vec<f64>),
    /// Nothing that a tile can have.
    None,
}

impl TileAddress {
    /// `None` for a tile that is not in the square.
    pub fn new(zoom: u8, column: u32, row: u32) -> Option<Self> {
        let tiles = 1_u32.checked_shl(zoom.into())?;
        (zoom <= MAX_TILE_ZOOM && column < tiles && row < tiles).then_some(Self { zoom, column, row })
    }

    /// The box of the tile with its margin, a little wider than need be.
    fn bounds(self) -> Option<Bbox> {
        let tiles = f64::from(1_u32 << self.zoom);
        // Of a margin a unit more, so that rounding leaves nothing out.
        let margin = f64::from(TILE_MARGIN + 1) / f64::from(TILE_EXTENT);
        let at = |number: u32, off: f64| (f64::from(number) + off) / tiles;
        let [west, east] = [at(self.column, -margin), at(self.column, 1.0 + margin)];
        let [north, south] = [at(self.row, -margin), at(self.row, 1.0 + margin)];
        // What lies nearer to a pole than the square reaches is on its edge.
        let north = if north <= 0.0 { 90.0 } else { lat_of(north) };
        let south = if south >= 1.0 { -90.0 } else { lat_of(south) };
        let [west, east] = if east - west >= 1.0 {
            [-180.0, 180.0]
        } else {
            [west, east].map(|x| lon_of(x.rem_euclid(1.0)))
        };
        Bbox::new(west.clamp(-180.0, 180.0), south, east.clamp(-180.0, 180.0), north).ok()
    }
}

/// The grid of a tile.
struct Grid {
    heights: Heights,
    /// Units on the side of the square.
    per_side: f64,
    origin: [i64; 2],
}

impl Grid {
    fn new(tile: TileAddress) -> Self {
        let extent = i64::from(TILE_EXTENT);
        let per_side = (1_u64 << tile.zoom) as f64 * f64::from(TILE_EXTENT);
        let origin = [i64::from(tile.column) * extent, i64::from(tile.row) * extent];
        Self { heights: Heights::new(), per_side, origin }
    }

    /// Where a point is on the grid; `None` beyond the margin.
    ///
    /// The unit that a point falls into is the same for every tile, so that of neighbours exactly one has it between its
    /// edges.
    fn place(&self, lon: f64, lat: f64) -> Option<[i32; 2]> {
        let (extent, margin, side) = (i64::from(TILE_EXTENT), i64::from(TILE_MARGIN), self.per_side as i64);
        let unit = |at: f64| ((at * self.per_side) as i64).clamp(0, side - 1);
        let y = unit(self.heights.of(lat)) - self.origin[1];
        let mut x = unit(x_of(lon)) - self.origin[0];
        // The margin may lie on the other side of the antimeridian.
        if x >= extent + margin && x - side >= -margin {
            x -= side;
        } else if x < -margin && x + side < extent + margin {
            x += side;
        }
        let within = |at: &i64| (-margin..extent + margin).contains(at);
        (within(&x) && within(&y)).then_some([x as i32, y as i32])
    }
}

impl Collection {
    /// The points that meet the query in a tile and in its margin, with their values of some attributes. None is there
    /// twice, and between the edges of the tiles of one zoom every point is once.
    pub fn tile(&self, query: &Query, tile: TileAddress, attributes: &[usize]) -> TilePoints {
        let bounds = tile.bounds();
        // The box of the query narrows what the tile's box has found.
        let narrower = query.bbox;
        let within = Query { bbox: bounds, ..query.clone() };
        let (rows, selection, grid) = (self.rows(), self.select(&within), Grid::new(tile));
        let add = |found: &mut TilePoints, (_, chunk): (u32, &Chunk), mask: &Mask| {
            let ([lons, lats], [starts, ends]) = (chunk.point_columns(), chunk.span_columns());
            mask.each(|position| {
                let (lon, lat) = (lons[position], lats[position]);
                // What is not a point is not a number, and no `LonLat` either.
                let Ok(point) = LonLat::new(lon, lat) else { return };
                if narrower.is_some_and(|bbox| !bbox.contains(point)) {
                    return;
                }
                let Some(place) = grid.place(lon, lat) else { return };
                let span = (starts[position], ends[position]);
                found.orders.push(chunk.order(position));
                found.ids.push(chunk.id(position).as_bytes());
                found.places.push(place);
                found.starts.push((span != ALWAYS).then_some(span.0));
                for (column, attribute) in found.columns.iter_mut().zip(attributes) {
                    column.push(chunk.column(*attribute), position);
                }
            });
        };
        let new = || TilePoints { columns: self.tile_columns(attributes), ..TilePoints::default() };
        let mut found =
            pass(rows, &selection, new, add).into_iter().reduce(TilePoints::joined).unwrap_or_default();
        for (column, attribute) in found.columns.iter_mut().zip(attributes) {
            if let TileColumn::Texts(_, texts) = column {
                let known = rows.attributes().texts(*attribute).unwrap_or_default();
                texts.extend(known.iter().map(|entry| Arc::clone(&entry.text)));
            }
        }
        found
    }

    fn tile_columns(&self, attributes: &[usize]) -> Vec<TileColumn> {
        use crate::index::attribute::AttributeType::{Boolean, Integer, Number, Text, Texts};
        let kinds = attributes.iter().map(|attribute| self.attributes().get(*attribute).map(|one| one.kind));
        kinds
            .map(|kind| match kind {
                Some(Text) => TileColumn::Texts(Vec::new(), Vec::new()),
                Some(Number | Integer) => TileColumn::Numbers(Vec::new()),
                Some(Texts | Boolean) | None => TileColumn::None,
            })
            .collect()
    }
}

impl TilePoints {
    /// How many points there are.
    pub fn len(&self) -> usize {
        self.orders.len()
    }

    /// The features' ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(|id| str::from_utf8(id).unwrap_or_default())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    fn joined(mut self, other: Self) -> Self {
        self.orders.extend(other.orders);
        other.ids.iter().for_each(|id| self.ids.push(id));
        self.places.extend(other.places);
        self.starts.extend(other.starts);
        for (ours, theirs) in self.columns.iter_mut().zip(other.columns) {
            match (ours, theirs) {
                (TileColumn::Texts(ours, _), TileColumn::Texts(theirs, _)) => ours.extend(theirs),
                (TileColumn::Numbers(ours), TileColumn::Numbers(theirs)) => ours.extend(theirs),
                _ => {}
            }
        }
        self
    }
}

impl TileColumn {
    fn push(&mut self, column: Option<&Column>, position: usize) {
        match (self, column) {
            (Self::Texts(codes, _), Some(Column::Text(column))) => codes.push(column[position]),
            (Self::Texts(codes, _), _) => codes.push(NO_TEXT),
            (Self::Numbers(numbers), Some(Column::Number(column))) => numbers.push(column[position]),
            (Self::Numbers(numbers), _) => numbers.push(f64::NAN),
            (Self::None, _) => {}
        }
    }
}
