//! Where events last.
//!
//! In: events with their identity, one import at a time; packs and places of the gazetteer. Out: the events as they
//! stand, the log of their changes, the imports; the packs and places. It must not know lists, names, HTTP or the
//! map: it keeps what it is given.

mod body;
mod duplicates;
mod error;
mod gazetteer;
mod geopackage;
mod prepared;
mod review;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod suite;
mod types;

pub use duplicates::{Decision, EventWindow, Pair, PairState};
pub use error::StoreError;
pub use gazetteer::{
    Attested, GazetteerStore, LocalPlace, PackEntry, PlaceFacts, StoredGazetteer, StoredPack,
};
pub use geopackage::{FileNumber, GeoPackageStore, OpenMode, file_number};
pub use prepared::Prepared;
pub use review::{
    ArticleRecord, DecisionRecord, DraftCounts, DraftRecord, DraftState, KeptArticle, NewArticle,
    NewDecision, NewDraft, PairTransaction, QueuePlace, ReviewCounts, ReviewKind, ReviewStore,
    ReviewTransaction, UnknownReviewKind,
};
pub use types::{
    Account, Change, Committed, Edited, Found, ImportRecord, ImportedList, LogLine, Mark, NewImport,
    Operation, RowQuery, RowVerdict, Step, Undone, Version,
};

use crate::event::{Edit, Event, EventId, Fingerprint, Identity};
use std::ops::ControlFlow;
use std::path::Path;

/// A durable set of events with a log of every change.
///
/// Every change has a sequence number, one higher than the last; a picture of the store is a picture up to a
/// sequence. Each method sees one consistent state, without waiting for an import that is under way.
pub trait EventStore: GazetteerStore + ReviewStore {
    /// Sequence of the last change, 0 when there was none.
    ///
    /// Cheap enough (microseconds) to ask often: it is how a server sees that another process committed.
    fn sequence(&self) -> Result<u64, StoreError>;

    /// The file that the events lie in; `None` when they lie in none.
    fn file(&self) -> Option<&Path>;

    /// What tells the events after a change from those of another store, or of another past; `None` when the log does not
    /// have that change any more, or never had.
    fn mark_at(&self, sequence: u64) -> Result<Option<Mark>, StoreError>;

    /// Visits every event with its fid, in the order of fids, some thousands at a time, and returns the sequence of this
    /// picture.
    fn for_each_portion(&self, visit: &mut dyn FnMut(Vec<(u64, Event)>)) -> Result<u64, StoreError>;

    /// Visits every event with its fid, in the order of fids, and returns the sequence of this picture.
    fn for_each(&self, visit: &mut dyn FnMut(u64, Event)) -> Result<u64, StoreError> {
        self.for_each_portion(&mut |portion| portion.into_iter().for_each(|(fid, event)| visit(fid, event)))
    }

    /// The changes after sequence `since`, oldest first, at most `limit` of them.
    fn changes_since(&self, since: u64, limit: usize) -> Result<Vec<Change>, StoreError>;

    /// The lines of the change log after sequence `since`, oldest first, at most `limit` of them; cheaper than
    /// [`changes_since`](Self::changes_since) by the events, which are not read.
    fn log_since(&self, since: u64, limit: usize) -> Result<Vec<LogLine>, StoreError>;

    /// What the event with this fid was before each of its changes, oldest first; also after its removal.
    fn history(&self, fid: u64) -> Result<Vec<Version>, StoreError>;

    /// How an event came to be as it is shown, with at most so many of its last changes; `None` when no such event is shown.
    fn account(&self, id: &EventId, limit: usize) -> Result<Option<Account>, StoreError>;

    /// Whether somebody else, in this process or another, holds the write lock at this moment. Nobody is waited for.
    fn is_busy(&self) -> Result<bool, StoreError>;

    /// Takes the write lock and opens an import; [`StoreError::Busy`] when another one holds it for too long.
    fn begin_import(&self, import: &NewImport) -> Result<Box<dyn ImportTransaction + '_>, StoreError>;

    /// All imports, oldest first.
    fn imports(&self) -> Result<Vec<ImportRecord>, StoreError>;

    /// One import.
    fn import(&self, import_id: i64) -> Result<Option<ImportRecord>, StoreError>;

    /// The lists of all imports, oldest first; cheap, since what was built on them is not looked up.
    fn imported_lists(&self) -> Result<Vec<ImportedList>, StoreError>;

