//! Which places a name may mean, and how likely each is.
//!
//! In: a name and the row's units. Out: candidates with a score made of readable terms, and a probability
//! each, with a share for "none of these". It must not know what is done with them.

mod names;
mod posterior;
mod scorer;

use names::behind_the_best;
pub(super) use posterior::{Nothing, inputs, posterior, share};
use scorer::Scorer;

use super::abroad::is_country;
use super::around::Around;
use super::context::{Context, Given, Position};
use super::model::{Model, Term, Values};
use super::phrase::Named;
use super::weights;
use crate::event::LonLat;
use crate::gazetteer::{Gazetteer, Place, Tier, feature_name, rough_distance_m};

/// A place that a name may mean.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    /// Which place.
    pub(super) place: Place,
    /// Where it is.
    pub(super) point: LonLat,
    /// How its name agrees with the one written.
    pub(super) tier: Tier,
    /// How far it reaches: of a unit with known limits the radius of its circle, of a lake by its word twice what such things
    /// extend, else nothing.
    reach_m: f64,
    /// How like the two names are, 0..=1.
    likeness: f64,
    /// How far apart the two are spelt, in letters' worth, where that is how they differ.
    apart: Option<f64>,
    /// The name that agrees.
    pub(super) matched: String,
    /// Whether that is another name than the one shown.
    pub(super) is_alias: bool,
    /// Per unit the row names, in its order: where the place lies.
    pub(super) positions: Vec<Position>,
    /// The other name of "X/Y" is near by or the unit it lies in.
    pub(super) supported: bool,
    /// Words of the name written that this one lacks, and that are no unit it lies in: "du Rip" of "Nioro du Rip".
    pub(super) unread: Option<String>,
    /// Which of the names written it was found by; [`BESIDE`] for one in brackets or after a comma.
    of_name: usize,
    /// Values of its terms.
    pub(super) values: Values,
    /// Sum of its terms, weighted.
    pub(super) score: f64,
    /// The part of the score that the row's units make.
    pub(super) context: f64,
    /// Probability that it is the place meant, calibrated.
    pub(super) p: f64,
}

/// All that a name may mean.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    /// Best first.
    pub(super) candidates: Vec<Ranked>,
    /// Probability that none of them is meant.
    pub(super) none_p: f64,
}

impl Ranked {
    /// Rivals nearer than this are the same answer. Of a text that names two neighbours ("Mopti/Sévaré") both are;
    /// and a unit shown as an area holds whatever lies in it: its own commune, its seat, itself in another edition.
    pub(super) fn same_place_m(&self) -> f64 {
        let near = if self.supported { NEIGHBOURS_M } else { weights::SAME_PLACE_M };
        near.max(self.reach_m)
    }

    /// Whether a rival is the same answer.
    pub(super) fn is_same_answer(&self, other: &Self) -> bool {
        rough_distance_m(other.point, self.point) <= self.same_place_m()
    }

    /// Whether the row names a unit that the place is not in, and none that it is in.
    pub(super) fn is_contradicted(&self) -> bool {
        !self.positions.is_empty() && self.positions.iter().all(|position| !position.is_inside())
    }

    /// Whether it is, and the place is not just across a limit.
    pub(super) fn is_far_outside(&self) -> bool {
        let far = |position: &Position| matches!(position, Position::Outside(metres) if *metres > weights::FAR_OUTSIDE_M);
        !self.positions.is_empty() && self.positions.iter().all(far)
    }

    /// Whether the row's words name a lake, a mountain, a forest, and people live here.
    pub(super) fn is_no_feature(&self) -> bool {
        self.values.get(Term::FeatureDiffers) > 0.0
    }

    /// Whether the row's generic word says another kind.
    pub(super) fn is_of_another_kind(&self) -> bool {
        self.values.get(Term::KindDiffers) > 0.0
    }

    /// Whether it is the seat of a unit or a town, whose name people know.
    pub(super) fn is_well_known(&self) -> bool {
        [Term::RegionSeat, Term::CercleSeat, Term::CommuneSeat, Term::Town]
            .iter()
            .any(|term| self.values.get(*term) > 0.0)
    }

    /// Whether it is the seat of a region or cercle, and the name written is its own.
    pub(super) fn is_seat_by_its_name(&self) -> bool {
        let is_seat = [Term::RegionSeat, Term::CercleSeat].iter().any(|term| self.values.get(*term) > 0.0);
        is_seat && self.tier <= Tier::Plain && !self.is_no_feature()
    }

    /// Whether it lies in another country.
    pub(super) fn is_abroad(&self) -> bool {
        self.values.get(Term::Foreign) > 0.0
    }

    /// Whether a unit stands beside the name, and the place is far outside of it.
    pub(super) fn contradicts_beside(&self) -> bool {
        self.values.get(Term::UnitBeside) < weights::FAR_BESIDE
    }

