//! The geocoder as lists meet it.

mod beyond;
mod french;
mod given;
mod relative;
mod samples;
mod strings;
mod units;

mod ucdp;

use super::*;
use crate::event::{Flag, Method};
use crate::gazetteer::{LocalityKind, Pack, PackFormat, PackPlace, distance_m};
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

fn geocoder() -> &'static Geocoder {
    static GEOCODER: LazyLock<Geocoder> = LazyLock::new(|| Geocoder::new(Gazetteer::embedded().unwrap()));
    &GEOCODER
}

/// A geocoder of the embedded gazetteer with more places: names (the first is shown, the others follow it behind bars), kinds,
/// longitudes, latitudes.
fn with_places(places: &[(&str, LocalityKind, f64, f64)]) -> Geocoder {
    let places = (1..).zip(places).map(|(number, (names, kind, lon, lat))| {
        let mut names = names.split('|').map(str::to_owned);
        PackPlace {
            id: format!("test:{number}"),
            name: names.next().unwrap_or_default(),
            aliases: names.collect(),
            kind: *kind,
            level: None,
            point: at(*lon, *lat),
            population: None,
            country: Some("ML".to_owned()),
            region: None,
            cercle: None,
            commune: None,
            source: None,
        }
    });
    let (name, attribution) = ("test".to_owned(), "nobody".to_owned());
    let format = PackFormat::Table;
    let pack = Pack { name, format, attribution, places: places.collect(), shapes: Vec::new() };
    Geocoder::new(Gazetteer::layered(vec![pack]).unwrap())
}

fn place(name: &str, region: &str, cercle: &str) -> PlaceContext {
    PlaceContext { name: name.into(), region: region.into(), cercle: cercle.into(), commune: String::new() }
}

fn ask(name: &str, region: &str, cercle: &str) -> Answer {
    geocoder().geocode(&place(name, region, cercle), Some(date(2023, 10, 1)))
}

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn locality(id: &str) -> LonLat {
    geocoder().gazetteer().locality_by_id(id).unwrap_or_else(|| panic!("{id}")).point
}

fn assert_located(answer: &Answer, id: &str) {
    let location = &answer.location;
    assert_eq!(location.place_id.as_deref(), Some(id), "{location:#?}");
    assert_eq!(location.status, Status::Located, "{location:#?}");
    assert!(location.p >= 0.7 && location.p <= 1.0 && location.radius_m >= 500.0, "{location:#?}");
    assert!(!location.why.is_empty());
}

#[test]
fn bamba_in_gao_is_on_the_niger() {
    let answer = ask("Bamba", "Gao", "");
    assert_located(&answer, "l-bamba-bourem");
    let location = answer.location;
    assert!(distance_m(location.point.unwrap(), at(-1.40, 17.03)) < 2_000.0);
    assert_eq!(location.method, Method::Exact);
    assert_eq!(location.flags, []);
    assert_eq!(location.precision, Some(Precision::azalai(1)));
    assert_eq!(
        location.why,
        "matched 'Bamba' exactly; in Gao region as the row says; next best Bamba (Koro, Mopti) 321 km away \
         contradicts the region"
    );
    let rivals: Vec<&str> = location.rivals.iter().map(|rival| rival.id.as_str()).collect();
    assert_eq!(rivals, ["l-bamba-koro", "l-bamba-bougouni"]);
}

#[test]
fn bamba_in_mopti_is_the_one_in_koro() {
    assert_located(&ask("Bamba", "Mopti", ""), "l-bamba-koro");
    assert_located(&ask("Bamba", "", "Koro"), "l-bamba-koro");
    assert_located(&ask("bamba", "Sikasso", ""), "l-bamba-bougouni");
    assert_located(&ask("Bamba (Koro)", "", ""), "l-bamba-koro");
    assert_located(&ask("Bamba, cercle de Bourem", "", ""), "l-bamba-bourem");
}

#[test]
fn bamba_alone_is_not_guessed() {
    let location = ask("Bamba", "", "").location;
    assert_eq!(location.status, Status::Review);
    assert_eq!(location.point, None);
    assert_eq!(location.flags, [Flag::Ambiguous]);
    assert_eq!(location.rivals.len(), 3);
    assert!(location.rivals.iter().all(|rival| rival.p > 0.05 && rival.p < 0.9));
    assert!(location.why.starts_with("3 places may be meant by 'Bamba'"), "{}", location.why);
}

