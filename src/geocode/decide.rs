//! From ranked candidates to a location, or to a question.
//!
//! In: a ranking. Out: a `Location` that says why, with its rivals. It must not look anything up by name.

use super::Answer;
use super::context::Context;
use super::model::Model;
use super::phrase::{Named, says_its_kind};
use super::radius::{radius_m, wide_enough};
use super::rank::{Ranked, Ranking, rank};
use super::review::{PLAUSIBLE_P, unknown};
use super::weights::SAME_PLACE_M;
use super::wider::{Wider, wider};
use super::words::{self, french};
use crate::event::{Candidate, Flag, Location, LonLat, Method, Precision, Reason, Status, UnitPath};
use crate::gazetteer::{Gazetteer, Level, Locality, Place, SEED, Tier, distance_m, rough_distance_m};

/// One question to the geocoder: the row's units, and what stands in its place column.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) model: &'a Model,
    /// Probability from which on a place is shown without asking.
    pub(super) accept_p: f64,
    pub(super) context: &'a Context,
    /// The place text, as written.
    pub(super) written: &'a str,
    /// Whether the location alone is asked for: to tell all that a name may mean takes as long as to find it.
    pub(super) is_brief: bool,
}

/// How a ranking ends.
pub(super) enum Verdict<'a> {
    /// This place, with the probability that the event is at it or within [`SAME_PLACE_M`] of it.
    Sure(&'a Ranked, f64),
    /// There are candidates, and none is sure enough.
    Doubt,
    /// Nothing is called so.
    Unknown,
}

/// What is needed where nothing but their size tells places of one name apart, and where a name alone is misspelt:
/// three villages are called Bamba, and the largest is not the one meant as often as a score would have it.
const BARE_P: f64 = 0.9;

/// The same of the seat of a region or cercle by its very name, which is meant more often than a hamlet called so.
const SEAT_P: f64 = 0.8;

/// What is needed where only the other places of the list do: a list about the whole north tells no Bamba from another.
const BY_THE_LIST_P: f64 = 0.75;

/// Of a name of up to so many letters, no more may be wrong where the row says nothing else: Diffa is not Dia.
const SHORT_NAME: usize = 8;
const MOST_LETTERS_OFF: usize = 1;

/// How many rivals a location keeps.
const MAX_RIVALS: usize = 10;

