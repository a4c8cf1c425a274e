//! Articles that were kept: listed, told whole, forgotten.
//!
//! In: an article's number. Out: what is known of it, its text and what that was read as. It must not read texts.

use super::{blocking, computed, json, number};
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::service::Service;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

/// The most articles on a page.
const MAX_ARTICLES: usize = 1_000;

/// `GET /articles`.
pub(super) async fn list(request: HttpRequest, service: web::Data<Service>) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["after", "limit"])?;
    let (after, limit) = params.page(MAX_ARTICLES)?;
    let (articles, count) = blocking(move || service.articles(after, limit)).await?;
    Ok(json(&json!({ "articles": articles, "count": count })))
}

/// `GET /articles/{article}`.
pub(super) async fn one(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let id = number(&path, "article")?;
    computed(move || Ok(service.article(id)?)).await
}

/// `DELETE /articles/{article}`: it goes with its drafts, none of which may be an event.
pub(super) async fn forget(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let id = number(&path, "article")?;
    blocking(move || service.forget_article(id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
