//! The features of a collection, by box and time, page by page.

use super::collections::layer;
use super::{GEOJSON, JSON, alternates, link, representation, root};
use crate::encode::geojson::{self, Link};
use crate::event::{Bbox, Interval};
use crate::http::error::{Problem, echo};
use crate::http::negotiate::{self, Format};
use crate::http::params::Params;
use crate::service::{Cursor, Page, Query, Service};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Features of a page when the client does not say.
const DEFAULT_LIMIT: usize = 100;
/// Features of a page at most: about 15 MB of events, still one answer a browser takes well.
const MAX_LIMIT: usize = 10_000;

/// `GET /collections/{collection}/items`.
pub(super) async fn page(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let layer = layer(&path)?;
    let params = Params::read(&request, &["bbox", "datetime", "limit", "cursor", "offset", "f"])?;
    let format = negotiate::format(&request, &params, &Format::FEATURES)?;
    let query = Query {
        bbox: params.parse::<Bbox>("bbox")?,
        time: interval(&params)?,
        after: params.get("cursor").map(read_cursor).transpose()?.map(Cursor::unsorted),
        offset: params.whole("offset", 0, usize::MAX, 0)?,
        limit: params.whole("limit", 1, MAX_LIMIT, DEFAULT_LIMIT)?,
        ..Query::default()
    };
    if let Some(form) = format.form() {
        let limit = params.get("limit").map(|_| query.limit);
        return representation::download(&request, service, layer, query, limit, (format, form));
    }
    let page = service.search(layer, &query);
    let here = format!("{}{}", root(&request), request.path());
    let mut links = page_links(&here, request.query_string(), &params, &page);
    links.extend(alternates(&request, format, &Format::FEATURES));
    if format == Format::Html {
        return Ok(representation::page(&request, layer, &params, &page, &links));
    }
    let body = geojson::document(&links, page.matched, Timestamp::now(), &page.features);
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
    let root = root(&request);
    let mut links = vec![
        link("self", GEOJSON, "This feature", format!("{root}{}", request.path())),
        link("collection", JSON, layer.title(), format!("{root}/collections/{collection}")),
    ];
    links.extend(alternates(&request, format, &Format::FEATURE));
    if format == Format::Html {
        return Ok(representation::one(&request, layer, &feature, &links));
    }
    Ok(HttpResponse::Ok().content_type(GEOJSON).body(geojson::with_links(&feature, &links)))
}

pub(super) fn interval(params: &Params) -> Result<Option<Interval>, Problem> {
    let Some(value) = params.get("datetime") else { return Ok(None) };
    // A plus sign that a client forgot to encode arrives as a space; no date has a space of its own.
    value.replace(' ', "+").parse().map(Some).map_err(|rule| Problem::parameter("datetime", value, rule))
}

fn page_links(here: &str, query: &str, params: &Params, page: &Page) -> Vec<Link> {
    let own = if query.is_empty() { here.to_owned() } else { format!("{here}?{query}") };
    let mut links = vec![link("self", GEOJSON, "This page", own)];
    if let Some(next) = &page.next {
        let cursor = write_cursor(next.order);
        // The cursor stands for what was skipped, so the offset is done with.
        let mut pairs = params.without(&["cursor", "offset"]);
        pairs.push(("cursor", &cursor));
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

/// A cursor names the last feature of a page by its place in the collection's order, so that features which
/// come or go in between shift nothing. It does not bind the limit.
fn write_cursor(after: u64) -> String {
    URL_SAFE_NO_PAD.encode(after.to_be_bytes())
}

fn read_cursor(text: &str) -> Result<u64, Problem> {
    URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .map(u64::from_be_bytes)
        .ok_or_else(|| {
            Problem::parameter("cursor", text, "not a cursor of this service; take it from a next link")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        for after in [0, 1, 255, 1 << 40, u64::MAX] {
            assert_eq!(read_cursor(&write_cursor(after)).unwrap(), after);
        }
        for bad in ["", "zz", "AAAAAAAAAAA=", "é", "AAAAAAAAAAAA"] {
            assert!(read_cursor(bad).is_err(), "{bad}");
        }
    }

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
