//! Vector tiles of events: OGC API - Tiles, Part 1 (20-057), and `TileJSON` 3.0.
//!
//! In: the address of a tile. Out: the tile, and the documents that say what tiles there are. It must not know how a tile is
//! encoded.

mod documents;
mod matrix_set;

pub(in crate::http) use matrix_set::MATRIX_SET;

use super::asked;
use super::{JSON, json, root, thought};
use crate::encode::mvt;
use crate::http::error::{Problem, echo};
use crate::http::negotiate::{self, Format};
use crate::http::params::Params;
use crate::service::{Layer, MAX_TILE_ZOOM, Query, Service, TileAddress};
use actix_web::{HttpRequest, HttpResponse, web};

/// `GET /tileMatrixSets`.
pub(super) async fn matrix_sets(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["f"])?;
    negotiate::format(&request, &params, &[Format::Json])?;
    Ok(json(&matrix_set::list(&root(&request))))
}

/// `GET /tileMatrixSets/{set}`.
pub(super) async fn matrix_set(
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    known(&path)?;
    let params = Params::read(&request, &["f"])?;
    negotiate::format(&request, &params, &[Format::Json])?;
    Ok(json(&matrix_set::document(MAX_TILE_ZOOM)))
}

/// `GET /collections/events/tiles`.
pub(super) async fn tilesets(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["f"])?;
    negotiate::format(&request, &params, &[Format::Json])?;
    Ok(json(&documents::tilesets(&root(&request))))
}

/// `GET /collections/events/tiles/{set}`: what tiles there are, as OGC has it or as `TileJSON`. Conditions that are asked for go
/// on to the addresses of the tiles.
pub(super) async fn tileset(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    known(&path)?;
    let (params, _) = asked::events(&request, &["f"])?;
    let root = root(&request);
    let conditions = asked::query_string(&params, &["f"]);
    let extent = service.layers().get(Layer::Events).extent();
    if params.get("f") == Some("tilejson") {
        return Ok(json(&documents::tilejson(&root, &conditions, extent)));
    }
    negotiate::format(&request, &params, &[Format::Json])?;
    Ok(json(&documents::tileset(&root, &conditions, extent)))
}

/// `GET /collections/events/tiles/{set}/{zoom}/{row}/{column}`.
pub(super) async fn tile(
    request: HttpRequest,
    path: web::Path<(String, String, String, String)>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let (set, zoom, row, column) = path.into_inner();
    known(&set)?;
    let (params, query) = asked::events(&request, &["f"])?;
    params.format(&["mvt"])?;
    let tile = address(&zoom, &row, &column)?;
    let query = Query { limit: usize::MAX, ..query };
    let tile = thought(move || Ok::<_, Problem>(service.tile(&query, tile))).await?;
    Ok(if tile.is_empty() {
        HttpResponse::NoContent().finish()
    } else {
        HttpResponse::Ok().content_type(mvt::MEDIA_TYPE).body(tile)
    })
}

fn address(zoom: &str, row: &str, column: &str) -> Result<TileAddress, Problem> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let address = || TileAddress::new(u8::try_from(number(zoom)?).ok()?, number(column)?, number(row)?);
    address().ok_or_else(|| {
        Problem::not_found(format!(
            "no tile {}/{}/{} (zoom, row, column): there are zooms 0 to {MAX_TILE_ZOOM}, and rows and columns from 0 up to 2 to \
             the power of the zoom, less one",
            echo(zoom),
            echo(row),
            echo(column)
        ))
    })
}

fn known(set: &str) -> Result<(), Problem> {
    if set == MATRIX_SET {
        Ok(())
    } else {
        Err(Problem::not_found(format!("no tile matrix set '{}'; there is {MATRIX_SET}", echo(set))))
    }
}

/// The media type of the documents here.
const DOCUMENT: &str = JSON;
