//! Coordinates that a list gives: kept, and checked against the place it names.
//!
//! In: a point of a list and the answer for its name. Out: a location at that point with warnings. It must
//! never move or exchange the coordinates.

use super::Answer;
use super::context::Given;
use super::decide::Question;
use super::heed::contradiction;
use super::phrase::Named;
use super::rank::Ranking;
use super::weights::FAR_OUTSIDE_M;
use super::words::{self, french};
use crate::event::{Candidate, Flag, Location, LonLat, Method, Precision, Reason, Status};
use crate::gazetteer::distance_m;

/// What is said of a place: how far the truth may be for each precision code, in metres, where no unit's own
/// circle is known. Half the width of a Malian cercle and region; of a country, half of Mali's.
fn radius_of_code(code: u8) -> f64 {
    match code {
        1 => 1_500.0,
        2 => 25_000.0,
        3 | 5 => 50_000.0,
        4 => 150_000.0,
        _ => 800_000.0,
    }
}

/// Points of different gazetteers for one place are often so far apart.
const SLACK_M: f64 = 5_000.0;

/// Probability that given coordinates are right, and that they are when the named place is elsewhere or when
/// they look exchanged. Estimates.
const TRUSTED_P: f64 = 0.95;
const FAR_P: f64 = 0.5;
const SWAPPED_P: f64 = 0.2;

impl Question<'_> {
    /// The location for coordinates given, with the answer that the name alone would get.
    pub(super) fn given(&self, point: LonLat, precision: Option<Precision>, named: &Answer) -> Location {
        let found = &named.location;
        // Without a code of its own, a point beside the name of a unit stands for the unit: lists give the seat
        // or the middle of a region, and a dot there would say what nobody knows.
        let stands_for_area = || found.precision.filter(|_| found.status == Status::Area);
        let stated = precision.or_else(stands_for_area);
        let code = stated.map_or(1, Precision::on_ucdp_scale);
        let mut radius_m = radius_of_code(code);
        // Round degrees are not exact, whatever the list says of its own exactness.
        let rounding_m = point.rounding_m().filter(|rounding_m| *rounding_m > radius_m);
        radius_m = rounding_m.unwrap_or(radius_m);
        let precision = stated.unwrap_or(Precision::azalai(if rounding_m.is_some() { 2 } else { 1 }));
        // A unit's circle is better than the average one, when the coordinates stand for that unit.
        if matches!(code, 3 | 4 | 6)
            && found.status == Status::Area
            && found.point.is_some_and(|centre| distance_m(centre, point) <= found.radius_m)
        {
            radius_m = found.radius_m;
        }
        let status = if matches!(code, 3 | 4 | 6 | 7) { Status::Area } else { Status::Located };
        let why =
            Reason::new("coordinates as the list gives them", "coordonnées telles que la liste les donne");
        let mut location = Location {
            point: Some(point),
            radius_m,
            precision: Some(precision),
            p: TRUSTED_P,
            method: Method::Given,
            flags: if status == Status::Area { vec![Flag::Area] } else { Vec::new() },
            ..Location::nowhere(status, why)
        };
        if let Some(rounding_m) = rounding_m {
            let rounded = Reason::new(
                format!("in round degrees, so within {}", words::distance(rounding_m)),
                format!("en degrés arrondis, donc à {} près", french::distance(rounding_m)),
            );
            location.reword(|why| why.and(rounded));
        }
        // Far from Mali, a Malian name that is only alike is somebody else's.
        // Asked once: the outline has some two thousand corners.
        let is_in_mali = self.gazetteer.is_in_mali(point);
        if found.method != Method::Fuzzy || is_in_mali {
            compare(&mut location, point, named);
        }
        // A place that it was found to be has units of its own.
        if location.place_id.is_none() {
            location.units = self.units_at(point, None);
        }
        self.check_units(&mut location, point);
        if !is_in_mali {
            self.check_globe(&mut location, point, found);
        }
        // The rule for names holds for coordinates: what is not likely enough is for a person to look at.
        if location.p < self.accept_p {
            location.status = Status::Review;
        }
        if let Some(unknown) = words::unknown_units(self.context) {
            location.flags.push(Flag::UnknownUnit);
            location.reword(|why| why.and(unknown));
        }
        location
    }

    /// Warns of a point that lies in none of the units that the row names, nor near one.
    fn check_units(&self, location: &mut Location, point: LonLat) {
        // Far from the place named is warning enough.
        if location.flags.contains(&Flag::FarFromNamedPlace) {
            return;
        }
        let within = self.gazetteer.units_at(point);
        let is_inside =
            |given: &Given| given.holds(&within) || given.distance_m(self.gazetteer, point) <= FAR_OUTSIDE_M;
        let Some(outside) = self.context.given.iter().find(|given| !is_inside(given)) else { return };
        location.flags.push(contradiction(outside.level));
        location.p = location.p.min(FAR_P);
        let outside = Reason::new(
            format!("outside {}, which the row names", words::unit(&outside.name, outside.level)),
            format!("hors {}, que nomme la ligne", french::of_unit(&outside.name, outside.level)),
        );
        location.reword(|why| why.but(outside));
    }

    /// Warns of a point outside Mali, and of exchanged coordinates.
    fn check_globe(&self, location: &mut Location, point: LonLat, found: &Location) {
        location.flags.push(Flag::OutsideMali);
        location.reword(|why| why.and(Reason::new("outside Mali", "hors du Mali")));
        let Ok(exchanged) = LonLat::new(point.lat(), point.lon()) else { return };
        let at_named = |at: LonLat| {
            found.point.is_some_and(|named| distance_m(named, at) <= found.radius_m + 5.0 * SLACK_M)
        };
        if self.gazetteer.is_in_mali(exchanged) && !at_named(point) {
            location.flags.push(Flag::SwappedCoordinates);
            // Half of Africa exchanged lies in Mali; only at the place named is it more than a hint.
            let (where_en, where_fr) = if at_named(exchanged) {
                location.p = SWAPPED_P;
                ("at the place named", "au lieu nommé")
            } else {
                ("in Mali", "au Mali")
            };
            let exchanged = Reason::new(
                format!("longitude and latitude look exchanged: the other way round they lie {where_en}"),
                format!(
                    "longitude et latitude semblent interverties\u{a0}: dans l’autre sens, elles mènent {where_fr}"
                ),
            );
            location.reword(|why| why.and(exchanged));
        }
    }

    /// An answer without candidates, for a row that names nothing.
    pub(super) fn nothing(&self, status: Status, why: Reason) -> Answer {
        self.answer(&Named::default(), &Ranking::default(), Location::nowhere(status, why))
    }
}

