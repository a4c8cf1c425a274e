//! Numbers of people as reports give them.
//!
//! In: the text of a cell. Out: a figure, and what is doubtful about it. Unknown is not zero. It must not know
//! columns.

mod words;

use super::cell;
use crate::event::{Figure, Reason, fold};
use words::{
    ABOUT, AND, AT_LEAST, AT_MOST, BETWEEN, COLLECTIVES, DEAD, INJURED, LESS_THAN, MORE_THAN, NUMERALS,
    PEOPLE, TO,
};

/// Whom a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    Dead,
    Injured,
}

impl Counted {
    /// Whether a word behind a number may stand in a column of these.
    fn is_said(self, word: &str) -> bool {
        let own = match self {
            Self::Dead => DEAD,
            Self::Injured => INJURED,
        };
        own.contains(&word) || PEOPLE.contains(&word)
    }

    /// What is wrong with a text that counts others.
    fn others(self, folded: &str) -> Option<Reason> {
        let says = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
        match self {
            Self::Dead if says(INJURED) && !says(DEAD) => Some(Reason::new(
                "this counts the injured and not the dead",
                "c’est un nombre de blessés et non de morts",
            )),
            Self::Injured if says(DEAD) && !says(INJURED) => Some(Reason::new(
                "this counts the dead and not the injured",
                "c’est un nombre de morts et non de blessés",
            )),
            _ => None,
        }
    }
}

/// A figure, and what a person should know of how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) figure: Figure,
    pub(super) doubt: Option<Reason>,
}

/// More than this is no count of people in one event, but a column that is something else.
const MOST_PEOPLE: u64 = 10_000_000;

/// Longer texts are notes.
const LONGEST_FIGURE: usize = 80;

/// Reads the text of a cell in a column of the dead or of the injured.
pub(super) fn read(text: &str, counted: Counted) -> Reading {
    if cell::is_unknown(text) {
        return Reading { figure: Figure::UNKNOWN, doubt: None };
    }
    let shown = cell::one_line(text);
    let doubtful = |why: Reason| Reading {
        figure: Figure::UNKNOWN,
        doubt: Some(why.so("left unknown", "laissé inconnu")),
    };
    let no_number = || {
        let fr = format!("«\u{a0}{shown}\u{a0}» n’est pas un nombre");
        doubtful(Reason::new(format!("\"{shown}\" is not a number"), fr))
    };
    if text.len() > LONGEST_FIGURE {
        return doubtful(Reason::new("this is a text and not a number", "c’est un texte et non un nombre"));
    }
    if let Some(Ok(number)) = (!is_open(text)).then(|| cell::without_point_zero(text).parse::<i64>()) {
        return match u64::try_from(number) {
            Ok(count) => exact(count),
            Err(_) => doubtful(negative()),
        };
    }
    if let Some(others) = counted.others(&fold(text)) {
        return doubtful(others);
    }
    let (whole, share) = words::without_share(text);
    let read_alone = |reading: Reading| match share {
        Some(share) => {
            Reading { doubt: Some(reading.doubt.unwrap_or_else(|| counted_once(share))), ..reading }
        }
        None => reading,
    };
    let Some(parts) = Parts::of(whole) else { return no_number() };
    match parts.figure(counted).map(|figure| figure.map(read_alone)) {
        Some(Ok(reading)) => match &parts.pointed {
            None => reading,
            Some(Pointed::Open(one, thousand)) => Reading {
                figure: Figure::UNKNOWN,
                doubt: Some(Reason::new(
                    format!("this may be {one} or {thousand}: write it without the point (left unknown)"),
                    format!("ce peut être {one} ou {thousand}\u{a0}: écrivez-le sans point (laissé inconnu)"),
                )),
            },
            Some(Pointed::Thousands(mark, count)) => {
                let (mark, marque) =
                    if *mark == ',' { ("comma", "la virgule") } else { ("point", "le point") };
                let lu = if marque == "la virgule" { "lue" } else { "lu" };
                let thousands = || {
                    Reason::new(
                        format!("the {mark} is read as a mark of thousands: {count}"),
                        format!("{marque} est {lu} comme séparateur de milliers\u{a0}: {count}"),
                    )
                };
                Reading { doubt: Some(reading.doubt.unwrap_or_else(thousands)), ..reading }
            }
        },
        Some(Err(why)) => doubtful(why),
        None => no_number(),
    }
}

fn exact(count: u64) -> Reading {
    match bounded(count) {
        Some(count) => Reading { figure: Figure::exact(count), doubt: None },
        None => Reading {
            figure: Figure::UNKNOWN,
            doubt: Some(too_large().so("left unknown", "laissé inconnu")),
        },
    }
}

fn negative() -> Reason {
    Reason::new("a number of people cannot be negative", "un nombre de personnes ne peut être négatif")
}

