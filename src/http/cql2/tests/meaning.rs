//! What filters mean.

use super::{of_json, of_text};
use crate::service::{Comparison, Filter, Folding, NumberTest, Property, TextTest};
use geo::{BoundingRect, Geometry, Intersects, Point};

const DAY: i64 = 86_400_000;
const KIND: usize = 0;
const ACTOR: usize = 1;
const P: usize = 2;
const RESTRICTED: usize = 4;

fn p(comparison: Comparison, number: f64) -> Filter {
    Filter::Number { attribute: P, test: NumberTest::Compare(comparison, number) }
}

fn kind(text: &str) -> Filter {
    Filter::Text {
        attribute: KIND,
        test: TextTest::Compare(Comparison::Equal, text.to_owned()),
        folding: Folding::default(),
    }
}

fn not(filter: Filter) -> Filter {
    Filter::Not(Box::new(filter))
}

#[test]
fn not_binds_closer_than_and_and_that_closer_than_or() {
    let (one, two, three) = (|| p(Comparison::Equal, 1.0), || p(Comparison::Equal, 2.0), || kind("a"));
    for (text, filter) in [
        ("p = 1 OR p = 2 AND kind = 'a'", Filter::Or(vec![one(), Filter::And(vec![two(), three()])])),
        ("(p = 1 or p = 2) and kind = 'a'", Filter::And(vec![Filter::Or(vec![one(), two()]), three()])),
        ("NOT p = 1 AND p = 2", Filter::And(vec![not(one()), two()])),
        ("NOT (p = 1 AND p = 2)", not(Filter::And(vec![one(), two()]))),
        ("NOT NOT p = 1", not(not(one()))),
        ("((p = 1))", one()),
        ("p = 1 AND p = 2 AND kind = 'a'", Filter::And(vec![one(), two(), three()])),
        (
            "TRUE and not false",
            Filter::And(vec![Filter::Constant(Some(true)), not(Filter::Constant(Some(false)))]),
        ),
    ] {
        assert_eq!(of_text(text).unwrap(), filter, "{text}");
    }
}

#[test]
fn a_comparison_may_be_written_from_either_side() {
    for (text, filter) in [
        ("p < 0.5", p(Comparison::Less, 0.5)),
        ("0.5 > p", p(Comparison::Less, 0.5)),
        (".5 >= p", p(Comparison::LessOrEqual, 0.5)),
        ("-5e-1 <= \"p\"", p(Comparison::GreaterOrEqual, -0.5)),
        ("p<>+1.", p(Comparison::NotEqual, 1.0)),
        ("p BETWEEN 0 AND 1", Filter::Number { attribute: P, test: NumberTest::Between(0.0, 1.0) }),
        ("p not in (1, 2)", not(Filter::Number { attribute: P, test: NumberTest::In(vec![1.0, 2.0]) })),
        ("p in (1)", Filter::Number { attribute: P, test: NumberTest::In(vec![1.0]) }),
        ("restricted = true", Filter::Boolean { attribute: RESTRICTED, value: true }),
        ("restricted <> true", not(Filter::Boolean { attribute: RESTRICTED, value: true })),
        ("p is null", Filter::IsNull(Property::Attribute(P))),
        ("geometry IS NOT NULL", not(Filter::IsNull(Property::Geometry))),
        ("date_end is null", Filter::IsNull(Property::Time)),
    ] {
        assert_eq!(of_text(text).unwrap(), filter, "{text}");
    }
}

#[test]
fn texts_keep_their_signs() {
    for (text, value) in [
        ("kind = 'l''attaque'", "l'attaque"),
        (r"kind = 'l\'attaque'", "l'attaque"),
        (r"kind = '50\%'", r"50\%"),
        ("kind = ''", ""),
        ("kind = 'AND \" OR ('", "AND \" OR ("),
    ] {
        assert_eq!(of_text(text).unwrap(), kind(value), "{text}");
    }
}

