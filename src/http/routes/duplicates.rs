//! Pairs of events that may be one, and what a person decides.
//!
//! In: a state, or a pair and a decision. Out: pairs with both sides and why they may be one. It must not compare events.

use super::{JSON, blocking, json};
use crate::http::body;
use crate::http::error::{Problem, echo};
use crate::http::params::Params;
use crate::service::{Decision, PairState, Service};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

/// The most pairs on a page.
const MAX_PAIRS: usize = 1_000;
/// A decision is one word.
const MAX_BODY_BYTES: usize = 1_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    decision: Decision,
}

/// `GET /duplicates`.
pub(super) async fn list(request: HttpRequest, service: web::Data<Service>) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["state", "after", "limit"])?;
    let state: Option<PairState> = params.parse("state")?;
    let (after, limit) = params.page(MAX_PAIRS)?;
    let (pairs, count) = blocking(move || service.pairs(state, after, limit)).await?;
    Ok(json(&json!({ "duplicates": pairs, "count": count })))
}

/// `POST /duplicates/{pair}`.
pub(super) async fn decide(
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let Decided { decision } = body::json(&request, payload, &[JSON], MAX_BODY_BYTES).await?;
    let id = path
        .parse()
        .map_err(|_| Problem::not_found(format!("there is no pair of duplicates '{}'", echo(&path))))?;
    Ok(json(&blocking(move || service.decide_pair(id, decision)).await?))
}
