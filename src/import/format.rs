//! Lists whose columns are known by name: UCDP GED, ACLED and our own exports.
//!
//! In: folded column names. Out: the format and what each of its columns means. It must not know rows.

use super::field::Field;
use serde::Serialize;

/// Whose layout a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Uppsala Conflict Data Program, Georeferenced Event Dataset, by the names of its codebook; versions
    /// before 2017 write `best_est` for `best`.
    UcdpGed,
    /// Armed Conflict Location and Event Data: 31 columns since 2023, the earlier layouts, upper case.
    Acled,
    /// An export of Azalai as CSV.
    Azalai,
    /// Anybody's list.
    List,
}

/// Codebook names, folded. `region` is a continent there and no unit, which is why each format has a table
/// of its own and nothing beside it is guessed.
const UCDP_GED: [(&str, Field); 29] = [
    ("id", Field::Id),
    ("date start", Field::Date),
    ("date end", Field::EndDate),
    ("year", Field::Year),
    ("date prec", Field::DatePrecision),
    ("where coordinates", Field::Place),
    ("adm 1", Field::Region),
    ("adm 2", Field::Cercle),
    ("adm1", Field::Region),
    ("adm2", Field::Cercle),
    ("country", Field::Country),
    ("latitude", Field::Latitude),
    ("longitude", Field::Longitude),
    ("where prec", Field::PlacePrecision),
    ("type of violence", Field::ViolenceType),
    ("side a", Field::Actor),
    ("side b", Field::Actor),
    ("best", Field::Deaths),
    ("best est", Field::Deaths),
    ("low", Field::DeathsLow),
    ("low est", Field::DeathsLow),
    ("high", Field::DeathsHigh),
    ("high est", Field::DeathsHigh),
    ("source original", Field::Source),
    ("source office", Field::Source),
    ("source article", Field::Source),
    ("source headline", Field::Notes),
    ("lat", Field::Latitude),
    ("lon", Field::Longitude),
];

const ACLED: [(&str, Field); 19] = [
    ("event id cnty", Field::Id),
    ("event date", Field::Date),
    ("year", Field::Year),
    ("time precision", Field::DatePrecision),
    ("event type", Field::Kind),
    ("sub event type", Field::SubKind),
    ("actor1", Field::Actor),
    ("actor2", Field::Actor),
    ("country", Field::Country),
    ("admin1", Field::Region),
    ("admin2", Field::Cercle),
    ("admin3", Field::Commune),
    ("location", Field::Place),
    ("latitude", Field::Latitude),
    ("longitude", Field::Longitude),
    ("geo precision", Field::PlacePrecision),
    ("source", Field::Source),
    ("notes", Field::Notes),
    ("fatalities", Field::Deaths),
];

impl Format {
    /// Recognises a format by the columns that no other list has.
    pub(super) fn recognise(columns: &[String]) -> Self {
        let has = |name: &str| columns.iter().any(|column| column == name);
        let has_any = |names: &[&str]| names.iter().any(|name| has(name));
        if has("where coordinates")
            && has_any(&["best", "best est", "where prec", "type of violence", "deaths civilians"])
        {
            Self::UcdpGed
        } else if has_any(&["event id cnty", "event id no cnty"])
            || ["event date", "actor1", "admin1", "fatalities"].iter().all(|name| has(name))
        {
            Self::Acled
        } else if ["id", "source id", "radius m", "precision scheme"].iter().all(|name| has(name)) {
            Self::Azalai
        } else {
            Self::List
        }
    }

    /// The word used in reports and in the store: `ucdp_ged`, `acled`, `azalai` or `list`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UcdpGed => "ucdp_ged",
            Self::Acled => "acled",
            Self::Azalai => "azalai",
            Self::List => "list",
        }
    }

    /// What a column means in this format, and how much it is preferred (0 most) to others of that meaning.
    pub(super) fn field(self, column: &str) -> Option<(Field, usize)> {
        let table: &[(&str, Field)] = match self {
            Self::UcdpGed => &UCDP_GED,
            Self::Acled => &ACLED,
            Self::Azalai | Self::List => return None,
        };
        table
            .iter()
            .enumerate()
            .find(|(_, (name, _))| *name == column)
            .map(|(rank, (_, field))| (*field, rank))
    }
}
