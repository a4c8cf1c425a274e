//! Where the places of a text are: each by its own words, then by the units and the other places that the text names.
//!
//! In: places as they are told. Out: answers of the geocoder. It must not choose where an event was.

use super::answer::PlaceRole;
use super::places::{Form, PlaceMention};
use super::role::Role;
use super::text::Text;
use crate::event::{Flag, LonLat, PlaceContext, Reason, Status};
use crate::gazetteer::{Level, rough_distance_m};
use crate::geocode::{Answer, Geocoder};
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// Places of one text that are looked up; those after them stay names.
pub(super) const MAX_PLACES: usize = 400;
/// Units looked at for one place that is in doubt.
const MAX_UNITS_TRIED: usize = 4;
/// How far a sure place of the text reaches: at this distance about a third of it counts.
const REACH_M: f64 = 80_000.0;
/// A homonym must be so much nearer to the other places than all others together.
const NEAREST_SHARE: f64 = 0.7;

/// What the places of a text mean; `None` for those that are not looked up.
pub(super) fn resolve(
    text: &Text<'_>,
    places: &[PlaceMention],
    geocoder: &Geocoder,
    day: Option<Date>,
) -> Vec<Option<Arc<Answer>>> {
    let mut desk = Desk { geocoder, day, known: HashMap::new() };
    let mut answers: Vec<Option<Arc<Answer>>> = places
        .iter()
        .enumerate()
        .map(|(number, place)| {
            let asked = number < MAX_PLACES && !matches!(place.form, Form::Abroad(_));
            asked.then(|| desk.ask(&place.asked, &place.units))
        })
        .collect();
    // Units of the same sentence, then of sentences before, then behind; then what else is near.
    for number in 0..places.len().min(MAX_PLACES) {
        let (Some(place), Some(Some(answer))) = (places.get(number), answers.get(number)) else { continue };
        if !is_open(answer) || matches!(place.form, Form::Unit(_)) {
            continue;
        }
        let better = by_units(&mut desk, text, places, number)
            .or_else(|| by_neighbours(&mut desk, text, places, &answers, number));
        if let (Some(better), Some(slot)) = (better, answers.get_mut(number)) {
            *slot = Some(better);
        }
    }
    answers
}

/// Whether the name alone leaves it open which place is meant.
fn is_open(answer: &Answer) -> bool {
    answer.location.status == Status::Review && answer.candidates.len() > 1
}

/// Asks the geocoder, each question once.
struct Desk<'g> {
    geocoder: &'g Geocoder,
    day: Option<Date>,
    known: HashMap<PlaceContext, Arc<Answer>>,
}

impl Desk<'_> {
    fn ask(&mut self, name: &str, units: &[(Level, String)]) -> Arc<Answer> {
        let of = |level: Level| {
            units.iter().find(|(of, _)| *of == level).map_or_else(String::new, |(_, name)| name.clone())
        };
        let place = PlaceContext {
            name: name.to_owned(),
            region: of(Level::Region),
            cercle: of(Level::Cercle),
            commune: of(Level::Commune),
        };
        let (geocoder, day) = (self.geocoder, self.day);
        Arc::clone(self.known.entry(place).or_insert_with_key(|place| Arc::new(geocoder.geocode(place, day))))
    }
}

/// The answer with a unit that the text names elsewhere, where that settles it.
fn by_units(
    desk: &mut Desk<'_>,
    text: &Text<'_>,
    places: &[PlaceMention],
    number: usize,
) -> Option<Arc<Answer>> {
    let place = places.get(number)?;
    let sentence = |at: usize| text.words.get(at).map_or(0, |word| word.sentence);
    let own = sentence(place.at.start);
    let mut units: Vec<(usize, Level, &str)> = places
        .iter()
        .filter(|other| other.role != PlaceRole::Background)
        .filter_map(|other| match other.form {
            Form::Unit(level) => Some((sentence(other.at.start), level, text.slice(&other.name))),
            _ => None,
        })
        .map(|(at, level, name)| {
            // A unit behind is farther than one before.
            let away = if at <= own { own - at } else { 2 * (at - own) };
            (away, level, name)
        })
        .collect();
    units.sort_by_key(|(away, level, _)| (*away, std::cmp::Reverse(*level)));
    units.into_iter().take(MAX_UNITS_TRIED).find_map(|(_, level, name)| {
        let mut given = place.units.clone();
        given.push((level, name.to_owned()));
        let answer = desk.ask(&place.asked, &given);
        let settled = matches!(answer.location.status, Status::Located)
            && !answer.location.flags.contains(&Flag::ContradictsRegion)
            && !answer.location.flags.contains(&Flag::ContradictsUnit);
        settled.then_some(answer)
    })
}

