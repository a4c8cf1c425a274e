//! A gazetteer from its parts.
//!
//! In: the tables and shapes of the binary, and packs. Out: localities, units and their indexes, joined. It must not
//! know where packs are kept.

use super::division::Division;
use super::ground::Grounds;
use super::merge::Merging;
use super::names::{Names, Place};
use super::space::{Circle, PlaceTree, circle_from, circle_round};
use super::{Gazetteer, GazetteerError, Pack, boundary, division, hull, locality, unit};
use crate::event::LonLat;
use std::collections::HashMap;
use std::sync::OnceLock;

impl Gazetteer {
    /// A gazetteer from the text of its four files, and packs.
    pub(super) fn from_tables(
        localities: &str,
        units: &str,
        regions: &str,
        mali: &str,
        packs: &[Pack],
    ) -> Result<Self, GazetteerError> {
        let mut localities = locality::read(localities)?;
        let mut units = unit::read(units)?;
        let regions = boundary::read_regions(regions)?;
        let mali = boundary::read_mali(mali)?;
        let mut division = Division::new(&units, &localities)?;
        let grounds = Grounds::new(packs, &units, &division, &localities);
        let merging = Merging { units: &units, regions: &regions, grounds: &grounds, seed: localities.len() };
        let merged = merging.run(packs, &mut localities, &mut division);

        let mut names = Names::default();
        for (number, locality) in (0..).zip(&localities) {
            add_names(&mut names, Place::Locality(number), &locality.name, &locality.aliases);
        }
        let mut points: HashMap<u32, LonLat> = HashMap::new();
        for (number, point, more) in merged.units {
            points.insert(number, point);
            if let Some(unit) = units.get_mut(number as usize) {
                unit.aliases.extend(more.into_iter().filter(|name| *name != unit.name));
                unit.aliases.sort();
                unit.aliases.dedup();
            }
        }
        for (number, unit) in (0..).zip(units.iter_mut()) {
            add_names(&mut names, Place::Unit(number), &unit.name, &unit.aliases);
            let shape = regions.iter().find(|region| region.unit == unit.id);
            let mut corners = grounds.corners(number);
            if let (true, Some(shape)) = (corners.is_empty(), shape) {
                corners = hull(&shape.shape);
            }
            unit.area = about(&corners, points.get(&number).copied())
                .or_else(|| division::area(unit, division.places(number), &localities));
        }
        Ok(Self {
            tree: PlaceTree::new(localities.iter().map(|locality| locality.point)),
            mali_area: circle_round(&hull(&mali)),
            localities,
            units,
            regions,
            mali,
            names,
            division,
            grounds,
            report: merged.report,
            spellings: OnceLock::new(),
        })
    }
}

/// The circle of a unit whose corners are known: round the point that a gazetteer gives it, which is where lists
/// put it, if that is inside; else the least.
fn about(corners: &[LonLat], point: Option<LonLat>) -> Option<Circle> {
    let least = circle_round(corners)?;
    let given = point.map(|point| circle_from(point, corners));
    // A point near the edge is the seat, not the middle.
    Some(given.filter(|given| given.radius_m <= 1.5 * least.radius_m).unwrap_or(least))
}

fn add_names(names: &mut Names, place: Place, name: &str, aliases: &[String]) {
    names.add(name, place, false);
    for alias in aliases {
        names.add(alias, place, true);
    }
}
