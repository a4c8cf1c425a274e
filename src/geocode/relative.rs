//! Places told by other places: offsets, surroundings, roads.
//!
//! In: a phrase and the ranked places it is told from. Out: a location computed from them. It must not read
//! words.

use super::Answer;
use super::context::is_mali;
use super::decide::{Question, Verdict, radius_m, verdict};
use super::phrase::{Bearing, Named, Stated};
use super::rank::{Ranked, Ranking, rank};
use super::weights::{self, ACCEPT_P, SAME_PLACE_M};
use super::words;
use crate::event::{Flag, Location, LonLat, Method, Precision, Status, UnitPath};
use crate::gazetteer::{Edition, Place, destination, distance_m, midpoint};

/// "North of X" without a distance is within so many kilometres.
const CONE_KM: f64 = 10.0;

/// "Near X" is at least and at most so far from it; between, half-way to the next place.
const NEAR_M: std::ops::RangeInclusive<f64> = 3_000.0..=10_000.0;

impl Question<'_> {
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
        let ranking = rank(self.gazetteer, anchor, &self.context);
        let Verdict::Sure(from, p) = verdict(&ranking) else { return self.no_anchor(anchor, &ranking) };
        if matches!(from.place, Place::Unit(_)) {
            return self.decide(anchor, &ranking);
        }
        let extent_m = self.extent_m(from);
        let Some((point, radius_m)) = shifted(from.point, distance, bearing, extent_m) else {
            return self.no_anchor(anchor, &ranking);
        };
        if let Some(answer) = named.and_then(|named| self.named_there(named, point, radius_m)) {
            return answer;
        }
        let far = distance.map(|distance| format!("{} km ", distance.km)).unwrap_or_default();
        let told = match bearing {
            Some(bearing) => format!("{far}{} of", bearing.name),
            None => format!("{far}from"),
        };
        let place = words::place_with_units(self.name(from), &self.units(from.place));
        let location = Location {
            status: Status::Located,
            point: Some(point),
            radius_m,
            precision: Some(Precision::azalai(2)),
            p,
            method: Method::Offset,
            name: Some(format!("{told} {}", self.name(from))),
            place_kind: Some("offset".to_owned()),
            units: self.units_at(point, Some(from)),
            why: format!(
                "{told} {place}, within {}; {}",
                words::distance(radius_m),
                self.why_anchor(anchor, from)
            ),
            // The place it is told from stays as an alternative: many lists code that.
            rivals: self.candidates(anchor, &ranking, Some(point)),
            flags: vec![Flag::Offset],
            layer: Some("seed".to_owned()),
            ..Location::nowhere(Status::Located, "")
        };
        self.answer(anchor, &ranking, location)
    }

    /// The place named before the offset, if it is where the offset leads.
    fn named_there(&self, named: &Named, point: LonLat, radius_m: f64) -> Option<Answer> {
        let ranking = rank(self.gazetteer, named, &self.context);
        let Verdict::Sure(best, _) = verdict(&ranking) else { return None };
        let is_there = distance_m(best.point, point) <= radius_m + SAME_PLACE_M;
        (is_there && matches!(best.place, Place::Locality(_))).then(|| self.decide(named, &ranking))
    }

    /// "near X".
    pub(super) fn near(&self, named: &Named) -> Answer {
        if is_mali(&named.shown()) {
            return self.country();
        }
        let ranking = rank(self.gazetteer, named, &self.context);
        let mut answer = self.decide(named, &ranking);
        if let (Verdict::Sure(best, _), Status::Located) = (verdict(&ranking), answer.location.status) {
            let next =
                self.gazetteer.nearest(best.point, 2).get(1).map_or(f64::INFINITY, |next| next.distance_m);
            let buffer = (next / 2.0).clamp(*NEAR_M.start(), *NEAR_M.end());
            let location = &mut answer.location;
            location.radius_m = location.radius_m.max(buffer + self.extent_m(best));
            location.precision = Some(Precision::azalai(2));
            location.why = format!("somewhere near {}; {}", self.name(best), location.why);
        }
        answer
    }

    /// "northern Mali", "nord Tombouctou": the unit as a whole, or else the name as it stands.
    pub(super) fn part(&self, part: &Named, whole: &Named) -> Answer {
        if is_mali(&part.shown()) {
            return self.country();
        }
        let ranking = rank(self.gazetteer, whole, &self.context);
        if !ranking.candidates.is_empty() {
            return self.decide(whole, &ranking);
        }
        self.near(part)
    }

    /// Mali as a whole.
    pub(super) fn country(&self) -> Answer {
        let area = self.gazetteer.mali_area();
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
            ..Location::nowhere(Status::Area, "no place is named but the country: shown as an area")
        };
        self.answer(&Named::default(), &Ranking::default(), location)
    }

    /// "between X and Y", "route X-Y": both ends are chosen together, since a name that many places have
    /// means the one near the other end.
    pub(super) fn between(&self, cuts: &[(Named, Named)]) -> Answer {
        let ends: Vec<_> = cuts
            .iter()
            .map(|(left, right)| {
                let ranked = |end| rank(self.gazetteer, end, &self.context);
                ((left, ranked(left)), (right, ranked(right)))
            })
            .collect();
        let mut pairs: Vec<Pair<'_>> = ends
            .iter()
            .flat_map(|(left, right)| {
                left.1.candidates.iter().flat_map(move |a| {
                    right.1.candidates.iter().filter_map(move |b| Pair::new(left.0, a, right.0, b))
                })
            })
            .collect();
        pairs.sort_by(|a, b| b.score.total_cmp(&a.score));
        let Some(best) = pairs.first() else { return self.no_end(&ends) };
        let total: f64 = pairs.iter().map(|pair| pair.score.exp()).sum::<f64>() + (2.0 * weights::NONE).exp();
        let p = pairs
            .iter()
            .filter(|pair| distance_m(pair.middle, best.middle) <= SAME_PLACE_M)
            .map(|pair| pair.score.exp())
            .sum::<f64>()
            / total;
        // Both ends stay as alternatives, with the places that share their names.
        let mut candidates = Vec::new();
        for (named, ranking) in [&best.left, &best.right].into_iter().flat_map(|side| {
            ends.iter().flat_map(|(l, r)| [l, r]).filter(move |(named, _)| std::ptr::eq(*named, side.0))
        }) {
            candidates.extend(self.candidates(named, ranking, (p >= ACCEPT_P).then_some(best.middle)));
        }
        let mut answer = self.answer(&Named::default(), &Ranking::default(), self.middle(best, p));
        candidates.truncate(10);
        answer.location.rivals.clone_from(&candidates);
        answer.candidates = candidates;
        answer
    }

    fn middle(&self, pair: &Pair<'_>, p: f64) -> Location {
        let (a, b) = (pair.left.1, pair.right.1);
        let shown = |end: &Ranked| words::place_with_units(self.name(end), &self.units(end.place));
        if p < ACCEPT_P {
            let why = format!(
                "between {} and {}? the names leave doubt which places are meant",
                shown(a),
                shown(b)
            );
            return Location { flags: vec![Flag::Ambiguous], p, ..Location::nowhere(Status::Review, why) };
        }
        let radius_m = pair.apart_m / 2.0 + self.extent_m(a).max(self.extent_m(b));
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
            why: format!(
                "between {} and {}, {} apart: the middle, within {}",
                shown(a),
                shown(b),
                words::distance(pair.apart_m),
                words::distance(radius_m)
            ),
            flags: vec![Flag::Offset],
            layer: Some("seed".to_owned()),
            ..Location::nowhere(Status::Located, "")
        }
    }

    fn no_end(&self, ends: &[((&Named, Ranking), (&Named, Ranking))]) -> Answer {
        let unknown =
            ends.iter().flat_map(|(left, right)| [left, right]).find(|(_, r)| r.candidates.is_empty());
        let why = match unknown {
            Some((named, _)) => format!(
                "'{}' is told by two places, and no place like '{}' is in the gazetteer",
                words::cut(self.written),
                words::cut(&named.shown())
            ),
            None => format!("'{}' names the same place twice", words::cut(self.written)),
        };
        let mut answer =
            self.answer(&Named::default(), &Ranking::default(), Location::nowhere(Status::Review, why));
        for (named, ranking) in ends.iter().flat_map(|(left, right)| [left, right]) {
            answer.candidates.extend(self.candidates(named, ranking, None));
        }
        answer.candidates.truncate(10);
        answer.location.rivals.clone_from(&answer.candidates);
        answer
    }

    /// The place that the text starts from is in doubt or unknown.
    fn no_anchor(&self, anchor: &Named, ranking: &Ranking) -> Answer {
        let mut answer = self.decide(anchor, ranking);
        let location = &mut answer.location;
        location.why =
            format!("'{}' starts from a place in doubt: {}", words::cut(self.written), location.why);
        location.status = Status::Review;
        location.point = None;
        location.radius_m = 0.0;
        location.precision = None;
        answer
    }

    fn name(&self, ranked: &Ranked) -> &str {
        words::name_of(self.gazetteer, ranked.place)
    }

    fn extent_m(&self, ranked: &Ranked) -> f64 {
        match ranked.place {
            Place::Locality(number) => self.gazetteer.locality(number).map_or(0.0, radius_m),
            Place::Unit(number) => {
                self.gazetteer.unit(number).and_then(|unit| unit.area).map_or(0.0, |area| area.radius_m)
            }
        }
    }

    fn why_anchor(&self, anchor: &Named, from: &Ranked) -> String {
        let mut parts = vec![words::matched(&anchor.shown(), from, self.name(from))];
        parts.extend(words::inside(&self.context, from));
        parts.extend(words::outside(&self.context, from).map(|outside| format!("but {outside}")));
        parts.join("; ")
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

/// Two ends of a road.
struct Pair<'a> {
    left: (&'a Named, &'a Ranked),
    right: (&'a Named, &'a Ranked),
    middle: LonLat,
    apart_m: f64,
    score: f64,
}

