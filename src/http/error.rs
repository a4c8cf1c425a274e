//! Errors as RFC 9457 problem documents. The one place that knows status codes of errors.
//!
//! In: what went wrong. Out: `application/problem+json` that names parameter, value and rule. It must not tell
//! what is nobody's business: causes inside the machine go to the log.

use crate::event::Reason;
use crate::service::{Detected, ImportListError, JobsError, PackError, PlaceError, RowProblem, StoreError};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::{Serialize, Serializer};
use std::fmt;

/// Values are repeated to the client up to this many characters.
const MAX_ECHO: usize = 120;
/// What problems come as, whatever was asked for.
const MEDIA_TYPE: &str = "application/problem+json";

/// A problem document. Boxed, since it travels in every `Result` of a route.
#[derive(Debug, Clone)]
pub(super) struct Problem(Box<Document>);

#[derive(Debug, Clone, Serialize)]
struct Document {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    /// The same in French, of what a person is to mend.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail_fr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detected: Option<Box<Detected>>,
    /// The first rows that are at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rejected: Vec<RowProblem>,
    #[serde(skip)]
    allow: Option<&'static str>,
}

/// What a problem says: in English, and in French where a person in the page can meet it.
pub(super) struct Detail {
    en: String,
    fr: Option<String>,
}

impl From<&str> for Detail {
    fn from(en: &str) -> Self {
        en.to_owned().into()
    }
}

impl From<String> for Detail {
    fn from(en: String) -> Self {
        Self { en, fr: None }
    }
}

impl From<Reason> for Detail {
    fn from(Reason { en, fr }: Reason) -> Self {
        Self { en, fr: Some(fr) }
    }
}

/// What an error says, and the same in French where it can.
impl<E: std::error::Error> From<(&E, Option<String>)> for Detail {
    fn from((error, fr): (&E, Option<String>)) -> Self {
        Self { en: error.to_string(), fr }
    }
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, detail: impl Into<Detail>) -> Self {
        let Detail { en, fr } = detail.into();
        Self(Box::new(Document {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            detail: en,
            detail_fr: fr,
            parameter: None,
            value: None,
            detected: None,
            rejected: Vec::new(),
            allow: None,
        }))
    }

    /// A parameter whose value breaks a rule.
    pub(super) fn parameter(name: &str, value: &str, rule: impl fmt::Display) -> Self {
        let detail = format!("{}: {rule}", echo(name));
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "Invalid parameter", detail);
        problem.0.parameter = Some(echo(name));
        problem.0.value = Some(echo(value));
        problem
    }

    /// A request that is malformed elsewhere than in a parameter.
    pub(super) fn bad_request(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Bad request", detail)
    }

    /// Nothing is there.
    pub(super) fn not_found(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not found", detail)
    }

    /// The resource does not know the method.
    pub(super) fn method_not_allowed(method: &Method, allow: &'static str) -> Self {
        let detail = format!("{method} is not possible here; possible: {allow}");
        let mut problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed", detail);
        problem.0.allow = Some(allow);
        problem
    }

    /// What is asked for contradicts what is there.
    pub(super) fn conflict(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::CONFLICT, "Conflict", detail)
    }

    /// What a client saw is not what is there any more.
    pub(super) fn precondition_failed(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "Precondition failed", detail)
    }

    /// A client must say what it saw.
    pub(super) fn precondition_required(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::PRECONDITION_REQUIRED, "Precondition required", detail)
    }

    /// Somebody may not do this.
    pub(super) fn forbidden(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden", detail)
    }

    /// More bytes than are taken.
    pub(super) fn too_large(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "Too large", detail)
    }

    /// A body of a kind that is not read.
    pub(super) fn unsupported_media_type(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type", detail)
    }

    /// An address longer than is read.
    pub(super) fn uri_too_long(bytes: usize, max: usize) -> Self {
        let detail = format!("the address has {bytes} bytes; at most {max} are read");
        Self::new(StatusCode::URI_TOO_LONG, "Address too long", detail)
    }

    /// More header fields than are read.
    pub(super) fn headers_too_large(bytes: usize, max: usize) -> Self {
        let detail = format!("the header fields have {bytes} bytes; at most {max} are read");
        Self::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "Header fields too large", detail)
    }

    /// A body that does not come.
    pub(super) fn timed_out(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "Timed out", detail)
    }

    /// A form that nothing here has.
    pub(super) fn not_acceptable(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::NOT_ACCEPTABLE, "Not acceptable", detail)
    }

    /// An error that was answered below the routes, with the little that is known of it.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        let detail = match status {
            StatusCode::NOT_ACCEPTABLE => "no coding is left: take gzip, zstd or identity in Accept-Encoding",
            StatusCode::NOT_FOUND => "nothing is at this address; /openapi.json lists what there is",
            StatusCode::BAD_REQUEST => "the request cannot be read",
            _ => "the request was refused before any resource saw it",
        };
        Self::new(status, title, detail)
    }

    /// More work than is taken on at once, or none any more: another try may help.
    pub(super) fn busy(detail: impl Into<Detail>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", detail)
    }

    /// A fault of ours that the log has told when it happened.
    pub(super) fn lost() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal error",
            Reason::new(
                "the service failed and kept nothing of this; its log says why",
                "le service a échoué et n’en a rien gardé\u{202f}; son journal dit pourquoi",
            ),
        )
    }

    /// A file that could not be written: for want of room, which a person can make, or by a fault of ours.
    pub(super) fn unwritten(cause: &std::io::Error) -> Self {
        if matches!(cause.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded) {
            tracing::error!(error = cause as &(dyn std::error::Error + 'static), "no room is left");
            let detail = Reason::new(
                "no room is left beside the store for what was sent; nothing was kept of it",
                "il ne reste pas de place pour ce qui a été envoyé\u{202f}; rien n’en a été gardé",
            );
            return Self::new(StatusCode::INSUFFICIENT_STORAGE, "Insufficient storage", detail);
        }
        Self::internal(cause)
    }

    /// A fault of ours: told in the log, not to the client.
    pub(super) fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = cause, "internal error");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal error",
            Reason::new(
                "the service failed to answer; its log says why",
                "le service n’a pas pu répondre\u{202f}; son journal dit pourquoi",
            ),
        )
    }
}

