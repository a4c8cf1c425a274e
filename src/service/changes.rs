//! The change log as others follow it: page by page, and as it grows.
//!
//! In: the sequence somebody knows. Out: what changed since, as far as the collections show it. It must not know HTTP.

use super::{Layer, Service};
use crate::event::EventId;
use crate::store::{LogLine, Operation, StoreError};
use serde::Serialize;
use thiserror::Error;
use tokio::sync::watch;

/// The most changes on a page.
pub const MAX_CHANGES: usize = 10_000;

/// One change of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Its number in the log.
    pub sequence: u64,
    /// What was done.
    pub operation: Operation,
    /// The event.
    pub id: EventId,
    /// The collection that has the event now, which later changes may have moved or removed; `None` when none has.
    pub collection: Option<&'static str>,
    /// When, RFC 3339, UTC.
    pub at: String,
}

/// Changes that follow each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Oldest first.
    pub changes: Vec<Changed>,
    /// The last of them, from where to go on; what was asked for when there are none.
    pub sequence: u64,
    /// The last change of all that the collections show.
    #[serde(skip)]
    pub shown: u64,
}

impl Changes {
    /// Whether there are more after these.
    pub fn has_more(&self) -> bool {
        self.sequence < self.shown
    }
}

/// Why changes cannot be told.
#[derive(Debug, Error)]
pub enum ChangesError {
    /// Whoever asks knows a later change than this store has: it followed another one.
    #[error("this store is at change {shown}: what you know is of another one, load its events anew")]
    Ahead {
        /// What it knows.
        since: u64,
        /// The last change here.
        shown: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Wakes those who follow, whatever process made the change.
#[derive(Debug)]
pub(super) struct Feed(watch::Sender<Told>);

/// What followers are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    shown: u64,
    is_over: bool,
}

impl Feed {
    pub(super) fn at(shown: u64) -> Self {
        Self(watch::Sender::new(Told { shown, is_over: false }))
    }

    /// The collections show everything up to a change. Nobody is woken when that is no news.
    pub(super) fn tell(&self, shown: u64) {
        self.0.send_if_modified(|told| {
            // Two threads may tell in another order than they looked.
            let is_news = shown > told.shown;
            told.shown = told.shown.max(shown);
            is_news
        });
    }

    /// Tells that nothing will follow.
    pub(super) fn end(&self) {
        self.0.send_modify(|told| told.is_over = true);
    }
}

/// Somebody who follows the log from one change on.
#[derive(Debug)]
pub struct Following {
    told: watch::Receiver<Told>,
    /// What it knows.
    pub since: u64,
    /// Whether it asked for changes after one that this store does not have, and follows from now on instead.
    pub is_lost: bool,
}

impl Following {
    /// Waits until there is something after [`since`](Self::since); `false` when the service stops.
    pub async fn news(&mut self) -> bool {
        let since = self.since;
        let told = self.told.wait_for(|told| told.is_over || told.shown > since).await;
        // The service is gone when nobody can tell any more.
        told.is_ok_and(|told| !told.is_over)
    }
}

impl Service {
    /// At most so many changes after one, as far as the collections show them. Reads the disk.
    pub fn changes(&self, since: u64, limit: usize) -> Result<Changes, ChangesError> {
        let shown = self.shown_sequence();
        if since > shown {
            return Err(ChangesError::Ahead { since, shown });
        }
        // What is not shown yet is not told: who hears of a change may fetch the event at once.
        let room = usize::try_from(shown - since).unwrap_or(usize::MAX);
        let lines = self.store.log_since(since, limit.min(MAX_CHANGES).min(room))?;
        let changes: Vec<Changed> = lines.into_iter().map(|line| self.changed(line)).collect();
        let sequence = changes.last().map_or(since, |last| last.sequence);
        Ok(Changes { changes, sequence, shown })
    }

