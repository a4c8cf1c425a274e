//! The box around the points of a table, as `gpkg_contents` states it.
//!
//! In: points that come and go. Out: the box. It must not know why they do.

use super::header;
use super::place::Place;
use super::problem::Doing as _;
use crate::event::LonLat;
use crate::store::StoreError;
use rusqlite::{Connection, params};

/// The box around all events, in degrees; known to be too large once a point on its edge has gone.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Extent {
    /// Lowest and highest corner.
    corners: Option<[[f64; 2]; 2]>,
    stale: bool,
}

impl Extent {
    /// The box as it was written last.
    pub(super) fn load(connection: &Connection, place: &Place) -> Result<Self, StoreError> {
        let sql = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'events'";
        let corner = |row: &rusqlite::Row<'_>, at: usize| row.get::<_, Option<f64>>(at);
        let sides = connection
            .query_row(sql, [], |row| {
                Ok((corner(row, 0)?, corner(row, 1)?, corner(row, 2)?, corner(row, 3)?))
            })
            .doing(place, "read the extent")?;
        let corners = match sides {
            (Some(west), Some(south), Some(east), Some(north)) => Some([[west, south], [east, north]]),
            _ => None,
        };
        Ok(Self { corners, stale: false })
    }

    /// A point has come.
    pub(super) fn grow(&mut self, point: LonLat) {
        let [x, y] = point.to_array();
        let [low, high] = self.corners.unwrap_or([[x, y]; 2]);
        self.corners = Some([[low[0].min(x), low[1].min(y)], [high[0].max(x), high[1].max(y)]]);
    }

    /// A point has gone.
    pub(super) fn shrink(&mut self, point: LonLat) {
        let [x, y] = point.to_array();
        let inside =
            self.corners.is_some_and(|[low, high]| low[0] < x && x < high[0] && low[1] < y && y < high[1]);
        self.stale |= !inside;
    }

    /// Writes the box, after a look at all points if it may be too large.
    pub(super) fn save(mut self, connection: &Connection, place: &Place) -> Result<(), StoreError> {
        if self.stale {
            self = Self::scan(connection, "events").doing(place, "read the points")?;
        }
        self.write(connection, place, "events")
    }

    /// Looks at all points of a table and writes the box; for tables of a few thousand rows at most.
    pub(super) fn renew(
        connection: &Connection,
        place: &Place,
        table: &'static str,
    ) -> Result<(), StoreError> {
        Self::scan(connection, table).doing(place, "read the points")?.write(connection, place, table)
    }

    fn write(self, connection: &Connection, place: &Place, table: &'static str) -> Result<(), StoreError> {
        let [low, high] =
            self.corners.map_or([[None; 2]; 2], |corners| corners.map(|corner| corner.map(Some)));
        connection
            .execute(
                "UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3, max_y = ?4
                 WHERE table_name = ?5",
                params![low[0], low[1], high[0], high[1], table],
            )
            .doing(place, "write the extent")?;
        Ok(())
    }

    fn scan(connection: &Connection, table: &'static str) -> rusqlite::Result<Self> {
        let mut extent = Self::default();
        let mut statement =
            connection.prepare(&format!("SELECT geom FROM {table} WHERE geom IS NOT NULL"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(point) = row.get_ref(0)?.as_blob().ok().and_then(header::decode) {
                extent.grow(point);
            }
        }
        Ok(extent)
    }
}