fn too_large() -> Reason {
    Reason::new("this is too large for a number of people", "c’est trop grand pour un nombre de personnes")
}

fn bounded(count: u64) -> Option<u32> {
    u32::try_from(count).ok().filter(|_| count <= MOST_PEOPLE)
}

/// Whether a text is a number such as 1.000, which is one to those who write it with its decimals and a thousand to
/// others.
fn is_open(text: &str) -> bool {
    let whole = text.strip_suffix(".000").unwrap_or_default();
    (1..=3).contains(&whole.len()) && !whole.starts_with('0') && whole.bytes().all(|b| b.is_ascii_digit())
}

/// What a single point or comma before exactly three digits may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pointed {
    /// 1.000: what it is as a number with decimals, and as one with thousands.
    Open(u64, u64),
    /// 2.500: nobody counts half a person. 1,234: a thousand to most who write it, though not to all.
    Thousands(char, u64),
}

/// The words before, between and behind at most two numbers, and the signs before the first.
struct Parts {
    sign: Option<char>,
    /// Whether a minus, of any width, stands before the first.
    is_negative: bool,
    before: String,
    first: Option<u64>,
    between: String,
    second: Option<u64>,
    after: String,
    /// What is doubtful of either number; an open one before one that is not.
    pointed: Option<Pointed>,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let mut parts = Self {
            sign: text.chars().find(|c| matches!(c, '<' | '>' | '≤' | '≥' | '~' | '≈' | '+' | '±' | '?')),
            is_negative: false,
            before: String::new(),
            first: None,
            between: String::new(),
            second: None,
            after: String::new(),
            pointed: None,
        };
        let mut rest = text;
        let mut words = String::new();
        while let Some(letter) = rest.chars().next() {
            if letter.is_ascii_digit() {
                let Grouped { number, length, pointed } = grouped(rest)?;
                rest = &rest[length..];
                if !matches!(parts.pointed, Some(Pointed::Open(..))) {
                    parts.pointed = pointed.or(parts.pointed);
                }
                let said = fold(&words);
                // A dash keeps no letter when folded, but between numbers it says "to".
                let dashed = words.contains(['-', '−', '–', '—']);
                let words_end_in_minus = words.trim_end().ends_with(['-', '−', '–', '—']);
                words.clear();
                match (parts.first, parts.second) {
                    (None, _) => {
                        parts.is_negative = words_end_in_minus;
                        (parts.before, parts.first) = (said, Some(number));
                    }
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
            parts.before = said;
        } else {
            parts.after = said;
        }
        Some(parts)
    }

    /// `None` when it is no number, `Some(Err)` when it is one that cannot be.
    fn figure(&self, counted: Counted) -> Option<Result<Reading, Reason>> {
        let is_after_fit = self.after.is_empty() || self.after.split(' ').all(|word| counted.is_said(word));
        let Some(first) = self.first else { return in_words(&self.before, counted).map(Ok) };
        if !is_after_fit {
            return None;
        }
        if self.is_negative {
            return Some(Err(negative()));
        }
        let Some(first) = bounded(first) else { return Some(Err(too_large())) };
        if let Some(second) = self.second {
            let Some(second) = bounded(second) else { return Some(Err(too_large())) };
            let between = self.between.as_str();
            // "2 et 4" is as soon 6, and "3/5" three dead and five injured.
            let is_range = if self.before.is_empty() {
                TO.contains(&between)
            } else {
                BETWEEN.contains(&self.before.as_str()) && (TO.contains(&between) || AND.contains(&between))
            };
            return is_range.then(|| Ok(range(first, second, self.sign == Some('?'))));
        }
        let says = |words: &[&str]| words.contains(&self.before.as_str());
        let reading = match self.sign {
            Some('≥' | '+') => at_least(first),
            Some('>') => at_least(first + 1),
            Some('≤') => at_most(first),
            Some('<') => at_most(first.saturating_sub(1)),
            Some(_) => about(first),
            None if says(AT_LEAST) => at_least(first),
            None if says(MORE_THAN) => at_least(first + 1),
            None if says(AT_MOST) => at_most(first),
            None if says(LESS_THAN) => at_most(first.saturating_sub(1)),
            None if says(ABOUT) => about(first),
            None if self.before.is_empty() => Reading { figure: Figure::exact(first), doubt: None },
            None => return None,
        };
        Some(Ok(reading))
    }
}

/// Of "5 (dont 2 civils)" the 2 are among the 5.
fn counted_once(share: &str) -> Reason {
    let share = cell::one_line(share);
    Reason::new(
        format!("\"{share}\" is part of the number before it, and not counted again"),
        format!("«\u{a0}{share}\u{a0}» fait partie du nombre qui précède et n’est pas compté de nouveau"),
    )
}

/// A number that is no exact count is told as what it is read as: on a map and in a sum it is a number like any other.
fn about(count: u32) -> Reading {
    let doubt = Reason::new(format!("read as about {count}"), format!("lu comme environ {count}"));
    Reading { figure: Figure { low: None, best: Some(count), high: None }, doubt: Some(doubt) }
}

fn at_least(count: u32) -> Reading {
    let doubt = Reason::new(format!("read as at least {count}"), format!("lu comme au moins {count}"));
    Reading { figure: Figure { low: Some(count), best: None, high: None }, doubt: Some(doubt) }
}

fn at_most(count: u32) -> Reading {
    let doubt = Reason::new(format!("read as at most {count}"), format!("lu comme au plus {count}"));
    Reading { figure: Figure { low: None, best: None, high: Some(count) }, doubt: Some(doubt) }
}

fn range(first: u32, second: u32, is_asked: bool) -> Reading {
    let asked = is_asked.then(|| {
        Reason::new(
            "a question mark stands beside it: read as a range",
            "suivi d’un point d’interrogation\u{a0}: lu comme une fourchette",
        )
    });
    let doubt = (first > second).then(|| {
        Reason::new(
            "the larger number stands first: read as a range all the same",
            "le plus grand nombre vient d’abord\u{a0}: lu tout de même comme une fourchette",
        )
    });
    Reading { figure: Figure::range(first.min(second), first.max(second)), doubt: doubt.or(asked) }
}

/// `une dizaine`, `dozens`, `trois morts`.
fn in_words(folded: &str, counted: Counted) -> Option<Reading> {
    let words: Vec<&str> = folded.split(' ').filter(|word| !counted.is_said(word) && *word != "de").collect();
    let collective = |word: &str| COLLECTIVES.iter().find(|(name, _)| *name == word).map(|(_, count)| *count);
    match words.as_slice() {
        [word] | ["un" | "une" | "a" | "about" | "environ", word] => {
            if let Some(count) = collective(word) {
                return Some(about(count));
            }
            if let Some(count) = word.strip_suffix('s').and_then(collective) {
                // More than one of them, whatever that is.
                return Some(at_least(2 * count));
            }
            let count = NUMERALS.iter().find(|(name, _)| name == word).map(|(_, count)| *count)?;
            (words.len() == 1).then(|| Reading { figure: Figure::exact(count), doubt: None })
        }
        ["des" | "plusieurs" | "several", word] => {
            word.strip_suffix('s').and_then(collective).map(|count| at_least(2 * count))
        }
        _ => None,
    }
}

/// A number at the start of a text.
struct Grouped {
    number: u64,
    /// How much of the text it is.
    length: usize,
    pointed: Option<Pointed>,
}

/// Reads a number with or without separators of thousands.
/// `None` for a fraction: half a person is a sign that the column is something else.
fn grouped(text: &str) -> Option<Grouped> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let whole: u64 = text[..digits].parse().ok()?;
    let (mut number, mut length, mut groups) = (whole, digits, 0);
    let may_be_grouped = digits <= 3 && !text.starts_with('0');
    let mark = text[digits..].chars().next().filter(|_| may_be_grouped).map(kind_of_mark);
    // 1 200, 1,200, 1.200, 1'200: groups of exactly three after one to three digits, all behind the same mark. Another
    // mark is that of the decimals: 1,200.000.
    while let Some(group) = next_group(&text[length..], mark) {
        number = number.checked_mul(1000)?.checked_add(group.parse().ok()?)?;
        length += text[length..].find(group)? + group.len();
        groups += 1;
    }
    // 12.0, 12,00
    let rest = &text[length..];
    let mut has_decimals = false;
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let places = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if places > 0 {
            fraction[..places].bytes().all(|b| b == b'0').then_some(())?;
            length += 1 + places;
            has_decimals = true;
        }
    }
    let pointed = mark.filter(|_| groups == 1 && !has_decimals).and_then(|mark| match mark {
        '.' if number.is_multiple_of(1000) => Some(Pointed::Open(whole, number)),
        '.' | ',' => Some(Pointed::Thousands(mark, number)),
        _ => None,
    });
    Some(Grouped { number, length, pointed })
}

/// Marks that do the same are the same: spaces of any width, and either apostrophe.
fn kind_of_mark(mark: char) -> char {
    match mark {
        '\u{a0}' | '\u{202f}' => ' ',
        '’' => '\'',
        other => other,
    }
}

/// The three digits behind a mark of thousands.
fn next_group(text: &str, wanted: Option<char>) -> Option<&str> {
    let mark = text.chars().next().filter(|mark| matches!(kind_of_mark(*mark), ' ' | ',' | '.' | '\''))?;
    let group = text[mark.len_utf8()..].get(..3).filter(|_| wanted == Some(kind_of_mark(mark)))?;
    let digits = text[mark.len_utf8()..].bytes().take_while(u8::is_ascii_digit).count();
    (digits == 3).then_some(group)
}

#[cfg(test)]
mod tests;
