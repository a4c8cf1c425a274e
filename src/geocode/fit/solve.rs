//! The arithmetic of a fit.
//!
//! In: values of terms and which alternatives are right. Out: weights. It must not know what the terms mean.

use super::samples::Sample;
use crate::geocode::model::{Calibration, Inputs, Model};

/// How strongly weights are drawn to what was set by hand: a standard deviation of 1 log-odds around it.
const PULL: f64 = 1.0;
const STEPS: u32 = 400;
const RATE: f64 = 0.05;

/// Weights that make the right alternatives likely (conditional logit; `McFadden` 1974), drawn to the priors, by
/// gradient steps of bounded length (Adam; Kingma and Ba 2015).
pub(super) fn weights(start: &Model, samples: &[&Sample]) -> Model {
    let mut model = start.clone();
    model.weights.clone_from(&model.prior);
    let mut steps = Adam::new(model.weights.len());
    for _ in 0..STEPS {
        let mut slope: Vec<f64> =
            model.weights.iter().zip(&model.prior).map(|(weight, prior)| PULL * (weight - prior)).collect();
        for sample in samples {
            add_slope(&model, sample, &mut slope);
        }
        steps.step(&mut model.weights, &slope);
        // What was set by hand as a reason for must not become one against: people read the terms.
        for (weight, prior) in model.weights.iter_mut().zip(&model.prior) {
            *weight = if *prior < 0.0 { weight.min(0.0) } else { weight.max(0.0) };
        }
    }
    model
}

/// Adds the derivative of a sample's loss, minus the logarithm of the share of the right alternatives.
fn add_slope(model: &Model, sample: &Sample, slope: &mut [f64]) {
    let scores: Vec<f64> = sample.alternatives().map(|(values, _)| model.score(values)).collect();
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let odds: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
    let total: f64 = odds.iter().sum();
    let right: f64 =
        odds.iter().zip(sample.alternatives()).filter(|(_, (_, right))| *right).map(|(o, _)| o).sum();
    if right <= 0.0 {
        return;
    }
    for (odds, (values, is_right)) in odds.iter().zip(sample.alternatives()) {
        let pull = odds / total - if is_right { odds / right } else { 0.0 };
        for (term, value) in values.given() {
            if let Some(slot) = slope.get_mut(term as usize) {
                *slot += sample.weight * pull * value;
            }
        }
    }
}

/// Platt's scaling on several inputs, by gradient steps, drawn to leaving probabilities as they are.
pub(super) fn calibration(seen: &[(Inputs, bool)]) -> Calibration {
    let start = Calibration::NONE.0;
    let mut weights = start;
    let mut steps = Adam::new(weights.len());
    for _ in 0..STEPS * 3 {
        let mut gradient = start;
        for (slope, (weight, start)) in gradient.iter_mut().zip(weights.iter().zip(start)) {
            *slope = PULL * (weight - start);
        }
        for (inputs, right) in seen {
            let off = Calibration(weights).p(*inputs) - f64::from(u8::from(*right));
            for (slope, input) in gradient.iter_mut().zip(inputs) {
                *slope += off * input;
            }
        }
        steps.step(&mut weights, &gradient);
    }
    Calibration(weights)
}

/// Steps along a slope, each weight at its own pace.
struct Adam {
    mean: Vec<f64>,
    square: Vec<f64>,
    taken: i32,
}

impl Adam {
    fn new(count: usize) -> Self {
        Self { mean: vec![0.0; count], square: vec![0.0; count], taken: 0 }
    }

    fn step(&mut self, weights: &mut [f64], slope: &[f64]) {
        const KEEP_MEAN: f64 = 0.9;
        const KEEP_SQUARE: f64 = 0.999;
        self.taken += 1;
        let (mean_due, square_due) = (1.0 - KEEP_MEAN.powi(self.taken), 1.0 - KEEP_SQUARE.powi(self.taken));
        for (((weight, slope), mean), square) in
            weights.iter_mut().zip(slope).zip(&mut self.mean).zip(&mut self.square)
        {
            *mean = KEEP_MEAN * *mean + (1.0 - KEEP_MEAN) * slope;
            *square = KEEP_SQUARE * *square + (1.0 - KEEP_SQUARE) * slope * slope;
            *weight -= RATE * (*mean / mean_due) / ((*square / square_due).sqrt() + 1e-8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calibration_learns_how_sure_each_kind_of_name_is() {
        // It says 0.95; of known names six in ten are right, of misspelt ones nine.
        let [known, misspelt] = [false, true].map(|misspelt| Calibration::inputs(0.95, 0.05, misspelt));
        let seen: Vec<_> =
            (0..400).map(|n| (known, n % 10 < 6)).chain((0..400).map(|n| (misspelt, n % 10 < 9))).collect();
        let calibration = calibration(&seen);
        let (known, misspelt) = (calibration.p(known), calibration.p(misspelt));
        assert!((known - 0.6).abs() < 0.03, "{known}");
        assert!((misspelt - 0.9).abs() < 0.03, "{misspelt}");
    }
}
