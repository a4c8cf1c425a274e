//! Whether a workbook may be unpacked, and whether it is one.
//!
//! In: a ZIP archive. Out: nothing, or why not. It must not know sheets.
//!
//! What an entry says of its size may be a lie: all that will be read is inflated once before, counted and thrown
//! away.

use crate::import::error::ImportError;
use crate::import::options::Limits;
use std::io::{Read, Seek};
use zip::ZipArchive;

/// Entries of an archive: a workbook has some dozens, one with pictures some thousands.
const MAX_ENTRIES: usize = 20_000;
/// An archive that unpacks to no more than this does no harm, however much it is packed.
const HARMLESS_BYTES: u64 = 32 << 20;

/// Refuses an archive that is no workbook, and one that unpacks to more than is allowed.
pub(super) fn check<R: Read + Seek>(reader: &mut R, bytes: u64, limits: &Limits) -> Result<(), ImportError> {
    let unreadable = |source| ImportError::Archive { source };
    let mut archive = ZipArchive::new(reader).map_err(unreadable)?;
    if archive.len() > MAX_ENTRIES {
        return Err(ImportError::ArchiveEntries { limit: MAX_ENTRIES });
    }
    if let Some((what, advice)) = other_than_workbook(|name| archive.index_for_name(name).is_some()) {
        return Err(ImportError::Binary { what, advice });
    }
    let (mut unpacked, mut held) = (0_u64, 0_u64);
    let mut chunk = vec![0; 64 * 1024];
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(unreadable)?;
        let name = entry.name().map_err(unreadable)?.into_owned();
        // By what is in it, not by its name alone: a workbook says itself which of its parts holds the texts.
        let mut is_held = None;
        loop {
            let length = entry.read(&mut chunk)? as u64;
            if length == 0 {
                break;
            }
            unpacked += length;
            let is_held = *is_held.get_or_insert_with(|| {
                let first = &chunk[..length as usize];
                let is_sheet =
                    name.starts_with("xl/worksheets/") && !first.windows(4).any(|four| four == b"<sst");
                // Pictures are never unpacked, and begin otherwise.
                matches!(first[0], b'<' | 0xef | 0xfe | 0xff)
                    && !is_sheet
                    && !first.starts_with(b"\xff\xd8\xff")
            });
            if is_held {
                held += length;
            }
            if unpacked > limits.max_unpacked_bytes {
                return Err(ImportError::UnpacksTooLarge { limit: limits.max_unpacked_bytes });
            }
            if held > limits.max_shared_bytes {
                return Err(ImportError::SharedTooLarge { limit: limits.max_shared_bytes });
            }
            if unpacked > HARMLESS_BYTES && unpacked / limits.max_archive_ratio > bytes {
                return Err(ImportError::ArchiveRatio { limit: limits.max_archive_ratio });
            }
        }
    }
    Ok(())
}

/// What an archive is that has no workbook in it, and what to do.
fn other_than_workbook(has: impl Fn(&str) -> bool) -> Option<(&'static str, &'static str)> {
    const SAVE: &str = "open it, save it as XLSX or as \"CSV UTF-8\", and import that file";
    if has("xl/workbook.xml") {
        None
    } else if has("xl/workbook.bin") {
        Some(("a binary Excel workbook (XLSB)", SAVE))
    } else if has("word/document.xml") {
        Some(("a Word document", "copy its table into a sheet, save that as XLSX and import it"))
    } else if has("content.xml") {
        Some(("an OpenDocument file (ODS, ODT)", SAVE))
    } else if has("[Content_Types].xml") {
        Some(("an office document without a sheet", "a list of events (CSV, XLSX, GeoJSON) is needed"))
    } else {
        Some(("a ZIP archive", "unpack it and import the list inside"))
    }
}
