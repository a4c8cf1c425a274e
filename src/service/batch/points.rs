//! Lists of points, each told in words.
//!
//! In: points. Out: the nearest place, how far and which way, and the units. It must not know how a list is read or
//! written.

use super::BatchError;
use super::sheet::{Tail, Task, answer_rows};
use crate::encode::Rounded;
use crate::encode::csv::guarded;
use crate::event::{LonLat, UnitPath};
use crate::gazetteer::{Direction, Edition};
use crate::geocode::Geocoder;
use crate::import::{Asked, Options, PlaceList};
use crate::service::reverse::told_where;
use jiff::civil::Date;
use serde::Serialize;
use std::io::{Read, Seek, Write};

/// The columns that a list of points gets, in their order.
pub const REVERSE_COLUMNS: [&str; 7] =
    ["az_nearest", "az_distance_m", "az_bearing", "az_text", "az_region", "az_cercle", "az_commune"];

/// Which of them takes what is to be said.
const TEXT: usize = 3;

/// What became of a list of points. The kinds add up to the rows.
#[derive(Debug, Clone, Serialize)]
pub struct ReversedList {
    /// Rows in, and as many out.
    pub rows: u64,
    /// In Mali.
    pub in_mali: u64,
    /// Elsewhere.
    pub outside: u64,
    /// Without coordinates, or unreadable.
    pub without_point: u64,
    /// Rows that could not be read; they are among those without a point.
    pub unreadable: u64,
    /// Columns of the list that had the names of ours and gave way.
    pub replaced_columns: Vec<String>,
    /// Lines above the header, which are left out.
    pub titles_left_out: usize,
}

/// Tells every point of a list in words and appends [`REVERSE_COLUMNS`], with the units of the day: the one given, else
/// the row's own, else a day of the edition 2016-2023, the last of which all three levels are known.
pub fn reverse_list<R: Read + Seek, W: Write>(
    geocoder: &Geocoder,
    reader: R,
    options: Options,
    day: Option<Date>,
    out: W,
) -> Result<ReversedList, BatchError> {
    let mut list = PlaceList::of_points(reader, options)?;
    let titles_left_out = list.titles();
    let task = Task {
        columns: &REVERSE_COLUMNS,
        remarks: TEXT,
        answer: &|asked| match asked.given {
            Some((point, _)) => at_point(geocoder, point, asked.day.map_or(Edition::Until2023, Edition::on)),
            None => without_point("no coordinates".to_owned()),
        },
        unfit: &|reason| without_point(reason.en),
    };
    // Only the point and the day are asked.
    let prepare = |asked: &mut Asked| {
        let (given, own) = (asked.given.map(|(point, _)| (point, None)), asked.day);
        *asked = Asked { given, day: day.or(own), ..Asked::default() };
    };
    let tally = answer_rows(&mut list, out, &task, prepare)?;
    let [in_mali, outside, without_point] = tally.kinds;
    Ok(ReversedList {
        rows: tally.rows,
        in_mali,
        outside,
        without_point,
        unreadable: tally.unfit,
        replaced_columns: tally.replaced,
        titles_left_out,
    })
}

fn at_point(geocoder: &Geocoder, at: LonLat, edition: Edition) -> Tail {
    let around = geocoder.gazetteer().around(at, 1);
    let nearest = around.nearest.first();
    let text = told_where(&around).en;
    let direction = nearest.and_then(|near| near.direction);
    let place = Edition::ALL.iter().position(|one| *one == edition).unwrap_or_default();
    let units: UnitPath = around.units.get(place).cloned().unwrap_or_default();
    let guard = |text: &str| guarded(text.into()).into_owned();
    let unit = |name: &Option<String>| name.as_deref().map_or_else(String::new, guard);
    Tail {
        kind: usize::from(!around.in_mali),
        cells: vec![
            nearest.map_or_else(String::new, |near| guard(&near.locality.name)),
            nearest.map_or_else(String::new, |near| Rounded::new(near.distance_m, 0).value().to_string()),
            direction.map_or("", Direction::letters).to_owned(),
            guard(&text),
            unit(&units.region),
            unit(&units.cercle),
            unit(&units.commune),
        ],
    }
}

fn without_point(reason: String) -> Tail {
    let mut cells = vec![String::new(); REVERSE_COLUMNS.len()];
    if let Some(cell) = cells.get_mut(TEXT) {
        *cell = reason;
    }
    Tail { kind: 2, cells }
}
