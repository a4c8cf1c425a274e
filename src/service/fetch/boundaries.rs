//! What geoBoundaries says of a level of a country's units.
//!
//! In: its API's answer (<https://www.geoboundaries.org/api.html>). Out: where the shapes are, and on what terms.
//! It must not know files.

use super::FetchError;
use super::web::{Web, is_web};
use serde_json::Value;

/// A set of boundaries.
pub(super) struct Boundary {
    /// Where its GeoJSON is.
    pub(super) url: String,
    licence: Option<String>,
    source: Option<String>,
}

impl Boundary {
    /// Whom to thank. The licence differs from country to country, so that it is not stated for them here.
    pub(super) fn attribution(&self) -> String {
        let licence = self.licence.as_deref().unwrap_or("CC BY 4.0");
        match &self.source {
            Some(source) => format!("geoBoundaries (geoboundaries.org), {licence}; made from: {source}"),
            None => format!("geoBoundaries (geoboundaries.org), {licence}"),
        }
    }
}

/// The most letters of a licence or a source that are carried on.
const MAX_TERMS_CHARS: usize = 200;

/// Asks where a set of boundaries is.
pub(super) fn ask(web: &Web, url: &str, by_hand: &'static str) -> Result<Boundary, FetchError> {
    let answer = |reason: &str| FetchError::Answer { url: url.to_owned(), reason: reason.to_owned() };
    let text = web.small(url, by_hand)?;
    let parsed: Value = serde_json::from_str(&text).map_err(|_| answer("it is not JSON"))?;
    // For one level it is an object, for several a list of them.
    let one = parsed.get(0).unwrap_or(&parsed);
    let member = |name: &str| {
        let text = one.get(name)?.as_str()?.trim();
        let clean: String = text.chars().filter(|c| !c.is_control()).take(MAX_TERMS_CHARS).collect();
        (!clean.is_empty()).then_some(clean)
    };
    let at =
        one.get("gjDownloadURL").and_then(Value::as_str).ok_or_else(|| answer("it has no gjDownloadURL"))?;
    if !is_web(at) || (is_secure(url) && !is_secure(at)) {
        return Err(answer(&format!("its gjDownloadURL is '{}'", at.chars().take(100).collect::<String>())));
    }
    Ok(Boundary { url: at.to_owned(), licence: member("boundaryLicense"), source: member("boundarySource") })
}

fn is_secure(url: &str) -> bool {
    url.to_ascii_lowercase().starts_with("https://")
}
