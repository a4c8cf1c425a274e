//! A write transaction that is held open over several calls.
//!
//! In: the writer. Out: a connection to write on, until all of it is kept; dropped before, nothing is. It must not know what is
//! written.

use super::journal;
use super::place::Place;
use super::problem::Doing as _;
use crate::store::StoreError;
use rusqlite::Connection;
use std::sync::MutexGuard;
use std::time::Duration;

pub(super) struct Held<'a> {
    writer: MutexGuard<'a, Connection>,
    pub(super) place: &'a Place,
    /// Whether the write-ahead log is to be switched on again in the end.
    is_unlogged: bool,
}

impl<'a> Held<'a> {
    pub(super) fn begin(
        writer: MutexGuard<'a, Connection>,
        place: &'a Place,
        doing: &'static str,
    ) -> Result<Self, StoreError> {
        Self::begin_on(writer, place, doing, false)
    }

    /// The same, if that can be, without a log of what is written: see [`journal`].
    pub(super) fn begin_alone(
        writer: MutexGuard<'a, Connection>,
        place: &'a Place,
        wait: Duration,
        doing: &'static str,
    ) -> Result<Self, StoreError> {
        let is_unlogged =
            place.file().is_some() && journal::replace_log(&writer, wait).doing(place, doing)?;
        Self::begin_on(writer, place, doing, is_unlogged)
    }

    fn begin_on(
        writer: MutexGuard<'a, Connection>,
        place: &'a Place,
        doing: &'static str,
        is_unlogged: bool,
    ) -> Result<Self, StoreError> {
        let held = Self { writer, place, is_unlogged };
        // IMMEDIATE: who cannot write learns it now, and not at the first row.
        held.writer.execute_batch("BEGIN IMMEDIATE").doing(place, doing)?;
        Ok(held)
    }

    /// SQLite rolls back by itself when the disk is full or fails. A statement after that would be committed on
    /// its own, which must never be.
    pub(super) fn db(&self) -> Result<&Connection, StoreError> {
        if self.writer.is_autocommit() { Err(StoreError::RolledBack) } else { Ok(&self.writer) }
    }

    /// An operation of several statements that failed half-way must not be committed as far as it came: everything is
    /// rolled back. Refusals, which write nothing, leave it as it is.
    pub(super) fn whole<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(
            StoreError::Database { .. } | StoreError::Full { .. } | StoreError::WriteProtected { .. },
        ) = outcome
        {
            self.roll_back();
        }
        outcome
    }

    /// Keeps all that was written.
    pub(super) fn commit(&self, doing: &'static str) -> Result<(), StoreError> {
        self.db()?.execute_batch("COMMIT").doing(self.place, doing)
    }

    fn roll_back(&self) {
        if !self.writer.is_autocommit() {
            // If this fails the next writer rolls back before it begins, and no reader ever sees any of it.
            let _ = self.writer.execute_batch("ROLLBACK");
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.roll_back();
        if self.is_unlogged {
            journal::restore_log(&self.writer);
        }
    }
}
