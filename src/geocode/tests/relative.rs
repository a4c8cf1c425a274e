//! Places told by other places: where they come to lie, how wide, and what is said.

use super::*;

fn located(text: &str) -> Location {
    let location = ask(text, "", "").location;
    assert_eq!(location.status, Status::Located, "{text}: {location:#?}");
    location
}

fn review(text: &str) -> Location {
    let location = ask(text, "", "").location;
    assert_eq!((location.status, location.point), (Status::Review, None), "{text}: {location:#?}");
    location
}

fn km(a: LonLat, b: LonLat) -> f64 {
    distance_m(a, b) / 1_000.0
}

#[test]
fn on_a_road_from_a_place_is_towards_its_other_end() {
    let (gao, ansongo) = (locality("l-gao"), locality("l-ansongo"));
    for text in [
        "30 km from Gao on the Ansongo road",
        "à 30 km de Gao sur la route d'Ansongo",
        "à 30 km de Gao, axe Gao-Ansongo",
        "30 km from Gao towards Ansongo",
        "PK 30 route de Gao-Ansongo",
        "PK30 axe Gao-Ansongo",
        "entre Gao et Ansongo à 30 km de Gao",
    ] {
        let location = located(text);
        let point = location.point.unwrap();
        assert!((km(point, gao) - 30.0).abs() < 0.01, "{text}");
        // On the line: the two ways together are no longer than the whole.
        assert!((km(point, gao) + km(point, ansongo) - km(gao, ansongo)).abs() < 0.01, "{text}");
        // As wide as 22.5 degrees at 30 km, and Gao's extent: 11.7 + 4.
        assert!((11_000.0..17_000.0).contains(&location.radius_m), "{text}: {}", location.radius_m);
        assert_eq!((location.method, location.precision), (Method::Offset, Some(Precision::azalai(2))));
        assert_eq!(location.flags, [Flag::Offset], "{text}");
        let anchor = location.rivals.iter().find(|rival| rival.id == "l-gao").unwrap();
        assert!(anchor.why.ends_with("the place that the text tells it from"), "{}", anchor.why);
        assert!(anchor.why_fr.ends_with("le lieu à partir duquel le texte la situe"), "{}", anchor.why_fr);
    }
    // Bamba near Bourem, of three.
    let bamba = located("15 km from Bamba towards Bourem").point.unwrap();
    assert!((km(bamba, locality("l-bamba-bourem")) - 15.0).abs() < 0.01);
    let edge = located("à la sortie de Gao vers Bourem");
    assert!(km(edge.point.unwrap(), gao) <= edge.radius_m / 1_000.0 && edge.radius_m < 12_000.0);
}

#[test]
fn a_way_that_leads_nowhere_is_a_ring() {
    let ring = located("30 km from Gao on the Xyzabad road");
    assert_eq!(ring.point, Some(locality("l-gao")));
    assert!(ring.radius_m > 30_000.0);
    assert!(ring.why.ends_with("in which direction 'Xyzabad' lies is not known"), "{}", ring.why);
    let past = review("150 km from Gao on the Ansongo road");
    assert!(past.why.starts_with("150 km from Gao is past Ansongo"), "{}", past.why);
}

#[test]
fn numbers_in_words_and_ranges_are_as_wide_as_they_are_loose() {
    let exact = located("10 km north of Bourem");
    let words = located("Dix kilomètres au nord de Bourem");
    assert_eq!((words.point, words.radius_m), (exact.point, exact.radius_m));
    let ring = |text: &str| located(text).radius_m;
    assert!(ring("une dizaine de km de Bourem") > ring("10 km de Bourem") + 1_900.0);
    assert!((ring("12-15 km from Bourem") - ring("15 km from Bourem")).abs() < 1.0);
    assert!((ring("à moins de 5 km de Bourem") - ring("5 km de Bourem")).abs() <= 501.0);
}

#[test]
fn a_way_outside_what_the_row_names_is_for_a_person() {
    // Told without the units, every one of them is shown.
    for text in ["entre Gao et Ansongo", "axe Gao-Ansongo", "30 km from Gao towards Ansongo"] {
        located(text);
        for (region, cercle) in [("Kayes", ""), ("Sikasso", "Bougouni")] {
            // However little it takes to be sure: a contradiction is not a matter of how likely the names are.
            let eager = geocoder().clone().accepting(1e-9);
            let location = eager.geocode(&place(text, region, cercle), Some(date(2023, 10, 1))).location;
            assert_eq!(location.status, Status::Review, "{text} in {region}: {location:#?}");
        }
        // One end inside is enough, and so is a limit near by.
        assert_eq!(ask(text, "Gao", "").location.status, Status::Located, "{text}");
    }
    let outside = ask("entre Gao et Ansongo", "Kayes", "").location;
    assert_eq!((outside.point, outside.flags.as_slice()), (None, &[Flag::ContradictsRegion][..]));
    assert!(outside.why.contains("both are outside what the row names"), "{}", outside.why);
    assert!(outside.why_fr.contains("les deux sont hors de ce que nomme la ligne"), "{}", outside.why_fr);
    assert_eq!(ask("entre Hombori et Gossi", "", "Douentza").location.status, Status::Located);
}

