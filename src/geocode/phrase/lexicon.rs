//! The words by which lists tell places, from `data/lexicon/places.csv`.
//!
//! In: tokens. Out: how many of them are words of a role. It must not know what a phrase is.

use super::token::Token;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The table; its head says how to read it.
const TABLE: &str = include_str!("../../../data/lexicon/places.csv");

/// No place text has more small words in a row: a longer run is rubbish, and is not read again at every word.
pub(super) const MAX_SKIPPED: usize = 12;

/// What words do in a place text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Of length; the value in kilometres.
    Unit,
    /// A number in words.
    Number,
    /// "Une dizaine de": a number that is none.
    Some,
    /// "A few".
    Few,
    /// "Dozens of".
    Many,
    /// "Less than".
    AtMost,
    /// "More than".
    AtLeast,
    /// May stand before a distance.
    About,
    /// Between a distance and a direction.
    ToThe,
    /// Between a direction and the place.
    Of,
    /// Joins two names.
    And,
    /// Joins two names of which one is meant.
    Or,
    /// A road; the value `before` where it stands before its ends, as in French.
    Road,
    /// "On the way to".
    RoadTo,
    /// Before a road.
    OnThe,
    /// Between a road and its ends.
    Joins,
    /// "Between".
    Between,
    /// "Half-way".
    Halfway,
    /// "Towards".
    Towards,
    /// A part of a road: "the X section of the Y-Z road".
    Section,
    /// Somewhere round; the value `bare` where no "of" follows.
    Near,
    /// The same behind the name.
    NearEnding,
    /// Where a town ends.
    Edge,
    /// Before the edge of a town, or a direction.
    ToEdge,
    /// "Northern *part* of".
    Side,
    /// "*Part of* X".
    Part,
    /// The word for a unit.
    UnitWord,
    /// Before the word for a unit.
    UnitBefore,
    /// A part of a town.
    Quarter,
    /// The same behind its name.
    QuarterEnding,
    /// Of time; the value in minutes.
    TravelUnit,
    /// "On foot".
    Foot,
    /// "By road".
    Wheels,
    /// A kilometre post.
    Post,
    /// Nothing is named.
    Unknown,
    /// The list itself doubts.
    Doubt,
    /// Mali.
    Country,
    /// Mali, behind a name.
    CountryAfter,
    /// A river, a border: no place can be told by it.
    Line,
    /// A natural region without drawn limits.
    Tract,
    /// A generic word or words at the head of a name; the value says what it makes of it.
    Head,
    /// Small words that name nothing.
    Filler,
}

const ROLES: [(&str, Role); 42] = [
    ("unit", Role::Unit),
    ("number", Role::Number),
    ("some", Role::Some),
    ("few", Role::Few),
    ("many", Role::Many),
    ("at_most", Role::AtMost),
    ("at_least", Role::AtLeast),
    ("about", Role::About),
    ("to_the", Role::ToThe),
    ("of", Role::Of),
    ("and", Role::And),
    ("or", Role::Or),
    ("road", Role::Road),
    ("road_to", Role::RoadTo),
    ("on_the", Role::OnThe),
    ("joins", Role::Joins),
    ("between", Role::Between),
    ("halfway", Role::Halfway),
    ("towards", Role::Towards),
    ("section", Role::Section),
    ("near", Role::Near),
    ("near_ending", Role::NearEnding),
    ("edge", Role::Edge),
    ("to_edge", Role::ToEdge),
    ("side", Role::Side),
    ("part", Role::Part),
    ("unit_word", Role::UnitWord),
    ("unit_before", Role::UnitBefore),
    ("quarter", Role::Quarter),
    ("quarter_ending", Role::QuarterEnding),
    ("travel_unit", Role::TravelUnit),
    ("foot", Role::Foot),
    ("wheels", Role::Wheels),
    ("post", Role::Post),
    ("unknown", Role::Unknown),
    ("doubt", Role::Doubt),
    ("country", Role::Country),
    ("country_after", Role::CountryAfter),
    ("line", Role::Line),
    ("tract", Role::Tract),
    ("head", Role::Head),
    ("filler", Role::Filler),
];

/// Words of a role, and the value beside them.
#[derive(Debug)]
struct Entry {
    words: Vec<&'static str>,
    value: &'static str,
}

/// Entries by a word that each of them has, at its start or at its end; long ones first.
type ByWord = HashMap<(Role, &'static str), Vec<Entry>>;

static BY_FIRST: LazyLock<ByWord> = LazyLock::new(|| by_word(|words| words.first().copied()));
static BY_LAST: LazyLock<ByWord> = LazyLock::new(|| by_word(|words| words.last().copied()));

fn by_word(key: fn(&[&'static str]) -> Option<&'static str>) -> ByWord {
    let mut entries = ByWord::new();
    for (role, value, words) in rows() {
        for words in words.split('|').map(|words| words.split(' ').collect::<Vec<_>>()) {
            if let Some(word) = key(&words) {
                entries.entry((role, word)).or_default().push(Entry { words, value });
            }
        }
    }
    for same in entries.values_mut() {
        same.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
    }
    entries
}

/// The roles of which a word begins or ends an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Roles {
    first: u64,
    last: u64,
}

static ROLES_OF: LazyLock<HashMap<&'static str, Roles>> = LazyLock::new(|| {
    let mut roles = HashMap::<&'static str, Roles>::new();
    for (role, word) in BY_FIRST.keys() {
        roles.entry(word).or_default().first |= role.bit();
    }
    for (role, word) in BY_LAST.keys() {
        roles.entry(word).or_default().last |= role.bit();
    }
    roles
});

