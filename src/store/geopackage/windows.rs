//! When and where each dated event was, in few bytes.
//!
//! In: events as they are written. Out: the rows of `event_windows`. It must not know what they are compared for.

use super::columns::{NULL, date_precision};
use super::place::Place;
use super::problem::Doing as _;
use super::read::number;
use crate::event::{DatePrecision, Event, Identity, LonLat};
use crate::store::{EventWindow, StoreError};
use jiff::civil::Date;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Row, params, params_from_iter};

/// The columns of the table.
pub(super) const COLUMNS: [&str; 11] = [
    "fid",
    "kind",
    "first_day",
    "last_day",
    "date_precision",
    "lon",
    "lat",
    "radius_m",
    "place",
    "scope",
    "import_id",
];

/// A value for every column; none for an event without a date.
pub(super) fn values<'v>(
    fid: i64,
    event: &'v Event,
    identity: &'v Identity,
    import: ValueRef<'v>,
) -> Option<[ValueRef<'v>; COLUMNS.len()]> {
    let when = event.when.as_ref()?;
    let (first, last) = when.days();
    let point = event.location.point;
    let name = point.is_none().then_some(event.place.name.as_str()).filter(|name| !name.is_empty());
    Some([
        ValueRef::Integer(fid),
        ValueRef::from(event.kind.as_str()),
        ValueRef::Integer(day_number(first).into()),
        ValueRef::Integer(day_number(last).into()),
        ValueRef::from(date_precision(when.precision)),
        point.map_or(NULL, |point| ValueRef::Real(point.lon())),
        point.map_or(NULL, |point| ValueRef::Real(point.lat())),
        ValueRef::Real(event.location.radius_m),
        name.map_or(NULL, ValueRef::from),
        identity.scope().map_or(NULL, ValueRef::from),
        import,
    ])
}

/// Keeps the window of an event; one without a date has none.
pub(super) fn put(
    db: &Connection,
    place: &Place,
    fid: i64,
    event: &Event,
    identity: &Identity,
    import_id: Option<i64>,
) -> Result<(), StoreError> {
    let import = import_id.map_or(NULL, ValueRef::Integer);
    match values(fid, event, identity, import) {
        None => db
            .prepare_cached("DELETE FROM event_windows WHERE fid = ?")
            .and_then(|mut statement| statement.execute([fid])),
        Some(values) => db
            .prepare_cached("INSERT OR REPLACE INTO event_windows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .and_then(|mut statement| {
                statement.execute(params_from_iter(values.into_iter().map(ToSqlOutput::Borrowed)))
            }),
    }
    .doing(place, "keep when and where an event was")?;
    Ok(())
}

/// Whose windows are told from all others.
#[derive(Debug, Clone)]
pub(super) enum Whose {
    /// Those of the events that an import wrote.
    Import(i64),
    /// Those of these events.
    Events(Vec<i64>),
}

impl Whose {
    /// The condition, never unknown, and its value.
    fn condition(&self) -> (&'static str, Value) {
        match self {
            Self::Import(id) => ("import_id IS ?1", Value::Integer(*id)),
            Self::Events(fids) => {
                let list = serde_json::Value::from(fids.as_slice()).to_string();
                ("fid IN (SELECT value FROM json_each(?1))", Value::Text(list))
            }
        }
    }
}

/// Visits some windows, or those of all others.
pub(super) fn for_each(
    db: &Connection,
    place: &Place,
    whose: &Whose,
    mine: bool,
    visit: &mut dyn FnMut(EventWindow),
) -> Result<(), StoreError> {
    let doing = "read when and where events were";
    // No index: the table is read from end to end either way, some 60 bytes a row.
    let (condition, own) = whose.condition();
    let mut statement = db
        .prepare_cached(&format!("SELECT {} FROM event_windows WHERE ({condition}) = ?2", COLUMNS.join(", ")))
        .doing(place, doing)?;
    let mut rows = statement.query(params![own, mine]).doing(place, doing)?;
    while let Some(row) = rows.next().doing(place, doing)? {
        // A row that somebody else wrote may say anything; such an event is no duplicate of any.
        if let Some(window) = window(row).doing(place, doing)? {
            visit(window);
        }
    }
    Ok(())
}

pub(super) fn count(db: &Connection, place: &Place, whose: &Whose) -> Result<(u64, u64), StoreError> {
    let (condition, own) = whose.condition();
    db.query_row(
        &format!(
            "SELECT count(*) FILTER (WHERE {condition}), count(*) FILTER (WHERE NOT ({condition})) FROM event_windows"
        ),
        [own],
        |row| Ok((number(row, 0)?, number(row, 1)?)),
    )
    .doing(place, "count events")
}

fn window(row: &Row<'_>) -> rusqlite::Result<Option<EventWindow>> {
    let (kind, precision) = (row.get::<_, String>(1)?.parse(), row.get::<_, String>(4)?);
    let precision = DatePrecision::ALL.into_iter().find(|one| date_precision(*one) == precision);
    let (Ok(kind), Some(precision)) = (kind, precision) else { return Ok(None) };
    let point = match (row.get::<_, Option<f64>>(5)?, row.get::<_, Option<f64>>(6)?) {
        (Some(lon), Some(lat)) => LonLat::new(lon, lat).ok(),
        _ => None,
    };
    Ok(Some(EventWindow {
        fid: number(row, 0)?,
        kind,
        days: (row.get(2)?, row.get(3)?),
        date_precision: precision,
        point,
        radius_m: row.get(7)?,
        place: row.get(8)?,
        scope: row.get(9)?,
        import_id: row.get(10)?,
    }))
}

/// Days since 1970-01-01.
fn day_number(day: Date) -> i32 {
    (day - Date::constant(1970, 1, 1)).get_days()
}
