//! What a claim says came of an attack: the place was held, it was taken, or nothing of it is true.
//!
//! In: the words of a claim. Out: the one outcome that they state, if they state one. It must not know who says them.

use super::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words that state an outcome.
const LEXICON: &str = include_str!("../../data/lexicon/outcomes.csv");
/// A word that is turned round, and a place that is taken, stand no farther than so many words behind.
const REACH: usize = 5;
/// Bytes of a text that are read: what came of it is said before.
const MAX_BYTES: usize = 4_000;

/// What a claim says came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The attacked kept the place.
    Held,
    /// The attackers took it.
    Taken,
    /// What others say is not true.
    Denied,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Says(Outcome),
    /// Takes the place that is named behind it.
    Take,
    Place,
    Booty,
    /// Drives somebody from the place, with the word behind it: "beaten the assault back".
    Drive,
    Back,
    Not,
    Nor,
}

type Phrases = HashMap<&'static str, Vec<(Vec<&'static str>, Role)>>;

/// Phrases by their first word, the longest first.
static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::new();
    let rows = LEXICON.lines().filter(|line| !line.starts_with('#')).skip(1);
    for (role, words) in rows.filter_map(|row| row.split_once(',')) {
        let Some(role) = role_named(role) else { continue };
        for phrase in words.split('|').map(|phrase| phrase.split(' ').collect::<Vec<_>>()) {
            let Some(first) = phrase.first() else { continue };
            phrases.entry(first).or_default().push((phrase, role));
        }
    }
    for of_word in phrases.values_mut() {
        of_word.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    }
    phrases
});

fn role_named(name: &str) -> Option<Role> {
    Some(match name {
        "held" => Role::Says(Outcome::Held),
        "taken" => Role::Says(Outcome::Taken),
        "denied" => Role::Says(Outcome::Denied),
        "take" => Role::Take,
        "place" => Role::Place,
        "booty" => Role::Booty,
        "drive" => Role::Drive,
        "back" => Role::Back,
        "not" => Role::Not,
        "nor" => Role::Nor,
        _ => return None,
    })
}

/// The outcome that a text states. Who denies takes no side beside that; a text that tells both sides states none.
pub(super) fn stated(text: &str) -> Option<Outcome> {
    let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= MAX_BYTES).unwrap_or(text.len());
    let folded = fold(text.get(..end)?);
    let words: Vec<&str> = folded.split(' ').collect();
    let found = roles(&words);
    let mut said: Vec<Outcome> = Vec::new();
    for (number, (at, role)) in found.iter().enumerate() {
        let outcome = match role {
            Role::Says(Outcome::Taken) if meets(&found, number, &[Role::Booty, Role::Place]) => continue,
            Role::Says(outcome) => *outcome,
            Role::Take if meets(&found, number, &[Role::Place, Role::Booty]) => Outcome::Taken,
            Role::Drive if meets(&found, number, &[Role::Back]) => Outcome::Held,
            _ => continue,
        };
        let before = found.get(..number).into_iter().flatten().rev().take_while(|(end, _)| at - end < REACH);
        let turned = before.map(|(_, role)| *role).find(|role| matches!(role, Role::Not | Role::Nor));
        match (turned, outcome) {
            (None, outcome) => said.push(outcome),
            // Who was not able to take it: it was held.
            (Some(Role::Not), Outcome::Taken) => said.push(Outcome::Held),
            _ => {}
        }
    }
    if said.contains(&Outcome::Denied) {
        return Some(Outcome::Denied);
    }
    let first = *said.first()?;
    said.iter().all(|one| *one == first).then_some(first)
}

/// The phrases that stand in words: where each begins.
fn roles(words: &[&str]) -> Vec<(usize, Role)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let hit = rest.first().and_then(|word| PHRASES.get(word)).and_then(|of_word| {
            of_word.iter().find(|(phrase, _)| rest.get(..phrase.len()) == Some(phrase.as_slice()))
        });
        if let Some((phrase, role)) = hit {
            found.push((at, *role));
            at += phrase.len();
        } else {
            at += 1;
        }
    }
    found
}

/// Whether, of these roles, the first is the one that comes next behind a phrase.
fn meets(found: &[(usize, Role)], number: usize, roles: &[Role]) -> bool {
    let Some(((at, _), behind)) = found.get(number..).and_then(<[_]>::split_first) else { return false };
    let next =
        behind.iter().take_while(|(next, _)| next - at <= REACH).find(|(_, role)| roles.contains(role));
    next.is_some_and(|(_, next)| roles.first() == Some(next))
}

impl Outcome {
    /// Whether two outcomes cannot both be right.
    pub(super) fn opposes(self, other: Self) -> bool {
        matches!((self, other), (Self::Held, Self::Taken) | (Self::Taken, Self::Held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_row_has_a_role_and_its_words_are_folded() {
        for line in LEXICON.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let (role, words) = line.split_once(',').unwrap();
            assert!(role_named(role).is_some(), "{role}");
            for words in words.split('|') {
                assert_eq!(fold(words), words);
            }
        }
    }

    #[test]
    fn claims_say_what_came_of_it() {
        let held = Some(Outcome::Held);
        let taken = Some(Outcome::Taken);
        let denied = Some(Outcome::Denied);
        for (text, outcome) in [
            ("The army says that it repelled the attackers", held),
            ("Ex-rebels say that they took the camp north of the village", taken),
            ("avoir pris le contrôle de deux camps de l’armée", taken),
            ("s’être emparés de la ville de Léré", taken),
            ("s’être emparés d’armes et de munitions", None),
            ("They seized two vehicles before they left", None),
            ("ont repoussé l’assaut et mis les assaillants en fuite", held),
            ("L’attaque a été repoussée", held),
            ("that it had beaten the assault back", held),
            ("did not take control of the base", held),
            ("n’ont pas pris la ville", held),
            ("failed to overrun the post", held),
            ("denied that the rebels had taken the town", denied),
            ("neither confirmed nor denied it", None),
            ("n’a ni confirmé ni démenti", None),
            ("The rebels said they took the camp, the army that it repelled them", None),
            ("took part in the attack on the camp", None),
            ("Five soldiers were killed", None),
            ("", None),
        ] {
            assert_eq!(stated(text), outcome, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_states_something_or_nothing(text in "(took|the|camp|not|ni|seized|weapons|repelled|é|  |denied| ){0,30}") {
            let _ = stated(&text);
            prop_assert_eq!(stated(&text), stated(&text.to_uppercase()));
        }
    }
}
