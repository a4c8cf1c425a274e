//! The ground of units: which units a point lies in, by their polygons.
//!
//! In: the shapes of packs, and the regions' generalised shapes of the binary. Out: the units of a point in each
//! edition, and how far a point is from a unit. It must not know names of places.

mod files;
mod later;
mod members;

use super::boundary::{Bounds, DEGREE_M, Region, contains, distance_to_edge_m, region_at};
use super::division::{Division, Within};
use super::space::PlaceTree;
use super::unit_names::UnitNames;
use super::{Level, Locality, Pack, Unit};
use crate::event::LonLat;
use files::Unjoined;
use geo::MultiPolygon;
use later::Later;
use members::Members;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::HashMap;

/// How far outside a polygon a point still counts as inside when no other polygon of its level holds it: rivers
/// and borders are drawn a few kilometres off.
const SNAP_M: f64 = 5_000.0;

/// Beyond this it does not matter how far a place is from a unit.
const FAR_M: f64 = 150_000.0;

/// Without a polygon, a place is in the cercle of a curated place so near.
const SAME_CERCLE_M: f64 = 15_000.0;

/// The same for the generalised shapes of the binary, which are wrong by up to so much.
const COARSE_M: f64 = 16_000.0;

/// A polygon, and the units of each edition that a point in it lies in.
#[derive(Debug)]
struct Ground {
    level: Level,
    shape: MultiPolygon,
    bounds: Bounds,
    hull: Vec<LonLat>,
    within: [Within; 3],
}

/// All polygons, by position and by unit.
#[derive(Debug)]
pub(super) struct Grounds {
    all: Vec<Ground>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
    /// Per unit: the polygons that make it up, its own or those of the units in it.
    by_unit: HashMap<u32, Vec<u32>>,
    /// Shapes that are of no unit: pack, and what they are, as "commune Alata".
    pub(super) unknown: Vec<(String, String)>,
}

impl Grounds {
    /// The polygons of the packs, joined to the units.
    pub(super) fn new(
        packs: &[Pack],
        units: &[Unit],
        names: &UnitNames,
        division: &Division,
        seed: &[Locality],
    ) -> Self {
        let later = Later::new(units, division, seed);
        let members = Members::new(division, seed);
        let mut grounds =
            Self { all: Vec::new(), tree: RTree::new(), by_unit: HashMap::new(), unknown: Vec::new() };
        let known = files::Known::new(units, names);
        // A later pack's polygon of a unit replaces an earlier one.
        let mut of_unit: HashMap<u32, MultiPolygon> = HashMap::new();
        for pack in packs {
            for (level, shapes) in files::by_level(&pack.shapes) {
                let edition = known.edition(&shapes, level);
                for shape in shapes {
                    match known.unit(shape, level, edition, division) {
                        Ok(unit) => {
                            of_unit.insert(unit, shape.shape.clone());
                        }
                        Err(why) => {
                            grounds.unknown.push((pack.name.clone(), unjoined(level, &shape.name, why)));
                        }
                    }
                }
            }
        }
        let mut of_unit: Vec<(u32, MultiPolygon)> = of_unit.into_iter().collect();
        of_unit.sort_by_key(|(unit, _)| *unit);
        for (unit, shape) in of_unit {
            let Some(known) = units.get(unit as usize) else { continue };
            let Some(bounds) = Bounds::of(&shape) else { continue };
            let level = known.level;
            let within = later.editions_of(unit, units, division);
            let within = members.uncontradicted(known, &shape, bounds, within);
            let hull = super::hull(&shape);
            grounds.all.push(Ground { level, shape, bounds, hull, within });
        }
        grounds.tree = RTree::bulk_load(
            (0..)
                .zip(&grounds.all)
                .map(|(number, ground)| {
                    let Bounds { least, most } = ground.bounds;
                    GeomWithData::new(Rectangle::from_corners(least, most), number)
                })
                .collect(),
        );
        grounds.file_by_unit();
        grounds
    }

