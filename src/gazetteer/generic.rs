//! Words that say what kind of place a name is, and are no part of it.
//!
//! In: a place as a list writes it ("Niono cercle", "village de Bamba"). Out: the name and the kind. It must
//! not know which places there are.

use super::Level;

/// What a generic word says of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hint {
    /// An administrative unit of a level.
    Unit(Level),
    /// A unit, of which level is not said ("district", "circonscription").
    AnyUnit,
    /// A town or city.
    Town,
    /// A village or hamlet.
    Village,
    /// A camp.
    Camp,
    /// A well, waterhole or pond.
    Well,
    /// A part of a town.
    Neighbourhood,
    /// A mine or a place where gold is washed.
    Mine,
    /// A border post.
    BorderPost,
    /// A place of any kind ("locality").
    Place,
    /// Somewhere round it ("area", "zone").
    Around,
    /// A feature of nature or of a road network that may bear a town's name and lie elsewhere.
    Feature,
}

/// A name and what its generic words say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stripped<'a> {
    /// The name without generic words; empty when there was nothing else.
    pub name: &'a str,
    /// What they say; of several the outermost at the end, as in "Bamba camp area".
    pub hint: Option<Hint>,
}

/// The kind a generic word names; the word folded by `event::fold`.
pub fn hint_of(word: &str) -> Option<Hint> {
    Some(match word {
        "region" | "regions" | "gouvernorat" | "governorate" | "province" => Hint::Unit(Level::Region),
        "cercle" | "cercles" | "circle" | "prefecture" => Hint::Unit(Level::Cercle),
        "commune" | "communes" | "cne" | "municipality" | "mairie" => Hint::Unit(Level::Commune),
        "district" | "arrondissement" | "county" => Hint::AnyUnit,
        "town" | "city" | "ville" | "cite" => Hint::Town,
        "village" | "villages" | "hameau" | "hamlet" => Hint::Village,
        "camp" | "camps" | "campement" | "base" | "garnison" | "garrison" => Hint::Camp,
        "well" | "wells" | "waterhole" | "puits" | "forage" | "mare" | "pond" | "point d eau" => Hint::Well,
        "quartier" | "neighbourhood" | "neighborhood" | "suburb" => Hint::Neighbourhood,
        "mine" | "placer" => Hint::Mine,
        "poste" | "post" | "checkpoint" => Hint::BorderPost,
        "locality" | "localite" | "location" | "lieu" | "place" | "site" | "settlement" => Hint::Place,
        "area" | "zone" | "secteur" | "sector" | "surroundings" | "vicinity" => Hint::Around,
        "forest" | "foret" | "valley" | "vallee" | "wadi" | "oued" | "mount" | "mont" | "mountain"
        | "mountains" | "hill" | "hills" | "colline" | "dunes" | "dune" | "lake" | "lac" | "river"
        | "fleuve" | "riviere" | "plateau" | "bridge" | "pont" | "border" | "frontiere" | "desert"
        | "island" | "ile" => Hint::Feature,
        _ => return None,
    })
}

/// Small words that join a generic word to its name, or open a phrase. Not the English "in": Tamasheq names
/// begin with it.
pub fn is_joining(word: &str) -> bool {
    matches!(
        word,
        "de" | "du"
            | "des"
            | "d"
            | "of"
            | "the"
            | "le"
            | "la"
            | "les"
            | "l"
            | "a"
            | "au"
            | "aux"
            | "in"
            | "at"
            | "dans"
            | "en"
            | "sur"
            | "on"
            | "vers"
    )
}

/// Takes generic words from both ends of a name, with the small words that join them to it.
///
/// The caller asks the gazetteer for the whole text first: "Camp" or "La" may be part of a true name.
pub fn strip(text: &str) -> Stripped<'_> {
    let mut name = text;
    let mut hint = None;
    while let Some((rest, found)) = strip_last(name) {
        name = rest;
        hint = hint.or(Some(found));
    }
    while let Some((rest, found)) = strip_first(name) {
        name = rest;
        // "Cercle de Bourem" says as much as "Bourem cercle"; the outermost word wins in both.
        hint = hint.or(found);
    }
    Stripped { name: trim(name), hint }
}

fn strip_last(text: &str) -> Option<(&str, Hint)> {
    let text = trim(text);
    let at = text.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + char_length(text, at));
    // A hyphen is part of a name ("Diré-Ville"), an apostrophe too.
    let word = text.get(at..)?;
    let joined = text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(|c| c == '-' || c == '\'');
    let hint = hint_of(&crate::event::fold(word)).filter(|_| !joined)?;
    Some((text.get(..at)?, hint))
}

fn strip_first(text: &str) -> Option<(&str, Option<Hint>)> {
    let text = trim(text);
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let (word, rest) = (text.get(..end)?, text.get(end..)?);
    let folded = crate::event::fold(word);
    let next = rest.chars().next();
    if is_joining(&folded) {
        // "d'Hombori" but not "D-Bamba"; alone it is nothing to strip.
        let elided = matches!(next, Some('\'' | '’' | 'ʼ'));
        let spaced = next.is_some_and(char::is_whitespace) && folded != "d" && folded != "l";
        return (elided || spaced).then_some((rest, None));
    }
    let hint = hint_of(&folded)?;
    (next != Some('-')).then_some((rest, Some(hint)))
}

fn char_length(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8)
}

/// Without spaces and signs at both ends.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
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
            ("Wagadou forest", "Wagadou", Some(Hint::Feature)),
            ("La", "La", None),
        ] {
            assert_eq!(strip(text), Stripped { name, hint }, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_left_is_part_of_what_was_given(text in any::<String>()) {
            let stripped = strip(&text);
            prop_assert!(text.contains(stripped.name));
        }
    }
}
