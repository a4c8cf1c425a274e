//! `/docs`: the OpenAPI document as a page to read, offline.
//!
//! In: the document. Out: a page. It must not know routes: it tells what the document tells.

use super::schema::{Document, named, prose, shape};
use super::words::Lang;
use super::{Page, encoded};
use crate::encode::geojson::Link;
use actix_web::HttpResponse;
use maud::{Markup, html};
use serde_json::Value;

/// Methods in the order in which they are told.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// An operation of the document.
struct Operation<'d> {
    path: &'d str,
    method: &'static str,
    told: &'d Value,
}

impl Operation<'_> {
    fn anchor(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        format!("{}{}", self.method, self.path.chars().map(plain).collect::<String>())
    }
}

/// The API described.
pub(in crate::http) fn docs(lang: Lang, document: &Value, links: &[Link]) -> HttpResponse {
    let operations = operations(document);
    let document = Document(document);
    let title = lang.say("The API", "L’API").to_owned();
    let tags: Vec<(&str, &str)> = document.0["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tag| Some((tag["name"].as_str()?, tag["description"].as_str().unwrap_or_default())))
        .collect();
    let of = |tag: &str| -> Vec<&Operation<'_>> {
        operations.iter().filter(|operation| operation.told["tags"][0] == tag).collect()
    };
    let schemas = document.0.pointer("/components/schemas").and_then(Value::as_object);
    let body = html! {
        div.docs {
            nav.contents aria-label=(lang.say("Contents", "Sommaire")) {
                @for (tag, _) in &tags {
                    h2 { a href={ "#tag-" (encoded(tag)) } { (tag) } }
                    ul {
                        @for operation in of(tag) {
                            li { a href={ "#" (operation.anchor()) } { (verb(operation.method)) " " code { (operation.path) } } }
                        }
                    }
                }
                h2 { a href="#schemas" { (lang.say("Forms", "Formes")) } }
            }
            div.text {
                h1 { (title) " " span.quiet { (document.0["info"]["version"].as_str().unwrap_or_default()) } }
                p.lead { (prose(document.0["info"]["description"].as_str().unwrap_or_default())) }
                @if lang == Lang::Fr { p.note { "La description elle-même est en anglais." } }
                p { (lang.say("For programs: ", "Pour les programmes\u{202f}: ")) a href="/openapi.json" { "openapi.json" } " (OpenAPI 3.0)" }
                @for (tag, about) in &tags {
                    section {
                        h2 id={ "tag-" (encoded(tag)) } { (tag) }
                        p.quiet { (prose(about)) }
                        @for operation in of(tag) { (told(lang, document, operation)) }
                    }
                }
                section {
                    h2 id="schemas" { (lang.say("Forms", "Formes")) }
                    @for (name, schema) in schemas.into_iter().flatten() {
                        article.schema id={ "schema-" (name) } {
                            h3 { code { (name) } }
                            @if let Some(about) = schema["description"].as_str() { p { (prose(about)) } }
                            (properties(lang, document, schema))
                        }
                    }
                }
            }
        }
    };
    Page { lang, title, trail: Vec::new(), links, body }.respond()
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, methods)| {
            let told = |method| Some(Operation { path, method, told: methods.get(method)? });
            METHODS.into_iter().filter_map(told).collect::<Vec<_>>()
        })
        .collect()
}

fn verb(method: &str) -> Markup {
    html! { span class={ "verb verb-" (method) } { (method.to_ascii_uppercase()) } }
}

fn told(lang: Lang, document: Document<'_>, operation: &Operation<'_>) -> Markup {
    let told = operation.told;
    let parameters: Vec<&Value> = told["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| document.follow(parameter))
        .collect();
    let content = document.follow(&told["requestBody"]).get("content").and_then(Value::as_object);
    html! {
        article.operation id=(operation.anchor()) {
            h3 { (verb(operation.method)) " " code { (operation.path) } }
            p.summary { (prose(told["summary"].as_str().unwrap_or_default())) }
            @if let Some(about) = told["description"].as_str() { p { (prose(about)) } }
            @if let Some(example) = example(operation, &parameters) {
                p { a.try href=(example) { code { (example) } } }
            }
            @if !parameters.is_empty() {
                h4 { (lang.say("Parameters", "Paramètres")) }
                dl.parameters {
                    @for parameter in parameters {
                        dt {
                            code { (parameter["name"].as_str().unwrap_or_default()) }
                            @if parameter["required"] == true { span.needed { (lang.say("needed", "requis")) } }
                            span.quiet { (shape(document, &parameter["schema"])) }
                        }
                        dd { (prose(parameter["description"].as_str().unwrap_or_default())) }
                    }
                }
            }
            @if let Some(content) = content {
                h4 { (lang.say("Body", "Corps")) }
                ul.plain { @for (media_type, body) in content { li { code { (media_type) } " " (shape(document, &body["schema"])) } } }
            }
            h4 { (lang.say("Answers", "Réponses")) }
            (answers(document, told))
        }
    }
}

/// What comes back: answers in full, and problems in one line.
fn answers(document: Document<'_>, told: &Value) -> Markup {
    let all = told["responses"].as_object().into_iter().flatten();
    let (fine, problems): (Vec<_>, Vec<_>) = all.partition(|(status, _)| status.starts_with(['2', '3']));
    html! {
        dl.answers {
            @for (status, answer) in fine {
                @let answer = document.follow(answer);
                dt { code { (status) } }
                dd {
                    (prose(answer["description"].as_str().unwrap_or_default()))
                    @if let Some(content) = answer["content"].as_object() {
                        ul.plain { @for (media_type, body) in content { li { code { (media_type) } " " (shape(document, &body["schema"])) } } }
                    }
                }
            }
            @if !problems.is_empty() {
                dt { @for (place, (status, _)) in problems.iter().enumerate() { @if place > 0 { " " } code { (status) } } }
                dd { a href="#schema-problem" { "problem" } }
            }
        }
    }
}

/// An address that can be followed as it is: nothing in it must be known first.
fn example(operation: &Operation<'_>, parameters: &[&Value]) -> Option<String> {
    if operation.method != "get" {
        return None;
    }
    let path = operation.path.replace("{collectionId}", "events");
    let needed: Option<Vec<String>> = parameters
        .iter()
        .filter(|parameter| parameter["in"] == "query")
        .filter(|parameter| parameter["required"] == true || parameter.get("example").is_some())
        .map(|parameter| {
            let example = parameter.get("example")?;
            let example = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            Some(format!("{}={}", parameter["name"].as_str()?, encoded(&example)))
        })
        .collect();
    let query = needed?.join("&");
    let address = if query.is_empty() { path } else { format!("{path}?{query}") };
    (!address.contains('{')).then_some(address)
}

fn properties(lang: Lang, document: Document<'_>, schema: &Value) -> Markup {
    let needed: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    html! {
        @match schema["properties"].as_object() {
            Some(properties) => {
                dl.parameters {
                    @for (name, property) in properties {
                        dt {
                            code { (name) }
                            @if needed.contains(&name.as_str()) { span.needed { (lang.say("always", "toujours")) } }
                            span.quiet { (shape(document, property)) }
                        }
                        dd { (prose(property["description"].as_str().unwrap_or_default())) }
                    }
                }
            }
            None => p.quiet { (named(document, schema)) },
        }
    }
}
