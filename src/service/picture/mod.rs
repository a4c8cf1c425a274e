//! The picture of the events' collections beside the store: a start reads it instead of every event.
//!
//! In: a store. Out: its collections as they were after a change, or nothing. It is a cache: whatever is odd about it is
//! said in the log, it is left alone, and the events are read from the store. It must not know HTTP.
//!
//! `azalai.gpkg-index` begins with `AZIX`, the length and the CRC-32 of its head, and the head; then come the collections
//! as [`crate::index`] writes them. The head binds it to the store, to a change in its log and to the very program that
//! wrote it: whatever changes in how features are made, nobody has to remember to raise a number.

mod file;
mod keep;
#[cfg(test)]
mod tests;

pub(super) use keep::{Keeper, Rule};

use super::Layer;
use super::checksum::hashed;
use super::whole::beside;
use crate::index::{Collection, PictureError};
use crate::store::{EventStore, Mark, StoreError};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;
use thiserror::Error;

/// What the picture of a store is called beside it, as SQLite calls its own `-wal` and `-shm`.
const ENDING: &str = "-index";
const MAGIC: [u8; 4] = *b"AZIX";
/// A head has some hundred bytes.
const MAX_HEAD: u32 = 1 << 16;
/// With more changes since than one of so many events, reading the events is faster than following the log.
const TOO_OLD: u64 = 4;
const BUFFER: usize = 1 << 20;

/// The collections of events, up to a change.
pub(super) struct Shown {
    pub(super) located: Collection,
    pub(super) unlocated: Collection,
    pub(super) sequence: u64,
    /// What others had written then, as the store's mark has it; `None` when the store cannot say.
    pub(super) others: Option<Vec<u8>>,
}

/// What a picture is of.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// SHA-256 of the program that wrote it.
    program: [u8; 32],
    mark: Mark,
    sequence: u64,
    events: u64,
}

/// Why a picture is not used, or not written.
#[derive(Debug, Error)]
enum Odd {
    #[error("it cannot be read or written: {0}")]
    Io(#[from] io::Error),
    #[error("it begins like no picture")]
    NoPicture,
    #[error("its first bytes are not those that were written")]
    Head,
    #[error("another version of the program wrote it")]
    Program,
    #[error("the store is another one, or was changed by something else than azalai")]
    Store,
    #[error("{0} changes were made since")]
    Old(u64),
    #[cfg_attr(not(unix), expect(dead_code, reason = "other systems have other permissions"))]
    #[error("somebody may have written it who may not write the store")]
    Permissions,
    #[error("another process is writing one")]
    Busy,
    #[error("there are bytes behind its end")]
    Longer,
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    Events(#[from] StoreError),
}

/// Where the picture of a store is; `None` when the store lies in no file.
fn path_of(store: &dyn EventStore) -> Option<PathBuf> {
    store.file().map(|file| beside(file, ENDING))
}

/// The collections that the picture of a store shows, if there is one and it is of this store.
pub(super) fn load(store: &dyn EventStore) -> Option<Shown> {
    let (start, path) = (Instant::now(), path_of(store)?);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::info!(path = %path.display(), %error, "the picture of the index is not used: the events are read");
            return None;
        }
    };
    match read(store, &file) {
        Ok(shown) => {
            let (events, sequence) = (shown.located.len() + shown.unlocated.len(), shown.sequence);
            tracing::info!(path = %path.display(), events, sequence, took = ?start.elapsed(), "the picture of the index is read");
            Some(shown)
        }
        Err(why) => {
            tracing::info!(path = %path.display(), %why, "the picture of the index is not used: the events are read");
            None
        }
    }
}

fn read(store: &dyn EventStore, file: &File) -> Result<Shown, Odd> {
    if !store.file().is_some_and(|store| file::is_as_safe_as(file, store)) {
        return Err(Odd::Permissions);
    }
    let mut input = BufReader::with_capacity(BUFFER, file);
    let Head { program: by, mark, sequence, events } = read_head(&mut input)?;
    if by != program()? {
        return Err(Odd::Program);
    }
    if store.mark_at(sequence)?.as_ref() != Some(&mark) {
        return Err(Odd::Store);
    }
    let changes = store.sequence()?.saturating_sub(sequence);
    if changes > events / TOO_OLD {
        return Err(Odd::Old(changes));
    }
    let located = Collection::from_picture(Layer::Events.attributes(), &mut input)?;
    let unlocated = Collection::from_picture(Layer::Unlocated.attributes(), &mut input)?;
    if input.read(&mut [0])? > 0 {
        return Err(Odd::Longer);
    }
    Ok(Shown { located, unlocated, sequence, others: Some(mark.others) })
}

fn read_head(input: &mut impl Read) -> Result<Head, Odd> {
    let mut word = || {
        let mut word = [0; 4];
        input.read_exact(&mut word).map(|()| word)
    };
    if word()? != MAGIC {
        return Err(Odd::NoPicture);
    }
    let (length, check) = (u32::from_le_bytes(word()?), u32::from_le_bytes(word()?));
    if length > MAX_HEAD {
        return Err(Odd::Head);
    }
    let mut head = vec![0; length as usize];
    input.read_exact(&mut head)?;
    if crc32fast::hash(&head) != check {
        return Err(Odd::Head);
    }
    postcard::from_bytes(&head).map_err(|_| Odd::Head)
}

fn write_head(head: &Head, out: &mut dyn Write) -> Result<(), Odd> {
    let head = postcard::to_extend(head, Vec::new()).map_err(PictureError::Form)?;
    let (length, check) = (head.len() as u32, crc32fast::hash(&head));
    for part in [&MAGIC, &length.to_le_bytes(), &check.to_le_bytes(), &*head] {
        out.write_all(part)?;
    }
    Ok(())
}

/// SHA-256 of this program; reading it takes some ten milliseconds, once.
fn program() -> io::Result<[u8; 32]> {
    static PROGRAM: OnceLock<[u8; 32]> = OnceLock::new();
    if let Some(program) = PROGRAM.get() {
        return Ok(*program);
    }
    // On Linux this is the program that runs, also when another one was put in its place meanwhile.
    let own = Path::new("/proc/self/exe");
    let mut file = File::open(own).or_else(|_| File::open(std::env::current_exe()?))?;
    let (hash, _) = hashed(&mut file)?;
    Ok(*PROGRAM.get_or_init(|| sha2::Digest::finalize(hash).into()))
}
