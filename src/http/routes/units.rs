//! Regions, cercles and communes, each with how many events lie in it.
//!
//! In: parameters, some of which choose units and others events. Out: the query of the units, and units with their counts. It
//! must not know how events are counted.

use super::{asked, blocking};
use crate::encode::EncodeError;
use crate::encode::geojson::with_added;
use crate::event::{DateSpan, Interval};
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::http::query;
use crate::service::{Layer, Page, Query, Service, UnitCounts};
use actix_web::web;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// The parameter that asks for the units of a day.
const AT: &str = "at";

/// The time of events; units have [`AT`].
const DATETIME: &str = "datetime";

/// What is added to a unit.
#[derive(Serialize)]
struct Counted {
    /// Events in it.
    events: usize,
}

/// What is read of a feature.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

/// The parameters that a collection of units takes besides its own: a day, and what chooses the events to count. A box, words,
/// a filter and an id are those of the units. Other collections take none.
pub(super) fn parameters(layer: Layer) -> Vec<Cow<'static, str>> {
    if layer.unit_level().is_none() {
        return Vec::new();
    }
    let of_units = query::names(layer);
    let of_events = query::names(Layer::Events).into_iter().filter(|name| !of_units.contains(name));
    of_events.chain([Cow::Borrowed(AT)]).collect()
}

/// The query of a collection, which on units asks for those of a day.
pub(super) fn query(layer: Layer, params: &Params, query: Query) -> Result<Query, Problem> {
    if layer.unit_level().is_none() {
        return Ok(query);
    }
    let day = params.day(AT)?.map(|day| DateSpan::day(day, "").millis());
    let time = day.and_then(|(first, last)| Interval::new(Some(first), Some(last)).ok());
    Ok(Query { time, ..query })
}

/// A page, on which units have the number of the events that the parameters choose.
pub(super) async fn counted(
    service: &web::Data<Service>,
    layer: Layer,
    params: &Params,
    page: Page,
) -> Result<Page, Problem> {
    if layer.unit_level().is_none() {
        return Ok(page);
    }
    let of_units: Vec<Cow<'static, str>> =
        query::names(layer).into_iter().filter(|name| *name != DATETIME).collect();
    let of_units: Vec<&str> = of_units.iter().map(AsRef::as_ref).collect();
    let events = asked::of_events(&params.but(&of_units))?;
    let counts = counts(service, events).await?;
    let features = page.features.iter().map(|unit| with_count(&unit, &counts));
    Ok(Page { features: features.collect::<Result<_, _>>()?, ..page })
}

/// A feature, which has the number of all events in it if it is a unit.
pub(super) async fn with_all(
    service: &web::Data<Service>,
    layer: Layer,
    feature: Arc<[u8]>,
) -> Result<Arc<[u8]>, Problem> {
    if layer.unit_level().is_none() {
        return Ok(feature);
    }
    with_count(&feature, &counts(service, Query::default()).await?)
}

async fn counts(service: &web::Data<Service>, events: Query) -> Result<UnitCounts, Problem> {
    let service = service.clone();
    blocking(move || Ok::<_, Problem>(service.unit_counts(&events))).await
}

fn with_count(unit: &[u8], counts: &UnitCounts) -> Result<Arc<[u8]>, Problem> {
    // A feature without an id would have no events.
    let events = serde_json::from_slice::<Named<'_>>(unit).map_or(0, |named| counts.of(&named.id));
    let added: Result<Vec<u8>, EncodeError> = with_added(unit, "unit", &Counted { events });
    added.map(Arc::from).map_err(|error| Problem::internal(&error))
}
