//! Misspelt names among the places of a region, cercle or commune.
//!
//! In: a written name and units. Out: places in them whose names are like it. Where a row says the unit, a name may
//! be spelt more freely than in the whole country: there are fewer that it could be mistaken for.

use super::keys::{plain_key, sahel_key};
use super::names::{Hit, Pattern, Place, Tier, is_one_name, same_digits};
use super::spelling::{MOST_LETTERS, Spelt};
use super::{Gazetteer, Locality};
use hashbrown::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Units with more places than this are too large to look through.
const MAX_PLACES: usize = 10_000;

/// More places than this that are like a name are no help to anybody.
const MAX_LIKE: usize = 40;

/// Units of which the names are kept: lists name the same few again and again.
const MOST_KEPT: usize = 2_048;

/// Among so few places a name may be spelt as freely as in a cercle; among more, as in a region.
const FEW_PLACES: usize = 1_500;

/// How many letters of a Sahel key may be wrong, by its length and the number of places: what is kept is compared more
/// finely.
fn edits_allowed(letters: usize, places: usize) -> usize {
    let few = usize::from(places <= FEW_PLACES);
    match letters {
        0..=2 => 0,
        3 => 1,
        4..=5 => 2,
        6..=9 => 2 + few,
        _ => 3 + few,
    }
}

/// How far apart two spellings of one name may be, in letters' worth.
fn most_apart(letters: usize) -> f32 {
    const LEAST: f32 = 0.6;
    const PER_LETTER: f32 = 0.25;
    const MOST: f32 = 3.5;
    (LEAST + PER_LETTER * letters as f32).min(MOST)
}

/// Which letters a key has, one bit each, and which it has twice: names that differ in more letters than may be wrong
/// need not be compared.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Letters([u32; 2]);

impl Letters {
    fn of(key: &str) -> Self {
        let mut once = 0_u32;
        let mut twice = 0_u32;
        for letter in key.chars() {
            let bit = 1 << (letter as u32 % 32);
            twice |= once & bit;
            once |= bit;
        }
        Self([once, twice])
    }

    /// A letter changed takes one away and brings another.
    fn may_be_within(self, other: Self, edits: usize) -> bool {
        let differ = (self.0[0] ^ other.0[0]).count_ones() + (self.0[1] ^ other.0[1]).count_ones();
        differ as usize <= 2 * edits
    }
}

/// The keys of all names of localities, and those of the units that were asked for.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    all: OnceLock<All>,
    of_units: RwLock<HashMap<Box<[u32]>, Arc<OfUnits>>>,
}

/// All names of localities, those of one locality after another.
#[derive(Debug, Default)]
struct All {
    /// For each name its Sahel key, then its plain one.
    texts: String,
    names: Vec<Name>,
    /// Where the names of each locality begin.
    starts: Vec<u32>,
}

#[derive(Debug)]
struct Name {
    locality: u32,
    /// 0 for the name shown, then the aliases.
    alias: u32,
    start: u32,
    middle: u32,
    end: u32,
    /// Of the Sahel key.
    length: usize,
    letters: Letters,
}

/// The names of the places in some units, by length.
#[derive(Debug, Default)]
struct OfUnits {
    places: usize,
    /// Number of the name, and its letters beside it: most are passed over by them.
    names: Vec<(u32, Letters)>,
    /// Where the names of each length begin.
    starts: Vec<u32>,
}

impl All {
    fn new(localities: &[Locality]) -> Self {
        let mut all = Self::default();
        for (number, locality) in (0..).zip(localities) {
            all.starts.push(all.names.len() as u32);
            let first = all.names.len();
            for (alias, name) in (0..).zip(locality.names()) {
                let plain = plain_key(name);
                if all.names.get(first..).unwrap_or_default().iter().any(|one| all.plain(one) == plain) {
                    continue; // the same but for accents
                }
                let sahel = sahel_key(&plain);
                let start = all.texts.len() as u32;
                all.texts.push_str(&sahel);
                let middle = all.texts.len() as u32;
                all.texts.push_str(&plain);
                all.names.push(Name {
                    locality: number,
                    alias,
                    start,
                    middle,
                    end: all.texts.len() as u32,
                    length: sahel.chars().count(),
                    letters: Letters::of(&sahel),
                });
            }
        }
        all.starts.push(all.names.len() as u32);
        all
    }

