//! SQLite's errors as the store's.
//!
//! In: what SQLite says and what was being done. Out: a [`StoreError`] that names the file. It must not know
//! tables.

use super::place::Place;
use crate::store::StoreError;
use rusqlite::ErrorCode;

/// Says in an error what was being done, and where.
pub(super) trait Doing<T> {
    /// `doing` completes the sentence "cannot ... in azalai.gpkg".
    fn doing(self, place: &Place, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, place: &Place, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DiskFull) => StoreError::Full { store: place.name() },
            Some(ErrorCode::ReadOnly) => StoreError::WriteProtected { path: place.path() },
            Some(ErrorCode::NotADatabase) => {
                StoreError::NotAStore { path: place.path(), found: "it is not a SQLite file" }
            }
            _ => StoreError::Database { store: place.name(), doing, source: Box::new(error) },
        })
    }
}
