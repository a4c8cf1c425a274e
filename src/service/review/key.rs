//! The names of what waits for a person's word.
//!
//! In: a text. Out: which draft, event or pair it names. It must not know whether there is such a one.

use crate::event::EventId;
use crate::store::ReviewKind;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// What a decision is on: `draft-12`, `location-` and an event's id, `duplicate-7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewKey {
    /// A draft by its number.
    Draft(i64),
    /// The place of an event.
    Location(EventId),
    /// A pair by its number.
    Duplicate(i64),
}

/// A text that names nothing that could wait.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("must be draft-NUMBER, location-EVENT or duplicate-NUMBER")]
pub struct UnknownKey;

impl ReviewKey {
    /// What it names.
    pub fn kind(&self) -> ReviewKind {
        match self {
            Self::Draft(_) => ReviewKind::Draft,
            Self::Location(_) => ReviewKind::Location,
            Self::Duplicate(_) => ReviewKind::Duplicate,
        }
    }
}

impl fmt::Display for ReviewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind().as_str();
        match self {
            Self::Draft(number) | Self::Duplicate(number) => write!(f, "{kind}-{number}"),
            Self::Location(id) => write!(f, "{kind}-{id}"),
        }
    }
}

impl FromStr for ReviewKey {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, name) = text.split_once('-').ok_or(UnknownKey)?;
        // One name each: no sign, no leading zero.
        let number = || match name.parse() {
            Ok(number) if number > 0 && format!("{number}") == name => Ok(number),
            _ => Err(UnknownKey),
        };
        match kind.parse().map_err(|_| UnknownKey)? {
            ReviewKind::Draft => number().map(Self::Draft),
            ReviewKind::Duplicate => number().map(Self::Duplicate),
            ReviewKind::Location => name.parse().map(Self::Location).map_err(|_| UnknownKey),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_a_key_that_reads_back_or_none(text in "\\PC{0,24}|(draft|location|duplicate)-[0-9a-z]{0,13}") {
            if let Ok(key) = text.parse::<ReviewKey>() {
                prop_assert_eq!(key.to_string(), text);
            }
        }
    }

    #[test]
    fn each_kind_has_its_names() {
        for (text, kind) in [
            ("draft-12", ReviewKind::Draft),
            ("location-0123456789abc", ReviewKind::Location),
            ("duplicate-7", ReviewKind::Duplicate),
        ] {
            assert_eq!(text.parse::<ReviewKey>().unwrap().kind(), kind);
        }
        for bad in [
            "",
            "draft",
            "draft-",
            "draft-0",
            "draft-+1",
            "draft-01",
            "location-1",
            "event-1",
            "draft-99999999999999999999",
        ] {
            assert_eq!(bad.parse::<ReviewKey>(), Err(UnknownKey), "{bad}");
        }
    }
}
