//! What a person changed in the cells of an export.
//!
//! In: the event as exported, and the cells beside it. Out: the event as the cells say it. It must not know what
//! other lists look like.
//!
//! Spreadsheets rewrite what they save: dates in their own form, numbers with other digits, line ends. A cell is
//! changed when it no longer means what the event says, not when it no longer looks so.

use crate::event::{Claim, DatePrecision, DateSpan, Event, LonLat, Method, Reason};
use crate::import::row::RowReader;
use crate::import::row::cells::Cells;
use crate::import::table::Record;
use crate::import::{cell, date};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a cell for people says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import::row) enum Visible {
    Id,
    Start,
    End,
    Kind,
    KindText,
    Place,
    PlaceTold,
    Region,
    Cercle,
    Commune,
    Lon,
    Lat,
    Actors,
    Low,
    Best,
    High,
    Source,
    Notes,
    List,
    ListSource,
    SourceId,
    Licence,
    Attributes,
    Radius,
}

/// The cells of an export as CSV that a person may change. The others follow from these.
const CSV: [(&str, Visible); 22] = [
    ("date_start", Visible::Start),
    ("date_end", Visible::End),
    ("kind", Visible::Kind),
    ("type", Visible::KindText),
    ("place", Visible::Place),
    ("region", Visible::Region),
    ("cercle", Visible::Cercle),
    ("commune", Visible::Commune),
    ("lon", Visible::Lon),
    ("lat", Visible::Lat),
    ("radius_m", Visible::Radius),
    ("actors", Visible::Actors),
    ("deaths_low", Visible::Low),
    ("deaths_best", Visible::Best),
    ("deaths_high", Visible::High),
    ("source", Visible::Source),
    ("notes", Visible::Notes),
    ("list", Visible::List),
    ("list_source", Visible::ListSource),
    ("source_id", Visible::SourceId),
    ("licence", Visible::Licence),
    ("attributes", Visible::Attributes),
];

/// The same of a GeoPackage, where place and units are as found, and the point is the feature's.
const GEOPACKAGE: [(&str, Visible); 13] = [
    ("date_start", Visible::Start),
    ("date_end", Visible::End),
    ("kind", Visible::Kind),
    ("kind_text", Visible::KindText),
    ("place_text", Visible::PlaceTold),
    ("longitude", Visible::Lon),
    ("latitude", Visible::Lat),
    ("deaths_low", Visible::Low),
    ("deaths_best", Visible::Best),
    ("deaths_high", Visible::High),
    ("list", Visible::List),
    ("source_id", Visible::SourceId),
    ("licence", Visible::Licence),
];

/// The columns of an export.
pub(super) fn columns(geopackage: bool) -> &'static [(&'static str, Visible)] {
    if geopackage { &GEOPACKAGE } else { &CSV }
}

