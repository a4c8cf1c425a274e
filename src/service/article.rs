//! Texts from files, and lexicons of users.
//!
//! In: bytes and paths. Out: texts and lexicons. It must not know what is read out of a text.

use crate::article::{Lexicon, LexiconError};
use crate::import::decoded;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// Bytes of a lexicon at most.
const MAX_LEXICON_BYTES: u64 = 4 << 20;

/// Why a user's lexicon cannot be used.
#[derive(Debug, Error)]
pub enum LexiconFileError {
    /// It cannot be read.
    #[error("cannot read the lexicon '{}'", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is too long.
    #[error("the lexicon '{}' has more than {MAX_LEXICON_BYTES} bytes", path.display())]
    TooLong {
        /// Where.
        path: PathBuf,
    },
    /// It is no lexicon.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
}

/// The lexicon in the binary, with a user's file over it.
pub fn lexicon_at(path: Option<&Path>) -> Result<Arc<Lexicon>, LexiconFileError> {
    let Some(path) = path else { return Ok(Lexicon::embedded()) };
    let io = |source| LexiconFileError::Io { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(io)?.take(MAX_LEXICON_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MAX_LEXICON_BYTES {
        return Err(LexiconFileError::TooLong { path: path.to_owned() });
    }
    Ok(Lexicon::with(&path.display().to_string(), &decoded(&bytes))?)
}
