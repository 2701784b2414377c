-- +goose Up

-- What is told unasked: of a change of a plan, of a month, of a document. One of each
-- subject. As with cards, nothing that a document says stands here.
CREATE TABLE assessments (
  about    TEXT NOT NULL CHECK (about IN ('change', 'review', 'document')),
  plan     TEXT NOT NULL,
  subject  TEXT NOT NULL, -- the month of a review, the id of a document, '' of a change
  made     INTEGER NOT NULL,
  packing  INTEGER NOT NULL,
  size     INTEGER NOT NULL,
  body     BLOB NOT NULL, -- its JSON, packed
  PRIMARY KEY (about, plan, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX assessments_by_plan ON assessments (plan, made);