impl RowReader<'_> {
    /// Takes over what was changed, and says so.
    pub(super) fn edit(
        &self,
        event: &mut Event,
        record: &Record,
        visible: &[(usize, Visible)],
        cells: &mut Cells<'_>,
    ) {
        let mut changed: Vec<Visible> = Vec::new();
        for (at, visible) in visible {
            // A row that ends early or a column that is gone says nothing against the event.
            if record.cells.get(*at).is_none_or(|text| self.says(event, *visible, text)) {
                continue;
            }
            let text = cells.text(*at).to_owned();
            let is_merged = !event.parts.is_empty();
            let taken = if is_merged { Err(merged()) } else { self.take(event, *visible, &text) };
            let told = match taken {
                Ok(()) => Reason::new(
                    "changed since the export: the cell counts",
                    "changé depuis l’export\u{a0}: la cellule fait foi",
                ),
                Err(reason) => reason,
            };
            let name = self.plan.mapping.columns.get(*at).map_or("", |column| column.name.as_str());
            cells.warn(name, &text, told);
            if !is_merged {
                changed.push(*visible);
            }
        }
        let is_name = |visible: &Visible| {
            matches!(
                visible,
                Visible::Place | Visible::PlaceTold | Visible::Region | Visible::Cercle | Visible::Commune
            )
        };
        let moved = changed.iter().any(is_name);
        let is_point = |visible: &Visible| matches!(visible, Visible::Lon | Visible::Lat);
        let repositioned = changed.iter().any(is_point);
        if moved || repositioned {
            let number = |wanted: Visible| {
                let (at, _) = visible.iter().find(|(_, visible)| *visible == wanted)?;
                cells.text(*at).replace(',', ".").parse::<f64>().ok()
            };
            let point = number(Visible::Lon)
                .zip(number(Visible::Lat))
                .and_then(|(lon, lat)| LonLat::new(lon, lat).ok());
            self.relocate(event, point.filter(|_| repositioned));
        }
    }

    /// Places the event anew: at a point that was moved there, else by its name unless its list gave the point.
    fn relocate(&self, event: &mut Event, moved_to: Option<LonLat>) {
        let day = event.when.as_ref().map(DateSpan::first_day);
        let given = event.location.point.filter(|_| event.location.method == Method::Given);
        event.location = match moved_to.or(given) {
            Some(point) => self.places.given(point, event.location.precision, &event.place, day),
            None => self.places.named(&event.place, day),
        };
    }

    /// Whether a cell says what the event says.
    fn says(&self, event: &Event, visible: Visible, raw: &str) -> bool {
        let figure = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
        let degrees = |axis: fn(LonLat) -> f64| event.location.point.map(axis);
        let found = &event.location;
        let told_or_found = |told: &str, found: Option<&String>| {
            if told.is_empty() { found.cloned().unwrap_or_default() } else { told.to_owned() }
        };
        let units = &found.units;
        let expected: String = match visible {
            Visible::Id => event.id.to_string(),
            Visible::Start => return self.is_day(raw, event.when.as_ref().map(|when| when.days().0)),
            Visible::End => return self.is_day(raw, event.when.as_ref().map(|when| when.days().1)),
            Visible::Lon => return is_number(raw, degrees(LonLat::lon), 1e-6),
            Visible::Lat => return is_number(raw, degrees(LonLat::lat), 1e-6),
            Visible::Radius => return is_number(raw, found.point.map(|_| found.radius_m), 0.51),
            Visible::Kind => event.kind.as_str().to_owned(),
            Visible::KindText => event.kind_text.clone(),
            Visible::Place => told_or_found(&event.place.name, found.name.as_ref()),
            Visible::PlaceTold => event.place.name.clone(),
            Visible::Region => told_or_found(&event.place.region, units.region.as_ref()),
            Visible::Cercle => told_or_found(&event.place.cercle, units.cercle.as_ref()),
            Visible::Commune => told_or_found(&event.place.commune, units.commune.as_ref()),
            Visible::Actors => event.actors.join("; "),
            Visible::Low => figure(event.deaths.low),
            Visible::Best => figure(event.deaths.best),
            Visible::High => figure(event.deaths.high),
            Visible::Source => told(&event.claims, |claim| &claim.source),
            Visible::Notes => told(&event.claims, |claim| &claim.text),
            Visible::List => event.origin.list.clone(),
            Visible::ListSource => event.origin.source.clone().unwrap_or_default(),
            Visible::SourceId => event.origin.source_id.clone().unwrap_or_default(),
            Visible::Licence => event.origin.licence.clone().unwrap_or_default(),
            Visible::Attributes => {
                let said = serde_json::from_str::<BTreeMap<String, String>>(raw).ok();
                return said.map_or(raw.trim().is_empty() && event.attributes.is_empty(), |said| {
                    said == event.attributes
                });
            }
        };
        is_text(raw, &expected)
    }

    fn is_day(&self, raw: &str, day: Option<jiff::civil::Date>) -> bool {
        let Some(day) = day else { return raw.trim().is_empty() };
        raw.get(..10) == Some(day.to_string().as_str())
            || date::read(cell::clean(raw), self.plan.order)
                .is_ok_and(|read| read.is_some_and(|read| read.span.days().0 == day))
    }

    /// Makes the event say what the cell says; why not, where it cannot.
    fn take(&self, event: &mut Event, visible: Visible, text: &str) -> Result<(), Reason> {
        let given = || Some(text.to_owned()).filter(|text| !text.is_empty());
        match visible {
            Visible::Start => self.begin(event, text)?,
            Visible::End => self.end(event, text)?,
            Visible::Kind => {
                let refuse = |_| left("this is no kind of event", "ce n’est pas un type d’événement");
                event.kind = text.parse().map_err(refuse)?;
            }
            Visible::KindText => text.clone_into(&mut event.kind_text),
            Visible::Place | Visible::PlaceTold => text.clone_into(&mut event.place.name),
            Visible::Region => text.clone_into(&mut event.place.region),
            Visible::Cercle => text.clone_into(&mut event.place.cercle),
            Visible::Commune => text.clone_into(&mut event.place.commune),
            Visible::Actors => {
                let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
                event.actors = names.map(str::to_owned).collect();
            }
            Visible::Low | Visible::Best | Visible::High => count(event, visible, text)?,
            Visible::Source => text.clone_into(&mut only_claim(event)?.source),
            Visible::Notes => text.clone_into(&mut only_claim(event)?.text),
            Visible::List => text.clone_into(&mut event.origin.list),
            Visible::ListSource => event.origin.source = given(),
            Visible::SourceId => event.origin.source_id = given(),
            Visible::Licence => event.origin.licence = given(),
            Visible::Attributes => {
                event.attributes = if text.is_empty() {
                    BTreeMap::new()
                } else {
                    let refuse =
                        |_| left("this is no JSON object of texts", "ce n’est pas un objet JSON de textes");
                    serde_json::from_str(text).map_err(refuse)?
                };
            }
            Visible::Lon | Visible::Lat => {
                if text.replace(',', ".").parse::<f64>().is_err() {
                    return Err(Reason::new("this is no coordinate", "ce n’est pas une coordonnée")
                        .so("the place is looked up by its name", "le lieu est cherché par son nom"));
                }
            }
            Visible::Id | Visible::Radius => {
                return Err(left("this follows from the place", "cela découle du lieu"));
            }
        }
        Ok(())
    }

    fn read_day(&self, text: &str) -> Result<Option<DateSpan>, Reason> {
        match date::read(text, self.plan.order) {
            Ok(read) => Ok(read.map(|read| read.span)),
            Err(_) => Err(left("this is no date", "ce n’est pas une date")),
        }
    }

    fn begin(&self, event: &mut Event, text: &str) -> Result<(), Reason> {
        let Some(first) = self.read_day(text)? else {
            event.when = None;
            return Ok(());
        };
        let until = event.when.as_ref().filter(|when| when.precision == DatePrecision::Range);
        // A range keeps its end; else the new date is all that is known.
        let range =
            until.and_then(|when| DateSpan::new(first.first_day(), when.days().1, when.precision, text));
        event.when = Some(range.unwrap_or(first));
        Ok(())
    }

    fn end(&self, event: &mut Event, text: &str) -> Result<(), Reason> {
        let before = || left("the end is before the beginning", "la fin est avant le début");
        let (Some(when), Some(last)) = (&event.when, self.read_day(text)?) else { return Ok(()) };
        if last.days().1 == when.days().1 {
            return Ok(());
        }
        event.when = Some(date::from_to(when, &last).ok_or_else(before)?);
        Ok(())
    }
}

