//! One small file per layout; `tests/fixtures/README.md` says why each exists.

use super::*;
use std::fmt::Write;

fn fixtures() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// What a person would be shown, and what the gazetteer gets.
fn told(name: &str) -> String {
    let read = match read_bytes(name, &fixture(name)) {
        Ok(read) => read,
        Err(error) => return format!("error: {error}\n"),
    };
    let (pack, report) = (&read.pack, &read.report);
    assert_adds_up(report);
    let mut told = String::new();
    writeln!(told, "{} {:?}, {}, {} rows", pack.name, pack.format, pack.attribution, report.rows).unwrap();
    writeln!(told, "{:?} {:?}", report.by_kind, report.by_level).unwrap();
    writeln!(told, "left out {:?}, joined {}, rejected {}", report.left_out, report.joined, report.rejected)
        .unwrap();
    for note in &report.notes {
        writeln!(told, "note: {note}").unwrap();
    }
    for place in &pack.places {
        let units = [&place.region, &place.cercle, &place.commune].map(|unit| unit.as_deref().unwrap_or("-"));
        writeln!(
            told,
            "{} {:?} {:?} {} {:?} {} {} {}",
            place.id,
            place.name,
            place.aliases,
            place.level.map_or(place.kind.code(), Level::word),
            place.point.to_array(),
            place.population.map_or("-".to_owned(), |population| population.to_string()),
            place.country.as_deref().unwrap_or("-"),
            units.join("/"),
        )
        .unwrap();
    }
    for shape in &pack.shapes {
        let rings: usize = shape.shape.iter().map(|polygon| 1 + polygon.interiors().len()).sum();
        writeln!(
            told,
            "{} {:?} {:?} in {:?}, {rings} rings",
            shape.level.word(),
            shape.name,
            shape.aliases,
            shape.parents
        )
        .unwrap();
    }
    for problem in &report.problems {
        let mark = if problem.rejected { "!" } else { "" };
        let PackProblem { line, column, value, reason, .. } = problem;
        writeln!(told, "{mark}{line} {column}={value}: {reason}").unwrap();
    }
    told
}

#[test]
fn each_fixture_is_read_as_expected() {
    insta::with_settings!({
        snapshot_path => folder().join("expected"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        for name in fixtures() {
            insta::assert_snapshot!(name.replace('.', "-"), told(&name));
        }
    });
}

#[test]
fn each_fixture_has_its_reason_and_nothing_is_expected_of_files_that_are_gone() {
    let readme = std::fs::read_to_string(folder().join("../README.md")).unwrap();
    let names = fixtures();
    for name in &names {
        assert!(readme.contains(&format!("`{name}`")), "{name} is not in tests/fixtures/README.md");
    }
    for entry in std::fs::read_dir(folder().join("expected")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let stem = file.trim_end_matches(".new").trim_end_matches(".snap");
        assert!(names.iter().any(|name| name.replace('.', "-") == stem), "{file} belongs to no fixture");
    }
}
