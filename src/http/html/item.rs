//! The page of one feature, with a map.
//!
//! In: a feature as the API serves it. Out: a page. It must not know other features.

use super::event::{self, figure, in_words, plain, text, units};
use super::ground::{lines, position};
use super::items::name;
use super::map::{self, Dot, Shown};
use super::words::Lang;
use super::{Page, encoded, to_collections};
use crate::encode::geojson::Link;
use actix_web::HttpResponse;
use maud::{Markup, html};
use serde_json::Value;

/// What the map says under these names, and this page says too.
#[cfg(test)]
pub(super) const SAID: [&str; 17] = [
    "when",
    "where",
    "why",
    "whyNot",
    "rivals",
    "candidates",
    "actors",
    "claims",
    "noSource",
    "deaths",
    "injured",
    "origin",
    "sourceId",
    "licence",
    "attributes",
    "listSays",
    "unknownDate",
];

/// One feature of a collection.
pub(in crate::http) fn item(
    lang: Lang,
    collection: &str,
    collection_title: &str,
    feature: &Value,
    links: &[Link],
) -> HttpResponse {
    let is_event = matches!(collection, "events" | "unlocated");
    let title = name(feature);
    let p = &feature["properties"];
    let drawn = map::draw(&on_map(feature, is_event, lang, &title), lang);
    let body = html! {
        div.title {
            @if is_event { (event::symbol(p)) }
            h1 dir="auto" { (title) }
        }
        div.with-map {
            div.told {
                @if is_event { (told(lang, feature)) } @else { (properties(lang, p)) }
                p.actions {
                    @if let Some(id) = feature["id"].as_str().filter(|_| is_event) {
                        a.button.primary href={ "/#event=" (encoded(id)) } { (lang.say("Open on the map", "Ouvrir sur la carte")) }
                    }
                }
            }
            @if let Some(drawn) = drawn {
                figure.beside {
                    (drawn)
                    figcaption.quiet {
                        @if let Some([lon, lat]) = feature.pointer("/geometry/coordinates").and_then(position) {
                            (degrees(lang, lat, ["N", "S"])) ", " (degrees(lang, lon, ["E", lang.say("W", "O")]))
                        }
                    }
                }
            }
        }
    };
    let collection_title = match super::words::collection_fr(collection).filter(|_| lang == Lang::Fr) {
        Some((title, _)) => title,
        None => collection_title,
    };
    let trail = vec![
        to_collections(lang),
        (collection_title.to_owned(), format!("/collections/{collection}")),
        (lang.say("Entries", "Entrées").to_owned(), format!("/collections/{collection}/items")),
    ];
    Page { lang, title, trail, links, body }.respond()
}

/// What is known of an event, in the order of the map's panel.
fn told(lang: Lang, feature: &Value) -> Markup {
    let p = &feature["properties"];
    let placed = !feature["geometry"].is_null();
    let kind = text(p, "kind").unwrap_or("other");
    let precision = text(p, "date_precision");
    html! {
        dl.facts {
            dt { (lang.say("What", "Quoi")) }
            dd { (lang.named("kinds", kind)) }
            dt { (lang.said("when")) }
            dd {
                (event::when(lang, p).unwrap_or_else(|| lang.said("unknownDate").to_owned()))
                @if let Some(precision) = precision { " " span.quiet { (lang.named("datePrecisions", precision)) } }
            }
            dt { (lang.said("where")) }
            dd {
                @match text(p, "place") {
                    Some(place) => {
                        bdi { (place) }
                        @if let Some(kind) = text(p, "place_kind") { span.quiet { " " (lang.named("placeKinds", kind)) } }
                        @let units = units(p);
                        @if !units.is_empty() { br; span.quiet { bdi { (units) } } }
                    }
                    None => "–",
                }
            }
            @if let Some(asked) = asked(p) {
                dt { (lang.said("listSays")) }
                dd { bdi { (lang.say("“", "«\u{a0}")) (asked) (lang.say("”", "\u{a0}»")) } }
            }
            dt { (lang.say("How sure", "Certitude")) }
            dd {
                (event::how_sure(lang, p))
                @if placed {
                    @if let Some(share) = p["p"].as_f64() { br; span.quiet { (lang.certainty(share)) } }
                }
            }
            dt { (lang.said("deaths")) }
            dd { (figure(lang, p, "deaths")) }
            @let actors = list(p, "actors");
            @if !actors.is_empty() {
                dt { (lang.said("actors")) }
                dd { ul.plain { @for actor in actors { li dir="auto" { (actor) } } } }
            }
        }
        @if let Some(why) = in_words(p, "why", lang) {
            section {
                h2 { (lang.said(if placed { "why" } else { "whyNot" })) }
                p { (sentence(why)) }
                @for flag in list(p, "flags") { p.warning { (lang.named("flags", flag)) } }
            }
        }
        (rivals(lang, p, placed))
        (claims(lang, p))
        (origin(lang, p))
    }
}