impl Question<'_> {
    /// The places that a name may mean.
    pub(super) fn rank(&self, named: &Named) -> Ranking {
        self.heed_the_cercle(rank(self.gazetteer, self.model, named, self.context))
    }

    /// Sure, in doubt, or unknown.
    pub(super) fn verdict<'r>(&self, ranking: &'r Ranking) -> Verdict<'r> {
        let Some(best) = ranking.candidates.first() else { return Verdict::Unknown };
        let p: f64 = ranking.candidates.iter().filter(|one| best.is_same_answer(one)).map(|one| one.p).sum();
        let needed = if self.is_a_bare_guess(ranking, best) || self.may_be_lacking(best) {
            if best.is_seat_by_its_name() { SEAT_P } else { BARE_P }
        } else if self.is_chosen_by_the_list(ranking, best) {
            BY_THE_LIST_P
        } else {
            self.accept_p
        };
        let needed = needed.max(self.accept_p);
        // A row that contradicts itself is for a person, however well known the place is: of such rows drawn with
        // another region, one in ten was right.
        let contradicted =
            best.is_far_outside() || self.is_far_outside_cercle(best) || best.contradicts_beside();
        let decided = p >= needed
            && !ranking.names_two_places()
            && !contradicted
            && !self.is_hardly_named(best)
            && !is_another_than_named(ranking, best);
        if decided { Verdict::Sure(best, p) } else { Verdict::Doubt }
    }

    /// Whether a name that other places bear as well, or that none bears as it is written, would be given to the
    /// best known without a word that says so: in the row, or of several places of one name in its list. That others
    /// of the list are near says nothing of a name that nobody bears.
    fn is_a_bare_guess(&self, ranking: &Ranking, best: &Ranked) -> bool {
        if !self.row_says_nothing(best) || best.supported {
            return false;
        }
        // A lake that is known only by the town it is named after may lie anywhere.
        is_misspelt(best)
            || best.is_no_feature()
            || (self.context.around.is_none() && has_namesakes(ranking, best))
    }

    /// Whether the place meant is as likely as not one that the gazetteer lacks: nobody bears the name as it is written,
    /// and most villages are unknown.
    fn may_be_lacking(&self, best: &Ranked) -> bool {
        matches!(best.tier, Tier::Near(_)) && self.gazetteer.lacks_most_villages()
    }

    /// Whether nothing but the other places of the list tells places of one name apart.
    fn is_chosen_by_the_list(&self, ranking: &Ranking, best: &Ranked) -> bool {
        self.context.around.is_some() && self.row_says_nothing(best) && has_namesakes(ranking, best)
    }

    /// Whether the name is so unlike the one known that nothing but the row's units could say that it is meant; and a
    /// unit is meant by its name alone.
    fn is_hardly_named(&self, best: &Ranked) -> bool {
        match best.place {
            // "Nioro du Rip" is not Nioro, nor "Fafa II" Fafa: of GeoNames' villages "X II", "X Koura" and "X Peulh" with an X
            // in their region, 57, 42 and 57% lie within 10 km of one.
            _ if best.unread.is_some() => true,
            // "Région de Foo" is no village called Fou.
            Place::Locality(_) if best.tier > Tier::Plain && says_its_kind(self.written) => true,
            // Of 4,500 villages of GeoNames asked for by name alone, 132 were shown as one that the gazetteer in the binary has, a
            // letter or two off: 4 lay within 25 km of it.
            _ if self.may_be_lacking(best) && self.row_says_nothing(best) => true,
            _ if !is_misspelt(best) => false,
            Place::Unit(_) => !says_its_kind(self.written),
            Place::Locality(_) => {
                matches!(best.tier, Tier::Near(_))
                    && self.row_says_nothing(best)
                    && words::letters_off(self.written, &best.matched) > MOST_LETTERS_OFF
                    && self.written.chars().count() <= SHORT_NAME
            }
        }
    }

    /// Whether the row names no unit, in a column or beside the name.
    fn row_says_nothing(&self, best: &Ranked) -> bool {
        self.context.given.is_empty() && !best.has_unit_beside()
    }

    /// The answer for a name.
    pub(super) fn decide(&self, named: &Named, ranking: &Ranking) -> Answer {
        let location = match self.verdict(ranking) {
            Verdict::Sure(best, p) => self.sure(named, ranking, best, p),
            Verdict::Doubt => self.doubt(named, ranking),
            Verdict::Unknown => {
                let mut location = unknown(named);
                self.fall_back(&mut location, ranking);
                location
            }
        };
        if self.is_brief {
            let location = self.with_unknown_units(location);
            return Answer { location, candidates: Vec::new(), terms: Vec::new() };
        }
        self.answer(named, ranking, location)
    }

    /// The candidates beside a location, and what is to be said of unknown units.
    pub(super) fn answer(&self, named: &Named, ranking: &Ranking, location: Location) -> Answer {
        let location = self.with_unknown_units(location);
        let candidates = self.candidates(named, ranking, location.point);
        let terms = ranking.candidates.iter().map(|one| self.model.terms(&one.values)).collect();
        Answer { location, candidates, terms }
    }

    fn with_unknown_units(&self, mut location: Location) -> Location {
        if let Some(unknown) = words::unknown_units(self.context) {
            location.reword(|why| why.and(unknown));
            if !location.flags.contains(&Flag::UnknownUnit) {
                location.flags.push(Flag::UnknownUnit);
            }
        }
        location
    }

    /// All candidates, best first, with their distance from the point chosen.
    pub(super) fn candidates(
        &self,
        named: &Named,
        ranking: &Ranking,
        from: Option<LonLat>,
    ) -> Vec<Candidate> {
        ranking.candidates.iter().map(|one| self.candidate(named, one, from)).collect()
    }

    fn candidate(&self, named: &Named, one: &Ranked, from: Option<LonLat>) -> Candidate {
        let name = words::name_of(self.gazetteer, one.place);
        let (id, kind, layer) = match one.place {
            Place::Locality(number) => self.gazetteer.locality(number).map_or(("", "", SEED), |locality| {
                (locality.id.as_str(), locality.kind.code(), &*locality.layer)
            }),
            Place::Unit(number) => self
                .gazetteer
                .unit(number)
                .map_or(("", "", SEED), |unit| (unit.id.as_str(), unit.level.word(), SEED)),
        };
        let why = words::candidate(self.gazetteer, self.context, &named.shown(), one, name);
        Candidate {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            point: one.point,
            units: self.units(one.place),
            score: one.score,
            p: one.p,
            distance_km: from
                .map(|from| distance_m(from, one.point) / 1_000.0)
                .filter(|distance| *distance > 0.0)
                .map(|km| (km * 10.0).round() / 10.0),
            why: why.en,
            why_fr: why.fr,
            layer: Some(layer.to_owned()),
        }
    }

    /// The units a place lies in.
    pub(super) fn units(&self, place: Place) -> UnitPath {
        match place {
            Place::Locality(number) => self.context.path(self.gazetteer, number),
            Place::Unit(number) => self.gazetteer.path_of_unit(number, self.context.day),
        }
    }

    fn sure(&self, named: &Named, ranking: &Ranking, best: &Ranked, p: f64) -> Location {
        let wider = wider(named, best);
        let mut location = match best.place {
            Place::Locality(number) => match self.gazetteer.locality(number) {
                Some(locality) => self.at_locality(best, locality, ranking, wider.as_ref()),
                None => return unknown(named),
            },
            Place::Unit(number) => self.area(number),
        };
        location.p = p;
        location.reword(|_| self.why_sure(named, ranking, best, wider));
        location.flags.extend(self.contradicted(best));
        if let Place::Locality(number) = best.place {
            self.mark_abroad(&mut location, number);
        }
        location.rivals = self.rivals(named, ranking, Some(best));
        location
    }

    fn at_locality(
        &self,
        best: &Ranked,
        locality: &Locality,
        ranking: &Ranking,
        wider: Option<&Wider>,
    ) -> Location {
        let radius_m = radius_m(locality).max(wider.map_or(0.0, |wider| wider.radius_m));
        let radius_m = wide_enough(best, ranking, radius_m);
        let precision = match wider {
            Some(wider) => wider.precision,
            // A circle that had to be widened to the next place is "near" it, no longer "at" it.
            None if radius_m > SAME_PLACE_M / 2.0 => 2,
            None => 1,
        };
        Location {
            status: Status::Located,
            point: Some(locality.point),
            radius_m,
            precision: Some(Precision::azalai(precision)),
            method: method(best.tier),
            place_id: Some(locality.id.clone()),
            name: Some(locality.name.clone()),
            place_kind: Some(locality.kind.code().to_owned()),
            units: self.units(best.place),
            layer: Some(locality.layer.to_string()),
            ..Location::nowhere(Status::Located, Reason::default())
        }
    }

    /// A unit as a whole; in review when nobody knows where it lies.
    pub(super) fn area(&self, number: u32) -> Location {
        let Some(unit) = self.gazetteer.unit(number) else {
            return Location::nowhere(Status::Review, Reason::default());
        };
        let status = if unit.area.is_some() { Status::Area } else { Status::Review };
        Location {
            point: unit.area.map(|area| area.centre),
            radius_m: unit.area.map_or(0.0, |area| area.radius_m),
            precision: Some(Precision::azalai(if unit.level == Level::Region { 4 } else { 3 })),
            method: Method::Area,
            place_id: Some(unit.id.clone()),
            name: Some(unit.name.clone()),
            place_kind: Some(unit.level.word().to_owned()),
            units: self.gazetteer.path_of_unit(number, self.context.day),
            flags: vec![Flag::Area],
            layer: Some(SEED.to_owned()),
            ..Location::nowhere(status, Reason::default())
        }
    }

    fn why_sure(&self, named: &Named, ranking: &Ranking, best: &Ranked, wider: Option<Wider>) -> Reason {
        let name = words::name_of(self.gazetteer, best.place);
        let because = match best.place {
            Place::Unit(number) => {
                words::as_area(name, self.gazetteer.unit(number).map_or(Level::Region, |unit| unit.level))
            }
            Place::Locality(_) => {
                let matched = words::matched(&named.shown(), best, name);
                match wider {
                    Some(wider) => matched.and(wider.why),
                    None => matched,
                }
            }
        };
        // What is not quite the name is told first: a unit hides it otherwise.
        let because = match best.place {
            Place::Unit(_) if best.tier > Tier::Plain => {
                words::matched(&named.shown(), best, name).and(because)
            }
            _ => because,
        };
        let mut why = words::chosen(self.gazetteer, because, self.context, best);
        if self.is_chosen_by_the_list(ranking, best) {
            why = why.and(Reason::new(
                "chosen by the other places that the list names",
                "choisi d’après les autres lieux que nomme la liste",
            ));
        }
        // The commune, cercle and region of one name lie in each other: no rivals worth a word.
        let lies_in_it = |one: &&Ranked| matches!(best.place, Place::Unit(_)) && best.is_same_answer(one);
        match ranking.candidates.iter().skip(1).find(|one| !lies_in_it(one)) {
            Some(next) if matches!(best.place, Place::Unit(_)) && next.p < PLAUSIBLE_P => why,
            Some(next) => why.and(self.why_not(best, next)),
            None if matches!(best.place, Place::Locality(_))
                && self.context.given.is_empty()
                && best.tier <= Tier::Sahel =>
            {
                why.and(Reason::new(
                    "no other place of that name in the gazetteer",
                    "aucun autre lieu de ce nom dans le répertoire",
                ))
            }
            None => why,
        }
    }

    /// "next best Bamba (Koro, Mopti) 306 km away contradicts the region".
    fn why_not(&self, best: &Ranked, next: &Ranked) -> Reason {
        let name = words::name_of(self.gazetteer, next.place);
        let away = distance_m(best.point, next.point);
        let contradicted =
            self.context.given.iter().zip(&next.positions).find(|(_, position)| !position.is_inside());
        let against = match contradicted {
            None => Reason::new("is less likely", "est moins probable"),
            Some((given, _)) => Reason::new(
                format!("contradicts the {}", given.level.word()),
                format!("contredit {}", french::level(given.level)),
            ),
        };
        let shown = words::place_with_units(name, &self.units(next.place));
        Reason::new(
            format!("next best {shown} {} away {}", words::distance(away), against.en),
            format!("le suivant, {shown}, à {}, {}", french::distance(away), against.fr),
        )
    }

    /// The other places it may be.
    pub(super) fn rivals(&self, named: &Named, ranking: &Ranking, best: Option<&Ranked>) -> Vec<Candidate> {
        ranking
            .candidates
            .iter()
            .filter(|one| best.is_none_or(|best| best.place != one.place))
            .take(MAX_RIVALS)
            .map(|one| self.candidate(named, one, best.map(|best| best.point)))
            .collect()
    }
}

