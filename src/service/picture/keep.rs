//! When a picture is written, and that nobody waits for it.
//!
//! In: the collections, now and then. Out: a new picture beside the store, from a thread of its own, when it is worth it.
//! It must not know what asks it to look.

use super::file::{NewFile, is_as_safe_as};
use super::{BUFFER, Head, Odd, path_of, program, write_head};
use crate::index::Picture;
use crate::service::Layers;
use crate::store::{EventStore, Mark};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// When a picture is worth it.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) struct Rule {
    /// Fewer events are read from the store in less than a second.
    pub(in crate::service) events: usize,
    /// So many changes since the last one take a start some tenths of a second.
    pub(in crate::service) changes: u64,
    /// So long nothing is written after a picture, and ten times as long as that took.
    pub(in crate::service) rest: Duration,
}

/// Keeps the picture of a store.
#[derive(Debug)]
pub(in crate::service) struct Keeper {
    rule: Rule,
    /// What others had written into the store when its events were read. Should they write more, a picture of it is
    /// not believed, and the next start reads what they wrote.
    others: Option<Vec<u8>>,
    state: Mutex<State>,
    is_over: Arc<AtomicBool>,
}

#[derive(Debug)]
struct State {
    /// Up to which change there is one.
    pictured: Option<u64>,
    job: Option<JoinHandle<(Duration, Result<u64, Odd>)>>,
    rest_until: Option<Instant>,
}

impl Default for Rule {
    fn default() -> Self {
        Self { events: 20_000, changes: 5_000, rest: Duration::from_mins(1) }
    }
}

impl Keeper {
    /// Of a store in which others had written that when its events were read, and which has a picture up to a change.
    pub(in crate::service) fn new(rule: Rule, others: Option<Vec<u8>>, pictured: Option<u64>) -> Self {
        let state = State { pictured, job: None, rest_until: None };
        Self { rule, others, state: Mutex::new(state), is_over: Arc::default() }
    }

    /// Begins to write a picture if it is worth it. Cheap when it is not.
    pub(in crate::service) fn look(&self, layers: &Layers, store: &Arc<dyn EventStore>) {
        let (Some(others), Ok(mut state)) = (&self.others, self.state.try_lock()) else { return };
        state.gather();
        let is_resting = state.rest_until.is_some_and(|until| Instant::now() < until);
        let sequence = layers.sequence();
        let is_due = state.pictured.is_none_or(|last| sequence.saturating_sub(last) >= self.rule.changes);
        if state.job.is_some() || is_resting || !is_due || layers.events() < self.rule.events {
            return;
        }
        let Some(path) = path_of(&**store).filter(|_| !self.is_over.load(Ordering::Relaxed)) else { return };
        // Somebody is in the middle of applying changes: the next look will do.
        let Some((pictures, sequence)) = layers.pictures() else { return };
        let (store, others, is_over) = (Arc::clone(store), others.clone(), Arc::clone(&self.is_over));
        state.job = Some(thread::spawn(move || {
            let start = Instant::now();
            let written = write(&*store, path, &pictures, sequence, others, &is_over);
            (start.elapsed(), written.map(|()| sequence))
        }));
        state.rest_until = Some(Instant::now() + self.rule.rest);
    }

    /// Breaks off what is being written, and waits until it is.
    pub(in crate::service) fn stop(&self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.wait();
    }

    /// Waits for what is being written.
    pub(in crate::service) fn wait(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.end();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.stop();
    }
}

impl State {
    /// Takes note of a picture that was finished.
    fn gather(&mut self) {
        if self.job.as_ref().is_some_and(JoinHandle::is_finished) {
            self.end();
        }
    }

    fn end(&mut self) {
        let Some(job) = self.job.take() else { return };
        // A panic is told on standard error; there is no picture then, and no need of one.
        let Ok((took, written)) = job.join() else { return };
        let rested = Instant::now() + took * 10;
        self.rest_until = self.rest_until.max(Some(rested));
        match written {
            Ok(sequence) => {
                tracing::info!(sequence, ?took, "a picture of the index is written");
                self.pictured = Some(sequence);
            }
            Err(why) => {
                tracing::info!(%why, "no picture of the index is written: the next start reads the events");
            }
        }
    }
}

fn write(
    store: &dyn EventStore,
    path: PathBuf,
    pictures: &[Picture; 2],
    sequence: u64,
    others: Vec<u8>,
    is_over: &AtomicBool,
) -> Result<(), Odd> {
    let log = store.mark_at(sequence)?.ok_or(Odd::Store)?.log;
    let events = pictures.iter().map(|picture| picture.len() as u64).sum();
    let head = Head { program: program()?, mark: Mark { others, log }, sequence, events };
    let file = store.file().unwrap_or(Path::new(""));
    let Some(new) = NewFile::begin(path, file)? else { return Err(Odd::Busy) };
    if !is_as_safe_as(new.file()?, file) {
        return Err(Odd::Permissions);
    }
    let mut out = BufWriter::with_capacity(BUFFER, new.file()?);
    write_head(&head, &mut out)?;
    for picture in pictures {
        picture.write(&mut out, &|| !is_over.load(Ordering::Relaxed))?;
    }
    out.flush()?;
    drop(out);
    Ok(new.put()?)
}
