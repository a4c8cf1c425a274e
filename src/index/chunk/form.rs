//! A chunk as a picture keeps it.
//!
//! In: a chunk. Out: its columns, and its texts as they lie in memory; and a chunk again, checked. It must not know how
//! that becomes bytes.

use super::{CHUNK_MAX, Chunk};
use crate::event::LonLat;
use crate::index::attribute::Attribute;
use crate::index::book::Book;
use crate::index::column::Column;
use crate::index::strings::Strings;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a chunk holds.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::index) struct ChunkForm<'a> {
    orders: Cow<'a, [u64]>,
    starts: Cow<'a, [i64]>,
    ends: Cow<'a, [i64]>,
    lons: Cow<'a, [f64]>,
    lats: Cow<'a, [f64]>,
    columns: Vec<Column>,
    ids: Cow<'a, Strings>,
    words: Cow<'a, Strings>,
    packed: Strings,
}

impl Chunk {
    /// The chunk with other codes for its texts, by attribute and old code, and for its phrases; `None` when it has an area,
    /// which has no form.
    pub(in crate::index) fn form(&self, codes: &[Vec<u32>], phrases: &[u32]) -> Option<ChunkForm<'_>> {
        let mut packed = Strings::default();
        self.packed.iter().for_each(|feature| packed.push(&Book::recoded(feature, phrases)));
        self.areas.is_empty().then(|| ChunkForm {
            orders: self.orders.as_slice().into(),
            starts: self.starts.as_slice().into(),
            ends: self.ends.as_slice().into(),
            lons: self.lons.as_slice().into(),
            lats: self.lats.as_slice().into(),
            columns: self.columns.iter().zip(codes).map(|(column, codes)| column.renumbered(codes)).collect(),
            ids: Cow::Borrowed(&self.ids),
            words: Cow::Borrowed(&self.words),
            packed,
        })
    }

    /// The chunk of a form, of features with these attributes, whose dictionaries have so many texts; `None` when it is
    /// the form of no chunk.
    pub(in crate::index) fn of(form: ChunkForm<'_>, attributes: &[Attribute], texts: &[u32]) -> Option<Self> {
        let ChunkForm { orders, starts, ends, lons, lats, columns, ids, words, packed } = form;
        let len = orders.len();
        let columns_fit = columns.len() == attributes.len()
            && columns
                .iter()
                .zip(attributes)
                .zip(texts)
                .all(|((column, attribute), texts)| column.fits(attribute.kind, len, *texts));
        let lens = [starts.len(), ends.len(), lons.len(), lats.len()];
        let points = || lons.iter().zip(&*lats);
        let is_whole = (1..=CHUNK_MAX).contains(&len)
            && lens.iter().all(|other| *other == len)
            && [&*ids, &*words, &packed].into_iter().all(|strings| strings.fits(len))
            && columns_fit
            && points().all(|(lon, lat)| (lon.is_nan() && lat.is_nan()) || LonLat::new(*lon, *lat).is_ok())
            && orders.is_sorted_by(|one, next| one < next)
            && starts.iter().zip(&*ends).all(|(start, end)| start <= end);
        is_whole.then(|| Self {
            coarse: OnceLock::new(),
            orders: orders.into_owned(),
            starts: starts.into_owned(),
            ends: ends.into_owned(),
            lons: lons.into_owned(),
            lats: lats.into_owned(),
            columns,
            ids: ids.into_owned(),
            words: words.into_owned(),
            packed,
            areas: BTreeMap::new(),
        })
    }

    /// The highest order.
    pub(in crate::index) fn last(&self) -> Option<u64> {
        self.orders.last().copied()
    }
}
