//! Names as tired people write them, made from the gazetteer itself.
//!
//! In: the gazetteer and a seed. Out: labelled rows with typing errors, without accents, with a wrong region. It must
//! not depend on the order of a hash map: one seed gives one set; nor on how spellings are compared.

use super::surveyed::surveyed;
use super::{Labelled, Told};
use crate::event::PlaceContext;
use crate::gazetteer::{Edition, Gazetteer, Locality, LocalityKind, feature_name};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is done to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corruption {
    /// Nothing.
    None,
    /// Capitals without accents.
    UpperCase,
    /// Accents, hyphens and apostrophes left out.
    NoAccents,
    /// One letter wrong, missing, doubled or exchanged with the next.
    OneTypo,
    /// Two such errors; one in names under seven letters.
    TwoTypos,
    /// Capitals, abbreviations, and one or two slips of ear or hand.
    Surveyed,
    /// The same, of places that the gazetteer is asked for as if it lacked them.
    Lacking,
    /// The region is left out.
    NoRegion,
    /// Another region stands there.
    WrongRegion,
    /// Not a place where people live: a lake, a hill, a wood, by the word for it in either language, or by its name alone.
    OfNature,
}

impl Corruption {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::None,
        Self::UpperCase,
        Self::NoAccents,
        Self::OneTypo,
        Self::TwoTypos,
        Self::Surveyed,
        Self::Lacking,
        Self::NoRegion,
        Self::WrongRegion,
        Self::OfNature,
    ];

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "as it is",
            Self::UpperCase => "capitals, no accents",
            Self::NoAccents => "no accents or hyphens",
            Self::OneTypo => "one typing error",
            Self::TwoTypos => "two typing errors",
            Self::Surveyed => "as surveyors write",
            Self::Lacking => "the same, not in the gazetteer",
            Self::NoRegion => "no region",
            Self::WrongRegion => "wrong region",
            Self::OfNature => "a lake, a hill, a wood",
        }
    }

    /// Which of its units such a row is told with: misspelt names with ever more of them.
    pub fn told(self) -> &'static [Told] {
        match self {
            Self::OneTypo | Self::TwoTypos | Self::Surveyed | Self::Lacking => {
                &[Told::Region, Told::Cercle, Told::All]
            }
            Self::NoRegion => &[Told::Name],
            Self::OfNature => &[Told::Region, Told::Cercle],
            Self::None | Self::UpperCase | Self::NoAccents | Self::WrongRegion => &[Told::Region],
        }
    }
}

/// `count` rows of places where people live, or of those of nature, drawn from the gazetteer, with their units, corrupted.
pub fn corrupted(gazetteer: &Gazetteer, corruption: Corruption, count: usize, seed: u64) -> Vec<Labelled> {
    use LocalityKind as K;
    // Every corruption is done to the same places.
    let mut random = fastrand::Rng::with_seed(seed);
    let is_drawn = |one: &Locality| match (corruption, one.kind) {
        (Corruption::OfNature, K::Water | K::Relief) => true,
        // Of other stretches of land nobody knows by which word they go.
        (Corruption::OfNature, K::Tract) => feature_name(&one.name).is_some(),
        (Corruption::OfNature, _) => false,
        (_, kind) => matches!(kind, K::RegionSeat | K::CercleSeat | K::CommuneSeat | K::Town | K::Village),
    };
    let drawn: Vec<_> =
        (0..).zip(gazetteer.localities()).filter(|(_, one)| one.region.is_some() && is_drawn(one)).collect();
    let regions: Vec<&str> = gazetteer.regions().iter().map(|region| region.name.as_str()).collect();
    if drawn.is_empty() {
        return Vec::new();
    }
    (0..count)
        .filter_map(|_| {
            let (number, one) = drawn.get(random.usize(..drawn.len()))?;
            let mut own = random.fork();
            let path = gazetteer.path_in(*number, Edition::Until2023);
            let name = match corruption {
                Corruption::OfNature => by_its_word(&one.name, one.kind, &mut own),
                _ => one.name.clone(),
            };
            let place = PlaceContext {
                name,
                region: one.region.clone().unwrap_or_default().to_string(),
                cercle: path.cercle.unwrap_or_default(),
                commune: path.commune.unwrap_or_default(),
            };
            Some(Labelled {
                place: corrupt(place, corruption, &regions, &mut own),
                truth: one.point,
                day: None,
                is_lacking: corruption == Corruption::Lacking,
            })
        })
        .collect()
}

