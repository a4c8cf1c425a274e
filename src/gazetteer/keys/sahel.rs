//! K2 and K3: spellings of Sahelian names brought together.
//!
//! In: a plain key (K1). Out: the Sahel fold, and the fold without the particle that opens Tamasheq names. It
//! must not know scripts other than Latin: it leaves their letters alone.

/// Letters below which the end of a name is not cut: "Ber" stays "ber", not "be".
const LETTERS_KEPT: usize = 3;

/// Letters that must be left when a particle goes: "Inari" is no "In Ari".
const LETTERS_AFTER_PARTICLE: usize = 4;

/// Particles that open Tamasheq and Songhay names ("place of"), in Sahel letters; lists leave them out, or
/// join them to the name.
const PARTICLES: [&str; 5] = ["tin", "tan", "uan", "in", "an"];

/// K2: spellings of Sahelian names brought together, as in Goundam/Gundam or Labbezanga/Labézanga.
///
/// Takes a [`super::plain_key`]. The rules are applied until nothing changes, so the key of a key is itself;
/// each of them shortens the text or turns a letter into one that no rule turns back, so it ends.
pub fn sahel_key(plain: &str) -> String {
    // All rules are about ASCII letters, so that bytes will do: what they leave of a longer letter is all of it.
    let mut letters = plain.as_bytes().to_vec();
    loop {
        let before = letters.len();
        let changed = respell(&mut letters);
        letters.dedup_by(|a, b| a == b && a.is_ascii_alphabetic());
        if letters.len() > LETTERS_KEPT && matches!(letters.last(), Some(b'h' | b'e' | b's' | b't')) {
            letters.pop();
        }
        if !changed && letters.len() == before {
            return String::from_utf8(letters).unwrap_or_default();
        }
    }
}

/// The second form of K2: what is written gh in one list is r in another (Gharous/Rharous).
///
/// `None` when the name has no gh.
pub fn swapped_sahel_key(plain: &str) -> Option<String> {
    plain.contains("gh").then(|| sahel_key(&plain.replace("gh", "r")))
}

/// K3: a Sahel key without the particles that open it: "tinesako" and "esako" are one. The key itself where
/// there is none.
pub fn bare_key(sahel: &str) -> &str {
    let mut bare = sahel;
    while let Some(rest) = without_particle(bare) {
        bare = rest;
    }
    bare
}

fn without_particle(sahel: &str) -> Option<&str> {
    let long_enough = |rest: &&str| rest.chars().nth(LETTERS_AFTER_PARTICLE - 1).is_some();
    let before_consonant = |rest: &&str| !rest.starts_with(['a', 'e', 'i', 'o', 'u']);
    PARTICLES
        .iter()
        .find_map(|particle| sahel.strip_prefix(particle).filter(long_enough))
        // "N'Tillit" opens with a particle, "Niono" does not.
        .or_else(|| sahel.strip_prefix('n').filter(before_consonant).filter(long_enough))
}

/// One pass of the Sahel fold's rules, from left to right; whether any applied.
fn respell(letters: &mut Vec<u8>) -> bool {
    let (mut read, mut write, mut changed) = (0, 0, false);
    while let Some(&first) = letters.get(read) {
        let (letter, taken) = rule(first, letters.get(read + 1).copied(), letters.get(read + 2).copied());
        changed |= letter != first || taken > 1;
        // Never past what was read: no rule makes two letters of one.
        if let Some(place) = letters.get_mut(write) {
            *place = letter;
        }
        write += 1;
        read += taken;
    }
    letters.truncate(write);
    changed
}

/// What the next letters become, and how many of them are used up.
fn rule(first: u8, second: Option<u8>, third: Option<u8>) -> (u8, usize) {
    match (first, second, third) {
        (b'p', Some(b'h'), _) => (b'f', 2),
        (b'g', Some(b'u'), Some(b'e' | b'i' | b'y')) | (b'g', Some(b'h'), _) => (b'g', 2),
        (b'o', Some(b'u' | b'o'), _) => (b'u', 2),
        (b'w', _, _) => (b'u', 1),
        (b'd', Some(b'j'), _) => (b'j', 2),
        (b's' | b'c', Some(b'h'), _) => (b's', 2),
        (b'k', Some(b'h'), _) | (b'q', Some(b'u'), _) | (b'c', Some(b'k'), _) => (b'k', 2),
        (b'q' | b'c', _, _) => (b'k', 1),
        (b't' | b'd' | b'b' | b'l' | b'r' | b'n', Some(b'h'), _) => (first, 2),
        (b'y', _, _) => (b'i', 1),
        (b'e', Some(b'i' | b'y'), _) | (b'a', Some(b'i' | b'y' | b'e'), _) => (b'e', 2),
        (b'z', _, _) => (b's', 1),
        (b'e', Some(b'o'), _) => (b'o', 2),
        _ => (first, 1),
    }
}
