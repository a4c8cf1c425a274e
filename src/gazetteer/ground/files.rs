//! Which unit a polygon of a file is.
//!
//! In: polygons with a name and the names above it. Out: the edition the file is of, and the unit of each. It must
//! not know positions.

use crate::gazetteer::division::Division;
use crate::gazetteer::{Edition, Level, PackShape, Unit, plain_key, sahel_key, strip};
use std::collections::HashSet;

/// The shapes of a pack, level by level, large units first.
pub(super) fn by_level(shapes: &[PackShape]) -> Vec<(Level, Vec<&PackShape>)> {
    [Level::Region, Level::Cercle, Level::Commune]
        .into_iter()
        .map(|level| (level, shapes.iter().filter(|shape| shape.level == level).collect::<Vec<_>>()))
        .filter(|(_, shapes)| !shapes.is_empty())
        .collect()
}

/// The edition whose units a file's names agree with best: most names known, fewest units left over, the oldest
/// of equals.
pub(super) fn edition(shapes: &[&PackShape], level: Level, units: &[Unit]) -> Edition {
    if let Some(said) = shapes.iter().find_map(|shape| shape.edition) {
        return said;
    }
    let names: HashSet<String> = shapes.iter().flat_map(|shape| keys(shape)).collect();
    let apart = |edition: &Edition| {
        let of_level = || in_force(units, level, *edition);
        let known = of_level().filter(|(_, unit)| unit_keys(unit).any(|key| names.contains(&key))).count();
        of_level().count() + shapes.len() - 2 * known.min(shapes.len())
    };
    Edition::ALL.into_iter().min_by_key(apart).unwrap_or(Edition::Before2016)
}

/// The unit of an edition that a shape is: of that name, and under the parents that the file names.
pub(super) fn unit(
    shape: &PackShape,
    level: Level,
    edition: Edition,
    units: &[Unit],
    division: &Division,
) -> Option<u32> {
    let keys: HashSet<String> = keys(shape).collect();
    let parents: HashSet<String> = shape.parents.iter().map(|name| folded(name)).collect();
    let agreeing = |number: u32| {
        let above = division.chain(units, number);
        let above = above.known().filter(|one| *one != number).filter_map(|one| units.get(one as usize));
        above.filter(|unit| unit_keys(unit).any(|key| parents.contains(&key))).count()
    };
    let found: Vec<(usize, u32)> = in_force(units, level, edition)
        .filter(|(_, unit)| unit_keys(unit).any(|key| keys.contains(&key)))
        .map(|(number, _)| (agreeing(number), number))
        .collect();
    let best = found.iter().map(|(agreeing, _)| *agreeing).max()?;
    let mut of_best = found.iter().filter(|(agreeing, _)| *agreeing == best);
    // Two units of one name that the file does not tell apart: neither.
    match (of_best.next(), of_best.next()) {
        (Some((_, number)), None) => Some(*number),
        _ => None,
    }
}

fn in_force(units: &[Unit], level: Level, edition: Edition) -> impl Iterator<Item = (u32, &Unit)> {
    (0..).zip(units).filter(move |(_, unit)| unit.level == level && unit.in_force_on(edition.some_day()))
}

fn keys(shape: &PackShape) -> impl Iterator<Item = String> {
    std::iter::once(&shape.name).chain(&shape.aliases).map(|name| folded(name))
}

fn unit_keys(unit: &Unit) -> impl Iterator<Item = String> {
    std::iter::once(&unit.name).chain(&unit.aliases).map(|name| folded(name))
}

/// Without the word for its level ("Cercle de Gao").
fn folded(name: &str) -> String {
    let stripped = strip(name).name;
    sahel_key(&plain_key(if stripped.is_empty() { name } else { stripped }))
}
