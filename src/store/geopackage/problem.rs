//! SQLite's errors as the store's.
//!
//! In: what SQLite says and what was being done. Out: a [`StoreError`] that names the file. It must not know
//! tables.

use super::place::Place;
use crate::store::StoreError;
use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

/// Says in an error what was being done, and where.
pub(super) trait Doing<T> {
    /// `doing` completes the sentence "cannot ... in azalai.gpkg".
    fn doing(self, place: &Place, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, place: &Place, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| match error.sqlite_error_code() {
            _ if has_no_room(&error) => StoreError::Full { store: place.name() },
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

/// Whether there is no space for the file beside the store that its readers share, too: who only reads needs it.
fn has_no_room(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_IOERR_SHMSIZE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn a_full_disk_is_told_as_one_to_readers_too() {
        let told = |code: i32| {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            Err::<(), _>(error).doing(&Place::memory(), "read events").unwrap_err().to_string()
        };
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_SHMSIZE] {
            assert!(told(code).starts_with("no space is left for "), "{}", told(code));
        }
        assert!(told(ffi::SQLITE_IOERR_READ).starts_with("cannot read events"));
    }
}