/// Sets one of the three figures, in the claim too where there is but one.
fn count(event: &mut Event, visible: Visible, text: &str) -> Result<(), Reason> {
    let count = if text.is_empty() {
        None
    } else {
        let text = cell::without_point_zero(text);
        let refuse = |_| left("this is no number of people", "ce n’est pas un nombre de personnes");
        Some(text.parse::<u32>().map_err(refuse)?)
    };
    let set = |figure: &mut crate::event::Figure| match visible {
        Visible::Low => figure.low = count,
        Visible::Best => figure.best = count,
        _ => figure.high = count,
    };
    set(&mut event.deaths);
    if let [claim] = event.claims.as_mut_slice() {
        set(&mut claim.deaths);
    }
    Ok(())
}

/// A merged event follows from its parts.
fn merged() -> Reason {
    left(
        "several events were merged into this one: change the lists that tell of it",
        "plusieurs événements ont été fusionnés en celui-ci\u{a0}: changez les listes qui en parlent",
    )
}

/// What a cell says is not taken over.
fn left(en: &str, fr: &str) -> Reason {
    Reason::new(en, fr).so("left as exported", "laissé comme à l’export")
}

fn only_claim(event: &mut Event) -> Result<&mut Claim, Reason> {
    if event.claims.is_empty() {
        event.claims.push(Claim::default());
    }
    match event.claims.as_mut_slice() {
        [claim] => Ok(claim),
        _ => Err(left(
            "several sources tell of this event, and the cell does not say which it is",
            "plusieurs sources parlent de cet événement, et la cellule ne dit pas laquelle c’est",
        )),
    }
}

/// As exports join what several claims say.
fn told(claims: &[Claim], text: impl Fn(&Claim) -> &String) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for text in claims.iter().map(&text) {
        if !text.is_empty() && !texts.contains(&text.as_str()) {
            texts.push(text);
        }
    }
    texts.join(" | ")
}

fn is_text(raw: &str, expected: &str) -> bool {
    let plain =
        |text: &str| -> String { cell::clean(&text.replace("\r\n", "\n").replace('\r', "\n")).to_owned() };
    raw == expected
        || cell::unguarded(raw) == expected
        || plain(raw) == plain(expected)
        || plain(cell::unguarded(raw)) == plain(expected)
        || is_same_number(raw, expected)
}

/// `12.0` for 12, as spreadsheets write it.
fn is_same_number(raw: &str, expected: &str) -> bool {
    let number = |text: &str| -> Option<f64> { Cow::from(text.trim()).parse().ok() };
    number(raw).zip(number(expected)).is_some_and(|(one, other)| one.to_bits() == other.to_bits())
}

fn is_number(raw: &str, expected: Option<f64>, within: f64) -> bool {
    let text = cell::clean(raw);
    match expected {
        None => text.is_empty(),
        Some(expected) => {
            text.replace(',', ".").parse::<f64>().is_ok_and(|number| (number - expected).abs() <= within)
        }
    }
}
