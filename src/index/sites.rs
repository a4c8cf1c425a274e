//! How many features are where, by point and by a text.
//!
//! In: a query. Out: every point and text that features share, with their number. It must not know what the text means.

use super::chunk::Chunk;
use super::collection::Collection;
use super::column::{Column, NO_TEXT};
use super::feature::Query;
use super::mask::Mask;
use super::pass::pass;
use hashbrown::HashMap;
use std::sync::Arc;

/// Features with the same point and the same text.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Their point; `None` for those that have none.
    pub point: Option<[f64; 2]>,
    /// Their text; `None` for those that have none.
    pub text: Option<Arc<str>>,
    /// How many they are.
    pub count: usize,
}

impl Collection {
    /// How many of the features that meet the query share which point and which text of an attribute, in no order.
    pub fn sites(&self, query: &Query, attribute: usize) -> Vec<Site> {
        type Counts = HashMap<([u64; 2], u32), usize>;
        let (rows, selection) = (self.rows(), self.select(query));
        let add = |counts: &mut Counts, (_, chunk): (u32, &Chunk), mask: &Mask| {
            let [lons, lats] = chunk.point_columns();
            let codes = match chunk.column(attribute) {
                Some(Column::Text(codes)) => codes.as_slice(),
                _ => &[],
            };
            for position in mask.positions() {
                let point = [lons[position].to_bits(), lats[position].to_bits()];
                *counts.entry((point, codes.get(position).copied().unwrap_or(NO_TEXT))).or_default() += 1;
            }
        };
        let counts = pass(rows, &selection, Counts::new, add).into_iter().reduce(|mut sums, counts| {
            for (site, count) in counts {
                *sums.entry(site).or_default() += count;
            }
            sums
        });
        let texts = rows.attributes().texts(attribute);
        let text = |code| Some(Arc::clone(&texts.as_ref()?.get(code)?.text));
        let site = |((point, code), count): (([u64; 2], u32), usize)| {
            let point = point.map(f64::from_bits);
            Site { point: (!point[0].is_nan()).then_some(point), text: text(code), count }
        };
        counts.into_iter().flatten().map(site).collect()
    }
}
