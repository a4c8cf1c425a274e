-- The tables of a store, version 1; schema_2.sql leads on from here, and this file changes no more: stores of that
-- version are in the field. A GeoPackage 1.3 (OGC 12-128r17): QGIS, GDAL and sqlite3 open it as it is.
-- Statements run in one transaction, on an empty database.

PRAGMA application_id = 0x47504B47; -- 'GPKG'
PRAGMA user_version = 10300;        -- GeoPackage 1.3.0; Azalai's own version is in table azalai

-- What every GeoPackage has, word for word (clauses 1.1.2, 1.1.3, 2.1.5).

CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');

CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);

CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

-- Azalai's own.

CREATE TABLE azalai (schema_version INTEGER NOT NULL);

-- The columns before identity are for people in QGIS and are derived from body, which is the event.
CREATE TABLE events (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, -- never used again, so that paging by it never skips
  geom POINT,                                     -- NULL when the event is on no map
  id TEXT NOT NULL UNIQUE,                        -- a function of identity, and so this index keeps both unique
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  kind_text TEXT,
  status TEXT NOT NULL,
  date_start DATE,
  date_end DATE,
  date_precision TEXT,
  place_text TEXT,                                -- as the list names it
  place TEXT,                                     -- as the gazetteer names it; its units follow
  region TEXT,
  cercle TEXT,
  commune TEXT,
  p REAL NOT NULL,
  precision INTEGER,
  precision_scheme TEXT,
  radius_m REAL NOT NULL,
  why TEXT NOT NULL,
  actors TEXT,
  deaths_low INTEGER,
  deaths_best INTEGER,
  deaths_high INTEGER,
  sources TEXT,
  list TEXT NOT NULL,
  line INTEGER NOT NULL,
  source_id TEXT,
  licence TEXT,
  identity TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  body TEXT NOT NULL
);
-- 12 of 64 hexadecimal digits: a third of the index, and a million rows still hardly ever share them.
CREATE INDEX events_fingerprint ON events (substr(fingerprint, 1, 12));

-- What each source says; a view, since the body has it all. SQLite before 3.41 knows no types for computed columns,
-- and GDAL would take every one for text: the first part of the union, always empty, lends them its own.
-- OGC_FID is what GDAL calls the key of a view.
CREATE TABLE claims_types (
  OGC_FID INTEGER PRIMARY KEY NOT NULL,
  event_id TEXT,
  source TEXT,
  text TEXT,
  deaths_low INTEGER,
  deaths_best INTEGER,
  deaths_high INTEGER,
  injured_low INTEGER,
  injured_best INTEGER,
  injured_high INTEGER
);
CREATE VIEW claims AS
SELECT
  OGC_FID, event_id, source, text,
  deaths_low, deaths_best, deaths_high, injured_low, injured_best, injured_high
FROM claims_types
UNION ALL
SELECT
  CAST(e.fid * 65536 + c.key AS INTEGER),
  e.id,
  CAST(c.value ->> '$.source' AS TEXT),
  CAST(c.value ->> '$.text' AS TEXT),
  CAST(c.value ->> '$.deaths.low' AS INTEGER),
  CAST(c.value ->> '$.deaths.best' AS INTEGER),
  CAST(c.value ->> '$.deaths.high' AS INTEGER),
  CAST(c.value ->> '$.injured.low' AS INTEGER),
  CAST(c.value ->> '$.injured.best' AS INTEGER),
  CAST(c.value ->> '$.injured.high' AS INTEGER)
FROM events AS e, json_each(e.body, '$.claims') AS c;

CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  at DATETIME NOT NULL,
  list TEXT NOT NULL,
  source TEXT,
  licence TEXT,
  format TEXT NOT NULL,
  first_sequence INTEGER, -- of the changes it made, which follow each other; NULL when it made none
  last_sequence INTEGER,
  report TEXT             -- JSON; NULL only within the transaction of the import
);

CREATE TABLE import_rows (
  id INTEGER PRIMARY KEY NOT NULL,
  import_id INTEGER NOT NULL REFERENCES imports (id),
  line INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  fid INTEGER,            -- of the row's event, which may be removed later
  problems TEXT           -- a JSON array; NULL when there are none
);
CREATE INDEX import_rows_line ON import_rows (import_id, line);

CREATE TABLE change_log (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  at DATETIME NOT NULL,
  operation TEXT NOT NULL, -- added, updated, removed
  fid INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  import_id INTEGER REFERENCES imports (id)
);

CREATE TABLE event_history (
  id INTEGER PRIMARY KEY NOT NULL,
  fid INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  sequence INTEGER NOT NULL REFERENCES change_log (sequence), -- of the change that ended this version
  identity TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX event_history_fid ON event_history (fid, sequence);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('events', 'features', 'Events', 'Events with the place where each is drawn', 4326),
  ('claims', 'attributes', 'Claims', 'What each source says of an event', NULL),
  ('imports', 'attributes', 'Imports', 'Lists that were loaded', NULL),
  ('import_rows', 'attributes', 'Rows of imports', 'What became of each row', NULL),
  ('change_log', 'attributes', 'Change log', 'Every change of an event, in order', NULL),
  ('event_history', 'attributes', 'History of events', 'Versions that were replaced or removed', NULL);
INSERT INTO gpkg_geometry_columns VALUES ('events', 'geom', 'POINT', 4326, 0, 0);
INSERT INTO azalai VALUES (1);
