//! Two or more places in one text, and parts of a town.
//!
//! In: names. Out: one circle round places that are neighbours, else a question. It must not read words.

use super::Answer;
use super::decide::{Question, Verdict};
use super::model::Term;
use super::phrase::{Named, hyphen_cuts};
use super::radius::ONE_NEIGHBOURHOOD_M;
use super::rank::{Ranked, Ranking};
use super::weights::{self, SAME_PLACE_M};
use super::words::{self, french};
use crate::event::{Flag, Location, LonLat, Method, Precision, Reason, Status};
use crate::gazetteer::{Place, Tier, distance_m, midpoint};

/// How many candidates of all the names are shown.
const MAX_CANDIDATES: usize = 10;

/// A place for each name, chosen together.
struct Choice<'a> {
    places: Vec<&'a Ranked>,
    score: f64,
}

impl Question<'_> {
    /// A name as it stands; or two, when "X-Y" is no name and both are.
    pub(super) fn place(&self, named: &Named) -> Answer {
        let ranking = self.rank(named);
        let is_name = ranking.candidates.first().is_some_and(|best| best.tier < Tier::Near(0));
        if !is_name && named.names.len() == 1 {
            let is_known = |one: &Named| {
                let found = self.rank(one);
                found.candidates.first().is_some_and(|best| best.tier <= Tier::Sahel)
            };
            let cut = hyphen_cuts(named.names.first().map_or("", String::as_str))
                .into_iter()
                .find(|(left, right)| is_known(left) && is_known(right));
            if let Some((left, right)) = cut {
                return self.several(&[left, right], false);
            }
        }
        match self.listed_places(named, &ranking) {
            Some(places) => self.several(&places, false),
            None => self.decide(named, &ranking),
        }
    }

    /// "X and Y", "X or Y".
    pub(super) fn several(&self, places: &[Named], is_either: bool) -> Answer {
        let rankings: Vec<Ranking> = places.iter().map(|named| self.rank(named)).collect();
        let unknown = places.iter().zip(&rankings).find(|(_, ranking)| ranking.candidates.is_empty());
        let location = match (unknown, choose(&rankings, self.model.weight(Term::None))) {
            (Some((named, _)), _) => Location::nowhere(Status::Review, one_unknown(named, is_either)),
            (None, Some((choice, p))) => self.round(&choice, p, is_either),
            (None, None) => Location::nowhere(Status::Review, one_name_twice(self.written)),
        };
        let mut answer = self.answer(&Named::default(), &Ranking::default(), location);
        for (named, ranking) in places.iter().zip(&rankings) {
            answer.candidates.extend(self.candidates(named, ranking, answer.location.point));
        }
        answer.candidates.sort_by(|a, b| b.p.total_cmp(&a.p));
        answer.candidates.truncate(MAX_CANDIDATES);
        answer.location.rivals.clone_from(&answer.candidates);
        answer
    }

    /// One circle round neighbours; a question for places that are none.
    fn round(&self, choice: &Choice<'_>, p: f64, is_either: bool) -> Location {
        let shown: Vec<String> = choice
            .places
            .iter()
            .map(|one| words::place_with_units(self.name(one), &self.units(one.place)))
            .collect();
        let points: Vec<LonLat> = choice.places.iter().map(|one| one.point).collect();
        let apart_m =
            points.iter().flat_map(|a| points.iter().map(|b| distance_m(*a, *b))).fold(0.0, f64::max);
        let (en, fr) = if is_either {
            (shown.join(" or "), shown.join(" ou "))
        } else {
            (shown.join(" and "), shown.join(" et "))
        };
        let names = match (is_either, shown.len()) {
            (true, _) => Reason::new(
                format!("the list does not say which: {en}"),
                format!("la liste ne dit pas lequel\u{a0}: {fr}"),
            ),
            (false, 2) => Reason::new(
                format!("two places are named: {en}"),
                format!("deux lieux sont nommés\u{a0}: {fr}"),
            ),
            (false, many) => Reason::new(
                format!("{many} places are named: {en}"),
                format!("{many} lieux sont nommés\u{a0}: {fr}"),
            ),
        };
        let apart = Reason::new(
            format!("{} apart", words::distance(apart_m)),
            format!("à {} l’un de l’autre", french::distance(apart_m)),
        );
        let localities = choice.places.iter().all(|one| matches!(one.place, Place::Locality(_)));
        let centre =
            middle(&points).filter(|_| localities && apart_m <= ONE_NEIGHBOURHOOD_M && p >= self.accept_p);
        let Some(centre) = centre else {
            let why = names.and(apart);
            return Location { flags: vec![Flag::Ambiguous], ..Location::nowhere(Status::Review, why) };
        };
        let reach = |one: &&Ranked| distance_m(centre, one.point) + self.extent_m(one);
        let radius_m = choice.places.iter().map(reach).fold(0.0, f64::max);
        let round = Reason::new("one circle round them", "un cercle les entoure");
        Location {
            status: Status::Located,
            point: Some(centre),
            radius_m,
            precision: Some(Precision::azalai(2)),
            p,
            method: Method::Between,
            name: Some(choice.places.iter().map(|one| self.name(one)).collect::<Vec<_>>().join(" – ")),
            place_kind: Some("several".to_owned()),
            units: self.units_at(centre, choice.places.first().copied()),
            flags: vec![Flag::Offset],
            layer: Some("seed".to_owned()),
            ..Location::nowhere(Status::Located, names.and(apart).and(round))
        }
    }

    /// "Quartier Y, X": the part if it is known there, else the town.
    pub(super) fn quarter(&self, quarter: &Named, town: &Named) -> Answer {
        let towns = self.rank(town);
        let Verdict::Sure(best, _) = self.verdict(&towns) else { return self.decide(town, &towns) };
        let reach_m = self.extent_m(best) + SAME_PLACE_M;
        let here = best.point;
        if let Some(answer) = self.known_there(quarter, |at| distance_m(at, here) <= reach_m) {
            return answer;
        }
        let (name, part) = (self.name(best).to_owned(), words::cut(&quarter.shown()));
        let mut answer = self.decide(town, &towns);
        answer.location.reword(|why| {
            Reason::new(
                format!("'{part}' is a part of {name} that is not in the gazetteer: the town is shown"),
                format!(
                    "{} est une partie {} absente du répertoire\u{a0}: la ville est montrée",
                    french::quoted(&part),
                    french::of(&name)
                ),
            )
            .and(why)
        });
        answer
    }

    /// The place of a name that lies where it is told to lie; of several the likeliest.
    pub(super) fn known_there(&self, named: &Named, is_there: impl Fn(LonLat) -> bool) -> Option<Answer> {
        let mut ranking = self.rank(named);
        // Where it must lie is known: what lies elsewhere is not meant.
        ranking.candidates.retain(|one| {
            matches!(one.place, Place::Locality(_)) && one.tier <= Tier::Sahel && is_there(one.point)
        });
        let total = ranking.candidates.iter().map(|one| one.p).sum::<f64>() + ranking.none_p;
        for one in &mut ranking.candidates {
            one.p /= total;
        }
        ranking.none_p /= total;
        matches!(self.verdict(&ranking), Verdict::Sure(..)).then(|| self.decide(named, &ranking))
    }
}