impl<'a> Pair<'a> {
    fn new(a_named: &'a Named, a: &'a Ranked, b_named: &'a Named, b: &'a Ranked) -> Option<Self> {
        let apart_m = distance_m(a.point, b.point);
        if a.place == b.place || apart_m <= 0.0 {
            return None;
        }
        // One end in the region that the row names is enough: roads cross limits.
        let context = a.context.max(b.context);
        let names = a.score - a.context + b.score - b.context;
        Some(Self {
            left: (a_named, a),
            right: (b_named, b),
            middle: midpoint(a.point, b.point)?,
            apart_m,
            score: names + context + weights::between(apart_m),
        })
    }
}

/// The point and the radius of an offset (point-radius method: the farthest point that the words allow).
fn shifted(
    from: LonLat,
    distance: Option<Stated>,
    bearing: Option<Bearing>,
    extent_m: f64,
) -> Option<(LonLat, f64)> {
    let Some(bearing) = bearing else {
        // A ring is drawn as the circle that holds it.
        let distance = distance?;
        return Some((from, (distance.km + distance.rounding_km) * 1_000.0 + extent_m));
    };
    // Without a distance: the middle of a cone, whose tip and far corners the circle must hold.
    let (middle_km, least_km, most_km) = match distance {
        Some(stated) => (stated.km, stated.km - stated.rounding_km, stated.km + stated.rounding_km),
        None => (CONE_KM / 2.0, 0.0, CONE_KM),
    };
    let point = destination(from, bearing.degrees, middle_km * 1_000.0)?;
    let away = |km: f64| {
        let turned = bearing.half_width.to_radians().cos();
        (km * km + middle_km * middle_km - 2.0 * km * middle_km * turned).max(0.0).sqrt()
    };
    let radius_km = away(least_km).max(away(most_km)).max(middle_km - least_km).max(most_km - middle_km);
    Some((point, radius_km * 1_000.0 + extent_m))
}
