//! The gazetteer that the service looks into: the one in the binary, the store's packs, the store's own places.
//!
//! In: a store. Out: a geocoder, and a new one when the store's gazetteer has changed. It must not know files.

mod check;
mod learn;
mod packs;
mod places;
mod shown;

pub use learn::{Conflict as LearningConflict, LearnedPlace, Learning};
pub use packs::{Added, Former, LayerInfo, PackError, PreparedPack, layers, prepare_pack, remove_pack};
pub use places::{
    PlaceChange, PlaceError, PlaceSaved, PlaceView, add_place, check_place, edit_place, place, places,
    remove_place,
};

pub(super) use learn::{Learner, taught};
pub(super) use places::id_of;
pub(super) use shown::Shown;

use super::{ServiceError, open_to_read};
use crate::gazetteer::{Gazetteer, LOCAL, LocalityKind, Pack, PackFormat, PackPlace};
use crate::geocode::Geocoder;
use crate::store::{EventStore, GazetteerStore, LocalPlace, StoredGazetteer, StoredPack};
use rayon::prelude::*;
use std::path::Path;

/// The geocoder over everything that is known: the gazetteer in the binary and, of a store, its packs and places.
pub fn geocoder_for(store: Option<&dyn EventStore>) -> Result<Geocoder, ServiceError> {
    let stored = store.map(GazetteerStore::gazetteer).transpose()?.unwrap_or_default();
    geocoder_over(&stored)
}

/// The same for the store at a path, if there is one; none is made.
pub fn geocoder_at(path: &Path) -> Result<Geocoder, ServiceError> {
    if path.exists() { geocoder_for(Some(&*open_to_read(path)?)) } else { geocoder_for(None) }
}

/// The geocoder over a state of a store.
fn geocoder_over(stored: &StoredGazetteer) -> Result<Geocoder, ServiceError> {
    let read = |pack: &StoredPack| {
        let unusable = |source| ServiceError::Pack { name: pack.name.clone(), source };
        Pack::from_bytes(&pack.body).map_err(unusable)
    };
    let mut packs = stored.packs.par_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    packs.extend(local_pack(&stored.places));
    Ok(Geocoder::new(Gazetteer::layered(packs)?))
}

/// The store's own places as the layer above all packs; `None` when there are none.
fn local_pack(places: &[LocalPlace]) -> Option<Pack> {
    let places: Vec<PackPlace> = places
        .iter()
        .map(|place| {
            let facts = &place.facts;
            PackPlace {
                id: places::id_of(place.fid),
                name: facts.name.clone(),
                aliases: facts.aliases.clone(),
                kind: check::kind_of(&facts.kind).unwrap_or(LocalityKind::Other),
                level: None,
                point: facts.point,
                population: None,
                country: None,
                region: facts.region.clone(),
                cercle: facts.cercle.clone(),
                commune: facts.commune.clone(),
                source: Some(facts.source.clone()),
            }
        })
        .collect();
    let pack = Pack {
        name: LOCAL.to_owned(),
        format: PackFormat::Local,
        attribution: String::new(),
        places,
        shapes: Vec::new(),
    };
    (!pack.places.is_empty()).then_some(pack)
}
