//! The arithmetic of a fit.
//!
//! In: values of terms and which alternatives are right. Out: weights. It must not know what the terms mean.

use super::samples::Sample;
use crate::geocode::model::{Calibration, Model};

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

/// Platt's scaling on two inputs, by gradient steps, drawn to leaving probabilities as they are.
pub(super) fn calibration(seen: &[([f64; 2], bool)]) -> Calibration {
    let mut weights = [1.0, 0.0, 0.0];
    let mut steps = Adam::new(weights.len());
    for _ in 0..STEPS * 3 {
        let Calibration { slope, lead, offset } =
            Calibration { slope: weights[0], lead: weights[1], offset: weights[2] };
        let mut gradient = [PULL * (slope - 1.0), PULL * lead, PULL * offset];
        for (inputs, right) in seen {
            let off = Calibration { slope, lead, offset }.p(*inputs) - f64::from(u8::from(*right));
            gradient[0] += off * inputs[0];
            gradient[1] += off * inputs[1];
            gradient[2] += off;
        }
        steps.step(&mut weights, &gradient);
    }
    Calibration { slope: weights[0], lead: weights[1], offset: weights[2] }
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
    fn a_calibration_learns_that_a_model_is_too_sure() {
        // It says 0.95 and is right in six of ten.
        let inputs = Calibration::inputs(0.95, 0.05);
        let seen: Vec<_> = (0..200).map(|n| (inputs, n % 10 < 6)).collect();
        let p = calibration(&seen).p(inputs);
        assert!((p - 0.6).abs() < 0.03, "{p}");
    }
}
