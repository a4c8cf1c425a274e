//! Imports that were kept: listed, row by row, undone.
//!
//! In: an import's number. Out: its counts, its rows, its rejected rows as CSV. It must not import anything.

use super::{JSON, blocking, json, link, number, root};
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::service::{ImportRow, RecordError, RowQuery, Service, Verdict};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

/// The most rows on a page.
const MAX_ROWS: usize = 10_000;

/// `GET /imports`.
pub(super) async fn list(request: HttpRequest, service: web::Data<Service>) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let imports = blocking(move || service.imports()).await?;
    Ok(json(&json!({ "imports": imports })))
}

/// `GET /imports/{import}`.
pub(super) async fn one(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let id = number(&path, "import")?;
    Ok(json(&blocking(move || service.import_of(id)).await?))
}

/// `GET /imports/{import}/rows`.
pub(super) async fn rows(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["verdict", "after", "limit"])?;
    let id = number(&path, "import")?;
    let verdict = params.parse::<Verdict>("verdict")?;
    let (after, limit) = params.page(MAX_ROWS)?;
    let after = after.unsigned_abs();
    // One more than asked for tells whether there is a next page.
    let query = RowQuery { import_id: id, verdict: verdict.map(Verdict::as_str), after, limit: limit + 1 };
    let mut rows: Vec<ImportRow> = blocking(move || service.import_rows(&query)).await?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(|last| {
        let verdict = verdict.map(|verdict| format!("verdict={}&", verdict.as_str())).unwrap_or_default();
        let line = last.line;
        let href = format!("{}/imports/{id}/rows?{verdict}after={line}&limit={limit}", root(&request));
        link("next", JSON, "The next rows", href)
    });
    Ok(json(&json!({ "rows": rows, "next": next })))
}

/// `GET /imports/{import}/rejects`: CSV, ready to mend.
pub(super) async fn rejects(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let id = number(&path, "import")?;
    let csv = blocking(move || service.import_rejects(id)).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"rejects-{id}.csv\"")))
        .body(csv))
}

/// `DELETE /imports/{import}`.
pub(super) async fn undo(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let id = number(&path, "import")?;
    let undone = blocking(move || service.undo_import(id)).await?;
    Ok(json(&json!({
        "import_id": undone.import_id,
        "removed": undone.removed,
        "also_listed": undone.also_listed,
        "restored": undone.restored,
        "places_removed": undone.places_removed,
        "blocked_by": [],
    })))
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Store(error) => error.into(),
            RecordError::NotKept(_) => Self::not_found(error.to_string()),
            RecordError::Kept { .. } | RecordError::Write(_) => Self::internal(&error),
        }
    }
}
