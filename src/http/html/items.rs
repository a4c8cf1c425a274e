//! The page of a page of features: a table, and a map of what it lists.
//!
//! In: features as the API serves them. Out: a page. It must not know how they were found.

use super::event::{self, text};
use super::ground::{lines, position};
use super::map::{self, Dot, Shown};
use super::words::Lang;
use super::{Page, to_collections};
use crate::encode::geojson::Link;
use maud::{Markup, html};
use serde_json::Value;

/// Columns of a table of features that are no events.
const MAX_COLUMNS: usize = 6;
/// Letters of a cell.
const MAX_CELL: usize = 80;

/// A page of features.
pub(in crate::http) struct Items<'a> {
    /// The collection's name in addresses.
    pub(in crate::http) collection: &'a str,
    /// Its title in English.
    pub(in crate::http) title: &'a str,
    /// The features, as GeoJSON.
    pub(in crate::http) features: Vec<Value>,
    /// How many there are in all.
    pub(in crate::http) matched: usize,
    /// Links of the document.
    pub(in crate::http) links: &'a [Link],
    /// What narrows the question: parameter and value.
    pub(in crate::http) conditions: &'a [(&'a str, &'a str)],
}

/// A page of features of a collection.
pub(in crate::http) fn items(lang: Lang, items: &Items<'_>) -> String {
    let id = items.collection;
    let title = match super::words::collection_fr(id).filter(|_| lang == Lang::Fr) {
        Some((title, _)) => title.to_owned(),
        None => items.title.to_owned(),
    };
    let next = items.links.iter().find(|link| link.rel == "next");
    let shown = items.features.len();
    let drawn = map::draw(&on_map(items, lang, &title), lang);
    let body = html! {
        h1 { (title) }
        p.lead {
            @if shown == items.matched { (counted(lang, items.matched)) }
            @else {
                strong { (lang.count(shown)) } (lang.say(" of ", " sur ")) (counted(lang, items.matched))
            }
        }
        (conditions(lang, items))
        @if shown == 0 {
            p.note { (lang.say("Nothing matches.", "Rien ne correspond.")) }
        } @else {
            div.with-map {
                div.listed {
                    @if is_events(id) { (events(lang, items)) } @else { (others(lang, items)) }
                    @if let Some(next) = next {
                        p.paging { a.button rel="next" href=(next.href) { (lang.say("Next page", "Page suivante")) } }
                    }
                }
                @if let Some(drawn) = drawn { figure.beside { (drawn) } }
            }
        }
    };
    let own = format!("/collections/{id}");
    Page {
        lang,
        title: title.clone(),
        trail: vec![to_collections(lang), (title, own)],
        links: items.links,
        body,
    }
    .text()
}

fn is_events(collection: &str) -> bool {
    matches!(collection, "events" | "unlocated")
}

fn counted(lang: Lang, count: usize) -> String {
    // In French, zero is singular.
    let one = if lang == Lang::Fr { count < 2 } else { count == 1 };
    let noun = if one { lang.say("entry", "entrée") } else { lang.say("entries", "entrées") };
    format!("{} {noun}", lang.count(count))
}

/// What was asked for, each with the way to ask without it.
fn conditions(lang: Lang, items: &Items<'_>) -> Markup {
    let without = |left_out: &str| {
        let kept = items.conditions.iter().filter(|(name, _)| *name != left_out);
        let query: Vec<String> =
            kept.map(|(name, value)| format!("{name}={}", super::encoded(value))).collect();
        format!("/collections/{}/items?{}", items.collection, query.join("&"))
    };
    html! {
        @if !items.conditions.is_empty() {
            ul.chips aria-label=(lang.say("Only", "Seulement")) {
                @for (name, value) in items.conditions {
                    li.chip {
                        span { (name) " = " bdi { (event::shortened(value, MAX_CELL)) } }
                        a href=(without(name)) title=(lang.say("Ask without this", "Demander sans cela")) {
                            span aria-hidden="true" { "×" }
                            span.off-screen { (lang.say("Ask without ", "Demander sans ")) (name) }
                        }
                    }
                }
            }
        }
    }
}

