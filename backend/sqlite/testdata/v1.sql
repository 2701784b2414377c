CREATE TABLE migrations (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO migrations VALUES (1,0,1,'2026-11-21 21:50:35');
INSERT INTO migrations VALUES (2,1,1,'2026-11-21 21:50:35');
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('clean','1');
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
INSERT INTO plans VALUES ('01JZK7Q3V6T4M0A8N2R5B9C1DX','김민준·이서연','KRW',1,5,1772359200000,1772373600000,1);
CREATE TABLE documents (
  id      INTEGER PRIMARY KEY,
  hash    BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  packing INTEGER NOT NULL CHECK (packing IN (0, 1)),
  size    INTEGER NOT NULL,
  body    BLOB NOT NULL
) STRICT;
INSERT INTO documents VALUES (1,X'02F86328170CCB23493E2F9C37F036EDE3CB201A96DD958F1E8DA92EE93D23F5',0,31,X'7B226E616D65223A22EAB980EBAFBCECA480C2B7EC9DB4EC849CEC97B0227D');
INSERT INTO documents VALUES (2,X'8102E447FF20A3D4CBDB74FDFDBC3B56E30731A4015E9DA0D9986F7C53FD8BF7',1,1271,X'EC94B10D8020144457313786DB5858EA02C6E417EE60A31D3D142484848A71E086600F72ED9597F7DE85733B76AC68D9BA2F745613FFC8E7E31B168D3A44304884C9CA807B040000FFFF');
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
INSERT INTO revisions VALUES ('01JZK7Q3V6T4M0A8N2R5B9C1DX',1,1772359200000,'create','{"key":"edit.create"}',0,1);
INSERT INTO revisions VALUES ('01JZK7Q3V6T4M0A8N2R5B9C1DX',2,1772362800000,'edit','{"key":"edit.income.amount","args":{"name":"민준의 ''급여''"}}',0,2);
INSERT INTO revisions VALUES ('01JZK7Q3V6T4M0A8N2R5B9C1DX',3,1772366400000,'undo','{"key":"edit.income.amount","args":{"name":"민준의 ''급여''"}}',2,1);
INSERT INTO revisions VALUES ('01JZK7Q3V6T4M0A8N2R5B9C1DX',4,1772370000000,'redo','{"key":"edit.income.amount","args":{"name":"민준의 ''급여''"}}',2,2);
INSERT INTO revisions VALUES ('01JZK7Q3V6T4M0A8N2R5B9C1DX',5,1772373600000,'rewind','{"key":"edit.rewind","args":{"revision":"1"}}',1,1);
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
INSERT INTO results VALUES (1,'f00d','01JZK7Q3V6T4M0A8N2R5B9C1DX',X'7B226E223A31303030307D',2918819000,19,1772355600000,1772355600000);
CREATE TABLE blocks (
  id     INTEGER PRIMARY KEY,
  result INTEGER NOT NULL REFERENCES results (id) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  sum    INTEGER NOT NULL, -- CRC-32C of body
  body   BLOB NOT NULL,
  UNIQUE (result, name)
) STRICT;
INSERT INTO blocks VALUES (1,1,'series',3713320107,X'0000803F');
INSERT INTO blocks VALUES (2,1,'futures',0,X'');
INSERT INTO blocks VALUES (3,1,'years',691047668,X'01020304');
CREATE TABLE settings (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  body TEXT NOT NULL
) STRICT;
INSERT INTO settings VALUES (1,'{"locale":"ko","theme":"dark","privacy":"show","basis":"real","lastPlan":"","lastPath":"","window":{"x":0,"y":0,"width":1280,"height":800,"maximised":false},"port":0,"gpuVerdict":""}');
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
INSERT INTO replies VALUES (1,'','key-1','abcd',201,'application/json','/api/v1/plans/x',0,10,X'7B226964223A2278227D',1772442000000);
CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions
BEGIN SELECT raise(ABORT, 'a history only grows'); END;
CREATE TRIGGER revisions_remain BEFORE DELETE ON revisions
BEGIN SELECT raise(ABORT, 'a history only grows'); END;
CREATE TRIGGER documents_stay BEFORE UPDATE ON documents
BEGIN SELECT raise(ABORT, 'a document never changes'); END;
CREATE INDEX replies_expiry ON replies (expires);
