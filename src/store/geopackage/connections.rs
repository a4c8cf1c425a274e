//! One connection that writes, a few that read.
//!
//! In: a place and how it may be used. Out: connections with their settings, one at a time for writing. It must
//! not know what the tables hold.

use super::place::{FileNumber, Found, Place, file_number, inspect};
use super::problem::Doing as _;
use super::{OpenMode, schema};
use crate::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, MAIN_DB, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// Idle readers that are kept; more are opened when needed, and closed after use.
const READERS_KEPT: usize = 4;

/// How often a thread looks whether the writer is free. Imports last longer, requests wait as long anyhow.
const WRITER_POLL: Duration = Duration::from_millis(5);

/// The writer's cache: a large import touches index pages at random, which must not be written and read
/// again for each row. 64 MiB hold the indexes of a million events.
const WRITER_CACHE_KIB: i64 = 64 * 1024;

/// A row of an event has some 1,600 bytes: of pages of 4,096 a quarter would be empty.
const PAGE_BYTES: i64 = 8 * 1024;

/// What is left of the `-wal` file after a large import: the rest goes back to the disk.
const WAL_KEPT_BYTES: i64 = 64 * 1024 * 1024;

#[derive(Debug)]
pub(super) struct Connections {
    place: Place,
    /// Which file that was when it was opened; `None` in memory, and where the system does not number files.
    file: Option<FileNumber>,
    wait: Duration,
    /// `None` when the store is open for reading only.
    writer: Option<Mutex<Connection>>,
    readers: Mutex<Vec<Connection>>,
}

impl Connections {
    /// Opens a file; see [`OpenMode`].
    pub(super) fn open(path: &Path, mode: OpenMode, wait: Duration) -> Result<Self, StoreError> {
        let path =
            std::path::absolute(path).map_err(|source| StoreError::Io { path: path.to_owned(), source })?;
        match (inspect(&path)?, mode) {
            (Found::Store, _) | (Found::Nothing | Found::Empty, OpenMode::Create) => {}
            (Found::Nothing, _) => return Err(StoreError::NotFound { path }),
            (Found::Empty, _) => return Err(StoreError::NotAStore { path, found: "it is empty" }),
        }
        if mode == OpenMode::ReadOnly {
            return Self::open_to_read(path, wait);
        }
        let place = Place::File(path.clone());
        let create = mode == OpenMode::Create;
        let mut writer = open_writer(&place, create, wait)?;
        if writer.is_readonly(MAIN_DB).doing(&place, "open")? {
            return Err(StoreError::WriteProtected { path });
        }
        if create {
            // Of a store that is there it changes nothing.
            writer.pragma_update(None, "page_size", PAGE_BYTES).doing(&place, "open")?;
            // Before write-ahead logging is switched on: so the file itself says from its first byte what it is,
            // and a crash cannot leave a store whose every page is in the -wal file.
            schema::create(&mut writer, &place)?;
        }
        schema::check(&mut writer, &place, true)?;
        let mode: String = writer
            .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
            .doing(&place, "switch to write-ahead logging")?;
        if mode != "wal" {
            return Err(StoreError::NoWriteAheadLog { path, mode });
        }
        Ok(Self::new(place, wait, Some(writer), None))
    }

    /// Opens a file for what will not be kept. One of an earlier version stays of that version, and one that may not be
    /// written can be tried all the same: a copy is made at `copy` and opened.
    pub(super) fn open_to_try(path: &Path, copy: &Path, wait: Duration) -> Result<Self, StoreError> {
        let as_it_lies = Self::open(path, OpenMode::ReadOnly, wait)?;
        if as_it_lies.read(schema::is_current)? {
            match Self::open(path, OpenMode::ReadWrite, wait) {
                Err(StoreError::WriteProtected { .. }) => {}
                opened => return opened,
            }
        }
        let place = &as_it_lies.place;
        let copied = |source: Connection| source.execute("VACUUM INTO ?1", [copy.to_string_lossy()]);
        place.connect(false).and_then(copied).doing(place, "copy the store")?;
        Self::open(copy, OpenMode::ReadWrite, wait)
    }

    /// A new store in memory.
    pub(super) fn in_memory(wait: Duration) -> Result<Self, StoreError> {
        let place = Place::memory();
        let mut writer = open_writer(&place, true, wait)?;
        schema::create(&mut writer, &place)?;
        Ok(Self::new(place, wait, Some(writer), None))
    }

