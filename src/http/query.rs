//! Which features a request is about, and in which order.
//!
//! In: the parameters of a request on a collection. Out: a query of the index, or the problem that names parameter,
//! value and rule. It must not know what is done with the features: pages, clusters, tiles and exports all ask here.

use super::cql2::{self, Instant, Language, Moment, equal_time};
use super::cursor;
use super::error::Problem;
use super::params::{Params, hint};
use super::queryables::{Queryable, Target, find, queryables};
use crate::event::{Bbox, Interval, words};
use crate::service::{
    AttributeType, Comparison, Filter, Folding, Layer, NumberTest, Query, SortKey, TextTest,
};
use actix_web::HttpRequest;
use std::borrow::Cow;

/// Features of a page when the client does not say.
const DEFAULT_LIMIT: usize = 100;
/// Features of a page at most: about 15 MB of events, still one answer a browser takes well.
const MAX_LIMIT: usize = 10_000;
/// Words of `q` at most: each costs a look through the text of every feature.
const MAX_WORDS: usize = 20;
/// Values of one parameter at most.
const MAX_VALUES: usize = 500;
/// Keys of an order at most.
const MAX_SORT_KEYS: usize = 5;

/// Parameters that choose features, beside the queryables.
const CHOOSING: [&str; 6] = ["bbox", "datetime", "q", "filter", "filter-lang", "filter-crs"];
/// Parameters that choose the page.
const PAGING: [&str; 4] = ["limit", "offset", "cursor", "sortby"];

/// The reference system of geometries in filters.
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// The parameters of a request on a collection: those that choose features, and those that the route takes beside them.
pub(super) fn choosing(request: &HttpRequest, layer: Layer, more: &[&str]) -> Result<Params, Problem> {
    let names = names(layer);
    let known: Vec<&str> = names.iter().map(AsRef::as_ref).chain(more.iter().copied()).collect();
    // Units are asked for with the parameters of events too.
    let of_both = queryables(layer).into_iter().chain(queryables(Layer::Events));
    let lists: Vec<&str> = of_both.filter(is_parameter).map(|queryable| queryable.name).collect();
    Params::read_lists(request, &known, &lists)
}

/// The same for routes that answer in pages.
pub(super) fn paging(request: &HttpRequest, layer: Layer, more: &[&str]) -> Result<Params, Problem> {
    let more: Vec<&str> = PAGING.iter().chain(more).copied().collect();
    choosing(request, layer, &more)
}

/// Names of the parameters that choose features of a collection.
pub(super) fn names(layer: Layer) -> Vec<Cow<'static, str>> {
    let mut names: Vec<Cow<'static, str>> = CHOOSING.map(Cow::Borrowed).into();
    for queryable in queryables(layer).into_iter().filter(is_parameter) {
        names.push(queryable.name.into());
        if queryable.target.is_number() {
            names.extend(["min", "max"].map(|end| format!("{}_{end}", queryable.name).into()));
        }
    }
    names
}

/// Time has its parameter anyway, and a geometry is no simple value.
fn is_parameter(queryable: &Queryable) -> bool {
    !matches!(queryable.target, Target::Geometry | Target::Time(Moment::Span))
}

/// The query that the parameters of a request for pages mean.
pub(super) fn query_of(layer: Layer, params: &Params) -> Result<Query, Problem> {
    let (sort, order) = sort(params, &queryables(layer))?;
    if let (Some(_), Some(offset)) = (params.get("cursor"), params.get("offset")) {
        return Err(Problem::parameter(
            "offset",
            offset,
            "is not for use with cursor, which says where to go on",
        ));
    }
    let after =
        params.get("cursor").map(|text| cursor::read(text, layer.id(), &order, sort.len())).transpose()?;
    Ok(Query {
        sort,
        after,
        offset: params.whole("offset", 0, usize::MAX, 0)?,
        limit: params.whole("limit", 1, MAX_LIMIT, DEFAULT_LIMIT)?,
        ..chosen_of(layer, params)?
    })
}

/// The query for all features that the parameters of a request choose, whatever else they say of them.
pub(super) fn chosen_of(layer: Layer, params: &Params) -> Result<Query, Problem> {
    Ok(Query {
        bbox: params.parse::<Bbox>("bbox")?,
        time: interval(params)?,
        filter: filter(params, &queryables(layer))?,
        limit: usize::MAX,
        ..Query::default()
    })
}

/// The order of a request's pages in one spelling, for its cursors.
pub(super) fn order_of(layer: Layer, params: &Params) -> Result<String, Problem> {
    sort(params, &queryables(layer)).map(|(_, order)| order)
}

fn interval(params: &Params) -> Result<Option<Interval>, Problem> {
    let Some(value) = params.get("datetime") else { return Ok(None) };
    // A plus sign that a client forgot to encode arrives as a space; no date has a space of its own.
    value.replace(' ', "+").parse().map(Some).map_err(|rule| Problem::parameter("datetime", value, rule))
}

