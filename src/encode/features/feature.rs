//! A feature as it is read back from its own bytes.

use super::Shape;
use crate::encode::EncodeError;
use crate::encode::members::Members;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A feature: id, shape and properties in their order. Values stay JSON texts until somebody wants them otherwise.
#[derive(Debug)]
pub struct Feature<'a> {
    /// Its name in the collection.
    pub id: Cow<'a, str>,
    /// Where it is; `None` when that is not known.
    pub shape: Option<Shape>,
    properties: Vec<(Cow<'a, str>, &'a RawValue)>,
}

#[derive(serde::Deserialize)]
struct Raw<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    geometry: Option<Shape>,
    #[serde(borrow)]
    properties: Members<'a>,
}

impl<'a> Feature<'a> {
    /// Reads a feature that was encoded here.
    pub fn read(geojson: &'a [u8]) -> Result<Self, EncodeError> {
        let Raw { id, geometry, properties } =
            serde_json::from_slice(geojson).map_err(EncodeError::Feature)?;
        Ok(Self { id, shape: geometry, properties: properties.0 })
    }

    /// Properties in their order: name and JSON.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.properties.iter().map(|(name, value)| (name.as_ref(), value.get()))
    }

    /// The JSON of a property; `null` when it is not there. `about` is where it probably stands.
    pub fn property(&self, name: &str, about: usize) -> &'a str {
        let there = self.properties.get(about).filter(|(known, _)| known == name);
        let found = there.or_else(|| self.properties.iter().find(|(known, _)| known == name));
        found.map_or("null", |(_, value)| value.get())
    }

    /// What it is called, if a property says so.
    pub fn title(&self) -> Option<String> {
        ["title", "name"].into_iter().find_map(|name| match text(self.property(name, 0)) {
            title if title.is_empty() => None,
            title => Some(title.into_owned()),
        })
    }
}

/// A value as a text without quotes; nothing for `null`, JSON for lists and objects.
pub(super) fn text(json: &str) -> Cow<'_, str> {
    match json.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<String>(json).map_or(Cow::Borrowed(json), Cow::Owned),
        Some(b'n') | None => Cow::Borrowed(""),
        _ => Cow::Borrowed(json),
    }
}
