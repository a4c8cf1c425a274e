//! Whether the service is alive, whether it can answer, how far it has followed the store, and what it did.

use super::{blocking, json};
use crate::http::error::Problem;
use crate::http::metrics::{MEDIA_TYPE, Metrics};
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

/// `GET /readyz`: 200 when answers show all that the store has, 503 while they cannot.
pub(super) async fn ready(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let sequence = blocking(move || service.follow()).await?;
    Ok(json(&json!({ "status": "ready", "sequence": sequence })))
}

/// `GET /metrics`: counts for Prometheus. They are told while the store cannot be read, too: then most of all.
pub(super) async fn metrics(
    request: HttpRequest,
    service: web::Data<Service>,
    metrics: web::Data<Metrics>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let text = metrics.told(&service).map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok().content_type(MEDIA_TYPE).body(text))
}
