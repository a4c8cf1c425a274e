//! A file that is coming: what there is of it, and the hash of that.
//!
//! In: bytes as they come. Out: `X.part`, held by one process at a time. It must not know HTTP.

use super::FetchError;
use super::kept::{beside, cannot};
use crate::service::checksum::{hashed, hex};
use sha2::{Digest, Sha256};
use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// What is being written.
pub(super) struct Part {
    file: File,
    hash: Sha256,
    bytes: u64,
    /// How much of it an earlier run had brought.
    resumed_from: u64,
}

impl Part {
    /// Opens what there is, for this process alone.
    pub(super) fn open(path: &Path) -> Result<Self, FetchError> {
        let at = beside(path, ".part");
        let failed = |source| cannot(&at, source);
        let file =
            File::options().read(true).write(true).create(true).truncate(false).open(&at).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FetchError::Busy { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let mut file = file;
        let (hash, bytes) = hashed(&mut file).map_err(failed)?;
        Ok(Self { file, hash, bytes, resumed_from: bytes })
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn resumed_from(&self) -> u64 {
        self.resumed_from
    }

    /// Begins anew.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        (self.hash, self.bytes, self.resumed_from) = (Sha256::new(), 0, 0);
        Ok(())
    }

    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Makes sure that it is on the disk; returns its SHA-256.
    pub(super) fn close(self) -> io::Result<String> {
        self.file.sync_all()?;
        Ok(hex(self.hash))
    }
}

/// Removes what came of a file.
pub(super) fn forget(path: &Path) {
    for ending in [".part", ".part.json"] {
        let _ = fs::remove_file(beside(path, ending));
    }
}
