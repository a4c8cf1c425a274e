//! The three divisions of Mali that this century's lists speak of.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A division of Mali into units, in force for a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// Eight regions and Bamako.
    Before2016,
    /// With Ménaka and Taoudénit.
    Until2023,
    /// Nineteen regions and Bamako, 160 cercles; communes not known.
    Since2023,
}

/// The day Ménaka and Taoudénit began to work. The month is sure, the day is not.
pub const NEW_REGIONS_OF_2016: Date = date(2016, 1, 19);

/// The day of the law that made the division of 2023.
pub const LAW_OF_2023: Date = date(2023, 3, 13);

impl Edition {
    /// All three, oldest first.
    pub const ALL: [Self; 3] = [Self::Before2016, Self::Until2023, Self::Since2023];

    /// The division in force on a day.
    pub fn on(day: Date) -> Self {
        if day < NEW_REGIONS_OF_2016 {
            Self::Before2016
        } else if day < LAW_OF_2023 {
            Self::Until2023
        } else {
            Self::Since2023
        }
    }

    /// Its span as `from/to`, half open, with `..` for an open end.
    pub fn span(self) -> &'static str {
        match self {
            Self::Before2016 => "../2016-01-19",
            Self::Until2023 => "2016-01-19/2023-03-13",
            Self::Since2023 => "2023-03-13/..",
        }
    }

    /// A day on which it was in force.
    pub fn some_day(self) -> Date {
        match self {
            Self::Before2016 => date(2012, 1, 1),
            Self::Until2023 => NEW_REGIONS_OF_2016,
            Self::Since2023 => LAW_OF_2023,
        }
    }
}
