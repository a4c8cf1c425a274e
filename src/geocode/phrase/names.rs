//! Names that stand together: "X/Y", "X - Y", "X (Y)", "X, Y"; and generic words at their head.

use super::lexicon::Role;
use super::token::{Gap, covered, tokens};
use crate::gazetteer::{Feature, Hint, Level, strip_behind};

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
    /// The thing named is a bridge, a checkpoint, a farm of the place: near it, rather than at it.
    pub(in crate::geocode) is_by: bool,
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
            for name in joined.flat_map(|part| part.split(['–', '—', '→'])).take(MAX_PARTS) {
                let headed = headed(name);
                named.hint = named.hint.or(headed.hint);
                named.is_by |= headed.is_by;
                if !headed.name.is_empty() {
                    named.names.push(headed.name.to_owned());
                }
            }
        }
        named.beside = parts.take(MAX_PARTS).map(str::to_owned).collect();
        named
    }

    /// With more that stands beside it.
    pub(in crate::geocode) fn beside<'a>(mut self, more: impl IntoIterator<Item = &'a str>) -> Self {
        for text in more.into_iter().take(MAX_PARTS) {
            if !self.beside.iter().any(|known| known == text) {
                self.beside.push(text.to_owned());
            }
        }
        self
    }

    /// A text that is one name as it stands.
    pub(in crate::geocode) fn whole(text: &str) -> Self {
        Self { whole: text.to_owned(), names: vec![text.to_owned()], ..Self::default() }
    }

    /// A unit by its name.
    pub(in crate::geocode) fn unit(name: &str, level: Level) -> Self {
        Self { hint: Some(Hint::Unit(level)), ..Self::whole(name) }
    }

    /// The lake, mountain or forest that it says it is.
    pub(in crate::geocode) fn feature(&self) -> Option<Feature> {
        match self.hint {
            Some(Hint::Feature(feature)) => Some(feature),
            _ => None,
        }
    }

    /// The name in the list's words, for sentences.
    pub(in crate::geocode) fn shown(&self) -> String {
        if self.names.is_empty() { self.whole.clone() } else { self.names.join("/") }
    }
}

/// A name without the words that say what kind of place or thing it is.
#[derive(Debug, Default)]
struct Headed<'a> {
    name: &'a str,
    hint: Option<Hint>,
    is_by: bool,
}

/// Takes generic words of more than one word, and things that stand in or by a place, off a name.
fn headed(text: &str) -> Headed<'_> {
    let all = tokens(text);
    let mut rest = all.as_slice();
    let mut headed = Headed::default();
    let mut take = |value: &str| {
        headed.is_by |= value == "near";
        headed.hint = headed.hint.or(hint(value));
    };
    while let Some(found) = Role::Head.at_end(rest).filter(|found| found.len < rest.len()) {
        let (before, head) = rest.split_at(rest.len() - found.len);
        // "Gao-ville" is Gao; other words behind a hyphen are part of the name.
        let is_joined = head.first().is_some_and(|first| matches!(first.gap, Gap::Joined | Gap::Hyphen));
        // "Marché de la ville" is not "marché de la".
        let is_of = Role::Of.at_end(before).is_some();
        if is_of || (is_joined && found.value != "town") {
            break;
        }
        take(found.value);
        rest = before;
    }
    loop {
        let inner = Role::ToEdge.skip(rest);
        let Some(found) = Role::Head.at_start(inner).filter(|found| found.len < inner.len()) else { break };
        let after = inner.get(found.len..).unwrap_or_default();
        let name = Role::Of.skip(after);
        // "Camp-Para" is a name, and "Site" alone says nothing of what follows.
        let is_joined = after.first().is_some_and(|next| matches!(next.gap, Gap::Joined | Gap::Hyphen));
        if name.is_empty() || is_joined {
            break;
        }
        take(found.value);
        rest = name;
    }
    let text = covered(text, rest);
    let stripped = strip_behind(text, headed.hint.is_some());
    headed.hint = headed.hint.or(stripped.hint);
    headed.name = with_in(text, stripped.name);
    headed
}

/// Tamasheq names begin with "In": it is no English word until nothing is called so.
fn with_in<'a>(text: &'a str, stripped: &'a str) -> &'a str {
    let Some(at) = text.find(stripped).filter(|_| !stripped.is_empty()) else { return stripped };
    let before = text.get(..at).unwrap_or_default().trim();
    if before.eq_ignore_ascii_case("in") {
        text.get(..at + stripped.len()).unwrap_or(stripped).trim_start()
    } else {
        stripped
    }
}

fn hint(value: &str) -> Option<Hint> {
    Some(match value {
        "unit" => Hint::Unit(Level::Commune),
        "town" => Hint::Town,
        "village" => Hint::Village,
        "place" => Hint::Place,
        "camp" => Hint::Camp,
        "mine" => Hint::Mine,
        "well" => Hint::Well,
        "quarter" => Hint::Neighbourhood,
        _ => return None,
    })
}
