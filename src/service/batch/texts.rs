//! Lists of texts, each read for the event that it tells.
//!
//! In: texts. Out: the best draft of each. It must not know how a list is read or written.

use super::BatchError;
use super::names::{StatusCounts, place_of};
use super::sheet::{Tail, Task, answer_rows};
use crate::article::{Article, Draft, Reader, TakenFor};
use crate::encode::csv::guarded;
use crate::encode::{COORDINATE_DIGITS, Rounded};
use crate::event::{Reason, Status};
use crate::import::{Asked, Options, PlaceList};
use jiff::civil::Date;
use serde::Serialize;
use std::io::{Read, Seek, Write};

/// The columns that a list of texts gets, in their order.
pub const ARTICLE_COLUMNS: [&str; 15] = [
    "az_status",
    "az_lon",
    "az_lat",
    "az_p",
    "az_precision",
    "az_radius_m",
    "az_place",
    "az_region",
    "az_cercle",
    "az_date_start",
    "az_date_end",
    "az_kind",
    "az_actors",
    "az_mentions",
    "az_why",
];

/// Which of them takes what is to be said.
const WHY: usize = 14;
/// Decimals of a probability.
const P_DIGITS: i32 = 4;

/// What became of a list of texts.
#[derive(Debug, Clone, Serialize)]
pub struct ReadList {
    /// Rows in, and as many out.
    pub rows: u64,
    /// The statuses of their best drafts.
    #[serde(flatten)]
    pub counts: StatusCounts,
    /// Rows that could not be read; they are among the unlocated.
    pub unreadable: u64,
    /// Columns of the list that had the names of ours and gave way.
    pub replaced_columns: Vec<String>,
    /// Lines above the header, which are left out.
    pub titles_left_out: usize,
}

/// Reads every text of a list and appends [`ARTICLE_COLUMNS`]. `published` is the day of rows which have none.
pub fn read_list<R: Read + Seek, W: Write>(
    reader: &Reader,
    list: R,
    options: Options,
    published: Option<Date>,
    out: W,
) -> Result<ReadList, BatchError> {
    let mut list = PlaceList::of_texts(list, options)?;
    let titles_left_out = list.titles();
    let task = Task {
        columns: &ARTICLE_COLUMNS,
        remarks: WHY,
        answer: &|asked| match reader.read(&asked.place.name, asked.day) {
            Ok(article) => tail(&article),
            Err(error) => unread(error.to_string()),
        },
        unfit: &|reason: Reason| unread(reason.en),
    };
    let prepare = |asked: &mut Asked| asked.day = asked.day.or(published);
    let tally = answer_rows(&mut list, out, &task, prepare)?;
    Ok(ReadList {
        rows: tally.rows,
        counts: tally.kinds.into(),
        unreadable: tally.unfit,
        replaced_columns: tally.replaced,
        titles_left_out,
    })
}

/// A text that was not read.
fn unread(why: String) -> Tail {
    let mut cells = vec![String::new(); ARTICLE_COLUMNS.len()];
    Status::Unlocated.as_str().clone_into(&mut cells[0]);
    cells[WHY] = why;
    Tail { kind: place_of(Status::Unlocated), cells }
}

/// The names of places in a text, in its order, each once.
fn places_of(article: &Article) -> String {
    let mut names: Vec<&str> = Vec::new();
    for mention in article.mentions.iter().filter(|mention| mention.taken_for == TakenFor::Place) {
        if !names.contains(&mention.text.as_str()) {
            names.push(&mention.text);
        }
    }
    names.join("; ").replace(['\n', '\r'], " ")
}

fn tail(article: &Article) -> Tail {
    let Some(draft) = article.drafts.first() else { return unread(String::new()) };
    let place = &draft.location;
    let found = &place.location;
    let guard = |text: &str| guarded(text.into()).into_owned();
    let unit = |name: &Option<String>| name.as_deref().map_or_else(String::new, guard);
    let number = |value: Option<f64>, digits: i32| {
        value.map_or_else(String::new, |value| Rounded::new(value, digits).value().to_string())
    };
    let day = |of: fn(&crate::article::DateFound) -> Date| {
        draft.date.as_ref().map_or_else(String::new, |date| of(date).to_string())
    };
    let cells = vec![
        found.status.as_str().to_owned(),
        number(place.lon, COORDINATE_DIGITS),
        number(place.lat, COORDINATE_DIGITS),
        number(Some(draft.confidence.overall), P_DIGITS),
        found.precision.map_or_else(String::new, |precision| precision.code.to_string()),
        number(found.point.map(|_| found.radius_m), 0),
        unit(&found.name),
        unit(&found.units.region),
        unit(&found.units.cercle),
        day(|date| date.start),
        day(|date| date.end),
        draft.kind.as_str().to_owned(),
        guard(&draft.actors.join("; ")),
        guard(&places_of(article)),
        guard(&why(draft)),
    ];
    Tail { kind: place_of(found.status), cells }
}

fn why(draft: &Draft) -> String {
    format!("{}; {}", draft.why, draft.location.location.why)
}
