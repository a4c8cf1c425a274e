//! What happened around a place, before and after a day.

use super::{GEOJSON, asked, link, root, thought};
use crate::encode::geojson;
use crate::event::{DateSpan, Interval};
use crate::http::error::Problem;
use crate::http::negotiate::{self, Format};
use crate::service::{Filter, Property, Query, Service};
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// Kilometres when the client does not say, and at most.
const DEFAULT_KM: f64 = 25.0;
const MAX_KM: f64 = 500.0;
/// Days before and after at most: a century.
const MAX_DAYS: usize = 36_525;
/// Events when the client does not say, and at most.
const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: usize = 1_000;

/// `GET /nearby?lon=&lat=&km=&days=&date=`: the nearest events first, each with `distance_km` and, where the day is known,
/// `days` from it.
pub(super) async fn nearby(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let (params, query) = asked::events(&request, &["lon", "lat", "km", "days", "date", "limit", "f"])?;
    negotiate::format(&request, &params, &[Format::GeoJson])?;
    let at = params.point()?.ok_or_else(|| {
        Problem::parameter(
            "lon",
            "",
            "lon and lat are needed, as in /nearby?lon=-0.35&lat=17.06&km=25&days=30",
        )
    })?;
    let km = kilometres(params.get("km"))?;
    let date = params.day("date")?;
    let days = params.get("days").map(|_| params.whole("days", 0, MAX_DAYS, 0)).transpose()?;
    let days = days.and_then(|days| i64::try_from(days).ok());
    let limit = params.whole("limit", 1, MAX_LIMIT, DEFAULT_LIMIT)?;
    // Without a day it is today that days are counted from.
    let middle = date.or_else(|| days.map(|_| Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()));
    let window = middle.zip(days).map(|(middle, days)| around(middle, days));
    let query = Query { limit, ..within(query, window) };
    let near =
        move || service.near(&query, at, km * 1000.0, middle).map_err(|error| Problem::internal(&error));
    let (found, matched) = thought(near).await?;
    let here = format!("{}{}?{}", root(&request), request.path(), request.query_string());
    let links = [link("self", GEOJSON, "This document", here)];
    Ok(HttpResponse::Ok().content_type(GEOJSON).body(geojson::document(
        &links,
        matched,
        Timestamp::now(),
        &found,
    )))
}

fn kilometres(text: Option<&str>) -> Result<f64, Problem> {
    let Some(text) = text else { return Ok(DEFAULT_KM) };
    let km = text.parse::<f64>().ok().filter(|km| *km > 0.0 && *km <= MAX_KM);
    km.ok_or_else(|| Problem::parameter("km", text, format!("must be a number above 0 and up to {MAX_KM}")))
}

/// So many days before and after a day, cut at the calendar's ends.
fn around(middle: Date, days: i64) -> (i64, i64) {
    let days = days.days();
    let from = middle.checked_sub(days).unwrap_or(Date::MIN);
    let to = middle.checked_add(days).unwrap_or(Date::MAX);
    (DateSpan::day(from, "").millis().0, DateSpan::day(to, "").millis().1)
}

/// The same query, of events in a window of time. Where it asks for some time itself, an event need only meet each of the two:
/// one that lasts a month may meet both though they have no moment in common.
fn within(query: Query, window: Option<(i64, i64)>) -> Query {
    let Some((from, to)) = window else { return query };
    if query.time.is_none() {
        return Query { time: Interval::new(Some(from), Some(to)).ok(), ..query };
    }
    let meets = Filter::Time { start: (i64::MIN, to), end: (from, i64::MAX) };
    // As everywhere an event without a date may have been at any time.
    let meets = Filter::Or(vec![meets, Filter::IsNull(Property::Time)]);
    let filter = match query.filter {
        Some(filter) => filter.and(meets),
        None => meets,
    };
    Query { filter: Some(filter), ..query }
}
