//! What holds for every request: who may call a service that asks nobody for a key, and what a browser may do
//! with the answer.
//!
//! In: a request's headers. Out: the request, let through or refused, and security headers on the answer. It
//! must not know routes.

use super::error::{Problem, echo};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::uri::Authority;
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError};

/// Everything from here, and pictures that the page itself makes: no request leaves the host.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// Lets a request through that comes from this machine's own pages or tools.
///
/// The service listens on loopback, yet any page that a browser has open can send requests there. A page of
/// another origin cannot read the answers, but it could write (a form posting a list), and with a name of its own
/// that resolves to 127.0.0.1 it could even read. So the `Host` must be a loopback name, and an `Origin`, which
/// browsers add to writing requests, must be that host.
pub(super) async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut response = match refusal(request.headers(), request.uri().authority().map(Authority::as_str)) {
        Some(problem) => request.into_response(problem.error_response()),
        None => next.call(request).await?.map_into_boxed_body(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

fn refusal(headers: &HeaderMap, authority: Option<&str>) -> Option<Problem> {
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or("?"));
    let host = authority.or_else(|| text(header::HOST)).unwrap_or_default();
    if !is_loopback_name(host) {
        return Some(Problem::forbidden(format!(
            "this service answers on this machine only, under 127.0.0.1, [::1] or localhost, not under '{}'",
            echo(host)
        )));
    }
    let origin = text(header::ORIGIN)?;
    let same = origin.split_once("://").is_some_and(|(_, origin_host)| origin_host == host);
    (!same).then(|| {
        Problem::forbidden(format!("a page of '{}' may not use this service through a browser", echo(origin)))
    })
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
        refusal(&headers, None).is_some()
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
}
