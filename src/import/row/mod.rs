//! One record as an event, or as the reasons why it is none.
//!
//! In: a record and the plan of its list. Out: [`Row`]. It must not know files: it sees one record at a time.

mod asked;
mod cells;
mod claim;
mod kind;
mod memory;
mod own;
mod place;
mod when;

use super::error::Problem;
use super::field::Field;
use super::identity::Identified;
use super::list::{Outcome, Parsed, Row};
use super::mapping::Role;
use super::options::Options;
use super::survey::Plan;
use super::table::Record;
use super::{cell, header, identity, swallowed, terms};
use crate::event::{Event, EventId, Figure, Origin, Reason, fold};
use crate::geocode::Geocoder;
use cells::Cells;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kind::{Kinds, kinds};
use memory::Memory;
use own::Own;
use std::collections::BTreeMap;

pub use asked::Asked;
pub(super) use asked::asked;

/// Reads the records of one list.
pub(super) struct RowReader<'g> {
    plan: Plan,
    options: Options,
    /// Whether the list's rows may not be passed on.
    restricted: bool,
    places: Memory<'g>,
    kinds: Kinds,
    /// Dates after this day are in the future, in any zone.
    tomorrow: Date,
    /// Name and folded name of what stands beyond the header.
    extra: Vec<(String, String)>,
    /// How the list carries events of ours, if it is an export of Azalai.
    own: Option<Own>,
}

impl<'g> RowReader<'g> {
    pub(super) fn new(plan: Plan, options: Options, geocoder: &'g Geocoder) -> Self {
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let extra = (plan.mapping.columns.len()..plan.width)
            .map(|at| format!("extra_{}", at + 1 - plan.mapping.columns.len()))
            .map(|name| (name.clone(), crate::event::fold(&name)))
            .collect();
        let own = Own::of(&plan.mapping);
        Self {
            restricted: terms::is_restricted(plan.mapping.format, options.licence.as_deref()),
            plan,
            options,
            places: Memory::new(geocoder),
            kinds: kinds(),
            tomorrow: today.tomorrow().unwrap_or(Date::MAX),
            extra,
            own,
        }
    }

    /// Reads one record.
    pub(super) fn read(&self, record: Record) -> Row {
        let mut cells = Cells::of(&record, &self.plan.mapping);
        // Our own export has events alone, whatever they are called.
        let refusal =
            || self.refusal(&record).or_else(|| self.own.is_none().then(|| no_event(&cells)).flatten());
        let outcome = match refusal() {
            Some(problem) => Outcome::Rejected(vec![problem]),
            None => self.outcome(&record, &mut cells),
        };
        let warnings = cells.into_warnings();
        Row { line: record.line, record: record.cells, warnings, outcome }
    }

    /// What is wrong with the record as a whole.
    fn refusal(&self, record: &Record) -> Option<Problem> {
        let limit = self.options.limits.max_cell_chars;
        let name = |at: usize| self.plan.mapping.columns.get(at).map_or("", |column| column.name.as_str());
        if let Some(line) = record.open_quote {
            let reason = Reason::new(
                format!(
                    "a quotation mark opens on line {line} and is never closed, so that the rest of the file reads \
                     as one cell: close it and import again"
                ),
                format!(
                    "un guillemet s’ouvre à la ligne {line} et n’est jamais fermé, si bien que le reste du fichier \
                     se lit comme une seule cellule\u{a0}: fermez-le et importez de nouveau"
                ),
            );
            return Some(Problem::new(record.line, "", "", reason));
        }
        if let Some(fault) = &record.fault {
            return Some(Problem::new(record.line, "", "", fault.reason(&self.options.limits)));
        }
        let delimiter = self.plan.form.delimiter();
        if let Some((first, last)) = swallowed::lines(record, &self.plan.mapping, delimiter) {
            let reason = Reason::new(
                format!(
                    "a quotation mark opens on line {first} and swallows rows up to line {last}: close it on its line"
                ),
                format!(
                    "un guillemet s’ouvre à la ligne {first} et avale des lignes de la liste jusqu’à la ligne {last}\u{a0}: \
                     fermez-le sur sa ligne"
                ),
            );
            return Some(Problem::new(record.line, "", "", reason));
        }
        // Bytes are at least as many as characters, and counted already.
        let is_long = |text: &str| text.len() > limit && text.chars().count() > limit;
        let may_be_long = self.own.as_ref().and_then(Own::long_column);
        let is_refused = |(at, text): &(usize, &str)| is_long(text) && Some(*at) != may_be_long;
        if let Some((at, text)) = record.cells.iter().enumerate().find(is_refused) {
            let reason = Reason::new(
                format!("this cell has more than {limit} characters"),
                format!("cette cellule a plus de {limit} caractères"),
            );
            return Some(Problem::new(record.line, name(at), text, reason));
        }
        let is_header = record.cells.len() == self.plan.header.len()
            && record.cells.iter().zip(&self.plan.header).all(|(one, other)| one == other);
        if is_header {
            let reason =
                Reason::new("this is the header of the list once more", "c’est encore l’en-tête de la liste");
            return Some(Problem::new(record.line, "", "", reason));
        }
        let tags =
            || Reason::new("these are HXL tags and no event", "ce sont des étiquettes HXL, pas un événement");
        header::is_hxl(record.cells.iter()).then(|| Problem::new(record.line, "", "", tags()))
    }

