//! Articles that are kept, and the events that their drafts would be.
//!
//! In: a text that was read, and what is known of it. Out: the article in the store, with a draft for each event that it tells.
//! It must not decide that a draft is an event: a person does.

mod quote;

use super::Service;
use super::checksum::hex;
use crate::article::{Article, ArticleError, Draft};
use crate::encode::geojson;
use crate::event::{Claim, DateSpan, Event, EventId, Figure, Fingerprint, Identity, Origin, PlaceContext};
use crate::store::{
    ArticleRecord, DraftRecord, DraftState, EventStore, KeptArticle, NewArticle, NewDraft, StoreError,
};
use jiff::civil::Date;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use thiserror::Error;

/// Digits of a text's digest that name it in the identities of its events: 64 bits.
const NAME_DIGITS: usize = 16;
/// What the list of an event is called whose article has neither title nor source.
const UNTITLED: &str = "article";

/// What is known of a text beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArticleFacts {
    /// Who published it.
    pub source: Option<String>,
    /// Where it stands.
    pub link: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Under what terms it may be passed on.
    pub licence: Option<String>,
}

/// Why a text was not kept.
#[derive(Debug, Error)]
pub enum KeepError {
    /// There is nothing to keep.
    #[error("the text is empty")]
    Empty,
    /// It cannot be read.
    #[error(transparent)]
    Article(#[from] ArticleError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It cannot be written down.
    #[error("cannot encode what the text was read as")]
    Encode(#[from] serde_json::Error),
}

/// Keeps a text as it was read, and answers with the article as the store has it: the first reading of this very text.
pub fn keep_article(
    store: &dyn EventStore,
    text: &str,
    article: &Article,
    facts: &ArticleFacts,
) -> Result<Value, KeepError> {
    if text.trim().is_empty() {
        return Err(KeepError::Empty);
    }
    let published = article.published.map(|day| day.to_string()).unwrap_or_default();
    let digest =
        hex(Sha256::new().chain_update(published.as_bytes()).chain_update([0x1f]).chain_update(text));
    let told = Told { text, article, facts, digest: &digest };
    let drafts = article.drafts.iter().enumerate().map(|(at, draft)| {
        let event = told.event(at, draft);
        let draft_json = serde_json::to_string(draft)?;
        Ok(NewDraft { draft_json, event, p: draft.confidence.overall, why: draft.why.clone() })
    });
    let ArticleFacts { source, link, title, licence } = facts.clone();
    let id = store.keep_article(&NewArticle {
        digest: digest.clone(),
        published: article.published,
        source,
        link,
        title,
        licence,
        language: serde_json::to_value(article.language)?.as_str().unwrap_or_default().to_owned(),
        text: text.to_owned(),
        reading_json: serde_json::to_string(article)?,
        drafts: drafts.collect::<Result<_, KeepError>>()?,
    })?;
    let kept = store.article(id)?.ok_or(StoreError::NoSuchArticle(id))?;
    let mut answer = reading(store, &kept)?;
    answer["id"] = id.into();
    Ok(answer)
}

/// An article, whole: what is known of it, its text, and what that was read as.
pub(super) fn article(store: &dyn EventStore, id: i64) -> Result<Value, StoreError> {
    let kept = store.article(id)?.ok_or(StoreError::NoSuchArticle(id))?;
    let mut whole = json!(kept.record);
    if let (Value::Object(whole), Value::Object(reading)) = (&mut whole, reading(store, &kept)?) {
        whole.insert("text".to_owned(), kept.text.into());
        whole.extend(reading);
    }
    Ok(whole)
}

/// What an article was read as, with what became of each draft, and of those that wait what their events would say.
fn reading(store: &dyn EventStore, kept: &KeptArticle) -> Result<Value, StoreError> {
    let mut reading: Value = serde_json::from_str(&kept.reading_json).unwrap_or_else(|_| json!({}));
    let drafts = reading.get_mut("drafts").and_then(Value::as_array_mut).map(std::mem::take);
    let drafts = drafts.unwrap_or_default().into_iter().zip(&kept.drafts);
    let mut told = Vec::new();
    for (mut draft, (id, state, event_id)) in drafts {
        draft["draft_id"] = (*id).into();
        draft["state"] = json!(state);
        draft["event_id"] = json!(event_id);
        if *state == DraftState::Open
            && let Some(record) = store.draft(*id)?
        {
            draft["event_claims"] = claims_of(&event_of(&record, &kept.record));
        }
        told.push(draft);
    }
    reading["drafts"] = told.into();
    Ok(reading)
}

/// The claims of the event that a draft would be, as its feature would have them and a change of the draft takes them: what the
/// text says itself, then what it has others say.
pub(super) fn claims_of(event: &Event) -> Value {
    let mut feature: Value = serde_json::from_slice(&geojson::event(event)).unwrap_or_default();
    feature["properties"]["claims"].take()
}

/// What makes the event of a draft the same in every store that read the text. The drafts of one text have one source: they
/// are never proposed as one event, those of two texts may be.
pub(super) fn identity_of(digest: &str, number: i64) -> Identity {
    let name = digest.get(..NAME_DIGITS).unwrap_or(digest);
    Identity::of_source_id(&format!("article-{name}"), &number.to_string())
}

/// What an event of a draft says, in a few digits.
pub(super) fn print_of(digest: &str, number: i64) -> Fingerprint {
    Fingerprint::of_cells([("article", digest), ("draft", &number.to_string())])
}

/// The event that a draft is once it is confirmed, under the terms of its article as they are now.
pub(super) fn event_of(draft: &DraftRecord, article: &ArticleRecord) -> Event {
    let ArticleRecord { source, link, title, licence, .. } = article.clone();
    let facts = ArticleFacts { source, link, title, licence };
    let mut event = draft.event.clone();
    // What was learned of the article since it was read.
    if let Some(claim) = event.claims.first_mut().filter(|claim| claim.source.is_empty()) {
        claim.source = speaker(&facts);
    }
    event.origin = origin(&facts, &article.digest, draft.number, event.origin.line);
    event.attributes = attributes(&facts, article.published.as_deref());
    event
}

/// A text that was read.
struct Told<'a> {
    text: &'a str,
    article: &'a Article,
    facts: &'a ArticleFacts,
    digest: &'a str,
}

impl Told<'_> {
    /// The event that the draft at a place would be.
    fn event(&self, at: usize, draft: &Draft) -> Event {
        let Self { text, article, facts, digest } = *self;
        // Drafts are counted from 1 outside.
        let number = i64::try_from(at + 1).unwrap_or(i64::MAX);
        let said: Vec<Claim> = draft.claims.iter().map(Claim::from).collect();
        // What the text says itself, where that is not what those it quotes say.
        let beside = |all: Figure, of: fn(&Claim) -> &Figure| {
            if Figure::across(said.iter().map(of)) == all { Figure::UNKNOWN } else { all }
        };
        let own = Claim {
            source: speaker(facts),
            text: quote::quoted(text, article, at, draft),
            deaths: beside(draft.deaths, |claim| &claim.deaths),
            injured: beside(draft.injured, |claim| &claim.injured),
        };
        let line = text.chars().take(draft.start).filter(|letter| *letter == '\n').count() as u64 + 1;
        let when = draft.date.as_ref();
        let mut event = Event {
            id: EventId::from(&identity_of(digest, number)),
            kind: draft.kind,
            kind_text: draft.kind_text.clone(),
            when: when.and_then(|date| DateSpan::new(date.start, date.end, date.precision, &date.text)),
            place: PlaceContext { name: draft.location.text.clone(), ..PlaceContext::default() },
            location: draft.location.location.clone(),
            actors: draft.actors.clone(),
            deaths: Figure::UNKNOWN,
            claims: std::iter::once(own).chain(said).collect(),
            origin: origin(facts, digest, number, line),
            attributes: attributes(facts, article.published.map(|day| day.to_string()).as_deref()),
            parts: Vec::new(),
        };
        event.derive_deaths();
        event
    }
}

