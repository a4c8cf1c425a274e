//! A folder whose lists are imported as they are dropped there, each once.
//!
//! In: a folder and the service. Out: imports, and beside each list a report of it. It must not know HTTP.
//!
//! Beside `week-40.csv` stands `week-40.csv.azalai.json` afterwards, with the checksum of what was imported and the
//! report, and `week-40.csv.azalai-rejects.csv` where rows were rejected. The report is the memory: a list whose
//! report has its checksum is left alone, also after a restart; a changed list is imported again. Should the process
//! die between an import and its report, the list is imported once more, which adds nothing.

mod folder;

use super::checksum::sha256_of;
use super::whole::{self, beside, is_of_store, put_file, whole_file};
use super::{ImportListError, Options, Report, Service, Wishes};
use folder::{Lists, REJECTS, REPORT, Stamp};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::error::Error as _;
use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;
use thiserror::Error;

/// How often the folder is looked at. A list that has not changed between two looks is taken to be whole.
pub const LOOK_EVERY: Duration = Duration::from_secs(2);
/// A list that has to wait is tried again after this at the latest; the first time after a look.
const TRY_AT_LEAST_EVERY: Duration = Duration::from_mins(1);

/// Why a folder cannot be watched.
#[derive(Debug, Error)]
pub enum WatchError {
    /// It is not there, or no folder.
    #[error("cannot watch '{}'", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Reports could not be kept there, and with them the memory of what was imported.
    #[error("cannot watch '{}': reports are written beside the lists, and this folder cannot be written", path.display())]
    Protected {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// A folder being watched.
#[derive(Debug)]
pub struct Watch {
    folder: PathBuf,
    /// Size and time of the lists at the last look.
    seen: HashMap<PathBuf, Stamp>,
    /// Those that are done with as they are.
    done: HashMap<PathBuf, Stamp>,
    /// Those that could not be imported for no fault of theirs: when they are tried again, and after which pause.
    waiting: HashMap<PathBuf, (Instant, Duration)>,
    /// Whether it was told that there are more lists than are looked at.
    has_told_of_more: bool,
}

/// What stands beside a list.
#[derive(Debug, Serialize, Deserialize)]
struct Note<R> {
    /// Of the list as it was imported.
    sha256: String,
    /// When, RFC 3339, UTC.
    at: String,
    /// What the import did; `None` when it failed.
    report: Option<R>,
    /// Why it failed.
    error: Option<String>,
}

/// What became of one list.
#[derive(Debug)]
pub enum Taken {
    /// It was imported.
    Imported(PathBuf, Box<Report>),
    /// It was not, and the report says why.
    Failed(PathBuf, String),
}

impl Watch {
    /// Begins to watch a folder.
    pub fn new(folder: &Path) -> Result<Self, WatchError> {
        let path = || folder.to_owned();
        fs::read_dir(folder).map_err(|source| WatchError::Folder { path: path(), source })?;
        NamedTempFile::new_in(folder).map_err(|source| WatchError::Protected { path: path(), source })?;
        Ok(Self {
            folder: path(),
            seen: HashMap::new(),
            done: HashMap::new(),
            waiting: HashMap::new(),
            has_told_of_more: false,
        })
    }

    /// Watches until `stop` is set; `tell` hears what became of each list. An import under way when it is set is rolled back.
    pub fn run(mut self, service: &Service, stop: &AtomicBool, tell: impl Fn(Taken)) {
        let mut failing = false;
        while !stop.load(Ordering::Relaxed) {
            match self.look(service, stop, &tell) {
                Ok(()) => failing = false,
                Err(error) if !failing => {
                    failing = true;
                    tracing::error!(%error, folder = %self.folder.display(), "cannot look into the watched folder; trying on");
                }
                Err(_) => {}
            }
            let looked = Instant::now();
            while looked.elapsed() < LOOK_EVERY && !stop.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }

    /// Imports the lists that are new or changed, and have been left alone since the last look.
    fn look(&mut self, service: &Service, stop: &AtomicBool, tell: &impl Fn(Taken)) -> io::Result<()> {
        let is_ours = |path: &Path| service.store.file().is_some_and(|store| is_of_store(path, store));
        let Lists { lists, more } = folder::lists(&self.folder, is_ours)?;
        if more && !self.has_told_of_more {
            tracing::error!(
                folder = %self.folder.display(),
                "there are more than {} lists in the watched folder: move those away that were imported, or the others are not seen",
                folder::MAX_LISTS
            );
        }
        self.has_told_of_more = more;
        let ready: Vec<PathBuf> = lists
            .iter()
            .filter(|(path, stamp)| {
                self.seen.get(*path) == Some(stamp) && self.done.get(*path) != Some(stamp)
            })
            .map(|(path, _)| path.clone())
            .collect();
        self.done.retain(|path, _| lists.contains_key(path));
        // One that was written to since is another one.
        self.waiting.retain(|path, _| lists.contains_key(path) && lists.get(path) == self.seen.get(path));
        for path in ready {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            if self.waiting.get(&path).is_some_and(|(until, _)| Instant::now() < *until) {
                continue;
            }
            match take(service, &path, stop) {
                Ok(taken) => {
                    self.waiting.remove(&path);
                    if let Some(stamp) = lists.get(&path) {
                        self.done.insert(path, *stamp);
                    }
                    taken.into_iter().for_each(tell);
                }
                Err(error) => self.wait(path, &error),
            }
        }
        self.seen = lists;
        Ok(())
    }

    /// Leaves a list for later: it may be gone, still locked, or the store busy or full. That is told once.
    fn wait(&mut self, path: PathBuf, error: &io::Error) {
        let pause = match self.waiting.get(&path) {
            None => {
                tracing::warn!(
                    error = error as &dyn std::error::Error,
                    list = %path.display(),
                    "a list in the watched folder has to wait; it is tried again"
                );
                LOOK_EVERY
            }
            Some((_, pause)) => (*pause * 2).min(TRY_AT_LEAST_EVERY),
        };
        self.waiting.insert(path, (Instant::now() + pause, pause));
    }
}

/// Imports a list and writes its report; `None` when it was imported before as it is.
fn take(service: &Service, path: &Path, stop: &AtomicBool) -> io::Result<Option<Taken>> {
    let (sha256, _) = sha256_of(path)?;
    let before = fs::read(beside(path, REPORT)).ok();
    let before = before.and_then(|bytes| serde_json::from_slice::<Note<serde_json::Value>>(&bytes).ok());
    if before.is_some_and(|note| note.sha256 == sha256) {
        return Ok(None);
    }
    let list = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut rejects = whole_file(path)?;
    let mut progress = |_| {
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let wishes = Wishes { rejects: Some(&mut rejects), progress: Some(&mut progress), ..Wishes::default() };
    let options = Options { list, ..Options::default() };
    let note = |report, error| Note { sha256, at: Timestamp::now().to_string(), report, error };
    match service.import(File::open(path)?, options, wishes) {
        Ok(report) => {
            if report.counts.rejected > 0 {
                put_file(rejects, &beside(path, REJECTS))?;
            } else {
                forget_rejects(path)?;
            }
            write_note(path, &note(Some(&report), None))?;
            Ok(Some(Taken::Imported(path.to_owned(), Box::new(report))))
        }
        Err(ImportListError::Cancelled) => Ok(None),
        Err(error) if is_of_the_list(&error) => {
            let said = told(&error);
            forget_rejects(path)?;
            write_note(path, &note(None, Some(said.clone())))?;
            Ok(Some(Taken::Failed(path.to_owned(), said)))
        }
        // Nothing is wrong with the list: a note would be the end of it.
        Err(error) => Err(io::Error::other(error)),
    }
}

/// Whether it is the list that is at fault, and will be again: not the store, nor the machine, which may heal.
fn is_of_the_list(error: &ImportListError) -> bool {
    match error {
        ImportListError::Strict { .. } => true,
        ImportListError::List(error) => {
            // What the system says is of the machine: a share that is gone, a disk that is full. What is wrong with a list
            // is found by a program, though it may say so by an error of the same kind.
            let of_the_system = |error: &(dyn std::error::Error + 'static)| {
                error.downcast_ref::<io::Error>().is_some_and(|error| error.raw_os_error().is_some())
            };
            let mut cause = Some(error as &(dyn std::error::Error + 'static));
            while let Some(error) = cause {
                if of_the_system(error) {
                    return false;
                }
                cause = error.source();
            }
            true
        }
        _ => false,
    }
}

/// Takes away the rejected rows of an earlier version of a list.
fn forget_rejects(path: &Path) -> io::Result<()> {
    match fs::remove_file(beside(path, REJECTS)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// An error and what is behind it.
fn told(error: &ImportListError) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        said.extend([": ", &cause.to_string()]);
        source = cause.source();
    }
    said
}

fn write_note<R: Serialize>(path: &Path, note: &Note<R>) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(note)?;
    text.push(b'\n');
    whole::write(&beside(path, REPORT), &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::ImportError;
    use crate::store::StoreError;

    #[test]
    fn only_faults_of_the_list_are_remembered() {
        let io = |error: io::Error| ImportListError::List(ImportError::Io(error));
        for of_the_list in [
            ImportListError::List(ImportError::Empty),
            io(io::Error::new(io::ErrorKind::InvalidData, "no archive")),
            io(io::ErrorKind::UnexpectedEof.into()),
            ImportListError::Strict { rejected: 1, first: Vec::new() },
        ] {
            assert!(is_of_the_list(&of_the_list), "{of_the_list}");
        }
        let full = || io::Error::from_raw_os_error(28);
        for other in [
            io(full()),
            io(io::Error::from_raw_os_error(5)),
            ImportListError::Rejects(full()),
            ImportListError::Store(StoreError::Busy),
            ImportListError::Store(StoreError::Full { store: "a.gpkg".into() }),
        ] {
            assert!(!is_of_the_list(&other), "{other}");
        }
    }
}
