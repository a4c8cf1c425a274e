//! Whether a workbook may be unpacked, and whether it is one.
//!
//! In: a ZIP archive. Out: nothing, or why not. It must not know sheets.
//!
//! What an entry says of its size may be a lie: all that will be read is inflated once before, counted and thrown
//! away.

use crate::import::binary::{SAVE_AS_XLSX, Told, UNPACK, told};
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
    let (mut unpacked, mut held_before) = (0_u64, 0_u64);
    let mut chunk = vec![0; 64 * 1024];
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(unreadable)?;
        let name = entry.name().map_err(unreadable)?.into_owned();
        // By what is in it, not by its name: a workbook says itself which of its parts holds the texts.
        let (mut is_held, mut bytes_of_entry, mut held_of_entry) = (None, 0, 0);
        let mut elements = name.starts_with("xl/worksheets/").then(Elements::default);
        loop {
            let length = entry.read(&mut chunk)? as u64;
            if length == 0 {
                break;
            }
            unpacked += length;
            bytes_of_entry += length;
            let part = &chunk[..length as usize];
            // Pictures are never unpacked, and begin otherwise. White space may stand before any markup.
            if is_held.is_none() {
                let first = part.iter().find(|byte| !byte.is_ascii_whitespace());
                is_held = first.map(|first| {
                    matches!(first, b'<' | 0xef | 0xfe | 0xff) && !part.starts_with(b"\xff\xd8\xff")
                });
            }
            let is_text = is_held.unwrap_or(true);
            // A sheet is read cell by cell, unless it is what the sheets share under the name of one.
            let is_streamed = elements.as_mut().is_some_and(|elements| !elements.are_shared(part));
            let held = held_before + if is_text && !is_streamed { bytes_of_entry } else { 0 };
            if unpacked > limits.max_unpacked_bytes {
                return Err(ImportError::UnpacksTooLarge { limit: limits.max_unpacked_bytes });
            }
            if held > limits.max_shared_bytes {
                return Err(ImportError::SharedTooLarge { limit: limits.max_shared_bytes });
            }
            if unpacked > HARMLESS_BYTES && unpacked / limits.max_archive_ratio > bytes {
                return Err(ImportError::ArchiveRatio { limit: limits.max_archive_ratio });
            }
            held_of_entry = held - held_before;
        }
        held_before += held_of_entry;
    }
    Ok(())
}

/// Looks for elements of what sheets share, whatever prefix they have and wherever they stand.
#[derive(Default)]
struct Elements {
    /// The letters of a name so far, behind its prefix; `None` outside of tags.
    name: Option<Vec<u8>>,
    found: bool,
}

impl Elements {
    /// Texts, and formats of cells: what is read into memory whole.
    const SHARED: [&'static [u8]; 4] = [b"sst", b"si", b"styleSheet", b"cellXfs"];
    /// Longer names are none of them.
    const LONGEST: usize = 16;

    /// Whether there were any up to the end of this part.
    fn are_shared(&mut self, part: &[u8]) -> bool {
        for byte in part {
            match (byte, &mut self.name) {
                _ if self.found => break,
                (b'<', _) => self.name = Some(Vec::with_capacity(Self::LONGEST)),
                (b':', Some(name)) => name.clear(),
                (b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n', Some(name)) => {
                    self.found = Self::SHARED.contains(&name.as_slice());
                    self.name = None;
                }
                (letter, Some(name)) if name.len() < Self::LONGEST => name.push(*letter),
                _ => {}
            }
        }
        self.found
    }
}

/// What an archive is that has no workbook in it, and what to do.
fn other_than_workbook(has: impl Fn(&str) -> bool) -> Option<(Told, Told)> {
    if has("xl/workbook.xml") {
        None
    } else if has("xl/workbook.bin") {
        Some((told("a binary Excel workbook (XLSB)", "un classeur Excel binaire (XLSB)"), SAVE_AS_XLSX))
    } else if has("word/document.xml") {
        Some((
            told("a Word document", "un document Word"),
            told(
                "copy its table into a sheet, save that as XLSX and import it",
                "copiez son tableau dans une feuille, enregistrez-la en XLSX et importez-la",
            ),
        ))
    } else if has("content.xml") {
        Some((told("an OpenDocument file (ODS, ODT)", "un fichier OpenDocument (ODS, ODT)"), SAVE_AS_XLSX))
    } else if has("[Content_Types].xml") {
        Some((
            told("an office document without a sheet", "un document bureautique sans feuille"),
            told(
                "a list of events (CSV, XLSX, GeoJSON) is needed",
                "il faut une liste d’événements (CSV, XLSX, GeoJSON)",
            ),
        ))
    } else {
        Some((told("a ZIP archive", "une archive ZIP"), UNPACK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// A workbook whose only sheet is this.
    fn with_sheet(sheet: &[u8]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in [("xl/workbook.xml", &b"<workbook/>"[..]), ("xl/worksheets/sheet1.xml", sheet)] {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn check_sheet(sheet: &str) -> Result<(), ImportError> {
        let archive = with_sheet(sheet.as_bytes());
        let limits = Limits { max_shared_bytes: 200_000, ..Limits::default() };
        check(&mut Cursor::new(&archive), archive.len() as u64, &limits)
    }

    #[test]
    fn texts_under_the_name_of_a_sheet_count_as_texts_wherever_they_begin() {
        let cells = "<c><v>1</v></c>".repeat(20_000);
        assert!(check_sheet(&format!("<worksheet><sheetData>{cells}</sheetData></worksheet>")).is_ok());
        let text = "<c t=\"inlineStr\"><is><t>a :sst of words</t></is></c>".repeat(6_000);
        assert!(check_sheet(&format!("<worksheet>{text}</worksheet>")).is_ok(), "words are no elements");
        for shared in
            ["<sst>", "<x:sst >", "<worksheet><si/>", "<a-very-long-prefix-of-a-name:si>", "<styleSheet\n>"]
        {
            // Behind so much that the beginning does not show it, and across the end of a part.
            for padding in [0, 64 * 1024 - 2, 100_000] {
                let sheet = format!("<!--{}-->{shared}{cells}", " ".repeat(padding));
                let refused = check_sheet(&sheet);
                assert!(matches!(refused, Err(ImportError::SharedTooLarge { .. })), "{shared} {padding}");
            }
        }
    }
}
