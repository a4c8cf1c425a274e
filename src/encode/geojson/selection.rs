//! Features with some of their properties.
//!
//! In: a feature that is encoded already, and names. Out: the same with only these properties, its other bytes as they
//! were. It must not know what the properties are.

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The members of an object, in their order.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A name that may need no copy.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// Names of the properties of an encoded feature, in their order.
///
/// ```
/// use azalai::encode::geojson::property_names;
/// let names = property_names(br#"{"id":"1","properties":{"b":[{"x":1}],"a":null}}"#).unwrap();
/// assert_eq!(names, ["b", "a"]);
/// ```
pub fn property_names(feature: &[u8]) -> Result<Vec<String>, serde_json::Error> {
    let Members(members) = serde_json::from_slice(feature)?;
    let Some((_, properties)) = members.into_iter().find(|(name, _)| name == "properties") else {
        return Ok(Vec::new());
    };
    let Members(properties) = serde_json::from_str(properties.get())?;
    Ok(properties.into_iter().map(|(name, _)| name.into_owned()).collect())
}

/// An encoded feature with only these of its properties; id, geometry and links stay.
///
/// ```
/// use azalai::encode::geojson::with_properties;
/// let feature = br#"{"type":"Feature","id":"1","properties":{"b":1.50,"a":null}}"#;
/// let bytes = with_properties(feature, &["b", "z"]).unwrap();
/// assert_eq!(bytes, br#"{"type":"Feature","id":"1","properties":{"b":1.50}}"#);
/// ```
pub fn with_properties<S: AsRef<str>>(feature: &[u8], names: &[S]) -> Result<Vec<u8>, serde_json::Error> {
    let Members(mut members) = serde_json::from_slice(feature)?;
    let Some(at) = members.iter().position(|(name, _)| name == "properties") else {
        return Ok(feature.to_vec());
    };
    let Members(mut properties) = serde_json::from_str(members[at].1.get())?;
    properties.retain(|(name, _)| names.iter().any(|wanted| wanted.as_ref() == name));
    let chosen = serde_json::value::to_raw_value(&Members(properties))?;
    members[at].1 = &chosen;
    serde_json::to_vec(&Members(members))
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::with_capacity(map.size_hint().unwrap_or(32));
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}
