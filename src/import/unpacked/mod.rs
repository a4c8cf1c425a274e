//! Lists that are no delimited text, laid out as records in a file of their own.
//!
//! In: a workbook, `GeoJSON` or a GeoPackage. Out: [`Unpacked`], whose records are read as those of a text are. It
//! must not know what columns mean, only whether a row names some.
//!
//! Laying records out costs a copy of the list on disk. It is what lets the survey and the rows read them twice, one
//! at a time: neither a sheet nor a document can be read from its middle, and none is held in memory.

mod archive;
mod geometry;
mod json;
mod layer;
mod meter;
mod number;
mod sheet;
mod spool;

use super::detected::Container;
use super::error::ImportError;
use super::options::Options;
use super::purpose::Purpose;
use crate::event::Reason;
use std::io::{Read, Seek, SeekFrom};

pub(super) use spool::{SpoolReader, Spooled};

/// A list laid out as records.
#[derive(Debug)]
pub(super) struct Unpacked {
    pub(super) container: Container,
    /// The sheet or layer that was read.
    pub(super) sheet: Option<String>,
    /// All there are.
    pub(super) sheets: Vec<String>,
    /// Size of the file.
    pub(super) bytes: u64,
    /// Whether the columns have names without a row that says them: then the first record, on line 0, has them.
    pub(super) names_columns: bool,
    /// What a person should know of the list as a whole.
    pub(super) notes: Vec<Reason>,
    pub(super) records: Spooled,
}

/// How much of a file tells what it is.
const HEAD_BYTES: usize = 512;

/// Lays a list out, if it is no text; `None` when it is text, or nothing that is known here.
pub(super) fn unpack<R: Read + Seek>(
    reader: &mut R,
    options: &Options,
    purpose: Purpose,
) -> Result<Option<Unpacked>, ImportError> {
    reader.seek(SeekFrom::Start(0))?;
    let mut head = Vec::with_capacity(HEAD_BYTES);
    reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    let bytes = reader.seek(SeekFrom::End(0))?;
    reader.seek(SeekFrom::Start(0))?;
    let unpack: fn(&mut R, &Options, Purpose, u64) -> Result<Unpacked, ImportError> =
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            sheet::unpack
        } else if head.starts_with(b"SQLite format 3\0") {
            layer::unpack
        } else if json::announces_itself(&head) {
            json::unpack
        } else {
            return Ok(None);
        };
    if bytes > options.limits.max_bytes {
        return Err(ImportError::TooLarge { limit: options.limits.max_bytes });
    }
    unpack(reader, options, purpose, bytes).map(Some)
}

/// What is said of a sheet or layer that was chosen among several.
fn chosen(what: &str, quoi: &str, name: &str, all: &[String]) -> Reason {
    let others: Vec<&str> = all.iter().map(String::as_str).filter(|other| *other != name).collect();
    let others = others.join(", ");
    Reason::new(
        format!("the {what} \"{name}\" is read; others are {others}"),
        format!("la {quoi} «\u{a0}{name}\u{a0}» est lue\u{202f}; les autres sont {others}"),
    )
}

/// The sheet or layer to read: the one that was asked for, else the one whose header is understood best.
fn choose(
    asked: Option<&str>,
    names: &[String],
    best: impl FnOnce() -> Result<Option<String>, ImportError>,
) -> Result<String, ImportError> {
    match asked {
        Some(asked) => names
            .iter()
            .find(|name| *name == asked)
            .or_else(|| names.iter().find(|name| name.trim().eq_ignore_ascii_case(asked.trim())))
            .cloned()
            .ok_or_else(|| ImportError::NoSheet {
                sheet: asked.chars().take(60).collect(),
                found: names.join(", "),
            }),
        None => best()?.ok_or(ImportError::Empty),
    }
}
