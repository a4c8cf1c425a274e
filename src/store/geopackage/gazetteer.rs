//! Packs and local places, in their two tables.
//!
//! In: a connection within a transaction. Out: what the tables hold, or changes of them. It must not know what a
//! pack is made of. The number of the state is counted by triggers (`schema_2.sql`).

use super::dated::{date, now};
use super::extent::Extent;
use super::place::Place;
use super::problem::Doing as _;
use super::read::number;
use super::{header, integer};
use crate::store::{Attested, LocalPlace, PackEntry, PlaceFacts, StoreError, StoredGazetteer, StoredPack};
use rusqlite::{Connection, Row, params};

const PACKS: &str = "gazetteer_packs";
const PLACES: &str = "local_places";

/// Whether the store has these tables: one of version 1 that is open for reading only has none.
fn is_there(connection: &Connection, place: &Place) -> Result<bool, StoreError> {
    connection.table_exists(None, PACKS).doing(place, "look for the tables of the gazetteer")
}

pub(super) fn version(connection: &Connection, place: &Place) -> Result<u64, StoreError> {
    if !is_there(connection, place)? {
        return Ok(0);
    }
    connection
        .prepare_cached("SELECT gazetteer_version FROM azalai")
        .and_then(|mut statement| statement.query_row([], |row| number(row, 0)))
        .doing(place, "read the version of the gazetteer")
}

