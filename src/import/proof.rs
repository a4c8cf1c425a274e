//! What the rows of a list prove of their columns: whether dates write the day or the month first, and whether the first
//! column only numbers the rows.
//!
//! In: records. Out: an order and what it rests on. It must not know files.

use super::date::{self, Evidence, Order};
use super::field::Field;
use super::header::ORDER_COLUMN;
use super::mapping::{Column, Mapping};
use super::table::Record;
use super::{cell, header};
use crate::event::{Reason, fold};

/// What the order of day and month rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// No date would be another if it were the other way round.
    Open,
    /// Nothing: it is the more usual one.
    Assumed,
    /// A date, the name of a column or the operator says so.
    Known,
}

/// What the rows prove of their columns.
pub(super) struct Proof {
    dates: Vec<usize>,
    /// The column of rejected rows in which each says its order, and the first that does.
    pub(super) row_order: Option<usize>,
    said: Option<Order>,
    day_first: Option<(u64, String)>,
    month_first: Option<(u64, String)>,
    /// How many dates prove that the month comes first, and how many leave it open.
    month_firsts: u64,
    open: u64,
    french: bool,
    index: Option<Index>,
}

/// A nameless first column, as long as its numbers only rise.
#[derive(Debug, Clone, Copy)]
struct Index {
    last: Option<i64>,
    holds: bool,
}

impl Proof {
    pub(super) fn new(mapping: &Mapping) -> Self {
        let dates =
            [Field::Date, Field::EndDate].into_iter().filter_map(|field| mapping.first(field)).collect();
        let is_nameless = |column: &Column| {
            column.field.is_none() && (header::is_nameless(&column.key) || column.name.starts_with("unnamed"))
        };
        let index = mapping.columns.first().filter(|column| is_nameless(column));
        Self {
            dates,
            row_order: mapping.columns.iter().rposition(|column| header::says_order(&column.key)),
            said: None,
            day_first: None,
            month_first: None,
            month_firsts: 0,
            open: 0,
            french: mapping.columns.iter().any(|column| is_french(&column.key)),
            index: index.map(|_| Index { last: None, holds: true }),
        }
    }

    pub(super) fn look_at(&mut self, record: &Record) {
        let said = self.row_order.and_then(|at| Order::said(record.cells.get(at)?));
        self.said = self.said.or(said);
        // Of a row that says it itself nothing is to be proved.
        for column in self.dates.iter().filter(|_| said.is_none()) {
            let text = cell::clean(record.cells.get(*column).unwrap_or_default());
            let proof = match date::evidence(text) {
                Some(Evidence::DayFirst) => &mut self.day_first,
                Some(Evidence::MonthFirst) => {
                    self.month_firsts += 1;
                    &mut self.month_first
                }
                Some(Evidence::Either) => {
                    self.open += 1;
                    continue;
                }
                None => continue,
            };
            if proof.is_none() {
                *proof = Some((record.line, text.to_owned()));
            }
        }
        if let Some(index) = self.index.as_mut().filter(|index| index.holds) {
            let text = cell::without_point_zero(cell::clean(record.cells.get(0).unwrap_or_default()));
            let number = text.parse::<i64>().ok();
            index.holds = number.is_some_and(|number| index.last.is_none_or(|last| number > last));
            index.last = number;
        }
    }

    /// Whether dates that put the month first are slips of the pen and not the order of the column: where French
    /// names of columns speak for the day, and such dates are few. Of the days of a year three in five are above
    /// the twelfth, so a column that puts the month first has more than one such date in six. Where nothing speaks
    /// for the day, a single date proves the month, as few as the first thirteen days of a month may hold.
    fn is_slip(&self) -> bool {
        self.french && (self.month_firsts == 1 || self.month_firsts * 5 < self.open)
    }

    /// Whether the first column only numbers the rows.
    pub(super) fn numbers_rows(&self) -> bool {
        self.index.is_some_and(|index| index.holds)
    }

    /// What the names of the columns say.
    fn stated(&self, mapping: &Mapping) -> Option<Order> {
        self.dates.iter().find_map(|column| Order::said(&mapping.columns[*column].key))
    }

    /// What the order rests on.
    pub(super) fn ground(&self, mapping: &Mapping) -> Ground {
        if self.day_first.is_some() || self.month_first.is_some() {
            Ground::Known
        } else if self.open == 0 {
            Ground::Open
        } else if self.said.is_some() || self.stated(mapping).is_some() {
            Ground::Known
        } else {
            Ground::Assumed
        }
    }

    pub(super) fn order(&self, mapping: &Mapping) -> (Order, Reason) {
        let has = |line: &u64, date: &String| {
            Reason::new(format!("line {line} has {date}"), format!("la ligne {line} porte {date}"))
        };
        match (&self.day_first, &self.month_first) {
            (Some((line, date)), None) => (Order::DayFirst, has(line, date)),
            (None, Some((line, date))) if self.is_slip() => {
                let slip = Reason::new(
                    format!("line {line} has {date}, which looks like a slip: the others are read day first"),
                    format!(
                        "la ligne {line} porte {date}, sans doute une faute\u{a0}: les autres sont lues jour d’abord"
                    ),
                );
                (Order::Mixed, slip)
            }
            (None, Some((line, date))) => (Order::MonthFirst, has(line, date)),
            (Some((line, date)), Some((other_line, other))) => {
                let both = Reason::new(
                    format!("the column mixes both: line {line} has {date}, line {other_line} {other}"),
                    format!(
                        "la colonne mêle les deux\u{a0}: {date} à la ligne {line}, {other} à la ligne {other_line}"
                    ),
                );
                (Order::Mixed, both)
            }
            (None, None) if let Some(order) = self.said => {
                let row_by_row = Reason::new(
                    format!("the column {ORDER_COLUMN} says so, row by row"),
                    format!("la colonne {ORDER_COLUMN} le dit, ligne par ligne"),
                );
                (order, row_by_row)
            }
            (None, None) => match self.stated(mapping) {
                Some(order) => {
                    (order, Reason::new("the name of the column says so", "le nom de la colonne le dit"))
                }
                None if self.open > 0 => {
                    let assumed = Reason::new(
                        "assumed: no date in the list proves whether day or month comes first",
                        "supposé\u{a0}: aucune date de la liste ne prouve lequel, du jour ou du mois, vient d’abord",
                    );
                    (Order::DayFirst, assumed)
                }
                None => {
                    let closed = Reason::new(
                        "no date in the list leaves it open",
                        "aucune date de la liste ne laisse de doute",
                    );
                    (Order::DayFirst, closed)
                }
            },
        }
    }
}

/// Whether the name of a column is French: such lists write the day first.
fn is_french(key: &str) -> bool {
    const FRENCH: [&str; 20] = [
        "lieu",
        "lieux",
        "localite",
        "ville",
        "quartier",
        "mort",
        "morts",
        "tues",
        "deces",
        "blesses",
        "auteur",
        "auteurs",
        "acteur",
        "acteurs",
        "resume",
        "remarques",
        "evenement",
        "jour",
        "mois",
        "annee",
    ];
    fold(key).split(' ').any(|word| FRENCH.contains(&word))
}
