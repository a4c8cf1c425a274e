//! What a store keeps of the gazetteer: packs, and places of its own.
//!
//! In: packs as bytes with their details, local places. Out: the same, in order, and a number that tells whether
//! any of it changed. It must not know what is in a pack, nor what names mean.

use super::StoreError;
use crate::event::LonLat;
use serde::{Deserialize, Serialize};

/// Packs and local places, kept beside the events.
///
/// Each method is one transaction. Packs have an order: that in which their names were first put.
pub trait GazetteerStore: Send + Sync + std::fmt::Debug {
    /// A number that grows with every change of packs and local places, by whatever process; 0 when there never
    /// was one.
    ///
    /// Cheap enough (microseconds) to ask often.
    fn gazetteer_version(&self) -> Result<u64, StoreError>;

    /// Everything at once, as of one moment: what a gazetteer is built from.
    fn gazetteer(&self) -> Result<StoredGazetteer, StoreError>;

    /// The packs in their order, without their bodies.
    fn packs(&self) -> Result<Vec<PackEntry>, StoreError>;

    /// Keeps a pack; one of the same name is replaced and keeps its place in the order. Says whether there was one.
    fn put_pack(&self, pack: &StoredPack) -> Result<bool, StoreError>;

    /// Removes a pack; says whether there was one of that name.
    fn remove_pack(&self, name: &str) -> Result<bool, StoreError>;

    /// All local places, by their numbers.
    fn local_places(&self) -> Result<Vec<LocalPlace>, StoreError>;

    /// The local place with a number.
    fn local_place(&self, fid: u64) -> Result<Option<LocalPlace>, StoreError>;

    /// Adds a place that a person confirmed, and returns it with its number, which is never used again.
    fn add_local_place(&self, facts: &PlaceFacts) -> Result<LocalPlace, StoreError>;

    /// Puts other facts in the place of those that were; who does so confirms the place.
    fn edit_local_place(&self, fid: u64, facts: &PlaceFacts) -> Result<LocalPlace, StoreError>;

    /// Removes a local place; says whether there was one of that number.
    fn remove_local_place(&self, fid: u64) -> Result<bool, StoreError>;
}

/// A pack as a store takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPack {
    /// Its name, unique in the store.
    pub name: String,
    /// What it is, a JSON object: lists show it without reading the body.
    pub details_json: String,
    /// Its content.
    pub body: Vec<u8>,
}

/// A pack as a store lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackEntry {
    /// Its name.
    pub name: String,
    /// When this version of it was put, RFC 3339, UTC.
    pub added: String,
    /// What it is, a JSON object.
    pub details_json: String,
    /// Length of its body in bytes.
    pub body_bytes: u64,
}

/// Everything that a store keeps of the gazetteer, as of one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StoredGazetteer {
    /// The number of this state; see [`GazetteerStore::gazetteer_version`].
    pub version: u64,
    /// The packs in their order.
    pub packs: Vec<StoredPack>,
    /// The local places by their numbers.
    pub places: Vec<LocalPlace>,
}

/// What is said of a local place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceFacts {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What kind of place it is, in the gazetteer's word.
    pub kind: String,
    /// Where it is.
    pub point: LonLat,
    /// First-level unit, as the source names it.
    pub region: Option<String>,
    /// Second-level unit, in the same way.
    pub cercle: Option<String>,
    /// Third-level unit, in the same way.
    pub commune: Option<String>,
    /// Who says so: a person or a list.
    pub source: String,
}

/// A place of the store's own.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalPlace {
    /// Its number in this store.
    pub fid: u64,
    /// What is said of it.
    pub facts: PlaceFacts,
    /// How it came here.
    pub how: Attested,
    /// When it came, RFC 3339, UTC.
    pub created: String,
    /// When its facts last changed, RFC 3339, UTC.
    pub updated: String,
    /// How many rows of lists have it there; 0 when a person named it first.
    pub seen: u64,
}

/// How a local place came into a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attested {
    /// A person stands for it.
    Confirmed,
    /// A list that was trusted gives its coordinates.
    List,
}

impl Attested {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::Confirmed, Self::List];

    /// The word in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::List => "list",
        }
    }
}
