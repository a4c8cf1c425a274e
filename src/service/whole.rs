//! Files that are put in their place whole, or not at all.
//!
//! In: what a file is to hold. Out: the file, readable as any other, in the place of what stood there. It must not know
//! what is written.

use crate::store::file_number;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Begins a file that will stand at a path: beside it, so that it only needs another name to be there.
pub fn whole_file(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = Builder::new();
    // As readable as any file that a program makes: what the operator's umask takes away is taken away.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.permissions(fs::Permissions::from_mode(0o666));
    }
    file.tempfile_in(folder.unwrap_or(Path::new(".")))
}

/// Puts a file that was begun in its place.
pub fn put_file(file: NamedTempFile, path: &Path) -> io::Result<()> {
    // A temporary file is for its owner only; this one is as readable as the one it replaces.
    if let Ok(before) = fs::metadata(path) {
        file.as_file().set_permissions(before.permissions())?;
    }
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Keeps what is spooled or built for a while, by whatever part of the program, beside a store. That has room for much; the
/// system's own folder for such files is memory in many a system. Only the first call counts: it is for programs that serve one
/// store.
pub fn keep_temporary_files_beside(store: &Path) {
    let folder = std::path::absolute(store).ok().and_then(|store| store.parent().map(Path::to_owned));
    if let Some(folder) = folder {
        let _ = tempfile::env::override_temp_dir(&folder);
    }
}

/// Writes a small file.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = whole_file(path)?;
    file.write_all(bytes)?;
    put_file(file, path)
}

/// A path with an ending more.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

/// What belongs to a store: the file, what SQLite keeps beside it, and the picture of the index.
const OF_A_STORE: [&str; 5] = ["", "-wal", "-shm", "-journal", "-index"];

/// Whether a file belongs to a store, under whatever name. It is not opened to tell: closing it again would drop the locks that
/// this process holds on the store.
pub fn is_of_store(path: &Path, store: &Path) -> bool {
    OF_A_STORE.iter().any(|ending| is_same_file(&beside(store, ending), path))
}

/// Whether two paths are one file, also by links.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    if let (Some(one), Some(other)) = (file_number(one), file_number(other)) {
        return one == other;
    }
    // One of them is not there yet, or files have no numbers here: they are one if they will lie in one folder under one name.
    let place = |path: &Path| {
        let absolute = std::path::absolute(path).ok()?;
        let folder = absolute.parent()?.canonicalize().ok()?;
        Some(folder.join(absolute.file_name()?))
    };
    place(one).is_some_and(|one| place(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_whole_and_can_be_read_by_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.json");
        fs::write(&path, "before").unwrap();
        let mut file = whole_file(&path).unwrap();
        file.write_all(b"af").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "before", "nothing is seen of what is being written");
        drop(file);
        write(&path, b"after").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "an abandoned one leaves nothing");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            let plain = folder.path().join("plain");
            fs::write(&plain, "").unwrap();
            write(&folder.path().join("new"), b"").unwrap();
            assert_eq!(mode(&folder.path().join("new")), mode(&plain), "by the umask");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            write(&path, b"secret").unwrap();
            assert_eq!(mode(&path), 0o600, "what was secret stays so");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_store_is_known_under_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let store = at("azalai.gpkg");
        for name in ["azalai.gpkg", "azalai.gpkg-wal", "azalai.gpkg-shm", "azalai.gpkg-index", "other.gpkg"] {
            fs::write(at(name), "").unwrap();
        }
        for (name, link) in [("azalai.gpkg", "list.gpkg"), ("azalai.gpkg-wal", "list.csv")] {
            fs::hard_link(at(name), at(link)).unwrap();
        }
        for own in ["azalai.gpkg", "list.gpkg", "list.csv", "azalai.gpkg-index"] {
            assert!(is_of_store(&at(own), &store), "{own}");
        }
        assert!(!is_of_store(&at("other.gpkg"), &store) && !is_of_store(&at("gone.csv"), &store));
    }
}
