//! Which places a name may mean, and how likely each is.
//!
//! In: a name and the row's units. Out: candidates with a score made of readable terms, and a probability
//! each, with a share for "none of these". It must not know what is done with them.

use super::context::{Context, Given, Position, point_of};
use super::phrase::Named;
use super::weights;
use crate::event::LonLat;
use crate::gazetteer::{Gazetteer, Hint, Hit, Level, LocalityKind, Place, Tier, rough_distance_m};

/// A place that a name may mean.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    /// Which place.
    pub(super) place: Place,
    /// Where it is.
    pub(super) point: LonLat,
    /// How its name agrees with the one written.
    pub(super) tier: Tier,
    /// The name that agrees.
    pub(super) matched: String,
    /// Whether that is another name than the one shown.
    pub(super) is_alias: bool,
    /// Per unit the row names, in its order: where the place lies.
    pub(super) positions: Vec<Position>,
    /// The other name of "X/Y" is near by or the unit it lies in.
    pub(super) supported: bool,
    /// Which of the names written it was found by; [`BESIDE`] for one in brackets or after a comma.
    of_name: usize,
    /// Sum of its terms.
    pub(super) score: f64,
    /// The part of the score that the row's units make.
    pub(super) context: f64,
    /// Probability that it is the place meant.
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
const NEIGHBOURS_M: f64 = 25_000.0;

/// Ranks the places that a name may mean.
pub(super) fn rank(gazetteer: &Gazetteer, named: &Named, context: &Context) -> Ranking {
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
    posterior(candidates, named.hint)
}

/// Probabilities from scores: each candidate against the others and against "none of these".
fn posterior(mut candidates: Vec<Ranked>, hint: Option<Hint>) -> Ranking {
    candidates.sort_by(|a, b| a.place.cmp(&b.place).then(b.score.total_cmp(&a.score)));
    candidates.dedup_by_key(|candidate| candidate.place);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
    candidates.truncate(MAX_CANDIDATES);
    let none = if hint == Some(Hint::Feature) { weights::NONE_FOR_FEATURE } else { weights::NONE };
    let none = none.exp();
    let total = candidates.iter().map(|candidate| candidate.score.exp()).sum::<f64>() + none;
    for candidate in &mut candidates {
        candidate.p = candidate.score.exp() / total;
    }
    Ranking { candidates, none_p: none / total }
}

struct Scorer<'a> {
    gazetteer: &'a Gazetteer,
    context: &'a Context,
    hint: Option<Hint>,
    units_beside: Vec<Given>,
}

