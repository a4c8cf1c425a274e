//! A store in a GeoPackage: one SQLite file that QGIS, GDAL and sqlite3 read while the service runs.
//!
//! In: a path, then imports. Out: events, the change log. It must not know lists, HTTP or the map.

mod account;
mod batch;
mod brought;
mod bulk;
mod columns;
mod connections;
mod dated;
mod duplicates;
mod edits;
mod extent;
mod gazetteer;
mod header;
mod held;
mod import;
mod journal;
mod ledger;
mod mark;
mod outdated;
mod parts;
mod place;
mod portions;
mod problem;
mod read;
mod records;
mod review;
mod schema;
mod taken_back;
#[cfg(test)]
mod tests;
mod undo;
mod watch;
mod windows;

pub use place::{FileNumber, file_number};

use super::{
    Account, Attested, Change, Decision, Edited, EventStore, GazetteerStore, ImportRecord, ImportTransaction,
    ImportedList, LocalPlace, LogLine, Mark, NewImport, PackEntry, Pair, PairState, PlaceFacts, RowQuery,
    RowVerdict, StoreError, StoredGazetteer, StoredPack, Undone, Version,
};
use crate::event::{Event, EventId, Fingerprint, Identity};
use connections::Connections;
use held::Held;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

/// How long a writer waits for another one before it gives up.
const DEFAULT_WAIT: Duration = Duration::from_secs(5);

/// What may be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Read and write; made if it is not there.
    Create,
    /// Read and write; an error if it is not there.
    ReadWrite,
    /// Read; an error if it is not there, and no file is left behind. Where the folder cannot be written, the file
    /// is read as it lies.
    ReadOnly,
}

/// A store in a GeoPackage, shared by the threads of a process and by processes.
///
/// One import writes at a time; reading goes on meanwhile and sees the state before it. A commit is synced to the
/// disk (write-ahead log, `synchronous = FULL`) before it returns.
#[derive(Debug)]
pub struct GeoPackageStore {
    connections: Connections,
}

impl GeoPackageStore {
    /// Opens the file at `path`. A file that is no store is refused and left as it is.
    pub fn open(path: &Path, mode: OpenMode) -> Result<Self, StoreError> {
        Self::open_waiting(path, mode, DEFAULT_WAIT)
    }

    /// The same with another time to wait for a writer before [`StoreError::Busy`].
    pub fn open_waiting(path: &Path, mode: OpenMode, wait: Duration) -> Result<Self, StoreError> {
        Ok(Self { connections: Connections::open(path, mode, wait)? })
    }

    /// Opens the file at `path` to try something that will not be kept. Where that would change the file (it is of an earlier
    /// version) or cannot be (it is write-protected), a copy is made at `copy` and opened instead.
    pub fn open_to_try(path: &Path, copy: &Path) -> Result<Self, StoreError> {
        Ok(Self { connections: Connections::open_to_try(path, copy, DEFAULT_WAIT)? })
    }

    /// An empty store in memory, for a program that keeps nothing. It grows with what it holds, and has no
    /// write-ahead log: reading while an import is open ends in [`StoreError::Busy`].
    pub fn in_memory() -> Result<Self, StoreError> {
        Ok(Self { connections: Connections::in_memory(DEFAULT_WAIT)? })
    }
}

impl EventStore for GeoPackageStore {
    fn sequence(&self) -> Result<u64, StoreError> {
        self.connections.read(read::sequence)
    }

    fn file(&self) -> Option<&Path> {
        self.connections.place().file()
    }

    fn mark_at(&self, sequence: u64) -> Result<Option<Mark>, StoreError> {
        self.connections.read(|reader, place| mark::at(reader, place, sequence))
    }

    fn for_each_portion(&self, visit: &mut dyn FnMut(Vec<(u64, Event)>)) -> Result<u64, StoreError> {
        self.connections.read(|reader, place| {
            portions::for_each(reader, place, visit)?;
            read::sequence(reader, place)
        })
    }

    fn changes_since(&self, since: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        self.connections.read(|reader, place| read::changes_since(reader, place, since, limit))
    }

    fn log_since(&self, since: u64, limit: usize) -> Result<Vec<LogLine>, StoreError> {
        self.connections.read(|reader, place| read::log_since(reader, place, since, limit))
    }

    fn history(&self, fid: u64) -> Result<Vec<Version>, StoreError> {
        self.connections.read(|reader, place| read::history(reader, place, fid))
    }

    fn account(&self, id: &EventId, limit: usize) -> Result<Option<Account>, StoreError> {
        self.connections.read(|reader, place| account::of(reader, place, id, limit))
    }

    fn is_busy(&self) -> Result<bool, StoreError> {
        self.connections.is_busy()
    }

