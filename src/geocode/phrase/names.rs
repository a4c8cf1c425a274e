//! Names that stand together: "X/Y", "X - Y", "X (Y)", "X, Y".

use crate::gazetteer::{Hint, Level, strip};

/// A place by its name, with what stands beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::geocode) struct Named {
    /// The whole text, for the case that it is one name.
    pub(in crate::geocode) whole: String,
    /// The name; of "X/Y" both. Without generic words; empty when there was nothing else.
    pub(in crate::geocode) names: Vec<String>,
    /// What stands in brackets or after a comma: another name, or the unit it lies in.
    pub(in crate::geocode) beside: Vec<String>,
    /// What kind of place its generic words say it is.
    pub(in crate::geocode) hint: Option<Hint>,
}

/// More parts than this are no place's name: the rest is left.
const MAX_PARTS: usize = 4;

impl Named {
    /// Reads a text that is a name or names.
    pub(super) fn read(text: &str) -> Self {
        let mut named = Self { whole: text.trim().to_owned(), ..Self::default() };
        let mut parts = text
            .split(['(', ')', '[', ']', ',', ';'])
            .map(str::trim)
            .filter(|part| part.chars().any(char::is_alphanumeric));
        if let Some(first) = parts.next() {
            let joined = first.split(['/', '\\', '|']).flat_map(|part| part.split(" - "));
            for name in joined.flat_map(|part| part.split(" – ")).take(MAX_PARTS) {
                let stripped = strip(name);
                named.hint = named.hint.or(stripped.hint);
                if !stripped.name.is_empty() {
                    named.names.push(stripped.name.to_owned());
                }
            }
        }
        named.beside = parts.take(MAX_PARTS).map(str::to_owned).collect();
        named
    }

    /// A text that is one name as it stands.
    pub(in crate::geocode) fn whole(text: &str) -> Self {
        Self { whole: text.to_owned(), names: vec![text.to_owned()], ..Self::default() }
    }

    /// A unit by its name.
    pub(in crate::geocode) fn unit(name: &str, level: Level) -> Self {
        Self { hint: Some(Hint::Unit(level)), ..Self::whole(name) }
    }

    /// The name in the list's words, for sentences.
    pub(in crate::geocode) fn shown(&self) -> String {
        if self.names.is_empty() { self.whole.clone() } else { self.names.join("/") }
    }
}
