//! Features around a point.
//!
//! In: a point, a distance, a query. Out: the nearest features that meet it, with their distances. It must not know why
//! somebody asks.

#[cfg(test)]
mod tests;

use super::chunk::{ALWAYS, Chunk};
use super::collection::Collection;
use super::feature::Query;
use super::mask::Mask;
use super::pass::pass;
use crate::event::{Bbox, LonLat};
use crate::gazetteer::{distance_m, rough_distance_m};
use std::sync::Arc;

/// A feature and how far away it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Metres on the ellipsoid.
    pub distance_m: f64,
    /// First and last millisecond; `None` when that is not known.
    pub span: Option<(i64, i64)>,
    /// The whole feature.
    pub geojson: Arc<[u8]>,
}

/// A feature that is near enough, by chunk and position.
struct Hit {
    distance_m: f64,
    order: u64,
    chunk: u32,
    position: u32,
}

/// How much a sphere and the ellipsoid may differ.
const SPHERE_SLACK: f64 = 1.01;

/// Metres in the shortest degree of latitude, at the equator.
const DEGREE_M: f64 = 110_574.0;

impl Collection {
    /// The features of points within so many metres that meet the query, the nearest first, of those as near the one that
    /// came first; its limit and offset hold. Also how many there are in all.
    pub fn near(&self, query: &Query, at: LonLat, radius_m: f64) -> (Vec<Near>, usize) {
        let Some(around) = box_around(at, radius_m) else { return (Vec::new(), 0) };
        let narrower = query.bbox;
        let within = Query { bbox: Some(around), ..query.clone() };
        let (rows, selection) = (self.rows(), self.select(&within));
        let add = |found: &mut Vec<Hit>, (number, chunk): (u32, &Chunk), mask: &Mask| {
            let [lons, lats] = chunk.point_columns();
            for position in mask.positions() {
                let Ok(point) = LonLat::new(lons[position], lats[position]) else { continue };
                if narrower.is_some_and(|bbox| !bbox.contains(point))
                    || rough_distance_m(at, point) > radius_m * SPHERE_SLACK
                {
                    continue;
                }
                let distance_m = distance_m(at, point);
                if distance_m <= radius_m {
                    let (order, position) = (chunk.order(position), position as u32);
                    found.push(Hit { distance_m, order, chunk: number, position });
                }
            }
        };
        let mut found: Vec<Hit> = pass(rows, &selection, Vec::new, add).into_iter().flatten().collect();
        let matched = found.len();
        found.sort_unstable_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.order.cmp(&b.order)));
        let near = |Hit { distance_m, chunk, position, .. }| {
            let (chunk, position) = (rows.chunk(chunk as usize), position as usize);
            let span = Some(chunk.span(position)).filter(|span| *span != ALWAYS);
            Near { distance_m, span, geojson: rows.unpacked(chunk, position) }
        };
        (found.into_iter().skip(query.offset).take(query.limit).map(near).collect(), matched)
    }
}

/// A box that holds everything within so many metres.
fn box_around(at: LonLat, radius_m: f64) -> Option<Bbox> {
    let degrees = radius_m * SPHERE_SLACK / DEGREE_M;
    let (south, north) = ((at.lat() - degrees).max(-90.0), (at.lat() + degrees).min(90.0));
    // A degree of longitude is shortest where the circle is nearest to a pole.
    let shrunk = south.abs().max(north.abs()).to_radians().cos();
    let wide = degrees / shrunk.max(f64::MIN_POSITIVE);
    if wide >= 180.0 {
        return Bbox::new(-180.0, south, 180.0, north).ok();
    }
    let wrapped = |lon: f64| {
        if lon > 180.0 {
            lon - 360.0
        } else if lon < -180.0 {
            lon + 360.0
        } else {
            lon
        }
    };
    Bbox::new(wrapped(at.lon() - wide), south, wrapped(at.lon() + wide), north).ok()
}
