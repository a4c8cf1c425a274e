//! One file from the web: continued where it broke off, bounded, and checked.
//!
//! In: an address and a path. Out: the file, whole, with its checksum. A file under its own name is always whole:
//! what is coming is `.part`. It must not know what the file is for.

use super::kept::{self, Origin, beside, cannot};
use super::part::{self, Part};
use super::web::Web;
use super::{FetchError, MAX_DOWNLOAD_BYTES, Progress};
use crate::service::checksum::sha256_of;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;
use ureq::Body;
use ureq::http::{HeaderMap, HeaderName, Response, StatusCode, header};

/// How often in a row a transfer may break off without bringing a byte.
const MAX_IDLE_ATTEMPTS: u32 = 3;
/// How often it may break off in all.
const MAX_ATTEMPTS: u32 = 50;
/// How long to wait before the next attempt.
const PAUSE: Duration = Duration::from_millis(500);

/// What had to be done for a file to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was downloaded.
    Downloaded,
    /// The rest of it was downloaded, from a byte on.
    Resumed(u64),
    /// It was there, and the server has no other.
    Unchanged,
}

/// A file that is wanted.
pub(super) struct Order<'a> {
    pub(super) url: &'a str,
    pub(super) path: &'a Path,
    pub(super) file: &'a str,
    pub(super) expected: Option<&'a str>,
    pub(super) by_hand: &'static str,
}

