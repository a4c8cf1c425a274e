//! The reason in French: the same clauses as in English, as a person would write them.

use super::*;

/// The sentence with plain spaces, for eyes.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn why(name: &str, region: &str, cercle: &str) -> String {
    plain(&ask(name, region, cercle).location.why_fr)
}

#[test]
fn the_three_bambas_are_explained() {
    for (region, cercle, said) in [
        (
            "Gao",
            "",
            "« Bamba » correspond exactement ; dans la région de Gao comme le dit la ligne ; le suivant, Bamba \
             (Koro, Mopti), à 321 km, contredit la région",
        ),
        (
            "Mopti",
            "Koro",
            "« Bamba » correspond exactement ; dans le cercle de Koro comme le dit la ligne ; dans la région \
             de Mopti comme le dit la ligne, selon le découpage de 2016 à 2023 ; le suivant, \
             Bamba (Gao), à 321 km, contredit la région",
        ),
    ] {
        assert_eq!(why("Bamba", region, cercle), said);
    }
    assert_eq!(
        why("Bamba", "", ""),
        "« Bamba » peut désigner 3 lieux et rien dans la ligne ne tranche : Bamba (Gao), Bamba (Koro, \
         Mopti), Bamba (Bougouni, Sikasso)"
    );
    let rivals = ask("Bamba", "Gao", "").location.rivals;
    assert_eq!(
        plain(&rivals[0].why_fr),
        "« Bamba » correspond exactement ; hors de la région de Gao, que nomme la ligne"
    );
}

#[test]
fn offsets_areas_and_roads_are_explained() {
    let offset = why("1.5 km east of Ansongo", "", "");
    assert!(offset.starts_with("à 1,5 km à l’est d’Ansongo (Gao), à "), "{offset}");
    assert!(offset.contains(" près ; « Ansongo » correspond exactement"), "{offset}");
    let offset = why("à 12 km au nord de Bourem", "", "");
    assert!(offset.starts_with("à 12 km au nord de Bourem (Gao), à "), "{offset}");
    assert!(why("near Ansongo", "", "").starts_with("quelque part près d’Ansongo ; "));
    assert!(
        why("Région de Ménaka", "", "")
            .starts_with("la région de Ménaka est une unité, pas un lieu : représentée par une zone")
    );
    assert!(why("", "", "Ansongo").starts_with(
        "aucun lieu n’est nommé, seulement des unités ; le cercle d’Ansongo est une unité, pas un lieu : représenté par"
    ));
    let road = why("route Ansongo-Ménaka", "", "");
    assert!(road.starts_with("entre Ansongo (Gao) et Ménaka"), "{road}");
    assert!(road.contains(" km : le milieu, à "), "{road}");
    assert_eq!(why("Mali", "", ""), "aucun lieu n’est nommé, sinon le pays : représenté par une zone");
}

#[test]
fn what_is_not_found_is_explained() {
    assert_eq!(why("Xyzabad", "Gao", ""), "aucun lieu semblable à « Xyzabad » dans le répertoire");
    assert_eq!(why("village", "", ""), "« village » est un type de lieu, pas un nom");
    assert_eq!(why("cercle de Nowhere", "", ""), "aucun cercle nommé « Nowhere » dans aucun découpage connu");
    assert!(
        why("Hombori", "Kayes", "").contains("il se trouve hors de la région de Kayes, que nomme la ligne")
    );
    assert!(
        why("Hombori", "Azawadland", "")
            .ends_with(" ; aucune région nommée « Azawadland » dans aucun découpage connu")
    );
    assert!(
        why("Douaya", "", "").starts_with("aucun lieu nommé « Douaya » dans le répertoire ; noms proches : ")
    );
    assert!(
        why("12 km north of Xyzabad", "", "")
            .starts_with("« 12 km north of Xyzabad » part d’un lieu incertain : ")
    );
}

