-- From version 4 to version 5 of a store: what other programs write into the events is seen. Runs in the transaction that
-- also sets the version; a new store runs it after schema_4.sql.

CREATE TABLE azalai_writes (
  is_own BOOLEAN NOT NULL, -- 1 while Azalai writes events, each with its line in the change log; never seen from outside
  others BLOB NOT NULL     -- random, another after every write of an event that has no line in the change log
);
INSERT INTO azalai_writes VALUES (0, randomblob(16));

CREATE TRIGGER events_added_by_others AFTER INSERT ON events WHEN NOT (SELECT is_own FROM azalai_writes)
  BEGIN UPDATE azalai_writes SET others = randomblob(16); END;
CREATE TRIGGER events_changed_by_others AFTER UPDATE ON events WHEN NOT (SELECT is_own FROM azalai_writes)
  BEGIN UPDATE azalai_writes SET others = randomblob(16); END;
CREATE TRIGGER events_removed_by_others AFTER DELETE ON events WHEN NOT (SELECT is_own FROM azalai_writes)
  BEGIN UPDATE azalai_writes SET others = randomblob(16); END;
