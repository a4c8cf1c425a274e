//! Which places a name may mean, and how likely each is.
//!
//! In: a name and the row's units. Out: candidates with a score made of readable terms, and a probability
//! each, with a share for "none of these". It must not know what is done with them.

mod names;
mod posterior;

use names::{agrees, behind_the_best, feature_term, kind_term, name_terms, spelt_apart};
pub(super) use posterior::{Nothing, inputs, posterior, share};

use super::abroad::is_country;
use super::around::Around;
use super::context::{Context, Given, Position, is_mali, point_of};
use super::model::{Model, Term, Values};
use super::phrase::Named;
use super::weights;
use crate::event::LonLat;
use crate::gazetteer::{
    Gazetteer, Hint, Hit, LOCAL, Level, LocalityKind, Place, SEED, Tier, feature_name, rough_distance_m,
    words_beyond,
};

/// A place that a name may mean.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    /// Which place.
    pub(super) place: Place,
    /// Where it is.
    pub(super) point: LonLat,
    /// How its name agrees with the one written.
    pub(super) tier: Tier,
    /// How far it reaches: of a unit with known limits the radius of its circle, else nothing.
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
const NEIGHBOURS_M: f64 = 25_000.0;

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
        self.add(of_name, name, &self.gazetteer.find(name), candidates);
        if candidates.len() == start
            && let Some(inner) = after_in(name)
        {
            self.add(of_name, inner, &self.gazetteer.find(inner), candidates);
        }
        // A misspelt name is worth a look only where no true one fits what the row says; that of another without its
        // particle is not so surely a true one: "Ansogo" is hardly "An Sogo".
        let is_alone = self.context.given.is_empty();
        let is_true = |one: &Ranked| one.tier <= Tier::Sahel || (is_alone && one.tier == Tier::Skeleton);
        let fits = |one: &Ranked| is_true(one) && one.positions.iter().all(|at| at.is_inside());
        if candidates.get(start..).unwrap_or_default().iter().any(fits) {
            return;
        }
        self.add(of_name, name, &self.gazetteer.find_near(name), candidates);
        // Inside a unit there are fewer places: a name may be spelt more freely there.
        if let Some(smallest) = self.context.smallest_given() {
            self.add(of_name, name, &self.gazetteer.find_inside(name, &smallest.units), candidates);
        }
    }

    fn add(&self, of_name: usize, written: &str, hits: &[Hit<'_>], candidates: &mut Vec<Ranked>) {
        let best =
            |wanted: fn(Place) -> bool| hits.iter().filter(|hit| wanted(hit.place)).map(|hit| hit.tier).min();
        let locality = best(|place| matches!(place, Place::Locality(_)));
        let unit = best(|place| matches!(place, Place::Unit(_)));
        // A name alone is the place, not the unit called after it, unless only the unit is called so.
        let units = match self.hint {
            Some(Hint::Unit(_) | Hint::AnyUnit) => true,
            _ => locality
                .is_none_or(|locality| locality > Tier::Plain && unit.is_some_and(|unit| unit < locality)),
        };
        let localities = !matches!(self.hint, Some(Hint::Unit(_) | Hint::AnyUnit)) || unit.is_none();
        for hit in hits {
            let mut values = Values::default();
            match hit.place {
                Place::Locality(number) if localities => self.locality_terms(number, &mut values),
                Place::Unit(number) if units => self.unit_terms(number, &mut values),
                _ => continue,
            }
            let Some(point) = point_of(self.gazetteer, hit.place) else { continue };
            name_terms(hit, of_name == BESIDE, &mut values);
            let positions = self.context_terms(hit.place, &mut values);
            let unread = self.unread(written, hit, &mut values);
            candidates.push(Ranked {
                place: hit.place,
                point,
                unread,
                reach_m: self.reach_m(hit.place),
                tier: hit.tier,
                likeness: hit.likeness,
                apart: spelt_apart(hit),
                matched: hit.name.to_owned(),
                is_alias: hit.is_alias,
                positions,
                supported: false,
                of_name,
                values,
                score: 0.0,
                context: 0.0,
                p: 0.0,
            });
        }
    }

    /// What of the name written the one known lacks. Where that is a unit, it counts as if it stood beside the name, and is
    /// read if the place lies in it: "Bamba Gao".
    fn unread(&self, written: &str, hit: &Hit<'_>, values: &mut Values) -> Option<String> {
        let beyond = match hit.tier {
            Tier::Words | Tier::Part => words_beyond(written, hit.name).filter(|more| !is_mali(more))?,
            Tier::Skeleton if has_more_words(written, hit.name) => return Some(written.to_owned()),
            _ => return None,
        };
        let is_unit = |hit: &Hit<'_>| matches!(hit.place, Place::Unit(_)) && hit.tier <= Tier::Plain;
        let unit = self.gazetteer.find(&beyond).iter().any(is_unit);
        let Some(unit) = unit.then(|| Given::read(self.gazetteer, &beyond, None)).flatten() else {
            return Some(beyond);
        };
        let position = unit.position(self.gazetteer, hit.place);
        values.add(Term::UnitBeside, weights::inside(position) - weights::outside(unit.level, position));
        (!position.is_inside()).then_some(beyond)
    }

    /// Of a unit that no polygon draws the circle is a guess by its places: it holds nothing for sure.
    fn reach_m(&self, place: Place) -> f64 {
        let Place::Unit(number) = place else { return 0.0 };
        if !self.gazetteer.is_drawn(number) {
            return 0.0;
        }
        self.gazetteer.unit(number).and_then(|unit| unit.area).map_or(0.0, |area| area.radius_m)
    }

    /// A unit of three editions is one candidate: the best of them.
    fn one_per_unit(&self, mut candidates: Vec<Ranked>) -> Vec<Ranked> {
        let unit = |ranked: &Ranked| match ranked.place {
            Place::Unit(number) => self.gazetteer.unit(number),
            Place::Locality(_) => None,
        };
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut kept: Vec<Ranked> = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let repeated = unit(&candidate).is_some_and(|one| {
                kept.iter().filter_map(unit).any(|other| {
                    one.level == other.level && one.name == other.name && same_seat(one.point, other.point)
                })
            });
            if !repeated {
                kept.push(candidate);
            }
        }
        kept
    }

    fn locality_terms(&self, number: u32, values: &mut Values) {
        let Some(locality) = self.gazetteer.locality(number) else { return };
        if let Some(term) = kind_term(locality.kind) {
            values.add(term, 1.0);
        }
        if let Some(Hint::Feature(feature)) = self.hint
            && let Some(term) = feature_term(feature, locality)
        {
            values.add(term, 1.0);
        }
        match self.hint.and_then(|hint| agrees(hint, locality.kind)) {
            _ if self.hint == Some(Hint::Village) && locality.kind == LocalityKind::RegionSeat => {
                values.add(Term::VillageNotCapital, 1.0);
            }
            Some(true) => values.add(Term::KindAgrees, 1.0),
            Some(false) => values.add(Term::KindDiffers, 1.0),
            None => {}
        }
        let thousands = f64::from(locality.population.unwrap_or_default()) / 1_000.0;
        values.add(Term::Population, thousands.ln_1p());
        let sources = locality.sources.iter().filter(|source| ***source != *NO_SOURCE_OF_ITS_OWN).count();
        values.add(Term::Sources, sources.saturating_sub(1).min(MAX_SOURCES) as f64);
        match &*locality.layer {
            SEED => {}
            LOCAL => values.add(Term::Learned, 1.0),
            _ => values.add(Term::FromPack, 1.0),
        }
        if locality.abroad().is_some() {
            values.add(Term::Foreign, 1.0);
        }
    }

    fn unit_terms(&self, number: u32, values: &mut Values) {
        let Some(unit) = self.gazetteer.unit(number) else { return };
        // Without a day, the edition of which all levels are known.
        let day = self.context.day.unwrap_or(crate::gazetteer::NEW_REGIONS_OF_2016);
        match (self.hint, unit.level) {
            (Some(Hint::Feature(_)), _) => values.add(Term::FeatureDiffers, 1.0),
            (Some(Hint::Unit(level)), of) if level == of => values.add(Term::UnitOfLevel, 1.0),
            (Some(Hint::Unit(_)), _) => values.add(Term::UnitOfOtherLevel, 1.0),
            (_, Level::Region) => values.add(Term::UnitRegion, 1.0),
            (_, Level::Cercle) => values.add(Term::UnitCercle, 1.0),
            (_, Level::Commune) => {}
        }
        if unit.in_force_on(day) {
            values.add(Term::UnitInForce, 1.0);
        }
    }

    fn context_terms(&self, place: Place, values: &mut Values) -> Vec<Position> {
        let positions: Vec<Position> =
            self.context.given.iter().map(|given| given.position(self.gazetteer, place)).collect();
        for (given, position) in self.context.given.iter().zip(&positions) {
            let [inside, outside] = match given.level {
                Level::Region => [Term::InRegion, Term::OutRegion],
                Level::Cercle => [Term::InCercle, Term::OutCercle],
                Level::Commune => [Term::InCommune, Term::OutCommune],
            };
            values.add(inside, weights::inside(*position));
            values.add(outside, weights::outside(given.level, *position));
        }
        for beside in &self.units_beside {
            // A bracket is a weaker word than a column: it may also be another name.
            let position = beside.position(self.gazetteer, place);
            values
                .add(Term::UnitBeside, weights::inside(position) - weights::outside(beside.level, position));
        }
        positions
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
                let worth = f64::from(u8::from(near) + u8::from(within));
                candidate.values.add(Term::Supported, worth);
                candidate.supported |= worth > 0.0;
            }
        }
    }
}

/// UCDP's coders look places up in GeoNames: a place that both have is attested once.
const NO_SOURCE_OF_ITS_OWN: &str = "ucdp";

/// More sources than so many, beyond the first, add nothing.
const MAX_SOURCES: usize = 3;

/// Whether a name is written in more words than another, which is in another script.
fn has_more_words(written: &str, known: &str) -> bool {
    written.split_whitespace().count() > known.split_whitespace().count()
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
