//! What people may write of an event's feature, property by property, so that what is wrong is told by its name.
//!
//! In: JSON. Out: what it says of the event, or the property that breaks a rule. It must not know requests.

use crate::event::{Claim, Figure, LonLat};
use crate::http::error::Problem;
use crate::http::params::unknown;
use crate::service::EventChange;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Display;

/// The properties that people write; the others follow from them, or are their list's.
pub(super) const WRITTEN: [&str; 12] = [
    "kind",
    "kind_text",
    "date_start",
    "date_end",
    "place_text",
    "region_text",
    "cercle_text",
    "commune_text",
    "radius_m",
    "actors",
    "claims",
    "attributes",
];
/// What a feature has beside its properties.
const MEMBERS: [&str; 6] = ["type", "id", "geometry", "properties", "links", "bbox"];
/// A text at most: the longest notes of real lists have some 4,000 characters.
const MAX_TEXT_CHARS: usize = 20_000;
/// Actors, claims or attributes of an event at most.
const MAX_ENTRIES: usize = 200;
/// Half of the way around the world; farther off nothing is.
const MAX_RADIUS_M: f64 = 20_037_508.0;

/// A claim as features show it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    source: Option<String>,
    text: Option<String>,
    deaths_low: Option<u32>,
    deaths_best: Option<u32>,
    deaths_high: Option<u32>,
    injured_low: Option<u32>,
    injured_best: Option<u32>,
    injured_high: Option<u32>,
}

impl From<Told> for Claim {
    fn from(told: Told) -> Self {
        Self {
            source: told.source.unwrap_or_default(),
            text: told.text.unwrap_or_default(),
            deaths: Figure { low: told.deaths_low, best: told.deaths_best, high: told.deaths_high },
            injured: Figure { low: told.injured_low, best: told.injured_best, high: told.injured_high },
        }
    }
}

/// The properties of a feature; none where it has none.
pub(super) fn properties(feature: &Value) -> Result<Map<String, Value>, Problem> {
    let Some(members) = feature.as_object() else {
        return Err(Problem::bad_request("a GeoJSON feature is needed, or what is to change of it"));
    };
    if let Some((name, value)) = members.iter().find(|(name, _)| !MEMBERS.contains(&name.as_str())) {
        return Err(unknown(name, &value.to_string(), &MEMBERS));
    }
    if let Some(kind) = members.get("type").filter(|kind| *kind != "Feature") {
        return Err(wrong("type", kind, "must be \"Feature\""));
    }
    match members.get("properties") {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(properties)) => Ok(properties.clone()),
        Some(other) => Err(wrong("properties", other, "must be an object")),
    }
}

/// Refuses a feature, or a change, that says another id than that of the address.
pub(super) fn keeps_id(said: &Value, id: &Value) -> Result<(), Problem> {
    match said.get("id").filter(|said| *said != id) {
        Some(other) => Err(wrong("id", other, "must be the id in the address, or be left out")),
        None => Ok(()),
    }
}

/// What a whole feature says otherwise than the one that is shown. What it lacks is null.
pub(super) fn difference(
    shown: &Value,
    whole: &Value,
) -> Result<(Map<String, Value>, Option<Value>), Problem> {
    let (old, new) = (properties(shown)?, properties(whole)?);
    keeps_id(whole, &shown["id"])?;
    let mut changed: Map<String, Value> = new
        .iter()
        .filter(|(name, value)| !old.get(*name).is_some_and(|old| same(old, value)))
        .map(owned)
        .collect();
    for name in WRITTEN {
        let is_gone = !new.contains_key(name) && old.get(name).is_some_and(|value| !value.is_null());
        // A radius goes with its point.
        if is_gone && name != "radius_m" {
            changed.insert(name.to_owned(), Value::Null);
        }
    }
    let geometry = whole.get("geometry").cloned().unwrap_or_default();
    let is_moved = !shown.get("geometry").is_some_and(|shown| same(shown, &geometry));
    if let Some(radius) = new.get("radius_m").filter(|_| is_moved && !geometry.is_null()) {
        changed.insert("radius_m".to_owned(), radius.clone());
    }
    Ok((changed, is_moved.then_some(geometry)))
}

/// Whether two values say the same: 17 and 17.0 are one number, since many programs know only one kind of them.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
        }
        _ => one == other,
    }
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