    fn begin_import(&self, import: &NewImport) -> Result<Box<dyn ImportTransaction + '_>, StoreError> {
        let place = self.connections.place();
        let held = if import.is_alone {
            self.connections.close_readers();
            let writer = self.connections.writer()?;
            Held::begin_alone(writer, place, self.connections.wait(), "begin an import")?
        } else {
            Held::begin(self.connections.writer()?, place, "begin an import")?
        };
        Ok(Box::new(import::Import::begin(held, import)?))
    }

    fn import(&self, import_id: i64) -> Result<Option<ImportRecord>, StoreError> {
        self.connections.read(|reader, place| records::import(reader, place, import_id))
    }

    fn imported_lists(&self) -> Result<Vec<ImportedList>, StoreError> {
        self.connections.read(records::lists)
    }

    fn imports(&self) -> Result<Vec<ImportRecord>, StoreError> {
        self.connections.read(records::imports)
    }

    fn verdicts(&self, query: &RowQuery<'_>) -> Result<Vec<RowVerdict>, StoreError> {
        self.connections.read(|reader, place| records::verdicts(reader, place, query))
    }

    fn undo_import(&self, import_id: i64) -> Result<Undone, StoreError> {
        self.connections.write("undo an import", |writer, place| undo::undo(writer, place, import_id))
    }

    fn add_by_hand(
        &self,
        identity: &Identity,
        fingerprint: &Fingerprint,
        event: &Event,
    ) -> Result<u64, StoreError> {
        self.connections.write("add an event", |writer, place| {
            ledger::by_hand(writer, place, |ledger| {
                ledger.insert(writer, identity, &columns::Source::new(event, fingerprint)?)
            })
        })
    }

    fn edit(
        &self,
        id: &EventId,
        change: &mut dyn FnMut(&Event) -> ControlFlow<(), Option<Event>>,
    ) -> Result<bool, StoreError> {
        self.connections.write("change an event", |writer, place| edits::change(writer, place, id, change))
    }

    fn edits(&self, after: i64, limit: usize) -> Result<(Vec<Edited>, u64), StoreError> {
        self.connections.read(|reader, place| taken_back::list(reader, place, after, limit))
    }

    fn edited(&self, id: &EventId) -> Result<Option<Edited>, StoreError> {
        self.connections.read(|reader, place| taken_back::one(reader, place, id))
    }

    fn undo_edits(&self, id: &EventId, agree: &mut dyn FnMut(&Edited) -> bool) -> Result<bool, StoreError> {
        self.connections.write("take back what was set of an event", |writer, place| {
            taken_back::undo(writer, place, id, agree)
        })
    }

    fn pairs(
        &self,
        state: Option<PairState>,
        after: i64,
        limit: usize,
    ) -> Result<(Vec<Pair>, u64), StoreError> {
        self.connections.read(|reader, place| duplicates::list(reader, place, state, after, limit))
    }

    fn pair(&self, id: i64) -> Result<Option<Pair>, StoreError> {
        self.connections.read(|reader, place| duplicates::one(reader, place, id))
    }

    fn decide(&self, id: i64, decision: Decision) -> Result<Pair, StoreError> {
        self.connections.write("decide on a pair of duplicates", |writer, place| {
            duplicates::decide(writer, place, id, decision)
        })
    }
}

impl GazetteerStore for GeoPackageStore {
    fn gazetteer_version(&self) -> Result<u64, StoreError> {
        self.connections.read(gazetteer::version)
    }

    fn gazetteer(&self) -> Result<StoredGazetteer, StoreError> {
        self.connections.read(gazetteer::all)
    }

    fn packs(&self) -> Result<Vec<PackEntry>, StoreError> {
        self.connections.read(gazetteer::packs)
    }

    fn put_pack(&self, pack: &StoredPack) -> Result<bool, StoreError> {
        self.connections.write("keep a pack", |writer, place| gazetteer::put_pack(writer, place, pack))
    }

    fn remove_pack(&self, name: &str) -> Result<bool, StoreError> {
        self.connections.write("remove a pack", |writer, place| gazetteer::remove_pack(writer, place, name))
    }

    fn local_places(&self) -> Result<Vec<LocalPlace>, StoreError> {
        self.connections.read(gazetteer::places)
    }

    fn local_place(&self, fid: u64) -> Result<Option<LocalPlace>, StoreError> {
        self.connections.read(|reader, place| gazetteer::one(reader, place, fid))
    }

    fn add_local_place(&self, facts: &PlaceFacts) -> Result<LocalPlace, StoreError> {
        self.connections.write("add a local place", |writer, place| {
            let fid = gazetteer::insert(writer, place, facts, Attested::Confirmed, 0)?;
            gazetteer::describe_places(writer, place)?;
            gazetteer::written(writer, place, fid)
        })
    }

    fn edit_local_place(&self, fid: u64, facts: &PlaceFacts) -> Result<LocalPlace, StoreError> {
        self.connections.write("change a local place", |writer, place| {
            gazetteer::update(writer, place, fid, facts)?;
            gazetteer::describe_places(writer, place)?;
            gazetteer::written(writer, place, fid)
        })
    }

    fn remove_local_place(&self, fid: u64) -> Result<bool, StoreError> {
        self.connections.write("remove a local place", |writer, place| {
            let removed = gazetteer::remove(writer, place, fid)?;
            gazetteer::describe_places(writer, place)?;
            Ok(removed)
        })
    }
}

/// A number as SQLite keeps it. Fids, lines and sequences never come near its end.
fn integer(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
