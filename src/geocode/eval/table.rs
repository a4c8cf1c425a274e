//! The figures of an evaluation.
//!
//! In: outcomes. Out: shares, curves and calibration errors, the same on every run. It must not geocode.

use super::Outcome;
use crate::event::Status;
use serde::Serialize;
use std::collections::BTreeMap;

/// A count out of a count.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Out of so many.
    pub of: usize,
}

impl Share {
    /// As a percentage; 0 of none.
    pub fn percent(self) -> f64 {
        100.0 * self.count as f64 / self.of.max(1) as f64
    }

    fn counted<'a>(
        outcomes: impl IntoIterator<Item = &'a Outcome>,
        right: impl Fn(&Outcome) -> bool,
    ) -> Self {
        outcomes.into_iter().fold(Self::default(), |share, one| Self {
            count: share.count + usize::from(right(one)),
            of: share.of + 1,
        })
    }
}

/// The range that holds a figure in 95 of 100 samples of places.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval95 {
    /// Percent.
    pub low: f64,
    /// Percent.
    pub high: f64,
}

/// A point of the curve: what is right when only so sure answers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Least probability shown.
    pub p: f64,
    /// Rows shown.
    pub coverage: Share,
    /// Of these, right.
    pub right: Share,
}

/// What was measured. Shares are of all rows unless said otherwise: an abstention is a miss.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Rows.
    pub rows: usize,
    /// Distinct places: folded name and true point.
    pub places: usize,
    /// Rows per status.
    pub located: usize,
    /// See [`Figures::located`].
    pub area: usize,
    /// See [`Figures::located`].
    pub review: usize,
    /// See [`Figures::located`].
    pub unlocated: usize,
    /// Rows with a candidate within 10 km of the true point.
    pub candidate_10_km: Share,
    /// Rows that the most populous place of just this name in the region told puts within 10 km: what a join of two tables
    /// would find, and every answer is beside that.
    pub plain_10_km: Share,
    /// Rows answered within 5, 10 and 25 km of the true point.
    pub within_km: [Share; 3],
    /// The same, in percent of distinct places.
    pub places_within_km: [f64; 3],
    /// Spread of the places within 10 km, places drawn with replacement.
    pub places_within_10_km_95: Interval95,
    /// Rows shown as an area that holds the true point, of all areas.
    pub areas_that_hold: Share,
    /// Answered rows that are right: within 10 km, or an area that holds the point.
    pub answered_right: Share,
    /// Rows answered.
    pub coverage: Share,
    /// Located rows whose circle holds the true point.
    pub radius_holds: Share,
    /// Expected calibration error over ten bins of equal width, 0..=1.
    pub ece: f64,
    /// The error that probabilities without fault would show on so few places, on the average of many draws.
    pub ece_by_chance: f64,
    /// The same for each region of the true points.
    pub ece_by_region: BTreeMap<String, RegionError>,
    /// Right and shown, by the least probability.
    pub curve: Vec<CurvePoint>,
}

/// Calibration in one region.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RegionError {
    /// Rows.
    pub rows: usize,
    /// Expected calibration error, 0..=1.
    pub ece: f64,
    /// See [`Figures::ece_by_chance`].
    pub ece_by_chance: f64,
}

/// Samples of the bootstrap.
const SAMPLES: usize = 500;