/// Gives the location the identity of a candidate.
fn adopt(location: &mut Location, named: &Answer, id: Option<&str>) {
    let Some(one) = named.candidates.iter().find(|one| Some(one.id.as_str()) == id) else { return };
    location.place_id = Some(one.id.clone());
    location.name = Some(one.name.clone());
    location.place_kind = Some(one.kind.clone());
    location.units = one.units.clone();
    location.layer.clone_from(&one.layer);
}

/// Takes the identity of the candidate that the point is at, if there is one.
fn is_at_a_candidate(location: &mut Location, point: LonLat, named: &Answer) -> bool {
    let near = |one: &&Candidate| distance_m(one.point, point) <= location.radius_m + SLACK_M;
    let Some(one) = named.candidates.iter().find(near) else { return false };
    let away = distance_m(one.point, point);
    let shown = words::place_with_units(&one.name, &one.units);
    let near = from(away, &shown, "one of the places of that name", "l’un des lieux de ce nom");
    location.reword(|why| why.and(near));
    adopt(location, named, Some(&one.id));
    true
}

/// Compares with the place named: the nearest of what the name may mean.
fn compare(location: &mut Location, point: LonLat, named: &Answer) {
    let found = &named.location;
    if let (Some(centre), Status::Area | Status::Located) = (found.point, found.status) {
        let away = distance_m(centre, point);
        let allowed = found.radius_m + location.radius_m + SLACK_M;
        let name = found.name.as_deref().unwrap_or_default();
        let mut named_place = from(away, name, "the place named", "le lieu nommé");
        // "12 km north of Bourem" is a name in English words.
        if found.method == Method::Offset {
            named_place.fr = format!("à {} du lieu nommé", french::distance(away));
        }
        if away <= allowed {
            location.reword(|why| why.and(named_place));
            if found.status == Status::Located || location.status == Status::Area {
                adopt(location, named, found.place_id.as_deref());
            }
        } else if is_at_a_candidate(location, point, named) {
            // A name that several places have: the coordinates say which.
        } else {
            location.flags.push(Flag::FarFromNamedPlace);
            location.p = FAR_P;
            location.reword(|why| why.but(named_place));
            location.rivals = named.candidates.iter().take(5).cloned().collect();
        }
        return;
    }
    if is_at_a_candidate(location, point, named) || named.candidates.is_empty() {
        return;
    }
    let nearest = named
        .candidates
        .iter()
        .filter(|one| one.p >= 0.05)
        .map(|one| (distance_m(one.point, point), one))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((away, nearest)) = nearest
        && found.flags.contains(&Flag::Ambiguous)
    {
        location.flags.push(Flag::FarFromNamedPlace);
        location.p = FAR_P;
        let shown = words::place_with_units(&nearest.name, &nearest.units);
        let nearest =
            from(away, &shown, "the nearest place of that name", "le lieu de ce nom le plus proche");
        location.reword(|why| why.but(nearest));
    }
}

/// "3 km from Bamba, the place named".
fn from(away: f64, shown: &str, which_en: &str, which_fr: &str) -> Reason {
    Reason::new(
        format!("{} from {shown}, {which_en}", words::distance(away)),
        format!("à {} {}, {which_fr}", french::distance(away), french::of(shown)),
    )
}
