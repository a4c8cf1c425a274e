//! How much of a request is read, and how long an answer may take.
//!
//! In: a request. Out: its answer, or the problem of a request that is too large or of an answer that does not come.
//! It must not know routes.

use super::error::Problem;
use crate::event::Reason;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError, rt};
use std::time::Duration;

/// Bytes of an address at most: room for a filter with a few hundred corners.
pub(super) const MAX_TARGET_BYTES: usize = 16 * 1024;
/// Bytes of all header fields at most. Beyond four times as much the server itself gives up, without a word.
pub(super) const MAX_HEADER_BYTES: usize = 32 * 1024;
/// How long a question may be thought about. Not a change: what became of one that is cut off nobody could tell.
const READ_TIMEOUT: Duration = Duration::from_mins(1);

/// Refuses what is too large and gives up on what takes too long.
pub(super) async fn limits(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if let Some(problem) = too_much(&request) {
        return Ok(request.into_response(problem.error_response()));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let answer = rt::time::timeout(READ_TIMEOUT, next.call(request)).await.map_err(|_| {
        let seconds = READ_TIMEOUT.as_secs();
        Problem::busy(Reason::new(
            format!("no answer within {seconds} seconds; ask for less, or again later"),
            format!("pas de réponse en {seconds} secondes\u{202f}; demandez moins, ou plus tard"),
        ))
    })?;
    Ok(answer?.map_into_boxed_body())
}

fn too_much(request: &ServiceRequest) -> Option<Problem> {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > MAX_TARGET_BYTES {
        return Some(Problem::uri_too_long(target, MAX_TARGET_BYTES));
    }
    let fields = size(request.headers());
    (fields > MAX_HEADER_BYTES).then(|| Problem::headers_too_large(fields, MAX_HEADER_BYTES))
}

fn size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}
