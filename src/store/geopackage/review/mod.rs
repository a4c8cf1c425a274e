//! What waits for a person's word, in its tables.
//!
//! In: connections. Out: the queue, articles with their drafts, decisions, and one transaction for what a decision writes. It must
//! not know what a decision means.

mod articles;
mod decisions;
mod drafts;
mod queue;
mod transaction;

use super::GeoPackageStore;
use super::place::Place;
use super::problem::Doing as _;
use crate::event::Event;
use crate::store::{
    ArticleRecord, DecisionRecord, DraftRecord, KeptArticle, NewArticle, QueuePlace, ReviewCounts,
    ReviewKind, ReviewStore, ReviewTransaction, StoreError,
};
use rusqlite::Connection;

impl ReviewStore for GeoPackageStore {
    fn keep_article(&self, article: &NewArticle) -> Result<i64, StoreError> {
        self.connections.write("keep an article", |writer, place| articles::keep(writer, place, article))
    }

    fn articles(&self, after: i64, limit: usize) -> Result<(Vec<ArticleRecord>, u64), StoreError> {
        self.connections.read(|reader, place| articles::list(reader, place, after, limit))
    }

    fn article(&self, id: i64) -> Result<Option<KeptArticle>, StoreError> {
        self.connections.read(|reader, place| articles::one(reader, place, id))
    }

    fn forget_article(&self, id: i64) -> Result<bool, StoreError> {
        self.connections.write("forget an article", |writer, place| articles::forget(writer, place, id))
    }

    fn queue(
        &self,
        kinds: &[ReviewKind],
        after: Option<&QueuePlace>,
        limit: usize,
    ) -> Result<Vec<QueuePlace>, StoreError> {
        self.connections.read(|reader, place| queue::list(reader, place, kinds, after, limit))
    }

    fn review_counts(&self) -> Result<ReviewCounts, StoreError> {
        self.connections.read(queue::counts)
    }

    fn draft(&self, id: i64) -> Result<Option<DraftRecord>, StoreError> {
        self.connections.read(|reader, place| drafts::one(reader, place, id))
    }

    fn in_review(&self, fid: i64) -> Result<Option<(Event, u64)>, StoreError> {
        self.connections.read(|reader, place| queue::in_review(reader, place, fid))
    }

    fn decisions(&self, before: Option<i64>, limit: usize) -> Result<(Vec<DecisionRecord>, u64), StoreError> {
        self.connections.read(|reader, place| decisions::list(reader, place, before, limit))
    }

    fn begin_review(&self) -> Result<Box<dyn ReviewTransaction + '_>, StoreError> {
        let writer = self.connections.writer()?;
        Ok(Box::new(transaction::Review::begin(writer, self.connections.place())?))
    }
}

/// Whether the store is of version 6; in an older one that is open for reading only nothing was kept or decided.
fn is_there(db: &Connection, place: &Place) -> Result<bool, StoreError> {
    db.table_exists(None, "decisions").doing(place, "look for the tables of reviews")
}
