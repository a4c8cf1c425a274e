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

impl Field {
    /// Whether several columns may have this meaning.
    pub(super) fn repeats(self) -> bool {
        matches!(self, Self::Actor | Self::Source)
    }
}
