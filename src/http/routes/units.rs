//! Regions, cercles and communes, each with how many events lie in it.
//!
//! In: parameters, some of which choose units and others events. Out: the query of the units, and units with their counts. It
//! must not know how events are counted.

use super::{asked, thought};
use crate::event::{DateSpan, Interval};
use crate::http::error::Problem;
use crate::http::params::Params;
use crate::http::query;
use crate::service::{Layer, Page, Query, Service, UnitCounts};
use actix_web::web;
use std::borrow::Cow;
use std::sync::Arc;

/// The parameter that asks for the units of a day.
const AT: &str = "at";

/// The time of events; units have [`AT`].
const DATETIME: &str = "datetime";

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

/// The events that are counted in the units of a collection, as the parameters choose them; `None` where there are no units.
pub(super) fn events(layer: Layer, params: &Params) -> Result<Option<Query>, Problem> {
    if layer.unit_level().is_none() {
        return Ok(None);
    }
    let of_units: Vec<Cow<'static, str>> =
        query::names(layer).into_iter().filter(|name| *name != DATETIME).collect();
    let of_units: Vec<&str> = of_units.iter().map(AsRef::as_ref).collect();
    asked::of_events(&params.but(&of_units)).map(Some)
}

/// A page, on which units have the number of these events.
pub(super) fn counted(service: &Service, page: Page, events: Option<&Query>) -> Result<Page, Problem> {
    let Some(events) = events else { return Ok(page) };
    let counts = service.unit_counts(events);
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
    let service = service.clone();
    let counts = thought(move || Ok::<_, Problem>(service.unit_counts(&Query::default()))).await?;
    with_count(&feature, &counts)
}

fn with_count(unit: &[u8], counts: &UnitCounts) -> Result<Arc<[u8]>, Problem> {
    counts.on(unit).map(Arc::from).map_err(|error| Problem::internal(&error))
}
