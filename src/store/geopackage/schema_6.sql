-- From version 5 to version 6 of a store: what waits for a person's word, and what people decided. Runs in the
-- transaction that also sets the version; a new store runs it after schema_5.sql.

-- Texts that were kept, whole.
CREATE TABLE articles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  at DATETIME NOT NULL,
  published DATE,
  source TEXT,
  link TEXT,
  title TEXT,
  licence TEXT,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE, -- of the text and its day: the same text is kept once
  reading TEXT NOT NULL        -- JSON: what it was read as
);

-- Events that texts tell and nobody has confirmed: no events yet, and in no collection. The columns before draft are for
-- people in QGIS and are derived from event, which is the event that it would be.
CREATE TABLE drafts (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  article INTEGER NOT NULL REFERENCES articles (id),
  number INTEGER NOT NULL,     -- within its article, the best is 1
  state TEXT NOT NULL,         -- open, confirmed, rejected
  version INTEGER NOT NULL,    -- another one after each decision
  event_id TEXT,               -- the event that it became
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  date_start DATE,
  date_end DATE,
  place TEXT,
  p REAL NOT NULL,             -- that the event is there
  why TEXT NOT NULL,
  draft TEXT NOT NULL,         -- JSON, as it was read
  event TEXT NOT NULL,         -- JSON
  UNIQUE (article, number)
);
CREATE INDEX drafts_open ON drafts (state, p) WHERE state = 'open';

-- Every decision, also those taken back.
CREATE TABLE decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  at DATETIME NOT NULL,
  person TEXT,                 -- who decided, if that was said
  item TEXT NOT NULL,          -- what on: draft-12, location-ID, duplicate-7
  kind TEXT NOT NULL,          -- draft, location, duplicate
  decision TEXT NOT NULL,
  was TEXT NOT NULL,           -- JSON, for people
  became TEXT NOT NULL,        -- JSON, for people
  undo TEXT NOT NULL,          -- JSON: what taking it back needs
  undone_at DATETIME
);
CREATE INDEX decisions_item ON decisions (item);

-- The places that a person must choose, the least sure first, and those of which lists say the same. With what they all
-- have in common as the first column, so that they are counted without a look at the events.
CREATE INDEX events_in_review ON events (status, p) WHERE status = 'review';
CREATE INDEX events_in_review_said ON events (status, json_extract(body, '$.place')) WHERE status = 'review';

-- How near the two are to each other, 1 to 0; in the middle where nobody measured.
ALTER TABLE duplicates ADD COLUMN p REAL NOT NULL DEFAULT 0.5;
CREATE INDEX duplicates_proposed ON duplicates (state, p) WHERE state = 'proposed';

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('articles', 'attributes', 'Articles', 'Texts that were kept', NULL),
  ('drafts', 'features', 'Drafts', 'Events that articles tell, until a person confirms them', 4326),
  ('decisions', 'attributes', 'Decisions', 'What people decided on drafts, places in doubt and duplicates', NULL);
INSERT INTO gpkg_geometry_columns VALUES ('drafts', 'geom', 'POINT', 4326, 0, 0);
