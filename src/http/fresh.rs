//! Entity tags: what a client has already is not sent again.
//!
//! In: a request for what the collections hold, and the version they are at. Out: its answer with an `ETag`, or 304.
//! It must not know what is asked for.

use crate::service::Service;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    self, ETag, EntityTag, Header, HeaderMap, HeaderName, HeaderValue, IfNoneMatch, TryIntoHeaderValue as _,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a representation is chosen by, besides its address.
const CHOSEN_BY: [HeaderName; 2] = [header::ACCEPT, header::ACCEPT_LANGUAGE];

/// Answers a reading request, unless the client's copy is as good.
///
/// The tag is made from the version of all collections, not from the answer: whether a copy is still good is known
/// without a search. It is weak, since the compressed form goes by the same tag and a document tells when it was
/// written. A route that knows better sets a tag of its own, which then counts.
pub(super) async fn conditional(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let service = request.app_data::<web::Data<Service>>();
    let (Some(service), &Method::GET | &Method::HEAD) = (service, request.method()) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    // Before the answer, which may then be newer than its tag but never older.
    let tag = tag(&service.version(), &request);
    let known = IfNoneMatch::parse(&request).ok();
    if matches!(&known, Some(IfNoneMatch::Items(tags)) if tags.iter().any(|known| known.weak_eq(&tag))) {
        let mut unchanged = request.into_response(HttpResponse::NotModified().finish());
        label(unchanged.headers_mut(), &tag);
        return Ok(unchanged);
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    if response.status() != StatusCode::OK {
        return Ok(response);
    }
    let own = response.headers().get(header::ETAG).and_then(|own| own.to_str().ok()?.parse().ok());
    let tag: EntityTag = own.unwrap_or(tag);
    label(response.headers_mut(), &tag);
    let is_known = match known {
        Some(IfNoneMatch::Any) => true,
        Some(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        None => false,
    };
    if is_known {
        let headers = response.headers().clone();
        response = response.into_response(HttpResponse::NotModified().finish());
        for (name, value) in headers.iter().filter(|(name, _)| *name != header::CONTENT_TYPE) {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    Ok(response)
}

/// A copy may be kept, and is asked about each time it is used: data change at any moment.
fn label(headers: &mut HeaderMap, tag: &EntityTag) {
    if let Ok(value) = ETag(tag.clone()).try_into_value() {
        headers.insert(header::ETAG, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    for name in CHOSEN_BY {
        headers.append(header::VARY, HeaderValue::from_name(name));
    }
}

fn tag(version: &str, request: &ServiceRequest) -> EntityTag {
    let mut hasher = DefaultHasher::new();
    request.uri().hash(&mut hasher);
    for name in CHOSEN_BY {
        request.headers().get(name).map(HeaderValue::as_bytes).hash(&mut hasher);
    }
    EntityTag::new_weak(format!("{version}-{:016x}", hasher.finish()))
}
