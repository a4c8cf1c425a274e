//! How events spread over time, kinds, actors, regions and sources.

use super::{JSON, asked, thought};
use crate::http::error::Problem;
use crate::http::negotiate::{self, Format};
use crate::service::{Facet, Service, Step};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use std::collections::BTreeMap;

/// What events are counted by. Each is an attribute of events.
const FACETS: [&str; 4] = ["kind", "actor", "region", "source"];

/// Values of each at most, unless the client wants more or less.
const DEFAULT_TOP: usize = 20;
const MAX_TOP: usize = 1_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    number_matched: usize,
    by: &'static str,
    histogram: HistogramDocument,
    #[serde(flatten)]
    facets: BTreeMap<&'static str, FacetDocument>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HistogramDocument {
    number_matched: usize,
    undated: usize,
    columns: Vec<Column>,
}

#[derive(Serialize)]
struct Column {
    start: String,
    count: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FacetDocument {
    number_matched: usize,
    /// How many have no value.
    unknown: usize,
    values: Vec<ValueCount>,
    /// How many values there are beyond these.
    more: usize,
}

#[derive(Serialize)]
struct ValueCount {
    value: String,
    count: usize,
}

/// `GET /collections/events/summary?by=&top=`: each facet is counted without its own condition.
pub(super) async fn summary(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let (params, query) = asked::events(&request, &["by", "top", "f"])?;
    negotiate::format(&request, &params, &[Format::Json])?;
    let step = match params.get("by") {
        None => Step::Month,
        Some(asked) => Step::ALL.into_iter().find(|step| step.word() == asked).ok_or_else(|| {
            Problem::parameter(
                "by",
                asked,
                format!("must be one of {}", Step::ALL.map(Step::word).join(", ")),
            )
        })?,
    };
    let top = params.whole("top", 1, MAX_TOP, DEFAULT_TOP)?;
    let summary = thought(move || Ok::<_, Problem>(service.summary(&query, step, &FACETS))).await?;
    let columns = summary.histogram.columns.iter();
    let document = Document {
        number_matched: summary.matched,
        by: step.word(),
        histogram: HistogramDocument {
            number_matched: summary.histogram.matched,
            undated: summary.histogram.undated,
            columns: columns
                .map(|(start, count)| Column { start: start.to_string(), count: *count })
                .collect(),
        },
        facets: FACETS
            .into_iter()
            .zip(summary.facets.iter().map(|facet| facet_document(facet, top)))
            .collect(),
    };
    Ok(HttpResponse::Ok().content_type(JSON).json(&document))
}

fn facet_document(facet: &Facet, top: usize) -> FacetDocument {
    let shown = facet.values.iter().take(top);
    FacetDocument {
        number_matched: facet.matched,
        unknown: facet.unknown,
        values: shown.map(|(value, count)| ValueCount { value: value.to_string(), count: *count }).collect(),
        more: facet.values.len().saturating_sub(top),
    }
}
