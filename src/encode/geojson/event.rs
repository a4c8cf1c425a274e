//! The one form in which an event is served, exported and drawn.

use super::{Feature, Geometry};
use crate::encode::number::{COORDINATE_DIGITS, Rounded};
use crate::encode::{date_texts, given};
use crate::event::{
    Candidate, Claim, DatePrecision, DateSpan, Dispute, Event, Flag, Kind, Method, Part, PrecisionScheme,
    Status,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Decimals of a probability: what the geocoder can tell apart, and no more.
pub const P_DIGITS: i32 = 4;
/// The same of kilometres.
const KM_DIGITS: i32 = 1;
/// Decimals of metres.
pub const METRE_DIGITS: i32 = 0;

/// The one property that not every event has.
pub const MERGED_FROM: &str = "merged_from";

/// What is not known is `null`, never left out: a client sees every property on every event.
#[derive(Serialize)]
struct Properties<'a> {
    title: String,
    kind: Kind,
    kind_text: Option<&'a str>,
    status: Status,
    date_start: Option<String>,
    date_end: Option<String>,
    date_precision: Option<DatePrecision>,
    date_text: Option<&'a str>,
    place_text: Option<&'a str>,
    region_text: Option<&'a str>,
    cercle_text: Option<&'a str>,
    commune_text: Option<&'a str>,
    place: Option<&'a str>,
    place_id: Option<&'a str>,
    place_kind: Option<&'a str>,
    region: Option<&'a str>,
    cercle: Option<&'a str>,
    commune: Option<&'a str>,
    edition: Option<&'a str>,
    p: Rounded,
    precision: Option<u8>,
    precision_scheme: Option<PrecisionScheme>,
    radius_m: Rounded,
    method: Method,
    why: &'a str,
    why_fr: Option<&'a str>,
    flags: &'a [Flag],
    layer: Option<&'a str>,
    rivals: Vec<Rival<'a>>,
    actors: &'a [String],
    deaths_low: Option<u32>,
    deaths_best: Option<u32>,
    deaths_high: Option<u32>,
    contested: bool,
    contested_in: Vec<Dispute>,
    claims: Vec<ClaimProperties<'a>>,
    list: &'a str,
    list_source: Option<&'a str>,
    line: u64,
    source_id: Option<&'a str>,
    licence: Option<&'a str>,
    restricted: bool,
    attributes: &'a BTreeMap<String, String>,
    /// Only where there are such: whole events, so that an export can be taken apart again.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    merged_from: &'a [Part],
}

#[derive(Serialize)]
struct Rival<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
    lon: Rounded,
    lat: Rounded,
    region: Option<&'a str>,
    cercle: Option<&'a str>,
    p: Rounded,
    distance_km: Option<Rounded>,
    why: &'a str,
    why_fr: Option<&'a str>,
    layer: Option<&'a str>,
}

#[derive(Serialize)]
struct ClaimProperties<'a> {
    source: Option<&'a str>,
    text: Option<&'a str>,
    deaths_low: Option<u32>,
    deaths_best: Option<u32>,
    deaths_high: Option<u32>,
    injured_low: Option<u32>,
    injured_best: Option<u32>,
    injured_high: Option<u32>,
}

/// The event as a `GeoJSON` feature; its geometry is `null` when it is on no map.
///
/// Texts of the list stand in it as they are, whatever they hold; JSON's own escapes keep them texts.
#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "cannot fail: a vector takes every byte, and every key is a text"
)]
pub fn event(event: &Event) -> Vec<u8> {
    let feature = Feature {
        id: event.id.as_str(),
        geometry: &Geometry::from(event.location.point),
        properties: &Properties::from(event),
    };
    // Most events take 1 to 2 kB; growing there step by step would copy them several times.
    let mut bytes = Vec::with_capacity(2048);
    serde_json::to_writer(&mut bytes, &feature).expect("events are JSON");
    bytes
}

impl<'a> From<&'a Event> for Properties<'a> {
    fn from(event: &'a Event) -> Self {
        let (place, found) = (&event.place, &event.location);
        let [date_start, date_end] =
            event.when.as_ref().map(date_texts).map_or([None, None], |texts| texts.map(Some));
        let disputes = event.disputes();
        Self {
            title: event.title(),
            kind: event.kind,
            kind_text: given(&event.kind_text),
            status: found.status,
            date_start,
            date_end,
            date_precision: event.when.as_ref().map(|when| when.precision),
            date_text: event.when.as_ref().and_then(|when: &DateSpan| given(&when.text)),
            place_text: given(&place.name),
            region_text: given(&place.region),
            cercle_text: given(&place.cercle),
            commune_text: given(&place.commune),
            place: found.name.as_deref(),
            place_id: found.place_id.as_deref(),
            place_kind: found.place_kind.as_deref(),
            region: found.units.region.as_deref(),
            cercle: found.units.cercle.as_deref(),
            commune: found.units.commune.as_deref(),
            edition: found.units.edition.as_deref(),
            p: Rounded::new(found.p, P_DIGITS),
            precision: found.precision.map(|precision| precision.code),
            precision_scheme: found.precision.map(|precision| precision.scheme),
            radius_m: Rounded::new(found.radius_m, METRE_DIGITS),
            method: found.method,
            why: &found.why,
            why_fr: given(&found.why_fr),
            flags: &found.flags,
            layer: found.layer.as_deref(),
            rivals: found.rivals.iter().map(Rival::from).collect(),
            actors: &event.actors,
            deaths_low: event.deaths.low,
            deaths_best: event.deaths.best,
            deaths_high: event.deaths.high,
            contested: !disputes.is_empty(),
            contested_in: disputes,
            claims: event.claims.iter().map(ClaimProperties::from).collect(),
            list: &event.origin.list,
            list_source: event.origin.source.as_deref(),
            line: event.origin.line,
            source_id: event.origin.source_id.as_deref(),
            licence: event.origin.licence.as_deref(),
            restricted: event.origin.restricted,
            attributes: &event.attributes,
            merged_from: &event.parts,
        }
    }
}

impl<'a> From<&'a Candidate> for Rival<'a> {
    fn from(rival: &'a Candidate) -> Self {
        Self {
            id: &rival.id,
            name: &rival.name,
            kind: &rival.kind,
            lon: Rounded::new(rival.point.lon(), COORDINATE_DIGITS),
            lat: Rounded::new(rival.point.lat(), COORDINATE_DIGITS),
            region: rival.units.region.as_deref(),
            cercle: rival.units.cercle.as_deref(),
            p: Rounded::new(rival.p, P_DIGITS),
            distance_km: rival.distance_km.map(|km| Rounded::new(km, KM_DIGITS)),
            why: &rival.why,
            why_fr: given(&rival.why_fr),
            layer: rival.layer.as_deref(),
        }
    }
}

impl<'a> From<&'a Claim> for ClaimProperties<'a> {
    fn from(claim: &'a Claim) -> Self {
        Self {
            source: given(&claim.source),
            text: given(&claim.text),
            deaths_low: claim.deaths.low,
            deaths_best: claim.deaths.best,
            deaths_high: claim.deaths.high,
            injured_low: claim.injured.low,
            injured_best: claim.injured.best,
            injured_high: claim.injured.high,
        }
    }
}
