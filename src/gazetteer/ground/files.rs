//! Which unit a polygon of a file is.
//!
//! In: polygons with a name and the names above it. Out: the edition the file is of, and the unit of each, or why none.
//! It must not know places.

use crate::gazetteer::boundary::contains;
use crate::gazetteer::division::Division;
use crate::gazetteer::unit::unit_key;
use crate::gazetteer::unit_names::UnitNames;
use crate::gazetteer::{Edition, Level, PackShape, Unit, strip};
use std::collections::HashSet;

/// The shapes of a pack, level by level, large units first.
pub(super) fn by_level(shapes: &[PackShape]) -> Vec<(Level, Vec<&PackShape>)> {
    [Level::Region, Level::Cercle, Level::Commune]
        .into_iter()
        .map(|level| (level, shapes.iter().filter(|shape| shape.level == level).collect::<Vec<_>>()))
        .filter(|(_, shapes)| !shapes.is_empty())
        .collect()
}

/// One name in so many of a file may be misspelt.
const MISSPELT: usize = 10;

/// Why a shape is of no unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::gazetteer) enum Unjoined {
    /// The edition has no unit of that name.
    NoSuch,
    /// It has several, and neither the file nor the shape's position says which.
    OneOf(usize),
}

/// The units of each level and edition, by folded name.
pub(super) struct Known<'a> {
    units: &'a [Unit],
    names: &'a UnitNames,
}

impl<'a> Known<'a> {
    pub(super) fn new(units: &'a [Unit], names: &'a UnitNames) -> Self {
        Self { units, names }
    }

    fn in_force(&self, level: Level, edition: Edition) -> impl Iterator<Item = (u32, &[String])> {
        (0..)
            .zip(self.units)
            .filter(move |(_, unit)| unit.level == level && unit.in_force_on(edition.some_day()))
            .map(|(number, _)| (number, self.names.keys(number)))
    }

    /// The edition whose units a file's names agree with best: most names known but for a tenth that may be misspelt,
    /// then fewest units left over, the oldest of equals.
    pub(super) fn edition(&self, shapes: &[&PackShape], level: Level) -> Edition {
        if let Some(said) = shapes.iter().find_map(|shape| shape.edition) {
            return said;
        }
        let names: HashSet<String> = shapes.iter().flat_map(|shape| keys(shape)).collect();
        let apart = |edition: &Edition| {
            let known = self
                .in_force(level, *edition)
                .filter(|(_, keys)| keys.iter().any(|key| names.contains(key)))
                .count();
            let known = known.min(shapes.len());
            // Two communes of a drawing are communes, though an edition without any has fewest left over.
            let unknown = (shapes.len() - known).saturating_sub(shapes.len() / MISSPELT);
            (unknown, self.in_force(level, *edition).count() + shapes.len() - 2 * known)
        };
        Edition::ALL.into_iter().min_by_key(apart).unwrap_or(Edition::Before2016)
    }

    /// The unit of an edition that a shape is: of that name, and under the parents that the file names; of several the
    /// one that lies in it.
    pub(super) fn unit(
        &self,
        shape: &PackShape,
        level: Level,
        edition: Edition,
        division: &Division,
    ) -> Result<u32, Unjoined> {
        let parents: HashSet<String> = shape.parents.iter().map(|name| unit_key(name)).collect();
        let agreeing = |number: u32| {
            let is_called = |unit: &Unit| unit.name == shape.name || strip(&unit.name).name == shape.name;
            let exact = self.units.get(number as usize).is_some_and(is_called);
            let above = division.chain(self.units, number);
            let above = above.known().filter(|one| *one != number);
            let keys = above.map(|one| self.names.keys(one));
            // "Commune I" and "Commune II" are one name to the fold.
            (keys.filter(|keys| keys.iter().any(|key| parents.contains(key))).count(), exact)
        };
        let mut of_name: Vec<u32> =
            keys(shape).flat_map(|key| self.names.of_key(level, &key)).copied().collect();
        of_name.sort_unstable();
        of_name.dedup();
        let in_force = |number: &u32| {
            self.units.get(*number as usize).is_some_and(|unit| unit.in_force_on(edition.some_day()))
        };
        let found: Vec<((usize, bool), u32)> =
            of_name.into_iter().filter(in_force).map(|number| (agreeing(number), number)).collect();
        let best = found.iter().map(|(agreeing, _)| *agreeing).max().ok_or(Unjoined::NoSuch)?;
        let of_best = || found.iter().filter(|(agreeing, _)| *agreeing == best).map(|(_, number)| *number);
        let inside = of_best().filter(|number| {
            let at = self.units.get(*number as usize).and_then(|unit| unit.point);
            at.is_some_and(|at| contains(&shape.shape, at))
        });
        // Two units of one name that neither the file nor the ground tells apart: neither.
        only(of_best()).or_else(|| only(inside)).ok_or_else(|| Unjoined::OneOf(of_best().count()))
    }
}

/// The only one of several; `None` where there are more, or none.
fn only(mut several: impl Iterator<Item = u32>) -> Option<u32> {
    several.next().filter(|_| several.next().is_none())
}

fn keys(shape: &PackShape) -> impl Iterator<Item = String> {
    std::iter::once(&shape.name).chain(&shape.aliases).map(|name| unit_key(name))
}
