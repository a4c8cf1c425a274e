//! Pages of errors: what went wrong, and where to go on.
//!
//! In: a problem as programs get it. Out: the same as a page for a reader. It must not know what was asked for.

use super::Page;
use super::words::Lang;
use actix_web::http::StatusCode;
use maud::{Markup, html};
use serde_json::Value;

/// What each status means, for people: English and French.
fn meaning(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => ("Nothing is here", "Il n’y a rien ici"),
        StatusCode::BAD_REQUEST => ("This was not understood", "Ceci n’a pas été compris"),
        StatusCode::FORBIDDEN => ("This is not allowed", "Ceci n’est pas permis"),
        StatusCode::METHOD_NOT_ALLOWED => ("This is not done here", "Ceci ne se fait pas ici"),
        StatusCode::NOT_ACCEPTABLE => ("There is no such form", "Cette forme n’existe pas"),
        StatusCode::URI_TOO_LONG => ("The address is too long", "L’adresse est trop longue"),
        StatusCode::SERVICE_UNAVAILABLE => ("Not at this moment", "Pas pour le moment"),
        status if status.is_server_error() => ("The service failed", "Le service a échoué"),
        _ => ("This did not work", "Cela n’a pas marché"),
    }
}

/// The page of a problem document.
pub(in crate::http) fn problem(lang: Lang, status: StatusCode, document: &Value) -> String {
    let (english, french) = meaning(status);
    let title = lang.say(english, french).to_owned();
    let text = |name: &str| document[name].as_str().filter(|text| !text.is_empty());
    let body: Markup = html! {
        h1 { (title) }
        @match text("detail_fr").filter(|_| lang == Lang::Fr) {
            Some(detail) => p.lead dir="auto" { (detail) },
            None => {
                @if lang == Lang::Fr { p.note { "Le détail est donné en anglais." } }
                @if let Some(detail) = text("detail") { p.lead lang="en" dir="auto" { (detail) } }
            },
        }
        dl.facts {
            dt { (lang.say("Status", "Code")) } dd { (status.as_str()) }
            @if let Some(parameter) = text("parameter") { dt { (lang.say("Parameter", "Paramètre")) } dd { bdi { (parameter) } } }
            @if let Some(value) = text("value") { dt { (lang.say("Value", "Valeur")) } dd { bdi { (value) } } }
        }
        p {
            a.button.primary href="/" { (lang.say("To the map", "Vers la carte")) } " "
            a.button href="/collections" { (lang.say("To the data", "Vers les données")) } " "
            a.button href="/docs" { (lang.say("What can be asked for", "Ce qui peut être demandé")) }
        }
    };
    Page { lang, title, trail: Vec::new(), links: &[], body }.text()
}
