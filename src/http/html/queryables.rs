//! The page of what features can be asked for.
//!
//! In: the schema of a collection's queryables. Out: a page with each and how to use it. It must not know how a question
//! is answered.

use super::schema::{Document, named};
use super::words::{self, Lang};
use super::{Page, encoded, to_collections};
use crate::encode::geojson::Link;
use actix_web::HttpResponse;
use maud::html;
use serde_json::Value;

/// Values for an example, of the first queryable that has any.
fn example(properties: &serde_json::Map<String, Value>) -> Option<(&str, &str)> {
    properties.iter().find_map(|(name, schema)| Some((name.as_str(), schema["enum"][0].as_str()?)))
}

/// What the features of a collection can be asked for.
pub(in crate::http) fn queryables(lang: Lang, id: &str, schema: &Value, links: &[Link]) -> HttpResponse {
    let of = match words::collection_fr(id).filter(|_| lang == Lang::Fr) {
        Some((title, _)) => title,
        None => schema["title"].as_str().unwrap_or(id),
    };
    let title = format!("{} {of}", lang.say("What can be asked for:", "Ce qui peut être demandé\u{202f}:"));
    let none = serde_json::Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    let items = format!("/collections/{}/items", encoded(id));
    let body = html! {
        h1 { (title) }
        p.lead {
            (lang.say(
                "Each name is a parameter of the items, a property in filter, and an order in sortby. Numbers can also have _min and _max behind their name.",
                "Chaque nom est un paramètre des éléments, une propriété dans filter et un ordre dans sortby. Les nombres prennent aussi _min et _max après leur nom.",
            ))
        }
        @if let Some((name, value)) = example(properties) {
            @let address = format!("{items}?{name}={}", encoded(value));
            p { (lang.say("For example:", "Par exemple\u{202f}:")) " " a href=(address) { code { (address) } } }
        }
        @if lang == Lang::Fr { p.note { "Les descriptions sont en anglais." } }
        div.scroll tabindex="0" role="region" aria-label=(title) {
            table {
                thead { tr { th scope="col" { (lang.say("Name", "Nom")) } th scope="col" { (lang.say("What it is", "Ce que c’est")) } th scope="col" { (lang.say("Values", "Valeurs")) } } }
                tbody {
                    @for (name, property) in properties {
                        tr {
                            th scope="row" { code { (name) } }
                            td lang="en" { (property["title"].as_str().unwrap_or_default()) }
                            td { (named(Document(schema), property)) }
                        }
                    }
                }
            }
        }
    };
    let here = (of.to_owned(), format!("/collections/{}", encoded(id)));
    Page { lang, title, trail: vec![to_collections(lang), here], links, body }.respond()
}
