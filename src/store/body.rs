//! An event as a store keeps it: as [`Event`] reads it, with all left out that says nothing.
//!
//! In: an event. Out: JSON. It must not know tables.
//!
//! A sixth of a body would be fields without a value: a list of a million rows is written and read the faster for it.

use super::StoreError;
use crate::event::{
    Candidate, Claim, DateSpan, Event, EventId, Figure, Flag, Kind, Location, LonLat, Method, Origin, Part,
    PlaceContext, Precision, Status, UnitPath,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The text of a body.
pub(super) fn text(event: &Event) -> Result<String, StoreError> {
    let encode = |source| StoreError::Encode { id: event.id.clone(), source };
    let mut bytes = Vec::with_capacity(USUAL_BYTES);
    serde_json::to_writer(&mut bytes, &Body::of(event)).map_err(encode)?;
    String::from_utf8(bytes).map_err(|error| encode(serde::ser::Error::custom(error)))
}

/// Most bodies are no longer, and need not be moved while they grow.
const USUAL_BYTES: usize = 1_280;

#[derive(Serialize)]
struct Body<'e> {
    id: &'e EventId,
    kind: Kind,
    #[serde(skip_serializing_if = "str::is_empty")]
    kind_text: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'e DateSpan>,
    // Whole, since an index and those who ask for the same place compare its text.
    place: &'e PlaceContext,
    location: Where<'e>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    actors: &'e [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    deaths: Option<Count>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    claims: Vec<Said<'e>>,
    origin: Read<'e>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: &'e BTreeMap<String, String>,
    // Rare, and as an export has them.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    parts: &'e [Part],
}

#[derive(Serialize)]
struct Where<'e> {
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    point: Option<LonLat>,
    radius_m: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<Precision>,
    p: f64,
    method: Method,
    #[serde(skip_serializing_if = "Option::is_none")]
    place_id: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place_kind: Option<&'e str>,
    units: Units<'e>,
    why: &'e str,
    why_fr: &'e str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    rivals: &'e [Candidate],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    flags: &'e [Flag],
    #[serde(skip_serializing_if = "Option::is_none")]
    layer: Option<&'e str>,
}

#[derive(Serialize)]
struct Units<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cercle: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commune: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'e str>,
}

#[derive(Serialize)]
struct Said<'e> {
    source: &'e str,
    text: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    deaths: Option<Count>,
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<Count>,
}

#[derive(Serialize)]
struct Count {
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    best: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<u32>,
}

#[derive(Serialize)]
struct Read<'e> {
    list: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'e str>,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_id: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<&'e str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    restricted: bool,
}

// Each type is taken apart whole, so that a field which is new there cannot be forgotten here.

impl<'e> Body<'e> {
    fn of(event: &'e Event) -> Self {
        let Event {
            id,
            kind,
            kind_text,
            when,
            place,
            location,
            actors,
            deaths,
            claims,
            origin,
            attributes,
            parts,
        } = event;
        let Origin { list, source, line, source_id, licence, restricted } = origin;
        Self {
            id,
            kind: *kind,
            kind_text,
            when: when.as_ref(),
            place,
            location: Where::of(location),
            actors,
            deaths: count(*deaths),
            claims: claims.iter().map(said).collect(),
            origin: Read {
                list,
                source: source.as_deref(),
                line: *line,
                source_id: source_id.as_deref(),
                licence: licence.as_deref(),
                restricted: *restricted,
            },
            attributes,
            parts,
        }
    }
}

impl<'e> Where<'e> {
    fn of(location: &'e Location) -> Self {
        let Location {
            status,
            point,
            radius_m,
            precision,
            p,
            method,
            place_id,
            name,
            place_kind,
            units: UnitPath { region, cercle, commune, edition },
            why,
            why_fr,
            rivals,
            flags,
            layer,
        } = location;
        Self {
            status: *status,
            point: *point,
            radius_m: *radius_m,
            precision: *precision,
            p: *p,
            method: *method,
            place_id: place_id.as_deref(),
            name: name.as_deref(),
            place_kind: place_kind.as_deref(),
            units: Units {
                region: region.as_deref(),
                cercle: cercle.as_deref(),
                commune: commune.as_deref(),
                edition: edition.as_deref(),
            },
            why,
            why_fr,
            rivals,
            flags,
            layer: layer.as_deref(),
        }
    }
}

fn said(claim: &Claim) -> Said<'_> {
    let Claim { source, text, deaths, injured } = claim;
    Said { source, text, deaths: count(*deaths), injured: count(*injured) }
}

fn count(figure: Figure) -> Option<Count> {
    let Figure { low, best, high } = figure;
    (!figure.is_unknown()).then_some(Count { low, best, high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_body_reads_back_as_the_event_that_it_was_made_of(sample in samples::any_sample()) {
            let event = sample.event;
            let body = text(&event).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Event>(&body).unwrap(), &event);
            // As earlier versions wrote it.
            let whole = serde_json::to_string(&event).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Event>(&whole).unwrap(), &event);
            prop_assert!(body.len() <= whole.len());
        }
    }

    #[test]
    fn a_body_says_nothing_that_is_not_known() {
        let body = text(&samples::sample(0).event).unwrap();
        assert!(!body.contains(":null") && !body.contains(":[]"), "{body}");
    }
}
