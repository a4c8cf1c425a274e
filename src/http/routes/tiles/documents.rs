//! What tiles there are, for machines.
//!
//! In: where the service is, conditions, the extent of the events. Out: documents. It must not know tiles' bytes.

use super::DOCUMENT;
use super::matrix_set::{CRS, MATRIX_SET, URI};
use crate::encode::mvt;
use crate::event::Bbox;
use crate::http::assets::ATTRIBUTION;
use crate::http::routes::{CRS84, link};
use crate::service::{Layer, MAX_TILE_ZOOM, TILE_FIELDS, TILE_LAYER};
use serde_json::{Map, Value, json};

/// Nearer than this a client may scale tiles up: events are known to some metres at best.
const MAX_USEFUL_ZOOM: u8 = 14;

const TILING_SCHEME: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";

fn here(root: &str) -> String {
    format!("{root}/collections/{}/tiles", Layer::Events.id())
}

/// The list of tilesets, of which there is one.
pub(super) fn tilesets(root: &str) -> Value {
    let here = here(root);
    json!({
        "links": [link("self", DOCUMENT, "This document", here.clone())],
        "tilesets": [{
            "title": Layer::Events.title(),
            "dataType": "vector",
            "crs": CRS,
            "tileMatrixSetURI": URI,
            "links": [
                link("self", DOCUMENT, "The tileset", format!("{here}/{MATRIX_SET}")),
                link(TILING_SCHEME, DOCUMENT, "Its tile matrix set", format!("{root}/tileMatrixSets/{MATRIX_SET}")),
            ],
        }],
    })
}

/// The tileset as OGC has it (17-083r4, clause 7).
pub(super) fn tileset(root: &str, conditions: &str, extent: Option<Bbox>) -> Value {
    let set = format!("{}/{MATRIX_SET}", here(root));
    let properties: Map<String, Value> = TILE_FIELDS
        .iter()
        .map(|(name, title)| {
            let kind = match *name {
                "p" => "number",
                "precision" => "integer",
                _ => "string",
            };
            ((*name).to_owned(), json!({ "title": title, "type": kind }))
        })
        .collect();
    let mut document = json!({
        "title": Layer::Events.title(),
        "description": Layer::Events.description(),
        "attribution": ATTRIBUTION,
        "dataType": "vector",
        "crs": CRS,
        "tileMatrixSetURI": URI,
        "links": [
            link("self", DOCUMENT, "This document", with(&set, conditions)),
            link("alternate", DOCUMENT, "The same as TileJSON", with(&set, &joined(conditions, "f=tilejson"))),
            link(TILING_SCHEME, DOCUMENT, "Its tile matrix set", format!("{root}/tileMatrixSets/{MATRIX_SET}")),
            {
                "rel": "item",
                "type": mvt::MEDIA_TYPE,
                "title": "The tiles",
                "href": with(&format!("{set}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"), conditions),
                "templated": true,
            },
        ],
        "layers": [{
            "id": TILE_LAYER,
            "title": Layer::Events.title(),
            "dataType": "vector",
            "geometryDimension": 0,
            "minTileMatrix": "0",
            "maxTileMatrix": MAX_TILE_ZOOM.to_string(),
            "propertiesSchema": { "type": "object", "properties": properties },
        }],
    });
    if let Some(Bbox { west, south, east, north }) = extent {
        document["boundingBox"] =
            json!({ "lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84 });
    }
    document
}

/// The tileset as `TileJSON` 3.0.0 has it.
pub(super) fn tilejson(root: &str, conditions: &str, extent: Option<Bbox>) -> Value {
    let fields: Map<String, Value> =
        TILE_FIELDS.iter().map(|(name, title)| ((*name).to_owned(), (*title).into())).collect();
    let mut document = json!({
        "tilejson": "3.0.0",
        "name": Layer::Events.title(),
        "description": Layer::Events.description(),
        "attribution": ATTRIBUTION,
        "scheme": "xyz",
        "tiles": [with(&format!("{}/{MATRIX_SET}/{{z}}/{{y}}/{{x}}", here(root)), conditions)],
        "minzoom": 0,
        "maxzoom": MAX_USEFUL_ZOOM,
        "vector_layers": [{
            "id": TILE_LAYER,
            "description": Layer::Events.description(),
            "minzoom": 0,
            "maxzoom": MAX_USEFUL_ZOOM,
            "fields": fields,
        }],
    });
    if let Some(Bbox { west, south, east, north }) = extent {
        document["bounds"] = json!([west, south, east, north]);
    }
    document
}

fn with(address: &str, conditions: &str) -> String {
    if conditions.is_empty() { address.to_owned() } else { format!("{address}?{conditions}") }
}

fn joined(conditions: &str, more: &str) -> String {
    if conditions.is_empty() { more.to_owned() } else { format!("{conditions}&{more}") }
}
