//! Packs as bytes, for the store: small, read in milliseconds, and never taken for whole when they are not.
//!
//! In: a pack. Out: its bytes, and back. It must not know the store.
//!
//! The form is postcard's, by the order of fields and variants, after 17 bytes: `AZPK`, a version, the length of
//! the rest and its CRC-32. A test holds a pack of this version and fails when fields change without the version.

use super::Pack;
use thiserror::Error;

const MAGIC: &[u8; 4] = b"AZPK";
const VERSION: u8 = 1;
const HEAD: usize = 4 + 1 + 8 + 4;

/// Why bytes are not a pack.
#[derive(Debug, Error)]
pub enum BlobError {
    /// They do not begin like a pack.
    #[error("the stored pack is damaged: it does not begin like a pack")]
    NoPack,
    /// A pack of another version of the program.
    #[error("the stored pack has form {0}, which this version of azalai does not read: add its file again")]
    Version(u8),
    /// Fewer or more bytes than there were.
    #[error("the stored pack is damaged: {found} bytes instead of {expected}; add its file again")]
    Length {
        /// How many there are.
        found: usize,
        /// How many there were.
        expected: u64,
    },
    /// Other bytes than there were.
    #[error("the stored pack is damaged: its bytes are not those that were written; add its file again")]
    Checksum,
    /// Bytes that are whole and mean nothing.
    #[error("the stored pack cannot be read")]
    Form(#[source] postcard::Error),
}

impl Pack {
    /// The pack as bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BlobError> {
        let mut bytes = vec![0; HEAD];
        bytes = postcard::to_extend(self, bytes).map_err(BlobError::Form)?;
        let (head, body) = bytes.split_at_mut(HEAD);
        let (length, check) = ((body.len() as u64).to_le_bytes(), crc32fast::hash(body).to_le_bytes());
        let parts: [&[u8]; 4] = [MAGIC, &[VERSION], &length, &check];
        for (place, byte) in head.iter_mut().zip(parts.into_iter().flatten()) {
            *place = *byte;
        }
        Ok(bytes)
    }

    /// The pack that bytes are.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BlobError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(BlobError::NoPack)?;
        let (version, rest) = rest.split_first().ok_or(BlobError::NoPack)?;
        if *version != VERSION {
            return Err(BlobError::Version(*version));
        }
        let (length, rest) = rest.split_first_chunk().ok_or(BlobError::NoPack)?;
        let (check, body) = rest.split_first_chunk().ok_or(BlobError::NoPack)?;
        let expected = u64::from_le_bytes(*length);
        if body.len() as u64 != expected {
            return Err(BlobError::Length { found: body.len(), expected });
        }
        if crc32fast::hash(body) != u32::from_le_bytes(*check) {
            return Err(BlobError::Checksum);
        }
        postcard::from_bytes(body).map_err(BlobError::Form)
    }
}

/// Shapes as rings of positions: geo's own types are not tied to a form.
pub(super) mod shape {
    use geo::{Coord, LineString, MultiPolygon, Polygon};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Polygons, each a list of rings, the first its outline.
    type Rings = Vec<Vec<Vec<[f64; 2]>>>;

    pub(in super::super) fn serialize<S: Serializer>(
        shape: &MultiPolygon,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let ring = |line: &LineString| line.coords().map(|c| [c.x, c.y]).collect::<Vec<_>>();
        let rings: Rings = shape
            .iter()
            .map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect())
            .collect();
        rings.serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<MultiPolygon, D::Error> {
        let line =
            |ring: Vec<[f64; 2]>| -> LineString { ring.into_iter().map(|[x, y]| Coord { x, y }).collect() };
        let rings = Rings::deserialize(deserializer)?;
        Ok(rings
            .into_iter()
            .map(|rings| {
                let mut rings = rings.into_iter().map(line);
                let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
                Polygon::new(exterior, rings.collect())
            })
            .collect())
    }
}
