//! What a text was read as.
//!
//! In: nothing. Out: the types of an answer, in the form in which they are written as JSON. It must not know how a
//! text is read. Positions count Unicode characters from 0, the end excluded.

use crate::event::{Claim, DatePrecision, Figure, Kind, Location, LonLat, Reason, Status};
use jiff::civil::Date;
use serde::Serialize;

/// A text, read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Article {
    /// The language it is written in.
    pub language: Language,
    /// The day it was published: as given, else as its dateline says.
    pub published: Option<Date>,
    /// What was recognised, in the order of the text; mentions never overlap.
    pub mentions: Vec<Mention>,
    /// Events that a person has to confirm, the best first; none where no word tells that something happened.
    pub drafts: Vec<Draft>,
    /// What a person should know of the reading as a whole, such as that it found no event, or a limit that was met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The same in French.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes_fr: Vec<String>,
}

/// Languages that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Neither, or too short to tell.
    #[serde(rename = "und")]
    Unknown,
}

/// Words that were recognised.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mention {
    /// The words as written.
    pub text: String,
    /// Position of the first character.
    pub start: usize,
    /// Position behind the last character.
    pub end: usize,
    /// What they were taken for.
    pub taken_for: TakenFor,
    /// Of masked words: what hides them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub masked: Option<Mask>,
    /// Why.
    pub why: String,
    /// The same in French.
    pub why_fr: String,
    /// Of a place: what it does in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<PlaceRole>,
    /// Of a place that was looked up: what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceFound>,
    /// Of a date: the days it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateFound>,
    /// Of an actor: the name of it that drafts use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Of a kind: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Number of the draft it supports, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<usize>,
}

/// What words were taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenFor {
    /// A place.
    Place,
    /// A date.
    Date,
    /// Somebody who takes part.
    Actor,
    /// A kind of event.
    Kind,
    /// Words that say that somebody claims something.
    Claim,
    /// A name that is no place where something happened.
    Masked,
}

/// What hides a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mask {
    /// A treaty that is named after a place.
    Treaty,
    /// A person.
    Person,
    /// A people or the citizens of a country.
    People,
    /// A newspaper, a station, an agency; also a dateline.
    Media,
    /// A government, an organisation.
    Body,
}

/// What a place does in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceRole {
    /// Something happened there.
    Event,
    /// It says where another place lies.
    Context,
    /// Somebody comes from there or goes there.
    Way,
    /// Somebody speaks there, or for it.
    Speaks,
    /// It stands in what is told beside the event.
    Background,
    /// It lies in another country.
    Abroad,
}

/// A place that a mention means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceFound {
    /// Its name in the gazetteer.
    pub name: Option<String>,
    /// Its id there.
    pub place_id: Option<String>,
    /// Where it is.
    pub point: Option<LonLat>,
    /// How sure that is.
    pub p: f64,
    /// What a map may do with it.
    pub status: Status,
}

/// The days that words mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateFound {
    /// First day.
    pub start: Date,
    /// Last day, included.
    pub end: Date,
    /// How precisely the text dates the event.
    pub precision: DatePrecision,
    /// The words it was read from.
    pub text: String,
}

/// An event as a text tells it, until a person confirms it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Draft {
    /// Where, with rivals.
    pub location: DraftLocation,
    /// When; absent where the text does not say.
    pub date: Option<DateFound>,
    /// What happened.
    pub kind: Kind,
    /// The words that say so.
    pub kind_text: String,
    /// Who took part, by the names of the lexicon.
    pub actors: Vec<String>,
    /// Deaths over the text's own figure and those of all claims; a disagreement stays a range.
    pub deaths: Figure,
    /// Injured, by the same rule.
    pub injured: Figure,
    /// What each side says.
    pub claims: Vec<ClaimFound>,
    /// How sure each part is.
    pub confidence: Confidence,
    /// Why this is an event, in one sentence.
    pub why: String,
    /// The same in French.
    pub why_fr: String,
    /// Position of the first character of the words that tell it.
    pub start: usize,
    /// Position behind the last.
    pub end: usize,
}

/// Where a draft is placed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftLocation {
    /// The location with its rivals.
    #[serde(flatten)]
    pub location: Location,
    /// Degrees east of its point.
    pub lon: Option<f64>,
    /// Degrees north of its point.
    pub lat: Option<f64>,
    /// The place in the text's words.
    pub text: String,
    /// Which way from the place it was, where the text says only that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<&'static str>,
}

/// What one side says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimFound {
    /// Who.
    pub who: String,
    /// The verb, as written.
    pub verb: String,
    /// Whether it is said that something is not so.
    #[serde(skip)]
    pub denies: bool,
    /// The words, as written.
    pub quote: String,
    /// Deaths by this side.
    pub deaths: Figure,
    /// Injured by this side.
    pub injured: Figure,
}

/// How sure each part of a draft is, 0..=1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Confidence {
    /// The product of the next four: that there was an event, and at this place.
    pub overall: f64,
    /// That the text tells of something that happened.
    pub happened: f64,
    /// That the words name a place.
    pub mention: f64,
    /// That they name this one.
    pub place: f64,
    /// That the event was there and not at another place of the text.
    pub event_place: f64,
    /// That the event was on these days.
    pub date: f64,
    /// That it is of this kind.
    pub kind: f64,
    /// That these took part.
    pub actors: f64,
}

impl DraftLocation {
    /// A location with the words it was read from.
    pub(super) fn new(location: Location, text: String, direction: Option<&'static str>) -> Self {
        let (lon, lat) = (location.point.map(LonLat::lon), location.point.map(LonLat::lat));
        Self { location, lon, lat, text, direction }
    }
}

impl From<&ClaimFound> for Claim {
    fn from(claim: &ClaimFound) -> Self {
        // The words alone would affirm what is denied.
        let text = if claim.denies { format!("{} {}", claim.verb, claim.quote) } else { claim.quote.clone() };
        Self { source: claim.who.clone(), text, deaths: claim.deaths, injured: claim.injured }
    }
}

impl Mention {
    /// The same with a reason in both languages.
    pub(super) fn because(mut self, why: Reason) -> Self {
        (self.why, self.why_fr) = (why.en, why.fr);
        self
    }
}
