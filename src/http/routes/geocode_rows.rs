//! Many places in one request.
//!
//! In: a JSON document of rows. Out: an answer for each, in their order, and counts. A row that breaks a rule refuses
//! the request, by its index, field and value: whoever sends JSON can mend it before it is sent.

use super::computed;
use crate::event::{LonLat, PlaceContext};
use crate::http::body;
use crate::http::error::Problem;
use crate::http::params::{Params, point_of, unknown};
use crate::service::{Asked, Found, Service, StatusCounts};
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Rows of one request at most: about a second of work.
const MAX_ROWS: usize = 10_000;
/// Bytes of a request at most: eight hundred for each of the rows.
const MAX_BODY_BYTES: usize = 8 << 20;

/// Fields of a row.
const FIELDS: [&str; 7] = ["name", "region", "cercle", "commune", "lon", "lat", "date"];

#[derive(Serialize)]
struct Answers {
    results: Vec<Arc<Found>>,
    counts: StatusCounts,
}

/// `POST /geocode`: `{"places": [...]}` or the array alone.
pub(super) async fn geocode(
    request: HttpRequest,
    payload: web::Payload,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    Params::read(&request, &[])?;
    let body: Value = body::json(&request, payload, &[body::JSON], MAX_BODY_BYTES).await?;
    computed(move || {
        let (results, counts) = service.geocode_all(&rows(&body)?);
        Ok(Answers { results, counts })
    })
    .await
}

/// The rows of a document.
fn rows(body: &Value) -> Result<Vec<Asked>, Problem> {
    let rows = match body {
        Value::Object(fields) => {
            if let Some((name, value)) = fields.iter().find(|(name, _)| *name != "places") {
                return Err(unknown(name, &value.to_string(), &["places"]));
            }
            fields.get("places").and_then(Value::as_array)
        }
        other => other.as_array(),
    };
    let rows = rows.ok_or_else(|| {
        let rule =
            "an array of places is needed, as in {\"places\": [{\"name\": \"Bamba\", \"region\": \"Gao\"}]}";
        Problem::parameter("places", "", rule)
    })?;
    if rows.len() > MAX_ROWS {
        let detail = format!("{} places are more than {MAX_ROWS}: send them in parts", rows.len());
        return Err(Problem::too_large(detail));
    }
    rows.iter().enumerate().map(|(index, row)| Row { index, row }.asked()).collect()
}

/// One row, with its place in the request.
struct Row<'r> {
    index: usize,
    row: &'r Value,
}

impl Row<'_> {
    fn asked(&self) -> Result<Asked, Problem> {
        let Some(fields) = self.row.as_object() else {
            let rule = "must be an object such as {\"name\": \"Bamba\", \"region\": \"Gao\"}";
            return Err(Problem::parameter(&format!("places[{}]", self.index), &self.row.to_string(), rule));
        };
        if let Some((name, value)) = fields.iter().find(|(name, _)| !FIELDS.contains(&name.as_str())) {
            return Err(unknown(&self.field(name), &value.to_string(), &FIELDS.map(|name| self.field(name))));
        }
        let text = |name: &str| -> Result<String, Problem> {
            Ok(self.text(fields, name)?.map_or_else(String::new, |text| text.trim().to_owned()))
        };
        let place = PlaceContext {
            name: text("name")?,
            region: text("region")?,
            cercle: text("cercle")?,
            commune: text("commune")?,
        };
        let day = self.text(fields, "date")?.filter(|text| !text.is_empty()).map(|text| {
            text.parse::<Date>().map_err(|_| self.broken("date", fields, "must be a day such as 2023-10-01"))
        });
        let given = self.point(fields)?.map(|point| (point, None));
        Ok(Asked { place, given, elsewhere: None, day: day.transpose()? })
    }

    fn point(&self, fields: &Map<String, Value>) -> Result<Option<LonLat>, Problem> {
        let degrees = |name: &str| match fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let degrees =
                    value.as_f64().ok_or_else(|| self.broken(name, fields, "must be a number, in degrees"));
                degrees.map(Some)
            }
        };
        point_of(degrees("lon")?, degrees("lat")?).map_err(|(name, rule)| self.broken(name, fields, &rule))
    }

    fn text<'f>(&self, fields: &'f Map<String, Value>, name: &str) -> Result<Option<&'f str>, Problem> {
        match fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.broken(name, fields, "must be a text")),
        }
    }

    /// A field of this row, as a problem names it.
    fn field(&self, name: &str) -> String {
        format!("places[{}].{name}", self.index)
    }

    fn broken(&self, name: &str, fields: &Map<String, Value>, rule: &str) -> Problem {
        let value = fields.get(name).map_or_else(String::new, Value::to_string);
        Problem::parameter(&self.field(name), &value, rule)
    }
}
