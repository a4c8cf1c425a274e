//! Files that are put in their place whole, or not at all.
//!
//! In: what a file is to hold. Out: the file, readable as any other, in the place of what stood there. It must not know
//! what is written.

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
}
