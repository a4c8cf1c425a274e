//! The file of a picture: it comes whole or not at all, and only who may write the store may write it.
//!
//! In: paths. Out: files. It must not know what is in them.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// A file that is being written beside the one whose place it will take. Dropped, it is gone.
#[derive(Debug)]
pub(super) struct NewFile {
    file: Option<File>,
    path: PathBuf,
    target: PathBuf,
}

impl NewFile {
    /// Begins a file that will stand at `target`, with the permissions of the store; `None` when another process is
    /// writing one. What a process left that died in between is taken away.
    pub(super) fn begin(target: PathBuf, store: &Path) -> io::Result<Option<Self>> {
        let mut name = target.clone().into_os_string();
        name.push(".new");
        let path = PathBuf::from(name);
        let file = match create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                // The lock of a process ends with it.
                match File::open(&path)?.try_lock() {
                    Ok(()) => fs::remove_file(&path)?,
                    Err(TryLockError::WouldBlock) => return Ok(None),
                    Err(TryLockError::Error(error)) => return Err(error),
                }
                create(&path)?
            }
            created => created?,
        };
        let new = Self { file: Some(file), path, target };
        let file = new.file()?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        file.set_permissions(fs::metadata(store)?.permissions())?;
        Ok(Some(new))
    }

    /// What is written to.
    pub(super) fn file(&self) -> io::Result<&File> {
        self.file.as_ref().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    /// Puts it in its place.
    pub(super) fn put(mut self) -> io::Result<()> {
        self.file()?.sync_all()?;
        fs::rename(&self.path, &self.target)?;
        self.file = None;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // Should it stay, the next one takes it away.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A new file, at first for its owner only; never one that is there, nor one that a link leads to.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Whether nobody can write a file who cannot write the store: it has the store's owner, or root's, and is open to no
/// more people.
#[cfg(unix)]
pub(super) fn is_as_safe_as(file: &File, store: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    const WRITERS: u32 = 0o022;
    file.metadata().and_then(|file| Ok((file, fs::metadata(store)?))).is_ok_and(|(file, store)| {
        file.is_file() && [0, store.uid()].contains(&file.uid()) && file.mode() & !store.mode() & WRITERS == 0
    })
}

/// Whether it is a file; its permissions are those of its folder here.
#[cfg(not(unix))]
pub(super) fn is_as_safe_as(file: &File, _: &Path) -> bool {
    file.metadata().is_ok_and(|file| file.is_file())
}
