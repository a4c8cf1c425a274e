//! Where a store lies, and what its file is before SQLite sees it.
//!
//! In: a path. Out: whether it may be opened, without changing a byte of it, and connections to it. It must
//! not know what the tables hold.

use super::schema;
use crate::store::StoreError;
use rusqlite::{Connection, OpenFlags};
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where a store lies.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// In a file; the path is absolute, since SQLite gives a meaning of its own to `:memory:` and `file:...`.
    File(PathBuf),
    /// In a file of a folder that cannot be written: SQLite reads it without locks.
    Immutable(PathBuf),
    /// In memory, under a name that is unique in this process.
    Memory(String),
}

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A file of no bytes.
    Empty,
    /// A store of Azalai's, of any version.
    Store,
}

/// First bytes of every SQLite file, and where and what the application id of a GeoPackage is in it.
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";
const APPLICATION_ID: std::ops::Range<usize> = 68..72;
const SQLITE_HEADER_LENGTH: u64 = 100;

impl Place {
    /// A new place in memory.
    pub(super) fn memory() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        // The slash at the start makes memdb share the database between connections of that name.
        Self::Memory(format!("file:/azalai-{}?vfs=memdb", COUNT.fetch_add(1, Ordering::Relaxed)))
    }

    /// The place's name in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) | Self::Immutable(path) => path.display().to_string(),
            Self::Memory(_) => "memory".to_owned(),
        }
    }

    /// That a row holds what no Azalai writes.
    pub(super) fn unreadable(
        &self,
        column: &'static str,
        row: impl TryInto<u64>,
        value: String,
    ) -> StoreError {
        StoreError::Value { store: self.name(), column, row: row.try_into().unwrap_or(0), value }
    }

    /// Path of the file, empty in memory.
    pub(super) fn path(&self) -> PathBuf {
        match self {
            Self::File(path) | Self::Immutable(path) => path.clone(),
            Self::Memory(_) => PathBuf::new(),
        }
    }

    /// The file; `None` in memory.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Immutable(path) => Some(path),
            Self::Memory(_) => None,
        }
    }

    /// Opens a connection, without looking at the file.
    ///
    /// Readers too are opened for writing (and then told not to): the last connection to close takes the
    /// `-wal` and `-shm` files away only if it may write. SQLite itself falls back to reading where the
    /// file is write-protected.
    pub(super) fn connect(&self, create: bool) -> rusqlite::Result<Connection> {
        let base = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match self {
            Self::File(path) if create => {
                Connection::open_with_flags(path, base | OpenFlags::SQLITE_OPEN_CREATE)
            }
            Self::File(path) => Connection::open_with_flags(path, base),
            Self::Immutable(path) => Connection::open_with_flags(
                immutable_uri(path),
                OpenFlags::SQLITE_OPEN_READ_ONLY
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX
                    | OpenFlags::SQLITE_OPEN_URI,
            ),
            Self::Memory(uri) => Connection::open_with_flags(
                uri,
                base | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_URI,
            ),
        }
    }
}

/// What the system calls a file whatever its path: the device and the number on it.
pub type FileNumber = (u64, u64);

/// The number of the file that a path leads to. It is not opened: closing any handle of a SQLite file would drop
/// the locks that this process holds on it.
#[cfg(unix)]
pub fn file_number(path: &Path) -> Option<FileNumber> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

/// The number of the file that a path leads to: not known here.
#[cfg(not(unix))]
pub fn file_number(_: &Path) -> Option<FileNumber> {
    None
}

/// Says what lies at `path`, or why it is no store; reads it and leaves no trace.
pub(super) fn inspect(path: &Path) -> Result<Found, StoreError> {
    let io = |source| StoreError::Io { path: path.to_owned(), source };
    let not_a_store = |found| Err(StoreError::NotAStore { path: path.to_owned(), found });
    // Before it is opened: opening a pipe waits for somebody to write into it.
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(io(error)),
    };
    if !metadata.is_file() {
        return not_a_store(if metadata.is_dir() { "it is a folder" } else { "it is not a file" });
    }
    if metadata.len() == 0 {
        return Ok(Found::Empty);
    }
    let mut header = Vec::new();
    File::open(path).map_err(io)?.take(SQLITE_HEADER_LENGTH).read_to_end(&mut header).map_err(io)?;
    if !header.starts_with(SQLITE_MAGIC) || (header.len() as u64) < SQLITE_HEADER_LENGTH {
        return not_a_store("it is not a GeoPackage, nor any other SQLite file");
    }
    if header[APPLICATION_ID] != schema::APPLICATION_ID.to_be_bytes() {
        return not_a_store("it is a SQLite file, but not a GeoPackage");
    }
    // `immutable` promises SQLite that nobody writes, which may be untrue; the worst that comes of it is
    // an error here, which the real connection then finds again or does not.
    let ours = Place::Immutable(path.to_owned())
        .connect(false)
        .and_then(|connection| connection.table_exists(None, schema::VERSION_TABLE));
    match ours {
        Ok(false) => not_a_store("it is a GeoPackage, but not one of azalai's"),
        Ok(true) | Err(_) => Ok(Found::Store),
    }
}

/// A SQLite URI for a file that nobody writes; every byte that could mean something in a URI is escaped.
fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}"); // writing to a String cannot fail
        }
    }
    uri.push_str("?immutable=1");
    uri
}
