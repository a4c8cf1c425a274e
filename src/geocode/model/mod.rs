//! What each reason is worth, and what a score means.
//!
//! In: the table of weights in `data/geocoder`. Out: scores in log-odds and calibrated probabilities. It must not
//! know names or places.

mod terms;

pub use terms::ScoreTerm;
pub(in crate::geocode) use terms::{Term, Values};

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use thiserror::Error;

/// Probability at which a place is shown without asking, unless the operator chooses another.
pub const DEFAULT_ACCEPT_P: f64 = 0.7;

const TABLE: &str = include_str!("../../../data/geocoder/weights.csv");

/// A table of weights that can not be used.
#[derive(Debug, Error)]
pub enum ModelError {
    /// Not a table of the right columns.
    #[error("the table of weights cannot be read")]
    Table(#[from] csv::Error),
    /// A term that is not known, or stands twice.
    #[error("line {line}: '{term}' is no term of the score, or stands twice")]
    Term {
        /// Line in the table.
        line: u64,
        /// What stands there.
        term: String,
    },
    /// A weight that is not a number.
    #[error("line {line}: the weight of '{term}' is not a finite number")]
    Weight {
        /// Line in the table.
        line: u64,
        /// Whose weight.
        term: String,
    },
    /// A term without a line.
    #[error("the table of weights has no line for '{0}'")]
    Missing(&'static str),
}

/// Weights of the terms, and how scores become probabilities.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// By hand: what the weights are drawn to where data say little.
    pub(in crate::geocode) prior: Vec<f64>,
    /// As fitted.
    pub(in crate::geocode) weights: Vec<f64>,
    /// See [`Calibration`].
    pub(in crate::geocode) calibration: Calibration,
}

/// What the score's probability of the best place becomes: log-odds are the sum of these weights, each times what
/// [`Calibration::inputs`] gives.
///
/// Names that are written as known and names that are misspelt are right for different reasons, and each is as sure as
/// its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::geocode) struct Calibration(pub(in crate::geocode) [f64; CALIBRATION.len()]);

/// What the calibration looks at, in the order of [`CALIBRATION`].
pub(in crate::geocode) type Inputs = [f64; CALIBRATION.len()];

/// A line of the table.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    term: String,
    prior: f64,
    weight: f64,
}

/// Names of the calibration's lines.
const CALIBRATION: [&str; 5] = [
    "calibration_slope",
    "calibration_lead",
    "calibration_offset",
    "calibration_slope_misspelt",
    "calibration_offset_misspelt",
];

/// Log-odds beyond this say no more.
const MOST_LOG_ODDS: f64 = 9.0;

