//! What the features of a collection can be asked for, as a JSON schema (OGC 19-079r2, 6).

use super::collections::layer;
use super::{alternates, root};
use crate::http::cql2::Moment;
use crate::http::error::Problem;
use crate::http::html::{self, Lang};
use crate::http::negotiate::{self, Format};
use crate::http::params::Params;
use crate::http::queryables::{Queryable, Target, queryables};
use crate::service::AttributeType;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value, json};

/// The media type of JSON schemas.
pub(super) const SCHEMA: &str = "application/schema+json";
/// The relation of links to this resource.
pub(super) const QUERYABLES: &str = "http://www.opengis.net/def/rel/ogc/1.0/queryables";

/// `GET /collections/{collection}/queryables`.
pub(super) async fn queryables_of(
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let layer = layer(&path)?;
    let params = Params::read(&request, &["f"])?;
    // A schema has a media type of its own, and no client that asks for another is left without it.
    let format = match params.get("f") {
        Some(_) => negotiate::format(&request, &params, &Format::DOCUMENT)?,
        None => negotiate::accepted(&request, &Format::DOCUMENT).unwrap_or(Format::Json),
    };
    let properties: Map<String, Value> =
        queryables(layer).iter().map(|queryable| (queryable.name.to_owned(), schema(queryable))).collect();
    let body = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}{}", root(&request), request.path()),
        "type": "object",
        "title": layer.title(),
        "description": "What these features can be asked for: in filter, as parameters, and in sortby.",
        "properties": properties,
        "additionalProperties": false,
    });
    if format == Format::Html {
        let links = alternates(&request, format, &Format::DOCUMENT);
        return Ok(html::queryables(Lang::of(&request), layer.id(), &body, &links));
    }
    Ok(HttpResponse::Ok().content_type(SCHEMA).json(&body))
}

fn schema(queryable: &Queryable) -> Value {
    let mut schema = match queryable.target {
        Target::Id => json!({ "type": "string", "x-ogc-role": "id" }),
        Target::Geometry => json!({ "format": "geometry-any", "x-ogc-role": "primary-geometry" }),
        Target::Time(Moment::Span) => {
            json!({ "type": "string", "format": "date-time", "x-ogc-role": "primary-interval" })
        }
        Target::Time(Moment::Start) => {
            json!({ "type": "string", "format": "date", "x-ogc-role": "primary-interval-start" })
        }
        Target::Time(Moment::End) => {
            json!({ "type": "string", "format": "date", "x-ogc-role": "primary-interval-end" })
        }
        Target::Attribute { kind, .. } => match kind {
            // One of several is enough, so that a text is what they are compared with.
            AttributeType::Text | AttributeType::Texts => json!({ "type": "string" }),
            AttributeType::Number => json!({ "type": "number" }),
            AttributeType::Integer => json!({ "type": "integer" }),
            AttributeType::Boolean => json!({ "type": "boolean" }),
        },
    };
    schema["title"] = queryable.title.into();
    if !queryable.values.is_empty() {
        schema["enum"] = json!(queryable.values);
    }
    schema
}
