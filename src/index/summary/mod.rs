//! How features spread over time and over the values of attributes.
//!
//! In: a query. Out: counts by day, week, month or year, and by text. It must not know what the attributes mean.

mod histogram;
mod own;
#[cfg(test)]
mod tests;

pub use histogram::{Histogram, Step};

use super::attribute::AttributeType;
use super::chunk::Chunk;
use super::collection::Collection;
use super::column::Column;
use super::feature::Query;
use super::mask::Mask;
use super::page::Selection;
use super::pass::pass;
use histogram::Days;
use std::sync::Arc;

/// How features spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many meet the query.
    pub matched: usize,
    /// Over time, whatever time the query asks for.
    pub histogram: Histogram,
    /// Over the values of each attribute asked for, whatever values of it the query asks for.
    pub facets: Vec<Facet>,
}

/// How features spread over the texts of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facet {
    /// How many features there are to spread.
    pub matched: usize,
    /// How many have which text, the most frequent first. Where a feature may have several texts, the sum may be
    /// larger than `matched`.
    pub values: Vec<(Arc<str>, usize)>,
    /// How many have none.
    pub unknown: usize,
}

impl Collection {
    /// How the features that meet the query spread over time and over the texts of attributes.
    ///
    /// Each is counted without its own condition, so that it shows what else there is: the kinds are those of all
    /// features that meet every condition but the one on kinds. A condition is one of those that must all hold; the
    /// time of the query is the histogram's own. The page of the query and its order are left aside.
    pub fn summary(&self, query: &Query, step: Step, attributes: &[usize]) -> Summary {
        let all = self.select(query);
        let without_time = own::without_time(query).map(|query| self.select(&query));
        let days = self.days(without_time.as_ref().unwrap_or(&all));
        let facets = attributes.iter().map(|attribute| {
            let without = own::without_attribute(query, *attribute).map(|query| self.select(&query));
            self.facet(without.as_ref().unwrap_or(&all), *attribute)
        });
        Summary { facets: facets.collect(), histogram: days.histogram(step), matched: all.len() }
    }

    fn days(&self, selection: &Selection) -> Days {
        let add = |days: &mut Days, (_, chunk): (u32, &Chunk), mask: &Mask| {
            let [starts, ends] = chunk.span_columns();
            mask.each(|position| days.add((starts[position], ends[position])));
        };
        pass(self.rows(), selection, Days::new, add)
            .into_iter()
            .reduce(Days::joined)
            .unwrap_or_else(Days::new)
    }

    fn facet(&self, selection: &Selection, attribute: usize) -> Facet {
        let kind = self.attributes().get(attribute).map(|attribute| attribute.kind);
        if !matches!(kind, Some(AttributeType::Text | AttributeType::Texts)) {
            return Facet::default();
        }
        let Some(texts) = self.rows().attributes().texts(attribute) else {
            return Facet::default();
        };
        // The last count is that of what has no text, whose code is beyond all others.
        let new = || vec![0_usize; texts.len() + 1];
        let unknown = texts.len();
        let add =
            |counts: &mut Vec<usize>, (_, chunk): (u32, &Chunk), mask: &Mask| match chunk.column(attribute) {
                Some(Column::Text(codes)) => {
                    mask.each(|position| counts[(codes[position] as usize).min(unknown)] += 1);
                }
                Some(Column::Texts(lists)) => {
                    mask.each(|position| {
                        let list = lists.get(position);
                        counts[unknown] += usize::from(list.is_empty());
                        for code in list {
                            counts[(*code as usize).min(unknown)] += 1;
                        }
                    });
                }
                _ => {}
            };
        let mut counts = pass(self.rows(), selection, new, add)
            .into_iter()
            .reduce(|mut sums, counts| {
                sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
                sums
            })
            .unwrap_or_else(new);
        let unknown = counts.pop().unwrap_or_default();
        let mut values: Vec<(Arc<str>, usize)> = texts
            .iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|(entry, count)| (Arc::clone(&entry.text), count))
            .collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Facet { matched: selection.len(), values, unknown }
    }
}
