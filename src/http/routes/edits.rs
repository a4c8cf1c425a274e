//! What people set of events by hand, told and taken back.
//!
//! In: an event's id. Out: what was set, and the event as its list has it. It must not decide what an event is then.

use super::edit::{answer, seen};
use super::{blocking, json};
use crate::event::EventId;
use crate::http::error::{Problem, echo};
use crate::http::params::Params;
use crate::service::{EditError, EditView, Service};
use actix_web::http::header::{ETag, EntityTag};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

/// The most events on a page.
const MAX_EDITS: usize = 1_000;

/// `GET /edits`.
pub(super) async fn list(request: HttpRequest, service: web::Data<Service>) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["after", "limit"])?;
    let (after, limit) = params.page(MAX_EDITS)?;
    let (edits, count) = blocking(move || service.edits(after, limit)).await?;
    Ok(json(&json!({ "edits": edits, "count": count })))
}

/// `GET /edits/{id}`.
pub(super) async fn one(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let id = id(&path)?;
    let asked = id.clone();
    let edited = blocking(move || service.edited(&asked)).await?.ok_or(EditError::Unedited(id))?;
    let tag = EntityTag::new_strong(edited.version());
    Ok(HttpResponse::Ok().insert_header(ETag(tag)).json(&edited))
}

/// `DELETE /edits/{id}`: the event is shown as its list has it.
pub(super) async fn undo(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let id = id(&path)?;
    let seen = seen(&request)?;
    let agree = move |edited: &EditView| seen.has(&edited.version());
    let saved = blocking(move || service.undo_edits(&id, agree)).await?;
    Ok(saved.map_or_else(|| HttpResponse::NoContent().finish(), |saved| answer(HttpResponse::Ok(), &saved)))
}

fn id(path: &str) -> Result<EventId, Problem> {
    path.parse().map_err(|_| Problem::not_found(format!("nothing was set of event '{}' by hand", echo(path))))
}
