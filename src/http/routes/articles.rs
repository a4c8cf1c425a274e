//! What a text tells.
//!
//! In: a JSON document with a text and the day it was published. Out: mentions and drafts. Nothing is kept.

use super::{JSON, blocking};
use crate::http::body;
use crate::http::error::Problem;
use crate::http::params::{Params, unknown};
use crate::service::{MAX_TEXT_BYTES, Service};
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use serde_json::Value;

/// Bytes of a request at most: a text whose every byte is escaped as `\u0000`, and a little more.
const MAX_BODY_BYTES: usize = 6 * MAX_TEXT_BYTES + 1024;

/// Fields of a request.
const FIELDS: [&str; 2] = ["text", "published"];

/// `POST /articles`: `{"text": "...", "published": "2023-10-02"}`.
pub(super) async fn read(
    request: HttpRequest,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let body: Value = body::json(&request, payload, &[body::JSON], MAX_BODY_BYTES).await?;
    let (text, published) = asked(&body)?;
    let answer = move || -> Result<String, Problem> {
        let article =
            service.read_article(&text, published).map_err(|error| Problem::too_large(error.to_string()))?;
        serde_json::to_string(&article).map_err(|error| Problem::internal(&error))
    };
    let body = blocking(answer).await?;
    Ok(HttpResponse::Ok().content_type(JSON).body(body))
}

fn asked(body: &Value) -> Result<(String, Option<Date>), Problem> {
    let rule = "must be an object such as {\"text\": \"...\", \"published\": \"2023-10-02\"}";
    let fields = body.as_object().ok_or_else(|| Problem::parameter("body", "", rule))?;
    if let Some((name, value)) = fields.iter().find(|(name, _)| !FIELDS.contains(&name.as_str())) {
        return Err(unknown(name, &value.to_string(), &FIELDS));
    }
    let text = match fields.get("text") {
        Some(Value::String(text)) => text.clone(),
        Some(other) => return Err(Problem::parameter("text", &other.to_string(), "must be a text")),
        None => return Err(Problem::parameter("text", "", "is needed")),
    };
    let published = match fields.get("published") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let day = value.as_str().and_then(|day| day.parse::<Date>().ok());
            let rule = "must be a day such as 2023-10-02";
            Some(day.ok_or_else(|| Problem::parameter("published", &value.to_string(), rule))?)
        }
    };
    Ok((text, published))
}
