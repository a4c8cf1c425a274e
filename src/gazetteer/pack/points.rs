//! GeoJSON of points: places, with the properties that tables have as columns.
//!
//! In: features. Out: places. It must not know polygons.

use super::fields::Columns;
use super::geojson::{self, Read};
use super::ids::Ids;
use super::report::{Fault, Tally};
use super::{PackPlace, cells};
use crate::event::LonLat;
use ::geojson::{GeometryValue, JsonValue};

/// Reads the points among features; others are problems.
pub(super) fn read(features: &[Read], ids: &mut Ids, tally: &mut Tally) -> Vec<PackPlace> {
    let mut places = Vec::new();
    for feature in features {
        match place(feature, ids) {
            Ok((place, remarks)) => {
                places.push(place);
                for mut remark in remarks {
                    remark.column = feature.column(&remark.column);
                    tally.remark(feature.line, remark);
                }
            }
            Err(fault) => tally.reject(feature.line, fault),
        }
    }
    places
}

fn place(feature: &Read, ids: &mut Ids) -> Result<(PackPlace, Vec<Fault>), Fault> {
    let position = match &feature.geometry {
        GeometryValue::Point { coordinates } => coordinates,
        GeometryValue::MultiPoint { coordinates } if coordinates.len() == 1 => &coordinates[0],
        other => return Err(Fault::new(feature.column("geometry"), other.type_name(), "is not a point")),
    };
    let at = geojson::position(feature, position)?;
    let point = LonLat::new(at.x, at.y)
        .map_err(|error| Fault::new(feature.column("geometry"), &format!("{at:?}"), error.to_string()))?;
    if cells::is_nowhere(point) {
        return Err(Fault::new(feature.column("geometry"), "0, 0", cells::NOWHERE));
    }
    let values: Vec<String> = feature.properties.values().map(cell).collect();
    let row: Vec<&str> = values.iter().map(String::as_str).collect();
    let columns = Columns::of(feature.properties.keys().map(String::as_str));
    columns.place(&row, point, ids).map_err(|mut fault| {
        let property = if fault.column.is_empty() { "name" } else { &fault.column };
        fault.column = feature.column(property);
        fault
    })
}

/// A property as the cell of a table would have it; a list as other names are listed.
fn cell(value: &JsonValue) -> String {
    match value {
        JsonValue::Array(items) => items.iter().filter_map(geojson::text).collect::<Vec<_>>().join("|"),
        other => geojson::text(other).unwrap_or_default(),
    }
}