impl Figures {
    pub(in crate::geocode) fn of(outcomes: &[Outcome]) -> Self {
        let within = |km: f64| {
            move |one: &Outcome| one.answered() && one.away_m.is_some_and(|away| away <= km * 1_000.0)
        };
        let status = |status: Status| outcomes.iter().filter(|one| one.status == status).count();
        let mut by_place: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
        for one in outcomes {
            by_place.entry(&one.place).or_default().push(one);
        }
        let per_place = |km: f64| -> Vec<f64> {
            by_place.values().map(|rows| Share::counted(rows.iter().copied(), within(km)).percent()).collect()
        };
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
        let located = || outcomes.iter().filter(|one| one.status == Status::Located);
        let mut by_region: BTreeMap<String, Vec<&Outcome>> = BTreeMap::new();
        for one in outcomes {
            by_region.entry(one.region.clone()).or_default().push(one);
        }
        Self {
            rows: outcomes.len(),
            places: by_place.len(),
            located: status(Status::Located),
            area: status(Status::Area),
            review: status(Status::Review),
            unlocated: status(Status::Unlocated),
            candidate_10_km: Share::counted(outcomes, |one| {
                one.nearest_candidate_m.is_some_and(|away| away <= 10_000.0)
            }),
            plain_10_km: Share::counted(outcomes, |one| {
                one.plain_away_m.is_some_and(|away| away <= 10_000.0)
            }),
            within_km: [5.0, 10.0, 25.0].map(|km| Share::counted(outcomes, within(km))),
            places_within_km: [5.0, 10.0, 25.0].map(|km| mean(&per_place(km))),
            places_within_10_km_95: bootstrap(&per_place(10.0)),
            areas_that_hold: Share::counted(
                outcomes.iter().filter(|one| one.status == Status::Area),
                Outcome::holds,
            ),
            answered_right: Share::counted(outcomes.iter().filter(|one| one.answered()), Outcome::right),
            coverage: Share::counted(outcomes, Outcome::answered),
            radius_holds: Share::counted(located(), Outcome::holds),
            ece: calibration_error(outcomes.iter()),
            ece_by_chance: error_by_chance(outcomes.iter()),
            ece_by_region: by_region
                .into_iter()
                .map(|(region, rows)| {
                    let ece = calibration_error(rows.iter().copied());
                    let ece_by_chance = error_by_chance(rows.iter().copied());
                    (region, RegionError { rows: rows.len(), ece, ece_by_chance })
                })
                .collect(),
            curve: [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
                .map(|p| {
                    let shown = |one: &&Outcome| one.p >= p && one.away_m.is_some();
                    CurvePoint {
                        p,
                        coverage: Share::counted(outcomes, |one| shown(&one)),
                        right: Share::counted(outcomes.iter().filter(shown), Outcome::right),
                    }
                })
                .to_vec(),
        }
    }
}

/// How far stated probabilities are from what came true, over ten bins; rows that state none are left out.
fn calibration_error<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> f64 {
    error_of(outcomes.filter(|one| one.states_p()).map(|one| (one.p, one.right())))
}

/// What [`calibration_error`] is on the average when each place is right just as often as was stated: rows of one
/// place are right or wrong together.
fn error_by_chance<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> f64 {
    const DRAWS: usize = 200;
    let mut random = fastrand::Rng::with_seed(1);
    let mut by_place: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for one in outcomes.filter(|one| one.states_p()) {
        by_place.entry(&one.place).or_default().push(one.p);
    }
    let mut sum = 0.0;
    for _ in 0..DRAWS {
        let drawn: Vec<(f64, bool)> = by_place
            .values()
            .flat_map(|stated| {
                let luck = random.f64();
                stated.iter().map(move |p| (*p, luck < *p))
            })
            .collect();
        sum += error_of(drawn.into_iter());
    }
    sum / DRAWS as f64
}

fn error_of(stated: impl Iterator<Item = (f64, bool)>) -> f64 {
    let mut bins = [(0_usize, 0.0_f64, 0_usize); 10];
    for (p, right) in stated {
        if let Some(bin) = bins.get_mut(((p * 10.0) as usize).min(9)) {
            bin.0 += 1;
            bin.1 += p;
            bin.2 += usize::from(right);
        }
    }
    let total: usize = bins.iter().map(|bin| bin.0).sum();
    bins.iter().map(|(_, stated, right)| (stated - *right as f64).abs()).sum::<f64>() / total.max(1) as f64
}

/// The middle 95% of means over places drawn with replacement, from a fixed seed.
fn bootstrap(values: &[f64]) -> Interval95 {
    let mut random = fastrand::Rng::with_seed(1);
    let mut means: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let sum: f64 = (0..values.len()).filter_map(|_| values.get(random.usize(..values.len()))).sum();
            sum / values.len().max(1) as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    let at = |share: f64| means.get((share * SAMPLES as f64) as usize).copied().unwrap_or_default();
    Interval95 { low: at(0.025), high: at(0.975) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, p: f64, away_m: f64) -> Outcome {
        Outcome {
            name: name.into(),
            place: name.into(),
            region: "Gao".into(),
            status: if p >= 0.7 { Status::Located } else { Status::Review },
            is_line: false,
            p,
            away_m: Some(away_m),
            radius_m: 2_000.0,
            nearest_candidate_m: Some(away_m.min(1_000.0)),
            plain_away_m: None,
        }
    }

    #[test]
    fn an_abstention_is_a_miss_and_repeated_names_count_once_as_places() {
        let rows =
            [row("a", 0.9, 100.0), row("a", 0.9, 100.0), row("b", 0.5, 100.0), row("c", 0.8, 30_000.0)];
        let figures = Figures::of(&rows);
        assert_eq!(figures.within_km[1], Share { count: 2, of: 4 });
        assert!((figures.places_within_km[1] - 100.0 / 3.0).abs() < 1e-9);
        assert_eq!((figures.places, figures.review), (3, 1));
        assert_eq!(figures.candidate_10_km.count, 4);
        assert_eq!(figures.answered_right, Share { count: 2, of: 3 });
        assert_eq!(figures.radius_holds, Share { count: 2, of: 3 });
        let Interval95 { low, high } = figures.places_within_10_km_95;
        assert!(low < 33.0 && high > 34.0, "{low} to {high}");
    }

    #[test]
    fn few_rows_have_an_error_by_chance_and_many_hardly_any() {
        let rows = |count: usize| -> Vec<Outcome> {
            (0..count).map(|n| row(&format!("place {n}"), 0.75, 0.0)).collect()
        };
        let by_chance = |count| error_by_chance(rows(count).iter());
        // A fair coin of 0.75: the mean distance of a share of n from it, about sqrt(2 pq / pi n).
        assert!((by_chance(25) - 0.069).abs() < 0.015, "{}", by_chance(25));
        assert!(by_chance(2_500) < 0.01, "{}", by_chance(2_500));
        let one_place: Vec<Outcome> = (0..100).map(|_| row("a", 0.75, 0.0)).collect();
        assert!(error_by_chance(one_place.iter()) > 0.3, "rows of one place are one");
    }

    #[test]
    fn the_calibration_error_is_what_was_promised_less_what_was_kept() {
        let rows: Vec<Outcome> =
            (0..10).map(|n| row("a", 0.85, if n < 6 { 0.0 } else { 50_000.0 })).collect();
        assert!((calibration_error(rows.iter()) - 0.25).abs() < 1e-9);
        assert!(calibration_error([].iter()).abs() < 1e-9);
    }
}
