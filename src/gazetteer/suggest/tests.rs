//! What is offered to somebody who types.

use super::*;
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| Gazetteer::embedded().unwrap());
    &GAZETTEER
}

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn offered(typed: &str, near: Option<LonLat>, count: usize) -> Vec<String> {
    let shown = |one: Suggestion| format!("{} ({}) in {}", one.name, one.kind, one.units);
    gazetteer().suggest(typed, near, count).into_iter().map(shown).collect()
}

#[test]
fn names_that_begin_so_come_first_and_large_places_before_small_ones() {
    let bam = gazetteer().suggest("bam", None, 10);
    assert_eq!(bam[0].id, "l-bamako");
    let first: Vec<&str> = bam.iter().map(|one| one.name.as_str()).take(6).collect();
    assert!(first.contains(&"Bamba"), "{first:?}");
    assert!(bam.iter().all(|one| !one.misspelt && plain(&one.matched).starts_with("bam")), "{bam:?}");
    // A name of several words begins in each of them.
    assert!(offered("rharous", None, 3)[0].starts_with("Gourma-Rharous"));
}

fn plain(name: &str) -> String {
    super::super::plain_key(name)
}

#[test]
fn the_place_where_the_map_is_goes_before_its_namesakes() {
    let first = |near| {
        let bambas = gazetteer().suggest("bamba", Some(near), 5);
        bambas.into_iter().find(|one| one.id.starts_with("l-")).unwrap().id
    };
    assert_eq!(first(at(-1.4, 17.0)), "l-bamba-bourem");
    assert_eq!(first(at(-3.1, 14.6)), "l-bamba-koro");
    assert_eq!(first(at(-7.1, 10.4)), "l-bamba-bougouni");
}

#[test]
fn spellings_and_typing_errors_are_met() {
    for (typed, id) in [
        ("Tumbu", "l-tombouctou"),
        ("timbuk", "l-tombouctou"),
        ("Tomubouc", "l-tombouctou"),
        ("تمب", "l-tombouctou"),
        ("gund", "l-goundam"),
        ("Bourm", "l-bourem"),
        ("labez", "l-labbezanga"),
        ("village de hombo", "l-hombori"),
        ("  MÉNAK", "l-menaka"),
    ] {
        let ids: Vec<String> = gazetteer().suggest(typed, None, 8).into_iter().map(|one| one.id).collect();
        assert!(ids.iter().any(|one| one == id), "{typed}: {ids:?}");
    }
}

#[test]
fn a_town_and_the_units_of_its_name_are_offered_once_each() {
    let gao = offered("gao", None, 4);
    assert_eq!(gao[0], "Gao (region_seat) in Gao");
    for unit in ["Gao (region) in ", "Gao (cercle) in Gao"] {
        assert_eq!(gao.iter().filter(|one| *one == unit).count(), 1, "{gao:?}");
    }
    let region = &gazetteer().suggest("région de Gao", None, 1)[0];
    assert_eq!((region.kind, region.id.as_str()), ("region", "r-gao-2023"));
}

#[test]
fn what_is_no_name_offers_nothing() {
    for typed in ["", " ", "\u{202e}", "🐪", "\u{7}\u{1b}", "<>", "Zzyzxq"] {
        assert_eq!(offered(typed, None, 5), [] as [String; 0], "{typed:?}");
    }
    assert!(offered("bam", None, 0).is_empty());
    assert!(offered(&"x".repeat(10_000), None, 5).is_empty());
    assert_eq!(offered("\u{200f}bamak\u{202c}", None, 1)[0], offered("bamak", None, 1)[0]);
}

#[test]
fn a_suggestion_is_plain_data() {
    let one = &gazetteer().suggest("Bamako", None, 1)[0];
    let json = serde_json::to_value(one).unwrap();
    assert_eq!(json["id"], "l-bamako");
    assert_eq!(json["kind"], "region_seat");
    assert!(json["lon"].as_f64().unwrap() < -7.0 && json.get("place").is_none());
}

proptest! {
    #[test]
    fn any_text_gets_at_most_so_many_in_a_stable_order(
        typed in "\\PC{0,20}|[a-z]{1,4}", lon in -180.0..180.0f64, lat in -90.0..90.0f64, count in 0..30_usize,
    ) {
        let offered = gazetteer().suggest(&typed, Some(at(lon, lat)), count);
        prop_assert!(offered.len() <= count);
        prop_assert_eq!(&offered, &gazetteer().suggest(&typed, Some(at(lon, lat)), count));
        let misspelt: Vec<bool> = offered.iter().map(|one| one.misspelt).collect();
        prop_assert!(misspelt.is_sorted());
        for (number, one) in offered.iter().enumerate() {
            prop_assert!(offered[..number].iter().all(|other| other.place != one.place));
        }
    }
}
