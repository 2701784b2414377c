-- +goose Up

-- Conversations with the advisor. What a document says never stands here: a card
-- says where it stands, and it is read from the library whenever it is shown.
CREATE TABLE threads (
  id      INTEGER PRIMARY KEY,
  ulid    TEXT NOT NULL UNIQUE,
  plan    TEXT NOT NULL,
  title   TEXT NOT NULL,    -- the first question
  updated INTEGER NOT NULL
) STRICT;

CREATE INDEX threads_by_plan ON threads (plan, updated);

-- body is the card's JSON, seen what its model was told and said; both packed,
-- with their sizes when they are not.
CREATE TABLE cards (
  id        INTEGER PRIMARY KEY,
  ulid      TEXT NOT NULL UNIQUE,
  thread    INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  packing   INTEGER NOT NULL,
  size      INTEGER NOT NULL,
  body      BLOB NOT NULL,
  seen_packing INTEGER NOT NULL,
  seen_size INTEGER NOT NULL,
  seen      BLOB NOT NULL
) STRICT;

CREATE INDEX cards_by_thread ON cards (thread, id);
