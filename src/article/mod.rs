//! From the text of an article or a report to draft events.
//!
//! In: a text in English or French and the day it was published. Out: what its words were taken for and why, and
//! drafts that a person has to confirm. It must not know lists, stores or files.
//!
//! Words are taken once ([`scan`]), dates are counted from the day of publication ([`dates`]), places are resolved
//! jointly ([`resolve`]), and segments that tell one event are grouped ([`drafts`]). All of it is deterministic and
//! takes time in proportion to the text.

mod actors;
mod answer;
mod assemble;
mod claims;
mod dates;
mod direction;
mod drafts;
mod figures;
mod kinds;
mod lexicon;
mod located;
mod mentions;
mod places;
mod pronouns;
mod resolve;
mod role;
mod scan;
mod segments;
mod single;
#[cfg(test)]
mod tests;
mod text;
mod within;
mod words;

pub use answer::{
    Article, ClaimFound, Confidence, DateFound, Draft, DraftLocation, Language, Mask, Mention, PlaceFound,
    PlaceRole, TakenFor,
};
pub use lexicon::{Lexicon, LexiconError};

use crate::geocode::Geocoder;
use assemble::Reading;
use jiff::civil::Date;
use std::sync::Arc;
use thiserror::Error;

/// Bytes of a text at most.
pub const MAX_TEXT_BYTES: usize = 1 << 20;
/// Mentions of a text at most; a note says when there were more.
pub const MAX_MENTIONS: usize = 20_000;

/// Why a text was not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArticleError {
    /// It is too long.
    #[error("the text has {0} bytes, more than {MAX_TEXT_BYTES}: send its parts one by one")]
    TooLong(usize),
}

impl ArticleError {
    /// The same in French.
    pub fn in_french(&self) -> String {
        let Self::TooLong(bytes) = self;
        format!("le texte a {bytes} octets, plus que {MAX_TEXT_BYTES}\u{a0}: envoyez ses parties une à une")
    }
}

/// Reads texts. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Reader {
    geocoder: Geocoder,
    lexicon: Arc<Lexicon>,
}

impl Reader {
    /// A reader that finds places by a geocoder and knows words by a lexicon.
    pub fn new(geocoder: Geocoder, lexicon: Arc<Lexicon>) -> Self {
        Self { geocoder, lexicon }
    }

    /// How sure a place must be to be shown without asking a person.
    pub fn accept_p(&self) -> f64 {
        self.geocoder.accept_p()
    }

    /// Reads a text. Without a day of publication that of the dateline counts, and words such as "yesterday" mean no
    /// day where neither is known.
    pub fn read(&self, text: &str, published: Option<Date>) -> Result<Article, ArticleError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(ArticleError::TooLong(text.len()));
        }
        let text = text::Text::read(text, &self.lexicon, published.map(Date::year));
        Ok(Reading::of(&text, &self.geocoder, published).article())
    }
}
