//! The one place where the parts are joined: import -> store -> index.
//!
//! In: a store and the gazetteer. Out: what the command line and HTTP offer. It must not know either of them.

mod article;
mod articles;
mod batch;
mod changes;
mod checksum;
mod duplicates;
mod edit;
mod edits;
mod export;
mod fetch;
mod gazetteer;
mod history;
mod import_list;
mod imports;
mod jobs;
#[cfg(test)]
mod kept_tests;
mod layers;
mod near;
mod overview;
mod package;
mod picture;
mod report;
mod reverse;
mod review;
#[cfg(test)]
mod round_trip;
mod suggest;
mod tile;
mod units;
mod watch;
mod whole;

pub use crate::article::{
    Article, ArticleError, Draft, Lexicon, LexiconError, MAX_TEXT_BYTES, Mention, PlaceRole, Reader, TakenFor,
};
pub use crate::gazetteer::{
    GazetteerError, Level, PackError as ReadPackError, PackProblem, PackReport, PackWishes,
};
pub use crate::geocode::{Answer, DEFAULT_ACCEPT_P, Geocoder};
pub use crate::import::{
    Asked, Container, Detected, Field, ImportError, Limits, MappingError, Options, Problem as RowProblem,
    decoded, parse_mapping,
};
pub use crate::index::{
    Attribute, AttributeType, Cluster, Clusters, Comparison, Cursor, Facet, Features, Filter, Folding,
    Histogram, MAX_CLUSTER_ZOOM, MAX_TILE_ZOOM, NumberTest, Page, Property, Query, SortKey, SortProperty,
    SortValue, Step, Summary, TextTest, TileAddress, attribute_named,
};
pub use crate::store::{
    Attested, Decision, EventStore, PairState, QueuePlace, ReviewCounts, ReviewKind, RowQuery, StoreError,
    Undone,
};
pub use article::{LexiconFileError, lexicon_at};
pub use articles::{ArticleFacts, KeepError, keep_article};
pub use batch::{
    ARTICLE_COLUMNS, AnsweredList, BatchError, Found, GEOCODE_COLUMNS, REVERSE_COLUMNS, ReversedList, Rival,
    StatusCounts, geocode_all, geocode_list, read_list, reverse_list,
};
pub use changes::{Changed, Changes, ChangesError, Following, MAX_CHANGES};
pub use duplicates::{
    FLOOR_KM, MAX_PAIRS_PER_EVENT, MAX_PAIRS_PER_IMPORT, MAX_WINDOW_KM, PairView, Side, pairs,
};
pub use edit::{EditError, EventChange, Saved, Seen, version_of};
pub use edits::{EditView, edits, undo_edits};
pub use export::FileWish;
pub use fetch::{
    BOUNDARIES_URL, FetchError, FetchWishes, Fetched, GEONAMES_URL, MAX_DOWNLOAD_BYTES,
    Outcome as FetchOutcome, Progress as FetchProgress, fetch_mali,
};
pub use gazetteer::{
    Added, Former, LayerInfo, LearnedPlace, Learning, LearningConflict, PackError, PlaceChange, PlaceError,
    PlaceSaved, PlaceView, PreparedPack, add_place, check_place, edit_place, geocoder_at, geocoder_for,
    layers as gazetteer_layers, place, places, prepare_pack, remove_pack, remove_place,
};
pub use history::{History, HistoryStep, MAX_STEPS, SetByHand};
pub use import_list::{ImportListError, Progress, Wishes, import_list};
pub use imports::{
    ImportRow, ImportView, RecordError, import_of, import_rows, imports, write_import_rejects,
};
pub use jobs::{Job, JobOutcome, JobProgress, JobState, Jobs, JobsError, MAX_ENDED_JOBS, MAX_WAITING_JOBS};
pub use layers::{Layer, Layers};
pub use package::write_geopackage;
pub use report::{Counts, MAX_REJECTED, MAX_VERDICTS, Report, RowEvent, RowVerdict, UnknownVerdict, Verdict};
pub use reverse::{DEFAULT_NEAREST, MAX_NEAREST, NearPlace, Reversed, reverse};
pub use review::{
    Decided, DecisionView, DraftChange, Given, MAX_DECISIONS, Misfit, PlaceChoice, ReviewDone, ReviewError,
    ReviewItem, ReviewKey, ReviewPage, UnknownKey, Verdict as ReviewVerdict, Wish, decide as decide_review,
    decide_pair, decisions, review_queue, undo_decision,
};
pub use suggest::{DEFAULT_SUGGESTIONS, MAX_SUGGESTIONS, MAX_TYPED_CHARS, Suggested};
pub use tile::{TILE_FIELDS, TILE_LAYER, encode as encode_tile};
pub use units::UnitCounts;
pub use watch::{LOOK_EVERY, Taken, Watch, WatchError};
pub use whole::{is_of_store, is_same_file, keep_temporary_files_beside, put_file, whole_file};

