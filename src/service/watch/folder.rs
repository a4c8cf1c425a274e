//! Which files of a folder are lists.
//!
//! In: a folder, and what in it is none whatever its name. Out: the lists with what changes when they do. It must not know what
//! becomes of them.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A folder with more lists is no drop folder; others are not seen.
pub(super) const MAX_LISTS: usize = 10_000;
/// A list has one of these endings; anything else in the folder is somebody's own.
const ENDINGS: [&str; 8] = ["csv", "tsv", "txt", "xlsx", "geojson", "json", "ndjson", "gpkg"];
/// The ending of a report.
pub(super) const REPORT: &str = ".azalai.json";
/// The ending of the rows that were rejected.
pub(super) const REJECTS: &str = ".azalai-rejects.csv";

/// What changes when somebody writes to a file.
pub(super) type Stamp = (u64, SystemTime);

/// The lists of a folder.
pub(super) struct Lists {
    pub(super) lists: HashMap<PathBuf, Stamp>,
    /// Whether there are more.
    pub(super) more: bool,
}

/// The lists in a folder, not in the folders below it, but for those that are something else.
pub(super) fn lists(folder: &Path, is_other: impl Fn(&Path) -> bool) -> io::Result<Lists> {
    let mut lists = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !is_list(&path) {
            continue;
        }
        // A link may lead out of the folder: only what lies in it is taken. What is gone by now is none either.
        let Ok(found) = fs::symlink_metadata(&path) else { continue };
        if !found.is_file() || is_other(&path) {
            continue;
        }
        if lists.len() == MAX_LISTS {
            return Ok(Lists { lists, more: true });
        }
        lists.insert(path, (found.len(), found.modified()?));
    }
    Ok(Lists { lists, more: false })
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

    #[test]
    fn reports_take_no_room_from_lists() {
        let folder = tempfile::tempdir().unwrap();
        let found = |name: &str| lists(folder.path(), |path| path.ends_with(name)).unwrap();
        for number in 0..MAX_LISTS {
            fs::write(folder.path().join(format!("{number}.csv{REPORT}")), "").unwrap();
        }
        fs::write(folder.path().join("new.csv"), "").unwrap();
        assert_eq!((found("none").lists.len(), found("none").more), (1, false));
        assert!(found("new.csv").lists.is_empty(), "what is something else is none");
        for number in 0..MAX_LISTS {
            fs::write(folder.path().join(format!("{number}.csv")), "").unwrap();
        }
        assert_eq!((found("none").lists.len(), found("none").more), (MAX_LISTS, true), "and that is told");
    }
}
