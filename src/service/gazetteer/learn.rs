//! Places learned from a list whose coordinates the operator trusts.
//!
//! In: the events of a list, as they are settled. Out: local places in the same transaction, and what was learned or
//! why not. It must not decide where an event is: what is learned serves the next look-up.

use super::check::is_generic;
use super::places::{PlaceChange, PlaceError, TWIN_M, id_of, no_twin};
use crate::event::{Event, LonLat, Method, Reason, Status};
use crate::gazetteer::{Gazetteer, Hint, LOCAL, LocalityKind, Place, Tier, distance_m, plain_key};
use crate::geocode::Geocoder;
use crate::service::report::Verdict;
use crate::store::{ImportTransaction, LocalPlace, PlaceFacts, StoreError};
use serde::Serialize;
use std::collections::HashMap;

/// A place that the gazetteer has so near is the one meant; two points of one list farther apart contradict each other.
const SAME_PLACE_M: f64 = 10_000.0;
/// One list teaches so many names at most: it is no gazetteer. Larger ones are added as packs.
const MAX_NAMES: usize = 20_000;
/// So many places, and so many contradictions, are told one by one.
const MAX_TOLD: usize = 1_000;

/// What an import learned, or on a dry run would learn.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Learning {
    /// How many places are new.
    #[serde(skip)]
    pub learned: u64,
    /// The new places, the first 1,000 of them.
    pub places: Vec<LearnedPlace>,
    /// How many local places that were known are where rows of this list have them, too.
    pub seen_again: u64,
    /// Names that the list puts in places far apart: none of them was learned.
    pub conflicts: Vec<Conflict>,
    /// How many such names there are.
    pub conflict_count: u64,
    /// Whether the list has more names than one list may teach; those beyond were left.
    pub too_many: bool,
}

/// A place that was learned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LearnedPlace {
    /// Its id in the gazetteer; on a dry run the one it would get.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// The first row that has it there.
    pub line: u64,
    /// How many rows have it there.
    pub rows: u64,
}

/// A name that one list puts in two places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// The name.
    pub name: String,
    /// The first row that has it.
    pub line: u64,
    /// A row that has it elsewhere.
    pub other_line: u64,
    /// How far the two are apart.
    pub distance_km: f64,
}

/// Where rows of the list put a name, within [`TWIN_M`] of the first of them.
#[derive(Debug)]
struct Spot {
    facts: PlaceFacts,
    line: u64,
    /// Rows that have it there, and those among them that are new to the store.
    rows: u64,
    added: u64,
}

/// Gathers names and points while the rows of a list are settled.
#[derive(Debug)]
pub(in crate::service) struct Learner<'g> {
    geocoder: &'g Geocoder,
    source: String,
    spots: HashMap<String, Vec<Spot>>,
    too_many: bool,
}

impl<'g> Learner<'g> {
    /// Learns from a list, which the places will name as their source.
    pub(in crate::service) fn new(geocoder: &'g Geocoder, source: String) -> Self {
        Self { geocoder, source, spots: HashMap::new(), too_many: false }
    }

    /// Looks at the event of a row. Rows that join an event of the same list say nothing new.
    pub(in crate::service) fn take(&mut self, verdict: Verdict, event: &Event, line: u64) {
        if !matches!(verdict, Verdict::Added | Verdict::Updated | Verdict::Unchanged) {
            return;
        }
        let Some(facts) = self.facts(event) else { return };
        let added = u64::from(verdict == Verdict::Added);
        let key = plain_key(&facts.name);
        if self.spots.len() >= MAX_NAMES && !self.spots.contains_key(&key) {
            self.too_many = true;
            return;
        }
        let spots = self.spots.entry(key).or_default();
        match spots.iter_mut().find(|spot| distance_m(spot.facts.point, facts.point) <= TWIN_M) {
            Some(spot) => {
                spot.rows += 1;
                spot.added += added;
            }
            None => spots.push(Spot { facts, line, rows: 1, added }),
        }
    }

