//! The gazetteer's layers, and the places that people confirm.
//!
//! In: a place as JSON. Out: the place as it is kept, found from then on. It must not know what makes a place right.

use super::{blocking, json};
use crate::http::body;
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::service::{PlaceChange, Service};
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value, json};

/// A place may take so many bytes.
const MAX_BODY_BYTES: usize = 64 << 10;

/// The fields of a place that people write.
const FIELDS: [&str; 9] = ["name", "aliases", "kind", "lon", "lat", "region", "cercle", "commune", "source"];

/// `GET /gazetteer/layers`.
pub(super) async fn layers(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let layers = blocking(move || service.gazetteer_layers()).await?;
    Ok(json(&json!({ "layers": layers })))
}

/// `GET /gazetteer/places`: the local places.
pub(super) async fn list(request: HttpRequest, service: web::Data<Service>) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let places = blocking(move || service.local_places()).await?;
    Ok(json(&json!({ "places": places })))
}

/// `GET /gazetteer/places/{place}`.
pub(super) async fn one(
    request: HttpRequest,
    id: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    Ok(json(&blocking(move || service.local_place(&id)).await?))
}

/// `POST /gazetteer/places`: a place that a person stands for.
pub(super) async fn add(
    request: HttpRequest,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let said = said(&request, payload).await?;
    let saved = blocking(move || service.add_local_place(&said)).await?;
    let at = format!("/gazetteer/places/{}", saved.place.id);
    Ok(HttpResponse::Created().insert_header((LOCATION, at)).json(&saved))
}

/// `PATCH /gazetteer/places/{place}`: what is not said stays as it is.
pub(super) async fn edit(
    request: HttpRequest,
    id: web::Path<String>,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let said = said(&request, payload).await?;
    Ok(json(&blocking(move || service.edit_local_place(&id, &said)).await?))
}

/// `DELETE /gazetteer/places/{place}`.
pub(super) async fn remove(
    request: HttpRequest,
    id: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    blocking(move || service.remove_local_place(&id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Reads a place from the body.
async fn said(request: &HttpRequest, payload: web::Payload) -> Result<PlaceChange, Problem> {
    let kinds = [body::JSON, "application/merge-patch+json"];
    let fields: Map<String, Value> = body::json(request, payload, &kinds, MAX_BODY_BYTES).await?;
    change(&fields)
}

/// A place field by field, so that what is wrong is told by its name.
fn change(fields: &Map<String, Value>) -> Result<PlaceChange, Problem> {
    if let Some((name, value)) = fields.iter().find(|(name, _)| !FIELDS.contains(&name.as_str())) {
        let rule = format!("unknown field; known here: {}", FIELDS.join(", "));
        return Err(Problem::parameter(name, &value.to_string(), rule));
    }
    let wrong = |name: &str, value: &Value, rule: &str| Problem::parameter(name, &value.to_string(), rule);
    let text = |name: &str| match fields.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(value) => Err(wrong(name, value, "must be a text")),
    };
    // Null takes a unit away, as an empty text does.
    let unit = |name: &str| match fields.get(name) {
        Some(Value::Null) => Ok(Some(String::new())),
        _ => text(name),
    };
    let number = |name: &str| match fields.get(name) {
        None => Ok(None),
        Some(Value::Number(number)) => Ok(number.as_f64()),
        Some(value) => Err(wrong(name, value, "must be a number, decimal degrees")),
    };
    let aliases = match fields.get("aliases") {
        None => None,
        Some(given) => {
            let texts =
                given.as_array().map(|values| values.iter().map(|one| one.as_str().map(str::to_owned)));
            let texts = texts.and_then(Iterator::collect::<Option<Vec<String>>>);
            Some(texts.ok_or_else(|| wrong("aliases", given, "must be an array of texts"))?)
        }
    };
    Ok(PlaceChange {
        name: text("name")?,
        aliases,
        kind: text("kind")?,
        lon: number("lon")?,
        lat: number("lat")?,
        region: unit("region")?,
        cercle: unit("cercle")?,
        commune: unit("commune")?,
        source: text("source")?,
    })
}
