//! Packs in the store: added from files, listed, removed.
//!
//! In: a file and a store. Out: what was read of it, what of that was new, the layers there are. It must not know where
//! files come from.

use super::local_pack;
use crate::event::LonLat;
use crate::gazetteer::{
    BlobError, Gazetteer, LOCAL, Pack, PackError as ReadError, PackFormat, PackMerge, PackReport, PackWishes,
    ReadPack, SEED, read_pack,
};
use crate::service::GazetteerError;
use crate::service::checksum::{hashed, hex};
use crate::store::{EventStore, GazetteerStore, StoreError, StoredPack};
use geo::Centroid;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Seek};
use thiserror::Error;

/// Whom to thank for the layer in the binary; `data/README.md` has the details.
const SEED_ATTRIBUTION: &str = "GeoNames, CC BY 4.0, changed; geoBoundaries, CC BY 4.0; UCDP GED, CC BY 4.0; \
    SimpleMaps, CC BY 4.0; OCHA Common Operational Datasets, Mali; Natural Earth";

/// Why a pack was not added, listed or removed.
#[derive(Debug, Error)]
pub enum PackError {
    /// The file is no pack.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file could not be read to its end.
    #[error("'{file}' cannot be read")]
    Io {
        /// Its name.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The pack could not be put into bytes.
    #[error(transparent)]
    Bytes(#[from] BlobError),
    /// The pack does not fit into the gazetteer.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the store says of a pack is not what this version writes.
    #[error("the details of the pack '{name}' in the store cannot be read")]
    Details {
        /// Its name.
        name: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A file with its columns mixed up.
    #[error(
        "'{file}' has longitude and latitude exchanged, it seems: {count} of its {of} places and units lie in Mali only the \
         other way round"
    )]
    Exchanged {
        /// Its name.
        file: String,
        /// How many lie so.
        count: usize,
        /// Of how many.
        of: usize,
    },
    /// The layer in the binary.
    #[error("'seed' cannot be removed: it is part of the program")]
    Seed,
    /// The layer of the store's own places.
    #[error(
        "'local' cannot be removed as a whole: azalai gazetteer local remove ID removes one of its places"
    )]
    Local,
    /// A pack of that name was read from another kind of file: to replace it unasked would lose what it holds.
    #[error(
        "there is a pack '{name}' already, {places} places and {shapes} shapes read from '{file}': --name gives \
         this one another name, --name {name} puts it in the place of that one"
    )]
    Taken {
        /// Its name.
        name: String,
        /// The file that the known one was read from.
        file: String,
        /// How many places it has.
        places: u64,
        /// How many shapes it has.
        shapes: u64,
    },
    /// No pack has this name.
    #[error("there is no pack '{name}'; {}", there_are(known))]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
}

fn there_are(known: &[String]) -> String {
    if known.is_empty() {
        "none has been added".to_owned()
    } else {
        format!("there are: {}", known.join(", "))
    }
}

/// What became of a file that was added, or on a dry run would become of it.
#[derive(Debug, Clone, Serialize)]
pub struct Added {
    /// Name of the pack.
    pub name: String,
    /// Whether an earlier version of it was replaced.
    pub replaced: bool,
    /// What that version held, as far as the store says.
    pub former: Option<Former>,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// What was read of the file.
    pub read: PackReport,
    /// What was new of that, and what contradicts what is known.
    pub merged: PackMerge,
}

/// The version of a pack that another takes the place of.
#[derive(Debug, Clone, Serialize)]
pub struct Former {
    /// The file it was read from.
    pub file: String,
    /// How many places it has.
    pub places: u64,
    /// How many shapes it has.
    pub shapes: u64,
}

/// A layer of the gazetteer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LayerInfo {
    /// Its name: `seed`, a pack's, or `local`.
    pub name: String,
    /// What it was read from; `None` for what is in the binary.
    pub format: Option<PackFormat>,
    /// How many places it has.
    pub places: u64,
    /// How many shapes of units it has.
    pub shapes: u64,
    /// Whom to thank.
    pub attribution: String,
    /// When it was added, RFC 3339, UTC; `None` for `seed` and `local`.
    pub added: Option<String>,
    /// The file it was read from.
    pub file: Option<String>,
    /// SHA-256 of that file, hexadecimal.
    pub sha256: Option<String>,
}

