//! K4: the consonants of a name, the same in Arabic, Tifinagh and Latin letters.
//!
//! In: a plain key (K1) in any of the three scripts. Out: one letter per kind of consonant. It must not be asked
//! about two Latin names: "Kidal" and "Gotala" have one skeleton.

use super::sahel::sahel_key;

/// K4: what a writer of Arabic or Tifinagh would not leave out. Vowels, semivowels and h go, since they are
/// written in one script and not in another; sounds that the scripts confuse are one letter: b/p, f/v,
/// k/q/c/g/j/kh/gh/rh, s/z/sh/ch, d/dh and the emphatics with their plain sisters; n before b is m.
///
/// Takes a [`super::plain_key`]; the key of a key is itself. Empty for a name of vowels.
pub fn skeleton_key(plain: &str) -> String {
    consonants(&latin(plain), 'k')
}

/// The second form of K4: gh and rh as r (Gharous is also راروس). `None` when the name has neither.
pub fn swapped_skeleton_key(plain: &str) -> Option<String> {
    let latin = latin(plain);
    (latin.contains("gh") || latin.contains("rh")).then(|| consonants(&latin, 'r'))
}

/// Whether a text has Arabic or Tifinagh letters.
pub fn is_other_script(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|letter| {
            matches!(
                letter,
                '\u{600}'..='\u{6ff}'
                    | '\u{750}'..='\u{77f}'
                    | '\u{8a0}'..='\u{8ff}'
                    | '\u{2d30}'..='\u{2d7f}'
                    | '\u{fb50}'..='\u{fdff}'
                    | '\u{fe70}'..='\u{fefc}'
            )
        })
}

/// A plain key of any of the scripts in Sahel letters, with the vowels that are written: for saying how like
/// two names are.
pub(in crate::gazetteer) fn latin_key(plain: &str) -> String {
    sahel_key(&latin(plain))
}

fn latin(plain: &str) -> String {
    if plain.is_ascii() {
        return plain.to_owned();
    }
    let mut latin = String::with_capacity(plain.len());
    for letter in plain.chars() {
        match arabic(letter).or_else(|| tifinagh(letter)) {
            Some(sound) => latin.push_str(sound),
            None => latin.push(letter),
        }
    }
    latin
}

/// An Arabic letter in Latin letters, with those that Persian, Urdu and Maghribi writers add. The marks for
/// hamza, vowels and doubling are gone from a plain key.
fn arabic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ا' | 'ٱ' | 'ى' | 'ة' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' | 'ٹ' => "t",
        'ث' => "th",
        'ج' | 'ژ' => "j",
        'چ' => "ch",
        'ح' | 'ه' | 'ہ' | 'ھ' => "h",
        'خ' => "kh",
        'د' | 'ض' | 'ڈ' => "d",
        'ذ' => "dh",
        'ر' | 'ڑ' => "r",
        'ز' | 'ظ' => "z",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'ع' | 'ء' => "",
        'غ' => "gh",
        'ف' => "f",
        'ڤ' | 'ڥ' => "v",
        'ق' => "q",
        'ك' | 'ک' => "k",
        'گ' | 'ڨ' | 'ڭ' | 'ݣ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' | 'ں' => "n",
        'و' => "u",
        'ي' | 'ی' => "i",
        'ے' => "e",
        _ => return None,
    })
}

/// A Tifinagh letter in Latin letters, read as the Tuareg of Mali do where Morocco reads otherwise.
fn tifinagh(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ⴰ' => "a",
        // A circle with a dot is h in Morocco, and b here.
        'ⴱ' | 'ⴲ' | 'ⵀ' => "b",
        'ⴳ' | 'ⴴ' => "g",
        'ⴵ' | 'ⴶ' | 'ⵊ' | 'ⵋ' | 'ⵌ' | 'ⵘ' => "j",
        'ⴷ' | 'ⴸ' | 'ⴹ' | 'ⴺ' => "d",
        'ⴻ' | 'ⵦ' => "e",
        'ⴼ' => "f",
        'ⴽ' | 'ⴾ' | 'ⴿ' => "k",
        'ⵁ' | 'ⵂ' | 'ⵃ' => "h",
        'ⵄ' | 'ⵯ' | '⵿' => "",
        'ⵅ' | 'ⵆ' => "kh",
        'ⵇ' | 'ⵈ' => "q",
        'ⵉ' | 'ⵢ' => "i",
        'ⵍ' => "l",
        'ⵎ' => "m",
        'ⵏ' | 'ⵐ' | 'ⵑ' => "n",
        'ⵒ' => "p",
        'ⵓ' | 'ⵡ' => "u",
        'ⵔ' | 'ⵕ' => "r",
        'ⵖ' | 'ⵗ' => "gh",
        'ⵙ' | 'ⵚ' => "s",
        'ⵛ' => "sh",
        'ⵜ' | 'ⵝ' | 'ⵟ' => "t",
        'ⵞ' => "ch",
        'ⵠ' => "v",
        'ⵣ' | 'ⵤ' | 'ⵥ' => "z",
        'ⵧ' => "o",
        _ => return None,
    })
}

/// The kinds of consonants of a text in Latin letters; gh and rh as told.
fn consonants(latin: &str, gh: char) -> String {
    let letters: Vec<char> = latin.chars().collect();
    let mut skeleton = String::with_capacity(letters.len());
    let mut rest = letters.as_slice();
    while let Some((&first, tail)) = rest.split_first() {
        let (kind, taken) = match (first, tail.first()) {
            ('g' | 'r', Some('h')) => (Some(gh), 2),
            ('g', Some('n')) => (Some('n'), 2),
            ('p', Some('h')) => (Some('f'), 2),
            ('s' | 'c', Some('h')) | ('c', Some('e' | 'i' | 'y')) => (Some('s'), 2),
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h', _) => (None, 1),
            ('b' | 'p', _) => (Some('b'), 1),
            ('f' | 'v', _) => (Some('f'), 1),
            ('k' | 'q' | 'c' | 'g' | 'j', _) => (Some('k'), 1),
            // "dj" is the French way to write j.
            ('d', Some('j')) => (Some('k'), 2),
            ('s' | 'z' | 'ç', _) => (Some('s'), 1),
            ('x', _) => {
                push(&mut skeleton, 'k');
                (Some('s'), 1)
            }
            (other, _) => (Some(other), 1),
        };
        if let Some(kind) = kind {
            push(&mut skeleton, kind);
        }
        rest = tail.get(taken - 1..).unwrap_or_default();
    }
    skeleton
}

/// Adds a consonant: a double one once, and n before b as m.
fn push(skeleton: &mut String, kind: char) {
    if kind == 'b' && skeleton.ends_with('n') {
        skeleton.pop();
        push(skeleton, 'm');
    }
    if !skeleton.ends_with(kind) || kind.is_ascii_digit() {
        skeleton.push(kind);
    }
}
