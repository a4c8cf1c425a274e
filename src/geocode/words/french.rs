//! What French asks for where English just puts words in a row: élision, contraction, gender, signs.
//!
//! In: names, levels, numbers. Out: parts of French clauses. It must not make clauses.

use crate::event::fold;
use crate::gazetteer::{Level, numbered};

/// A space at which no line breaks.
const SPACE: char = '\u{a0}';

/// "« Bamba »".
pub(in crate::geocode) fn quoted(text: &str) -> String {
    format!("«{SPACE}{text}{SPACE}»")
}

/// "de Gao", "d’Ansongo", "du Gourma" for "Le Gourma".
pub(in crate::geocode) fn of(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        return format!("du {rest}");
    }
    if let Some(rest) = name.strip_prefix("Les ") {
        return format!("des {rest}");
    }
    if is_elided(name) { format!("d’{name}") } else { format!("de {name}") }
}

/// Before a vowel; not before the sound of w ("de Ouagadougou") or of y, nor before h: usage of Malian names
/// varies there, and the official lists have "cercle de Hombori".
fn is_elided(name: &str) -> bool {
    let Some(first) = name.chars().next().filter(|first| first.is_alphabetic()) else { return false };
    let folded = fold(name);
    let mut letters = folded.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some('o'), Some('u'), Some('a' | 'e' | 'i' | 'o')) => false,
        // Letters whose first part folds to a vowel and that no French reader knows are left alone.
        (Some('a' | 'e' | 'i' | 'o' | 'u'), _, _) => first.is_ascii() || first < '\u{250}',
        _ => false,
    }
}

/// "la région de Gao", "le cercle d’Ansongo".
pub(in crate::geocode) fn unit(name: &str, level: Level) -> String {
    let (article, noun) = match level {
        Level::Region if is_district(name) => ("le", "district"),
        Level::Region => ("la", "région"),
        Level::Cercle => ("le", "cercle"),
        Level::Commune => ("la", "commune"),
    };
    match numbered(name) {
        // "la commune V".
        Some((said, _)) => format!("{article} {noun}{}", said.trim_start_matches(char::is_alphabetic)),
        None => format!("{article} {noun} {}", of(name)),
    }
}

/// "de la région de Gao", "du cercle d’Ansongo".
pub(in crate::geocode) fn of_unit(name: &str, level: Level) -> String {
    let unit = unit(name, level);
    match unit.strip_prefix("le ") {
        Some(rest) => format!("du {rest}"),
        None => format!("de {unit}"),
    }
}

/// Whether the noun takes the feminine: with the unit's name for its sake.
pub(in crate::geocode) fn is_feminine(name: &str, level: Level) -> bool {
    unit(name, level).starts_with("la ")
}

/// Bamako stands on the level of the regions, and is none.
fn is_district(name: &str) -> bool {
    name == "Bamako"
}

/// "la région", "le cercle".
pub(in crate::geocode) fn level(level: Level) -> &'static str {
    match level {
        Level::Region => "la région",
        Level::Cercle => "le cercle",
        Level::Commune => "la commune",
    }
}

/// "aucune région nommée", "aucun cercle nommé".
pub(in crate::geocode) fn none_called(level: Level) -> &'static str {
    match level {
        Level::Region => "aucune région nommée",
        Level::Cercle => "aucun cercle nommé",
        Level::Commune => "aucune commune nommée",
    }
}

/// "au nord", "à l’est-nord-est".
pub(in crate::geocode) fn towards(bearing: &str) -> String {
    if bearing.starts_with(['e', 'o']) { format!("à l’{bearing}") } else { format!("au {bearing}") }
}

/// "321 km", "850 m".
pub(in crate::geocode) fn distance(metres: f64) -> String {
    super::distance(metres).replace(' ', "\u{a0}")
}

/// "12 km", "1,5 km".
pub(in crate::geocode) fn kilometres(km: f64) -> String {
    super::kilometres(km).replace(' ', "\u{a0}").replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn de_is_elided_and_contracted_as_people_say_it() {
        for (name, said) in [
            ("Gao", "de Gao"),
            ("Ansongo", "d’Ansongo"),
            ("Émnal", "d’Émnal"),
            ("In-Delimane", "d’In-Delimane"),
            ("Ouro Modi", "d’Ouro Modi"),
            ("Ouattagouna", "de Ouattagouna"),
            ("Youwarou", "de Youwarou"),
            ("Hombori", "de Hombori"),
            ("Le Gourma", "du Gourma"),
            ("Léré", "de Léré"),
            ("", "de "),
        ] {
            assert_eq!(of(name), said);
        }
    }

    #[test]
    fn units_have_their_gender() {
        assert_eq!(of_unit("Gao", Level::Region), "de la région de Gao");
        assert_eq!(of_unit("Ansongo", Level::Cercle), "du cercle d’Ansongo");
        assert_eq!(of_unit("Bamako", Level::Region), "du district de Bamako");
        assert!(is_feminine("Gao", Level::Commune) && !is_feminine("Bamako", Level::Region));
    }

    #[test]
    fn directions_and_distances_are_french() {
        assert_eq!(towards("sud-ouest"), "au sud-ouest");
        assert_eq!(towards("ouest-nord-ouest"), "à l’ouest-nord-ouest");
        assert_eq!(kilometres(1.5), "1,5\u{a0}km");
        assert_eq!(distance(849.6), "850\u{a0}m");
    }
}