use crate::encode::EncodeError;
use crate::event::{Event, LonLat, PlaceContext};
use crate::gazetteer::BlobError;
use crate::store::{GeoPackageStore, OpenMode};
use changes::Feed;
use gazetteer::Shown;
use jiff::civil::Date;
use picture::{Keeper, Rule};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;
use thiserror::Error;

/// Measuring and fitting the geocoder.
pub mod evaluation {
    pub use crate::geocode::eval::{
        Corruption, Figures, Labelled, LabelledError, Share, Told, corrupted, evaluate,
    };
    pub use crate::geocode::{Fitted, Geocoder, Model, ModelError, fit};
}

/// Why the service could not start.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// The gazetteer in the binary is broken, which a test of the build rules out.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A pack in the store cannot be used.
    #[error("the gazetteer's pack '{name}' cannot be used; without it: azalai gazetteer remove {name}")]
    Pack {
        /// Its name.
        name: String,
        /// What is wrong with it.
        #[source]
        source: BlobError,
    },
    /// The gazetteer's places could not be encoded.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

/// Opens the store at a path, and makes it first if it is not there.
pub fn open_or_create(path: &Path) -> Result<Arc<dyn EventStore>, StoreError> {
    Ok(Arc::new(GeoPackageStore::open(path, OpenMode::Create)?))
}

/// Opens the store at a path for reading; a missing one is an error and stays missing.
pub fn open_to_read(path: &Path) -> Result<Arc<dyn EventStore>, StoreError> {
    Ok(Arc::new(GeoPackageStore::open(path, OpenMode::ReadOnly)?))
}

/// The store at a path for reading; `None` where there is none.
pub fn open_if_there(path: &Path) -> Result<Option<Arc<dyn EventStore>>, StoreError> {
    if path.exists() { open_to_read(path).map(Some) } else { Ok(None) }
}

/// Opens the store at a path for writing; a missing one is an error and stays missing.
pub fn open_to_change(path: &Path) -> Result<Arc<dyn EventStore>, StoreError> {
    Ok(Arc::new(GeoPackageStore::open(path, OpenMode::ReadWrite)?))
}

/// The store that a dry run is tried on: the one at the path if it is there and of this version, a copy of an older one,
/// else an empty one; copies go with this value. Not one in memory: that would grow with the list.
#[derive(Debug)]
pub struct Trial {
    store: Arc<dyn EventStore>,
    _folder: TempDir,
}

impl Trial {
    /// Opens the store at a path, or another one elsewhere; nothing is made or changed at the path.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let no_folder = |source| StoreError::Io { path: tempfile::env::temp_dir(), source };
        let folder = tempfile::tempdir().map_err(no_folder)?;
        let elsewhere = folder.path().join("trial.gpkg");
        let store: Arc<dyn EventStore> = if path.exists() {
            Arc::new(GeoPackageStore::open_to_try(path, &elsewhere)?)
        } else {
            open_or_create(&elsewhere)?
        };
        Ok(Self { store, _folder: folder })
    }

    /// The store.
    pub fn store(&self) -> Arc<dyn EventStore> {
        Arc::clone(&self.store)
    }
}

/// A store, its picture in memory and the geocoder, for as long as the process serves.
#[derive(Debug)]
pub struct Service {
    store: Arc<dyn EventStore>,
    shown: Shown,
    layers: Layers,
    known_units: units::Known,
    jobs: Jobs,
    feed: Feed,
    keeper: Keeper,
    lexicon: Arc<Lexicon>,
    /// Held by whoever changes local places: what is not said of one is read before it is written again, and so is whether
    /// there is such a place already.
    places: Mutex<()>,
    /// A number of this process alone; see [`Service::version`].
    started: u64,
}

impl Service {
    /// Loads the store's events and the gazetteer's places into memory. A place is shown without asking a person from
    /// probability `accept_p` on.
    pub fn start(store: Arc<dyn EventStore>, accept_p: f64) -> Result<Self, ServiceError> {
        Self::start_keeping(store, accept_p, Rule::default())
    }

