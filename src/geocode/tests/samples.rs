//! Every row of the samples, by its place and units, lands where it belongs.

use super::*;

/// What a row must come to: the id of a place, or a word for the others.
fn outcome(answer: &Answer) -> String {
    let location = &answer.location;
    match (location.status, location.method, &location.place_id) {
        (Status::Located, Method::Exact | Method::Folded | Method::Fuzzy, Some(id)) => id.clone(),
        (Status::Located, _, _) => location.name.clone().unwrap_or_default(),
        (status, _, id) => format!("{status:?} {}", id.as_deref().unwrap_or("-")),
    }
}

fn outcomes(list: &str, delimiter: u8, columns: [&str; 3]) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(list.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let number = |name: &str| headers.iter().position(|header| header == name);
    let numbers = columns.map(number);
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let [name, region, cercle] =
                numbers.map(|number| number.and_then(|n| record.get(n)).unwrap_or_default());
            format!("{name}: {}", outcome(&ask(name, region, cercle)))
        })
        .collect()
}

#[test]
fn every_row_of_the_english_sample_lands_where_it_belongs() {
    let list = include_str!("../../../data/samples/incidents-2023.csv");
    let expected = [
        "Tombouctou: l-tombouctou",
        "Ber: l-ber",
        "Ber: l-ber",
        "between Gourma-Rharous and Bamba: Gourma-Rharous – Bamba",
        "Bamba: l-bamba-bourem",
        "Gao: l-gao",
        "Bourem: l-bourem",
        "Léré: l-lere",
        "Timbuktu: l-tombouctou",
        "Dioura: l-dioura",
        "Bamba: l-bamba-bourem",
        "Bamba: l-bamba-bourem",
        "Taoussa: l-taoussa",
        "Anéfis: l-anefis",
        "Tessalit: l-tessalit",
        "Aguel'hoc: l-aguelhok",
        "Kidal: l-kidal",
        "Kidal: l-kidal",
        "Région de Ménaka: Area r-menaka-2023",
        "12 km north of Bourem: 12 km north of Bourem",
        "Bamba: l-bamba-koro",
        "route Ansongo-Ménaka: Ansongo – Ménaka",
        "Xyzabad: Review -",
        "Gao: l-gao",
        "In Delimane: l-in-delimane",
    ];
    assert_eq!(outcomes(list, b',', ["place", "region", "cercle"]), expected);
}

#[test]
fn every_row_of_the_french_sample_lands_where_it_belongs() {
    let list = include_str!("../../../data/samples/liste-hebdomadaire.csv");
    let expected = [
        "Bamba: l-bamba-bourem",
        "Labézanga: l-labbezanga",
        "Mopti/Sévaré: l-sevare",
        "Ti-n-Essako: l-tin-essako",
        "à 15 km au sud d'Hombori: 15 km south of Hombori",
        "Boulkessi: l-boulikessi",
        "Diré: l-dire",
        "San: l-san",
    ];
    assert_eq!(outcomes(list, b';', ["Lieu", "Région", "Cercle"]), expected);
}
