//! Places that a name may mean.

use super::computed;
use crate::event::PlaceContext;
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::service::Service;
use actix_web::{HttpRequest, HttpResponse, web};

/// `GET /geocode?q=&region=&cercle=&commune=&date=`: ranked candidates and the decision, with its reason.
pub(super) async fn geocode(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["q", "region", "cercle", "commune", "date"])?;
    let text = |name| params.get(name).unwrap_or_default();
    let place = PlaceContext::typed(text("q"), text("region"), text("cercle"), text("commune"))
        .ok_or_else(|| Problem::parameter("q", "", "name a place, as in /geocode?q=Bamba&region=Gao"))?;
    let on = params.day("date")?;
    computed(move || Ok(service.geocode(&place, on))).await
}
