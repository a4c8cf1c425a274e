//! Names as surveyors write them: in capitals, cut short, and spelt by ear.
//!
//! In: a name. Out: the same as somebody wrote it down in a village and somebody else typed it. It must not use the
//! costs by which the gazetteer compares spellings: half of the slips are any letter, so that those who measure do not
//! measure their own table.

use super::corrupt::without_accents;

/// Words that forms have no room for.
const CUT_SHORT: [(&str, &str); 6] = [
    ("BOUGOU", "BGOU"),
    ("KOURA", "KRA"),
    ("PEULH", "P."),
    ("BAMBARA", "B."),
    ("SAINT", "ST"),
    ("HAMDALLAYE", "HAMDALAYE"),
];

/// What one ear writes and another does not; each way.
const BY_EAR: [(&str, &str); 26] = [
    ("OU", "U"),
    ("OU", "W"),
    ("GUE", "GE"),
    ("GUI", "GI"),
    ("DJ", "J"),
    ("DJ", "DI"),
    ("C", "K"),
    ("K", "G"),
    ("SS", "S"),
    ("Z", "S"),
    ("I", "Y"),
    ("E", "I"),
    ("A", "E"),
    ("O", "A"),
    ("OU", "O"),
    ("N", "M"),
    ("NG", "N"),
    ("R", "L"),
    ("B", "P"),
    ("D", "T"),
    ("GH", "R"),
    ("TI", "CH"),
    ("LL", "L"),
    ("NN", "N"),
    ("H", ""),
    ("IE", "E"),
];

/// Names under so many letters have one slip.
const TWO_SLIPS_FROM: usize = 7;

/// A name in capitals, now and then cut short, with one or two slips.
pub(super) fn surveyed(name: &str, random: &mut fastrand::Rng) -> String {
    let mut name = without_accents(name).to_uppercase();
    if random.bool() {
        name = name.replace(['-', '\'', '’'], if random.bool() { " " } else { "" });
    }
    if let Some((whole, short)) =
        CUT_SHORT.iter().find(|(whole, _)| name.ends_with(whole) && name.len() > whole.len())
        && random.bool()
    {
        name = name.trim_end_matches(whole).to_owned() + short;
    }
    let slips = if name.chars().count() >= TWO_SLIPS_FROM && random.bool() { 2 } else { 1 };
    for _ in 0..slips {
        name = if random.bool() { by_hand(&name, random) } else { by_ear(&name, random) };
    }
    name
}

/// Some letter left out, doubled, exchanged with the next, put in or changed for any other; rarely the first one.
fn by_hand(name: &str, random: &mut fastrand::Rng) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 3 {
        return name.to_owned();
    }
    let first = usize::from(random.u8(..20) > 0);
    let at = random.usize(first..letters.len());
    match random.u8(..5) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters.get(at).copied().unwrap_or('A')),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        3 => letters.insert(at, random.uppercase()),
        _ => {
            if let Some(letter) = letters.get_mut(at) {
                *letter = random.uppercase();
            }
        }
    }
    letters.into_iter().collect()
}

/// Another way to write one of its sounds, or its last letter left out.
fn by_ear(name: &str, random: &mut fastrand::Rng) -> String {
    let mut ways: Vec<String> = Vec::new();
    for (one, other) in BY_EAR.into_iter().flat_map(|(one, other)| [(one, other), (other, one)]) {
        if one.is_empty() {
            continue;
        }
        for (at, _) in name.match_indices(one) {
            let (before, rest) = name.split_at(at);
            let after = rest.get(one.len()..).unwrap_or_default();
            ways.push(format!("{before}{other}{after}"));
        }
    }
    if name.ends_with(['E', 'I', 'O', 'U', 'A', 'S', 'T']) && name.len() > 4 {
        ways.push(name.get(..name.len() - 1).unwrap_or(name).to_owned());
    }
    if ways.is_empty() { by_hand(name, random) } else { ways.swap_remove(random.usize(..ways.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surveyed_name_is_in_capitals_and_near_the_true_one() {
        let mut random = fastrand::Rng::with_seed(3);
        let mut apart = 0;
        for name in ["Ti-n-Essako", "Farabougou", "Ménaka", "Gao", "Labbézanga", "N'Tillit", "Bla"] {
            for _ in 0..50 {
                let written = surveyed(name, &mut random);
                assert!(!written.is_empty() && written.is_ascii(), "{written}");
                assert_eq!(written, written.to_uppercase());
                let plain = |text: &str| text.replace(['-', '\'', ' ', '.'], "").to_uppercase();
                let edits = strsim::osa_distance(&plain(&written), &plain(&without_accents(name)));
                assert!(edits <= 8, "{name} {written}");
                apart += edits;
            }
        }
        assert!((350..1_050).contains(&apart), "{apart} edits in 350 names");
    }

    #[test]
    fn any_name_can_be_surveyed() {
        let mut random = fastrand::Rng::with_seed(4);
        for name in ["", "A", "تمبكتو", "Bèr", "ɛ", "x y"] {
            for _ in 0..20 {
                surveyed(name, &mut random);
            }
        }
    }
}
