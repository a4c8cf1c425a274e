//! Places while their name is being typed.

use super::computed;
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::service::{DEFAULT_SUGGESTIONS, MAX_SUGGESTIONS, MAX_TYPED_CHARS, Service};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

/// `GET /suggest?q=&lon=&lat=&limit=`: places that the letters may begin, those near a point preferred.
pub(super) async fn suggest(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["q", "lon", "lat", "limit"])?;
    let typed = params
        .get("q")
        .ok_or_else(|| Problem::parameter("q", "", "type some letters of a name, as in /suggest?q=bam"))?;
    if typed.chars().count() > MAX_TYPED_CHARS {
        return Err(Problem::parameter("q", typed, format!("must have {MAX_TYPED_CHARS} letters at most")));
    }
    let near = params.point()?;
    let count = params.whole("limit", 1, MAX_SUGGESTIONS, DEFAULT_SUGGESTIONS)?;
    let typed = typed.to_owned();
    computed(move || Ok(json!({ "suggestions": service.suggest(&typed, near, count) }))).await
}
