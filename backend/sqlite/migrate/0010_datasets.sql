-- +goose Up

-- Histories of markets that households brought. A row is named by what it says:
-- the SHA-256 of its table.
CREATE TABLE datasets (
  hash     TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  licence  TEXT NOT NULL,
  country  TEXT NOT NULL,
  made     INTEGER NOT NULL,
  packing  INTEGER NOT NULL,
  size     INTEGER NOT NULL,
  body     BLOB NOT NULL -- its table, packed
) STRICT, WITHOUT ROWID;
