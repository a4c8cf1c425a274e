//! Why something was not decided, or not taken back.

use super::super::edit::EditError;
use super::ReviewKey;
use crate::event::Reason;
use crate::store::StoreError;
use thiserror::Error;

/// Why something was not decided, or not taken back. Nothing was written.
#[derive(Debug, Error)]
pub enum ReviewError {
    /// There never was such a thing, or it is gone.
    #[error("there is no {0}")]
    Unknown(ReviewKey),
    /// It waits no more.
    #[error("{key} waits for no decision: {}", why.en)]
    Closed {
        /// What it is.
        key: ReviewKey,
        /// Why not.
        why: Reason,
    },
    /// It is not what the person saw.
    #[error("{0} has changed since you read it: read it again")]
    Changed(ReviewKey),
    /// A field of the decision breaks a rule.
    #[error("{field}: {rule}")]
    Field {
        /// Which field.
        field: &'static str,
        /// What it says.
        value: String,
        /// What it must be.
        rule: String,
    },
    /// What a person wants of the event breaks a rule.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// No decision has this number.
    #[error("there is no decision {0}")]
    NoDecision(i64),
    /// The decision was taken back before.
    #[error("decision {id} was taken back already, at {at}")]
    Undone {
        /// Its number.
        id: i64,
        /// When.
        at: String,
    },
    /// Something later builds on it.
    #[error("decision {id} cannot be taken back: {}", why.en)]
    BuiltOn {
        /// Its number.
        id: i64,
        /// What does.
        why: Reason,
    },
    /// The store failed, or refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReviewError {
    /// What a person is told, in French; nothing of what only a program can mend.
    pub fn in_french(&self) -> Option<String> {
        Some(match self {
            Self::Unknown(key) => format!("{key} n’existe pas"),
            Self::Closed { key, why } => format!("{key} n’attend pas de décision\u{a0}: {}", why.fr),
            Self::Changed(key) => format!("{key} a changé depuis que vous l’avez lu\u{a0}: relisez-le"),
            Self::NoDecision(id) => format!("il n’y a pas de décision {id}"),
            Self::Undone { id, at } => format!("la décision {id} a déjà été annulée ({at})"),
            Self::BuiltOn { id, why } => {
                format!("la décision {id} ne peut pas être annulée\u{a0}: {}", why.fr)
            }
            Self::Edit(error) => return error.in_french(),
            Self::Store(error) => return error.in_french(),
            Self::Field { .. } => return None,
        })
    }
}