/// Whether a town bears the very name that is written, far from where the row says, and the best is another place there
/// that is called nearly so: the row contradicts itself.
fn is_another_than_named(ranking: &Ranking, best: &Ranked) -> bool {
    let is_named = |one: &Ranked| one.tier <= Tier::Plain && one.is_well_known() && one.is_far_outside();
    best.tier > Tier::Sahel && ranking.candidates.iter().any(is_named)
}

/// Whether nobody bears the name as it is written.
fn is_misspelt(best: &Ranked) -> bool {
    best.tier >= Tier::Near(0)
}

/// Whether other places bear the name too.
fn has_namesakes(ranking: &Ranking, best: &Ranked) -> bool {
    ranking.candidates.iter().any(|one| {
        one.tier <= Tier::Plain
            && matches!(one.place, Place::Locality(_))
            && rough_distance_m(one.point, best.point) > SAME_PLACE_M
            // A list of Mali that means a place abroad says so, unless none at home is called so.
            && (best.is_abroad() || !one.is_abroad())
    })
}

fn method(tier: Tier) -> Method {
    match tier {
        Tier::Exact => Method::Exact,
        Tier::Plain | Tier::Sahel | Tier::Bare | Tier::Skeleton => Method::Folded,
        Tier::Near(_) | Tier::Words | Tier::Part => Method::Fuzzy,
    }
}
