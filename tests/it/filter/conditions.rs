//! Conditions in both languages, and what they are of a feature, worked out from its JSON.

use super::Random;
use serde_json::{Value, json};

type Truth = Option<bool>;

/// A condition in both languages, and what it is of a feature, worked out from its JSON.
#[derive(Clone)]
pub(super) struct Condition {
    pub(super) text: String,
    pub(super) json: Value,
    pub(super) of: std::rc::Rc<dyn Fn(&Value) -> Truth>,
}

fn condition(text: &str, json: Value, of: impl Fn(&Value) -> Truth + 'static) -> Condition {
    Condition { text: text.to_owned(), json, of: std::rc::Rc::new(of) }
}

fn text_of<'a>(feature: &'a Value, name: &str) -> Option<&'a str> {
    feature["properties"][name].as_str()
}

/// First and last day of a feature as ISO texts.
fn days(feature: &Value) -> Option<(&str, &str)> {
    let day = |name| text_of(feature, name).map(|text| &text[..10]);
    Some((day("date_start")?, day("date_end")?))
}

fn texts_of<'a>(feature: &'a Value, name: &str) -> Option<Vec<&'a str>> {
    let texts: Vec<&str> = feature["properties"][name].as_array()?.iter().filter_map(Value::as_str).collect();
    (!texts.is_empty()).then_some(texts)
}

pub(super) fn plain(text: &str) -> String {
    text.to_lowercase().replace(['é', 'è'], "e").replace(['à', 'â'], "a")
}

