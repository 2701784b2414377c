-- +goose Up

-- What really happened to a household, by the id of its plan. Amounts are whole
-- minor units of their currency.
CREATE TABLE check_ins (
  id       INTEGER PRIMARY KEY,
  ulid     TEXT NOT NULL UNIQUE,
  plan     TEXT NOT NULL,
  day      TEXT NOT NULL,    -- YYYY-MM-DD
  made     INTEGER NOT NULL,
  worth    INTEGER NOT NULL,
  currency TEXT NOT NULL,
  UNIQUE (plan, day)
) STRICT;

CREATE TABLE balances (
  check_in INTEGER NOT NULL REFERENCES check_ins (id) ON DELETE CASCADE,
  place    INTEGER NOT NULL, -- in the order of the grid
  record   TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('account', 'property', 'debt')),
  name     TEXT NOT NULL,
  minor    INTEGER NOT NULL,
  currency TEXT NOT NULL,
  same     INTEGER NOT NULL CHECK (same IN (0, 1)),
  PRIMARY KEY (check_in, place)
) STRICT, WITHOUT ROWID;

-- What came from one file, to be taken back together.
CREATE TABLE imports (
  id       INTEGER PRIMARY KEY,
  ulid     TEXT NOT NULL UNIQUE,
  plan     TEXT NOT NULL,
  name     TEXT NOT NULL,    -- of the file
  made     INTEGER NOT NULL,
  first    TEXT NOT NULL,    -- day of the first entry
  last     TEXT NOT NULL,    -- day of the last
  entries  INTEGER NOT NULL,
  total    INTEGER NOT NULL,
  currency TEXT NOT NULL
) STRICT;

CREATE INDEX imports_by_plan ON imports (plan, made);

CREATE TABLE entries (
  id       INTEGER PRIMARY KEY,
  import   INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  plan     TEXT NOT NULL,
  day      TEXT NOT NULL,
  text     TEXT NOT NULL,
  category TEXT NOT NULL,
  spent    TEXT NOT NULL,    -- the group of spending
  minor    INTEGER NOT NULL, -- negative for money that came back
  currency TEXT NOT NULL,
  key      TEXT NOT NULL     -- the same for the same payment in two files
) STRICT;

CREATE INDEX entries_by_day ON entries (plan, day);
CREATE INDEX entries_by_import ON entries (import);

-- How files with one head are read; body is JSON.
CREATE TABLE templates (
  plan TEXT NOT NULL,
  head TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (plan, head)
) STRICT, WITHOUT ROWID;

-- Forecasts as they were when they were made. body is the snapshot without its
-- lines, fan its lines: both JSON, the second packed.
CREATE TABLE snapshots (
  id      INTEGER PRIMARY KEY,
  ulid    TEXT NOT NULL UNIQUE,
  plan    TEXT NOT NULL,
  made    INTEGER NOT NULL,
  body    TEXT NOT NULL,
  packing INTEGER NOT NULL CHECK (packing IN (0, 1)),
  size    INTEGER NOT NULL,
  fan     BLOB NOT NULL
) STRICT;

CREATE INDEX snapshots_by_plan ON snapshots (plan, made);