#[test]
fn a_unit_in_the_text_that_an_end_is_far_from_makes_a_way_doubtful() {
    let eager = geocoder().clone().accepting(1e-9);
    for way in ["entre Gao et Ansongo", "route Gao-Ansongo", "between Gao and Ansongo"] {
        for unit in ["région de Kayes", "cercle de Kayes"] {
            let text = format!("{way}, {unit}");
            let location = eager.geocode(&place(&text, "", ""), None).location;
            assert_eq!(location.status, Status::Review, "{text}: {location:#?}");
            assert_eq!(location.flags, [Flag::ContradictsRegion], "{text}");
        }
        located(&format!("{way}, région de Gao"));
    }
}

#[test]
fn half_way_is_narrower_than_between() {
    let (between, halfway) = (located("entre Gao et Ansongo"), located("à mi-chemin entre Gao et Ansongo"));
    assert_eq!(between.point, halfway.point);
    assert!(halfway.radius_m < between.radius_m * 0.7);
    assert_eq!(halfway.precision, Some(Precision::azalai(5)));
    let half = located("Gao section of the Gao-Ansongo road");
    let (gao, ansongo) = (locality("l-gao"), locality("l-ansongo"));
    assert!((km(half.point.unwrap(), gao) - km(gao, ansongo) / 4.0).abs() < 0.1);
    assert!(between.rivals.iter().filter(|one| one.why.contains("tells it from")).count() == 2);
}

#[test]
fn neighbours_named_together_are_one_circle() {
    for text in ["Mopti et Sévaré", "Mopti & Sévaré", "Mopti and Sévaré", "Mopti-Sévaré", "Mopti ou Sévaré"]
    {
        let location = located(text);
        for id in ["l-mopti", "l-sevare"] {
            assert!(distance_m(location.point.unwrap(), locality(id)) <= location.radius_m, "{text}");
        }
        assert!(location.why.ends_with("one circle round them"), "{text}: {}", location.why);
    }
    for text in ["Gao et Ansongo", "Gao, Bourem et Ansongo", "Ansongo-Ménaka"] {
        let location = review(text);
        assert!(location.why.contains("places are named: "), "{text}: {}", location.why);
        assert!(location.rivals.len() >= 2, "{text}");
    }
    assert!(review("Gao ou Ansongo").why.starts_with("the list does not say which: Gao or Ansongo"));
    assert!(review("Gao et Xyzabad").why.ends_with("none like 'Xyzabad' is in the gazetteer"));
}

#[test]
fn a_name_beside_an_offset_wins_where_it_fits() {
    let unknown = located("Xyzabad, 12 km north of Bourem");
    assert_eq!(unknown.method, Method::Offset);
    assert!(unknown.why.ends_with("'Xyzabad' itself is not in the gazetteer"), "{}", unknown.why);
    let elsewhere = located("Kidal, 12 km north of Bourem");
    assert!(
        elsewhere.why.ends_with("the 'Kidal' that the gazetteer has lies elsewhere"),
        "{}",
        elsewhere.why
    );
    // Of three Bambas, the one that is there.
    let (bamba, bourem) = (locality("l-bamba-bourem"), locality("l-bourem"));
    let away = km(bamba, bourem).round();
    assert_located(&ask(&format!("Bamba, {away} km west of Bourem"), "", ""), "l-bamba-bourem");
    assert_located(&ask("Sévaré near Mopti", "", ""), "l-sevare");
    assert_located(&ask("Tabankort, axe Gao-Kidal", "", ""), "l-tabankort");
    let near = located("Xyzabad (près de Gossi)");
    assert_eq!(near.place_id.as_deref(), Some("l-gossi"));
    assert!(near.why.ends_with("'Xyzabad' itself is not in the gazetteer"), "{}", near.why);
    // The anchor may be the one that nobody knows.
    assert_located(&ask("Gossi, 12 km north of Xyzabad", "", ""), "l-gossi");
}

#[test]
fn edges_of_towns_lie_at_their_edge() {
    let gao = locality("l-gao");
    for text in ["sortie nord de Gao", "northern outskirts of Gao", "périphérie nord de Gao"] {
        let location = located(text);
        let point = location.point.unwrap();
        assert!(point.lat() > gao.lat() && (2.0..6.0).contains(&km(point, gao)), "{text}");
        assert!(location.radius_m < 6_000.0, "{text}");
    }
    let town = located("quartier Xyzabad à Gao");
    assert_eq!(town.place_id.as_deref(), Some("l-gao"));
    assert!(town.why.starts_with("'Xyzabad' is a part of Gao that is not in the gazetteer"), "{}", town.why);
    assert_located(&ask("Sévaré, quartier de Mopti", "", ""), "l-sevare");
    assert_located(&ask("marché de Gossi", "", ""), "l-gossi");
    assert!(located("pont de Gossi").radius_m > located("Gossi").radius_m);
}