    fn sahel(&self, name: &Name) -> &str {
        self.texts.get(name.start as usize..name.middle as usize).unwrap_or_default()
    }

    fn plain(&self, name: &Name) -> &str {
        self.texts.get(name.middle as usize..name.end as usize).unwrap_or_default()
    }

    /// Numbers of the names of a locality.
    fn of_locality(&self, locality: u32) -> std::ops::Range<u32> {
        let at = |number: usize| self.starts.get(number).copied().unwrap_or_default();
        at(locality as usize)..at(locality as usize + 1)
    }

    fn of_places(&self, places: &[u32]) -> OfUnits {
        let mut names: Vec<(u32, &Name)> = places
            .iter()
            .flat_map(|place| self.of_locality(*place))
            .filter_map(|number| Some((number, self.names.get(number as usize)?)))
            .filter(|(_, name)| name.length <= MOST_LETTERS)
            .collect();
        names.sort_by_key(|(number, name)| (name.length, *number));
        let starts = (0..=MOST_LETTERS + 1)
            .map(|length| names.partition_point(|(_, name)| name.length < length) as u32)
            .collect();
        let names = names.into_iter().map(|(number, name)| (number, name.letters)).collect();
        OfUnits { places: places.len(), names, starts }
    }
}

impl OfUnits {
    /// The names of which the length differs by no more than so much.
    fn about(&self, length: usize, edits: usize) -> &[(u32, Letters)] {
        let at = |length: usize| {
            self.starts.get(length.min(MOST_LETTERS + 1)).copied().unwrap_or_default() as usize
        };
        self.names.get(at(length.saturating_sub(edits))..at(length + edits + 1)).unwrap_or_default()
    }
}

/// A name that is like the one written.
struct Like<'a> {
    name: &'a Name,
    edits: usize,
    apart: f32,
}

