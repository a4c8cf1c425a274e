//! Misspelt names among the few places of a cercle or commune.
//!
//! In: a written name and units. Out: places in them whose names are like it. Where a row says the cercle, a name may
//! be spelt more freely than in the whole country: there are few that it could be mistaken for.

use super::keys::{plain_key, sahel_key};
use super::names::{Hit, Pattern, Place, Tier};
use super::{Gazetteer, Locality};

/// Among so few a name may be spelt as freely as in a cercle; among more, as in a region.
const FEW_PLACES: usize = 1_000;
/// Units with more places than this are too large to look through.
const MAX_PLACES: usize = 10_000;

/// Names less like the written one than this are other names.
const LEAST_LIKENESS: f64 = 0.78;

/// How many letters of a name may be wrong, by its length and the number of places it may be one of.
fn edits_allowed(letters: usize, places: usize) -> usize {
    let few = usize::from(places <= FEW_PLACES);
    match letters {
        0..=2 => 0,
        3..=4 => 1,
        5..=6 => 1 + few,
        7..=9 => 2 + few,
        _ => 3 + few,
    }
}

/// The folded names of a locality: its name, then its aliases.
#[derive(Debug)]
pub(super) struct Spellings(Box<[Spelling]>);

#[derive(Debug)]
struct Spelling {
    key: Box<str>,
    /// In letters.
    length: usize,
    letters: u32,
}

/// Which letters a key has, one bit each: names that differ in more letters than may be wrong need not be
/// compared.
fn letters(key: &str) -> u32 {
    key.chars().fold(0, |set, letter| set | 1 << (letter as u32 % 32))
}

impl Spellings {
    pub(super) fn of(locality: &Locality) -> Self {
        let names = std::iter::once(&locality.name).chain(&locality.aliases);
        let spelling = |name: &String| {
            let key = sahel_key(&plain_key(name)).into_boxed_str();
            Spelling { length: key.chars().count(), letters: letters(&key), key }
        };
        Self(names.map(spelling).collect())
    }
}

impl Gazetteer {
    /// Localities in some units whose name is like the one written, each once, best first.
    pub fn find_inside(&self, written: &str, units: &[u32]) -> Vec<Hit<'_>> {
        let key = sahel_key(&plain_key(written));
        let length = key.chars().count();
        let own = letters(&key);
        // Made when first asked for: most gazetteers are opened without a misspelt name in a known cercle.
        let spellings = self.spellings.get_or_init(|| self.localities.iter().map(Spellings::of).collect());
        let mut places: Vec<u32> = units.iter().flat_map(|unit| self.localities_in(*unit)).copied().collect();
        places.sort_unstable();
        places.dedup();
        let allowed = edits_allowed(length, places.len());
        if allowed == 0 || places.len() > MAX_PLACES {
            return Vec::new();
        }
        let pattern = Pattern::new(&key);
        let mut hits: Vec<Hit<'_>> = places
            .into_iter()
            .filter_map(|number| {
                let locality = self.locality(number)?;
                let (at, edits) = spellings
                    .get(number as usize)?
                    .0
                    .iter()
                    .enumerate()
                    .filter(|(_, other)| other.length.abs_diff(length) <= allowed)
                    // A wrong letter takes one from the set and adds another.
                    .filter(|(_, other)| (other.letters ^ own).count_ones() as usize <= 2 * allowed)
                    .map(|(at, other)| (at, pattern.edits(&other.key)))
                    .filter(|(_, edits)| (1..=allowed).contains(edits))
                    .min_by_key(|(_, edits)| *edits)?;
                let name = at
                    .checked_sub(1)
                    .map_or(&locality.name, |at| locality.aliases.get(at).unwrap_or(&locality.name));
                let other = &spellings.get(number as usize)?.0.get(at)?.key;
                let likeness = strsim::jaro_winkler(&key, other);
                (likeness >= LEAST_LIKENESS).then_some(Hit {
                    place: Place::Locality(number),
                    tier: Tier::Near(edits as u8),
                    name,
                    is_alias: at > 0,
                    likeness,
                    edits: edits as u8,
                    same_first: key.chars().next() == other.chars().next(),
                })
            })
            .collect();
        hits.sort_by(|a, b| {
            a.tier.cmp(&b.tier).then(b.likeness.total_cmp(&a.likeness)).then(a.place.cmp(&b.place))
        });
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spelt_more_freely_where_the_cercle_is_known() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let ansongo = gazetteer.units_named("Ansongo", Some(super::super::Level::Cercle));
        let names = |written: &str| -> Vec<&str> {
            gazetteer.find_inside(written, &ansongo).into_iter().map(|hit| hit.name).collect()
        };
        assert_eq!(names("Watagona").first(), Some(&"Ouattagouna"));
        assert!(names("Zzyzxabad").is_empty());
        assert!(names("").is_empty());
        assert!(gazetteer.find_inside("Bamba", &[]).is_empty());
    }
}