#[test]
fn given_coordinates_are_explained() {
    let why = |lon, lat, row: &PlaceContext| plain(&geocoder().given(at(lon, lat), None, row, None).why_fr);
    let named = why(-1.40, 17.03, &place("Bamba", "Gao", ""));
    assert!(named.starts_with("coordonnées telles que la liste les donne ; à "), "{named}");
    assert!(named.ends_with(" m de Bamba, le lieu nommé"), "{named}");
    let far = why(-7.15, 12.3833, &place("Ansongo", "Gao", ""));
    assert!(far.starts_with("coordonnées telles que la liste les donne, mais à "), "{far}");
    assert!(far.ends_with(" km d’Ansongo, le lieu nommé"), "{far}");
    let exchanged = why(17.0336, -1.4038, &place("Bamba", "Gao", ""));
    assert!(exchanged.ends_with(
        "hors du Mali ; longitude et latitude semblent interverties : dans l’autre sens, elles mènent au lieu nommé"
    ));
    let offset = why(-0.35, 17.06, &place("12 km north of Bourem", "", ""));
    assert!(offset.ends_with(" m du lieu nommé"), "{offset}");
}

/// Clauses of the English sentences, none of which a French one may have.
const ENGLISH: [&str; 22] = [
    "matched",
    "exactly",
    " as the row says",
    "which the row",
    "next best",
    " away ",
    "contradicts",
    "likely",
    "another",
    "spelling",
    "letters from",
    "gazetteer",
    "edition",
    "within",
    "apart",
    "shown as",
    "somewhere",
    "place named",
    "the list",
    "outside",
    "is a unit",
    "no place",
];

/// The sentence without what stands in quotes: words of the list, in any language.
fn own_words(text: &str) -> String {
    text.split('«')
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.rsplit('»').next().unwrap() })
        .collect()
}

fn assert_both(why: &str, why_fr: &str) {
    assert!(!why.is_empty() && !why_fr.is_empty(), "{why:?} {why_fr:?}");
    assert_ne!(why, why_fr);
    let own = own_words(why_fr);
    for word in ENGLISH {
        assert!(!own.contains(word), "{word:?} in {why_fr:?}");
    }
}

fn assert_all(location: &Location, candidates: &[Candidate]) {
    assert_both(&location.why, &location.why_fr);
    for one in location.rivals.iter().chain(candidates) {
        assert_both(&one.why, &one.why_fr);
    }
}

#[test]
fn every_row_of_the_samples_says_why_in_both_languages() {
    let lists = [
        (include_str!("../../../data/samples/incidents-2023.csv"), b',', ["place", "region", "cercle"]),
        (include_str!("../../../data/samples/liste-hebdomadaire.csv"), b';', ["Lieu", "Région", "Cercle"]),
    ];
    for (list, delimiter, columns) in lists {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(list.as_bytes());
        let headers = reader.headers().unwrap().clone();
        for record in reader.records() {
            let record = record.unwrap();
            let [name, region, cercle] = columns.map(|column| {
                let number = headers.iter().position(|header| header == column);
                number.and_then(|number| record.get(number)).unwrap_or_default()
            });
            let answer = ask(name, region, cercle);
            assert_all(&answer.location, &answer.candidates);
            let given = geocoder().given(at(-3.0, 15.0), None, &place(name, region, cercle), None);
            assert_all(&given, &[]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_row_says_why_in_both_languages(
        name in any::<String>(),
        known in "(near |12 km north of |road |)(Bamba|Ansongo|Menaca|Hombri|Ouatagouna)(/Gao| - Kidal|)",
        region in "(Gao|Mopti|Nowhere|)",
        cercle in ".{0,12}",
        lon in -13.0..5.0_f64,
        lat in 9.0..26.0_f64,
    ) {
        for name in [&name, &known] {
            let row = place(name, &region, &cercle);
            let answer = geocoder().geocode(&row, None);
            assert_all(&answer.location, &answer.candidates);
            assert_all(&geocoder().given(at(lon, lat), None, &row, None), &[]);
        }
    }
}
