//! Lists of texts, each read for the event that it tells.
//!
//! In: texts. Out: the best draft of each. It must not know how a list is read or written.

use super::BatchError;
use super::found::Found;
use super::names::{AnsweredList, place_of};
use super::sheet::{Tail, Task, answer_rows};
use crate::article::{Article, Draft, Reader, TakenFor};
use crate::encode::Rounded;
use crate::encode::csv::guarded;
use crate::encode::geojson::P_DIGITS;
use crate::event::{Reason, Status};
use crate::import::{Asked, Options, PlaceList};
use jiff::civil::Date;
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

/// Which of them takes the places that a text names.
const MENTIONS: usize = 13;
/// Which of them takes what is to be said.
const WHY: usize = 14;

/// Reads every text of a list and appends [`ARTICLE_COLUMNS`]. `published` is the day of rows which have none.
pub fn read_list<R: Read + Seek, W: Write>(
    reader: &Reader,
    list: R,
    options: Options,
    published: Option<Date>,
    out: W,
) -> Result<AnsweredList, BatchError> {
    let mut list = PlaceList::of_texts(list, options)?;
    let titles_left_out = list.titles();
    let task = Task {
        columns: &ARTICLE_COLUMNS,
        remarks: WHY,
        answer: &|asked| match reader.read(&asked.place.name, asked.day) {
            Ok(article) => tail(&article, reader.accept_p()),
            Err(error) => unread(error.to_string()),
        },
        unfit: &|reason: Reason| unread(reason.en),
    };
    let prepare = |asked: &mut Asked| asked.day = asked.day.or(published);
    let tally = answer_rows(&mut list, out, &task, prepare)?;
    Ok(AnsweredList::new(tally, titles_left_out))
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

fn tail(article: &Article, accept_p: f64) -> Tail {
    let guard = |text: &str| guarded(text.into()).into_owned();
    let mentions = guard(&places_of(article));
    let Some(draft) = article.drafts.first() else {
        let mut tail = unread(article.notes.join("; "));
        tail.cells[MENTIONS] = mentions;
        return tail;
    };
    let mut location = draft.location.location.clone();
    // Where it was may be sure, and that it was not: a school that was opened is no event.
    if location.status == Status::Located && draft.confidence.overall < accept_p {
        location.status = Status::Review;
    }
    let day = |of: fn(&crate::article::DateFound) -> Date| {
        draft.date.as_ref().map_or_else(String::new, |date| of(date).to_string())
    };
    // As of a name, but for the probability: that the event is there.
    let [status, lon, lat, _, precision, radius_m, place, _, region, cercle, ..] =
        Found::from(location.clone()).cells();
    let cells = vec![
        status,
        lon,
        lat,
        Rounded::new(draft.confidence.overall, P_DIGITS).value().to_string(),
        precision,
        radius_m,
        place,
        region,
        cercle,
        day(|date| date.start),
        day(|date| date.end),
        draft.kind.as_str().to_owned(),
        guard(&draft.actors.join("; ")),
        mentions,
        guard(&why(draft)),
    ];
    Tail { kind: place_of(location.status), cells }
}

fn why(draft: &Draft) -> String {
    format!("{}; {}", draft.why, draft.location.location.why)
}
