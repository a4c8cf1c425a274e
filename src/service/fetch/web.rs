//! How the web is asked: over HTTP and HTTPS only, with patience that ends.
//!
//! In: an address. Out: an answer, or why there is none. It must not know files.

use super::FetchError;
use std::time::Duration;
use ureq::http::{HeaderName, Response, StatusCode};
use ureq::{Agent, Body};

/// How long a server may take to be reached, to begin its answer, and to send the next bytes. Links in the Sahel are
/// slow: the whole may take as long as it takes.
const CONNECT: Duration = Duration::from_secs(30);
const ANSWER: Duration = Duration::from_mins(1);
const NEXT_BYTES: Duration = Duration::from_mins(1);

const MAX_REDIRECTS: u32 = 5;
/// The most of an answer that is not a file.
const MAX_ANSWER_BYTES: u64 = 1 << 20;

/// What asks.
pub(super) struct Web(Agent);

/// Whether an address is one that is fetched.
pub(super) fn is_web(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    url.starts_with("http://") || url.starts_with("https://")
}

impl Web {
    pub(super) fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(MAX_REDIRECTS)
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(ANSWER))
            .timeout_per_read(Some(NEXT_BYTES))
            .user_agent(concat!("azalai/", env!("CARGO_PKG_VERSION")));
        Self(config.build().into())
    }

    pub(super) fn get(
        &self,
        url: &str,
        by_hand: &'static str,
        headers: &[(HeaderName, String)],
    ) -> Result<Response<Body>, FetchError> {
        if !is_web(url) {
            return Err(FetchError::Address { url: url.to_owned() });
        }
        // What began encrypted does not go on in the open, wherever a redirect points.
        let secure = url.to_ascii_lowercase().starts_with("https://");
        let mut request = self.0.get(url).config().https_only(secure).build();
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.call().map_err(|source| FetchError::Unreachable {
            url: url.to_owned(),
            by_hand,
            source: Box::new(source),
        })
    }

    /// A short answer, as text.
    pub(super) fn small(&self, url: &str, by_hand: &'static str) -> Result<String, FetchError> {
        let mut answer = self.get(url, by_hand, &[])?;
        if answer.status() != StatusCode::OK {
            return Err(FetchError::Status {
                url: url.to_owned(),
                status: answer.status().to_string(),
                by_hand,
            });
        }
        answer.body_mut().with_config().limit(MAX_ANSWER_BYTES).read_to_string().map_err(|source| {
            FetchError::Unreachable { url: url.to_owned(), by_hand, source: Box::new(source) }
        })
    }
}
