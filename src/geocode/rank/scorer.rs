//! The places of a name, each with the values of its terms.
//!
//! In: names as written, and what the row says beside them. Out: candidates. It must not know what the terms are worth.

use super::names::{agrees, feature_term, kind_term, name_terms, spelt_apart};
use super::{BESIDE, NEIGHBOURS_M, Ranked};
use crate::event::LonLat;
use crate::gazetteer::{
    Gazetteer, Hint, Hit, LOCAL, Level, LocalityKind, Place, SEED, Tier, bare_key, is_other_script,
    plain_key, rough_distance_m, sahel_key, words_beyond,
};
use crate::geocode::context::{Context, Given, Position, is_mali, point_of};
use crate::geocode::model::{Term, Values};
use crate::geocode::weights;

/// What a name is compared with, and told beside.
pub(super) struct Scorer<'a> {
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) context: &'a Context,
    /// What the row's generic word says.
    pub(super) hint: Option<Hint>,
    /// Units that stand in brackets or after a comma.
    pub(super) units_beside: Vec<Given>,
}

impl Scorer<'_> {
    /// Adds the candidates for a name.
    pub(super) fn gather(&self, of_name: usize, name: &str, candidates: &mut Vec<Ranked>) {
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
        let by_sound = is_alone && is_other_script(name);
        let is_true = |one: &Ranked| one.tier <= Tier::Sahel || (by_sound && one.tier == Tier::Skeleton);
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

    pub(super) fn add(&self, of_name: usize, written: &str, hits: &[Hit<'_>], candidates: &mut Vec<Ranked>) {
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
                reach_m: self.reach_m(hit.place, &values),
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
            // "Inessako" is another place than Essako; "Essako" is Tin-Essako to those who live there.
            Tier::Bare if has_a_particle_more(written, hit.name) => {
                return Some(written.to_owned());
            }
            Tier::Words | Tier::Part => words_beyond(written, hit.name).filter(|more| !is_mali(more))?,
            // Of names in Latin letters that only sound like one on record in another script none was it.
            Tier::Skeleton if !is_other_script(written) || has_more_words(written, hit.name) => {
                return Some(written.to_owned());
            }
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

    /// Of a unit that no polygon draws the circle is a guess by its places: it holds nothing for sure. A lake, a valley or a
    /// cliff may be on record twice, each time by another of its ends.
    fn reach_m(&self, place: Place, values: &Values) -> f64 {
        let Place::Unit(number) = place else {
            return match self.hint {
                Some(Hint::Feature(feature)) if values.get(Term::FeatureAgrees) > 0.0 => {
                    2.0 * feature.extent_m()
                }
                _ => 0.0,
            };
        };
        if !self.gazetteer.is_drawn(number) {
            return 0.0;
        }
        self.gazetteer.unit(number).and_then(|unit| unit.area).map_or(0.0, |area| area.radius_m)
    }

    /// A unit of three editions is one candidate: the best of them.
    pub(super) fn one_per_unit(&self, mut candidates: Vec<Ranked>) -> Vec<Ranked> {
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
            && let Some((term, value)) = feature_term(feature, locality)
        {
            values.add(term, value);
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
    pub(super) fn support(&self, names: &[&str], candidates: &mut [Ranked]) {
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

/// Whether a name has an In, Tin, Tan, N' before it that the other lacks.
fn has_a_particle_more(written: &str, known: &str) -> bool {
    let sahel = |name: &str| sahel_key(&plain_key(name));
    let (written, known) = (sahel(written), sahel(known));
    bare_key(&written).len() < written.len() && bare_key(&known) == known
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
