//! Files that are no text, told by their first bytes.
//!
//! In: the first bytes of a file. Out: the error that says what it seems to be and what to do. It must not
//! know encodings.

use super::ImportError;

/// First bytes, what they mean, what to do.
pub(super) const SIGNATURES: [(&[u8], &str, &str); 22] = [
    (b"PK\x03\x04", "an Excel workbook (XLSX), another office document or a ZIP archive", SAVE_AS_CSV),
    (b"PK\x05\x06", "an empty ZIP archive", UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (XLS)", SAVE_AS_CSV),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"%PDF-", "a PDF document", "a list is needed; export it as CSV where the document was made"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", NOT_A_LIST),
    (b"\xff\xd8\xff", "a JPEG picture", NOT_A_LIST),
    (b"GIF87a", "a GIF picture", NOT_A_LIST),
    (b"GIF89a", "a GIF picture", NOT_A_LIST),
    (b"II*\0", "a TIFF picture", NOT_A_LIST),
    (b"MM\0*", "a TIFF picture", NOT_A_LIST),
    (b"SQLite format 3\0", "a SQLite database or GeoPackage", "export the table as CSV and import that"),
    (b"PAR1", "a Parquet table", "export the table as CSV and import that"),
    (b"{\\rtf", "a document (RTF)", SAVE_AS_CSV),
    (b"\x7fELF", "a program", NOT_A_LIST),
    (b"\x00\x00\xfe\xff", "text in UTF-32", SAVE_AS_UTF8),
    (b"\xff\xfe\x00\x00", "text in UTF-32", SAVE_AS_UTF8),
];

const SAVE_AS_CSV: &str = "open it, save the sheet as \"CSV UTF-8\" and import that file";
const SAVE_AS_UTF8: &str = "save it as \"CSV UTF-8\" and import that file";
const UNPACK: &str = "unpack it and import the list inside";
const NOT_A_LIST: &str = "a list of events is needed (CSV, XLSX, GeoJSON or GeoPackage)";

/// Texts that are no lists.
pub(super) const MARKUP: [(&str, &str, &str); 4] = [
    ("<!doctype html", "a web page", "it may be a login page that was saved in place of the list"),
    ("<html", "a web page", "it may be a login page that was saved in place of the list"),
    ("<?xml", "an XML document", "export it as CSV and import that"),
    ("{\"", "a JSON document", "export it as CSV and import that"),
];

/// How far to look for NUL bytes, which text has nowhere. Git and grep look as far.
const NUL_WITHIN: usize = 8_000;

/// Refuses what announces itself as something else than text.
pub(super) fn refuse_signatures(head: &[u8]) -> Result<(), ImportError> {
    if let Some((_, what, advice)) = SIGNATURES.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(ImportError::Binary { what, advice });
    }
    let start: String =
        String::from_utf8_lossy(&head[..head.len().min(200)]).trim_start_matches('\u{feff}').to_lowercase();
    // Without spaces between: `{ "type"`.
    let start: String = if start.trim_start().starts_with('{') {
        start.split_whitespace().collect()
    } else {
        start.trim_start().to_owned()
    };
    match MARKUP.iter().find(|(words, ..)| start.starts_with(words)) {
        Some((_, what, advice)) => Err(ImportError::Binary { what, advice }),
        None => Ok(()),
    }
}

/// Refuses bytes that are no text in any encoding of one byte or in UTF-8.
pub(super) fn refuse_nul(head: &[u8]) -> Result<(), ImportError> {
    if head[..head.len().min(NUL_WITHIN)].contains(&0) {
        return Err(ImportError::Binary { what: "binary data (it holds NUL bytes)", advice: NOT_A_LIST });
    }
    Ok(())
}
