//! From scores to probabilities.
//!
//! In: candidates with scores. Out: a calibrated probability for each, and for "none of these". It must not look
//! anything up.

use super::{Ranked, Ranking};
use crate::gazetteer::Tier;
use crate::geocode::context::Context;
use crate::geocode::model::{Calibration, Inputs, Model, Term, Values};

/// "None of these", as an alternative with terms of its own.
#[derive(Debug, Clone, Copy)]
pub(in crate::geocode) struct Nothing {
    /// Its terms.
    pub(in crate::geocode) values: Values,
}

impl Nothing {
    /// What a row says for a place that the gazetteer does not have.
    pub(in crate::geocode) fn read(context: &Context) -> Self {
        let mut values = Values::default();
        values.add(Term::None, 1.0);
        if !context.given.is_empty() {
            values.add(Term::NoneInUnit, 1.0);
        }
        Self { values }
    }
}

/// Probabilities from scores: each candidate against the others and against "none of these", then calibrated so
/// that the best, with all that is within [`SAME_PLACE_M`] of it, is right as often as its probability says.
pub(in crate::geocode) fn posterior(model: &Model, mut candidates: Vec<Ranked>, nothing: Nothing) -> Ranking {
    let mut none_p = share(model, &mut candidates, nothing);
    if let Some((inputs, here_p)) = inputs(&candidates) {
        let p = model.calibration.p(inputs);
        let at_best = here(&candidates);
        let (here, elsewhere) = (p / here_p, (1.0 - p) / (1.0 - here_p).max(f64::MIN_POSITIVE));
        for (one, at_best) in candidates.iter_mut().zip(at_best) {
            one.p *= if at_best { here } else { elsewhere };
        }
        none_p *= elsewhere;
    }
    Ranking { candidates, none_p }
}

/// Sets the probabilities as the scores have them, uncalibrated, and returns that of "none".
pub(in crate::geocode) fn share(model: &Model, candidates: &mut [Ranked], nothing: Nothing) -> f64 {
    let none = model.score(&nothing.values);
    // The largest score is taken out, so that no exponential overflows.
    let most = candidates.iter().map(|one| one.score).fold(none, f64::max);
    let total = candidates.iter().map(|one| (one.score - most).exp()).sum::<f64>() + (none - most).exp();
    for one in candidates {
        one.p = (one.score - most).exp() / total;
    }
    (none - most).exp() / total
}

/// What the calibration looks at, and the uncalibrated probability of the best place.
pub(in crate::geocode) fn inputs(candidates: &[Ranked]) -> Option<(Inputs, f64)> {
    /// A probability beyond this is as good as sure; a rival below the least, as good as none.
    const LEAST_P: f64 = 1e-6;
    let is_misspelt = candidates.first()?.tier >= Tier::Near(0);
    let at_best = here(candidates);
    let sum = |wanted: bool| -> f64 {
        candidates.iter().zip(&at_best).filter(|(_, at)| **at == wanted).map(|(one, _)| one.p).sum()
    };
    let p = sum(true).clamp(LEAST_P, 1.0 - LEAST_P);
    let rival =
        candidates.iter().zip(&at_best).filter(|(_, at)| !**at).map(|(one, _)| one.p).fold(LEAST_P, f64::max);
    Some((Calibration::inputs(p, rival, is_misspelt), p))
}

/// Which candidates are the best one or so near that they are the same answer.
fn here(candidates: &[Ranked]) -> Vec<bool> {
    let Some(best) = candidates.first() else { return Vec::new() };
    candidates.iter().map(|one| best.is_same_answer(one)).collect()
}
