//! How a list is read, shown before anything of it is written.
//!
//! In: the report of a dry run. Out: text for the terminal. It must not know how lists are read.

use super::table;
use crate::event::{Figure, Status};
use crate::service::{Container, Detected, Field, Report, RowVerdict};

/// How many rows are shown.
const ROWS_SHOWN: usize = 10;
/// Characters of a cell.
const CELL_CHARS: usize = 28;

/// Form, order of dates, columns and first rows.
pub(super) fn whole(report: &Report) -> String {
    let detected = &report.detected;
    let order = if detected.day_first { "day first" } else { "month first" };
    let header = match detected.header_line {
        0 => "none: what is told of each feature names its columns".to_owned(),
        line => format!("line {line}"),
    };
    let mut text = format!(
        "{}\n  form     {}\n  header   {}{}\n  dates    {order}: {}\n\n",
        table::harmless(&report.list),
        form(detected),
        header,
        if detected.hxl { ", and HXL tags below it" } else { "" },
        table::harmless(&detected.day_first_why),
    );
    let columns: Vec<Vec<String>> = detected
        .columns
        .iter()
        .map(|column| {
            let no_field = if column.left_aside { "left aside" } else { "kept as an attribute" };
            let field = column.field.map_or(no_field, Field::name);
            vec![short(&column.column), field.to_owned(), column.samples.join(" | ")]
        })
        .collect();
    text.push_str(&table::render(&["column", "read as", "first values"], &columns, table::width(120)));
    text.push('\n');
    let rows: Vec<Vec<String>> = report.verdicts.iter().take(ROWS_SHOWN).map(row).collect();
    text.push_str(&table::render(
        &["line", "date", "place", "kind", "deaths", "located as"],
        &rows,
        table::width(150),
    ));
    text.push('\n');
    text
}

/// Layout, encoding and delimiter, or sheet, in a line.
pub(super) fn form(detected: &Detected) -> String {
    let kept_in = match detected.container {
        Container::Text => "delimited text",
        Container::Xlsx => "workbook",
        Container::Geojson => "GeoJSON",
        Container::Geopackage => "GeoPackage",
    };
    let mut parts = vec![kept_in.to_owned()];
    if detected.container == Container::Text {
        parts.push(detected.encoding.clone());
    }
    parts.extend(detected.delimiter.map(|delimiter| match delimiter {
        '\t' => "delimiter tab".to_owned(),
        other => format!("delimiter {other}"),
    }));
    if let Some(sheet) = &detected.sheet {
        let others = detected.sheets.len().saturating_sub(1);
        let among = if others > 0 { format!(" (one of {})", detected.sheets.len()) } else { String::new() };
        parts.push(format!("'{}'{among}", table::harmless(sheet)));
    }
    parts.push(format!("layout {}", detected.format.as_str()));
    parts.join(", ")
}

fn row(row: &RowVerdict) -> Vec<String> {
    let line = row.line.to_string();
    let Some(event) = &row.event else {
        let why = row.problems.first().map_or_else(String::new, |problem| problem.reason.clone());
        let none = || "-".to_owned();
        return vec![line, none(), none(), none(), none(), format!("rejected: {why}")];
    };
    let date = match (&event.date, &event.date_end) {
        (Some(first), Some(last)) => format!("{first}/{last}"),
        (Some(day), None) => day.clone(),
        (None, _) => "-".to_owned(),
    };
    let status = match event.status {
        Status::Located => "placed",
        Status::Area => "as an area",
        Status::Review => "in review",
        Status::Unlocated => "not placed",
    };
    let located = match (&event.located_as, event.lon.zip(event.lat)) {
        (Some(name), _) => format!("{name} ({status})"),
        (None, Some((lon, lat))) => format!("{lat:.4}, {lon:.4} ({status})"),
        (None, None) => status.to_owned(),
    };
    vec![line, date, short(&event.place), event.kind.as_str().to_owned(), figure(event.deaths), located]
}

fn figure(figure: Figure) -> String {
    match (figure.low, figure.best, figure.high) {
        (_, Some(best), _) => best.to_string(),
        (Some(low), None, Some(high)) => format!("{low} to {high}"),
        (Some(low), None, None) => format!("{low} or more"),
        (None, None, Some(high)) => format!("{high} or fewer"),
        (None, None, None) => "unknown".to_owned(),
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= CELL_CHARS {
        text.to_owned()
    } else {
        text.chars().take(CELL_CHARS - 1).chain(['…']).collect()
    }
}
