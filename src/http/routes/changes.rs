//! What changed: the change log in pages, and as it grows.
//!
//! In: the sequence a client knows. Out: the changes after it, as JSON or as server-sent events that go on. It must not
//! know how changes come about.

use super::{JSON, blocking, link, root};
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::service::{Changes, ChangesError, Following, MAX_CHANGES, Service};
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, ContentEncoding, HeaderName, LINK, VARY};
use actix_web::{HttpRequest, HttpResponse, rt, web};
use futures_util::future::{Either, select};
use futures_util::stream::{self, Stream};
use serde_json::json;
use std::convert::Infallible;
use std::pin::pin;
use std::time::Duration;

/// Changes on a page when nobody says how many.
const DEFAULT_CHANGES: usize = 1_000;
/// Changes in one server-sent event.
const CHANGES_AT_ONCE: usize = 1_000;
/// What keeps a silent connection open: proxies and browsers give up after half a minute or more.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(2);
const EVENT_STREAM: &str = "text/event-stream";
const VARY_ACCEPT: (HeaderName, &str) = (VARY, "accept");
const LAST_EVENT_ID: &str = "last-event-id";

/// `GET /collections/events/changes?since=&limit=`: a page, or with `Accept: text/event-stream` all that comes.
pub(super) async fn changes(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["since", "limit", "f"])?;
    params.format(&["json"])?;
    let since = params.get("since").map(|text| sequence("since", text)).transpose()?;
    let limit = params.whole("limit", 1, MAX_CHANGES, DEFAULT_CHANGES)?;
    if params.get("f").is_none() && wants_events(&request) {
        return follow(&request, since, service);
    }
    page(&request, since.unwrap_or(0), limit, service).await
}

/// Whether a client would rather have events than a page.
fn wants_events(request: &HttpRequest) -> bool {
    let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.to_ascii_lowercase().contains(EVENT_STREAM)
}

/// A number of the log. More digits than it can have are a number that it has not reached.
fn sequence(name: &str, text: &str) -> Result<u64, Problem> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::parameter(name, text, "must be the number of a change, 0 for the beginning"));
    }
    Ok(text.parse().unwrap_or(u64::MAX))
}

async fn page(
    request: &HttpRequest,
    since: u64,
    limit: usize,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let page = blocking(move || service.changes(since, limit)).await?;
    let here = format!("{}{}", root(request), request.path());
    let at = |since: u64| format!("{here}?since={since}&limit={limit}");
    let next = page.has_more().then(|| link("next", JSON, "The next changes", at(page.sequence)));
    let links: Vec<_> = [link("self", JSON, "This page", at(since))].into_iter().chain(next).collect();
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, "no-cache")).insert_header(VARY_ACCEPT);
    for link in &links {
        response.append_header((LINK, format!("<{}>; rel=\"{}\"; type=\"{JSON}\"", link.href, link.rel)));
    }
    Ok(response.content_type(JSON).json(json!({
        "changes": page.changes,
        "sequence": page.sequence,
        "numberReturned": page.changes.len(),
        "links": links,
    })))
}

/// Answers with events. A browser that lost the connection says what it had last, and that beats the address, which
/// it cannot change.
fn follow(
    request: &HttpRequest,
    since: Option<u64>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let last = request.headers().get(LAST_EVENT_ID).map(|value| value.to_str().unwrap_or("?"));
    let since = match last {
        Some(last) => Some(sequence(LAST_EVENT_ID, last)?),
        None => since,
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(EVENT_STREAM)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(VARY_ACCEPT)
        // Compression would keep events back until there are enough of them.
        .insert_header(ContentEncoding::Identity);
    if request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let following = service.follow_changes(since);
    let follower = Follower { service, following, is_greeted: false, is_over: false };
    Ok(response.streaming(events(follower)))
}

/// The events of one client: first where it stands, then what changes, now and then a sign of life.
fn events(follower: Follower) -> impl Stream<Item = Result<web::Bytes, Infallible>> {
    stream::unfold(Some(follower), |follower| async {
        let mut follower = follower?;
        let text = follower.next().await?;
        let rest = (!follower.is_over).then_some(follower);
        Some((Ok(web::Bytes::from(text)), rest))
    })
}

struct Follower {
    service: web::Data<Service>,
    following: Following,
    /// Whether it has been told where it stands.
    is_greeted: bool,
    is_over: bool,
}

impl Follower {
    /// Waits for something to tell; `None` when the service stops.
    async fn next(&mut self) -> Option<String> {
        if !self.is_greeted {
            self.is_greeted = true;
            // Who followed another store begins anew; there is nothing to go on from.
            let name = if self.following.is_lost { "reset" } else { "ready" };
            let retry = format!("retry: {}\n", RETRY.as_millis());
            let since = self.following.since;
            return Some(retry + &event(name, since, &json!({ "sequence": since }).to_string()));
        }
        let waited = {
            let (news, silence) = (pin!(self.following.news()), pin!(rt::time::sleep(HEARTBEAT)));
            match select(news, silence).await {
                Either::Left((goes_on, _)) => Some(goes_on),
                Either::Right(_) => None,
            }
        };
        match waited {
            None => Some(": still here\n\n".to_owned()),
            Some(false) => None,
            Some(true) => Some(self.tell().await),
        }
    }

    /// What changed. A log that cannot be read ends the stream: the client comes again, and is told.
    async fn tell(&mut self) -> String {
        let (service, since) = (self.service.clone(), self.following.since);
        let read = blocking(move || service.changes(since, CHANGES_AT_ONCE)).await;
        let encoded = read.and_then(|changes: Changes| {
            let text = serde_json::to_string(&changes).map_err(|error| Problem::internal(&error))?;
            Ok((changes.sequence, text))
        });
        if let Ok((sequence, data)) = encoded {
            self.following.since = sequence;
            return event("changes", sequence, &data);
        }
        self.is_over = true;
        ": the change log cannot be read\n\n".to_owned()
    }
}

/// One event. JSON has its line breaks escaped, so that it is one line.
fn event(name: &str, sequence: u64, data: &str) -> String {
    format!("event: {name}\nid: {sequence}\ndata: {data}\n\n")
}

impl From<ChangesError> for Problem {
    fn from(error: ChangesError) -> Self {
        match error {
            ChangesError::Ahead { since, .. } => Self::parameter("since", &since.to_string(), error),
            ChangesError::Store(error) => error.into(),
        }
    }
}
