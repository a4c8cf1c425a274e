//! Files that are no text, told by their first bytes.
//!
//! In: the first bytes of a file. Out: the error that says what it seems to be and what to do. It must not
//! know encodings.

use super::ImportError;

/// Words of this program in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// In English.
    pub en: &'static str,
    /// In French.
    pub fr: &'static str,
}

/// The words in both languages.
pub(super) const fn told(en: &'static str, fr: &'static str) -> Told {
    Told { en, fr }
}

/// First bytes, what they mean, what to do.
const SIGNATURES: [(&[u8], Told, Told); 22] = [
    (
        b"PK\x03\x04",
        told(
            "an Excel workbook (XLSX), another office document or a ZIP archive",
            "un classeur Excel (XLSX), un autre document bureautique ou une archive ZIP",
        ),
        SAVE_AS_CSV,
    ),
    (b"PK\x05\x06", told("an empty ZIP archive", "une archive ZIP vide"), UNPACK),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        told("an old Excel workbook (XLS)", "un ancien classeur Excel (XLS)"),
        SAVE_AS_CSV,
    ),
    (b"\x1f\x8b", told("a gzip archive", "une archive gzip"), UNPACK),
    (b"BZh", told("a bzip2 archive", "une archive bzip2"), UNPACK),
    (b"\xfd7zXZ\0", told("an xz archive", "une archive xz"), UNPACK),
    (b"\x28\xb5\x2f\xfd", told("a zstd archive", "une archive zstd"), UNPACK),
    (b"7z\xbc\xaf\x27\x1c", told("a 7z archive", "une archive 7z"), UNPACK),
    (b"Rar!\x1a\x07", told("a RAR archive", "une archive RAR"), UNPACK),
    (
        b"%PDF-",
        told("a PDF document", "un document PDF"),
        told(
            "a list is needed; export it as CSV where the document was made",
            "exportez la liste en CSV depuis son logiciel d’origine",
        ),
    ),
    (b"\x89PNG\r\n\x1a\n", told("a PNG picture", "une image PNG"), NOT_A_LIST),
    (b"\xff\xd8\xff", told("a JPEG picture", "une image JPEG"), NOT_A_LIST),
    (b"GIF87a", told("a GIF picture", "une image GIF"), NOT_A_LIST),
    (b"GIF89a", told("a GIF picture", "une image GIF"), NOT_A_LIST),
    (b"II*\0", told("a TIFF picture", "une image TIFF"), NOT_A_LIST),
    (b"MM\0*", told("a TIFF picture", "une image TIFF"), NOT_A_LIST),
    (
        b"SQLite format 3\0",
        told("a SQLite database or GeoPackage", "une base SQLite ou un GeoPackage"),
        TABLE_AS_CSV,
    ),
    (b"PAR1", told("a Parquet table", "une table Parquet"), TABLE_AS_CSV),
    (b"{\\rtf", told("a document (RTF)", "un document (RTF)"), SAVE_AS_CSV),
    (b"\x7fELF", told("a program", "un programme"), NOT_A_LIST),
    (b"\x00\x00\xfe\xff", told("text in UTF-32", "du texte en UTF-32"), SAVE_AS_UTF8),
    (b"\xff\xfe\x00\x00", told("text in UTF-32", "du texte en UTF-32"), SAVE_AS_UTF8),
];

const SAVE_AS_CSV: Told = told(
    "open it, save the sheet as \"CSV UTF-8\" and import that file",
    "ouvrez-le, enregistrez la feuille en «\u{a0}CSV UTF-8\u{a0}» et importez ce fichier",
);
const SAVE_AS_UTF8: Told = told(
    "save it as \"CSV UTF-8\" and import that file",
    "enregistrez-le en «\u{a0}CSV UTF-8\u{a0}» et importez ce fichier",
);
pub(super) const SAVE_AS_XLSX: Told = told(
    "open it, save it as XLSX or as \"CSV UTF-8\", and import that file",
    "ouvrez-le, enregistrez-le en XLSX ou en «\u{a0}CSV UTF-8\u{a0}» et importez ce fichier",
);
pub(super) const TABLE_AS_CSV: Told =
    told("export the table as CSV and import that", "exportez la table en CSV et importez-la");