    /// The same, with another rule for when a picture of the events is written beside the store.
    fn start_keeping(store: Arc<dyn EventStore>, accept_p: f64, rule: Rule) -> Result<Self, ServiceError> {
        let shown = Shown::of(&*store, accept_p)?;
        let pictured = picture::load(&*store);
        let last = pictured.as_ref().map(|pictured| pictured.sequence);
        let events = pictured.map_or_else(|| layers::read_events(&*store), Ok)?;
        let keeper = Keeper::new(rule, events.others.clone(), last);
        let layers = Layers::new(events, shown.geocoder().gazetteer())?;
        let feed = Feed::at(layers.catch_up(&*store)?);
        let (jobs, known_units) = (Jobs::default(), units::Known::default());
        let (started, lexicon) = (fastrand::u64(..), Lexicon::embedded());
        let places = Mutex::default();
        Ok(Self { store, shown, layers, known_units, jobs, feed, keeper, lexicon, places, started })
    }

    /// The same that reads texts by another lexicon.
    #[must_use]
    pub fn reading_by(self, lexicon: Arc<Lexicon>) -> Self {
        Self { lexicon, ..self }
    }

    /// What a text tells: mentions, and drafts that a person has to confirm. Nothing is kept.
    pub fn read_article(&self, text: &str, published: Option<Date>) -> Result<Article, ArticleError> {
        Reader::new(self.geocoder(), Arc::clone(&self.lexicon)).read(text, published)
    }

    /// Imports a list; when this returns, what it brought is durable and served.
    pub fn import<R: Read + Seek + Send>(
        &self,
        reader: R,
        options: Options,
        wishes: Wishes<'_>,
    ) -> Result<Report, ImportListError> {
        let report = import_list(&*self.store, &self.geocoder(), reader, options, wishes)?;
        self.show_committed();
        Ok(report)
    }

