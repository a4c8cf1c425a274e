//! The standard's own examples: read the same from text and JSON, and taken, or refused for a reason that is stated.

use super::super::{Language, filter, json, text};
use super::named;
use crate::http::queryables::Queryable;

/// Name, text, JSON, and `taken` or the reason.
const EXAMPLES: &str = include_str!("../../../../tests/fixtures/cql2/examples.tsv");

/// What the examples are about. Of some properties one example has it that they are numbers, and another that they
/// are texts.
fn queryables(either: &'static str) -> Vec<Queryable> {
    let of_kind = |kind: &'static str, names: &[&'static str]| -> Vec<(&'static str, &'static str)> {
        names.iter().map(|name| (*name, kind)).collect()
    };
    let mut names = of_kind(either, &["landsat:wrs_path", "value"]);
    names.extend(of_kind("id", &["id"]));
    names.extend(of_kind("geometry", &["geometry", "footprint", "location", "road"]));
    names.extend(of_kind("span", &["event_time", "built", "updated_at", "updated"]));
    names.extend(of_kind("start", &["starts_at", "touchdown"]));
    names.extend(of_kind("end", &["ends_at", "liftOff"]));
    names.extend(of_kind("boolean", &["swimming_pool"]));
    names.extend(of_kind("texts", &["layer:ids", "values"]));
    names.extend(of_kind(
        "number",
        &[
            "balance",
            "bar",
            "bridge_clearance",
            "category",
            "depth",
            "eo:cloud_cover",
            "floors",
            "foo",
            "landsat:wrs_row",
            "taxes",
            "vehicle_height",
            "windSpeed",
            "x",
        ],
    ));
    names.extend(of_kind(
        "text",
        &[
            "beamMode",
            "city",
            "cityName",
            "eo:instrument",
            "etat_vol",
            "geophys:SURVEY_NAME",
            "landsat:scene_id",
            "material",
            "name",
            "owner",
            "polarization",
            "road_class",
            "swathDirection",
        ],
    ));
    named(&names)
}

/// What becomes of a filter: with one reading of the properties in doubt, or else with the other.
fn outcome(filter_text: &str, language: Language) -> String {
    let read = |either| filter(filter_text, language, &queryables(either));
    match read("number").or_else(|refused| read("text").map_err(|_| refused)) {
        Ok(_) => "taken".to_owned(),
        Err(refused) => refused.to_string(),
    }
}

#[test]
fn every_example_of_the_standard_is_taken_or_refused_for_a_stated_reason() {
    let mut count = 0;
    for line in EXAMPLES.lines() {
        let [name, as_text, as_json, expected] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        assert_eq!(outcome(as_text, Language::Text), expected, "{name}: {as_text}");
        assert_eq!(outcome(as_json, Language::Json), expected, "{name}: {as_json}");
        count += 1;
    }
    assert_eq!(count, 120);
}

#[test]
fn every_example_is_the_same_in_text_and_json() {
    for line in EXAMPLES.lines() {
        let [name, as_text, as_json, _] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        // The standard writes this accent in one letter here and in two there.
        let as_text = as_text.replace("Beyoncé", "Beyonce\u{301}");
        assert_eq!(text::parse(&as_text).unwrap(), json::parse(as_json).unwrap(), "{name}");
    }
}
