//! The cells of one row, cleaned, by column or by field; which of them the event holds; what to warn of.

use crate::event::Reason;
use crate::import::cell;
use crate::import::error::Problem;
use crate::import::field::Field;
use crate::import::format::Format;
use crate::import::mapping::{Mapping, Role};
use crate::import::table::Record;
use std::borrow::Cow;

/// Columns below which a line in a cell that looks like a row may well be a sentence.
const ROWLIKE_COLUMNS: usize = 4;

pub(super) struct Cells<'r> {
    mapping: &'r Mapping,
    line: u64,
    texts: Vec<Cow<'r, str>>,
    /// Whose words, or whose meaning, the event holds in a place of its own.
    held: Vec<bool>,
    warnings: Vec<Problem>,
}

impl<'r> Cells<'r> {
    pub(super) fn of(record: &'r Record, mapping: &'r Mapping) -> Self {
        // Our own exports put an apostrophe before what a spreadsheet would calculate.
        let is_guarded = mapping.format == Format::Azalai;
        let text = |text: &'r str| cell::clean(if is_guarded { cell::unguarded(text) } else { text });
        let texts: Vec<Cow<'r, str>> = record.cells.iter().map(|cell| Cow::Borrowed(text(cell))).collect();
        let held = vec![false; texts.len()];
        Self { mapping, line: record.line, texts, held, warnings: Vec::new() }
    }

    /// Mends what an earlier program spoilt, and tells what this one could not read.
    pub(super) fn mend(&mut self, record: &Record) {
        if record.cells.as_slice().is_ascii() {
            return;
        }
        for at in 0..self.texts.len() {
            let text = &self.texts[at];
            if let Some(mended) = cell::mend_mojibake(text) {
                let reason = Reason::new(
                    format!("letters were spoilt by another program: read as \"{mended}\""),
                    format!("un autre programme a abîmé des lettres\u{a0}: lu «\u{a0}{mended}\u{a0}»"),
                );
                let spoilt = std::mem::replace(&mut self.texts[at], Cow::Owned(mended));
                self.warn_column(at, &spoilt, reason);
            } else if text.contains('\u{fffd}') {
                let text = text.clone();
                let reason = Reason::new(
                    "letters that cannot be read were replaced by \u{fffd}",
                    "des lettres illisibles ont été remplacées par \u{fffd}",
                );
                self.warn_column(at, &text, reason);
            }
        }
    }

    /// Warns of cells that are missing or too many; the latter are kept as attributes.
    pub(super) fn check_width(&mut self, record: &Record, extra: &[(String, String)]) {
        let columns = self.mapping.columns.len();
        if record.cells.len() < columns {
            let missing: Vec<&str> = self.mapping.columns[record.cells.len()..]
                .iter()
                .filter(|column| column.field.is_some())
                .map(|column| column.name.as_str())
                .collect();
            if !missing.is_empty() {
                let (has, names) = (record.cells.len(), missing.join(", "));
                let reason = Reason::new(
                    format!("the row has {has} cells and the header {columns}: no {names}"),
                    format!("la ligne a {has} cellules et l’en-tête {columns}\u{a0}: il manque {names}"),
                );
                self.warn("", "", reason);
            }
        }
        for at in columns..self.texts.len() {
            if let (Some((name, _)), false) = (extra.get(at - columns), self.texts[at].is_empty()) {
                let text = self.texts[at].clone();
                let reason = Reason::new(
                    "there is no column for this cell: kept as an attribute; are the cells before it shifted?",
                    "cette cellule n’a pas de colonne\u{a0}: gardée comme attribut\u{202f}; les cellules d’avant \
                     sont-elles décalées\u{202f}?",
                );
                self.warn(name, &text, reason);
            }
        }
    }

    /// Warns of what no text should hold.
    pub(super) fn check_letters(&mut self, record: &Record) {
        if record.cells.as_slice().contains('\0') {
            for at in 0..self.texts.len() {
                if self.texts[at].contains('\0') {
                    let text = self.texts[at].replace('\0', "\u{fffd}");
                    let reason = Reason::new(
                        "NUL bytes were replaced by \u{fffd}",
                        "des octets nuls ont été remplacés par \u{fffd}",
                    );
                    self.warn_column(at, &text, reason);
                    self.texts[at] = Cow::Owned(text);
                }
            }
        }
    }