/// A file that is there.
pub(super) struct Done {
    pub(super) outcome: Outcome,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// How one transfer ended.
enum Transfer {
    Whole(Origin),
    Unchanged,
    /// Before its end, for a reason that may pass.
    BrokenOff(io::Error),
}

/// Downloads a file, or finds that it is there.
pub(super) fn download(
    web: &Web,
    order: &Order<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Done, FetchError> {
    let there = whole(order);
    let mut part = Part::open(order.path)?;
    let (mut attempts, mut idle) = (0, 0);
    loop {
        let before = part.bytes();
        let ended = transfer(web, order, there.as_ref(), &mut part, progress);
        let source = match (ended, &there) {
            (Ok(Transfer::Whole(origin)), _) => return finish(order, part, origin),
            (Ok(Transfer::Unchanged), Some(there)) => {
                let _ = fs::remove_file(beside(order.path, ".part"));
                check(order, &there.sha256)?;
                let Whole { bytes, sha256, .. } = there;
                return Ok(Done { outcome: Outcome::Unchanged, bytes: *bytes, sha256: sha256.clone() });
            }
            (Ok(Transfer::Unchanged), None) => io::Error::other("the server says that nothing has changed"),
            (Ok(Transfer::BrokenOff(source)), _) => source,
            // Reached before in this run: it may come back.
            (Err(FetchError::Unreachable { source, .. }), _) if attempts > 0 => source.into_io(),
            (Err(error), _) => return Err(error),
        };
        attempts += 1;
        idle = if part.bytes() > before { 0 } else { idle + 1 };
        if idle >= MAX_IDLE_ATTEMPTS || attempts >= MAX_ATTEMPTS {
            return Err(FetchError::BrokenOff { url: order.url.to_owned(), bytes: part.bytes(), source });
        }
        sleep(PAUSE);
    }
}

/// A file that was downloaded before and is as it was then.
struct Whole {
    origin: Origin,
    bytes: u64,
    sha256: String,
}

fn whole(order: &Order<'_>) -> Option<Whole> {
    let origin = Origin::read(&beside(order.path, ".source.json"), order.url)?;
    let (sha256, bytes) = sha256_of(order.path).ok()?;
    (origin.sha256.as_deref() == Some(&sha256)).then_some(Whole { origin, bytes, sha256 })
}

/// Asks once, and takes what comes.
fn transfer(
    web: &Web,
    order: &Order<'_>,
    there: Option<&Whole>,
    part: &mut Part,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Transfer, FetchError> {
    let notes = beside(order.path, ".part.json");
    let begun =
        Origin::read(&notes, order.url).filter(|begun| part.bytes() > 0 && begun.validator().is_some());
    let failed = |source| cannot(order.path, source);
    let answer = web.get(order.url, order.by_hand, &asked(begun.as_ref(), there, part.bytes()))?;
    let (origin, total) = match (answer.status(), begun) {
        (StatusCode::NOT_MODIFIED, None) if there.is_some() => return Ok(Transfer::Unchanged),
        (StatusCode::PARTIAL_CONTENT, Some(begun)) => {
            let (from, total) = content_range(answer.headers());
            if from != Some(part.bytes()) {
                part.clear().map_err(failed)?;
                return Ok(Transfer::BrokenOff(io::Error::other("the server went on elsewhere in the file")));
            }
            let rest = answer.body().content_length();
            (begun, total.or(rest.map(|rest| part.bytes().saturating_add(rest))))
        }
        (StatusCode::RANGE_NOT_SATISFIABLE, Some(begun)) => {
            // All of it had come, and only its name was not yet given.
            if content_range(answer.headers()).1 == Some(part.bytes()) {
                return Ok(Transfer::Whole(begun));
            }
            part.clear().map_err(failed)?;
            return Ok(Transfer::BrokenOff(io::Error::other("the file on the server has become shorter")));
        }
        _ => {
            let answer = expect_ok(&answer, order)?;
            part.clear().map_err(failed)?;
            answer.write(&notes)?;
            (answer, None)
        }
    };
    let total = total.or(answer.body().content_length());
    receive(answer, order, part, total, origin, progress)
}

/// The headers of a request: the rest of what has begun, or whatever is not what is there.
fn asked(begun: Option<&Origin>, there: Option<&Whole>, bytes: u64) -> Vec<(HeaderName, String)> {
    if let Some(validator) = begun.and_then(Origin::validator) {
        return vec![(header::RANGE, format!("bytes={bytes}-")), (header::IF_RANGE, validator.to_owned())];
    }
    let Some(Whole { origin, .. }) = there else { return Vec::new() };
    match (&origin.etag, &origin.last_modified) {
        (Some(etag), _) => vec![(header::IF_NONE_MATCH, etag.clone())],
        (None, Some(date)) => vec![(header::IF_MODIFIED_SINCE, date.clone())],
        (None, None) => Vec::new(),
    }
}

/// The version of the file that a 200 brings; any other status is an error.
fn expect_ok(answer: &Response<Body>, order: &Order<'_>) -> Result<Origin, FetchError> {
    if answer.status() != StatusCode::OK {
        let (url, status) = (order.url.to_owned(), answer.status().to_string());
        return Err(FetchError::Status { url, status, by_hand: order.by_hand });
    }
    let text = |name: HeaderName| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
    Ok(Origin {
        url: order.url.to_owned(),
        etag: text(header::ETAG),
        last_modified: text(header::LAST_MODIFIED),
        sha256: None,
    })
}

/// Where a partial answer begins, and how long the whole is: `bytes 100-199/200`, `bytes */200`.
fn content_range(headers: &HeaderMap) -> (Option<u64>, Option<u64>) {
    let parse = || {
        let text = headers.get(header::CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes")?.trim();
        let (range, total) = text.split_once('/')?;
        let from = range.split_once('-').and_then(|(from, _)| from.trim().parse().ok());
        Some((from, total.trim().parse().ok()))
    };
    parse().unwrap_or_default()
}

fn receive(
    answer: Response<Body>,
    order: &Order<'_>,
    part: &mut Part,
    total: Option<u64>,
    origin: Origin,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Transfer, FetchError> {
    let too_large = || {
        part::forget(order.path);
        FetchError::TooLarge { url: order.url.to_owned(), limit: MAX_DOWNLOAD_BYTES }
    };
    if total.is_some_and(|total| total > MAX_DOWNLOAD_BYTES) {
        return Err(too_large());
    }
    let mut body = answer.into_body().into_with_config().limit(u64::MAX).reader();
    let mut chunk = vec![0; 64 * 1024];
    loop {
        progress(Progress { file: order.file, bytes: part.bytes(), total });
        let read = match body.read(&mut chunk) {
            Ok(read) => read,
            Err(source) => return Ok(Transfer::BrokenOff(source)),
        };
        if read == 0 {
            break;
        }
        part.append(&chunk[..read]).map_err(|source| cannot(order.path, source))?;
        if part.bytes() > MAX_DOWNLOAD_BYTES {
            return Err(too_large());
        }
    }
    match total {
        Some(total) if part.bytes() < total => {
            Ok(Transfer::BrokenOff(io::Error::new(io::ErrorKind::UnexpectedEof, "the server hung up")))
        }
        _ => Ok(Transfer::Whole(origin)),
    }
}

/// Gives the file its name, if it is the one that was expected.
fn finish(order: &Order<'_>, part: Part, mut origin: Origin) -> Result<Done, FetchError> {
    let (bytes, resumed_from) = (part.bytes(), part.resumed_from());
    let sha256 = part.close().map_err(|source| cannot(order.path, source))?;
    check(order, &sha256)?;
    // The notes of an earlier version must not stand beside the new one, should this be the moment of a power cut.
    let notes = beside(order.path, ".source.json");
    let _ = fs::remove_file(&notes);
    fs::rename(beside(order.path, ".part"), order.path).map_err(|source| cannot(order.path, source))?;
    origin.sha256 = Some(sha256.clone());
    origin.write(&notes)?;
    kept::write_checksum(order.path, &sha256)?;
    let _ = fs::remove_file(beside(order.path, ".part.json"));
    let outcome = if resumed_from > 0 { Outcome::Resumed(resumed_from) } else { Outcome::Downloaded };
    Ok(Done { outcome, bytes, sha256 })
}

/// Compares with the checksum that the operator gave; a file that has another goes.
fn check(order: &Order<'_>, sha256: &str) -> Result<(), FetchError> {
    let Some(expected) = order.expected.filter(|expected| !expected.eq_ignore_ascii_case(sha256)) else {
        return Ok(());
    };
    kept::forget(order.path);
    let (file, found) = (order.file.to_owned(), sha256.to_owned());
    Err(FetchError::Checksum { file, found, expected: expected.to_owned() })
}
