//! What kind of file it is, told by its beginning.
//!
//! In: the first bytes of a file. Out: which reader it is for, or what it is instead. File names are not asked:
//! people rename files. It must not know how the rest is read.

use super::{PackError, geonames, gns, lines, table, text};

/// Which reader a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Geonames,
    Gns,
    Table,
    Geojson,
}

/// How many lines decide.
const LINES: usize = 50;
/// How much of the file they may be.
const HEAD_BYTES: usize = 256 * 1024;

const CONVERT: &str = "turn it into GeoJSON (ogr2ogr out.geojson in) and add that";
const NOT_HERE: &str = "a list of places (GeoNames, GNS, CSV) or GeoJSON of units or points is needed";

/// First bytes, what they mean, what to do.
const SIGNATURES: [(&[u8], &str, &str); 11] = [
    (b"SQLite format 3\0", "a SQLite database or GeoPackage", CONVERT),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (XLS)", "save the sheet as CSV and add that"),
    (b"\x00\x00\x27\x0a", "a shapefile", CONVERT),
    (b"fgb\x03", "a FlatGeobuf", CONVERT),
    (b"PAR1", "a Parquet table", CONVERT),
    (b"%PDF-", "a PDF document", NOT_HERE),
    (b"BZh", "a bzip2 archive", "unpack it and add what is inside"),
    (b"\xfd7zXZ\0", "an xz archive", "unpack it and add what is inside"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it and add what is inside"),
    (b"Rar!", "a RAR archive", "unpack it and add what is inside"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it and add what is inside"),
];

/// Beginnings of texts that are something else.
const TEXTS: [(&str, &str, &str); 5] = [
    (
        "version https://git-lfs",
        "a pointer of Git LFS, not the file itself",
        "download the file it points to",
    ),
    ("<!doctype html", "a web page", "it may be a login or error page saved in place of the file"),
    ("<html", "a web page", "it may be a login or error page saved in place of the file"),
    ("<", "an XML document (KML, GPX, GML)", CONVERT),
    ("[", "JSON, but no GeoJSON", NOT_HERE),
];

/// The reader for a file.
pub(super) fn of(file: &str, bytes: &[u8]) -> Result<Form, PackError> {
    let foreign = |what, advice| PackError::Foreign { file: file.to_owned(), what, advice };
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    if let Some((_, what, advice)) = SIGNATURES.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(foreign(what, advice));
    }
    let decoded = text::decode(head).bytes;
    let start = decoded.trim_ascii_start();
    if start.is_empty() {
        return Err(foreign("empty", NOT_HERE));
    }
    if start.starts_with(b"{") {
        return Ok(Form::Geojson);
    }
    let opening = String::from_utf8_lossy(start.get(..100).unwrap_or(start)).to_lowercase();
    if let Some((_, what, advice)) = TEXTS.iter().find(|(words, ..)| opening.starts_with(words)) {
        return Err(foreign(what, advice));
    }
    if is_binary(&decoded) {
        return Err(foreign("binary data", NOT_HERE));
    }
    let first: Vec<&str> =
        lines::lines(&decoded).take(LINES).filter_map(|(_, line)| std::str::from_utf8(line).ok()).collect();
    if first.first().is_some_and(|line| gns::is_header(line)) {
        return Ok(Form::Gns);
    }
    let dumped =
        first.iter().filter(|line| geonames::Row::split(line).is_ok_and(|row| row.is_likely())).count();
    if dumped > 0 && dumped * 2 >= first.len() {
        return Ok(Form::Geonames);
    }
    let alternate = first.iter().filter(|line| is_alternate_name(line)).count();
    if alternate * 2 > first.len() {
        return Err(foreign(
            "a table of alternate names of GeoNames, which has no coordinates",
            "add the country's own file (such as ML.zip), which has the same names",
        ));
    }
    table::header(file, &decoded).map(|_| Form::Table)
}

/// Whether more than a quarter of the lines hold NUL bytes. Where few do, these lines are broken and the rest is read.
fn is_binary(text: &[u8]) -> bool {
    let (mut all, mut broken) = (0, 0);
    for (_, line) in lines::lines(text) {
        all += 1;
        broken += usize::from(line.contains(&0));
    }
    broken * 4 > all
}

/// Whether the beginning of a file is one that can be read.
pub(super) fn is_known(head: &[u8]) -> bool {
    of("", head).is_ok()
}

/// A row of `alternateNamesV2.txt`: two ids, a language or nothing, a name.
fn is_alternate_name(line: &str) -> bool {
    let cells: Vec<&str> = line.split('\t').collect();
    let is_id = |cell: &&str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    (4..=10).contains(&cells.len()) && cells.iter().take(2).all(is_id) && !is_id(&cells[3])
}
