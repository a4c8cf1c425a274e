//! The collections that are served, and how they follow the store.
//!
//! In: the store's change log and the gazetteer. Out: the collections in memory. It must not know HTTP.

mod attributes;

use super::ServiceError;
use super::picture::Shown;
use super::units::{UNIT_ATTRIBUTES, units};
use crate::encode::geojson::{self, Geometry, MERGED_FROM};
use crate::encode::{EncodeError, point_as_written};
use crate::event::Event;
use crate::gazetteer::{Gazetteer, Level};
use crate::index::{self, Attribute, Collection, Feature, Live, Loader, Picture, Shape, Value};
use crate::store::{Change, EventStore, StoreError};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

/// A collection by its name in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Events with a place on the map.
    Events,
    /// Events that no place is known for.
    Unlocated,
    /// The gazetteer's localities.
    Places,
    /// Regions, of every division.
    Regions,
    /// Cercles, of every division.
    Cercles,
    /// Communes, of every division.
    Communes,
}

impl Layer {
    /// All of them, in the order they are listed.
    pub const ALL: [Self; 6] =
        [Self::Events, Self::Unlocated, Self::Places, Self::Regions, Self::Cercles, Self::Communes];

    /// The name in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Unlocated => "unlocated",
            Self::Places => "places",
            Self::Regions => "regions",
            Self::Cercles => "cercles",
            Self::Communes => "communes",
        }
    }

    /// The title for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Events => "Events",
            Self::Unlocated => "Events without a place on the map",
            Self::Places => "Localities of the gazetteer",
            Self::Regions => "Regions of Mali",
            Self::Cercles => "Cercles of Mali",
            Self::Communes => "Communes of Mali",
        }
    }

    /// What its features can be asked for, beside box, time and id.
    pub fn attributes(self) -> &'static [Attribute] {
        match self {
            Self::Events | Self::Unlocated => attributes::EVENTS,
            Self::Places => attributes::PLACES,
            Self::Regions | Self::Cercles | Self::Communes => UNIT_ATTRIBUTES,
        }
    }

    /// Properties that only few of its features have, and that are not to be told by a look at some.
    pub fn rare_properties(self) -> &'static [&'static str] {
        match self {
            Self::Events | Self::Unlocated => &[MERGED_FROM],
            Self::Places | Self::Regions | Self::Cercles | Self::Communes => &[],
        }
    }

    /// What is in it, in one or two sentences.
    pub fn description(self) -> &'static str {
        match self {
            Self::Events => {
                "Events with a place, each with how sure it is (p, precision, radius_m), why it is there and what \
                 each source says."
            }
            Self::Unlocated => {
                "Events whose place is not known, or in doubt between places far apart; they wait for a person, \
                 with their candidates. They have no geometry, so every bounding box matches them."
            }
            Self::Places => {
                "Towns, villages, camps and wells that lists are placed by, with their other names."
            }
            Self::Regions => {
                "Regions and the district of Bamako, of every division (before 2016, 2016 to 2023, since 2023), each with \
                 the days it existed and how many events lie in it; at=DATE gives those of a day. Generalised shapes \
                 before 2016, others where a pack has them, else a point."
            }
            Self::Cercles => {
                "Cercles of every division, each with the days it existed and how many events lie in it; at=DATE gives \
                 those of a day. Shapes where a pack has them, else the seat."
            }
            Self::Communes => {
                "Communes of every division that knows them, each with the days it existed and how many events lie in \
                 it; at=DATE gives those of a day. Shapes where a pack has them, else a point inside."
            }
        }
    }

    /// The level of the units that are in it.
    pub fn unit_level(self) -> Option<Level> {
        match self {
            Self::Events | Self::Unlocated | Self::Places => None,
            Self::Regions => Some(Level::Region),
            Self::Cercles => Some(Level::Cercle),
            Self::Communes => Some(Level::Commune),
        }
    }
}

/// The collections, and the sequence of the change log that they show.
#[derive(Debug)]
pub struct Layers {
    events: Live,
    unlocated: Live,
    places: Live,
    regions: Live,
    cercles: Live,
    communes: Live,
    /// Held by whoever applies changes.
    shown: Mutex<u64>,
    /// The same number, for those who must not wait for changes being applied.
    sequence: AtomicU64,
    /// How often the gazetteer was exchanged.
    exchanges: AtomicU64,
}

