//! What a row of an export still says of its event's list and terms when the event itself is gone from it.
//!
//! In: the cells of a row whose `body` or properties are gone or damaged. Out: the event's origin and the columns of its
//! list. It must not know what any list says.

use super::{BODY, is_true};
use crate::event::{Event, Reason};
use crate::import::format::Format;
use crate::import::row::RowReader;
use crate::import::row::cells::Cells;
use crate::import::terms;
use std::collections::BTreeMap;

impl RowReader<'_> {
    /// Reads source and terms into the event, and gives the columns of the list it once came from.
    pub(in crate::import::row) fn bare(
        &self,
        event: &mut Event,
        cells: &mut Cells<'_>,
    ) -> BTreeMap<String, String> {
        let format = self.plan.mapping.format;
        if format != Format::Azalai {
            return BTreeMap::new();
        }
        let mut told = |name: &str| {
            let at = self.plan.mapping.columns.iter().position(|column| column.name == name)?;
            cells.hold_column(at);
            Some(cells.text(at).to_owned()).filter(|text| !text.is_empty())
        };
        let (licence, restricted, attributes) = (told("licence"), told("restricted"), told("attributes"));
        let source = told("list_source");
        // Whole it would have been read, and damaged it says nothing.
        told(BODY);
        let origin = &mut event.origin;
        origin.restricted |=
            restricted.is_some_and(|text| is_true(&text)) || terms::is_restricted(format, licence.as_deref());
        origin.licence = origin.licence.take().or(licence);
        origin.source = origin.source.take().or(source);
        let Some(text) = attributes else { return BTreeMap::new() };
        serde_json::from_str(&text).unwrap_or_else(|_| {
            let reason =
                Reason::new("this is no JSON object of texts", "ce n’est pas un objet JSON de textes");
            cells.warn("attributes", &text, reason.so("kept as it is", "gardé tel quel"));
            BTreeMap::from([("attributes".to_owned(), text)])
        })
    }
}
