//! The collections: what there is to fetch.

use super::queryables::{QUERYABLES, SCHEMA};
use super::{CRS84, JSON, alternates, blocking, json, link, root};
use crate::encode::geojson::Link;
use crate::event::{Bbox, Reason};
use crate::http::error::{Problem, echo};
use crate::http::html::{self, Lang};
use crate::http::negotiate::{self, Format};
use crate::http::params::Params;
use crate::service::{Layer, Service, StoreError, version_of};
use actix_web::http::header::{self, ETag, EntityTag, TryIntoHeaderValue as _};
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::slice;

/// The relation of OGC API - Tiles for vector tilesets.
const TILESETS: &str = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";

/// `GET /collections`.
pub(super) async fn list(request: HttpRequest, service: web::Data<Service>) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["f"])?;
    let format = negotiate::format(&request, &params, &Format::DOCUMENT)?;
    let root = root(&request);
    let collections = described(service, &Layer::ALL, root.clone()).await?;
    let mut links = alternates(&request, format, &Format::DOCUMENT);
    let lang = Lang::of(&request);
    if format == Format::Html {
        return Ok(tagged(html::collections(lang, &collections, &links), &collections, lang));
    }
    links.insert(0, link("self", JSON, "This document", format!("{root}/collections")));
    Ok(tagged(json(&json!({ "links": links, "collections": collections })), &collections, lang))
}

/// With a tag of its own: the terms of lists are told here, and those change also where no event does. Another process may have
/// imported such a list.
fn tagged(mut response: HttpResponse, said: &[Value], lang: Lang) -> HttpResponse {
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let said = json!([kind, lang.code(), said]).to_string();
    if let Ok(tag) = ETag(EntityTag::new_weak(version_of(said.as_bytes()))).try_into_value() {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// `GET /collections/{collection}`.
pub(super) async fn one(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let layer = layer(&path)?;
    let params = Params::read(&request, &["f"])?;
    let format = negotiate::format(&request, &params, &Format::DOCUMENT)?;
    let root = root(&request);
    let mut described = described(service, &[layer], root.clone()).await?.swap_remove(0);
    let links = alternates(&request, format, &Format::DOCUMENT);
    let lang = Lang::of(&request);
    if format == Format::Html {
        let mut all = links;
        all.extend(items_links(layer, &root));
        return Ok(tagged(html::collection(lang, &described, &all), slice::from_ref(&described), lang));
    }
    if let Some(own) = described.get_mut("links").and_then(Value::as_array_mut) {
        own.extend(links.iter().map(|link| json!(link)));
    }
    Ok(tagged(json(&described), slice::from_ref(&described), lang))
}

/// The features of a layer, in every form.
fn items_links(layer: Layer, root: &str) -> Vec<Link> {
    let items = format!("{root}/collections/{}/items", layer.id());
    Format::FEATURES
        .into_iter()
        .map(|format| {
            let title = format!("{} ({})", layer.title(), format.name());
            link("items", format.media_type(), title, format!("{items}?{}", format.parameter()))
        })
        .collect()
}

/// The layer of a name in an address.
pub(super) fn layer(id: &str) -> Result<Layer, Problem> {
    Layer::ALL.into_iter().find(|layer| layer.id() == id).ok_or_else(|| {
        let known = Layer::ALL.map(Layer::id).join(", ");
        let id = echo(id);
        Problem::not_found(Reason::new(
            format!("no collection '{id}'; there are {known}"),
            format!("il n’y a pas de collection «\u{a0}{id}\u{a0}»\u{202f}; il y a {known}"),
        ))
    })
}

/// What is said of some collections. The store is asked, and all events are looked at for their first and last moment.
async fn described(
    service: web::Data<Service>,
    layers: &[Layer],
    root: String,
) -> Result<Vec<Value>, Problem> {
    let layers = layers.to_vec();
    let described = move || {
        let restricted = service.restricted_lists()?;
        let described = layers.iter().map(|layer| describe(*layer, &service, &root, &restricted));
        Ok::<_, StoreError>(described.collect())
    };
    blocking(described).await
}

fn describe(layer: Layer, service: &Service, root: &str, restricted: &[String]) -> Value {
    let collection = service.layers().get(layer);
    let here = format!("{root}/collections/{}", layer.id());
    let mut extent = serde_json::Map::new();
    if let Some(Bbox { west, south, east, north }) = collection.extent() {
        extent.insert("spatial".into(), json!({ "bbox": [[west, south, east, north]], "crs": CRS84 }));
    }
    // Of units `datetime` chooses the events that are counted, and `at` the division: it selects none by their own days.
    let dated = (layer.unit_level().is_none()).then(|| collection.time_extent()).flatten();
    if let Some((start, end)) = dated {
        let interval = [start, end].map(|ms| Timestamp::from_millisecond(ms).ok().map(|t| t.to_string()));
        extent.insert(
            "temporal".into(),
            json!({ "interval": [interval], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian" }),
        );
    }
    let restricted = if matches!(layer, Layer::Events | Layer::Unlocated) { restricted } else { &[] };
    let mut description = layer.description().to_owned();
    if !restricted.is_empty() {
        description.push_str(" Rows of these lists may not be passed on, as their terms say: ");
        description.push_str(&restricted.join(", "));
        description.push('.');
    }
    let mut links = vec![link("self", JSON, layer.title(), here.clone())];
    links.extend(items_links(layer, root));
    links.push(link(QUERYABLES, SCHEMA, "What these can be asked for", format!("{here}/queryables")));
    if layer == Layer::Events {
        links.push(link(TILESETS, JSON, "Vector tiles", format!("{here}/tiles")));
    }
    json!({
        "id": layer.id(),
        "title": layer.title(),
        "description": description,
        "restricted_lists": restricted,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": extent,
        "links": links,
    })
}
