//! Year, month and day of a date, or of either end of a span.

use super::Order;
use super::token::{Mark, Token};
use crate::event::{DatePrecision, MONTHS_FR, Reason};
use jiff::civil::Date;

/// What one date says; what it does not say, it may take from the other end of its span.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Part {
    pub(super) year: Option<u32>,
    pub(super) month: Option<u32>,
    pub(super) day: Option<u32>,
    pub(super) doubt: Option<Reason>,
}

/// Why something is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    Unreadable,
    Impossible(Reason),
}

/// Years of the events anybody lists.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

impl Why {
    pub(super) fn tell(self, text: &str) -> Reason {
        let Reason { en, fr } = match self {
            Self::Unreadable => super::not_a_date(text),
            Self::Impossible(reason) => reason,
        };
        // The reason is one line in a table, whatever the cell was.
        Reason::new(en.replace(['\n', '\r'], " "), fr.replace(['\n', '\r'], " "))
    }

    fn impossible(en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self::Impossible(Reason::new(en, fr))
    }
}

impl Part {
    /// First day, last day and precision; `None` when the year is a code for unknown.
    pub(super) fn days(&self) -> Result<Option<(Date, Date, DatePrecision)>, Why> {
        let Some(year) = self.year else { return Err(Why::Unreadable) };
        // How Excel, SQL Server and codebooks write that there is no date.
        let nothing = [(1753, 1, 1), (1, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 0)];
        let given = (year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        if matches!(year, 0 | 9999) || nothing.contains(&given) {
            return Ok(None);
        }
        if !YEARS.contains(&year) {
            let (first, last) = (YEARS.start(), YEARS.end());
            return Err(Why::impossible(
                format!("the year {year} is not between {first} and {last}"),
                format!("l’année {year} n’est pas entre {first} et {last}"),
            ));
        }
        let year = year as i16;
        let known = |part: Option<u32>| part.filter(|number| !matches!(number, 0 | 99));
        let Some(month) = known(self.month) else {
            return Ok(Some((Date::constant(year, 1, 1), Date::constant(year, 12, 31), DatePrecision::Year)));
        };
        let (first, last) = i8::try_from(month)
            .ok()
            .and_then(|month| Date::new(year, month, 1).ok())
            .map(whole_month)
            .ok_or_else(|| {
                let fr = format!("il n’y a pas de mois {month}");
                Why::impossible(format!("there is no month {month}"), fr)
            })?;
        let Some(day) = known(self.day) else {
            return Ok(Some((first, last, DatePrecision::Month)));
        };
        let date = i8::try_from(day).ok().and_then(|day| Date::new(year, first.month(), day).ok());
        if let Some(date) = date {
            return Ok(Some((date, date, DatePrecision::Day)));
        }
        let mois = MONTHS_FR.get(usize::from(first.month().unsigned_abs()) - 1).unwrap_or(&"");
        Err(Why::impossible(
            format!("{} has no day {day}", first.strftime("%B %Y")),
            format!("il n’y a pas de {day} {mois} {}", first.year()),
        ))
    }

    fn fill_from(&mut self, other: &Self) {
        self.year = self.year.or(other.year);
        self.month = self.month.or(other.month);
    }
}

/// First and last day of the month of a day.
pub(in crate::import) fn whole_month(day: Date) -> (Date, Date) {
    (day.first_of_month(), day.last_of_month())
}

/// Reads tokens without a span.
pub(super) fn part(tokens: &[Token], order: Order) -> Result<Part, Why> {
    let named = tokens.iter().any(|token| matches!(token, Token::Month(_)));
    read(tokens, order, named)
}

/// Reads both ends of a span; each takes what it lacks from the other: "1-3 October 2023".
pub(super) fn pair(left: &[Token], right: &[Token], order: Order) -> Result<(Part, Part), Why> {
    let named = left.iter().chain(right).any(|token| matches!(token, Token::Month(_)));
    let mut left = read(left, order, named)?;
    let mut right = read(right, order, named)?;
    left.fill_from(&right);
    right.fill_from(&left);
    Ok((left, right))
}

/// `named`: a month is named somewhere in the text, so that no number is one.
fn read(tokens: &[Token], order: Order, named: bool) -> Result<Part, Why> {
    let mut numbers = Vec::with_capacity(3);
    let mut month = None;
    for token in tokens {
        match token {
            Token::Number(number, digits) => numbers.push((*number, *digits)),
            Token::Month(number) if month.is_none() => month = Some(*number),
            Token::Mark(_) => {}
            _ => return Err(Why::Unreadable),
        }
    }
    if named { worded(month, &numbers) } else { numeric(&numbers, order) }
}

fn worded(month: Option<u32>, numbers: &[(u32, usize)]) -> Result<Part, Why> {
    let (day, year) = match numbers {
        [] => (None, None),
        [(year, 4)] => (None, Some(*year)),
        [(day, 1..=2)] if *day <= 31 || *day == 99 => (Some(*day), None),
        [(year, 2)] => (None, Some(full_year(*year, 2))),
        // "2003 August 25" as well as "25 August 2003" and "August 25, 03".
        [(year, 4), (day, 1..=2)] | [(day, 1..=2), (year, 4)] => (Some(*day), Some(*year)),
        [(day, 1..=2), (year, 2)] => (Some(*day), Some(full_year(*year, 2))),
        _ => return Err(Why::Unreadable),
    };
    Ok(Part { year, month, day, doubt: None })
}

fn numeric(numbers: &[(u32, usize)], order: Order) -> Result<Part, Why> {
    let plain = |year, month, day| Ok(Part { year, month, day, doubt: None });
    match *numbers {
        [(year, 4)] => plain(Some(year), None, None),
        // 20231001
        [(date, 8)] => plain(Some(date / 10_000), Some(date / 100 % 100), Some(date % 100)),
        // The beginning of "1 to 3/10/2023".
        [(day, 1..=2)] => plain(None, None, Some(day)),
        [(year, 4), (month, 1..=2)] | [(month, 1..=2), (year, 4)] => plain(Some(year), Some(month), None),
        [(first, 1..=2), (second, 1..=2)] => Ok(ordered(first, second, None, order)),
        [(year, 4), (month, 1..=2), (day, 1..=2)] => plain(Some(year), Some(month), Some(day)),
        [(first, 1..=2), (second, 1..=2), (year, digits @ (2 | 4))] => {
            Ok(ordered(first, second, Some(full_year(year, digits)), order))
        }
        _ => Err(Why::Unreadable),
    }
}

/// Two digits of a year are those of 1970 to 2069.
fn full_year(year: u32, digits: usize) -> u32 {
    match (digits, year) {
        (2, 70..) => 1900 + year,
        (2, _) => 2000 + year,
        _ => year,
    }
}

/// Day and month by the order of the column, or by the only order that is possible.
fn ordered(first: u32, second: u32, year: Option<u32>, order: Order) -> Part {
    let day_first = Part { year, month: Some(second), day: Some(first), doubt: None };
    let month_first = Part { year, month: Some(first), day: Some(second), doubt: None };
    let (usual, other) = match order {
        Order::DayFirst | Order::Mixed => (day_first, month_first),
        Order::MonthFirst => (month_first, day_first),
    };
    let is_possible = |part: &Part| part.month.is_some_and(|month| month <= 12 || month == 99);
    let (other_is, autre) = if order == Order::MonthFirst { ("day", "jour") } else { ("month", "mois") };
    if !is_possible(&usual) && is_possible(&other) {
        let doubt = Reason::new(
            format!("read with the {other_is} first, unlike other rows: nothing else is possible"),
            format!(
                "lu avec le {autre} d’abord, à la différence d’autres lignes\u{a0}: rien d’autre n’est possible"
            ),
        );
        return Part { doubt: Some(doubt), ..other };
    }
    if order == Order::Mixed && is_possible(&other) && first != second {
        let doubt = Reason::new(
            "the column mixes days first and months first: read as day first, but it may be the other way round",
            "la colonne mêle jour d’abord et mois d’abord\u{a0}: lu jour d’abord, mais ce peut être l’inverse",
        );
        return Part { doubt: Some(doubt), ..usual };
    }
    usual
}

/// Where a span is split in its two ends; `None` for a single date.
pub(super) fn split_range(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    let between = tokens.first() == Some(&Token::Between);
    let tokens = if between { &tokens[1..] } else { tokens };
    let at = |wanted: &dyn Fn(usize) -> bool| {
        let mut places = (1..tokens.len().saturating_sub(1)).filter(|place| wanted(*place));
        // Two places to split at are none: 01 - 10 - 2023 is one date.
        places.next().filter(|_| places.next().is_none())
    };
    let is = |place: usize, token: Token| tokens[place] == token;
    let place = at(&|place| is(place, Token::To))
        .or_else(|| at(&|place| is(place, Token::And)))
        .or_else(|| at(&|place| is(place, Token::Mark(Mark::LongDash))))
        .or_else(|| at(&|place| is(place, Token::Mark(Mark::Slash)) && has_whole_dates_around(tokens, place)))
        .or_else(|| at(&|place| is(place, Token::Mark(Mark::Dash)) && is_span(tokens, place)))?;
    Some((&tokens[..place], &tokens[place + 1..]))
}

/// 2023-10-01/2023-10-03
fn has_whole_dates_around(tokens: &[Token], place: usize) -> bool {
    let dashed = |side: &[Token]| side.contains(&Token::Mark(Mark::Dash));
    dashed(&tokens[..place]) && dashed(&tokens[place + 1..])
}

/// "1-3 October", "October 1-3", "October-November", "2022-2023", "1-3/10/2023": a dash between likes.
fn is_span(tokens: &[Token], place: usize) -> bool {
    let named = tokens.iter().any(|token| matches!(token, Token::Month(_)));
    let slashed = tokens.contains(&Token::Mark(Mark::Slash));
    match (tokens[place - 1], tokens[place + 1]) {
        (Token::Month(_), Token::Month(_)) => true,
        (Token::Number(_, 4), Token::Number(_, 4)) => tokens.len() == 3,
        (Token::Number(_, 1..=2), Token::Number(_, 1..=2)) => named || slashed,
        (Token::Number(..), Token::Number(..)) => slashed,
        _ => false,
    }
}
