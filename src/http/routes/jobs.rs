//! Imports that run by themselves: how far they are, once or as it happens, and cancelling them.

use super::JSON;
use crate::http::error::{Problem, echo};
use crate::http::params::Params;
use crate::service::{Job, JobOutcome, JobProgress, Report, Service};
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, ContentEncoding, HeaderName, VARY};
use actix_web::{HttpRequest, HttpResponse, rt, web};
use futures_util::stream::{self, Stream};
use serde::Serialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Progress is told this often at most.
const TICK: Duration = Duration::from_millis(200);
/// What keeps a silent connection open: proxies and browsers give up after half a minute or more.
const HEARTBEAT: Duration = Duration::from_secs(10);
const EVENT_STREAM: &str = "text/event-stream";
const VARY_ACCEPT: (HeaderName, &str) = (VARY, "accept");

/// A job as the API shows it.
#[derive(Serialize)]
pub(super) struct Shown {
    #[serde(flatten)]
    progress: JobProgress,
    report: Option<Arc<Report>>,
    problem: Option<Problem>,
}

impl Shown {
    /// The job as it is now.
    pub(super) fn of(job: &Job) -> Self {
        let (progress, outcome) = job.look();
        let (report, problem) = match outcome {
            Some(JobOutcome::Done(report)) => (Some(report), None),
            Some(JobOutcome::Failed(error)) => (None, Some(Problem::from(&*error))),
            Some(JobOutcome::Lost) => (None, Some(Problem::lost())),
            Some(JobOutcome::Cancelled) | None => (None, None),
        };
        Self { progress, report, problem }
    }
}

/// `GET /imports/jobs/{job}`: the job now, or with `Accept: text/event-stream` all that becomes of it.
pub(super) async fn one(
    request: HttpRequest,
    id: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let job = find(&service, &id)?;
    let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accept.to_ascii_lowercase().contains(EVENT_STREAM) {
        return Ok(HttpResponse::Ok()
            .content_type(EVENT_STREAM)
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header(VARY_ACCEPT)
            // Compression would keep events back until there are enough of them.
            .insert_header(ContentEncoding::Identity)
            .streaming(events(job)));
    }
    Ok(HttpResponse::Ok()
        .content_type(JSON)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(VARY_ACCEPT)
        .json(Shown::of(&job)))
}

/// `DELETE /imports/jobs/{job}`.
pub(super) async fn cancel(
    request: HttpRequest,
    id: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    match find(&service, &id)?.cancel() {
        None => Ok(HttpResponse::NoContent().finish()),
        Some(ended) => Err(Problem::conflict(cannot_cancel(&ended))),
    }
}

/// What to do instead of cancelling what has ended.
fn cannot_cancel(ended: &JobOutcome) -> String {
    match ended {
        JobOutcome::Done(report) => report.import_id.map_or_else(
            || "it has ended, and as a dry run it kept nothing: there is nothing to cancel".to_owned(),
            |id| format!("it has ended: to take the import back, DELETE /imports/{id}"),
        ),
        JobOutcome::Failed(_) | JobOutcome::Lost => {
            "it has failed and kept nothing: there is nothing to cancel".to_owned()
        }
        JobOutcome::Cancelled => "it was cancelled and kept nothing".to_owned(),
    }
}

fn find(service: &Service, id: &str) -> Result<Arc<Job>, Problem> {
    let unknown = || {
        let detail = format!("there is no import job '{}', or it ended long ago", echo(id));
        Problem::not_found(detail)
    };
    service.jobs().get(id).ok_or_else(unknown)
}

/// What becomes of a job, as server-sent events: `progress` when there is some, `end` with the whole job, and nothing
/// after that. A client that goes away changes nothing for the job.
fn events(job: Arc<Job>) -> impl Stream<Item = Result<web::Bytes, Infallible>> {
    stream::unfold(Some(Watch { job, told: None }), |watch| async {
        let mut watch = watch?;
        let text = watch.next().await;
        // After the end there is nothing to watch.
        let rest = watch.told.as_ref().is_some_and(|told| told.state.is_running()).then_some(watch);
        Some((Ok(web::Bytes::from(text)), rest))
    })
}

/// A client's look at a job.
struct Watch {
    job: Arc<Job>,
    /// What the client knows.
    told: Option<JobProgress>,
}

impl Watch {
    /// Waits for something to tell.
    async fn next(&mut self) -> String {
        let since = Instant::now();
        loop {
            // Who comes is told at once how it stands.
            if self.told.is_some() {
                rt::time::sleep(TICK).await;
            }
            let now = Shown::of(&self.job);
            let news = self.told.as_ref() != Some(&now.progress);
            if !now.progress.state.is_running() {
                self.told = Some(now.progress.clone());
                return event("end", &now);
            }
            if news {
                self.told = Some(now.progress.clone());
                return event("progress", &now);
            }
            if since.elapsed() >= HEARTBEAT {
                return ": still here\n\n".to_owned();
            }
        }
    }
}

/// One event. JSON has its line breaks escaped, so that it is one line.
fn event(name: &str, job: &Shown) -> String {
    match serde_json::to_string(job) {
        Ok(data) => format!("event: {name}\ndata: {data}\n\n"),
        Err(error) => {
            tracing::error!(%error, "cannot encode an import job");
            format!("event: {name}\ndata: null\n\n")
        }
    }
}
