//! What one source says of an event.

use super::outcome::{Outcome, stated};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What one source says of an event.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Claim {
    /// Who says it, as the list names the source; empty when the list does not say.
    pub source: String,
    /// What it says, in its words.
    pub text: String,
    /// Deaths by this source.
    #[serde(default)]
    pub deaths: Deaths,
    /// Injured by this source.
    #[serde(default)]
    pub injured: Figure,
}

/// A number of people as a source gives it: exact, a range, or unknown. Unknown is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Figure {
    /// At least so many.
    pub low: Option<u32>,
    /// The source's own best estimate.
    pub best: Option<u32>,
    /// At most so many. UCDP allows a high below best where an event is a sum of unclear parts.
    pub high: Option<u32>,
}

impl Figure {
    /// From how many to how many, as far as that is told; `None` when nothing is. "About 10" is a best without bounds, and may
    /// be a third of it more or less: "45" and "about 30" contradict each other to a reader, "12" and "about 10" do not.
    fn span(&self) -> Option<(u32, u32)> {
        if let Self { low: None, best: Some(about), high: None } = *self {
            return Some((about - about / 3, about.saturating_add(about / 3)));
        }
        let low = self.low.or(self.best).or(self.high)?;
        Some((low, self.high.or(self.best).or(self.low)?))
    }
}

/// In what claims of one event contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dispute {
    /// How many died.
    Deaths,
    /// How many were hurt.
    Injured,
    /// What came of it: one says that the place was held, another that it was taken, or denies what the other says.
    Outcome,
}

/// In what claims of one event contradict each other: two of them are of different sources (or, where no source is named, in
/// different words), and the figures of deaths, or those of injured, cannot all be right, since one is higher than another
/// reaches; or two sources state opposite outcomes.
pub fn disputes(claims: &[Claim]) -> Vec<Dispute> {
    let who = |claim: &Claim| if claim.source.is_empty() { claim.text.clone() } else { claim.source.clone() };
    let Some((first, others)) = claims.split_first() else { return Vec::new() };
    if others.iter().all(|other| who(other) == who(first)) {
        return Vec::new();
    }
    let differ = |figure: fn(&Claim) -> &Figure| {
        let spans = || claims.iter().filter_map(|claim| figure(claim).span());
        let (least, most) = (spans().map(|(low, _)| low).max(), spans().map(|(_, high)| high).min());
        least.zip(most).is_some_and(|(least, most)| least > most)
    };
    let said: Vec<(String, Outcome)> = claims
        .iter()
        .filter(|claim| !claim.text.is_empty())
        .filter_map(|claim| Some((who(claim), stated(&claim.text)?)))
        .collect();
    let opposed = said.iter().enumerate().any(|(at, (source, outcome))| {
        said.iter().skip(at + 1).any(|(other, against)| source != other && outcome.opposes(*against))
    });
    // Who denies, denies what another affirms.
    let denied = said.iter().filter(|(_, outcome)| *outcome == Outcome::Denied).any(|(denier, _)| {
        claims.iter().any(|claim| {
            let source = who(claim);
            let denies_too = said.iter().any(|(one, outcome)| *one == source && *outcome == Outcome::Denied);
            !claim.text.is_empty() && source != *denier && !denies_too
        })
    });
    [
        (Dispute::Deaths, differ(|claim| &claim.deaths)),
        (Dispute::Injured, differ(|claim| &claim.injured)),
        (Dispute::Outcome, opposed || denied),
    ]
    .into_iter()
    .filter_map(|(dispute, is_so)| is_so.then_some(dispute))
    .collect()
}

/// Deaths, by the same rule as any figure.
pub type Deaths = Figure;

impl Figure {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { low: None, best: None, high: None };

    /// One exact number.
    pub fn exact(count: u32) -> Self {
        Self { low: Some(count), best: Some(count), high: Some(count) }
    }

    /// A stated range without a best estimate.
    pub fn range(low: u32, high: u32) -> Self {
        Self { low: Some(low), best: None, high: Some(high) }
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        *self == Self::UNKNOWN
    }

    /// The span of several figures: the lowest and the highest number told, as far as any bounds that side, and a best
    /// only where no figure rules it out. One figure alone keeps its bounds as stated, also a high below its best.
    pub fn across<'a>(figures: impl IntoIterator<Item = &'a Self>) -> Self {
        let known: Vec<&Self> = figures.into_iter().filter(|f| !f.is_unknown()).collect();
        let best = known.iter().find_map(|f| f.best);
        let alone = if let [one] = known[..] { *one } else { Self::UNKNOWN };
        let told = || known.iter().flat_map(|f| [f.low, f.best, f.high]).flatten();
        Self {
            low: alone.low.or(told().min().filter(|_| known.iter().any(|f| f.low.or(f.best).is_some()))),
            best: best.filter(|best| known.iter().all(|f| f.admits(*best))),
            high: alone.high.or(told().max().filter(|_| known.iter().any(|f| f.high.or(f.best).is_some()))),
        }
    }

    /// Whether a number can be what is told: its best where there is one, else one within its bounds.
    fn admits(self, number: u32) -> bool {
        match self.best {
            Some(best) => best == number,
            None => self.low.is_none_or(|low| low <= number) && self.high.is_none_or(|high| number <= high),
        }
    }
}

/// In a few signs: `5`, `8-12`, `≥ 8`, `≤ 12`, and `?` for what is unknown.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self { best: Some(best), .. } => write!(f, "{best}"),
            Self { low: Some(low), high: Some(high), .. } => write!(f, "{low}-{high}"),
            Self { low: Some(low), .. } => write!(f, "≥ {low}"),
            Self { high: Some(high), .. } => write!(f, "≤ {high}"),
            Self::UNKNOWN => f.write_str("?"),
        }
    }
}
