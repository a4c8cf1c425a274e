//! Which events a request is about.
//!
//! In: a query string with conditions on events and what the route knows besides. Out: the query. It must not know what is done
//! with the events.

use super::items::{encode_query, interval};
use crate::event::Bbox;
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::service::Query;
use actix_web::HttpRequest;

/// Conditions on events.
const CONDITIONS: [&str; 2] = ["bbox", "datetime"];

/// The events that a request asks for, all of them; `own` are the parameters that the route knows besides.
pub(super) fn events(request: &HttpRequest, own: &[&str]) -> Result<(Params, Query), Problem> {
    let known: Vec<&str> = CONDITIONS.iter().chain(own).copied().collect();
    let params = Params::read(request, &known)?;
    let query = Query {
        bbox: params.parse::<Bbox>("bbox")?,
        time: interval(&params)?,
        limit: usize::MAX,
        ..Query::default()
    };
    Ok((params, query))
}

/// The parameters but some, for an address that asks for the same events.
pub(super) fn query_string(params: &Params, but: &[&str]) -> String {
    encode_query(&params.without(but))
}
