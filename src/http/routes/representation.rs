//! Features in other forms than GeoJSON.
//!
//! In: features that were found, encoded. Out: the answer in the form asked for. It must not know how they were found.

use crate::encode::EncodeError;
use crate::encode::features::FeatureForm;
use crate::encode::geojson::Link;
use crate::event::Reason;
use crate::http::error::Problem;
use crate::http::html::{self, Items, Lang};
use crate::http::negotiate::Format;
use crate::http::params::Params;
use crate::service::{FileWish, Layer, Page, Query, Service};
use actix_web::http::{Method, header};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{HttpRequest, HttpResponse, rt, web};
use futures_util::stream;
use serde_json::Value;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::{Semaphore, mpsc};

/// Parameters that do not narrow what is asked for.
const NO_CONDITIONS: [&str; 6] = ["f", "limit", "cursor", "offset", "sortby", "properties"];

/// Files being written at a time: each holds a thread, and some of them a file on the disk.
const MAX_DOWNLOADS: usize = 8;
/// Bytes of a part, and how many parts may wait for the client: what a download holds in memory.
const PART_BYTES: usize = 64 * 1024;
const PARTS_WAITING: usize = 4;

static DOWNLOADS: Semaphore = Semaphore::const_new(MAX_DOWNLOADS);

/// A page of features to read.
pub(super) fn page(lang: Lang, layer: Layer, params: &Params, page: &Page, links: &[Link]) -> String {
    let items = Items {
        collection: layer.id(),
        title: layer.title(),
        features: page.features.iter().map(|feature| parsed(&feature)).collect(),
        matched: page.matched,
        links,
        conditions: &params.without(&NO_CONDITIONS),
    };
    html::items(lang, &items)
}

/// One feature to read.
pub(super) fn one(request: &HttpRequest, layer: Layer, feature: &[u8], links: &[Link]) -> HttpResponse {
    html::item(Lang::of(request), layer.id(), layer.title(), &parsed(feature), links)
}

/// What the index holds is JSON: it was encoded here.
fn parsed(feature: &[u8]) -> Value {
    serde_json::from_slice(feature).unwrap_or_default()
}

/// Features as a file, sent while they are found: so many as the query asks for, units with the number of these events.
pub(super) fn download(
    request: &HttpRequest,
    service: web::Data<Service>,
    layer: Layer,
    (query, events): (Query, Option<Query>),
    (format, form): (Format, FeatureForm),
) -> Result<HttpResponse, Problem> {
    let file = format!("attachment; filename=\"{}.{}\"", layer.id(), format.word());
    let mut response = HttpResponse::Ok();
    response.content_type(format.media_type()).insert_header((header::CONTENT_DISPOSITION, file));
    if request.method() == Method::HEAD {
        // Without a body, and without its length, which nobody knows yet.
        return Ok(response.streaming(stream::empty::<Result<Bytes, EncodeError>>()));
    }
    let permit = DOWNLOADS.try_acquire().map_err(|_| {
        Problem::busy(Reason::new(
            format!("{MAX_DOWNLOADS} files are being written already; ask again later"),
            format!("{MAX_DOWNLOADS} fichiers sont déjà en cours d’écriture\u{202f}; redemandez plus tard"),
        ))
    })?;
    let (sender, receiver) = mpsc::channel(PARTS_WAITING);
    rt::task::spawn_blocking(move || {
        let _permit = permit;
        send(sender, |parts| {
            // Some forms send nothing before their end: nobody would see by that that the client has gone.
            let waiting = parts.sender.clone();
            let is_awaited = || !waiting.is_closed();
            let wish =
                FileWish { layer, query: &query, events: events.as_ref(), form, is_awaited: &is_awaited };
            service.export(&wish, parts)
        });
    });
    Ok(response.streaming(stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|part| (part, receiver))
    })))
}

/// Sends what is written. Whatever ends it early breaks the answer off in the middle, so that nobody takes a part for the
/// whole.
fn send(
    sender: mpsc::Sender<Result<Bytes, EncodeError>>,
    write: impl FnOnce(&mut Parts) -> Result<(), EncodeError>,
) {
    let mut parts = Parts { sender, waiting: BytesMut::with_capacity(PART_BYTES) };
    // What a panic leaves half done is dropped with this.
    let written = catch_unwind(AssertUnwindSafe(|| write(&mut parts)))
        .unwrap_or_else(|_| Err(io::Error::other("writing the file panicked").into()));
    if let Err(error) = written.and_then(|()| Ok(parts.flush()?)) {
        tracing::info!(error = &error as &dyn std::error::Error, "a download ended early");
        let _ = parts.sender.blocking_send(Err(error));
    }
}

/// Where a file is written that is sent as it grows.
struct Parts {
    sender: mpsc::Sender<Result<Bytes, EncodeError>>,
    waiting: BytesMut,
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PART_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    /// Waits while the client has enough; fails when it has gone.
    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let part = self.waiting.split().freeze();
        self.sender.blocking_send(Ok(part)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_whole_ends_with_an_error() {
        let told = |write: fn(&mut Parts) -> Result<(), EncodeError>| {
            let (sender, mut receiver) = mpsc::channel(PARTS_WAITING);
            send(sender, write);
            std::iter::from_fn(|| receiver.try_recv().ok().map(|part| part.is_ok())).collect::<Vec<bool>>()
        };
        let part = |parts: &mut Parts| Ok(parts.write_all(&vec![0; PART_BYTES])?);
        assert_eq!(told(part), [true]);
        assert_eq!(told(|parts| Ok(parts.write_all(b"a")?)), [true]);
        let broken = |parts: &mut Parts| {
            parts.write_all(&vec![0; PART_BYTES])?;
            Err(io::Error::other("a fault").into())
        };
        assert_eq!(told(broken), [true, false]);
        let panicking = |parts: &mut Parts| -> Result<(), EncodeError> {
            let _ = parts.write_all(&vec![0; PART_BYTES]);
            panic!("on purpose")
        };
        assert_eq!(told(panicking), [true, false]);
    }
}
