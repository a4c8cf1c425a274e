//! Coordinates as people and programs write them.
//!
//! In: the text of one cell or two. Out: a position, nothing (missing), or why it is none. It must not know
//! gazetteers: whether the position fits the place is asked elsewhere.

use super::cell;
use crate::event::{InvalidPoint, LonLat, Reason};

/// A position that was read, and what is doubtful about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) point: LonLat,
    pub(super) doubt: Option<Reason>,
}

impl Reading {
    /// The position by a column that counts degrees to the west; a minus there says the same again.
    pub(super) fn west(self) -> Self {
        let Ok(point) = LonLat::new(-self.point.lon().abs(), self.point.lat()) else { return self };
        let turned = || {
            Reason::new(
                "the column counts its degrees to the west: read as west of Greenwich",
                "la colonne compte ses degrés vers l’ouest\u{a0}: lu à l’ouest de Greenwich",
            )
        };
        let doubt = self.doubt.or_else(|| (point != self.point).then(turned));
        Self { point, doubt }
    }
}

/// Which way an angle is measured, where a letter says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Lat,
    Lon,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Angle {
    degrees: f64,
    axis: Option<Axis>,
}

/// Longer texts are no coordinates.
const LONGEST_ANGLE: usize = 60;

/// Reads latitude and longitude from cells of their own.
pub(super) fn from_two(latitude: &str, longitude: &str) -> Result<Option<Reading>, Reason> {
    match (angle(latitude)?, angle(longitude)?) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Reason::new(
            "there is a longitude but no latitude",
            "il y a une longitude mais pas de latitude",
        )),
        (Some(_), None) => Err(Reason::new(
            "there is a latitude but no longitude",
            "il y a une latitude mais pas de longitude",
        )),
        (Some(first), Some(second)) => point(first, second),
    }
}

/// Reads both from one cell: `17.03, -1.40`, `17,03; -1,40`, `17°02'N 1°24'W`, `POINT (-1.40 17.03)`.
pub(super) fn from_one(text: &str) -> Result<Option<Reading>, Reason> {
    if cell::is_unknown(text) {
        return Ok(None);
    }
    if text.len() > 2 * LONGEST_ANGLE {
        return Err(Reason::new("this is too long for coordinates", "c’est trop long pour des coordonnées"));
    }
    let upper = text.to_uppercase();
    if let Some(inside) = upper.strip_prefix("POINT").and_then(|rest| rest.trim().strip_prefix('(')) {
        let inside = inside.trim_end_matches(')').trim();
        let (longitude, latitude) = inside.split_once(char::is_whitespace).ok_or_else(not_two)?;
        return from_two(latitude.trim(), longitude);
    }
    let inside = text.trim_matches(['(', ')', '[', ']']).trim();
    let (first, second) = halves(inside).ok_or_else(not_two)?;
    from_two(first.trim(), second.trim())
}

fn not_two() -> Reason {
    Reason::new(
        "these are not two coordinates such as 17.03, -1.40",
        "ce ne sont pas deux coordonnées comme 17.03, -1.40",
    )
}

/// Splits a pair where the writer did.
fn halves(text: &str) -> Option<(&str, &str)> {
    for mark in [';', '/', '|'] {
        if let Some(pair) = text.split_once(mark) {
            return Some(pair);
        }
    }
    if let Some(pair) = text.split_once(", ") {
        // "17,03, -1,40" has its first comma inside a number, but no space behind that one.
        return Some(pair);
    }
    let commas: Vec<usize> = text.match_indices(',').map(|(at, _)| at).collect();
    match commas.as_slice() {
        [at] | [_, at, _] if !text.contains(char::is_whitespace) => {
            return Some((&text[..*at], &text[at + 1..]));
        }
        _ => {}
    }
    // After the letter of the latitude: 17°02'N 1°24'W, 17 02 N 1 24 W.
    let letter = text.char_indices().find(|(_, c)| matches!(c, 'N' | 'S' | 'n' | 's'));
    if let Some((at, _)) = letter.filter(|(at, _)| *at > 0) {
        return Some((&text[..=at], text[at + 1..].trim_start_matches(',')));
    }
    let (first, second) = text.split_once(char::is_whitespace)?;
    (!second.trim().contains(char::is_whitespace)).then_some((first, second))
}

