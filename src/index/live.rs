//! A collection that is read while it changes.

use super::collection::{Change, Collection};
use super::feature::{Page, Query};
use super::picture::Picture;
use crate::event::Bbox;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// A collection that a reader takes as it is at that moment.
///
/// Nobody waits for anybody: a reader holds the lock for as long as it takes to copy a pointer, and looks at a collection
/// that does not change any more, however long it looks. A change is made in a copy, which shares nearly everything with
/// what is shown (a chunk of rows and a table of ids are copied, some hundred kilobytes), and takes its place. Readers see
/// either nothing of a call of [`Live::apply`] or all of it; a long import comes in several, and so in steps.
///
/// Nothing in a collection panics by design. Should it happen all the same, the lock's poison is ignored: a
/// service with one doubtful answer is better than one that answers nothing until someone restarts it.
#[derive(Debug, Default)]
pub struct Live {
    collection: RwLock<Arc<Collection>>,
    /// Held by whoever changes the collection, so that a copy being changed misses no change.
    writer: Mutex<()>,
}

impl Live {
    /// Takes a collection into service.
    pub fn new(collection: Collection) -> Self {
        Self { collection: RwLock::new(Arc::new(collection)), writer: Mutex::new(()) }
    }

    /// See [`Collection::search`].
    pub fn search(&self, query: &Query) -> Page {
        self.read().search(query)
    }

    /// Asks the collection something else than a page.
    pub fn ask<T>(&self, question: impl FnOnce(&Collection) -> T) -> T {
        question(&self.read())
    }

    /// See [`Collection::get`].
    pub fn get(&self, id: &str) -> Option<Arc<[u8]>> {
        self.read().get(id)
    }

    /// See [`Collection::len`].
    pub fn len(&self) -> usize {
        self.read().len()
    }

    /// See [`Collection::is_empty`].
    pub fn is_empty(&self) -> bool {
        self.read().is_empty()
    }

    /// See [`Collection::extent`].
    pub fn extent(&self) -> Option<Bbox> {
        self.read().extent()
    }

    /// See [`Collection::time_extent`].
    pub fn time_extent(&self) -> Option<(i64, i64)> {
        self.read().time_extent()
    }

    /// See [`Collection::picture`].
    pub fn picture(&self) -> Picture {
        self.read().picture()
    }

    /// Makes the changes visible, all at the same moment.
    pub fn apply(&self, changes: Vec<Change>) {
        let _writer = self.lock_writer();
        let mut aside = Collection::clone(&self.read());
        aside.apply(changes);
        self.swap(aside);
    }

    /// Puts another collection in the place of this one.
    pub fn replace(&self, collection: Collection) {
        let _writer = self.lock_writer();
        self.swap(collection);
    }

    fn swap(&self, next: Collection) {
        let next = Arc::new(next);
        let previous = {
            let mut current = self.collection.write().unwrap_or_else(PoisonError::into_inner);
            mem::replace(&mut *current, next)
        };
        // A million features take a while to free: not while readers wait.
        drop(previous);
    }

    /// The collection as it is now.
    fn read(&self) -> Arc<Collection> {
        Arc::clone(&self.collection.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn lock_writer(&self) -> MutexGuard<'_, ()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
impl Live {
    /// Leaves both locks poisoned.
    pub(super) fn panic_in_write(&self) {
        let _writer = self.writer.lock();
        let _collection = self.collection.write();
        panic!("on purpose");
    }
}
