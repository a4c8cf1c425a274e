//! Counts by day, and by what days add up to.
//!
//! In: spans. Out: a histogram. It must not know features.

use crate::event::{DAY_MS, date_of_day};
use crate::index::chunk::ALWAYS;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days since 1970 that are counted in a row: up to the year 2079. Others, which are rare, one by one.
const DAYS_IN_A_ROW: usize = 40_000;

/// How wide a column of a histogram is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// How many features began when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    /// How many features there are to spread.
    pub matched: usize,
    /// First day of each day, week, month or year in which one began, ascending, and how many did.
    pub columns: Vec<(Date, usize)>,
    /// How many have no date.
    pub undated: usize,
}

/// Counts by day.
pub(super) struct Days {
    in_a_row: Vec<u32>,
    others: BTreeMap<i64, usize>,
    undated: usize,
}

impl Days {
    pub(super) fn new() -> Self {
        Self { in_a_row: vec![0; DAYS_IN_A_ROW], others: BTreeMap::new(), undated: 0 }
    }

    /// Counts a span on its first day.
    pub(super) fn add(&mut self, span: (i64, i64)) {
        if span == ALWAYS {
            self.undated += 1;
            return;
        }
        let day = span.0.div_euclid(DAY_MS);
        match usize::try_from(day).ok().and_then(|day| self.in_a_row.get_mut(day)) {
            Some(count) => *count += 1,
            None => *self.others.entry(day).or_default() += 1,
        }
    }

    pub(super) fn joined(mut self, other: Self) -> Self {
        self.in_a_row.iter_mut().zip(other.in_a_row).for_each(|(ours, theirs)| *ours += theirs);
        for (day, count) in other.others {
            *self.others.entry(day).or_default() += count;
        }
        self.undated += other.undated;
        self
    }

    pub(super) fn histogram(self, step: Step) -> Histogram {
        let in_a_row = (0_i64..).zip(self.in_a_row.iter().map(|count| *count as usize));
        let days = in_a_row.filter(|(_, count)| *count > 0).chain(self.others);
        let mut histogram = Histogram { undated: self.undated, ..Histogram::default() };
        let mut columns: BTreeMap<Date, usize> = BTreeMap::new();
        for (day, count) in days {
            match step.first_day(day) {
                Some(first) => *columns.entry(first).or_default() += count,
                // A span that no calendar has.
                None => histogram.undated += count,
            }
        }
        histogram.columns = columns.into_iter().collect();
        histogram.matched =
            histogram.undated + histogram.columns.iter().map(|(_, count)| count).sum::<usize>();
        histogram
    }
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// The word for it in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The first day of the step that a day since 1970 lies in; `None` beyond the calendar's ends.
    fn first_day(self, day: i64) -> Option<Date> {
        let date = date_of_day(day)?;
        match self {
            Self::Day => Some(date),
            // The calendar's first days may lie in a week that began before it.
            Self::Week => date_of_day(day - (day + 3).rem_euclid(7)),
            Self::Month => Some(date.first_of_month()),
            Self::Year => Some(date.first_of_year()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_step_holds_the_days_that_the_calendar_says(day in -4_300_000..3_000_000_i64) {
            let Ok(date) = date(1970, 1, 1).checked_add(jiff::Span::new().try_days(day).unwrap()) else {
                return Ok(());
            };
            let first = |step: Step| step.first_day(day);
            prop_assert_eq!(first(Step::Day), Some(date));
            if let Some(monday) = first(Step::Week) {
                prop_assert_eq!(monday.weekday(), jiff::civil::Weekday::Monday);
                prop_assert!((0..7).contains(&(date - monday).get_days()));
            }
            if let (Some(month), Some(year)) = (first(Step::Month), first(Step::Year)) {
                prop_assert_eq!((month.year(), month.month(), month.day()), (date.year(), date.month(), 1));
                prop_assert_eq!((year.year(), year.month(), year.day()), (date.year(), 1, 1));
            }
        }
    }

    #[test]
    fn a_span_counts_on_its_first_day_and_no_span_on_none() {
        let mut days = Days::new();
        for span in [(0, 0), (-1, 5), (DAY_MS, DAY_MS), (i64::MIN, 3), ALWAYS, (50_000 * DAY_MS, i64::MAX)] {
            days.add(span);
        }
        let histogram = days.joined(Days::new()).histogram(Step::Year);
        assert_eq!(histogram.columns, [(date(1969, 1, 1), 1), (date(1970, 1, 1), 2), (date(2106, 1, 1), 1)]);
        assert_eq!((histogram.undated, histogram.matched), (2, 6));
    }
}
