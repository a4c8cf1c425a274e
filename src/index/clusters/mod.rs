//! Features that lie close together on a map of some zoom, counted.
//!
//! In: which rows match. Out: clusters, each with its count, its classes, its span and its bounds. It must not know what a
//! class means, nor how a map draws a cluster.

mod frame;
mod gather;
mod group;
#[cfg(test)]
mod tests;

use super::collection::Collection;
use super::feature::Query;
use super::pass::pass;
use crate::event::Bbox;
use frame::Frame;
use gather::Gathered;
use std::sync::Arc;

/// The highest zoom that clusters are made for: a pixel is 4 cm.
pub const MAX_ZOOM: u8 = 22;

/// Features that are drawn as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// How many they are.
    pub count: usize,
    /// The middle of their points, degrees, longitude first.
    pub point: [f64; 2],
    /// The box around their points.
    pub bbox: Bbox,
    /// First and last millisecond of all their spans; `None` when none has one.
    pub span: Option<(i64, i64)>,
    /// How many have which text of the attribute asked for, the most frequent first. Those without one are left out.
    pub classes: Vec<(Arc<str>, usize)>,
    /// The id of the only feature.
    pub id: Option<Arc<str>>,
}

/// All clusters of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Clusters {
    /// The largest first. Their counts add up to `matched`.
    pub clusters: Vec<Cluster>,
    /// How many features match and have a point.
    pub matched: usize,
    /// The zoom that they are made for: the one asked for, or a lower one where the box is larger than any screen shows at
    /// that zoom.
    pub zoom: u8,
}

impl Collection {
    /// The features that meet the query, gathered to clusters as a map of this zoom (tiles of 256 pixels) needs them.
    ///
    /// Points are counted into cells of 16 pixels, which lie where they lie whatever the box is; then the fullest cell
    /// takes in those whose points are within 60 pixels of its own, and so on. The page of the query (`after`,
    /// `offset`, `limit`) and its order are left aside.
    pub fn clusters(&self, query: &Query, zoom: u8, classes: Option<usize>) -> Clusters {
        let (rows, selection) = (self.rows(), self.select(query));
        let Some(frame) = Frame::new(query.bbox, self.corners(), zoom.min(MAX_ZOOM)) else {
            return Clusters { clusters: Vec::new(), matched: 0, zoom: zoom.min(MAX_ZOOM) };
        };
        let texts = classes.and_then(|attribute| rows.attributes().texts(attribute)).unwrap_or_default();
        let gathered = pass(
            rows,
            &selection,
            || Gathered::new(&frame, texts.len()),
            |gathered, (number, chunk), mask| gathered.add(number, chunk, mask, classes),
        );
        let Some(gathered) = gathered.into_iter().reduce(|all, one| all.joined(&one)) else {
            return Clusters { clusters: Vec::new(), matched: 0, zoom: frame.zoom };
        };
        let mut clusters: Vec<Cluster> = group::groups(&gathered)
            .iter()
            .map(|group| {
                let sum = gathered.sum(group);
                let mut classes: Vec<(Arc<str>, usize)> = texts
                    .iter()
                    .zip(gathered.classes(group))
                    .filter(|(_, count)| *count > 0)
                    .map(|(entry, count)| (Arc::clone(&entry.text), count))
                    .collect();
                classes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                let only = (sum.count == 1).then_some(sum.one);
                Cluster {
                    count: sum.count as usize,
                    point: sum.point(),
                    bbox: sum.bbox(),
                    span: sum.span(),
                    classes,
                    id: only.map(|(chunk, row)| rows.chunk(chunk as usize).id(row as usize).into()),
                }
            })
            .collect();
        clusters.sort_by(|a, b| b.count.cmp(&a.count).then(a.point[0].total_cmp(&b.point[0])));
        let matched = clusters.iter().map(|cluster| cluster.count).sum();
        Clusters { clusters, matched, zoom: frame.zoom }
    }
}
