//! What a column can mean.
//!
//! In: nothing. Out: [`Field`]. It must not know which words name it: see `data/lexicon/headers.csv`.

use serde::Serialize;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The source's own id of the event.
    Id,
    /// When it happened, or when it began.
    Date,
    /// The last day.
    EndDate,
    /// Year, where day, month and year have columns of their own.
    Year,
    /// Month of the year.
    Month,
    /// Day of the month.
    Day,
    /// Time of the day.
    Time,
    /// How exactly the date is known, as the format codes it.
    DatePrecision,
    /// Name of the place.
    Place,
    /// First-level unit.
    Region,
    /// Second-level unit.
    Cercle,
    /// Third-level unit.
    Commune,
    /// Country.
    Country,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// Both coordinates in one cell.
    Coordinates,
    /// How exactly the place is known, as the format codes it.
    PlacePrecision,
    /// What happened.
    Kind,
    /// What happened, more closely.
    SubKind,
    /// UCDP's type of violence, 1 to 3.
    ViolenceType,
    /// Somebody who took part; several columns may.
    Actor,
    /// Deaths, the best figure.
    Deaths,
    /// Deaths, at least.
    DeathsLow,
    /// Deaths, at most.
    DeathsHigh,
    /// Injured.
    Injured,
    /// Who says so; where several columns do, the first that is filled.
    Source,
    /// What is told.
    Notes,
}

/// Every field and the one word for it in reports, on the command line and in the lexicon of headers.
const NAMES: [(&str, Field); 27] = [
    ("id", Field::Id),
    ("date", Field::Date),
    ("end_date", Field::EndDate),
    ("year", Field::Year),
    ("month", Field::Month),
    ("day", Field::Day),
    ("time", Field::Time),
    ("date_precision", Field::DatePrecision),
    ("place", Field::Place),
    ("region", Field::Region),
    ("cercle", Field::Cercle),
    ("commune", Field::Commune),
    ("country", Field::Country),
    ("latitude", Field::Latitude),
    ("longitude", Field::Longitude),
    ("coordinates", Field::Coordinates),
    ("place_precision", Field::PlacePrecision),
    ("kind", Field::Kind),
    ("sub_kind", Field::SubKind),
    ("violence_type", Field::ViolenceType),
    ("actor", Field::Actor),
    ("deaths", Field::Deaths),
    ("deaths_low", Field::DeathsLow),
    ("deaths_high", Field::DeathsHigh),
    ("injured", Field::Injured),
    ("source", Field::Source),
    ("notes", Field::Notes),
];

impl Field {
    /// The field of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
    }

    /// The one word for it.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }

    /// The words for all of them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Whether several columns may have this meaning.
    pub(super) fn repeats(self) -> bool {
        matches!(self, Self::Actor | Self::Source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_the_same_name_in_json_and_on_the_command_line() {
        for (name, field) in NAMES {
            assert_eq!(serde_json::to_value(field).unwrap(), name);
            assert_eq!((Field::by_name(name), field.name()), (Some(field), name));
        }
    }
}
