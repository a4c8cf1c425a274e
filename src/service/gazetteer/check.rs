//! What somebody says of a place, held to rules.
//!
//! In: fields as they were typed, and what was said before. Out: facts that the store may keep, or the field that is
//! wrong and why. It must not know the store.

use super::places::{PlaceChange, PlaceError};
use crate::event::{InvalidPoint, LonLat, words};
use crate::gazetteer::{Gazetteer, Level, LocalityKind, hint_of, is_joining, plain_key};
use crate::store::PlaceFacts;

/// A name may be so long.
const MAX_NAME_CHARS: usize = 200;
/// A place may have so many other names.
const MAX_ALIASES: usize = 50;
/// The kind of a word.
pub(super) fn kind_of(word: &str) -> Option<LocalityKind> {
    LocalityKind::ALL.into_iter().find(|kind| kind.code() == word)
}

/// What is said, checked, over what was.
pub(super) fn facts(
    before: Option<&PlaceFacts>,
    said: &PlaceChange,
    gazetteer: &Gazetteer,
) -> Result<PlaceFacts, PlaceError> {
    let name = match (&said.name, before) {
        (Some(name), _) => checked_name("name", name, gazetteer)?,
        (None, Some(before)) => before.name.clone(),
        (None, None) => return Err(PlaceError::Missing { field: "name", rule: "the place's name" }),
    };
    let aliases = match (&said.aliases, before) {
        (Some(aliases), _) => checked_aliases(aliases, &name, gazetteer)?,
        (None, before) => before.map(|before| before.aliases.clone()).unwrap_or_default(),
    };
    let kind = match (&said.kind, before) {
        (Some(word), _) => kind_of(word.trim()).ok_or_else(|| {
            let rule = format!("known kinds: {}", LocalityKind::ALL.map(LocalityKind::code).join(", "));
            wrong("kind", word, rule)
        })?,
        (None, Some(before)) => kind_of(&before.kind).unwrap_or(LocalityKind::Other),
        (None, None) => LocalityKind::Other,
    };
    let degrees = |said: Option<f64>, before: Option<f64>, field| {
        said.or(before).ok_or(PlaceError::Missing { field, rule: "decimal degrees, WGS 84" })
    };
    let lon = degrees(said.lon, before.map(|before| before.point.lon()), "lon")?;
    let lat = degrees(said.lat, before.map(|before| before.point.lat()), "lat")?;
    let unit = |said: &Option<String>, before: Option<&Option<String>>, field| match said {
        Some(text) => checked_text(field, text),
        None => Ok(before.cloned().flatten()),
    };
    let source = match (&said.source, before) {
        (Some(source), _) => checked_text("source", source)?,
        (None, before) => before.map(|before| before.source.clone()),
    };
    Ok(PlaceFacts {
        name,
        aliases,
        kind: kind.code().to_owned(),
        point: checked_point(lon, lat, gazetteer)?,
        region: unit(&said.region, before.map(|before| &before.region), "region")?,
        cercle: unit(&said.cercle, before.map(|before| &before.cercle), "cercle")?,
        commune: unit(&said.commune, before.map(|before| &before.commune), "commune")?,
        source: source.ok_or(PlaceError::Missing {
            field: "source",
            rule: "who says that the place is there: a person or a list",
        })?,
    })
}

fn wrong(field: &'static str, value: &str, rule: impl Into<String>) -> PlaceError {
    PlaceError::Field { field, value: value.to_owned(), rule: rule.into() }
}

/// Text in one line, `None` when it is empty.
fn checked_text(field: &'static str, text: &str) -> Result<Option<String>, PlaceError> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(wrong(field, text, "must be one line without control characters"));
    }
    if text.chars().nth(MAX_NAME_CHARS).is_some() {
        return Err(wrong(field, text, format!("must not have more than {MAX_NAME_CHARS} characters")));
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

fn checked_name(field: &'static str, text: &str, gazetteer: &Gazetteer) -> Result<String, PlaceError> {
    let name = checked_text(field, text)?.ok_or_else(|| wrong(field, text, "must not be empty"))?;
    if plain_key(&name).is_empty() || !name.chars().any(char::is_alphabetic) {
        return Err(wrong(field, &name, "must have letters"));
    }
    if is_generic(&name) && gazetteer.find(&name).is_empty() {
        return Err(wrong(field, &name, "is a word for a kind of place and no name"));
    }
    Ok(name)
}

/// Whether a text has only words for kinds of places, and what joins them: "le village".
pub(super) fn is_generic(text: &str) -> bool {
    words(text).iter().all(|word| hint_of(word).is_some() || is_joining(word))
}

fn checked_aliases(said: &[String], name: &str, gazetteer: &Gazetteer) -> Result<Vec<String>, PlaceError> {
    let mut aliases: Vec<String> = Vec::new();
    for alias in said {
        let alias = checked_name("aliases", alias, gazetteer)?;
        if alias != name && !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    if aliases.len() > MAX_ALIASES {
        return Err(wrong(
            "aliases",
            &aliases.len().to_string(),
            format!("must not be more than {MAX_ALIASES}"),
        ));
    }
    Ok(aliases)
}

/// A point on the globe, and not one that is in Mali only with longitude and latitude exchanged: the places where that
/// could be meant lie between Cameroon and Angola.
fn checked_point(lon: f64, lat: f64, gazetteer: &Gazetteer) -> Result<LonLat, PlaceError> {
    let point = LonLat::new(lon, lat).map_err(|error| match error {
        InvalidPoint::Longitude(lon) => wrong("lon", &lon.to_string(), error.to_string()),
        InvalidPoint::Latitude(lat) => wrong("lat", &lat.to_string(), error.to_string()),
    })?;
    if point.lon() == 0.0 && point.lat() == 0.0 {
        return Err(wrong("lon", "0", "0, 0 stands where no position is known".to_owned()));
    }
    let exchanged = LonLat::new(lat, lon).is_ok_and(|other| gazetteer.is_in_mali(other));
    if exchanged && !gazetteer.is_in_mali(point) {
        let rule = format!("lon and lat look exchanged: {lat}, {lon} lies in Mali, {lon}, {lat} far from it");
        return Err(wrong("lon", &lon.to_string(), rule));
    }
    Ok(point)
}

/// Units that no edition knows are kept as they were said, and told.
pub(super) fn notes(facts: &PlaceFacts, gazetteer: &Gazetteer) -> Vec<String> {
    [(Level::Region, &facts.region), (Level::Cercle, &facts.cercle), (Level::Commune, &facts.commune)]
        .into_iter()
        .filter_map(|(level, name)| {
            let name = name.as_deref()?;
            let unknown = gazetteer.units_named(name, Some(level)).is_empty();
            unknown.then(|| format!("no edition of Mali's units has a {} '{name}'", level.word()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
