//! GeoJSON of polygons: administrative units, with the names and levels that geoBoundaries, OCHA's Common
//! Operational Datasets, GADM and our own files give them.
//!
//! In: features. Out: shapes of units. It must not know which units there are already.

use super::geojson::{self, Read};
use super::levels;
use super::report::{Fault, Tally};
use super::{Level, PackError, PackShape, PackWishes, names};
use crate::event::fold;
use geo::BoundingRect;

/// Names of a unit that do not say its level; the better first.
const PLAIN_NAMES: [&str; 8] =
    ["shapename", "name fr", "nom fr", "name", "nom", "nom unite", "libelle", "unit"];
/// The widest region of Mali, Taoudénit, is 8 degrees wide, that of its neighbours 14.
const MAX_DEGREES: f64 = 20.0;
/// Further names.
const PLAIN_ALIASES: [&str; 6] = ["name en", "nom en", "alt name", "altname", "aliases", "varname"];

/// What geoBoundaries says of a file as a whole, where it does: `MLI`, `ADM2`.
pub(super) fn origin(features: &[Read]) -> Option<(String, String)> {
    let first = features.iter().find(|read| geojson::is_area(&read.geometry))?;
    Some((first.text("shapeGroup")?, levels::stated(first)?))
}

/// Whether a file is of geoBoundaries: its ids, or its country and level. Others call a name `shapeName` too.
pub(super) fn is_geoboundaries(features: &[Read]) -> bool {
    let has = |read: &Read, keys: &[&str]| keys.iter().all(|key| read.properties.contains_key(*key));
    features.iter().any(|read| has(read, &["shapeID"]) || has(read, &["shapeGroup", "shapeType"]))
}

/// Reads the polygons among features; others are problems.
pub(super) fn read(
    file: &str,
    features: &[Read],
    wishes: &PackWishes,
    tally: &mut Tally,
) -> Result<Vec<PackShape>, PackError> {
    let areas: Vec<&Read> = features.iter().filter(|read| geojson::is_area(&read.geometry)).collect();
    let level = level(file, &areas, wishes, tally)?;
    let mut shapes = Vec::new();
    for feature in features {
        match shape(feature, level, wishes) {
            Ok(shape) => shapes.push(shape),
            Err(fault) => tally.reject(feature.line, fault),
        }
    }
    Ok(shapes)
}

/// The level of the file's units; `None` where each feature states its own.
fn level(
    file: &str,
    areas: &[&Read],
    wishes: &PackWishes,
    tally: &mut Tally,
) -> Result<Option<Level>, PackError> {
    if wishes.level.is_some() {
        return Ok(wishes.level);
    }
    if !areas.is_empty() && areas.iter().all(|read| levels::stated(read).is_some()) {
        return Ok(None);
    }
    let known = |number: u8| {
        levels::from_number(number)
            .map(Some)
            .ok_or_else(|| PackError::OtherLevel { file: file.to_owned(), level: format!("adm{number}") })
    };
    if let Some(number) = levels::deepest(areas) {
        return known(number);
    }
    if let Some(number) = levels::of_file_name(file) {
        return known(number);
    }
    let own_names: Vec<String> = areas.iter().filter_map(|read| plain(read, &PLAIN_NAMES)).collect();
    let guess =
        levels::of_names(own_names.iter().map(String::as_str)).or_else(|| levels::of_count(areas.len()));
    let Some(guess) = guess else {
        return Err(PackError::NoLevel { file: file.to_owned(), count: areas.len() });
    };
    tally.notes.push(format!(
        "the {} polygons are taken for {}s by their number or their names; --level says otherwise",
        areas.len(),
        guess.word()
    ));
    Ok(Some(guess))
}

fn shape(feature: &Read, level: Option<Level>, wishes: &PackWishes) -> Result<PackShape, Fault> {
    let shape = geojson::shape(feature)?;
    let wide = shape.bounding_rect().map_or(0.0, |around| around.width().max(around.height()));
    if wide > MAX_DEGREES {
        let reason = format!("is wider than {MAX_DEGREES} degrees: no region, cercle or commune is");
        return Err(Fault::new(feature.column("geometry"), &format!("{wide:.1} degrees"), reason));
    }
    let level = if let Some(level) = level {
        level
    } else {
        let said = levels::stated(feature).unwrap_or_default();
        let known = said.bytes().last().and_then(|digit| levels::from_number(digit.wrapping_sub(b'0')));
        known.ok_or_else(|| Fault::new(feature.column("shapeType"), &said, "is no level of Malian units"))?
    };
    let number = level as u8 + 1;
    let own = plain(feature, &PLAIN_NAMES[..1])
        .or_else(|| levels::name_at(&feature.properties, number))
        .or_else(|| plain(feature, &PLAIN_NAMES));
    let Some(own) = own else {
        return Err(Fault::new(feature.column("name"), "", "is missing"));
    };
    let bare = |name: &str| names::unit_name(&names::cleaned(name));
    let name = bare(&own);
    let others: Vec<String> = feature
        .properties
        .iter()
        .filter(|(key, _)| {
            levels::level_of_name(key) == Some(number)
                || levels::level_of_alias(key) == Some(number)
                || PLAIN_ALIASES.contains(&fold(key).as_str())
        })
        .filter_map(|(_, value)| geojson::text(value))
        .flat_map(|value| value.split('|').map(bare).collect::<Vec<_>>())
        .collect();
    let aliases = names::aliases(&name, others.iter().map(String::as_str));
    let above = (1..number).filter_map(|above| levels::name_at(&feature.properties, above));
    let parents = above.map(|name| bare(&name)).collect();
    Ok(PackShape { name, aliases, level, parents, edition: wishes.edition, shape })
}

/// The first of some properties that a feature has, by folded name, however it is written.
fn plain(feature: &Read, wanted: &[&str]) -> Option<String> {
    wanted.iter().find_map(|wanted| {
        let found = feature.properties.iter().find(|(key, _)| fold(key) == *wanted);
        found.and_then(|(_, value)| geojson::text(value))
    })
}
