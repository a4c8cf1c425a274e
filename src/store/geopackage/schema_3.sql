-- From version 2 to version 3 of a store: imports that can be undone, and events that two sources tell of. Runs in the
-- transaction that also sets the version; a new store runs it after schema_2.sql.

ALTER TABLE imports ADD COLUMN restricted BOOLEAN NOT NULL DEFAULT 0; -- its terms forbid passing rows on
ALTER TABLE imports ADD COLUMN undone_at DATETIME;
ALTER TABLE imports ADD COLUMN shape TEXT;       -- JSON: delimiter and header, for a file of its rejected rows
ALTER TABLE import_rows ADD COLUMN cells TEXT;   -- a JSON array; of rejected rows only
ALTER TABLE events ADD COLUMN restricted BOOLEAN NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN import_id INTEGER; -- the import that wrote it as it stands
ALTER TABLE event_history ADD COLUMN import_id INTEGER; -- the import that wrote this version
-- Of a row that added an event and has nothing else to tell: it has no row in import_rows.
ALTER TABLE change_log ADD COLUMN line INTEGER;
-- The part of a merged event that changed, see event_parts; fid is the event that shows it.
ALTER TABLE change_log ADD COLUMN part INTEGER;

-- Which imports changed events as an earlier one left them, and which merged pairs hold such events: what has to be
-- undone first.
CREATE TABLE built_on (
  earlier INTEGER NOT NULL,
  later INTEGER NOT NULL, -- an import; 0 for a pair
  pair INTEGER NOT NULL,  -- a pair of duplicates; 0 for an import
  PRIMARY KEY (earlier, later, pair)
) WITHOUT ROWID;

-- How many rows of an import have a local place where it is. Imports of before this version are not counted.
CREATE TABLE import_places (
  import_id INTEGER NOT NULL,
  place INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (import_id, place)
) WITHOUT ROWID;

-- The events that were merged into one, whole, as their lists have them. Those merged into another are no events of
-- their own until the pair is taken apart again.
CREATE TABLE event_parts (
  fid INTEGER PRIMARY KEY NOT NULL, -- which it had, and has again
  merged_into INTEGER,              -- fid of the part that it was merged into; NULL for the one that is shown
  pair INTEGER,                     -- by which decision
  event_id TEXT NOT NULL UNIQUE,
  identity TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  import_id INTEGER,
  body TEXT NOT NULL
);
CREATE INDEX event_parts_fingerprint ON event_parts (fingerprint);
CREATE INDEX event_parts_merged_into ON event_parts (merged_into);

-- When and where each dated event was, in few bytes: duplicates are looked for among all of them.
CREATE TABLE event_windows (
  fid INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  first_day INTEGER NOT NULL, -- days since 1970-01-01
  last_day INTEGER NOT NULL,
  date_precision TEXT NOT NULL,
  lon REAL,
  lat REAL,
  radius_m REAL NOT NULL,
  place TEXT,                 -- as the list names it, of an event without a point
  scope TEXT,                 -- whose ids the list has; NULL when its rows have none
  import_id INTEGER
);

CREATE TABLE duplicates (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  first TEXT NOT NULL,    -- ids of events, the smaller first: they outlive an undone import that comes again
  second TEXT NOT NULL,
  state TEXT NOT NULL,    -- proposed, same, different, merged; outdated when an import changed what was proposed
  import_id INTEGER,      -- that proposed it
  decided_at DATETIME,    -- of an outdated one, that of the import
  UNIQUE (first, second)
);
CREATE INDEX duplicates_second ON duplicates (second);

-- What the log knows of the past. Between two changes of an event by two imports, the later one built on the earlier.
UPDATE events SET import_id = log.import_id
  FROM (SELECT fid, max(sequence), import_id FROM change_log GROUP BY fid) AS log WHERE log.fid = events.fid;
UPDATE event_history SET import_id = log.earlier
  FROM (SELECT sequence, lag(import_id) OVER (PARTITION BY fid ORDER BY sequence) AS earlier FROM change_log) AS log
  WHERE log.sequence = event_history.sequence;
INSERT INTO built_on
  SELECT DISTINCT earlier, later, 0
  FROM (SELECT lag(import_id) OVER (PARTITION BY fid ORDER BY sequence) AS earlier, import_id AS later FROM change_log)
  WHERE earlier <> later;
INSERT INTO event_windows
  SELECT fid, kind, CAST(julianday(date_start) - 2440587.5 AS INTEGER), CAST(julianday(date_end) - 2440587.5 AS INTEGER),
    date_precision, body ->> '$.location.point[0]', body ->> '$.location.point[1]', radius_m,
    CASE WHEN geom IS NULL THEN place_text END,
    CASE WHEN identity GLOB 'id' || char(31) || '*' || char(31) || '*'
      THEN substr(identity, 4, instr(substr(identity, 4), char(31)) - 1) END,
    import_id
  FROM events WHERE julianday(date_start) IS NOT NULL AND julianday(date_end) IS NOT NULL AND date_precision IS NOT NULL;

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('duplicates', 'attributes', 'Duplicates', 'Pairs of events that may be one, and what a person decided', NULL),
  ('event_parts', 'attributes', 'Parts of merged events', 'Each as its own list has it', NULL);