fn corrupt(
    mut place: PlaceContext,
    corruption: Corruption,
    regions: &[&str],
    random: &mut fastrand::Rng,
) -> PlaceContext {
    match corruption {
        Corruption::None | Corruption::OfNature => {}
        Corruption::UpperCase => place.name = without_accents(&place.name).to_uppercase(),
        Corruption::NoAccents => place.name = without_accents(&place.name).replace(['-', '\'', '’'], " "),
        Corruption::OneTypo => place.name = typo(&place.name, random),
        Corruption::TwoTypos => {
            place.name = typo(&place.name, random);
            if place.name.chars().count() >= 7 {
                place.name = typo(&place.name, random);
            }
        }
        Corruption::Surveyed | Corruption::Lacking => place.name = surveyed(&place.name, random),
        Corruption::NoRegion => place.region.clear(),
        Corruption::WrongRegion => {
            let others: Vec<&&str> = regions.iter().filter(|region| **region != place.region).collect();
            if let Some(other) = others.get(random.usize(..others.len().max(1))) {
                place.region = (**other).to_owned();
            }
        }
    }
    place
}

/// The name of a lake, a hill, a wood with a word for what it is; one in three as it is.
fn by_its_word(name: &str, kind: LocalityKind, random: &mut fastrand::Rng) -> String {
    let words: &[&str] = match kind {
        LocalityKind::Water => &["lac", "lake", "oued", "wadi"],
        LocalityKind::Relief => &["mont", "mount", "colline", "hill"],
        _ => &[],
    };
    let bare = feature_name(name).map_or(name, |(bare, _)| bare);
    match random.choice(words) {
        Some(word) if random.u8(..3) > 0 => format!("{word} {bare}"),
        _ => name.to_owned(),
    }
}

/// A name in plain letters.
pub(super) fn without_accents(name: &str) -> String {
    name.nfkd().filter(|letter| !is_combining_mark(*letter)).collect()
}

/// One error of typing, not in the first letter, which people rarely get wrong.
pub(in crate::geocode) fn typo(name: &str, random: &mut fastrand::Rng) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        return name.to_owned();
    }
    let at = random.usize(1..letters.len() - 1);
    match random.u8(..4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, *letters.get(at).unwrap_or(&'a')),
        2 => letters.swap(at, at + 1),
        _ => {
            if let Some(letter) = letters.get_mut(at) {
                *letter = random.lowercase();
            }
        }
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn one_seed_gives_one_set_and_the_same_places_for_each_corruption() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let plain = corrupted(&gazetteer, Corruption::None, 50, 7);
        assert_eq!(plain, corrupted(&gazetteer, Corruption::None, 50, 7));
        assert_ne!(plain, corrupted(&gazetteer, Corruption::None, 50, 8));
        for corruption in Corruption::ALL.into_iter().filter(|one| *one != Corruption::OfNature) {
            let rows = corrupted(&gazetteer, corruption, 50, 7);
            let points = |rows: &[Labelled]| rows.iter().map(|row| row.truth).collect::<Vec<_>>();
            assert_eq!(points(&rows), points(&plain), "{}", corruption.label());
        }
        let wrong = corrupted(&gazetteer, Corruption::WrongRegion, 50, 7);
        assert!(wrong.iter().zip(&plain).all(|(a, b)| a.place.region != b.place.region));
        for misspelt in [Corruption::OneTypo, Corruption::TwoTypos, Corruption::Surveyed] {
            let typed = corrupted(&gazetteer, misspelt, 50, 7);
            let folded = |row: &Labelled| without_accents(&row.place.name).to_lowercase();
            let changed = typed.iter().zip(&plain).filter(|(a, b)| folded(a) != folded(b)).count();
            assert!(changed > 40, "{changed} {}", misspelt.label());
            assert!(typed.iter().any(|row| !row.place.cercle.is_empty() && !row.place.commune.is_empty()));
        }
    }
}
