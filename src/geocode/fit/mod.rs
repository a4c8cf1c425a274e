//! Weights fitted to rows of which the true place is known.
//!
//! In: labelled rows and a geocoder. Out: weights and calibration, and what they reach on rows they were not fitted
//! to, split by name. It must not be used to answer anything.

mod samples;
mod solve;

use super::eval::{Figures, Labelled, Told};
use super::model::{Calibration, Inputs, Model};
use super::{Geocoder, eval};
use samples::{Sample, samples};

/// Folds of the cross-validation; a name is in one of them, with all its rows.
const FOLDS: u64 = 10;

/// What a fit gives.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The weights, fitted to all rows.
    pub model: Model,
    /// Per context told: the figures of each row under weights fitted without its name.
    pub cross_validated: Vec<(Told, Figures)>,
    /// Samples it was fitted to: rows times contexts.
    pub samples: usize,
}

/// Fits weights and calibration. The same rows give the same weights.
pub fn fit(geocoder: &Geocoder, rows: &[Labelled], seed: u64) -> Fitted {
    let samples = samples(geocoder, rows, seed);
    let start = geocoder.model();
    let folds: Vec<Model> = (0..FOLDS)
        .map(|fold| {
            let others: Vec<&Sample> = samples.iter().filter(|one| one.fold(FOLDS) != fold).collect();
            solve::weights(start, &others)
        })
        .collect();
    // The calibration sees each sample under weights that do not know its name.
    let unseen: Vec<(u64, Inputs, bool)> = samples
        .iter()
        .filter_map(|one| {
            let fold = one.fold(FOLDS);
            let (inputs, right) = one.judged(folds.get(fold as usize)?)?;
            Some((fold, inputs, right))
        })
        .collect();
    let calibrated = |without: Option<u64>| -> Calibration {
        let kept: Vec<(Inputs, bool)> = unseen
            .iter()
            .filter(|(fold, ..)| Some(*fold) != without)
            .map(|(_, inputs, right)| (*inputs, *right))
            .collect();
        solve::calibration(&kept)
    };
    let cross_validated = Told::worth_asking(rows)
        .into_iter()
        .map(|told| {
            let mut outcomes = Vec::with_capacity(rows.len());
            for (fold, model) in (0..).zip(&folds) {
                let model = Model { calibration: calibrated(Some(fold)), ..model.clone() };
                let geocoder = geocoder.clone().with_model(model);
                let own: Vec<Labelled> = rows
                    .iter()
                    .filter(|row| samples::fold_of(&row.place.name, FOLDS) == fold)
                    .cloned()
                    .collect();
                outcomes.extend(eval::outcomes(&geocoder, &own, told));
            }
            (told, Figures::of(&outcomes))
        })
        .collect();
    let all: Vec<&Sample> = samples.iter().collect();
    let model = Model { calibration: calibrated(None), ..solve::weights(start, &all) };
    Fitted { model, cross_validated, samples: samples.len() }
}
