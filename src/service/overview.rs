//! Events counted and drawn: clusters, summaries, tiles, what is near, what lies in which unit.
//!
//! In: queries. Out: answers about all events that meet them. It must not know HTTP.

use super::{Layer, Service, UnitCounts, near, tile, units};
use crate::encode::EncodeError;
use crate::event::LonLat;
use crate::index::{Clusters, Query, Step, Summary, TileAddress, attribute_named};
use jiff::civil::Date;

impl Service {
    /// The events that meet the query, gathered to clusters for a map of this zoom; see [`crate::index::Collection::clusters`].
    pub fn clusters(&self, query: &Query, zoom: u8) -> Clusters {
        let kind = attribute_named(Layer::Events.attributes(), "kind");
        self.layers.get(Layer::Events).ask(|events| events.clusters(query, zoom, kind))
    }

    /// How the events that meet the query spread over time and over these attributes; see
    /// [`crate::index::Collection::summary`].
    pub fn summary(&self, query: &Query, step: Step, attributes: &[&str]) -> Summary {
        let attributes = numbers_of(attributes);
        self.layers.get(Layer::Events).ask(|events| events.summary(query, step, &attributes))
    }

    /// The vector tile of the events that meet the query; without a byte when there is none.
    pub fn tile(&self, query: &Query, tile: TileAddress) -> Vec<u8> {
        let attributes = numbers_of(&tile::ATTRIBUTES);
        let points = self.layers.get(Layer::Events).ask(|events| events.tile(query, tile, &attributes));
        tile::encode(&points)
    }

    /// The events that meet the query within so many metres, the nearest first, as features that say how far away they are
    /// and how many days from a day; also how many there are in all.
    pub fn near(
        &self,
        query: &Query,
        at: LonLat,
        radius_m: f64,
        from: Option<Date>,
    ) -> Result<(Vec<Vec<u8>>, usize), EncodeError> {
        let (found, matched) = self.layers.get(Layer::Events).ask(|events| events.near(query, at, radius_m));
        let features = found.iter().map(|near| near::feature(near, from)).collect::<Result<_, _>>()?;
        Ok((features, matched))
    }

    /// How many of the events that meet the query lie in which region, cercle and commune, of every division.
    pub fn unit_counts(&self, query: &Query) -> UnitCounts {
        let Some(place) = attribute_named(Layer::Events.attributes(), "place_id") else {
            return UnitCounts::default();
        };
        let sites = self.layers.get(Layer::Events).ask(|events| events.sites(query, place));
        units::count(self.geocoder().gazetteer(), &self.known_units, &sites)
    }
}

/// The places of attributes of events; a name that is none has a place beyond all.
fn numbers_of(names: &[&str]) -> Vec<usize> {
    let attributes = Layer::Events.attributes();
    names.iter().map(|name| attribute_named(attributes, name).unwrap_or(usize::MAX)).collect()
}
