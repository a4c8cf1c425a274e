//! Numbers of people as reports give them.
//!
//! In: the text of a cell. Out: a figure, and what is doubtful about it. Unknown is not zero. It must not know
//! columns.

use super::cell;
use crate::event::{Figure, fold};

/// A figure, and what a person should know of how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) figure: Figure,
    pub(super) doubt: Option<String>,
}

/// More than this is no count of people in one event, but a column that is something else.
const MOST_PEOPLE: u64 = 10_000_000;

/// Longer texts are notes.
const LONGEST_FIGURE: usize = 80;

/// Words before a number that make it a bound or a guess.
const AT_LEAST: &[&str] =
    &["at least", "au moins", "minimum", "min", "not less than", "pas moins de", "au minimum"];
const MORE_THAN: &[&str] =
    &["more than", "plus de", "over", "above", "greater than", "plus que", "upwards of"];
const AT_MOST: &[&str] =
    &["at most", "up to", "au plus", "jusqu a", "maximum", "max", "au maximum", "no more than"];
const LESS_THAN: &[&str] = &["less than", "moins de", "fewer than", "under", "below"];
const ABOUT: &[&str] = &[
    "about",
    "around",
    "approximately",
    "approx",
    "environ",
    "env",
    "some",
    "quelque",
    "pres de",
    "nearly",
    "circa",
    "ca",
    "vers",
];
const BETWEEN: &[&str] = &["between", "entre", "from", "de"];
/// Words between two numbers that make them a range.
const TO: &[&str] = &["a", "to", "et", "and", "ou", "or"];

/// Words behind a number that say whom it counts.
const PEOPLE: &[&str] = &[
    "mort",
    "morts",
    "tue",
    "tues",
    "tuee",
    "tuees",
    "deces",
    "killed",
    "dead",
    "deaths",
    "death",
    "fatalities",
    "blesse",
    "blesses",
    "injured",
    "wounded",
    "personnes",
    "personne",
    "people",
    "persons",
    "civils",
    "civilians",
    "soldats",
    "soldiers",
    "militaires",
    "combattants",
    "fighters",
    "victimes",
    "victims",
    "hommes",
    "men",
];

/// Words that are numbers, and what they count at least or about.
const COLLECTIVES: &[(&str, u32)] = &[
    ("dizaine", 10),
    ("douzaine", 12),
    ("dozen", 12),
    ("quinzaine", 15),
    ("vingtaine", 20),
    ("trentaine", 30),
    ("quarantaine", 40),
    ("cinquantaine", 50),
    ("soixantaine", 60),
    ("centaine", 100),
];
const NUMERALS: &[(&str, u32)] = &[
    ("aucun", 0),
    ("aucune", 0),
    ("zero", 0),
    ("neant", 0),
    ("un", 1),
    ("une", 1),
    ("one", 1),
    ("deux", 2),
    ("two", 2),
    ("trois", 3),
    ("three", 3),
    ("quatre", 4),
    ("four", 4),
    ("cinq", 5),
    ("five", 5),
    ("six", 6),
    ("sept", 7),
    ("seven", 7),
    ("huit", 8),
    ("eight", 8),
    ("neuf", 9),
    ("nine", 9),
    ("dix", 10),
    ("ten", 10),
    ("onze", 11),
    ("eleven", 11),
    ("douze", 12),
    ("twelve", 12),
    ("vingt", 20),
    ("twenty", 20),
];

/// Reads the text of a cell.
pub(super) fn read(text: &str) -> Reading {
    if cell::is_unknown(text) {
        return Reading { figure: Figure::UNKNOWN, doubt: None };
    }
    let shown = cell::one_line(text);
    let doubtful =
        |why: &str| Reading { figure: Figure::UNKNOWN, doubt: Some(format!("{why}: left unknown")) };
    if text.len() > LONGEST_FIGURE {
        return doubtful("this is a text and not a number");
    }
    if let Ok(number) = cell::without_point_zero(text).parse::<i64>() {
        return match u64::try_from(number) {
            Ok(count) => exact(count),
            Err(_) => doubtful("a number of people cannot be negative"),
        };
    }
    match Parts::of(text).and_then(|parts| parts.figure()) {
        Some(Ok(reading)) => reading,
        Some(Err(why)) => doubtful(why),
        None => doubtful(&format!("\"{shown}\" is not a number")),
    }
}

fn exact(count: u64) -> Reading {
    match bounded(count) {
        Some(count) => Reading { figure: Figure::exact(count), doubt: None },
        None => Reading {
            figure: Figure::UNKNOWN,
            doubt: Some("this is too large for a number of people: left unknown".into()),
        },
    }
}

