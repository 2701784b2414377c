-- +goose Up

-- Whom the owner has let in. secret is the SHA-256 of what lets them in; sections
-- a set of bits; base what percentages are of; choices their own settings.
CREATE TABLE guests (
  id       INTEGER PRIMARY KEY,
  ulid     TEXT NOT NULL UNIQUE,
  kind     TEXT NOT NULL CHECK (kind IN ('person', 'program')),
  name     TEXT NOT NULL,
  role     TEXT NOT NULL,
  sections INTEGER NOT NULL,
  money    TEXT NOT NULL,
  base     REAL NOT NULL,
  control  INTEGER NOT NULL,
  email    TEXT NOT NULL,
  secret   BLOB NOT NULL CHECK (length(secret) = 32),
  made     INTEGER NOT NULL,
  expires  INTEGER NOT NULL,
  uses     INTEGER NOT NULL,
  max_uses INTEGER NOT NULL,
  seen     INTEGER NOT NULL, -- 0 for never
  revoked  INTEGER NOT NULL, -- 0 while they are welcome
  choices  TEXT
) STRICT;

CREATE INDEX guests_by_email ON guests (email) WHERE email <> '';

CREATE TABLE guest_sessions (
  id      INTEGER PRIMARY KEY,
  secret  BLOB NOT NULL UNIQUE CHECK (length(secret) = 32),
  before  BLOB NOT NULL CHECK (length(before) = 32),
  guest   TEXT NOT NULL REFERENCES guests (ulid) ON DELETE CASCADE,
  made    INTEGER NOT NULL,
  turned  INTEGER NOT NULL,
  seen    INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  agent   TEXT NOT NULL
) STRICT;

CREATE INDEX guest_sessions_by_guest ON guest_sessions (guest);
CREATE INDEX guest_sessions_by_before ON guest_sessions (before);

-- Who did what, when and from where. No amounts, names or questions.
CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  who     TEXT NOT NULL,
  act     TEXT NOT NULL,
  object  TEXT NOT NULL,
  address TEXT NOT NULL,
  country TEXT NOT NULL,
  ray     TEXT NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd

-- To replace a row takes it away without asking the trigger above.
-- +goose StatementBegin
CREATE TRIGGER audit_grows BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN SELECT raise(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd

CREATE TABLE drafts (
  id    INTEGER PRIMARY KEY,
  plan  TEXT NOT NULL UNIQUE,
  of    TEXT NOT NULL,
  base  INTEGER NOT NULL,
  guest TEXT NOT NULL,
  made  INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;

-- The Cloudflare Access application before the remote listener.
CREATE TABLE door (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  team     TEXT NOT NULL,
  audience TEXT NOT NULL
) STRICT;
