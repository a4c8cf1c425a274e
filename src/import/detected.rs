//! What was found out about a list before its rows are read, to be shown first.
//!
//! In: the plan of the survey. Out: [`Detected`]. It must not know how it was found.

use super::date::Order;
use super::field::Field;
use super::format::Format;
use super::mapping::Role;
use super::proof::Ground;
use super::survey::Plan;
use super::table::Form;
use crate::event::Reason;
use serde::Serialize;

/// What was found out about a list.
#[derive(Debug, Clone, Serialize)]
pub struct Detected {
    /// Whose layout it has.
    pub format: Format,
    /// What it is kept in.
    pub container: Container,
    /// Its encoding, by the name of the WHATWG encoding standard.
    pub encoding: String,
    /// What separates its cells; `None` when it is no delimited text.
    pub delimiter: Option<char>,
    /// The sheet or layer that is read, where there are such.
    pub sheet: Option<String>,
    /// All sheets or layers that could be.
    pub sheets: Vec<String>,
    /// The line with the names of the columns; lines above it are left aside.
    pub header_line: u64,
    /// Whether a row of HXL tags follows the header.
    pub hxl: bool,
    /// Each column and what it is taken for.
    pub columns: Vec<DetectedColumn>,
    /// Records after header and tags, blank ones not counted.
    pub rows: u64,
    /// Size of the file.
    pub bytes: u64,
    /// Whether 05/10/2023 is read as 5 October.
    pub day_first: bool,
    /// What speaks for that, in words.
    pub day_first_why: String,
    /// The same in French.
    pub day_first_why_fr: String,
    /// Whether nothing in the list says so, and dates would be others if the month came first.
    pub day_first_assumed: bool,
    /// How its dates are written, `dd/mm/yyyy` or `mm/dd/yyyy`, as files of its rejected rows say it of each row; `None` where
    /// it makes no difference, or the rows say it already.
    pub date_order: Option<&'static str>,
    /// What a person should know of the list as a whole.
    pub notes: Vec<String>,
    /// The same in French, note by note.
    pub notes_fr: Vec<String>,
}

/// What a list is kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// Delimited text.
    Text,
    /// A workbook of Excel.
    Xlsx,
    /// `GeoJSON`, as one document or a feature a line.
    Geojson,
    /// A GeoPackage.
    Geopackage,
}

/// A column and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DetectedColumn {
    /// Its name, made unique.
    pub column: String,
    /// What it is taken for; `None` for a column that is kept as an attribute.
    pub field: Option<Field>,
    /// Its first filled values, shortened.
    pub samples: Vec<String>,
    /// Whether its cells say nothing of the events: they number the rows, or tell why we rejected them.
    #[serde(skip)]
    pub left_aside: bool,
}

impl Detected {
    pub(super) fn of(plan: &Plan) -> Self {
        let column = |(at, column): (usize, &super::mapping::Column)| DetectedColumn {
            column: column.name.clone(),
            field: column.field,
            left_aside: column.role != Role::Data,
            samples: plan.samples.get(at).cloned().unwrap_or_default(),
        };
        let (container, bytes) = match &plan.form {
            Form::Text { encoded, .. } => (Container::Text, encoded.bytes),
            Form::Unpacked(unpacked) => (unpacked.container, unpacked.bytes),
        };
        let (encoding, delimiter) = match &plan.form {
            Form::Text { encoded, delimiter, .. } => (encoded.encoding, Some(char::from(*delimiter))),
            Form::Unpacked(_) => (encoding_rs::UTF_8, None),
        };
        let unpacked = plan.form.unpacked();
        let (notes, notes_fr) = notes(plan).into_iter().map(|Reason { en, fr }| (en, fr)).unzip();
        Self {
            format: plan.mapping.format,
            container,
            encoding: encoding.name().to_owned(),
            delimiter,
            sheet: unpacked.and_then(|unpacked| unpacked.sheet.clone()),
            sheets: unpacked.map(|unpacked| unpacked.sheets.clone()).unwrap_or_default(),
            header_line: plan.header_line,
            hxl: plan.tags.is_some(),
            columns: plan.mapping.columns.iter().enumerate().map(column).collect(),
            rows: plan.rows,
            bytes,
            day_first: plan.order != Order::MonthFirst,
            day_first_why: plan.order_why.en.clone(),
            day_first_why_fr: plan.order_why.fr.clone(),
            day_first_assumed: plan.ground == Ground::Assumed,
            date_order: plan.order_to_tell().map(Order::as_str),
            notes,
            notes_fr,
        }
    }
}

fn notes(plan: &Plan) -> Vec<Reason> {
    let mut notes = Vec::new();
    if plan.titles > 0 {
        let (count, s) = (plan.titles, if plan.titles == 1 { "" } else { "s" });
        notes.push(Reason::new(
            format!("above the header, left aside: {count} row{s}"),
            format!("au-dessus de l’en-tête, laissé de côté\u{a0}: {count} ligne{s}"),
        ));
    }
    if let Some(unpacked) = plan.form.unpacked() {
        notes.extend(unpacked.notes.iter().cloned());
    }
    if let Form::Text { encoded, .. } = &plan.form
        && encoded.invalid > 0
    {
        let (count, s) = (encoded.invalid, if encoded.invalid == 1 { "" } else { "s" });
        notes.push(Reason::new(
            format!("{count} sequence{s} of bytes in this file cannot be read as UTF-8; the rows concerned say so"),
            format!(
                "{count} suite{s} d’octets de ce fichier ne se lisent pas en UTF-8\u{202f}; les lignes en question le \
                 disent"
            ),
        ));
    }
    for column in plan.mapping.columns.iter().filter(|column| column.role == Role::Index) {
        let name = &column.name;
        notes.push(Reason::new(
            format!("column \"{name}\" only numbers the rows and was left aside"),
            format!(
                "la colonne «\u{a0}{name}\u{a0}» ne fait que numéroter les lignes et est laissée de côté"
            ),
        ));
    }
    match plan.order {
        Order::DayFirst if plan.ground == Ground::Assumed => notes.push(Reason::new(
            "dates are read day first, 05/10/2023 as 5 October, but nothing in the list proves it: if the month comes \
             first, say so and import it again",
            "les dates sont lues jour d’abord, 05/10/2023 comme le 5 octobre, mais rien dans la liste ne le \
             prouve\u{a0}: si le mois vient d’abord, dites-le et importez-la de nouveau",
        )),
        Order::DayFirst => {}
        Order::MonthFirst => notes.push(
            Reason::new(
                "dates are read month first, 05/10/2023 as 10 May",
                "les dates sont lues mois d’abord, 05/10/2023 comme le 10 mai",
            )
            .so(&plan.order_why.en, &plan.order_why.fr),
        ),
        Order::Mixed => notes.push(
            Reason::new(
                "dates are read day first, 05/10/2023 as 5 October",
                "les dates sont lues jour d’abord, 05/10/2023 comme le 5 octobre",
            )
            .so(&plan.order_why.en, &plan.order_why.fr),
        ),
    }
    if ![Field::Date, Field::Year].into_iter().any(|field| plan.mapping.has(field)) {
        notes.push(Reason::new(
            "no column says when: the events have no date",
            "aucune colonne ne dit quand\u{a0}: les événements n’ont pas de date",
        ));
    }
    notes
}
