//! An event from the properties of a feature that Azalai wrote.
//!
//! In: properties by name. Out: the event; `None` when they are not all there or do not make one. It must not know
//! features.

use crate::event::{DatePrecision, DateSpan, Event};
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};

/// The properties that tell our features from others'.
pub(super) const COLUMNS: [&str; 8] =
    ["place_text", "kind_text", "claims", "rivals", "flags", "attributes", "date_text", "why_fr"];

/// The property with the parts of a merged event.
pub(super) const MERGED_FROM: &str = "merged_from";

/// Builds the event as it is kept, and lets its types check it.
pub(super) fn event<'p>(property: impl Fn(&str) -> Option<&'p str>) -> Option<Event> {
    let text = |name: &str| property(name).map_or(Value::Null, Value::from);
    let words = |name: &str| Value::from(property(name).unwrap_or_default());
    let parsed = |name: &str| property(name).and_then(|text| serde_json::from_str::<Value>(text).ok());
    let number = |name: &str| parsed(name).filter(Value::is_number).unwrap_or_default();
    let list = |name: &str| parsed(name).filter(Value::is_array).unwrap_or_else(|| json!([]));
    let point = match (number("longitude"), number("latitude")) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (lon, lat) => json!([lon, lat]),
    };
    let precision = match number("precision") {
        Value::Null => Value::Null,
        code => json!({ "code": code, "scheme": text("precision_scheme") }),
    };
    let claims: Vec<Value> = list("claims").as_array()?.iter().map(claim).collect();
    let rivals: Vec<Value> = list("rivals").as_array()?.iter().map(rival).collect();
    let event = json!({
        "id": text("id"),
        "kind": text("kind"),
        "kind_text": words("kind_text"),
        "when": null,
        "place": {
            "name": words("place_text"),
            "region": words("region_text"),
            "cercle": words("cercle_text"),
            "commune": words("commune_text"),
        },
        "location": {
            "status": text("status"),
            "point": point,
            "radius_m": number("radius_m"),
            "precision": precision,
            "p": number("p"),
            "method": text("method"),
            "place_id": text("place_id"),
            "name": text("place"),
            "place_kind": text("place_kind"),
            "units": {
                "region": text("region"),
                "cercle": text("cercle"),
                "commune": text("commune"),
                "edition": text("edition"),
            },
            "why": words("why"),
            "why_fr": words("why_fr"),
            "rivals": rivals,
            "flags": list("flags"),
            "layer": text("layer"),
        },
        "actors": list("actors"),
        "deaths": figure(|part| number(&format!("deaths_{part}"))),
        "claims": claims,
        "origin": {
            "list": words("list"),
            "source": text("list_source"),
            "line": number("line"),
            "source_id": text("source_id"),
            "licence": text("licence"),
            "restricted": property("restricted") == Some("true"),
        },
        "attributes": parsed("attributes").unwrap_or_else(|| json!({})),
    });
    let mut event: Event = serde_json::from_value(event).ok()?;
    if let Some(parts) = property(MERGED_FROM) {
        event.parts = serde_json::from_str(parts).ok()?;
    }
    if property("date_start").is_some() {
        event.when = Some(when(&property)?);
    }
    Some(event)
}

fn when<'p>(property: &impl Fn(&str) -> Option<&'p str>) -> Option<DateSpan> {
    let (start, end) = (property("date_start")?, property("date_end")?);
    let precision: DatePrecision = serde_json::from_value(property("date_precision")?.into()).ok()?;
    let text = property("date_text").unwrap_or_default();
    if precision == DatePrecision::Time {
        let moment = |text: &str| text.strip_suffix('Z')?.parse::<DateTime>().ok();
        let (start, end) = (moment(start)?, moment(end)?);
        let span = json!({ "start": start, "end": end, "precision": precision, "text": text });
        return serde_json::from_value(span).ok();
    }
    DateSpan::new(start.parse::<Date>().ok()?, end.parse::<Date>().ok()?, precision, text)
}

fn figure(part: impl Fn(&str) -> Value) -> Value {
    json!({ "low": part("low"), "best": part("best"), "high": part("high") })
}

/// A text that was written as null when empty.
fn words(object: &Value, name: &str) -> Value {
    object.get(name).filter(|value| !value.is_null()).cloned().unwrap_or_else(|| "".into())
}

fn claim(claim: &Value) -> Value {
    let part = |name: String| claim.get(&name).cloned().unwrap_or_default();
    json!({
        "source": words(claim, "source"),
        "text": words(claim, "text"),
        "deaths": figure(|name| part(format!("deaths_{name}"))),
        "injured": figure(|name| part(format!("injured_{name}"))),
    })
}

fn rival(rival: &Value) -> Value {
    let part = |name: &str| rival.get(name).cloned().unwrap_or_default();
    let mut candidate = Map::new();
    for name in ["id", "name", "kind", "p", "distance_km", "why", "layer"] {
        candidate.insert(name.to_owned(), part(name));
    }
    candidate.insert("why_fr".to_owned(), words(rival, "why_fr"));
    candidate.insert("point".to_owned(), json!([part("lon"), part("lat")]));
    candidate.insert("units".to_owned(), json!({ "region": part("region"), "cercle": part("cercle") }));
    // Only its order has a meaning, and the order of what is probable is the same.
    candidate.insert("score".to_owned(), part("p"));
    Value::Object(candidate)
}