    /// Whether a unit stands beside the name, in brackets or after a comma.
    pub(super) fn has_unit_beside(&self) -> bool {
        self.values.get(Term::UnitBeside) != 0.0
    }
}

impl Ranking {
    /// Whether the text names two places far apart that both fit the row, as "Gao/Ansongo" does: it may mean
    /// either, or the road between them, and no score can tell.
    pub(super) fn names_two_places(&self) -> bool {
        let named = |one: &&Ranked| {
            matches!(one.place, Place::Locality(_))
                && one.tier <= Tier::Plain
                && one.positions.iter().all(|at| at.is_inside())
        };
        let Some(best) = self.candidates.first().filter(named) else { return false };
        self.candidates.iter().filter(named).any(|other| {
            other.of_name != best.of_name
                && other.of_name != BESIDE
                && rough_distance_m(other.point, best.point) > NEIGHBOURS_M
        })
    }
}

/// See [`Ranked::of_name`].
const BESIDE: usize = usize::MAX;

/// More candidates than this are not kept.
const MAX_CANDIDATES: usize = 25;

/// Two names of "X/Y" support each other when they are nearer than this.
pub(super) const NEIGHBOURS_M: f64 = 25_000.0;

/// Ranks the places that a name may mean.
pub(super) fn rank(gazetteer: &Gazetteer, model: &Model, named: &Named, context: &Context) -> Ranking {
    let candidates = candidates(gazetteer, model, named, context);
    let nothing = Nothing::read(context);
    posterior(model, candidates, nothing)
}

/// The places that a name may mean, with their scores.
pub(super) fn candidates(
    gazetteer: &Gazetteer,
    model: &Model,
    named: &Named,
    context: &Context,
) -> Vec<Ranked> {
    let written: Vec<&str> = if named.names.is_empty() {
        vec![named.whole.as_str()]
    } else {
        named.names.iter().map(String::as_str).collect()
    };
    // What stands beside a name is the unit it lies in where there is such a unit, else another name.
    let mut units_beside = Vec::new();
    let mut others = Vec::new();
    for beside in &named.beside {
        match Given::read(gazetteer, beside, None) {
            Some(given) => units_beside.push(given),
            None if is_country(beside) => {}
            None => others.push(beside.as_str()),
        }
    }
    let scorer = Scorer { gazetteer, context, hint: named.hint, units_beside };
    let mut candidates = Vec::new();
    if written.len() > 1 {
        scorer.gather(0, &named.whole, &mut candidates);
    }
    if candidates.is_empty() {
        for (number, name) in written.iter().enumerate() {
            scorer.gather(number, name, &mut candidates);
        }
        for other in &others {
            scorer.gather(BESIDE, other, &mut candidates);
        }
        scorer.support(&written, &mut candidates);
    }
    if named.feature().is_some() {
        scorer.add(0, &named.whole, &gazetteer.find(&named.whole), &mut candidates);
        for name in &written {
            let bare = feature_name(name).map_or(*name, |(bare, _)| bare);
            scorer.add(0, bare, &gazetteer.find_feature(bare), &mut candidates);
        }
    }
    if let Some(lacks) = context.lacks {
        candidates.retain(|one| rough_distance_m(one.point, lacks) > weights::SAME_PLACE_M);
    }
    behind_the_best(&mut candidates);
    if let Some(around) = &context.around {
        add_around(around, &mut candidates);
    }
    for one in &mut candidates {
        one.score = model.score(&one.values);
        one.context = CONTEXT.iter().map(|term| one.values.get(*term) * model.weight(*term)).sum();
    }
    best_first(scorer.one_per_unit(candidates))
}

/// How much less of the list is round each than round the one with most of it: that a list is about one part of the
/// country says nothing for a name as such.
fn add_around(around: &Around, candidates: &mut [Ranked]) {
    let near: Vec<f64> = candidates.iter().map(|one| around.near(one.point)).collect();
    let most = near.iter().copied().fold(0.0, f64::max);
    for (one, near) in candidates.iter_mut().zip(near) {
        one.values.add(Term::NearTheList, near - most);
    }
}

/// The terms that the row's units make.
const CONTEXT: [Term; 7] = [
    Term::InRegion,
    Term::InCercle,
    Term::InCommune,
    Term::OutRegion,
    Term::OutCercle,
    Term::OutCommune,
    Term::UnitBeside,
];

/// Each place once, best first, so many as are worth keeping.
fn best_first(mut candidates: Vec<Ranked>) -> Vec<Ranked> {
    candidates.sort_by(|a, b| a.place.cmp(&b.place).then(b.score.total_cmp(&a.score)));
    candidates.dedup_by_key(|candidate| candidate.place);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
    candidates.truncate(MAX_CANDIDATES);
    candidates
}
