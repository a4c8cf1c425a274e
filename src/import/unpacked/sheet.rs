//! A sheet of an Excel workbook as records: values, not formulas; the line is the row's number in the sheet.
//!
//! In: an XLSX file. Out: the sheet that looks most like a list, or the one asked for. It must not know events.
//!
//! What is held in memory is what the sheets share (texts and styles, bounded by
//! [`Limits::max_shared_bytes`](super::super::Limits::max_shared_bytes)) and one row.

use super::spool::{Said, Spool};
use super::{Unpacked, archive, choose, chosen, number};
use crate::event::Reason;
use crate::import::binary::{SAVE_AS_XLSX, Told, told};
use crate::import::cell;
use crate::import::detected::Container;
use crate::import::error::ImportError;
use crate::import::mapping::{self, HEADER_WITHIN};
use crate::import::options::{Limits, Options};
use crate::import::purpose::Purpose;
use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use csv::StringRecord;
use std::io::{BufReader, Read, Seek, SeekFrom};

/// Sheets that are looked into for a list.
const MAX_SHEETS: usize = 60;
/// Merged regions that are followed; a sheet with more of them is no list.
const MAX_MERGED: usize = 100_000;

pub(super) fn unpack<R: Read + Seek>(
    reader: &mut R,
    options: &Options,
    purpose: Purpose,
    bytes: u64,
) -> Result<Unpacked, ImportError> {
    let is_archive = {
        let mut magic = [0; 2];
        reader.read_exact(&mut magic)?;
        &magic == b"PK"
    };
    reader.seek(SeekFrom::Start(0))?;
    if is_archive {
        archive::check(reader, bytes, &options.limits)?;
        reader.seek(SeekFrom::Start(0))?;
    }
    let mut workbook = match Xlsx::new(BufReader::new(reader)) {
        Ok(workbook) => workbook,
        Err(XlsxError::Password) => {
            return Err(ImportError::Binary { what: WITH_PASSWORD, advice: OPEN });
        }
        Err(_) if !is_archive => {
            return Err(ImportError::Binary { what: OLD, advice: SAVE_AS_XLSX });
        }
        Err(source) => return Err(unreadable(source)),
    };
    let sheets = sheets(&workbook);
    let name = choose(options.sheet.as_deref(), &sheets, || {
        most_like_a_list(&mut workbook, &sheets, purpose, &options.limits)
    })?;
    let mut spool = Spool::new(options.limits.max_unpacked_bytes)?;
    let merged = merged(&mut workbook, &name)?;
    let mut notes = Vec::new();
    if !merged.is_empty() {
        notes.push(Reason::new(
            "cells are merged over several rows: their text holds for each of them, a number only for the first",
            "des cellules sont fusionnées sur plusieurs lignes\u{a0}: leur texte vaut pour chacune, un nombre pour la \
             première seulement",
        ));
    }
    let mut fill = Fill { merged, next: 0, open: Vec::new() };
    let max_rows = options.limits.max_rows.saturating_add(HEADER_WITHIN as u64);
    let (mut rows, mut line) = (0, 0);
    read(&mut workbook, &name, &options.limits, &mut |mut row| {
        fill.apply(&mut row);
        rows += 1;
        if rows > max_rows {
            return Err(ImportError::TooManyRows { limit: options.limits.max_rows });
        }
        let said = Said { fault: row.fault, ..Said::default() };
        // Rows that the file has out of order stay behind those before them: above the header they would be lost.
        line = (u64::from(row.index) + 1).max(line + 1);
        spool.push(line, &row.cells, &said)?;
        Ok(true)
    })?;
    if sheets.len() > 1 {
        notes.push(chosen("sheet", "feuille", &name, &sheets));
    }
    let records = spool.finish(None)?;
    Ok(Unpacked {
        container: Container::Xlsx,
        sheet: Some(name),
        sheets,
        bytes,
        names_columns: false,
        notes,
        records,
    })
}

const WITH_PASSWORD: Told = told("a workbook with a password", "un classeur protégé par un mot de passe");
const OPEN: Told = told(
    "open it, save it without the password and import that file",
    "ouvrez-le, enregistrez-le sans mot de passe et importez ce fichier",
);
const OLD: Told = told(
    "an old Excel workbook (XLS) or office document",
    "un ancien classeur Excel (XLS) ou document bureautique",
);

fn unreadable(source: XlsxError) -> ImportError {
    ImportError::Workbook { source: Box::new(source) }
}

/// The names of the sheets; hidden ones last.
fn sheets<R: Read + Seek>(workbook: &Xlsx<R>) -> Vec<String> {
    let all = || workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let visible = all().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let hidden = all().filter(|sheet| sheet.visible != SheetVisible::Visible);
    visible.chain(hidden).map(|sheet| sheet.name.clone()).collect()
}

