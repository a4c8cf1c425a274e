//! What is refused, and in which words.

use super::super::{MAX_BYTES, MAX_DEPTH, MAX_TERMS, MAX_VERTICES};
use super::{of_json, of_text};
use proptest::prelude::*;

fn refused(text: &str) -> String {
    of_text(text).expect_err(text).to_string()
}

#[test]
fn a_refusal_says_where_and_what() {
    for (text, words) in [
        ("", "at character 1: the end where a property or a value is expected"),
        ("p =", "at character 4: the end where a property or a value is expected"),
        ("p = 1 kind = 'a'", "at character 7: 'kind' where AND, OR or the end is expected"),
        ("p == 1", "at character 4: '=' where a property or a value is expected"),
        ("p != 1", "at character 3: '!' where a word, a value or a sign is expected"),
        ("é = 'a' é = 'b'", "at character 9: 'é' where AND, OR or the end is expected"),
        ("kind = 'a", "at character 8: a text is not closed"),
        ("\"kind = 'a'", "at character 1: a name is not closed"),
        ("(p = 1", "at character 7: the end where ',' or ')' is expected"),
        ("p NOT 1", "at character 7: the number 1 where LIKE, BETWEEN or IN is expected"),
        ("p IS 1", "at character 6: the number 1 where NULL is expected"),
        ("p BETWEEN 1 OR 2", "at character 13: 'OR' where AND and the upper bound of BETWEEN is expected"),
        ("p IN 1", "at character 6: the number 1 where '(' is expected"),
        ("p = 1e999", "at character 5: '1e999' where a finite number is expected"),
        ("S_INTERSECTS(geometry, POINT(1))", "a position of two to four numbers is expected"),
        ("p", "the property 'p' is no condition, which is true or false"),
        ("'a'", "the text 'a' is no condition"),
        ("casei(kind)", "'casei' is no condition"),
        ("x = 1", "there is no property 'x'; did you mean 'p'?"),
        ("P = 1", "did you mean 'p'?"),
        ("p = 'a'", "'p' is a number, and is not compared with a text"),
        ("kind = 1", "'kind' is a text, and is not compared with a number"),
        ("kind = true", "'kind' is a text, and is not compared with 'true'"),
        ("restricted > false", "an order of true and false is not offered: write = or <>"),
        (
            "date_start > '2023-10-01'",
            "'date_start' is a time, and is not compared with a text; write DATE('2023-10-01')",
        ),
        (
            "geometry = 'POINT(1 2)'",
            "'geometry' is a geometry, and is not compared with a text; write S_INTERSECTS",
        ),
        ("date_start = DATE('2023-13-01')", "'2023-13-01' is no date; write DATE('2023-10-01')"),
        ("date_start = DATE('2023-10-01T00:00:00Z')", "is no date"),
        ("date_start = TIMESTAMP('2023-10-01')", "is no time; write TIMESTAMP('2023-10-01T18:30:00Z')"),
        ("T_AFTER(datetime, INTERVAL('2023-10-02', '2023-10-01'))", "an interval ends before it starts"),
        ("T_AFTER(datetime, INTERVAL('hier', '..'))", "'hier' is neither a date"),
        ("T_AFTER(kind, DATE('2023-10-01'))", "'kind' is a text, and is not compared with a time"),
        ("T_DURING(datetime, DATE('2023-10-01'))", "this function of an instant is not offered"),
        ("T_DURING(date_start, INTERVAL('2023-10-01', '..'))", "this function of an instant is not offered"),
        ("T_AFTER(datetime)", "'t_after' takes two times, this has 1"),
        ("S_INTERSECTS(kind, POINT(1 2))", "'kind' is a text, and is not compared with a geometry"),
        ("S_INTERSECTS(geometry, 1)", "the number 1 where a geometry is expected"),
        ("S_INTERSECTS(geometry, POINT(200 2))", "longitude"),
        ("S_INTERSECTS(geometry, BBOX(1,2,3))", "has 3"),
        ("S_INTERSECTS(geometry, BBOX(1,4,3,2))", "south 4 is above north 2"),
        ("S_INTERSECTS(geometry, POLYGON((0 0,1 0,1 1)))", "a ring of a polygon has four positions or more"),
        ("S_INTERSECTS(geometry, POLYGON((0 0,1 0,1 1,0 1)))", "ends where it begins"),
        ("S_INTERSECTS(geometry, LINESTRING(0 0))", "a line has two positions or more"),
        ("S_TOUCHES(geometry, POINT(1 2))", "'s_touches' is not offered"),
        ("p = p", "comparing two properties is not offered"),
        ("1 = 1", "comparing two values is not offered"),
        ("p = 1 + 1", "'+' is not offered: values are compared as they are"),
        ("lower(kind) = 'a'", "'lower' is not offered: there are no functions but those of the standard"),
        ("A_CONTAINS(actor, ('a', 'b'))", "'a_contains' is not offered: of several values one is enough"),
        ("(p = 1) = true", "'=' is not offered: a value stands here, not a condition"),
        ("p IN (1, 'a')", "'p' is a number, and is not compared with a text"),
        ("kind LIKE 1", "the number 1 where a pattern as text is expected"),
        ("p LIKE 'a'", "'p' is a number, and is not compared with a text"),
        ("casei(p) = 'a'", "'p' is a number, and is not compared with a text"),
        ("p = null", "at character 5: 'null' where a property or a value is expected"),
    ] {
        let said = refused(text);
        assert!(said.contains(words), "{text}\n  said {said}\n  not  {words}");
    }
}

