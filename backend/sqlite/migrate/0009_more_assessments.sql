-- +goose Up

-- Check-ins and market figures are assessed as well. SQLite widens no check in place.
CREATE TABLE assessments_wider (
  about    TEXT NOT NULL CHECK (about IN ('change', 'review', 'document', 'checkIn', 'market')),
  plan     TEXT NOT NULL,
  subject  TEXT NOT NULL, -- the month of a review, the id of a document, '' of the others
  made     INTEGER NOT NULL,
  packing  INTEGER NOT NULL,
  size     INTEGER NOT NULL,
  body     BLOB NOT NULL, -- its JSON, packed
  PRIMARY KEY (about, plan, subject)
) STRICT, WITHOUT ROWID;

INSERT INTO assessments_wider SELECT about, plan, subject, made, packing, size, body FROM assessments;
DROP TABLE assessments;
ALTER TABLE assessments_wider RENAME TO assessments;
CREATE INDEX assessments_by_plan ON assessments (plan, made);
