//! What the features of each collection can be asked for.
//!
//! In: events and places. Out: their values of these attributes and the text that words are looked for in. It must
//! not know how they are kept.

use crate::encode::Rounded;
use crate::encode::geojson::{METRE_DIGITS, P_DIGITS};
use crate::event::{Event, fold};
use crate::gazetteer::Locality;
use crate::index::{Attribute, AttributeType, Value};
use std::sync::Arc;

/// Of events, located or not, in the order of [`event_values`].
pub(super) const EVENTS: &[Attribute] = &[
    Attribute::new("title", AttributeType::Text, "What happened and where, in short"),
    Attribute::new("kind", AttributeType::Text, "What happened, in one word"),
    Attribute::new("status", AttributeType::Text, "What the map may do with the place"),
    Attribute::new("place", AttributeType::Text, "Name of the place found"),
    Attribute::new("place_id", AttributeType::Text, "Id of the place found, in the gazetteer"),
    Attribute::new("place_text", AttributeType::Text, "The place as the list names it"),
    Attribute::new("region", AttributeType::Text, "Region of the place found"),
    Attribute::new("cercle", AttributeType::Text, "Cercle of the place found"),
    Attribute::new("commune", AttributeType::Text, "Commune of the place found"),
    Attribute::new("actor", AttributeType::Texts, "Who took part; each event has one or several, or none"),
    Attribute::new("source", AttributeType::Texts, "Who says it: the sources of the claims and of the list"),
    Attribute::new("list", AttributeType::Text, "The list it was read from"),
    Attribute::new("licence", AttributeType::Text, "The terms of that list"),
    Attribute::new("restricted", AttributeType::Boolean, "Whether these terms forbid passing it on"),
    Attribute::new("p", AttributeType::Number, "Probability that the place is right, 0 to 1"),
    Attribute::new(
        "precision",
        AttributeType::Integer,
        "How exactly the place is known, 1 exact to 6 country",
    ),
    Attribute::new("radius_m", AttributeType::Number, "The true place is within so many metres"),
    Attribute::new("method", AttributeType::Text, "How the place was found"),
    Attribute::new("flag", AttributeType::Texts, "What a person should know before trusting the place"),
    Attribute::new("layer", AttributeType::Text, "The layer of the gazetteer that knows the place"),
    Attribute::new("deaths_low", AttributeType::Integer, "Deaths, the lowest figure of all claims"),
    Attribute::new("deaths_best", AttributeType::Integer, "Deaths, where all claims that say a best agree"),
    Attribute::new("deaths_high", AttributeType::Integer, "Deaths, the highest figure of all claims"),
    Attribute::new(
        "contested",
        AttributeType::Boolean,
        "Whether sources contradict each other in figures of deaths or injured, or in what came of it",
    ),
];

/// Of places.
pub(super) const PLACES: &[Attribute] = &[
    Attribute::new("name", AttributeType::Text, "Name of the place"),
    Attribute::new("kind", AttributeType::Text, "What kind of place it is"),
    Attribute::new("population", AttributeType::Integer, "Inhabitants, where known"),
    Attribute::new("region", AttributeType::Text, "Region, 2016 to 2023"),
    Attribute::new("cercle", AttributeType::Text, "Cercle, 2016 to 2023"),
    Attribute::new("commune", AttributeType::Text, "Commune, 2016 to 2023"),
    Attribute::new("source", AttributeType::Texts, "Who attests the place"),
    Attribute::new("layer", AttributeType::Text, "The layer of the gazetteer that it is from"),
];

/// An event's values of [`EVENTS`].
pub(super) fn event_values(event: &Event) -> Vec<Value> {
    let (found, origin) = (&event.location, &event.origin);
    let mut sources: Vec<&str> = Vec::new();
    let said = event.claims.iter().map(|claim| claim.source.as_str());
    for source in said.chain(origin.source.as_deref()).filter(|source| !source.is_empty()) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    vec![
        event.title().as_str().into(),
        event.kind.as_str().into(),
        found.status.as_str().into(),
        found.name.as_deref().into(),
        found.place_id.as_deref().into(),
        event.place.name.as_str().into(),
        found.units.region.as_deref().into(),
        found.units.cercle.as_deref().into(),
        found.units.commune.as_deref().into(),
        event.actors.iter().map(String::as_str).collect(),
        sources.into_iter().collect(),
        origin.list.as_str().into(),
        origin.licence.as_deref().into(),
        origin.restricted.into(),
        // As they are shown: whoever copies a number from an answer into a question finds the event again.
        Rounded::new(found.p, P_DIGITS).value().into(),
        found.precision.map(|precision| u32::from(precision.code)).into(),
        Rounded::new(found.radius_m, METRE_DIGITS).value().into(),
        found.method.as_str().into(),
        found.flags.iter().map(|flag| flag.as_str()).collect(),
        found.layer.as_deref().into(),
        event.deaths.low.into(),
        event.deaths.best.into(),
        event.deaths.high.into(),
        event.is_contested().into(),
    ]
}

/// Title, places and what the claims say.
pub(super) fn event_words(event: &Event) -> Box<str> {
    let (said, found) = (&event.place, &event.location);
    let title = event.title();
    let texts = [title.as_str(), &said.name, &said.region, &said.cercle, &said.commune].into_iter();
    let found = [&found.name, &found.units.region, &found.units.cercle, &found.units.commune];
    let claims = event.claims.iter().map(|claim| claim.text.as_str());
    words(texts.chain(found.into_iter().filter_map(Option::as_deref)).chain(claims))
}

/// A place's values of [`PLACES`].
pub(super) fn place_values(place: &Locality) -> Vec<Value> {
    vec![
        place.name.as_str().into(),
        place.kind.code().into(),
        place.population.into(),
        place.region.as_deref().into(),
        place.cercle.as_deref().into(),
        place.commune.as_deref().into(),
        place.sources.iter().map(Arc::clone).collect(),
        (&*place.layer).into(),
    ]
}

/// A place's names.
pub(super) fn place_words(place: &Locality) -> Box<str> {
    words(std::iter::once(&place.name).chain(&place.aliases).map(String::as_str))
}

/// Texts as one, folded, a text that repeats the one before left out.
pub(super) fn words<'a>(texts: impl Iterator<Item = &'a str>) -> Box<str> {
    let mut all = String::new();
    let mut last = "";
    for text in texts.filter(|text| !text.is_empty()) {
        if text != last {
            all.push_str(text);
            all.push(' ');
            last = text;
        }
    }
    fold(&all).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::sample;

    #[test]
    fn an_event_has_a_value_of_each_attribute_and_of_its_type() {
        let values = event_values(&sample(1).event);
        assert_eq!(values.len(), EVENTS.len());
        for (attribute, value) in EVENTS.iter().zip(&values) {
            let fits = match value {
                Value::Null => true,
                Value::Text(_) => attribute.kind == AttributeType::Text,
                Value::Texts(_) => attribute.kind == AttributeType::Texts,
                Value::Number(_) => matches!(attribute.kind, AttributeType::Number | AttributeType::Integer),
                Value::Boolean(_) => attribute.kind == AttributeType::Boolean,
            };
            assert!(fits, "{} is {value:?}", attribute.name);
        }
    }
}
