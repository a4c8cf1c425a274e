//! Features with some of their properties.
//!
//! In: a feature that is encoded already, and names. Out: the same with only these properties, its other bytes as they
//! were. It must not know what the properties are.

use crate::encode::members::Members;

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
