//! What pages say of an event.
//!
//! In: the properties of a feature. Out: words, figures and symbols. It must not know pages.

use super::words::{self, Lang};
use maud::{Markup, html};
use serde_json::Value;

/// A property that is a text and not empty.
pub(super) fn text<'v>(properties: &'v Value, name: &str) -> Option<&'v str> {
    properties.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// The reader's one of the texts that are there in both languages.
pub(super) fn in_words<'v>(properties: &'v Value, name: &str, lang: Lang) -> Option<&'v str> {
    let french = || text(properties, &format!("{name}_fr"));
    if lang == Lang::Fr { french().or_else(|| text(properties, name)) } else { text(properties, name) }
}

/// When it was.
pub(super) fn when(lang: Lang, properties: &Value) -> Option<String> {
    let told = |name| text(properties, name);
    lang.when(told("date_start")?, told("date_end")?, told("date_precision")?)
}

/// Its units, from the smallest up.
pub(super) fn units(properties: &Value) -> String {
    let units = ["commune", "cercle", "region"].map(|unit| text(properties, unit));
    units.into_iter().flatten().collect::<Vec<_>>().join(" › ")
}

/// The symbol of its kind.
pub(super) fn symbol(properties: &Value) -> Markup {
    let kind = text(properties, "kind").unwrap_or("other");
    let hollow = text(properties, "status").is_some_and(|status| status != "located");
    html! {
        @if let Some((outline, sign)) = words::symbol(kind) {
            svg class={ "symbol k-" (kind) @if hollow { " hollow" } } viewBox="0 0 24 24" aria-hidden="true" {
                path.outline d=(outline) {}
                path.sign d=(sign) {}
            }
        }
    }
}

/// How sure its place is, and how far off it may be.
pub(super) fn how_sure(lang: Lang, properties: &Value) -> Markup {
    let status = text(properties, "status").unwrap_or_default();
    let number = |name: &str| properties.get(name).and_then(Value::as_f64);
    let placed = matches!(status, "located" | "area");
    html! {
        @if let Some(p) = number("p").filter(|_| placed) { (lang.percent(p)) }
        @if status != "located" {
            " " span class={ "status status-" (status) } { (lang.named("statuses", status)) }
        }
        @if let Some(radius) = number("radius_m").filter(|radius| placed && *radius > 0.0) {
            span.quiet { " ±\u{a0}" (lang.distance(radius)) }
        }
    }
}

/// Low, best and high of a figure as far as they are known.
pub(super) fn figure(lang: Lang, properties: &Value, name: &str) -> String {
    let part = |part: &str| {
        let count = properties.get(format!("{name}_{part}"))?.as_u64()?;
        usize::try_from(count).ok().map(|count| lang.count(count))
    };
    match (part("low"), part("best"), part("high")) {
        (_, Some(best), _) => best,
        (Some(low), None, Some(high)) if low == high => low,
        (Some(low), None, Some(high)) => format!("{low}–{high}"),
        (Some(low), None, None) => format!("≥\u{a0}{low}"),
        (None, None, Some(high)) => format!("≤\u{a0}{high}"),
        (None, None, None) => "–".to_owned(),
    }
}

/// A value in one line.
pub(super) fn plain(lang: Lang, value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(true) => lang.say("yes", "oui").to_owned(),
        Value::Bool(false) => lang.say("no", "non").to_owned(),
        Value::Number(number) => match number.as_u64().and_then(|count| usize::try_from(count).ok()) {
            Some(count) => lang.count(count),
            None => lang.number(number.as_f64().unwrap_or_default(), 6),
        },
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(|one| plain(lang, one)).collect::<Vec<_>>().join(", "),
        Value::Object(_) => value.to_string(),
    }
}

/// So many letters of a text at most.
pub(super) fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        text.to_owned()
    } else {
        text.chars().take(letters).chain("…".chars()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_figure_says_what_is_known_and_no_more() {
        let said = |low, best, high| {
            figure(Lang::En, &json!({"deaths_low": low, "deaths_best": best, "deaths_high": high}), "deaths")
        };
        let none = None::<u32>;
        assert_eq!(said(none, none, none), "–");
        assert_eq!(said(Some(2), none, Some(4)), "2–4");
        assert_eq!(said(Some(2), none, Some(2)), "2");
        assert_eq!(said(Some(2), none, none), "≥\u{a0}2");
        assert_eq!(said(Some(2), Some(3), Some(1200)), "3");
        assert_eq!(said(none, none, Some(1200)), "≤\u{a0}1,200");
    }

    #[test]
    fn a_value_is_said_in_one_line() {
        let said = |value: Value| plain(Lang::Fr, &value);
        assert_eq!(said(json!(["a", 1, null])), "a, 1, –");
        assert_eq!(said(json!(-1.5)), "-1,5");
        assert_eq!(said(json!(true)), "oui");
        assert_eq!(shortened("Tombouctou", 4), "Tomb…");
        assert_eq!(shortened("Gao", 4), "Gao");
    }
}
