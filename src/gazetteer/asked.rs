//! What units were asked for by name, and found: lists name the same few again and again.
//!
//! In: a text, the level that it stands for, and how to look it up. Out: the units. It must not know names.

use super::Level;
use hashbrown::HashMap;
use std::sync::{PoisonError, RwLock};

/// Texts that are kept, of each level and of none.
const MOST_TEXTS: usize = 2_048;
/// Longer texts are hardly asked for twice.
const LONGEST_BYTES: usize = 120;

/// Units by the texts that name them; for each level, and for none.
#[derive(Debug, Default)]
pub(super) struct Asked([RwLock<HashMap<String, Box<[u32]>>>; 4]);

impl Asked {
    pub(super) fn units(
        &self,
        text: &str,
        level: Option<Level>,
        find: impl FnOnce() -> Vec<u32>,
    ) -> Vec<u32> {
        let [region, cercle, commune, none] = &self.0;
        let known = match level {
            Some(Level::Region) => region,
            Some(Level::Cercle) => cercle,
            Some(Level::Commune) => commune,
            None => none,
        };
        if let Some(units) = known.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return units.to_vec();
        }
        let units = find();
        if text.len() <= LONGEST_BYTES {
            let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= MOST_TEXTS {
                known.clear();
            }
            known.insert(text.to_owned(), units.clone().into_boxed_slice());
        }
        units
    }
}

#[cfg(test)]
mod tests {
    use super::super::Gazetteer;
    use super::*;

    #[test]
    fn a_text_that_is_asked_for_again_names_the_same_units() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let levels = [Some(Level::Region), Some(Level::Cercle), Some(Level::Commune), None];
        let long = "Gao ".repeat(100);
        for text in ["Gao", "gao region", "Cercle de Bourem", "Bourm", "nowhere", "", "Gao", long.as_str()] {
            for level in levels {
                let found = gazetteer.look_up_units(text, level);
                for _ in 0..2 {
                    assert_eq!(gazetteer.units_named(text, level), found, "{text} {level:?}");
                }
            }
        }
        assert!(!gazetteer.units_named("Gao", None).is_empty());
    }

    #[test]
    fn only_so_many_texts_are_kept() {
        let asked = Asked::default();
        for number in 0..3 * MOST_TEXTS as u32 {
            assert_eq!(asked.units(&number.to_string(), None, || vec![number]), [number]);
        }
        let [.., none] = &asked.0;
        assert!((1..=MOST_TEXTS).contains(&none.read().unwrap().len()));
    }
}