/// Which part of the country a region lies in.
fn lies_in(part: &str, region: Option<&str>, at: LonLat) -> bool {
    match part {
        "north" => at.lat() > 15.6 || matches!(region, Some("Gao" | "Tombouctou" | "Kidal" | "Ménaka")),
        "center" => {
            matches!(region, Some("Mopti" | "Ségou" | "Bandiagara" | "Douentza" | "San"))
                && at.lat() < 15.8
                && at.lat() > 12.5
        }
        "south" => at.lat() < 13.0 && at.lon() > -9.5,
        "west" => at.lon() < -8.0,
        _ => at.lon() > 0.0,
    }
}

/// The homonym that lies among the other places of the text, where one clearly does.
fn by_neighbours(
    desk: &mut Desk<'_>,
    text: &Text<'_>,
    places: &[PlaceMention],
    answers: &[Option<Arc<Answer>>],
    number: usize,
) -> Option<Arc<Answer>> {
    let place = places.get(number)?;
    let answer = answers.get(number)?.as_ref()?;
    let sure: Vec<LonLat> = places
        .iter()
        .zip(answers)
        .enumerate()
        .filter(|(other, (mention, _))| {
            *other != number
                && mention.asked != place.asked
                && matches!(mention.role, PlaceRole::Event | PlaceRole::Way | PlaceRole::Context)
        })
        .filter_map(|(_, (_, answer))| {
            let found = &answer.as_ref()?.location;
            found.point.filter(|_| matches!(found.status, Status::Located | Status::Area) && found.p > 0.8)
        })
        .take(30)
        .collect();
    let part = text.all_hits().iter().find(|hit| hit.entry.role == Role::Part).map(|hit| &*hit.entry.value);
    if sure.is_empty() && part.is_none() {
        return None;
    }
    let weight =
        |one: &crate::event::Candidate| {
            let near: f64 = sure.iter().map(|at| (-rough_distance_m(*at, one.point) / REACH_M).exp()).sum();
            let inside = part.map_or(1.0, |part| {
                if lies_in(part, one.units.region.as_deref(), one.point) { 1.0 } else { 0.1 }
            });
            one.p * (near + 0.02) * inside
        };
    let weights: Vec<f64> = answer.candidates.iter().map(weight).collect();
    let total: f64 = weights.iter().sum();
    let (best, most) =
        weights.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(at, weight)| (at, *weight))?;
    let chosen = answer.candidates.get(best)?;
    if total <= 0.0 || most / total < NEAREST_SHARE {
        return None;
    }
    let units: Vec<(Level, String)> =
        [(Level::Region, &chosen.units.region), (Level::Cercle, &chosen.units.cercle)]
            .into_iter()
            .filter_map(|(level, name)| Some((level, name.clone()?)))
            .collect();
    let found = desk.ask(&place.asked, &units);
    if found.location.status != Status::Located {
        return None;
    }
    let mut found = Answer::clone(&found);
    found.location.p = found.location.p.min(most / total);
    found.location.reword(|why| {
        why.and(Reason::new(
            "no unit beside the name says so: chosen by the other places that the text names",
            "aucune unité près du nom ne le dit\u{a0}: choisi d’après les autres lieux que nomme le texte",
        ))
    });
    Some(Arc::new(found))
}
