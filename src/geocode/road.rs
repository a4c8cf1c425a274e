//! Places between two others, or on the road between them.
//!
//! In: two names. Out: the middle, wide enough to reach both ends. It must not read words.

use super::Answer;
use super::decide::Question;
use super::model::Term;
use super::offset::mark_anchor;
use super::phrase::{Named, Span};
use super::rank::{Ranked, Ranking};
use super::weights::{self, SAME_PLACE_M};
use super::words::{self, french};
use crate::event::{Flag, Location, LonLat, Method, Precision, Reason, Status, UnitPath};
use crate::gazetteer::{Tier, distance_m, midpoint};

/// One end of a road: the name, and what it may mean.
pub(super) struct End<'a> {
    pub(super) named: &'a Named,
    ranking: Ranking,
}

/// How many candidates a road shows.
const MAX_CANDIDATES: usize = 10;

impl Question<'_> {
    /// "between X and Y", "route X-Y": both ends are chosen together, since a name that many places have
    /// means the one near the other end.
    pub(super) fn between(
        &self,
        cuts: &[(Named, Named)],
        span: Span,
        named: Option<&Named>,
        whole: Option<&Named>,
    ) -> Answer {
        if let Some(answer) = whole.and_then(|whole| self.one_place(whole)) {
            return answer;
        }
        let ends = self.ends(cuts);
        let Some((best, p)) = self.best_pair(&ends) else {
            return self.by_itself(named).unwrap_or_else(|| self.no_pair(&ends));
        };
        if let Some(named) = named {
            // A place on the road: in the circle that holds both ends, or nearly.
            let reach_m = best.apart_m / 2.0 + SAME_PLACE_M;
            let answer = self
                .known_there(named, |at| distance_m(at, best.middle) <= reach_m)
                .or_else(|| self.by_itself(Some(named)).filter(|_| p < self.accept_p));
            if let Some(answer) = answer {
                return answer;
            }
        }
        let mut location = self.middle(&best, p, span);
        if let Some(named) = named {
            location.reword(|why| why.and(self.not_there(named)));
        }
        self.with_ends(location, best.ends, &best)
    }

    /// The ends of a road, each with what it may mean.
    pub(super) fn ends<'a>(&self, cuts: &'a [(Named, Named)]) -> Vec<[End<'a>; 2]> {
        let end = |named: &'a Named| End { named, ranking: self.rank(named) };
        cuts.iter().map(|(left, right)| [end(left), end(right)]).collect()
    }

    /// The likeliest choice of places for two ends, with its probability; `None` when there is none.
    pub(super) fn best_pair<'e>(&self, ends: &'e [[End<'e>; 2]]) -> Option<(Pair<'e>, f64)> {
        let mut pairs: Vec<Pair<'_>> = ends.iter().flat_map(Pair::all).collect();
        pairs.sort_by(|a, b| b.score.total_cmp(&a.score));
        let none = 2.0 * self.model.weight(Term::None);
        // The largest score is taken out, so that no exponential overflows.
        let most = pairs.first()?.score.max(none);
        let total = pairs.iter().map(|pair| (pair.score - most).exp()).sum::<f64>() + (none - most).exp();
        let middle = pairs.first()?.middle;
        let p = pairs
            .iter()
            .filter(|pair| distance_m(pair.middle, middle) <= SAME_PLACE_M)
            .map(|pair| (pair.score - most).exp())
            .sum::<f64>()
            / total;
        Some((pairs.into_iter().next()?, p))
    }

    /// "Route de Gourma Rharous": what could be cut in two, and is one name.
    fn one_place(&self, whole: &Named) -> Option<Answer> {
        if whole.names.len() != 1 {
            return None;
        }
        let ranking = self.rank(whole);
        let best = ranking.candidates.first()?;
        (best.tier <= Tier::Plain).then(|| self.near(whole, None))
    }

    /// Both ends stay as alternatives, with the places that share their names.
    pub(super) fn with_ends(&self, location: Location, ends: &[End<'_>; 2], pair: &Pair<'_>) -> Answer {
        let mut answer = self.with_all(location, ends);
        for list in [&mut answer.candidates, &mut answer.location.rivals] {
            mark_anchor(list, pair.left.point);
            mark_anchor(list, pair.right.point);
        }
        answer
    }

    fn with_all(&self, location: Location, ends: &[End<'_>; 2]) -> Answer {
        let mut answer = self.answer(&Named::default(), &Ranking::default(), location);
        for end in ends {
            answer.candidates.extend(self.candidates(end.named, &end.ranking, answer.location.point));
        }
        answer.candidates.sort_by(|a, b| b.p.total_cmp(&a.p));
        answer.candidates.truncate(MAX_CANDIDATES);
        answer.location.rivals.clone_from(&answer.candidates);
        answer
    }

    /// The middle of what is told. "Half-way" and "the half" are narrower than "between", by an estimate.
    fn middle(&self, pair: &Pair<'_>, p: f64, span: Span) -> Location {
        let (a, b) = (pair.left, pair.right);
        let shown = |end: &Ranked| words::place_with_units(self.name(end), &self.units(end.place));
        let (left, right) = (shown(a), shown(b));
        // Neither end in the unit that the row names is a contradiction, not a matter of choosing.
        let is_outside = pair.is_contradicted();
        if is_outside {
            let why = Reason::new(
                format!("between {left} and {right}? both are outside what the row names"),
                format!("entre {left} et {right}\u{202f}? les deux sont hors de ce que nomme la ligne"),
            );
            let flags = vec![Flag::ContradictsRegion];
            return Location { p, flags, ..Location::nowhere(Status::Review, why) };
        }
        if p < self.accept_p {
            let why = Reason::new(
                format!("between {left} and {right}? the names leave doubt which places are meant"),
                format!("entre {left} et {right}\u{202f}? les noms laissent un doute sur les lieux désignés"),
            );
            let flag = if a.context.max(b.context) < 0.0 { Flag::ContradictsRegion } else { Flag::Ambiguous };
            return Location { flags: vec![flag], p, ..Location::nowhere(Status::Review, why) };
        }
        // The half nearer to the first end has its middle at a quarter.
        let quarter = midpoint(a.point, pair.middle).filter(|_| span == Span::FirstHalf);
        let share = if span == Span::Any { 0.5 } else { 0.25 };
        let radius_m = pair.apart_m * share + self.extent_m(a).max(self.extent_m(b));
        let (en, fr, middle, middle_fr) = match span {
            Span::Any => ("between", "entre", "the middle", "le milieu"),
            Span::Halfway => ("half-way between", "à mi-chemin entre", "the middle", "le milieu"),
            Span::FirstHalf => {
                ("on the first half between", "sur la première moitié entre", "its middle", "son milieu")
            }
        };
        let why = Reason::new(
            format!(
                "{en} {left} and {right}, {} apart: {middle}, within {}",
                words::distance(pair.apart_m),
                words::distance(radius_m)
            ),
            format!(
                "{fr} {left} et {right}, distants de {}\u{a0}: {middle_fr}, à {} près",
                french::distance(pair.apart_m),
                french::distance(radius_m)
            ),
        );
        Location {
            status: Status::Located,
            point: Some(quarter.unwrap_or(pair.middle)),
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
            Some(ends) => self.with_all(location, ends),
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
pub(super) struct Pair<'a> {
    pub(super) ends: &'a [End<'a>; 2],
    pub(super) left: &'a Ranked,
    pub(super) right: &'a Ranked,
    middle: LonLat,
    pub(super) apart_m: f64,
    score: f64,
}

impl<'a> Pair<'a> {
    /// Whether both ends are far outside the unit that the row names, or either is of the one beside its name: such a row is for
    /// a person, as one that names a single place is.
    pub(super) fn is_contradicted(&self) -> bool {
        let ends = [self.left, self.right];
        ends.iter().all(|end| end.is_far_outside()) || ends.iter().any(|end| end.contradicts_beside())
    }

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
