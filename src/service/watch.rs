//! A folder whose lists are imported as they are dropped there, each once.
//!
//! In: a folder and the service. Out: imports, and beside each list a report of it. It must not know HTTP.
//!
//! Beside `week-40.csv` stands `week-40.csv.azalai.json` afterwards, with the checksum of what was imported and the
//! report, and `week-40.csv.azalai-rejects.csv` where rows were rejected. The report is the memory: a list whose
//! report has its checksum is left alone, also after a restart; a changed list is imported again. Should the process
//! die between an import and its report, the list is imported once more, which adds nothing.

use super::checksum::sha256_of;
use super::whole::{self, beside, put_file, whole_file};
use super::{ImportListError, Options, Report, Service, StoreError, Wishes};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};
use tempfile::NamedTempFile;
use thiserror::Error;

/// How often the folder is looked at. A list that has not changed between two looks is taken to be whole.
pub const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Longer lists of files are no drop folder; those beyond are left for the next look.
const MAX_FILES: usize = 10_000;
/// A list has one of these endings; anything else in the folder is somebody's own.
const ENDINGS: [&str; 8] = ["csv", "tsv", "txt", "xlsx", "geojson", "json", "ndjson", "gpkg"];
const REPORT: &str = ".azalai.json";
const REJECTS: &str = ".azalai-rejects.csv";

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
}

/// What changes when somebody writes to a file.
type Stamp = (u64, SystemTime);

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
        Ok(Self { folder: path(), seen: HashMap::new(), done: HashMap::new() })
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
            let looked = std::time::Instant::now();
            while looked.elapsed() < LOOK_EVERY && !stop.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }

    /// Imports the lists that are new or changed, and have been left alone since the last look.
    fn look(&mut self, service: &Service, stop: &AtomicBool, tell: &impl Fn(Taken)) -> io::Result<()> {
        let lists = lists(&self.folder)?;
        let ready: Vec<PathBuf> = lists
            .iter()
            .filter(|(path, stamp)| {
                self.seen.get(*path) == Some(stamp) && self.done.get(*path) != Some(stamp)
            })
            .map(|(path, _)| path.clone())
            .collect();
        self.done.retain(|path, _| lists.contains_key(path));
        for path in ready {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            match take(service, &path, stop) {
                Ok(taken) => {
                    if let Some(stamp) = lists.get(&path) {
                        self.done.insert(path, *stamp);
                    }
                    taken.into_iter().for_each(tell);
                }
                // It may be gone, still locked, or the store busy: the next look tells.
                Err(error) => {
                    tracing::warn!(%error, list = %path.display(), "a list in the watched folder has to wait");
                }
            }
        }
        self.seen = lists;
        Ok(())
    }
}

/// The lists in a folder, not in the folders below it.
fn lists(folder: &Path) -> io::Result<HashMap<PathBuf, Stamp>> {
    let mut lists = HashMap::new();
    for entry in fs::read_dir(folder)?.take(MAX_FILES) {
        let path = entry?.path();
        // A link may lead out of the folder: only what lies in it is taken. What is gone by now is none either.
        let Ok(found) = fs::symlink_metadata(&path) else { continue };
        if found.is_file() && is_list(&path) {
            lists.insert(path, (found.len(), found.modified()?));
        }
    }
    Ok(lists)
}

/// Whether a file is a list by its name: not hidden, no lock file of an office program, nothing of our own.
fn is_list(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    !name.starts_with(['.', '~'])
        && !name.ends_with(REPORT)
        && !name.ends_with(REJECTS)
        && ENDINGS.contains(&ending.as_str())
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
            }
            write_note(path, &note(Some(&report), None))?;
            Ok(Some(Taken::Imported(path.to_owned(), Box::new(report))))
        }
        // Nothing is wrong with the list: it is tried again.
        Err(ImportListError::Cancelled) => Ok(None),
        Err(ImportListError::Store(error @ StoreError::Busy)) => Err(io::Error::other(error)),
        Err(error) => {
            let said = told(&error);
            write_note(path, &note(None, Some(said.clone())))?;
            Ok(Some(Taken::Failed(path.to_owned(), said)))
        }
    }
}

/// An error and what is behind it.
fn told(error: &dyn std::error::Error) -> String {
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

    #[test]
    fn only_lists_are_taken_and_nothing_of_our_own() {
        for list in ["week 40.csv", "a.XLSX", "b.geojson", "liste.txt", "x.csv.csv", "événements.tsv"] {
            assert!(is_list(Path::new(list)), "{list}");
        }
        for other in [
            ".hidden.csv",
            "~$a.xlsx",
            "a.csv.part",
            "a.csv.azalai.json",
            "a.csv.azalai-rejects.csv",
            "a.csv.azalai-rejects.csv.azalai.json",
            "README",
            "a.pdf",
        ] {
            assert!(!is_list(Path::new(other)), "{other}");
        }
    }
}
