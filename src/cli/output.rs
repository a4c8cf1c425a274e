//! Files that commands write: whole or not at all, and never over what the command reads.
//!
//! In: a path and the files it must not be. Out: a writer. It must not know what is written.

use crate::service::{is_of_store, is_same_file, put_file, whole_file};
use anyhow::{Context, bail};
use std::fs::{self, File};
use std::io::{self, Stdout, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file being written. Under its path stands what stood there before, until [`Output::finish`].
#[derive(Debug)]
pub(super) enum Output {
    /// Beside the path, to be put there when it is whole.
    Whole { file: NamedTempFile, path: PathBuf },
    /// Straight into a pipe or a device.
    Stream(File),
    /// To whoever called.
    Standard(Stdout),
}

impl Output {
    /// Begins to write a file that must be none of `read`, nor what SQLite keeps beside the store.
    pub(super) fn create(path: &Path, store: &Path, read: &[PathBuf]) -> anyhow::Result<Self> {
        refuse_what_is_read(path, store, read)?;
        let cannot = || format!("cannot write the file '{}'", path.display());
        if fs::metadata(path).is_ok_and(|file| !file.is_file() && !file.is_dir()) {
            return Ok(Self::Stream(File::options().write(true).open(path).with_context(cannot)?));
        }
        if path.is_dir() {
            bail!("cannot write the file '{}': it is a folder", path.display());
        }
        Ok(Self::Whole { file: whole_file(path).with_context(cannot)?, path: path.to_owned() })
    }

    /// Writes to standard output, which must be none of them either: a shell can turn it to any file, and a list that
    /// grows while it is read has no end.
    pub(super) fn standard(store: &Path, read: &[PathBuf]) -> anyhow::Result<Self> {
        let stdout = Path::new("/dev/stdout");
        if fs::metadata(stdout).is_ok_and(|file| file.is_file()) {
            refuse_what_is_read(stdout, store, read)?;
        }
        Ok(Self::Standard(io::stdout()))
    }

    /// Whether nothing was written to a file so far; of a pipe nobody knows.
    pub(super) fn is_empty(&self) -> anyhow::Result<bool> {
        match self {
            Self::Whole { file, .. } => {
                Ok(file.as_file().metadata().context("cannot write the file")?.len() == 0)
            }
            Self::Stream(_) | Self::Standard(_) => Ok(false),
        }
    }

    /// Puts the file in its place.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.flush().context("cannot write the file")?;
        let Self::Whole { file, path } = self else { return Ok(()) };
        put_file(file, &path).with_context(|| format!("cannot write the file '{}'", path.display()))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Whole { file, .. } => file.write(bytes),
            Self::Stream(file) => file.write(bytes),
            Self::Standard(stdout) => stdout.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Whole { file, .. } => file.flush(),
            Self::Stream(file) => file.flush(),
            Self::Standard(stdout) => stdout.flush(),
        }
    }
}

fn refuse_what_is_read(path: &Path, store: &Path, read: &[PathBuf]) -> anyhow::Result<()> {
    let own = Some(store).filter(|store| is_of_store(path, store));
    let listed = || read.iter().map(PathBuf::as_path).find(|taken| is_same_file(taken, path));
    if let Some(taken) = own.or_else(listed) {
        bail!("refusing to write '{}': this command reads '{}'", path.display(), taken.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_reads_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("list.csv"), "x").unwrap();
        fs::hard_link(at("list.csv"), at("link.csv")).unwrap();
        let refused = |path: PathBuf| Output::create(&path, &at("a.gpkg"), &[at("list.csv")]).is_err();
        for name in ["list.csv", "link.csv", "a.gpkg", "a.gpkg-wal", "a.gpkg-shm", "a.gpkg-journal"] {
            assert!(refused(at(name)), "{name}");
        }
        assert!(refused(folder.path().join(".").join("a.gpkg")), "the store before it is made");
        assert!(refused(folder.path().to_owned()), "a folder");
        assert!(!refused(at("other.csv")));
    }

    #[test]
    fn a_file_is_there_whole_or_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "before").unwrap();
        let mut output = Output::create(&path, Path::new("a.gpkg"), &[]).unwrap();
        output.write_all(b"after").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        output.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        drop(Output::create(&path, Path::new("a.gpkg"), &[]).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "an abandoned one leaves nothing");
    }
}
