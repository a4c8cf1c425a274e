//! Directions of the compass in English and French.

use super::token::{Gap, Token};

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

/// How much is taken for a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Words: "nord-est".
    Words,
    /// Letters too ("NNE"): beside a distance they are a direction, elsewhere they are words or names.
    Letters,
    /// Adjectives too: "northern".
    Adjectives,
}

/// Reads a direction at the start; returns it with what follows.
pub(super) fn read(tokens: &[Token], spelling: Spelling) -> Option<(Bearing, &[Token])> {
    let mut code = String::new();
    let mut rest = tokens;
    while let Some((token, tail)) = rest.split_first() {
        // The N of "N'Tillit" is no direction.
        let opens_name = token.word.len() == 1
            && tail.first().is_some_and(|next| {
                matches!(next.gap, Gap::Joined | Gap::Hyphen) && cardinal(&next.word, spelling).is_none()
            });
        let part = cardinal(&token.word, spelling).filter(|part| !opens_name && code.len() + part.len() <= 3);
        let Some(part) = part else { break };
        code.push_str(part);
        rest = tail;
    }
    let number = CODES.iter().position(|known| *known == code)?;
    let half_width = match number % 4 {
        0 => 45.0,
        2 => 22.5,
        _ => 11.25,
    };
    let (name, name_fr) = POINTS.get(number)?;
    Some((Bearing { degrees: number as f64 * 22.5, half_width, name, name_fr }, rest))
}

const CODES: [&str; 16] =
    ["n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw"];

/// The English letters of a word for a direction.
fn cardinal(word: &str, spelling: Spelling) -> Option<&'static str> {
    let word_of = |word: &str| {
        Some(match word {
            "north" | "nord" | "northward" | "northwards" => "n",
            "south" | "sud" | "southward" | "southwards" => "s",
            "east" | "est" | "eastward" | "eastwards" => "e",
            "west" | "ouest" | "westward" | "westwards" => "w",
            "northeast" | "nordest" => "ne",
            "northwest" | "nordouest" => "nw",
            "southeast" | "sudest" => "se",
            "southwest" | "sudouest" => "sw",
            _ => return None,
        })
    };
    let letters_of = |word: &str| {
        Some(match word {
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
    };
    let adjective_of = |word: &str| match word {
        "septentrional" | "septentrionale" => Some("n"),
        "meridional" | "meridionale" => Some("s"),
        "oriental" | "orientale" => Some("e"),
        "occidental" | "occidentale" => Some("w"),
        _ => word.strip_suffix("ern").and_then(word_of),
    };
    word_of(word).or_else(|| match spelling {
        Spelling::Words => None,
        Spelling::Letters => letters_of(word),
        Spelling::Adjectives => adjective_of(word),
    })
}
