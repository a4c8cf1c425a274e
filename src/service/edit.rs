//! Events that people add, change and remove by hand.
//!
//! In: what a person says of an event, and which version of it the person saw. Out: the event as it is shown then. It must
//! not know forms or requests.

use super::checksum::hex;
use super::{Layer, Service};
use crate::encode::geojson;
use crate::event::{
    Claim, DatePrecision, DateSpan, Event, EventId, Figure, Fingerprint, Flag, Identity, Kind, Location,
    LonLat, Method, Origin, PlaceContext, Precision, Reason, Status,
};
use crate::geocode::Geocoder;
use crate::store::StoreError;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use thiserror::Error;

/// Under what name events stand that no list brought.
const BY_HAND: &str = "by hand";
/// How near the truth a point is that a person set, when that person does not say: as an exact place of a list.
pub(super) const DEFAULT_RADIUS_M: f64 = 1_500.0;
/// Digits of a version: 64 bits, so that two versions of one event are never taken for each other.
const VERSION_DIGITS: usize = 16;

/// What a person says of an event. What is not said stays as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventChange {
    /// Where it is drawn; `Some(None)` takes it off the map.
    pub point: Option<Option<LonLat>>,
    /// The true place is within so many metres of the point.
    pub radius_m: Option<f64>,
    /// What happened, in one word.
    pub kind: Option<Kind>,
    /// What happened, in words.
    pub kind_text: Option<String>,
    /// First day; `Some(None)` takes the date away.
    pub date_start: Option<Option<Date>>,
    /// Last day.
    pub date_end: Option<Option<Date>>,
    /// The place in words.
    pub place: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Its cercle.
    pub cercle: Option<String>,
    /// Its commune.
    pub commune: Option<String>,
    /// Who took part.
    pub actors: Option<Vec<String>>,
    /// What each source says.
    pub claims: Option<Vec<Claim>>,
    /// Whatever else there is to say: name -> value.
    pub attributes: Option<BTreeMap<String, String>>,
}

/// Which versions of an event a person may have seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Whichever there is.
    Any,
    /// One of these.
    Versions(Vec<String>),
}

/// An event after a change.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Its id.
    pub id: EventId,
    /// The collection that has it.
    pub layer: Layer,
    /// The event as a `GeoJSON` feature.
    pub feature: Arc<[u8]>,
}

impl From<&Event> for Saved {
    fn from(event: &Event) -> Self {
        let layer = if event.location.point.is_some() { Layer::Events } else { Layer::Unlocated };
        Self { id: event.id.clone(), layer, feature: geojson::event(event).into() }
    }
}

/// Why an event was not added, changed or removed. Nothing was written.
#[derive(Debug, Error)]
pub enum EditError {
    /// A field breaks a rule.
    #[error("{field}: {rule}")]
    Field {
        /// Which field.
        field: &'static str,
        /// What it says.
        value: String,
        /// What it must be.
        rule: &'static str,
    },
    /// Too little is said for an event.
    #[error("an event needs at least a place, a point, a date or what happened")]
    Empty,
    /// Somebody else changed it since the person saw it.
    #[error("event {0} has changed since you read it: read it again")]
    Changed(EventId),
    /// There is nothing to take back.
    #[error("nothing was set of event {0} by hand")]
    Unedited(EventId),
    /// The store failed, or has no such event.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EditError {
    /// What a person is told, in French; nothing of what only a program can mend.
    pub fn in_french(&self) -> Option<String> {
        Some(match self {
            Self::Empty => {
                "il faut à un événement au moins un lieu, un point, une date ou ce qui s’est passé".to_owned()
            }
            Self::Changed(id) => {
                format!("l’événement {id} a changé depuis que vous l’avez lu\u{a0}: relisez-le")
            }
            Self::Unedited(id) => format!("rien n’a été fixé à la main pour l’événement {id}"),
            Self::Store(error) => return error.in_french(),
            Self::Field { .. } => return None,
        })
    }
}

/// The version of an event: another one whenever anything of it is, and the same for the same.
pub fn version_of(feature: &[u8]) -> String {
    let mut digits = hex(Sha256::new_with_prefix(feature));
    digits.truncate(VERSION_DIGITS);
    digits
}

