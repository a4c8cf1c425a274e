//! Events that lie close together, counted as a map needs them.

use super::{GEOJSON, asked, thought};
use crate::encode::{COORDINATE_DIGITS, Rounded};
use crate::event::Bbox;
use crate::http::error::Problem;
use crate::http::negotiate::{self, Format};
use crate::service::{Cluster, Clusters, MAX_CLUSTER_ZOOM, Service};
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// The whole country on a screen.
const DEFAULT_ZOOM: usize = 6;

/// A collection of clusters. `number_matched` is that of the events, which the counts add up to.
#[derive(Serialize)]
#[serde(tag = "type", rename = "FeatureCollection", rename_all = "camelCase")]
struct Document<'a> {
    number_matched: usize,
    number_returned: usize,
    time_stamp: String,
    zoom: u8,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
struct Feature<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    bbox: [Rounded; 4],
    geometry: Point,
    properties: Properties<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
struct Point {
    coordinates: [Rounded; 2],
}

#[derive(Serialize)]
struct Properties<'a> {
    count: usize,
    kinds: BTreeMap<&'a str, usize>,
    date_start: Option<String>,
    date_end: Option<String>,
}

/// `GET /collections/events/clusters?zoom=`: clusters of the events that meet the conditions.
pub(super) async fn clusters(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let (params, query) = asked::events(&request, &["zoom", "f"])?;
    negotiate::format(&request, &params, &[Format::GeoJson])?;
    let zoom = params.whole("zoom", 0, MAX_CLUSTER_ZOOM.into(), DEFAULT_ZOOM)? as u8;
    let clusters = thought(move || Ok::<_, Problem>(service.clusters(&query, zoom))).await?;
    let document = Document::from(&clusters);
    Ok(HttpResponse::Ok().content_type(GEOJSON).json(&document))
}

impl<'a> From<&'a Clusters> for Document<'a> {
    fn from(answer: &'a Clusters) -> Self {
        Self {
            number_matched: answer.matched,
            number_returned: answer.clusters.len(),
            time_stamp: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            zoom: answer.zoom,
            features: answer.clusters.iter().map(Feature::from).collect(),
        }
    }
}

impl<'a> From<&'a Cluster> for Feature<'a> {
    fn from(cluster: &'a Cluster) -> Self {
        let degrees = |number| Rounded::new(number, COORDINATE_DIGITS);
        let Bbox { west, south, east, north } = cluster.bbox;
        let day =
            |ms: i64| Timestamp::from_millisecond(ms).ok().map(|time| time.strftime("%Y-%m-%d").to_string());
        Self {
            id: cluster.id.as_deref(),
            bbox: [west, south, east, north].map(degrees),
            geometry: Point { coordinates: cluster.point.map(degrees) },
            properties: Properties {
                count: cluster.count,
                kinds: cluster.classes.iter().map(|(kind, count)| (&**kind, *count)).collect(),
                date_start: cluster.span.and_then(|span| day(span.0)),
                date_end: cluster.span.and_then(|span| day(span.1)),
            },
        }
    }
}
