//! Directions of the compass in English and French.

use super::token::Token;

/// A direction, and how widely people use it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::geocode) struct Bearing {
    /// Degrees clockwise from north.
    pub(in crate::geocode) degrees: f64,
    /// The true direction is within so many degrees on either side: 45 for north, 22.5 for north-east, 11.25
    /// for north-north-east (Wieczorek's point-radius method).
    pub(in crate::geocode) half_width: f64,
    /// The direction in English.
    pub(in crate::geocode) name: &'static str,
    /// The direction in French.
    pub(in crate::geocode) name_fr: &'static str,
}

const POINTS: [(&str, &str); 16] = [
    ("north", "nord"),
    ("north-north-east", "nord-nord-est"),
    ("north-east", "nord-est"),
    ("east-north-east", "est-nord-est"),
    ("east", "est"),
    ("east-south-east", "est-sud-est"),
    ("south-east", "sud-est"),
    ("south-south-east", "sud-sud-est"),
    ("south", "sud"),
    ("south-south-west", "sud-sud-ouest"),
    ("south-west", "sud-ouest"),
    ("west-south-west", "ouest-sud-ouest"),
    ("west", "ouest"),
    ("west-north-west", "ouest-nord-ouest"),
    ("north-west", "nord-ouest"),
    ("north-north-west", "nord-nord-ouest"),
];

/// Reads a direction at the start; returns it with what follows. Letters ("NNE") only where `letters` allows
/// them: beside a distance they are a direction, elsewhere they are words or names.
pub(super) fn read(tokens: &[Token], letters: bool) -> Option<(Bearing, &[Token])> {
    let mut code = String::new();
    let mut rest = tokens;
    while let Some((token, tail)) = rest.split_first() {
        let Some(part) = cardinal(&token.word, letters).filter(|part| code.len() + part.len() <= 3) else {
            break;
        };
        code.push_str(part);
        rest = tail;
    }
    let number =
        ["n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw"]
            .iter()
            .position(|known| *known == code)?;
    let half_width = match number % 4 {
        0 => 45.0,
        2 => 22.5,
        _ => 11.25,
    };
    let (name, name_fr) = POINTS.get(number)?;
    Some((Bearing { degrees: number as f64 * 22.5, half_width, name, name_fr }, rest))
}

/// The English letters of a word for a direction.
fn cardinal(word: &str, letters: bool) -> Option<&'static str> {
    Some(match word {
        "north" | "nord" => "n",
        "south" | "sud" => "s",
        "east" | "est" => "e",
        "west" | "ouest" => "w",
        "northeast" | "nordest" => "ne",
        "northwest" | "nordouest" => "nw",
        "southeast" | "sudest" => "se",
        "southwest" | "sudouest" => "sw",
        _ if !letters => return None,
        "n" => "n",
        "s" => "s",
        "e" => "e",
        "w" | "o" => "w",
        "ne" => "ne",
        "nw" | "no" => "nw",
        "se" => "se",
        "sw" | "so" => "sw",
        "nne" => "nne",
        "ene" => "ene",
        "ese" => "ese",
        "sse" => "sse",
        "ssw" | "sso" => "ssw",
        "wsw" | "oso" => "wsw",
        "wnw" | "ono" => "wnw",
        "nnw" | "nno" => "nnw",
        _ => return None,
    })
}