#[test]
fn json_that_is_no_filter_is_told() {
    for (text, words) in [
        ("", "not a filter in JSON: EOF"),
        ("null", "null where an expression is expected"),
        ("{}", "{} where an object with 'op', 'property'"),
        (r#"{"op":"and"}"#, "null where a list of 'args' is expected"),
        (r#"{"op":"and","args":[true]}"#, "'and' takes two conditions or more, this has 1"),
        (r#"{"op":"AND","args":[true,true]}"#, "'AND' is not offered: there are no functions"),
        (r#"{"op":1,"args":[]}"#, "1 where the name of an operator is expected"),
        (r#"{"op":"=","args":[{"property":"p"}]}"#, "'=' takes two values, this has 1"),
        (r#"{"op":"=","args":[{"property":"p"},null]}"#, "null where an expression is expected"),
        (r#"{"op":"in","args":[{"property":"p"},1]}"#, "the number 1 where a list of values is expected"),
        (r#"{"op":"in","args":[{"property":"p"},[]]}"#, "an empty list where a list of values is expected"),
        (r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Circle"}]}"#, "unknown variant"),
        (r#"{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":["1",2,3,4]}]}"#, "invalid type"),
        (r#"{"op":"t_after","args":[{"property":"datetime"},{"interval":["2023-10-01"]}]}"#, "two bounds"),
        (r#"{"op":"=","args":[{"property":"date_start"},{"date":"2023-10-01T00:00:00Z"}]}"#, "is no date"),
    ] {
        let said = of_json(text).expect_err(text).to_string();
        assert!(said.contains(words), "{text}\n  said {said}\n  not  {words}");
    }
}

#[test]
fn depth_length_conditions_and_vertices_are_limited() {
    let deep = |levels: usize| format!("{}p = 1{}", "(".repeat(levels), ")".repeat(levels));
    assert!(of_text(&deep(MAX_DEPTH)).is_ok());
    assert!(refused(&deep(MAX_DEPTH + 1)).contains("nested 50 levels deep at most"));
    // Without an end, for which nothing is tried twice.
    for opening in ["(", "NOT ", "casei(", "-", "p ^ ", "p IN (", "GEOMETRYCOLLECTION(", "INTERVAL("] {
        let text = opening.repeat(MAX_BYTES / opening.len());
        assert!(of_text(&text).is_err(), "{opening}");
    }
    let json =
        |levels: usize| format!("{}true{}", r#"{"op":"not","args":["#.repeat(levels), "]}".repeat(levels));
    assert!(of_json(&json(MAX_DEPTH - 1)).is_ok());
    assert!(of_json(&json(MAX_DEPTH)).unwrap_err().to_string().contains("nested 50 levels"));
    for opening in ["[", r#"{"op":"not","args":["#, r#"{"a":"#] {
        assert!(of_json(&opening.repeat(MAX_BYTES / opening.len())).is_err(), "{opening}");
    }
    assert!(refused(&"x".repeat(MAX_BYTES + 1)).contains("16384 bytes at most, this has 16385"));
    let many = |terms: usize| vec!["p = 1"; terms].join(" OR ");
    assert!(of_text(&many(MAX_TERMS)).is_ok());
    assert!(refused(&many(MAX_TERMS + 1)).contains("500 conditions at most"));
    let line = |vertices: usize| {
        let line = vec!["1 2"; vertices / 2].join(",");
        format!("S_INTERSECTS(geometry, LINESTRING({line})) OR S_INTERSECTS(geometry, LINESTRING({line}))")
    };
    assert!(of_text(&line(MAX_VERTICES)).is_ok());
    assert!(refused(&line(MAX_VERTICES + 2)).contains("2000 vertices at most"));
}

proptest! {
    #[test]
    fn any_text_is_a_filter_or_refused(
        text in "\\PC{0,60}|([pk(),=<> '\"0-9.-]|AND|NOT |IN|kind|POINT|DATE|casei|geometry|INTERVAL|é){0,25}",
    ) {
        let _ = of_text(&text);
        let _ = of_json(&text);
    }

    #[test]
    fn any_json_is_a_filter_or_refused(
        text in "([\\[\\]{},:1]|\"op\":|\"args\":|\"property\":|\"p\"|\"and\"|\"=\"|\"bbox\":|\"type\":|\"Point\"|null){0,25}",
    ) {
        let _ = of_json(&text);
    }
}
