//! Tiles of another server under the map, where the operator wants them.
//!
//! In: their address and whose they are. Out: the page that tells the map of them, and the policy by which browsers may ask for
//! them. It must not know where that was said.

use crate::config::TileUrl;
use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use std::sync::Arc;

/// Everything from here, and pictures that the page itself makes: no request leaves the host.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// Tiles that the operator wants under the map.
#[derive(Debug, Clone)]
pub struct Tiles {
    /// Where they are.
    pub url: TileUrl,
    /// Whose they are, as is shown on the map.
    pub credit: String,
}

/// What an answer says of other hosts.
#[derive(Debug, Clone)]
pub(super) struct Backdrop {
    policy: HeaderValue,
    meta: Option<String>,
}

/// One for all workers.
pub(super) type Shared = Arc<Backdrop>;

impl Backdrop {
    pub(super) fn of(tiles: Option<&Tiles>) -> Self {
        let none = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
        let Some(Tiles { url, credit }) = tiles else { return Self { policy: none, meta: None } };
        let policy = CONTENT_SECURITY_POLICY.replacen("blob:", &format!("blob: {}", url.origin()), 1);
        let meta = format!(
            "<meta name=\"tiles\" content=\"{}\" data-credit=\"{}\">",
            escaped(url.template()),
            escaped(credit)
        );
        Self { policy: HeaderValue::from_str(&policy).unwrap_or(none), meta: Some(meta) }
    }

    pub(super) fn policy(&self) -> HeaderValue {
        self.policy.clone()
    }

    /// The page with what it has to be told, or nothing where it is told nothing.
    pub(super) fn page(&self, plain: &[u8]) -> Option<Bytes> {
        let meta = self.meta.as_ref()?;
        let page = std::str::from_utf8(plain).ok()?;
        Some(page.replacen("</head>", &format!("{meta}</head>"), 1).into())
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_tiles_no_other_host_is_named() {
        let backdrop = Backdrop::of(None);
        assert!(!backdrop.policy().to_str().unwrap().contains("http"));
        assert_eq!(backdrop.page(b"<head></head>"), None);
    }

    #[test]
    fn tiles_come_from_their_host_alone_and_their_credit_is_text() {
        let url = "https://tiles.example.org/{z}/{x}/{y}.png?a=1&b=2".parse().unwrap();
        let backdrop = Backdrop::of(Some(&Tiles { url, credit: "© \"A\" <b>".into() }));
        let policy = backdrop.policy();
        assert!(
            policy
                .to_str()
                .unwrap()
                .contains("img-src 'self' data: blob: https://tiles.example.org; object-src")
        );
        let page = backdrop.page(b"<head></head>").unwrap();
        assert_eq!(
            std::str::from_utf8(&page).unwrap(),
            "<head><meta name=\"tiles\" content=\"https://tiles.example.org/{z}/{x}/{y}.png?a=1&amp;b=2\" \
             data-credit=\"© &quot;A&quot; &lt;b>\"></head>"
        );
    }
}
