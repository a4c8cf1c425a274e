//! Events written by hand: added, changed, removed.
//!
//! In: a feature, or what is to change of it, and the version that the client saw. Out: the event as it is shown then. It
//! must not decide what becomes of an event: it asks the service.

use super::collections::layer;
use super::feature::{self, change, difference};
use super::{GEOJSON, blocking};
use crate::event::EventId;
use crate::event::Reason;
use crate::http::body;
use crate::http::error::{Problem, echo};
use crate::http::params::Params;
use crate::service::{EditError, Layer, Saved, Seen, Service, version_of};
use actix_web::http::header::{CONTENT_LOCATION, ETag, EntityTag, Header, IfMatch, LOCATION};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde_json::Value;

/// A feature may take so many bytes: the longest of real lists have some 20 kB.
const MAX_BODY_BYTES: usize = 256 << 10;
const MERGE_PATCH: &str = "application/merge-patch+json";

/// `POST /collections/{collection}/items`: an event that a person tells of.
pub(super) async fn add(
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let layer = layer(&path)?;
    written(layer, "GET, HEAD", &request)?;
    Params::read(&request, &[])?;
    let body = read(&request, payload, &[GEOJSON, body::JSON]).await?;
    // GeoJSON has no other way to leave a place to the gazetteer than a geometry that is null; said of an event that is to
    // be without a place, it means that.
    let geometry = body.get("geometry").filter(|geometry| layer == Layer::Unlocated || !geometry.is_null());
    let said = change(&feature::properties(&body)?, geometry)?;
    let saved = blocking(move || service.add_event(&said)).await?;
    let mut response = HttpResponse::Created();
    response.insert_header((LOCATION, at(&saved)));
    Ok(answer(response, &saved))
}

/// `PATCH .../items/{id}`: what is not said stays as it is (RFC 7396).
pub(super) async fn patch(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let (id, _) = found(&request, &path, &service)?;
    let seen = seen(&request)?;
    let body = read(&request, payload, &[MERGE_PATCH, body::JSON, GEOJSON]).await?;
    let properties = feature::properties(&body)?;
    feature::keeps_id(&body, &Value::from(id.as_str()))?;
    let said = change(&properties, body.get("geometry"))?;
    let saved = blocking(move || service.edit_event(&id, &seen, &said)).await?;
    Ok(answer(HttpResponse::Ok(), &saved))
}

/// `PUT .../items/{id}`: the whole feature. What it does not have, the event has no more; what follows from the rest must
/// be as it was.
pub(super) async fn replace(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let (id, shown) = found(&request, &path, &service)?;
    let seen = seen(&request)?;
    // What the client saw is what it changed: its differences to another version would be nonsense.
    if !seen.has(&version_of(&shown)) {
        return Err(EditError::Changed(id).into());
    }
    let body = read(&request, payload, &[GEOJSON, body::JSON]).await?;
    let shown: Value = serde_json::from_slice(&shown).map_err(|error| Problem::internal(&error))?;
    let (properties, geometry) = difference(&shown, &body)?;
    let said = change(&properties, geometry.as_ref())?;
    let saved = blocking(move || service.edit_event(&id, &seen, &said)).await?;
    Ok(answer(HttpResponse::Ok(), &saved))
}

/// `DELETE .../items/{id}`.
pub(super) async fn remove(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let (id, _) = found(&request, &path, &service)?;
    let seen = seen(&request)?;
    blocking(move || service.remove_event(&id, &seen)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Refuses collections that nobody writes by hand.
fn written(layer: Layer, allow: &'static str, request: &HttpRequest) -> Result<(), Problem> {
    match layer {
        Layer::Events | Layer::Unlocated => Ok(()),
        _ => Err(Problem::method_not_allowed(request.method(), allow)),
    }
}

/// The event of an address as it is shown.
fn found(
    request: &HttpRequest,
    path: &(String, String),
    service: &Service,
) -> Result<(EventId, std::sync::Arc<[u8]>), Problem> {
    let (collection, id) = path;
    let layer = layer(collection)?;
    written(layer, "GET, HEAD", request)?;
    Params::read(request, &[])?;
    let shown = service.layers().get(layer).get(id);
    let shown = shown.zip(id.parse().ok());
    shown.map(|(feature, id)| (id, feature)).ok_or_else(|| no_feature(collection, id))
}

/// Nothing has this id in a collection.
pub(super) fn no_feature(collection: &str, id: &str) -> Problem {
    let id = echo(id);
    Problem::not_found(Reason::new(
        format!("no feature '{id}' in {collection}"),
        format!("il n’y a pas d’entité «\u{a0}{id}\u{a0}» dans {collection}"),
    ))
}

/// The versions that a client says it saw.
pub(super) fn seen(request: &HttpRequest) -> Result<Seen, Problem> {
    let rule = "If-Match with the ETag of what you read is needed, so that nobody writes over what somebody else changed";
    if !request.headers().contains_key("if-match") {
        return Err(Problem::precondition_required(rule));
    }
    match IfMatch::parse(request) {
        Ok(IfMatch::Any) => Ok(Seen::Any),
        // A weak tag matches nothing here (RFC 9110, 13.1.1).
        Ok(IfMatch::Items(tags)) => {
            Ok(Seen::Versions(tags.iter().filter(|tag| !tag.weak).map(|tag| tag.tag().to_owned()).collect()))
        }
        Err(_) => Err(Problem::bad_request("If-Match cannot be read; it is * or the ETag with its quotes")),
    }
}

async fn read(request: &HttpRequest, payload: web::Payload, kinds: &[&str]) -> Result<Value, Problem> {
    body::json(request, payload, kinds, MAX_BODY_BYTES).await
}

fn at(saved: &Saved) -> String {
    format!("/collections/{}/items/{}", saved.layer.id(), saved.id)
}

/// The event as it is now. It may have moved from one collection to the other.
pub(super) fn answer(mut response: HttpResponseBuilder, saved: &Saved) -> HttpResponse {
    response
        .content_type(GEOJSON)
        .insert_header(ETag(tag(&saved.feature)))
        .insert_header((CONTENT_LOCATION, at(saved)))
        .body(saved.feature.to_vec())
}

/// The tag of an event, strong, since `If-Match` takes no other: who writes must have seen this very version. It is of the event
/// and not of the bytes, so that an answer with links and one without, or a compressed one, go by the same tag; a client that
/// puts parts of such answers together (`Range`, which nothing here takes) would be wrong, who compares or writes is right.
pub(super) fn tag(feature: &[u8]) -> EntityTag {
    EntityTag::new_strong(version_of(feature))
}

impl From<EditError> for Problem {
    fn from(error: EditError) -> Self {
        let detail = (&error, error.in_french());
        match error {
            EditError::Field { field, value, rule } => Self::parameter(field, &value, rule),
            EditError::Empty => Self::bad_request(detail),
            EditError::Changed(_) => Self::precondition_failed(detail),
            EditError::Unedited(_) => Self::not_found(detail),
            EditError::Store(error) => error.into(),
        }
    }
}