#[test]
fn units_of_any_edition_match() {
    let geocode = |place: &PlaceContext, day| geocoder().geocode(place, Some(day));
    let old = geocode(&place("Bamba", "Gao", "Bourem"), date(2015, 5, 1));
    assert_located(&old, "l-bamba-bourem");
    assert_eq!(old.location.units.to_text(), "Bamba, Bourem, Gao");
    assert_eq!(old.location.units.edition.as_deref(), Some("../2016-01-19"));

    let new = geocode(&place("Bamba", "Gao", "Bamba"), date(2024, 5, 1));
    assert_located(&new, "l-bamba-bourem");
    assert_eq!(new.location.units.to_text(), "Bamba, Gao");
    assert_eq!(new.location.units.edition.as_deref(), Some("2023-03-13/.."));

    // The row speaks of the old cercle after the new law: so does the answer.
    let late = geocode(&place("Bamba", "Gao", "Bourem"), date(2024, 5, 1));
    assert_eq!(late.location.units.to_text(), "Bamba, Bourem, Gao");
    assert!(late.location.flags.is_empty());

    // Ménaka was in Gao until 2016; both are right.
    for region in ["Gao", "Ménaka"] {
        let answer = geocode(&place("Ménaka", region, ""), date(2014, 5, 1));
        assert_located(&answer, "l-menaka");
        assert_eq!(answer.location.flags, [], "{region}");
    }
    // A cercle in the region column, a region in the cercle column, both in one.
    for (region, cercle) in [("Bourem", ""), ("", "Gao"), ("Gao / Bourem", ""), ("Cercle de Bourem", "")] {
        assert_located(&ask("Bamba", region, cercle), "l-bamba-bourem");
    }
}

#[test]
fn a_name_only_known_elsewhere_is_not_placed_in_silence() {
    let location = ask("Hombori", "Kayes", "").location;
    assert_eq!(location.status, Status::Review);
    assert_eq!(location.point, None);
    assert!(location.flags.contains(&Flag::ContradictsRegion));
    assert!(location.why.contains("outside Kayes region"), "{}", location.why);
}

#[test]
fn a_region_that_does_not_exist_is_said() {
    let location = ask("Hombori", "Azawadland", "").location;
    assert_eq!(location.place_id.as_deref(), Some("l-hombori"));
    assert!(location.flags.contains(&Flag::UnknownUnit));
    assert!(location.why.contains("no region called 'Azawadland'"), "{}", location.why);
}

#[test]
fn an_unknown_name_is_on_no_map() {
    let location = ask("Xyzabad", "Gao", "").location;
    assert_eq!((location.status, location.point, location.p), (Status::Review, None, 0.0));
    assert_eq!(location.why, "no place like 'Xyzabad' in the gazetteer");
}

#[test]
fn units_are_areas() {
    for (name, region, id, precision) in [
        ("Région de Ménaka", "", "r-menaka-2023", 4),
        ("Région de Ménaka", "Ménaka", "r-menaka-2023", 4),
        ("Gao region", "", "r-gao-2023", 4),
        ("cercle de Bourem", "Gao", "c-bourem-2023", 3),
        ("Bourem cercle", "", "c-bourem-2023", 3),
        ("", "Kidal", "r-kidal-2023", 4),
    ] {
        let location = ask(name, region, "").location;
        assert_eq!(location.status, Status::Area, "{name}: {location:#?}");
        assert_eq!(location.place_id.as_deref(), Some(id), "{name}");
        assert_eq!(location.precision, Some(Precision::azalai(precision)), "{name}");
        assert!(location.flags.contains(&Flag::Area) && location.point.is_some(), "{name}");
        assert!(location.radius_m > 20_000.0, "{name} {}", location.radius_m);
    }
    let before = geocoder().geocode(&place("Région de Gao", "", ""), Some(date(2014, 1, 1)));
    assert_eq!(before.location.place_id.as_deref(), Some("r-gao-1991"));
    let mali = ask("Mali", "", "").location;
    assert_eq!((mali.status, mali.precision), (Status::Area, Some(Precision::azalai(6))));
    assert_eq!(ask("Northern Mali", "", "").location.precision, Some(Precision::azalai(6)));
    assert_eq!(ask("", "", "").location.status, Status::Unlocated);
}

#[test]
fn offsets_are_measured_from_their_place() {
    let answer = ask("12 km north of Bourem", "Gao", "");
    let location = &answer.location;
    let bourem = locality("l-bourem");
    let point = location.point.unwrap();
    assert!((distance_m(bourem, point) - 12_000.0).abs() < 1.0);
    assert!(point.lat() > bourem.lat() && (point.lon() - bourem.lon()).abs() < 1e-6);
    assert_eq!((location.status, location.method), (Status::Located, Method::Offset));
    assert_eq!(location.flags, [Flag::Offset]);
    assert_eq!(location.precision, Some(Precision::azalai(2)));
    // 12 km, 45 degrees off: 9.2 km away, and the extent of the town.
    assert!((9_000.0..14_000.0).contains(&location.radius_m), "{}", location.radius_m);
    assert_eq!(location.rivals[0].id, "l-bourem");
    assert_eq!(location.units.region.as_deref(), Some("Gao"));

    let location = ask("à 15 km au sud d'Hombori", "Mopti", "Douentza").location;
    let hombori = locality("l-hombori");
    assert!((distance_m(hombori, location.point.unwrap()) - 15_000.0).abs() < 1.0);
    assert!(location.point.unwrap().lat() < hombori.lat());

    let narrow = ask("40 km NE of Gao", "", "").location;
    let wide = ask("40 km N of Gao", "", "").location;
    assert!(narrow.radius_m < wide.radius_m * 0.7);
    assert!(ask("10 km from Gao", "", "").location.radius_m > 10_000.0);
    assert_eq!(ask("north of Bamba", "Gao", "").location.flags, [Flag::Offset]);
}

