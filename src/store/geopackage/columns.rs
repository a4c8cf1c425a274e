//! The columns of table `events`.
//!
//! In: an event. Out: the value of each column, and the statements that write them. It must not know
//! transactions.

use super::header;
use crate::event::{Claim, DatePrecision, Event, Fingerprint, LonLat, PrecisionScheme};
use crate::store::StoreError;
use rusqlite::types::{ToSqlOutput, Value};
use std::sync::LazyLock;

/// What an event's columns are derived from.
pub(super) struct Source<'e> {
    event: &'e Event,
    fingerprint: &'e Fingerprint,
    geom: Option<[u8; header::POINT_LENGTH]>,
    title: String,
    body: String,
}

type Column = (&'static str, for<'s> fn(&'s Source<'_>) -> ToSqlOutput<'s>);

/// Every column that is written both when an event is added and when it changes.
const COLUMNS: [Column; 30] = [
    ("geom", |s| s.geom.as_ref().map_or(NULL, |blob| ToSqlOutput::from(blob.as_slice()))),
    ("title", |s| ToSqlOutput::from(s.title.as_str())),
    ("kind", |s| ToSqlOutput::from(s.event.kind.as_str())),
    ("kind_text", |s| given(&s.event.kind_text)),
    ("status", |s| ToSqlOutput::from(s.event.location.status.as_str())),
    ("date_start", |s| day(s, |(start, _)| start)),
    ("date_end", |s| day(s, |(_, end)| end)),
    ("date_precision", |s| {
        s.event.when.as_ref().map_or(NULL, |when| ToSqlOutput::from(date_precision(when.precision)))
    }),
    ("place_text", |s| given(&s.event.place.name)),
    ("place", |s| known(s.event.location.name.as_ref())),
    ("region", |s| known(s.event.location.units.region.as_ref())),
    ("cercle", |s| known(s.event.location.units.cercle.as_ref())),
    ("commune", |s| known(s.event.location.units.commune.as_ref())),
    ("p", |s| ToSqlOutput::from(s.event.location.p)),
    ("precision", |s| s.event.location.precision.map_or(NULL, |precision| ToSqlOutput::from(precision.code))),
    ("precision_scheme", |s| {
        s.event.location.precision.map_or(NULL, |precision| ToSqlOutput::from(scheme(precision.scheme)))
    }),
    ("radius_m", |s| ToSqlOutput::from(s.event.location.radius_m)),
    ("why", |s| ToSqlOutput::from(s.event.location.why.as_str())),
    ("actors", |s| joined(s.event.actors.iter().map(String::as_str))),
    ("deaths_low", |s| s.event.deaths.low.map_or(NULL, ToSqlOutput::from)),
    ("deaths_best", |s| s.event.deaths.best.map_or(NULL, ToSqlOutput::from)),
    ("deaths_high", |s| s.event.deaths.high.map_or(NULL, ToSqlOutput::from)),
    ("sources", |s| joined(sources(&s.event.claims))),
    ("list", |s| ToSqlOutput::from(s.event.origin.list.as_str())),
    ("line", |s| ToSqlOutput::from(super::integer(s.event.origin.line))),
    ("source_id", |s| known(s.event.origin.source_id.as_ref())),
    ("licence", |s| known(s.event.origin.licence.as_ref())),
    ("restricted", |s| ToSqlOutput::from(s.event.origin.restricted)),
    ("fingerprint", |s| ToSqlOutput::from(s.fingerprint.as_str())),
    ("body", |s| ToSqlOutput::from(s.body.as_str())),
];

const NULL: ToSqlOutput<'static> = ToSqlOutput::Owned(Value::Null);

/// Adds an event; parameters are those of [`Source::values`], then id, identity, fid (or none) and import.
pub(super) static INSERT: LazyLock<String> = LazyLock::new(|| {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let marks = vec!["?"; COLUMNS.len() + 4];
    format!(
        "INSERT INTO events ({}, id, identity, fid, import_id) VALUES ({})",
        names.join(", "),
        marks.join(", ")
    )
});

/// Replaces an event; parameters are those of [`Source::values`], then import and fid.
pub(super) static UPDATE: LazyLock<String> = LazyLock::new(|| {
    let sets: Vec<String> = COLUMNS.iter().map(|(name, _)| format!("{name} = ?")).collect();
    format!("UPDATE events SET {}, import_id = ? WHERE fid = ?", sets.join(", "))
});

impl<'e> Source<'e> {
    /// Encodes the event; an event that could not be read again is refused.
    pub(super) fn new(event: &'e Event, fingerprint: &'e Fingerprint) -> Result<Self, StoreError> {
        // JSON has no NaN: serde would write null without a word, and then not read it back as a number.
        let location = &event.location;
        let mut numbers = [location.p, location.radius_m].into_iter().chain(
            location
                .rivals
                .iter()
                .flat_map(|rival| [rival.score, rival.p, rival.distance_km.unwrap_or_default()]),
        );
        if !numbers.all(f64::is_finite) {
            return Err(StoreError::NotFinite(event.id.clone()));
        }
        let body = serde_json::to_string(event)
            .map_err(|source| StoreError::Encode { id: event.id.clone(), source })?;
        Ok(Self { event, fingerprint, geom: location.point.map(header::encode), title: event.title(), body })
    }

    /// Where the event is drawn.
    pub(super) fn point(&self) -> Option<LonLat> {
        self.event.location.point
    }

    /// A value for every column.
    pub(super) fn values(&self) -> impl Iterator<Item = ToSqlOutput<'_>> {
        COLUMNS.iter().map(|(_, value)| value(self))
    }
}

/// A text of a list, where empty means not given.
fn given(text: &str) -> ToSqlOutput<'_> {
    if text.is_empty() { NULL } else { ToSqlOutput::from(text) }
}

fn known(text: Option<&String>) -> ToSqlOutput<'_> {
    text.map_or(NULL, |text| ToSqlOutput::from(text.as_str()))
}

fn joined<'t>(texts: impl Iterator<Item = &'t str>) -> ToSqlOutput<'static> {
    let text = texts.collect::<Vec<_>>().join("; ");
    if text.is_empty() { NULL } else { ToSqlOutput::from(text) }
}

/// Who says something of the event, each once.
fn sources(claims: &[Claim]) -> impl Iterator<Item = &str> {
    claims.iter().enumerate().filter_map(|(place, claim)| {
        let repeated = claims.iter().take(place).any(|earlier| earlier.source == claim.source);
        (!repeated && !claim.source.is_empty()).then_some(claim.source.as_str())
    })
}

fn day(
    source: &Source<'_>,
    which: fn((jiff::civil::Date, jiff::civil::Date)) -> jiff::civil::Date,
) -> ToSqlOutput<'static> {
    source.event.when.as_ref().map_or(NULL, |when| ToSqlOutput::from(which(when.days()).to_string()))
}

pub(super) fn date_precision(precision: DatePrecision) -> &'static str {
    match precision {
        DatePrecision::Time => "time",
        DatePrecision::Day => "day",
        DatePrecision::Range => "range",
        DatePrecision::Month => "month",
        DatePrecision::Year => "year",
    }
}

fn scheme(scheme: PrecisionScheme) -> &'static str {
    match scheme {
        PrecisionScheme::UcdpGed => "ucdp_ged",
        PrecisionScheme::Acled => "acled",
        PrecisionScheme::Azalai => "azalai",
    }
}
