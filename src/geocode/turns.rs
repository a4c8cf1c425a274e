//! Days on which answers may change.
//!
//! In: the units of a gazetteer. Out: for any day, one that has the same answers. It must not know places.

use crate::gazetteer::{Gazetteer, LAW_OF_2023, NEW_REGIONS_OF_2016};
use jiff::civil::Date;

/// The days on which units began or ended. Between two of them every day has the same answers, so that whoever
/// remembers answers need not remember them day by day.
#[derive(Debug, Clone)]
pub struct Turns(Vec<Date>);

impl Turns {
    /// Those of a gazetteer.
    pub fn of(gazetteer: &Gazetteer) -> Self {
        let mut turns: Vec<Date> =
            gazetteer.units().iter().flat_map(|unit| [unit.valid_from, unit.valid_to]).flatten().collect();
        turns.extend([NEW_REGIONS_OF_2016, LAW_OF_2023]);
        turns.sort_unstable();
        turns.dedup();
        Self(turns)
    }

    /// The last turn up to a day, itself included; before the first, the first of all days.
    pub fn last_until(&self, day: Date) -> Date {
        let passed = self.0.partition_point(|turn| *turn <= day);
        passed.checked_sub(1).and_then(|last| self.0.get(last)).copied().unwrap_or(Date::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_stands_for_all_until_the_next_turn() {
        let turns = Turns::of(&Gazetteer::embedded().unwrap());
        assert_eq!(turns.last_until(Date::MIN), Date::MIN);
        assert_eq!(turns.last_until(LAW_OF_2023), LAW_OF_2023);
        let eve = LAW_OF_2023.yesterday().unwrap();
        assert!(turns.last_until(eve) <= eve && turns.last_until(eve) >= NEW_REGIONS_OF_2016);
        assert_eq!(turns.last_until(turns.last_until(eve)), turns.last_until(eve));
    }
}
