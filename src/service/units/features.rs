//! Administrative units as features.
//!
//! In: the gazetteer. Out: one feature for each unit of a level, of every division. It must not know events.

use crate::encode::geojson::{self, Geometry};
use crate::encode::{EncodeError, point_as_written};
use crate::event::{DateSpan, fold};
use crate::gazetteer::{Edition, Gazetteer, Level, Unit};
use crate::index::{Attribute, AttributeType, Feature, Shape};
use jiff::civil::Date;
use serde::Serialize;

/// What units can be asked for, in the order of [`values`]. None has the name of an attribute of events, so that a client
/// can ask for both at once.
pub(in crate::service) const UNIT_ATTRIBUTES: &[Attribute] = &[
    Attribute::new("name", AttributeType::Text, "Name of the unit"),
    Attribute::new("pcode", AttributeType::Text, "OCHA P-code, of units since 2023"),
    Attribute::new("parent_id", AttributeType::Text, "Id of the unit one level up"),
    Attribute::new("parent", AttributeType::Text, "Name of the unit one level up"),
    Attribute::new("edition", AttributeType::Texts, "The divisions that it belongs to, as from/to"),
];

/// What is said of a unit.
#[derive(Serialize)]
struct Properties<'a> {
    name: &'a str,
    name_en: Option<&'a str>,
    aliases: &'a [String],
    level: u8,
    pcode: Option<&'a str>,
    parent_id: Option<&'a str>,
    parent: Option<&'a str>,
    editions: &'a [&'static str],
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    successor_of: &'a [String],
    sources: &'a [String],
}

/// The units of a level, of every division, in the gazetteer's order. Their spans are the days on which they existed.
pub(in crate::service) fn units(gazetteer: &Gazetteer, level: Level) -> Result<Vec<Feature>, EncodeError> {
    (0_u32..)
        .zip(gazetteer.units())
        .filter(|(_, unit)| unit.level == level)
        .map(|(number, unit)| feature(gazetteer, number, unit))
        .collect()
}

fn feature(gazetteer: &Gazetteer, number: u32, unit: &Unit) -> Result<Feature, EncodeError> {
    let parent = unit.parent_id.as_deref().and_then(|id| gazetteer.unit(gazetteer.unit_number(id)?));
    let editions: Vec<&str> = Edition::ALL
        .into_iter()
        .filter(|edition| unit.in_force_on(edition.some_day()))
        .map(Edition::span)
        .collect();
    let drawn = gazetteer.regions().iter().find(|region| region.unit == unit.id);
    let properties = Properties {
        name: &unit.name,
        name_en: drawn.map(|region| region.name_en.as_str()),
        aliases: &unit.aliases,
        level: match unit.level {
            Level::Region => 1,
            Level::Cercle => 2,
            Level::Commune => 3,
        },
        pcode: unit.pcode.as_deref(),
        parent_id: unit.parent_id.as_deref(),
        parent: parent.map(|parent| parent.name.as_str()),
        editions: &editions,
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
        successor_of: &unit.successor_of,
        sources: &unit.sources,
    };
    let polygons = gazetteer.shape_of_unit(number);
    let shape = polygons
        .map(Shape::Area)
        .or(unit.point.map(point_as_written).map(Shape::Point))
        .unwrap_or(Shape::None);
    let geometry = match &shape {
        Shape::None => Geometry::None,
        Shape::Point(point) => Geometry::Point(*point),
        Shape::Area(area) => Geometry::Area(area),
    };
    let geojson = geojson::feature(&unit.id, &geometry, &properties)?.into();
    let names = std::iter::once(&unit.name).chain(&unit.aliases).map(String::as_str).collect::<Vec<_>>();
    Ok(Feature {
        order: number.into(),
        id: unit.id.clone(),
        shape,
        span: span(unit),
        values: vec![
            unit.name.as_str().into(),
            unit.pcode.as_deref().into(),
            unit.parent_id.as_deref().into(),
            parent.map(|parent| parent.name.as_str()).into(),
            editions.iter().copied().collect(),
        ],
        words: fold(&names.join(" ")).into(),
        geojson,
    })
}

/// First and last millisecond of a unit. Those of before 2016 whose beginning is not known were always there.
fn span(unit: &Unit) -> Option<(i64, i64)> {
    let start = |day: Date| DateSpan::day(day, "").millis().0;
    match (unit.valid_from, unit.valid_to) {
        (None, None) => None,
        // The day after the last one.
        (from, to) => Some((from.map_or(i64::MIN, start), to.map_or(i64::MAX, |to| start(to) - 1))),
    }
}
