//! Schemas of the OpenAPI document in few words.
//!
//! In: a schema. Out: what it allows. It must not know operations.

use maud::{Markup, html};
use serde_json::Value;

/// The OpenAPI document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Document<'d>(pub(super) &'d Value);

impl<'d> Document<'d> {
    /// The value itself, or what it refers to.
    pub(super) fn follow(self, value: &'d Value) -> &'d Value {
        let at = value.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix('#'));
        at.and_then(|at| self.0.pointer(at)).unwrap_or(value)
    }
}

/// Text in which code stands between backticks.
pub(super) fn prose(text: &str) -> Markup {
    html! {
        @for (place, part) in text.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// What a schema allows; one with a name is linked.
pub(super) fn shape(document: Document<'_>, schema: &Value) -> Markup {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|at| at.rsplit('/').next());
    html! {
        @match name {
            Some(name) => a href={ "#schema-" (name) } { (name) },
            None => (named(document, schema)),
        }
    }
}

/// What a schema allows, whatever its name.
pub(super) fn named(document: Document<'_>, schema: &Value) -> Markup {
    let alternatives = ["oneOf", "anyOf", "allOf"].into_iter().find_map(|name| schema[name].as_array());
    let words: Vec<&str> =
        schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let kind = schema["type"].as_str();
    html! {
        @if !words.is_empty() {
            @for (place, word) in words.iter().enumerate() { @if place > 0 { ", " } code { (word) } }
        } @else if kind == Some("array") {
            "[ " (shape(document, &schema["items"])) " ]"
        } @else if let (None, Some(alternatives)) = (kind, alternatives) {
            @for (place, one) in alternatives.iter().enumerate() { @if place > 0 { " | " } (shape(document, one)) }
        } @else {
            (kind.unwrap_or_default())
        }
        (bounds(schema))
    }
}

fn bounds(schema: &Value) -> Markup {
    let bound = |name: &str| schema.get(name).filter(|bound| !bound.is_null()).map(Value::to_string);
    html! {
        @if let Some(format) = schema["format"].as_str() { " (" (format) ")" }
        @match (bound("minimum"), bound("maximum")) {
            (Some(least), Some(most)) => { " " (least) "–" (most) }
            (Some(least), None) => { " ≥ " (least) }
            (None, Some(most)) => { " ≤ " (most) }
            (None, None) => {}
        }
        @if let Some(default) = bound("default") { " = " (default.trim_matches('"')) }
        @if schema["nullable"] == true { " | null" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(schema: &Value) -> String {
        let document = json!({"components": {"schemas": {"link": {"type": "object"}}}});
        shape(Document(&document), schema).into_string()
    }

    #[test]
    fn a_schema_is_said_in_few_words() {
        assert_eq!(
            said(&json!({"type": "integer", "minimum": 1, "maximum": 10, "default": 5})),
            "integer 1–10 = 5"
        );
        assert_eq!(
            said(&json!({"type": "string", "enum": ["a", "b"], "nullable": true})),
            "<code>a</code>, <code>b</code> | null"
        );
        assert_eq!(
            said(&json!({"type": "array", "items": {"$ref": "#/components/schemas/link"}})),
            "[ <a href=\"#schema-link\">link</a> ]"
        );
        assert_eq!(
            said(&json!({"oneOf": [{"type": "string"}, {"type": "number", "minimum": 0}]})),
            "string | number ≥ 0"
        );
        assert_eq!(said(&json!({})), "");
    }

    #[test]
    fn code_in_text_is_code_and_markup_is_text() {
        assert_eq!(prose("use `f=json` <b>").into_string(), "use <code>f=json</code> &lt;b&gt;");
    }

    #[test]
    fn a_reference_is_followed() {
        let document = json!({"a": {"b": 7}});
        let document = Document(&document);
        assert_eq!(document.follow(&json!({"$ref": "#/a/b"})), &json!(7));
        let dangling = json!({"$ref": "#/c"});
        assert_eq!(document.follow(&dangling), &dangling);
    }
}
