-- From version 3 to version 4 of a store: what people set of events, over what lists say. Runs in the transaction that
-- also sets the version; a new store runs it after schema_3.sql.

CREATE TABLE event_edits (
  id INTEGER PRIMARY KEY NOT NULL,
  event_id TEXT NOT NULL UNIQUE, -- it outlives an undone import that comes again
  at DATETIME NOT NULL,
  edit TEXT NOT NULL             -- JSON: the fields that a person set, which win over those of the list
);

-- Events that a person removed, whole, as their lists have them: found when a list is read again.
CREATE TABLE event_removed (
  fid INTEGER PRIMARY KEY NOT NULL, -- which it had
  event_id TEXT NOT NULL UNIQUE,
  identity TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  import_id INTEGER,
  body TEXT NOT NULL
);
CREATE INDEX event_removed_fingerprint ON event_removed (fingerprint);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('event_edits', 'attributes', 'Edits by hand', 'What people set of events, over what their lists say', NULL),
  ('event_removed', 'attributes', 'Removed events', 'Events that people removed, as their lists have them', NULL);
