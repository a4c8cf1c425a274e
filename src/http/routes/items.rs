//! The features of a collection that are asked for, page by page.

use super::collections::layer;
use super::edit::tag;
use super::queryables::{QUERYABLES, SCHEMA};
use super::{GEOJSON, JSON, alternates, link, representation, root, units};
use crate::encode::geojson::{self, Link};
use crate::http::error::{Problem, echo};
use crate::http::negotiate::{self, Format};
use crate::http::params::{Params, hint};
use crate::http::{cursor, query};
use crate::service::{Features, Service};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// `GET /collections/{collection}/items`.
pub(super) async fn page(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let layer = layer(&path)?;
    let more = units::parameters(layer);
    let more: Vec<&str> = more.iter().map(AsRef::as_ref).chain(["properties", "f"]).collect();
    let params = query::paging(&request, layer, &more)?;
    let format = negotiate::format(&request, &params, &Format::FEATURES)?;
    if let Some(names) = params.get("properties").filter(|_| format != Format::GeoJson) {
        return Err(Problem::parameter(
            "properties",
            names,
            "is for f=geojson; the other forms have them all",
        ));
    }
    let query = units::query(layer, &params, query::query_of(layer, &params)?)?;
    if let Some(form) = format.form() {
        let limit = params.get("limit").map(|_| query.limit);
        return representation::download(&request, service, layer, query, limit, (format, form));
    }
    let page = service.search(layer, &query);
    let page = units::counted(&service, layer, &params, page).await?;
    let here = format!("{}{}", root(&request), request.path());
    let next = match &page.next {
        Some(next) => Some(cursor::write(next, &query::order_of(layer, &params)?)?),
        None => None,
    };
    let mut links = page_links(&here, request.query_string(), &params, next.as_deref());
    links.extend(alternates(&request, format, &Format::FEATURES));
    if format == Format::Html {
        return Ok(representation::page(&request, layer, &params, &page, &links));
    }
    let queryables = format!("{}/collections/{}/queryables", root(&request), layer.id());
    links.push(link(QUERYABLES, SCHEMA, "What these can be asked for", queryables));
    let body = match params.get("properties") {
        None => {
            let (features, now) = (&page.features, Timestamp::now());
            let sizes = (features.len(), features.size());
            geojson::document_of(&links, page.matched, now, sizes, |number, out| features.write(number, out))
        }
        Some(names) => {
            let features = select(&page.features, names)?;
            geojson::document(&links, page.matched, Timestamp::now(), &features)
        }
    };
    let mut response = HttpResponse::Ok();
    response.content_type(GEOJSON);
    for link in &links {
        response.append_header((
            header::LINK,
            format!("<{}>; rel=\"{}\"; type=\"{}\"", link.href, link.rel, link.media_type),
        ));
    }
    Ok(response.body(body))
}

/// `GET /collections/{collection}/items/{id}`.
pub(super) async fn one(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let (collection, id) = path.into_inner();
    let layer = layer(&collection)?;
    let params = Params::read(&request, &["f"])?;
    let format = negotiate::format(&request, &params, &Format::FEATURE)?;
    let feature = service
        .layers()
        .get(layer)
        .get(&id)
        .ok_or_else(|| Problem::not_found(format!("no feature '{}' in {collection}", echo(&id))))?;
    let feature = units::with_all(&service, layer, feature).await?;
    let root = root(&request);
    let mut links = vec![
        link("self", GEOJSON, "This feature", format!("{root}{}", request.path())),
        link("collection", JSON, layer.title(), format!("{root}/collections/{collection}")),
    ];
    links.extend(alternates(&request, format, &Format::FEATURE));
    if format == Format::Html {
        return Ok(representation::one(&request, layer, &feature, &links));
    }
    let mut response = HttpResponse::Ok();
    response.content_type(GEOJSON).insert_header(header::ETag(tag(&feature)));
    Ok(response.body(geojson::with_links(&feature, &links)))
}

/// Features with only these properties, which commas separate.
fn select(features: &Features, names: &str) -> Result<Vec<Vec<u8>>, Problem> {
    let refused = |rule: String| Problem::parameter("properties", names, rule);
    let wanted: Vec<&str> = names.split(',').filter(|name| !name.is_empty()).collect();
    // Every feature of a collection has the same properties; of an empty page no name is wrong.
    if let Some(feature) = features.iter().next() {
        let known = geojson::property_names(&feature).map_err(|error| Problem::internal(&error))?;
        if let Some(name) = wanted.iter().find(|name| known.iter().all(|known| known != *name)) {
            return Err(refused(format!("there is no property '{}'; {}", echo(name), hint(name, &known))));
        }
    }
    let chosen = features.iter().map(|feature| geojson::with_properties(&feature, &wanted));
    chosen.collect::<Result<_, _>>().map_err(|error| Problem::internal(&error))
}

fn page_links(here: &str, query: &str, params: &Params, next: Option<&str>) -> Vec<Link> {
    let own = if query.is_empty() { here.to_owned() } else { format!("{here}?{query}") };
    let mut links = vec![link("self", GEOJSON, "This page", own)];
    if let Some(cursor) = next {
        // The cursor stands for what was skipped, so the offset is done with.
        let mut pairs = params.without(&["cursor", "offset"]);
        pairs.push(("cursor", cursor));
        links.push(link("next", GEOJSON, "The next page", format!("{here}?{}", encode_query(&pairs))));
    }
    links
}

/// What stays as it is in a value: what RFC 3986 allows in a query, but for the signs that mean something there.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b':')
    .remove(b'/');

/// Encodes pairs as a query string.
pub(super) fn encode_query(pairs: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", utf8_percent_encode(value, PLAIN));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_what_a_client_sent_and_nothing_breaks_out_of_it() {
        let pairs =
            [("bbox", "-4,15,2,19"), ("datetime", "2023-10-01T00:00:00+00:00/.."), ("f", "\">\r\n&x")];
        assert_eq!(
            encode_query(&pairs),
            "bbox=-4,15,2,19&datetime=2023-10-01T00:00:00%2B00:00/..&f=%22%3E%0D%0A%26x"
        );
    }
}