/// All conditions that are no box and no time; all of them must hold.
fn filter(params: &Params, queryables: &[Queryable]) -> Result<Option<Filter>, Problem> {
    let mut all = Vec::new();
    for queryable in queryables.iter().filter(|queryable| is_parameter(queryable)) {
        // `kind=attack&kind=clash` asks for both, as `kind=attack,clash` does.
        let one_of = |value| {
            is_one_of(queryable, value).map_err(|rule| Problem::parameter(queryable.name, value, rule))
        };
        all.extend(joined(params.all(queryable.name).map(one_of).collect::<Result<_, _>>()?, Filter::Or));
        all.extend(range(params, queryable)?);
    }
    if let Some(text) = params.get("q") {
        let words = words(text);
        if words.len() > MAX_WORDS {
            return Err(Problem::parameter("q", text, format!("has {MAX_WORDS} words at most")));
        }
        // Nothing typed yet asks for nothing; signs alone are a slip, and would be everything.
        if words.is_empty() && !text.is_empty() {
            return Err(Problem::parameter("q", text, "has no letter and no digit to look for"));
        }
        if !words.is_empty() {
            all.push(Filter::Words(words));
        }
    }
    all.extend(cql2(params, queryables)?);
    Ok(joined(all, Filter::And))
}

/// Some conditions as one; none where there are none.
fn joined(mut conditions: Vec<Filter>, join: impl FnOnce(Vec<Filter>) -> Filter) -> Option<Filter> {
    if conditions.len() > 1 { Some(join(conditions)) } else { conditions.pop() }
}

fn cql2(params: &Params, queryables: &[Queryable]) -> Result<Option<Filter>, Problem> {
    let language = match params.get("filter-lang") {
        None => Language::Text,
        Some(name) => {
            Language::ALL.into_iter().find(|language| language.name() == name).ok_or_else(|| {
                let offered = Language::ALL.map(Language::name).join(", ");
                Problem::parameter("filter-lang", name, format!("offered here: {offered}"))
            })?
        }
    };
    if let Some(crs) = params.get("filter-crs").filter(|crs| *crs != CRS84) {
        return Err(Problem::parameter("filter-crs", crs, format!("offered here: {CRS84}")));
    }
    let Some(text) = params.get("filter") else { return Ok(None) };
    cql2::filter(text, language, queryables).map(Some).map_err(|rule| {
        let looks_like_json = language == Language::Text && text.trim_start().starts_with('{');
        let hint = if looks_like_json { "; for JSON add filter-lang=cql2-json" } else { "" };
        Problem::parameter("filter", text, format!("{rule}{hint}"))
    })
}

/// That a property has one of the values that commas separate; a comma before a space belongs to the value.
fn is_one_of(queryable: &Queryable, text: &str) -> Result<Filter, String> {
    let values = values(text);
    if values.len() > MAX_VALUES {
        return Err(format!("has {MAX_VALUES} values at most"));
    }
    if !queryable.values.is_empty()
        && let Some(wrong) = values.iter().find(|value| !queryable.values.contains(*value))
    {
        return Err(format!("'{wrong}' is none of its values; {}", hint(wrong, &queryable.values)));
    }
    match queryable.target {
        Target::Id => Ok(Filter::Id { test: texts(text, &values), folding: Folding::default() }),
        Target::Geometry => Err("is no simple value".to_owned()),
        Target::Time(moment) => {
            let days = values.iter().map(|value| {
                Instant::new(value).map(|day| equal_time(moment, day)).map_err(|error| error.to_string())
            });
            Ok(Filter::Or(days.collect::<Result<_, _>>()?))
        }
        Target::Attribute { at, kind: AttributeType::Text | AttributeType::Texts } => {
            Ok(Filter::Text { attribute: at, test: texts(text, &values), folding: Folding::default() })
        }
        Target::Attribute { at, kind: AttributeType::Number | AttributeType::Integer } => {
            let numbers = values.iter().map(|value| number(queryable, value));
            Ok(Filter::Number { attribute: at, test: NumberTest::In(numbers.collect::<Result<_, _>>()?) })
        }
        Target::Attribute { at, kind: AttributeType::Boolean } => match text {
            "true" | "false" => Ok(Filter::Boolean { attribute: at, value: text == "true" }),
            _ => Err("must be true or false".to_owned()),
        },
    }
}

/// The parts of a list. "Gao, Mali" is one value: lists of several are written without spaces.
fn values(text: &str) -> Vec<&str> {
    let mut values = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(',') {
        if !text[at + 1..].starts_with(char::is_whitespace) {
            values.push(&text[start..at]);
            start = at + 1;
        }
    }
    values.push(&text[start..]);
    values
}

