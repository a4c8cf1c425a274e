//! What place texts say, in English and French.

mod forms;
mod pairs;

use super::*;
use crate::gazetteer::{Hint, Level};
use proptest::prelude::*;

/// A name in short.
fn shown(named: &Named) -> String {
    let own = [named.names.join("|")];
    own.iter().chain(&named.beside).map(String::as_str).collect::<Vec<_>>().join(" + ")
}

fn beside(named: Option<&Named>) -> String {
    named.map_or(String::new(), |named| format!(" named {}", shown(named)))
}

fn both(cuts: &[(Named, Named)], join: &str) -> String {
    let one = |(left, right): &(Named, Named)| format!("{}{join}{}", shown(left), shown(right));
    cuts.iter().map(one).collect::<Vec<_>>().join(" or ")
}

/// The phrase in short: what a reader would underline.
fn short(text: &str) -> String {
    let km = |stated: &Stated| format!("{}±{} km", stated.km, (stated.rounding_km * 1e6).round() / 1e6);
    match parse(&clean(text).text) {
        Phrase::Nothing => "nothing".to_owned(),
        Phrase::Place(named) => format!("place {}", shown(&named)),
        Phrase::Offset { reach, bearing, anchor, named } => {
            let reach = match reach {
                Reach::Stated(stated) => km(&stated),
                Reach::Unstated => "?".to_owned(),
                Reach::Edge => "edge".to_owned(),
            };
            let way = bearing.map_or("?", |one| one.name);
            format!("{reach} {way} of {}{}", shown(&anchor), beside(named.as_ref()))
        }
        Phrase::Along { distance, ways, named } => {
            let distance = distance.as_ref().map_or("?".to_owned(), km);
            format!("{distance} from {}{}", both(&ways, " towards "), beside(named.as_ref()))
        }
        Phrase::Near { anchor, named } => format!("near {}{}", shown(&anchor), beside(named.as_ref())),
        Phrase::Part(named) => format!("part of {}", shown(&named)),
        Phrase::Between { cuts, span, named, .. } => {
            let between = match span {
                Span::Any => "between",
                Span::Halfway => "halfway",
                Span::FirstHalf => "first half",
            };
            format!("{between} {}{}", both(&cuts, " and "), beside(named.as_ref()))
        }
        Phrase::Several { places, is_either } => {
            let join = if is_either { " or " } else { " and " };
            format!("all {}", places.iter().map(shown).collect::<Vec<_>>().join(join))
        }
        Phrase::Quarter { quarter, town } => format!("quarter {} of {}", shown(&quarter), shown(&town)),
        Phrase::Lacking { lack, named } => format!("lacks {lack:?}{}", beside(named.as_ref())),
    }
}

#[test]
fn generic_words_are_hints() {
    for (text, name, hint) in [
        ("Niono cercle", "Niono", Hint::Unit(Level::Cercle)),
        ("commune rurale de Gossi", "Gossi", Hint::Unit(Level::Commune)),
        ("mine d'or de Syama", "Syama", Hint::Mine),
        ("site d'orpaillage d'Intahaka", "Intahaka", Hint::Mine),
        ("puits d'In-Arabou", "In-Arabou", Hint::Well),
        ("camp militaire de Boulkessi", "Boulkessi", Hint::Camp),
        ("Diré-ville", "Diré", Hint::Town),
        ("Gao centre", "Gao", Hint::Town),
        ("le village de Bamba", "Bamba", Hint::Village),
    ] {
        let Phrase::Place(named) = parse(text) else { panic!("{text}") };
        assert_eq!((named.shown().as_str(), named.hint), (name, Some(hint)), "{text}");
    }
    let Phrase::Place(named) = parse("village") else { panic!() };
    assert!(named.names.is_empty() && named.hint.is_some());
}

#[test]
fn what_is_no_place_is_taken_off() {
    for (text, left, doubted) in [
        ("Gao?", "Gao", true),
        ("Gao (?)", "Gao", true),
        ("probablement Gao", "Gao", true),
        ("Gao [sic]", "Gao", false),
        ("Gao¹", "Gao", false),
        ("Gao [2]", "Gao", false),
        ("« Gao »", "Gao", false),
        ("\"Gao\"", "Gao", false),
        ("Gao*", "Gao", false),
        ("Gao (Mali)", "Gao", false),
        ("Gao, Mali", "Gao", false),
        ("Gao, au Mali", "Gao", false),
        ("Northern Mali", "Northern Mali", false),
        ("nord du Mali", "nord du Mali", false),
        ("Mali", "Mali", false),
        ("Sévaré (Mopti)", "Sévaré (Mopti)", false),
        // A letter that an encoding lost.
        ("M?naka", "M?naka", false),
    ] {
        let cleaned = clean(text);
        assert_eq!((cleaned.text.as_str(), cleaned.is_doubted), (left, doubted), "{text}");
        assert!(!cleaned.is_unnamed && cleaned.point.is_none(), "{text}");
    }
}

