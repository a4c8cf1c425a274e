//! Rows of which the true place is known.
//!
//! In: a CSV with names, units and coordinates. Out: rows to measure by, or what is wrong with the file. It must not
//! know the gazetteer.

use crate::event::{InvalidPoint, LonLat, PlaceContext};
use jiff::civil::Date;
use std::io::Read;
use thiserror::Error;

/// A place as a list names it, and where it truly is.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    /// What the list says.
    pub place: PlaceContext,
    /// The true point.
    pub truth: LonLat,
    /// The day, for the edition of the units.
    pub day: Option<Date>,
    /// Whether the gazetteer is to be asked as if it lacked the place.
    pub is_lacking: bool,
}

/// Why rows cannot be measured by.
#[derive(Debug, Error)]
pub enum LabelledError {
    /// Not CSV.
    #[error("the labelled rows cannot be read")]
    Csv(#[from] csv::Error),
    /// A column that is needed.
    #[error(
        "no column '{missing}': labelled rows have name, lon, lat and, if known, region, cercle, commune, date; found {found}"
    )]
    Column {
        /// Which one.
        missing: &'static str,
        /// Those there are.
        found: String,
    },
    /// A cell that is no number or date.
    #[error("line {line}: {column} cannot be '{value}'")]
    Cell {
        /// Line in the file.
        line: u64,
        /// Its column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// Coordinates off the globe.
    #[error("line {line}: no valid position")]
    Point {
        /// Line in the file.
        line: u64,
        /// What is wrong with it.
        #[source]
        source: InvalidPoint,
    },
    /// Nothing to measure by.
    #[error("the labelled file has no rows")]
    Empty,
}

impl Labelled {
    /// Reads labelled rows: `name`, `lon`, `lat`, and `region`, `cercle`, `commune`, `date` where there.
    pub fn read(reader: impl Read) -> Result<Vec<Self>, LabelledError> {
        let mut csv = csv::ReaderBuilder::new().from_reader(reader);
        let header = csv.headers()?.clone();
        let find = |name: &str| header.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
        let needed = |missing: &'static str| {
            let found = header.iter().collect::<Vec<_>>().join(", ");
            find(missing).ok_or(LabelledError::Column { missing, found })
        };
        let (name, lon, lat) = (needed("name")?, needed("lon")?, needed("lat")?);
        let [region, cercle, commune, date] = ["region", "cercle", "commune", "date"].map(find);
        let mut rows = Vec::new();
        for record in csv.records() {
            let record = record?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim();
            let number = |column: &'static str, at: usize| {
                let value = cell(Some(at));
                value.parse::<f64>().map_err(|_| LabelledError::Cell {
                    line,
                    column,
                    value: value.to_owned(),
                })
            };
            let truth = LonLat::new(number("lon", lon)?, number("lat", lat)?)
                .map_err(|source| LabelledError::Point { line, source })?;
            let day = match cell(date) {
                "" => None,
                value => Some(value.parse().map_err(|_| LabelledError::Cell {
                    line,
                    column: "date",
                    value: value.to_owned(),
                })?),
            };
            let place = PlaceContext::typed(cell(Some(name)), cell(region), cell(cercle), cell(commune));
            rows.push(Self { place: place.unwrap_or_default(), truth, day, is_lacking: false });
        }
        if rows.is_empty() { Err(LabelledError::Empty) } else { Ok(rows) }
    }

    /// Whether any row names a unit of a level.
    pub(super) fn any_unit(rows: &[Self], unit: fn(&PlaceContext) -> &String) -> bool {
        rows.iter().any(|row| !unit(&row.place).is_empty())
    }
}