#[test]
fn folding_is_said_of_the_property_and_done_to_the_text() {
    let both = Folding { case: true, accents: true };
    let filter = |attribute, test, folding| Filter::Text { attribute, test, folding };
    let equal = |text: &str| TextTest::Compare(Comparison::Equal, text.to_owned());
    assert_eq!(
        of_text("CASEI(ACCENTI(kind)) = ACCENTI(CASEI('Énlèvement'))").unwrap(),
        filter(KIND, equal("enlevement"), both)
    );
    // A property that is not folded is compared as it is with a text that is.
    assert_eq!(
        of_text("actor LIKE casei('FOO%')").unwrap(),
        filter(ACTOR, TextTest::Like("foo%".into()), Folding::default())
    );
    assert_eq!(
        of_json(r#"{"op":"in","args":[{"op":"casei","args":[{"property":"actor"}]},[{"op":"casei","args":["Straße"]},"x"]]}"#)
            .unwrap(),
        filter(ACTOR, TextTest::In(vec!["strasse".into(), "x".into()]), Folding { case: true, accents: false })
    );
    assert_eq!(
        of_text("casei(id) = 'a'").unwrap(),
        Filter::Id { test: equal("a"), folding: Folding { case: true, accents: false } }
    );
}

#[test]
fn a_date_is_a_day_and_a_time_a_moment() {
    let any = (i64::MIN, i64::MAX);
    let day = (DAY, 2 * DAY - 1);
    let moment = (DAY + 1500, DAY + 1500);
    let time = |start, end| Filter::Time { start, end };
    for (text, filter) in [
        ("date_start = DATE('1970-01-02')", time(day, any)),
        ("date_end = TIMESTAMP('1970-01-02T00:00:01.5Z')", time(any, moment)),
        ("date_start < DATE('1970-01-02')", time((i64::MIN, DAY - 1), any)),
        ("date_start <= DATE('1970-01-02')", time((i64::MIN, 2 * DAY - 1), any)),
        ("date_start > DATE('1970-01-02')", time((2 * DAY, i64::MAX), any)),
        ("date_start >= DATE('1970-01-02')", time((DAY, i64::MAX), any)),
        ("date_start <> DATE('1970-01-02')", not(time(day, any))),
        ("datetime = DATE('1970-01-02')", time(day, day)),
        ("datetime < DATE('1970-01-02')", time(any, (i64::MIN, DAY - 1))),
        (
            "datetime between DATE('1970-01-02') and DATE('1970-01-03')",
            time((DAY, i64::MAX), (i64::MIN, 3 * DAY - 1)),
        ),
        ("date_end in (DATE('1970-01-02'))", time(any, day)),
        ("T_EQUALS(date_start, DATE('1970-01-02'))", time(day, any)),
    ] {
        assert_eq!(of_text(text).unwrap(), filter, "{text}");
    }
}

/// Whether days a to b lie so to days s to e.
type Relation = fn(i64, i64, i64, i64) -> bool;

/// Spans of whole days, as numbers of days, and how they lie to days 10 to 20 (OGC 21-065r2, figure 5; Allen 1983).
#[test]
fn temporal_functions_mean_what_the_standard_says() {
    let spans: Vec<(i64, i64)> =
        (8..=22).flat_map(|start| (start..=22).map(move |end| (start, end))).collect();
    let (s, e) = (10, 20);
    let cases: [(&str, Relation); 15] = [
        ("t_after", |a, _, _, e| a > e),
        ("t_before", |_, b, s, _| b < s),
        ("t_contains", |a, b, s, e| a < s && b > e),
        ("t_disjoint", |a, b, s, e| b < s || a > e),
        ("t_during", |a, b, s, e| a > s && b < e),
        ("t_equals", |a, b, s, e| a == s && b == e),
        ("t_finishedBy", |a, b, s, e| a < s && b == e),
        ("t_finishes", |a, b, s, e| a > s && b == e),
        ("t_intersects", |a, b, s, e| a <= e && b >= s),
        ("t_meets", |_, b, s, _| b == s),
        ("t_metBy", |a, _, _, e| a == e),
        ("t_overlappedBy", |a, b, s, e| a > s && a < e && b > e),
        ("t_overlaps", |a, b, s, e| a < s && b > s && b < e),
        ("t_startedBy", |a, b, s, e| a == s && b > e),
        ("t_starts", |a, b, s, e| a == s && b < e),
    ];
    for (name, expected) in cases {
        let as_json = format!(
            r#"{{"op":"{name}","args":[{{"property":"datetime"}},{{"interval":["1970-01-11","1970-01-21"]}}]}}"#
        );
        let as_text = format!(
            "{}(INTERVAL(date_start, date_end), INTERVAL('1970-01-11', '1970-01-21'))",
            name.to_uppercase()
        );
        let filter = of_json(&as_json).unwrap();
        assert_eq!(of_text(&as_text).unwrap(), filter);
        for (start, end) in &spans {
            let span = (start * DAY, end * DAY + DAY - 1);
            assert_eq!(holds(&filter, span), expected(*start, *end, s, e), "{name} {start} {end}");
        }
        // From the other side it is the converse.
        let turned = of_text(&format!("{name}(INTERVAL('1970-01-11','1970-01-21'), datetime)")).unwrap();
        for (start, end) in &spans {
            let span = (start * DAY, end * DAY + DAY - 1);
            assert_eq!(holds(&turned, span), expected(s, e, *start, *end), "{name} turned {start} {end}");
        }
    }
}

fn holds(filter: &Filter, span: (i64, i64)) -> bool {
    match filter {
        Filter::Time { start, end } => {
            (start.0..=start.1).contains(&span.0) && (end.0..=end.1).contains(&span.1)
        }
        Filter::Or(filters) => filters.iter().any(|filter| holds(filter, span)),
        Filter::Not(filter) => !holds(filter, span),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_open_interval_has_no_end() {
    let filter = of_text("T_INTERSECTS(datetime, INTERVAL('1970-01-02', '..'))").unwrap();
    assert!(holds(&filter, (0, DAY)));
    assert!(holds(&filter, (i64::MAX - 1, i64::MAX)));
    assert!(!holds(&filter, (0, DAY - 1)));
    let never = of_text("T_AFTER(datetime, INTERVAL('1970-01-02', '..'))").unwrap();
    assert!(!holds(&never, (i64::MAX, i64::MAX)));
}

fn geometry(text: &str) -> Geometry {
    match of_text(text).unwrap() {
        Filter::Space(geometry) => *geometry,
        other => panic!("{other:?}"),
    }
}

#[test]
fn geometries_are_read_in_both_ways() {
    for (as_text, as_json) in [
        ("POINT(1 2)", r#"{"type":"Point","coordinates":[1,2]}"#),
        ("point z (1 2 3)", r#"{"type":"Point","coordinates":[1,2,3]}"#),
        ("LINESTRING(1 2,-3 4)", r#"{"type":"LineString","coordinates":[[1,2],[-3,4]]}"#),
        (
            "POLYGON((0 0,1 0,1 1,0 0),(0.1 0.1,0.2 0.1,0.2 0.2,0.1 0.1))",
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[0.1,0.1],[0.2,0.1],[0.2,0.2],[0.1,0.1]]]}"#,
        ),
        ("MULTIPOINT(1 2,(3 4))", r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#),
        ("MULTILINESTRING((1 2,3 4))", r#"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}"#),
        (
            "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))",
            r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}"#,
        ),
        (
            "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))",
            r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[1,2],[3,4]]}]}"#,
        ),
        ("POLYGON EMPTY", r#"{"type":"Polygon","coordinates":[]}"#),
        ("BBOX(1,2,3,4)", r#"{"bbox":[1,2,3,4]}"#),
        ("BBOX(1,2,-5,3,4,5)", r#"{"bbox":[1,2,0,3,4,0]}"#),
    ] {
        let from_text = of_text(&format!("S_INTERSECTS(geometry, {as_text})")).unwrap();
        let from_json =
            of_json(&format!(r#"{{"op":"s_intersects","args":[{{"property":"geometry"}},{as_json}]}}"#));
        assert_eq!(from_text, from_json.unwrap(), "{as_text}");
        let turned = of_text(&format!("s_disjoint({as_text}, geometry)")).unwrap();
        assert_eq!(turned, not(from_text), "{as_text}");
    }
}

#[test]
fn a_box_across_the_antimeridian_is_two() {
    let pacific = geometry("S_INTERSECTS(geometry, BBOX(170, -10, -170, 10))");
    for (lon, inside) in [(175.0, true), (-175.0, true), (170.0, true), (0.0, false), (160.0, false)] {
        assert_eq!(pacific.intersects(&Point::new(lon, 0.0)), inside, "{lon}");
    }
    let point = geometry("S_INTERSECTS(geometry, BBOX(1, 2, 1, 2))");
    assert!(point.intersects(&Point::new(1.0, 2.0)) && !point.intersects(&Point::new(1.0, 2.1)));
    assert!(point.bounding_rect().is_some());
}
