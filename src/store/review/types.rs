//! What a review is about: articles, drafts, places in the queue, decisions.
//!
//! In: nothing. Out: what a store takes and gives. It must not know what a decision means.

use crate::event::Event;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A kind of what waits for a person's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewKind {
    /// An event that an article tells.
    Draft,
    /// A place that a person must choose.
    Location,
    /// Two events that may be one.
    Duplicate,
}

/// A word that is no kind of what waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be one of draft, location, duplicate")]
pub struct UnknownReviewKind;

/// A place in the queue: of what is alike sure the kinds come in their order, and of one kind the oldest first.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct QueuePlace {
    /// How sure what is proposed is, 0 to 1.
    pub p: f64,
    /// What it is.
    pub kind: ReviewKind,
    /// Number of the draft or the pair, or fid of the event.
    pub number: i64,
}

/// How much waits of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ReviewCounts {
    /// Drafts.
    pub draft: u64,
    /// Places.
    pub location: u64,
    /// Pairs.
    pub duplicate: u64,
}

/// An article to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewArticle {
    /// Of the text and its day.
    pub digest: String,
    /// The day it was published, as far as is known.
    pub published: Option<Date>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it stands.
    pub link: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Under what terms it may be passed on.
    pub licence: Option<String>,
    /// Code of its language.
    pub language: String,
    /// The text.
    pub text: String,
    /// What it was read as, a JSON object.
    pub reading_json: String,
    /// The events it tells, the best first.
    pub drafts: Vec<NewDraft>,
}

/// A draft to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDraft {
    /// As it was read, a JSON object.
    pub draft_json: String,
    /// The event that it would be.
    pub event: Event,
    /// That the event is there.
    pub p: f64,
    /// Why it is an event.
    pub why: String,
}

/// What is known of an article beside its text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArticleRecord {
    /// Its number in this store.
    pub id: i64,
    /// When it was kept, RFC 3339, UTC.
    pub at: String,
    /// The day it was published.
    pub published: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it stands.
    pub link: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Under what terms it may be passed on.
    pub licence: Option<String>,
    /// Code of its language.
    pub language: String,
    /// The first words of its text: what to call it where it has no title.
    pub beginning: String,
    /// How many of its drafts are in which state.
    pub drafts: DraftCounts,
    /// Of the text and its day.
    #[serde(skip)]
    pub digest: String,
}

/// How many drafts are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DraftCounts {
    /// Undecided.
    pub open: u64,
    /// Events now.
    pub confirmed: u64,
    /// No events.
    pub rejected: u64,
}

/// An article with all that is kept of it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptArticle {
    /// What is known of it.
    pub record: ArticleRecord,
    /// Its text.
    pub text: String,
    /// What it was read as, a JSON object.
    pub reading_json: String,
    /// Its drafts in their order: number in this store, state, and the event that it became.
    pub drafts: Vec<(i64, DraftState, Option<String>)>,
}

/// A draft as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftRecord {
    /// Its number in this store.
    pub id: i64,
    /// Number of its article.
    pub article: i64,
    /// Its number within the article, from 1.
    pub number: i64,
    /// What became of it.
    pub state: DraftState,
    /// Another number after each decision.
    pub version: i64,
    /// The event that it became.
    pub event_id: Option<String>,
    /// That the event is there.
    pub p: f64,
    /// As it was read, a JSON object.
    pub draft_json: String,
    /// The event that it would be.
    pub event: Event,
}

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    /// Nothing yet.
    Open,
    /// An event.
    Confirmed,
    /// Nothing happened, or nothing that is to be told.
    Rejected,
}

/// A decision to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    /// Who decided, if that was said.
    pub by: Option<String>,
    /// What on.
    pub item: String,
    /// What that is.
    pub kind: ReviewKind,
    /// The word for it.
    pub decision: String,
    /// What was, for people: a JSON object.
    pub from_json: String,
    /// What is since, for people: a JSON object.
    pub to_json: String,
    /// What taking it back needs, a JSON text.
    pub undo_json: String,
}

/// A decision as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRecord {
    /// Its number in this store.
    pub id: i64,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// Who decided, if that was said.
    pub by: Option<String>,
    /// What on.
    pub item: String,
    /// What that is.
    pub kind: ReviewKind,
    /// The word for it.
    pub decision: String,
    /// What was, a JSON object.
    pub from_json: String,
    /// What is since, a JSON object.
    pub to_json: String,
    /// When it was taken back, RFC 3339, UTC.
    pub undone_at: Option<String>,
    /// Who took it back, if that was said.
    pub undone_by: Option<String>,
}

impl ReviewKind {
    /// Every kind, in the order of the queue.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Location, Self::Duplicate];

    /// The word in the store and in keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Location => "location",
            Self::Duplicate => "duplicate",
        }
    }
}

impl FromStr for ReviewKind {
    type Err = UnknownReviewKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or(UnknownReviewKind)
    }
}

impl DraftState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::Confirmed, Self::Rejected];

    /// The word in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
        }
    }

    /// It in French.
    pub fn in_french(self) -> &'static str {
        match self {
            Self::Open => "ouverte",
            Self::Confirmed => "confirmée",
            Self::Rejected => "rejetée",
        }
    }
}

impl ReviewCounts {
    /// How much waits of one kind.
    pub fn of(self, kind: ReviewKind) -> u64 {
        match kind {
            ReviewKind::Draft => self.draft,
            ReviewKind::Location => self.location,
            ReviewKind::Duplicate => self.duplicate,
        }
    }
}
