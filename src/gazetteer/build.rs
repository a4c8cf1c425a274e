//! A gazetteer from its parts.
//!
//! In: the tables and shapes of the binary, and packs. Out: localities, units and their indexes, joined. It must not
//! know where packs are kept.

use super::asked::Asked;
use super::division::{Division, Within};
use super::ground::Grounds;
use super::inside::Spellings;
use super::merge::Merging;
use super::names::{Names, Place};
use super::space::{Circle, PlaceTree, circle_from, circle_round};
use super::spacing::Spacing;
use super::unit_names::UnitNames;
use super::{Gazetteer, GazetteerError, Locality, Pack, Unit, boundary, division, hull, locality, unit};
use crate::event::LonLat;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::OnceLock;

impl Gazetteer {
    /// A gazetteer from the text of its five files, and packs.
    pub(super) fn from_tables(
        localities: &str,
        abroad: &str,
        units: &str,
        regions: &str,
        mali: &str,
        packs: Vec<Pack>,
    ) -> Result<Self, GazetteerError> {
        let mut localities = locality::read(localities)?;
        let mut units = unit::read(units)?;
        let regions = boundary::read_regions(regions)?;
        let mali = boundary::read_mali(mali)?;
        let mut division = Division::new(&units, &localities)?;
        let curated_places = localities.len() as u32;
        let curated = PlaceTree::new(localities.iter().map(|locality| locality.point));
        for foreign in locality::read_abroad(abroad)? {
            division.push(<[Within; 3]>::default());
            localities.push(foreign);
        }
        let unit_names = UnitNames::new(&units);
        let grounds = Grounds::new(&packs, &units, &unit_names, &division, &localities);
        let merging = Merging {
            units: &units,
            unit_names: &unit_names,
            regions: &regions,
            grounds: &grounds,
            curated: &curated,
        };
        let merged = merging.run(packs, &mut localities, &mut division);

        let mut points: HashMap<u32, LonLat> = HashMap::new();
        for (number, point, more) in merged.units {
            points.insert(number, point);
            if let Some(unit) = units.get_mut(number as usize) {
                unit.aliases.extend(more.into_iter().filter(|name| *name != unit.name));
                unit.aliases.sort();
                unit.aliases.dedup();
            }
        }
        let spacing = Spacing::new(&units);
        let area = |(number, unit): (usize, &Unit)| {
            let number = number as u32;
            let shape = regions.iter().find(|region| region.unit == unit.id);
            let mut corners = grounds.corners(number);
            if let (true, Some(shape)) = (corners.is_empty(), shape) {
                corners = hull(&shape.shape);
            } else if !corners.is_empty() && !grounds.is_whole(number, unit.level) {
                // Of the smaller units some may lack: what is known to lie in the unit must not be left outside.
                let places = division.places(number).iter().take_while(|place| **place < curated_places);
                corners
                    .extend(places.filter_map(|place| localities.get(*place as usize)).map(|one| one.point));
            }
            about(&corners, points.get(&number).copied())
                .or_else(|| division::area(unit, division.places(number), &localities, &spacing))
        };
        // Names and positions need nothing of each other.
        let (names, (areas, tree)) = rayon::join(
            || names_of(&localities, &units),
            || {
                let areas: Vec<Option<Circle>> = units.par_iter().enumerate().map(area).collect();
                (areas, PlaceTree::new(localities.iter().map(|locality| locality.point)))
            },
        );
        for (unit, area) in units.iter_mut().zip(areas) {
            unit.area = area;
        }
        Ok(Self {
            tree,
            curated,
            mali_area: circle_round(&hull(&mali.shape)),
            localities,
            units,
            regions,
            mali,
            names,
            division,
            grounds,
            report: merged.report,
            spellings: Spellings::default(),
            features: OnceLock::new(),
            asked: Asked::default(),
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

fn names_of(localities: &[Locality], units: &[Unit]) -> Names {
    let mut names = Names::default();
    let mut add = |place: Place, name: &str, aliases: &[String]| {
        names.add(name, place, false);
        for alias in aliases {
            names.add(alias, place, true);
        }
    };
    for (number, locality) in (0..).zip(localities) {
        add(Place::Locality(number), &locality.name, &locality.aliases);
    }
    for (number, unit) in (0..).zip(units) {
        add(Place::Unit(number), &unit.name, &unit.aliases);
    }
    names
}
