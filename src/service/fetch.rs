//! Fetching what a country's gazetteer is made of, when the operator has a network and asks for it.
//!
//! In: addresses and a folder. Out: files, whole and read once as packs, ready to be added to a store. It is the
//! only part of the program that asks the network for anything. It must not know the store.

mod boundaries;
mod download;
mod error;
mod kept;
mod part;
mod web;

pub use download::Outcome;
pub use error::FetchError;

use crate::gazetteer::{Level, PackReport, PackWishes, read_pack};
use download::Order;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use web::Web;

/// Where GeoNames keeps its country files.
pub const GEONAMES_URL: &str = "https://download.geonames.org/export/dump";
/// Where geoBoundaries tells of its open boundaries.
pub const BOUNDARIES_URL: &str = "https://www.geoboundaries.org/api/current/gbOpen";

/// The most that one file may have. The whole of Mali at GeoNames has 0.6 MB, its communes 25 MB.
pub const MAX_DOWNLOAD_BYTES: u64 = 64 << 20;

/// What to fetch, from where, to where.
#[derive(Debug, Clone)]
pub struct FetchWishes {
    /// The folder for the files; made if it is not there.
    pub folder: PathBuf,
    /// Base address of GeoNames or a mirror.
    pub geonames_url: String,
    /// Base address of geoBoundaries' API or a mirror.
    pub boundaries_url: String,
    /// SHA-256 that files must have: name of the file, hexadecimal digits.
    pub sha256: Vec<(String, String)>,
}

/// A file that is there, whole.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Where it is.
    pub path: PathBuf,
    /// Where it came from.
    pub url: String,
    /// What had to be done.
    pub outcome: Outcome,
    /// How long it is.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
    /// How it is to be added to a store.
    pub wishes: PackWishes,
    /// What it holds.
    pub report: PackReport,
}

/// How far a download is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Name of the file.
    pub file: &'a str,
    /// Bytes so far.
    pub bytes: u64,
    /// Bytes in all, where the server says so.
    pub total: Option<u64>,
}

/// A file to be fetched.
struct Item {
    file: &'static str,
    /// The level of its units; none for places.
    level: Option<(&'static str, Level)>,
    /// Where a person finds it.
    by_hand: &'static str,
}

const MALI: [Item; 4] = [
    Item { file: "ML.zip", level: None, by_hand: "https://download.geonames.org/export/dump/ML.zip" },
    Item {
        file: "geoBoundaries-MLI-ADM1.geojson",
        level: Some(("ADM1", Level::Region)),
        by_hand: "https://www.geoboundaries.org (Mali, ADM1)",
    },
    Item {
        file: "geoBoundaries-MLI-ADM2.geojson",
        level: Some(("ADM2", Level::Cercle)),
        by_hand: "https://www.geoboundaries.org (Mali, ADM2)",
    },
    Item {
        file: "geoBoundaries-MLI-ADM3.geojson",
        level: Some(("ADM3", Level::Commune)),
        by_hand: "https://www.geoboundaries.org (Mali, ADM3)",
    },
];

/// Fetches GeoNames' file of Mali and the three levels of geoBoundaries, and hands each over as soon as it is
/// whole: one that fails keeps none before it from being used. What is there already is not fetched again if the
/// server says that it is the same; what was broken off is continued.
pub fn fetch_mali<E: From<FetchError>>(
    wishes: &FetchWishes,
    progress: &mut dyn FnMut(Progress<'_>),
    mut each: impl FnMut(Fetched) -> Result<(), E>,
) -> Result<(), E> {
    if let Some((name, _)) = wishes.sha256.iter().find(|(name, _)| !MALI.iter().any(|item| item.file == name))
    {
        let known = MALI.map(|item| item.file).join(", ");
        return Err(FetchError::NoSuchFile { name: name.clone(), known }.into());
    }
    fs::create_dir_all(&wishes.folder)
        .map_err(|source| FetchError::Folder { path: wishes.folder.clone(), source })?;
    let web = Web::new();
    for item in &MALI {
        each(fetch(&web, item, wishes, progress)?)?;
    }
    Ok(())
}

fn fetch(
    web: &Web,
    item: &Item,
    wishes: &FetchWishes,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Fetched, FetchError> {
    let (url, pack_wishes) = match item.level {
        None => (joined(&wishes.geonames_url, item.file), PackWishes::default()),
        Some((code, level)) => {
            let api = joined(&wishes.boundaries_url, &format!("MLI/{code}/"));
            let boundary = boundaries::ask(web, &api, item.by_hand)?;
            let pack_wishes = PackWishes {
                name: Some(format!("geoboundaries-mli-{}", code.to_lowercase())),
                attribution: Some(boundary.attribution()),
                level: Some(level),
                ..PackWishes::default()
            };
            (boundary.url, pack_wishes)
        }
    };
    let expected =
        wishes.sha256.iter().find(|(name, _)| name == item.file).map(|(_, sha256)| sha256.as_str());
    let path = wishes.folder.join(item.file);
    let order = Order { url: &url, path: &path, file: item.file, expected, by_hand: item.by_hand };
    let done = download::download(web, &order, progress)?;
    let report = verified(item.file, &path, &pack_wishes)?;
    let download::Done { outcome, bytes, sha256 } = done;
    Ok(Fetched { path, url, outcome, bytes, sha256, wishes: pack_wishes, report })
}

/// Reads the whole file: an error page by the name of a ZIP archive, or an archive whose checksums are wrong, is
/// found here and not when the file is needed. It does not stay, or it would be taken for good the next time.
fn verified(file: &str, path: &Path, wishes: &PackWishes) -> Result<PackReport, FetchError> {
    let opened = File::open(path).map_err(|source| FetchError::File { path: path.to_owned(), source })?;
    match read_pack(file, opened, wishes) {
        Ok(read) => Ok(read.report),
        Err(source) => {
            kept::forget(path);
            Err(FetchError::Unreadable { file: file.to_owned(), source })
        }
    }
}

fn joined(base: &str, rest: &str) -> String {
    format!("{}/{rest}", base.trim_end_matches('/'))
}