/// As much of a client's text as is fit to repeat.
pub(super) fn echo(text: &str) -> String {
    if text.chars().count() <= MAX_ECHO {
        text.to_owned()
    } else {
        text.chars().take(MAX_ECHO).chain("...".chars()).collect()
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::from(&error)
    }
}

impl From<&StoreError> for Problem {
    fn from(error: &StoreError) -> Self {
        let detail = (error, error.in_french());
        if matches!(error, StoreError::Busy) {
            Self::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", detail)
        } else if matches!(
            error,
            StoreError::NoSuchImport(_)
                | StoreError::NoSuchPair(_)
                | StoreError::NoEvent(_)
                | StoreError::NoSuchArticle(_)
        ) {
            Self::not_found(detail)
        } else if matches!(
            error,
            StoreError::AlreadyUndone { .. }
                | StoreError::BuiltOn { .. }
                | StoreError::PairGone(_)
                | StoreError::PairMerged(_)
                | StoreError::PairIsOne(_)
                | StoreError::PairApart { .. }
                | StoreError::Merged(_)
                | StoreError::Confirmed { .. }
                | StoreError::Duplicate(_)
        ) {
            Self::conflict(detail)
        } else if matches!(error, StoreError::Replaced { .. }) {
            tracing::error!(%error, "the store is gone");
            Self::new(StatusCode::SERVICE_UNAVAILABLE, "The store is gone", detail)
        } else {
            Self::internal(error)
        }
    }
}

impl From<ImportListError> for Problem {
    fn from(error: ImportListError) -> Self {
        Self::from(&error)
    }
}

impl From<&ImportListError> for Problem {
    fn from(error: &ImportListError) -> Self {
        match error {
            ImportListError::List(error) => {
                let told = error.told();
                let mut problem = if error.is_limit() {
                    Self::too_large(told)
                } else {
                    Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Not a list that can be imported", told)
                };
                problem.0.detected = error.detected().cloned().map(Box::new);
                problem
            }
            ImportListError::Store(error) => error.into(),
            ImportListError::Cancelled => Self::conflict((error, error.in_french())),
            ImportListError::Strict { first, .. } => {
                let told = (error, error.in_french());
                let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "A row is rejected", told);
                problem.0.rejected.clone_from(first);
                problem
            }
            error @ (ImportListError::Rejects(_) | ImportListError::Encode { .. }) => Self::internal(error),
        }
    }
}

