//! Filters read: the standard's own examples, what they mean, and what is no filter.

mod examples;
mod meaning;
mod refused;
mod written;

use super::time::Moment;
use super::{FilterError, Language, filter};
use crate::http::queryables::{Queryable, Target};
use crate::service::{AttributeType, Filter};

/// Queryables of these names and kinds; attributes are numbered as they come.
fn named(names: &[(&'static str, &'static str)]) -> Vec<Queryable> {
    let mut next = 0..;
    let mut attribute = |kind| Target::Attribute { at: next.next().unwrap(), kind };
    names
        .iter()
        .map(|(name, kind)| {
            let target = match *kind {
                "id" => Target::Id,
                "geometry" => Target::Geometry,
                "span" => Target::Time(Moment::Span),
                "start" => Target::Time(Moment::Start),
                "end" => Target::Time(Moment::End),
                "text" => attribute(AttributeType::Text),
                "texts" => attribute(AttributeType::Texts),
                "number" => attribute(AttributeType::Number),
                "integer" => attribute(AttributeType::Integer),
                "boolean" => attribute(AttributeType::Boolean),
                other => panic!("{other}"),
            };
            Queryable::new(name, "", target)
        })
        .collect()
}

/// Attributes 0 to 4, and what else a feature has.
fn few() -> Vec<Queryable> {
    named(&[
        ("id", "id"),
        ("geometry", "geometry"),
        ("datetime", "span"),
        ("date_start", "start"),
        ("date_end", "end"),
        ("kind", "text"),
        ("actor", "texts"),
        ("p", "number"),
        ("deaths", "integer"),
        ("restricted", "boolean"),
    ])
}

fn of_text(text: &str) -> Result<Filter, FilterError> {
    filter(text, Language::Text, &few())
}

fn of_json(text: &str) -> Result<Filter, FilterError> {
    filter(text, Language::Json, &few())
}