/// What the store keeps beside the bytes of a pack, so that a list of packs need not read them.
#[derive(Debug, Serialize, Deserialize)]
struct Details {
    format: PackFormat,
    attribution: String,
    places: u64,
    shapes: u64,
    file: String,
    sha256: String,
}

/// A file that was read as a pack and tried with everything that is known, and is kept nowhere yet.
#[derive(Debug)]
pub struct PreparedPack {
    added: Added,
    stored: StoredPack,
}

/// Reads a file as a pack and lays it where it would lie in a store; without one, over the gazetteer in the binary.
pub fn prepare_pack(
    store: Option<&dyn EventStore>,
    file_name: &str,
    mut file: impl Read + Seek,
    wishes: &PackWishes,
) -> Result<PreparedPack, PackError> {
    let (hash, _) = hashed(&mut file)
        .and_then(|hashed| file.rewind().map(|()| hashed))
        .map_err(|source| PackError::Io { file: file_name.to_owned(), source })?;
    let sha256 = hex(hash);
    let ReadPack { pack, report: read } = read_pack(file_name, file, wishes)?;
    refuse_exchanged(&pack, &read.file)?;
    let name = pack.name.clone();
    let former = former(store, &pack, wishes)?;
    let body = pack.to_bytes()?;
    let details = Details {
        format: pack.format,
        attribution: pack.attribution.clone(),
        places: pack.places.len() as u64,
        shapes: pack.shapes.len() as u64,
        file: read.file.clone(),
        sha256: sha256.clone(),
    };
    let (merged, replaced) = try_pack(store, pack)?;
    let encode = |source| PackError::Details { name: name.clone(), source };
    let details_json = serde_json::to_string(&details).map_err(encode)?;
    Ok(PreparedPack {
        added: Added { name: name.clone(), replaced, former, dry_run: true, sha256, read, merged },
        stored: StoredPack { name, details_json, body },
    })
}

impl PreparedPack {
    /// What would become of it.
    pub fn tried(self) -> Added {
        self.added
    }

    /// Keeps it in a store, in the place of its own earlier version.
    pub fn keep(self, store: &dyn EventStore) -> Result<Added, PackError> {
        let replaced = store.put_pack(&self.stored)?;
        Ok(Added { replaced, dry_run: false, ..self.added })
    }
}

/// Refuses a pack of which most points lie in Mali only with longitude and latitude exchanged.
fn refuse_exchanged(pack: &Pack, file: &str) -> Result<(), PackError> {
    let gazetteer = Gazetteer::embedded()?;
    let centres = pack.shapes.iter().filter_map(|shape| shape.shape.centroid()).map(|at| (at.x(), at.y()));
    let points = pack.places.iter().map(|one| (one.point.lon(), one.point.lat()));
    let exchanged = |(lon, lat): (f64, f64)| {
        let is_in_mali = |lon, lat| LonLat::new(lon, lat).is_ok_and(|at| gazetteer.is_in_mali(at));
        is_in_mali(lat, lon) && !is_in_mali(lon, lat)
    };
    let all: Vec<(f64, f64)> = points.chain(centres).collect();
    let count = all.iter().filter(|at| exchanged(**at)).count();
    if count * 2 > all.len() {
        return Err(PackError::Exchanged { file: file.to_owned(), count, of: all.len() });
    }
    Ok(())
}

/// The pack of that name in the store. Where a name was only made of the file's, it is refused for a pack that was read
/// from another kind of file.
fn former(
    store: Option<&dyn EventStore>,
    pack: &Pack,
    wishes: &PackWishes,
) -> Result<Option<Former>, PackError> {
    let packs = store.map(GazetteerStore::packs).transpose()?.unwrap_or_default();
    let Some(known) = packs.into_iter().find(|known| known.name == pack.name) else { return Ok(None) };
    // What a damaged one was is not known: it is replaced.
    let Ok(details) = serde_json::from_str::<Details>(&known.details_json) else { return Ok(None) };
    let Details { format, places, shapes, file, .. } = details;
    if wishes.name.is_none() && format != pack.format {
        return Err(PackError::Taken { name: known.name, file, places, shapes });
    }
    Ok(Some(Former { file, places, shapes }))
}

