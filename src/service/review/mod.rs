//! The review: one queue for drafts, places in doubt and duplicates, and what people decide.
//!
//! In: a store. Out: what is open, the least sure first, with all that a person needs to decide. It must not know forms or
//! requests.

mod decide;
mod error;
mod key;
mod pair;
mod place;
#[cfg(test)]
mod tests;
mod undo;
mod words;

pub use decide::{Decided, DraftChange, PlaceChoice, Verdict, Wish, decide};
pub use error::ReviewError;
pub use key::{ReviewKey, UnknownKey};
pub use pair::decide_pair;
pub use undo::undo_decision;
pub use words::{Given, Misfit};

use super::articles::{claims_of, event_of};
use super::{PairView, Service, version_of};
use crate::encode::geojson;
use crate::event::Event;
use crate::store::{
    DecisionRecord, DraftRecord, DraftState, EventStore, KeptArticle, PairState, QueuePlace, ReviewCounts,
    ReviewKind, StoreError,
};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A page ends where it would hold more bytes than this: articles come whole.
const MAX_PAGE_BYTES: usize = 8 << 20;
/// Decisions of one request at most.
pub const MAX_DECISIONS: usize = 1_000;

/// Something that waits for a person's word.
#[derive(Debug, Serialize)]
pub struct ReviewItem {
    /// Its name in decisions.
    pub key: String,
    /// What it is.
    pub kind: ReviewKind,
    /// How doubtful it is, 0 to 1.
    pub doubt: f64,
    /// What it is about.
    pub title: String,
    /// Why it waits.
    pub why: String,
    /// The same in French.
    pub why_fr: String,
    /// Of how many others the lists say the very same of their places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same: Option<u64>,
    /// Another one whenever anything of it is.
    pub version: String,
    /// The draft with its article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Value>,
    /// The event, a `GeoJSON` feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Box<RawValue>>,
    /// The two events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pair: Option<PairView>,
}

/// A page of what waits.
#[derive(Debug)]
pub struct ReviewPage {
    /// The items.
    pub items: Vec<ReviewItem>,
    /// How much waits of each kind.
    pub counts: ReviewCounts,
    /// Behind which the next page begins, when there is one.
    pub next: Option<QueuePlace>,
}

/// A decision as it is told.
#[derive(Debug, Serialize)]
pub struct DecisionView {
    /// Its number.
    pub id: i64,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// Who decided, if that was said.
    pub by: Option<String>,
    /// What on.
    pub key: String,
    /// What that is.
    pub kind: ReviewKind,
    /// The word for it.
    pub decision: String,
    /// What was.
    pub from: Value,
    /// What is since, and the `title` of what was decided on, as it was called then.
    pub to: Value,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<String>,
    /// Who took it back, if that was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<String>,
}

impl From<DecisionRecord> for DecisionView {
    fn from(record: DecisionRecord) -> Self {
        let DecisionRecord { id, at, by, item, kind, decision, from_json, to_json, undone_at, undone_by } =
            record;
        let value = |json: &str| serde_json::from_str(json).unwrap_or_default();
        let (from, to) = (value(&from_json), value(&to_json));
        Self { id, at, by, key: item, kind, decision, from, to, undone_at, undone_by }
    }
}

/// What waits of some kinds, the most doubtful first, behind a place in the queue.
pub fn review_queue(
    store: &dyn EventStore,
    kinds: &[ReviewKind],
    after: Option<&QueuePlace>,
    limit: usize,
) -> Result<ReviewPage, StoreError> {
    let counts = store.review_counts()?;
    let places = store.queue(kinds, after, limit.saturating_add(1))?;
    let (mut items, mut bytes, mut last) = (Vec::new(), 0, None);
    let mut articles = Articles::default();
    for place in places.iter().take(limit) {
        if bytes > MAX_PAGE_BYTES {
            break;
        }
        last = Some(*place);
        // What somebody decided since the queue was read is passed over.
        if let Some((item, length)) = item(store, place, &mut articles)? {
            bytes += length;
            items.push(item);
        }
    }
    let next = last.filter(|last| places.last() != Some(last));
    Ok(ReviewPage { items, counts, next })
}

/// What was decided before a number, the newest first, and how much in all.
pub fn decisions(
    store: &dyn EventStore,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<DecisionView>, u64), StoreError> {
    let (records, count) = store.decisions(before, limit)?;
    Ok((records.into_iter().map(DecisionView::from).collect(), count))
}

/// The articles of a page, each read once; one that is not there any more is none.
#[derive(Default)]
struct Articles(HashMap<i64, Option<KeptArticle>>);

impl Articles {
    fn of(&mut self, store: &dyn EventStore, id: i64) -> Result<Option<&KeptArticle>, StoreError> {
        Ok(match self.0.entry(id) {
            Entry::Occupied(known) => known.into_mut().as_ref(),
            Entry::Vacant(free) => free.insert(store.article(id)?).as_ref(),
        })
    }
}