    /// What an event says of a place that is not known; `None` when it says nothing that can be learned.
    fn facts(&self, event: &Event) -> Option<PlaceFacts> {
        let found = &event.location;
        let point = found.point?;
        let is_exact = found.method == Method::Given
            && found.status == Status::Located
            && found.precision.is_some_and(|precision| precision.code == 1)
            && found.flags.is_empty()
            && point.rounding_m().is_none();
        if !is_exact {
            return None;
        }
        let (name, hint) = self.geocoder.plain_name(&event.place.name)?;
        let kind = kind(hint)?;
        if !name.chars().any(char::is_alphabetic)
            || is_generic(&name)
            || is_known(self.geocoder.gazetteer(), &name, point)
        {
            return None;
        }
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let (region, cercle) = (given(&event.place.region), given(&event.place.cercle));
        let commune = given(&event.place.commune);
        let (kind, source) = (kind.code().to_owned(), self.source.clone());
        Some(PlaceFacts { name, aliases: Vec::new(), kind, point, region, cercle, commune, source })
    }

    /// Writes what was learned; the names in the order in which the list has them.
    pub(in crate::service) fn finish(
        self,
        transaction: &mut dyn ImportTransaction,
    ) -> Result<Learning, StoreError> {
        let mut learning = Learning { too_many: self.too_many, ..Learning::default() };
        let mut names: Vec<(String, Vec<Spot>)> = self.spots.into_iter().collect();
        if names.is_empty() {
            return Ok(learning);
        }
        names.sort_by_key(|(_, spots)| spots.first().map(|spot| spot.line));
        let known = Known::of(transaction.local_places()?);
        for (key, spots) in names {
            if let Some(conflict) = conflict(&spots) {
                learning.conflict_count += 1;
                if learning.conflicts.len() < MAX_TOLD {
                    learning.conflicts.push(conflict);
                }
            } else if let Some(spot) = most_rows(spots) {
                settle(&key, spot, &known, transaction, &mut learning)?;
            }
        }
        Ok(learning)
    }
}

/// Whether a unit has this name, or a place near the point, also if it is spelt a little otherwise. Local places do not
/// count: they are seen again.
fn is_known(gazetteer: &Gazetteer, name: &str, point: LonLat) -> bool {
    let hits = gazetteer.find(name).into_iter().chain(gazetteer.find_near(name));
    hits.into_iter().any(|hit| match hit.place {
        Place::Unit(_) => hit.tier <= Tier::Plain,
        Place::Locality(number) => gazetteer.locality(number).is_some_and(|locality| {
            *locality.layer != *LOCAL && distance_m(locality.point, point) <= SAME_PLACE_M
        }),
    })
}

/// What a person's word on an event teaches, who says where its place is; or why it teaches nothing.
pub(in crate::service) fn taught(
    geocoder: &Geocoder,
    event: &Event,
    point: LonLat,
    by: &str,
    known: Vec<LocalPlace>,
) -> Result<PlaceFacts, Reason> {
    let no_name = || {
        let (en, fr) = ("the list gives no plain name of a place", "la liste ne donne pas le nom d’un lieu");
        Reason::new(en, fr)
    };
    let (name, hint) = geocoder.plain_name(&event.place.name).ok_or_else(no_name)?;
    let kind = kind(hint).ok_or_else(no_name)?;
    if is_known(geocoder.gazetteer(), &name, point) {
        let en = format!("the gazetteer knows '{name}' there");
        return Err(Reason::new(en, format!("le répertoire y connaît « {name} »")));
    }
    let said = PlaceChange {
        name: Some(name),
        kind: Some(kind.code().to_owned()),
        lon: Some(point.lon()),
        lat: Some(point.lat()),
        region: Some(event.place.region.clone()),
        cercle: Some(event.place.cercle.clone()),
        commune: Some(event.place.commune.clone()),
        source: Some(by.to_owned()),
        aliases: None,
    };
    let refused = |error: PlaceError| Reason::new(error.to_string(), format!("refusé : {error}"));
    let facts = super::check::facts(None, &said, geocoder.gazetteer()).map_err(refused)?;
    no_twin(known, &facts, None).map_err(refused)?;
    Ok(facts)
}

