//! Generic words of lists become hints, and names keep theirs.

use super::*;
use proptest::prelude::*;

#[test]
fn generic_words_become_hints() {
    for (text, name, hint) in [
        ("Ménaka town", "Ménaka", Some(Hint::Town)),
        ("Niono cercle", "Niono", Some(Hint::Unit(Level::Cercle))),
        ("Région de Ménaka", "Ménaka", Some(Hint::Unit(Level::Region))),
        ("Cercle d'Araouane", "Araouane", Some(Hint::Unit(Level::Cercle))),
        ("the village of Bamba", "Bamba", Some(Hint::Village)),
        ("dans la localité de Bamba", "Bamba", Some(Hint::Place)),
        ("N'Tillit", "N'Tillit", None),
        ("I-n-Delimane", "I-n-Delimane", None),
        ("L'Aguel", "Aguel", None),
        ("village", "", Some(Hint::Village)),
        ("Wagadou forest", "Wagadou", Some(Hint::Feature(Feature::Wood))),
        ("Forêt classée de Faya", "Faya", Some(Hint::Feature(Feature::Wood))),
        ("Lac Débo", "Débo", Some(Hint::Feature(Feature::Water))),
        ("falaise de Bandiagara", "Bandiagara", Some(Hint::Feature(Feature::Land))),
        ("mare de Gossi", "Gossi", Some(Hint::Feature(Feature::Pond))),
        ("Hombori Tondo", "Hombori", Some(Hint::Feature(Feature::Height))),
        ("Adrar des Ifoghas", "Ifoghas", Some(Hint::Feature(Feature::Height))),
        ("Adrar", "Adrar", None),
        ("Tondo", "Tondo", None),
        ("Ti-n-Adrar", "Ti-n-Adrar", None),
        ("La", "La", None),
        ("منطقة تمبكتو", "تمبكتو", Some(Hint::Unit(Level::Region))),
        ("دائرة كيدال", "كيدال", Some(Hint::Unit(Level::Cercle))),
    ] {
        assert_eq!(strip(text), Stripped { name, hint }, "{text}");
    }
}

#[test]
fn facilities_and_sites_give_way_to_the_place_they_are_named_after() {
    for (text, name, hint) in [
        ("CSCOM DE BAMBA", "BAMBA", Hint::Place),
        ("Bamba CSCom", "Bamba", Hint::Place),
        ("CSRéf de Bourem", "Bourem", Hint::Place),
        ("Centre de santé communautaire de Bamba", "Bamba", Hint::Place),
        ("Ecole fondamentale de Léré", "Léré", Hint::Place),
        ("SITE DES DEPLACES DE MENAKA", "MENAKA", Hint::Place),
        ("Gao IDP site", "Gao", Hint::Place),
        ("Poste de sécurité de Labbezanga", "Labbezanga", Hint::BorderPost),
        ("Poste de contrôle de police de Wabaria", "Wabaria", Hint::BorderPost),
        ("Camp militaire FAMa de Bamba", "Bamba", Hint::Camp),
        ("FAMa camp Bamba", "Bamba", Hint::Camp),
        ("Bamba military camp", "Bamba", Hint::Camp),
        ("Gao camp militaire", "Gao", Hint::Camp),
        ("Commune rurale de Bamba", "Bamba", Hint::Unit(Level::Commune)),
        ("Commune urbaine de Gao", "Gao", Hint::Unit(Level::Commune)),
        ("Marché hebdomadaire d'Ansongo", "Ansongo", Hint::Place),
        ("Site d'orpaillage de N'Tahaka", "N'Tahaka", Hint::Place),
        ("Cne de Bamba", "Bamba", Hint::Unit(Level::Commune)),
        ("Rég. de Gao", "Gao", Hint::Unit(Level::Region)),
        ("Qtier Château", "Château", Hint::Neighbourhood),
        ("Q. Château", "Château", Hint::Neighbourhood),
        ("V. Bamba", "Bamba", Hint::Village),
        ("Bamba Ctre", "Bamba", Hint::Place),
        ("camp militaire", "", Hint::Camp),
    ] {
        assert_eq!(strip(text), Stripped { name, hint: Some(hint) }, "{text}");
    }
}

#[test]
fn words_of_lists_that_are_names_stay() {
    for name in
        ["Garde", "Sévaré Police", "V Bamba", "N. Tillit", "Santé", "FAMa", "Kaliabougou II", "Tiby 1"]
    {
        assert_eq!(strip(name), Stripped { name, hint: None });
    }
}

#[test]
fn codes_after_a_name_are_no_part_of_it() {
    for (text, name) in [
        ("Bamba ML070201", "Bamba"),
        ("BAMBA 07010203", "BAMBA"),
        ("Bamba (ML07)", "Bamba"),
        ("Niono Km23", "Niono Km23"),
        ("Bamba 12", "Bamba 12"),
        ("2023", "2023"),
    ] {
        assert_eq!(strip(text).name, name, "{text}");
    }
}

#[test]
fn abbreviations_within_names_are_spelt_out() {
    assert_eq!(spelt_out("Ste. Marie").as_deref(), Some("Sainte. Marie"));
    assert_eq!(spelt_out("Moussa-Bgou").as_deref(), Some("Moussa-bougou"));
    assert_eq!(spelt_out("Bamba"), None);
    assert_eq!(spelt_out("Stella"), None);
}

proptest! {
    #[test]
    fn what_is_left_is_part_of_what_was_given(text in any::<String>()) {
        let stripped = strip(&text);
        prop_assert!(text.contains(stripped.name));
    }

    #[test]
    fn lists_of_generic_words_are_taken_apart_without_end_in_sight(
        words in prop::collection::vec(prop::sample::select(vec!["camp", "de", "FAMa", "Bamba", "santé", "d'", "ML07"]), 0..8)
    ) {
        let text = words.join(" ");
        prop_assert!(text.contains(strip(&text).name));
    }
}
