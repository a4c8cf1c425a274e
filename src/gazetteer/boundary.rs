//! Shapes: the regions before 2016 and the outline of Mali.
//!
//! In: the GeoJSON in `data/boundaries`. Out: which shape a point lies in. It must not know names of places.

use super::{Edition, GazetteerError};
use crate::event::LonLat;
use geo::indexed::IntervalTreeMultiPolygon;
use geo::{BoundingRect, Contains, MultiPolygon, Point, Polygon};
use geojson::GeoJson;
use std::fmt;
use std::sync::Arc;

/// How far outside a shape a point still counts as inside, in metres: the shapes are generalised, and
/// border towns such as Tinzaouaten lie 2 km outside the outline.
const BORDER_SNAP_M: f64 = 5_000.0;

/// Metres in a degree of latitude.
pub(super) const DEGREE_M: f64 = 111_195.0;

/// The shape of a region, of the edition before 2016.
#[derive(Debug, Clone)]
pub struct Region {
    /// French name, as in the table of units.
    pub name: String,
    /// English name; the French one where they are the same.
    pub name_en: String,
    /// Id of the unit.
    pub unit: String,
    /// The edition it belongs to.
    pub edition: Edition,
    /// Its shape, degrees.
    pub shape: MultiPolygon,
    bounds: Bounds,
    edges: Edges,
}

/// A shape of which it is asked for each row of a list whether it holds a point.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    pub(super) shape: MultiPolygon,
    edges: Edges,
}

/// The edges of a shape by latitude: of the thousands only the few at a point's own are looked at.
#[derive(Clone)]
struct Edges(Arc<IntervalTreeMultiPolygon<f64>>);

impl Edges {
    fn of(shape: &MultiPolygon) -> Self {
        Self(Arc::new(IntervalTreeMultiPolygon::new(shape)))
    }

    /// Whether the point lies inside, as [`contains`] has it.
    fn hold(&self, at: LonLat) -> bool {
        self.0.contains(&Point::new(at.lon(), at.lat()))
    }
}

impl fmt::Debug for Edges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Edges")
    }
}

/// The box round a polygon, degrees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) least: [f64; 2],
    pub(super) most: [f64; 2],
}

impl Bounds {
    pub(super) fn of(shape: &MultiPolygon) -> Option<Self> {
        let bounds = shape.bounding_rect()?;
        Some(Self { least: [bounds.min().x, bounds.min().y], most: [bounds.max().x, bounds.max().y] })
    }

    /// Metres from a point to the box, 0 inside, on a plane that touches the earth at the point.
    pub(super) fn distance_m(self, at: LonLat) -> f64 {
        let off = |value: f64, least: f64, most: f64| (least - value).max(value - most).max(0.0);
        let east = off(at.lon(), self.least[0], self.most[0]) * at.lat().to_radians().cos();
        let north = off(at.lat(), self.least[1], self.most[1]);
        east.hypot(north) * DEGREE_M
    }
}

/// Reads the regions' shapes.
pub(super) fn read_regions(text: &str) -> Result<Vec<Region>, GazetteerError> {
    const TABLE: &str = "boundaries/regions-before-2016.geojson";
    let features = features(TABLE, text)?;
    features
        .into_iter()
        .enumerate()
        .map(|(number, feature)| {
            let missing = |missing| GazetteerError::Feature { table: TABLE, feature: number, missing };
            let text = |key: &str| feature.property(key).and_then(|v| v.as_str()).map(str::to_owned);
            let name = text("name").ok_or_else(|| missing("name"))?;
            let shape = shape(&feature).ok_or_else(|| missing("polygon"))?;
            Ok(Region {
                bounds: Bounds::of(&shape).ok_or_else(|| missing("polygon"))?,
                edges: Edges::of(&shape),
                name_en: text("name_en").unwrap_or_else(|| name.clone()),
                name,
                unit: text("unit").ok_or_else(|| missing("unit"))?,
                edition: Edition::Before2016,
                shape,
            })
        })
        .collect()
}

/// Reads the outline of Mali.
pub(super) fn read_mali(text: &str) -> Result<Outline, GazetteerError> {
    const TABLE: &str = "boundaries/mali.geojson";
    let features = features(TABLE, text)?;
    let missing = GazetteerError::Feature { table: TABLE, feature: 0, missing: "polygon" };
    let shape = features.first().and_then(shape).ok_or(missing)?;
    Ok(Outline { edges: Edges::of(&shape), shape })
}

