//! One decision of a request, field by field, so that what is wrong is told by its name.
//!
//! In: JSON. Out: what a person wants of which item, or the field that breaks a rule. It must not know whether that can be.

use super::feature;
use crate::event::LonLat;
use crate::http::error::Problem;
use crate::http::params::{point_of, unknown};
use crate::service::{DraftChange, Given, ReviewKey, ReviewVerdict, Wish};
use serde_json::{Map, Value, json};

/// Fields of a decision.
const FIELDS: [&str; 10] =
    ["key", "version", "decision", "change", "candidate", "lon", "lat", "radius_m", "same", "learn"];
/// What a change of a draft has beside the properties of a feature.
const PLACED: [&str; 3] = ["candidate", "lon", "lat"];

/// One decision, with its place in the request.
struct Asked<'r> {
    index: usize,
    fields: &'r Map<String, Value>,
}

/// Reads one decision.
pub(super) fn wish(index: usize, decision: &Value) -> Result<Wish, Problem> {
    let Some(fields) = decision.as_object() else {
        let rule = "must be an object such as {\"key\": \"draft-1\", \"decision\": \"confirm\"}";
        return Err(Problem::parameter(&format!("decisions[{index}]"), &decision.to_string(), rule));
    };
    let asked = Asked { index, fields };
    if let Some((name, value)) = fields.iter().find(|(name, _)| !FIELDS.contains(&name.as_str())) {
        let known = FIELDS.map(|name| asked.name(name));
        return Err(unknown(&asked.name(name), &value.to_string(), &known));
    }
    let key: ReviewKey = asked
        .text("key")?
        .ok_or_else(|| asked.wrong("key", "is needed"))?
        .parse()
        .map_err(|rule| asked.wrong("key", rule))?;
    let word = asked.text("decision")?.ok_or_else(|| asked.wrong("decision", "is needed"))?;
    let verdict = ReviewVerdict::from_words(key.kind(), word, asked.given()?)
        .map_err(|misfit| asked.wrong(misfit.field, misfit.rule))?;
    Ok(Wish { key, version: asked.text("version")?.map(str::to_owned), verdict })
}

impl Asked<'_> {
    /// What came with the word.
    fn given(&self) -> Result<Given, Problem> {
        Ok(Given {
            change: self.change()?,
            candidate: self.candidate(self.fields)?,
            point: self.point(self.fields)?,
            radius_m: match self.fields.get("radius_m") {
                None | Some(Value::Null) => None,
                Some(value) => Some(feature::radius(value)?),
            },
            same: self.flag("same")?,
            learn: self.flag("learn")?,
        })
    }

    /// What is otherwise than in the draft: the properties that people write of an event's feature, and its place as a rival's
    /// number or a point.
    fn change(&self) -> Result<Option<DraftChange>, Problem> {
        let change = match self.fields.get("change") {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Object(change)) => change,
            Some(_) => return Err(self.wrong("change", "must be an object of properties")),
        };
        let (candidate, point) = (self.candidate(change)?, self.point(change)?);
        if candidate.is_some() && point.is_some() {
            return Err(self.wrong("change", "has a candidate or a point, not both"));
        }
        let properties: Map<String, Value> =
            change.iter().filter(|(name, _)| !PLACED.contains(&name.as_str())).map(owned).collect();
        let geometry = point.map(|point| json!({ "type": "Point", "coordinates": point.to_array() }));
        Ok(Some(DraftChange { candidate, event: feature::change(&properties, geometry.as_ref())? }))
    }

    fn candidate(&self, fields: &Map<String, Value>) -> Result<Option<usize>, Problem> {
        match fields.get("candidate") {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
                let number = number.filter(|number| *number > 0);
                let rule = "must be the number of a candidate, from 1";
                number
                    .map(Some)
                    .ok_or_else(|| Problem::parameter(&self.name("candidate"), &value.to_string(), rule))
            }
        }
    }

    fn point(&self, fields: &Map<String, Value>) -> Result<Option<LonLat>, Problem> {
        let degrees = |name: &str| match fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_f64().map(Some).ok_or_else(|| {
                Problem::parameter(&self.name(name), &value.to_string(), "must be a number, in degrees")
            }),
        };
        point_of(degrees("lon")?, degrees("lat")?).map_err(|(name, rule)| {
            let value = fields.get(name).map_or_else(String::new, Value::to_string);
            Problem::parameter(&self.name(name), &value, rule)
        })
    }

    fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.wrong(name, "must be true or false")),
        }
    }

    fn text(&self, name: &str) -> Result<Option<&str>, Problem> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(name, "must be a text")),
        }
    }

    /// A field of this decision, as a problem names it.
    fn name(&self, name: &str) -> String {
        format!("decisions[{}].{name}", self.index)
    }

    fn wrong(&self, name: &str, rule: impl std::fmt::Display) -> Problem {
        let value = self.fields.get(name).map_or_else(String::new, Value::to_string);
        Problem::parameter(&self.name(name), &value, rule)
    }
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}
