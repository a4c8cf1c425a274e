//! Pairs of events that may be one.
//!
//! In: nothing. Out: what a store keeps of a pair, and the few numbers by which events are compared. It must not know
//! when two events are alike.

use crate::event::{DatePrecision, Event, Kind, LonLat};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use thiserror::Error;

/// When and where an event was.
#[derive(Debug, Clone, PartialEq)]
pub struct EventWindow {
    /// Its number in this store.
    pub fid: u64,
    /// What happened.
    pub kind: Kind,
    /// First and last day, since 1970-01-01.
    pub days: (i32, i32),
    /// How precisely it is dated.
    pub date_precision: DatePrecision,
    /// Where it is drawn.
    pub point: Option<LonLat>,
    /// The true place is within so many metres.
    pub radius_m: f64,
    /// The place as the list names it, of an event without a point.
    pub place: Option<String>,
    /// Whose ids its list has; `None` when its row has none.
    pub scope: Option<String>,
    /// The import that wrote it as it stands.
    pub import_id: Option<i64>,
}

/// Two events that may be one, each as its own list has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Its number in this store.
    pub id: i64,
    /// What a person decided.
    pub state: PairState,
    /// One event.
    pub first: Event,
    /// The other.
    pub second: Event,
    /// When that was decided, RFC 3339, UTC.
    pub decided_at: Option<String>,
}

/// What was decided on a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairState {
    /// Nothing yet.
    Proposed,
    /// They are one event, and both stay as they are.
    Same,
    /// They are two events: never proposed again.
    Different,
    /// They are shown as one event.
    Merged,
}

/// What a person decides on a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// One event, told twice; nothing is changed.
    Same,
    /// Two events.
    Different,
    /// One event, to be shown as one.
    Merge,
    /// Undecided again; what was merged is taken apart.
    Reopen,
}

/// A word that is none of those known.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("must be one of {known}")]
pub struct UnknownWord {
    known: &'static str,
}

impl PairState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Same, Self::Different, Self::Merged];

    /// The word in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Same => "same",
            Self::Different => "different",
            Self::Merged => "merged",
        }
    }

    /// It in French.
    pub fn in_french(self) -> &'static str {
        match self {
            Self::Proposed => "proposée",
            Self::Same => "même événement",
            Self::Different => "événements différents",
            Self::Merged => "réunie",
        }
    }
}

impl Decision {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Merge => "merge",
            Self::Reopen => "reopen",
        }
    }
}

impl FromStr for PairState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let known = "proposed, same, different, merged";
        Self::ALL.into_iter().find(|state| state.as_str() == word).ok_or(UnknownWord { known })
    }
}

impl FromStr for Decision {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(match word {
            "same" => Self::Same,
            "different" => Self::Different,
            "merge" => Self::Merge,
            "reopen" => Self::Reopen,
            _ => return Err(UnknownWord { known: "same, different, merge, reopen" }),
        })
    }
}