/// One item and about how many bytes it has.
fn item(
    store: &dyn EventStore,
    place: &QueuePlace,
    articles: &mut Articles,
) -> Result<Option<(ReviewItem, usize)>, StoreError> {
    let number = place.number;
    Ok(match place.kind {
        ReviewKind::Draft => match store.draft(number)?.filter(|draft| draft.state == DraftState::Open) {
            None => None,
            Some(draft) => {
                let article = articles.of(store, draft.article)?;
                let length = article.map_or(0, |article| article.text.len()) + draft.draft_json.len();
                Some((draft_item(place, &draft, article), length))
            }
        },
        ReviewKind::Location => {
            store.in_review(number)?.map(|(event, same)| location_item(place, &event, same))
        }
        ReviewKind::Duplicate => store
            .pair(number)?
            .filter(|pair| pair.state == PairState::Proposed)
            .map(|pair| (pair_item(place, &(&pair).into()), 2_000)),
    })
}

fn blank(place: &QueuePlace, key: &ReviewKey) -> ReviewItem {
    ReviewItem {
        key: key.to_string(),
        kind: place.kind,
        doubt: doubt(place.p),
        title: String::new(),
        why: String::new(),
        why_fr: String::new(),
        same: None,
        version: String::new(),
        draft: None,
        event: None,
        pair: None,
    }
}

/// What is not sure, to four digits.
fn doubt(p: f64) -> f64 {
    ((1.0 - p) * 10_000.0).round().clamp(0.0, 10_000.0) / 10_000.0
}

fn draft_item(place: &QueuePlace, kept: &DraftRecord, article: Option<&KeptArticle>) -> ReviewItem {
    let mut draft: Value = serde_json::from_str(&kept.draft_json).unwrap_or_else(|_| json!({}));
    let text = |name: &str| draft[name].as_str().unwrap_or_default().to_owned();
    let (why, why_fr) = (text("why"), text("why_fr"));
    draft["draft_id"] = kept.id.into();
    draft["article"] = article.map_or(Value::Null, |article| {
        let mut value = json!(article.record);
        value["text"] = article.text.as_str().into();
        value
    });
    let event = article.map(|article| event_of(kept, &article.record));
    draft["event_claims"] = claims_of(event.as_ref().unwrap_or(&kept.event));
    let title = kept.event.title();
    let version = kept.version.to_string();
    ReviewItem { title, why, why_fr, version, draft: Some(draft), ..blank(place, &ReviewKey::Draft(kept.id)) }
}

fn location_item(place: &QueuePlace, event: &Event, same: u64) -> (ReviewItem, usize) {
    let feature = geojson::event(event);
    let length = feature.len();
    let item = ReviewItem {
        title: event.title(),
        why: event.location.why.clone(),
        why_fr: event.location.why_fr.clone(),
        same: Some(same),
        version: version_of(&feature),
        // What encodes a feature encodes it as JSON.
        event: String::from_utf8(feature).ok().and_then(|text| RawValue::from_string(text).ok()),
        ..blank(place, &ReviewKey::Location(event.id.clone()))
    };
    (item, length)
}

fn pair_item(place: &QueuePlace, pair: &PairView) -> ReviewItem {
    ReviewItem {
        title: pair.first.title.clone(),
        why: pair.why.clone(),
        why_fr: pair.why_fr.clone(),
        version: pair_version(pair),
        pair: Some(pair.clone()),
        ..blank(place, &ReviewKey::Duplicate(pair.id))
    }
}

/// The version of a pair: another one whenever anything of it or of its events is.
fn pair_version(pair: &PairView) -> String {
    version_of(&serde_json::to_vec(pair).unwrap_or_default())
}

/// What became of the wishes of one request.
#[derive(Debug)]
pub struct ReviewDone {
    /// What was decided.
    pub decided: Vec<Decided>,
    /// What was not, by its key, and why.
    pub refused: Vec<(String, ReviewError)>,
    /// How much waits now.
    pub counts: ReviewCounts,
}

impl Service {
    /// What waits of some kinds, the most doubtful first, behind a place in the queue.
    pub fn review_queue(
        &self,
        kinds: &[ReviewKind],
        after: Option<&QueuePlace>,
        limit: usize,
    ) -> Result<ReviewPage, StoreError> {
        review_queue(&*self.store, kinds, after, limit)
    }

    /// Does what a person decided, each decision as a transaction of its own; when this returns, what was decided is durable
    /// and served.
    pub fn decide_review(&self, by: Option<&str>, wishes: Vec<Wish>) -> Result<ReviewDone, StoreError> {
        let geocoder = self.geocoder();
        let (mut decided, mut refused) = (Vec::new(), Vec::new());
        let mut is_busy = false;
        for wish in wishes {
            // Who waited once for whoever writes does not wait for each of the others again.
            let done = if is_busy {
                Err(StoreError::Busy.into())
            } else {
                decide(&*self.store, &geocoder, by, &wish)
            };
            match done {
                Ok(done) => decided.push(done),
                Err(error) => {
                    is_busy = matches!(error, ReviewError::Store(StoreError::Busy));
                    refused.push((wish.key.to_string(), error));
                }
            }
        }
        self.show_committed();
        Ok(ReviewDone { decided, refused, counts: self.store.review_counts()? })
    }

    /// What was decided before a number, the newest first, and how much in all.
    pub fn decisions(
        &self,
        before: Option<i64>,
        limit: usize,
    ) -> Result<(Vec<DecisionView>, u64), StoreError> {
        decisions(&*self.store, before, limit)
    }

    /// Takes a decision back; when this returns, that is durable and served.
    pub fn undo_decision(&self, id: i64, by: Option<&str>) -> Result<ReviewCounts, ReviewError> {
        undo_decision(&*self.store, id, by)?;
        self.show_committed();
        Ok(self.store.review_counts()?)
    }
}
