//! The cercle or commune that a row names, where it tells places of one name apart.
//!
//! In: a ranking. Out: the same, with what lies outside as likely as it is that the row names the wrong unit. It must not
//! look anything up by name.

use super::context::{Context, Position};
use super::decide::Question;
use super::model::Term;
use super::rank::{Ranked, Ranking};
use super::weights::{FAR_OUTSIDE_M, SAME_PLACE_M};
use crate::event::Flag;
use crate::gazetteer::{Level, Place, Tier};

/// How often the cercle of a row is wrong, as against a place of that very name in it being unknown to the lists: by
/// hand, on the side of doubt. Of 27 places drawn from GeoNames that a better known namesake outside outweighed, the cercle
/// was right each time.
const WRONG_CERCLE: f64 = 0.1;

impl Question<'_> {
    /// Lets the smallest unit that the row names decide, below the region, where a settlement of the very name lies
    /// in all that the row names and the others do not lie near it.
    pub(super) fn heed_the_cercle(&self, mut ranking: Ranking) -> Ranking {
        let Some(smallest) = smallest_below_region(self.context) else { return ranking };
        let is_named_so = |one: &Ranked| one.tier <= Tier::Sahel && matches!(one.place, Place::Locality(_));
        let is_inside = |one: &Ranked| one.positions.iter().all(|position| position.is_inside());
        if !ranking.candidates.iter().any(|one| is_named_so(one) && is_inside(one) && is_settled(one)) {
            return ranking;
        }
        let is_outside = |one: &Ranked| matches!(one.positions.get(smallest), Some(Position::Outside(metres)) if *metres > SAME_PLACE_M);
        // A better known place outside is the wrong one, and no reason to doubt that the row means any.
        for one in ranking.candidates.iter_mut().filter(|one| is_outside(one)) {
            one.p *= WRONG_CERCLE;
        }
        let total = ranking.none_p + ranking.candidates.iter().map(|one| one.p).sum::<f64>();
        if total > 0.0 {
            ranking.none_p /= total;
            for one in &mut ranking.candidates {
                one.p /= total;
            }
        }
        ranking.candidates.sort_by(|a, b| b.p.total_cmp(&a.p).then(b.score.total_cmp(&a.score)));
        ranking
    }

    /// Whether a place lies far outside of a cercle that the row names: a contradiction, as with a region, though the
    /// region agree.
    pub(super) fn is_far_outside_cercle(&self, one: &Ranked) -> bool {
        let far =
            |position: &Position| matches!(position, Position::Outside(metres) if *metres > FAR_OUTSIDE_M);
        let mut given = self.context.given.iter().zip(&one.positions);
        given.any(|(given, position)| given.level == Level::Cercle && far(position))
    }

    /// The warning for a place that lies outside of something that the row names.
    pub(super) fn contradicted(&self, one: &Ranked) -> Option<Flag> {
        let given = self.context.given.iter().zip(&one.positions);
        let outside = given.filter(|(_, position)| !position.is_inside()).map(|(given, _)| given.level);
        outside.min().map(contradiction)
    }
}

/// The warning for a place outside of a unit of a level.
pub(super) fn contradiction(level: Level) -> Flag {
    if level == Level::Region { Flag::ContradictsRegion } else { Flag::ContradictsUnit }
}

/// Whether people live there, as far as the kind says.
fn is_settled(one: &Ranked) -> bool {
    one.values.get(Term::Well) <= 0.0 && one.values.get(Term::NoSettlement) <= 0.0
}

/// Which of the units that the row names is the smallest, if that is a cercle or a commune.
fn smallest_below_region(context: &Context) -> Option<usize> {
    let below = context.given.iter().enumerate().filter(|(_, given)| given.level > Level::Region);
    below.max_by_key(|(_, given)| given.level).map(|(at, _)| at)
}
