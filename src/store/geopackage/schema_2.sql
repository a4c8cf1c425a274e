-- From version 1 to version 2 of a store: what an operator adds to the gazetteer. Runs in the transaction that also
-- sets the version; a new store runs it after schema.sql, so that new and old ones cannot differ.

-- Grows with every change of the two tables below. Triggers count, so that no writer can forget to, not even QGIS.
ALTER TABLE azalai ADD COLUMN gazetteer_version INTEGER NOT NULL DEFAULT 0;

CREATE TABLE gazetteer_packs (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, -- the order of the layers, kept when a pack is replaced
  name TEXT NOT NULL UNIQUE,
  added DATETIME NOT NULL,                             -- this version of it
  details TEXT NOT NULL,                               -- JSON: what it is, for lists of packs
  body BLOB NOT NULL                                   -- its places and shapes, in Azalai's own form
);

CREATE TABLE local_places (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,      -- never used again, since events name it
  geom POINT NOT NULL,
  name TEXT NOT NULL,
  aliases TEXT NOT NULL DEFAULT '[]',                  -- a JSON array of texts
  kind TEXT NOT NULL,
  region TEXT,                                         -- as the source has it, like the next two
  cercle TEXT,
  commune TEXT,
  source TEXT NOT NULL,                                -- who says so: a person or a list
  how TEXT NOT NULL,                                   -- confirmed (by a person), list
  created DATETIME NOT NULL,
  updated DATETIME NOT NULL,
  seen INTEGER NOT NULL                                -- how many rows of lists have it there
);

CREATE TRIGGER gazetteer_packs_added AFTER INSERT ON gazetteer_packs
  BEGIN UPDATE azalai SET gazetteer_version = gazetteer_version + 1; END;
CREATE TRIGGER gazetteer_packs_changed AFTER UPDATE ON gazetteer_packs
  BEGIN UPDATE azalai SET gazetteer_version = gazetteer_version + 1; END;
CREATE TRIGGER gazetteer_packs_removed AFTER DELETE ON gazetteer_packs
  BEGIN UPDATE azalai SET gazetteer_version = gazetteer_version + 1; END;
CREATE TRIGGER local_places_added AFTER INSERT ON local_places
  BEGIN UPDATE azalai SET gazetteer_version = gazetteer_version + 1; END;
CREATE TRIGGER local_places_changed AFTER UPDATE ON local_places
  BEGIN UPDATE azalai SET gazetteer_version = gazetteer_version + 1; END;
CREATE TRIGGER local_places_removed AFTER DELETE ON local_places
  BEGIN UPDATE azalai SET gazetteer_version = gazetteer_version + 1; END;

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('local_places', 'features', 'Local places', 'Places confirmed by people or learned from lists', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('local_places', 'geom', 'POINT', 4326, 0, 0);
