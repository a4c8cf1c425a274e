//! What makes a row the same row next week.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// An event's name in addresses: 13 characters of Crockford's base 32, from 64 bits of its identity.
///
/// At ten million events the chance that any two share a name is below one in 300,000; the store keeps
/// identities unique on their own and refuses the second.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventId(String);

/// A text that is no event id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is not an event id: 13 characters of 0-9 and a-z")]
pub struct InvalidEventId(String);

/// What makes a row the same event when its list is read again: the source's id, or else its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Identity(String);

/// A hash of a row's normalised content, to see whether it changed: 64 hexadecimal digits (SHA-256).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID_LENGTH: usize = 13;

impl EventId {
    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an identity begins with that is an event's own id.
const OWN_ID: &str = "event\u{1f}";

impl From<&Identity> for EventId {
    fn from(identity: &Identity) -> Self {
        if let Some(id) = identity.event_id() {
            return id;
        }
        let digest = Sha256::digest(identity.0.as_bytes());
        let bits = digest.iter().take(8).fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        // 13 digits of 5 bits hold 65: the first digit takes the 4 that are left over.
        let digit = |place: usize| ALPHABET[(bits >> (5 * place) & 31) as usize] as char;
        Self((0..ID_LENGTH).rev().map(digit).collect())
    }
}

impl FromStr for EventId {
    type Err = InvalidEventId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == ID_LENGTH && text.bytes().all(|b| ALPHABET.contains(&b)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidEventId(text.chars().take(40).collect()))
        }
    }
}

impl TryFrom<String> for EventId {
    type Error = InvalidEventId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> Self {
        id.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Identity {
    /// A row that its source numbers: `scope` says whose numbers they are (`ucdp`, `acled`, or a list).
    pub fn of_source_id(scope: &str, source_id: &str) -> Self {
        Self(format!("id\u{1f}{scope}\u{1f}{source_id}"))
    }

    /// The same number of another event: where a number is given anew, its second event has this with 2, and so on.
    pub fn again(&self, times: u32) -> Option<Self> {
        let numbered = self.0.strip_prefix("id\u{1f}")?;
        Some(Self(format!("id{times}\u{1f}{numbered}")))
    }

    /// A row of an export of Azalai, which names the event itself.
    pub fn of_event(id: &EventId) -> Self {
        Self(format!("{OWN_ID}{id}"))
    }

    /// The event that a row of an export names.
    pub fn event_id(&self) -> Option<EventId> {
        self.0.strip_prefix(OWN_ID)?.parse().ok()
    }

    /// A row without a number: it is what it says.
    pub fn of_content(fingerprint: &Fingerprint) -> Self {
        Self(format!("row\u{1f}{}", fingerprint.0))
    }

    /// The same of a list whose source is stated: what two sources say alike stays what two say.
    pub fn of_content_told_by(source: &str, fingerprint: &Fingerprint) -> Self {
        Self(format!("row\u{1f}{source}\u{1f}{}", fingerprint.0))
    }

    /// The scope of ids in lists of which no source was stated.
    pub const UNSTATED: &str = "list";

    /// Which source a scope stands for. Lists of which none was stated share their ids, but not their source.
    pub fn source_of<'a>(scope: &'a str, list: &str) -> Cow<'a, str> {
        let is_unstated = scope.rsplit('\u{1f}').next() == Some(Self::UNSTATED);
        if is_unstated { format!("{scope}\u{1f}{list}").into() } else { scope.into() }
    }

    /// Whose number the row has; `None` for a row without one. Numbers given [again](Self::again) are of a scope of their
    /// own: the two events may be one, renumbered, and are compared.
    pub fn scope(&self) -> Option<&str> {
        let numbered = self.0.strip_prefix("id")?;
        let (times, scoped) = numbered.split_once('\u{1f}')?;
        let (scope, _) = scoped.split_once('\u{1f}')?;
        match times {
            "" => Some(scope),
            times if times.bytes().all(|b| b.is_ascii_digit()) => {
                numbered.get(..times.len() + 1 + scope.len())
            }
            _ => None,
        }
    }

    /// The identity's text, for a store's unique index.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Fingerprint {
    /// Hashes the cells of a row as `(column, value)` pairs, in the given order.
    ///
    /// Callers sort by column and trim values, so that a moved column or a trailing space changes nothing.
    pub fn of_cells<'a>(cells: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut hash = Sha256::new();
        for (column, value) in cells {
            // Lengths first: ("a", "bc") and ("ab", "c") must not meet.
            hash.update((column.len() as u64).to_le_bytes());
            hash.update(column.as_bytes());
            hash.update((value.len() as u64).to_le_bytes());
            hash.update(value.as_bytes());
        }
        let hex = hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            for nibble in [byte >> 4, byte & 15] {
                hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
            hex
        });
        Self(hex)
    }

    /// 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Identity {
    /// Takes back what [`Identity::as_str`] gave to a store.
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<String> for Fingerprint {
    /// Takes back what [`Fingerprint::as_str`] gave to a store.
    fn from(text: String) -> Self {
        Self(text)
    }
}