fn point(first: Angle, second: Angle) -> Result<Option<Reading>, Reason> {
    let swapped = first.axis == Some(Axis::Lon) || second.axis == Some(Axis::Lat);
    if swapped && (first.axis == Some(Axis::Lat) || second.axis == Some(Axis::Lon)) {
        return Err(Reason::new(
            "both coordinates are of the same kind",
            "les deux coordonnées sont de la même sorte",
        ));
    }
    let (lat, lon) = if swapped { (second, first) } else { (first, second) };
    // Where the equator meets Greenwich there is only sea; it is how many programs write "none".
    if lat.degrees == 0.0 && lon.degrees == 0.0 {
        return Ok(None);
    }
    let point = LonLat::new(lon.degrees, lat.degrees).map_err(|error| {
        let (axis, degrees, most) = match error {
            InvalidPoint::Longitude(degrees) => ("longitude", degrees, 180),
            InvalidPoint::Latitude(degrees) => ("latitude", degrees, 90),
        };
        Reason::new(error.to_string(), format!("la {axis} {degrees} n’est pas entre -{most} et {most}"))
    })?;
    let doubt = swapped.then(|| {
        Reason::new(
            "by their letters latitude and longitude are exchanged: exchanged back",
            "d’après leurs lettres, latitude et longitude sont inversées\u{a0}: remises en ordre",
        )
    });
    Ok(Some(Reading { point, doubt }))
}

/// One angle: decimal degrees with point or comma, or degrees, minutes and seconds.
fn angle(text: &str) -> Result<Option<Angle>, Reason> {
    match plain_degrees(text) {
        Some(degrees) => Ok(Some(Angle { degrees, axis: None })),
        None => written_angle(text),
    }
}

/// `-1.4038`, as most lists have it: what [`written_angle`] reads it to, without taking it apart.
fn plain_degrees(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = text.len() <= LONGEST_ANGLE
        && digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    // Of two points the second is refused here as there.
    if is_plain { text.parse().ok() } else { None }
}

fn written_angle(text: &str) -> Result<Option<Angle>, Reason> {
    if cell::is_unknown(text) {
        return Ok(None);
    }
    let refuse = || {
        let text = shorten(text);
        Reason::new(
            format!("\"{text}\" is not a coordinate such as 17.03 or 17°02'N"),
            format!("«\u{a0}{text}\u{a0}» n’est pas une coordonnée comme 17.03 ou 17°02'N"),
        )
    };
    if text.len() > LONGEST_ANGLE {
        return Err(refuse());
    }
    let mut numbers: Vec<f64> = Vec::new();
    let mut letters = String::new();
    let mut letters_after = 0;
    let mut digits = String::new();
    let mut is_negative = false;
    for letter in text.chars().chain([' ']) {
        match letter {
            // A letter stands before all numbers or behind them: 1e3 and 17N02 are something else.
            '0'..='9' if letters_after > 0 => return Err(refuse()),
            '0'..='9' => digits.push(letter),
            '.' | ',' if !digits.is_empty() && !digits.contains('.') => digits.push('.'),
            _ => {
                if !digits.is_empty() {
                    numbers.push(digits.parse().map_err(|_| refuse())?);
                    digits.clear();
                }
                match letter {
                    '-' | '−' | '–' if numbers.is_empty() && !is_negative => is_negative = true,
                    '+' | '°' | 'º' | '˚' | '\'' | '’' | '′' | '"' | '”' | '″' | ':' => {}
                    other if other.is_whitespace() => {}
                    other if other.is_alphabetic() => {
                        letters.push(other);
                        letters_after = numbers.len();
                    }
                    _ => return Err(refuse()),
                }
            }
        }
    }
    let (axis, turns) = match letters.to_lowercase().as_str() {
        "" => (None, false),
        "n" | "nord" | "north" => (Some(Axis::Lat), false),
        "s" | "sud" | "south" => (Some(Axis::Lat), true),
        "e" | "est" | "east" => (Some(Axis::Lon), false),
        "w" | "o" | "ouest" | "west" => (Some(Axis::Lon), true),
        _ => return Err(refuse()),
    };
    let whole = match *numbers.as_slice() {
        [degrees] => degrees,
        [degrees, minutes] if minutes < 60.0 => degrees + minutes / 60.0,
        [degrees, minutes, seconds] if minutes < 60.0 && seconds < 60.0 => {
            degrees + minutes / 60.0 + seconds / 3600.0
        }
        _ => return Err(refuse()),
    };
    // "-1.40 W" is west once, not twice.
    let degrees = if is_negative || turns { -whole } else { whole };
    Ok(Some(Angle { degrees, axis }))
}