fn features(table: &'static str, text: &str) -> Result<Vec<geojson::Feature>, GazetteerError> {
    let shape = |source| GazetteerError::Shape { table, source: Box::new(source) };
    let parsed = text.parse::<GeoJson>().map_err(shape)?;
    Ok(geojson::FeatureCollection::try_from(parsed).map_err(shape)?.features)
}

fn shape(feature: &geojson::Feature) -> Option<MultiPolygon> {
    let geometry = feature.geometry.as_ref()?;
    MultiPolygon::try_from(geometry.clone())
        .or_else(|_| Polygon::try_from(geometry.clone()).map(|polygon| MultiPolygon(vec![polygon])))
        .ok()
}

impl Outline {
    /// Whether the point lies inside, or outside by no more than a few kilometres.
    pub(super) fn holds(&self, at: LonLat) -> bool {
        self.edges.hold(at) || distance_to_edge_m(&self.shape, at) <= BORDER_SNAP_M
    }
}

/// The shape the point lies in; at a border of the country the nearest, if it is near enough.
pub(super) fn region_at(regions: &[Region], at: LonLat) -> Option<&Region> {
    // A look at the box saves most of the looks at hundreds of corners.
    let near: Vec<(&Region, f64)> =
        regions.iter().map(|region| (region, region.bounds.distance_m(at))).collect();
    let inside = near.iter().filter(|(_, away)| *away <= 0.0).map(|(region, _)| *region);
    inside.into_iter().find(|region| region.edges.hold(at)).or_else(|| {
        near.iter()
            .filter(|(_, away)| *away <= BORDER_SNAP_M)
            .map(|(region, _)| *region)
            .map(|region| (distance_to_edge_m(&region.shape, at), region))
            .filter(|(distance, _)| *distance <= BORDER_SNAP_M)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, region)| region)
    })
}

pub(super) fn contains(shape: &MultiPolygon, at: LonLat) -> bool {
    shape.contains(&Point::new(at.lon(), at.lat()))
}

/// Metres to the nearest edge, on a plane that touches the earth at the point: good for short distances,
/// which are the only ones asked for.
pub(super) fn distance_to_edge_m(shape: &MultiPolygon, at: LonLat) -> f64 {
    let shrink = at.lat().to_radians().cos();
    let plane = |c: geo::Coord| ((c.x - at.lon()) * shrink * DEGREE_M, (c.y - at.lat()) * DEGREE_M);
    let mut least = f64::INFINITY;
    for polygon in shape {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for edge in ring.lines() {
                least = least.min(squared_distance_to_origin(plane(edge.start), plane(edge.end)));
            }
        }
    }
    least.sqrt()
}

/// Square of the distance from (0, 0) to the segment from `a` to `b`.
fn squared_distance_to_origin(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (-(a.0 * dx + a.1 * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (a.0 + along * dx).powi(2) + (a.1 + along * dy).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::CoordsIter;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
        read_regions(include_str!("../../data/boundaries/regions-before-2016.geojson")).unwrap()
    });
    static MALI: LazyLock<Outline> =
        LazyLock::new(|| read_mali(include_str!("../../data/boundaries/mali.geojson")).unwrap());

    fn is_held_alike(at: LonLat) -> bool {
        MALI.edges.hold(at) == contains(&MALI.shape, at)
            && REGIONS.iter().all(|region| region.edges.hold(at) == contains(&region.shape, at))
    }

    proptest! {
        #[test]
        fn the_edges_hold_what_the_shape_contains(lon in -13.0..5.0f64, lat in 9.5..25.5f64) {
            prop_assert!(is_held_alike(LonLat::new(lon, lat).unwrap()));
        }
    }

    #[test]
    fn corners_and_what_lies_beside_them_are_held_alike() {
        for corner in
            MALI.shape.coords_iter().chain(REGIONS.iter().flat_map(|region| region.shape.coords_iter()))
        {
            for east in [0.0, -0.01, 0.01] {
                assert!(is_held_alike(LonLat::new(corner.x + east, corner.y).unwrap()), "{corner:?} {east}");
            }
        }
    }
}
