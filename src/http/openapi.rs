//! The OpenAPI document: written by hand, held to the routes by a test.

use super::error::Problem;
use super::params::Params;
use actix_web::{HttpRequest, HttpResponse};

/// The media type that OGC API - Features names for an OpenAPI 3.0 document.
pub(super) const MEDIA_TYPE: &str = "application/vnd.oai.openapi+json;version=3.0";

/// The document, OpenAPI 3.0.3.
const DOCUMENT: &str = include_str!("openapi.json");

/// `GET /openapi.json`.
pub(super) async fn openapi(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Params::read(&request, &["f"])?.format(&["json"])?;
    Ok(HttpResponse::Ok().content_type(MEDIA_TYPE).body(DOCUMENT))
}
