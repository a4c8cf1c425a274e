//! Where events last.
//!
//! In: events with their identity, one import at a time; packs and places of the gazetteer. Out: the events as they
//! stand, the log of their changes, the imports; the packs and places. It must not know lists, names, HTTP or the
//! map: it keeps what it is given.

mod error;
mod gazetteer;
mod geopackage;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod suite;
mod types;

pub use error::StoreError;
pub use gazetteer::{
    Attested, GazetteerStore, LocalPlace, PackEntry, PlaceFacts, StoredGazetteer, StoredPack,
};
pub use geopackage::{FileNumber, GeoPackageStore, OpenMode, file_number};
pub use types::{Change, Committed, Found, ImportRecord, NewImport, Operation, RowVerdict, Version};

use crate::event::{Event, Fingerprint, Identity};

/// A durable set of events with a log of every change.
///
/// Every change has a sequence number, one higher than the last; a picture of the store is a picture up to a
/// sequence. Each method sees one consistent state, without waiting for an import that is under way.
pub trait EventStore: GazetteerStore {
    /// Sequence of the last change, 0 when there was none.
    ///
    /// Cheap enough (microseconds) to ask often: it is how a server sees that another process committed.
    fn sequence(&self) -> Result<u64, StoreError>;

    /// Visits every event with its fid, in the order of fids, and returns the sequence of this picture.
    fn for_each(&self, visit: &mut dyn FnMut(u64, Event)) -> Result<u64, StoreError>;

    /// The changes after sequence `since`, oldest first, at most `limit` of them.
    fn changes_since(&self, since: u64, limit: usize) -> Result<Vec<Change>, StoreError>;

    /// What the event with this fid was before each of its changes, oldest first; also after its removal.
    fn history(&self, fid: u64) -> Result<Vec<Version>, StoreError>;

    /// Takes the write lock and opens an import; [`StoreError::Busy`] when another one holds it for too long.
    fn begin_import(&self, import: &NewImport) -> Result<Box<dyn ImportTransaction + '_>, StoreError>;

    /// All imports, oldest first.
    fn imports(&self) -> Result<Vec<ImportRecord>, StoreError>;

    /// What became of the rows of an import after line `after`, in the order of lines, at most `limit` of them.
    fn verdicts(&self, import_id: i64, after: u64, limit: usize) -> Result<Vec<RowVerdict>, StoreError>;
}

/// One import under way: all of it is kept by [`commit`](Self::commit), or nothing.
///
/// Dropped without commit it is rolled back, as it is when the process dies.
pub trait ImportTransaction {
    /// The event with this identity, or else the oldest one with this content.
    fn find(&mut self, identity: &Identity, fingerprint: &Fingerprint) -> Result<Option<Found>, StoreError>;

    /// Adds an event and returns its fid, a number that is never used again.
    ///
    /// The event's id must be the one that its identity gives.
    fn add(
        &mut self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<u64, StoreError>;

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
