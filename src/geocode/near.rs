//! Places round a named one, and names that stand beside another place.
//!
//! In: a phrase and the ranked places of its names. Out: a location at or round one of them. It must not read
//! words.

use super::Answer;
use super::context::is_mali;
use super::decide::{Question, Verdict};
use super::phrase::Named;
use super::weights::SAME_PLACE_M;
use super::words::{self, french};
use crate::event::{LonLat, Precision, Reason, Status};
use crate::gazetteer::{Tier, distance_m};

/// "Near X" is at least and at most so far from it; between, half-way to the next place.
const NEAR_M: std::ops::RangeInclusive<f64> = 3_000.0..=10_000.0;

/// "Y near X": no village is said to be near a place farther away.
const NEIGHBOUR_M: f64 = 50_000.0;

impl Question<'_> {
    /// "Near X", "Y near X".
    pub(super) fn near(&self, anchor: &Named, named: Option<&Named>) -> Answer {
        if is_mali(&anchor.shown()) {
            return self.country();
        }
        let ranking = self.rank(anchor);
        let mut answer = self.decide(anchor, &ranking);
        let (Verdict::Sure(best, _), Status::Located) = (self.verdict(&ranking), answer.location.status)
        else {
            return self.by_itself(named).unwrap_or(answer);
        };
        if let Some(answer) = named.and_then(|named| self.neighbour(named, anchor, best.point)) {
            return answer;
        }
        let next = self.gazetteer.nearest(best.point, 2).get(1).map_or(f64::INFINITY, |next| next.distance_m);
        let buffer = (next / 2.0).clamp(*NEAR_M.start(), *NEAR_M.end());
        let location = &mut answer.location;
        location.radius_m = location.radius_m.max(buffer + self.extent_m(best));
        location.precision = Some(Precision::azalai(2));
        let name = self.name(best);
        let near =
            Reason::new(format!("somewhere near {name}"), format!("quelque part près {}", french::of(name)));
        let not_there = named.map(|named| self.not_there(named));
        location.reword(|why| not_there.into_iter().fold(near.and(why), Reason::and));
        answer
    }

    /// "Y near X": Y, if one is; or, where X names a unit too, the Y that lies in it.
    fn neighbour(&self, named: &Named, anchor: &Named, here: LonLat) -> Option<Answer> {
        let near = self.known_there(named, |at| distance_m(at, here) <= NEIGHBOUR_M);
        near.or_else(|| {
            let within = named.clone().beside([anchor.shown().as_str()]);
            let ranking = self.rank(&within);
            let Verdict::Sure(best, _) = self.verdict(&ranking) else { return None };
            let fits = best.tier <= Tier::Sahel && distance_m(best.point, here) <= 2.0 * NEIGHBOUR_M;
            fits.then(|| self.decide(&within, &ranking))
        })
    }

    /// The place named beside the offset, if it is where the offset leads.
    pub(super) fn named_there(&self, named: &Named, point: LonLat, radius_m: f64) -> Option<Answer> {
        self.known_there(named, |at| distance_m(at, point) <= radius_m + SAME_PLACE_M)
    }

    /// The place named beside an offset that leads nowhere, if it is known by itself.
    pub(super) fn by_itself(&self, named: Option<&Named>) -> Option<Answer> {
        let named = named?;
        let ranking = self.rank(named);
        matches!(self.verdict(&ranking), Verdict::Sure(..)).then(|| self.decide(named, &ranking))
    }

    /// Why the place named beside an offset is not the one shown.
    pub(super) fn not_there(&self, named: &Named) -> Reason {
        let written = words::cut(&named.shown());
        let quoted = french::quoted(&written);
        let ranking = self.rank(named);
        let is_known = ranking.candidates.first().is_some_and(|best| best.tier <= Tier::Sahel);
        if is_known {
            Reason::new(
                format!("the '{written}' that the gazetteer has lies elsewhere"),
                format!("le lieu {quoted} du répertoire se trouve ailleurs"),
            )
        } else {
            Reason::new(
                format!("'{written}' itself is not in the gazetteer"),
                format!("{quoted} lui-même n’est pas dans le répertoire"),
            )
        }
    }
}
