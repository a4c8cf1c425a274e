//! What place texts say, in English and French.

use super::*;
use crate::gazetteer::{Hint, Level};
use proptest::prelude::*;

/// The phrase in short: what a reader would underline.
fn short(text: &str) -> String {
    let shown = |named: &Named| {
        let names = [named.names.join("|")];
        names.iter().chain(&named.beside).map(String::as_str).collect::<Vec<_>>().join(" + ")
    };
    match parse(text) {
        Phrase::Nothing => "nothing".to_owned(),
        Phrase::Place(named) => format!("place {}", shown(&named)),
        Phrase::Offset { distance, bearing, anchor, named } => format!(
            "{} {} of {}{}",
            distance.map_or("?".to_owned(), |d| format!("{}±{} km", d.km, d.rounding_km)),
            bearing.map_or("?", |b| b.name),
            shown(&anchor),
            named.map_or(String::new(), |n| format!(" named {}", shown(&n))),
        ),
        Phrase::Near(named) => format!("near {}", shown(&named)),
        Phrase::Part(named) => format!("part of {}", shown(&named)),
        Phrase::Between(cuts) => cuts
            .iter()
            .map(|(left, right)| format!("between {} and {}", shown(left), shown(right)))
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

#[test]
fn places_told_by_other_places_are_understood() {
    for (text, expected) in [
        ("12 km north of Bourem", "12±0.5 km north of Bourem"),
        ("à 15 km au sud d'Hombori", "15±0.5 km south of Hombori"),
        ("À 15 km au nord-est de la ville de Gao", "15±0.5 km north-east of Gao"),
        ("Gao 50km W", "50±0.5 km west of Gao"),
        ("Gao (50 km W)", "50±0.5 km west of Gao"),
        ("environ 120 km à l'ouest de Kidal", "120±5 km west of Kidal"),
        ("12,5 km NNE of Ber", "12.5±0.05 km north-north-east of Ber"),
        ("500 m south of Bamba", "0.5±0.005 km south of Bamba"),
        ("10 km from Ménaka", "10±0.5 km ? of Ménaka"),
        ("à 10 km de Gao sur la route de Bourem", "10±0.5 km ? of Gao"),
        ("Tabankort, 12 km north of Bourem", "12±0.5 km north of Bourem named Tabankort"),
        ("north of Bamba", "? north of Bamba"),
        ("au nord du village de Bamba", "? north of Bamba"),
        ("near Ansongo", "near Ansongo"),
        ("près de N'Tillit", "near N'Tillit"),
        ("aux environs de Gossi", "near Gossi"),
        ("Gossi et environs", "near Gossi"),
        ("Gossi area", "near Gossi"),
        ("between Gourma-Rharous and Bamba", "between Gourma-Rharous and Bamba"),
        ("entre Gao et Ansongo", "between Gao and Ansongo"),
        ("la route entre Gao et Ansongo", "between Gao and Ansongo"),
        ("route Ansongo-Ménaka", "between Ansongo and Ménaka"),
        ("Gao - Kidal axis", "between Gao and Kidal"),
        ("on the Gao-Bourem road", "between Gao and Bourem"),
        ("road from Gao to Bourem", "between Gao and Bourem"),
        ("axe Gao-Gourma-Rharous", "between Gao and Gourma-Rharous or between Gao-Gourma and Rharous"),
        ("route de Gao", "near Gao"),
        ("Northern Mali", "part of Mali"),
        ("Mopti/Sévaré", "place Mopti|Sévaré"),
        ("Sévaré (Mopti)", "place Sévaré + Mopti"),
        ("Bamba, Bourem, Gao", "place Bamba + Bourem + Gao"),
        ("the village of Bamba", "place Bamba"),
        ("I-n-Delimane", "place I-n-Delimane"),
        ("3 villages", "place 3"),
        ("?!", "nothing"),
        ("", "nothing"),
    ] {
        assert_eq!(short(text), expected, "{text}");
    }
}

#[test]
fn generic_words_are_hints() {
    let Phrase::Place(named) = parse("Niono cercle") else { panic!() };
    assert_eq!((named.shown().as_str(), named.hint), ("Niono", Some(Hint::Unit(Level::Cercle))));
    let Phrase::Place(named) = parse("village") else { panic!() };
    assert!(named.names.is_empty() && named.hint.is_some());
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        parse(&text);
    }

    #[test]
    fn any_words_are_read(text in "((km|12|north|de|of|entre|et|route|near|Gao|-|,|/|\\(|d'|au|sud|zone) ?){0,9}") {
        parse(&text);
    }
}