impl Service {
    /// Adds an event; when this returns, it is durable and served.
    pub fn add_event(&self, said: &EventChange) -> Result<Saved, EditError> {
        let number = format!("{:032x}", fastrand::u128(..));
        let identity = Identity::of_source_id(BY_HAND, &number);
        let mut event = blank(&identity);
        if said.kind.is_none() {
            event.kind = Kind::recognise(said.kind_text.as_deref().unwrap_or_default());
        }
        said.apply(&mut event, &self.geocoder())?;
        let says_something = event.when.is_some()
            || event.location.point.is_some()
            || event.place != PlaceContext::default()
            || !event.kind_text.is_empty()
            || !event.claims.is_empty();
        if !says_something {
            return Err(EditError::Empty);
        }
        let fingerprint = Fingerprint::of_cells([(BY_HAND, number.as_str())]);
        self.store.add_by_hand(&identity, &fingerprint, &event)?;
        Ok(self.shown(&event))
    }

    /// Changes an event that is as the person saw it; when this returns, that is durable and served.
    ///
    /// What is set so stays when the event's list is read again.
    pub fn edit_event(&self, id: &EventId, seen: &Seen, said: &EventChange) -> Result<Saved, EditError> {
        let geocoder = self.geocoder();
        let written = self.write_event(id, seen, |event| {
            let mut wanted = event.clone();
            said.apply(&mut wanted, &geocoder)?;
            Ok(Some(wanted))
        })?;
        written.map(|event| self.shown(&event)).ok_or_else(|| StoreError::NoEvent(id.clone()).into())
    }

    /// Removes an event that is as the person saw it. It stays removed when its list is read again.
    pub fn remove_event(&self, id: &EventId, seen: &Seen) -> Result<(), EditError> {
        self.write_event(id, seen, |_| Ok(None))?;
        self.show_committed();
        Ok(())
    }

