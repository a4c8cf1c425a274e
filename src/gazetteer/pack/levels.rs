//! How high the units of a file stand, and what they are called at each level.
//!
//! In: properties, names of files, numbers of polygons. Out: a level and how it was found, or nothing where that
//! is not sure. It must not know shapes.

use super::super::{Hint, Level, strip};
use super::geojson::{Read, text};
use crate::event::fold;
use ::geojson::JsonObject;

/// What a property of a unit says: the name of the unit of a level (`ADM2_FR`, `admin2Name_fr`,
/// `adm2_name`, `NAME_2`, `adm2`).
pub(super) fn level_of_name(property: &str) -> Option<u8> {
    let folded = fold(property).replace(' ', "");
    if ["pcode", "ref", "alt", "share", "code", "date", "type"].iter().any(|other| folded.contains(other)) {
        return None;
    }
    level_of(&folded)
}

/// A further spelling (`ADM3_REF`, `ADM3ALT1FR`).
pub(super) fn level_of_alias(property: &str) -> Option<u8> {
    let folded = fold(property).replace(' ', "");
    let is_other = folded.contains("ref") || folded.contains("alt");
    (is_other && !folded.contains("pcode")).then(|| level_of(&folded)).flatten()
}

fn level_of(folded: &str) -> Option<u8> {
    let rest = ["admin", "adm", "name"].iter().find_map(|start| folded.strip_prefix(start))?;
    let digit = rest.bytes().next().filter(u8::is_ascii_digit)?;
    Some(digit - b'0')
}

/// The name of a unit's property of a level; French before others, since that is what is printed.
pub(super) fn name_at(properties: &JsonObject, level: u8) -> Option<String> {
    let of_level = || properties.iter().filter(|(key, _)| level_of_name(key) == Some(level));
    let french = of_level().filter(|(key, _)| fold(key).ends_with("fr"));
    french.chain(of_level()).find_map(|(_, value)| text(value))
}

/// The deepest level that features name a unit of, on most of them.
pub(super) fn deepest(features: &[&Read]) -> Option<u8> {
    (0..=9).rev().find(|level| {
        let named = features.iter().filter(|read| name_at(&read.properties, *level).is_some()).count();
        named * 2 > features.len()
    })
}

/// geoBoundaries' own statement (`shapeType`: ADM2), on a feature.
pub(super) fn stated(read: &Read) -> Option<String> {
    read.text("shapeType").filter(|said| said.len() == 4 && said.to_uppercase().starts_with("ADM"))
}

/// The level of a number or a word such as `ADM2`; `Err` where there is one that is not known here.
pub(super) fn from_number(number: u8) -> Option<Level> {
    match number {
        1 => Some(Level::Region),
        2 => Some(Level::Cercle),
        3 => Some(Level::Commune),
        _ => None,
    }
}

/// The level that a file's name says (`mli_adm2.geojson`, `communes.geojson`).
pub(super) fn of_file_name(file: &str) -> Option<u8> {
    let folded = fold(file);
    let squeezed = folded.replace(' ', "");
    let digit = |start: &str| {
        let at = squeezed.find(start)? + start.len();
        squeezed.as_bytes().get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0')
    };
    let word = || {
        folded.split(' ').find_map(|word| match word.trim_end_matches('s') {
            "region" => Some(1),
            "cercle" => Some(2),
            "commune" => Some(3),
            _ => None,
        })
    };
    digit("adm").or_else(|| digit("admin")).or_else(word)
}

/// The level that most names say themselves ("Cercle de Bourem").
pub(super) fn of_names<'a>(names: impl Iterator<Item = &'a str>) -> Option<Level> {
    let mut counts = [0; 3];
    let mut all = 0;
    for name in names {
        all += 1;
        if let Some(Hint::Unit(level)) = strip(name).hint {
            counts[level as usize] += 1;
        }
    }
    let levels = [Level::Region, Level::Cercle, Level::Commune];
    levels.into_iter().find(|level| counts[*level as usize] * 2 > all)
}

/// The level that a number of polygons can only mean in Mali: there were 8 or 9, 11, 19 or 20 regions (with and
/// without Bamako), 49 or 50, 60 or 61, 159 or 160 cercles, and 701 to 703 communes less those without a shape.
pub(super) fn of_count(count: usize) -> Option<Level> {
    match count {
        8 | 9 | 10 | 11 | 19 | 20 => Some(Level::Region),
        49 | 50 | 60 | 61 | 159 | 160 => Some(Level::Cercle),
        695..=703 => Some(Level::Commune),
        _ => None,
    }
}