impl From<JobsError> for Problem {
    fn from(error: JobsError) -> Self {
        match error {
            JobsError::TooMany | JobsError::Stopping => Self::busy((&error, error.in_french())),
            JobsError::Thread(error) => Self::internal(&error),
        }
    }
}

impl From<PlaceError> for Problem {
    fn from(error: PlaceError) -> Self {
        match error {
            PlaceError::Field { field, value, rule } => Self::parameter(field, &value, rule),
            PlaceError::Missing { field, rule } => Self::parameter(field, "", format!("is missing: {rule}")),
            PlaceError::Nothing => Self::bad_request(error.to_string()),
            PlaceError::Twin { .. } => Self::conflict(error.to_string()),
            PlaceError::Unknown(id) => Self::not_found(format!("there is no local place '{}'", echo(&id))),
            PlaceError::Store(error) => error.into(),
        }
    }
}

impl From<PackError> for Problem {
    fn from(error: PackError) -> Self {
        match error {
            PackError::Store(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.0.status, self.0.title, self.0.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CONTENT_TYPE, MEDIA_TYPE));
        if let Some(allow) = self.0.allow {
            response.insert_header((header::ALLOW, HeaderValue::from_static(allow)));
        }
        if self.status_code() == StatusCode::SERVICE_UNAVAILABLE {
            response.insert_header((header::RETRY_AFTER, "5"));
        }
        let mut response = match serde_json::to_vec(&self.0) {
            Ok(body) => response.body(body),
            Err(_) => response.finish(),
        };
        // For who would rather read a page.
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// Answers a path that is nothing.
pub(super) async fn no_such_path(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = echo(request.path());
    Err(Problem::not_found(Reason::new(
        format!("nothing is at {path}; /openapi.json lists what there is"),
        format!("il n’y a rien à {path}\u{202f}; /openapi.json dit ce qu’il y a"),
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::{EditError, ReviewError};

    #[test]
    fn what_a_person_in_the_page_is_refused_is_told_in_french_too() {
        let refusals = [
            Problem::from(StoreError::Busy),
            Problem::from(StoreError::Replaced { path: "azalai.gpkg".into() }),
            Problem::from(StoreError::NoSuchImport(7)),
            Problem::from(StoreError::AlreadyUndone { import_id: 7, at: "2026-11-23T08:00:00Z".into() }),
            Problem::from(StoreError::BuiltOn { import_id: 7, imports: vec![8, 9], pairs: vec![3] }),
            Problem::from(StoreError::NoSuchPair(3)),
            Problem::from(StoreError::PairGone(3)),
            Problem::from(StoreError::PairMerged(3)),
            Problem::from(StoreError::PairIsOne(3)),
            Problem::from(StoreError::PairApart { pair: 3, different: 4 }),
            Problem::from(StoreError::Merged(5)),
            Problem::from(StoreError::NoSuchArticle(2)),
            Problem::from(StoreError::Confirmed { article: 2, events: 1 }),
            Problem::from(ReviewError::Unknown("draft-1".parse().unwrap())),
            Problem::from(ReviewError::Changed("draft-1".parse().unwrap())),
            Problem::from(ReviewError::NoDecision(4)),
            Problem::from(ReviewError::Edit(EditError::Empty)),
            Problem::from(JobsError::TooMany),
            Problem::lost(),
            Problem::internal(&fmt::Error),
        ];
        for problem in refusals {
            let french = problem.0.detail_fr.as_deref().unwrap_or_default();
            assert!(!french.is_empty() && french != problem.0.detail, "{problem}");
            // A name or number that one language tells, the other tells too.
            for number in ["7", "8", "9", "azalai.gpkg", "draft-1"] {
                assert_eq!(problem.0.detail.contains(number), french.contains(number), "{problem}: {french}");
            }
        }
    }
}