/// The sheet with the header that is understood best; the first of those that are alike.
fn most_like_a_list<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    names: &[String],
    purpose: Purpose,
    limits: &Limits,
) -> Result<Option<String>, ImportError> {
    let mut best: Option<(usize, &String)> = None;
    for name in names.iter().take(MAX_SHEETS) {
        let (mut score, mut rows) = (0, 0);
        read(workbook, name, limits, &mut |row| {
            let mut cells = StringRecord::new();
            for (column, text) in &row.cells {
                while cells.len() < *column as usize {
                    cells.push_field("");
                }
                cells.push_field(text);
            }
            rows += 1;
            let is_header = usize::from(purpose.is_header(&cells));
            score = score.max(mapping::understood(&cells) + 1_000 * is_header);
            Ok(rows < HEADER_WITHIN)
        })?;
        // A header alone is no list, and an empty sheet none at all.
        let score = if rows > 1 { score + 1 } else { 0 };
        if rows > 0 && best.is_none_or(|(other, _)| score > other) {
            best = Some((score, name));
        }
    }
    Ok(best.map(|(_, name)| name.clone()))
}

/// Regions of merged cells that are higher than a row, from the top.
fn merged<R: Read + Seek>(workbook: &mut Xlsx<R>, name: &str) -> Result<Vec<Dimensions>, ImportError> {
    let regions = workbook.merge_cells_by_sheet_name(name).map_err(unreadable)?;
    let mut regions: Vec<Dimensions> = regions
        .into_iter()
        // Wide ones are titles and remarks.
        .filter(|region| region.end.0 > region.start.0 && region.end.1 == region.start.1)
        .take(MAX_MERGED)
        .collect();
    regions.sort_unstable_by_key(|region| region.start);
    Ok(regions)
}

/// A row with anything in it.
struct Row {
    /// Counted from 0.
    index: u32,
    cells: Vec<(u32, String)>,
    fault: Reason,
}

impl Row {
    fn is_filled(&self) -> bool {
        !self.cells.is_empty() || !self.fault.en.is_empty()
    }
}

/// Carries texts of merged cells down.
struct Fill {
    merged: Vec<Dimensions>,
    next: usize,
    /// Column, last row and text of those that reach the current row.
    open: Vec<(u32, u32, String)>,
}

impl Fill {
    fn apply(&mut self, row: &mut Row) {
        self.open.retain(|(_, last, _)| *last >= row.index);
        for (column, _, text) in &self.open {
            if let Err(place) = row.cells.binary_search_by_key(column, |(column, _)| *column) {
                row.cells.insert(place, (*column, text.clone()));
            }
        }
        while let Some(region) = self.merged.get(self.next).filter(|region| region.start.0 <= row.index) {
            self.next += 1;
            let cell = row.cells.iter().find(|(column, _)| *column == region.start.1);
            if let Some((column, text)) = cell
                && region.start.0 == row.index
                && text.parse::<f64>().is_err()
            {
                self.open.push((*column, region.end.0, text.clone()));
            }
        }
    }
}

/// Reads the rows of a sheet that have anything in them, until told to stop.
fn read<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    limits: &Limits,
    visit: &mut dyn FnMut(Row) -> Result<bool, ImportError>,
) -> Result<(), ImportError> {
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A sheet of charts.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(source) => return Err(unreadable(source)),
    };
    let mut row = Row { index: 0, cells: Vec::new(), fault: Reason::default() };
    let mut row_bytes = 0_u64;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (index, column) = cell.get_position();
        if index != row.index {
            let whole =
                std::mem::replace(&mut row, Row { index, cells: Vec::new(), fault: Reason::default() });
            row_bytes = 0;
            let is_filled = whole.is_filled();
            if is_filled && !visit(settled(whole))? {
                return Ok(());
            }
        }
        let text = text(cell.get_value());
        if cell::clean(&text).is_empty() {
            continue;
        }
        row_bytes += text.len() as u64;
        if column as usize >= limits.max_columns {
            let max = limits.max_columns;
            row.fault = Reason::new(
                format!("the row has more than the {max} columns that are allowed"),
                format!("la ligne a plus que les {max} colonnes permises"),
            );
        } else if row_bytes > limits.max_record_bytes {
            let max = limits.max_record_bytes;
            row.fault = Reason::new(
                format!("the row is longer than {max} bytes"),
                format!("la ligne dépasse {max} octets"),
            );
        } else {
            row.cells.push((column, text));
        }
    }
    if row.is_filled() {
        visit(settled(row))?;
    }
    Ok(())
}

/// The cells in the order of their columns, each once, whatever the file's order.
fn settled(mut row: Row) -> Row {
    row.cells.sort_by_key(|(column, _)| *column);
    row.cells.dedup_by_key(|(column, _)| *column);
    row
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(float) => number::text(*float),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => date(*moment),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// As ISO 8601, in either of Excel's calendars; a time alone as such.
fn date(moment: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let days = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&days) && days > 0.0 {
        let seconds = (days * 86_400.0).round();
        let (hours, rest) = ((seconds / 3_600.0).floor(), seconds % 3_600.0);
        format!("{hours:02}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0)
    } else if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}