#[test]
fn words_that_name_nothing_are_known() {
    for text in [
        "",
        "-",
        "--",
        "—",
        "N/A",
        "n/a",
        "NA",
        "?",
        "inconnu",
        "Lieu inconnu",
        "unknown",
        "UNKNOWN",
        "non précisé",
        "Non précisée",
        "not specified",
        "...",
    ] {
        assert!(clean(text).is_unnamed, "{text}");
    }
    for text in ["Gao", "12", "(((", "unknown village near Gao", "😀"] {
        assert!(!clean(text).is_unnamed, "{text}");
    }
}

#[test]
fn coordinates_with_letters_are_read() {
    for text in [
        "Bamba 17.03N 1.40W",
        "Bamba (17,03 N ; 1,40 O)",
        "Bamba 17°01'48\"N 1°24'00\"W",
        "Bamba N17°01.8' W001°24.0'",
        "Bamba 1.40 W, 17.03 N",
        "Bamba 17º01.8'N 1º24'O",
    ] {
        let cleaned = clean(text);
        let point = cleaned.point.unwrap_or_else(|| panic!("{text}"));
        assert!((point.lat() - 17.03).abs() < 1e-9 && (point.lon() + 1.4).abs() < 1e-9, "{text}: {point:?}");
        assert_eq!(parse(&cleaned.text), Phrase::Place(Named::read("Bamba")), "{text}");
    }
    let loose = clean("Bamba 17.0312, -1.4021");
    assert!(loose.point.is_none() && loose.has_loose_numbers);
    for text in ["Gao 12 N", "12 km N", "30 km NE Gao", "95.0N 1.0W", "Gao 12 N 3 E", "17.03N 1.40N"] {
        assert!(clean(text).point.is_none(), "{text}");
    }
}

/// Names that a text may be told by: none of their parts is a word of the lexicon.
const NAMES: &str = "(Gao|Bourem|Gourma-Rharous|N'Tillit|Ti-n-Essako|Ménaka)";

/// All names of a phrase.
fn names(phrase: &Phrase) -> Vec<&Named> {
    let mut all = Vec::new();
    match phrase {
        Phrase::Nothing => {}
        Phrase::Place(named) | Phrase::Part(named) => all.push(named),
        Phrase::Offset { anchor, named, .. } | Phrase::Near { anchor, named } => {
            all.push(anchor);
            all.extend(named);
        }
        Phrase::Along { ways: cuts, named, .. } | Phrase::Between { cuts, named, .. } => {
            all.extend(cuts.iter().flat_map(|(left, right)| [left, right]));
            all.extend(named);
        }
        Phrase::Several { places, .. } => all.extend(places),
        Phrase::Quarter { quarter, town } => all.extend([quarter, town]),
        Phrase::Lacking { named, .. } => all.extend(named),
    }
    all
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        let cleaned = clean(&text);
        for named in names(&parse(&cleaned.text)) {
            for name in named.names.iter().chain(&named.beside) {
                prop_assert!(cleaned.text.contains(name), "{name:?} of {text:?}");
            }
        }
    }

    #[test]
    fn any_words_are_read(text in "((km|12|north|de|of|entre|et|route|near|Gao|-|,|/|\\(|d'|au|sud|zone|PK|une|dizaine|heures|vers|quartier|commune|N|17\\.03|ou|\\?|sortie|section|à|moins) ?){0,12}") {
        let cleaned = clean(&text);
        for named in names(&parse(&cleaned.text)) {
            prop_assert!(cleaned.text.contains(named.whole.as_str()), "{:?} of {text:?}", named.whole);
        }
    }

    #[test]
    fn no_name_is_lost(
        before in "(12 km north of |à 5 km de |près de |environs de |north of |sortie nord de |le village de |marché de |)",
        name in NAMES,
        behind in "( area| et environs|, cercle de Bourem| \\(Mali\\)|, région de Gao| 30 km NE|)",
    ) {
        let text = format!("{before}{name}{behind}");
        let phrase = parse(&clean(&text).text);
        let found = names(&phrase).iter().any(|named| named.names.contains(&name));
        prop_assert!(found, "{text}: {phrase:?}");
    }
}

#[test]
fn long_texts_are_read_in_time_that_grows_with_them() {
    for words in [
        "entre et ",
        "km 5 ",
        "5 km ",
        "on the ",
        "route ",
        "a-",
        "(",
        "de la ",
        "5 ",
        "près de ",
        "cent ",
        "N ",
        "in the region of ",
    ] {
        let text = words.repeat(10_000 / words.len());
        parse(&clean(&text).text);
    }
}
