//! The root, which serves people and machines, and what the service conforms to.

use super::{HTML, JSON, alternates, json, link, root};
use crate::http::assets;
use crate::http::error::Problem;
use crate::http::html::{self, Lang};
use crate::http::negotiate::{self, Format};
use crate::http::openapi::MEDIA_TYPE as OPENAPI;
use crate::http::params::Params;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

/// The conformance classes that hold whole.
const CONFORMANCE: [&str; 22] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
];

/// The relation of OGC API - Tiles for tile matrix sets.
const TILING_SCHEMES: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";

/// `GET /`: the map to a browser, the OGC landing page to a client.
pub(super) async fn landing(request: HttpRequest) -> Result<HttpResponse, Problem> {
    // The map keeps its own state in the query, so `f` is looked for before the query is held to rules.
    let format = match Params::said(&request, "f")?.as_deref() {
        Some("html") => Format::Html,
        Some(_) => Format::Json,
        None => negotiate::accepted(&request, &Format::DOCUMENT)?,
    };
    if format == Format::Html { assets::index(&request) } else { landing_page(&request) }
}

fn landing_page(request: &HttpRequest) -> Result<HttpResponse, Problem> {
    Params::read(request, &["f"])?.format(&["json", "html"])?;
    let root = root(request);
    let at = |path: &str| format!("{root}{path}");
    Ok(json(&json!({
        "title": "Azalai",
        "description": "Security events in Mali, placed by a gazetteer, each with how sure that is and why.",
        "attribution": crate::http::assets::ATTRIBUTION,
        "links": [
            link("self", JSON, "This document", at("/?f=json")),
            link("alternate", HTML, "The map", at("/?f=html")),
            link("service-desc", OPENAPI, "The API", at("/openapi.json")),
            link("service-doc", HTML, "The API to read", at("/docs")),
            link("conformance", JSON, "What this service conforms to", at("/conformance")),
            link("data", JSON, "The collections", at("/collections")),
            link(TILING_SCHEMES, JSON, "The tile matrix sets", at("/tileMatrixSets")),
        ],
    })))
}

/// `GET /conformance`.
pub(super) async fn conformance(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["f"])?;
    let format = negotiate::format(&request, &params, &Format::DOCUMENT)?;
    if format == Format::Html {
        let links = alternates(&request, format, &Format::DOCUMENT);
        return Ok(html::conformance(Lang::of(&request), &CONFORMANCE, &links));
    }
    Ok(json(&json!({ "conformsTo": CONFORMANCE })))
}