/// Who speaks where nobody is quoted.
fn speaker(facts: &ArticleFacts) -> String {
    facts.source.as_ref().or(facts.title.as_ref()).cloned().unwrap_or_default()
}

fn origin(facts: &ArticleFacts, digest: &str, number: i64, line: u64) -> Origin {
    let name = digest.get(..NAME_DIGITS).unwrap_or(digest);
    Origin {
        list: facts.title.as_ref().or(facts.source.as_ref()).map_or(UNTITLED, String::as_str).to_owned(),
        source: facts.source.clone(),
        line,
        source_id: Some(format!("{name}-{number}")),
        licence: facts.licence.clone(),
        restricted: false,
    }
}

fn attributes(facts: &ArticleFacts, published: Option<&str>) -> BTreeMap<String, String> {
    [("article", facts.title.as_deref()), ("link", facts.link.as_deref()), ("published", published)]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
        .collect()
}

impl Service {
    /// Reads a text and keeps it with its drafts; the answer has the number of the article and of each draft.
    pub fn keep_article(
        &self,
        text: &str,
        published: Option<Date>,
        facts: &ArticleFacts,
    ) -> Result<Value, KeepError> {
        let article = self.read_article(text, published)?;
        keep_article(&*self.store, text, &article, facts)
    }

    /// Articles, the newest first, from before a number on (0: from the newest), and how many there are.
    pub fn articles(&self, after: i64, limit: usize) -> Result<(Vec<ArticleRecord>, u64), StoreError> {
        self.store.articles(after, limit)
    }

    /// One article, whole.
    pub fn article(&self, id: i64) -> Result<Value, StoreError> {
        article(&*self.store, id)
    }

    /// Forgets an article and its drafts, none of which may be an event.
    pub fn forget_article(&self, id: i64) -> Result<(), StoreError> {
        if self.store.forget_article(id)? { Ok(()) } else { Err(StoreError::NoSuchArticle(id)) }
    }
}
