//! The review queue, and what people decide.
//!
//! In: kinds and a place in the queue, or decisions. Out: what waits with all that is needed to decide, or what was decided and
//! what not. It must not decide: it asks the service.

use super::decision::wish;
use super::{blocking, json};
use crate::http::body;
use crate::http::error::Problem;
use crate::http::params::{Params, unknown};
use crate::service::{
    Decided, MAX_DECISIONS, QueuePlace, ReviewCounts, ReviewDone, ReviewError, ReviewKind, Service, Wish,
};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Value, json};

/// Items on a page when nobody says how many.
const DEFAULT_ITEMS: usize = 100;
/// The most items on a page.
const MAX_ITEMS: usize = 1_000;
/// Bytes of a request at most: a thousand decisions of which some change much.
const MAX_BODY_BYTES: usize = 4 << 20;
/// Fields of a request.
const FIELDS: [&str; 2] = ["by", "decisions"];
/// A name at most.
const MAX_NAME_CHARS: usize = 200;

/// `GET /review`.
pub(super) async fn list(request: HttpRequest, service: web::Data<Service>) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["kind", "after", "limit"])?;
    let kinds = kinds(&params)?;
    let after = params.get("after").map(cursor).transpose()?;
    let limit = params.whole("limit", 1, MAX_ITEMS, DEFAULT_ITEMS)?;
    let asked = kinds.clone();
    let page = blocking(move || service.review_queue(&asked, after.as_ref(), limit)).await?;
    let count: u64 = kinds.into_iter().map(|kind| page.counts.of(kind)).sum();
    let next = page.next.as_ref().map(written).transpose()?;
    Ok(json(&json!({ "items": page.items, "count": count, "counts": page.counts, "next": next })))
}

#[derive(Serialize)]
struct Done {
    decided: Vec<Decided>,
    refused: Vec<Refused>,
    counts: ReviewCounts,
}

#[derive(Serialize)]
struct Refused {
    key: String,
    problem: Problem,
}

/// `POST /review`.
pub(super) async fn decide(
    request: HttpRequest,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let body: Value = body::json(&request, payload, &[body::JSON], MAX_BODY_BYTES).await?;
    let (by, wishes) = asked(&body)?;
    let ReviewDone { decided, refused, counts } =
        blocking(move || service.decide_review(by.as_deref(), wishes)).await?;
    let refused = refused.into_iter().map(|(key, error)| Refused { key, problem: error.into() }).collect();
    Ok(json(&Done { decided, refused, counts }))
}

/// `GET /review/decisions`.
pub(super) async fn decisions(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["after", "limit"])?;
    let before = params.get("after").map(|_| params.after()).transpose()?;
    let limit = params.whole("limit", 1, MAX_ITEMS, DEFAULT_ITEMS)?;
    let (decisions, count) = blocking(move || service.decisions(before, limit)).await?;
    Ok(json(&json!({ "decisions": decisions, "count": count })))
}

/// `DELETE /review/decisions/{id}`.
pub(super) async fn undo(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let params = Params::read(&request, &["by"])?;
    let id = super::number(&path, "decision")?;
    let by = params.get("by").map(name).transpose()?.flatten();
    let counts = blocking(move || service.undo_decision(id, by.as_deref())).await?;
    Ok(json(&json!({ "counts": counts })))
}

/// The kinds asked for, with commas; all of them when none is.
fn kinds(params: &Params) -> Result<Vec<ReviewKind>, Problem> {
    let Some(words) = params.get("kind") else { return Ok(ReviewKind::ALL.to_vec()) };
    let kind = |word: &str| word.trim().parse().map_err(|rule| Problem::parameter("kind", words, rule));
    let mut kinds: Vec<ReviewKind> = words.split(',').map(kind).collect::<Result<_, _>>()?;
    // One that is named twice is still counted once.
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds)
}

fn asked(body: &Value) -> Result<(Option<String>, Vec<Wish>), Problem> {
    let rule =
        "must be an object such as {\"decisions\": [{\"key\": \"draft-1\", \"decision\": \"confirm\"}]}";
    let fields = body.as_object().ok_or_else(|| Problem::parameter("body", "", rule))?;
    if let Some((name, value)) = fields.iter().find(|(name, _)| !FIELDS.contains(&name.as_str())) {
        return Err(unknown(name, &value.to_string(), &FIELDS));
    }
    let by = match fields.get("by") {
        None | Some(Value::Null) => None,
        Some(Value::String(by)) => name(by)?,
        Some(other) => return Err(no_name(&other.to_string())),
    };
    let decisions = fields.get("decisions").and_then(Value::as_array);
    let decisions = decisions.ok_or_else(|| Problem::parameter("decisions", "", "must be an array"))?;
    if decisions.len() > MAX_DECISIONS {
        let detail =
            format!("{} decisions are more than {MAX_DECISIONS}: send them in parts", decisions.len());
        return Err(Problem::too_large(detail));
    }
    let wishes = decisions.iter().enumerate().map(|(index, decision)| wish(index, decision));
    Ok((by, wishes.collect::<Result<_, _>>()?))
}

/// Who decides; nobody, when only blanks are said.
fn name(by: &str) -> Result<Option<String>, Problem> {
    if by.chars().nth(MAX_NAME_CHARS).is_some() {
        return Err(no_name(by));
    }
    Ok(Some(by.trim().to_owned()).filter(|by| !by.is_empty()))
}

fn no_name(value: &str) -> Problem {
    Problem::parameter("by", value, format!("must be a name of at most {MAX_NAME_CHARS} characters"))
}

/// A place in the queue, for an address.
fn written(place: &QueuePlace) -> Result<String, Problem> {
    let bytes = postcard::to_allocvec(place).map_err(|error| Problem::internal(&error))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn cursor(text: &str) -> Result<QueuePlace, Problem> {
    let place = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| match postcard::take_from_bytes(&bytes) {
        Ok((place, [])) => Some(place),
        _ => None,
    });
    place.filter(|place: &QueuePlace| place.p.is_finite()).ok_or_else(|| {
        Problem::parameter("after", text, "not a place in this queue; take it from 'next' of the page before")
    })
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        let detail = (&error, error.in_french());
        match error {
            ReviewError::Unknown(_) | ReviewError::NoDecision(_) => Self::not_found(detail),
            ReviewError::Closed { .. } | ReviewError::Undone { .. } | ReviewError::BuiltOn { .. } => {
                Self::conflict(detail)
            }
            ReviewError::Changed(_) => Self::precondition_failed(detail),
            ReviewError::Field { field, value, rule } => Self::parameter(field, &value, rule),
            ReviewError::Edit(error) => error.into(),
            ReviewError::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_place_in_the_queue_reads_back(p in 0.0..=1.0_f64, number: i64, at in 0..3_usize) {
            let place = QueuePlace { p, kind: ReviewKind::ALL[at], number };
            prop_assert_eq!(cursor(&written(&place).unwrap()).unwrap(), place);
        }

        #[test]
        fn any_text_is_a_place_or_refused(text in "\\PC{0,30}|[A-Za-z0-9_-]{0,40}") {
            let _ = cursor(&text);
        }
    }
}
