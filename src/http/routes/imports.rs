//! Lists sent to be imported.

use super::jobs::Shown;
use super::{JSON, blocking, json};
use crate::event::Reason;
use crate::http::body;
use crate::http::error::{Problem, echo};
use crate::http::params::Params;
use crate::service::{JobWishes, Limits, Options, Service, Wishes, parse_mapping};
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::{CONTENT_TYPE, LOCATION};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use std::collections::BTreeSet;
use std::io::{Seek, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A text field of the form may be so long.
const MAX_FIELD_BYTES: usize = 10_000;
/// The preference of clients that do not wait for the report.
const RESPOND_ASYNC: &str = "respond-async";

/// A list as it was sent: spooled to a file of its own, since it is read twice and may be large.
struct Upload {
    file: std::fs::File,
    options: Options,
    dry_run: bool,
    learn: bool,
    strict: bool,
}

/// `POST /imports`: `multipart/form-data` with `file`, and if wanted `dry_run`, `learn`, `strict`, `source`,
/// `licence`, `map` (as often as wanted), `sheet`, `delimiter`, `encoding`, `dates`. The answer is the report, or with
/// `Prefer: respond-async` the job that will have it.
pub(super) async fn import(
    request: HttpRequest,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let Upload { file, options, dry_run, learn, strict } = receive(&request, payload).await?;
    if wants_no_wait(&request) {
        let wishes = JobWishes { dry_run, strict, learn };
        let job = service.into_inner().start_import(file, options, wishes)?;
        return Ok(HttpResponse::Accepted()
            .content_type(JSON)
            .insert_header((LOCATION, format!("/imports/jobs/{}", job.id())))
            .insert_header(("preference-applied", RESPOND_ASYNC))
            .json(Shown::of(&job)));
    }
    let left = Arc::new(AtomicBool::new(false));
    // Goes with this future, which goes with the connection.
    let _client = Client(Arc::clone(&left));
    let import = move || {
        let mut progress = |_| {
            if left.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let wishes = Wishes { dry_run, strict, learn, progress: Some(&mut progress), ..Wishes::default() };
        service.import(file, options, wishes)
    };
    let report = blocking(import).await?;
    Ok(json(&report))
}

/// A client that waits for a report. When it goes away the import ends: nobody would know what became of it.
struct Client(Arc<AtomicBool>);

impl Drop for Client {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// `Prefer: respond-async`, by itself or among other preferences (RFC 7240).
fn wants_no_wait(request: &HttpRequest) -> bool {
    request
        .headers()
        .get_all("prefer")
        .filter_map(|prefer| prefer.to_str().ok())
        .flat_map(|prefer| prefer.split([',', ';']))
        .any(|preference| preference.trim().eq_ignore_ascii_case(RESPOND_ASYNC))
}

async fn receive(request: &HttpRequest, payload: web::Payload) -> Result<Upload, Problem> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        return Err(Problem::unsupported_media_type(format!(
            "'{}' is not read here; send multipart/form-data with the list in the field 'file'",
            echo(kind)
        )));
    }
    let mut form = Multipart::from_request(request, &mut payload.into_inner())
        .await
        .map_err(|error| Problem::bad_request(error.to_string()))?;
    let limits = Limits::default();
    let (mut file, mut list) = (None, None);
    let mut options = Options { limits, ..Options::default() };
    let [mut dry_run, mut learn, mut strict] = [false; 3];
    let mut given = BTreeSet::new();
    while let Some(field) = body::next(&mut form).await? {
        let mut field = field.map_err(|error| malformed(&error))?;
        let name = field.name().unwrap_or_default().to_owned();
        // A form that says two things is not guessed at: one of the two would be written.
        if !matches!(name.as_str(), "file" | "map") && !given.insert(name.clone()) {
            return Err(Problem::parameter(&name, "", "must be given once"));
        }
        match name.as_str() {
            "file" if file.is_some() => {
                return Err(Problem::bad_request("more than one 'file': send one list at a time"));
            }
            "file" => {
                list = field.content_disposition().and_then(|d| d.get_filename()).map(file_name);
                file = Some(spool(&mut field, limits.max_bytes).await?);
            }
            "source" | "licence" | "sheet" | "encoding" | "delimiter" | "dates" | "map" => {
                let value = text(&mut field, &name).await?;
                state(&mut options, &name, value)?;
            }
            "dry_run" => dry_run = switch(&mut field, &name).await?,
            "learn" => learn = switch(&mut field, &name).await?,
            "strict" => strict = switch(&mut field, &name).await?,
            other => {
                let known = "unknown field; known here: file, dry_run, learn, strict, source, licence, map, sheet, \
                             delimiter, encoding, dates";
                return Err(Problem::parameter(other, "", known));
            }
        }
    }
    let file = file.ok_or_else(|| Problem::bad_request("the field 'file' with the list is missing"))?;
    options.list = list.filter(|name| !name.is_empty()).unwrap_or_else(|| "upload.csv".to_owned());
    Ok(Upload { file, options, dry_run, learn, strict })
}

/// Takes what the form says of the list; an empty field says nothing.
fn state(options: &mut Options, name: &str, value: String) -> Result<(), Problem> {
    if value.is_empty() {
        return Ok(());
    }
    match name {
        "source" => options.source = Some(value),
        "licence" => options.licence = Some(value),
        "sheet" => options.sheet = Some(value),
        "encoding" => options.encoding = Some(value),
        "map" => {
            let stated = parse_mapping(&value);
            options.map.push(stated.map_err(|error| Problem::parameter(name, "", error.to_string()))?);
        }
        "delimiter" => {
            options.delimiter = Some(match value.as_bytes() {
                b"tab" => b'\t',
                [one] if one.is_ascii_punctuation() && *one != b'"' => *one,
                _ => {
                    return Err(Problem::parameter(
                        name,
                        &value,
                        "must be one character such as ; or the word tab",
                    ));
                }
            });
        }
        _ => {
            options.day_first = Some(match value.as_str() {
                "day-first" => true,
                "month-first" => false,
                _ => return Err(Problem::parameter(name, &value, "must be day-first or month-first")),
            });
        }
    }
    Ok(())
}

/// Reads a field that is true or false.
async fn switch(field: &mut Field, name: &str) -> Result<bool, Problem> {
    match text(field, name).await?.as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        other => Err(Problem::parameter(name, other, "must be true or false")),
    }
}

