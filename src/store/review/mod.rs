//! What waits for a person's word, and what people decided.
//!
//! In: articles with their drafts, decisions. Out: the queue of what is open, and one transaction for all that a decision
//! writes. It must not know what a decision means, nor when somebody may decide.

mod types;

pub use types::{
    ArticleRecord, DecisionRecord, DraftCounts, DraftRecord, DraftState, KeptArticle, NewArticle,
    NewDecision, NewDraft, QueuePlace, ReviewCounts, ReviewKind, UnknownReviewKind,
};

use super::{Decision, EventWindow, LocalPlace, Pair, PlaceFacts, StoreError};
use crate::event::{Edit, Event, EventId, Fingerprint, Identity};
use std::ops::ControlFlow;

/// What waits for a person's word, kept beside the events.
pub trait ReviewStore: Send + Sync + std::fmt::Debug {
    /// Keeps an article with its drafts, as one transaction, and returns its number; that of the same text (by its digest)
    /// when it is there already. What was not known of that one is filled in.
    fn keep_article(&self, article: &NewArticle) -> Result<i64, StoreError>;

    /// Articles, the newest first, at most `limit`, from before the number `after` on (0: from the newest), and how many in all.
    fn articles(&self, after: i64, limit: usize) -> Result<(Vec<ArticleRecord>, u64), StoreError>;

    /// One article, whole.
    fn article(&self, id: i64) -> Result<Option<KeptArticle>, StoreError>;

    /// Forgets an article and its drafts, as one transaction; says whether there was one.
    ///
    /// Refused with [`StoreError::Confirmed`] while a draft of it is an event.
    fn forget_article(&self, id: i64) -> Result<bool, StoreError>;

    /// What is open of some kinds, the least sure first, behind a place in that order, at most `limit`.
    fn queue(
        &self,
        kinds: &[ReviewKind],
        after: Option<&QueuePlace>,
        limit: usize,
    ) -> Result<Vec<QueuePlace>, StoreError>;

    /// How much is open of each kind.
    fn review_counts(&self) -> Result<ReviewCounts, StoreError>;

    /// A draft, open or not.
    fn draft(&self, id: i64) -> Result<Option<DraftRecord>, StoreError>;

    /// The event with a fid whose place a person must choose, and of how many others the lists say the same of their
    /// places; `None` when it waits no more.
    fn in_review(&self, fid: i64) -> Result<Option<(Event, u64)>, StoreError>;

    /// What was decided before the number `before`, newest first, at most `limit`; and how much in all.
    fn decisions(&self, before: Option<i64>, limit: usize) -> Result<(Vec<DecisionRecord>, u64), StoreError>;

    /// Takes the write lock for what one decision writes; [`StoreError::Busy`] when another one holds it for too long.
    fn begin_review(&self) -> Result<Box<dyn ReviewTransaction + '_>, StoreError>;
}

/// What a decision reads and writes: all of it is kept by [`commit`](Self::commit), or nothing.
pub trait ReviewTransaction: PairTransaction {
    /// A draft.
    fn draft(&mut self, id: i64) -> Result<Option<DraftRecord>, StoreError>;

    /// The article of a draft, without its text.
    fn article(&mut self, id: i64) -> Result<Option<ArticleRecord>, StoreError>;

    /// Closes or opens a draft.
    fn settle_draft(
        &mut self,
        id: i64,
        state: DraftState,
        event_id: Option<&EventId>,
    ) -> Result<(), StoreError>;

    /// An event as it is shown.
    fn event(&mut self, id: &EventId) -> Result<Option<Event>, StoreError>;

    /// Other events whose places a person must choose and of which the lists say the same, at most so many.
    fn said_alike(&mut self, event: &Event, limit: usize) -> Result<Vec<EventId>, StoreError>;

    /// Adds an event that no list brought; as that of an event that is changed, its window is then this transaction's own.
    fn add(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<u64, StoreError>;

    /// Removes an event that no list brought as if it had never come, with what was proposed of it.
    fn take_back(&mut self, id: &EventId) -> Result<bool, StoreError>;

    /// Makes an event what a person wants it to be; see [`EventStore::edit`](super::EventStore::edit).
    fn edit(
        &mut self,
        id: &EventId,
        change: &mut dyn FnMut(&Event) -> ControlFlow<(), Option<Event>>,
    ) -> Result<bool, StoreError>;

    /// What people set of an event.
    fn edit_of(&mut self, id: &EventId) -> Result<Option<Edit>, StoreError>;

    /// Sets of an event just that; says whether the event is there.
    fn put_edit(&mut self, id: &EventId, edit: &Edit) -> Result<bool, StoreError>;

    /// A pair of duplicates.
    fn pair(&mut self, id: i64) -> Result<Option<Pair>, StoreError>;

    /// Does what a person decided on a pair; see [`EventStore::decide`](super::EventStore::decide).
    fn decide_pair(&mut self, id: i64, decision: Decision) -> Result<Pair, StoreError>;

    /// Forgets the pairs of an event on which nobody decided.
    fn withdraw_pairs(&mut self, id: &EventId) -> Result<(), StoreError>;

    /// The pairs of an event that a person decided on.
    fn decided_pairs(&mut self, id: &EventId) -> Result<Vec<i64>, StoreError>;

    /// All local places.
    fn local_places(&mut self) -> Result<Vec<LocalPlace>, StoreError>;

    /// Adds a place that a person confirmed.
    fn learn(&mut self, facts: &PlaceFacts) -> Result<LocalPlace, StoreError>;

    /// Removes a local place.
    fn forget_place(&mut self, fid: u64) -> Result<bool, StoreError>;

    /// Keeps a decision and returns its number.
    fn record(&mut self, decision: &NewDecision) -> Result<i64, StoreError>;

    /// A decision, with what taking it back needs (a JSON text).
    fn decision(&mut self, id: i64) -> Result<Option<(DecisionRecord, String)>, StoreError>;

    /// The last decision on an item that was not taken back.
    fn last_decision(&mut self, item: &str) -> Result<Option<DecisionRecord>, StoreError>;

    /// Keeps that a decision was taken back, and by whom if that was said.
    fn undone(&mut self, id: i64, by: Option<&str>) -> Result<(), StoreError>;

    /// Ends the transaction. All of it is on the disk when this returns.
    fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// What comparing new events with others needs of a transaction.
pub trait PairTransaction {
    /// How many dated events this transaction wrote, and how many others there are.
    fn window_counts(&mut self) -> Result<(u64, u64), StoreError>;

    /// Visits when and where the events were that this transaction wrote (`own`), or all others.
    fn windows(&mut self, own: bool, visit: &mut dyn FnMut(EventWindow)) -> Result<(), StoreError>;

    /// Keeps two events, by their fids, as a pair that may be one, with how near they are to each other (1 to 0); says
    /// whether the pair is new. One that was decided is never proposed again.
    fn propose(&mut self, one: u64, other: u64, p: f64) -> Result<bool, StoreError>;
}
