//! Features of a collection as a file, written as they are found.
//!
//! In: a question to a collection. Out: the file's bytes. It must not know where they go.

use super::layers::{Layer, Layers};
use crate::encode::EncodeError;
use crate::encode::features::{ColumnKind, Feature, FeatureForm, columns, feature_writer};
use crate::index::{AttributeType, Query};
use std::io::Write;
use std::sync::Arc;

/// Features found at a time: they are where the index has them, so that this is a list of so many addresses.
const BATCH: usize = 10_000;
/// Features that the kinds of columns are told by, where the collection does not tell them.
const SAMPLE: usize = 1_000;
/// Whole numbers among the properties that cannot be asked for.
const WHOLE: [&str; 4] = ["line", "population", "geonames_id", "level"];
/// Days among the properties.
const DAYS: [&str; 2] = ["date_start", "date_end"];

/// Writes the features that a query asks for, in its order: all of them, or so many.
pub(super) fn export(
    layers: &Layers,
    layer: Layer,
    query: &Query,
    limit: Option<usize>,
    form: FeatureForm,
    out: &mut dyn Write,
) -> Result<(), EncodeError> {
    let collection = layers.get(layer);
    let mut left = limit.unwrap_or(usize::MAX);
    let mut query = Query { limit: left.min(BATCH), ..query.clone() };
    let mut page = collection.search(&query);
    let columns = {
        // Without a match the columns are those that a match would have.
        let any = collection.search(&Query { limit: SAMPLE, ..Query::default() });
        let sample: Vec<Arc<[u8]>> = page.features.iter().take(SAMPLE).chain(any.features.iter()).collect();
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
        columns(&sample, &known)
    };
    let mut bytes = Vec::new();
    let mut writer = feature_writer(form, out, layer.id(), layer.title(), &columns)?;
    loop {
        for number in 0..page.features.len() {
            bytes.clear();
            page.features.write(number, &mut bytes);
            writer.feature(&Feature::read(&bytes)?)?;
        }
        left = left.saturating_sub(page.features.len());
        let Some(next) = page.next.take().filter(|_| left > 0) else { break };
        query = Query { after: Some(next), offset: 0, limit: left.min(BATCH), ..query };
        page = collection.search(&query);
    }
    writer.finish()
}
