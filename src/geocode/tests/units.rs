//! Units that a row or a name says: numbered communes, older divisions, the cercle that decides.

use super::*;
use crate::gazetteer::LocalityKind;

fn in_commune(name: &str, region: &str, commune: &str) -> PlaceContext {
    PlaceContext { commune: commune.into(), ..place(name, region, "") }
}

#[test]
fn the_communes_of_bamako_are_numbers() {
    for (name, region) in [
        ("Commune V", "Bamako"),
        ("Commune V du district de Bamako", ""),
        ("Commune 5, Bamako", ""),
        ("commune v (Bamako)", ""),
    ] {
        let location = ask(name, region, "").location;
        assert_eq!(location.status, Status::Area, "{name}: {}", location.why);
        assert_eq!(location.place_id.as_deref(), Some("m-commune-v-bamako"), "{name}: {}", location.why);
        assert!(location.why.contains("Commune V is a unit"), "{}", location.why);
        assert!(location.why_fr.contains("la commune V est une unité"), "{}", location.why_fr);
    }
    for commune in ["Commune V", "V", "5"] {
        let answer = geocoder().geocode(&in_commune("Badalabougou", "Bamako", commune), None);
        assert_located(&answer, "l-badalabougou");
        assert!(answer.location.why.contains("Commune V as the row says"), "{}", answer.location.why);
    }
    assert_eq!(ask("Commune 19", "Bamako", "").location.status, Status::Review);
}

#[test]
fn a_region_of_before_is_said_to_be_one_of_before() {
    let say = |region: &str, year: i16| {
        geocoder().geocode(&place("Taoudénit", region, ""), Some(date(year, 1, 1))).location.why
    };
    assert!(say("Tombouctou", 2024).contains("as the row says, by the division before 2016"));
    assert!(!say("Tombouctou", 2014).contains("by the division"));
    assert!(!say("Taoudénit", 2024).contains("by the division"));
}

/// The embedded gazetteer with a village of a known name in another cercle.
fn with_a_namesake(name: &str, lon: f64, lat: f64) -> Geocoder {
    with_places(&[(name, LocalityKind::Village, lon, lat)])
}

#[test]
fn the_cercle_that_the_row_names_decides_between_places_of_one_name() {
    // The seed knows the Madougou of Koro; another lies beside the town of Bandiagara.
    let geocoder = with_a_namesake("Madougou", -3.62, 14.36);
    let located = |cercle: &str| geocoder.geocode(&place("Madougou", "Mopti", cercle), None).location;
    let beside = located("Bandiagara");
    assert_eq!((beside.status, beside.layer.as_deref()), (Status::Located, Some("test")), "{}", beside.why);
    assert_eq!(beside.flags, []);
    assert_eq!(located("Koro").layer.as_deref(), Some("seed"));
    // Without a cercle the better known is no fact.
    let alone = geocoder.geocode(&place("Madougou", "Mopti", ""), None).location;
    assert_ne!(alone.layer.as_deref(), Some("test"));
}

#[test]
fn a_place_far_from_the_cercle_that_the_row_names_is_for_a_person() {
    for (name, region, cercle) in [("Hombori", "Mopti", "Koro"), ("Ansongo", "Gao", "Bourem")] {
        let location = ask(name, region, cercle).location;
        assert_eq!(location.status, Status::Review, "{name}: {}", location.why);
        assert_eq!(location.flags.first(), Some(&Flag::ContradictsUnit), "{name}: {:?}", location.flags);
        assert!(location.why.contains(&format!("outside {cercle} cercle")), "{}", location.why);
    }
}

#[test]
fn letters_are_counted_as_a_reader_counts_them() {
    for (written, known, letters) in
        [("Korhogo", "Koromo", 2), ("Diffa", "Dia", 2), ("San", "Dyéméné", 6), ("Ansogo", "Ansongo", 1)]
    {
        assert_eq!(words::letters_off(written, known), letters, "{written} {known}");
    }
}

#[test]
fn a_town_abroad_is_not_the_malian_place_it_is_written_like() {
    for town in ["Korhogo", "Diffa", "Sokoto", "Maiduguri", "Odienné", "Arbinda"] {
        let location = ask(town, "", "").location;
        let abroad = location.flags.contains(&Flag::OutsideMali);
        assert!(
            abroad || location.status == Status::Review,
            "{town}: {:?} {}",
            location.status,
            location.why
        );
    }
    // Nor is one that nobody knows a commune that is written otherwise.
    let unknown = ask("Koromogo", "", "").location;
    assert_eq!(unknown.status, Status::Review, "{}", unknown.why);
}