/// Degrees on one side or the other.
fn degrees(lang: Lang, degrees: f64, [plus, minus]: [&str; 2]) -> String {
    format!("{}°\u{a0}{}", lang.number(degrees.abs(), 5), if degrees < 0.0 { minus } else { plus })
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The place as the list names it.
fn asked(properties: &Value) -> Option<String> {
    let told =
        ["place_text", "commune_text", "cercle_text", "region_text"].map(|name| text(properties, name));
    let told: Vec<&str> = told.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(", "))
}

fn list<'v>(properties: &'v Value, name: &str) -> Vec<&'v str> {
    properties[name].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn rivals(lang: Lang, properties: &Value, placed: bool) -> Markup {
    let rivals: Vec<&Value> = properties["rivals"].as_array().into_iter().flatten().collect();
    html! {
        @if !rivals.is_empty() {
            section {
                h2 { (lang.said(if placed { "rivals" } else { "candidates" })) }
                ul.rows {
                    @for rival in rivals {
                        li {
                            bdi { strong { (text(rival, "name").unwrap_or("–")) } }
                            @let units = units(rival);
                            @if !units.is_empty() { span.quiet { " " bdi { (units) } } }
                            @if let Some(p) = rival["p"].as_f64() { " " (lang.percent(p)) }
                            @if let Some(km) = rival["distance_km"].as_f64() {
                                span.quiet { " · " (lang.say("", "à ")) (lang.distance(km * 1000.0)) (lang.say(" away", "")) }
                            }
                            @if let Some(why) = in_words(rival, "why", lang) { br; span.quiet { (sentence(why)) } }
                        }
                    }
                }
            }
        }
    }
}

fn claims(lang: Lang, properties: &Value) -> Markup {
    let claims: Vec<&Value> = properties["claims"].as_array().into_iter().flatten().collect();
    html! {
        @if !claims.is_empty() {
            section {
                h2 { (lang.said("claims")) }
                @for claim in claims {
                    figure.claim {
                        @if let Some(said) = text(claim, "text") { blockquote dir="auto" { (said) } }
                        figcaption {
                            bdi { (text(claim, "source").unwrap_or(lang.said("noSource"))) }
                            @for name in ["deaths", "injured"] {
                                @let told = figure(lang, claim, name);
                                @if told != "–" { " · " (lang.said(name)) " " (told) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn origin(lang: Lang, properties: &Value) -> Markup {
    let told = |name: &str| text(properties, name);
    let attributes = properties["attributes"].as_object();
    html! {
        section {
            h2 { (lang.said("origin")) }
            dl.facts {
                dt { (lang.say("List", "Liste")) }
                dd {
                    bdi { (told("list").unwrap_or("–")) }
                    @if let Some(line) = properties["line"].as_u64() { ", " (lang.say("line", "ligne")) " " (line) }
                    @if let Some(source) = told("list_source") { span.quiet { " (" bdi { (source) } ")" } }
                }
                @if let Some(id) = told("source_id") { dt { (lang.said("sourceId")) } dd { bdi { (id) } } }
                dt { (lang.said("licence")) }
                dd { bdi { (told("licence").unwrap_or(lang.said("noLicence"))) } }
            }
            @if properties["restricted"] == true {
                p.warning { (lang.say("Its terms forbid passing it on.", "Ses conditions interdisent de la transmettre.")) }
            }
            @if let Some(attributes) = attributes.filter(|attributes| !attributes.is_empty()) {
                details {
                    summary { (lang.said("attributes")) }
                    dl.facts { @for (name, value) in attributes { dt dir="auto" { (name) } dd { bdi { (plain(lang, value)) } } } }
                }
            }
        }
    }
}

/// The properties of a feature that is no event.
fn properties(lang: Lang, properties: &Value) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in properties.as_object().into_iter().flatten() {
                @if !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty()) {
                    dt { (name) }
                    dd { bdi { (plain(lang, value)) } }
                }
            }
        }
    }
}

fn on_map(feature: &Value, is_event: bool, lang: Lang, title: &str) -> Shown {
    let (p, geometry) = (&feature["properties"], &feature["geometry"]);
    let rivals = p["rivals"].as_array().into_iter().flatten().filter_map(|rival| {
        let at = [rival["lon"].as_f64()?, rival["lat"].as_f64()?];
        Some((at, text(rival, "name").unwrap_or_default().to_owned()))
    });
    let rivals: Vec<_> = rivals.collect();
    let mut shown = Shown {
        areas: lines(geometry),
        radius_m: p["radius_m"].as_f64().unwrap_or(0.0),
        label: format!("{} {title}", lang.say("Map:", "Carte\u{202f}:")),
        ..Shown::default()
    };
    match geometry.get("coordinates").and_then(position) {
        Some(at) => {
            text(p, "place").unwrap_or_default().clone_into(&mut shown.name);
            shown.dots.push(Dot {
                at,
                kind: text(p, "kind").filter(|_| is_event).map(str::to_owned),
                hollow: text(p, "status").is_some_and(|status| status != "located"),
                title: title.to_owned(),
                href: None,
            });
            shown.rivals = rivals;
        }
        // In doubt between several places: those are the map.
        None => shown.dots.extend(rivals.into_iter().map(|(at, title)| Dot {
            at,
            kind: None,
            hollow: true,
            title,
            href: None,
        })),
    }
    shown
}
