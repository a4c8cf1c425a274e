//! Problems as pages, for people whose browser came to a wrong address.
//!
//! In: an answer that is a problem. Out: the same as a page, where the request would rather have one. It must not know what
//! went wrong.

use super::error::Problem;
use super::html::{self, Lang};
use super::negotiate::{self, Format};
use super::params::Params;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, ResponseError as _};

/// Tells a problem as a page to a reader whose browser asked; programs get the document.
pub(super) async fn readers(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut response = next.call(request).await?.map_into_boxed_body();
    let problem = response.response().extensions().get::<Problem>().cloned();
    let Some(problem) = problem.filter(|_| is_read(response.request())) else { return Ok(response) };
    for name in [header::ACCEPT, header::ACCEPT_LANGUAGE] {
        response.headers_mut().append(header::VARY, HeaderValue::from_name(name));
    }
    if !wants_page(response.request()) {
        return Ok(response);
    }
    let Ok(document) = serde_json::to_value(&problem) else { return Ok(response) };
    let lang = Lang::of(response.request());
    let page = html::problem(lang, problem.status_code(), &document);
    let mut response = response.map_body(|_, _| BoxBody::new(page));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(html::MEDIA_TYPE));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    Ok(response)
}

/// Whether a request only reads: others are sent by programs.
fn is_read(request: &HttpRequest) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// Whether a request would rather have a page than a document: as it says itself, or else its `Accept`.
fn wants_page(request: &HttpRequest) -> bool {
    // Of two forms that contradict each other none is taken, and the header counts.
    match Params::said(request, "f").ok().flatten() {
        Some(form) => form == Format::Html.word(),
        None => matches!(negotiate::accepted(request, &Format::DOCUMENT), Ok(Format::Html)),
    }
}
