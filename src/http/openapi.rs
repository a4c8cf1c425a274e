//! The OpenAPI document: written by hand, held to the routes by a test; and the same as a page.

use super::error::Problem;
use super::html::{self, Lang};
use super::negotiate::{self, Format};
use super::params::Params;
use crate::encode::geojson::Link;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

/// The media type that OGC API - Features names for an OpenAPI 3.0 document.
pub(super) const MEDIA_TYPE: &str = "application/vnd.oai.openapi+json;version=3.0";

/// The document, OpenAPI 3.0.3.
const DOCUMENT: &str = include_str!("openapi.json");

/// `GET /docs`.
pub(super) async fn docs(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["f"])?;
    negotiate::format(&request, &params, &[Format::Html])?;
    let document: Value = serde_json::from_str(DOCUMENT).map_err(|error| Problem::internal(&error))?;
    let link = Link {
        href: "/openapi.json".to_owned(),
        rel: "alternate".to_owned(),
        media_type: MEDIA_TYPE.to_owned(),
        title: Some("OpenAPI".to_owned()),
    };
    Ok(html::docs(Lang::of(&request), &document, &[link]))
}

/// `GET /openapi.json`.
pub(super) async fn openapi(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Params::read(&request, &["f"])?.format(&["json"])?;
    Ok(HttpResponse::Ok().content_type(MEDIA_TYPE).body(DOCUMENT))
}