fn position(feature: &Value) -> (f64, f64) {
    let at = &feature["geometry"]["coordinates"];
    (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
}

/// Conditions of every kind.
pub(super) fn simple() -> Vec<Condition> {
    [on_texts(), on_several_texts_and_numbers(), on_times(), on_places()].concat()
}

/// A property in JSON.
fn property(name: &str) -> Value {
    json!({ "property": name })
}

/// Of one text.
fn on_texts() -> Vec<Condition> {
    vec![
        condition("kind = 'attack'", json!({"op":"=","args":[property("kind"),"attack"]}), |f| {
            Some(text_of(f, "kind")? == "attack")
        }),
        condition("kind <> 'attack'", json!({"op":"<>","args":[property("kind"),"attack"]}), |f| {
            Some(text_of(f, "kind")? != "attack")
        }),
        condition("place > 'H'", json!({"op":">","args":[property("place"),"H"]}), |f| {
            Some(text_of(f, "place")? > "H")
        }),
        condition(
            "kind IN ('attack', 'clash')",
            json!({"op":"in","args":[property("kind"),["attack","clash"]]}),
            |f| Some(["attack", "clash"].contains(&text_of(f, "kind")?)),
        ),
        condition(
            "place_text LIKE '%50\\%'",
            json!({"op":"like","args":[property("place_text"),"%50\\%"]}),
            |f| Some(text_of(f, "place_text")?.ends_with("50%")),
        ),
        condition(
            "place_text LIKE '_\\_b'",
            json!({"op":"like","args":[property("place_text"),"_\\_b"]}),
            |f| Some(text_of(f, "place_text")? == "a_b"),
        ),
        condition("place_text = 'L''Est'", json!({"op":"=","args":[property("place_text"),"L'Est"]}), |f| {
            Some(text_of(f, "place_text")? == "L'Est")
        }),
        condition(
            "CASEI(ACCENTI(place_text)) LIKE casei(accenti('MÉNA%'))",
            json!({"op":"like","args":[{"op":"casei","args":[{"op":"accenti","args":[property("place_text")]}]},"mena%"]}),
            |f| Some(plain(text_of(f, "place_text")?).starts_with("mena")),
        ),
    ]
}

/// Of several texts, and of numbers.
fn on_several_texts_and_numbers() -> Vec<Condition> {
    let deaths = |f: &Value| f["properties"]["deaths_best"].as_f64();
    vec![
        condition("actor = 'FAMa'", json!({"op":"=","args":[property("actor"),"FAMa"]}), |f| {
            Some(texts_of(f, "actors")?.contains(&"FAMa"))
        }),
        condition(
            "CASEI(actor) IN (CASEI('FAMA'), 'jnim')",
            json!({"op":"in","args":[{"op":"casei","args":[property("actor")]},["fama","jnim"]]}),
            |f| {
                let actors = texts_of(f, "actors")?;
                Some(actors.iter().any(|actor| ["fama", "jnim"].contains(&actor.to_lowercase().as_str())))
            },
        ),
        condition("actor IS NULL", json!({"op":"isNull","args":[property("actor")]}), |f| {
            Some(texts_of(f, "actors").is_none())
        }),
        condition("deaths_best >= 5", json!({"op":">=","args":[property("deaths_best"),5]}), move |f| {
            Some(deaths(f)? >= 5.0)
        }),
        condition("0 = deaths_best", json!({"op":"=","args":[0,property("deaths_best")]}), move |f| {
            Some(deaths(f)? == 0.0)
        }),
        condition(
            "deaths_best BETWEEN 1 AND 5",
            json!({"op":"between","args":[property("deaths_best"),1,5]}),
            move |f| Some((1.0..=5.0).contains(&deaths(f)?)),
        ),
        condition(
            "deaths_best IS NOT NULL",
            json!({"op":"not","args":[{"op":"isNull","args":[property("deaths_best")]}]}),
            move |f| Some(deaths(f).is_some()),
        ),
    ]
}

/// Of truths and times.
fn on_times() -> Vec<Condition> {
    vec![
        condition("contested = false", json!({"op":"=","args":[property("contested"),false]}), |f| {
            Some(f["properties"]["contested"] == false)
        }),
        condition("restricted = false", json!({"op":"=","args":[property("restricted"),false]}), |f| {
            Some(f["properties"]["restricted"] == false)
        }),
        condition(
            "date_start >= DATE('2022-03-01')",
            json!({"op":">=","args":[property("date_start"),{"date":"2022-03-01"}]}),
            |f| Some(days(f)?.0 >= "2022-03-01"),
        ),
        condition(
            "T_INTERSECTS(datetime, INTERVAL('2021-03-01', '2022-02-28'))",
            json!({"op":"t_intersects","args":[property("datetime"),{"interval":["2021-03-01","2022-02-28"]}]}),
            |f| {
                let (start, end) = days(f)?;
                Some(start <= "2022-02-28" && end >= "2021-03-01")
            },
        ),
        condition(
            "T_DURING(INTERVAL(date_start, date_end), INTERVAL('2021-01-31', '..'))",
            json!({"op":"t_during","args":[{"interval":[property("date_start"),property("date_end")]},{"interval":["2021-01-31",".."]}]}),
            |f| Some(days(f)?.0 > "2021-01-31"),
        ),
        condition(
            "T_BEFORE(datetime, TIMESTAMP('2021-06-15T12:00:00Z'))",
            json!({"op":"t_before","args":[property("datetime"),{"timestamp":"2021-06-15T12:00:00Z"}]}),
            // No sample is told to the hour on that day.
            |f| Some(days(f)?.1 < "2021-06-15"),
        ),
        condition(
            "T_AFTER(date_end, DATE('2021-12-31'))",
            json!({"op":"t_after","args":[property("date_end"),{"date":"2021-12-31"}]}),
            |f| Some(days(f)?.1 > "2021-12-31"),
        ),
        condition("datetime IS NULL", json!({"op":"isNull","args":[property("datetime")]}), |f| {
            Some(days(f).is_none())
        }),
    ]
}

/// Of places, and without any.
fn on_places() -> Vec<Condition> {
    vec![
        condition(
            "S_INTERSECTS(geometry, BBOX(-4, 14, 1, 18))",
            json!({"op":"s_intersects","args":[property("geometry"),{"bbox":[-4,14,1,18]}]}),
            |f| {
                let (lon, lat) = position(f);
                Some((-4.0..=1.0).contains(&lon) && (14.0..=18.0).contains(&lat))
            },
        ),
        condition(
            "S_INTERSECTS(POLYGON((-12 10, 5 10, -12 24, -12 10)), geometry)",
            json!({"op":"s_intersects","args":[{"type":"Polygon","coordinates":[[[-12,10],[5,10],[-12,24],[-12,10]]]},property("geometry")]}),
            |f| {
                let (lon, lat) = position(f);
                Some(lon >= -12.0 && lat >= 10.0 && (lat - 10.0) / 14.0 + (lon + 12.0) / 17.0 <= 1.0)
            },
        ),
        condition(
            "S_DISJOINT(geometry, POINT(-3.75 14.5))",
            json!({"op":"s_disjoint","args":[property("geometry"),{"type":"Point","coordinates":[-3.75,14.5]}]}),
            |f| Some(position(f) != (-3.75, 14.5)),
        ),
        condition("TRUE", json!(true), |_| Some(true)),
    ]
}

/// Conditions joined at random, with the truth tables of the standard (OGC 21-065r2, table 1).
pub(super) fn joined(random: &mut Random, depth: usize, simple: &[Condition]) -> Condition {
    if depth == 0 {
        return random.one_of(simple).clone();
    }
    let one = joined(random, depth - 1, simple);
    let first = one.of.clone();
    if random.below(3) == 0 {
        return condition(&format!("NOT ({})", one.text), json!({"op":"not","args":[one.json]}), move |f| {
            first(f).map(|truth| !truth)
        });
    }
    let other = joined(random, depth - 1, simple);
    let second = other.of.clone();
    if random.below(2) == 0 {
        condition(
            &format!("({} AND {})", one.text, other.text),
            json!({"op":"and","args":[one.json,other.json]}),
            move |f| match (first(f), second(f)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
        )
    } else {
        condition(
            &format!("({} OR {})", one.text, other.text),
            json!({"op":"or","args":[one.json,other.json]}),
            move |f| match (first(f), second(f)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
        )
    }
}