/// The last part of what a browser calls the file: some send a whole path.
fn file_name(sent: &str) -> String {
    sent.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

async fn spool(field: &mut Field, max_bytes: u64) -> Result<std::fs::File, Problem> {
    let failed = |error: std::io::Error| Problem::unwritten(&error);
    let mut file = tempfile::tempfile().map_err(failed)?;
    let mut taken = 0_u64;
    while let Some(chunk) = body::next(field).await? {
        let chunk = chunk.map_err(|error| malformed(&error))?;
        taken += chunk.len() as u64;
        if taken > max_bytes {
            return Err(Problem::too_large(Reason::new(
                format!("the list is larger than {max_bytes} bytes"),
                format!("la liste dépasse {max_bytes} octets"),
            )));
        }
        // Writing to the page cache: short enough to do between two chunks from the network.
        file.write_all(&chunk).map_err(failed)?;
    }
    file.rewind().map_err(failed)?;
    Ok(file)
}

async fn text(field: &mut Field, name: &str) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body::next(field).await? {
        bytes.extend_from_slice(&chunk.map_err(|error| malformed(&error))?);
        if bytes.len() > MAX_FIELD_BYTES {
            return Err(Problem::too_large(format!(
                "the field '{name}' is longer than {MAX_FIELD_BYTES} bytes"
            )));
        }
    }
    String::from_utf8(bytes)
        .map(|text| text.trim().to_owned())
        .map_err(|_| Problem::parameter(name, "", "must be UTF-8 text"))
}

fn malformed(error: &MultipartError) -> Problem {
    Problem::bad_request(format!("the form cannot be read: {error}"))
}
