//! Why a store cannot do what it is asked.

use crate::event::{EventId, Reason};
use std::path::PathBuf;
use thiserror::Error;

/// Why a store cannot do what it is asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no such file, and this command does not make one.
    #[error("there is no file {}", path.display())]
    NotFound {
        /// The file asked for.
        path: PathBuf,
    },
    /// The file, or the folder it is to be in, cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file asked for.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The file is something else; it was not touched.
    #[error("{} is not a store of azalai: {found}", path.display())]
    NotAStore {
        /// The file asked for.
        path: PathBuf,
        /// What it is instead.
        found: &'static str,
    },
    /// The file was written by a later version of Azalai; it was not touched.
    #[error(
        "{} has schema version {found}, this azalai knows versions up to {known}: use a newer azalai",
        path.display()
    )]
    Newer {
        /// The file asked for.
        path: PathBuf,
        /// The file's version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The file was written by an earlier version and is opened for reading only.
    #[error("{} has schema version {found}, older than {known}: open it once for writing", path.display())]
    Older {
        /// The file asked for.
        path: PathBuf,
        /// The file's version.
        found: i64,
        /// The version needed.
        known: i64,
    },
    /// The file cannot be written.
    #[error("{} is write-protected", path.display())]
    WriteProtected {
        /// The file asked for.
        path: PathBuf,
    },
    /// The file has committed changes beside it that cannot be read where it lies.
    #[error(
        "{} has changes in its -wal or -journal file that cannot be read from a write-protected folder: \
         copy both files elsewhere, or open it once where it may be written",
        path.display()
    )]
    PendingChanges {
        /// The file asked for.
        path: PathBuf,
    },
    /// The file system cannot do what safe concurrent writing needs.
    #[error("{} cannot be switched to write-ahead logging (stays in '{mode}'): is it on a network drive?", path.display())]
    NoWriteAheadLog {
        /// The file asked for.
        path: PathBuf,
        /// The journal mode it stays in.
        mode: String,
    },
    /// The file was deleted, or another one was put in its place, while it was open.
    #[error(
        "{} is no longer the file that was opened: it was deleted or replaced; nothing was written, start again",
        path.display()
    )]
    Replaced {
        /// The path.
        path: PathBuf,
    },
    /// Another import holds the write lock.
    #[error("another import is running")]
    Busy,
    /// The store was opened for reading only.
    #[error("the store is open for reading only")]
    ReadOnly,
    /// No space is left; nothing of the import was kept.
    #[error("no space is left for {store}")]
    Full {
        /// The store's file.
        store: String,
    },
    /// The import was rolled back after an earlier error, and can only be dropped.
    #[error("the import was rolled back after an earlier error")]
    RolledBack,
    /// An event with this id is there already.
    #[error("event {0} is there already")]
    Duplicate(EventId),
    /// An event's id is not the one that its identity gives.
    #[error("event {given} has the identity of event {expected}")]
    OtherId {
        /// The id that the identity gives.
        expected: EventId,
        /// The id that the event has.
        given: EventId,
    },
    /// The parts of a merged event are not what merging leaves.
    #[error("the parts of event {0} do not make one event")]
    Parts(EventId),
    /// No event has this number.
    #[error("there is no event with fid {0}")]
    NoSuchEvent(u64),
    /// No event that is shown has this id.
    #[error("there is no event {0}")]
    NoEvent(EventId),
    /// No local place has this number.
    #[error("there is no local place {0}")]
    NoSuchPlace(u64),
    /// No import has this number.
    #[error("there is no import {0}")]
    NoSuchImport(i64),
    /// The import was undone before.
    #[error("import {import_id} was undone already, at {at}")]
    AlreadyUndone {
        /// The import.
        import_id: i64,
        /// When.
        at: String,
    },
    /// What the import wrote is held by later changes. Nothing was undone.
    #[error("import {import_id} cannot be undone yet: {}", held_by(imports, pairs).en)]
    BuiltOn {
        /// The import.
        import_id: i64,
        /// Later imports that changed its events.
        imports: Vec<i64>,
        /// Merged pairs that hold its events.
        pairs: Vec<i64>,
    },
    /// No pair of duplicates has this number.
    #[error("there is no pair of duplicates {0}")]
    NoSuchPair(i64),
    /// An event of a pair is not there any more.
    #[error("an event of pair {0} is not there any more")]
    PairGone(i64),
    /// A merged pair has to be reopened before anything else is decided.
    #[error("pair {0} is merged: reopen it first")]
    PairMerged(i64),
    /// The events of a pair were merged by other pairs.
    #[error("the events of pair {0} are one already, by other pairs")]
    PairIsOne(i64),
    /// To merge a pair would join two events that a person told apart.
    #[error(
        "pair {pair} would join events that pair {different} says are different: reopen pair {different} first"
    )]
    PairApart {
        /// The pair.
        pair: i64,
        /// The one decided before.
        different: i64,
    },
    /// The event shows others as well, merged into it.
    #[error("the event with fid {0} is merged with others: reopen their pair first")]
    Merged(u64),
    /// No article has this number.
    #[error("there is no article {0}")]
    NoSuchArticle(i64),
    /// Drafts of an article are events.
    #[error(
        "article {article} cannot be removed: {events} of its drafts are events; take back those decisions first"
    )]
    Confirmed {
        /// The article.
        article: i64,
        /// How many.
        events: u64,
    },
    /// A number in an event is not finite: it could not be read again.
    #[error("event {0} has a number that is not finite")]
    NotFinite(EventId),
    /// An event cannot be written as JSON.
    #[error("event {id} cannot be encoded")]
    Encode {
        /// The event.
        id: EventId,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A stored event cannot be read: the store was changed by something else, or is damaged.
    #[error("the event with fid {fid} in {store} cannot be read")]
    Body {
        /// The store's file.
        store: String,
        /// The event's number.
        fid: u64,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A stored value is none that Azalai writes.
    #[error("column {column} of row {row} in {store} has the unknown value '{value}'")]
    Value {
        /// The store's file.
        store: String,
        /// Table and column.
        column: &'static str,
        /// Number of the row.
        row: u64,
        /// The value.
        value: String,
    },
    /// The database under the store failed.
    #[error("cannot {doing} in {store}")]
    Database {
        /// The store's file or address.
        store: String,
        /// What was tried.
        doing: &'static str,
        /// What the database says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StoreError {
    /// What a person is told, in French; nothing of what no person can mend.
    pub fn in_french(&self) -> Option<String> {
        Some(match self {
            Self::Busy => "un autre import est en cours".to_owned(),
            Self::Replaced { path } => format!(
                "{} n’est plus le fichier qui a été ouvert\u{a0}: il a été supprimé ou remplacé\u{202f}; rien n’a été écrit, \
                 redémarrez",
                path.display()
            ),
            Self::Duplicate(id) => format!("l’événement {id} existe déjà"),
            Self::NoEvent(id) => format!("il n’y a pas d’événement {id}"),
            Self::NoSuchImport(id) => format!("il n’y a pas d’import {id}"),
            Self::AlreadyUndone { import_id, at } => format!("l’import {import_id} a déjà été annulé ({at})"),
            Self::BuiltOn { import_id, imports, pairs } => format!(
                "l’import {import_id} ne peut pas encore être annulé\u{a0}: {}",
                held_by(imports, pairs).fr
            ),
            Self::NoSuchPair(id) => format!("il n’y a pas de paire {id}"),
            Self::PairGone(id) => format!("un événement de la paire {id} n’existe plus"),
            Self::PairMerged(id) => format!("la paire {id} est réunie\u{a0}: rouvrez-la d’abord"),
            Self::PairIsOne(id) => {
                format!("les événements de la paire {id} n’en font déjà qu’un, par d’autres paires")
            }
            Self::PairApart { pair, different } => format!(
                "la paire {pair} réunirait des événements que la paire {different} dit différents\u{a0}: rouvrez d’abord la \
                 paire {different}"
            ),
            Self::Merged(fid) => {
                format!("l’événement numéro {fid} est réuni avec d’autres\u{a0}: rouvrez d’abord leur paire")
            }
            Self::NoSuchArticle(id) => format!("il n’y a pas d’article {id}"),
            Self::Confirmed { article, events } => format!(
                "l’article {article} ne peut pas être retiré\u{a0}: {events} de ses ébauches {} des \
                 événements\u{202f}; annulez d’abord ces décisions",
                if *events == 1 { "est" } else { "sont" }
            ),
            _ => return None,
        })
    }
}

/// What has to be taken back before an import is.
fn held_by(imports: &[i64], pairs: &[i64]) -> Reason {
    let listed = |numbers: &[i64]| numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let undo = (!imports.is_empty()).then(|| {
        let imports = listed(imports);
        Reason::new(
            format!("undo first what changed its events since, the last first: import {imports}"),
            format!("annulez d’abord ce qui a changé ses événements depuis, le dernier en premier\u{a0}: import {imports}"),
        )
    });
    let reopen = (!pairs.is_empty()).then(|| {
        let pairs = listed(pairs);
        Reason::new(
            format!("reopen first what holds its events: merged pair {pairs}"),
            format!("rouvrez d’abord ce qui tient ses événements\u{a0}: paire réunie {pairs}"),
        )
    });
    Reason::all([undo, reopen].into_iter().flatten()).unwrap_or_default()
}
