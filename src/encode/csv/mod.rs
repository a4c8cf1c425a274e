//! Events as CSV, for spreadsheets, scripts, and for reading in again.
//!
//! In: events. Out: records with the columns of [`COLUMNS`]. It must not know which events, or the file.

mod guard;

pub use guard::guarded;

use super::number::{COORDINATE_DIGITS, Rounded};
use super::{EncodeError, date_texts};
use crate::event::{Claim, Event, LonLat};
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write;

/// The columns, in their order.
///
/// - `date_start`, `date_end`: days, or RFC 3339 times where `date_precision` is `time`
/// - `type`: what happened in the list's words; `kind` is the one word of the map
/// - `place`, `region`, `cercle`, `commune`: as the list says, or as found where it says nothing
/// - `lon`, `lat`, `radius_m`: empty when the event is on no map
/// - `actors`: joined by `; `
/// - `source`, `notes`: what the claims say and who, each thing once, joined by ` | `
/// - `list_source`: who made the list, as stated when it was imported; `source` is who says so in its rows
/// - `attributes`: a JSON object of the list's own columns that have none here; empty when there are none
/// - `body`: the whole event as JSON, for reading in again without loss; the cells before it are for people
pub const COLUMNS: [&str; 33] = [
    "id",
    "date_start",
    "date_end",
    "date_precision",
    "kind",
    "type",
    "place",
    "region",
    "cercle",
    "commune",
    "lon",
    "lat",
    "status",
    "p",
    "precision",
    "precision_scheme",
    "radius_m",
    "method",
    "why",
    "actors",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "source",
    "notes",
    "list",
    "list_source",
    "line",
    "source_id",
    "licence",
    "restricted",
    "attributes",
    "body",
];

/// What is done with texts that a spreadsheet would take for formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cells {
    /// An apostrophe is put before a text that begins with `= + - @`, a tab or a line break and is not a
    /// number (OWASP, "CSV Injection"). Right for files that people open.
    #[default]
    Guarded,
    /// Texts are written as they are. Only for programs that do not calculate.
    Raw,
}

/// Writes events as CSV (RFC 4180, UTF-8), one record at a time.
#[derive(Debug)]
pub struct EventWriter<W: Write> {
    out: ::csv::Writer<W>,
    cells: Cells,
}

impl<W: Write> EventWriter<W> {
    /// Begins with the header.
    pub fn new(out: W, cells: Cells) -> Result<Self, EncodeError> {
        let mut out = ::csv::Writer::from_writer(out);
        out.write_record(COLUMNS)?;
        Ok(Self { out, cells })
    }

    /// Writes one event.
    pub fn event(&mut self, event: &Event) -> Result<(), EncodeError> {
        for cell in record(event)? {
            let cell = match self.cells {
                Cells::Guarded => guard::guarded(cell),
                Cells::Raw => cell,
            };
            self.out.write_field(cell.as_bytes())?;
        }
        self.out.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Flushes, and gives the writer back.
    pub fn finish(self) -> Result<W, EncodeError> {
        self.out.into_inner().map_err(|error| EncodeError::Write(error.into_error()))
    }
}

/// The cells of one event, in the order of [`COLUMNS`].
fn record(event: &Event) -> Result<[Cow<'_, str>; COLUMNS.len()], EncodeError> {
    let (place, found) = (&event.place, &event.location);
    let [date_start, date_end] = event.when.as_ref().map(date_texts).unwrap_or_default();
    let coordinate =
        |degrees: Option<f64>| degrees.map(|degrees| rounded(degrees, COORDINATE_DIGITS)).unwrap_or_default();
    Ok([
        event.id.as_str().into(),
        date_start.into(),
        date_end.into(),
        event.when.as_ref().map(|when| word(&when.precision)).unwrap_or_default(),
        event.kind.as_str().into(),
        event.kind_text.as_str().into(),
        told_or_found(&place.name, found.name.as_deref()),
        told_or_found(&place.region, found.units.region.as_deref()),
        told_or_found(&place.cercle, found.units.cercle.as_deref()),
        told_or_found(&place.commune, found.units.commune.as_deref()),
        coordinate(found.point.map(LonLat::lon)),
        coordinate(found.point.map(LonLat::lat)),
        found.status.as_str().into(),
        rounded(found.p, 4),
        found.precision.map(|precision| precision.code.to_string().into()).unwrap_or_default(),
        found.precision.map(|precision| word(&precision.scheme)).unwrap_or_default(),
        found.point.map(|_| rounded(found.radius_m, 0)).unwrap_or_default(),
        found.method.as_str().into(),
        found.why.as_str().into(),
        event.actors.join("; ").into(),
        figure(event.deaths.low),
        figure(event.deaths.best),
        figure(event.deaths.high),
        told(&event.claims, |claim| &claim.source),
        told(&event.claims, |claim| &claim.text),
        event.origin.list.as_str().into(),
        event.origin.source.as_deref().unwrap_or_default().into(),
        event.origin.line.to_string().into(),
        event.origin.source_id.as_deref().unwrap_or_default().into(),
        event.origin.licence.as_deref().unwrap_or_default().into(),
        if event.origin.restricted { "true" } else { "false" }.into(),
        attributes(event)?,
        serde_json::to_string(event).map(Cow::from).map_err(|source| properties(event, source))?,
    ])
}

fn told_or_found<'a>(told: &'a str, found: Option<&'a str>) -> Cow<'a, str> {
    if told.is_empty() { found.unwrap_or_default().into() } else { told.into() }
}

/// A number, or nothing where there is none to write.
fn rounded(number: f64, digits: i32) -> Cow<'static, str> {
    let value = Rounded::new(number, digits).value();
    if value.is_finite() { value.to_string().into() } else { Cow::default() }
}

/// Unknown is empty; zero is 0.
fn figure(count: Option<u32>) -> Cow<'static, str> {
    count.map(|count| count.to_string().into()).unwrap_or_default()
}

/// The one word that serde writes for a variant, so that CSV and `GeoJSON` never differ in it.
fn word<T: Serialize>(variant: &T) -> Cow<'static, str> {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(word)) => word.into(),
        _ => Cow::default(),
    }
}

fn told<'a>(claims: &'a [Claim], text: impl Fn(&'a Claim) -> &'a String) -> Cow<'a, str> {
    let mut texts: Vec<&str> = Vec::new();
    for text in claims.iter().map(text) {
        if !text.is_empty() && !texts.contains(&text.as_str()) {
            texts.push(text);
        }
    }
    match texts.as_slice() {
        [] => Cow::default(),
        [text] => (*text).into(),
        _ => texts.join(" | ").into(),
    }
}

fn attributes(event: &Event) -> Result<Cow<'static, str>, EncodeError> {
    if event.attributes.is_empty() {
        return Ok(Cow::default());
    }
    serde_json::to_string(&event.attributes).map(Cow::from).map_err(|source| properties(event, source))
}

fn properties(event: &Event, source: serde_json::Error) -> EncodeError {
    EncodeError::Properties { id: event.id.to_string(), source }
}
