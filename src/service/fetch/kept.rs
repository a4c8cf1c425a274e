//! What is kept beside a download: from where it is, and its checksum.
//!
//! In: the path of a file. Out: notes beside it. `X.part` is what came of X so far, `X.part.json` from where and of
//! which version; X has `X.source.json` and `X.sha256`, the latter as `sha256sum -c` reads it. It must not know
//! HTTP.

use super::FetchError;
use crate::service::whole;
pub(super) use crate::service::whole::beside;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;

/// From where a file is, and which version of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Origin {
    pub(super) url: String,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    /// Of the whole file; none while it is coming.
    pub(super) sha256: Option<String>,
}

impl Origin {
    /// What `If-Range` takes: a strong entity tag, else a date. With neither, nothing can be continued.
    pub(super) fn validator(&self) -> Option<&str> {
        let strong = self.etag.as_deref().filter(|etag| !etag.starts_with("W/"));
        strong.or(self.last_modified.as_deref())
    }

    /// What stands beside a file, if it is of this address.
    pub(super) fn read(path: &Path, url: &str) -> Option<Self> {
        let origin: Self = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        (origin.url == url).then_some(origin)
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), FetchError> {
        let text = serde_json::to_vec_pretty(self).map_err(io::Error::from);
        text.and_then(|text| whole::write(path, &text)).map_err(|source| cannot(path, source))
    }
}

pub(super) fn cannot(path: &Path, source: io::Error) -> FetchError {
    FetchError::File { path: path.to_owned(), source }
}

/// Removes a file and everything that is kept beside it; what is not there is gone already.
pub(super) fn forget(path: &Path) {
    for ending in ["", ".part", ".part.json", ".source.json", ".sha256"] {
        let _ = fs::remove_file(beside(path, ending));
    }
}

/// Writes the checksum as `sha256sum -c` reads it.
pub(super) fn write_checksum(path: &Path, sha256: &str) -> Result<(), FetchError> {
    let beside = beside(path, ".sha256");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    whole::write(&beside, format!("{sha256}  {name}\n").as_bytes()).map_err(|source| cannot(&beside, source))
}
