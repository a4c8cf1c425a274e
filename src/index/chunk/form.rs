//! A chunk as a picture keeps it.
//!
//! In: a chunk. Out: its columns, and its texts as they lie in memory; and a chunk again, checked. It must not know how
//! that becomes bytes.

use super::{CHUNK_MAX, Chunk, Place, Row};
use crate::event::LonLat;
use crate::index::attribute::Attribute;
use crate::index::column::Column;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// What a chunk holds, the texts and bytes of its rows borrowed.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::index) struct ChunkForm<'a> {
    orders: Cow<'a, [u64]>,
    starts: Cow<'a, [i64]>,
    ends: Cow<'a, [i64]>,
    lons: Cow<'a, [f64]>,
    lats: Cow<'a, [f64]>,
    columns: Vec<Column>,
    #[serde(borrow)]
    ids: Vec<&'a str>,
    #[serde(borrow)]
    words: Vec<&'a str>,
    #[serde(borrow)]
    geojson: Vec<Bytes<'a>>,
}

/// Bytes that are copied at once: serde takes a slice for a list of numbers.
#[derive(Debug)]
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Bytes<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(Self)
    }
}

impl Chunk {
    /// The chunk with other codes for its texts, by attribute and old code; `None` when it has an area, which has no form.
    pub(in crate::index) fn form(&self, codes: &[Vec<u32>]) -> Option<ChunkForm<'_>> {
        (self.areas == 0).then(|| ChunkForm {
            orders: self.orders.as_slice().into(),
            starts: self.starts.as_slice().into(),
            ends: self.ends.as_slice().into(),
            lons: self.lons.as_slice().into(),
            lats: self.lats.as_slice().into(),
            columns: self.columns.iter().zip(codes).map(|(column, codes)| column.renumbered(codes)).collect(),
            ids: self.rows.iter().map(|row| &*row.id).collect(),
            words: self.rows.iter().map(|row| &*row.words).collect(),
            geojson: self.rows.iter().map(|row| Bytes(&row.geojson)).collect(),
        })
    }

    /// The chunk of a form, of features with these attributes, whose dictionaries have so many texts; `None` when it is
    /// the form of no chunk.
    pub(in crate::index) fn of(form: ChunkForm<'_>, attributes: &[Attribute], texts: &[u32]) -> Option<Self> {
        let ChunkForm { orders, starts, ends, lons, lats, columns, ids, words, geojson } = form;
        let len = orders.len();
        let columns_fit = columns.len() == attributes.len()
            && columns
                .iter()
                .zip(attributes)
                .zip(texts)
                .all(|((column, attribute), texts)| column.fits(attribute.kind, len, *texts));
        let lens = [starts.len(), ends.len(), lons.len(), lats.len(), ids.len(), words.len(), geojson.len()];
        let is_whole = (1..=CHUNK_MAX).contains(&len)
            && lens.iter().all(|other| *other == len)
            && columns_fit
            && orders.is_sorted_by(|one, next| one < next)
            && starts.iter().zip(&*ends).all(|(start, end)| start <= end);
        if !is_whole {
            return None;
        }
        let mut rows = Vec::with_capacity(len);
        for (position, ((id, words), geojson)) in ids.into_iter().zip(words).zip(geojson).enumerate() {
            let (lon, lat) = (lons[position], lats[position]);
            let place = if lon.is_nan() && lat.is_nan() {
                Place::Nowhere
            } else {
                Place::Point(LonLat::new(lon, lat).ok()?.to_array())
            };
            let span = (starts[position], ends[position]);
            rows.push(Row { id: id.into(), geojson: geojson.0.into(), words: words.into(), span, place });
        }
        Some(Self {
            orders: orders.into_owned(),
            starts: starts.into_owned(),
            ends: ends.into_owned(),
            lons: lons.into_owned(),
            lats: lats.into_owned(),
            columns,
            rows,
            areas: 0,
        })
    }

    /// The highest order.
    pub(in crate::index) fn last(&self) -> Option<u64> {
        self.orders.last().copied()
    }
}