#[test]
fn an_offset_from_a_place_in_doubt_is_in_doubt() {
    for name in ["12 km north of Bamba", "12 km north of Xyzabad"] {
        let location = ask(name, "", "").location;
        assert_eq!((location.status, location.point), (Status::Review, None), "{name}");
        assert!(location.why.contains("starts from a place in doubt"), "{}", location.why);
    }
}

#[test]
fn the_ends_of_a_road_are_chosen_together() {
    let location = ask("between Gourma-Rharous and Bamba", "", "").location;
    let (rharous, bamba) = (locality("l-gourma-rharous"), locality("l-bamba-bourem"));
    let point = location.point.unwrap();
    assert!((distance_m(point, rharous) - distance_m(point, bamba)).abs() < 10.0);
    assert!(location.radius_m >= distance_m(rharous, bamba) / 2.0);
    assert_eq!((location.method, location.precision), (Method::Between, Some(Precision::azalai(5))));

    let location = ask("route Ansongo-Ménaka", "", "").location;
    let half = distance_m(locality("l-ansongo"), locality("l-menaka")) / 2.0;
    assert!((distance_m(location.point.unwrap(), locality("l-ansongo")) - half).abs() < 10.0);
    let location = ask("axe Gao-Gourma-Rharous", "", "").location;
    assert_eq!(location.name.as_deref(), Some("Gao – Gourma-Rharous"));
    assert_eq!(ask("between Gao and Xyzabad", "", "").location.point, None);
}

#[test]
fn two_names_support_each_other() {
    let answer = ask("Mopti/Sévaré", "Mopti", "Mopti");
    assert_located(&answer, "l-sevare");
    // Wide enough to hold both.
    assert!(distance_m(locality("l-mopti"), answer.location.point.unwrap()) <= answer.location.radius_m);
    assert_located(&ask("Sévaré (Mopti)", "", ""), "l-sevare");
}

#[test]
fn a_doubt_says_what_it_is_about() {
    let why = |name: &str, region: &str| ask(name, region, "").location.why;
    assert!(why("Sikasso village", "").starts_with("'Sikasso village' is hardly the place that is known"));
    assert!(why("Hombori forest", "").starts_with("'Hombori forest' is hardly the place that is known"));
    assert!(why("Douaya", "").starts_with("no place called 'Douaya' in the gazetteer; close to it: Douna"));
    assert_eq!(why("village", ""), "'village' is a kind of place, not a name");
    assert_eq!(why("cercle de Nowhere", ""), "no cercle called 'Nowhere' is known in any edition");
    assert_located(&ask("in Hombori", "", ""), "l-hombori");
}

#[test]
fn near_a_place_is_wider_than_at_it() {
    let near = ask("environs de Gossi", "", "").location;
    let at = ask("Gossi", "", "").location;
    assert_eq!(near.place_id, at.place_id);
    assert!(near.radius_m > at.radius_m);
    assert_eq!(near.precision, Some(Precision::azalai(2)));
}

#[test]
fn spellings_of_issue_3_find_their_place() {
    for (name, region, id) in [
        ("Bèr", "Tombouctou", "l-ber"),
        ("Timbuktu", "", "l-tombouctou"),
        ("تمبكتو", "", "l-tombouctou"),
        ("Aguel'hoc", "Kidal", "l-aguelhok"),
        ("Adjelhoc", "", "l-aguelhok"),
        ("In Delimane", "Ménaka", "l-in-delimane"),
        ("I-n-Delimane", "", "l-in-delimane"),
        ("Ti-n-Essako", "Kidal", "l-tin-essako"),
        ("Tinessako", "", "l-tin-essako"),
        ("Anefif", "Kidal", "l-anefis"),
        ("Menaka", "", "l-menaka"),
        ("Ansogo", "Gao", "l-ansongo"),
        ("Gundam", "", "l-goundam"),
        ("Labézanga", "Gao", "l-labbezanga"),
    ] {
        assert_located(&ask(name, region, ""), id);
    }
}

