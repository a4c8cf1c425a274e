//! An event made ready to be written.
//!
//! In: an event. Out: the texts that a store writes of it. It must not know stores.
//!
//! Making the texts takes longer than writing them, and any core can do it; only one may write.

use super::{StoreError, body};
use crate::event::{Claim, Event};

/// An event with the texts that a store writes of it.
#[derive(Debug)]
pub struct Prepared {
    event: Event,
    pub(super) texts: Texts,
}

/// The texts that a store writes of an event.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) title: String,
    /// First and last day.
    pub(super) days: Option<[String; 2]>,
    /// Empty where there are none.
    pub(super) actors: String,
    pub(super) sources: String,
    /// The event itself.
    pub(super) body: String,
}

impl Prepared {
    /// Encodes the event; one that could not be read again is refused.
    pub fn new(event: Event) -> Result<Self, StoreError> {
        Ok(Self { texts: Texts::of(&event)?, event })
    }

    /// The event.
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// The event alone.
    pub fn into_event(self) -> Event {
        self.event
    }
}

impl Texts {
    pub(super) fn of(event: &Event) -> Result<Self, StoreError> {
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
        let body = body::text(event)?;
        Ok(Self {
            title: event.title(),
            days: event.when.as_ref().map(|when| {
                let (first, last) = when.days();
                [first.to_string(), last.to_string()]
            }),
            actors: event.actors.join("; "),
            sources: sources(&event.claims).collect::<Vec<_>>().join("; "),
            body,
        })
    }
}

/// Who says something of the event, each once.
fn sources(claims: &[Claim]) -> impl Iterator<Item = &str> {
    claims.iter().enumerate().filter_map(|(place, claim)| {
        let repeated = claims.iter().take(place).any(|earlier| earlier.source == claim.source);
        (!repeated && !claim.source.is_empty()).then_some(claim.source.as_str())
    })
}