fn bounded(count: u64) -> Option<u32> {
    u32::try_from(count).ok().filter(|_| count <= MOST_PEOPLE)
}

/// The words before, between and behind at most two numbers, and the signs before the first.
struct Parts {
    sign: Option<char>,
    before: String,
    first: Option<u64>,
    between: String,
    second: Option<u64>,
    after: String,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let mut parts = Self {
            sign: text.chars().find(|c| matches!(c, '<' | '>' | '≤' | '≥' | '~' | '≈' | '+' | '±')),
            before: String::new(),
            first: None,
            between: String::new(),
            second: None,
            after: String::new(),
        };
        let mut rest = text;
        let mut words = String::new();
        while let Some(letter) = rest.chars().next() {
            if letter.is_ascii_digit() {
                let (number, length) = grouped(rest)?;
                rest = &rest[length..];
                let said = fold(&words);
                // A dash keeps no letter when folded, but between numbers it says "to".
                let dashed = words.contains(['-', '–', '—', '/']);
                words.clear();
                match (parts.first, parts.second) {
                    (None, _) => (parts.before, parts.first) = (said, Some(number)),
                    (Some(_), None) if said.is_empty() && dashed => {
                        (parts.between, parts.second) = ("to".into(), Some(number));
                    }
                    (Some(_), None) => (parts.between, parts.second) = (said, Some(number)),
                    _ => return None,
                }
            } else {
                words.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
        let said = fold(&words);
        if parts.first.is_none() {
            parts.before = said
        } else {
            parts.after = said
        }
        Some(parts)
    }

    /// `None` when it is no number, `Some(Err)` when it is one that cannot be.
    fn figure(&self) -> Option<Result<Reading, &'static str>> {
        let too_large = Some(Err("this is too large for a number of people"));
        let is_after_fit = self.after.is_empty() || self.after.split(' ').all(|word| PEOPLE.contains(&word));
        let Some(first) = self.first else { return in_words(&self.before).map(Ok) };
        if !is_after_fit {
            return None;
        }
        let Some(first) = bounded(first) else { return too_large };
        if let Some(second) = self.second {
            let Some(second) = bounded(second) else { return too_large };
            let is_range = TO.contains(&self.between.as_str())
                && (self.before.is_empty() || BETWEEN.contains(&self.before.as_str()));
            return is_range.then(|| Ok(range(first, second)));
        }
        let bounds = |low, best, high| Some(Ok(Reading { figure: Figure { low, best, high }, doubt: None }));
        let says = |words: &[&str]| words.contains(&self.before.as_str());
        match self.sign {
            Some('≥') => bounds(Some(first), None, None),
            Some('+') => bounds(Some(first), None, None),
            Some('>') => bounds(Some(first + 1), None, None),
            Some('≤') => bounds(None, None, Some(first)),
            Some('<') => bounds(None, None, Some(first.saturating_sub(1))),
            Some(_) => bounds(None, Some(first), None),
            None if says(AT_LEAST) => bounds(Some(first), None, None),
            None if says(MORE_THAN) => bounds(Some(first + 1), None, None),
            None if says(AT_MOST) => bounds(None, None, Some(first)),
            None if says(LESS_THAN) => bounds(None, None, Some(first.saturating_sub(1))),
            None if says(ABOUT) => bounds(None, Some(first), None),
            None if self.before.is_empty() => bounds(Some(first), Some(first), Some(first)),
            None => None,
        }
    }
}

fn range(first: u32, second: u32) -> Reading {
    let doubt =
        (first > second).then(|| "the larger number stands first: read as a range all the same".into());
    Reading { figure: Figure::range(first.min(second), first.max(second)), doubt }
}

/// `une dizaine`, `dozens`, `trois morts`.
fn in_words(folded: &str) -> Option<Reading> {
    let words: Vec<&str> = folded.split(' ').filter(|word| !PEOPLE.contains(word) && *word != "de").collect();
    let collective = |word: &str| COLLECTIVES.iter().find(|(name, _)| *name == word).map(|(_, count)| *count);
    let reading = |figure, told: String| Some(Reading { figure, doubt: Some(told) });
    match words.as_slice() {
        [word] | ["un" | "une" | "a" | "about" | "environ", word] => {
            if let Some(count) = collective(word) {
                let figure = Figure { low: None, best: Some(count), high: None };
                return reading(figure, format!("read as about {count}"));
            }
            if let Some(count) = word.strip_suffix('s').and_then(collective) {
                // More than one of them, whatever that is.
                let figure = Figure { low: Some(2 * count), best: None, high: None };
                return reading(figure, format!("read as at least {}", 2 * count));
            }
            let count = NUMERALS.iter().find(|(name, _)| name == word).map(|(_, count)| *count)?;
            (words.len() == 1).then(|| Reading { figure: Figure::exact(count), doubt: None })
        }
        ["des" | "plusieurs" | "several", word] => {
            let count = word.strip_suffix('s').and_then(collective)?;
            reading(
                Figure { low: Some(2 * count), best: None, high: None },
                format!("read as at least {}", 2 * count),
            )
        }
        _ => None,
    }
}