/// The whole counts beside its parts, since a value may hold a comma without a space.
fn texts(whole: &str, values: &[&str]) -> TextTest {
    if let [only] = values {
        return TextTest::Compare(Comparison::Equal, (*only).to_owned());
    }
    TextTest::In(values.iter().chain([&whole]).map(|value| (*value).to_owned()).collect())
}

fn number(queryable: &Queryable, text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    let whole = matches!(queryable.target, Target::Attribute { kind: AttributeType::Integer, .. });
    match number {
        Some(number) if !whole || number.fract() == 0.0 => Ok(number),
        _ if whole => Err(format!("'{text}' is no whole number")),
        _ => Err(format!("'{text}' is no number")),
    }
}

/// The conditions of `NAME_min` and `NAME_max`.
fn range(params: &Params, queryable: &Queryable) -> Result<Vec<Filter>, Problem> {
    let Target::Attribute { at, .. } = queryable.target else { return Ok(Vec::new()) };
    if !queryable.target.is_number() {
        return Ok(Vec::new());
    }
    let ends = [("min", Comparison::GreaterOrEqual), ("max", Comparison::LessOrEqual)];
    let mut conditions = Vec::new();
    for (end, comparison) in ends {
        let name = format!("{}_{end}", queryable.name);
        if let Some(value) = params.get(&name) {
            // A bound of whole numbers may lie between two of them.
            let bound = value.parse().ok().filter(|bound: &f64| bound.is_finite());
            let bound = bound.ok_or_else(|| Problem::parameter(&name, value, "must be a number"))?;
            conditions.push(Filter::Number { attribute: at, test: NumberTest::Compare(comparison, bound) });
        }
    }
    Ok(conditions)
}

/// The keys of `sortby`, and the same in one spelling.
fn sort(params: &Params, queryables: &[Queryable]) -> Result<(Vec<SortKey>, String), Problem> {
    let Some(text) = params.get("sortby") else { return Ok((Vec::new(), String::new())) };
    let refused = |rule: String| Problem::parameter("sortby", text, rule);
    let parts: Vec<&str> = text.split(',').collect();
    if parts.len() > MAX_SORT_KEYS {
        return Err(refused(format!("has {MAX_SORT_KEYS} properties at most")));
    }
    let mut keys = Vec::new();
    let mut spelt: Vec<String> = Vec::new();
    for part in parts {
        let descending = part.starts_with('-');
        // A plus sign that is not encoded arrives as a space.
        let name = part.strip_prefix(['-', '+', ' ']).unwrap_or(part);
        let queryable = find(queryables, name)
            .map_err(|known| refused(format!("there is no property '{name}'; {known}")))?;
        let property =
            queryable.target.sort_property().ok_or_else(|| refused(format!("'{name}' has no order")))?;
        keys.push(SortKey { property, descending });
        spelt.push(format!("{}{name}", if descending { "-" } else { "" }));
    }
    Ok((keys, spelt.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn every_parameter_of_every_collection_is_in_the_openapi_document_and_no_other() {
        let document: Value = serde_json::from_str(include_str!("openapi.json")).unwrap();
        let described: BTreeSet<&str> =
            document["paths"]["/collections/{collectionId}/items"]["get"]["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .map(|parameter| {
                    let name =
                        parameter["$ref"].as_str().unwrap().strip_prefix("#/components/parameters/").unwrap();
                    &document["components"]["parameters"][name]
                })
                .filter(|parameter| parameter["in"] == "query")
                .map(|parameter| parameter["name"].as_str().unwrap())
                .collect();
        let names: Vec<_> = Layer::ALL.into_iter().flat_map(names).collect();
        let taken: BTreeSet<&str> =
            names.iter().map(AsRef::as_ref).chain(PAGING).chain(["properties", "f", "at"]).collect();
        assert_eq!(taken, described);
    }

    #[test]
    fn a_filter_is_as_long_as_the_document_says_and_as_an_address_that_is_read() {
        let document: Value = serde_json::from_str(include_str!("openapi.json")).unwrap();
        let stated = &document["components"]["parameters"]["filter"]["schema"]["maxLength"];
        assert_eq!(stated, cql2::MAX_BYTES);
        assert_eq!(cql2::MAX_BYTES, crate::http::limits::MAX_TARGET_BYTES);
        let answers = &document["paths"]["/collections/{collectionId}/items"]["get"]["responses"];
        assert!(answers["414"].is_object(), "{answers}");
    }

    #[test]
    fn a_comma_before_a_space_belongs_to_the_value() {
        for (text, expected) in [
            ("Gao", vec!["Gao"]),
            ("Gao,Kidal", vec!["Gao", "Kidal"]),
            ("Gao, Mali,Kidal", vec!["Gao, Mali", "Kidal"]),
            ("", vec![""]),
            ("é,", vec!["é", ""]),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }
}