/// What a pack would bring, laid where it will lie, and whether an earlier version of it lies there.
fn try_pack(store: Option<&dyn EventStore>, pack: Pack) -> Result<(PackMerge, bool), PackError> {
    let stored = store.map(GazetteerStore::gazetteer).transpose()?.unwrap_or_default();
    let name = pack.name.clone();
    let mut packs = Vec::new();
    let mut new = Some(pack);
    for known in &stored.packs {
        if known.name == name {
            packs.extend(new.take());
        } else if let Ok(other) = Pack::from_bytes(&known.body) {
            // A damaged one is no reason to refuse this one; whoever uses the gazetteer is told of it.
            packs.push(other);
        }
    }
    let replaces = new.is_none();
    packs.extend(new);
    packs.extend(local_pack(&stored.places));
    let gazetteer = Gazetteer::layered(packs)?;
    let merges = &gazetteer.merge_report().packs;
    Ok((merges.iter().find(|merge| merge.pack == name).cloned().unwrap_or_default(), replaces))
}

/// The layers of the gazetteer, the lowest first: the binary's, the store's packs, the store's own places.
pub fn layers(store: Option<&dyn EventStore>) -> Result<Vec<LayerInfo>, PackError> {
    let seed = Gazetteer::embedded()?;
    let mut layers = vec![LayerInfo {
        name: SEED.to_owned(),
        format: None,
        places: seed.localities().len() as u64,
        shapes: seed.regions().len() as u64,
        attribution: SEED_ATTRIBUTION.to_owned(),
        added: None,
        file: None,
        sha256: None,
    }];
    let Some(store) = store else { return Ok(layers) };
    for pack in store.packs()? {
        let unread = |source| PackError::Details { name: pack.name.clone(), source };
        let details: Details = serde_json::from_str(&pack.details_json).map_err(unread)?;
        layers.push(LayerInfo {
            name: pack.name,
            format: Some(details.format),
            places: details.places,
            shapes: details.shapes,
            attribution: details.attribution,
            added: Some(pack.added),
            file: Some(details.file),
            sha256: Some(details.sha256),
        });
    }
    let places = store.local_places()?.len() as u64;
    layers.push(LayerInfo {
        name: LOCAL.to_owned(),
        format: Some(PackFormat::Local),
        places,
        shapes: 0,
        attribution: "each place names its source".to_owned(),
        added: None,
        file: None,
        sha256: None,
    });
    Ok(layers)
}

/// Removes a pack.
pub fn remove_pack(store: &dyn EventStore, name: &str) -> Result<(), PackError> {
    match name {
        SEED => return Err(PackError::Seed),
        LOCAL => return Err(PackError::Local),
        _ => {}
    }
    if store.remove_pack(name)? {
        return Ok(());
    }
    let known = store.packs()?.into_iter().map(|pack| pack.name).collect();
    Err(PackError::Unknown { name: name.to_owned(), known })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn a_pack_with_longitude_and_latitude_exchanged_is_refused() {
        let pack = |list: &str| {
            let file = Cursor::new(list.as_bytes().to_vec());
            prepare_pack(None, "villages.csv", file, &PackWishes::default())
                .map(|prepared| prepared.tried().read.places)
        };
        assert_eq!(
            pack("name,lon,lat\nA,-1.4,17.0\nB,-0.5,16.5\nC,17.0,-1.4\n").unwrap(),
            3,
            "one is a slip"
        );
        let error = pack("name,lon,lat\nA,17.0,-1.4\nB,16.5,-0.5\nC,-3.9,14.4\n").unwrap_err().to_string();
        assert!(error.contains("exchanged") && error.contains("2 of its 3"), "{error}");
        // Places abroad lie in Mali neither way.
        assert_eq!(pack("name,lon,lat\nNiamey,2.11,13.51\nDori,-0.03,14.03\n").unwrap(), 2);
    }
}
