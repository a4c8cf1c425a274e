//! Bodies of requests, bounded.
//!
//! In: a request's bytes. Out: what its JSON says, or the problem with its place in the body. It must not know what
//! that is for.

use super::error::{Problem, echo};
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{HttpRequest, rt, web};
use futures_util::{Stream, StreamExt};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// How long a client may send nothing of a body that it began.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a body of JSON may take in all: a byte now and then would hold the connection for hours.
const JSON_TIMEOUT: Duration = Duration::from_mins(2);

/// What a body of plain JSON is called.
pub(super) const JSON: &str = "application/json";

/// Reads a body of JSON, of one of some media types and so many bytes at most.
pub(super) async fn json<T: DeserializeOwned>(
    request: &HttpRequest,
    mut payload: web::Payload,
    media_types: &[&str],
    max_bytes: usize,
) -> Result<T, Problem> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !media_types.iter().any(|known| essence.eq_ignore_ascii_case(known)) {
        return Err(Problem::unsupported_media_type(format!(
            "'{}' is not read here; send {}",
            echo(kind),
            media_types.join(" or ")
        )));
    }
    // Refused before it is sent, where it says how long it is.
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: u64| length > max_bytes as u64) {
        return Err(too_large(max_bytes));
    }
    let bytes = rt::time::timeout(JSON_TIMEOUT, collect(&mut payload, max_bytes)).await.map_err(|_| {
        Problem::timed_out(format!("the body did not come within {} seconds", JSON_TIMEOUT.as_secs()))
    })??;
    serde_json::from_slice(&bytes)
        .map_err(|error| Problem::bad_request(format!("the body is not JSON as it is needed here: {error}")))
}

fn too_large(max_bytes: usize) -> Problem {
    Problem::too_large(format!("the body is larger than {max_bytes} bytes"))
}

async fn collect(payload: &mut web::Payload, max_bytes: usize) -> Result<web::BytesMut, Problem> {
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = next(payload).await? {
        let chunk =
            chunk.map_err(|error| Problem::bad_request(format!("the body cannot be read: {error}")))?;
        if bytes.len() + chunk.len() > max_bytes {
            return Err(too_large(max_bytes));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The next part of a body or of one of its fields, if it comes while somebody still waits for it.
pub(super) async fn next<S: Stream + Unpin>(parts: &mut S) -> Result<Option<S::Item>, Problem> {
    rt::time::timeout(IDLE_TIMEOUT, parts.next()).await.map_err(|_| {
        Problem::timed_out(format!("nothing more of the body came for {} seconds", IDLE_TIMEOUT.as_secs()))
    })
}
