//! Places between two others, or on the road between them.
//!
//! In: two names. Out: the middle, wide enough to reach both ends. It must not read words.

use super::Answer;
use super::decide::Question;
use super::model::Term;
use super::phrase::Named;
use super::rank::{Ranked, Ranking};
use super::weights::{self, SAME_PLACE_M};
use super::words::{self, french};
use crate::event::{Flag, Location, LonLat, Method, Precision, Reason, Status, UnitPath};
use crate::gazetteer::{distance_m, midpoint};

/// One end of a road: the name, and what it may mean.
struct End<'a> {
    named: &'a Named,
    ranking: Ranking,
}

/// How many candidates a road shows.
const MAX_CANDIDATES: usize = 10;

impl Question<'_> {
    /// "between X and Y", "route X-Y": both ends are chosen together, since a name that many places have
    /// means the one near the other end.
    pub(super) fn between(&self, cuts: &[(Named, Named)]) -> Answer {
        let end = |named| End { named, ranking: self.rank(named) };
        let ends: Vec<[End<'_>; 2]> = cuts.iter().map(|(left, right)| [end(left), end(right)]).collect();
        let mut pairs: Vec<Pair<'_>> = ends.iter().flat_map(Pair::all).collect();
        pairs.sort_by(|a, b| b.score.total_cmp(&a.score));
        let Some(best) = pairs.first() else { return self.no_pair(&ends) };
        let total: f64 = pairs.iter().map(|pair| pair.score.exp()).sum::<f64>()
            + (2.0 * self.model.weight(Term::None)).exp();
        let p = pairs
            .iter()
            .filter(|pair| distance_m(pair.middle, best.middle) <= SAME_PLACE_M)
            .map(|pair| pair.score.exp())
            .sum::<f64>()
            / total;
        self.with_ends(self.middle(best, p), best.ends)
    }

    /// Both ends stay as alternatives, with the places that share their names.
    fn with_ends(&self, location: Location, ends: &[End<'_>; 2]) -> Answer {
        let mut answer = self.answer(&Named::default(), &Ranking::default(), location);
        for end in ends {
            answer.candidates.extend(self.candidates(end.named, &end.ranking, answer.location.point));
        }
        answer.candidates.sort_by(|a, b| b.p.total_cmp(&a.p));
        answer.candidates.truncate(MAX_CANDIDATES);
        answer.location.rivals.clone_from(&answer.candidates);
        answer
    }

    fn middle(&self, pair: &Pair<'_>, p: f64) -> Location {
        let (a, b) = (pair.left, pair.right);
        let shown = |end: &Ranked| words::place_with_units(self.name(end), &self.units(end.place));
        let (left, right) = (shown(a), shown(b));
        if p < self.accept_p {
            let why = Reason::new(
                format!("between {left} and {right}? the names leave doubt which places are meant"),
                format!("entre {left} et {right}\u{202f}? les noms laissent un doute sur les lieux désignés"),
            );
            // Neither end in the unit that the row names is a contradiction, not a matter of choosing.
            let flag = if a.context.max(b.context) < 0.0 { Flag::ContradictsRegion } else { Flag::Ambiguous };
            return Location { flags: vec![flag], p, ..Location::nowhere(Status::Review, why) };
        }
        let radius_m = pair.apart_m / 2.0 + self.extent_m(a).max(self.extent_m(b));
        let why = Reason::new(
            format!(
                "between {left} and {right}, {} apart: the middle, within {}",
                words::distance(pair.apart_m),
                words::distance(radius_m)
            ),
            format!(
                "entre {left} et {right}, distants de {}\u{a0}: le milieu, à {} près",
                french::distance(pair.apart_m),
                french::distance(radius_m)
            ),
        );
        Location {
            status: Status::Located,
            point: Some(pair.middle),
            radius_m,
            precision: Some(Precision::azalai(5)),
            p,
            method: Method::Between,
            name: Some(format!("{} – {}", self.name(a), self.name(b))),
            place_kind: Some("line".to_owned()),
            units: self.shared_units(a, b),
            flags: vec![Flag::Offset],
            layer: Some("seed".to_owned()),
            ..Location::nowhere(Status::Located, why)
        }
    }

    fn no_pair(&self, ends: &[[End<'_>; 2]]) -> Answer {
        let written = words::cut(self.written);
        let unknown = ends.iter().flatten().find(|end| end.ranking.candidates.is_empty());
        let quoted = french::quoted(&written);
        let why = match unknown {
            Some(end) => {
                let missing = words::cut(&end.named.shown());
                Reason::new(
                    format!(
                        "'{written}' is told by two places, and no place like '{missing}' is in the gazetteer"
                    ),
                    format!(
                        "{quoted} se situe par deux lieux, et aucun lieu semblable à {} n’est dans le répertoire",
                        french::quoted(&missing)
                    ),
                )
            }
            None => Reason::new(
                format!("'{written}' names the same place twice"),
                format!("{quoted} nomme deux fois le même lieu"),
            ),
        };
        let location = Location::nowhere(Status::Review, why);
        match ends.first() {
            Some(ends) => self.with_ends(location, ends),
            None => self.answer(&Named::default(), &Ranking::default(), location),
        }
    }

    /// The units that both ends lie in.
    fn shared_units(&self, a: &Ranked, b: &Ranked) -> UnitPath {
        let (a, b) = (self.units(a.place), self.units(b.place));
        if a.edition != b.edition || a.region != b.region {
            return UnitPath::default();
        }
        let cercle =
            a.cercle.filter(|_| b.cercle.is_some()).filter(|cercle| Some(cercle) == b.cercle.as_ref());
        UnitPath { region: a.region, cercle, commune: None, edition: a.edition }
    }
}

/// A place for each end of a road.
struct Pair<'a> {
    ends: &'a [End<'a>; 2],
    left: &'a Ranked,
    right: &'a Ranked,
    middle: LonLat,
    apart_m: f64,
    score: f64,
}

impl<'a> Pair<'a> {
    /// Every choice of a place for each end.
    fn all(ends: &'a [End<'a>; 2]) -> impl Iterator<Item = Self> {
        let [left, right] = ends;
        left.ranking
            .candidates
            .iter()
            .flat_map(move |a| right.ranking.candidates.iter().filter_map(move |b| Self::new(ends, a, b)))
    }

    fn new(ends: &'a [End<'a>; 2], left: &'a Ranked, right: &'a Ranked) -> Option<Self> {
        let apart_m = distance_m(left.point, right.point);
        if left.place == right.place || apart_m <= 0.0 {
            return None;
        }
        // One end in the region that the row names is enough: roads cross limits.
        let context = left.context.max(right.context);
        let names = left.score - left.context + right.score - right.context;
        let middle = midpoint(left.point, right.point)?;
        Some(Self { ends, left, right, middle, apart_m, score: names + context + weights::between(apart_m) })
    }
}
