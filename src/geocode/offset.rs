//! Places told by one other place: offsets and surroundings; and the country as a whole.
//!
//! In: a phrase and the ranked places it is told from. Out: a location computed from them. It must not read
//! words.

use super::Answer;
use super::context::is_mali;
use super::decide::{Question, Verdict};
use super::phrase::{Bearing, Named, Stated};
use super::radius::{radius_m, shifted};
use super::rank::{Ranked, Ranking};
use super::weights::SAME_PLACE_M;
use super::words::{self, french};
use crate::event::{Flag, Location, LonLat, Method, Precision, Reason, Status, UnitPath};
use crate::gazetteer::{Edition, Place, distance_m};

/// "Near X" is at least and at most so far from it; between, half-way to the next place.
const NEAR_M: std::ops::RangeInclusive<f64> = 3_000.0..=10_000.0;

/// Nobody tells where something happened by a place farther away: it is a slip, or no place at all.
const MAX_OFFSET_KM: f64 = 200.0;

impl Question<'_> {
    /// A distance that nothing can be placed by: for a person, with the place it is told from.
    fn too_far(&self, km: f64, anchor: &Named, ranking: &Ranking) -> Answer {
        let why = Reason::new(
            format!("{km} km is too far from a place to say where something happened"),
            format!("{} d’un lieu, c’est trop loin pour dire où cela s’est passé", french::kilometres(km)),
        );
        let location = Location {
            rivals: self.candidates(anchor, ranking, None),
            ..Location::nowhere(Status::Review, why)
        };
        self.answer(anchor, ranking, location)
    }

    /// "12 km north of X", "10 km from X", "north of X".
    pub(super) fn offset(
        &self,
        distance: Option<Stated>,
        bearing: Option<Bearing>,
        anchor: &Named,
        named: Option<&Named>,
    ) -> Answer {
        if is_mali(&anchor.shown()) {
            return self.country();
        }
        let ranking = self.rank(anchor);
        let Verdict::Sure(from, p) = self.verdict(&ranking) else { return self.no_anchor(anchor, &ranking) };
        if matches!(from.place, Place::Unit(_)) {
            return self.decide(anchor, &ranking);
        }
        if let Some(far) = distance.filter(|distance| distance.km > MAX_OFFSET_KM) {
            return self.too_far(far.km, anchor, &ranking);
        }
        let extent_m = self.extent_m(from);
        let Some((point, radius_m)) = shifted(from.point, distance, bearing, extent_m) else {
            return self.no_anchor(anchor, &ranking);
        };
        if let Some(answer) = named.and_then(|named| self.named_there(named, point, radius_m)) {
            return answer;
        }
        let told = told(distance, bearing);
        let place = words::place_with_units(self.name(from), &self.units(from.place));
        let there = Reason::new(
            format!("{} {place}, within {}", told.en, words::distance(radius_m)),
            format!("{} {}, à {} près", told.fr, french::of(&place), french::distance(radius_m)),
        );
        let because = words::matched(&anchor.shown(), from, self.name(from));
        let why = there.and(words::chosen(because, &self.context, from));
        let location = Location {
            status: Status::Located,
            point: Some(point),
            radius_m,
            precision: Some(Precision::azalai(2)),
            p,
            method: Method::Offset,
            name: Some(format!("{} {}", told.en, self.name(from))),
            place_kind: Some("offset".to_owned()),
            units: self.units_at(point, Some(from)),
            // The place it is told from stays as an alternative: many lists code that.
            rivals: self.candidates(anchor, &ranking, Some(point)),
            flags: vec![Flag::Offset],
            layer: Some("seed".to_owned()),
            ..Location::nowhere(Status::Located, why)
        };
        self.answer(anchor, &ranking, location)
    }

    /// The place named before the offset, if it is where the offset leads.
    fn named_there(&self, named: &Named, point: LonLat, radius_m: f64) -> Option<Answer> {
        let ranking = self.rank(named);
        let Verdict::Sure(best, _) = self.verdict(&ranking) else { return None };
        let is_there = distance_m(best.point, point) <= radius_m + SAME_PLACE_M;
        (is_there && matches!(best.place, Place::Locality(_))).then(|| self.decide(named, &ranking))
    }

    /// "near X".
    pub(super) fn near(&self, named: &Named) -> Answer {
        if is_mali(&named.shown()) {
            return self.country();
        }
        let ranking = self.rank(named);
        let mut answer = self.decide(named, &ranking);
        if let (Verdict::Sure(best, _), Status::Located) = (self.verdict(&ranking), answer.location.status) {
            let next =
                self.gazetteer.nearest(best.point, 2).get(1).map_or(f64::INFINITY, |next| next.distance_m);
            let buffer = (next / 2.0).clamp(*NEAR_M.start(), *NEAR_M.end());
            let location = &mut answer.location;
            location.radius_m = location.radius_m.max(buffer + self.extent_m(best));
            location.precision = Some(Precision::azalai(2));
            let name = self.name(best);
            let near = Reason::new(
                format!("somewhere near {name}"),
                format!("quelque part près {}", french::of(name)),
            );
            location.reword(|why| near.and(why));
        }
        answer
    }

    /// "northern Mali", "nord Tombouctou": the unit as a whole, or else the name as it stands.
    pub(super) fn part(&self, part: &Named, whole: &Named) -> Answer {
        if is_mali(&part.shown()) {
            return self.country();
        }
        let ranking = self.rank(whole);
        if !ranking.candidates.is_empty() {
            return self.decide(whole, &ranking);
        }
        self.near(part)
    }

    /// Mali as a whole.
    pub(super) fn country(&self) -> Answer {
        let area = self.gazetteer.mali_area();
        let why = Reason::new(
            "no place is named but the country: shown as an area",
            "aucun lieu n’est nommé, sinon le pays\u{a0}: représenté par une zone",
        );
        let location = Location {
            point: area.map(|area| area.centre),
            radius_m: area.map_or(0.0, |area| area.radius_m),
            precision: Some(Precision::azalai(6)),
            p: 1.0,
            method: Method::Area,
            name: Some("Mali".to_owned()),
            place_kind: Some("country".to_owned()),
            flags: vec![Flag::Area],
            layer: Some("seed".to_owned()),
            ..Location::nowhere(Status::Area, why)
        };
        self.answer(&Named::default(), &Ranking::default(), location)
    }

    /// The place that the text starts from is in doubt or unknown.
    fn no_anchor(&self, anchor: &Named, ranking: &Ranking) -> Answer {
        let mut answer = self.decide(anchor, ranking);
        let location = &mut answer.location;
        let written = words::cut(self.written);
        location.reword(|why| {
            Reason::new(
                format!("'{written}' starts from a place in doubt: {}", why.en),
                format!("{} part d’un lieu incertain\u{a0}: {}", french::quoted(&written), why.fr),
            )
        });
        location.status = Status::Review;
        location.point = None;
        location.radius_m = 0.0;
        location.precision = None;
        answer
    }

    /// Its name in the gazetteer.
    pub(super) fn name(&self, ranked: &Ranked) -> &str {
        words::name_of(self.gazetteer, ranked.place)
    }

    /// How far it reaches from its point.
    pub(super) fn extent_m(&self, ranked: &Ranked) -> f64 {
        match ranked.place {
            Place::Locality(number) => self.gazetteer.locality(number).map_or(0.0, radius_m),
            Place::Unit(number) => {
                self.gazetteer.unit(number).and_then(|unit| unit.area).map_or(0.0, |area| area.radius_m)
            }
        }
    }

    /// Units of a point that is no place: those of the place it is told from or nearest to, as far as the
    /// regions' shapes agree; the commune is not known.
    pub(super) fn units_at(&self, point: LonLat, from: Option<&Ranked>) -> UnitPath {
        const SAME_CERCLE_M: f64 = 30_000.0;
        let region = self.gazetteer.region_at(point).map(|region| region.name.clone());
        let nearest = self.gazetteer.nearest(point, 1);
        let number = match (from.map(|from| from.place), nearest.first()) {
            (Some(Place::Locality(number)), _) => Some(number),
            (_, Some(near)) if near.distance_m <= SAME_CERCLE_M => Some(near.number),
            _ => None,
        };
        if let Some(number) = number
            && self.gazetteer.path_in(number, Edition::Before2016).region == region
        {
            return UnitPath { commune: None, ..self.context.path(self.gazetteer, number) };
        }
        let edition = region.is_some().then(|| Edition::Before2016.span().to_owned());
        UnitPath { region, edition, ..UnitPath::default() }
    }
}

/// "12 km north of", "10 km from", "north of"; in French without its last word, which depends on the name:
/// "à 12 km au nord".
fn told(distance: Option<Stated>, bearing: Option<Bearing>) -> Reason {
    let far = distance
        .map(|Stated { km, .. }| Reason::new(format!("{km} km"), format!("à {}", french::kilometres(km))));
    let way = bearing.map(|one| Reason::new(format!("{} of", one.name), french::towards(one.name_fr)));
    match (far, way) {
        (Some(far), Some(way)) => {
            Reason::new(format!("{} {}", far.en, way.en), format!("{} {}", far.fr, way.fr))
        }
        (Some(far), None) => Reason::new(format!("{} from", far.en), far.fr),
        (None, Some(way)) => way,
        (None, None) => Reason::new("from", "à partir"),
    }
}
