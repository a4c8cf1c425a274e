//! Pages of the documents that say what there is: conformance, the collections, one collection.
//!
//! In: the JSON of those documents. Out: pages. It must not know where it comes from.

use super::words::{self, Lang};
use super::{Page, to_collections};
use crate::encode::geojson::Link;
use actix_web::HttpResponse;
use maud::{Markup, html};
use serde_json::Value;

/// What the service conforms to.
pub(in crate::http) fn conformance(lang: Lang, classes: &[&str], links: &[Link]) -> HttpResponse {
    let title = lang.say("What this service conforms to", "Ce à quoi ce service se conforme").to_owned();
    let body = html! {
        h1 { (title) }
        p.lead { (lang.say(
            "Clients that know these standards of the Open Geospatial Consortium can use this service as it is.",
            "Les programmes qui connaissent ces normes de l’Open Geospatial Consortium peuvent utiliser ce service tel quel.",
        )) }
        ul.plain {
            @for class in classes { li { a href=(class) rel="noreferrer" { (class) } } }
        }
    };
    Page { lang, title, trail: Vec::new(), links, body }.respond()
}

/// The collections.
pub(in crate::http) fn collections(lang: Lang, described: &[Value], links: &[Link]) -> HttpResponse {
    let title = lang.say("Data", "Données").to_owned();
    let body = html! {
        h1 { (title) }
        p.lead {
            (lang.say("What this service holds. Each collection can be read here, or taken as ", "Ce que ce service contient. Chaque collection se lit ici, ou se prend en "))
            "GeoJSON, CSV, KML, GeoPackage " (lang.say("or", "ou")) " FlatGeobuf."
        }
        ul.cards {
            @for collection in described {
                @let (id, name, about) = named(lang, collection);
                li.card {
                    h2 { a href={ "/collections/" (id) } { (name) } }
                    p { (about) }
                    p.quiet { (extent(lang, collection)) }
                    p { a.button href={ "/collections/" (id) "/items" } { (lang.say("Browse", "Parcourir")) } }
                }
            }
        }
    };
    Page { lang, title, trail: Vec::new(), links, body }.respond()
}

/// One collection.
pub(in crate::http) fn collection(lang: Lang, described: &Value, links: &[Link]) -> HttpResponse {
    let (id, name, about) = named(lang, described);
    let restricted: Vec<&str> =
        described["restricted_lists"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let forms: Vec<&Link> = links.iter().filter(|link| link.rel == "items").collect();
    let body = html! {
        h1 { (name) }
        p.lead { (about) }
        // In English the description says it.
        @if lang == Lang::Fr && !restricted.is_empty() {
            p.warning {
                (lang.say(
                    "Rows of these lists may not be passed on, as their terms say: ",
                    "Les lignes de ces listes ne peuvent être transmises, selon leurs conditions\u{202f}: ",
                ))
                (restricted.join(", "))
            }
        }
        p.quiet { (extent(lang, described)) }
        p { a.button.primary href={ "/collections/" (id) "/items" } { (lang.say("Browse", "Parcourir")) } }
        h2 { (lang.say("Take all of it", "Tout prendre")) }
        ul.plain {
            @for link in forms {
                li { a href=(link.href) type=(link.media_type) { (link.title.as_deref().unwrap_or(&link.media_type)) } }
            }
        }
        p.quiet {
            (lang.say(
                "How to ask for a part of it, by place, time and much else: ",
                "Comment en demander une partie, par lieu, par date et bien d’autres critères\u{202f}: ",
            ))
            a href={ "/collections/" (id) "/queryables" } { (lang.say("what can be asked for", "ce qui peut être demandé")) } " · "
            a href="/docs" { (lang.say("the description of the API", "la description de l’API")) } "."
        }
    };
    Page { lang, title: name, trail: vec![to_collections(lang)], links, body }.respond()
}

/// Id, title and description of a collection.
pub(super) fn named(lang: Lang, described: &Value) -> (String, String, String) {
    let text = |name: &str| described[name].as_str().unwrap_or_default().to_owned();
    let id = text("id");
    match words::collection_fr(&id).filter(|_| lang == Lang::Fr) {
        Some((title, description)) => (id, title.to_owned(), description.to_owned()),
        None => (id, text("title"), text("description")),
    }
}

/// Where and when its features are.
fn extent(lang: Lang, described: &Value) -> Markup {
    let corners = described.pointer("/extent/spatial/bbox/0").and_then(Value::as_array);
    let corners: Vec<String> = corners
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .map(|degrees| lang.number(degrees, 2))
        .collect();
    let interval = described.pointer("/extent/temporal/interval/0").and_then(Value::as_array);
    let days: Vec<String> = interval
        .into_iter()
        .flatten()
        .filter_map(|at| lang.when(at.as_str()?, at.as_str()?, "day"))
        .collect();
    html! {
        @if let [first, last] = days.as_slice() {
            @if first == last { (first) } @else { (first) " – " (last) }
            @if !corners.is_empty() { " · " }
        }
        @if let [west, south, east, north] = corners.as_slice() {
            (lang.say("longitude", "longitude")) " " (west) "° – " (east) "°, " (lang.say("latitude", "latitude")) " " (south) "° – " (north) "°"
        }
    }
}