#[test]
fn parts_of_units_are_the_unit() {
    for (text, id) in [
        ("au sud-ouest du cercle de Ansongo", "c-ansongo-2023"),
        ("nord de la région de Tombouctou", "r-tombouctou-2023"),
        ("northern Gao region", "r-gao-2023"),
        ("cercle de Bourem, région de Gao", "c-bourem-2023"),
    ] {
        let location = ask(text, "", "").location;
        assert_eq!((location.status, location.place_id.as_deref()), (Status::Area, Some(id)), "{text}");
    }
    let why = ask("northern Gao region", "", "").location.why;
    assert!(why.starts_with("a part of a unit has no limits: the whole is shown"), "{why}");
}

#[test]
fn words_that_do_not_suffice_go_to_a_person() {
    for (text, said) in [
        ("au PK 30", "does not say from where it is counted"),
        ("12 km", "does not say from where it is counted"),
        ("PK 30 route de Gao", "from which end of the road"),
        ("des dizaines de km au nord de Gao", "does not say how many kilometres"),
        ("à deux heures de route de Gao", "no farther than about 120 km"),
        ("north of the Niger river", "which is no point"),
        ("frontière Mali-Niger", "which is no point"),
        ("le Gourma", "without drawn limits"),
        ("entre Gao", "only one of two ends"),
    ] {
        let location = review(text);
        assert!(location.why.contains(said), "{text}: {}", location.why);
        assert_ne!(location.why, location.why_fr);
    }
    // A short walk is near.
    assert_eq!(located("à 30 minutes de marche de Gao").place_id.as_deref(), Some("l-gao"));
}

#[test]
fn what_a_list_doubts_is_less_likely() {
    let (sure, doubted) = (located("Gao"), located("Gao (?)"));
    assert!(doubted.p < sure.p * 0.9);
    assert!(doubted.why.ends_with("the list itself is not sure"), "{}", doubted.why);
    assert_eq!(ask("Gossi, Mali", "", "").location.place_id.as_deref(), Some("l-gossi"));
    assert_eq!(ask("« Gossi » [sic]", "", "").location.place_id.as_deref(), Some("l-gossi"));
}

#[test]
fn coordinates_in_the_name_are_the_lists_own() {
    let location = located("Bamba 17.03N 1.40W");
    assert_eq!((location.method, location.place_id.as_deref()), (Method::Given, Some("l-bamba-bourem")));
    assert_eq!(location.point, Some(at(-1.40, 17.03)));
    assert!(location.why.ends_with("they stand in the place's name"), "{}", location.why);
    // Far from the place named: kept, with the warning that such coordinates get anywhere.
    let far = ask("Ansongo 12.38N 7.15W", "", "").location;
    assert!(far.flags.contains(&Flag::FarFromNamedPlace), "{far:?}");
    // Nobody says which number is which.
    assert_eq!(review("Xyzabad 17.0312, -1.4021").point, None);
    assert!(review("17.0312, -1.4021").why.contains("are not used"));
    // The list's own columns come first.
    let given = geocoder().given(at(-0.05, 16.27), None, &place("Gao 17.03N 1.40W", "", ""), None);
    assert_eq!(given.place_id.as_deref(), Some("l-gao"), "{given:?}");
}

#[test]
fn units_in_the_text_decide_as_columns_do() {
    for (text, id) in [
        ("localité de Bamba, commune de Bamba, cercle de Bourem, région de Gao", "l-bamba-bourem"),
        ("Bamba, Koro cercle", "l-bamba-koro"),
        ("Bamba dans le cercle de Koro", "l-bamba-koro"),
        ("Bamba cercle de Koro", "l-bamba-koro"),
        ("village of Bamba in the Sikasso region", "l-bamba-bougouni"),
    ] {
        // How sure that is, is a matter of the weights; which one it is, is not.
        let best = ask(text, "", "").candidates.into_iter().next().unwrap();
        assert_eq!(best.id, id, "{text}");
    }
    let offset = located("12 km au nord de Gossi, cercle de Gourma-Rharous").point.unwrap();
    assert!((km(offset, locality("l-gossi")) - 12.0).abs() < 0.01);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_phrase_has_an_answer_that_says_why(
        text in "((km|12|au nord|de|entre|et|ou|route|near|Gao|Bamba|Mopti|Sévaré|Koro|-|,|/|\\(|zone|PK 30|vers|quartier|cercle|sortie|heures|17\\.03N|1\\.40W|\\?) ){1,9}",
    ) {
        let answer = ask(&text, "", "");
        let location = answer.location;
        prop_assert!((0.0..=1.0).contains(&location.p) && location.radius_m.is_finite());
        prop_assert!(!location.why.is_empty() && !location.why_fr.is_empty());
        prop_assert!(!location.status.eq(&Status::Located) || location.point.is_some());
    }
}