    /// Imports a list as a job: this returns at once, and the list is read in its turn.
    pub fn start_import<R: Read + Seek + Send + 'static>(
        self: &Arc<Self>,
        mut reader: R,
        options: Options,
        wishes: JobWishes,
    ) -> Result<Arc<Job>, JobsError> {
        let (service, list) = (Arc::clone(self), options.list.clone());
        let JobWishes { dry_run, strict, learn } = wishes;
        self.jobs.start(list, dry_run, move |job| {
            // Asked before the list is read, since reading a long one takes a while and waiting for nothing is worse.
            if service.store.is_busy()? {
                return Err(StoreError::Busy.into());
            }
            let mut progress = |progress| job.tell(progress);
            if progress(Progress::default()).is_break() {
                return Err(ImportListError::Cancelled);
            }
            reader.rewind().map_err(ImportError::from)?;
            let wishes =
                Wishes { dry_run, strict, learn, progress: Some(&mut progress), ..Wishes::default() };
            service.import(&mut reader, options.clone(), wishes)
        })
    }

    /// Ends what goes on by itself, since the process is asked to stop: imports, and followers of the change log.
    pub fn stop(&self) {
        self.feed.end();
        self.jobs.stop();
        self.keeper.stop();
    }

    /// The imports that run by themselves.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// Shows what was committed since, by this process or another, and takes a changed gazetteer into use; returns
    /// the sequence shown.
    pub fn follow(&self) -> Result<u64, StoreError> {
        let sequence = self.layers.catch_up(&*self.store)?;
        self.feed.tell(sequence);
        let serve = |geocoder: &Geocoder| Ok(self.layers.show_gazetteer(geocoder.gazetteer())?);
        if self.shown.follow(&*self.store, serve)? {
            // Only now: units are counted by the geocoder in use.
            self.layers.gazetteer_was_exchanged();
        }
        self.keeper.look(&self.layers, &self.store);
        Ok(sequence)
    }

    /// Shows what was just committed; says whether it is shown. A failure is no fault of what was written: that is durable, and
    /// who wrote it and heard otherwise would write it again. The log tells of it, and the next look shows it.
    fn show_committed(&self) -> bool {
        self.follow()
            .inspect_err(|error| {
                let error: &(dyn std::error::Error + 'static) = error;
                tracing::error!(error, "what was written is kept, but cannot be shown yet");
            })
            .is_ok()
    }

    /// The sequence of the store's change log that the collections show.
    pub fn sequence(&self) -> u64 {
        self.layers.sequence()
    }

    /// A name for what the collections hold now: as long as it stays the same, every question to them has the same
    /// answer. Ask for it before the question: an answer may be newer than its version, and is then only asked
    /// for once more.
    ///
    /// It never outlives the process. A later one may lie over another file with the same sequence, or write features
    /// in another way.
    pub fn version(&self) -> String {
        format!("{:x}-{:x}-{:x}", self.started, self.sequence(), self.layers.exchanges())
    }

    /// The geocoder of the moment: cheap to take, and it stays as it is for as long as it is held.
    pub fn geocoder(&self) -> Geocoder {
        self.shown.geocoder()
    }

    /// The layers of the gazetteer, the lowest first.
    pub fn gazetteer_layers(&self) -> Result<Vec<LayerInfo>, PackError> {
        gazetteer_layers(Some(&*self.store))
    }

    /// All local places, by their numbers.
    pub fn local_places(&self) -> Result<Vec<PlaceView>, PlaceError> {
        places(&*self.store)
    }

    /// One local place.
    pub fn local_place(&self, id: &str) -> Result<PlaceView, PlaceError> {
        place(&*self.store, id)
    }

    /// Adds a place that a person stands for; when this returns, it is durable and found.
    pub fn add_local_place(&self, said: &PlaceChange) -> Result<PlaceSaved, PlaceError> {
        let _places = self.lock_places();
        let saved = add_place(&*self.store, self.geocoder().gazetteer(), said)?;
        self.show_committed();
        Ok(saved)
    }

    /// Changes a local place.
    pub fn edit_local_place(&self, id: &str, said: &PlaceChange) -> Result<PlaceSaved, PlaceError> {
        let _places = self.lock_places();
        let saved = edit_place(&*self.store, self.geocoder().gazetteer(), id, said)?;
        self.show_committed();
        Ok(saved)
    }

    /// Removes a local place; when this returns, answers are as before it came.
    pub fn remove_local_place(&self, id: &str) -> Result<(), PlaceError> {
        let _places = self.lock_places();
        remove_place(&*self.store, id)?;
        self.show_committed();
        Ok(())
    }

    fn lock_places(&self) -> MutexGuard<'_, ()> {
        // It guards nothing but the turn.
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page of a collection.
    pub fn search(&self, layer: Layer, query: &Query) -> Page {
        self.layers.get(layer).search(query)
    }

    /// Writes a file of features.
    pub fn export(&self, wish: &FileWish<'_>, out: &mut dyn Write) -> Result<(), EncodeError> {
        let counts = wish.events.filter(|_| wish.layer.unit_level().is_some());
        let counts = counts.map(|events| self.unit_counts(events));
        export::export(&self.layers, wish, counts.as_ref(), out)
    }

    /// The collections.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// Where many named places are, in their order, and how many have which status.
    pub fn geocode_all(&self, asked: &[Asked]) -> (Vec<Arc<Found>>, StatusCounts) {
        geocode_all(&self.geocoder(), asked)
    }

    /// What lies around a point, with so many places at most.
    pub fn reverse(&self, at: LonLat, count: usize) -> Reversed {
        reverse(&self.geocoder(), at, count)
    }

    /// Places that the letters typed so far may begin, those near a point preferred.
    pub fn suggest(&self, typed: &str, near: Option<LonLat>, count: usize) -> Vec<Suggested> {
        suggest::suggest(self.geocoder().gazetteer(), typed, near, count)
    }

    /// Places that a name may mean, and the decision.
    pub fn geocode(&self, place: &PlaceContext, on: Option<Date>) -> Answer {
        self.geocoder().geocode(place, on)
    }
}

/// What an import that runs by itself is to do besides importing; see [`Wishes`].
#[derive(Debug, Clone, Copy, Default)]
pub struct JobWishes {
    /// Count what would happen and write nothing.
    pub dry_run: bool,
    /// Import nothing when a row is rejected.
    pub strict: bool,
    /// Learn places from rows that give exact coordinates for a name that is not known there.
    pub learn: bool,
}

/// Hands every event of a store to `visit`, in the order they were added.
pub fn for_each_event(store: &dyn EventStore, visit: &mut dyn FnMut(Event)) -> Result<(), StoreError> {
    store.for_each(&mut |_, event| visit(event)).map(|_| ())
}
