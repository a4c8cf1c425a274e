//! Whether the service is alive, and how far it has followed the store.

use super::{blocking, json};
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::service::{Layer, Service};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

/// `GET /healthz`: 200 while the store can be read.
pub(super) async fn health(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let asked = service.clone();
    let sequence = blocking(move || asked.follow()).await?;
    let counts = |layer: Layer| service.layers().get(layer).len();
    Ok(json(&json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "sequence": sequence,
        "events": counts(Layer::Events),
        "unlocated": counts(Layer::Unlocated),
        "places": counts(Layer::Places),
    })))
}