    /// A unit is made of the smallest polygons that are known to lie in it.
    fn file_by_unit(&mut self) {
        for level in [Level::Commune, Level::Cercle, Level::Region] {
            let mut found: HashMap<u32, Vec<u32>> = HashMap::new();
            for (number, ground) in (0..).zip(&self.all).filter(|(_, ground)| ground.level == level) {
                let mut units: Vec<u32> = ground.within.iter().flat_map(|within| within.known()).collect();
                units.sort_unstable();
                units.dedup();
                for unit in units {
                    found.entry(unit).or_default().push(number);
                }
            }
            for (unit, numbers) in found {
                // Its own polygon says more than the sum of its communes, of which some may lack.
                let own = numbers.iter().any(|number| self.is_own(*number, unit, level));
                if own || !self.by_unit.contains_key(&unit) {
                    self.by_unit.insert(unit, numbers);
                }
            }
        }
    }

    fn is_own(&self, number: u32, unit: u32, level: Level) -> bool {
        self.all.get(number as usize).is_some_and(|ground| {
            ground.within.iter().any(|within| match level {
                Level::Region => within.region == Some(unit),
                Level::Cercle => within.cercle == Some(unit),
                Level::Commune => within.commune == Some(unit),
            })
        })
    }

    /// The units a point lies in, in the order of [`super::Edition::ALL`], from the smallest polygon that holds it;
    /// at a border from the nearest. `None` where no polygon is near.
    pub(super) fn units_at(&self, at: LonLat) -> Option<[Within; 3]> {
        let here = AABB::from_point([at.lon(), at.lat()]);
        let mut here: Vec<&Ground> = self
            .tree
            .locate_in_envelope_intersecting(here)
            .filter_map(|entry| self.all.get(entry.data as usize))
            .collect();
        // Communes have a hundred corners, regions thousands.
        here.sort_by_key(|ground| std::cmp::Reverse(ground.level));
        if let Some(ground) = here.into_iter().find(|ground| contains(&ground.shape, at)) {
            return Some(ground.within);
        }
        let degrees = SNAP_M / DEGREE_M;
        let wide = degrees / at.lat().to_radians().cos().max(0.01);
        let about =
            AABB::from_corners([at.lon() - wide, at.lat() - degrees], [at.lon() + wide, at.lat() + degrees]);
        self.tree
            .locate_in_envelope_intersecting(about)
            .filter_map(|entry| self.all.get(entry.data as usize))
            .map(|ground| (distance_to_edge_m(&ground.shape, at), ground))
            .filter(|(distance, _)| *distance <= SNAP_M)
            .max_by(|a, b| a.1.level.cmp(&b.1.level).then(b.0.total_cmp(&a.0)))
            .map(|(_, ground)| ground.within)
    }

    /// Metres from a point to a unit: 0 inside. `None` where its ground is not known.
    ///
    /// Farther than [`FAR_M`] it is the distance to the box round the unit, which is less.
    pub(super) fn distance_m(&self, unit: u32, at: LonLat) -> Option<f64> {
        let mut least: Option<f64> = None;
        let mut near: Vec<(f64, &Ground)> = self
            .by_unit
            .get(&unit)?
            .iter()
            .filter_map(|number| self.all.get(*number as usize))
            .map(|ground| (ground.bounds.distance_m(at), ground))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (to_box, ground) in near {
            if least.is_some_and(|least| least <= to_box) {
                break;
            }
            let away = match to_box {
                far if far > FAR_M => far,
                0.0 if contains(&ground.shape, at) => return Some(0.0),
                _ => distance_to_edge_m(&ground.shape, at),
            };
            least = Some(least.map_or(away, |least| least.min(away)));
        }
        least
    }