    /// What became of the rows of an import, in the order of lines.
    fn verdicts(&self, query: &RowQuery<'_>) -> Result<Vec<RowVerdict>, StoreError>;

    /// Takes an import back, as one transaction: its events go, those that it changed are as they were, what it
    /// taught of places and the pairs that it proposed are gone. It stays in the list.
    ///
    /// Refused with [`StoreError::BuiltOn`] when later imports or merged pairs hold what it wrote.
    fn undo_import(&self, import_id: i64) -> Result<Undone, StoreError>;

    /// Adds an event that a person tells of, as one transaction, and returns its fid. The event's id must be the one that
    /// its identity gives.
    fn add_by_hand(
        &self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<u64, StoreError>;

    /// Makes an event what a person wants it to be, as one transaction: `change` sees it as it is shown, and gives it as
    /// it is to be, none to remove it, or breaks off. Says whether the event is another then.
    ///
    /// What the person set stays when its list is read again, and the list's own version is kept beside it: an import finds
    /// and changes that, and an undo restores that.
    fn edit(
        &self,
        id: &EventId,
        change: &mut dyn FnMut(&Event) -> ControlFlow<(), Option<Event>>,
    ) -> Result<bool, StoreError>;

    /// What people set of events, in the order of numbers, after the number `after`, at most `limit` of them; and of how many
    /// events something is set in all.
    fn edits(&self, after: i64, limit: usize) -> Result<(Vec<Edited>, u64), StoreError>;

    /// What people set of an event.
    fn edited(&self, id: &EventId) -> Result<Option<Edited>, StoreError>;

    /// Takes back all that people set of an event, as one transaction: it is shown as its list has it, also when it was
    /// removed. `agree` sees what would be taken back, and may refuse. Says whether anything was.
    fn undo_edits(&self, id: &EventId, agree: &mut dyn FnMut(&Edited) -> bool) -> Result<bool, StoreError>;

    /// Pairs that may be one event, in one state or in any, after the number `after`, at most `limit` of them; and how
    /// many there are in all. Pairs of which an event is gone are left out.
    fn pairs(
        &self,
        state: Option<PairState>,
        after: i64,
        limit: usize,
    ) -> Result<(Vec<Pair>, u64), StoreError>;

    /// The pair with a number; `None` also when one of its events is gone.
    fn pair(&self, id: i64) -> Result<Option<Pair>, StoreError>;

    /// Does what a person decided on a pair, as one transaction, and returns the pair as it stands then.
    ///
    /// Merged, the older of the two events shows both, and the other is shown no more; each list still finds its own
    /// part and changes that alone. Reopened, both are as their lists have them.
    fn decide(&self, id: i64, decision: Decision) -> Result<Pair, StoreError>;
}

/// One import under way: all of it is kept by [`commit`](Self::commit), or nothing.
///
/// Dropped without commit it is rolled back, as it is when the process dies.
pub trait ImportTransaction: PairTransaction {
    /// The event with this identity, or else the oldest one with this content.
    fn find(&mut self, identity: &Identity, fingerprint: &Fingerprint) -> Result<Option<Found>, StoreError>;

    /// Whether an earlier import joined several rows of its list to this event.
    fn was_joined(&mut self, fid: u64) -> Result<bool, StoreError>;

    /// What a person set of an event, which is shown so whatever the list says; cheap where nobody set anything.
    fn by_hand(&mut self, id: &EventId) -> Result<Option<Edit>, StoreError>;

    /// Adds an event and returns its fid, a number that is never used again.
    ///
    /// The event's id must be the one that its identity gives.
    fn add(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<u64, StoreError>;

    /// The same with an event that was made ready before, on whatever core.
    fn add_prepared(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        prepared: &Prepared,
    ) -> Result<u64, StoreError>;

    /// Adds a merged event, as an export carries it, by its parts: each is an event that lists find, and the pairs that
    /// merged them are merged here too, unless a person told them apart. Returns the fid of the first part.
    ///
    /// None of the parts may be here yet. Undone, the import takes all of them back.
    fn add_merged(&mut self, event: &Event) -> Result<u64, StoreError>;

    /// Replaces an event, keeping its identity and id; the old version goes to the history.
    fn update(&mut self, fid: u64, fingerprint: &Fingerprint, event: &Event) -> Result<(), StoreError>;

    /// Removes an event; its last version goes to the history.
    fn remove(&mut self, fid: u64) -> Result<(), StoreError>;

    /// Keeps what became of a row: its verdict, the fid of its event if it has one, and its problems as a JSON
    /// array (`[]` when there are none).
    fn verdict(
        &mut self,
        line: u64,
        verdict: &str,
        event: Option<u64>,
        problems_json: &str,
    ) -> Result<(), StoreError>;

    /// Puts another verdict in the place of the one that was kept of a row.
    fn amend(&mut self, line: u64, verdict: &str) -> Result<(), StoreError>;

    /// Keeps a rejected row with its problems, a JSON array, and its cells, a JSON array of texts.
    ///
    /// Of very many rejected rows only the first have their cells kept.
    fn rejected(&mut self, line: u64, problems_json: &str, cells_json: &str) -> Result<(), StoreError>;

    /// Sets the proposed pairs aside of which this import changed an event and that do not `fit` any more, and says how
    /// many those are. Undone, the import brings them back; [`propose`](PairTransaction::propose) may at any time.
    fn set_aside(&mut self, fit: &mut dyn FnMut(&Event, &Event) -> bool) -> Result<u64, StoreError>;

    /// All local places, those of this import among them.
    ///
    /// Nobody else can add one until this import ends.
    fn local_places(&mut self) -> Result<Vec<LocalPlace>, StoreError>;

    /// Adds a place that so many rows of this list give coordinates for, and returns its number.
    fn learn(&mut self, facts: &PlaceFacts, rows: u64) -> Result<u64, StoreError>;

    /// So many rows more have a local place where it is.
    fn seen_again(&mut self, place: u64, rows: u64) -> Result<(), StoreError>;

    /// Ends the import and keeps its report (a JSON object). All of it is on the disk when this returns.
    fn commit(self: Box<Self>, report_json: &str) -> Result<Committed, StoreError>;
}