fn events(lang: Lang, items: &Items<'_>) -> Markup {
    html! {
        table.events {
            thead { tr {
                th scope="col" { (lang.said("when")) }
                th scope="col" { (lang.say("What", "Quoi")) }
                th scope="col" { (lang.said("where")) }
                th scope="col" { (lang.say("Sure", "Certitude")) }
                th.number scope="col" { (lang.said("deaths")) }
            } }
            tbody {
                @for feature in &items.features {
                    @let p = &feature["properties"];
                    tr {
                        td.when { (event::when(lang, p).unwrap_or_else(|| lang.said("unknownDate").to_owned())) }
                        td.what {
                            div {
                                (event::symbol(p))
                                a href=(address(items.collection, feature)) dir="auto" { (text(p, "title").unwrap_or("–")) }
                            }
                        }
                        td.where {
                            bdi { (text(p, "place").or_else(|| text(p, "place_text")).unwrap_or("–")) }
                            @let units = event::units(p);
                            @if !units.is_empty() { span.quiet { " " bdi { (units) } } }
                        }
                        td.sure { (event::how_sure(lang, p)) }
                        td.number { (event::figure(lang, p, "deaths")) }
                    }
                }
            }
        }
    }
}

fn others(lang: Lang, items: &Items<'_>) -> Markup {
    let columns = columns(&items.features);
    html! {
        table {
            thead { tr {
                th scope="col" { (lang.say("Name", "Nom")) }
                @for column in &columns { th scope="col" { (column) } }
            } }
            tbody {
                @for feature in &items.features {
                    @let p = &feature["properties"];
                    tr {
                        td { a href=(address(items.collection, feature)) dir="auto" { (name(feature)) } }
                        @for column in &columns {
                            td { bdi { (event::shortened(&event::plain(lang, &p[*column]), MAX_CELL)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The first properties that any of the features has a plain value for.
fn columns(features: &[Value]) -> Vec<&str> {
    let Some(first) = features.first().and_then(|feature| feature["properties"].as_object()) else {
        return Vec::new();
    };
    let told = |name: &str| {
        features.iter().any(|feature| {
            let value = &feature["properties"][name];
            !value.is_null()
                && !value.is_object()
                && value != ""
                && value.as_array().is_none_or(|all| !all.is_empty())
        })
    };
    let names = first.keys().map(String::as_str).filter(|name| *name != "name" && told(name));
    names.take(MAX_COLUMNS).collect()
}

/// What a feature is called.
pub(super) fn name(feature: &Value) -> String {
    let p = &feature["properties"];
    let told = text(p, "title").or_else(|| text(p, "name")).or_else(|| feature["id"].as_str());
    told.unwrap_or("–").to_owned()
}

/// Where a feature's page is.
fn address(collection: &str, feature: &Value) -> String {
    format!("/collections/{collection}/items/{}", super::encoded(feature["id"].as_str().unwrap_or_default()))
}

fn on_map(items: &Items<'_>, lang: Lang, title: &str) -> Shown {
    let label = format!("{} {title}", lang.say("Map:", "Carte\u{202f}:"));
    let mut shown = Shown { label, ..Shown::default() };
    for feature in &items.features {
        let geometry = &feature["geometry"];
        let p = &feature["properties"];
        if let Some(at) = geometry.get("coordinates").and_then(position) {
            shown.dots.push(Dot {
                at,
                kind: text(p, "kind").filter(|_| is_events(items.collection)).map(str::to_owned),
                hollow: text(p, "status").is_some_and(|status| status != "located"),
                title: name(feature),
                href: Some(address(items.collection, feature)),
            });
        } else {
            shown.areas.extend(lines(geometry));
        }
    }
    shown
}
