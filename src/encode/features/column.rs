//! The columns of a table of features.

use super::Feature;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Texts, and everything that is nothing else.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Yes or no.
    Boolean,
    /// Days, ISO 8601.
    Day,
}

/// A property that every feature of a collection has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// The columns of features like these, in the order in which they come first. Numbers are whole and texts are days where
/// `known` says so of their name: those that were seen cannot promise it for the others.
pub fn columns(features: &[Feature<'_>], known: &dyn Fn(&str) -> Option<ColumnKind>) -> Vec<Column> {
    let mut names: Vec<(String, Option<ColumnKind>)> = Vec::new();
    for feature in features {
        for (place, (name, json)) in feature.properties().enumerate() {
            let at = match names.get(place) {
                Some((known, _)) if known == name => Some(place),
                _ => names.iter().position(|(known, _)| known == name),
            };
            let seen = kind_of(json);
            match at.and_then(|at| names.get_mut(at)) {
                Some((_, kind)) => *kind = wider(*kind, seen),
                None => names.push((name.to_owned(), seen)),
            }
        }
    }
    names
        .into_iter()
        .map(|(name, seen)| {
            let kind = match (seen, known(&name)) {
                // Known though none was seen.
                (Some(ColumnKind::Number) | None, Some(ColumnKind::Integer)) => ColumnKind::Integer,
                (Some(ColumnKind::Text) | None, Some(ColumnKind::Day)) => ColumnKind::Day,
                (seen, _) => seen.unwrap_or(ColumnKind::Text),
            };
            Column { name, kind }
        })
        .collect()
}

/// What one value is; `None` when it is `null`.
fn kind_of(json: &str) -> Option<ColumnKind> {
    match json.as_bytes().first()? {
        b'n' => None,
        b't' | b'f' => Some(ColumnKind::Boolean),
        b'-' | b'0'..=b'9' => Some(ColumnKind::Number),
        _ => Some(ColumnKind::Text),
    }
}

/// The kind that takes both.
fn wider(known: Option<ColumnKind>, seen: Option<ColumnKind>) -> Option<ColumnKind> {
    match (known, seen) {
        (None, one) | (one, None) => one,
        (Some(one), Some(other)) if one == other => Some(one),
        _ => Some(ColumnKind::Text),
    }
}
