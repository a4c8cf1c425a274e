//! Names by their consonants: Arabic and Tifinagh beside Latin.
//!
//! In: plain keys (K1). Out: those of another script that sound alike. It must not compare Latin with Latin.

use super::super::keys::{is_other_script, latin_key, sahel_key, skeleton_key, swapped_skeleton_key};
use super::table::Keys;
use std::sync::OnceLock;

/// Skeletons and the plain keys under each.
#[derive(Debug, Default)]
pub(super) struct Skeletons {
    /// Of names in Arabic or Tifinagh: few, and asked for by every Latin name that is not found.
    others: Keys,
    /// Of names in any other script: many, and asked for only by names in those two. Made when first asked for,
    /// some ten milliseconds with a whole country.
    latin: OnceLock<Keys>,
}

/// Skeletons shorter than this say little; the vowels that are written must then agree too.
const TELLING_LETTERS: usize = 3;
/// How like the names must then be, letter by letter (Jaro-Winkler): "gau" and "gao" are, "kaie" and "gao" not.
const LIKE_ENOUGH: f64 = 0.75;

impl Skeletons {
    /// Takes in a plain key that is new.
    pub(super) fn add(&mut self, plain: &str, number: u32) {
        if is_other_script(plain) {
            file(&mut self.others, plain, number);
        } else {
            self.latin.take();
        }
    }

    /// Plain keys with the skeleton of another that is in Arabic or Tifinagh, or that are so themselves, and
    /// how like they are.
    pub(super) fn like(&self, plain: &str, all: &Keys) -> Vec<(u32, f64)> {
        let is_other = is_other_script(plain);
        if self.others.len() == 0 && !is_other {
            return Vec::new();
        }
        let skeleton = skeleton_key(plain);
        if skeleton.is_empty() {
            return Vec::new();
        }
        let latin = latin_key(plain);
        let mut like = Vec::new();
        let swapped = swapped_skeleton_key(plain).filter(|swapped| *swapped != skeleton);
        for skeleton in std::iter::once(skeleton).chain(swapped) {
            let in_latin = is_other.then(|| self.latin(all).at(&skeleton)).into_iter().flatten();
            for number in self.others.at(&skeleton).chain(in_latin) {
                let other = all.text(number);
                if other == plain {
                    continue;
                }
                let other = if is_other_script(other) { latin_key(other) } else { sahel_key(other) };
                let likeness = strsim::jaro_winkler(&latin, &other);
                if skeleton.len() >= TELLING_LETTERS || likeness >= LIKE_ENOUGH {
                    like.push((number, likeness));
                }
            }
        }
        like
    }

    fn latin(&self, all: &Keys) -> &Keys {
        self.latin.get_or_init(|| {
            let mut keys = Keys::default();
            for number in 0..all.len() as u32 {
                let plain = all.text(number);
                if !is_other_script(plain) {
                    file(&mut keys, plain, number);
                }
            }
            keys
        })
    }
}

fn file(keys: &mut Keys, plain: &str, number: u32) {
    let skeleton = skeleton_key(plain);
    let swapped = swapped_skeleton_key(plain).filter(|swapped| *swapped != skeleton);
    for skeleton in std::iter::once(skeleton).chain(swapped).filter(|skeleton| !skeleton.is_empty()) {
        keys.file(&skeleton, number);
    }
}
