//! What kind of event it is, in one word that the map can draw.

use super::text::fold;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// What happened, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An attack on a position, a convoy or a place; an ambush.
    Attack,
    /// Armed sides fight each other.
    Clash,
    /// Violence against civilians.
    Civilians,
    /// An improvised device, a mine, a vehicle bomb.
    Explosive,
    /// Artillery, rockets, air and drone strikes.
    Shelling,
    /// Abduction and hostage-taking.
    Abduction,
    /// Theft, looting, destruction of property.
    Crime,
    /// Places change hands: take-over, withdrawal, blockade.
    Control,
    /// Protest and riot.
    Protest,
    /// People leave their homes.
    Displacement,
    /// Accidents and disasters.
    Accident,
    /// Anything else, or not said.
    Other,
}

/// Words that name a kind, from `data/lexicon/kinds.csv`; earlier lines win over later ones.
const LEXICON: &str = include_str!("../../data/lexicon/kinds.csv");

static WORDS: LazyLock<Vec<(Kind, Vec<[String; 2]>)>> = LazyLock::new(|| {
    LEXICON
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (kind, words) = line.split_once(',')?;
            // A plural s is not another word.
            let forms = |word| [format!(" {} ", fold(word)), format!(" {}s ", fold(word))];
            Some((kind.parse().ok()?, words.split('|').map(forms).collect()))
        })
        .collect()
});

impl Kind {
    /// Every kind, in the order of the legend.
    pub const ALL: [Self; 12] = [
        Self::Attack,
        Self::Clash,
        Self::Civilians,
        Self::Explosive,
        Self::Shelling,
        Self::Abduction,
        Self::Crime,
        Self::Control,
        Self::Protest,
        Self::Displacement,
        Self::Accident,
        Self::Other,
    ];

    /// The kind that a list's own words mean, in English or French; [`Kind::Other`] when none is known.
    ///
    /// The longest phrase of the lexicon that stands in the text as whole words decides: in "attack on
    /// civilians" the phrase outweighs the word "attack".
    pub fn recognise(text: &str) -> Self {
        let text = format!(" {} ", fold(text));
        let mut best = (0, Self::Other);
        for (kind, words) in WORDS.iter() {
            for [word, plural] in words {
                if word.len() > best.0 && (text.contains(word.as_str()) || text.contains(plural.as_str())) {
                    best = (word.len(), *kind);
                }
            }
        }
        best.1
    }

    /// The word used in addresses and data: `attack`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Attack => "attack",
            Self::Clash => "clash",
            Self::Civilians => "civilians",
            Self::Explosive => "explosive",
            Self::Shelling => "shelling",
            Self::Abduction => "abduction",
            Self::Crime => "crime",
            Self::Control => "control",
            Self::Protest => "protest",
            Self::Displacement => "displacement",
            Self::Accident => "accident",
            Self::Other => "other",
        }
    }

    /// The word for people, in French.
    pub fn label_fr(self) -> &'static str {
        match self {
            Self::Attack => "Attaque",
            Self::Clash => "Affrontement",
            Self::Civilians => "Violence contre des civils",
            Self::Explosive => "Engin explosif",
            Self::Shelling => "Tir ou frappe aérienne",
            Self::Abduction => "Enlèvement",
            Self::Crime => "Criminalité",
            Self::Control => "Changement de contrôle",
            Self::Protest => "Manifestation",
            Self::Displacement => "Déplacement",
            Self::Accident => "Accident",
            Self::Other => "Autre",
        }
    }

    /// The word for people, in English.
    pub fn label(self) -> &'static str {
        match self {
            Self::Attack => "Attack",
            Self::Clash => "Armed clash",
            Self::Civilians => "Violence against civilians",
            Self::Explosive => "Explosive device",
            Self::Shelling => "Shelling or air strike",
            Self::Abduction => "Abduction",
            Self::Crime => "Crime",
            Self::Control => "Change of control",
            Self::Protest => "Protest",
            Self::Displacement => "Displacement",
            Self::Accident => "Accident",
            Self::Other => "Other",
        }
    }
}

/// A word that is no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a kind of event")]
pub struct UnknownKind(String);

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownKind(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