    /// Does what `wanted` says with the store's own state of the event, so that of two who saw the same only one wins; returns
    /// what was written.
    fn write_event(
        &self,
        id: &EventId,
        seen: &Seen,
        wanted: impl Fn(&Event) -> Result<Option<Event>, EditError>,
    ) -> Result<Option<Event>, EditError> {
        let (mut refused, mut written) = (None, None);
        self.store.edit(id, &mut |event| {
            let outcome = if seen.is(event) { wanted(event) } else { Err(EditError::Changed(id.clone())) };
            match outcome {
                Ok(wanted) => {
                    written.clone_from(&wanted);
                    ControlFlow::Continue(wanted)
                }
                Err(error) => {
                    refused = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        refused.map_or(Ok(written), Err)
    }

    /// An event that was just written, as it is shown; as it was written where somebody else removed it since, or where it
    /// cannot be shown yet.
    fn shown(&self, written: &Event) -> Saved {
        let is_shown = self.show_committed();
        let shown = self.event_feature(written.id.as_str()).filter(|_| is_shown);
        shown.map_or_else(
            || Saved::from(written),
            |(layer, feature)| Saved { id: written.id.clone(), layer, feature },
        )
    }

    /// An event as it is shown, and the collection that has it.
    pub fn event_feature(&self, id: &str) -> Option<(Layer, Arc<[u8]>)> {
        [Layer::Events, Layer::Unlocated]
            .into_iter()
            .find_map(|layer| Some((layer, self.layers.get(layer).get(id)?)))
    }
}

impl Seen {
    fn is(&self, event: &Event) -> bool {
        // Whoever takes any version need not wait for this one to be made.
        *self == Self::Any || self.has(&version_of(&geojson::event(event)))
    }

    /// Whether a version is among them.
    pub fn has(&self, version: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Versions(seen) => seen.iter().any(|one| one == version),
        }
    }
}

impl EventChange {
    pub(super) fn apply(&self, event: &mut Event, geocoder: &Geocoder) -> Result<(), EditError> {
        set(&mut event.kind, self.kind.as_ref());
        set(&mut event.kind_text, self.kind_text.as_ref());
        set(&mut event.actors, self.actors.as_ref());
        set(&mut event.attributes, self.attributes.as_ref());
        if self.claims.is_some() {
            set(&mut event.claims, self.claims.as_ref());
            event.derive_deaths();
        }
        self.date(event)?;
        self.place(event, geocoder)
    }

    fn date(&self, event: &mut Event) -> Result<(), EditError> {
        let known = event.when.as_ref().map(DateSpan::days);
        let (start, end) = match (self.date_start, self.date_end) {
            (None, None) => return Ok(()),
            (Some(None), None | Some(None)) => {
                event.when = None;
                return Ok(());
            }
            (Some(Some(start)), Some(Some(end))) => (start, end),
            (Some(Some(start)), None) => {
                // A longer time keeps its end, a day is another day.
                let end = known.filter(|(first, last)| first < last);
                (start, end.map_or(start, |(_, last)| last))
            }
            (Some(Some(start)), Some(None)) => (start, start),
            (None, Some(Some(end))) => (known.map_or(end, |(first, _)| first), end),
            (None, Some(None)) => match known {
                Some((first, _)) => (first, first),
                None => return Ok(()),
            },
            (Some(None), Some(Some(end))) => {
                let rule = "an end needs a beginning: date_start is null";
                return Err(EditError::Field { field: "date_end", value: end.to_string(), rule });
            }
        };
        let precision = if start == end { DatePrecision::Day } else { DatePrecision::Range };
        let when = DateSpan::new(start, end, precision, "");
        let rule = "must not be before date_start";
        event.when =
            Some(when.ok_or_else(|| EditError::Field { field: "date_end", value: end.to_string(), rule })?);
        Ok(())
    }

    fn place(&self, event: &mut Event, geocoder: &Geocoder) -> Result<(), EditError> {
        let before = event.place.clone();
        set(&mut event.place.name, self.place.as_ref());
        set(&mut event.place.region, self.region.as_ref());
        set(&mut event.place.cercle, self.cercle.as_ref());
        set(&mut event.place.commune, self.commune.as_ref());
        let day = event.when.as_ref().map(DateSpan::first_day);
        let found = &event.location;
        event.location = match (self.point, self.radius_m, found.point) {
            (Some(Some(point)), radius_m, _) => {
                by_hand(geocoder, point, radius_m.unwrap_or(DEFAULT_RADIUS_M), &event.place, day)
            }
            (None, Some(radius_m), Some(point)) => by_hand(geocoder, point, radius_m, &event.place, day),
            (Some(None) | None, Some(radius_m), _) => {
                let rule = "a radius needs a point: set the geometry too";
                return Err(EditError::Field { field: "radius_m", value: radius_m.to_string(), rule });
            }
            (Some(None), None, _) => Location {
                method: Method::Hand,
                ..Location::nowhere(
                    Status::Unlocated,
                    Reason::new("taken off the map by a person", "retiré de la carte par une personne"),
                )
            },
            // Another name means another place, unless a person or the list said where it is.
            (None, None, Some(point)) if event.place != before && found.method == Method::Given => {
                geocoder.given(point, found.precision, &event.place, day)
            }
            (None, None, _) if event.place != before && found.method != Method::Hand => {
                geocoder.geocode(&event.place, day).location
            }
            (None, None, _) => return Ok(()),
        };
        Ok(())
    }
}

/// A place that a person stands for. What speaks against it was before that person's eyes.
pub(super) fn by_hand(
    geocoder: &Geocoder,
    point: LonLat,
    radius_m: f64,
    place: &PlaceContext,
    day: Option<Date>,
) -> Location {
    let mut location = geocoder.given(point, Some(Precision::azalai(1)), place, day);
    location.flags.retain(|flag| *flag == Flag::OutsideMali);
    let why = Reason::new("placed by hand", "placé à la main");
    Location {
        radius_m,
        p: 1.0,
        method: Method::Hand,
        status: Status::Located,
        why: why.en,
        why_fr: why.fr,
        ..location
    }
}

/// An event of which nothing is said yet.
fn blank(identity: &Identity) -> Event {
    Event {
        id: EventId::from(identity),
        kind: Kind::Other,
        kind_text: String::new(),
        when: None,
        place: PlaceContext::default(),
        location: Location::nowhere(
            Status::Unlocated,
            Reason::new("no place is given", "aucun lieu n’est donné"),
        ),
        actors: Vec::new(),
        deaths: Figure::UNKNOWN,
        claims: Vec::new(),
        origin: Origin {
            list: BY_HAND.to_owned(),
            source: None,
            line: 0,
            source_id: None,
            licence: None,
            restricted: false,
        },
        attributes: BTreeMap::new(),
        parts: Vec::new(),
    }
}

fn set<T: Clone>(field: &mut T, said: Option<&T>) {
    if let Some(said) = said {
        field.clone_from(said);
    }
}