    /// Follows the log from a change on, or from now on.
    pub fn follow_changes(&self, since: Option<u64>) -> Following {
        let told = self.feed.0.subscribe();
        let shown = told.borrow().shown;
        let is_lost = since.is_some_and(|since| since > shown);
        Following { told, since: since.filter(|_| !is_lost).unwrap_or(shown), is_lost }
    }

    /// The last change that the collections show, as followers are told.
    fn shown_sequence(&self) -> u64 {
        self.feed.0.borrow().shown
    }

    fn changed(&self, line: LogLine) -> Changed {
        let LogLine { sequence, at, operation, event_id: id } = line;
        let here = |layer: &Layer| self.layers.get(*layer).get(id.as_str()).is_some();
        let collection = [Layer::Events, Layer::Unlocated].into_iter().find(here).map(Layer::id);
        Changed { sequence, operation, id, collection, at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::{DEFAULT_ACCEPT_P, Options, Wishes};
    use crate::store::GeoPackageStore;
    use futures_util::FutureExt;
    use std::io::Cursor;
    use std::sync::Arc;

    fn service() -> Service {
        Service::start(Arc::new(GeoPackageStore::in_memory().unwrap()), DEFAULT_ACCEPT_P).unwrap()
    }

    fn import(service: &Service, list: &str) {
        let options = Options { list: "week.csv".into(), ..Options::default() };
        service.import(Cursor::new(list.to_owned()), options, Wishes::default()).unwrap();
    }

    const LIST: &str =
        "id,date,type,place,region\n1,2023-10-01,Attack,Bourem,Gao\n2,2023-10-02,Clash,Bamba,\n";

    #[test]
    fn every_change_is_told_once_in_order_with_the_collection_that_has_the_event() {
        let service = service();
        import(&service, LIST);
        import(&service, &LIST.replace("Clash,Bamba,", "Clash,Bamba,Gao"));
        service.undo_import(2).unwrap();
        let all = service.changes(0, 99).unwrap();
        let told: Vec<_> =
            all.changes.iter().map(|change| (change.sequence, change.operation, change.collection)).collect();
        assert_eq!(
            told,
            [
                (1, Operation::Added, Some("events")),
                (2, Operation::Added, Some("unlocated")),
                (3, Operation::Updated, Some("unlocated")),
                (4, Operation::Updated, Some("unlocated")),
            ]
        );
        assert!(!all.has_more());
        let mut known = (0, Vec::new());
        loop {
            let page = service.changes(known.0, 3).unwrap();
            known.0 = page.sequence;
            let more = page.has_more();
            known.1.extend(page.changes);
            if !more {
                break;
            }
        }
        assert_eq!(known, (4, all.changes));
        assert!(matches!(service.changes(5, 1), Err(ChangesError::Ahead { since: 5, shown: 4 })));
    }

    #[test]
    fn an_event_that_is_gone_is_in_no_collection() {
        let service = service();
        import(&service, LIST);
        service.undo_import(1).unwrap();
        let changes = service.changes(0, 99).unwrap().changes;
        assert!(changes.iter().all(|change| change.collection.is_none()), "{changes:?}");
        assert_eq!(changes.last().unwrap().operation, Operation::Removed);
    }

    #[test]
    fn who_follows_is_woken_by_news_and_by_the_end_and_by_nothing_else() {
        let service = service();
        import(&service, LIST);
        let mut following = service.follow_changes(None);
        assert_eq!(following.since, 2);
        service.follow().unwrap();
        assert_eq!(following.news().now_or_never(), None, "nothing is new");
        service.undo_import(1).unwrap();
        assert_eq!(following.news().now_or_never(), Some(true));
        following.since = 4;
        assert_eq!(following.news().now_or_never(), None);
        let mut late = service.follow_changes(Some(3));
        assert_eq!(late.news().now_or_never(), Some(true), "what was missed is news");
        let lost = service.follow_changes(Some(5));
        assert_eq!((lost.is_lost, lost.since), (true, 4));
        service.stop();
        assert_eq!(following.news().now_or_never(), Some(false));
    }
}