/// A spot becomes a place, or is one already.
fn settle(
    key: &str,
    spot: Spot,
    known: &Known,
    transaction: &mut dyn ImportTransaction,
    learning: &mut Learning,
) -> Result<(), StoreError> {
    let Spot { facts, line, rows, added } = spot;
    match known.nearest(key, facts.point) {
        Some((place, away)) if away <= TWIN_M => {
            // A list that is read again has told of its rows already.
            if added > 0 {
                transaction.seen_again(place.fid, added)?;
                learning.seen_again += 1;
            }
        }
        Some((_, away)) if away <= SAME_PLACE_M => {}
        _ => {
            let fid = transaction.learn(&facts, rows)?;
            learning.learned += 1;
            if learning.places.len() < MAX_TOLD {
                let (lon, lat) = (facts.point.lon(), facts.point.lat());
                learning.places.push(LearnedPlace { id: id_of(fid), name: facts.name, lon, lat, line, rows });
            }
        }
    }
    Ok(())
}

/// The local places by the keys of their names.
struct Known {
    places: Vec<LocalPlace>,
    by_key: HashMap<String, Vec<usize>>,
}

impl Known {
    fn of(places: Vec<LocalPlace>) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, place) in places.iter().enumerate() {
            for name in std::iter::once(&place.facts.name).chain(&place.facts.aliases) {
                by_key.entry(plain_key(name)).or_default().push(at);
            }
        }
        Self { places, by_key }
    }

    fn nearest(&self, key: &str, point: LonLat) -> Option<(&LocalPlace, f64)> {
        let called = self.by_key.get(key)?.iter().filter_map(|at| self.places.get(*at));
        called
            .map(|place| (place, distance_m(place.facts.point, point)))
            .min_by(|(_, a), (_, b)| a.total_cmp(b))
    }
}

/// Two spots of a name that cannot be one place.
fn conflict(spots: &[Spot]) -> Option<Conflict> {
    let first = spots.first()?;
    let far = spots.iter().enumerate().find_map(|(at, one)| {
        spots.iter().skip(at + 1).find_map(|other| {
            let away_m = distance_m(one.facts.point, other.facts.point);
            (away_m > SAME_PLACE_M).then_some((one, other, away_m))
        })
    });
    far.map(|(one, other, away_m)| Conflict {
        name: first.facts.name.clone(),
        line: one.line,
        other_line: other.line,
        distance_km: (away_m / 100.0).round() / 10.0,
    })
}

/// The spot that most rows agree on; of several the first.
fn most_rows(spots: Vec<Spot>) -> Option<Spot> {
    spots.into_iter().reduce(|best, next| if next.rows > best.rows { next } else { best })
}

/// The kind that the list's words say; `None` when they say that it is no place of its own.
fn kind(hint: Option<Hint>) -> Option<LocalityKind> {
    Some(match hint {
        None | Some(Hint::Place) => LocalityKind::Other,
        Some(Hint::Town) => LocalityKind::Town,
        Some(Hint::Village) => LocalityKind::Village,
        Some(Hint::Camp) => LocalityKind::Camp,
        Some(Hint::Well) => LocalityKind::Well,
        Some(Hint::Neighbourhood) => LocalityKind::Neighbourhood,
        Some(Hint::Mine) => LocalityKind::Mine,
        Some(Hint::BorderPost) => LocalityKind::BorderPost,
        Some(Hint::Unit(_) | Hint::AnyUnit | Hint::Around | Hint::Feature(_)) => return None,
    })
}

#[cfg(test)]
mod tests;
