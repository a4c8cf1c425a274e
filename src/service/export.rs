//! Features of a collection as a file, written as they are found.
//!
//! In: a question to a collection. Out: the file's bytes. It must not know where they go.

use super::layers::{Layer, Layers};
use super::units::UnitCounts;
use crate::encode::EncodeError;
use crate::encode::features::{Column, ColumnKind, Feature, FeatureForm, columns, feature_writer};
use crate::index::{AttributeType, Collection, Page, Query};
use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

/// Features found at a time: they are where the index has them, so that this is a list of so many addresses. In an order
/// their keys are held too, and each time all that matches is looked at.
const BATCH: usize = if cfg!(test) { 2 } else { 100_000 };
/// After so many features it is asked whether somebody still waits for the file.
const LOOK_UP_AFTER: usize = 500;
/// Features that the kinds of columns are told by, where the collection does not tell them.
const SAMPLE: usize = 1_000;
/// Whole numbers among the properties that cannot be asked for.
const WHOLE: [&str; 5] = ["line", "population", "geonames_id", "level", "events"];
/// Days among the properties.
const DAYS: [&str; 2] = ["date_start", "date_end"];

/// A file of features that somebody wants.
pub struct FileWish<'a> {
    /// Of which collection.
    pub layer: Layer,
    /// Which of its features, in which order; its limit is how many there are at most.
    pub query: &'a Query,
    /// The events that are counted in each unit, of a collection of units.
    pub events: Option<&'a Query>,
    /// The form.
    pub form: FeatureForm,
    /// Whether somebody still waits for it; asked now and then.
    pub is_awaited: &'a dyn Fn() -> bool,
}

/// Writes the features that are wanted, each unit with its count. They are those of one moment: what changes meanwhile is
/// not in the file.
pub(super) fn export(
    layers: &Layers,
    wish: &FileWish<'_>,
    counts: Option<&UnitCounts>,
    out: &mut dyn Write,
) -> Result<(), EncodeError> {
    layers.get(wish.layer).ask(|collection| written(collection, wish, counts, out))
}

fn written(
    collection: &Collection,
    wish: &FileWish<'_>,
    counts: Option<&UnitCounts>,
    out: &mut dyn Write,
) -> Result<(), EncodeError> {
    let (layer, mut left) = (wish.layer, wish.query.limit);
    let mut query = Query { limit: left.min(BATCH), ..wish.query.clone() };
    let mut page = collection.search(&query);
    let columns = columns_of(collection, layer, &page, counts)?;
    let mut bytes = Vec::new();
    let mut writer = feature_writer(wish.form, out, layer.id(), layer.title(), &columns)?;
    loop {
        for number in 0..page.features.len() {
            if number % LOOK_UP_AFTER == 0 && !(wish.is_awaited)() {
                return Err(io::Error::from(io::ErrorKind::BrokenPipe).into());
            }
            bytes.clear();
            page.features.write(number, &mut bytes);
            writer.feature(&Feature::read(&counted(&bytes, counts)?)?)?;
        }
        left = left.saturating_sub(page.features.len());
        let Some(next) = page.next.take().filter(|_| left > 0) else { break };
        query = Query { after: Some(next), offset: 0, limit: left.min(BATCH), ..query };
        page = collection.search(&query);
    }
    writer.finish()
}

/// The columns of a file, by what some features have, and what only few have.
fn columns_of(
    collection: &Collection,
    layer: Layer,
    page: &Page,
    counts: Option<&UnitCounts>,
) -> Result<Vec<Column>, EncodeError> {
    // Without a match the columns are those that a match would have.
    let any = collection.search(&Query { limit: SAMPLE, ..Query::default() });
    let sample: Vec<Arc<[u8]>> = page.features.iter().take(SAMPLE).chain(any.features.iter()).collect();
    let sample: Vec<Cow<'_, [u8]>> =
        sample.iter().map(|feature| counted(feature, counts)).collect::<Result<_, _>>()?;
    let sample: Vec<Feature<'_>> =
        sample.iter().map(|feature| Feature::read(feature)).collect::<Result<_, _>>()?;
    let known = |name: &str| {
        let stated = layer.attributes().iter().find(|attribute| attribute.name == name);
        let is_whole =
            stated.map_or(WHOLE.contains(&name), |attribute| attribute.kind == AttributeType::Integer);
        match name {
            _ if is_whole => Some(ColumnKind::Integer),
            _ if DAYS.contains(&name) => Some(ColumnKind::Day),
            _ => None,
        }
    };
    let mut columns = columns(&sample, &known);
    for name in layer.rare_properties() {
        if columns.iter().all(|column| column.name != *name) {
            columns.push(Column { name: (*name).to_owned(), kind: ColumnKind::Text });
        }
    }
    Ok(columns)
}

/// A feature with its count, if it is a unit and they are counted.
fn counted<'f>(feature: &'f [u8], counts: Option<&UnitCounts>) -> Result<Cow<'f, [u8]>, EncodeError> {
    counts.map_or(Ok(Cow::Borrowed(feature)), |counts| counts.on(feature).map(Cow::Owned))
}