impl Model {
    /// The model of this build.
    pub fn embedded() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            // A table that a test reads cannot fail here; should it, all candidates weigh the same and all go to review.
            Model::read(TABLE).unwrap_or_else(|_| Model {
                prior: vec![0.0; Term::ALL.len()],
                weights: vec![0.0; Term::ALL.len()],
                calibration: Calibration::NONE,
            })
        });
        &MODEL
    }

    /// Reads a table of weights: columns `term`, `prior`, `weight`, a line for each term.
    pub fn read(table: &str) -> Result<Self, ModelError> {
        let names: Vec<&str> = Term::ALL.iter().map(|term| term.name()).chain(CALIBRATION).collect();
        let mut found: Vec<Option<(f64, f64)>> = vec![None; names.len()];
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
        let mut record = csv::StringRecord::new();
        let header = reader.headers()?.clone();
        while reader.read_record(&mut record)? {
            let line = record.position().map_or(0, csv::Position::line);
            let Line { term, prior, weight } = record.deserialize(Some(&header))?;
            if !prior.is_finite() || !weight.is_finite() {
                return Err(ModelError::Weight { line, term });
            }
            let slot = names.iter().position(|name| *name == term).and_then(|at| found.get_mut(at));
            match slot {
                Some(slot @ None) => *slot = Some((prior, weight)),
                _ => return Err(ModelError::Term { line, term }),
            }
        }
        let mut values = Vec::with_capacity(names.len());
        for (name, found) in names.iter().zip(found) {
            let missing = names.iter().copied().find(|known| known == name).map(ModelError::Missing);
            match (found, missing) {
                (Some(pair), _) => values.push(pair),
                (None, missing) => return Err(missing.unwrap_or(ModelError::Missing("term"))),
            }
        }
        let calibration = values.split_off(Term::ALL.len());
        let mut weights = [0.0; CALIBRATION.len()];
        for (slot, (_, weight)) in weights.iter_mut().zip(&calibration) {
            *slot = *weight;
        }
        Ok(Self {
            prior: values.iter().map(|(prior, _)| *prior).collect(),
            weights: values.iter().map(|(_, weight)| *weight).collect(),
            calibration: Calibration(weights),
        })
    }

    /// The table, as [`Model::read`] takes it.
    pub fn to_table(&self) -> String {
        let mut table = String::from("term,prior,weight\n");
        for ((term, prior), weight) in Term::ALL.iter().zip(&self.prior).zip(&self.weights) {
            table.extend([format!("{},{prior},{weight:.3}\n", term.name())]);
        }
        let priors = Calibration::NONE.0;
        for ((name, weight), prior) in CALIBRATION.iter().zip(self.calibration.0).zip(priors) {
            table.extend([format!("{name},{prior},{weight:.3}\n")]);
        }
        table
    }

    /// The score of a candidate, in log-odds.
    pub(in crate::geocode) fn score(&self, values: &Values) -> f64 {
        values.dot(&self.weights)
    }

    /// The weight of a term.
    pub(in crate::geocode) fn weight(&self, term: Term) -> f64 {
        self.weights.get(term as usize).copied().unwrap_or_default()
    }

    /// The terms of a score, as people read them.
    pub(in crate::geocode) fn terms(&self, values: &Values) -> Vec<ScoreTerm> {
        values
            .given()
            .map(|(term, value)| ScoreTerm {
                term: term.name(),
                value: (value * 1_000.0).round() / 1_000.0,
                weight: self.weight(term),
            })
            .collect()
    }
}

impl Calibration {
    /// Leaves probabilities as they are.
    pub(in crate::geocode) const NONE: Self = Self([1.0, 0.0, 0.0, 0.0, 0.0]);

    /// What the calibration looks at: log-odds of the best, and its lead over the best rival, both bounded; and of a name
    /// that nobody bears as it is written the log-odds again.
    pub(in crate::geocode) fn inputs(p: f64, rival_p: f64, is_misspelt: bool) -> Inputs {
        let bound = |log_odds: f64| log_odds.clamp(-MOST_LOG_ODDS, MOST_LOG_ODDS);
        let (log_odds, lead) = (bound((p / (1.0 - p)).ln()), bound((p / rival_p).ln()));
        let misspelt = f64::from(u8::from(is_misspelt));
        [log_odds, lead, 1.0, misspelt * log_odds, misspelt]
    }

    /// The calibrated probability.
    pub(in crate::geocode) fn p(self, inputs: Inputs) -> f64 {
        let z: f64 = self.0.iter().zip(inputs).map(|(weight, input)| weight * input).sum();
        1.0 / (1.0 + (-z).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_the_binary_is_whole_and_round_trips() {
        let model = Model::read(TABLE).unwrap();
        assert_eq!(&Model::read(&model.to_table()).unwrap(), Model::embedded());
        assert_eq!(model.to_table(), TABLE, "the table is written as the fit writes it");
    }

    #[test]
    fn a_table_that_lacks_or_doubles_a_term_is_refused() {
        let without = TABLE.lines().filter(|line| !line.starts_with("alias,")).collect::<Vec<_>>().join("\n");
        assert!(matches!(Model::read(&without), Err(ModelError::Missing("alias"))));
        let doubled = format!("{TABLE}alias,0,0\n");
        assert!(matches!(Model::read(&doubled), Err(ModelError::Term { term, .. }) if term == "alias"));
        let nan = TABLE.replace("alias,-0.4", "alias,NaN");
        assert!(matches!(Model::read(&nan), Err(ModelError::Weight { term, .. }) if term == "alias"));
    }

    #[test]
    fn a_surer_score_is_a_higher_probability() {
        let calibration = Model::embedded().calibration;
        for is_misspelt in [false, true] {
            let mut last = 0.0;
            for p in [0.05, 0.2, 0.5, 0.8, 0.95, 0.999] {
                let now = calibration.p(Calibration::inputs(p, (1.0 - p) / 2.0, is_misspelt));
                assert!(now > last && now < 1.0, "{p} gives {now}");
                last = now;
            }
        }
    }
}
