-- +goose Up

-- The library: what people handed over to be read. The table named documents
-- holds the plans' JSON, hence this one's longer name.

-- On whose behalf documents are kept. The number stands in the indexes.
CREATE TABLE tenants (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- A document is there once for each tenant, under the SHA-256 of its bytes.
-- done of total steps of a state are behind it. It goes when expires has
-- passed, unless pinned says since when something keeps it.
CREATE TABLE library_documents (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  ulid      TEXT NOT NULL UNIQUE,
  tenant    INTEGER NOT NULL REFERENCES tenants (id),
  hash      BLOB NOT NULL CHECK (length(hash) = 32),
  title     TEXT NOT NULL,
  title_key TEXT NOT NULL,
  kind      TEXT NOT NULL,
  bytes     INTEGER NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('waiting', 'extract', 'chunk', 'embed', 'index', 'ready', 'locked', 'failed')),
  done      INTEGER NOT NULL,
  total     INTEGER NOT NULL,
  fault     TEXT NOT NULL,
  added     INTEGER NOT NULL,
  used      INTEGER NOT NULL,
  expires   INTEGER NOT NULL,
  pin       TEXT NOT NULL,
  pin_note  TEXT NOT NULL,
  pinned    INTEGER,          -- NULL when nothing keeps it
  earlier   TEXT NOT NULL,    -- ulid of the version it replaced, which may be gone
  extractor TEXT NOT NULL,
  chunker   TEXT NOT NULL,
  issuer    TEXT NOT NULL,
  year      INTEGER NOT NULL, -- 0 where unknown
  date      TEXT NOT NULL,
  type      TEXT NOT NULL,
  UNIQUE (tenant, hash)
) STRICT;
CREATE INDEX library_documents_expiry ON library_documents (expires) WHERE pinned IS NULL;
CREATE INDEX library_documents_state ON library_documents (state) WHERE state <> 'ready';

-- Every title under which the bytes were handed over.
CREATE TABLE library_titles (
  tenant    INTEGER NOT NULL REFERENCES tenants (id),
  title_key TEXT NOT NULL,
  document  INTEGER NOT NULL REFERENCES library_documents (id) ON DELETE CASCADE,
  title     TEXT NOT NULL,
  seen      INTEGER NOT NULL,
  PRIMARY KEY (tenant, title_key, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX library_titles_document ON library_titles (document);

-- Pages as they were read. packing 0 is as it is, 1 is DEFLATE; size is that
-- of the bytes as they were. boxes are four uint16 a code point of the text,
-- in 1/65535 of the page, or none.
CREATE TABLE pages (
  id            INTEGER PRIMARY KEY,
  document      INTEGER NOT NULL REFERENCES library_documents (id) ON DELETE CASCADE,
  number        INTEGER NOT NULL CHECK (number > 0),
  label         TEXT NOT NULL,
  width         REAL NOT NULL,
  height        REAL NOT NULL,
  heading       TEXT NOT NULL,
  scanned       INTEGER NOT NULL CHECK (scanned IN (0, 1)),
  pictures      INTEGER NOT NULL CHECK (pictures IN (0, 1)),
  text_packing  INTEGER NOT NULL CHECK (text_packing IN (0, 1)),
  text_size     INTEGER NOT NULL,
  text          BLOB NOT NULL,
  boxes_packing INTEGER NOT NULL CHECK (boxes_packing IN (0, 1)),
  boxes_size    INTEGER NOT NULL,
  boxes         BLOB NOT NULL,
  UNIQUE (document, number)
) STRICT;
CREATE INDEX pages_scanned ON pages (document) WHERE scanned = 1;

-- The passages of a document, written together: their ids are a range without
-- gaps, in the order of the document. hash is that of what is embedded.
CREATE TABLE passages (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES library_documents (id) ON DELETE CASCADE,
  ordinal  INTEGER NOT NULL CHECK (ordinal >= 0),
  page     INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  section  TEXT NOT NULL,
  header   TEXT NOT NULL,
  hash     BLOB NOT NULL CHECK (length(hash) = 32),
  text     TEXT NOT NULL,
  UNIQUE (document, ordinal)
) STRICT;
CREATE INDEX passages_hash ON passages (hash);

-- Every term of a document and the passages in which it stands, in the format
-- of the package retrieve; first is the id of passage 0. A row never changes:
-- what is indexed anew has a new id, so what was read of it may be remembered.
CREATE TABLE concordances (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL UNIQUE REFERENCES library_documents (id) ON DELETE CASCADE,
  first    INTEGER NOT NULL,
  body     BLOB NOT NULL
) STRICT;

-- Who turned texts into vectors. For each there is a table passages_vec_ID,
-- made when its first vectors come.
CREATE TABLE embedders (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  digest     TEXT NOT NULL UNIQUE,
  dimensions INTEGER NOT NULL CHECK (dimensions > 0),
  neural     INTEGER NOT NULL CHECK (neural IN (0, 1))
) STRICT;

-- The vector of a text, float32 little-endian, of length one: the same text
-- is never embedded twice by the same model while a passage has it.
CREATE TABLE vectors (
  hash     BLOB NOT NULL CHECK (length(hash) = 32),
  embedder INTEGER NOT NULL REFERENCES embedders (id),
  chunker  TEXT NOT NULL,
  vector   BLOB NOT NULL,
  PRIMARY KEY (hash, embedder, chunker)
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER passages_gone AFTER DELETE ON passages
BEGIN
  DELETE FROM vectors WHERE hash = old.hash AND NOT EXISTS (SELECT 1 FROM passages WHERE hash = old.hash);
END;
-- +goose StatementEnd