impl Gazetteer {
    /// Localities in some units whose name is like the one written, each once, best first.
    pub fn find_inside(&self, written: &str, units: &[u32]) -> Vec<Hit<'_>> {
        let plain = plain_key(written);
        let key = sahel_key(&plain);
        let length = key.chars().count();
        // A text of several names is taken apart by whoever asks: it is no misspelt one of them.
        if length > MOST_LETTERS || units.is_empty() || !is_one_name(written) {
            return Vec::new();
        }
        // Made when first asked for: most gazetteers are opened without a misspelt name in a known unit.
        let all = self.spellings.all.get_or_init(|| All::new(&self.localities));
        let names = self.names_in(all, units);
        let allowed = edits_allowed(length, names.places);
        if allowed == 0 || names.places > MAX_PLACES {
            return Vec::new();
        }
        let (letters, pattern, spelt) = (Letters::of(&key), Pattern::new(&key), Spelt::new(&plain));
        let letters_off = Pattern::new(&plain);
        let most = most_apart(plain.chars().count());
        let mut like: Vec<Like<'_>> = names
            .about(length, allowed)
            .iter()
            .filter(|(_, other)| letters.may_be_within(*other, allowed))
            .filter_map(|(number, _)| {
                let name = all.names.get(*number as usize)?;
                let other = all.sahel(name);
                let edits = pattern.edits(other);
                if !(1..=allowed).contains(&edits) || !same_digits(&key, other) {
                    return None;
                }
                Some(Like { name, edits, apart: spelt.apart(all.plain(name), most)? })
            })
            .collect();
        let nearer = |a: &Like<'_>, b: &Like<'_>| {
            a.apart.total_cmp(&b.apart).then(a.edits.cmp(&b.edits)).then(a.name.alias.cmp(&b.name.alias))
        };
        like.sort_by(|a, b| a.name.locality.cmp(&b.name.locality).then(nearer(a, b)));
        like.dedup_by_key(|one| one.name.locality);
        like.sort_by(|a, b| nearer(a, b).then(a.name.locality.cmp(&b.name.locality)));
        like.truncate(MAX_LIKE);
        like.into_iter()
            .filter_map(|Like { name, edits, apart }| {
                let locality = self.locality(name.locality)?;
                let shown = match name.alias.checked_sub(1) {
                    None => &locality.name,
                    Some(alias) => locality.aliases.get(alias as usize)?,
                };
                let other = all.sahel(name);
                Some(Hit {
                    place: Place::Locality(name.locality),
                    tier: Tier::Near(edits as u8),
                    name: shown,
                    is_alias: name.alias > 0,
                    likeness: strsim::jaro_winkler(&plain, all.plain(name))
                        .max(strsim::jaro_winkler(&key, other)),
                    edits: letters_off.edits(all.plain(name)) as u8,
                    apart: f64::from(apart),
                    same_first: plain.chars().next() == all.plain(name).chars().next(),
                })
            })
            .collect()
    }

    fn names_in(&self, all: &All, units: &[u32]) -> Arc<OfUnits> {
        let kept = &self.spellings.of_units;
        if let Some(names) = kept.read().unwrap_or_else(PoisonError::into_inner).get(units) {
            return Arc::clone(names);
        }
        let mut places: Vec<u32> = units.iter().flat_map(|unit| self.localities_in(*unit)).copied().collect();
        places.sort_unstable();
        places.dedup();
        let names = Arc::new(all.of_places(&places));
        let mut kept = kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(units.into(), Arc::clone(&names));
        names
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
            let places = gazetteer.find_inside(written, &ansongo).into_iter().map(|hit| hit.place);
            places
                .filter_map(|place| match place {
                    Place::Locality(number) => gazetteer.locality(number),
                    Place::Unit(_) => None,
                })
                .map(|one| one.name.as_str())
                .collect()
        };
        assert_eq!(names("Watagona").first(), Some(&"Ouattagouna"));
        assert_eq!(names("WATAGONA").first(), Some(&"Ouattagouna"), "asked again");
        assert!(names("Gao - Watagona").is_empty(), "two names");
        assert!(names("Zzyzxabad").is_empty());
        assert!(names("").is_empty());
        assert!(gazetteer.find_inside("Bamba", &[]).is_empty());
    }

    #[test]
    fn names_in_units_are_what_a_scan_of_their_places_finds() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let gao = gazetteer.units_named("Gao", Some(super::super::Level::Region));
        let mut compared = 0;
        for written in ["Anosngo", "BURME", "Labezangua", "Taussa", "Gosi", "Wabaria", "Almustrat"] {
            let (plain, key) = (plain_key(written), sahel_key(&plain_key(written)));
            let allowed = edits_allowed(key.chars().count(), 0);
            let found: Vec<u32> = gazetteer
                .find_inside(written, &gao)
                .into_iter()
                .map(|hit| match hit.place {
                    Place::Locality(number) | Place::Unit(number) => number,
                })
                .collect();
            let is_like = |name: &str| {
                let (other_plain, other) = (plain_key(name), sahel_key(&plain_key(name)));
                let edits = strsim::osa_distance(&key, &other);
                (1..=allowed).contains(&edits)
                    && Spelt::new(&plain).apart(&other_plain, most_apart(plain.len())).is_some()
            };
            let mut scan: Vec<u32> = (0..)
                .zip(gazetteer.localities())
                .filter(|(number, _)| gao.iter().any(|unit| gazetteer.localities_in(*unit).contains(number)))
                .filter(|(_, one)| one.names().any(is_like))
                .map(|(number, _)| number)
                .collect();
            assert!(scan.len() <= MAX_LIKE);
            compared += scan.len();
            let mut found = found;
            found.sort_unstable();
            scan.sort_unstable();
            assert_eq!(found, scan, "{written}");
        }
        assert!(compared > 5, "{compared}");
    }
}