    fn outcome(&self, record: &Record, cells: &mut Cells<'_>) -> Outcome {
        if self.own.is_some() {
            // Nobody spoilt the texts of our own export: what looks so stood in the list it came from.
            let fingerprint = identity::fingerprint(self.filled(cells));
            if let Some(parsed) = self.own(record, cells, &fingerprint) {
                return Outcome::Parsed(Box::new(parsed));
            }
        }
        cells.mend(record);
        cells.check_width(record, &self.extra);
        cells.check_letters(record);
        if self.plan.form.unpacked().is_none() {
            cells.check_text(record, self.plan.form.delimiter());
        }
        if let Some(remark) = &record.remark {
            cells.warn("", "", remark.clone());
        }
        let mut reasons = Vec::new();
        let when = self.when(cells).unwrap_or_else(|reason| {
            reasons.push(reason);
            None
        });
        let first_day = when.as_ref().map(crate::event::DateSpan::first_day);
        let found = self.place(cells, first_day).map_err(|reason| reasons.push(reason));
        let (Ok((place, location)), true) = (found, reasons.is_empty()) else {
            return Outcome::Rejected(reasons);
        };
        let fingerprint = identity::fingerprint(self.filled(cells));
        let id_text = cells.field(Field::Id).map_or("", |(_, text)| text);
        let Identified { identity, source_id, reach, unstated } =
            identity::identity(self.plan.mapping.format, &self.options, id_text, &fingerprint);
        let fingerprint = identity::read_as(fingerprint, &self.plan.stated);
        if source_id.is_some() {
            cells.hold(Field::Id);
        }
        let (kind, kind_text) = self.kind(cells);
        let actors = actors(cells);
        let claims = self.claim(cells).into_iter().collect();
        let mut event = Event {
            id: EventId::from(&identity),
            kind,
            kind_text,
            when,
            place,
            location,
            actors,
            deaths: Figure::UNKNOWN,
            claims,
            origin: Origin {
                list: self.options.list.clone(),
                source: self.options.stated_source().map(str::to_owned),
                line: record.line,
                source_id,
                licence: self.options.licence.clone(),
                restricted: self.restricted,
            },
            attributes: BTreeMap::new(),
            parts: Vec::new(),
        };
        let own = self.bare(&mut event, cells);
        event.attributes = self.attributes(cells);
        // A column of the list may be called as one of the export is.
        event.attributes.extend(own);
        event.derive_deaths();
        Outcome::Parsed(Box::new(Parsed { identity, reach, unstated, fingerprint, event }))
    }

