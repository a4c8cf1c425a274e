//! Where an event is once a person has chosen.
//!
//! In: an event in doubt and a choice. Out: its location. It must not know who chose, nor what is kept of it.

use super::super::edit::{DEFAULT_RADIUS_M, by_hand};
use super::{PlaceChoice, ReviewError};
use crate::event::{Candidate, DateSpan, Event, Flag, Location, Method, PlaceContext, Reason, Status};
use crate::gazetteer::distance_m;
use crate::geocode::Geocoder;

/// A choice that means the same for every event whose list says the same.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Chosen {
    /// This candidate.
    Candidate(Box<Candidate>),
    /// This point.
    Point(crate::event::LonLat, f64),
    /// Nobody knows.
    Nobody,
}

impl Chosen {
    /// What a choice on an event means.
    pub(super) fn of(event: &Event, choice: &PlaceChoice) -> Result<Self, ReviewError> {
        let number = match choice {
            PlaceChoice::Best => 1,
            PlaceChoice::Candidate(number) => *number,
            PlaceChoice::Point { point, radius_m } => {
                return Ok(Self::Point(*point, radius_m.unwrap_or(DEFAULT_RADIUS_M)));
            }
            PlaceChoice::Nobody => return Ok(Self::Nobody),
        };
        Ok(Self::Candidate(Box::new(candidate(event, number)?.clone())))
    }

    /// Where an event is then.
    pub(super) fn location(&self, geocoder: &Geocoder, event: &Event) -> Location {
        match self {
            Self::Candidate(candidate) => at(geocoder, event, candidate),
            Self::Point(point, radius_m) => {
                let day = event.when.as_ref().map(DateSpan::first_day);
                by_hand(geocoder, *point, *radius_m, &event.place, day)
            }
            Self::Nobody => nowhere(event),
        }
    }
}

/// A candidate of an event by its number, from 1.
pub(super) fn candidate(event: &Event, number: usize) -> Result<&Candidate, ReviewError> {
    let rivals = &event.location.rivals;
    let found = number.checked_sub(1).and_then(|at| rivals.get(at));
    found.ok_or_else(|| ReviewError::Field {
        field: "candidate",
        value: number.to_string(),
        rule: match rivals.len() {
            0 => "there is no candidate: place it by hand, or reject it".to_owned(),
            count => format!("must be 1 to {count}"),
        },
    })
}

/// A candidate that a person chose. What the list says beside the name (so far from it, all of a unit) counts: the name is
/// looked up once more in the candidate's own units.
pub(super) fn at(geocoder: &Geocoder, event: &Event, chosen: &Candidate) -> Location {
    let day = event.when.as_ref().map(DateSpan::first_day);
    let units = &chosen.units;
    let known = |unit: &Option<String>, said: &str| unit.clone().unwrap_or_else(|| said.to_owned());
    let asked = PlaceContext {
        name: event.place.name.clone(),
        region: known(&units.region, &event.place.region),
        cercle: known(&units.cercle, &event.place.cercle),
        commune: known(&units.commune, &event.place.commune),
    };
    let again = geocoder.geocode(&asked, day).location;
    let is_it = again.place_id.as_deref() == Some(chosen.id.as_str()) && again.point.is_some();
    let mut location = if is_it { again } else { plain(geocoder, event, chosen) };
    location.status = if location.status == Status::Area { Status::Area } else { Status::Located };
    location.flags.retain(|flag| matches!(flag, Flag::Offset | Flag::Area | Flag::OutsideMali));
    (location.p, location.method) = (1.0, Method::Hand);
    let count = event.location.rivals.len();
    let why = Reason::new(
        format!("chosen by a person among {count} candidates"),
        format!("choisi par une personne parmi {count} candidats"),
    );
    location.reword(|_| why);
    let from = location.point.unwrap_or(chosen.point);
    let others = event.location.rivals.iter().filter(|rival| rival.id != chosen.id);
    location.rivals = others
        .map(|rival| Candidate { distance_km: Some(distance_m(from, rival.point) / 1000.0), ..rival.clone() })
        .collect();
    location
}

/// The candidate's own point; of a unit its whole area.
fn plain(geocoder: &Geocoder, event: &Event, chosen: &Candidate) -> Location {
    let gazetteer = geocoder.gazetteer();
    let day = event.when.as_ref().map(DateSpan::first_day);
    let area = gazetteer.unit_number(&chosen.id).and_then(|number| gazetteer.unit(number)?.area);
    let radius_m = area.map_or(DEFAULT_RADIUS_M, |area| area.radius_m);
    let mut location = by_hand(geocoder, chosen.point, radius_m, &event.place, day);
    location.place_id = Some(chosen.id.clone());
    location.name = Some(chosen.name.clone());
    location.place_kind = Some(chosen.kind.clone());
    location.units = chosen.units.clone();
    location.layer.clone_from(&chosen.layer);
    if area.is_some() {
        location.status = Status::Area;
        location.flags.push(Flag::Area);
        location.precision = Some(crate::event::Precision::azalai(3));
    }
    location
}

/// A person looked, and nobody knows. An area that holds what may be meant is still known.
fn nowhere(event: &Event) -> Location {
    let why =
        || Reason::new("a person looked: nobody knows where", "une personne a cherché : nul ne sait où");
    let found = &event.location;
    if found.point.is_some() {
        let mut area = Location { status: Status::Area, method: Method::Hand, ..found.clone() };
        area.reword(|before| why().and(before));
        return area;
    }
    Location { method: Method::Hand, ..Location::nowhere(Status::Unlocated, why()) }
}
