//! What an event is.
//!
//! In: nothing. Out: the types that every other module speaks. It must not know files, networks or
//! databases: a value that exists is a value that is valid.

mod bbox;
mod claim;
mod date;
mod edit;
mod identity;
mod interval;
mod kind;
mod location;
mod merge;
mod outcome;
mod part;
mod point;
mod reason;
mod text;

pub use bbox::{Bbox, BboxError};
pub use claim::{Claim, Deaths, Dispute, Figure, disputes};
pub use date::{DAY_MS, DatePrecision, DateSpan, MONTHS, MONTHS_FR, date_of_day, month_named};
pub use edit::Edit;
pub use identity::{EventId, Fingerprint, Identity, InvalidEventId};
pub use interval::{Interval, IntervalError};
pub use kind::{Kind, UnknownKind};
pub use location::{
    Candidate, Flag, Location, Method, PlaceContext, Precision, PrecisionScheme, Status, UnitPath,
};
pub use merge::Account;
pub use part::Part;
pub use point::{InvalidPoint, LonLat};
pub use reason::Reason;
pub use text::{fold, words};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that happened at a place and a time, as one or more sources tell it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The same in every store that read the same list.
    pub id: EventId,
    /// What happened, in one word that the map can draw.
    pub kind: Kind,
    /// What happened in the list's own words; empty when the list has no such column.
    #[serde(default)]
    pub kind_text: String,
    /// When, with its precision; `None` when the list does not say.
    pub when: Option<DateSpan>,
    /// The place exactly as the list names it.
    pub place: PlaceContext,
    /// Where the event is drawn, how sure that is, and why.
    pub location: Location,
    /// Who took part, in the list's words, in its order, without repeats.
    #[serde(default)]
    pub actors: Vec<String>,
    /// Deaths by the rule of [`Event::derive_deaths`].
    #[serde(default)]
    pub deaths: Deaths,
    /// What each source says.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// Where this event was read.
    pub origin: Origin,
    /// Columns of the list that have no place above: name -> value, nothing lost.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// Of an event that was merged from several: those, so that an export can be taken apart again. Empty for all others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// The list and the row an event came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Name of the list, usually its file name.
    pub list: String,
    /// Who made the list, as the operator stated it at import. Absent in what older versions stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// First line of the row in that list (1 is the first line of the file).
    pub line: u64,
    /// The list's own id for the row, if it has one.
    pub source_id: Option<String>,
    /// Under what terms the list may be passed on, as the operator stated it at import.
    pub licence: Option<String>,
    /// Whether these terms forbid passing the rows on as they are; exports say so. Absent in what older versions
    /// stored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
}

impl Event {
    /// A short title: what happened and where, in the list's own words.
    ///
    /// Never empty: an event without words for either is called by its kind.
    pub fn title(&self) -> String {
        let what = if self.kind_text.is_empty() { self.kind.label() } else { &self.kind_text };
        let place = if self.place.name.is_empty() {
            self.location.name.as_deref().unwrap_or_default()
        } else {
            &self.place.name
        };
        if place.is_empty() { what.to_owned() } else { format!("{what}, {place}") }
    }

    /// Sets the event's own figures from its claims: the lowest low, the highest high, and a best only
    /// where every claim that gives one gives the same. A disagreement is thus never hidden by a mean.
    pub fn derive_deaths(&mut self) {
        self.deaths = Deaths::across(self.claims.iter().map(|claim| &claim.deaths));
    }

    /// In what its claims contradict each other: figures of different sources that cannot all be right, or opposite outcomes.
    pub fn disputes(&self) -> Vec<Dispute> {
        disputes(&self.claims)
    }

    /// Whether its claims contradict each other.
    pub fn is_contested(&self) -> bool {
        !self.disputes().is_empty()
    }

    /// Joins another row of the same list about the same event: its actors and its claims are added,
    /// columns that this event lacks are kept, its terms are those of both, and nothing else of this event is
    /// changed.
    ///
    /// Returns the name of the field that speaks against it when the two differ in date, place or kind:
    /// then they are not one event and nothing is joined.
    pub fn join(&mut self, other: &Self) -> Result<(), &'static str> {
        if self.when.as_ref().map(DateSpan::days) != other.when.as_ref().map(DateSpan::days) {
            return Err("date");
        }
        if self.place != other.place || self.location.point != other.location.point {
            return Err("place");
        }
        if self.kind != other.kind {
            return Err("kind");
        }
        self.add_accounts(other);
        for (name, value) in &other.attributes {
            self.add_attribute(name.clone(), value);
        }
        self.origin.add_terms(&other.origin);
        self.derive_deaths();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