    /// Folded name and value of every filled cell that belongs to the event.
    fn filled<'c>(&'c self, cells: &'c Cells<'_>) -> impl Iterator<Item = (&'c str, &'c str)> {
        let columns = &self.plan.mapping.columns;
        cells.texts().filter(|(_, text)| !text.is_empty()).filter_map(move |(at, text)| {
            match columns.get(at) {
                Some(column) => (column.role == Role::Data).then_some((column.key.as_str(), text)),
                None => self.extra.get(at - columns.len()).map(|(_, key)| (key.as_str(), text)),
            }
        })
    }

    /// What has no place of its own in the event, so that nothing of the list is lost.
    fn attributes(&self, cells: &Cells<'_>) -> BTreeMap<String, String> {
        let columns = &self.plan.mapping.columns;
        let mut attributes = BTreeMap::new();
        for (at, text) in cells.texts().filter(|(at, text)| !text.is_empty() && !cells.is_held(*at)) {
            let name = match columns.get(at) {
                // "NA" in a column that is understood says what an empty cell says.
                Some(column) if column.field.is_some() && cell::is_blank(text) => continue,
                Some(column) if column.role == Role::Data => &column.name,
                Some(_) => continue,
                None => match self.extra.get(at - columns.len()) {
                    Some((name, _)) => name,
                    None => continue,
                },
            };
            attributes.insert(name.clone(), text.to_owned());
        }
        attributes
    }
}

/// Words that a line begins with which adds up those above it.
const TOTALS: [&str; 7] = ["total", "totaux", "sous total", "subtotal", "sub total", "grand total", "somme"];

/// Words in the place of a kind by which a list takes an event back.
const WITHDRAWN: [&str; 9] =
    ["annule", "annulee", "cancelled", "canceled", "dementi", "retire", "retiree", "supprime", "supprimee"];

/// Why a row is no event: it is the sum of others, as a cell says that should say where, when or what; with more words in that
/// cell, "Total Gao", only where no day is given: there are filling stations called Total. Or it takes an event back.
fn no_event(cells: &Cells<'_>) -> Option<Problem> {
    use Field as F;
    let has_day =
        cells.field(F::Date).is_some_and(|(_, text)| text.contains(|letter: char| letter.is_ascii_digit()));
    let is_total = |text: &str| {
        // Every row is asked: most are answered by their first letter.
        if !text.starts_with(['t', 'T', 's', 'S', 'g', 'G']) {
            return false;
        }
        let folded = fold(text);
        let begins = |word: &&str| folded.strip_prefix(*word).is_some_and(|rest| rest.starts_with(' '));
        TOTALS.contains(&folded.as_str()) || (!has_day && TOTALS.iter().any(begins))
    };
    let said = [F::Id, F::Date, F::Place, F::Region, F::Cercle, F::Commune, F::Kind, F::SubKind];
    let total = found(cells, &said, is_total).map(|at| {
        let reason = Reason::new(
            "this looks like the sum of other rows and no event: if it is one, name it otherwise",
            "cette ligne semble être la somme d’autres lignes et non un événement\u{a0}: si c’en est un, nommez-le autrement",
        );
        (at, reason)
    });
    let withdrawn = || {
        let at = found(cells, &[F::Kind, F::SubKind], |text| WITHDRAWN.contains(&fold(text).as_str()))?;
        let reason = Reason::new(
            "the list takes this event back: what was imported of it before stays until a person removes it",
            "la liste retire cet événement\u{a0}: ce qui en a été importé reste jusqu’à ce qu’une personne le supprime",
        );
        Some((at, reason))
    };
    let ((field, text), reason) = total.or_else(withdrawn)?;
    Some(cells.problem(&cells.name(field), &text, reason))
}

/// The first of some fields whose cell is so.
fn found(cells: &Cells<'_>, fields: &[Field], is_so: impl Fn(&str) -> bool) -> Option<(Field, String)> {
    fields.iter().find_map(|field| {
        cells.field(*field).filter(|(_, text)| is_so(text)).map(|(_, text)| (*field, text.to_owned()))
    })
}

/// Who took part, in the order of the columns and without repeats; several stand in a cell as in our own export, parted by semicolons,
/// or by bars.
fn actors(cells: &mut Cells<'_>) -> Vec<String> {
    let mut actors: Vec<String> = Vec::new();
    for (at, text) in cells.all(Field::Actor) {
        let line = cell::one_line(&text);
        for name in line.split([';', '|']).map(str::trim).filter(|name| !name.is_empty()) {
            if !actors.iter().any(|actor| actor == name) {
                actors.push(name.to_owned());
            }
        }
        cells.hold_column(at);
    }
    actors
}
