//! Local places: what a person confirmed, listed, changed and removed.
//!
//! In: what somebody says of a place, field by field. Out: the place as it is kept, or the field that is wrong and
//! why. It must not know forms or flags.

use super::check::{facts, notes};
use crate::gazetteer::{Gazetteer, LOCAL, distance_m, plain_key};
use crate::store::{Attested, EventStore, LocalPlace, PlaceFacts, StoreError};
use serde::Serialize;
use thiserror::Error;

/// Two places of one name nearer than this are one.
pub(super) const TWIN_M: f64 = 2_000.0;

/// What somebody says of a place. When one is changed, what is not said stays as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceChange {
    /// Its name.
    pub name: Option<String>,
    /// Its other names, all of them.
    pub aliases: Option<Vec<String>>,
    /// What kind of place it is, in the gazetteer's word; `other` when nobody says.
    pub kind: Option<String>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// First-level unit; empty for none.
    pub region: Option<String>,
    /// Second-level unit; empty for none.
    pub cercle: Option<String>,
    /// Third-level unit; empty for none.
    pub commune: Option<String>,
    /// Who says so: a person or a list.
    pub source: Option<String>,
}

/// Why a place was not added, changed or removed.
#[derive(Debug, Error)]
pub enum PlaceError {
    /// A field breaks a rule.
    #[error("{field} '{value}': {rule}")]
    Field {
        /// Which field.
        field: &'static str,
        /// What it says.
        value: String,
        /// What it must be.
        rule: String,
    },
    /// A field that is needed is missing.
    #[error("{field} is missing: {rule}")]
    Missing {
        /// Which field.
        field: &'static str,
        /// What it must be.
        rule: &'static str,
    },
    /// Nothing is to be changed.
    #[error("nothing to change was given")]
    Nothing,
    /// The store has this place already.
    #[error("'{name}' is there already, {away_m:.0} m away: change {id} instead")]
    Twin {
        /// Its name there.
        name: String,
        /// Its id there.
        id: String,
        /// How far the two are apart, in metres.
        away_m: f64,
    },
    /// No local place has this id.
    #[error("there is no local place '{0}'")]
    Unknown(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A local place as people see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceView {
    /// Its id, also in the gazetteer.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What kind of place it is.
    pub kind: String,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// First-level unit, as the source names it.
    pub region: Option<String>,
    /// Second-level unit.
    pub cercle: Option<String>,
    /// Third-level unit.
    pub commune: Option<String>,
    /// Who says so.
    pub source: String,
    /// Whether a person stands for it or a list.
    pub how: Attested,
    /// When it came, RFC 3339, UTC.
    pub created: String,
    /// When its facts last changed, RFC 3339, UTC.
    pub updated: String,
    /// How many rows of lists have it there.
    pub seen: u64,
}

/// A place that was kept, and what there is to say of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceSaved {
    /// The place.
    #[serde(flatten)]
    pub place: PlaceView,
    /// What a person should look at again.
    pub notes: Vec<String>,
}

impl From<LocalPlace> for PlaceView {
    fn from(place: LocalPlace) -> Self {
        let LocalPlace { fid, facts, how, created, updated, seen } = place;
        let PlaceFacts { name, aliases, kind, point, region, cercle, commune, source } = facts;
        let (id, lon, lat) = (id_of(fid), point.lon(), point.lat());
        Self {
            id,
            name,
            aliases,
            kind,
            lon,
            lat,
            region,
            cercle,
            commune,
            source,
            how,
            created,
            updated,
            seen,
        }
    }
}

/// The id of a local place in the gazetteer.
pub(in crate::service) fn id_of(fid: u64) -> String {
    format!("{LOCAL}-{fid}")
}

/// The number of a local place: `local-7`, or `7` alone.
fn fid_of(id: &str) -> Result<u64, PlaceError> {
    let number = id.strip_prefix(LOCAL).and_then(|rest| rest.strip_prefix('-')).unwrap_or(id);
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| number.parse().ok()).flatten().ok_or_else(|| PlaceError::Unknown(id.to_owned()))
}

/// All local places, by their numbers.
pub fn places(store: &dyn EventStore) -> Result<Vec<PlaceView>, PlaceError> {
    Ok(store.local_places()?.into_iter().map(PlaceView::from).collect())
}

/// One local place.
pub fn place(store: &dyn EventStore, id: &str) -> Result<PlaceView, PlaceError> {
    Ok(stored(store, id)?.into())
}

fn stored(store: &dyn EventStore, id: &str) -> Result<LocalPlace, PlaceError> {
    store.local_place(fid_of(id)?)?.ok_or_else(|| PlaceError::Unknown(id.to_owned()))
}

/// Whether what is said of a new place can be kept.
pub fn check_place(gazetteer: &Gazetteer, said: &PlaceChange) -> Result<(), PlaceError> {
    facts(None, said, gazetteer).map(|_| ())
}

/// Adds a place that a person stands for.
pub fn add_place(
    store: &dyn EventStore,
    gazetteer: &Gazetteer,
    said: &PlaceChange,
) -> Result<PlaceSaved, PlaceError> {
    let facts = facts(None, said, gazetteer)?;
    no_twin(store.local_places()?, &facts, None)?;
    let place = store.add_local_place(&facts)?.into();
    Ok(PlaceSaved { place, notes: notes(&facts, gazetteer) })
}

/// Changes what is said of a place; who does so stands for it.
pub fn edit_place(
    store: &dyn EventStore,
    gazetteer: &Gazetteer,
    id: &str,
    said: &PlaceChange,
) -> Result<PlaceSaved, PlaceError> {
    let before = stored(store, id)?;
    if *said == PlaceChange::default() {
        return Err(PlaceError::Nothing);
    }
    let facts = facts(Some(&before.facts), said, gazetteer)?;
    no_twin(store.local_places()?, &facts, Some(before.fid))?;
    let place = match store.edit_local_place(before.fid, &facts) {
        Err(StoreError::NoSuchPlace(_)) => return Err(PlaceError::Unknown(id.to_owned())),
        edited => edited?.into(),
    };
    Ok(PlaceSaved { place, notes: notes(&facts, gazetteer) })
}

/// Removes a place.
pub fn remove_place(store: &dyn EventStore, id: &str) -> Result<(), PlaceError> {
    if store.remove_local_place(fid_of(id)?)? { Ok(()) } else { Err(PlaceError::Unknown(id.to_owned())) }
}

/// Refuses a second local place of one name at one spot.
pub(super) fn no_twin(
    places: Vec<LocalPlace>,
    facts: &PlaceFacts,
    except: Option<u64>,
) -> Result<(), PlaceError> {
    let key = plain_key(&facts.name);
    let twin = places.into_iter().filter(|other| Some(other.fid) != except).find_map(|other| {
        let away_m = distance_m(other.facts.point, facts.point);
        (away_m <= TWIN_M && is_called(&other.facts, &key)).then_some((other, away_m))
    });
    match twin {
        Some((other, away_m)) => {
            Err(PlaceError::Twin { name: other.facts.name, id: id_of(other.fid), away_m })
        }
        None => Ok(()),
    }
}

/// Whether one of its names has this key.
fn is_called(facts: &PlaceFacts, key: &str) -> bool {
    std::iter::once(&facts.name).chain(&facts.aliases).any(|name| plain_key(name) == key)
}
