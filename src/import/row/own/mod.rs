//! A row of Azalai's own export as the very event that was exported.
//!
//! In: a row of an export as CSV, GeoPackage or `GeoJSON`. Out: its event, with what a person changed in the cells
//! since. It must not know how exports are written: it takes nothing for granted that it cannot parse.
//!
//! CSV and GeoPackage carry the whole event as JSON in their last column, `body`, beside cells for people; `GeoJSON`
//! has it all in properties. Without either, as in exports of older versions, the row is read as any list is, and its
//! terms from their columns.

mod bare;
mod edit;
mod properties;

use super::RowReader;
use super::cells::Cells;
use crate::event::{Event, EventId, Fingerprint, Identity, Origin, Reason};
use crate::import::format::Format;
use crate::import::identity::Reach;
use crate::import::list::Parsed;
use crate::import::mapping::Mapping;
use crate::import::table::Record;
use edit::Visible;

/// How an export carries its events.
#[derive(Debug)]
pub(super) enum Own {
    /// As JSON in this column, and in cells for people.
    Body(usize, Vec<(usize, Visible)>),
    /// In properties. The column of the parts of merged events, if there are such.
    Properties(Option<usize>),
}

/// The column of the whole event.
pub(super) const BODY: &str = "body";

impl Own {
    /// How a list of these columns carries events of ours; `None` when it does not.
    pub(super) fn of(mapping: &Mapping) -> Option<Self> {
        if mapping.format != Format::Azalai {
            return None;
        }
        let place = |name: &str| mapping.columns.iter().position(|column| column.name == name);
        let id = place("id")?;
        if let Some(body) = place(BODY) {
            let mut visible = vec![(id, Visible::Id)];
            let named = |(name, visible): &(&str, Visible)| Some((place(name)?, *visible));
            visible.extend(edit::columns(place("kind_text").is_some()).iter().filter_map(named));
            return Some(Self::Body(body, visible));
        }
        let is_own = properties::COLUMNS.iter().all(|name| place(name).is_some());
        is_own.then(|| Self::Properties(place(properties::MERGED_FROM)))
    }

    /// The column whose cells may be longer than others.
    pub(super) fn long_column(&self) -> Option<usize> {
        match self {
            Self::Body(column, _) => Some(*column),
            Self::Properties(parts) => *parts,
        }
    }
}

impl RowReader<'_> {
    /// The event that was exported; `None`, with a warning, when the row is to be read as any other.
    pub(super) fn own(
        &self,
        record: &Record,
        cells: &mut Cells<'_>,
        fingerprint: &Fingerprint,
    ) -> Option<Parsed> {
        let mut event = match self.own.as_ref()? {
            Own::Body(body, visible) => {
                let text = record.cells.get(*body).unwrap_or_default().trim();
                if text.is_empty() {
                    return None;
                }
                let Some(mut event) = sound(serde_json::from_str(text).ok()) else {
                    let changed = Reason::new(
                        "this is no longer what was exported",
                        "ce n’est plus ce qui a été exporté",
                    );
                    cells.warn(BODY, text, read_from_cells(changed));
                    return None;
                };
                let id = cells.text(visible.first().map_or(0, |(id, _)| *id)).parse::<EventId>().ok();
                if id.as_ref() != Some(&event.id) {
                    let other = Reason::new(
                        "this tells of another event than the id",
                        "cela parle d’un autre événement que l’identifiant",
                    );
                    cells.warn(BODY, text, read_from_cells(other));
                    return None;
                }
                self.edit(&mut event, record, visible, cells);
                event
            }
            Own::Properties(_) => {
                let properties = |name: &str| {
                    let at = self.plan.mapping.columns.iter().position(|column| column.name == name)?;
                    record.cells.get(at).filter(|text| !text.is_empty())
                };
                let event = sound(properties::event(properties));
                if event.is_none() {
                    let reason = Reason::new(
                        "these are not quite the properties of an export: read as any list is",
                        "ce ne sont pas tout à fait les propriétés d’un export\u{a0}: lu comme toute liste",
                    );
                    cells.warn("", "", reason);
                }
                event?
            }
        };
        for part in &mut event.parts {
            self.state(&mut part.event.origin);
        }
        self.state(&mut event.origin);
        let identity = Identity::of_event(&event.id);
        let fingerprint = fingerprint.clone();
        Some(Parsed { identity, reach: Reach::Source, unstated: None, fingerprint, event })
    }
}

impl RowReader<'_> {
    /// What is stated of the list at this import holds for its events.
    fn state(&self, origin: &mut Origin) {
        origin.restricted |= self.restricted;
        if origin.source.is_none() {
            origin.source = self.options.stated_source().map(str::to_owned);
        }
        if let Some(terms) = &self.options.licence {
            origin.licence = Some(terms.clone());
        }
    }
}

fn read_from_cells(why: Reason) -> Reason {
    why.so("the row is read from its other cells", "la ligne est lue dans ses autres cellules")
}

/// Whether a cell says yes, as exports and as spreadsheets write it.
fn is_true(text: &str) -> bool {
    ["true", "1", "1.0", "vrai"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The event, unless it says what no event can.
fn sound(event: Option<Event>) -> Option<Event> {
    event.filter(|event| {
        event.has_sound_parts() && event.parts.iter().all(|part| is_sound(&part.event)) && is_sound(event)
    })
}

fn is_sound(event: &Event) -> bool {
    let location = &event.location;
    let is_share = |p: f64| (0.0..=1.0).contains(&p);
    let is_length = |length: f64| length.is_finite() && length >= 0.0;
    let rivals_are = location
        .rivals
        .iter()
        .all(|rival| is_share(rival.p) && rival.score.is_finite() && rival.distance_km.is_none_or(is_length));
    let ends_after = event.when.as_ref().is_none_or(|when| when.start() <= when.end());
    is_share(location.p) && is_length(location.radius_m) && rivals_are && ends_after
}
