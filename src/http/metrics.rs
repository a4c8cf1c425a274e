//! What the service does, for those who watch over it: counts and times of answers, and how much it holds.
//!
//! In: requests with their answers, and the service when somebody asks. Out: `OpenMetrics` text, which Prometheus reads. It must
//! not know what an answer says, nor who asked: routes are told by their pattern, so that no address makes a series of its own.

use crate::service::{Layer, Service};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error, web};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::fmt;
use std::time::Instant;

/// `OpenMetrics` 1.0.
pub(super) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// An answer, told from others by what was asked of which resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Counted by all workers together.
pub(super) struct Metrics {
    registry: Registry,
    answers: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    running: Gauge,
    events: Gauge,
    unlocated: Gauge,
    places: Gauge,
    sequence: Gauge,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("azalai");
        let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The program that runs", version);
        let answers = Family::default();
        registry.register("http_answers", "Answers by method, route and status", answers.clone());
        let seconds: Family<Route, Histogram, fn() -> Histogram> = Family::new_with_constructor(times);
        let help = "From a request until the head of its answer is ready";
        registry.register_with_unit("http_answer", help, Unit::Seconds, seconds.clone());
        let gauge = |registry: &mut Registry, name, help| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let running = gauge(&mut registry, "http_requests_running", "Requests whose answer is not ready");
        let events = gauge(&mut registry, "events", "Events with a place");
        let unlocated = gauge(&mut registry, "events_unlocated", "Events that wait for a place");
        let places = gauge(&mut registry, "places", "Places of the gazetteer");
        let sequence =
            gauge(&mut registry, "store_sequence", "The last change of the store that answers show");
        Self { registry, answers, seconds, running, events, unlocated, places, sequence }
    }

    /// All of it as text.
    pub(super) fn told(&self, service: &Service) -> Result<String, fmt::Error> {
        let counts = [
            (&self.events, Layer::Events),
            (&self.unlocated, Layer::Unlocated),
            (&self.places, Layer::Places),
        ];
        for (gauge, layer) in counts {
            gauge.set(number(service.layers().get(layer).len()));
        }
        self.sequence.set(number(service.sequence()));
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }

    fn count(&self, method: &Method, route: String, status: u16, since: Instant) {
        let told = Answered { method: word(method), route: route.clone(), status };
        self.answers.get_or_create(&told).inc();
        self.seconds.get_or_create(&Route { route }).observe(since.elapsed().as_secs_f64());
    }
}

/// Counts every answer, refusals of other layers included.
pub(super) async fn metrics(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let Some(metrics) = request.app_data::<web::Data<Metrics>>().cloned() else {
        return next.call(request).await;
    };
    let since = Instant::now();
    let method = request.method().clone();
    let route = request.match_pattern().unwrap_or_else(|| "none".to_owned());
    let running = Running::of(&metrics);
    let answer = next.call(request).await;
    drop(running);
    let status = match &answer {
        Ok(answer) => answer.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    metrics.count(&method, route, status.as_u16(), since);
    answer
}

/// A request that is thought about, or whose client has gone meanwhile.
struct Running<'a>(&'a Gauge);

impl<'a> Running<'a> {
    fn of(metrics: &'a Metrics) -> Self {
        metrics.running.inc();
        Self(&metrics.running)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Half a millisecond to eight seconds.
fn times() -> Histogram {
    Histogram::new(exponential_buckets(0.0005, 2.0, 15))
}

/// Clients can make up methods; what they make up is one.
fn word(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

fn number(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}