/// The roles of a word: asked once for each, since most words of most names have none.
pub(super) fn roles(word: &str) -> Roles {
    ROLES_OF.get(word).copied().unwrap_or_default()
}

/// The rows of the table: role, value, words.
fn rows() -> impl Iterator<Item = (Role, &'static str, &'static str)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| {
        let (role, rest) = line.split_once(',')?;
        let (value, words) = rest.split_once(',')?;
        let (_, role) = ROLES.iter().find(|(name, _)| *name == role)?;
        Some((*role, value, words))
    })
}

/// Words of a role that stand at one end of some tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// How many tokens.
    pub(super) len: usize,
    /// The value beside them in the table.
    pub(super) value: &'static str,
}

impl Role {
    fn bit(self) -> u64 {
        1 << self as u32
    }

    /// The longest words of this role at the start.
    pub(super) fn at_start(self, tokens: &[Token]) -> Option<Found> {
        let first = tokens.first().filter(|first| first.roles.first & self.bit() != 0)?.word.as_str();
        let fits = |entry: &&Entry| {
            entry.words.len() <= tokens.len()
                && entry.words.iter().zip(tokens).all(|(word, token)| token.word == *word)
        };
        let entry = get(&BY_FIRST, self, first)?.iter().find(fits)?;
        Some(Found { len: entry.words.len(), value: entry.value })
    }

    /// The longest words of this role at the end.
    pub(super) fn at_end(self, tokens: &[Token]) -> Option<Found> {
        let last = tokens.last().filter(|last| last.roles.last & self.bit() != 0)?.word.as_str();
        let fits = |entry: &&Entry| {
            entry.words.len() <= tokens.len()
                && entry.words.iter().rev().zip(tokens.iter().rev()).all(|(word, token)| token.word == *word)
        };
        let entry = get(&BY_LAST, self, last)?.iter().find(fits)?;
        Some(Found { len: entry.words.len(), value: entry.value })
    }

    /// Whether all tokens together are words of this role.
    pub(super) fn is(self, tokens: &[Token]) -> bool {
        self.at_start(tokens).is_some_and(|found| found.len == tokens.len())
    }

    /// Without words of this role at the start.
    pub(super) fn skip(self, mut tokens: &[Token]) -> &[Token] {
        for _ in 0..MAX_SKIPPED {
            let Some(rest) = self.at_start(tokens).and_then(|found| tokens.get(found.len..)) else { break };
            tokens = rest;
        }
        tokens
    }

    /// Without such words at the start, once.
    pub(super) fn skip_one(self, tokens: &[Token]) -> &[Token] {
        self.at_start(tokens).and_then(|found| tokens.get(found.len..)).unwrap_or(tokens)
    }

    /// Without words of this role at the end, unless nothing else is there.
    pub(super) fn trim_but_all(self, tokens: &[Token]) -> &[Token] {
        let trimmed = self.trim(tokens);
        if trimmed.is_empty() { tokens } else { trimmed }
    }

    /// Without words of this role at the end, however many.
    pub(super) fn trim(self, mut tokens: &[Token]) -> &[Token] {
        while let Some(rest) = self.at_end(tokens).and_then(|found| tokens.get(..tokens.len() - found.len)) {
            tokens = rest;
        }
        tokens
    }
}

/// The entries under a word. The word is not static, so neither may the map's keys be, for the look-up.
fn get<'w>(entries: &'static ByWord, role: Role, word: &'w str) -> Option<&'w Vec<Entry>> {
    let entries: &'w HashMap<(Role, &'w str), Vec<Entry>> = entries;
    entries.get(&(role, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::fold;

    #[test]
    fn every_line_has_a_role_and_every_role_a_line() {
        let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
        assert_eq!(lines.len(), rows().count());
        for (name, role) in ROLES {
            assert!(rows().any(|(of, _, _)| of == role), "{name}");
        }
    }

    #[test]
    fn words_are_folded_and_stand_once() {
        for (role, value, words) in rows() {
            let mut seen = std::collections::HashSet::new();
            for word in words.split('|') {
                assert_eq!(fold(word), word, "{role:?}");
                assert!(seen.insert(word), "{role:?}: {word} twice");
            }
            if matches!(role, Role::Unit | Role::Number | Role::Some | Role::TravelUnit) {
                assert!(value.parse::<f64>().is_ok(), "{role:?} {value}");
            }
        }
    }
}
