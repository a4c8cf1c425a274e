//! Names as tired people write them, made from the gazetteer itself.
//!
//! In: the gazetteer and a seed. Out: labelled rows with typing errors, without accents, with a wrong region. It must
//! not depend on the order of a hash map: one seed gives one set.

use super::Labelled;
use crate::event::PlaceContext;
use crate::gazetteer::{Gazetteer, LocalityKind};
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
    /// The region is left out.
    NoRegion,
    /// Another region stands there.
    WrongRegion,
}

impl Corruption {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::UpperCase,
        Self::NoAccents,
        Self::OneTypo,
        Self::TwoTypos,
        Self::NoRegion,
        Self::WrongRegion,
    ];

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "as it is",
            Self::UpperCase => "capitals, no accents",
            Self::NoAccents => "no accents or hyphens",
            Self::OneTypo => "one typing error",
            Self::TwoTypos => "two typing errors",
            Self::NoRegion => "no region",
            Self::WrongRegion => "wrong region",
        }
    }
}

/// `count` rows of places where people live, drawn from the gazetteer, with their region, corrupted.
pub fn corrupted(gazetteer: &Gazetteer, corruption: Corruption, count: usize, seed: u64) -> Vec<Labelled> {
    use LocalityKind as K;
    // Every corruption is done to the same places.
    let mut random = fastrand::Rng::with_seed(seed);
    let settled: Vec<_> = gazetteer
        .localities()
        .iter()
        .filter(|one| one.region.is_some())
        .filter(|one| {
            matches!(one.kind, K::RegionSeat | K::CercleSeat | K::CommuneSeat | K::Town | K::Village)
        })
        .collect();
    let regions: Vec<&str> = gazetteer.regions().iter().map(|region| region.name.as_str()).collect();
    if settled.is_empty() {
        return Vec::new();
    }
    (0..count)
        .filter_map(|_| {
            let one = settled.get(random.usize(..settled.len()))?;
            let mut own = random.fork();
            let region = one.region.clone().unwrap_or_default();
            let place = PlaceContext {
                name: one.name.clone(),
                region: region.to_string(),
                ..PlaceContext::default()
            };
            Some(Labelled {
                place: corrupt(place, corruption, &regions, &mut own),
                truth: one.point,
                day: None,
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
        Corruption::None => {}
        Corruption::UpperCase => place.name = without_accents(&place.name).to_uppercase(),
        Corruption::NoAccents => place.name = without_accents(&place.name).replace(['-', '\'', '’'], " "),
        Corruption::OneTypo => place.name = typo(&place.name, random),
        Corruption::TwoTypos => {
            place.name = typo(&place.name, random);
            if place.name.chars().count() >= 7 {
                place.name = typo(&place.name, random);
            }
        }
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

fn without_accents(name: &str) -> String {
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
        for corruption in Corruption::ALL {
            let rows = corrupted(&gazetteer, corruption, 50, 7);
            let points = |rows: &[Labelled]| rows.iter().map(|row| row.truth).collect::<Vec<_>>();
            assert_eq!(points(&rows), points(&plain), "{}", corruption.label());
        }
        let wrong = corrupted(&gazetteer, Corruption::WrongRegion, 50, 7);
        assert!(wrong.iter().zip(&plain).all(|(a, b)| a.place.region != b.place.region));
        let typed = corrupted(&gazetteer, Corruption::OneTypo, 50, 7);
        let changed = typed.iter().zip(&plain).filter(|(a, b)| a.place.name != b.place.name).count();
        assert!(changed > 40, "{changed}");
    }
}