impl Scorer<'_> {
    /// Adds the candidates for a name.
    fn gather(&self, of_name: usize, name: &str, candidates: &mut Vec<Ranked>) {
        let start = candidates.len();
        self.add(of_name, &self.gazetteer.find(name), candidates);
        if candidates.len() == start
            && let Some(inner) = after_in(name)
        {
            self.add(of_name, &self.gazetteer.find(inner), candidates);
        }
        let found = candidates.get(start..).unwrap_or_default();
        // A misspelt name is worth a look only where no true one fits what the row says.
        let fits = |one: &Ranked| one.positions.iter().all(|at| at.is_inside());
        if !found.iter().any(fits) {
            self.add(of_name, &self.gazetteer.find_near(name), candidates);
        }
    }

    fn add(&self, of_name: usize, hits: &[Hit<'_>], candidates: &mut Vec<Ranked>) {
        let best =
            |wanted: fn(Place) -> bool| hits.iter().filter(|hit| wanted(hit.place)).map(|hit| hit.tier).min();
        let locality = best(|place| matches!(place, Place::Locality(_)));
        let unit = best(|place| matches!(place, Place::Unit(_)));
        // A name alone is the place, not the unit called after it, unless only the unit is called so.
        let units = match self.hint {
            Some(Hint::Unit(_) | Hint::AnyUnit) => true,
            _ => locality.is_none_or(|locality| unit.is_some_and(|unit| unit < locality)),
        };
        let localities = !matches!(self.hint, Some(Hint::Unit(_) | Hint::AnyUnit)) || unit.is_none();
        for hit in hits {
            let score = match hit.place {
                Place::Locality(number) if localities => self.locality_terms(number),
                Place::Unit(number) if units => self.unit_terms(number),
                _ => continue,
            };
            let Some(point) = point_of(self.gazetteer, hit.place) else { continue };
            let score = score
                + weights::tier(hit.tier, hit.likeness)
                + if hit.is_alias { weights::ALIAS } else { 0.0 }
                + if of_name == BESIDE { weights::BESIDE } else { 0.0 };
            let (positions, context) = self.context_terms(hit.place);
            candidates.push(Ranked {
                place: hit.place,
                point,
                tier: hit.tier,
                matched: hit.name.to_owned(),
                is_alias: hit.is_alias,
                positions,
                supported: false,
                of_name,
                score: score + context,
                context,
                p: 0.0,
            });
        }
        self.one_per_unit(candidates);
    }

    /// A unit of three editions is one candidate: that of the day.
    fn one_per_unit(&self, candidates: &mut Vec<Ranked>) {
        let unit = |ranked: &Ranked| match ranked.place {
            Place::Unit(number) => self.gazetteer.unit(number),
            Place::Locality(_) => None,
        };
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut kept: Vec<Ranked> = Vec::with_capacity(candidates.len());
        for candidate in candidates.drain(..) {
            let repeated = unit(&candidate).is_some_and(|one| {
                kept.iter().filter_map(unit).any(|other| {
                    one.level == other.level && one.name == other.name && same_seat(one.point, other.point)
                })
            });
            if !repeated {
                kept.push(candidate);
            }
        }
        *candidates = kept;
    }

    fn locality_terms(&self, number: u32) -> f64 {
        let Some(locality) = self.gazetteer.locality(number) else { return 0.0 };
        weights::kind(locality.kind)
            + match self.hint.and_then(|hint| agrees(hint, locality.kind)) {
                _ if self.hint == Some(Hint::Village) && locality.kind == LocalityKind::RegionSeat => {
                    weights::VILLAGE_NOT_CAPITAL
                }
                Some(true) => weights::KIND_AGREES,
                Some(false) => weights::KIND_DIFFERS,
                None => 0.0,
            }
    }

    fn unit_terms(&self, number: u32) -> f64 {
        let Some(unit) = self.gazetteer.unit(number) else { return 0.0 };
        // Without a day, the edition of which all levels are known.
        let day = self.context.day.unwrap_or(crate::gazetteer::NEW_REGIONS_OF_2016);
        let level = match self.hint {
            Some(Hint::Unit(level)) if level == unit.level => weights::KIND_AGREES + weights::LEVEL[0],
            Some(Hint::Unit(_)) => weights::KIND_DIFFERS,
            _ => weights::LEVEL.get(unit.level as usize).copied().unwrap_or_default(),
        };
        level + if unit.in_force_on(day) { weights::IN_FORCE } else { 0.0 }
    }

    fn context_terms(&self, place: Place) -> (Vec<Position>, f64) {
        let mut sum = 0.0;
        let positions = self
            .context
            .given
            .iter()
            .map(|given| {
                let position = given.position(self.gazetteer, place);
                sum += context_term(given.level, position);
                position
            })
            .collect();
        for beside in &self.units_beside {
            // A bracket is a weaker word than a column: it may also be another name.
            sum += context_term(beside.level, beside.position(self.gazetteer, place)).clamp(-2.0, 2.0);
        }
        (positions, sum)
    }

    /// "X/Y": two names of one event. Each candidate near one of the other name's is supported, and so is
    /// one that lies in the unit of the other's name ("Mopti/Sévaré").
    fn support(&self, names: &[&str], candidates: &mut [Ranked]) {
        if names.len() < 2 {
            return;
        }
        let found: Vec<(usize, LonLat)> = candidates.iter().map(|one| (one.of_name, one.point)).collect();
        for candidate in candidates {
            for (number, name) in names.iter().enumerate().filter(|(number, _)| *number != candidate.of_name)
            {
                let near = found
                    .iter()
                    .any(|(of, at)| *of == number && rough_distance_m(*at, candidate.point) <= NEIGHBOURS_M);
                let within = Given::read(self.gazetteer, name, None)
                    .is_some_and(|unit| unit.position(self.gazetteer, candidate.place).is_inside());
                let worth = f64::from(u8::from(near) + u8::from(within)) * weights::SUPPORTED;
                candidate.score += worth;
                candidate.supported |= worth > 0.0;
            }
        }
    }
}

/// "in Bamba" is Bamba; asked only when no place is called so as it stands, as In Delimane is.
fn after_in(name: &str) -> Option<&str> {
    let (first, rest) = name.split_once(char::is_whitespace)?;
    first.eq_ignore_ascii_case("in").then_some(rest)
}

/// Two editions of a unit have the same seat, or one has none.
fn same_seat(a: Option<LonLat>, b: Option<LonLat>) -> bool {
    const SAME_SEAT_M: f64 = 30_000.0;
    a.zip(b).is_none_or(|(a, b)| rough_distance_m(a, b) <= SAME_SEAT_M)
}

fn context_term(level: Level, position: Position) -> f64 {
    let of = |table: [f64; 3]| table.get(level as usize).copied().unwrap_or_default();
    match position {
        Position::Inside => of(weights::INSIDE),
        Position::InNamesake => of(weights::INSIDE) * weights::NAMESAKE,
        Position::Outside(metres) => {
            of(weights::OUTSIDE) * (1.0 - (-metres / of(weights::OUTSIDE_DECAY_M)).exp())
        }
    }
}

/// Whether a place of this kind is what the generic word says; `None` when the word does not tell.
fn agrees(hint: Hint, kind: LocalityKind) -> Option<bool> {
    use LocalityKind as K;
    Some(match hint {
        Hint::Unit(_) | Hint::AnyUnit | Hint::Place | Hint::Around | Hint::Feature => return None,
        Hint::Town => matches!(kind, K::RegionSeat | K::CercleSeat | K::Town | K::CommuneSeat),
        Hint::Village => matches!(kind, K::Village | K::CommuneSeat | K::Camp | K::Other | K::Mine),
        // Armies camp in towns: only wells and neighbourhoods of that name are less likely.
        Hint::Camp => !matches!(kind, K::Well | K::Neighbourhood),
        Hint::Well => matches!(kind, K::Well),
        Hint::Neighbourhood => matches!(kind, K::Neighbourhood),
        Hint::Mine => matches!(kind, K::Mine),
        Hint::BorderPost => matches!(kind, K::BorderPost),
    })
}
