//! What people set of events, shown and taken back.
//!
//! In: a store. Out: what was set and what the event's list says; or the event as its list has it. It must not know forms
//! or requests.

use super::Service;
use super::edit::{EditError, Saved, version_of};
use crate::encode::geojson;
use crate::event::{Event, EventId};
use crate::store::{Edited, EventStore, StoreError};
use serde::Serialize;
use serde_json::value::RawValue;

/// What people set of one event.
#[derive(Debug, Clone, Serialize)]
pub struct EditView {
    /// Its number in the store.
    pub number: i64,
    /// The event.
    pub event_id: EventId,
    /// When it was set last, RFC 3339, UTC.
    pub at: String,
    /// Whether the event was removed.
    pub removed: bool,
    /// What was set, in words: English.
    pub fields: Vec<&'static str>,
    /// The same in French.
    pub fields_fr: Vec<&'static str>,
    /// What the list calls the event; `None` when that import was undone.
    pub title: Option<String>,
    /// The event as its list has it, a `GeoJSON` feature; `None` when that import was undone.
    pub listed: Option<Box<RawValue>>,
}

impl From<&Edited> for EditView {
    fn from(edited: &Edited) -> Self {
        let Edited { number, event_id, at, edit, listed } = edited;
        let (fields, fields_fr) = edit.fields().into_iter().unzip();
        // What encodes a feature encodes it as JSON.
        let feature = |event| RawValue::from_string(String::from_utf8(geojson::event(event)).ok()?).ok();
        Self {
            number: *number,
            event_id: event_id.clone(),
            at: at.clone(),
            removed: edit.removed,
            fields,
            fields_fr,
            title: listed.as_ref().map(Event::title),
            listed: listed.as_ref().and_then(feature),
        }
    }
}

impl EditView {
    /// The version of what was set: another one whenever anything of it is.
    pub fn version(&self) -> String {
        version_of(&serde_json::to_vec(self).unwrap_or_default())
    }
}

/// What people set of events, after the number `after`, at most `limit` of them, and of how many events something is set.
pub fn edits(store: &dyn EventStore, after: i64, limit: usize) -> Result<(Vec<EditView>, u64), StoreError> {
    let (edits, count) = store.edits(after, limit)?;
    Ok((edits.iter().map(EditView::from).collect(), count))
}

/// Takes back what people set of an event; when this returns, that is durable. Says whether anything was set.
pub fn undo_edits(store: &dyn EventStore, id: &EventId) -> Result<bool, StoreError> {
    store.undo_edits(id, &mut |_| true)
}

impl Service {
    /// What people set of events, after the number `after`, at most `limit` of them, and of how many events something is set.
    pub fn edits(&self, after: i64, limit: usize) -> Result<(Vec<EditView>, u64), StoreError> {
        edits(&*self.store, after, limit)
    }

    /// What people set of an event.
    pub fn edited(&self, id: &EventId) -> Result<Option<EditView>, StoreError> {
        Ok(self.store.edited(id)?.as_ref().map(EditView::from))
    }

    /// Takes back what people set of an event, if `agree` says so of what that is; when this returns, that is durable and
    /// served. Returns the event as it is shown then, `None` when its import was undone or another event shows it.
    pub fn undo_edits(
        &self,
        id: &EventId,
        agree: impl Fn(&EditView) -> bool,
    ) -> Result<Option<Saved>, EditError> {
        let (mut has_agreed, mut listed) = (None, None);
        self.store.undo_edits(id, &mut |edited| {
            listed.clone_from(&edited.listed);
            *has_agreed.insert(agree(&edited.into()))
        })?;
        match has_agreed {
            None => Err(EditError::Unedited(id.clone())),
            Some(false) => Err(EditError::Changed(id.clone())),
            Some(true) if self.show_committed() => {
                let shown = self.event_feature(id.as_str());
                Ok(shown.map(|(layer, feature)| Saved { id: id.clone(), layer, feature }))
            }
            Some(true) => Ok(listed.as_ref().map(Saved::from)),
        }
    }
}
