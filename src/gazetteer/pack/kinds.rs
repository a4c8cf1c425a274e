//! Kinds of places as tables write them.
//!
//! In: a cell: one of our own codes, a feature code of GeoNames, or a word in English or French. Out: the kind. It
//! must not know the rest of the row.

use super::super::{Feature, Hint, Level, LocalityKind, hint_of, strip};
use super::designation;
use crate::event::fold;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

/// The kind that a cell names.
pub(super) fn kind(cell: &str) -> Option<LocalityKind> {
    let cell = cell.trim();
    let own = fold(cell).replace(' ', "_");
    let code: StrDeserializer<'_, Error> = own.as_str().into_deserializer();
    LocalityKind::deserialize(code).ok().or_else(|| by_designation(cell)).or_else(|| by_word(cell))
}

/// How high a unit stands whose kind a cell names ("Cercle", `A.ADM2`).
pub(super) fn level(cell: &str) -> Option<Level> {
    let code = cell.trim().rsplit('.').next().unwrap_or_default();
    designation::level(code).or_else(|| match hint_of(&fold(cell)).or_else(|| strip(cell).hint)? {
        Hint::Unit(level) => Some(level),
        _ => None,
    })
}

/// `PPL`, `H.WLL`.
fn by_designation(cell: &str) -> Option<LocalityKind> {
    if cell.len() < 2 || !cell.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.') {
        return None;
    }
    if let Some((class, code)) = cell.split_once('.') {
        return designation::kind(class, code);
    }
    // Without its class, a code says it by its beginning where that is sure.
    let class = ["PPL", "STLMT", "ADM"].iter().find(|start| cell.starts_with(**start))?;
    designation::kind(if *class == "ADM" { "A" } else { "P" }, cell)
}

fn by_word(cell: &str) -> Option<LocalityKind> {
    let folded = fold(cell);
    let seat = ["chef lieu", "seat", "capital", "capitale"].iter().any(|word| folded.contains(word));
    let about = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if seat {
        return Some(match () {
            () if about(&["region"]) => LocalityKind::RegionSeat,
            () if about(&["cercle", "district", "prefecture"]) => LocalityKind::CercleSeat,
            () => LocalityKind::CommuneSeat,
        });
    }
    match folded.as_str() {
        "populated place" | "hamlet" | "hameau" | "locality" | "localite" | "settlement" => {
            return Some(LocalityKind::Village);
        }
        "idp site" | "site de deplaces" | "site pdi" | "refugee camp" => return Some(LocalityKind::Camp),
        _ => {}
    }
    let hint = hint_of(&folded).or_else(|| strip(cell).hint)?;
    Some(match hint {
        Hint::Unit(Level::Region | Level::Cercle | Level::Commune) | Hint::AnyUnit => LocalityKind::Unit,
        Hint::Town => LocalityKind::Town,
        Hint::Village => LocalityKind::Village,
        Hint::Camp => LocalityKind::Camp,
        Hint::Well => LocalityKind::Well,
        Hint::Neighbourhood => LocalityKind::Neighbourhood,
        Hint::Mine => LocalityKind::Mine,
        Hint::BorderPost => LocalityKind::BorderPost,
        Hint::Around | Hint::Feature(Feature::Wood) => LocalityKind::Tract,
        Hint::Feature(Feature::Water | Feature::Pond | Feature::Valley) => LocalityKind::Water,
        Hint::Feature(Feature::Height | Feature::Land) => LocalityKind::Relief,
        Hint::Feature(Feature::Structure) => LocalityKind::Site,
        Hint::Place => LocalityKind::Other,
    })
}
