//! Points as a GeoPackage keeps them.
//!
//! In: a position. Out: a `GeoPackageBinary` blob, and back. It must not know tables.
//!
//! OGC 12-128r18, clause 2.1.3: `GP`, version, flags, `srs_id`, no envelope for a point (it would repeat it),
//! then the geometry as ISO well-known binary. All little-endian.

use crate::event::LonLat;

/// Version 1 is written 0; flags: standard binary, not empty, no envelope, little-endian; EPSG:4326;
/// then WKB: little-endian, geometry type 1 (point).
const PREFIX: [u8; 13] = [b'G', b'P', 0, 0b0000_0001, 0xE6, 0x10, 0, 0, 1, 1, 0, 0, 0];

/// Bytes of a point: 8 of header, 5 of WKB type, two coordinates.
pub(super) const POINT_LENGTH: usize = PREFIX.len() + 16;

/// Encodes a point in EPSG:4326; x is the longitude, as the standard demands whatever the system's axis order.
pub(super) fn encode(point: LonLat) -> [u8; POINT_LENGTH] {
    let mut blob = [0; POINT_LENGTH];
    let (prefix, coordinates) = blob.split_at_mut(PREFIX.len());
    prefix.copy_from_slice(&PREFIX);
    coordinates[..8].copy_from_slice(&point.lon().to_le_bytes());
    coordinates[8..].copy_from_slice(&point.lat().to_le_bytes());
    blob
}

/// Decodes what [`encode`] wrote; `None` for anything else.
pub(super) fn decode(blob: &[u8]) -> Option<LonLat> {
    let (x, y) = blob.strip_prefix(&PREFIX)?.split_at_checked(8)?;
    let lon = f64::from_le_bytes(x.try_into().ok()?);
    let lat = f64::from_le_bytes(y.try_into().ok()?);
    LonLat::new(lon, lat).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_point_is_written_as_the_standard_says() {
        let blob = encode(LonLat::new(1.0, -2.0).unwrap());
        assert_eq!(blob[..8], [0x47, 0x50, 0x00, 0x01, 0xE6, 0x10, 0x00, 0x00], "4326 is 0x10E6");
        assert_eq!(blob[8..13], [1, 1, 0, 0, 0]);
        assert_eq!(blob[13..21], [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]);
        assert_eq!(blob[21..], [0, 0, 0, 0, 0, 0, 0x00, 0xC0]);
    }

    proptest! {
        #[test]
        fn a_point_reads_back(lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64) {
            let point = LonLat::new(lon, lat).unwrap();
            prop_assert_eq!(decode(&encode(point)), Some(point));
        }

        #[test]
        fn any_bytes_are_a_point_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = decode(&bytes);
            let _ = decode(&[PREFIX.as_slice(), &bytes].concat());
        }
    }
}