#[test]
fn generic_words_and_rubbish_are_no_places() {
    let long = "a".repeat(10_000);
    let endless = "12 km north of ".repeat(15);
    for name in [
        "village",
        "le village",
        "12",
        "?!",
        "\u{200f}\u{200e}",
        "😀",
        "\u{0}\u{1}",
        "'; DROP TABLE events; --",
        "<script>alert(1)</script>",
        long.as_str(),
        endless.as_str(),
        "km",
        "12 km",
        "north of",
        "between and",
        "route",
        "d'",
        "(((",
    ] {
        let location = ask(name, "", "").location;
        assert_eq!(location.status, Status::Review, "{name:?}: {location:?}");
        assert_eq!(location.point, None, "{name:?}");
        assert!(location.why.chars().count() < 500, "{name:?}");
        assert!(!location.why.is_empty());
    }
    for name in ["NaN", "-", "/", "?", "N/A", "inconnu", "non précisé", "unknown location"] {
        let location = ask(name, "", "").location;
        assert_eq!(
            (location.status, location.why.as_str()),
            (Status::Unlocated, "no place is named"),
            "{name:?}"
        );
        assert_eq!(ask(name, "Gao", "").location.status, Status::Area, "{name:?}");
    }
    assert_eq!(ask("\u{200f}Gao\u{200e}", "", "").location.place_id.as_deref(), Some("l-gao"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_row_has_an_answer(name in any::<String>(), region in any::<String>(), cercle in ".{0,12}") {
        let answer = ask(&name, &region, &cercle);
        let location = answer.location;
        prop_assert!((0.0..=1.0).contains(&location.p));
        prop_assert!(location.radius_m.is_finite() && location.radius_m >= 0.0);
        prop_assert_eq!(location.status == Status::Located && location.point.is_none(), false);
        prop_assert!(!location.why.is_empty());
    }
}

#[test]
fn every_place_of_the_gazetteer_is_found_with_its_units() {
    for locality in geocoder().gazetteer().localities() {
        let text = |text: &Option<Arc<str>>| text.as_deref().unwrap_or_default().to_owned();
        let row = PlaceContext {
            name: locality.name.clone(),
            region: text(&locality.region),
            cercle: text(&locality.cercle),
            commune: text(&locality.commune),
        };
        let location = geocoder().geocode(&row, None).location;
        assert_eq!(location.place_id.as_ref(), Some(&locality.id), "{}: {}", locality.name, location.why);
    }
}

#[test]
fn two_places_far_apart_in_one_cell_are_not_guessed() {
    for text in ["Gao - Ansongo", "Gao – Bourem", "Gao/Ansongo", "Ménaka - Ansongo"] {
        let answer = geocoder().geocode(&place(text, "", ""), None);
        // At most the unit that holds both is shown, as an area.
        let location = &answer.location;
        assert_eq!(location.status, Status::Review, "{text}");
        assert!(location.point.is_none() || location.flags.contains(&Flag::Area), "{text}: {location:?}");
        assert!(answer.candidates.len() >= 2, "{text}");
    }
    let neighbours = geocoder().geocode(&place("Mopti/Sévaré", "Mopti", ""), None);
    assert_eq!(neighbours.location.status, Status::Located);
    let settled = geocoder().geocode(&place("Gao - Ansongo", "", "Ansongo"), None);
    assert_eq!(settled.location.place_id.as_deref(), Some("l-ansongo"));
}

#[test]
fn a_distance_nobody_tells_a_place_by_is_for_a_person() {
    let far = geocoder().geocode(&place("1000 km north of Kidal", "", ""), None).location;
    assert_eq!((far.status, far.point), (Status::Review, None));
    assert!(far.rivals.iter().any(|one| one.id == "l-kidal"), "{far:?}");
    assert_eq!(
        geocoder().geocode(&place("90 km north of Kidal", "", ""), None).location.status,
        Status::Located
    );
}

#[test]
fn a_namesake_of_the_unit_named_is_not_said_to_be_it() {
    let row = PlaceContext { name: "Bamba".into(), commune: "Gao".into(), ..PlaceContext::default() };
    let bamba = geocoder().geocode(&row, None);
    let best = bamba.candidates.first().unwrap();
    assert!(!best.why.contains("as the row says"), "{}", best.why);
    assert!(best.why.contains("though not in Gao commune"), "{}", best.why);
}

#[test]
fn a_well_known_place_in_another_region_than_the_row_says_is_for_a_person() {
    for (name, region) in [("Kidal", "Sikasso"), ("Bamako", "Kidal"), ("Hombori", "Kayes")] {
        let location = ask(name, region, "").location;
        assert_eq!(location.status, Status::Review, "{name} {region}: {}", location.why);
        assert!(location.flags.contains(&Flag::ContradictsRegion), "{name} {region}: {location:?}");
        assert!(location.why.contains(&format!("outside {region} region")), "{}", location.why);
    }
}
