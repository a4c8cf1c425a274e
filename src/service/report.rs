//! What an import did, row by row and in sum.
//!
//! In: verdicts. Out: one report, the same in the terminal, over HTTP and in the browser. It must not know
//! how rows are read or kept.

use super::gazetteer::Learning;
use crate::event::{Event, Figure, Kind, Location, LonLat, Status};
use crate::import::{Detected, Problem};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use thiserror::Error;

/// How many verdicts a report lists in full.
pub const MAX_VERDICTS: usize = 1_000;
/// How many rejected rows a report lists beyond [`MAX_VERDICTS`]: they are what a person has to mend.
pub const MAX_REJECTED: usize = 10_000;

/// What an import did, or on a dry run would do.
///
/// `rows = added + updated + unchanged + merged + rejected`.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Name of the list.
    pub list: String,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Number of the import in the store; `None` when nothing was written.
    pub import_id: Option<i64>,
    /// Who made the list, as the operator stated it.
    pub source: Option<String>,
    /// Under what terms it may be passed on.
    pub licence: Option<String>,
    /// Whether these terms forbid passing its rows on.
    pub restricted: bool,
    /// Counts of rows.
    #[serde(flatten)]
    pub counts: Counts,
    /// What was learned of places; `None` when that was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning: Option<Learning>,
    /// How the file was read.
    pub detected: Detected,
    /// One verdict per row, in the file's order; see [`MAX_VERDICTS`] and [`MAX_REJECTED`].
    pub verdicts: Vec<RowVerdict>,
    /// Rows without a place in `verdicts`.
    pub verdicts_omitted: u64,
}

/// Counts of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Rows after the header.
    pub rows: u64,
    /// New events.
    pub added: u64,
    /// Events that the list changed since it was last read.
    pub updated: u64,
    /// Events already known, as they are.
    pub unchanged: u64,
    /// Rows joined to an event of the same list.
    pub merged: u64,
    /// Rows that could not be read as an event.
    pub rejected: u64,
    /// Among the rows, those whose place is in doubt.
    pub needs_review: u64,
    /// Among the rows, those with a point.
    pub located: u64,
    /// Among the rows, those known only as an area.
    pub area: u64,
    /// Rows with at least one warning.
    pub warnings: u64,
    /// Places that the gazetteer did not have and has now, if that was asked for.
    pub learned: u64,
    /// Pairs of events that may be one, proposed to a person.
    pub duplicates: u64,
    /// Pairs left out because an event, or the list, has too many: at least so many.
    pub duplicates_omitted: u64,
}

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A new event.
    Added,
    /// A known event, changed.
    Updated,
    /// A known event, as it was.
    Unchanged,
    /// Joined to an event of the same list.
    Merged,
    /// Not read as an event.
    Rejected,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 5] = [Self::Added, Self::Updated, Self::Unchanged, Self::Merged, Self::Rejected];

    /// The word used in reports and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Merged => "merged",
            Self::Rejected => "rejected",
        }
    }
}

/// A word that is no verdict.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("must be one of {}", Verdict::ALL.map(Verdict::as_str).join(", "))]
pub struct UnknownVerdict;

impl FromStr for Verdict {
    type Err = UnknownVerdict;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == word).ok_or(UnknownVerdict)
    }
}

/// One row, what became of it and where it is.
#[derive(Debug, Clone, Serialize)]
pub struct RowVerdict {
    /// First line of the row in the file.
    pub line: u64,
    /// What became of it.
    pub verdict: Verdict,
    /// The event, unless rejected.
    #[serde(flatten)]
    pub event: Option<RowEvent>,
    /// Reasons of a rejection, and warnings.
    pub problems: Vec<Problem>,
}

