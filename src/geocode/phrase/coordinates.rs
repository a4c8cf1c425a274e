//! Coordinates inside a place text: "Bamba 17.03N 1.40W", "17°02'N 1°24'O".
//!
//! In: tokens. Out: a point where the letters of the hemispheres say which number is which. It must never
//! guess an order.

use super::token::Token;
use crate::event::LonLat;

/// Where coordinates stand in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// `None` for two numbers without letters.
    pub(super) point: Option<LonLat>,
    /// First byte.
    pub(super) start: usize,
    /// The byte after the last.
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Lon,
    Lat,
}

/// Finds coordinates in a text.
pub(super) fn find(text: &str, tokens: &[Token]) -> Option<Found> {
    (0..tokens.len()).find_map(|at| {
        let rest = tokens.get(at..)?;
        lettered(text, rest).or_else(|| loose(rest))
    })
}

/// A latitude and a longitude with their letters, in either order.
fn lettered(text: &str, tokens: &[Token]) -> Option<Found> {
    let (first, one, rest) = angle(tokens)?;
    let (second, other, rest) = angle(rest)?;
    let (lon, lat) = match (first, second) {
        (Axis::Lon, Axis::Lat) => (one, other),
        (Axis::Lat, Axis::Lon) => (other, one),
        _ => return None,
    };
    let used = tokens.get(..tokens.len() - rest.len())?;
    let (start, end) = (used.first()?.start, used.last()?.end);
    // Bare whole numbers with letters may be anything: "5 N 3 E" of a list of streets.
    let is_written_so = text.get(start..end)?.contains(['°', 'º', '.', ',', '\'', '′']);
    // Signs behind the last ("17° 02' N 1° 24' W") are no part of a name either; they are not letters.
    let point = LonLat::new(lon, lat).ok()?;
    is_written_so.then_some(Found { point: Some(point), start, end })
}

/// Degrees, minutes and seconds with a letter before or behind.
fn angle(tokens: &[Token]) -> Option<(Axis, f64, &[Token])> {
    let (first, rest) = tokens.split_first()?;
    if let Some((axis, sign)) = hemisphere(&first.word) {
        let (value, rest) = sexagesimal(rest)?;
        return Some((axis, sign * value, rest));
    }
    let (value, rest) = sexagesimal(tokens)?;
    let (letter, rest) = rest.split_first()?;
    let (axis, sign) = hemisphere(&letter.word)?;
    Some((axis, sign * value, rest))
}

fn hemisphere(word: &str) -> Option<(Axis, f64)> {
    Some(match word {
        "n" | "nord" | "north" => (Axis::Lat, 1.0),
        "s" | "sud" | "south" => (Axis::Lat, -1.0),
        "e" | "est" | "east" => (Axis::Lon, 1.0),
        "w" | "o" | "ouest" | "west" => (Axis::Lon, -1.0),
        _ => return None,
    })
}

/// One to three numbers: degrees, then minutes and seconds below sixty.
fn sexagesimal(tokens: &[Token]) -> Option<(f64, &[Token])> {
    let (degrees, mut rest) = tokens.split_first().and_then(|(first, rest)| Some((first.number()?, rest)))?;
    if degrees > 180.0 {
        return None;
    }
    let mut value = degrees;
    for part in [60.0, 3_600.0] {
        let Some((number, after)) = rest.split_first().and_then(|(one, after)| Some((one.number()?, after)))
        else {
            break;
        };
        if number >= 60.0 {
            return None;
        }
        value += number / part;
        rest = after;
    }
    Some((value, rest))
}

/// Two numbers with decimals, side by side, without letters.
fn loose(tokens: &[Token]) -> Option<Found> {
    let [first, second, ..] = tokens else { return None };
    let is_decimal = |token: &Token| {
        token.number().is_some_and(|value| value <= 180.0)
            && token.word.split_once('.').is_some_and(|(_, decimals)| decimals.len() >= 2)
    };
    (is_decimal(first) && is_decimal(second)).then_some(Found {
        point: None,
        start: first.start,
        end: second.end,
    })
}
