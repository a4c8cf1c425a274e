//! The columns of table `events`.
//!
//! In: an event. Out: the value of each column, and the statements that write them. It must not know
//! transactions.

use super::header;
use crate::event::{DatePrecision, Event, Fingerprint, LonLat, PrecisionScheme};
use crate::store::prepared::Texts;
use crate::store::{Prepared, StoreError};
use rusqlite::types::ValueRef;
use std::sync::LazyLock;

/// What an event's columns are derived from.
pub(super) struct Source<'e> {
    pub(super) event: &'e Event,
    fingerprint: &'e Fingerprint,
    geom: Option<[u8; header::POINT_LENGTH]>,
    texts: Made<'e>,
}

/// Texts made before, or just now.
enum Made<'e> {
    Before(&'e Texts),
    Now(Box<Texts>),
}

type Column = (&'static str, for<'s> fn(&'s Source<'_>) -> ValueRef<'s>);

/// Every column that is written both when an event is added and when it changes.
const COLUMNS: [Column; 30] = [
    ("geom", |s| s.geom.as_ref().map_or(NULL, |blob| ValueRef::Blob(blob))),
    ("title", |s| ValueRef::from(s.texts().title.as_str())),
    ("kind", |s| ValueRef::from(s.event.kind.as_str())),
    ("kind_text", |s| given(&s.event.kind_text)),
    ("status", |s| ValueRef::from(s.event.location.status.as_str())),
    ("date_start", |s| s.texts().days.as_ref().map_or(NULL, |[first, _]| ValueRef::from(first.as_str()))),
    ("date_end", |s| s.texts().days.as_ref().map_or(NULL, |[_, last]| ValueRef::from(last.as_str()))),
    ("date_precision", |s| {
        s.event.when.as_ref().map_or(NULL, |when| ValueRef::from(date_precision(when.precision)))
    }),
    ("place_text", |s| given(&s.event.place.name)),
    ("place", |s| known(s.event.location.name.as_ref())),
    ("region", |s| known(s.event.location.units.region.as_ref())),
    ("cercle", |s| known(s.event.location.units.cercle.as_ref())),
    ("commune", |s| known(s.event.location.units.commune.as_ref())),
    ("p", |s| ValueRef::Real(s.event.location.p)),
    ("precision", |s| {
        s.event.location.precision.map_or(NULL, |precision| ValueRef::Integer(precision.code.into()))
    }),
    ("precision_scheme", |s| {
        s.event.location.precision.map_or(NULL, |precision| ValueRef::from(scheme(precision.scheme)))
    }),
    ("radius_m", |s| ValueRef::Real(s.event.location.radius_m)),
    ("why", |s| ValueRef::from(s.event.location.why.as_str())),
    ("actors", |s| given(&s.texts().actors)),
    ("deaths_low", |s| count(s.event.deaths.low)),
    ("deaths_best", |s| count(s.event.deaths.best)),
    ("deaths_high", |s| count(s.event.deaths.high)),
    ("sources", |s| given(&s.texts().sources)),
    ("list", |s| ValueRef::from(s.event.origin.list.as_str())),
    ("line", |s| ValueRef::Integer(super::integer(s.event.origin.line))),
    ("source_id", |s| known(s.event.origin.source_id.as_ref())),
    ("licence", |s| known(s.event.origin.licence.as_ref())),
    ("restricted", |s| ValueRef::Integer(s.event.origin.restricted.into())),
    ("fingerprint", |s| ValueRef::from(s.fingerprint.as_str())),
    ("body", |s| ValueRef::from(s.texts().body.as_str())),
];

pub(super) const NULL: ValueRef<'static> = ValueRef::Null;

/// What is written when an event is added: the columns of [`Source::values`], then these four.
pub(super) fn inserted() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|(name, _)| *name).chain(["id", "identity", "fid", "import_id"])
}

/// Adds an event; parameters are those of [`inserted`]. Without a fid it gets the next.
pub(super) static INSERT: LazyLock<String> = LazyLock::new(|| {
    let names: Vec<&str> = inserted().collect();
    let marks = vec!["?"; names.len()];
    format!("INSERT INTO events ({}) VALUES ({})", names.join(", "), marks.join(", "))
});

/// Replaces an event; parameters are those of [`Source::values`], then import and fid.
pub(super) static UPDATE: LazyLock<String> = LazyLock::new(|| {
    let sets: Vec<String> = COLUMNS.iter().map(|(name, _)| format!("{name} = ?")).collect();
    format!("UPDATE events SET {}, import_id = ? WHERE fid = ?", sets.join(", "))
});

impl<'e> Source<'e> {
    /// Encodes the event; an event that could not be read again is refused.
    pub(super) fn new(event: &'e Event, fingerprint: &'e Fingerprint) -> Result<Self, StoreError> {
        let texts = Made::Now(Box::new(Texts::of(event)?));
        Ok(Self { event, fingerprint, geom: event.location.point.map(header::encode), texts })
    }

    /// The same of an event that was encoded before.
    pub(super) fn prepared(prepared: &'e Prepared, fingerprint: &'e Fingerprint) -> Self {
        let event = prepared.event();
        let texts = Made::Before(&prepared.texts);
        Self { event, fingerprint, geom: event.location.point.map(header::encode), texts }
    }

    fn texts(&self) -> &Texts {
        match &self.texts {
            Made::Before(texts) => texts,
            Made::Now(texts) => texts,
        }
    }

    /// Where the event is drawn.
    pub(super) fn point(&self) -> Option<LonLat> {
        self.event.location.point
    }

    /// A value for every column.
    pub(super) fn values(&self) -> impl Iterator<Item = ValueRef<'_>> {
        COLUMNS.iter().map(|(_, value)| value(self))
    }
}

/// A text of a list, where empty means not given.
fn given(text: &str) -> ValueRef<'_> {
    if text.is_empty() { NULL } else { ValueRef::from(text) }
}

fn known(text: Option<&String>) -> ValueRef<'_> {
    text.map_or(NULL, |text| ValueRef::from(text.as_str()))
}

fn count(people: Option<u32>) -> ValueRef<'static> {
    people.map_or(NULL, |people| ValueRef::Integer(people.into()))
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