fn shorten(text: &str) -> String {
    cell::one_line(text).chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(read: Result<Option<Reading>, Reason>) -> String {
        match read {
            Ok(Some(Reading { point, doubt })) => {
                format!("{:.4} {:.4}{}", point.lon(), point.lat(), if doubt.is_some() { "?" } else { "" })
            }
            Ok(None) => "missing".into(),
            Err(reason) => reason.en,
        }
    }

    #[test]
    fn two_cells_make_a_position() {
        for (lat, lon, expected) in [
            ("17.0336", "-1.4038", "-1.4038 17.0336"),
            ("17,0336", "-1,4038", "-1.4038 17.0336"),
            ("17", "−1", "-1.0000 17.0000"),
            ("17°02'01\"N", "1°24'14\"W", "-1.4039 17.0336"),
            ("17° 02′ 01″ N", "1° 24′ 14″ O", "-1.4039 17.0336"),
            ("N 17 02.016", "W 1 24.228", "-1.4038 17.0336"),
            ("17.0336 N", "-1.4038 W", "-1.4038 17.0336"),
            ("1°24'W", "17°02'N", "-1.4000 17.0333?"),
            ("0", "0", "missing"),
            ("0.0", "0,0", "missing"),
            ("NA", "", "missing"),
            ("0", "-1.4", "-1.4000 0.0000"),
            ("", "-1.4", "there is a longitude but no latitude"),
            ("95", "-1.4", "latitude 95 is not within -90 and 90"),
            ("17", "-181", "longitude -181 is not within -180 and 180"),
            ("north", "-1.4", "\"north\" is not a coordinate such as 17.03 or 17°02'N"),
            ("17°75'N", "1°24'W", "\"17°75'N\" is not a coordinate such as 17.03 or 17°02'N"),
            ("NaN", "1", "there is a longitude but no latitude"),
            ("1e3", "1", "\"1e3\" is not a coordinate such as 17.03 or 17°02'N"),
        ] {
            assert_eq!(told(from_two(lat, lon)), expected, "{lat} {lon}");
        }
    }

    #[test]
    fn one_cell_makes_a_position() {
        for text in [
            "17.0336, -1.4038",
            "17.0336,-1.4038",
            "17.0336 -1.4038",
            "17,0336; -1,4038",
            "17,0336, -1,4038",
            "17,0336,-1,4038",
            "(17.0336, -1.4038)",
            "POINT (-1.4038 17.0336)",
            "point(-1.4038 17.0336)",
            "17°02'0.96\"N 1°24'13.68\"W",
            "17 02.016 N, 1 24.228 W",
        ] {
            assert_eq!(told(from_one(text)), "-1.4038 17.0336", "{text}");
        }
        assert_eq!(told(from_one("")), "missing");
        assert_eq!(told(from_one("0,0")), "missing");
        assert_eq!(told(from_one("Bamba")), "these are not two coordinates such as 17.03, -1.40");
    }

    proptest! {
        #[test]
        fn any_text_is_a_position_or_none(text in "\\PC{0,60}") {
            let _ = from_one(&text);
            let _ = from_two(&text, &text);
        }

        #[test]
        fn plain_degrees_are_what_they_are_read_to_letter_by_letter(text in "-?[0-9]{0,3}[.]?[0-9]{0,6}[.]?") {
            if let Some(plain) = plain_degrees(&text) {
                let angle = written_angle(&text).unwrap().unwrap();
                prop_assert_eq!(angle.degrees.to_bits(), plain.to_bits());
                prop_assert_eq!(angle.axis, None);
            }
        }

        #[test]
        fn every_position_reads_back(lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64) {
            let read = from_two(&lat.to_string(), &lon.to_string()).unwrap().unwrap();
            prop_assert_eq!(read.point, LonLat::new(lon, lat).unwrap());
            let read = from_one(&format!("{lat:.6}, {lon:.6}")).unwrap().unwrap();
            prop_assert!((read.point.lon() - lon).abs() < 1e-6);
        }
    }
}
