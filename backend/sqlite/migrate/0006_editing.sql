-- +goose Up

-- Who made a revision, the name that they gave the change ('' for none), and the
-- revision that they made it on, 0 of the first. What was kept until now was the
-- owner's, and has no base.
ALTER TABLE revisions ADD COLUMN actor TEXT NOT NULL DEFAULT 'owner';
ALTER TABLE revisions ADD COLUMN op TEXT NOT NULL DEFAULT '';
ALTER TABLE revisions ADD COLUMN base INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX revisions_op ON revisions (plan, op) WHERE op <> '';

-- What a revision did, place by place. path is a JSON pointer; before and after
-- are JSON, NULL for nothing. Revisions without a base have none here: theirs are
-- found from the documents around them.
CREATE TABLE operations (
  plan     TEXT NOT NULL,
  revision INTEGER NOT NULL,
  path     TEXT NOT NULL,
  before   TEXT,
  after    TEXT,
  PRIMARY KEY (plan, revision, path),
  FOREIGN KEY (plan, revision) REFERENCES revisions (plan, number)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER operations_stay BEFORE UPDATE ON operations
BEGIN SELECT raise(ABORT, 'a history only grows'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER operations_remain BEFORE DELETE ON operations
BEGIN SELECT raise(ABORT, 'a history only grows'); END;
-- +goose StatementEnd

-- Values that were meant for a place that others had changed meanwhile. opened is
-- the revision whose maker meant it, over the one that put there what stands,
-- settled the one by which it was decided, 0 while it is open. value is JSON,
-- NULL for nothing.
CREATE TABLE conflicts (
  id      TEXT PRIMARY KEY,
  plan    TEXT NOT NULL,
  path    TEXT NOT NULL,
  value   TEXT,
  opened  INTEGER NOT NULL,
  over    INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  FOREIGN KEY (plan, opened) REFERENCES revisions (plan, number),
  FOREIGN KEY (plan, over) REFERENCES revisions (plan, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflicts_open ON conflicts (plan, opened) WHERE settled = 0;
CREATE INDEX conflicts_opened ON conflicts (plan, opened);
CREATE INDEX conflicts_settled ON conflicts (plan, settled);
