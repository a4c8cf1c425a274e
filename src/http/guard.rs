//! What holds for every request: who may call a service that asks nobody for a key, and what a browser may do
//! with the answer.
//!
//! In: a request's headers. Out: the request, let through or refused, and security headers on the answer, which if it
//! is an error is a problem document. It must not know routes.

use super::backdrop::Shared;
use super::encoding;
use super::error::{Problem, echo};
use crate::config::{Origin, PublicUrl, Reach};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::uri::Authority;
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError};
use std::sync::Arc;

/// What a page of another origin may see of an answer, besides its body.
const EXPOSED: &str = "ETag, Link, Content-Disposition, Retry-After, Allow";
/// Header fields that such a page may send: none that changes anything.
const TAKEN: &str = "Accept, Accept-Language, If-None-Match, Last-Event-ID";
/// How long a browser may remember that it asked, in seconds.
const REMEMBERED: &str = "600";

/// Who sends a request.
#[derive(Debug)]
enum Caller {
    /// This machine's own pages and tools.
    Own,
    /// A page of another origin that the operator lets read.
    Reader(HeaderValue),
}

/// Lets a request through that comes from this machine's own pages or tools, or from a page that may read.
///
/// The service listens on loopback, yet any page that a browser has open can send requests there. A page of
/// another origin cannot read the answers, but it could write (a form posting a list), and with a name of its own
/// that resolves to 127.0.0.1 it could even read. So the `Host` must be a loopback name, and an `Origin`, which
/// browsers add to writing requests, must be that host, unless the operator named it: then it may read, and only that.
/// What a page takes without an `Origin` (a picture, say) it cannot read either, but it would make the service work: browsers
/// say of such a request that it is from another site. People who follow a link are welcome. The public address, if there is
/// one, is the service's own.
pub(super) async fn guard(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let reach = request.app_data::<Arc<Reach>>().cloned().unwrap_or_default();
    let allowed = &reach.readers;
    let policy = request.app_data::<Shared>().map(|backdrop| backdrop.policy());
    let authority = request.uri().authority().map(Authority::as_str);
    let (mut response, caller) = match admit(request.headers(), authority, request.method(), &reach) {
        Err(problem) => (request.into_response(problem.error_response()), Caller::Own),
        Ok(Caller::Reader(origin)) if request.method() == Method::OPTIONS => {
            (request.into_response(preflight()), Caller::Reader(origin))
        }
        Ok(caller) => {
            encoding::prefer(&mut request);
            match next.call(request).await {
                Ok(response) => (as_problem(response.map_into_boxed_body()), caller),
                // Given up on, and no request is left to answer.
                Err(error) => {
                    let mut response = error.error_response();
                    label(response.headers_mut(), &caller, allowed, policy);
                    return Err(InternalError::from_response(error, response).into());
                }
            }
        }
    };
    let status = response.status();
    encoding::vary(status, response.headers_mut());
    label(response.headers_mut(), &caller, allowed, policy);
    Ok(response)
}

fn label(headers: &mut HeaderMap, caller: &Caller, allowed: &[Origin], policy: Option<HeaderValue>) {
    let everybody = allowed.contains(&Origin::Any);
    let shared = everybody || matches!(caller, Caller::Reader(_));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            if shared { "cross-origin" } else { "same-origin" },
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if !allowed.is_empty() && !everybody {
        headers.append(header::VARY, HeaderValue::from_static("origin"));
    }
    let reader = match caller {
        Caller::Reader(origin) => Some(origin.clone()),
        // Who asked is not said, so that a copy of the answer is as good for any page.
        Caller::Own => everybody.then(|| HeaderValue::from_static("*")),
    };
    if let Some(origin) = reader {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
}

/// What a browser is told that asks before it sends.
fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, TAKEN))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, REMEMBERED))
        // Chromium asks this of services on loopback.
        .insert_header((HeaderName::from_static("access-control-allow-private-network"), "true"))
        .finish()
}

/// An error that was answered below the routes, by the server itself, as a problem like all others.
fn as_problem(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    // As a document or as a page.
    let is_problem = response.response().extensions().contains::<Problem>();
    if !is_error || is_problem {
        return response;
    }
    response.into_response(Problem::of_status(status).error_response())
}

fn admit(
    headers: &HeaderMap,
    authority: Option<&str>,
    method: &Method,
    Reach { readers: allowed, public }: &Reach,
) -> Result<Caller, Problem> {
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or("?"));
    let host = authority.or_else(|| text(header::HOST)).unwrap_or_default();
    let public = public.as_ref();
    if !is_loopback_name(host) && !public.is_some_and(|public| public.is_host(host)) {
        return Err(Problem::forbidden(format!(
            "this service answers on this machine only, under 127.0.0.1, [::1] or localhost, not under '{}'",
            echo(host)
        )));
    }
    let Some(origin) = text(header::ORIGIN) else {
        return if is_of_another_page(&text) && !allowed.contains(&Origin::Any) {
            Err(Problem::forbidden("a page of another origin may not use this service through a browser"))
        } else {
            Ok(Caller::Own)
        };
    };
    let is_host = origin.split_once("://").is_some_and(|(_, origin_host)| origin_host == host);
    if is_host || public.map(PublicUrl::as_str) == Some(origin) {
        return Ok(Caller::Own);
    }
    match allowed.iter().find(|known| known.covers(origin)) {
        None => Err(Problem::forbidden(format!(
            "a page of '{}' may not use this service through a browser",
            echo(origin)
        ))),
        Some(_) if !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) => {
            Err(Problem::forbidden(format!("a page of '{}' may read this service and no more", echo(origin))))
        }
        Some(Origin::Any) => Ok(Caller::Reader(HeaderValue::from_static("*"))),
        Some(Origin::One(known)) => HeaderValue::from_str(known)
            .map(Caller::Reader)
            .map_err(|_| Problem::forbidden(format!("'{}' is no origin", echo(origin)))),
    }
}