/// A number at the start of a text, with or without separators of thousands, and how long it is.
/// `None` for a fraction: half a person is a sign that the column is something else.
fn grouped(text: &str) -> Option<(u64, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut number: u64 = text[..digits].parse().ok()?;
    let mut length = digits;
    // 1 200, 1,200, 1.200, 1'200: groups of exactly three after one to three.
    while digits <= 3 {
        let rest = &text[length..];
        let Some(mark) =
            rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | ',' | '.' | '\'' | '’'))
        else {
            break;
        };
        let group = &rest[mark.len_utf8()..];
        if group.bytes().take_while(u8::is_ascii_digit).count() != 3 {
            break;
        }
        number = number.checked_mul(1000)?.checked_add(group[..3].parse().ok()?)?;
        length += mark.len_utf8() + 3;
    }
    // 12.0, 12,00
    let rest = &text[length..];
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let places = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if places > 0 {
            fraction[..places].bytes().all(|b| b == b'0').then_some(())?;
            length += 1 + places;
        }
    }
    Some((number, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> String {
        let Reading { figure, doubt } = read(text);
        let show = |part: Option<u32>| part.map_or("·".into(), |count| count.to_string());
        let mark = if doubt.is_some() { "?" } else { "" };
        format!("{} {} {}{mark}", show(figure.low), show(figure.best), show(figure.high))
    }

    #[test]
    fn figures_are_read_as_reports_give_them() {
        for (text, expected) in [
            ("", "· · ·"),
            ("NA", "· · ·"),
            ("-", "· · ·"),
            ("n/a", "· · ·"),
            ("unknown", "· · ·"),
            ("Inconnu", "· · ·"),
            ("0", "0 0 0"),
            ("12", "12 12 12"),
            ("12.0", "12 12 12"),
            ("1 200", "1200 1200 1200"),
            ("1\u{202f}200", "1200 1200 1200"),
            ("1,200", "1200 1200 1200"),
            ("2 à 4", "2 · 4"),
            ("10-12", "10 · 12"),
            ("10–12", "10 · 12"),
            ("10 to 12", "10 · 12"),
            ("between 3 and 5", "3 · 5"),
            ("entre 3 et 5", "3 · 5"),
            ("12-10", "10 · 12?"),
            ("~10", "· 10 ·"),
            ("environ 10", "· 10 ·"),
            (">5", "6 · ·"),
            ("5+", "5 · ·"),
            ("at least 5", "5 · ·"),
            ("Au moins 5", "5 · ·"),
            ("plus de 5", "6 · ·"),
            ("<5", "· · 4"),
            ("jusqu'à 5", "· · 5"),
            ("3 morts", "3 3 3"),
            ("au moins 3 civils tués", "3 · ·"),
            ("trois", "3 3 3"),
            ("aucun", "0 0 0"),
            ("dizaine", "· 10 ·?"),
            ("une dizaine", "· 10 ·?"),
            ("une dizaine de morts", "· 10 ·?"),
            ("dozens", "24 · ·?"),
            ("plusieurs dizaines", "20 · ·?"),
            ("several", "· · ·?"),
            ("plusieurs", "· · ·?"),
            ("-3", "· · ·?"),
            ("2.5", "· · ·?"),
            ("3 civils et 2 chèvres", "· · ·?"),
            ("10-Dec", "· · ·?"),
            ("99999999999999999999", "· · ·?"),
            ("4294967296", "· · ·?"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_doubt_names_the_value() {
        assert_eq!(read("several").doubt.as_deref(), Some("\"several\" is not a number: left unknown"));
    }

    proptest! {
        #[test]
        fn any_text_is_a_figure(text in "\\PC{0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn every_count_reads_back(count in 0_u32..10_000_000) {
            prop_assert_eq!(read(&count.to_string()).figure, Figure::exact(count));
            prop_assert_eq!(read(&format!("{count}.0")).figure, Figure::exact(count));
        }
    }
}
