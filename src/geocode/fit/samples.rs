//! What a fit learns from: for each row, the candidates and which of them are right.
//!
//! In: labelled rows. Out: candidates with the values of their terms. It must not know weights.

use crate::event::PlaceContext;
use crate::gazetteer::{Hint, Place, distance_m, plain_key};
use crate::geocode::eval::{Corruption, Labelled, Told, corrupted, typo};
use crate::geocode::model::{Inputs, Model, Values};
use crate::geocode::phrase::{Named, Phrase};
use crate::geocode::rank::{Nothing, Ranked, candidates, inputs, share};
use crate::geocode::weights::SAME_PLACE_M;
use crate::geocode::{Geocoder, context::Context};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A row under one context.
pub(super) struct Sample {
    name: u64,
    pub(super) ranked: Vec<Ranked>,
    pub(super) nothing: Nothing,
    /// Which of the candidates are right; none, when the gazetteer does not have the place.
    pub(super) right: Vec<bool>,
    pub(super) weight: f64,
}

/// One row in so many has the region of another, as lists do.
const WRONG_REGION_EVERY: usize = 30;
/// One row in so many is misspelt.
const TYPO_EVERY: usize = 4;
/// One drawn row in so many is of a place that the gazetteer is made to lack: of the strings of UCDP that name a
/// locality some two in a hundred, of lists made in villages surely more.
const HIDDEN_EVERY: usize = 8;

/// The labelled rows, and rows drawn from the gazetteer: lists name towns more often than hamlets, but the places of
/// one list are also those that its gazetteer was made from, and weights fitted to them alone would trust no other.
pub(super) fn samples(geocoder: &Geocoder, rows: &[Labelled], seed: u64) -> Vec<Sample> {
    let mut random = fastrand::Rng::with_seed(seed);
    let told = Told::worth_asking(rows);
    let mut samples = Vec::new();
    // Ten rows of one name say hardly more than one.
    let weight = |row: &Labelled| {
        let twins = rows.iter().filter(|other| other.place.name == row.place.name).count();
        1.0 / (twins as f64).sqrt()
    };
    for told in &told {
        let places: Vec<PlaceContext> = rows.iter().map(|row| told.of(&row.place)).collect();
        let geocoder = &geocoder.for_list(places.iter().zip(rows).map(|(place, row)| (place, row.day)));
        for (row, mut place) in rows.iter().zip(places.clone()) {
            if *told == Told::Region && random.usize(..WRONG_REGION_EVERY) == 0 {
                let other = rows.get(random.usize(..rows.len())).map(|other| other.place.region.clone());
                place.region = other.unwrap_or_default();
            }
            samples.extend(sample(geocoder, row, &place, weight(row), false));
            if random.usize(..TYPO_EVERY) == 0 {
                place.name = typo(&place.name, &mut random);
                samples.extend(sample(geocoder, row, &place, weight(row), false));
            }
        }
    }
    for (number, corruption) in
        Corruption::ALL.into_iter().filter(|one| *one != Corruption::Lacking).enumerate()
    {
        let count = match corruption {
            Corruption::WrongRegion => DRAWN / WRONG_REGION_EVERY,
            // Lists name them seldom.
            Corruption::OfNature => DRAWN / 3,
            _ => DRAWN,
        };
        for row in corrupted(geocoder.gazetteer(), corruption, count, seed + 1 + number as u64) {
            let hidden = random.usize(..HIDDEN_EVERY) == 0;
            for told in corruption.told() {
                samples.extend(sample(geocoder, &row, &told.of(&row.place), DRAWN_WEIGHT, hidden));
            }
        }
    }
    samples
}

/// Rows drawn from the gazetteer for each corruption.
const DRAWN: usize = 300;

/// What a drawn row weighs as against one of the list.
const DRAWN_WEIGHT: f64 = 0.7;

/// `None` for what is no name: an offset, a road, a part of a country.
///
/// `hidden`: as if the gazetteer did not have the place.
fn sample(
    geocoder: &Geocoder,
    row: &Labelled,
    place: &PlaceContext,
    weight: f64,
    hidden: bool,
) -> Option<Sample> {
    let Phrase::Place(named) = geocoder.phrase(place.name.trim()) else { return None };
    let gazetteer = geocoder.gazetteer();
    let lacks = hidden.then_some(row.truth);
    let context =
        Context { around: geocoder.around.clone(), lacks, ..Context::read(gazetteer, place, row.day) };
    let ranked = candidates(gazetteer, geocoder.model(), &named, &context);
    let near: Vec<bool> = ranked.iter().map(|one| distance_m(one.point, row.truth) <= SAME_PLACE_M).collect();
    let located =
        ranked.iter().zip(&near).any(|(one, near)| *near && matches!(one.place, Place::Locality(_)));
    let right = ranked
        .iter()
        .zip(near)
        .map(|(one, near)| match one.place {
            Place::Locality(_) => near,
            // A unit is right where the row says that it means one, or where nothing smaller is.
            Place::Unit(number) => {
                let holds = gazetteer
                    .unit(number)
                    .and_then(|unit| unit.area)
                    .is_some_and(|area| distance_m(area.centre, row.truth) <= area.radius_m);
                holds && (says_unit(&named) || !located)
            }
        })
        .collect();
    Some(Sample {
        name: hash(&plain_key(&row.place.name)),
        nothing: Nothing::read(&context),
        ranked,
        right,
        weight,
    })
}

fn says_unit(named: &Named) -> bool {
    matches!(named.hint, Some(Hint::Unit(_) | Hint::AnyUnit))
}

fn hash(name: &str) -> u64 {
    // With fixed keys: the same on every run.
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// The fold that a name is in.
pub(super) fn fold_of(name: &str, folds: u64) -> u64 {
    hash(&plain_key(name)) % folds
}

impl Sample {
    /// The fold that its name is in.
    pub(super) fn fold(&self, folds: u64) -> u64 {
        self.name % folds
    }

    /// Under some weights: what the calibration looks at, and whether the best candidate is right.
    pub(super) fn judged(&self, model: &Model) -> Option<(Inputs, bool)> {
        let mut scored: Vec<(Ranked, bool)> =
            self.ranked.iter().cloned().zip(self.right.iter().copied()).collect();
        for (one, _) in &mut scored {
            one.score = model.score(&one.values);
        }
        scored.sort_by(|a, b| b.0.score.total_cmp(&a.0.score).then(a.0.place.cmp(&b.0.place)));
        let right = scored.first()?.1;
        let mut ranked: Vec<Ranked> = scored.into_iter().map(|(one, _)| one).collect();
        share(model, &mut ranked, self.nothing);
        Some((inputs(&ranked)?.0, right))
    }

    /// Values of all alternatives, "none" last, and which are right.
    pub(super) fn alternatives(&self) -> impl Iterator<Item = (&Values, bool)> {
        let none_is_right = !self.right.contains(&true);
        self.ranked
            .iter()
            .map(|one| &one.values)
            .zip(self.right.iter().copied())
            .chain(std::iter::once((&self.nothing.values, none_is_right)))
    }
}