/// What properties and geometry say of an event.
pub(super) fn change(
    properties: &Map<String, Value>,
    geometry: Option<&Value>,
) -> Result<EventChange, Problem> {
    if let Some((name, value)) = properties.iter().find(|(name, _)| !WRITTEN.contains(&name.as_str())) {
        return Err(if DERIVED.contains(&name.as_str()) {
            wrong(name, value, "follows from the rest, or is its list's: it is not written by hand")
        } else {
            unknown(name, &value.to_string(), &WRITTEN)
        });
    }
    let said = |name: &str| properties.get(name);
    let text = |name: &str| said(name).map(|value| text(name, value)).transpose();
    let day = |name: &str| said(name).map(|value| day(name, value)).transpose();
    Ok(EventChange {
        point: geometry.map(point).transpose()?,
        radius_m: said("radius_m").map(radius).transpose()?,
        kind: said("kind").map(kind).transpose()?,
        kind_text: text("kind_text")?,
        date_start: day("date_start")?,
        date_end: day("date_end")?,
        place: text("place_text")?,
        region: text("region_text")?,
        cercle: text("cercle_text")?,
        commune: text("commune_text")?,
        actors: said("actors").map(actors).transpose()?,
        claims: said("claims").map(claims).transpose()?,
        attributes: said("attributes").map(attributes).transpose()?,
    })
}

/// The properties that features have beside those that are written.
const DERIVED: [&str; 32] = [
    "title",
    "status",
    "date_precision",
    "date_text",
    "place",
    "place_id",
    "place_kind",
    "region",
    "cercle",
    "commune",
    "edition",
    "p",
    "precision",
    "precision_scheme",
    "method",
    "why",
    "why_fr",
    "flags",
    "layer",
    "rivals",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "contested",
    "contested_in",
    "list",
    "list_source",
    "line",
    "source_id",
    "licence",
    "restricted",
    "merged_from",
];

fn wrong(name: &str, value: &Value, rule: impl Display) -> Problem {
    Problem::parameter(name, &value.to_string(), rule)
}

/// A text; null is none.
fn text(name: &str, value: &Value) -> Result<String, Problem> {
    let text = match value {
        Value::Null => "",
        Value::String(text) => text.trim(),
        other => return Err(wrong(name, other, "must be a text or null")),
    };
    short(name, value, text)?;
    Ok(text.to_owned())
}

fn short(name: &str, value: &Value, text: &str) -> Result<(), Problem> {
    let is_short = text.chars().nth(MAX_TEXT_CHARS).is_none();
    let rule = || format!("a text has {MAX_TEXT_CHARS} characters at most");
    if is_short { Ok(()) } else { Err(wrong(name, value, rule())) }
}

fn day(name: &str, value: &Value) -> Result<Option<Date>, Problem> {
    let rule = "must be a day such as \"2023-10-01\", or null";
    match value {
        Value::Null => Ok(None),
        // jiff reads more than this one form.
        Value::String(text) if text.len() == 10 => {
            text.parse().map(Some).map_err(|_| wrong(name, value, rule))
        }
        other => Err(wrong(name, other, rule)),
    }
}

fn kind(value: &Value) -> Result<crate::event::Kind, Problem> {
    let known = || crate::event::Kind::ALL.map(crate::event::Kind::as_str).join(", ");
    let kind = value.as_str().and_then(|word| word.parse().ok());
    kind.ok_or_else(|| wrong("kind", value, format!("must be one of {}", known())))
}

pub(super) fn radius(value: &Value) -> Result<f64, Problem> {
    let radius = value.as_f64().filter(|radius| (1.0..=MAX_RADIUS_M).contains(radius));
    radius.ok_or_else(|| wrong("radius_m", value, format!("must be a number of metres, 1 to {MAX_RADIUS_M}")))
}

fn point(geometry: &Value) -> Result<Option<LonLat>, Problem> {
    if geometry.is_null() {
        return Ok(None);
    }
    let rule =
        "must be null or a Point: {\"type\": \"Point\", \"coordinates\": [lon, lat]}, without a height";
    let coordinates = geometry.get("coordinates").and_then(Value::as_array);
    let coordinates = coordinates.filter(|_| geometry.get("type").is_some_and(|kind| kind == "Point"));
    let [lon, lat] = coordinates.map_or([None, None], |numbers| {
        // Drawing programs write a height of 0 where there is none; any other would be lost.
        let is_flat = |height: &Value| height.as_f64() == Some(0.0);
        let is_pair = matches!(numbers.as_slice(), [_, _])
            || matches!(numbers.as_slice(), [_, _, height] if is_flat(height));
        [0, 1].map(|at| numbers.get(at).filter(|_| is_pair).and_then(Value::as_f64))
    });
    let (lon, lat) = lon.zip(lat).ok_or_else(|| wrong("geometry", geometry, rule))?;
    LonLat::new(lon, lat).map(Some).map_err(|error| wrong("geometry", geometry, error))
}