/// The event that a row speaks of, in short.
#[derive(Debug, Clone, Serialize)]
pub struct RowEvent {
    /// Its id.
    pub event_id: String,
    /// Its title.
    pub title: String,
    /// What happened.
    pub kind: Kind,
    /// First day, ISO 8601.
    pub date: Option<String>,
    /// Last day, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_end: Option<String>,
    /// How many died, as far as the row says.
    pub deaths: Figure,
    /// The place as the list names it.
    pub place: String,
    /// Whether it is on the map.
    pub status: Status,
    /// Name of the place found.
    pub located_as: Option<String>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Uncertainty.
    pub radius_m: f64,
    /// Probability that the place is right.
    pub p: f64,
    /// Why here.
    pub why: String,
    /// The same in French; empty for an event that an older version stored.
    pub why_fr: String,
}

impl From<&Event> for RowEvent {
    fn from(event: &Event) -> Self {
        let Location { point, status, radius_m, p, name, why, why_fr, .. } = &event.location;
        Self {
            event_id: event.id.to_string(),
            title: event.title(),
            kind: event.kind,
            date: event.when.as_ref().map(|when| when.first_day().to_string()),
            date_end: event.when.as_ref().and_then(|when| {
                let (first, last) = when.days();
                (first != last).then(|| last.to_string())
            }),
            deaths: event.deaths,
            place: event.place.name.clone(),
            status: *status,
            located_as: name.clone(),
            lon: point.map(LonLat::lon),
            lat: point.map(LonLat::lat),
            radius_m: *radius_m,
            p: *p,
            why: why.clone(),
            why_fr: why_fr.clone(),
        }
    }
}

impl Counts {
    /// Counts one row. A rejected row has no event.
    pub(super) fn count(&mut self, verdict: Verdict, event: Option<&Event>, warned: bool) {
        self.rows += 1;
        *match verdict {
            Verdict::Added => &mut self.added,
            Verdict::Updated => &mut self.updated,
            Verdict::Unchanged => &mut self.unchanged,
            Verdict::Merged => &mut self.merged,
            Verdict::Rejected => &mut self.rejected,
        } += 1;
        match event.map(|e| e.location.status) {
            Some(Status::Located) => self.located += 1,
            Some(Status::Area) => self.area += 1,
            Some(Status::Review) => self.needs_review += 1,
            Some(Status::Unlocated) | None => {}
        }
        self.warnings += u64::from(warned);
    }

    /// Adds another list's counts.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in [
            (&mut self.rows, other.rows),
            (&mut self.added, other.added),
            (&mut self.updated, other.updated),
            (&mut self.unchanged, other.unchanged),
            (&mut self.merged, other.merged),
            (&mut self.rejected, other.rejected),
            (&mut self.needs_review, other.needs_review),
            (&mut self.located, other.located),
            (&mut self.area, other.area),
            (&mut self.warnings, other.warnings),
            (&mut self.learned, other.learned),
            (&mut self.duplicates, other.duplicates),
            (&mut self.duplicates_omitted, other.duplicates_omitted),
        ] {
            *mine += theirs;
        }
    }
}

impl Report {
    /// Keeps a row's verdict while there is room for it.
    pub(super) fn keep(&mut self, verdict: Verdict, row: impl FnOnce() -> RowVerdict) {
        let room = if verdict == Verdict::Rejected { MAX_VERDICTS + MAX_REJECTED } else { MAX_VERDICTS };
        if self.verdicts.len() < room {
            self.verdicts.push(row());
        } else {
            self.verdicts_omitted += 1;
        }
    }

    /// A row that was told to change nothing turns out to have changed its event.
    pub(super) fn amend(&mut self, line: u64, event: Option<&Event>, problems: Vec<Problem>) {
        self.counts.unchanged -= 1;
        self.counts.updated += 1;
        let at = self.verdicts.partition_point(|row| row.line < line);
        if let Some(row) = self.verdicts.get_mut(at).filter(|row| row.line == line) {
            row.verdict = Verdict::Updated;
            row.event = event.map(RowEvent::from);
            row.problems.extend(problems);
        }
    }
}
