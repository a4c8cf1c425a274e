//! Where a feature is, if it is a point.
//!
//! In: a geometry of `GeoJSON` or a GeoPackage. Out: a point, or what kind of shape it is. It must not know
//! properties.

use crate::event::Reason;
use serde::Deserialize;
use serde_json::value::RawValue;

/// What a geometry says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Nothing.
    None,
    /// Longitude, latitude and perhaps an altitude.
    Point(f64, f64, Option<f64>),
    /// Something else, by the name of its kind; or that it cannot be read.
    Other(String),
}

#[derive(Deserialize)]
struct Geometry<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
}

/// RFC 7946, section 3.1. A collection of one point is that point.
pub(super) fn from_json(raw: &str) -> Shape {
    if raw == "null" {
        return Shape::None;
    }
    let Ok(Geometry { kind, coordinates }) = serde_json::from_str(raw) else {
        return Shape::Other("unreadable".to_owned());
    };
    let coordinates = coordinates.map_or("null", RawValue::get);
    let position = match kind.as_str() {
        "Point" => serde_json::from_str::<Vec<f64>>(coordinates).ok(),
        "MultiPoint" => match serde_json::from_str::<Vec<Vec<f64>>>(coordinates).as_deref() {
            Ok([one]) => Some(one.clone()),
            _ => None,
        },
        _ => None,
    };
    match position.as_deref() {
        Some([lon, lat]) => Shape::Point(*lon, *lat, None),
        Some([lon, lat, altitude, ..]) => Shape::Point(*lon, *lat, Some(*altitude)),
        // An empty point is what some programs write for none.
        Some([]) => Shape::None,
        Some([_]) => Shape::Other("unreadable".to_owned()),
        // Its position is not two numbers.
        None if kind == "Point" => Shape::Other("unreadable".to_owned()),
        None => Shape::Other(kind.chars().take(40).collect()),
    }
}

/// `GeoPackageBinary` (OGC 12-128r18, clause 2.1.3): a header with its own order of bytes, perhaps an envelope, then
/// well-known binary.
pub(super) fn from_geopackage(blob: &[u8]) -> Shape {
    let unreadable = || Shape::Other("unreadable".to_owned());
    let (Some(b"GP"), Some(flags)) = (blob.get(..2), blob.get(3)) else { return unreadable() };
    if flags & 0b1_0000 != 0 {
        return Shape::None;
    }
    let envelope = match flags >> 1 & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return unreadable(),
    };
    blob.get(8 + envelope..).and_then(from_wkb).unwrap_or_else(unreadable)
}

/// ISO well-known binary: the thousands of the code say which coordinates follow x and y.
fn from_wkb(wkb: &[u8]) -> Option<Shape> {
    let (little, code) = (*wkb.first()? == 1, wkb.get(1..5)?);
    let code: [u8; 4] = code.try_into().ok()?;
    let code = if little { u32::from_le_bytes(code) } else { u32::from_be_bytes(code) };
    let number = |at: usize| -> Option<f64> {
        let bytes: [u8; 8] = wkb.get(5 + 8 * at..13 + 8 * at)?.try_into().ok()?;
        Some(if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    };
    // PostGIS and old GDAL set high bits in place of thousands.
    let has_altitude = matches!(code / 1_000, 1 | 3) || code & 0x8000_0000 != 0;
    let kind = (code & 0x0fff_ffff) % 1_000;
    Some(match kind {
        1 => {
            let (lon, lat) = (number(0)?, number(1)?);
            if lon.is_nan() && lat.is_nan() {
                Shape::None
            } else {
                Shape::Point(lon, lat, if has_altitude { number(2) } else { None })
            }
        }
        2 => Shape::Other("LineString".to_owned()),
        3 => Shape::Other("Polygon".to_owned()),
        4 => Shape::Other("MultiPoint".to_owned()),
        5 => Shape::Other("MultiLineString".to_owned()),
        6 => Shape::Other("MultiPolygon".to_owned()),
        _ => Shape::Other("geometry of another kind".to_owned()),
    })
}

/// What a person is told of a shape that is no point.
pub(super) fn remark(kind: &str) -> Reason {
    Reason::new(
        format!(
            "the geometry ({kind}) is no point and does not place the event: its place is looked up by name, and the \
             geometry kept as an attribute"
        ),
        format!(
            "la géométrie ({kind}) n’est pas un point et ne place pas l’événement\u{a0}: son lieu est cherché par son \
             nom, et la géométrie gardée comme attribut"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_a_point_is_one() {
        for (raw, shape) in [
            (r#"{"type":"Point","coordinates":[-1.4,17.03]}"#, Shape::Point(-1.4, 17.03, None)),
            (r#"{"type":"Point","coordinates":[-1.4,17.03,260]}"#, Shape::Point(-1.4, 17.03, Some(260.0))),
            (r#"{"type":"MultiPoint","coordinates":[[1,2]]}"#, Shape::Point(1.0, 2.0, None)),
            (r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#, Shape::Other("MultiPoint".into())),
            (r#"{"type":"Polygon","coordinates":[]}"#, Shape::Other("Polygon".into())),
            (r#"{"type":"Point","coordinates":["a",16]}"#, Shape::Other("unreadable".into())),
            (r#"{"type":"Point","coordinates":[1]}"#, Shape::Other("unreadable".into())),
            ("null", Shape::None),
            ("7", Shape::Other("unreadable".into())),
        ] {
            assert_eq!(from_json(raw), shape, "{raw}");
        }
    }

    #[test]
    fn a_point_with_an_envelope_and_high_bytes_first_is_read() {
        let mut blob = vec![b'G', b'P', 0, 0b10, 0, 0, 0x10, 0xe6];
        blob.extend([0; 32]);
        blob.extend([0, 0, 0, 3, 0xe9]);
        for number in [-1.4_f64, 17.03, 260.0] {
            blob.extend(number.to_be_bytes());
        }
        assert_eq!(from_geopackage(&blob), Shape::Point(-1.4, 17.03, Some(260.0)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_shape(bytes in prop::collection::vec(any::<u8>(), 0..80), text in "\\PC{0,40}") {
            let _ = from_geopackage(&bytes);
            let _ = from_geopackage(&[b"GP\0\x01".as_slice(), &bytes].concat());
            let _ = from_json(&text);
        }
    }
}
