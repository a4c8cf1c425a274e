//! What lies in a box: how many are known at once, which ones when somebody asks.
//!
//! In: trees and single features. Out: a number, and orders. It must not know what a box is.

use super::Corners;
use super::tree::Tree;
use crate::index::chunk::Window;
use std::ops::Range;

/// Features that lie in a box.
#[derive(Debug, Default)]
pub(in crate::index) struct Cover<'a> {
    /// Those outside of trees: orders and spans.
    singles: Vec<(u64, (i64, i64))>,
    /// Those in trees, by where they stand there.
    runs: Vec<(&'a Tree, Vec<Range<usize>>)>,
    count: usize,
}

impl<'a> Cover<'a> {
    pub(super) fn add(&mut self, order: u64, span: (i64, i64)) {
        self.singles.push((order, span));
        self.count += 1;
    }

    pub(super) fn add_runs(&mut self, tree: &'a Tree, within: &Corners) {
        let runs = tree.runs(within);
        self.count += runs.iter().map(|run| tree.count(run)).sum::<usize>();
        self.runs.push((tree, runs));
    }

    /// How many there are, at whatever time.
    pub(in crate::index) fn len(&self) -> usize {
        self.count
    }

    /// The orders of those that are in time, in no order.
    pub(in crate::index) fn orders(&self, window: &Window) -> Vec<u64> {
        let mut orders = Vec::with_capacity(self.count);
        orders.extend(self.singles.iter().filter(|(_, span)| window.in_time(*span)).map(|(order, _)| *order));
        for (tree, runs) in &self.runs {
            for run in runs {
                let leaves = tree.leaves_of(run.clone()).filter(|leaf| window.in_time(leaf.span));
                orders.extend(leaves.map(|leaf| leaf.order));
            }
        }
        orders
    }
}