    fn open_to_read(path: PathBuf, wait: Duration) -> Result<Self, StoreError> {
        let place = Place::File(path.clone());
        match open_reader(&place, wait).and_then(|mut reader| {
            // Only now does SQLite look for the -wal and -shm files.
            reader.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(schema::check(&mut reader, &place, false).map(|()| reader))
        }) {
            Ok(reader) => Ok(Self::new(place, wait, None, Some(reader?))),
            Err(error)
                if matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)) =>
            {
                Self::open_immutable(path, wait)
            }
            Err(error) => Err(error).doing(&place, "open"),
        }
    }

    /// In a folder where no `-shm` file can be made, a store in write-ahead mode is read as it lies, without
    /// locks: right as long as nobody writes it meanwhile. A server that does has a `-shm` file there, and with
    /// that SQLite reads in the usual way and never comes here.
    pub(super) fn open_immutable(path: PathBuf, wait: Duration) -> Result<Self, StoreError> {
        for beside in ["-wal", "-journal"] {
            let mut pending = path.clone().into_os_string();
            pending.push(beside);
            if std::fs::metadata(pending).is_ok_and(|pending| pending.len() > 0) {
                return Err(StoreError::PendingChanges { path });
            }
        }
        let place = Place::Immutable(path);
        let mut reader = open_reader(&place, wait).doing(&place, "open")?;
        schema::check(&mut reader, &place, false)?;
        Ok(Self::new(place, wait, None, Some(reader)))
    }

    fn new(place: Place, wait: Duration, writer: Option<Connection>, reader: Option<Connection>) -> Self {
        let readers = Mutex::new(reader.into_iter().collect());
        Self { file: file_number(&place.path()), place, wait, writer: writer.map(Mutex::new), readers }
    }

    /// Whether the path still names the file that was opened.
    ///
    /// SQLite does not look: with its file deleted it goes on writing into nothing, and with another file in
    /// its place it mixes the log of the one with the pages of the other.
    fn still_there(&self) -> Result<(), StoreError> {
        let path = self.place.path();
        if file_number(&path) == self.file { Ok(()) } else { Err(StoreError::Replaced { path }) }
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// How long a writer waits for another one.
    pub(super) fn wait(&self) -> Duration {
        self.wait
    }

    /// Closes the readers that nobody uses at this moment.
    pub(super) fn close_readers(&self) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The writer, once no other thread of this process has it.
    pub(super) fn writer(&self) -> Result<MutexGuard<'_, Connection>, StoreError> {
        self.still_there()?;
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        let deadline = Instant::now() + self.wait;
        let guard = loop {
            match writer.try_lock() {
                Ok(guard) => break guard,
                // A thread panicked in the middle of an import. Its transaction is rolled back here at the latest.
                Err(TryLockError::Poisoned(poisoned)) => break poisoned.into_inner(),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => return Err(StoreError::Busy),
                Err(TryLockError::WouldBlock) => std::thread::sleep(WRITER_POLL),
            }
        };
        if !guard.is_autocommit() {
            guard.execute_batch("ROLLBACK").doing(&self.place, "roll back")?;
        }
        Ok(guard)
    }

    /// Whether another thread has the writer, or another process the lock.
    pub(super) fn is_busy(&self) -> Result<bool, StoreError> {
        self.still_there()?;
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        let writer = match writer.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(true),
        };
        let doing = "look whether it is busy";
        if !writer.is_autocommit() {
            writer.execute_batch("ROLLBACK").doing(&self.place, doing)?;
        }
        writer.busy_timeout(Duration::ZERO).doing(&self.place, doing)?;
        let taken = writer.execute_batch("BEGIN IMMEDIATE; ROLLBACK").doing(&self.place, doing);
        writer.busy_timeout(self.wait).doing(&self.place, doing)?;
        match taken {
            Err(StoreError::Busy) => Ok(true),
            taken => taken.map(|()| false),
        }
    }

    /// Runs `write` on the writer, as one transaction.
    pub(super) fn write<T>(
        &self,
        doing: &'static str,
        write: impl FnOnce(&Connection, &Place) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer()?;
        let transaction =
            writer.transaction_with_behavior(TransactionBehavior::Immediate).doing(&self.place, doing)?;
        // An error drops the transaction, which rolls back.
        let outcome = write(&transaction, &self.place)?;
        transaction.commit().doing(&self.place, doing)?;
        Ok(outcome)
    }

    /// Runs `read` on a reader, within one read transaction: all of its queries see the same state.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Connection, &Place) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.still_there()?;
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => open_reader(&self.place, self.wait).doing(&self.place, "open")?,
        };
        // A panic in `read` drops the reader, and with it the transaction.
        let transaction = reader.unchecked_transaction().doing(&self.place, "read")?;
        let outcome = read(&transaction, &self.place);
        drop(transaction);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_KEPT && reader.is_autocommit() {
            readers.push(reader);
        }
        outcome
    }
}

fn open_writer(place: &Place, create: bool, wait: Duration) -> Result<Connection, StoreError> {
    let open = || {
        let writer = place.connect(create)?;
        writer.busy_timeout(wait)?;
        // FULL: the log is synced at every commit, and before and after it is copied into the file.
        writer.pragma_update(None, "synchronous", "FULL")?;
        writer.pragma_update(None, "foreign_keys", true)?;
        // A statement that fires triggers keeps the pages it changes until it has ended: in memory, for they are two or
        // three. In a file that is eight writes for each row of a list, and half of an import's time in the kernel.
        writer.pragma_update(None, "temp_store", "MEMORY")?;
        // Else SQLite parses and plans a statement again for each value that is bound to it.
        writer.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        writer.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
        writer.query_row(&format!("PRAGMA journal_size_limit = {WAL_KEPT_BYTES}"), [], |_| Ok(()))?;
        Ok(writer)
    };
    open().doing(place, "open")
}

fn open_reader(place: &Place, wait: Duration) -> rusqlite::Result<Connection> {
    let reader = place.connect(false)?;
    reader.busy_timeout(wait)?;
    reader.pragma_update(None, "query_only", true)?;
    Ok(reader)
}
