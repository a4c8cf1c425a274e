//! Places told by one other place: offsets and surroundings; and the country as a whole.
//!
//! In: a phrase and the ranked places it is told from. Out: a location computed from them. It must not read
//! words.

use super::Answer;
use super::context::is_mali;
use super::decide::{Question, Verdict};
use super::phrase::{Bearing, Named, Reach, Stated};
use super::radius::{radius_m, shifted};
use super::rank::{Ranked, Ranking};
use super::words::{self, french};
use crate::event::{Candidate, Flag, Location, LonLat, Method, Precision, Reason, Status, UnitPath};
use crate::gazetteer::{Edition, Place, Tier};

/// The edge of a town is so wide.
const EDGE_M: f64 = 1_000.0;

/// Nobody tells where something happened by a place farther away: it is a slip, or no place at all.
const MAX_OFFSET_KM: f64 = 200.0;

impl Question<'_> {
    /// A distance that nothing can be placed by: for a person, with the place it is told from.
    fn too_far(&self, km: f64, anchor: &Named, ranking: &Ranking) -> Answer {
        let why = Reason::new(
            format!("{} is too far from a place to say where something happened", words::kilometres(km)),
            format!("{} d’un lieu, c’est trop loin pour dire où cela s’est passé", french::kilometres(km)),
        );
        let location = Location {
            rivals: self.candidates(anchor, ranking, None),
            ..Location::nowhere(Status::Review, why)
        };
        self.answer(anchor, ranking, location)
    }

    /// "12 km north of X", "10 km from X", "north of X", "the northern edge of X".
    pub(super) fn offset(
        &self,
        reach: Reach,
        bearing: Option<Bearing>,
        anchor: &Named,
        named: Option<&Named>,
    ) -> Answer {
        if is_mali(&anchor.shown()) {
            return self.country();
        }
        let ranking = self.rank(anchor);
        let Verdict::Sure(from, p) = self.verdict(&ranking) else {
            return self.by_itself(named).unwrap_or_else(|| self.no_anchor(anchor, &ranking));
        };
        if matches!(from.place, Place::Unit(_)) {
            return self.by_itself(named).unwrap_or_else(|| self.part_of(anchor, &ranking));
        }
        let extent_m = self.extent_m(from);
        let shift = match reach {
            Reach::Stated(stated) if stated.km > MAX_OFFSET_KM => {
                return self.too_far(stated.km, anchor, &ranking);
            }
            Reach::Stated(stated) => shifted(from.point, Some(stated), bearing, extent_m),
            Reach::Unstated => shifted(from.point, None, bearing, extent_m),
            Reach::Edge => {
                let edge = Stated { km: extent_m / 1_000.0, rounding_km: EDGE_M / 1_000.0 };
                shifted(from.point, Some(edge), bearing, EDGE_M)
            }
        };
        let Some((point, radius_m)) = shift else {
            return self.no_anchor(anchor, &ranking);
        };
        if let Some(named) = named
            && let Some(answer) = self.named_there(named, point, radius_m)
        {
            return answer;
        }
        let told = told(reach, bearing);
        let place = words::place_with_units(self.name(from), &self.units(from.place));
        let there = Reason::new(
            format!("{} {place}, within {}", told.en, words::distance(radius_m)),
            format!("{} {}, à {} près", told.fr, french::of(&place), french::distance(radius_m)),
        );
        let because = words::matched(&anchor.shown(), from, self.name(from));
        let why = there.and(words::chosen(self.gazetteer, because, self.context, from));
        let why = named.map(|named| self.not_there(named)).into_iter().fold(why, Reason::and);
        let mut rivals = self.candidates(anchor, &ranking, Some(point));
        mark_anchor(&mut rivals, from.point);
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
            rivals,
            flags: vec![Flag::Offset],
            layer: Some("seed".to_owned()),
            ..Location::nowhere(Status::Located, why)
        };
        let here = from.point;
        let mut answer = self.answer(anchor, &ranking, location);
        mark_anchor(&mut answer.candidates, here);
        answer
    }

    /// "In the north of the X region": the unit as a whole.
    fn part_of(&self, anchor: &Named, ranking: &Ranking) -> Answer {
        let mut answer = self.decide(anchor, ranking);
        if answer.location.status == Status::Area {
            answer.location.reword(|why| {
                Reason::new(
                    "a part of a unit has no limits: the whole is shown",
                    "une partie d’unité n’a pas de limites\u{a0}: l’ensemble est montré",
                )
                .and(why)
            });
        }
        answer
    }

    /// "northern Mali", "nord Tombouctou": the unit as a whole, or else the name as it stands.
    pub(super) fn part(&self, part: &Named, whole: &Named) -> Answer {
        if is_mali(&part.shown()) {
            return self.country();
        }
        let ranking = self.rank(whole);
        if ranking.candidates.first().is_some_and(|best| best.tier <= Tier::Sahel) {
            return self.decide(whole, &ranking);
        }
        let ranking = self.rank(part);
        match self.verdict(&ranking) {
            Verdict::Sure(best, _) if matches!(best.place, Place::Unit(_)) => self.part_of(part, &ranking),
            _ => self.near(part, None),
        }
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
        let number = match from.map(|from| from.place) {
            Some(Place::Locality(number)) => Some(number),
            _ => self.gazetteer.nearest_within(point, SAME_CERCLE_M),
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

/// Marks the place that an offset is told from among the rivals.
pub(super) fn mark_anchor(rivals: &mut [Candidate], anchor: LonLat) {
    for one in rivals.iter_mut().filter(|one| one.point == anchor) {
        let told = Reason { en: std::mem::take(&mut one.why), fr: std::mem::take(&mut one.why_fr) };
        let told = told.and(Reason::new(
            "the place that the text tells it from",
            "le lieu à partir duquel le texte la situe",
        ));
        Reason { en: one.why, fr: one.why_fr } = told;
    }
}

/// "12 km north of", "10 km from", "north of"; in French without its last word, which depends on the name:
/// "à 12 km au nord".
fn told(reach: Reach, bearing: Option<Bearing>) -> Reason {
    if reach == Reach::Edge {
        return match bearing {
            Some(one) => {
                Reason::new(format!("at the {} edge of", one.name), format!("au bord {}", one.name_fr))
            }
            None => Reason::new("at the edge of", "au bord"),
        };
    }
    let far = match reach {
        Reach::Stated(Stated { km, .. }) => {
            Some(Reason::new(words::kilometres(km), format!("à {}", french::kilometres(km))))
        }
        Reach::Unstated | Reach::Edge => None,
    };
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
