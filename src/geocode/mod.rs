//! From a name with its context to a location that can say why.

use crate::event::{Candidate, Location, LonLat, PlaceContext, Precision, Status};
use crate::gazetteer::Gazetteer;
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;

/// Finds places by name.
#[derive(Debug, Clone)]
pub struct Geocoder {
    gazetteer: Arc<Gazetteer>,
}

/// What was found for one place name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The decision.
    pub location: Location,
    /// Every candidate considered, best first.
    pub candidates: Vec<Candidate>,
}

impl Geocoder {
    /// A geocoder over a gazetteer.
    pub fn new(gazetteer: Arc<Gazetteer>) -> Self {
        Self { gazetteer }
    }

    /// Ranks the places that a name may mean and decides, or says that it cannot.
    pub fn geocode(&self, place: &PlaceContext, on: Option<Date>) -> Answer {
        let _ = (&self.gazetteer, place, on);
        Answer { location: Location::nowhere(Status::Review, "no gazetteer yet"), candidates: Vec::new() }
    }

    /// A location for coordinates given in the list, checked against the named place.
    pub fn given(
        &self,
        point: LonLat,
        precision: Option<Precision>,
        place: &PlaceContext,
        on: Option<Date>,
    ) -> Location {
        let _ = (point, precision);
        self.geocode(place, on).location
    }
}
