//! Files in ZIP and gzip, unpacked into memory and never onto the disk.
//!
//! In: a file as it was given. Out: the bytes of the one list or collection in it, and its name. What an archive
//! says of itself is not believed: bytes are counted as they come, before any is kept. It must not know what the bytes mean.

use super::form;
use super::{PackError, PackLimits};
use flate2::read::MultiGzDecoder;
use std::io::{self, Read, Seek, SeekFrom};
use zip::ZipArchive;

/// A file, unpacked.
#[derive(Debug)]
pub(super) struct Content {
    /// Its name; inside an archive, the entry's, without folders.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";
const GZIP: &[u8] = b"\x1f\x8b";

/// How much of an entry is looked at to see what it is.
const HEAD_BYTES: u64 = 64 * 1024;

/// Endings of files that can be lists or collections.
const ENDINGS: [&str; 6] = ["txt", "tsv", "tab", "csv", "geojson", "json"];

/// Beginnings of names of files that explain others.
const PAPERS: [&str; 6] = ["readme", "license", "licence", "citation", "attribution", "metadata"];

/// Reads a file, unpacked where it is packed.
pub(super) fn open(
    name: &str,
    mut reader: impl Read + Seek,
    limits: &PackLimits,
) -> Result<Content, PackError> {
    let broken = |source| PackError::Io { file: name.to_owned(), source };
    let length = reader.seek(SeekFrom::End(0)).map_err(broken)?;
    if length > limits.max_file_bytes {
        return Err(PackError::TooLarge { file: name.to_owned(), limit: limits.max_file_bytes });
    }
    let tail = tail(&mut reader, length).map_err(broken)?;
    reader.rewind().map_err(broken)?;
    let mut head = [0; 4];
    let read = fill(&mut reader, &mut head).map_err(broken)?;
    reader.rewind().map_err(broken)?;
    let head = &head[..read];
    if head.starts_with(ZIP) || head.starts_with(EMPTY_ZIP) {
        return unzip(name, reader, &tail, limits);
    }
    let unpacked = head.starts_with(GZIP);
    let bytes = if unpacked {
        let length = counted(name, MultiGzDecoder::new(&mut reader), limits)?;
        reader.rewind().map_err(broken)?;
        whole(name, MultiGzDecoder::new(reader), length)?
    } else {
        let length = counted(name, &mut reader, limits)?;
        reader.rewind().map_err(broken)?;
        whole(name, reader, length)?
    };
    let name = if unpacked { without_ending(name, ".gz") } else { name };
    if unpacked {
        refuse_nested(name, &bytes)?;
    }
    Ok(Content { name: name.to_owned(), bytes })
}

/// Where the directory of a ZIP archive ends: 22 bytes, and a comment of up to 65,535.
fn tail(reader: &mut (impl Read + Seek), length: u64) -> io::Result<Vec<u8>> {
    reader.seek(SeekFrom::Start(length.saturating_sub(22 + 65_535)))?;
    let mut tail = Vec::new();
    reader.take(22 + 65_535).read_to_end(&mut tail)?;
    Ok(tail)
}

fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < buffer.len() {
        match reader.read(&mut buffer[read..]) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

/// How many bytes there are, of which none is kept: what would be too much costs time, and no memory.
fn counted(name: &str, reader: impl Read, limits: &PackLimits) -> Result<u64, PackError> {
    let mut within = reader.take(limits.max_bytes.saturating_add(1));
    let length = io::copy(&mut within, &mut io::sink())
        .map_err(|source| PackError::Io { file: name.to_owned(), source })?;
    if length > limits.max_bytes {
        return Err(PackError::TooLarge { file: name.to_owned(), limit: limits.max_bytes });
    }
    Ok(length)
}

/// Bytes that were [`counted`], in memory of just their size.
fn whole(name: &str, reader: impl Read, length: u64) -> Result<Vec<u8>, PackError> {
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    reader
        .take(length)
        .read_to_end(&mut bytes)
        .map_err(|source| PackError::Io { file: name.to_owned(), source })?;
    Ok(bytes)
}

fn refuse_nested(name: &str, bytes: &[u8]) -> Result<(), PackError> {
    let foreign = |what, advice| Err(PackError::Foreign { file: name.to_owned(), what, advice });
    if bytes.starts_with(ZIP) || bytes.starts_with(GZIP) {
        return foreign("an archive in an archive", "unpack it and add what is inside");
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return foreign("a tar archive", "unpack it and add the file that is meant");
    }
    Ok(())
}

/// What ended a directory of a ZIP archive says how many entries there are; the largest that any says.
fn entries_said(tail: &[u8]) -> usize {
    tail.windows(12)
        .filter(|window| window.starts_with(EMPTY_ZIP))
        .map(|window| usize::from(u16::from_le_bytes([window[10], window[11]])))
        .max()
        .unwrap_or(0)
}

fn unzip(
    name: &str,
    reader: impl Read + Seek,
    tail: &[u8],
    limits: &PackLimits,
) -> Result<Content, PackError> {
    let too_many = || PackError::TooMany { file: name.to_owned(), what: "files", limit: limits.max_entries };
    // Before the directory is read: it would be held in memory whole.
    if entries_said(tail) > limits.max_entries {
        return Err(too_many());
    }
    let broken = |source| PackError::Zip { file: name.to_owned(), source };
    let mut archive = ZipArchive::new(reader).map_err(broken)?;
    if archive.len() > limits.max_entries {
        return Err(too_many());
    }
    let mut names = Vec::new();
    for number in 0..archive.len() {
        let entry = archive.by_index_raw(number).map_err(broken)?;
        if entry.is_file() {
            names.push((number, String::from_utf8_lossy(entry.name_raw()).into_owned()));
        }
    }
    let (number, entry_name) = chosen(name, &mut archive, &names)?;
    let length = counted(&entry_name, archive.by_index(number).map_err(broken)?, limits)?;
    let bytes = whole(&entry_name, archive.by_index(number).map_err(broken)?, length)?;
    refuse_nested(&entry_name, &bytes)?;
    Ok(Content { name: entry_name, bytes })
}

/// The entry that is meant: the only one that could be a list or a collection, or the only one that is.
fn chosen(
    name: &str,
    archive: &mut ZipArchive<impl Read + Seek>,
    names: &[(usize, String)],
) -> Result<(usize, String), PackError> {
    let possible: Vec<(usize, &str)> = names
        .iter()
        .map(|(number, path)| (*number, path.as_str()))
        .filter(|(_, path)| could_be_read(path))
        .collect();
    let mut read: Vec<(usize, &str)> = if possible.len() < 2 {
        possible
    } else {
        let mut read = Vec::new();
        for (number, path) in possible {
            let entry = archive
                .by_index(number)
                .map_err(|source| PackError::Zip { file: path.to_owned(), source })?;
            let mut head = Vec::new();
            entry
                .take(HEAD_BYTES)
                .read_to_end(&mut head)
                .map_err(|source| PackError::Io { file: path.to_owned(), source })?;
            if form::is_known(&head) {
                read.push((number, path));
            }
        }
        read
    };
    // geoBoundaries packs a simplified copy beside each collection.
    if read.iter().any(|(_, path)| !is_simplified(path)) {
        read.retain(|(_, path)| !is_simplified(path));
    }
    match read[..] {
        [(number, path)] => Ok((number, base_name(path).to_owned())),
        [] => Err(PackError::NothingInside { file: name.to_owned(), held: held(names) }),
        _ => {
            let names: Vec<&str> = read.iter().take(5).map(|(_, path)| *path).collect();
            Err(PackError::Several { file: name.to_owned(), names: names.join(", ") })
        }
    }
}

fn could_be_read(path: &str) -> bool {
    let base = base_name(path).to_lowercase();
    ENDINGS.contains(&ending(&base).as_str())
        && !base.starts_with('.')
        && !path.starts_with("__MACOSX/")
        && !PAPERS.iter().any(|paper| base.starts_with(paper))
        && !base.contains("metadata")
}

fn is_simplified(path: &str) -> bool {
    path.to_lowercase().contains("simplified")
}

/// What an archive holds that cannot be read, in words.
fn held(names: &[(usize, String)]) -> String {
    let any_ends = |ending: &str| names.iter().any(|(_, path)| self::ending(base_name(path)) == ending);
    if names.iter().any(|(_, path)| path.starts_with("xl/")) {
        return "an Excel workbook; save the sheet as CSV and add that".to_owned();
    }
    if any_ends("shp") {
        return "a shapefile; turn it into GeoJSON (ogr2ogr out.geojson in.shp) and add that".to_owned();
    }
    if any_ends("zip") || any_ends("gz") {
        return "another archive; unpack it and add what is inside".to_owned();
    }
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let mut some: Vec<&str> = names.iter().take(5).map(|(_, path)| path.as_str()).collect();
    if names.len() > some.len() {
        some.push("...");
    }
    some.join(", ")
}

/// The last part of a path, whichever way its slashes lean.
fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What stands after the last dot, in lower case.
fn ending(base: &str) -> String {
    base.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

fn without_ending<'a>(name: &'a str, ending: &str) -> &'a str {
    let at = name.len().saturating_sub(ending.len());
    match (name.get(..at), name.get(at..)) {
        (Some(stem), Some(last)) if last.eq_ignore_ascii_case(ending) => stem,
        _ => name,
    }
}