    /// Warns of a cell that holds what looks like a row of its own.
    pub(super) fn check_text(&mut self, record: &Record, delimiter: u8) {
        let all = record.cells.as_slice();
        let columns = self.mapping.columns.len();
        if columns >= ROWLIKE_COLUMNS && all.contains('\n') {
            let is_row = |line: &str| line.bytes().filter(|byte| *byte == delimiter).count() + 1 >= columns;
            let swallowed = |text: &str| text.lines().skip(1).any(is_row);
            if let Some(at) = self.texts.iter().position(|text| swallowed(text)) {
                let text = self.texts[at].clone();
                let reason = Reason::new(
                    "this cell holds a line that looks like a row: is a quotation mark before it not closed?",
                    "cette cellule contient ce qui ressemble à une ligne de la liste\u{a0}: un guillemet d’avant \
                     n’est-il pas fermé\u{202f}?",
                );
                self.warn_column(at, &text, reason);
            }
        }
    }

    /// Every cell with its column.
    pub(super) fn texts(&self) -> impl Iterator<Item = (usize, &str)> {
        self.texts.iter().enumerate().map(|(at, text)| (at, text.as_ref()))
    }

    /// The cell of a column.
    pub(super) fn text(&self, at: usize) -> &str {
        self.texts.get(at).map_or("", Cow::as_ref)
    }

    /// The cell of a field, if it says anything.
    pub(super) fn field(&self, field: Field) -> Option<(usize, &str)> {
        self.mapping.all(field).iter().find_map(|at| self.filled(*at))
    }

    /// All cells of a field that say anything.
    pub(super) fn all(&self, field: Field) -> Vec<(usize, String)> {
        self.mapping
            .all(field)
            .iter()
            .filter_map(|at| self.filled(*at))
            .map(|(at, text)| (at, text.to_owned()))
            .collect()
    }

    fn filled(&self, at: usize) -> Option<(usize, &str)> {
        let text = self.texts.get(at)?.as_ref();
        (!cell::is_blank(text)).then_some((at, text))
    }

    /// The name of a field's column.
    pub(super) fn name(&self, field: Field) -> String {
        self.mapping.first(field).map_or_else(String::new, |at| self.mapping.columns[at].name.clone())
    }

    /// Whether the list has a column of this field.
    pub(super) fn has(&self, field: Field) -> bool {
        self.mapping.has(field)
    }

    /// Tells that the event says what this field says.
    pub(super) fn hold(&mut self, field: Field) {
        if let Some((at, _)) = self.field(field) {
            self.hold_column(at);
        }
    }

    pub(super) fn hold_column(&mut self, at: usize) {
        if let Some(held) = self.held.get_mut(at) {
            *held = true;
        }
    }

    pub(super) fn is_held(&self, at: usize) -> bool {
        self.held.get(at).copied().unwrap_or(false)
    }

    pub(super) fn warn(&mut self, column: &str, value: &str, reason: Reason) {
        self.warnings.push(Problem::new(self.line, column, value, reason));
    }

    /// Warns of the cell of a field.
    pub(super) fn warn_field(&mut self, field: Field, value: &str, reason: Reason) {
        let name = self.name(field);
        self.warn(&name, value, reason);
    }

    fn warn_column(&mut self, at: usize, value: &str, reason: Reason) {
        if self.mapping.columns.get(at).is_none_or(|column| column.role != Role::Own) {
            let name = self.mapping.columns.get(at).map_or_else(String::new, |column| column.name.clone());
            self.warn(&name, value, reason);
        }
    }

    /// A problem of this row.
    pub(super) fn problem(&self, column: &str, value: &str, reason: Reason) -> Problem {
        Problem::new(self.line, column, value, reason)
    }

    pub(super) fn into_warnings(self) -> Vec<Problem> {
        self.warnings
    }
}
