-- +goose Up

-- What the file knows about itself, e.g. whether the program that used it last
-- closed it properly.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Times are milliseconds since 1970 in UTC throughout.

-- A household's plan as lists show it; revision is the newest.
CREATE TABLE plans (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  currency TEXT NOT NULL,
  demo     INTEGER NOT NULL CHECK (demo IN (0, 1)),
  revision INTEGER NOT NULL CHECK (revision > 0),
  created  INTEGER NOT NULL,
  updated  INTEGER NOT NULL,
  archived INTEGER NOT NULL CHECK (archived IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Every document once, under the SHA-256 of its bytes. packing 0 is as it is,
-- 1 is DEFLATE; size is that of the bytes as they were.
CREATE TABLE documents (
  id      INTEGER PRIMARY KEY,
  hash    BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  packing INTEGER NOT NULL CHECK (packing IN (0, 1)),
  size    INTEGER NOT NULL,
  body    BLOB NOT NULL
) STRICT;

-- The history of every plan. name is JSON; target is the revision that an
-- undo, redo or rewind is about, 0 otherwise.
CREATE TABLE revisions (
  plan     TEXT NOT NULL REFERENCES plans (id),
  number   INTEGER NOT NULL CHECK (number > 0),
  at       INTEGER NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('create', 'edit', 'undo', 'redo', 'rewind')),
  name     TEXT NOT NULL,
  target   INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES documents (id),
  PRIMARY KEY (plan, number)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions
BEGIN SELECT raise(ABORT, 'a history only grows'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revisions_remain BEFORE DELETE ON revisions
BEGIN SELECT raise(ABORT, 'a history only grows'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER documents_stay BEFORE UPDATE ON documents
BEGIN SELECT raise(ABORT, 'a document never changes'); END;
-- +goose StatementEnd

-- What a forecast found, under the hash of all that produced it. plan is the
-- plan it was made for, '' for none. It can be computed again, so it may go.
CREATE TABLE results (
  id      INTEGER PRIMARY KEY,
  hash    TEXT NOT NULL UNIQUE,
  plan    TEXT NOT NULL,
  header  BLOB NOT NULL,
  sum     INTEGER NOT NULL, -- CRC-32C of header
  bytes   INTEGER NOT NULL, -- of header and blocks together
  created INTEGER NOT NULL,
  used    INTEGER NOT NULL
) STRICT;

CREATE TABLE blocks (
  id     INTEGER PRIMARY KEY,
  result INTEGER NOT NULL REFERENCES results (id) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  sum    INTEGER NOT NULL, -- CRC-32C of body
  body   BLOB NOT NULL,
  UNIQUE (result, name)
) STRICT;

-- What the owner chose: one JSON document.
CREATE TABLE settings (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  body TEXT NOT NULL
) STRICT;

-- The replies to requests that carried a key, so that a repeated request is
-- answered and not done again. principal is who asked, '' for the owner.
CREATE TABLE replies (
  id        INTEGER PRIMARY KEY,
  principal TEXT NOT NULL,
  key       TEXT NOT NULL,
  request   TEXT NOT NULL, -- hash of what was asked
  status    INTEGER NOT NULL,
  media     TEXT NOT NULL, -- Content-Type
  location  TEXT NOT NULL,
  packing   INTEGER NOT NULL CHECK (packing IN (0, 1)),
  size      INTEGER NOT NULL,
  body      BLOB NOT NULL,
  expires   INTEGER NOT NULL,
  UNIQUE (principal, key)
) STRICT;
CREATE INDEX replies_expiry ON replies (expires);
