-- From version 6 to 7: who took a decision back.
ALTER TABLE decisions ADD COLUMN undone_by TEXT;