/// Entries of a list; null is an empty one.
fn entries<T: DeserializeOwned>(name: &str, value: &Value, rule: &str) -> Result<Vec<T>, Problem> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let entries =
        Vec::<T>::deserialize(value).map_err(|error| wrong(name, value, format!("{rule}: {error}")))?;
    few(name, value, entries.len())?;
    Ok(entries)
}

fn few(name: &str, value: &Value, count: usize) -> Result<(), Problem> {
    let rule = || format!("{MAX_ENTRIES} entries at most");
    if count <= MAX_ENTRIES { Ok(()) } else { Err(wrong(name, value, rule())) }
}

fn actors(value: &Value) -> Result<Vec<String>, Problem> {
    let mut actors: Vec<String> = Vec::new();
    for actor in entries::<String>("actors", value, "must be an array of texts")? {
        short("actors", value, &actor)?;
        let actor = actor.trim();
        if !actor.is_empty() && !actors.iter().any(|known| known == actor) {
            actors.push(actor.to_owned());
        }
    }
    Ok(actors)
}

fn claims(value: &Value) -> Result<Vec<Claim>, Problem> {
    let rule = "must be an array of {source, text, deaths_low, deaths_best, deaths_high, injured_low, ...}";
    let claims: Vec<Claim> = entries::<Told>("claims", value, rule)?.into_iter().map(Claim::from).collect();
    for claim in &claims {
        short("claims", value, &claim.source)?;
        short("claims", value, &claim.text)?;
    }
    Ok(claims)
}

fn attributes(value: &Value) -> Result<BTreeMap<String, String>, Problem> {
    if value.is_null() {
        return Ok(BTreeMap::new());
    }
    let attributes = BTreeMap::<String, String>::deserialize(value)
        .map_err(|_| wrong("attributes", value, "must be an object of texts"))?;
    few("attributes", value, attributes.len())?;
    for (name, text) in &attributes {
        short("attributes", value, name)?;
        short("attributes", value, text)?;
    }
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As a program writes it that knows one kind of number.
    fn doubled(value: &Value) -> Value {
        match value {
            Value::Number(number) => number.as_f64().into(),
            Value::Array(values) => values.iter().map(doubled).collect(),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), doubled(value))).collect())
            }
            other => other.clone(),
        }
    }

    #[test]
    fn a_number_that_is_written_otherwise_is_no_change() {
        let shown = json!({"id": "e", "geometry": {"type": "Point", "coordinates": [-4, 17]}, "properties": {
            "kind": "attack", "p": 1, "line": 12, "radius_m": 1500, "precision": 1,
            "rivals": [{"lon": 3, "distance_km": 12}], "claims": [{"source": "radio", "deaths_best": 2}],
            "merged_from": [{"line": 7}]}});
        let mut whole = doubled(&shown);
        assert_ne!(whole, shown);
        assert_eq!(difference(&shown, &whole).unwrap(), (Map::new(), None));
        whole["properties"]["kind"] = json!("clash");
        let (changed, moved) = difference(&shown, &whole).unwrap();
        assert_eq!((changed.len(), &changed["kind"], moved), (1, &json!("clash"), None));
        whole["geometry"]["coordinates"][1] = json!(17.5);
        whole["properties"]["line"] = json!(12.5);
        let (changed, moved) = difference(&shown, &whole).unwrap();
        assert!(moved.is_some() && changed.contains_key("line") && changed.contains_key("radius_m"));
    }

    #[test]
    fn a_height_is_not_lost_in_silence() {
        let point_of = |coordinates: Value| point(&json!({"type": "Point", "coordinates": coordinates}));
        assert!(point_of(json!([-0.04, 16.27])).is_ok() && point_of(json!([-0.04, 16.27, 0])).is_ok());
        for bad in
            [json!([-0.04, 16.27, 250.5]), json!([-0.04]), json!([-0.04, 16.27, 0, 0]), json!([1, 2, null])]
        {
            let refused = point_of(bad.clone()).unwrap_err().to_string();
            assert!(refused.contains("without a height"), "{bad}: {refused}");
        }
    }

    #[test]
    fn what_an_event_was_merged_from_is_not_written_by_hand() {
        let said = json!({"merged_from": []});
        let refused = change(said.as_object().unwrap(), None).unwrap_err().to_string();
        assert!(refused.contains("not written by hand"), "{refused}");
    }
}