/// A place for each ranking, near each other, with the probability of the choice. `None` when one is empty.
fn choose(rankings: &[Ranking], none: f64) -> Option<(Choice<'_>, f64)> {
    let (first, others) = rankings.split_first()?;
    let choices = first.candidates.iter().filter_map(|start| {
        let mut choice = Choice { places: vec![start], score: start.score };
        for ranking in others {
            let worth = |one: &Ranked| one.score + weights::between(distance_m(start.point, one.point));
            let best = ranking
                .candidates
                .iter()
                .filter(|one| choice.places.iter().all(|taken| taken.place != one.place))
                .max_by(|a, b| worth(a).total_cmp(&worth(b)))?;
            choice.score += worth(best);
            choice.places.push(best);
        }
        Some(choice)
    });
    let choices: Vec<Choice<'_>> = choices.collect();
    let none = none * rankings.len() as f64;
    let best = choices.iter().max_by(|a, b| a.score.total_cmp(&b.score))?.score;
    // The largest score is taken out, so that no exponential overflows.
    let most = best.max(none);
    let total = choices.iter().map(|choice| (choice.score - most).exp()).sum::<f64>() + (none - most).exp();
    let best = choices.into_iter().max_by(|a, b| a.score.total_cmp(&b.score))?;
    let p = (best.score - most).exp() / total;
    Some((best, p))
}

/// The middle of two points; of more, the mean of their degrees, good enough for neighbours.
fn middle(points: &[LonLat]) -> Option<LonLat> {
    if let [one, other] = points {
        return midpoint(*one, *other);
    }
    let count = points.len() as f64;
    let mean = |of: fn(&LonLat) -> f64| points.iter().map(of).sum::<f64>() / count;
    LonLat::new(mean(|at| at.lon()), mean(|at| at.lat())).ok()
}

fn one_unknown(named: &Named, is_either: bool) -> Reason {
    let missing = words::cut(&named.shown());
    let quoted = french::quoted(&missing);
    if is_either {
        Reason::new(
            format!("the list does not say which place it is, and none like '{missing}' is in the gazetteer"),
            format!(
                "la liste ne dit pas de quel lieu il s’agit, et aucun lieu semblable à {quoted} n’est dans le répertoire"
            ),
        )
    } else {
        Reason::new(
            format!("several places are named, and none like '{missing}' is in the gazetteer"),
            format!(
                "plusieurs lieux sont nommés, et aucun lieu semblable à {quoted} n’est dans le répertoire"
            ),
        )
    }
}

/// "X ou X": all that is named may be one and the same place.
fn one_name_twice(written: &str) -> Reason {
    let written = words::cut(written);
    Reason::new(
        format!("'{written}' names the same place twice"),
        format!("{} nomme deux fois le même lieu", french::quoted(&written)),
    )
}
