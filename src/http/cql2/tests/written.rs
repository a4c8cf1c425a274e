//! Expressions written both ways and read again.

use super::super::expression::{Bound, Expr, Op};
use super::super::time::Instant;
use super::super::{json, text};
use proptest::prelude::*;
use serde_json::{Value, json as value};

/// An expression with what is lost once it is read: how dates are spelt.
#[derive(Debug, Clone)]
enum Tree {
    Property(String),
    Text(String),
    Number(f64),
    Boolean(bool),
    Date(String),
    Interval(Option<String>, Option<String>),
    Point(f64, f64),
    Call(&'static str, Vec<Tree>),
}

fn property() -> impl Strategy<Value = Tree> {
    "[a-z_:é][a-z0-9_.:é]{0,6}|and|in|a b|é\"x".prop_map(Tree::Property)
}

fn day() -> impl Strategy<Value = String> {
    (1900..2100, 1..13, 1..29).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
}

fn scalar() -> impl Strategy<Value = Tree> {
    prop_oneof![
        property(),
        "\\PC{0,6}|'|''x".prop_map(Tree::Text),
        (-1e9..1e9_f64).prop_map(Tree::Number),
        (-100..100_i32).prop_map(|whole| Tree::Number(whole.into())),
        any::<bool>().prop_map(Tree::Boolean),
        day().prop_map(Tree::Date),
    ]
}

fn value() -> impl Strategy<Value = Tree> {
    scalar().prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|text| Tree::Call("casei", vec![text])),
            (prop::sample::select(&["+", "-", "*", "/", "%", "div", "^"][..]), inner.clone(), inner)
                .prop_map(|(op, left, right)| Tree::Call(op, vec![left, right])),
        ]
    })
}

fn condition() -> impl Strategy<Value = Tree> {
    let comparison = prop::sample::select(&["=", "<>", "<", "<=", ">", ">="][..]);
    let interval = prop_oneof![
        day().prop_map(|start| Tree::Interval(Some(start), None)),
        day().prop_map(|end| Tree::Interval(None, Some(end))),
    ];
    let leaf = prop_oneof![
        (comparison, value(), value()).prop_map(|(op, left, right)| Tree::Call(op, vec![left, right])),
        (value(), value()).prop_map(|(left, pattern)| Tree::Call("like", vec![left, pattern])),
        (value(), value(), value()).prop_map(|(x, low, high)| Tree::Call("between", vec![x, low, high])),
        value().prop_map(|x| Tree::Call("isNull", vec![x])),
        (value(), prop::collection::vec(value(), 1..4))
            .prop_map(|(x, list)| { Tree::Call("in", vec![x, Tree::Call("list", list)]) }),
        (property(), interval).prop_map(|(x, interval)| Tree::Call("t_finishedBy", vec![x, interval])),
        (property(), -180.0..180.0_f64, -90.0..90.0_f64)
            .prop_map(|(x, lon, lat)| Tree::Call("s_intersects", vec![x, Tree::Point(lon, lat)])),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|negated| Tree::Call("not", vec![negated])),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| Tree::Call("and", all)),
            prop::collection::vec(inner, 2..4).prop_map(|any| Tree::Call("or", any)),
        ]
    })
}

/// As text, with brackets around everything that may have them.
fn as_text(tree: &Tree) -> String {
    match tree {
        Tree::Property(name) => format!("\"{}\"", name.replace('"', "\"\"")),
        // A backslash before an apostrophe would be one sign with it; no such text is made here.
        Tree::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Tree::Number(number) => number.to_string(),
        Tree::Boolean(truth) => truth.to_string().to_uppercase(),
        Tree::Date(day) => format!("DATE('{day}')"),
        Tree::Interval(start, end) => {
            let end_of = |end: &Option<String>| end.clone().unwrap_or("..".to_owned());
            format!("interval('{}', '{}')", end_of(start), end_of(end))
        }
        Tree::Point(lon, lat) => format!("Point({lon} {lat})"),
        Tree::Call(op, arguments) => {
            let written: Vec<String> = arguments.iter().map(as_text).collect();
            match *op {
                "not" => format!("NOT ({})", written[0]),
                "isNull" => format!("({} IS NULL)", written[0]),
                "like" => format!("({} LIKE {})", written[0], written[1]),
                "between" => format!("({} BETWEEN {} AND {})", written[0], written[1], written[2]),
                "in" => format!("({} IN ({}))", written[0], written[1]),
                "list" => written.join(", "),
                "and" | "or" => format!("({})", written.join(&format!(" {op} "))),
                name if name.starts_with(|c: char| c.is_alphabetic()) && name != "div" => {
                    format!("{}({})", name.to_uppercase(), written.join(","))
                }
                sign => format!("({} {sign} {})", written[0], written[1]),
            }
        }
    }
}

fn as_json(tree: &Tree) -> Value {
    match tree {
        Tree::Property(name) => value!({ "property": name }),
        Tree::Text(text) => value!(text),
        Tree::Number(number) => value!(number),
        Tree::Boolean(truth) => value!(truth),
        Tree::Date(day) => value!({ "date": day }),
        Tree::Interval(start, end) => {
            let end_of = |end: &Option<String>| end.clone().unwrap_or("..".to_owned());
            value!({ "interval": [end_of(start), end_of(end)] })
        }
        Tree::Point(lon, lat) => value!({ "type": "Point", "coordinates": [lon, lat] }),
        Tree::Call("list", items) => items.iter().map(as_json).collect(),
        Tree::Call(op, arguments) => {
            value!({ "op": op, "args": arguments.iter().map(as_json).collect::<Vec<_>>() })
        }
    }
}

/// What both must be read as.
fn expression(tree: &Tree) -> Expr {
    match tree {
        Tree::Property(name) => Expr::Property(name.clone()),
        Tree::Text(text) => Expr::Text(text.clone()),
        Tree::Number(number) => Expr::Number(*number),
        Tree::Boolean(truth) => Expr::Boolean(*truth),
        Tree::Date(day) => Expr::Instant(Instant::date(day).unwrap()),
        Tree::Interval(start, end) => {
            let bound = |day: &Option<String>| {
                day.as_ref().map_or(Bound::Open, |day| Bound::Instant(Instant::date(day).unwrap()))
            };
            Expr::Interval(bound(start), bound(end))
        }
        Tree::Point(lon, lat) => Expr::Geometry(geo::Point::new(*lon, *lat).into()),
        Tree::Call("list", items) => Expr::List(items.iter().map(expression).collect()),
        Tree::Call(op, arguments) => Expr::Call(Op::of_json(op), arguments.iter().map(expression).collect()),
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_whichever_way(tree in condition()) {
        // A text that ends in a backslash has no other spelling in CQL2 text.
        let as_text = as_text(&tree);
        prop_assume!(!as_text.contains("\\'"));
        let expected = expression(&tree);
        prop_assert_eq!(json::parse(&as_json(&tree).to_string()).unwrap(), expected.clone());
        prop_assert_eq!(text::parse(&as_text).unwrap(), expected, "{}", as_text);
    }
}
