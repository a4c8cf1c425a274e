//! How an event came to be as it is shown.
//!
//! In: the address of an event. Out: its changes as JSON. It must not know how they are kept: it asks the service.

use super::collections::layer;
use super::{blocking, json};
use crate::event::EventId;
use crate::http::error::{Problem, echo};
use crate::http::params::Params;
use crate::service::{Layer, Service};
use actix_web::{HttpRequest, HttpResponse, web};

/// `GET /collections/{collection}/items/{id}/history`: its last changes, the newest first.
pub(super) async fn history(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &["f"])?.format(&["json"])?;
    let (layer, id) = event(&path, &service)?;
    let history = blocking(move || service.history(layer, &id)).await?;
    history.map(|history| json(&history)).ok_or_else(|| missing(&path))
}

/// The event of an address; what lists do not tell of has no history.
fn event(path: &(String, String), service: &Service) -> Result<(Layer, EventId), Problem> {
    let layer = layer(&path.0)?;
    let is_event = matches!(layer, Layer::Events | Layer::Unlocated);
    let known = is_event && service.layers().get(layer).get(&path.1).is_some();
    let id = path.1.parse().ok().filter(|_| known);
    id.map(|id| (layer, id)).ok_or_else(|| missing(path))
}

fn missing((collection, id): &(String, String)) -> Problem {
    Problem::not_found(format!("no event '{}' in {}", echo(id), echo(collection)))
}
