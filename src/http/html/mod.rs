//! The pages for people: every document of the API as simple HTML, without script.
//!
//! In: what the JSON of the same address says. Out: a page in the reader's language. It must not know the service:
//! a page tells no more than the document does.

mod docs;
mod documents;
mod event;
mod ground;
mod item;
mod items;
mod map;
mod problem;
mod queryables;
mod schema;
mod words;

pub(super) use docs::docs;
pub(super) use documents::{collection, collections, conformance};
pub(super) use item::item;
pub(super) use items::{Items, items};
pub(super) use problem::problem;
pub(super) use queryables::queryables;
pub(super) use words::Lang;

use super::assets::ATTRIBUTION;
use crate::encode::geojson::Link;
use actix_web::HttpResponse;
use actix_web::http::header;
use maud::{DOCTYPE, Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What pages come as.
pub(super) const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// Where a page stands among the others, and what it says.
struct Page<'a> {
    lang: Lang,
    title: String,
    /// What leads here: name and address, from the top.
    trail: Vec<(String, String)>,
    /// The same in other forms, and what belongs to it.
    links: &'a [Link],
    body: Markup,
}

impl Page<'_> {
    fn respond(self) -> HttpResponse {
        respond(self.lang, self.text().into_bytes())
    }

    fn text(self) -> String {
        let Self { lang, title, trail, links, body } = self;
        let others: Vec<&Link> = links.iter().filter(|link| link.rel == "alternate").collect();
        let page = html! {
            (DOCTYPE)
            html lang=(lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) " – Azalai" }
                    link rel="icon" href="/assets/favicon.svg" type="image/svg+xml";
                    link rel="stylesheet" href="/assets/pages.css";
                    @for link in links {
                        @if !matches!(link.rel.as_str(), "self" | "next") {
                            link rel=(link.rel) type=(link.media_type) href=(link.href) title=[link.title.as_deref()];
                        }
                    }
                }
                body {
                    a.skip href="#content" { (lang.say("Skip to the content", "Aller au contenu")) }
                    header.site {
                        a.brand href="/" { img src="/assets/favicon.svg" alt="" width="26" height="26"; "Azalai" }
                        nav aria-label=(lang.say("Pages", "Pages")) {
                            a href="/" { (lang.say("Map", "Carte")) }
                            a href="/collections" { (lang.say("Data", "Données")) }
                            a href="/docs" { "API" }
                        }
                    }
                    main id="content" {
                        @if !trail.is_empty() {
                            nav.trail aria-label=(lang.say("Where this is", "Emplacement")) {
                                @for (name, href) in &trail { a href=(href) { (name) } " › " }
                            }
                        }
                        (body)
                        @if !others.is_empty() {
                            p.forms {
                                (lang.say("This as", "Ceci en")) " "
                                @for (place, link) in others.iter().enumerate() {
                                    @if place > 0 { " · " }
                                    a href=(link.href) type=(link.media_type) { (link.title.as_deref().unwrap_or(&link.media_type)) }
                                }
                            }
                        }
                    }
                    footer.site {
                        p { (ATTRIBUTION) }
                    }
                }
            }
        };
        page.into_string()
    }
}

/// A page that is written already.
pub(super) fn respond(lang: Lang, page: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(MEDIA_TYPE)
        .insert_header((header::CONTENT_LANGUAGE, lang.code()))
        .body(page)
}

/// A text as part of an address.
fn encoded(text: &str) -> String {
    const PLAIN: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',').remove(b':');
    utf8_percent_encode(text, PLAIN).to_string()
}

/// The way to the collections.
fn to_collections(lang: Lang) -> (String, String) {
    (lang.say("Data", "Données").to_owned(), "/collections".to_owned())
}
