//! What a person set of an event, over what its list says.
//!
//! In: an event as its list has it, and as a person wants it. Out: the difference, which stays when the list is read again.
//! It must not know who the person is or where the difference is kept.

use super::{Claim, DateSpan, Event, Kind, Location, PlaceContext};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// What a person set of an event. What is not set follows the list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Edit {
    /// The event is not to be shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// What happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// What happened in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind_text: Option<String>,
    /// When; a date that a person took away is `Some(None)`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "set")]
    pub when: Option<Option<DateSpan>>,
    /// The place in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceContext>,
    /// Where the event is drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Who took part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actors: Option<Vec<String>>,
    /// What each source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Vec<Claim>>,
    /// The columns that have no place above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<BTreeMap<String, String>>,
}

/// A value that is there, be it null.
fn set<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

impl Edit {
    /// An event that a person removed.
    pub fn removal() -> Self {
        Self { removed: true, ..Self::default() }
    }

    /// What is set once a person who is shown one event wants it to be another. Only what differs between those two is
    /// touched: the rest stays set, or unset, as it was, whatever the list has come to say since. What a person makes as
    /// the list has it follows the list again.
    #[must_use]
    pub fn revised(&self, listed: &Event, shown: &Event, wanted: &Event) -> Self {
        Self {
            removed: false,
            kind: revised(self.kind.as_ref(), [&listed.kind, &shown.kind, &wanted.kind]),
            kind_text: revised(
                self.kind_text.as_ref(),
                [&listed.kind_text, &shown.kind_text, &wanted.kind_text],
            ),
            when: revised(self.when.as_ref(), [&listed.when, &shown.when, &wanted.when]),
            place: revised(self.place.as_ref(), [&listed.place, &shown.place, &wanted.place]),
            location: revised(self.location.as_ref(), [&listed.location, &shown.location, &wanted.location]),
            actors: revised(self.actors.as_ref(), [&listed.actors, &shown.actors, &wanted.actors]),
            claims: revised(self.claims.as_ref(), [&listed.claims, &shown.claims, &wanted.claims]),
            attributes: revised(
                self.attributes.as_ref(),
                [&listed.attributes, &shown.attributes, &wanted.attributes],
            ),
        }
    }

    /// Sets what was set.
    pub fn apply(&self, event: &mut Event) {
        take(&mut event.kind, self.kind.as_ref());
        take(&mut event.kind_text, self.kind_text.as_ref());
        take(&mut event.when, self.when.as_ref());
        take(&mut event.place, self.place.as_ref());
        take(&mut event.location, self.location.as_ref());
        take(&mut event.actors, self.actors.as_ref());
        take(&mut event.attributes, self.attributes.as_ref());
        if self.claims.is_some() {
            take(&mut event.claims, self.claims.as_ref());
            event.derive_deaths();
        }
    }

    /// Whether a person said where the event was, be it nowhere.
    pub fn sets_place(&self) -> bool {
        self.place.is_some() || self.location.is_some()
    }

    /// Whether nothing was set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What was set, in words for people: English and French.
    pub fn fields(&self) -> Vec<(&'static str, &'static str)> {
        [
            (self.kind.is_some() || self.kind_text.is_some(), ("kind", "type")),
            (self.when.is_some(), ("date", "date")),
            (self.place.is_some() || self.location.is_some(), ("place", "lieu")),
            (self.actors.is_some(), ("actors", "acteurs")),
            (self.claims.is_some(), ("claims", "récits")),
            (self.attributes.is_some(), ("attributes", "attributs")),
        ]
        .into_iter()
        .filter_map(|(is_set, name)| is_set.then_some(name))
        .collect()
    }
}

fn revised<T: Clone + PartialEq>(set: Option<&T>, [listed, shown, wanted]: [&T; 3]) -> Option<T> {
    if wanted == shown { set.cloned() } else { (wanted != listed).then(|| wanted.clone()) }
}

fn take<T: Clone>(field: &mut T, set: Option<&T>) {
    if let Some(value) = set {
        field.clone_from(value);
    }
}