    /// The shape of a unit from polygons of its own level: its own, or those it was divided into later. `None` where there
    /// is none: what smaller units leave out is not known.
    pub(super) fn shape(&self, unit: u32, level: Level) -> Option<MultiPolygon> {
        let numbers = self.by_unit.get(&unit)?;
        let shapes: Vec<&MultiPolygon> = numbers
            .iter()
            .filter_map(|number| self.all.get(*number as usize))
            .filter(|ground| ground.level == level)
            .map(|ground| &ground.shape)
            .collect();
        match shapes.as_slice() {
            [] => None,
            [one] => Some((*one).clone()),
            several => Some(geo::unary_union(several.iter().copied())),
        }
    }

    /// Whether a polygon of its own level says where it ends, and not those of smaller units, of which some may lack.
    pub(super) fn is_whole(&self, unit: u32, level: Level) -> bool {
        let numbers = self.by_unit.get(&unit);
        numbers.is_some_and(|numbers| numbers.iter().any(|number| self.is_of_level(*number, level)))
    }

    fn is_of_level(&self, number: u32, level: Level) -> bool {
        self.all.get(number as usize).is_some_and(|ground| ground.level == level)
    }

    /// Whether its ground is known.
    pub(super) fn is_drawn(&self, unit: u32) -> bool {
        self.by_unit.contains_key(&unit)
    }

    /// Corners of all that makes up a unit; empty where its ground is not known.
    pub(super) fn corners(&self, unit: u32) -> Vec<LonLat> {
        let shapes = self.by_unit.get(&unit).into_iter().flatten().filter_map(|n| self.all.get(*n as usize));
        super::hull_of(shapes.flat_map(|ground| ground.hull.iter().copied()))
    }
}

/// "commune Alata", and why it is of no unit where the name is known.
fn unjoined(level: Level, name: &str, why: Unjoined) -> String {
    match why {
        Unjoined::NoSuch => format!("{} {name}", level.word()),
        Unjoined::OneOf(several) => {
            format!("{} {name} ({several} are called so, and the file does not say which)", level.word())
        }
    }
}

/// The region before 2016 of a point by the generalised shapes: the one that its source names where that is
/// near enough to be right, else the one that holds it.
pub(super) fn coarse_region(
    regions: &[Region],
    at: LonLat,
    said: Option<u32>,
    number: impl Fn(&str) -> Option<u32>,
) -> Option<&Region> {
    let agrees = regions.iter().find(|region| said.is_some() && number(&region.unit) == said);
    agrees
        .filter(|region| contains(&region.shape, at) || distance_to_edge_m(&region.shape, at) <= COARSE_M)
        .or_else(|| region_at(regions, at))
}

/// The units of a point by polygons, and of the editions of which they say nothing by the nearest curated place of the
/// same cercle before 2016, if it is near enough.
pub(super) fn with_nearest(
    within: [Within; 3],
    at: LonLat,
    curated: &PlaceTree,
    division: &Division,
) -> [Within; 3] {
    let [before, ..] = within;
    let is_unknown = |one: &Within| one.region.is_none();
    if before.cercle.is_none() || !within.iter().any(is_unknown) {
        return within;
    }
    let near = curated.nearest_within(at, SAME_CERCLE_M).map(|number| division.within(number));
    let Some(near) = near.filter(|[of_place, ..]| of_place.cercle == before.cercle) else { return within };
    let mut known = within;
    for (known, near) in known.iter_mut().zip(near) {
        if is_unknown(known) {
            *known = Within { commune: known.commune, ..near };
        }
    }
    known
}

/// The units of a point where no polygon of a pack is near: its region before 2016, and the rest from the nearest
/// curated place of that region, if it is near enough.
pub(super) fn coarse_units(
    region: Option<u32>,
    at: LonLat,
    curated: &PlaceTree,
    division: &Division,
) -> [Within; 3] {
    let near = curated.nearest_within(at, SAME_CERCLE_M).map(|number| division.within(number));
    match near.filter(|[before, ..]| before.region == region) {
        // Its commune is not known by a neighbour.
        Some(within) => within.map(|one| Within { commune: None, ..one }),
        None => [Within { region, ..Within::default() }, Within::default(), Within::default()],
    }
}

#[cfg(test)]
mod tests;
