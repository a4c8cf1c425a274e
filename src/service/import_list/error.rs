//! Why a list was not imported, for a person.
//!
//! In: nothing. Out: [`ImportListError`]. It must not know how lists are imported.

use crate::import::{ImportError, Problem};
use crate::store::StoreError;
use thiserror::Error;

/// Why a list was not imported. Nothing of it is in the store.
#[derive(Debug, Error)]
pub enum ImportListError {
    /// The file can not be read as a list.
    #[error(transparent)]
    List(#[from] ImportError),
    /// The store failed or is busy.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Rejected rows, where the operator allows none.
    #[error(
        "{rejected} row{} rejected, and strict allows none: nothing was imported. {}",
        if *rejected == 1 { "" } else { "s" },
        told(*rejected, first)
    )]
    Strict {
        /// How many.
        rejected: u64,
        /// What is wrong with the first of them, each by its first reason.
        first: Vec<Problem>,
    },
    /// The caller broke it off.
    #[error("the import was cancelled: nothing was imported")]
    Cancelled,
    /// The rejected rows could not be written.
    #[error("cannot write the rejected rows")]
    Rejects(#[source] std::io::Error),
    /// A verdict could not be encoded for the store.
    #[error("cannot encode the verdict of line {line}")]
    Encode {
        /// The row.
        line: u64,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

impl ImportListError {
    /// What a person is told, in French; nothing of what no person can mend.
    pub fn in_french(&self) -> Option<String> {
        let (rejected, first) = match self {
            Self::Strict { rejected, first } => (rejected, first),
            Self::List(error) => return Some(error.told().fr),
            Self::Cancelled => {
                return Some("l’import a été interrompu\u{a0}: rien n’a été importé".to_owned());
            }
            Self::Store(_) | Self::Rejects(_) | Self::Encode { .. } => return None,
        };
        let rows = if *rejected == 1 { "1 ligne rejetée" } else { &format!("{rejected} lignes rejetées") };
        let mut told: Vec<String> = first
            .iter()
            .map(|Problem { line, reason_fr, .. }| format!("ligne {line}\u{a0}: {reason_fr}"))
            .collect();
        match rejected.saturating_sub(first.len() as u64) {
            0 => {}
            1 => told.push("et une autre".to_owned()),
            more => told.push(format!("et {more} autres")),
        }
        Some(format!(
            "{rows}, et rien de tel n’est permis\u{a0}: rien n’a été importé. {}",
            told.join("\u{202f}; ")
        ))
    }
}

/// So many rejected rows are told in [`ImportListError::Strict`].
pub(super) const REJECTED_TOLD: usize = 5;

/// Rejected rows in words.
fn told(rejected: u64, first: &[Problem]) -> String {
    let tell = |Problem { line, column, value, reason, .. }: &Problem| match (column.as_str(), value.as_str())
    {
        ("", "") => format!("line {line}: {reason}"),
        ("", value) => format!("line {line}, '{value}': {reason}"),
        (column, value) => format!("line {line}, {column} '{value}': {reason}"),
    };
    let mut rows: Vec<String> = first.iter().map(tell).collect();
    match rejected.saturating_sub(first.len() as u64) {
        0 => {}
        more => rows.push(format!("and {more} more")),
    }
    rows.join("; ")
}
