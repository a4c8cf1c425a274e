//! Lists of names, answered by the geocoder.
//!
//! In: names with their context. Out: where each is. It must not know how a list is read or written.

use super::BatchError;
use super::answers::Answers;
use super::found::{Found, GEOCODE_COLUMNS, WHY};
use super::sheet::{Tail, Tally, Task, answer_rows};
use crate::event::{Location, Status};
use crate::geocode::{Geocoder, Turns};
use crate::import::{Asked, Options, PlaceList};
use jiff::civil::Date;
use serde::Serialize;
use std::fmt;
use std::io::{Read, Seek, Write};
use std::sync::Arc;

/// How many rows have which status. Each row has one, so that they add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct StatusCounts {
    /// Placed as a point.
    pub located: u64,
    /// Placed as an area.
    pub area: u64,
    /// In doubt: a person must choose.
    pub review: u64,
    /// Nothing to place, or unreadable.
    pub unlocated: u64,
}

impl fmt::Display for StatusCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { located, area, review, unlocated } = self;
        write!(f, "{located} located, {area} area, {review} review, {unlocated} unlocated")
    }
}

/// What became of a list of names or of texts.
#[derive(Debug, Clone, Serialize)]
pub struct AnsweredList {
    /// Rows in, and as many out.
    pub rows: u64,
    /// Their statuses; of texts, those of their best drafts.
    #[serde(flatten)]
    pub counts: StatusCounts,
    /// Rows that could not be read; they are among the unlocated.
    pub unreadable: u64,
    /// Columns of the list that had the names of ours and gave way.
    pub replaced_columns: Vec<String>,
    /// Lines above the header, which are left out.
    pub titles_left_out: usize,
}

impl AnsweredList {
    pub(super) fn new(tally: Tally<4>, titles_left_out: usize) -> Self {
        let Tally { rows, unfit, kinds, replaced } = tally;
        Self { rows, counts: kinds.into(), unreadable: unfit, replaced_columns: replaced, titles_left_out }
    }
}

impl From<[u64; 4]> for StatusCounts {
    /// From counts in the order of [`place_of`].
    fn from([located, area, review, unlocated]: [u64; 4]) -> Self {
        Self { located, area, review, unlocated }
    }
}

/// The place of a status among the counts.
pub(super) fn place_of(status: Status) -> usize {
    match status {
        Status::Located => 0,
        Status::Area => 1,
        Status::Review => 2,
        Status::Unlocated => 3,
    }
}

/// Places every row of a list and appends [`GEOCODE_COLUMNS`]. `day` is that of rows which have none.
pub fn geocode_list<R: Read + Seek, W: Write>(
    geocoder: &Geocoder,
    reader: R,
    options: Options,
    day: Option<Date>,
    out: W,
) -> Result<AnsweredList, BatchError> {
    let mut list = PlaceList::of_names(reader, options)?;
    let titles_left_out = list.titles();
    let turns = Turns::of(geocoder.gazetteer());
    let first = list.first_asked()?;
    let geocoder = &geocoder.for_list(first.iter().map(|asked| (&asked.place, asked.day)));
    drop(first);
    let task = Task {
        columns: &GEOCODE_COLUMNS,
        remarks: WHY,
        answer: &|asked| tail(asked.locate(geocoder)),
        unfit: &|reason| tail(Location::nowhere(Status::Unlocated, reason)),
    };
    // Days with the same answers are one question.
    let prepare = |asked: &mut Asked| asked.day = asked.day.or(day).map(|day| turns.last_until(day));
    let tally = answer_rows(&mut list, out, &task, prepare)?;
    Ok(AnsweredList::new(tally, titles_left_out))
}

fn tail(location: Location) -> Tail {
    Tail { kind: place_of(location.status), cells: Found::from(location).cells().into() }
}

/// Places rows that are in memory; an answer for each, in their order.
pub fn geocode_all(geocoder: &Geocoder, asked: &[Asked]) -> (Vec<Arc<Found>>, StatusCounts) {
    let questions: Vec<Option<&Asked>> = asked.iter().map(Some).collect();
    let geocoder = geocoder.for_list(asked.iter().map(|asked| (&asked.place, asked.day)));
    let answer = |asked: &Asked| Found::from(asked.locate(&geocoder));
    let found: Vec<Arc<Found>> =
        Answers::new().of(&questions, |_| false, answer).into_iter().flatten().collect();
    let mut counts = [0; 4];
    for one in &found {
        counts[place_of(one.status)] += 1;
    }
    (found, counts.into())
}
