//! Reasons and notes in French: the same clauses as in English, as a person would write them.

use super::fixtures::{load_fixture, names};
use super::*;
use proptest::prelude::*;

/// Words that every English reason has some of, and no French one has.
const ENGLISH: [&str; 22] = [
    "the", "this", "is", "are", "and", "no", "of", "row", "line", "read", "column", "with", "was", "left",
    "there", "these", "has", "not", "cells", "as", "kept", "its",
];

/// The words of a sentence without what stands in quotes, which are the list's in any language.
fn own_words(text: &str) -> Vec<String> {
    let mut quoted = text.split('«').map(|part| part.rsplit('»').next().unwrap_or_default().to_lowercase());
    let first = quoted.next().unwrap_or_default();
    let own = quoted.fold(first, |own, part| own + &part);
    own.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
}

fn assert_both(en: &str, fr: &str) {
    assert!(!en.is_empty() && !fr.is_empty() && en != fr, "{en:?} {fr:?}");
    let own = own_words(fr);
    for word in ENGLISH {
        assert!(!own.iter().any(|one| one == word), "{word:?} in {fr:?}");
    }
    // A mark of two parts has a space before it that does not break.
    for (at, _) in fr.match_indices([';', '?', '»']) {
        assert!(fr[..at].ends_with(['\u{a0}', '\u{202f}']), "{fr:?}");
    }
}

fn assert_loaded(loaded: &Loaded) {
    let detected = &loaded.detected;
    assert_both(&detected.day_first_why, &detected.day_first_why_fr);
    assert_eq!(detected.notes.len(), detected.notes_fr.len());
    for (en, fr) in detected.notes.iter().zip(&detected.notes_fr) {
        assert_both(en, fr);
    }
    for row in &loaded.rows {
        let rejected: &[Problem] = match &row.outcome {
            Outcome::Rejected(problems) => problems,
            Outcome::Parsed(_) => &[],
        };
        for problem in row.warnings.iter().chain(rejected) {
            assert_both(&problem.reason, &problem.reason_fr);
        }
    }
}

#[test]
fn every_fixture_says_in_both_languages_what_is_wrong() {
    let mut problems = 0;
    for loaded in names().iter().filter_map(|name| load_fixture(name).ok()) {
        assert_loaded(&loaded);
        problems += loaded.problems().len();
    }
    assert!(problems > 40, "{problems}");
}

#[test]
fn what_is_wrong_is_said_as_a_person_would_say_it() {
    let list = "date,lieu,lat,lon,morts\n\
        2023-13-45,Bamba,,,\n\
        30/02/2023,Gao,,,\n\
        hier,Gao,,,\n\
        2023-10-01,,95,-1.4,\n\
        2023-10-01,,,,\n\
        2023-10-01,Gao,,,plusieurs\n\
        2023-10-01,Gao,,,1.000\n";
    let loaded = load(list.as_bytes()).unwrap();
    let told: Vec<String> = loaded
        .rows
        .iter()
        .flat_map(|row| match &row.outcome {
            Outcome::Rejected(problems) => problems.clone(),
            Outcome::Parsed(_) => row.warnings.clone(),
        })
        .map(|problem| problem.reason_fr.replace(['\u{a0}', '\u{202f}'], " "))
        .collect();
    assert_eq!(
        told,
        [
            "il n’y a pas de mois 13",
            "il n’y a pas de 30 février 2023",
            "« hier » n’est pas une date lisible : écrivez-la 2023-10-01",
            "la latitude 95 n’est pas entre -90 et 90",
            "la ligne ne nomme ni lieu ni unité et ne donne pas de coordonnées",
            "« plusieurs » n’est pas un nombre : laissé inconnu",
            "ce peut être 1 ou 1000 : écrivez-le sans point (laissé inconnu)",
        ]
    );
}

#[test]
fn a_problem_of_an_older_store_has_no_french() {
    let old: Problem =
        serde_json::from_str(r#"{"line":2,"column":"date","value":"x","reason":"old"}"#).unwrap();
    assert_eq!((old.reason.as_str(), old.reason_fr.as_str()), ("old", ""));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cells_are_judged_in_both_languages(
        rows in prop::collection::vec(("[0-9/. -]{0,12}", "(Bamba|Gao|)", "[0-9.,]{0,6}", "[0-9.,+ -]{0,8}"), 1..8),
    ) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["date", "place", "coordinates", "deaths"]).unwrap();
        for (date, place, at, deaths) in &rows {
            csv.write_record([date, place, at, deaths]).unwrap();
        }
        if let Ok(loaded) = load(&csv.into_inner().unwrap()) {
            assert_loaded(&loaded);
        }
    }
}