/// Whether a browser asks for a page of another site (Fetch Metadata), not for a person who goes here from there. Who is no
/// browser says nothing of the kind.
fn is_of_another_page<'h>(text: &impl Fn(HeaderName) -> Option<&'h str>) -> bool {
    let said = |name| text(HeaderName::from_static(name)).unwrap_or_default();
    let is_foreign = matches!(said("sec-fetch-site"), "cross-site" | "same-site");
    let is_framed = matches!(said("sec-fetch-dest"), "iframe" | "frame" | "fencedframe" | "embed" | "object");
    is_foreign && (said("sec-fetch-mode") != "navigate" || is_framed)
}

fn is_loopback_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || address.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        admit(&headers, None, &Method::GET, &Reach::default()).is_err()
    }

    #[test]
    fn loopback_names_are_let_through() {
        for host in ["127.0.0.1:8080", "localhost", "LocalHost:80", "[::1]:8080", "127.9.9.9"] {
            assert!(!refused(host, None), "{host}");
        }
    }

    #[test]
    fn other_names_are_refused_even_if_they_resolve_here() {
        for host in ["evil.example:8080", "127.0.0.1.evil.example", "", "localhost.evil", "192.168.0.1"] {
            assert!(refused(host, None), "{host}");
        }
    }

    #[test]
    fn a_foreign_page_is_refused_and_our_own_is_not() {
        assert!(!refused("127.0.0.1:8080", Some("http://127.0.0.1:8080")));
        for origin in ["http://evil.example", "http://127.0.0.1:9999", "null", "http://127.0.0.1:8080.evil"] {
            assert!(refused("127.0.0.1:8080", Some(origin)), "{origin}");
        }
    }

    #[test]
    fn what_a_foreign_page_takes_without_an_origin_is_refused_and_a_link_is_followed() {
        let refused = |readers: &[Origin], site: &'static str, mode: &'static str, dest: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:8080"));
            for (name, value) in
                [("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)]
            {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            admit(&headers, None, &Method::GET, &Reach { readers: readers.to_vec(), public: None }).is_err()
        };
        for (site, mode, dest, is_refused) in [
            ("cross-site", "no-cors", "image", true),
            ("cross-site", "no-cors", "empty", true),
            ("same-site", "no-cors", "script", true),
            ("cross-site", "navigate", "iframe", true),
            ("cross-site", "navigate", "document", false),
            ("same-origin", "no-cors", "image", false),
            ("same-origin", "cors", "empty", false),
            ("none", "navigate", "document", false),
        ] {
            assert_eq!(refused(&[], site, mode, dest), is_refused, "{site} {mode} {dest}");
            assert!(!refused(&[Origin::Any], site, mode, dest), "{site} {mode} {dest}");
        }
        let one: Origin = "https://maps.example".parse().unwrap();
        assert!(refused(&[one], "cross-site", "no-cors", "image"), "which page it is, nobody says");
    }

    #[test]
    fn the_public_address_is_the_service_s_own() {
        let reach = Reach { readers: Vec::new(), public: Some("https://maps.example".parse().unwrap()) };
        let own = |host: &str, origin: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
            matches!(admit(&headers, None, &Method::POST, &reach), Ok(Caller::Own))
        };
        for host in ["maps.example", "127.0.0.1:8080"] {
            assert!(own(host, "https://maps.example"), "{host}");
            assert!(!own(host, "https://evil.example") && !own(host, "https://maps.example.evil"), "{host}");
        }
        assert!(!own("evil.example", "https://maps.example") && !own("evil.example", "http://evil.example"));
    }

    #[test]
    fn a_page_that_the_operator_named_may_read_and_no_more() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:8080"));
        headers.insert(header::ORIGIN, HeaderValue::from_static("https://maps.example"));
        let admitted = |method: &Method, allowed: &[&str]| {
            let readers = allowed.iter().map(|origin| origin.parse().unwrap()).collect();
            match admit(&headers, None, method, &Reach { readers, public: None }) {
                Ok(Caller::Reader(origin)) => Some(origin.to_str().unwrap().to_owned()),
                Ok(Caller::Own) => Some("own".to_owned()),
                Err(_) => None,
            }
        };
        assert_eq!(
            admitted(&Method::GET, &["https://maps.example"]).as_deref(),
            Some("https://maps.example")
        );
        assert_eq!(admitted(&Method::GET, &["https://other.example", "*"]).as_deref(), Some("*"));
        assert_eq!(admitted(&Method::GET, &["https://other.example"]), None);
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            assert_eq!(admitted(&method, &["*"]), None, "{method}");
        }
    }
}