pub(super) fn all(connection: &Connection, place: &Place) -> Result<StoredGazetteer, StoreError> {
    if !is_there(connection, place)? {
        return Ok(StoredGazetteer::default());
    }
    let packs = || {
        connection
            .prepare_cached("SELECT name, details, body FROM gazetteer_packs ORDER BY position")?
            .query_map([], |row| {
                Ok(StoredPack { name: row.get(0)?, details_json: row.get(1)?, body: row.get(2)? })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
    };
    Ok(StoredGazetteer {
        version: version(connection, place)?,
        packs: packs().doing(place, "read the packs")?,
        places: places(connection, place)?,
    })
}

pub(super) fn packs(connection: &Connection, place: &Place) -> Result<Vec<PackEntry>, StoreError> {
    if !is_there(connection, place)? {
        return Ok(Vec::new());
    }
    let read = || {
        connection
            .prepare_cached(
                "SELECT name, added, details, length(body) FROM gazetteer_packs ORDER BY position",
            )?
            .query_map([], |row| {
                Ok(PackEntry {
                    name: row.get(0)?,
                    added: row.get(1)?,
                    details_json: row.get(2)?,
                    body_bytes: number(row, 3)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
    };
    read().doing(place, "list the packs")
}

/// Keeps a pack in the place of an earlier one, if there is one; says whether there is.
pub(super) fn put_pack(
    connection: &Connection,
    place: &Place,
    pack: &StoredPack,
) -> Result<bool, StoreError> {
    let doing = "keep a pack";
    let StoredPack { name, details_json, body } = pack;
    let now = now();
    let replaced = connection
        .execute(
            "UPDATE gazetteer_packs SET added = ?2, details = ?3, body = ?4 WHERE name = ?1",
            params![name, now, details_json, body],
        )
        .doing(place, doing)?;
    if replaced == 0 {
        connection
            .execute(
                "INSERT INTO gazetteer_packs (name, added, details, body) VALUES (?1, ?2, ?3, ?4)",
                params![name, now, details_json, body],
            )
            .doing(place, doing)?;
    }
    Ok(replaced > 0)
}

pub(super) fn remove_pack(connection: &Connection, place: &Place, name: &str) -> Result<bool, StoreError> {
    let removed = connection
        .execute("DELETE FROM gazetteer_packs WHERE name = ?1", [name])
        .doing(place, "remove a pack")?;
    Ok(removed > 0)
}

/// The columns of a local place, in the order that [`read_place`] reads them.
const COLUMNS: &str =
    "fid, name, aliases, kind, geom, region, cercle, commune, source, how, created, updated, seen";

pub(super) fn places(connection: &Connection, place: &Place) -> Result<Vec<LocalPlace>, StoreError> {
    if !is_there(connection, place)? {
        return Ok(Vec::new());
    }
    let doing = "read the local places";
    let mut statement = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM {PLACES} ORDER BY fid"))
        .doing(place, doing)?;
    let mut rows = statement.query([]).doing(place, doing)?;
    let mut places = Vec::new();
    while let Some(row) = rows.next().doing(place, doing)? {
        places.push(read_place(row, place)?);
    }
    Ok(places)
}

pub(super) fn one(
    connection: &Connection,
    place: &Place,
    fid: u64,
) -> Result<Option<LocalPlace>, StoreError> {
    if !is_there(connection, place)? {
        return Ok(None);
    }
    let doing = "read a local place";
    let mut statement = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM {PLACES} WHERE fid = ?"))
        .doing(place, doing)?;
    let mut rows = statement.query([integer(fid)]).doing(place, doing)?;
    rows.next().doing(place, doing)?.map(|row| read_place(row, place)).transpose()
}

/// A row of the table. Other programs may write it too, so nothing is taken for granted.
fn read_place(row: &Row<'_>, place: &Place) -> Result<LocalPlace, StoreError> {
    let doing = "read a local place";
    let fid = number(row, 0).doing(place, doing)?;
    let text = |column: usize| row.get::<_, String>(column).doing(place, doing);
    let given = |column: usize| row.get::<_, Option<String>>(column).doing(place, doing);
    let strange = |column, value| place.unreadable(column, fid, value);
    let aliases = text(2)?;
    let aliases =
        serde_json::from_str(&aliases).map_err(|_| strange("local_places.aliases", aliases.clone()))?;
    let geometry = row.get_ref(4).doing(place, doing)?;
    let point = geometry
        .as_blob()
        .ok()
        .and_then(header::decode)
        .ok_or_else(|| strange("local_places.geom", format!("{geometry:?}")))?;
    let how = text(9)?;
    let how = Attested::ALL
        .into_iter()
        .find(|one| one.as_str() == how)
        .ok_or_else(|| strange("local_places.how", how.clone()))?;
    Ok(LocalPlace {
        fid,
        facts: PlaceFacts {
            name: text(1)?,
            aliases,
            kind: text(3)?,
            point,
            region: given(5)?,
            cercle: given(6)?,
            commune: given(7)?,
            source: text(8)?,
        },
        how,
        created: text(10)?,
        updated: text(11)?,
        seen: number(row, 12).doing(place, doing)?,
    })
}

/// Adds a place and returns its number.
pub(super) fn insert(
    connection: &Connection,
    place: &Place,
    facts: &PlaceFacts,
    how: Attested,
    seen: u64,
) -> Result<u64, StoreError> {
    let PlaceFacts { name, aliases: _, kind, point, region, cercle, commune, source } = facts;
    let (aliases, now) = (aliases(facts), now());
    connection
        .prepare_cached(
            "INSERT INTO local_places
               (name, aliases, kind, geom, region, cercle, commune, source, how, created, updated, seen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                name,
                aliases,
                kind,
                header::encode(*point),
                region,
                cercle,
                commune,
                source,
                how.as_str(),
                now,
                integer(seen)
            ])
        })
        .doing(place, "add a local place")?;
    Ok(u64::try_from(connection.last_insert_rowid()).unwrap_or(0))
}

/// Puts other facts in the place of those that were.
pub(super) fn update(
    connection: &Connection,
    place: &Place,
    fid: u64,
    facts: &PlaceFacts,
) -> Result<(), StoreError> {
    let PlaceFacts { name, aliases: _, kind, point, region, cercle, commune, source } = facts;
    let changed = connection
        .execute(
            "UPDATE local_places SET name = ?2, aliases = ?3, kind = ?4, geom = ?5, region = ?6, cercle = ?7,
               commune = ?8, source = ?9, how = ?10, updated = ?11
             WHERE fid = ?1",
            params![
                integer(fid),
                name,
                aliases(facts),
                kind,
                header::encode(*point),
                region,
                cercle,
                commune,
                source,
                Attested::Confirmed.as_str(),
                now()
            ],
        )
        .doing(place, "change a local place")?;
    if changed == 0 { Err(StoreError::NoSuchPlace(fid)) } else { Ok(()) }
}

pub(super) fn seen_again(
    connection: &Connection,
    place: &Place,
    fid: u64,
    rows: u64,
) -> Result<(), StoreError> {
    let changed = connection
        .prepare_cached("UPDATE local_places SET seen = seen + ?2 WHERE fid = ?1")
        .and_then(|mut statement| statement.execute(params![integer(fid), integer(rows)]))
        .doing(place, "count the rows of a local place")?;
    if changed == 0 { Err(StoreError::NoSuchPlace(fid)) } else { Ok(()) }
}

pub(super) fn remove(connection: &Connection, place: &Place, fid: u64) -> Result<bool, StoreError> {
    let removed = connection
        .execute("DELETE FROM local_places WHERE fid = ?1", [integer(fid)])
        .doing(place, "remove a local place")?;
    Ok(removed > 0)
}

/// Brings what `gpkg_contents` says of the local places up to date.
pub(super) fn describe_places(connection: &Connection, place: &Place) -> Result<(), StoreError> {
    Extent::renew(connection, place, PLACES)?;
    date(connection, place, &[PLACES])
}

/// The place that was just written.
pub(super) fn written(connection: &Connection, place: &Place, fid: u64) -> Result<LocalPlace, StoreError> {
    one(connection, place, fid)?.ok_or(StoreError::NoSuchPlace(fid))
}

fn aliases(facts: &PlaceFacts) -> String {
    serde_json::Value::from(facts.aliases.as_slice()).to_string()
}
