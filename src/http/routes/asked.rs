//! Which events a request is about.
//!
//! In: a query string with conditions on events and what the route knows besides. Out: the query. It must not know what is done
//! with the events.

use super::items::encode_query;
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::http::query;
use crate::service::{Layer, Query};
use actix_web::HttpRequest;

/// The events that a request asks for, all of them; `own` are the parameters that the route knows besides.
pub(super) fn events(request: &HttpRequest, own: &[&str]) -> Result<(Params, Query), Problem> {
    let params = query::choosing(request, Layer::Events, own)?;
    let query = of_events(&params)?;
    Ok((params, query))
}

/// All events that meet the conditions among the parameters.
pub(super) fn of_events(params: &Params) -> Result<Query, Problem> {
    query::chosen_of(Layer::Events, params)
}

/// The parameters but some, for an address that asks for the same events.
pub(super) fn query_string(params: &Params, but: &[&str]) -> String {
    encode_query(&params.without(but))
}
