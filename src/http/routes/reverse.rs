//! What lies around a point.

use super::computed;
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::service::{DEFAULT_NEAREST, MAX_NEAREST, Service};
use actix_web::{HttpRequest, HttpResponse, web};

/// `GET /reverse?lon=&lat=&limit=`: the nearest places with distance and direction, and the units of each edition.
pub(super) async fn reverse(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["lon", "lat", "limit"])?;
    let point = params.point()?.ok_or_else(|| {
        Problem::parameter("lon", "", "lon and lat are needed, as in /reverse?lon=-0.35&lat=17.06")
    })?;
    let count = params.whole("limit", 1, MAX_NEAREST, DEFAULT_NEAREST)?;
    computed(move || Ok(service.reverse(point, count))).await
}
