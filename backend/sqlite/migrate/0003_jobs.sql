-- +goose Up

-- Work that was accepted and is carried to its end, whatever happens to the
-- program meanwhile. Whoever works on a job names its attempt with every change:
-- one that has been begun again since is no longer theirs.
CREATE TABLE jobs (
  id       TEXT PRIMARY KEY,
  kind     TEXT NOT NULL,
  key      TEXT NOT NULL,    -- the same key orders the same job, '' for none
  hash     BLOB NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the input as it was ordered
  input    BLOB NOT NULL,    -- empty once the job has ended
  state    TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempt  INTEGER NOT NULL, -- how many times it was begun
  stuck    INTEGER NOT NULL, -- and how many of these since it last came forward
  lease    INTEGER NOT NULL, -- until when a running job is its worker's; 0 otherwise
  due      INTEGER NOT NULL, -- a queued job does not begin before
  cursor   BLOB NOT NULL,    -- where the work stands, in its own words
  phase    TEXT NOT NULL,
  done     INTEGER NOT NULL,
  total    INTEGER NOT NULL,
  seq      INTEGER NOT NULL, -- number of the last event
  kept     INTEGER NOT NULL, -- number of the last event that no other attempt takes back
  result   TEXT NOT NULL,
  fault    TEXT NOT NULL,    -- JSON, '' for none
  reason   TEXT NOT NULL,    -- why it was cancelled
  created  INTEGER NOT NULL,
  ended    INTEGER NOT NULL  -- 0 while it lives
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX jobs_key ON jobs (kind, key) WHERE key <> '';
CREATE INDEX jobs_living ON jobs (kind, created) WHERE ended = 0;
CREATE INDEX jobs_ended ON jobs (ended) WHERE ended > 0;

CREATE TABLE job_events (
  job  TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  seq  INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL, -- JSON
  PRIMARY KEY (job, seq)
) STRICT, WITHOUT ROWID;

-- The model hosts that the owner named. A key is only ever sent to its address.
CREATE TABLE hosts (
  name    TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  key     TEXT NOT NULL,
  slots   INTEGER NOT NULL CHECK (slots > 0),
  weight  INTEGER NOT NULL CHECK (weight > 0),
  watts   REAL NOT NULL CHECK (watts >= 0)
) STRICT, WITHOUT ROWID;
