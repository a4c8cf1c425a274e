//! What a text tells.
//!
//! In: a JSON document with a text and what is known of it. Out: mentions and drafts, kept only if that is wished. It must not
//! read texts.

use super::computed;
use crate::http::body;
use crate::http::error::Problem;
use crate::http::params::{Params, unknown};
use crate::service::{ArticleFacts, KeepError, MAX_TEXT_BYTES, Service};
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Bytes of a request at most: a text whose every byte is escaped as `\u0000`, and a little more.
const MAX_BODY_BYTES: usize = 6 * MAX_TEXT_BYTES + 64 * 1024;
/// What is known of a text beside it, at most.
const MAX_FACT_CHARS: usize = 2_000;

/// Fields of a request.
const FIELDS: [&str; 7] = ["text", "published", "keep", "source", "link", "title", "licence"];

/// A text, and what is to be done with it.
struct Asked {
    text: String,
    published: Option<Date>,
    keep: bool,
    facts: ArticleFacts,
}

/// `POST /articles`: `{"text": "...", "published": "2023-10-02"}`.
pub(super) async fn read(
    request: HttpRequest,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let body: Value = body::json(&request, payload, &[body::JSON], MAX_BODY_BYTES).await?;
    let Asked { text, published, keep, facts } = asked(&body)?;
    if keep {
        return computed(move || Ok(service.keep_article(&text, published, &facts)?)).await;
    }
    computed(move || Ok(service.read_article(&text, published).map_err(KeepError::from)?)).await
}

fn asked(body: &Value) -> Result<Asked, Problem> {
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
    let keep = match fields.get("keep") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(keep)) => *keep,
        Some(other) => return Err(Problem::parameter("keep", &other.to_string(), "must be true or false")),
    };
    let facts = ArticleFacts {
        source: fact(fields, "source")?,
        link: link(fields)?,
        title: fact(fields, "title")?,
        licence: fact(fields, "licence")?,
    };
    Ok(Asked { text, published, keep, facts })
}

/// Something that is known of the text, in one line.
fn fact(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, Problem> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text))
            if text.chars().nth(MAX_FACT_CHARS).is_none() && !text.chars().any(char::is_control) =>
        {
            Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
        }
        Some(other) => {
            let rule = format!("must be one line of at most {MAX_FACT_CHARS} characters");
            Err(Problem::parameter(name, &other.to_string(), rule))
        }
    }
}

/// An address that a page may show as a link.
fn link(fields: &Map<String, Value>) -> Result<Option<String>, Problem> {
    let link = fact(fields, "link")?;
    match &link {
        Some(text) if !(text.starts_with("https://") || text.starts_with("http://")) => {
            Err(Problem::parameter("link", text, "must begin with https:// or http://"))
        }
        _ => Ok(link),
    }
}

impl From<KeepError> for Problem {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Empty => Self::parameter("text", "", error),
            KeepError::Article(error) => Self::too_large((&error, Some(error.in_french()))),
            KeepError::Store(error) => error.into(),
            KeepError::Encode(error) => Self::internal(&error),
        }
    }
}
