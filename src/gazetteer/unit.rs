//! Administrative units and the days they existed.

use super::space::Circle;
use super::{GazetteerError, plain_key, sahel_key, strip};
use crate::event::LonLat;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const TABLE: &str = "gazetteer/admin_units.csv";

/// How high a unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// First: a region, or the district of Bamako.
    Region,
    /// Second.
    Cercle,
    /// Third.
    Commune,
}

impl Level {
    /// The word for it, the same in French and English reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Cercle => "cercle",
            Self::Commune => "commune",
        }
    }
}

/// An administrative unit of one edition.
#[derive(Debug, Clone, Serialize)]
pub struct Unit {
    /// Our slug; its ending tells the edition.
    pub id: String,
    /// How high it stands.
    pub level: Level,
    /// Name to show.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// OCHA P-code (version 03), only on units of 2023.
    pub pcode: Option<String>,
    /// Id of the unit one level up, of the same edition.
    pub parent_id: Option<String>,
    /// First day, where known.
    pub valid_from: Option<Date>,
    /// The day after the last; `None` = still in force.
    pub valid_to: Option<Date>,
    /// Ids of the units it was carved from, where known.
    pub successor_of: Vec<String>,
    /// Its seat (region, cercle) or a point inside (commune).
    pub point: Option<LonLat>,
    /// A circle round it, from its polygon or else from its places; `None` when nothing of it is known.
    pub area: Option<Circle>,
    /// Who attests it.
    pub sources: Vec<String>,
}

impl Unit {
    /// Whether it existed on a day.
    pub fn in_force_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day < to)
    }
}

/// The key of a unit's name without the word for its level ("Cercle de Gao").
pub(super) fn unit_key(name: &str) -> String {
    let stripped = strip(name).name;
    sahel_key(&plain_key(if stripped.is_empty() { name } else { stripped }))
}

/// A row of the table as it stands.
#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    level: u8,
    name: String,
    aliases: String,
    pcode: String,
    parent_id: String,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    successor_of: String,
    lat: Option<f64>,
    lon: Option<f64>,
    source: String,
}

/// Reads the table of units.
pub(super) fn read(table: &str) -> Result<Vec<Unit>, GazetteerError> {
    csv::Reader::from_reader(table.as_bytes())
        .deserialize::<Row>()
        .map(|row| row.map_err(|source| GazetteerError::Table { table: TABLE, source }).and_then(parse))
        .collect()
}

fn parse(row: Row) -> Result<Unit, GazetteerError> {
    let level = match row.level {
        1 => Level::Region,
        2 => Level::Cercle,
        3 => Level::Commune,
        other => {
            let value = other.to_string();
            return Err(GazetteerError::Value { table: TABLE, id: row.id, column: "level", value });
        }
    };
    let point = match (row.lon, row.lat) {
        (Some(lon), Some(lat)) => Some(LonLat::new(lon, lat).map_err(|source| GazetteerError::Point {
            table: TABLE,
            id: row.id.clone(),
            source,
        })?),
        _ => None,
    };
    Ok(Unit {
        id: row.id,
        level,
        name: row.name,
        aliases: list(&row.aliases),
        pcode: given(row.pcode),
        parent_id: given(row.parent_id),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        successor_of: list(&row.successor_of),
        point,
        area: None,
        sources: list(&row.source),
    })
}

/// A field that holds several values.
pub(super) fn list(field: &str) -> Vec<String> {
    field.split('|').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
}

/// A field that may be blank.
pub(super) fn given(field: String) -> Option<String> {
    (!field.is_empty()).then_some(field)
}