/// How many changes are read from the log at a time.
const CHANGES_AT_ONCE: usize = 5_000;

impl Layers {
    /// Shows these events, and a gazetteer.
    pub(super) fn new(
        Shown { located, unlocated, sequence, .. }: Shown,
        gazetteer: &Gazetteer,
    ) -> Result<Self, ServiceError> {
        Ok(Self {
            events: Live::new(located),
            unlocated: Live::new(unlocated),
            places: live(Layer::Places, places(gazetteer)?),
            regions: live(Layer::Regions, units(gazetteer, Level::Region)?),
            cercles: live(Layer::Cercles, units(gazetteer, Level::Cercle)?),
            communes: live(Layer::Communes, units(gazetteer, Level::Commune)?),
            shown: Mutex::new(sequence),
            sequence: AtomicU64::new(sequence),
            exchanges: AtomicU64::new(0),
        })
    }

    /// How many events there are, located or not.
    pub(super) fn events(&self) -> usize {
        self.events.len() + self.unlocated.len()
    }

    /// The events as they are after a change; `None` while somebody is applying changes.
    pub(super) fn pictures(&self) -> Option<([Picture; 2], u64)> {
        let shown = match self.shown.try_lock() {
            Ok(shown) => shown,
            // What was applied behind the sequence is applied again by whoever follows the log from there.
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        Some(([self.events.picture(), self.unlocated.picture()], *shown))
    }

    /// The collection of a layer.
    pub fn get(&self, layer: Layer) -> &Live {
        match layer {
            Layer::Events => &self.events,
            Layer::Unlocated => &self.unlocated,
            Layer::Places => &self.places,
            Layer::Regions => &self.regions,
            Layer::Cercles => &self.cercles,
            Layer::Communes => &self.communes,
        }
    }

    /// Follows the change log to its end, whoever wrote it; returns the sequence shown then.
    pub(super) fn catch_up(&self, store: &dyn EventStore) -> Result<u64, StoreError> {
        // A poisoned lock only means that a thread died between two changes: the sequence is still right,
        // since it is set after the changes it counts, and applying a change twice does no harm.
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        while *shown < store.sequence()? {
            let changes = store.changes_since(*shown, CHANGES_AT_ONCE)?;
            let Some(last) = changes.last().map(|change| change.sequence) else { break };
            self.apply(changes);
            *shown = last;
            self.sequence.store(last, Ordering::Release);
        }
        Ok(*shown)
    }

    /// The sequence of the change log that is shown, as far as it is shown whole.
    pub(super) fn sequence(&self) -> u64 {
        self.sequence.load(Ordering::Acquire)
    }

    /// How often the gazetteer was exchanged since the start.
    pub(super) fn exchanges(&self) -> u64 {
        self.exchanges.load(Ordering::Acquire)
    }

    /// Shows the places and units of another gazetteer.
    pub(super) fn show_gazetteer(&self, gazetteer: &Gazetteer) -> Result<(), EncodeError> {
        let places = places(gazetteer)?;
        let [regions, cercles, communes] =
            [Level::Region, Level::Cercle, Level::Commune].map(|level| units(gazetteer, level));
        let (regions, cercles, communes) = (regions?, cercles?, communes?);
        self.places.replace(collection(Layer::Places, places));
        self.regions.replace(collection(Layer::Regions, regions));
        self.cercles.replace(collection(Layer::Cercles, cercles));
        self.communes.replace(collection(Layer::Communes, communes));
        Ok(())
    }

    /// Notes that another gazetteer is in use everywhere.
    pub(super) fn gazetteer_was_exchanged(&self) {
        self.exchanges.fetch_add(1, Ordering::Release);
    }

    /// Every change goes to both collections, since an event moves from one to the other when its place is found.
    fn apply(&self, changes: Vec<Change>) {
        let (mut events, mut unlocated) = (Vec::new(), Vec::new());
        for Change { fid, event, .. } in changes {
            let (here, there) = match event.map(|event| (event.location.point, event_feature(fid, &event))) {
                Some((Some(_), feature)) => (index::Change::Put(feature), index::Change::Remove(fid)),
                Some((None, feature)) => (index::Change::Remove(fid), index::Change::Put(feature)),
                None => (index::Change::Remove(fid), index::Change::Remove(fid)),
            };
            events.push(here);
            unlocated.push(there);
        }
        self.events.apply(events);
        self.unlocated.apply(unlocated);
    }
}

/// Reads the events of a store.
pub(super) fn read_events(store: &dyn EventStore) -> Result<Shown, StoreError> {
    // Before the events are read: should others write meanwhile, what they wrote counts as written afterwards.
    let others = store.mark_at(store.sequence()?)?.map(|mark| mark.others);
    let (mut located, mut unlocated) =
        (Loader::new(Layer::Events.attributes()), Loader::new(Layer::Unlocated.attributes()));
    let sequence = store.for_each_portion(&mut |portion| {
        let features: Vec<Feature> =
            portion.par_iter().map(|(fid, event)| event_feature(*fid, event)).collect();
        let (nowhere, somewhere): (Vec<_>, Vec<_>) =
            features.into_iter().partition(|feature| feature.shape == Shape::None);
        unlocated.extend(nowhere);
        located.extend(somewhere);
    })?;
    Ok(Shown { located: located.finish(), unlocated: unlocated.finish(), sequence, others })
}

/// The gazetteer's localities, in its order.
fn places(gazetteer: &Gazetteer) -> Result<Vec<Feature>, EncodeError> {
    (0..)
        .zip(gazetteer.localities())
        .map(|(order, place)| {
            let properties = PlaceProperties {
                name: &place.name,
                aliases: &place.aliases,
                kind: place.kind.code(),
                population: place.population,
                region: place.region.as_deref(),
                cercle: place.cercle.as_deref(),
                commune: place.commune.as_deref(),
                region_2023: place.region_2023.as_deref(),
                cercle_2023: place.cercle_2023.as_deref(),
                geonames_id: place.geonames_id,
                sources: &place.sources,
                layer: &place.layer,
            };
            let asked = (attributes::place_values(place), attributes::place_words(place));
            feature(order, &place.id, Shape::Point(point_as_written(place.point)), asked, &properties)
        })
        .collect()
}

/// What is said of a locality; its id and its point are the feature's own.
#[derive(Serialize)]
struct PlaceProperties<'a> {
    name: &'a str,
    aliases: &'a [String],
    kind: &'a str,
    population: Option<u32>,
    region: Option<&'a str>,
    cercle: Option<&'a str>,
    commune: Option<&'a str>,
    region_2023: Option<&'a str>,
    cercle_2023: Option<&'a str>,
    geonames_id: Option<u64>,
    sources: &'a [Arc<str>],
    layer: &'a str,
}

fn feature<P: Serialize>(
    order: u64,
    id: &str,
    shape: Shape,
    (values, words): (Vec<Value>, Box<str>),
    properties: &P,
) -> Result<Feature, EncodeError> {
    let geometry = match &shape {
        Shape::None => Geometry::None,
        Shape::Point(point) => Geometry::Point(*point),
        Shape::Area(area) => Geometry::Area(area),
    };
    let geojson = geojson::feature(id, &geometry, properties)?.into();
    Ok(Feature { order, id: id.to_owned(), shape, span: None, values, words, geojson })
}

fn live(layer: Layer, features: Vec<Feature>) -> Live {
    Live::new(collection(layer, features))
}

fn collection(layer: Layer, features: Vec<Feature>) -> Collection {
    Collection::bulk_load(layer.attributes(), features)
}

fn event_feature(fid: u64, event: &Event) -> Feature {
    Feature {
        order: fid,
        id: event.id.to_string(),
        shape: event.location.point.map(point_as_written).map_or(Shape::None, Shape::Point),
        span: event.when.as_ref().map(crate::event::DateSpan::millis),
        values: attributes::event_values(event),
        words: attributes::event_words(event),
        geojson: geojson::event(event).into(),
    }
}
