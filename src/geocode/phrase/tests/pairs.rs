//! One phrase in English and in French is one phrase.

use super::*;

#[test]
fn english_and_french_say_the_same() {
    let wrong: Vec<_> = [
        ("12 km north of Gao", "à 12 km au nord de Gao"),
        ("ten kilometres north-east of Gao", "dix kilomètres au nord-est de Gao"),
        ("twenty-five km from Gao", "à vingt-cinq km de Gao"),
        ("10 to 15 km from Gao", "10 à 15 km de Gao"),
        ("less than 5 km from Gao", "à moins de 5 km de Gao"),
        ("more than 50 km from Gao", "à plus de 50 km de Gao"),
        ("north of Gao", "au nord de Gao"),
        ("north-north-west of Gao", "au nord-nord-ouest de Gao"),
        ("near Gao", "près de Gao"),
        ("in the vicinity of Gao", "aux environs de Gao"),
        ("outskirts of Gao", "périphérie de Gao"),
        ("northern outskirts of Gao", "périphérie nord de Gao"),
        ("southern exit of Gao", "sortie sud de Gao"),
        ("between Gao and Bourem", "entre Gao et Bourem"),
        ("halfway between Gao and Bourem", "à mi-chemin entre Gao et Bourem"),
        ("30 km from Gao on the Bourem road", "à 30 km de Gao sur la route de Bourem"),
        ("30 km from Gao towards Bourem", "à 30 km de Gao vers Bourem"),
        ("Gao and Bourem", "Gao et Bourem"),
        ("Gao or Bourem", "Gao ou Bourem"),
        ("two hours by road from Gao", "à deux heures de route de Gao"),
        ("from Gao to Bourem", "de Gao à Bourem"),
        ("Gao military camp", "camp militaire de Gao"),
        ("Gao bridge", "pont de Gao"),
        ("Tabankort, 12 km north of Gao", "Tabankort, à 12 km au nord de Gao"),
        ("Tabankort near Gao", "Tabankort près de Gao"),
        ("PK 30, Gao-Bourem road", "PK 30, route Gao-Bourem"),
    ]
    .into_iter()
    .filter(|(english, french)| bare(parse(english)) != bare(parse(french)))
    .map(|(english, french)| format!("{english}: {:?}\n{french}: {:?}", parse(english), parse(french)))
    .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Without the texts as they were written.
fn bare(mut phrase: Phrase) -> Phrase {
    let clear = |named: &mut Named| named.whole.clear();
    match &mut phrase {
        Phrase::Nothing => {}
        Phrase::Place(named) | Phrase::Part(named) => clear(named),
        Phrase::Offset { anchor, named, .. } | Phrase::Near { anchor, named } => {
            clear(anchor);
            named.iter_mut().for_each(clear);
        }
        Phrase::Along { ways: cuts, named, .. } => {
            cuts.iter_mut().flat_map(|(left, right)| [left, right]).for_each(clear);
            named.iter_mut().for_each(clear);
        }
        Phrase::Between { cuts, named, whole, .. } => {
            cuts.iter_mut().flat_map(|(left, right)| [left, right]).for_each(clear);
            named.iter_mut().chain(whole).for_each(clear);
        }
        Phrase::Several { places, .. } => places.iter_mut().for_each(clear),
        Phrase::Quarter { quarter, town } => [quarter, town].into_iter().for_each(clear),
        Phrase::Lacking { named, .. } => named.iter_mut().for_each(clear),
    }
    phrase
}