const EXPORT_AS_CSV: Told = told("export it as CSV and import that", "exportez-le en CSV et importez-le");
pub(super) const UNPACK: Told =
    told("unpack it and import the list inside", "décompressez-la et importez la liste qu’elle contient");
const NOT_A_LIST: Told = told(
    "a list of events is needed (CSV, XLSX, GeoJSON or GeoPackage)",
    "il faut une liste d’événements (CSV, XLSX, GeoJSON ou GeoPackage)",
);

/// Texts that are no lists.
const MARKUP: [(&str, Told, Told); 4] = [
    ("<!doctype html", WEB_PAGE, LOGIN_PAGE),
    ("<html", WEB_PAGE, LOGIN_PAGE),
    ("<?xml", told("an XML document", "un document XML"), EXPORT_AS_CSV),
    ("{\"", told("a JSON document", "un document JSON"), EXPORT_AS_CSV),
];

const WEB_PAGE: Told = told("a web page", "une page web");
const LOGIN_PAGE: Told = told(
    "it may be a login page that was saved in place of the list",
    "c’est peut-être une page de connexion enregistrée à la place de la liste",
);

/// How far to look for NUL bytes. Git and grep look as far.
const NUL_WITHIN: usize = 8_000;
/// Text may hold a NUL here and there, which a program left in a cell. In records of a fixed width, such as those of a
/// database or a program, they stand together.
const NULS_TOGETHER: usize = 8;
/// Of bytes without any order one in ten is of a kind that text hardly has.
const ONE_UNPRINTABLE_IN: usize = 20;

/// Refuses what announces itself as something else than text.
pub(super) fn refuse_signatures(head: &[u8]) -> Result<(), ImportError> {
    if let Some((_, what, advice)) = SIGNATURES.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(ImportError::Binary { what: *what, advice: *advice });
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
        Some((_, what, advice)) => Err(ImportError::Binary { what: *what, advice: *advice }),
        None => Ok(()),
    }
}

/// Refuses bytes that are no text in any encoding of one byte or in UTF-8. A cell with a NUL byte in it is no reason to refuse
/// the others.
pub(super) fn refuse_nul(head: &[u8]) -> Result<(), ImportError> {
    let head = &head[..head.len().min(NUL_WITHIN)];
    if !head.contains(&0) {
        return Ok(());
    }
    let is_unprintable = |byte: &&u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let are_together = head.windows(NULS_TOGETHER).any(|bytes| bytes.iter().all(|byte| *byte == 0));
    if are_together || head.iter().filter(is_unprintable).count() * ONE_UNPRINTABLE_IN > head.len() {
        return Err(ImportError::Binary {
            what: told("binary data (it holds NUL bytes)", "des données binaires (avec des octets nuls)"),
            advice: NOT_A_LIST,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_in_a_cell_is_no_binary_file_and_a_table_of_fixed_width_is() {
        let rows = "2023-10-01,Gao,attack\n".repeat(20);
        for text in ["date,place,type\n2023-10-01,Ga\0o,a\0\0\n", "date,place,ty\0pe\n"] {
            assert!(refuse_nul(format!("{text}{rows}").as_bytes()).is_ok(), "{text:?}");
        }
        let bytes: Vec<u8> = (0..4_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert!(bytes.contains(&0) && refuse_nul(&bytes).is_err());
        // dBase: the name of a column in 11 bytes, filled up with zeros.
        let dbase = format!("\x03\x7c\x01\x01{}PLACE\0\0\0\0\0\0\0\0\0{rows}", "a".repeat(28));
        assert!(refuse_nul(dbase.as_bytes()).is_err());
        assert!(refuse_nul(b"date\0\0\0,p\0").is_err(), "as many zeros as letters");
    }
}
